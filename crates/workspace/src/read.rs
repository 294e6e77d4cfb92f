//! Reads files: regular ones only, each in one read, up to a limit.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use copydesk::text::{Place, Problem, SourceId, decode, path_name};

/// A problem about a whole file.
pub fn file_problem(path: &Path, message: impl Into<String>) -> Problem {
    Problem::new(message).at(Place::file(path_name(path)))
}

/// An error of the system in words, without the number Rust adds.
pub fn system_words(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}

/// The bytes of a regular file; nothing if there are more than `limit` of them.
///
/// # Errors
/// A problem if the file is missing, is not a regular file (it is then not opened), or cannot be read.
pub fn read_article(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, Problem> {
    let (file, size) = open_file(path)?;
    let cannot = |error: &io::Error| file_problem(path, format!("cannot be read: {}", system_words(error)));
    read_limited(file, limit, size).map_err(|error| cannot(&error))
}

/// Opens a regular file; its size in bytes comes with it.
///
/// # Errors
/// As for [`read_file`].
pub fn open_file(path: &Path) -> Result<(File, u64), Problem> {
    let cannot = |error: &io::Error| file_problem(path, format!("cannot be read: {}", system_words(error)));
    let metadata = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => file_problem(path, "there is no such file or folder"),
        _ => cannot(&error),
    })?;
    if !metadata.is_file() {
        return Err(file_problem(path, "not a regular file, so it is not opened"));
    }
    File::open(path).map(|file| (file, metadata.len())).map_err(|error| cannot(&error))
}

/// The bytes of a regular file that may not be larger than `limit`.
///
/// # Errors
/// As for [`read_article`], and for a larger file.
pub fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, Problem> {
    let larger = || file_problem(path, format!("larger than {} MiB", limit >> 20));
    read_article(path, limit)?.ok_or_else(larger)
}

/// Reads to the end; nothing if there is more than `limit` bytes.
///
/// # Errors
/// What the system says when reading fails.
pub fn read_limited(from: impl Read, limit: u64, expected: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(limit)).unwrap_or(0) + 1);
    from.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// The text of a file of these bytes in UTF-8, without a byte order mark.
///
/// # Errors
/// As for [`decode`].
pub fn text_of(path: &Path, bytes: Vec<u8>) -> Result<String, Problem> {
    let text = decode(&SourceId::File(path.to_owned()), bytes)?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
