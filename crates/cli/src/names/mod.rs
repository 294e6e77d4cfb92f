//! `copydesk names`: how names are spelled.

mod compare;
mod merge;
mod propose;
mod survey;

use std::io;

use super::args::{NamesArgs, NamesCommand};
use super::terminal::Desk;

/// Runs what is asked about names. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &NamesArgs, desk: &Desk) -> io::Result<u8> {
    match &args.command {
        Some(NamesCommand::Compare(args)) => compare::run(args, desk),
        Some(NamesCommand::Merge(args)) => merge::run(args, desk),
        None => survey::run(&args.survey, desk),
    }
}
