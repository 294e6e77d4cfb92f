//! Which articles changed, and which of their lines: since a revision, or as they are staged for the next commit.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::git::{Git, path_of};
use super::walk::Found;
use copydesk::text::{Problem, Span, narrow};

/// Options of every comparison: stored bytes, regular files, nothing started, nothing left to anybody's settings.
const PLAIN: &[&str] = &[
    "--raw",
    "--no-abbrev",
    "-z",
    "--no-renames",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=all",
    "--submodule=short",
];
/// Options that add the changed lines. Without prefixes a patch names its file twice in the same way.
const LINES: &[&str] = &["--patch", "--unified=0", "--inter-hunk-context=0", "--no-prefix"];

/// What is compared.
#[derive(Debug, Clone, Copy)]
pub enum Compared<'a> {
    /// The files as they are, with where this line of work left the revision.
    Since(&'a str),
    /// What is staged, with the last commit.
    Staged,
}

/// The first and last changed lines of each changed part, from 1, as git counts them; nothing if all counts as new.
type Lines = Option<Vec<(u32, u32)>>;

/// What changed about one file.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Its changed lines; nothing also if they were not asked for.
    pub lines: Lines,
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
    /// Asks git; for the changed lines only if they are wanted, since git has to read the contents for them. Deleted files,
    /// links and submodules are left out.
    ///
    /// # Errors
    /// A problem, if there is no git, no repository or no such revision.
    pub fn ask(paths: &[PathBuf], compared: Compared<'_>, lines: bool) -> Result<Self, Problem> {
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
                    Compared::Since(revision) => since(&git, revision, lines, &mut changes)?,
                    Compared::Staged => staged(&Arc::new(git), lines, &mut changes)?,
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

fn since(git: &Git, revision: &str, lines: bool, changes: &mut BTreeMap<PathBuf, Change>) -> Result<(), Problem> {
    let commit = git.commit(revision)?;
    // What others did since on that branch is no change of this one.
    let base = git.ask(&["merge-base", &commit, "HEAD"])?.ok();
    let base = base.map_or(commit, |base| String::from_utf8_lossy(&base).trim().to_owned());
    for (record, lines) in compare(git, &["diff-index"], &[&base, "--"], lines)? {
        changes.insert(git.top.join(path_of(&record.path)), Change { lines, staged: None });
    }
    let untracked = git.answer(&["ls-files", "--others", "--exclude-standard", "-z"])?;
    for path in untracked.split(|&byte| byte == 0).filter(|path| !path.is_empty()) {
        changes.insert(git.top.join(path_of(path)), Change::default());
    }
    Ok(())
}

fn staged(git: &Arc<Git>, lines: bool, changes: &mut BTreeMap<PathBuf, Change>) -> Result<(), Problem> {
    // A commit without a parent is compared with nothing.
    let head = git.ask(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])?;
    let head = match head {
        Ok(head) => head,
        Err(_) => git.answer(&["hash-object", "-t", "tree", "--stdin"])?,
    };
    let head = String::from_utf8_lossy(&head).trim().to_owned();
    let answer = git.answer(&[&["diff-files"], PLAIN].concat())?;
    let mut differing = records(&answer).0;
    leave_out_untouched(git, &mut differing);
    let differing: BTreeSet<&[u8]> = differing.iter().map(|record| record.path.as_slice()).collect();
    let index = ["diff-index", "--cached", "--ita-invisible-in-index"];
    for (record, lines) in compare(git, &index, &[&head, "--"], lines)? {
        let differs = differing.contains(record.path.as_slice());
        let staged = differs.then(|| Staged { git: Arc::clone(git), id: record.new.clone() });
        changes.insert(git.top.join(path_of(&record.path)), Change { lines, staged });
    }
    Ok(())
}

/// The new and changed regular files of a comparison, each with its changed lines, if these are wanted and known.
fn compare(git: &Git, command: &[&str], what: &[&str], lines: bool) -> Result<Vec<(Record, Lines)>, Problem> {
    // A link that became a file is of another type, not modified.
    let form: &[&str] = &["--diff-filter=AMT"];
    let answer = git.answer(&[command, PLAIN, form, if lines { LINES } else { &[] }, what].concat())?;
    let (mut records, patches) = records(&answer);
    records.retain(|record| record.mode.starts_with("100"));
    leave_out_untouched(git, &mut records);
    let mut patches = changed_lines(patches);
    // A record without a patch is new throughout, as far as anybody knows.
    let with_lines = |record: Record| {
        let lines = patches.remove(quoted(&record.path).as_slice()).flatten();
        (record, lines)
    };
    Ok(records.into_iter().map(with_lines).collect())
}

/// What git says of one file.
#[derive(Debug)]
struct Record {
    /// The kind of file and its rights, in octal.
    mode: String,
    /// The name of its contents before.
    old: String,
    /// The name of its contents now; all zeros where git would have to read the file.
    new: String,
    /// Its path in the repository.
    path: Vec<u8>,
}

