//! `copydesk check`: plans the run, checks in parallel, reports in order of path.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use super::args::{CheckArgs, Format as Form};
use super::article::{Examined, Job, Task, examine, examine_file, guarded, hush_panics, too_large, unreadable};
use super::interrupt::Interrupt;
use super::project::Projects;
use super::read::read_limited;
use super::terminal::{Desk, is_watched};
use super::walk::articles;
use super::write::Output;
use crate::diagnostic::Applicability;
use crate::report::{
    Article, Bidi, Concise, Human, Json, JsonLines, Look, Reporter, Summary, write_diff, write_statistics,
};
use crate::text::{Place, Problem, SourceId, decode};

/// From this many bytes on, slower preparation of the rules pays.
const BULK: u64 = 2 << 20;
/// Articles and bytes that are checked before anything of them is printed.
const CHUNK: (usize, u64) = (1024, 64 << 20);
/// A run that takes longer shows how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// Checks what the arguments name. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &CheckArgs, desk: &Desk) -> io::Result<u8> {
    hush_panics();
    let wants_stdin = args.paths.iter().any(|path| path == Path::new("-"));
    let paths: Vec<PathBuf> = args.paths.iter().filter(|path| path.as_path() != Path::new("-")).cloned().collect();
    let interrupt = Interrupt::listen(!paths.is_empty() && args.fix || args.output.is_some());

    let mut projects = match Projects::new(&args.force, args.lang.as_deref()) {
        Ok(projects) => projects,
        Err(problem) => {
            desk.tell(&problem);
            return Ok(2);
        }
    };
    let (jobs, stdin) = plan(args, desk, &mut projects, &paths, wants_stdin);

    let output = match args.output.as_deref().map(Output::open).transpose() {
        Ok(output) => output,
        Err(problem) => {
            desk.tell(&problem);
            return Ok(2);
        }
    };
    let mut run = Run::new(args, desk, output);
    if let Some(job) = stdin {
        run.take_stdin(&job)?;
    }
    if let Some(status) = run.check_all(&jobs, &interrupt)? {
        return Ok(status);
    }
    run.finish()
}

/// What is to be checked, and how. Everything that is wrong with paths, configurations and rules is told here.
fn plan(
    args: &CheckArgs,
    desk: &Desk,
    projects: &mut Projects<'_>,
    paths: &[PathBuf],
    wants_stdin: bool,
) -> (Vec<Job>, Option<Job>) {
    let mut problems = Vec::new();
    let files = articles(paths, &mut problems);
    projects.set_bulk(files.iter().map(|file| file.size).sum::<u64>() > BULK);
    let least = if args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
    let task = match (args.fix, args.diff) {
        (true, _) => Task::Fix(least),
        (_, true) => Task::Preview(least),
        _ => Task::Check,
    };
    let mut unread: BTreeMap<String, usize> = BTreeMap::new();
    let mut unrepaired = false;
    let mut job = |path: Option<&Path>, size: u64, named: bool| {
        let project = projects.governing(path);
        if !project.usable {
            *unread.entry(project.name.clone()).or_default() += 1;
            return None;
        }
        let sound = project.sound;
        unrepaired |= !sound && task != Task::Check;
        if let Some(path) = path
            && (!named || args.force_exclude)
            && projects.excludes(path)
        {
            return None;
        }
        let task = if sound { task } else { Task::Check };
        let path = path.map(Path::to_owned);
        Some(Job { engine: projects.engine(path.as_deref()), path: path.unwrap_or_default(), size, named, task })
    };
    let stdin = wants_stdin.then(|| job(args.stdin_filename.as_deref(), 0, true)).flatten();
    let jobs: Vec<Job> = files.iter().filter_map(|file| job(Some(&file.path), file.size, file.named)).collect();
    if jobs.is_empty() && stdin.is_none() {
        // Nothing to check is no reason to keep quiet about a broken configuration.
        projects.governing(None);
    }
    problems.extend(projects.take_problems());
    problems.extend(projects.command_line_problems());
    problems.extend(unread.into_iter().map(|(config, count)| {
        Problem::new(format!("articles not checked, because this configuration cannot be used: {count}"))
            .at(Place::file(config))
    }));
    if unrepaired {
        problems.push(Problem::new("nothing is repaired while the configuration or a rule set has problems"));
    }
    desk.tell_all(&problems);
    (jobs, stdin)
}

/// A run under way.
struct Run<'a> {
    args: &'a CheckArgs,
    desk: &'a Desk,
    reporter: Box<dyn Reporter>,
    out: BufWriter<Target>,
    summary: Summary,
}

/// Where findings go.
enum Target {
    Stdout(io::Stdout),
    /// Standard output carries the repaired text.
    Stderr(io::Stderr),
    File(Output),
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Stderr(out) => out.write(bytes),
            Self::File(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Stderr(out) => out.flush(),
            Self::File(out) => out.flush(),
        }
    }
}

impl<'a> Run<'a> {
    fn new(args: &'a CheckArgs, desk: &'a Desk, output: Option<Output>) -> Self {
        let plain = Look { colour: false, bidi: Bidi::Plain };
        let look = if output.is_some() { plain } else { desk.look };
        let tag = || desk.ui.tag.clone();
        let reporter: Box<dyn Reporter> = match args.format {
            Form::Human => Box::new(Human { ui: desk.ui.clone(), look, statistics: args.statistics }),
            Form::Concise => Box::new(Concise { ui: tag() }),
            Form::Json => Box::new(Json::new(tag())),
            Form::Jsonl => Box::new(JsonLines { ui: tag() }),
        };
        let stdin_is_repaired = args.fix && args.paths.iter().any(|path| path == Path::new("-"));
        let target = match output {
            Some(output) => Target::File(output),
            None if stdin_is_repaired => Target::Stderr(io::stderr()),
            None => Target::Stdout(io::stdout()),
        };
        let repaired = (args.fix || args.diff).then_some(0);
        let summary = Summary { repaired, ..Summary::default() };
        Self { args, desk, reporter, out: BufWriter::new(target), summary }
    }

