//! The program's own words, from `rules/<tag>/ui.toml` or, for languages in which it has none, from a file that a newsroom gives.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;
use serde_spanned::Spanned;

use super::plural::{PluralCategory, PluralRule};
use crate::diagnostic::Severity;
use crate::language::Direction;
use crate::text::{Problem, did_you_mean};
use crate::toml_doc::TomlFile;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema")]
    _schema: u32,
    #[serde(rename = "tag")]
    _tag: String,
    #[serde(rename = "direction")]
    _direction: Direction,
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
    /// All forms.
    fn forms(&self) -> impl Iterator<Item = &str> {
        let (text, forms) = match self {
            Self::Text(text) => (Some(text), None),
            Self::Counted(forms) => (None, Some(forms)),
        };
        text.into_iter().chain(forms.into_iter().flat_map(BTreeMap::values)).map(String::as_str)
    }

    /// The names in braces in any of its forms.
    fn placeholders(&self) -> BTreeSet<&str> {
        self.forms().flat_map(placeholders).collect()
    }

    /// The text for every number that has none of its own.
    fn other(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Counted(forms) => forms.get(&PluralCategory::Other).map(String::as_str),
        }
    }
}

/// A file that a newsroom gives, whose values keep their place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    schema: Spanned<u32>,
    tag: Spanned<String>,
    direction: Direction,
    #[serde(default)]
    plural: BTreeMap<PluralCategory, PluralRule>,
    #[serde(default)]
    words: BTreeMap<Spanned<String>, Spanned<Words>>,
    #[serde(default)]
    options: BTreeMap<String, BTreeMap<String, String>>,
}

/// The language whose words stand in for those that a given file has not.
const STAND_IN: &str = "en";

/// The program's own words in one language. Many a run ends without a word: those of a built-in file are read when the first is needed.
#[derive(Debug, Clone)]
pub struct Ui {
    /// Tag of the language.
    pub tag: String,
    /// Where its lines begin.
    pub direction: Direction,
    /// The file the words are in.
    file: Option<TomlFile>,
    said: OnceLock<Said>,
}

/// What a file of words says.
#[derive(Debug, Clone, Default)]
struct Said {
    plural: BTreeMap<PluralCategory, PluralRule>,
    words: BTreeMap<String, Words>,
    options: BTreeMap<String, BTreeMap<String, String>>,
}

/// The keys of a file of words that say what file it is.
const HEAD: &[&str] = &["schema", "tag", "direction"];

/// What they say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    schema: u32,
    tag: String,
    direction: Direction,
}

impl Ui {
    /// The words of the language `tag` from the files given.
    ///
    /// # Errors
    /// A problem, with the tag probably meant, if no file is for that language, or if its file is broken.
    pub fn load(files: &[TomlFile], tag: &str) -> Result<Self, Problem> {
        let mut tags = Vec::new();
        // The folder that a file is in most often says the language, so that no other has to be read.
        let is_likely = |file: &&TomlFile| file.name.split('/').nth(1) == Some(tag);
        for file in files.iter().filter(is_likely).chain(files.iter().filter(|file| !is_likely(file))) {
            let mut problems = Vec::new();
            let read = file.parse(&mut problems).split_off(HEAD).decode::<Head>(&mut problems);
            match (problems.into_iter().next(), read) {
                (None, Some(read)) if read.schema == 1 && read.tag == tag => {
                    let file = Some(file.clone());
                    return Ok(Self { tag: read.tag, direction: read.direction, file, said: OnceLock::new() });
                }
                (None, Some(read)) => tags.push(read.tag),
                (Some(problem), _) => return Err(problem),
                (None, None) => {}
            }
        }
        let problem = Problem::new(format!("copydesk has no translation for the language `{tag}`"));
        Err(match did_you_mean(tag, tags.iter().map(String::as_str)) {
            Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
            None => problem.with_help(format!("available languages: {}", tags.join(", "))),
        })
    }

    /// The words of every language that the files given are for, in their order.
    #[must_use]
    pub fn all(files: &[TomlFile]) -> Vec<Self> {
        let read = |file: &TomlFile| {
            let head = file.parse(&mut Vec::new()).split_off(HEAD).decode::<Head>(&mut Vec::new())?;
            let (tag, direction, file) = (head.tag, head.direction, Some(file.clone()));
            (head.schema == 1).then(|| Self { tag, direction, file, said: OnceLock::new() })
        };
        files.iter().filter_map(read).collect()
    }

