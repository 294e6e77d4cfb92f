//! The program's own words, from `rules/<tag>/ui.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::plural::{PluralCategory, PluralRule};
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
    /// Which form of a word goes with which numbers.
    plural: BTreeMap<PluralCategory, PluralRule>,
    words: BTreeMap<String, Words>,
    /// What the keys of rules mean, by kind.
    #[serde(default)]
    options: BTreeMap<String, BTreeMap<String, String>>,
}

/// A text of the program.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "a text, or a table of texts by plural category with at least `other`")]
enum Words {
    /// One text.
    Text(String),
    /// A text for each form that a number may ask for.
    Counted(BTreeMap<PluralCategory, String>),
}

impl Words {
    /// The text for every number that has none of its own.
    fn other(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Counted(forms) => forms.get(&PluralCategory::Other).map(String::as_str),
        }
    }
}

/// The program's own words in one language.
#[derive(Debug, Clone)]
pub struct Ui {
    /// Tag of the language.
    pub tag: String,
    /// Where its lines begin.
    pub direction: Direction,
    plural: BTreeMap<PluralCategory, PluralRule>,
    words: BTreeMap<String, Words>,
    options: BTreeMap<String, BTreeMap<String, String>>,
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
                        plural: read.plural,
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
        Self {
            tag: String::new(),
            direction: Direction::Ltr,
            plural: BTreeMap::new(),
            words: BTreeMap::new(),
            options: BTreeMap::new(),
        }
    }

    /// The text for `key`; the key itself if there is none, which a test rules out.
    #[must_use]
    pub fn say<'u>(&'u self, key: &'u str) -> &'u str {
        self.words.get(key).and_then(Words::other).unwrap_or(key)
    }

    /// What `key` of rules of `kind` means in this language; `None` where it has only the English description of the key.
    #[must_use]
    pub fn meaning(&self, kind: &str, key: &str) -> Option<&str> {
        self.options.get(kind)?.get(key).map(String::as_str)
    }

    /// The kinds and keys whose meaning is written in this language.
    pub fn meanings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.options.iter().flat_map(|(kind, keys)| keys.keys().map(move |key| (kind.as_str(), key.as_str())))
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
        filled(self.say(key), values)
    }

    /// The text for `key` in the form that goes with `count`, its `{count}` filled in.
    #[must_use]
    pub fn count(&self, key: &str, count: impl TryInto<u64>) -> String {
        self.count_with(key, count, &[])
    }

    /// The text for `key` in the form that goes with `count`, its `{count}` and other `{placeholders}` filled in.
    #[must_use]
    pub fn count_with(&self, key: &str, count: impl TryInto<u64>, values: &[(&str, &str)]) -> String {
        let count = count.try_into().unwrap_or(u64::MAX);
        let number = count.to_string();
        let mut values = values.to_vec();
        values.push(("count", &number));
        let form = match self.words.get(key) {
            Some(Words::Counted(forms)) => forms.get(&self.category(count)).map(String::as_str),
            Some(Words::Text(_)) | None => None,
        };
        filled(form.unwrap_or_else(|| self.say(key)), &values)
    }

    /// Texts in a row, such as "two errors, one warning".
    #[must_use]
    pub fn list(&self, texts: &[String]) -> String {
        texts.join(self.say("separator"))
    }

    fn category(&self, number: u64) -> PluralCategory {
        let mut rules = self.plural.iter().filter(|(_, rule)| rule.includes(number));
        rules.next().map_or(PluralCategory::Other, |(category, _)| *category)
    }
}

/// A text with its `{placeholders}` filled in.
fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut parts = text.split('{');
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

    /// The placeholders of a text besides its number, which a form for one number may spell out.
    fn placeholders(text: &str) -> Vec<String> {
        let names = text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned()));
        let mut names: Vec<String> = names.filter(|name| name != "count").collect();
        names.sort();
        names
    }

    #[test]
    fn every_language_has_the_same_words_and_placeholders() {
        let shape = |tag: &str| -> Vec<(String, Vec<String>)> {
            let ui = Ui::load(&ui_files(), tag).unwrap();
            ui.words.keys().map(|key| (key.clone(), placeholders(ui.say(key)))).collect()
        };
        assert!(shape("en").len() > 10);
        assert_eq!(shape("en"), shape("ar"));
    }

    #[test]
    fn counted_words_have_every_form_of_their_language() {
        for tag in ["en", "ar"] {
            let ui = Ui::load(&ui_files(), tag).unwrap();
            for (key, words) in &ui.words {
                let Words::Counted(forms) = words else { continue };
                let other = forms.get(&PluralCategory::Other).unwrap_or_else(|| panic!("{tag}: {key} has no `other`"));
                assert!(other.contains("{count}"), "{tag}: {key} does not say how many");
                for category in ui.plural.keys().filter(|category| **category != PluralCategory::Zero) {
                    assert!(forms.contains_key(category), "{tag}: {key} has no form for {category:?}");
                }
                for (category, form) in forms {
                    assert!(
                        *category == PluralCategory::Other || ui.plural.contains_key(category),
                        "{tag}: {key} has a form for {category:?}, which no number asks for"
                    );
                    assert_eq!(placeholders(form), placeholders(other), "{tag}: {key}");
                }
            }
        }
    }

    #[test]
    fn the_form_follows_the_number() {
        let said = |tag: &str, counts: &[usize]| -> Vec<String> {
            let ui = Ui::load(&ui_files(), tag).unwrap();
            counts.iter().map(|&count| ui.count("articles", count)).collect()
        };
        assert_eq!(said("en", &[0, 1, 2, 21]), ["0 articles", "1 article", "2 articles", "21 articles"]);
        assert_eq!(
            said("ar", &[0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111]),
            [
                "لا مقالات",
                "مقال واحد",
                "مقالان",
                "3 مقالات",
                "10 مقالات",
                "11 مقالا",
                "99 مقالا",
                "100 مقال",
                "102 مقال",
                "103 مقالات",
                "111 مقالا"
            ]
        );
    }

    #[test]
    fn an_unknown_language_is_a_problem() {
        assert!(Ui::load(&ui_files(), "xx").unwrap_err().to_string().contains("`xx`"));
    }
}
