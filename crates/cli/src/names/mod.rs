//! `copydesk names`: how names are spelled.

mod compare;
mod merge;
mod propose;
mod review;
mod stylebook_file;
mod survey;

use std::io;

use super::args::{NamesArgs, NamesCommand};
use super::terminal::Terminal;

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
