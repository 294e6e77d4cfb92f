//! The end of a run that refuses a commit: the one command that helps.

use std::env;
use std::path::{Path, PathBuf};

use copydesk::report::safe::shown;

/// Variables that hooks of git, and the tools that run hooks, find set.
const OF_HOOKS: [&str; 2] = ["PRE_COMMIT", "GIT_INDEX_FILE"];
/// Files that are named in a command at most.
pub const MOST: usize = 6;

/// Whether a commit waits for this run.
#[must_use]
pub fn is_waited_for() -> bool {
    OF_HOOKS.iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// The command that applies what fixes there are in these files and stages them, as a shell takes it; nothing if there are none. Files that
/// cannot be named are fixed with all others that are staged.
#[must_use]
pub fn fixing(files: &[PathBuf]) -> Option<String> {
    if files.is_empty() {
        return None;
    }
    let names: Option<Vec<String>> = files.iter().map(|file| in_shell(file)).collect();
    Some(match names.filter(|names| names.len() <= MOST) {
        Some(names) => {
            let names = names.join(" ");
            format!("copydesk check --fix {names} ; git add {names}")
        }
        None => "copydesk check --fix --staged ; git add --update".to_owned(),
    })
}

/// A path as a shell takes it for one word; nothing for one that cannot be shown as it is.
pub fn in_shell(path: &Path) -> Option<String> {
    let text = path.to_str().filter(|text| shown(text) == **text)?;
    let text = if text.starts_with('-') { format!("./{text}") } else { text.to_owned() };
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+' | '@' | ',');
    Some(if text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_names_the_files_and_stages_them() {
        let command = |files: &[&str]| fixing(&files.iter().map(PathBuf::from).collect::<Vec<_>>());
        assert_eq!(command(&[]), None);
        assert_eq!(
            command(&["news/a.md", "it's 1.md"]).as_deref(),
            Some("copydesk check --fix news/a.md 'it'\\''s 1.md' ; git add news/a.md 'it'\\''s 1.md'")
        );
        assert_eq!(command(&["a\u{7}.md"]).as_deref(), Some("copydesk check --fix --staged ; git add --update"));
    }
}
