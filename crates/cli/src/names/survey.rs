//! `copydesk names [PATH…]`: how an archive spells its names.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::propose::propose;
use super::{review, save};
use crate::args::{ForceArgs, SurveyArgs, SurveyFormat};
use crate::check::use_cache;
use crate::progress::TerminalProgress;
use crate::terminal::Terminal;
use copydesk::engine::Engine;
use copydesk::kinds::{Facts, NAMES, Tally};
use copydesk::names::{Cluster, NameTally};
use copydesk::report::tally::SavedTally;
use copydesk::report::{Look, Survey, SurveyForm, write_survey};
use copydesk::text::{Problem, SourceId};
use copydesk_workspace::article::{survey_file, survey_stdin};
use copydesk_workspace::interrupt::Interrupt;
use copydesk_workspace::job::{Chunk, Job, chunks, jobs_below};
use copydesk_workspace::part::Parts;
use copydesk_workspace::project::Projects;
use copydesk_workspace::records::{End, Units};
use copydesk_workspace::refused::Refused;
use copydesk_workspace::saved_tally::read_tally;
use copydesk_workspace::threads::ThreadPool;
use copydesk_workspace::walk::plain;
use copydesk_workspace::write::{Before, Writer};

/// Surveys articles, or a saved tally; then shows the survey, or adds to a stylebook. The exit status.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn run(args: &SurveyArgs, terminal: &Terminal) -> io::Result<u8> {
    let interrupt = Interrupt::listen(true);
    let force = with_stylebook(args);
    let Some(mut projects) = terminal.open_projects(force.options(), args.reading.lang.as_deref()) else {
        return Ok(2);
    };
    let mut before = Before::Any;
    let mut surveyed = Vec::new();
    let saved = match &args.tally {
        Some(path) => {
            let read = read_tally(path).map_err(|problem| terminal.tell(&problem)).ok();
            let Some(read) = read else { return Ok(2) };
            before = args.save_tally.as_ref().map_or(before, |target| read.before(path, target));
            read.saved
        }
        None => {
            let prepare = |projects: &mut Projects, bytes| use_cache(&args.cache, projects, bytes);
            let options = args.reading.options();
            let is_stdin = |path: &Path| path == Path::new("-");
            let paths: Vec<PathBuf> = args.paths.iter().filter(|path| !is_stdin(path)).cloned().collect();
            let (jobs, problems) = jobs_below(&paths, &options, &mut projects, prepare);
            terminal.tell_all(problems);
            let stdin = args.paths.iter().any(|path| is_stdin(path));
            let is_usable = !stdin || projects.governing(None).configuration.is_usable;
            let stdin = (stdin && is_usable).then(|| Job::to_read(&options, None, 0, true, &mut projects));
            terminal.tell_all(projects.take_problems());
            let tally = match collect(args, terminal, (&jobs, stdin.as_ref()), &interrupt)? {
                Ok(tally) => SavedTally::of_survey(tally),
                Err(status) => return Ok(status),
            };
            surveyed = jobs;
            tally
        }
    };
    let engine = projects.engine(None);
    terminal.tell_all(projects.take_problems());
    if let Some(path) = &args.save_tally
        && let Err(problem) = save(path, &saved, before)?
    {
        terminal.tell(&problem);
    }
    let is_output_taken = args.save_tally.as_deref() == Some(Path::new("-"));
    if is_output_taken && args.write.is_none() && args.output.is_none() {
        // Standard output holds the tally, and nothing else.
        return Ok(if terminal.told() > 0 { 2 } else { 0 });
    }
    let no_names = NameTally::default();
    let sum = saved.into_sum();
    let survey = Survey::of(&engine, sum.shared(&NAMES).unwrap_or(&no_names), args.min_count);
    match &args.write {
        Some(path) if args.review && terminal.told() == 0 => {
            review::run(args, path, terminal, &engine, &survey.clusters, &surveyed, &interrupt)?;
            if let Some(status) = interrupt.status() {
                return Ok(status);
            }
        }
        Some(path) => write_stylebook(path, terminal, &engine, &survey.clusters),
        None => show(args, terminal, &survey)?,
    }
    Ok(if terminal.told() > 0 { 2 } else { 0 })
}

/// The stylebook that is to be written is the one whose decisions count.
fn with_stylebook(args: &SurveyArgs) -> ForceArgs {
    let mut force = args.force.clone();
    if let Some(path) = args.write.as_ref().filter(|path| path.exists()) {
        force.stylebook = Some(path.clone());
    }
    force
}

