//! Which articles changed, and which of their lines: since a revision, or as they are staged for the next commit.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::git::{Git, PLAIN_DIFF, path_of};
use super::walk::Found;
use crate::text::{Problem, Span, narrow};

/// What is compared.
#[derive(Debug, Clone, Copy)]
pub enum Compared<'a> {
    /// The files as they are, with where this line of work left the revision.
    Since(&'a str),
    /// What is staged, with the last commit.
    Staged,
}

/// What changed about one file.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The first and last changed lines of each changed part, from 1, as git counts them; nothing if all is new.
    pub lines: Option<Vec<(u32, u32)>>,
    /// What is staged, where the file is not the same.
    pub staged: Option<Staged>,
}

/// A staged text.
#[derive(Debug, Clone)]
pub struct Staged {
    /// The repository that holds it.
    pub git: Arc<Git>,
    /// Its name there.
    pub id: String,
}

/// The changed files of the repositories around the paths of a run, by their real paths.
#[derive(Debug, Default)]
pub struct Changes(BTreeMap<PathBuf, Change>);

impl Changes {
    /// Asks git. Deleted files, links and submodules are left out.
    ///
    /// # Errors
    /// A problem, if there is no git, no repository or no such revision.
    pub fn ask(paths: &[PathBuf], compared: Compared<'_>) -> Result<Self, Problem> {
        let mut changes = BTreeMap::new();
        let mut known = BTreeSet::new();
        for path in paths {
            let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(path) };
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            if !folder.is_dir() {
                // That it is missing is told by whoever walks it.
                continue;
            }
            let git = Git::around(folder)?;
            if known.insert(git.top.clone()) {
                match compared {
                    Compared::Since(revision) => since(&git, revision, &mut changes)?,
                    Compared::Staged => staged(&Arc::new(git), &mut changes)?,
                }
            }
        }
        Ok(Self(changes))
    }

    /// What changed about a file, by its real path; nothing if nothing did.
    pub fn of(&self, real: &Path) -> Option<&Change> {
        self.0.get(real)
    }

    /// Staged articles below `paths` whose files are gone: a walk does not find them. `is_article` is asked as in a walk.
    pub fn gone(&self, paths: &[PathBuf], is_article: &mut dyn FnMut(&Path) -> bool) -> Vec<Found> {
        let here = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
        let roots: Vec<PathBuf> = paths.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
        let mut is_meant =
            |path: &&PathBuf| roots.iter().any(|root| path.starts_with(root)) && !path.exists() && is_article(path);
        self.0
            .keys()
            .filter(|path| is_meant(path))
            .map(|path| Found {
                path: path.strip_prefix(&here).unwrap_or(path).to_owned(),
                size: 0,
                named: false,
                depth: 0,
            })
            .collect()
    }
}

/// The parts of a text that lie on changed lines, in order.
pub fn spans_of(lines: &[(u32, u32)], text: &str) -> Vec<Span> {
    let mut starts = vec![0];
    starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| narrow(at + 1)));
    let start_of = |line: u32| starts.get((line as usize).saturating_sub(1)).copied().unwrap_or(narrow(text.len()));
    lines.iter().map(|&(first, last)| Span::new(start_of(first), start_of(last.saturating_add(1)))).collect()
}

fn since(git: &Git, revision: &str, changes: &mut BTreeMap<PathBuf, Change>) -> Result<(), Problem> {
    let commit = git.commit(revision)?;
    // What others did since on that branch is no change of this one.
    let base = git.ask(&["merge-base", &commit, "HEAD"])?.ok();
    let base = base.map_or(commit, |base| String::from_utf8_lossy(&base).trim().to_owned());
    for (path, change, _) in compare(git, &[&base, "--"])? {
        changes.insert(git.top.join(path), change);
    }
    let untracked = git.answer(&["ls-files", "--others", "--exclude-standard", "-z"])?;
    for path in untracked.split(|&byte| byte == 0).filter(|path| !path.is_empty()) {
        changes.insert(git.top.join(path_of(path)), Change::default());
    }
    Ok(())
}