/// Leaves out files that were touched, moved here or copied, and hold what they held. git only looks at their dates here; in
/// other commands it would look into them and write down what it saw.
fn leave_out_untouched(git: &Git, records: &mut Vec<Record>) {
    let is_zero = |id: &str| id.bytes().all(|byte| byte == b'0');
    let may_be_same = |record: &Record| record.mode.starts_with("100") && is_zero(&record.new) && !is_zero(&record.old);
    let mut matter = Vec::new();
    for record in records.iter().filter(|record| may_be_same(record)) {
        matter.extend(quoted(&record.path));
        matter.push(b'\n');
    }
    if matter.is_empty() {
        return;
    }
    // Without an answer all of them count as changed.
    let Some(answer) = git.answer_about(&["hash-object", "--stdin-paths"], &matter) else { return };
    let answer = String::from_utf8_lossy(&answer);
    let mut now = answer.lines();
    records.retain(|record| !may_be_same(record) || now.next() != Some(record.old.as_str()));
}

/// A path as git writes it in lines: between quotation marks if it holds any of them, a backslash or a control character.
fn quoted(path: &[u8]) -> Vec<u8> {
    let is_plain = |byte: &u8| !matches!(byte, 0..0x20 | b'"' | b'\\' | 0x7f);
    if path.iter().all(is_plain) {
        return path.to_vec();
    }
    let mut all = vec![b'"'];
    for &byte in path {
        let letter = match byte {
            7 => b'a',
            8 => b'b',
            b'\t' => b't',
            b'\n' => b'n',
            0x0b => b'v',
            0x0c => b'f',
            b'\r' => b'r',
            b'"' | b'\\' => byte,
            _ if is_plain(&byte) => {
                all.push(byte);
                continue;
            }
            _ => {
                all.extend(format!("\\{byte:03o}").into_bytes());
                continue;
            }
        };
        all.extend([b'\\', letter]);
    }
    all.push(b'"');
    all
}

/// The records at the head of an answer, and what follows them.
fn records(answer: &[u8]) -> (Vec<Record>, &[u8]) {
    let mut rest = answer;
    let mut all = Vec::new();
    let until_nul = |bytes: &[u8]| memchr::memchr(0, bytes);
    while rest.starts_with(b":") {
        let Some(end) = until_nul(rest) else { break };
        let (meta, after) = rest.split_at(end);
        let after = after.get(1..).unwrap_or_default();
        let Some(end) = until_nul(after) else { break };
        let (path, after) = after.split_at(end);
        rest = after.get(1..).unwrap_or_default();
        // :old-mode new-mode old-id new-id letter
        let meta = String::from_utf8_lossy(meta);
        let fields: Vec<&str> = meta.split(' ').collect();
        let [_, mode, old, new, _] = fields.as_slice() else { continue };
        let [mode, old, new] = [mode, old, new].map(|field| (*field).to_owned());
        all.push(Record { mode, old, new, path: path.to_vec() });
    }
    (all, rest.strip_prefix(b"\0").unwrap_or(rest))
}

/// For each file that has a patch, by its path as git writes it, the first and last line of each part that is new; nothing
/// for one whose lines are not shown.
fn changed_lines(patches: &[u8]) -> HashMap<&[u8], Lines> {
    let mut all: HashMap<&[u8], Lines> = HashMap::new();
    let mut path: &[u8] = &[];
    for line in patches.split(|&byte| byte == b'\n') {
        // Lines of the articles begin with a sign, so none of them is taken for one of these.
        if let Some(twice) = line.strip_prefix(b"diff --git ") {
            path = twice.get(..twice.len() / 2).unwrap_or_default();
            // A file of another type than before has two patches, one that takes it away and one that brings it.
            all.entry(path).or_insert_with(|| Some(Vec::new()));
        } else if line.starts_with(b"Binary files ") {
            all.insert(path, None);
        } else if let Some(header) = line.strip_prefix(b"@@ ")
            && let Some(Some(parts)) = all.get_mut(path)
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
        let answer = b":100644 100644 aa bb M\0a b.txt\0:120000 100644 00 cc T\0n\nl.txt\0\0diff --git a b.txt a b.txt\n\
            @@ -1 +1,2 @@ x\n-+++ b\n+@@ -1 +9 @@\n+y\n@@ -9,2 +10,0 @@\n-z\ndiff --git m m\nBinary files m and m differ\n\
            diff --git \"n\\nl.txt\" \"n\\nl.txt\"\n@@ -1 +0,0 @@\n-x\ndiff --git \"n\\nl.txt\" \"n\\nl.txt\"\n@@ -0,0 +1 @@\n+x\n";
        let (records, patches) = records(answer);
        let paths: Vec<&[u8]> = records.iter().map(|record| record.path.as_slice()).collect();
        assert_eq!(paths, [b"a b.txt".as_slice(), b"n\nl.txt"]);
        let lines = changed_lines(patches);
        assert_eq!(lines.get(quoted(paths[0]).as_slice()), Some(&Some(vec![(1, 2)])));
        assert_eq!(lines.get(quoted(paths[1]).as_slice()), Some(&Some(vec![(1, 1)])));
        assert_eq!(lines.get(b"m".as_slice()), Some(&None));
    }

    #[test]
    fn paths_are_quoted_as_git_does() {
        assert_eq!(quoted(b"a b.txt"), b"a b.txt");
        assert_eq!(quoted(b"\x01\x07\t\"\\\x7f\xd8"), b"\"\\001\\a\\t\\\"\\\\\\177\xd8\"");
    }

    #[test]
    fn changed_lines_become_spans() {
        assert_eq!(spans_of(&[(1, 1), (3, 9)], "a\nbc\nd\ne"), [Span::new(0, 2), Span::new(5, 8)]);
    }
}
