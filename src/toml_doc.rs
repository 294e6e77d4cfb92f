//! TOML with positions. Everything a user can write for copydesk is TOML, and every complaint about it points at
//! the place in the file: syntax errors (several at once), unknown keys with the key that was probably meant,
//! values of the wrong type.
//!
//! serde's tagged enums and `flatten` lose spans, so a table is split by hand: common keys first, the rest for
//! whoever knows them, each part decoded into its own struct with `deny_unknown_fields`.

use std::fmt;
use std::sync::Arc;

use serde::de::{self, DeserializeOwned, Visitor};
use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::text::{Place, Problem, did_you_mean};

/// A TOML file: its name as shown to people, and its text.
#[derive(Debug, Clone)]
pub struct TomlFile {
    /// Name as shown in problems.
    pub name: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
}

impl TomlFile {
    /// A file by name and text.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// A problem at a byte range of this file.
    #[must_use]
    pub fn problem(&self, range: std::ops::Range<usize>, message: impl Into<String>) -> Problem {
        Problem::new(message).at(Place::in_text(&*self.name, &self.text, range))
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
        let (root, mut errors) = DeTable::parse_recoverable(&self.text);
        errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
        problems.extend(errors.iter().map(|error| self.explain(error)));
        Table { file: self, span: 0..self.text.len(), entries: root.into_inner() }
    }

    fn explain(&self, error: &toml::de::Error) -> Problem {
        let problem = self.problem(error.span().unwrap_or(0..0), error.message().replace('\n', "; "));
        // serde lists what it expected in back quotes; from that the meant key can be guessed.
        let mut names = error.message().split('`').skip(1).step_by(2);
        match names.next().filter(|_| error.message().starts_with("unknown ")) {
            Some(unknown) => match did_you_mean(unknown, names) {
                Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
                None => problem,
            },
            None => problem,
        }
    }
}

/// One table of a TOML file, with the place it is in.
#[derive(Debug, Clone)]
pub struct Table<'f> {
    file: &'f TomlFile,
    span: std::ops::Range<usize>,
    entries: DeTable<'f>,
}

impl<'f> Table<'f> {
    /// The file the table is in.
    #[must_use]
    pub fn file(&self) -> &'f TomlFile {
        self.file
    }

    /// The byte range of the table (of its header, for `[table]` and `[[table]]`).
    #[must_use]
    pub fn span(&self) -> std::ops::Range<usize> {
        self.span.clone()
    }

    /// A problem at this table.
    #[must_use]
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        self.file.problem(self.span(), message)
    }

    /// The keys present, with their places.
    pub fn keys(&self) -> impl Iterator<Item = (&str, std::ops::Range<usize>)> {
        self.entries.keys().map(|key| (key.get_ref().as_ref(), key.span()))
    }

    /// Takes the entries named in `keys` out, as a table of their own.
    #[must_use]
    pub fn split_off(&mut self, keys: &[&str]) -> Table<'f> {
        let mut taken = DeTable::new();
        for key in keys {
            if let Some((key, value)) = self.entries.remove_entry(*key) {
                taken.insert(key, value);
            }
        }
        Table { file: self.file, span: self.span.clone(), entries: taken }
    }

    /// Takes the entry `key` out as one table; `None` if it is absent, a problem if it is something else.
    pub fn take_table(&mut self, key: &str, problems: &mut Vec<Problem>) -> Option<Table<'f>> {
        let value = self.entries.remove(key)?;
        self.as_table(key, value, problems)
    }

    /// Takes the entry `key` out as an array of tables (`[[key]]`); empty if absent. Elements that are not tables
    /// are problems.
    pub fn take_tables(&mut self, key: &str, problems: &mut Vec<Problem>) -> Vec<Table<'f>> {
        let Some(value) = self.entries.remove(key) else { return Vec::new() };
        let span = value.span();
        match value.into_inner() {
            DeValue::Array(items) => items.into_iter().filter_map(|item| self.as_table(key, item, problems)).collect(),
            other => {
                let message = format!("`{key}` is a list of tables, written [[{key}]], not {}", other.type_str());
                problems.push(self.file.problem(span, message));
                Vec::new()
            }
        }
    }

    /// Takes every entry that is a table, with its key: for tables keyed by what the user names.
    pub fn take_all_tables(&mut self, problems: &mut Vec<Problem>) -> Vec<(Spanned<String>, Table<'f>)> {
        let entries = std::mem::take(&mut self.entries);
        entries
            .into_iter()
            .filter_map(|(key, value)| {
                let name = key.get_ref().to_string();
                let table = self.as_table(&name, value, problems)?;
                Some((Spanned::new(key.span(), name), table))
            })
            .collect()
    }

    fn as_table(&self, key: &str, value: Spanned<DeValue<'f>>, problems: &mut Vec<Problem>) -> Option<Table<'f>> {
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(entries) => Some(Table { file: self.file, span, entries }),
            other => {
                problems.push(self.file.problem(span, format!("`{key}` is a table, not {}", other.type_str())));
                None
            }
        }
    }

    /// This table with the entries of `other` put in, in place of entries of the same name.
    #[must_use]
    pub fn overridden_by(mut self, other: &Table<'f>) -> Table<'f> {
        for (key, value) in &other.entries {
            self.entries.remove(key.get_ref().as_ref());
            self.entries.insert(key.clone(), value.clone());
        }
        self
    }

    /// This table with the entries of `other` that it has not.
    #[must_use]
    pub fn completed_by(mut self, other: &Table<'f>) -> Table<'f> {
        for (key, value) in &other.entries {
            if !self.entries.contains_key(key.get_ref().as_ref()) {
                self.entries.insert(key.clone(), value.clone());
            }
        }
        self
    }

    /// Bytes its values are written with, wherever in the file they stand.
    #[must_use]
    pub fn written_len(&self) -> usize {
        fn of<'v>(entries: impl Iterator<Item = &'v Spanned<DeValue<'v>>>) -> usize {
            let len = |value: &'v Spanned<DeValue<'v>>| match value.get_ref() {
                DeValue::Table(inner) => of(inner.values()),
                _ => value.span().len(),
            };
            entries.map(len).fold(0, usize::saturating_add)
        }
        of(self.entries.values())
    }

    /// Its values as people write them, by key.
    #[must_use]
    pub fn written(&self) -> Vec<(String, Written)> {
        self.entries.iter().map(|(key, value)| (key.get_ref().to_string(), Written::of(value.get_ref()))).collect()
    }

    /// The text of entry `key`, if it has one that is text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.entries.get(key)?.get_ref().as_str()
    }

    /// Decodes the table into `T`, which denies unknown fields. Each unknown key becomes a problem of its own, with
    /// the known key it resembles; then wrong values do.
    pub fn decode<T: DeserializeOwned>(mut self, problems: &mut Vec<Problem>) -> Option<T> {
        let known = fields_of::<T>();
        let before = problems.len();
        if !known.is_empty() {
            let mut unknown: Vec<_> = self.keys().filter(|(name, _)| !known.contains(name)).collect();
            unknown.sort_by_key(|(_, span)| span.start);
            for (name, span) in unknown {
                let problem = self.file.problem(span, format!("unknown key `{name}`"));
                let help = || match did_you_mean(name, known.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("known here: {}", known.join(", ")),
                };
                problems.push(problem.with_help_after(problems, || Some(help())));
            }
            self.entries = self.split_off(known).entries;
        }
        let table = Spanned::new(self.span.clone(), DeValue::Table(self.entries));
        match T::deserialize(ValueDeserializer::from(table)) {
            Ok(value) => (problems.len() == before).then_some(value),
            Err(error) => {
                problems.push(self.file.explain(&error));
                None
            }
        }
    }
}

