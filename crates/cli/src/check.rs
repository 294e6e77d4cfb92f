//! `copydesk check`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args::{CacheArgs, CheckArgs, Format};
use super::plan::{Plan, What, plan};
use super::reporter::reporter;
use super::run::Run;
use super::terminal::Terminal;
use super::{settings, watch};
use copydesk::document::{Format as InputFormat, RecordFormat};
use copydesk::kinds::Purpose;
use copydesk::linter::ReadFrom;
use copydesk::report::Summary;
use copydesk::text::Problem;
use copydesk_workspace::baseline::{Baselines, FILE_NAME};
use copydesk_workspace::cache::secret::Secret;
use copydesk_workspace::cache::{Cache, FOLDER as CACHE_FOLDER};
use copydesk_workspace::interrupt::Interrupt;
use copydesk_workspace::project::Projects;
use copydesk_workspace::saved_tally::read_tally;
use copydesk_workspace::since::{Changes, Compared};
use copydesk_workspace::write::Writer;

/// From this many bytes on, a cache pays.
const BULK: u64 = 2 << 20;

/// Checks what the arguments name. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &CheckArgs, terminal: &Terminal) -> io::Result<u8> {
    if args.quiet {
        terminal.hush();
    }
    let has_files = args.paths.iter().any(|path| path != Path::new("-"));
    let writes = has_files && args.writes_articles() || args.output.is_some() || args.write_baseline.is_some();
    let interrupt = Interrupt::listen(writes);
    if let Some(problem) = mistaken(args) {
        terminal.tell(&problem);
        return not_begun(args, terminal);
    }
    match args.watch {
        true => watch::run(args, terminal, &interrupt),
        false => once(args, terminal, &interrupt, &mut ReadFrom::default()),
    }
}

/// Checks once. Where configurations were read from becomes `read_from`.
///
/// # Errors
/// As for [`run`].
pub fn once(args: &CheckArgs, terminal: &Terminal, interrupt: &Interrupt, read_from: &mut ReadFrom) -> io::Result<u8> {
    let paths: Vec<PathBuf> = args.paths.iter().filter(|path| path.as_path() != Path::new("-")).cloned().collect();

    let Some(mut projects) = terminal.open_projects(args.force.options(), args.reading.lang.as_deref()) else {
        return not_begun(args, terminal);
    };
    if args.format() == Format::Sarif {
        // It carries the explanations.
        projects.set_purpose(Purpose::Explain);
    }
    let changes = match (args.staged, &args.since) {
        (true, _) => Some(Changes::ask(&paths, Compared::Staged, args.changed_lines)),
        (_, Some(revision)) => Some(Changes::ask(&paths, Compared::Since(revision), args.changed_lines)),
        _ => None,
    };
    let changes = match changes.transpose() {
        Ok(changes) => changes,
        Err(problem) => {
            terminal.tell(&problem);
            return not_begun(args, terminal);
        }
    };
    let is_whole = changes.is_none() && paths.iter().any(|path| path.is_dir());
    let mut baselines = Baselines::new(args.write_baseline.is_some(), is_whole).begun_if_missing(args.add_ignore);
    let what = What { paths: &paths, stdin: args.wants_stdin(), changes };
    let Plan { jobs, stdin, silenced, unread, hidden } = plan(args, terminal, &mut projects, &mut baselines, &what);
    *read_from = projects.read_from();
    if args.write_baseline.is_some() && terminal.told() > 0 {
        terminal.tell(&Problem::new("no baseline was written because of these problems: it would lack what they hide"));
        return not_begun(args, terminal);
    }

    if args.show_files || args.show_settings {
        let all = || stdin.iter().chain(&jobs);
        if args.show_files {
            settings::show_files(terminal, all())?;
        } else {
            settings::show_settings(terminal, &mut projects, all())?;
        }
        return Ok(if terminal.told() > 0 { 2 } else { 0 });
    }
    if args.verbose {
        settings::tell(terminal, &mut projects, stdin.iter().chain(&jobs));
    }
    let output = match args.output.as_deref().map(Writer::open).transpose() {
        Ok(output) => output,
        Err(problem) => {
            terminal.tell(&problem);
            return not_begun(args, terminal);
        }
    };
    let archive = match args.tally.as_deref().map(read_tally).transpose() {
        Ok(archive) => archive.map(|read| read.saved.into_sum()),
        Err(problem) => {
            terminal.tell(&problem);
            return not_begun(args, terminal);
        }
    };
    // What was found before may be all that is needed.
    if let Some(job) = jobs.first().filter(|job| job.memory.is_none()) {
        projects.expected_languages().for_each(|language| job.engine.prepare(language));
    }
    let mut run = Run::new(args, terminal, output, baselines, archive, (silenced, unread));
    if let Some(job) = stdin {
        run.take_stdin(&job)?;
    }
    if let Some(status) = run.check_all(&jobs, interrupt)? {
        return Ok(status);
    }
    let mut hidden = hidden.files();
    hidden.retain(|path| projects.is_article(path) && !projects.excludes(path));
    let (status, added) = run.finish(hidden.len())?;
    if is_whole {
        let roots: Vec<PathBuf> = paths.into_iter().filter(|path| path.is_dir()).collect();
        projects.unused_overrides(&roots).into_iter().for_each(|place| terminal.note_place("unused-override", place));
    }
    if (args.write_baseline == Some(None) || added > 0)
        && args.baseline.is_none()
        && projects.governing(None).configuration.baseline.is_none()
    {
        terminal.note_file("baseline-configure", FILE_NAME);
    }
    drop(jobs);
    projects.close();
    Ok(status)
}