fn staged(git: &Arc<Git>, changes: &mut BTreeMap<PathBuf, Change>) -> Result<(), Problem> {
    let args = [&["diff"], PLAIN_DIFF, &["--name-only", "-z"]].concat();
    let differing = git.answer(&args)?;
    let differing: BTreeSet<&[u8]> = differing.split(|&byte| byte == 0).collect();
    for (path, change, id) in compare(git, &["--cached", "--"])? {
        let differs = differing.contains(path.as_os_str().as_encoded_bytes());
        let staged = differs.then(|| Staged { git: Arc::clone(git), id });
        changes.insert(git.top.join(path), Change { staged, ..change });
    }
    Ok(())
}

/// The new and changed regular files of a comparison, with their changed lines and the names of their new contents.
fn compare(git: &Git, what: &[&str]) -> Result<Vec<(PathBuf, Change, String)>, Problem> {
    // The records come first, then the patches in the same order, which say which lines changed.
    let form = ["--diff-filter=AM", "--raw", "--no-abbrev", "--patch", "--unified=0", "-z"];
    let answer = git.answer(&[&["diff"], PLAIN_DIFF, &form, what].concat())?;
    let (records, patches) = records(&answer);
    let mut lines = changed_lines(patches).into_iter();
    let mut all = Vec::with_capacity(records.len());
    for (meta, path) in records {
        let lines = lines.next().unwrap_or_default();
        // :old-mode new-mode old-id new-id letter
        let fields: Vec<&str> = meta.split(' ').collect();
        let [_, mode, _, id, _] = fields.as_slice() else { continue };
        if mode.starts_with("100") {
            all.push((path, Change { lines, staged: None }, (*id).to_owned()));
        }
    }
    Ok(all)
}

/// The records at the head of an answer, each with its path, and what follows them.
fn records(answer: &[u8]) -> (Vec<(String, PathBuf)>, &[u8]) {
    let mut rest = answer;
    let mut all = Vec::new();
    let until_nul = |bytes: &[u8]| memchr::memchr(0, bytes);
    while rest.starts_with(b":") {
        let Some(end) = until_nul(rest) else { break };
        let (meta, after) = rest.split_at(end);
        let after = after.get(1..).unwrap_or_default();
        let Some(end) = until_nul(after) else { break };
        let (path, after) = after.split_at(end);
        all.push((String::from_utf8_lossy(meta).into_owned(), path_of(path)));
        rest = after.get(1..).unwrap_or_default();
    }
    (all, rest.strip_prefix(b"\0").unwrap_or(rest))
}

/// For each patch the first and last line of each part that is new; nothing for one that shows no lines.
fn changed_lines(patches: &[u8]) -> Vec<Option<Vec<(u32, u32)>>> {
    let mut all: Vec<Option<Vec<(u32, u32)>>> = Vec::new();
    for line in patches.split(|&byte| byte == b'\n') {
        // Lines of the articles begin with a sign, so none of them is taken for one of these.
        if line.starts_with(b"diff --git ") {
            all.push(Some(Vec::new()));
        } else if line.starts_with(b"Binary files ") {
            if let Some(last) = all.last_mut() {
                *last = None;
            }
        } else if let Some(header) = line.strip_prefix(b"@@ ")
            && let Some(Some(parts)) = all.last_mut()
            && let Some(new) = header.split(|&byte| byte == b' ').find_map(|part| part.strip_prefix(b"+"))
        {
            let new = String::from_utf8_lossy(new);
            let (first, count) = new.split_once(',').unwrap_or((&new, "1"));
            if let (Ok(first), Ok(count)) = (first.parse::<u32>(), count.parse::<u32>())
                && count > 0
            {
                parts.push((first, first.saturating_add(count - 1)));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_and_changed_lines_are_read() {
        let answer = b":100644 100644 aa bb M\0a b.txt\0:000000 100644 00 cc A\0n\nl.txt\0\0diff --git a/a b.txt b/a b.txt\n\
            @@ -1 +1,2 @@ x\n-+++ b\n+@@ -1 +9 @@\n+y\n@@ -9,2 +10,0 @@\n-z\ndiff --git a/n b/n\nBinary files a and b differ\n";
        let (records, patches) = records(answer);
        assert_eq!(records.iter().map(|(_, path)| path.to_str().unwrap()).collect::<Vec<_>>(), ["a b.txt", "n\nl.txt"]);
        assert_eq!(changed_lines(patches), [Some(vec![(1, 2)]), None]);
    }

    #[test]
    fn changed_lines_become_spans() {
        assert_eq!(spans_of(&[(1, 1), (3, 9)], "a\nbc\nd\ne"), [Span::new(0, 2), Span::new(5, 8)]);
    }
}
