//! Asks git questions about the repository around the articles. git is run as a program, with answers separated by NUL,
//! and without whatever a repository's settings or files could start: hooks, file system monitors, external diffs, text
//! converters, content filters, pagers, downloads. It is asked by its inner commands, which obey no user's taste in diffs
//! and write nothing, not even a refreshed index.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::read::{read_limited, system_words};
use copydesk::text::{Place, Problem};

/// Settings that hold while copydesk asks, whatever is set elsewhere.
const SAFE: &[&str] = &[
    // A folder that somebody gave the files of a repository is no repository. Older gits do not know this one: see `disguised`.
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.quotePath=false",
    "diff.autoRefreshIndex=false",
    "diff.ignoreSubmodules=all",
    "submodule.recurse=false",
];
/// The folder of hooks: none.
const NO_HOOKS: &str = "core.hooksPath=/dev/null";
/// What git hands to its hooks, as paths that may be relative to the folder the hook runs in.
const PATHS: &[&str] = &["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"];
/// Variables that bring in programs, or options of diffs.
const UNWANTED: &[&str] = &["GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS"];
/// How many settings there are in the environment.
const COUNT: &str = "GIT_CONFIG_COUNT";

/// A repository with a work tree.
#[derive(Debug, Clone)]
pub struct Git {
    /// The top of its work tree, by its real path.
    pub top: PathBuf,
    /// Settings that switch its content filters off.
    filters_off: Vec<(String, &'static str)>,
}

impl Git {
    /// The repository that a folder belongs to.
    ///
    /// # Errors
    /// A problem, if there is no git, or no repository with files around the folder.
    pub fn around(folder: &Path) -> Result<Self, Problem> {
        if let Some(inner) = disguised(folder) {
            return Err(Problem::new(
                "this folder is laid out like the inside of a git repository, so git would obey its settings and hooks",
            )
            .at(Place::file(inner.to_string_lossy()))
            .with_help(
                "if these files came with a commit, somebody may want git to obey them: remove HEAD, objects and refs",
            ));
        }
        let mut git = Self { top: folder.to_owned(), filters_off: Vec::new() };
        let outside = |words: String| {
            if !words.contains("not a git repository") {
                return failed(folder, &words);
            }
            Problem::new("this folder is not in a git repository, so its changes are not known")
                .at(Place::file(folder.to_string_lossy()))
                .with_help("leave --since and --staged out, or run git init")
        };
        let top = git.ask(&["rev-parse", "--show-toplevel"])?.map_err(outside)?;
        let top = path_of(top.strip_suffix(b"\n").unwrap_or(&top));
        git.top = std::fs::canonicalize(&top).unwrap_or(top);
        // Exit status 1 says that there is none.
        let names = git.ask(&["config", "-z", "--name-only", "--get-regexp", r"^filter\."])?.unwrap_or_default();
        for name in names.split(|&byte| byte == 0).filter(|name| !name.is_empty()) {
            let name = String::from_utf8_lossy(name).into_owned();
            let off = if name.ends_with(".required") { "false" } else { "" };
            git.filters_off.push((name, off));
        }
        Ok(git)
    }

    /// The commit that a revision as users write it means.
    ///
    /// # Errors
    /// A problem, if there is none.
    pub fn commit(&self, revision: &str) -> Result<String, Problem> {
        let unknown = |_| {
            Problem::new(format!("git does not know the revision `{revision}`"))
                .at(Place::file(self.top.to_string_lossy()))
                .with_help("fetch it first: a shallow clone holds only the newest commits")
        };
        let wanted = format!("{revision}^{{commit}}");
        let id = self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?.map_err(unknown)?;
        Ok(String::from_utf8_lossy(&id).trim().to_owned())
    }

    /// Where the repository keeps a hook, as it is set up.
    ///
    /// # Errors
    /// A problem with git's own words, if it fails.
    pub fn hook(&self, name: &str) -> Result<PathBuf, Problem> {
        let path = format!("hooks/{name}");
        let mut command = self.command(None, &["rev-parse", "--git-path", &path]);
        let answer = said(&mut command)?.map_err(|words| failed(&self.top, &words))?;
        Ok(self.top.join(path_of(answer.strip_suffix(b"\n").unwrap_or(&answer))))
    }

    /// The answer to a question that must have one.
    ///
    /// # Errors
    /// A problem with git's own words, if it fails.
    pub fn answer(&self, args: &[&str]) -> Result<Vec<u8>, Problem> {
        self.ask(args)?.map_err(|words| failed(&self.top, &words))
    }

    /// The answer, or what git said instead of one.
    ///
    /// # Errors
    /// A problem, if git cannot be run at all.
    pub fn ask(&self, args: &[&str]) -> Result<Result<Vec<u8>, String>, Problem> {
        said(&mut self.command(Some(NO_HOOKS), args))
    }

