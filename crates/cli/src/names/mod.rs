//! `copydesk names`: how names are spelled.

mod compare;
mod merge;
mod propose;
mod review;
mod stylebook_file;
mod survey;

use std::io::{self, BufWriter};
use std::path::Path;

use super::args::{NamesArgs, NamesCommand};
use super::terminal::Terminal;
use copydesk::report::tally::{SavedTally, write_tally};
use copydesk::text::Problem;
use copydesk_workspace::saved_tally;
use copydesk_workspace::write::Before;

/// Runs what is asked about names. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &NamesArgs, terminal: &Terminal) -> io::Result<u8> {
    match &args.command {
        Some(NamesCommand::Compare(args)) => compare::run(args, terminal),
        Some(NamesCommand::Merge(args)) => merge::run(args, terminal),
        None => survey::run(&args.survey, terminal),
    }
}

/// Saves a tally to a file, which must be as it was `before`, or to standard output, which is called `-`.
///
/// # Errors
/// What standard output says when it cannot be written to. Within that, the problem of a file that cannot.
fn save(path: &Path, saved: &SavedTally, before: Before) -> io::Result<Result<(), Problem>> {
    if path == Path::new("-") {
        return write_tally(&mut BufWriter::new(io::stdout().lock()), saved).map(Ok);
    }
    Ok(saved_tally::write_tally(path, saved, before))
}
