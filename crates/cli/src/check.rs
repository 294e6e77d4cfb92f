//! `copydesk check`: what is to be checked, and by which rules.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args::{CacheArgs, CheckArgs};
use super::run::Run;
use super::terminal::Desk;
use copydesk::diagnostic::Applicability;
use copydesk::document::Format;
use copydesk::report::{Silenced, Unread};
use copydesk::text::{Place, Problem, Source, SourceId, decode_article};
use copydesk_workspace::baseline::{Baselines, FILE_NAME};
use copydesk_workspace::cache::secret::Secret;
use copydesk_workspace::cache::{Cache, FOLDER as CACHE_FOLDER};
use copydesk_workspace::disk::{real, shown_name};
use copydesk_workspace::interrupt::Interrupt;
use copydesk_workspace::job::{Job, Known, Task};
use copydesk_workspace::passed_over::{Hidden, PassedOver};
use copydesk_workspace::project::{Project, Projects};
use copydesk_workspace::read::read_file;
use copydesk_workspace::saved_tally::read_tally;
use copydesk_workspace::since::{Changes, Compared};
use copydesk_workspace::walk::{Found, Walked, articles};
use copydesk_workspace::write::Writer;

/// From this many bytes on, slower preparation of the rules pays.
const BULK: u64 = 2 << 20;
/// Up to this many bytes it pays to look into the articles before the rules are read.
const FEW: u64 = 256 << 10;

/// Checks what the arguments name. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &CheckArgs, desk: &Desk) -> io::Result<u8> {
    let wants_stdin = args.paths.iter().any(|path| path == Path::new("-"));
    let paths: Vec<PathBuf> = args.paths.iter().filter(|path| path.as_path() != Path::new("-")).cloned().collect();
    let writes = !paths.is_empty() && args.fix || args.output.is_some() || args.write_baseline.is_some();
    let interrupt = Interrupt::listen(writes);

    let Some(mut projects) = desk.open_projects(args.force.options(), args.lang.as_deref()) else { return Ok(2) };
    let changes = match (args.staged, &args.since) {
        (true, _) => Some(Changes::ask(&paths, Compared::Staged, args.changed_lines)),
        (_, Some(revision)) => Some(Changes::ask(&paths, Compared::Since(revision), args.changed_lines)),
        _ => None,
    };
    let changes = match changes.transpose() {
        Ok(changes) => changes,
        Err(problem) => {
            desk.tell(&problem);
            return Ok(2);
        }
    };
    let is_whole = changes.is_none() && paths.iter().any(|path| path.is_dir());
    let mut baselines = Baselines::new(args.write_baseline.is_some(), is_whole);
    let what = What { paths: &paths, stdin: wants_stdin, changes };
    let Plan { jobs, stdin, silenced, unread, hidden } = plan(args, desk, &mut projects, &mut baselines, &what);
    if args.write_baseline.is_some() && desk.told() > 0 {
        desk.tell(&Problem::new("no baseline was written because of these problems: it would lack what they hide"));
        return Ok(2);
    }

    let output = match args.output.as_deref().map(Writer::open).transpose() {
        Ok(output) => output,
        Err(problem) => {
            desk.tell(&problem);
            return Ok(2);
        }
    };
    let archive = match args.tally.as_deref().map(read_tally).transpose() {
        Ok(archive) => archive.map(|read| read.saved.tally),
        Err(problem) => {
            desk.tell(&problem);
            return Ok(2);
        }
    };
    // What was found before may be all that is needed.
    if let Some(job) = jobs.first().filter(|job| job.memory.is_none()) {
        projects.expected_languages().for_each(|language| job.engine.prepare(language));
    }
    let mut run = Run::new(args, desk, output, baselines, archive, (silenced, unread));
    if let Some(job) = stdin {
        run.take_stdin(&job)?;
    }
    if let Some(status) = run.check_all(&jobs, &interrupt)? {
        return Ok(status);
    }
    let mut hidden = hidden.files();
    hidden.retain(|path| projects.is_article(path) && !projects.excludes(path));
    let status = run.finish(hidden.len())?;
    if is_whole {
        let roots: Vec<PathBuf> = paths.into_iter().filter(|path| path.is_dir()).collect();
        projects.unused_overrides(&roots).into_iter().for_each(|place| desk.note_place("unused-override", place));
    }
    if args.write_baseline == Some(None)
        && args.baseline.is_none()
        && projects.governing(None).configuration.baseline.is_none()
    {
        desk.note_file("baseline-configure", FILE_NAME);
    }
    drop(jobs);
    projects.close();
    Ok(status)
}

/// What a run is about.
struct What<'w> {
    paths: &'w [PathBuf],
    stdin: bool,
    /// What changed, if only that is to be looked at.
    changes: Option<Changes>,
}

/// What is to be done, and what is left undone.
struct Plan {
    jobs: Vec<Job>,
    /// Standard input.
    stdin: Option<Job>,
    silenced: Silenced,
    unread: Vec<Unread>,
    hidden: Hidden,
}

