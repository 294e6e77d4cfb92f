//! `copydesk blocks`: how copydesk takes an article apart.

use std::io::{self, Write};

use super::args::{BlocksArgs, BlocksFormat};
use super::terminal::Terminal;
use copydesk::document::{self, Article};
use copydesk::report::{Ui, write_blocks, write_blocks_json};
use copydesk::text::{Problem, SourceId};
use copydesk_workspace::article::{guarded, read_file_of, read_stdin, unreadable};
use copydesk_workspace::interrupt::Interrupt;
use copydesk_workspace::job::Job;
use copydesk_workspace::records::{End, Units};
use copydesk_workspace::refused::Refused;
use copydesk_workspace::threads::ThreadPool;

/// Shows the blocks of the articles named. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &BlocksArgs, terminal: &Terminal) -> io::Result<u8> {
    let interrupt = Interrupt::listen(false);
    let Some(mut projects) = terminal.open_projects(args.force.options(), args.reading.lang.as_deref()) else {
        return Ok(2);
    };
    let limit = args.reading.limit();
    let reading = args.reading.options();
    terminal.hold();
    let mut out = terminal.screen(args.format == BlocksFormat::Human);
    for path in &args.paths {
        let stdin = path.as_os_str() == "-";
        let job = Job::to_read(&reading, Some(path).filter(|_| !stdin).map(|path| &**path), 0, true, &mut projects);
        terminal.tell_all(projects.take_problems());
        if job.format.is_of_records() {
            let units = if stdin {
                Units::open(&job, SourceId::Stdin(None), Box::new(io::stdin()), limit)
            } else {
                Units::of_job(&job, limit)
            };
            match units {
                Ok(units) => records(args, terminal, &job, units, &interrupt, &mut out)?,
                Err(problem) => terminal.tell(&problem),
            }
        } else {
            let id = SourceId::Stdin(None);
            let stdin_article = || Ok(job.decode(id.clone(), &read_stdin(&id, limit)?)?);
            let article = if stdin { stdin_article() } else { read_file_of(&job, limit) };
            let blocks = |article: Article| {
                guarded(
                    || article.source.with_text(""),
                    || blocks_of(args, &terminal.ui, &job, &article).map_err(Refused::Problem),
                )
            };
            match article.and_then(blocks) {
                Ok(text) => out.write_all(&text)?,
                Err(refused) => terminal.tell_refused(refused, &job),
            }
        }
    }
    out.flush()?;
    Ok(if terminal.told() > 0 { 2 } else { 0 })
}

/// The blocks of one article as they are to be printed.
fn blocks_of(args: &BlocksArgs, ui: &Ui, job: &Job, article: &Article) -> Result<Vec<u8>, Problem> {
    let document = document::parse(&article.source, article.format, &job.engine.reading());
    let mut text = Vec::new();
    let written = match args.format {
        BlocksFormat::Human => write_blocks(&mut text, &document, ui),
        BlocksFormat::Jsonl => write_blocks_json(&mut text, &document),
    };
    written.map_err(|error| unreadable(&article.source.id, &error))?;
    Ok(text)
}

/// Shows the blocks of every record of a file.
fn records(
    args: &BlocksArgs,
    terminal: &Terminal,
    job: &Job,
    mut units: Units,
    interrupt: &Interrupt,
    out: &mut dyn Write,
) -> io::Result<()> {
    let pool = ThreadPool::new(1, &(), interrupt);
    let id = units.id().clone();
    let ui = &terminal.ui;
    let end = units.each(
        &pool,
        |unit| unit.read(&id, job, |article| blocks_of(args, ui, job, article)),
        |unit, text| match text {
            _ if !unit.is_wanted(job) => Ok(()),
            Ok(Ok(text)) => out.write_all(&text),
            Ok(Err(problem)) => {
                terminal.tell(&problem);
                Ok(())
            }
            Err(refused) => {
                terminal.tell_refused(refused, job);
                Ok(())
            }
        },
    )?;
    if let End::Unreadable(problem) = end {
        terminal.tell(&problem);
    }
    Ok(())
}