    fn limit(&self) -> u64 {
        self.args.max_file_size << 20
    }

    fn take_stdin(&mut self, job: &Job) -> io::Result<()> {
        let id = SourceId::Stdin(self.args.stdin_filename.clone());
        let limit = self.limit();
        let mut stored = None;
        let examined = guarded(&id.name(), || {
            let bytes = read_limited(io::stdin().lock(), limit, 0).map_err(|error| unreadable(&id, &error))?;
            let bytes = bytes.ok_or_else(|| too_large(&id, limit))?;
            stored = Some(bytes.clone());
            Ok(examine(&job.engine, crate::text::Source::new(id.clone(), decode(&id, bytes)?), job.task))
        });
        if self.args.fix {
            // A filter hands on what it cannot repair.
            let repaired = examined.as_ref().ok().and_then(|examined| examined.preview.clone());
            let bytes = repaired.map_or(stored.unwrap_or_default(), String::into_bytes);
            let mut out = io::stdout().lock();
            out.write_all(&bytes)?;
            out.flush()?;
        }
        let examined = examined.map(|examined| match examined.preview {
            // What is left is about the repaired text.
            Some(text) if self.args.fix => {
                Examined { source: crate::text::Source::new(id, text), preview: None, ..examined }
            }
            preview => Examined { preview, ..examined },
        });
        self.take(examined)
    }

    /// Checks every file; the exit status, if the run was interrupted.
    fn check_all(&mut self, jobs: &[Job], interrupt: &Interrupt) -> io::Result<Option<u8>> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.args.jobs).build().map_err(io::Error::other)?;
        let bar = ProgressBar::with_draw_target(Some(jobs.len() as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len}") {
            bar.set_style(style);
        }
        let begun = Instant::now();
        let limit = self.limit();
        let mut rest = jobs;
        while !rest.is_empty() {
            let (chunk, later) = rest.split_at(chunk_length(rest));
            rest = later;
            let work = |job: &Job| {
                let done = interrupt.status().is_none().then(|| examine_file(job, limit));
                bar.inc(1);
                done
            };
            let examined: Vec<_> = pool.install(|| chunk.par_iter().map(work).collect());
            // Lines that are printed and the bar must not share a line of the terminal.
            bar.suspend(|| examined.into_iter().flatten().try_for_each(|examined| self.take(examined)))?;
            if interrupt.status().is_some() {
                self.out.flush()?;
                return Ok(interrupt.status());
            }
            if bar.is_hidden() && begun.elapsed() > PATIENCE && is_watched() {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
        }
        bar.finish_and_clear();
        Ok(None)
    }

    fn take(&mut self, examined: Result<Examined, Problem>) -> io::Result<()> {
        let examined = match examined {
            Ok(examined) => examined,
            Err(problem) => {
                self.out.flush()?;
                self.desk.tell(&problem);
                return Ok(());
            }
        };
        self.summary.add(&examined.found);
        if let Some(repaired) = &mut self.summary.repaired {
            *repaired += examined.repaired;
        }
        if self.args.diff {
            if let Some(after) = &examined.preview {
                let look =
                    if self.args.output.is_some() { Look { colour: false, bidi: Bidi::Plain } } else { self.desk.look };
                write_diff(&mut self.out, &examined.source.id.name(), examined.source.text(), after, look)?;
            }
        } else {
            let article =
                Article { source: &examined.source, language: &examined.language.tag, found: &examined.found };
            self.reporter.article(&mut self.out, article)?;
        }
        if let Some(problem) = &examined.problem {
            self.out.flush()?;
            self.desk.tell(problem);
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<u8> {
        self.summary.problems = self.desk.told();
        if self.args.diff {
            let repaired = self.summary.repaired.unwrap_or(0);
            self.desk.note("would-repair", repaired);
        } else {
            self.reporter.finish(&mut self.out, &self.summary)?;
            if self.args.statistics && self.args.format == Form::Concise {
                write_statistics(&mut self.out, &self.summary)?;
            }
            if self.args.format != Form::Human && self.summary.articles == 0 && self.summary.problems == 0 {
                self.desk.note("no-articles", 0);
            }
        }
        self.out.flush()?;
        if let Target::File(output) = self.out.into_inner().map_err(io::IntoInnerError::into_error)? {
            output.finish()?;
        }
        let would_change = self.args.diff && self.summary.repaired.unwrap_or(0) > 0;
        let fails = self.summary.by_severity.keys().any(|&severity| self.args.fail_on.fails(severity)) || would_change;
        Ok(if self.summary.problems > 0 { 2 } else { u8::from(fails) })
    }
}

/// How many jobs make the next chunk.
fn chunk_length(jobs: &[Job]) -> usize {
    let mut bytes = 0;
    let fits = |job: &&Job| {
        bytes += job.size;
        bytes <= CHUNK.1
    };
    jobs.iter().take(CHUNK.0).take_while(fits).count().max(1)
}