/// A value as people write it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Written {
    /// One that is short enough to be shown.
    Value(String),
    /// A longer list or table: how many entries it has.
    Entries(usize),
}

impl Written {
    /// Values of more characters are counted instead of shown.
    const LONGEST: usize = 40;

    fn of(value: &DeValue<'_>) -> Self {
        let is_short = |text: &String| text.chars().count() <= Self::LONGEST;
        let shown = Self::shown(value).filter(is_short);
        shown.map_or_else(|| Self::Entries(Self::entries(value)), Self::Value)
    }

    /// The value in TOML; `None` for tables and for lists that hold some.
    fn shown(value: &DeValue<'_>) -> Option<String> {
        match value {
            DeValue::String(text) => Some(format!("\"{text}\"")),
            DeValue::Integer(number) => Some(number.as_str().to_owned()),
            DeValue::Float(number) => Some(number.as_str().to_owned()),
            DeValue::Boolean(is) => Some(is.to_string()),
            DeValue::Datetime(time) => Some(time.to_string()),
            DeValue::Array(items) => {
                let items: Option<Vec<String>> = items.iter().map(|item| Self::shown(item.get_ref())).collect();
                Some(format!("[{}]", items?.join(", ")))
            }
            DeValue::Table(_) => None,
        }
    }

    fn entries(value: &DeValue<'_>) -> usize {
        match value {
            DeValue::Array(items) => items.len(),
            DeValue::Table(entries) => entries.len(),
            // Long texts are lists of words.
            DeValue::String(text) => text.split_whitespace().count(),
            _ => 1,
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

/// The names of the fields a struct accepts, asked of its `Deserialize` implementation; empty for other types.
fn fields_of<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut fields: &'static [&'static str] = &[];
    // The answer is the field list; the decoding itself always fails, by design.
    let _ = T::deserialize(FieldsOf(&mut fields));
    fields
}

struct FieldsOf<'a>(&'a mut &'static [&'static str]);

impl<'de> de::Deserializer<'de> for FieldsOf<'_> {
    type Error = NoValue;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NoValue> {
        Err(NoValue)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, NoValue> {
        *self.0 = fields;
        Err(NoValue)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[derive(Debug)]
struct NoValue;

impl fmt::Display for NoValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("only the field names were asked for")
    }
}

impl std::error::Error for NoValue {}

impl de::Error for NoValue {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

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
