//! `copydesk init`: a commented configuration to begin with, and on request what checks each commit. Nothing that is
//! there already is written over.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::{Hook, InitArgs};
use super::refused_commit::in_shell;
use super::terminal::Terminal;
use copydesk::config::FILE_NAME;
use copydesk::language::Languages;
use copydesk::report::safe::shown;
use copydesk::rules::language_files;
use copydesk::text::Problem;
use copydesk_workspace::git::Git;
use copydesk_workspace::read::{file_problem, system_words};
use copydesk_workspace::write;

/// Writes what is asked for. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &InitArgs, terminal: &Terminal) -> io::Result<u8> {
    let mut problems = Vec::new();
    match Languages::load(&language_files(), &mut problems) {
        Ok(known) => problems.extend(args.languages.iter().filter_map(|tag| known.get(tag).err())),
        Err(problem) => problems.push(problem),
    }
    if !problems.is_empty() {
        terminal.tell_all(problems);
        return Ok(2);
    }
    let mut out = terminal.screen(true);
    let say = |out: &mut dyn Write, key: &str, path: &Path| {
        writeln!(out, "{}", shown(&terminal.ui.fill(key, &[("file", &path.to_string_lossy())])))
    };
    // Without an answer the line stands there as an example.
    let list = |tags: &[String]| tags.iter().map(|tag| format!("\"{tag}\"")).collect::<Vec<_>>().join(", ");
    let languages = match args.languages.as_slice() {
        [] => "# languages = [\"ar\", \"en\"]".to_owned(),
        tags => format!("languages = [{}]", list(tags)),
    };
    let config = terminal.ui.fill("init-config", &[("languages", &languages)]);
    let path = args.folder.join(FILE_NAME);
    match write_new(&path, &config, false) {
        Ok(true) => say(&mut out, "init-written", &path)?,
        // Whoever comes back for the hook has a configuration.
        Ok(false) => {
            say(&mut out, "init-kept", &path)?;
            // What was asked for is not dropped in silence.
            if !args.languages.is_empty() && !holds(&path, &languages) {
                say(&mut out, "init-add", &path)?;
                out.verbatim(&languages)?;
            }
        }
        Err(problem) => terminal.tell(&problem),
    }
    for wish in wishes(args) {
        match wish.target(&args.folder) {
            Ok(path) => {
                let text = wish.text(&args.folder, terminal);
                match write_new(&path, &text, wish == Wish::GitHook) {
                    Ok(true) => say(&mut out, "init-written", &path)?,
                    Ok(false) if holds(&path, text.trim_end()) => say(&mut out, "init-kept", &path)?,
                    Ok(false) => {
                        terminal.tell(&file_problem(&path, "exists already and was not changed"));
                        // What is to be added is what the file would have held.
                        say(&mut out, "init-add", &path)?;
                        text.lines().try_for_each(|line| out.verbatim(line))?;
                    }
                    Err(problem) => terminal.tell(&problem),
                }
            }
            Err(problem) => terminal.tell(&problem),
        }
    }
    if terminal.told() == 0 {
        writeln!(out, "{}", terminal.ui.say("init-next"))?;
    }
    out.flush()?;
    Ok(if terminal.told() > 0 { 2 } else { 0 })
}

/// A file beside the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    GitHook,
    PreCommit,
    Github,
    Gitlab,
}

/// What is wished for beside the configuration.
fn wishes(args: &InitArgs) -> Vec<Wish> {
    let hook = args.hook.map(|hook| match hook {
        Hook::Git => Wish::GitHook,
        Hook::PreCommit => Wish::PreCommit,
    });
    let mut wishes: Vec<Wish> = hook.into_iter().collect();
    wishes.extend(args.github.then_some(Wish::Github));
    wishes.extend(args.gitlab.then_some(Wish::Gitlab));
    wishes
}

impl Wish {
    /// The file it stands in. What a server reads is looked for at the top of the repository.
    fn target(self, folder: &Path) -> Result<PathBuf, Problem> {
        let top = || Git::around(folder).map_or_else(|_| folder.to_owned(), |git| git.top);
        Ok(match self {
            Self::GitHook => Git::around(folder)?.hook("pre-commit")?,
            Self::PreCommit => folder.join(".pre-commit-config.yaml"),
            Self::Github => top().join(".github/workflows/copydesk.yml"),
            Self::Gitlab => top().join(".gitlab-ci.yml"),
        })
    }

    /// What the file is to hold.
    fn text(self, folder: &Path, terminal: &Terminal) -> String {
        let key = match self {
            Self::GitHook => {
                let program = env::current_exe().ok().and_then(|program| in_shell(&program));
                return terminal.ui.fill("init-git-hook", &[("program", program.as_deref().unwrap_or("copydesk"))]);
            }
            Self::PreCommit => "init-pre-commit",
            Self::Github => "init-github",
            Self::Gitlab => "init-gitlab",
        };
        // What is installed is what wrote this.
        terminal.ui.fill(key, &[("folder", &below_top(folder)), ("version", env!("CARGO_PKG_VERSION"))])
    }
}

/// The folder as its repository names it, for a script. One whose name a shell would not take as it is counts as the whole.
fn below_top(folder: &Path) -> String {
    let relative = || {
        let top = Git::around(folder).ok()?.top;
        let real = fs::canonicalize(folder).ok()?;
        real.strip_prefix(&top).ok()?.to_str().map(str::to_owned)
    };
    let is_plain = |name: &String| {
        !name.is_empty()
            && !name.starts_with('-')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-'))
    };
    relative().filter(is_plain).unwrap_or_else(|| ".".to_owned())
}

/// Whether a file has these lines in it already.
fn holds(path: &Path, lines: &str) -> bool {
    fs::read_to_string(path).is_ok_and(|text| text.starts_with(lines) || text.contains(&format!("\n{lines}")))
}

/// Writes a file that is not there yet; whether it was written.
fn write_new(path: &Path, text: &str, runs: bool) -> Result<bool, Problem> {
    let fails = |error: io::Error| file_problem(path, format!("cannot be written: {}", system_words(&error)));
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(fails)?;
    }
    write::write_new(path, text.as_bytes(), if runs { 0o777 } else { 0o666 }).map_err(fails)
}
