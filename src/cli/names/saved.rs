//! Saved tallies on the disk.

use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use crate::cli::read::{file_problem, read_file, system_words};
use crate::cli::write::Output;
use crate::report::tally;
use crate::report::tally::SavedTally;
use crate::text::{Problem, path_name};

/// Largest tally that is read, in bytes.
const LIMIT: u64 = 16 << 30;

/// Saves a tally, whole or not at all.
///
/// # Errors
/// A problem, if it cannot be written.
pub fn write_tally(path: &Path, saved: &SavedTally) -> Result<(), Problem> {
    let mut output = Output::open(path)?;
    let fails = |error: io::Error| file_problem(path, format!("cannot be written: {}", system_words(&error)));
    let mut buffered = BufWriter::new(&mut output);
    tally::write_tally(&mut buffered, saved).and_then(|()| buffered.flush()).map_err(fails)?;
    drop(buffered);
    output.finish().map_err(fails)
}

/// Reads a saved tally.
///
/// # Errors
/// A problem with its place: it cannot be read, is no tally, is of another version, or is broken.
pub fn read_tally(path: &Path) -> Result<SavedTally, Problem> {
    tally::read_tally(&path_name(path), &read_file(path, LIMIT)?)
}
