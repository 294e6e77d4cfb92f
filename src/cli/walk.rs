//! Finds the articles under the paths given: sorted, each once, respecting `.gitignore`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::read::{file_problem, system_words};
use crate::document::Format;
use crate::text::Problem;

/// A file to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// As named, or as found under a folder named.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// Whether it was named itself, not only a folder above it.
    pub named: bool,
}

/// The files under `paths`, in order of path. What cannot be walked is added to `problems`.
pub fn walk(paths: &[PathBuf], problems: &mut Vec<Problem>) -> Vec<Found> {
    let mut found: BTreeMap<PathBuf, Found> = BTreeMap::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => walk_folder(path, &mut found, problems),
            Ok(metadata) => {
                let key = plain(path);
                let named = Found { path: path.clone(), size: metadata.len(), named: true };
                found.entry(key).and_modify(|known| known.named = true).or_insert(named);
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                problems.push(file_problem(path, "there is no such file or folder"));
            }
            Err(error) => problems.push(file_problem(path, format!("cannot be read: {}", system_words(&error)))),
        }
    }
    let mut files: Vec<Found> = found.into_values().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The path without a leading `./` and such, so that one file named in two ways is one file.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != std::path::Component::CurDir).collect()
}

fn walk_folder(root: &Path, found: &mut BTreeMap<PathBuf, Found>, problems: &mut Vec<Problem>) {
    let mut builder = WalkBuilder::new(root);
    // What is on this machine but not in the project (global excludes) must not change the result.
    builder.require_git(false).git_global(false).git_exclude(false).ignore(false).follow_links(false);
    for entry in builder.build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                problems.push(Problem::new(format!("cannot be walked: {error}")));
                continue;
            }
        };
        let is_article =
            entry.file_type().is_some_and(|kind| kind.is_file()) && Format::of_path(entry.path()).is_some();
        if is_article {
            let path = entry.path().strip_prefix(".").unwrap_or(entry.path()).to_owned();
            let size = entry.metadata().map_or(0, |metadata| metadata.len());
            found.entry(plain(&path)).or_insert(Found { path, size, named: false });
        }
    }
}
