//! A JSON object at the head of the file. Places come from where the parser's borrowed pieces lie in the text.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::value::RawValue;

use super::super::json::{Members, offset_within, string_at};
use super::super::literal::{Style, align};
use super::super::metadata::Entry;
use super::{DEEPEST, Read, joined};

/// The length of the object at the head of `content`; nothing if it is not whole, or if something else stands on its last
/// line.
pub fn object_len(content: &str) -> Option<usize> {
    let mut values = serde_json::Deserializer::from_str(content).into_iter::<&RawValue>();
    values.next()?.ok()?;
    let length = values.byte_offset();
    let rest = content.get(length..)?.trim_start_matches([' ', '\t']);
    (rest.is_empty() || rest.starts_with(['\n', '\r'])).then_some(length)
}

/// Reads the JSON object that stands in `inner`.
pub fn read(text: &str, inner: Range<usize>) -> Read<'_> {
    let mut entries = Vec::new();
    if let Some(raw) = text.get(inner) {
        walk(text, raw, &mut Vec::new(), &mut entries);
    }
    (entries, None)
}

/// Adds the fields of one value. `raw` is a piece of `text`.
pub fn walk<'a>(text: &'a str, raw: &'a str, path: &mut Vec<Cow<'a, str>>, entries: &mut Vec<Entry<'a>>) {
    if path.len() > DEEPEST {
        return;
    }
    let Some(start) = offset_within(text, raw) else { return };
    match raw.as_bytes().first() {
        Some(b'{') => {
            let Ok(Members(members)) = serde_json::from_str(raw) else { return };
            for (key, value) in members {
                // A graph of several things is one level of writing, not of meaning.
                path.push(if key == "@graph" { Cow::Borrowed("") } else { key });
                walk(text, value.get(), path, entries);
                path.pop();
            }
        }
        Some(b'[') => {
            let items: Vec<&'a RawValue> = serde_json::from_str(raw).unwrap_or_default();
            // A list is one level too, though it has no name.
            path.push(Cow::Borrowed(""));
            items.iter().for_each(|item| walk(text, item.get(), path, entries));
            path.pop();
        }
        Some(b'"') => {
            if let Some((value, map)) = string_at(raw, start) {
                let key = joined(path.iter().map(AsRef::as_ref));
                entries.push(Entry::new(key, value, map).guarded(Style::Backslash.guarded()));
            }
        }
        _ => {
            let value = if raw == "null" { "" } else { raw };
            let map = align(value, start, value, Style::Plain);
            entries.push(Entry::new(joined(path.iter().map(AsRef::as_ref)), Cow::Borrowed(value), map));
        }
    }
}
