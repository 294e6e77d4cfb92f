//! YAML, event by event: aliases are never expanded and nesting costs no stack.

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::super::OffsetMap;
use super::super::literal::{Style, align};
use super::super::metadata::Entry;
use super::{DEEPEST, Read, joined};

/// A list or a table that is open.
enum Open<'i> {
    List,
    /// With the key whose value comes next; nothing while a key is to come.
    Table(Option<Cow<'i, str>>),
}

/// Reads the YAML that stands in `inner`.
pub fn read(text: &str, inner: Range<usize>) -> Read<'_> {
    let yaml = text.get(inner.clone()).unwrap_or_default();
    let offsets = Offsets::of(yaml);
    let mut entries = Vec::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    for event in Parser::new_from_str(yaml) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(fault) => {
                return (entries, Some((fault.info().to_owned(), inner.start + offsets.byte(fault.marker().index()))));
            }
        };
        match event {
            Event::SequenceStart(..) => open.push(Open::List),
            Event::MappingStart(..) => open.push(Open::Table(None)),
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
                // As a key, a list or table has no name.
                end_value(&mut open, || Cow::Borrowed(""));
            }
            Event::Alias(_) => {
                end_value(&mut open, || Cow::Borrowed(""));
            }
            Event::Scalar(value, style, ..) => {
                let range = offsets.byte(span.start.index())..offsets.byte(span.end.index());
                if !matches!(open.last(), Some(Open::Table(None))) && open.len() <= DEEPEST {
                    let path = open.iter().map(|open| match open {
                        Open::Table(Some(key)) => key.as_ref(),
                        _ => "",
                    });
                    let (value, map, style) = located(yaml, range, inner.start, value.clone(), style);
                    entries.push(Entry::new(joined(path), value, map).guarded(style.guarded()));
                }
                end_value(&mut open, || value);
            }
            _ => {}
        }
    }
    (entries, None)
}

/// A node has ended: it was a key, and its value comes next, or it was the value of the key before it.
fn end_value<'i>(open: &mut [Open<'i>], node: impl FnOnce() -> Cow<'i, str>) {
    if let Some(Open::Table(key)) = open.last_mut() {
        *key = if key.is_none() { Some(node()) } else { None };
    }
}

/// A value with the way back to its bytes. `range` is the literal in `yaml`, which is stored from byte `base` on.
fn located<'i>(
    yaml: &'i str,
    range: Range<usize>,
    base: usize,
    value: Cow<'i, str>,
    style: ScalarStyle,
) -> (Cow<'i, str>, OffsetMap, Style) {
    let raw = yaml.get(range.clone()).unwrap_or_default();
    let (left, right, style) = match style {
        ScalarStyle::DoubleQuoted => (1, 1, Style::Backslash),
        ScalarStyle::SingleQuoted => (1, 1, Style::DoubledQuote),
        ScalarStyle::Plain => (0, raw.len() - raw.trim_end().len(), Style::Plain),
        ScalarStyle::Literal | ScalarStyle::Folded => {
            // Behind the header line and the indent.
            let header = if raw.starts_with(['|', '>']) { raw.find('\n').map_or(raw.len(), |at| at + 1) } else { 0 };
            let indent = raw.get(header..).map_or(0, |rest| rest.len() - rest.trim_start().len());
            (header + indent, 0, Style::Plain)
        }
    };
    let nothing = style == Style::Plain && matches!(value.as_ref(), "~" | "null");
    if nothing || value.is_empty() {
        return (Cow::Borrowed(""), align("", base + range.start, "", Style::Plain), style);
    }
    let inside = raw.get(left..raw.len().saturating_sub(right).max(left)).unwrap_or(raw);
    let map = align(inside, base + range.start + left, &value, style);
    (value, map, style)
}

/// The parser counts characters; spans count bytes.
struct Offsets {
    /// The byte at which each character begins, and the end; nothing where both counts are the same.
    bytes: Option<Vec<u32>>,
    len: usize,
}

impl Offsets {
    fn of(yaml: &str) -> Self {
        let bytes = (!yaml.is_ascii()).then(|| yaml.char_indices().map(|(at, _)| crate::text::narrow(at)).collect());
        Self { bytes, len: yaml.len() }
    }

    fn byte(&self, character: usize) -> usize {
        match &self.bytes {
            Some(bytes) => bytes.get(character).map_or(self.len, |&at| at as usize),
            None => character.min(self.len),
        }
    }
}
