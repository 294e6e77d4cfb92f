//! `copydesk check`: what is to be checked, and by which rules.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::article::{Job, Task, hush_panics};
use super::interrupt::Interrupt;
use super::project::Projects;
use super::run::Run;
use super::terminal::Desk;
use super::walk::articles;
use super::write::Output;
use crate::diagnostic::Applicability;
use crate::text::{Place, Problem};

/// From this many bytes on, slower preparation of the rules pays.
const BULK: u64 = 2 << 20;

/// Checks what the arguments name. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &CheckArgs, desk: &Desk) -> io::Result<u8> {
    hush_panics();
    let wants_stdin = args.paths.iter().any(|path| path == Path::new("-"));
    let paths: Vec<PathBuf> = args.paths.iter().filter(|path| path.as_path() != Path::new("-")).cloned().collect();
    let interrupt = Interrupt::listen(!paths.is_empty() && args.fix || args.output.is_some());

    let Some(mut projects) = Projects::open(&args.force, args.lang.as_deref(), desk) else { return Ok(2) };
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
