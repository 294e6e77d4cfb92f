//! The disk, as configurations are read from it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use copydesk::config::FILE_NAME;
use copydesk::linter::{Files, OUTSIDE, ReadFrom, glob_matcher};
use copydesk::text::{Problem, path_name};
use copydesk::toml_doc::TomlFile;
use ignore::WalkBuilder;

use super::read::{read_file, text_of};

/// Largest TOML file that is read, in bytes: a stylebook of some hundred thousand names.
pub const TOML_LIMIT: u64 = 64 << 20;

/// The disk.
#[derive(Debug, Clone, Copy)]
pub struct Disk;

impl Files for Disk {
    fn toml(&self, path: &Path) -> Result<TomlFile, Problem> {
        toml_file(path, &shown_name(path))
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, Problem> {
        read_file(path, TOML_LIMIT)
    }

    fn real(&self, path: &Path) -> Option<PathBuf> {
        fs::canonicalize(path).ok()
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn matching(&self, folder: &Path, glob: &str) -> Result<Vec<PathBuf>, String> {
        matching_files(folder, glob)
    }

    fn leads_outside(&self, path: &Path, folder: &Path) -> bool {
        leads_outside(path, folder)
    }

    /// The folder with the repository, or with the outermost configuration.
    fn project_root(&self, folder: &Path) -> PathBuf {
        let repository = folder.ancestors().find(|folder| folder.join(".git").exists());
        let outermost = || folder.ancestors().filter(|folder| folder.join(FILE_NAME).is_file()).last();
        repository.or_else(outermost).unwrap_or(folder).to_owned()
    }

    fn shown_name(&self, path: &Path) -> String {
        shown_name(path)
    }
}

/// A TOML file under the name it is to be shown by.
///
/// # Errors
/// The problem of a file that cannot be read or is not UTF-8.
pub fn toml_file(path: &Path, name: &str) -> Result<TomlFile, Problem> {
    toml_of(path, name, read_file(path, TOML_LIMIT)?)
}

/// A TOML file of these bytes under the name it is to be shown by.
///
/// # Errors
/// The problem of a file that is not UTF-8.
pub fn toml_of(path: &Path, name: &str, bytes: Vec<u8>) -> Result<TomlFile, Problem> {
    Ok(TomlFile::new(name, text_of(path, bytes)?))
}

pub fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// A path as people know it: relative to the current folder where it is below it.
pub fn shown_name(path: &Path) -> String {
    let here = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
    path_name(path.strip_prefix(&here).unwrap_or(path)).into_owned()
}

/// Whether a path, its links followed, is outside a folder. What is not there yet is where its folder is.
pub fn leads_outside(path: &Path, folder: &Path) -> bool {
    let Ok(folder) = fs::canonicalize(folder) else { return true };
    let is_there = fs::symlink_metadata(path).is_ok();
    let there = if is_there { Some(path) } else { path.ancestors().skip(1).find(|above| above.exists()) };
    // A link that leads nowhere leads outside.
    there.is_none_or(|path| !fs::canonicalize(path).is_ok_and(|real| real.starts_with(folder)))
}

/// The files and folders that a configuration would be read from now, each once, in order: those that were asked for, and those that
/// its globs match.
#[must_use]
pub fn files_of(read_from: &ReadFrom) -> BTreeSet<PathBuf> {
    // What is wrong with a glob was told when it was read.
    let found = |(folder, glob): &(PathBuf, String)| matching_files(folder, glob).unwrap_or_default();
    let mut all = read_from.paths.clone();
    all.extend(read_from.globs.iter().flat_map(found));
    all
}

/// The regular files below `folder` that a glob relative to it means, in order of path.
///
/// # Errors
/// What is wrong with the glob.
pub fn matching_files(folder: &Path, glob: &str) -> Result<Vec<PathBuf>, String> {
    let matcher = glob_matcher(glob)?;
    let glob = glob.strip_prefix("./").unwrap_or(glob);
    // Only the part of the tree that the glob's plain beginning names is walked.
    let beginning: PathBuf = Path::new(glob)
        .components()
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']))
        .collect();
    let begin = folder.join(beginning);
    if leads_outside(&begin, folder) {
        return Err(OUTSIDE.to_owned());
    }
    let mut paths: Vec<PathBuf> = WalkBuilder::new(begin)
        .standard_filters(false)
        .follow_links(false)
        .build()
        .filter_map(Result::ok)
        .filter(|entry| fs::symlink_metadata(entry.path()).is_ok_and(|metadata| metadata.is_file()))
        .filter(|entry| entry.path().strip_prefix(folder).is_ok_and(|path| matcher.is_match(path)))
        .map(ignore::DirEntry::into_path)
        .collect();
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_comes_into_a_folder_is_one_that_would_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let read_from = ReadFrom {
            paths: [folder.join("copydesk.toml")].into(),
            globs: [(folder.to_owned(), "house/**/*.toml".to_owned())].into(),
        };
        assert_eq!(files_of(&read_from), read_from.paths);
        fs::create_dir_all(folder.join("house/deep")).unwrap();
        fs::write(folder.join("house/deep/a.toml"), "").unwrap();
        fs::write(folder.join("house/a.md"), "").unwrap();
        assert_eq!(files_of(&read_from), [folder.join("copydesk.toml"), folder.join("house/deep/a.toml")].into());
    }
}
