//! The stylebook that names are written into: read as it is, and not written over what came between.

use std::path::{Path, PathBuf};

use copydesk::text::{Problem, SourceId, decode};
use copydesk_workspace::read::read_file;
use copydesk_workspace::write::{hash_of, rewrite};

/// Largest stylebook, in bytes.
const LIMIT: u64 = 64 << 20;

/// A stylebook as it was read.
#[derive(Debug)]
pub struct StylebookFile {
    path: PathBuf,
    before: Option<Vec<u8>>,
    /// What it says; nothing, where there is no file yet.
    pub text: String,
}

impl StylebookFile {
    /// Reads the stylebook at `path`, which need not exist.
    ///
    /// # Errors
    /// A problem, if it cannot be read, or is no text.
    pub fn read(path: &Path) -> Result<Self, Problem> {
        let before = path.exists().then(|| read_file(path, LIMIT)).transpose()?;
        let text = before.clone().map(|bytes| decode(&SourceId::File(path.to_owned()), bytes)).transpose()?;
        Ok(Self { path: path.to_owned(), before, text: text.map(|text| text.to_string()).unwrap_or_default() })
    }

    /// Whether there is no file yet.
    pub fn is_new(&self) -> bool {
        self.before.is_none()
    }

    /// Writes another text in its place.
    ///
    /// # Errors
    /// A problem, if it cannot be written, or is no longer what was read.
    pub fn write(&self, text: &str) -> Result<(), Problem> {
        rewrite(&self.path, self.before.as_deref().map(hash_of), text.as_bytes())
    }
}
