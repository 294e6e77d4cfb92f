//! `copydesk blocks`: how copydesk takes an article apart.

use std::io::{self, Write};

use super::args::{BlocksArgs, BlocksFormat};
use super::article::{guarded, hush_panics, read_source, source_of};
use super::crew::Crew;
use super::interrupt::Interrupt;
use super::job::Job;
use super::project::Projects;
use super::read::read_limited;
use super::records::{End, Units};
use super::terminal::Desk;
use crate::document;
use crate::report::{Ui, write_blocks, write_blocks_json};
use crate::text::{Problem, Source, SourceId, path_name};

/// Shows the blocks of the articles named. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &BlocksArgs, desk: &Desk) -> io::Result<u8> {
    hush_panics();
    let interrupt = Interrupt::listen(false);
    let Some(mut projects) = Projects::open(&args.force, args.lang.as_deref(), desk) else { return Ok(2) };
    let limit = args.max_file_size << 20;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for path in &args.paths {
        let stdin = path.as_os_str() == "-";
        let job =
            Job::to_read(&args.reading, Some(path).filter(|_| !stdin).map(|path| &**path), 0, true, &mut projects);
        desk.tell_all(&projects.take_problems());
        let shown = if job.format.is_of_records() {
            let units = if stdin {
                Units::open(&job, SourceId::Stdin(None), Box::new(io::stdin()), limit)
            } else {
                Units::of_job(&job, limit)
            };
            match units {
                Ok(units) => records(args, desk, &job, units, &interrupt, &mut out)?,
                Err(problem) => Err(problem),
            }
        } else {
            let source = if stdin { read_stdin(&job, limit) } else { read_source(&job, limit) };
            match source.and_then(|source| guarded(&path_name(path), || blocks_of(args, &desk.ui, &job, &source))) {
                Ok(text) => {
                    out.write_all(&text)?;
                    Ok(())
                }
                Err(problem) => Err(problem),
            }
        };
        if let Err(problem) = shown {
            desk.tell(&problem);
        }
    }
    out.flush()?;
    Ok(if desk.told() > 0 { 2 } else { 0 })
}

fn read_stdin(job: &Job, limit: u64) -> Result<Source, Problem> {
    let id = SourceId::Stdin(None);
    let bytes = read_limited(io::stdin().lock(), limit, 0).map_err(|error| super::article::unreadable(&id, &error))?;
    let bytes = bytes.ok_or_else(|| super::article::too_large(&id, limit))?;
    source_of(job, id, &bytes)
}

/// The blocks of one article as they are to be printed.
fn blocks_of(args: &BlocksArgs, ui: &Ui, job: &Job, source: &Source) -> Result<Vec<u8>, Problem> {
    let document = document::parse(source, job.format_of(source), &job.engine.reading());
    let mut text = Vec::new();
    let written = match args.format {
        BlocksFormat::Human => write_blocks(&mut text, &document, ui),
        BlocksFormat::Jsonl => write_blocks_json(&mut text, &document),
    };
    written.map_err(|error| super::article::unreadable(&source.id, &error))?;
    Ok(text)
}

/// Shows the blocks of every record of a file.
fn records(
    args: &BlocksArgs,
    desk: &Desk,
    job: &Job,
    mut units: Units,
    interrupt: &Interrupt,
    out: &mut dyn Write,
) -> io::Result<Result<(), Problem>> {
    let crew = Crew::new(1, 1, interrupt);
    let id = units.id().clone();
    let ui = &desk.ui;
    let end = units.each(
        &crew,
        |unit| unit.read(&id, job, |source| blocks_of(args, ui, job, source)),
        |unit, text| match text {
            _ if !unit.is_wanted(job) => Ok(()),
            Ok(text) => out.write_all(&text),
            Err(problem) => {
                desk.tell(&problem);
                Ok(())
            }
        },
    )?;
    crew.bar.finish_and_clear();
    Ok(match end {
        End::Unreadable(problem) => Err(problem),
        End::Reached | End::Interrupted => Ok(()),
    })
}