    /// The words in the language `tag`: the program's own if `built_in` has some; otherwise those of a file that is `given`, and for what
    /// that leaves out the English ones. What is wrong with such a file is said by [`Ui::problems`], not here.
    ///
    /// # Errors
    /// A problem, with the tag probably meant, if no file is for that language.
    pub fn find(built_in: &[TomlFile], given: &[TomlFile], tag: &str) -> Result<Self, Problem> {
        let unknown = match Self::load(built_in, tag) {
            Ok(ui) => return Ok(ui),
            Err(problem) => problem,
        };
        let read = |file: &TomlFile| file.parse(&mut Vec::new()).decode::<Given>(&mut Vec::new());
        let files: Vec<Given> = given.iter().filter_map(read).collect();
        let Some(own) = files.iter().find(|file| file.tag.get_ref() == tag) else {
            let tags: Vec<&str> = files.iter().map(|file| file.tag.get_ref().as_str()).collect();
            let help = match did_you_mean(tag, tags.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if tags.is_empty() => return Err(unknown),
                None => {
                    format!("{}; given in [data]: {}", unknown.help.as_deref().unwrap_or_default(), tags.join(", "))
                }
            };
            return Err(unknown.with_help(help));
        };
        let mut said = Self::load(built_in, STAND_IN)?.said().clone();
        said.plural.clone_from(&own.plural);
        said.words.extend(own.words.iter().map(|(key, text)| (key.get_ref().clone(), text.get_ref().clone())));
        said.options.extend(own.options.clone());
        Ok(Self { tag: tag.to_owned(), direction: own.direction, file: None, said: OnceLock::from(said) })
    }

    /// What is wrong with files of words that a newsroom gives: words that there are none of, placeholders that are not filled, a language
    /// that has words already.
    #[must_use]
    pub fn problems(built_in: &[TomlFile], given: &[TomlFile]) -> Vec<Problem> {
        let mut problems = Vec::new();
        let Ok(english) = Self::load(built_in, STAND_IN) else { return problems };
        let mut tags: Vec<String> = Vec::new();
        for file in given {
            let Some(read) = file.parse(&mut problems).decode::<Given>(&mut problems) else { continue };
            if *read.schema.get_ref() != 1 {
                problems.push(file.problem(read.schema.span(), "this version reads schema 1"));
            }
            let tag = read.tag.get_ref();
            if Self::load(built_in, tag).is_ok() {
                let message =
                    format!("copydesk has words of its own in `{tag}`; a file is read for other languages only");
                problems.push(file.problem(read.tag.span(), message));
            } else if tags.contains(tag) {
                problems.push(file.problem(read.tag.span(), format!("words in `{tag}` are given twice")));
            }
            tags.push(tag.clone());
            for (key, text) in &read.words {
                let Some(template) = english.said().words.get(key.get_ref()) else {
                    let problem =
                        file.problem(key.span(), format!("the program has no words called `{}`", key.get_ref()));
                    let meant = || did_you_mean(key.get_ref(), english.said().words.keys().map(String::as_str));
                    let meant = || meant().map(|meant| format!("did you mean `{meant}`?"));
                    problems.push(problem.with_help_after(&problems, meant));
                    continue;
                };
                if text.get_ref().other().is_none() {
                    problems.push(file.problem(text.span(), "the form `other`, for all other numbers, is missing"));
                }
                let known = template.placeholders();
                let unknown = text.get_ref().placeholders().into_iter().find(|name| !known.contains(name));
                if let Some(unknown) = unknown {
                    let problem = file.problem(text.span(), format!("these words have no placeholder `{{{unknown}}}`"));
                    let names: Vec<String> = known.iter().map(|name| format!("{{{name}}}")).collect();
                    problems.push(match names.is_empty() {
                        true => problem,
                        false => problem.with_help(format!("placeholders here: {}", names.join(", "))),
                    });
                }
            }
        }
        problems
    }

    /// No words at all: what is left when even the built-in ones cannot be had.
    #[must_use]
    pub fn silent() -> Self {
        Self { tag: String::new(), direction: Direction::Ltr, file: None, said: OnceLock::new() }
    }

    fn said(&self) -> &Said {
        self.said.get_or_init(|| {
            // What is wrong with a built-in file is found by its tests.
            let read = |file: &TomlFile| file.parse(&mut Vec::new()).decode::<File>(&mut Vec::new());
            let said = |read: File| Said { plural: read.plural, words: read.words, options: read.options };
            self.file.as_ref().and_then(read).map(said).unwrap_or_default()
        })
    }

    /// The text for `key`; the key itself if there is none, which a test rules out.
    #[must_use]
    pub fn say<'u>(&'u self, key: &'u str) -> &'u str {
        self.said().words.get(key).and_then(Words::other).unwrap_or(key)
    }