/// What is to be checked, and how. Everything that is wrong with paths, configurations and rules is told here.
fn plan(args: &CheckArgs, desk: &Desk, projects: &mut Projects, baselines: &mut Baselines, what: &What<'_>) -> Plan {
    let mut problems = Vec::new();
    let mut passed_over = PassedOver::default();
    let Walked { mut files, hiding } = articles(
        what.paths,
        &mut |path: &Path| {
            let is_article = projects.is_article(path);
            if !is_article && !projects.excludes(path) {
                passed_over.met(path);
            }
            is_article
        },
        &mut problems,
    );
    let hidden = Hidden::ask(if what.changes.is_none() { hiding } else { Vec::new() });
    let is_article = &mut |path: &Path| projects.is_article(path);
    files.extend(what.changes.iter().flat_map(|changes| changes.gone(what.paths, is_article)));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let templates = projects.leave_out_templates(&mut files);
    if templates > 0 {
        desk.note("templates-left-out", templates);
    }
    let bytes: u64 = files.iter().map(|file| file.size).sum();
    if bytes <= FEW {
        expect_languages(args, projects, what, &files);
    }
    projects.set_bulk(bytes > BULK);
    use_cache(&args.cache, projects, bytes);
    let least = if args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
    let task = match (args.fix, args.diff) {
        (true, _) => Task::Fix(least),
        (_, true) => Task::Preview(least),
        _ => Task::Check,
    };
    let mut unread: BTreeMap<String, usize> = BTreeMap::new();
    let mut unrepaired = false;
    let reading = args.reading.options();
    files.retain(|file| {
        let is_told = !file.named || reading.input_format.is_some() || projects.format_of(&file.path).is_some();
        is_told || !passed_over.is_no_text(&file.path)
    });
    let mut faults = Vec::new();
    let mut job = |path: Option<&Path>, size: u64, named: bool| {
        let project = projects.governing(path);
        if !project.configuration.is_usable {
            *unread.entry(project.configuration.name.clone()).or_default() += 1;
            return None;
        }
        let sound = project.is_sound;
        unrepaired |= !sound && task != Task::Check;
        if let Some(path) = path
            && (!named || args.force_exclude)
            && projects.excludes(path)
        {
            projects.note_excluded(path);
            return None;
        }
        let job = Job::to_read(&reading, path, size, named, projects);
        let real = path.map(|path| projects.real_path(path));
        let changes = what.changes.as_ref().zip(real.as_deref());
        let change = changes.and_then(|(changes, real)| changes.of(real)).cloned();
        let wanted = changes.is_none() || change.is_some();
        if !wanted && !job.engine.needs_all() {
            return None;
        }
        let known = real.as_deref().filter(|_| wanted && !args.no_baseline).and_then(|real| {
            let (file, shown) = baseline_of(args, projects.governing(path))?;
            let (baseline, name) = baselines.of(&file, &shown, real, &mut faults)?;
            Some(Known { file, baseline, name })
        });
        let change = change.unwrap_or_default();
        if wanted && let Some(path) = path {
            projects.note_checked(path);
        }
        Some(Job {
            task: if sound { task } else { Task::Check },
            known,
            staged: change.staged,
            lines: change.lines.filter(|_| args.changed_lines),
            wanted,
            ..job
        })
    };
    let stdin = what.stdin.then(|| job(args.stdin_filename.as_deref(), 0, true)).flatten();
    let jobs: Vec<Job> = files.iter().filter_map(|file| job(Some(&file.path), file.size, file.named)).collect();
    if jobs.is_empty() && stdin.is_none() {
        // Nothing to check is no reason to keep quiet about a broken configuration.
        projects.governing(None);
    }
    problems.append(&mut faults);
    problems.extend(projects.take_problems());
    problems.extend(projects.command_line_problems());
    problems.extend(unread.into_iter().map(|(config, count)| {
        Problem::new(format!("articles not checked because this configuration cannot be used: {count}"))
            .at(Place::file(config))
    }));
    if unrepaired {
        problems.push(Problem::new("no fixes are applied while the configuration or a rule set has problems"));
    }
    desk.tell_all(problems);
    let silenced = projects.exceptions();
    // Of a few files that changed nobody expects to hear what else there is.
    let unread = if what.changes.is_none() { passed_over.unread(projects.languages()) } else { Vec::new() };
    Plan { jobs, stdin, silenced, unread, hidden }
}

/// Tells a run over a few articles which languages they are in, so that only those languages' rules are read.
fn expect_languages(args: &CheckArgs, projects: &mut Projects, what: &What<'_>, files: &[Found]) {
    if what.stdin || what.changes.is_some() || files.iter().any(|file| !file.named) {
        return;
    }
    let language = |file: &Found| {
        let wished = args.reading.input_format;
        let format = wished.or_else(|| Format::of_path(&file.path)).unwrap_or(Format::Text);
        let bytes = read_file(&file.path, FEW).ok().filter(|_| !format.is_of_records())?;
        let id = SourceId::File(file.path.clone());
        let text = decode_article(&bytes, args.reading.encoding, format == Format::Html).ok()?.text;
        Some(projects.languages_of(&Source::new(id, text), format))
    };
    if let Some(languages) = files.iter().map(language).collect::<Option<Vec<_>>>() {
        projects.set_languages(languages.into_iter().flatten().collect());
    }
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

/// The baseline for articles of a project, by its real path and by the name people know it by; nothing without one.
fn baseline_of(args: &CheckArgs, project: &Project) -> Option<(PathBuf, String)> {
    let named = args.baseline.as_ref().or(args.write_baseline.as_ref().and_then(Option::as_ref));
    if let Some(named) = named {
        let folder = named.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let path = named.file_name().map(|name| real(folder).join(name))?;
        return Some((path, named.to_string_lossy().into_owned()));
    }
    let new = || {
        let folder = project.configuration.folder.clone().unwrap_or_else(|| real(Path::new(".")));
        args.write_baseline.is_some().then(|| folder.join(FILE_NAME))
    };
    let path = project.configuration.baseline.clone().or_else(new)?;
    let shown = shown_name(&path);
    Some((path, shown))
}