    /// The answer to a question whose matter is handed over on standard input; nothing if there is none.
    pub fn answer_about(&self, args: &[&str], matter: &[u8]) -> Option<Vec<u8>> {
        let file = || -> io::Result<File> {
            let mut file = tempfile::tempfile()?;
            file.write_all(matter)?;
            file.rewind()?;
            Ok(file)
        };
        said(self.command(Some(NO_HOOKS), args).stdin(file().ok()?)).ok()?.ok()
    }

    /// The bytes of a stored file, at most `limit` of them; nothing if there are more.
    ///
    /// # Errors
    /// What the system says.
    pub fn blob(&self, id: &str, limit: u64) -> io::Result<Option<Vec<u8>>> {
        let mut command = self.command(Some(NO_HOOKS), &["cat-file", "blob", id]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let Some(mut out) = child.stdout.take() else { return Err(io::Error::other("git has no output")) };
        let bytes = read_limited(out.by_ref(), limit, 0)?;
        // Where there is more than is wanted, git is not to wait for a reader.
        drop(out);
        let status = child.wait()?;
        match bytes {
            Some(_) if !status.success() => Err(io::Error::other("git could not read the staged text")),
            bytes => Ok(bytes),
        }
    }

    /// Every call of git: `hooks` is what is set about hooks, nothing where only their place is asked for.
    fn command(&self, hooks: Option<&str>, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.top).arg("--no-pager");
        for setting in SAFE.iter().copied().chain(hooks) {
            command.args(["-c", setting]);
        }
        command.args(args).stdin(Stdio::null());
        for name in PATHS {
            if let Some(path) = env::var_os(name).filter(|path| !path.is_empty())
                && let Ok(path) = std::path::absolute(path)
            {
                command.env(name, path);
            }
        }
        // What is right for a hook that runs at the top: from another folder git would take that one for the top.
        if env::var_os("GIT_DIR").is_some()
            && env::var_os("GIT_WORK_TREE").is_none()
            && let Ok(top) = env::current_dir()
        {
            command.env("GIT_WORK_TREE", top);
        }
        command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
        // What a partial clone lacks stays lacking; a git too old for the first variable finds no way to fetch it.
        command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "");
        for name in UNWANTED {
            command.env_remove(name);
        }
        // Behind the settings that are there already.
        let there: usize = env::var(COUNT).ok().and_then(|count| count.parse().ok()).unwrap_or(0);
        if !self.filters_off.is_empty() {
            command.env(COUNT, there.saturating_add(self.filters_off.len()).to_string());
            for (number, (name, value)) in (there..).zip(&self.filters_off) {
                command.env(format!("GIT_CONFIG_KEY_{number}"), name).env(format!("GIT_CONFIG_VALUE_{number}"), value);
            }
        }
        command
    }
}

/// What git prints, or what it says instead.
fn said(command: &mut Command) -> Result<Result<Vec<u8>, String>, Problem> {
    let output = command.output().map_err(|error| not_run(&error))?;
    Ok(if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    })
}

/// The folder, or one around it, that git would take for a repository without its being one's `.git`; nothing if a `.git`
/// comes first. Git looks for the same files in the same order.
fn disguised(folder: &Path) -> Option<PathBuf> {
    if env::var_os("GIT_DIR").is_some() {
        return None;
    }
    let real = fs::canonicalize(folder).ok()?;
    let is_there = |path: PathBuf| path.symlink_metadata().is_ok();
    let is_bare = |folder: &Path| {
        let has = |name: &str| is_there(folder.join(name));
        has("HEAD") && (has("commondir") || has("objects") && has("refs"))
    };
    let meets = |folder: &&Path| is_there(folder.join(".git")) || is_bare(folder);
    real.ancestors().find(meets).filter(|found| !is_there(found.join(".git"))).map(Path::to_owned)
}

fn failed(folder: &Path, words: &str) -> Problem {
    // Warnings come before what it failed of.
    let fatal = words.lines().find_map(|line| line.strip_prefix("fatal: "));
    let said = fatal.or_else(|| words.lines().next()).unwrap_or_default();
    Problem::new(format!("git failed: {said}")).at(Place::file(folder.to_string_lossy()))
}

fn not_run(error: &io::Error) -> Problem {
    if error.kind() == io::ErrorKind::NotFound {
        Problem::new("--since and --staged need git, which is not installed here")
    } else {
        Problem::new(format!("git cannot be run: {}", system_words(error)))
    }
}

/// A path from the bytes git prints.
#[cfg(unix)]
pub fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    OsString::from_vec(bytes.to_vec()).into()
}

/// A path from the bytes git prints.
#[cfg(not(unix))]
pub fn path_of(bytes: &[u8]) -> PathBuf {
    OsString::from(String::from_utf8_lossy(bytes).into_owned()).into()
}
