//! `copydesk sources [PATH…]`: who speaks in articles.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::args::{SourcesArgs, SourcesFormat};
use super::progress::TerminalProgress;
use super::terminal::Terminal;
use copydesk::document::Article;
use copydesk::engine::VAGUE;
use copydesk::report::{ListedSources, Look, SourcesForm, SourcesList};
use copydesk::text::{Problem, SourceId};
use copydesk_workspace::article::{guarded, read_file_of, read_stdin};
use copydesk_workspace::interrupt::Interrupt;
use copydesk_workspace::job::{Chunk, Job, chunks, jobs_below};
use copydesk_workspace::project::Projects;
use copydesk_workspace::records::{End, Units};
use copydesk_workspace::refused::Refused;
use copydesk_workspace::threads::ThreadPool;
use copydesk_workspace::write::{Before, Writer};

/// Lists the sources of the articles named. The exit status: nothing in an article is an error here.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn run(args: &SourcesArgs, terminal: &Terminal) -> io::Result<u8> {
    let interrupt = Interrupt::listen(args.output.is_some());
    let mut force = args.force.clone();
    // Vague sources are what is asked for, whether they are on or not.
    force.select.push(VAGUE.to_owned());
    let Some(mut projects) = terminal.open_projects(force.options(), args.reading.lang.as_deref()) else {
        return Ok(2);
    };
    let paths: Vec<PathBuf> = args.paths.iter().filter(|path| !is_stdin(path)).cloned().collect();
    let (jobs, problems) = jobs_below(&paths, &args.reading.options(), &mut projects, |_, _| ());
    terminal.tell_all(problems);
    let form = match args.format {
        SourcesFormat::Human => SourcesForm::Human,
        SourcesFormat::Json => SourcesForm::Json,
        SourcesFormat::Csv => SourcesForm::Csv,
        SourcesFormat::Html => SourcesForm::Html,
    };
    let look = if args.output.is_some() { Look::PLAIN } else { terminal.look };
    let mut run = Run { args, terminal, interrupt: &interrupt, list: SourcesList::new(form, &terminal.ui, look) };
    match &args.output {
        None => {
            terminal.hold();
            let mut out = terminal.screen(args.format == SourcesFormat::Human);
            run.write(&jobs, &mut projects, &mut out)?;
            out.flush()?;
        }
        Some(path) => {
            let written = Writer::open(path).and_then(|mut out| {
                run.write(&jobs, &mut projects, &mut out).map_err(|error| out.problem(&error))?;
                // What was interrupted is no list.
                if interrupt.status().is_none() { out.finish(Before::Any) } else { Ok(()) }
            });
            if let Err(problem) = written {
                terminal.tell(&problem);
            }
        }
    }
    Ok(interrupt.status().unwrap_or(if terminal.told() > 0 { 2 } else { 0 }))
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

struct Run<'r> {
    args: &'r SourcesArgs,
    terminal: &'r Terminal,
    interrupt: &'r Interrupt,
    list: SourcesList<'r>,
}

impl Run<'_> {
    fn limit(&self) -> u64 {
        self.args.reading.limit()
    }

    fn write(&mut self, jobs: &[Job], projects: &mut Projects, out: &mut dyn Write) -> io::Result<()> {
        self.list.begin(out)?;
        let progress = TerminalProgress::new(jobs.len());
        let pool = ThreadPool::new(self.args.jobs, &progress, self.interrupt);
        let limit = self.limit();
        for chunk in chunks(jobs) {
            match chunk {
                Chunk::Articles(chunk) => {
                    let list = &self.list;
                    let read =
                        |job: &Job| guarded(|| job.nothing(), || Ok(listed(list, job, &read_file_of(job, limit)?)));
                    let (done, ()) = pool.each(chunk.par_iter(), read, || ());
                    let Some(done) = done else { break };
                    for (job, listed) in chunk.iter().zip(done) {
                        self.take(job, listed, &pool, out)?;
                    }
                }
                Chunk::Records(job) => {
                    let units = Units::of_job(job, limit);
                    match units {
                        Ok(units) => self.records(job, units, &pool, out)?,
                        Err(problem) => self.tell(&pool, &problem)?,
                    }
                }
            }
        }
        if self.args.paths.iter().any(|path| is_stdin(path)) {
            let job = Job::to_read(&self.args.reading.options(), None, 0, true, projects);
            self.terminal.tell_all(projects.take_problems());
            if job.format.is_of_records() {
                match Units::open(&job, SourceId::Stdin(None), Box::new(io::stdin()), limit) {
                    Ok(units) => self.records(&job, units, &pool, out)?,
                    Err(problem) => self.terminal.tell(&problem),
                }
            } else {
                let id = SourceId::Stdin(None);
                let read = guarded(
                    || job.nothing(),
                    || Ok(listed(&self.list, &job, &job.decode(id.clone(), &read_stdin(&id, limit)?)?)),
                );
                self.take(&job, read, &pool, out)?;
            }
        }
        progress.finish();
        self.list.end(out)
    }

    fn tell(&self, pool: &ThreadPool<'_>, problem: &Problem) -> io::Result<()> {
        pool.suspend(|| {
            self.terminal.tell(problem);
            Ok(())
        })
    }

    /// Writes an article, or tells why it cannot be read.
    fn take(
        &mut self,
        job: &Job,
        listed: Result<io::Result<ListedSources>, Refused>,
        pool: &ThreadPool<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match listed {
            Ok(listed) => self.list.add(out, &listed?),
            Err(refused) => {
                let terminal = self.terminal;
                pool.suspend(|| {
                    terminal.tell_refused(refused, job);
                    Ok(())
                })
            }
        }
    }

    /// Lists the records of a file.
    fn records(&mut self, job: &Job, mut units: Units, pool: &ThreadPool<'_>, out: &mut dyn Write) -> io::Result<()> {
        let id = units.id().clone();
        // The list is written to while it puts further articles in words.
        let words = self.list.words();
        let end = units.each(
            pool,
            |unit| unit.read(&id, job, |article| listed(&words, job, article)),
            |unit, listed| match listed {
                _ if !unit.is_wanted(job) => Ok(()),
                Ok(listed) => self.list.add(out, &listed?),
                // Progress is suspended already while records are taken.
                Err(refused) => {
                    self.terminal.tell_refused(refused, job);
                    Ok(())
                }
            },
        )?;
        if let End::Unreadable(problem) = end {
            self.tell(pool, &problem)?;
        }
        Ok(())
    }
}

/// One article in the words of the list.
fn listed(list: &SourcesList<'_>, job: &Job, article: &Article) -> io::Result<ListedSources> {
    list.render(&article.source, &job.engine.sources(article))
}