/// Reads every article and adds up its names and headlines; the exit status, if the run was interrupted.
fn collect(
    args: &SurveyArgs,
    terminal: &Terminal,
    (jobs, stdin): (&[Job], Option<&Job>),
    interrupt: &Interrupt,
) -> io::Result<Result<Tally, u8>> {
    let limit = args.reading.limit();
    let roots: Vec<PathBuf> = args.paths.iter().filter(|path| path.is_dir()).map(|path| plain(path)).collect();
    let progress = TerminalProgress::new(jobs.len());
    let pool = ThreadPool::new(args.jobs, &progress, interrupt);
    let mut tally = Tally::default();
    let mut parts = Parts::default();
    let mut folder: (PathBuf, Arc<str>) = Default::default();
    let mut waiting = Vec::new();
    let mut take = |tally: &mut Tally, done: Vec<(&Job, Result<Facts, Refused>)>| -> io::Result<()> {
        for (job, facts) in done {
            // Articles of one folder come one after another.
            let parent = job.path.parent().unwrap_or(Path::new(""));
            if folder.0 != parent || folder.1.is_empty() {
                folder = (parent.to_owned(), folder_of(&job.path, &roots));
            }
            match facts {
                Ok(facts) => tally.add(&facts, &folder.1),
                Err(refused) => told(&pool, || terminal.tell_refused(refused, job))?,
            }
        }
        Ok(())
    };
    for chunk in chunks(jobs) {
        let chunk = match chunk {
            Chunk::Articles(chunk) => chunk,
            Chunk::Records(job) => {
                let folder = folder_of(&job.path, &roots);
                let mut part = Tally::default();
                let units = Units::of_job(job, limit);
                if !add_records(terminal, (job, units), &pool, &mut |facts| part.add(&facts, &folder))? {
                    break;
                }
                parts.add(&mut tally, part);
                continue;
            }
        };
        let before = std::mem::take(&mut waiting);
        let (done, taken) = pool.each(chunk.par_iter(), |job| survey_file(job, limit), || take(&mut tally, before));
        taken?;
        let Some(done) = done else { break };
        waiting = chunk.iter().zip(done).collect();
    }
    take(&mut tally, waiting)?;
    if let Some(job) = stdin {
        let (id, folder) = (SourceId::Stdin(None), Arc::from("."));
        if job.format.is_of_records() {
            let mut part = Tally::default();
            let units = Units::open(job, id, Box::new(io::stdin()), limit);
            add_records(terminal, (job, units), &pool, &mut |facts| part.add(&facts, &folder))?;
            parts.add(&mut tally, part);
        } else {
            match survey_stdin(job, &id, limit) {
                Ok(facts) => tally.add(&facts, &folder),
                Err(refused) => told(&pool, || terminal.tell_refused(refused, job))?,
            }
        }
    }
    progress.finish();
    if parts.repeated > 0 {
        terminal.note("parts-repeated", parts.repeated);
    }
    Ok(interrupt.status().map_or(Ok(tally), Err))
}

/// Says something while nothing shows how far the survey is.
fn told(pool: &ThreadPool<'_>, say: impl FnOnce()) -> io::Result<()> {
    pool.suspend(|| {
        say();
        Ok(())
    })
}

/// Gives the names and headlines of every record of a file to `take`; whether it was not interrupted.
fn add_records(
    terminal: &Terminal,
    (job, units): (&Job, Result<Units, Problem>),
    pool: &ThreadPool<'_>,
    take: &mut dyn FnMut(Facts),
) -> io::Result<bool> {
    let end = match units {
        Ok(mut units) => {
            let id = units.id().clone();
            units.each(
                pool,
                |unit| unit.survey(&id, job),
                |_, facts| {
                    facts.map_or_else(|refused| terminal.tell_refused(refused, job), &mut *take);
                    Ok(())
                },
            )?
        }
        Err(problem) => End::Unreadable(problem),
    };
    if let End::Unreadable(problem) = &end {
        told(pool, || terminal.tell(problem))?;
    }
    Ok(!matches!(end, End::Interrupted))
}

/// The folder right below the one that was named, as far as there is one. Where in the whole system a file stands that was named
/// itself tells nothing of the archive.
fn folder_of(path: &Path, roots: &[PathBuf]) -> Arc<str> {
    let path = plain(path);
    let below =
        roots.iter().filter_map(|root| path.strip_prefix(root).ok()).min_by_key(|rest| rest.components().count());
    let path = below.or_else(|| Some(&*path).filter(|path| path.is_relative()));
    let mut parts = path.unwrap_or(Path::new("")).components();
    let first = parts.next().filter(|_| parts.next().is_some());
    first.map_or_else(|| ".".into(), |folder| folder.as_os_str().to_string_lossy().into())
}

fn show(args: &SurveyArgs, terminal: &Terminal, survey: &Survey) -> io::Result<()> {
    let form = match args.format {
        SurveyFormat::Human => SurveyForm::Human,
        SurveyFormat::Json => SurveyForm::Json,
        SurveyFormat::Csv => SurveyForm::Csv,
        SurveyFormat::Html => SurveyForm::Html,
    };
    let Some(path) = &args.output else {
        let mut out = terminal.screen(args.format == SurveyFormat::Human);
        write_survey(&mut out, survey, form, &terminal.ui, terminal.look)?;
        return out.flush();
    };
    let look = Look::PLAIN;
    let written = Writer::open(path).and_then(|mut out| {
        write_survey(&mut out, survey, form, &terminal.ui, look).map_err(|error| out.problem(&error))?;
        out.finish(Before::Any)
    });
    if let Err(problem) = written {
        terminal.tell(&problem);
    }
    Ok(())
}

/// Adds what is new to a stylebook. One with faults is left alone: what it decides is not known.
fn write_stylebook(path: &Path, terminal: &Terminal, engine: &Engine, clusters: &[Cluster]) {
    if terminal.told() > 0 {
        terminal.note("stylebook-left", 0);
        return;
    }
    match propose(path, engine.languages(), clusters) {
        Ok(added) => {
            terminal.note("stylebook-names", added.names);
            terminal.note("stylebook-spellings", added.spellings);
        }
        Err(problem) => terminal.tell(&problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_below_the_one_named_counts() {
        let of = |path: &str, roots: &[&str]| {
            let roots: Vec<PathBuf> = roots.iter().map(|root| plain(Path::new(root))).collect();
            folder_of(Path::new(path), &roots).to_string()
        };
        assert_eq!(of("news/2020/may/a.txt", &["news"]), "2020");
        assert_eq!(of("news/a.txt", &["./news"]), ".");
        assert_eq!(of("2020/a.txt", &["."]), "2020");
        assert_eq!(of("a/b/c.txt", &["a", "a/b"]), ".");
        assert_eq!(of("a.txt", &[]), ".");
        assert_eq!(of("/tmp/attempt/part.jsonl", &[]), ".");
    }
}
