//! `copydesk names`: how names are spelled.

mod compare;

use std::io;

use super::args::{NamesArgs, NamesCommand};
use super::terminal::Desk;

/// Runs what is asked about names. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &NamesArgs, desk: &Desk) -> io::Result<u8> {
    match &args.command {
        NamesCommand::Compare(args) => compare::run(args, desk),
    }
}