    /// What `key` of rules of `kind` means in this language; `None` where it has only the English description of the key.
    #[must_use]
    pub fn meaning(&self, kind: &str, key: &str) -> Option<&str> {
        self.said().options.get(kind)?.get(key).map(String::as_str)
    }

    /// The kinds and keys whose meaning is written in this language.
    pub fn meanings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.said().options.iter().flat_map(|(kind, keys)| keys.keys().map(move |key| (kind.as_str(), key.as_str())))
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
        let form = match self.said().words.get(key) {
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
        let mut rules = self.said().plural.iter().filter(|(_, rule)| rule.includes(number));
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

/// The names in braces in a template.
fn placeholders(template: &str) -> Vec<&str> {
    template.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)).collect()
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
            let names = |words: &Words| words.placeholders().into_iter().map(str::to_owned).collect();
            ui.said().words.iter().map(|(key, words)| (key.clone(), names(words))).collect()
        };
        assert!(shape("en").len() > 10);
        assert_eq!(shape("en"), shape("ar"));
    }

    #[test]
    fn counted_words_have_every_form_of_their_language() {
        for tag in ["en", "ar"] {
            let ui = Ui::load(&ui_files(), tag).unwrap();
            for (key, words) in &ui.said().words {
                let Words::Counted(forms) = words else { continue };
                let other = forms.get(&PluralCategory::Other).unwrap_or_else(|| panic!("{tag}: {key} has no `other`"));
                assert!(other.contains("{count}"), "{tag}: {key} does not say how many");
                for category in ui.said().plural.keys().filter(|category| **category != PluralCategory::Zero) {
                    assert!(forms.contains_key(category), "{tag}: {key} has no form for {category:?}");
                }
                for (category, form) in forms {
                    assert!(
                        *category == PluralCategory::Other || ui.said().plural.contains_key(category),
                        "{tag}: {key} has a form for {category:?}, which no number asks for"
                    );
                    // A form for one number may spell the number out.
                    let names = |text: &str| -> BTreeSet<String> {
                        placeholders(text).into_iter().filter(|name| *name != "count").map(str::to_owned).collect()
                    };
                    assert_eq!(names(form), names(other), "{tag}: {key}");
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

    fn given(tag: &str, words: &str) -> TomlFile {
        TomlFile::new("ui.toml", format!("schema = 1\ntag = '{tag}'\ndirection = 'rtl'\n[words]\n{words}"))
    }

    #[test]
    fn a_given_file_speaks_and_what_it_leaves_out_is_english() {
        let ui = Ui::find(&ui_files(), &[given("ckb", "articles = 'وتارەکان: {count}'")], "ckb").unwrap();
        let english = Ui::load(&ui_files(), "en").unwrap();
        assert_eq!((ui.tag.as_str(), ui.direction), ("ckb", Direction::Rtl));
        assert_eq!(ui.fill("articles", &[("count", "2")]), "وتارەکان: 2");
        assert_eq!(ui.say("no-findings"), english.say("no-findings"));
        let unknown = Ui::find(&ui_files(), &[given("ckb", "")], "ckv").unwrap_err();
        assert_eq!(unknown.help.as_deref(), Some("did you mean `ckb`?"));
    }

    #[test]
    fn a_given_file_brings_the_plurals_of_its_language() {
        let text = "schema = 1\ntag = 'lt'\ndirection = 'ltr'\n[plural]\none = 'n % 10 = 1 and n % 100 != 11'\n[words]\nerrors = { one = '{count} klaida', other = '{count} klaidos' }";
        let ui = Ui::find(&ui_files(), &[TomlFile::new("ui.toml", text)], "lt").unwrap();
        assert_eq!(
            [1, 2, 11, 21].map(|count| ui.count("errors", count)),
            ["1 klaida", "2 klaidos", "11 klaidos", "21 klaida"]
        );
    }

    #[test]
    fn mistakes_in_a_given_file_are_pointed_at() {
        let problems = |file: TomlFile| -> Vec<String> {
            Ui::problems(&ui_files(), &[file]).iter().map(|problem| format!("{problem:#}")).collect()
        };
        assert_eq!(problems(given("ckb", "articles = 'x {count}'")), Vec::<String>::new());
        assert_eq!(
            problems(given("ckb", "articels = 'x'\nerrors = '{cuont}'")),
            [
                "ui.toml:5:1: the program has no words called `articels` (did you mean `articles`?)",
                "ui.toml:6:10: these words have no placeholder `{cuont}` (placeholders here: {count})",
            ]
        );
        assert_eq!(
            problems(given("ar", "")),
            ["ui.toml:2:7: copydesk has words of its own in `ar`; a file is read for other languages only"]
        );
    }
}
