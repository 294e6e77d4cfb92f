//! Asks git questions about the repository around the articles. git is run as a program, with answers separated by NUL,
//! and without whatever a repository's own settings could start: file system monitors, external diffs, text converters,
//! content filters, pagers. Nothing is ever written.

use std::env;
use std::ffi::OsString;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::read::{read_limited, system_words};
use crate::text::{Place, Problem};

/// Settings that must not hold while copydesk asks.
const SAFE: &[&str] = &["core.fsmonitor=false", "core.untrackedCache=false", "diff.ignoreSubmodules=all"];
/// What git hands to its hooks, as paths that may be relative to the folder the hook runs in.
const PATHS: &[&str] = &["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"];
/// Options of every diff: what is compared is the stored bytes.
pub const PLAIN_DIFF: &[&str] =
    &["--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--no-relative", "--inter-hunk-context=0"];

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
        let mut git = Self { top: folder.to_owned(), filters_off: Vec::new() };
        let outside = |words: String| {
            if !words.contains("not a git repository") {
                return failed(folder, &words);
            }
            Problem::new("this folder is in no git repository, so nothing is known of changes in it")
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
            Problem::new(format!("git knows no revision `{revision}` here"))
                .at(Place::file(self.top.to_string_lossy()))
                .with_help("it may have to be fetched first: a shallow clone holds the newest commits only")
        };
        let wanted = format!("{revision}^{{commit}}");
        let id = self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?.map_err(unknown)?;
        Ok(String::from_utf8_lossy(&id).trim().to_owned())
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
        let output = self.command(args).output().map_err(|error| not_run(&error))?;
        Ok(if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        })
    }

    /// The bytes of a stored file, at most `limit` of them; nothing if there are more.
    ///
    /// # Errors
    /// What the system says.
    pub fn blob(&self, id: &str, limit: u64) -> io::Result<Option<Vec<u8>>> {
        let mut child = self.command(&["cat-file", "blob", id]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
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

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.top).args(["--no-pager", "--literal-pathspecs"]);
        for setting in SAFE {
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
        command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0").env("GIT_NO_LAZY_FETCH", "1");
        command.env("LC_ALL", "C").env_remove("GIT_EXTERNAL_DIFF").env_remove("GIT_DIFF_OPTS");
        if !self.filters_off.is_empty() {
            command.env("GIT_CONFIG_COUNT", self.filters_off.len().to_string());
            for (number, (name, value)) in self.filters_off.iter().enumerate() {
                command.env(format!("GIT_CONFIG_KEY_{number}"), name).env(format!("GIT_CONFIG_VALUE_{number}"), value);
            }
        }
        command
    }
}

fn failed(folder: &Path, words: &str) -> Problem {
    let said = words.lines().next().unwrap_or_default();
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
