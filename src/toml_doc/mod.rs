//! TOML with positions. Everything a user can write for copydesk is TOML, and every complaint about it points at
//! the place in the file: syntax errors (several at once), unknown keys with the key that was probably meant,
//! values of the wrong type.
//!
//! serde's tagged enums and `flatten` lose spans, so a table is split by hand: common keys first, the rest for
//! whoever knows them, each part decoded into its own struct with `deny_unknown_fields`.

mod decode;
pub mod form;
mod places;
mod table;
mod texts;
mod tree;
mod written;

use std::ops::Deref;
use std::sync::Arc;

use toml::de::DeTable;

use crate::text::{Place, Problem, did_you_mean};

pub use places::Places;
pub use table::{Later, Table};
pub use texts::Texts;
pub use tree::{Node, Tree};
pub use written::Written;

/// A TOML file: its name as shown to people, and its text.
#[derive(Debug, Clone)]
pub struct TomlFile {
    /// Name as shown in problems.
    pub name: Arc<str>,
    /// The whole text.
    pub text: Text,
    /// What it says, if that was read when the program was built.
    read: Option<Node>,
}

/// The text of a file: a part of the program, or read by it.
#[derive(Debug, Clone)]
pub enum Text {
    /// Of a built-in file.
    BuiltIn(&'static str),
    /// Of any other.
    Given(Arc<str>),
}

impl Text {
    /// The text, for as long as anybody wants it.
    fn shared(&self) -> Arc<str> {
        match self {
            Self::BuiltIn(text) => (*text).into(),
            Self::Given(text) => Arc::clone(text),
        }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::BuiltIn(text) => text,
            Self::Given(text) => text,
        }
    }
}

impl TomlFile {
    /// A file by name and text.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: Text::Given(text.into()), read: None }
    }

    /// A built-in file. Where it is known what it says, its text is not read again, and nothing in it has a place.
    #[must_use]
    pub fn built_in(name: &'static str, text: &'static str, read: Option<Node>) -> Self {
        Self { name: name.into(), text: Text::BuiltIn(text), read }
    }

    /// Whether what it says was read when the program was built.
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        self.read.is_some()
    }

    /// A problem at a byte range of this file; at the file as a whole, if what it says was read when the program was built.
    #[must_use]
    pub fn problem(&self, range: std::ops::Range<usize>, message: impl Into<String>) -> Problem {
        let place = match self.is_built_in() {
            true => Place::file(&*self.name),
            false => Place::in_text(&*self.name, &self.text.shared(), range),
        };
        Problem::new(message).at(place)
    }

    /// A problem at a key that is outside all tables; at the beginning of the file, if there is no such key.
    #[must_use]
    pub fn problem_at(&self, key: &str, message: impl Into<String>) -> Problem {
        let root = self.parse(&mut Vec::new());
        let place = root.keys().find(|(known, _)| *known == key).map_or(0..0, |(_, place)| place);
        self.problem(place, message)
    }

    /// Parses the file. Syntax errors are added to `problems`; what could be read is returned all the same, so that
    /// one slip does not hide the next.
    pub fn parse(&self, problems: &mut Vec<Problem>) -> Table<'_> {
        if let Some(root) = self.read {
            return Table::read(self, root);
        }
        let (root, mut errors) = DeTable::parse_recoverable(&self.text);
        errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
        problems.extend(errors.iter().map(|error| self.explain(error.message(), error.span())));
        Table::written_in(self, 0..self.text.len(), root.into_inner())
    }

    /// A problem for what the parser or serde says is wrong.
    fn explain(&self, message: &str, span: Option<std::ops::Range<usize>>) -> Problem {
        let problem = self.problem(span.unwrap_or(0..0), message.replace('\n', "; "));
        // serde lists what it expected in back quotes; from that the meant key can be guessed.
        let mut names = message.split('`').skip(1).step_by(2);
        match names.next().filter(|_| message.starts_with("unknown ")) {
            Some(unknown) => match did_you_mean(unknown, names) {
                Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
                None => problem,
            },
            None => problem,
        }
    }
}

/// The shape of a table that decodes into `T`, as a JSON Schema without references; descriptions are its documentation.
#[must_use]
pub fn schema_of<T: schemars::JsonSchema>() -> schemars::Schema {
    let settings = schemars::generate::SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    // The title would be the name of a type.
    schema.remove("title");
    schema
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_spanned::Spanned;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    struct Sample {
        code: Spanned<String>,
        #[serde(default)]
        cue_words: Vec<String>,
    }

    fn decode(text: &str) -> (Option<Sample>, Vec<String>) {
        let file = TomlFile::new("t.toml", text);
        let mut problems = Vec::new();
        let sample = file.parse(&mut problems).decode(&mut problems);
        (sample, problems.iter().map(|problem| format!("{problem:#}")).collect())
    }

    #[test]
    fn values_keep_their_place() {
        let (sample, problems) = decode("code = 'a'\ncue-words = ['b']");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(sample.unwrap().code.span(), 7..10);
    }

    #[test]
    fn every_unknown_key_is_pointed_at_with_the_one_meant() {
        let (sample, problems) = decode("code = 'a'\ncue-wrods = ['b']\nzzz = 1");
        assert_eq!(sample, None);
        assert_eq!(
            problems,
            [
                "t.toml:2:1: unknown key `cue-wrods` (did you mean `cue-words`?)",
                "t.toml:3:1: unknown key `zzz` (known here: code, cue-words)"
            ]
        );
    }

    #[test]
    fn a_wrong_type_is_pointed_at() {
        let (_, problems) = decode("code = 'a'\ncue-words = ['b', 3]");
        assert_eq!(problems, ["t.toml:2:19: invalid type: integer `3`, expected a string"]);
    }

    #[test]
    fn several_syntax_errors_are_reported_at_once() {
        let (_, problems) = decode("code = \ncue-words = [");
        assert!(problems.len() >= 2, "{problems:?}");
        assert!(problems[0].starts_with("t.toml:1:8: "), "{problems:?}");
    }
}
