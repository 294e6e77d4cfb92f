//! Finds files under folders: articles, respecting `.gitignore`, and the rule sets that a glob means. Symbolic links
//! inside a folder are not followed.

use std::fs;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ignore::WalkBuilder;

use super::read::{file_problem, system_words};
use copydesk::config::{NESTS_TOO_DEEP, nests_too_deep};
use copydesk::text::Problem;

const GITIGNORE: &str = ".gitignore";
/// Bytes of a file of globs in which none can nest too deep.
const SHORT: u64 = 32;

/// A file to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// As named, or as found under a folder named.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// Whether it was named itself, not only a folder above it.
    pub named: bool,
    /// How many folders it stands in below the one that was named.
    pub depth: usize,
}

/// What was found under several paths.
#[derive(Debug, Default)]
pub struct Walked {
    /// The articles, in order of path, each once.
    pub files: Vec<Found>,
    /// The folders that were named which files are hidden in: by a `.gitignore` above, in or below them.
    pub hiding: Vec<PathBuf>,
}

/// The articles under `paths`, in order of path, each once: files that were named, and in folders those that `is_article`
/// says. What cannot be walked is added to `problems`.
pub fn articles(paths: &[PathBuf], is_article: &mut dyn FnMut(&Path) -> bool, problems: &mut Vec<Problem>) -> Walked {
    let mut hiding = Vec::new();
    // By the plain path. Of one file found and named it is known that it was named.
    let mut found: Vec<(PathBuf, Found)> = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                if walk_folder(path, is_article, &mut found, problems) {
                    hiding.push(path.clone());
                }
            }
            Ok(metadata) => {
                let named = Found { path: path.clone(), size: metadata.len(), named: true, depth: 0 };
                found.push((plain(path), named));
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                problems.push(file_problem(path, "there is no such file or folder"));
            }
            Err(error) => problems.push(file_problem(path, format!("cannot be read: {}", system_words(&error)))),
        }
    }
    // What came first stays first, so that a file goes by the path by which it was met.
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.dedup_by(|again, first| {
        let is_same = again.0 == first.0;
        if is_same {
            first.1.named |= again.1.named;
            first.1.depth = first.1.depth.min(again.1.depth);
        }
        is_same
    });
    Walked { files: found.into_iter().map(|(_, found)| found).collect(), hiding }
}

/// The path without `.` in it, so that one file named in two ways is one file.
pub fn plain(path: &Path) -> PathBuf {
    let written = path.as_os_str().as_encoded_bytes();
    let is_plain = |name: &[u8]| !name.is_empty() && name != b".";
    if MAIN_SEPARATOR == '/' && written.strip_prefix(b"/").unwrap_or(written).split(|&byte| byte == b'/').all(is_plain)
    {
        return path.to_owned();
    }
    path.components().filter(|part| *part != Component::CurDir).collect()
}

/// Walks a folder; whether a `.gitignore` has a say in it.
fn walk_folder(
    root: &Path,
    is_article: &mut dyn FnMut(&Path) -> bool,
    found: &mut Vec<(PathBuf, Found)>,
    problems: &mut Vec<Problem>,
) -> bool {
    // The walker opens every `.gitignore` it meets: it would wait for ever on one that is a pipe, and end with a signal on a glob
    // that nests without end.
    let real = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    if let Some(problem) = real.ancestors().find_map(odd_gitignore) {
        problems.push(problem);
        return false;
    }
    let is_hidden = |folder: &Path| folder.join(GITIGNORE).exists();
    let met_one = Arc::new(AtomicBool::new(real.ancestors().any(is_hidden)));
    let meets_one = Arc::clone(&met_one);
    let mut builder = WalkBuilder::new(root);
    // What is on this machine but not in the project (global excludes) must not change the result.
    builder.require_git(false).git_global(false).git_exclude(false).ignore(false).follow_links(false);
    builder.sort_by_file_name(Ord::cmp);
    let (odd, met) = std::sync::mpsc::channel();
    builder.filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let problem = is_folder.then(|| odd_gitignore(entry.path())).flatten();
        if is_folder && entry.path().join(GITIGNORE).exists() {
            meets_one.store(true, Ordering::Relaxed);
        }
        let passes = problem.is_none();
        // The receiver outlives the walk.
        problem.into_iter().for_each(|problem| drop(odd.send(problem)));
        passes
    });
    for entry in builder.build() {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                if is_file && is_article(entry.path()) {
                    let path = entry.path().strip_prefix(".").unwrap_or(entry.path()).to_owned();
                    let size = entry.metadata().map_or(0, |metadata| metadata.len());
                    found.push((
                        plain(&path),
                        Found { path, size, named: false, depth: entry.depth().saturating_sub(1) },
                    ));
                }
            }
            Err(error) => problems.push(walk_problem(&error)),
        }
    }
    problems.extend(met.try_iter());
    met_one.load(Ordering::Relaxed)
}

/// What is wrong with the `.gitignore` of a folder, if the walker must not open it.
fn odd_gitignore(folder: &Path) -> Option<Problem> {
    let path = folder.join(GITIGNORE);
    let metadata = fs::metadata(&path).ok().filter(|metadata| !metadata.is_dir())?;
    let fault = if !metadata.is_file() {
        "not a regular file"
    } else if metadata.len() > SHORT
        && fs::read(&path).is_ok_and(|bytes| bytes.split(|&b| b == b'\n').any(nests_too_deep))
    {
        NESTS_TOO_DEEP
    } else {
        return None;
    };
    Some(file_problem(&plain(&path), format!("{fault}, so it is not opened and its folder is not checked")))
}

/// The walker's error as a problem with the path at fault.
fn walk_problem(error: &ignore::Error) -> Problem {
    let mut inner = error;
    let mut at = None;
    while let ignore::Error::WithPath { err, .. }
    | ignore::Error::WithDepth { err, .. }
    | ignore::Error::WithLineNumber { err, .. } = inner
    {
        if let ignore::Error::WithPath { path, .. } = inner {
            at = Some(path);
        }
        inner = err;
    }
    let words = inner.io_error().map_or_else(|| inner.to_string(), system_words);
    let message = format!("cannot be read: {words}");
    at.map_or_else(|| Problem::new(message.clone()), |path| file_problem(path, message.clone()))
}
