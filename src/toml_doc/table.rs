//! A table of a TOML file, taken apart by whoever knows its keys. What is in it was parsed just now, or was read when the program
//! was built; of the two kinds of entries the first know their place.

use std::borrow::Cow;
use std::ops::{Deref, Range};
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use super::TomlFile;
use super::decode::{decoded, fields_of};
use super::tree::{NO_PLACE, Node};
use super::written::Written;
use crate::text::{Problem, did_you_mean};

/// One table of a TOML file, with the place it is in.
#[derive(Debug, Clone)]
pub struct Table<'f> {
    file: &'f TomlFile,
    span: Range<usize>,
    /// In order of key.
    entries: Vec<Entry<'f>>,
}

#[derive(Debug, Clone)]
pub(super) struct Entry<'f> {
    pub key: Cow<'f, str>,
    pub key_span: Range<usize>,
    pub value: Held<'f>,
}

impl Entry<'_> {
    /// An entry that was read when the program was built.
    fn read((key, node): (&'static str, Node)) -> Self {
        Self { key: Cow::Borrowed(key), key_span: NO_PLACE, value: Held::Read(key, node) }
    }
}

/// A value as it is held.
#[derive(Debug, Clone)]
pub(super) enum Held<'f> {
    /// Parsed just now.
    Parsed(Spanned<DeValue<'f>>),
    /// Read when the program was built, with its key.
    Read(&'static str, Node),
}

impl Held<'_> {
    fn span(&self) -> Range<usize> {
        match self {
            Self::Parsed(value) => value.span(),
            Self::Read(..) => NO_PLACE,
        }
    }
}

impl<'f> Table<'f> {
    /// A table that was parsed just now.
    pub(super) fn written_in(file: &'f TomlFile, span: Range<usize>, entries: DeTable<'f>) -> Self {
        let entry = |(key, value): (Spanned<Cow<'f, str>>, _)| {
            let key_span = key.span();
            Entry { key: key.into_inner(), key_span, value: Held::Parsed(value) }
        };
        Self { file, span, entries: entries.into_iter().map(entry).collect() }
    }

    /// A table that was read when the program was built.
    pub(super) fn read(file: &'f TomlFile, node: Node) -> Self {
        Self { file, span: NO_PLACE, entries: node.entries().map(Entry::read).collect() }
    }

