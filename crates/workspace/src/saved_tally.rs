//! Saved tallies on the disk.

use std::path::Path;

use super::disk::real;
use super::read::read_file;
use super::write::{Before, Writer, hash_of};
use copydesk::report::tally;
use copydesk::report::tally::SavedTally;
use copydesk::text::{Problem, path_name};

/// Largest tally that is read, in bytes.
const LIMIT: u64 = 16 << 30;

/// A saved tally as it was read.
#[derive(Debug)]
pub struct ReadTally {
    /// What it holds.
    pub saved: SavedTally,
    /// The hash of the file.
    pub hash: u64,
}

impl ReadTally {
    /// What must still stand at `target` when something is written there, if this tally was read from `path`.
    pub fn before(&self, path: &Path, target: &Path) -> Before {
        if path == target || real(path) == real(target) { Before::Bytes(self.hash) } else { Before::Any }
    }
}

/// Saves a tally, whole or not at all.
///
/// # Errors
/// A problem, if it cannot be written, or the file that stood there and was read is not as it was `before`.
pub fn write_tally(path: &Path, saved: &SavedTally, before: Before) -> Result<(), Problem> {
    let mut writer = Writer::open(path)?;
    tally::write_tally(&mut writer, saved).map_err(|error| writer.problem(&error))?;
    writer.finish(before)
}

/// Reads a saved tally.
///
/// # Errors
/// A problem with its place: it cannot be read, is no tally, is of another version, or is broken.
pub fn read_tally(path: &Path) -> Result<ReadTally, Problem> {
    let bytes = read_file(path, LIMIT)?;
    Ok(ReadTally { saved: tally::read_tally(&path_name(path), &bytes)?, hash: hash_of(&bytes) })
}