/// What of the arguments does not go together, where that is more than that two of them stand there.
fn mistaken(args: &CheckArgs) -> Option<Problem> {
    if !args.keep.is_empty() && ![Format::Json, Format::Jsonl, Format::Events].contains(&args.format()) {
        let problem =
            Problem::new("--keep copies members of records to findings, and this format has no place for them");
        return Some(problem.with_help("add --format json, jsonl or events"));
    }
    if !args.stream {
        return None;
    }
    if args.paths.iter().any(|path| path.as_path() != Path::new("-")) {
        let problem = Problem::new("--stream reads standard input, and files were named");
        return Some(problem.with_help("name '-', or leave --stream out"));
    }
    if args.format() != Format::Events {
        let problem = Problem::new("--stream answers in lines of --format events, and another format was asked for");
        return Some(problem.with_help("leave --format or --stream out"));
    }
    let is_of_lines = |format| format == InputFormat::Records(RecordFormat::JsonLines);
    let is_other = args.reading.input_format.is_some_and(|format| !is_of_lines(format));
    is_other.then(|| {
        Problem::new("--stream reads a record a line, and another --input-format was asked for")
            .with_help("leave --input-format or --stream out")
    })
}

/// Ends a run that could not begin, after its problems were told. Where the report has a place for them, they are told there, too.
/// The exit status.
fn not_begun(args: &CheckArgs, terminal: &Terminal) -> io::Result<u8> {
    if args.output.is_none() && args.format() == Format::Events {
        let mut reporter = reporter(args, terminal, terminal.look);
        let mut out = io::stdout().lock();
        terminal.take_unwritten().iter().try_for_each(|problem| reporter.problem(&mut out, problem))?;
        reporter.finish(&mut out, &Summary { problems: terminal.told(), ..Summary::default() })?;
    }
    Ok(2)
}

/// Lets a run use the cache: beside the configuration that governs the current folder, or in the current folder. It is begun
/// when there is enough work to save, and kept under a secret of the user's own; where that cannot be had, there is none.
/// `bytes` is the size of all articles.
pub fn use_cache(args: &CacheArgs, projects: &mut Projects, bytes: u64) {
    if args.no_cache {
        return;
    }
    let cache = args.cache_dir.clone().or_else(|| {
        let folder = projects.home().join(CACHE_FOLDER);
        // A link that came with the repository could lead anywhere.
        let there = fs::symlink_metadata(&folder).ok();
        there.map_or(bytes > BULK, |there| there.is_dir()).then_some(folder)
    });
    projects.set_cache(cache.and_then(|folder| Cache::open(folder, Secret::of_user()?)));
}
