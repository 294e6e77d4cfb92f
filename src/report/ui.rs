//! The program's own words, from `rules/<tag>/ui.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::Severity;
use crate::language::Direction;
use crate::text::{Problem, did_you_mean};
use crate::toml_doc::TomlFile;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: u32,
    tag: String,
    direction: Direction,
    words: BTreeMap<String, String>,
    /// What keys of rules mean.
    #[serde(default)]
    options: BTreeMap<String, String>,
}

/// The program's own words in one language.
#[derive(Debug, Clone)]
pub struct Ui {
    /// Tag of the language.
    pub tag: String,
    /// Where its lines begin.
    pub direction: Direction,
    words: BTreeMap<String, String>,
    options: BTreeMap<String, String>,
}

impl Ui {
    /// The words of the language `tag` from the files given.
    ///
    /// # Errors
    /// A problem, with the tag probably meant, if no file is for that language, or if its file is broken.
    pub fn load(files: &[TomlFile], tag: &str) -> Result<Self, Problem> {
        let mut tags = Vec::new();
        for file in files {
            let mut problems = Vec::new();
            let read = file.parse(&mut problems).decode::<File>(&mut problems);
            match (problems.into_iter().next(), read) {
                (None, Some(read)) if read.schema == 1 && read.tag == tag => {
                    return Ok(Self {
                        tag: read.tag,
                        direction: read.direction,
                        words: read.words,
                        options: read.options,
                    });
                }
                (None, Some(read)) => tags.push(read.tag),
                (Some(problem), _) => return Err(problem),
                (None, None) => {}
            }
        }
        let problem = Problem::new(format!("copydesk has no words in the language `{tag}`"));
        Err(match did_you_mean(tag, tags.iter().map(String::as_str)) {
            Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
            None => problem.with_help(format!("languages of the interface: {}", tags.join(", "))),
        })
    }

    /// No words at all: what is left when even the built-in ones cannot be had.
    #[must_use]
    pub fn silent() -> Self {
        Self { tag: String::new(), direction: Direction::Ltr, words: BTreeMap::new(), options: BTreeMap::new() }
    }

    /// The text for `key`; the key itself if there is none, which a test rules out.
    #[must_use]
    pub fn say<'u>(&'u self, key: &'u str) -> &'u str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// What a key of a rule means; nothing where the key's own description has to do.
    #[must_use]
    pub fn meaning(&self, key: &str) -> Option<&str> {
        self.options.get(key).map(String::as_str)
    }

    /// The word for a severity.
    #[must_use]
    pub fn severity(&self, severity: Severity) -> &str {
        self.say(match severity {
            Severity::Info => "severity-info",
            Severity::Warning => "severity-warning",
            Severity::Error => "severity-error",
        })
    }

    /// The text for `key` with its `{placeholders}` filled in.
    #[must_use]
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut out = String::new();
        let mut parts = self.say(key).split('{');
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            match part.split_once('}') {
                Some((name, rest)) => {
                    out.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
                    out.push_str(rest);
                }
                None => out.push_str(part),
            }
        }
        out
    }
}

/// A message with an ellipsis for each `{placeholder}`, which would say nothing to a reader.
#[must_use]
pub fn without_placeholders(template: &str) -> String {
    let mut parts = template.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push('\u{2026}');
        out.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::ui_files;

    #[test]
    fn every_language_has_the_same_words_and_placeholders() {
        let shape = |tag: &str| -> Vec<(String, Vec<String>)> {
            let ui = Ui::load(&ui_files(), tag).unwrap();
            let names = |text: &str| {
                let mut names: Vec<String> =
                    text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect();
                names.sort();
                names
            };
            ui.words.iter().map(|(key, text)| (key.clone(), names(text))).collect()
        };
        assert!(shape("en").len() > 10);
        assert_eq!(shape("en"), shape("ar"));
    }

    #[test]
    fn an_unknown_language_is_a_problem() {
        assert!(Ui::load(&ui_files(), "xx").unwrap_err().to_string().contains("`xx`"));
    }
}