    /// The file the table is in.
    #[must_use]
    pub fn file(&self) -> &'f TomlFile {
        self.file
    }

    /// The byte range of the table (of its header, for `[table]` and `[[table]]`).
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The line of the table, from 1; the first one of the file, if it was read when the program was built.
    #[must_use]
    pub fn line(&self) -> u32 {
        if self.span == NO_PLACE {
            return 1;
        }
        self.problem("").place.and_then(|place| place.position()).map_or(1, |(line, _)| line)
    }

    /// A problem at this table.
    #[must_use]
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        self.file.problem(self.span(), message)
    }

    /// A problem at the key `key`, or at the table where it has none.
    #[must_use]
    pub fn problem_at(&self, key: &str, message: impl Into<String>) -> Problem {
        let entry = self.place_of(key).ok().and_then(|at| self.entries.get(at));
        self.file.problem(entry.map_or_else(|| self.span(), |entry| entry.key_span.clone()), message)
    }

    /// The entries, in order of key.
    pub(super) fn entries(&self) -> &[Entry<'f>] {
        &self.entries
    }

    /// The keys present, with their places.
    pub fn keys(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        self.entries.iter().map(|entry| (&*entry.key, entry.key_span.clone()))
    }

    /// Whether there is an entry with this key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.place_of(key).is_ok()
    }

    fn place_of(&self, key: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|entry| (*entry.key).cmp(key))
    }

    fn take(&mut self, key: &str) -> Option<Held<'f>> {
        let at = self.place_of(key).ok()?;
        Some(self.entries.remove(at).value)
    }

    /// Takes the entries named in `keys` out, as a table of their own.
    #[must_use]
    pub fn split_off(&mut self, keys: &[&str]) -> Table<'f> {
        let is_named = |entry: &mut Entry<'f>| keys.contains(&&*entry.key);
        let entries = self.entries.extract_if(.., is_named).collect();
        Table { file: self.file, span: self.span.clone(), entries }
    }

    /// Takes the entry `key` out, as a table in which it is called `name`, with the place of the entry; `None` if it is absent.
    pub fn take_as(&mut self, key: &str, name: &'static str) -> Option<Table<'f>> {
        let entry = self.entries.remove(self.place_of(key).ok()?);
        let span = entry.key_span.start..entry.value.span().end;
        let entries = vec![Entry { key: Cow::Borrowed(name), ..entry }];
        Some(Table { file: self.file, span, entries })
    }

    /// Takes out the entry `key`, if it was read when the program was built: there a rule may have more than it may be given.
    #[must_use]
    pub fn take_read(&mut self, key: &str) -> Option<Node> {
        let at = self.place_of(key).ok()?;
        let Held::Read(_, node) = self.entries.get(at)?.value else { return None };
        self.entries.remove(at);
        Some(node)
    }

    /// Whether all of the entries named in `keys` that are there were read when the program was built.
    #[must_use]
    pub fn was_read(&self, keys: &[&str]) -> bool {
        let mut named = self.entries.iter().filter(|entry| keys.contains(&&*entry.key));
        named.all(|entry| matches!(entry.value, Held::Read(..)))
    }

    /// Takes the entry `key` out as one table; `None` if it is absent, a problem if it is something else.
    pub fn take_table(&mut self, key: &str, problems: &mut Vec<Problem>) -> Option<Table<'f>> {
        let value = self.take(key)?;
        self.as_table(key, value, problems)
    }

    /// Takes the entry `key` out as an array of tables (`[[key]]`); empty if absent. Elements that are not tables
    /// are problems.
    pub fn take_tables(&mut self, key: &str, problems: &mut Vec<Problem>) -> Vec<Table<'f>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let span = value.span();
        let parsed = match value {
            Held::Read(_, node) => return node.items().map(|item| Table::read(self.file, item)).collect(),
            Held::Parsed(value) => value.into_inner(),
        };
        match parsed {
            DeValue::Array(items) => {
                items.into_iter().filter_map(|item| self.as_table(key, Held::Parsed(item), problems)).collect()
            }
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
            .filter_map(|Entry { key, key_span, value }| {
                let table = self.as_table(&key, value, problems)?;
                Some((Spanned::new(key_span, key.into_owned()), table))
            })
            .collect()
    }

    fn as_table(&self, key: &str, value: Held<'f>, problems: &mut Vec<Problem>) -> Option<Table<'f>> {
        let span = value.span();
        match value {
            Held::Read(_, node) => Some(Table::read(self.file, node)),
            Held::Parsed(value) => match value.into_inner() {
                DeValue::Table(entries) => Some(Table::written_in(self.file, span, entries)),
                other => {
                    problems.push(self.file.problem(span, format!("`{key}` is a table, not {}", other.type_str())));
                    None
                }
            },
        }
    }

    /// This table with the entries of `other` put in, in place of entries of the same name.
    #[must_use]
    pub fn overridden_by(self, other: &Table<'f>) -> Table<'f> {
        let entries = one_of_each(other.entries.iter().cloned().chain(self.entries));
        Table { entries, ..self }
    }

    /// This table with the entries of `other` that it has not.
    #[must_use]
    pub fn completed_by(self, other: &Table<'f>) -> Table<'f> {
        let entries = one_of_each(self.entries.into_iter().chain(other.entries.iter().cloned()));
        Table { entries, ..self }
    }

    /// Bytes its values are written with, wherever in the file they stand; none of those that were read when the program was built.
    #[must_use]
    pub fn written_len(&self) -> usize {
        fn of(value: &Spanned<DeValue<'_>>) -> usize {
            match value.get_ref() {
                DeValue::Table(inner) => inner.values().map(of).fold(0, usize::saturating_add),
                _ => value.span().len(),
            }
        }
        let len = |entry: &Entry<'_>| match &entry.value {
            Held::Parsed(value) => of(value),
            Held::Read(..) => 0,
        };
        self.entries.iter().map(len).fold(0, usize::saturating_add)
    }

    /// Its values as people write them, by key.
    #[must_use]
    pub fn written(&self) -> Vec<(String, Written)> {
        let written = |entry: &Entry<'_>| match &entry.value {
            Held::Parsed(value) => Written::of(value.get_ref()),
            Held::Read(_, node) => Written::of_read(*node),
        };
        self.entries.iter().map(|entry| (entry.key.to_string(), written(entry))).collect()
    }

    /// The text of entry `key`, if it has one that is text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        match &self.entries.get(self.place_of(key).ok()?)?.value {
            Held::Parsed(value) => value.get_ref().as_str(),
            Held::Read(_, node) => node.as_str(),
        }
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
            if problems.len() > before {
                self.entries.retain(|entry| known.contains(&&*entry.key));
            }
        }
        let (file, span) = (self.file, self.span.clone());
        match decoded(self.entries, span) {
            Ok(value) => (problems.len() == before).then_some(value),
            Err(error) => {
                problems.push(file.explain(&error.message, error.span));
                None
            }
        }
    }

    /// Decodes the table when somebody asks for what is in it, if all of that was read when the program was built; otherwise now.
    pub fn decode_later<T: DeserializeOwned>(self, problems: &mut Vec<Problem>) -> Option<Later<T>> {
        let read = |entry: &Entry<'_>| match entry.value {
            Held::Read(key, node) => Some((key, node)),
            Held::Parsed(_) => None,
        };
        match self.entries.iter().map(read).collect() {
            Some(entries) => Some(Later { entries, value: OnceLock::new() }),
            None => Some(Later { entries: Vec::new(), value: OnceLock::from(self.decode::<T>(problems)?) }),
        }
    }
}

/// What is in a built-in table, decoded when somebody asks for it.
#[derive(Debug)]
pub struct Later<T> {
    entries: Vec<(&'static str, Node)>,
    value: OnceLock<T>,
}

impl<T: DeserializeOwned + Default> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.get_or_init(|| {
            let entries = self.entries.iter().copied().map(Entry::read).collect();
            // What is wrong with a built-in rule is found by its tests.
            decoded(entries, NO_PLACE).unwrap_or_default()
        })
    }
}

/// The first entry of each key, in order of key.
fn one_of_each<'f>(entries: impl Iterator<Item = Entry<'f>>) -> Vec<Entry<'f>> {
    let mut entries: Vec<Entry<'f>> = entries.collect();
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    entries.dedup_by(|later, first| later.key == first.key);
    entries
}
