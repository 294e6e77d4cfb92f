//! TOML, by the parser that reads the configuration too.

use std::borrow::Cow;
use std::ops::Range;

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::OffsetMap;
use super::super::literal::{Style, align};
use super::super::metadata::Entry;
use super::{DEEPEST, Read, joined};

/// Reads the TOML that stands in `inner`.
pub fn read(text: &str, inner: Range<usize>) -> Read<'_> {
    let toml = text.get(inner.clone()).unwrap_or_default();
    let (table, errors) = DeTable::parse_recoverable(toml);
    let fault = errors.first().map(|error| {
        let at = error.span().map_or(0, |span| span.start);
        (error.message().to_owned(), inner.start + at)
    });
    let mut reader = Reader { toml, base: inner.start, path: Vec::new(), entries: Vec::new() };
    reader.table(table.get_ref());
    let mut entries = reader.entries;
    entries.sort_by_key(|entry| entry.span());
    (entries, fault)
}

struct Reader<'a> {
    toml: &'a str,
    base: usize,
    path: Vec<String>,
    entries: Vec<Entry<'a>>,
}

impl<'a> Reader<'a> {
    fn table(&mut self, table: &DeTable<'a>) {
        for (key, value) in table {
            self.path.push(key.get_ref().to_string());
            self.value(value);
            self.path.pop();
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'a>>) {
        if self.path.len() > DEEPEST {
            return;
        }
        match value.get_ref() {
            DeValue::Table(table) => self.table(table),
            DeValue::Array(items) => items.iter().for_each(|item| self.value(item)),
            DeValue::String(string) => self.push(string.clone(), value.span()),
            _ => {
                let raw = self.toml.get(value.span()).unwrap_or_default();
                self.push(Cow::Borrowed(raw), value.span());
            }
        }
    }

    fn push(&mut self, value: Cow<'a, str>, span: Range<usize>) {
        let raw = self.toml.get(span.clone()).unwrap_or_default();
        // What the parser could not understand it gives as a string, too, without quotes.
        let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") {
            3
        } else {
            usize::from(raw.starts_with(['"', '\'']))
        };
        let style = if raw.starts_with('"') { Style::Backslash } else { Style::Plain };
        let guarded = if style == Style::Plain { "'\n\r" } else { style.guarded() };
        // A line end right after three quotes does not count.
        let inside = raw.get(quotes..raw.len().saturating_sub(quotes)).unwrap_or_default();
        let begun =
            if quotes == 3 { inside.trim_start_matches('\r').strip_prefix('\n').unwrap_or(inside) } else { inside };
        let start = self.base + span.start + quotes + (inside.len() - begun.len());
        let map: OffsetMap = align(begun, start, &value, style);
        self.entries.push(Entry::new(joined(self.path.iter().map(String::as_str)), value, map).guarded(guarded));
    }
}
