//! YAML, event by event: aliases are never expanded and nesting costs no stack.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;
use saphyr_parser::{Event, Parser, ScalarStyle};

use super::super::OffsetMap;
use super::super::literal::{Style, align};
use super::super::metadata::Entry;
use super::loosened::loosened;
use super::{DEEPEST, Read, joined};

/// A list or a table that is open.
enum Open<'i> {
    List,
    Table {
        /// The key whose value comes next; nothing while a key is to come.
        key: Option<Cow<'i, str>>,
        /// How many entries there were when its key was read.
        begin: usize,
        /// The entries of each key so far.
        seen: FxHashMap<Cow<'i, str>, Range<usize>>,
    },
}

/// Reads the YAML that stands in `inner`: as it is, or put in order where a strict parser refuses it.
pub fn read(text: &str, inner: Range<usize>) -> Read<'_> {
    let yaml = text.get(inner.clone()).unwrap_or_default();
    let strict = events(yaml, yaml, &Offsets::of(yaml), inner.start);
    let Some((_, refused_at)) = strict.1 else { return strict };
    let loosened = loosened(yaml);
    let offsets = Offsets { bytes: Some(loosened.bytes), len: yaml.len() };
    let (entries, fault) = events(yaml, &loosened.text, &offsets, inner.start);
    let entries = entries.into_iter().map(Entry::into_owned).collect();
    match fault {
        // What was put in order for nothing is not reported.
        Some((_, at)) if at <= refused_at => strict,
        fault => (entries, fault),
    }
}

/// What a parser makes of `read`, which stands for `yaml`, stored from byte `base` on.
fn events<'i>(yaml: &'i str, read: &'i str, offsets: &Offsets, base: usize) -> Read<'i> {
    let mut entries = Vec::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut replaced: Vec<Range<usize>> = Vec::new();
    let mut fault = None;
    for event in Parser::new_from_str(read) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(met) => {
                fault = Some((met.info().to_owned(), base + offsets.byte(met.marker().index())));
                break;
            }
        };
        match event {
            Event::SequenceStart(..) => open.push(Open::List),
            Event::MappingStart(..) => open.push(Open::Table { key: None, begin: 0, seen: FxHashMap::default() }),
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
                // As a key, a list or table has no name.
                replaced.extend(end_value(&mut open, entries.len(), Cow::Borrowed("")));
            }
            Event::Alias(_) => replaced.extend(end_value(&mut open, entries.len(), Cow::Borrowed(""))),
            Event::Scalar(value, style, ..) => {
                let range = offsets.byte(span.start.index())..offsets.byte(span.end.index());
                if !matches!(open.last(), Some(Open::Table { key: None, .. })) && open.len() <= DEEPEST {
                    let path = open.iter().map(|open| match open {
                        Open::Table { key: Some(key), .. } => key.as_ref(),
                        _ => "",
                    });
                    let (value, map, style) = located(yaml, range, base, value.clone(), style);
                    entries.push(Entry::new(joined(path), value, map).guarded(style.guarded()));
                }
                replaced.extend(end_value(&mut open, entries.len(), value));
            }
            _ => {}
        }
    }
    if !replaced.is_empty() {
        let mut keep = vec![true; entries.len()];
        replaced.into_iter().filter_map(|range| keep.get_mut(range).map(|keep| keep.fill(false))).for_each(drop);
        let mut keep = keep.into_iter();
        entries.retain(|_| keep.next().unwrap_or(true));
    }
    (entries, fault)
}

/// A node has ended, and there are `entries` now: it was a key, and its value comes next, or it was the value of the key
/// before it. Of a key that is written twice the last value counts: the entries of the one before.
fn end_value<'i>(open: &mut [Open<'i>], entries: usize, node: Cow<'i, str>) -> Option<Range<usize>> {
    let Some(Open::Table { key, begin, seen }) = open.last_mut() else { return None };
    match key.take() {
        None => {
            (*key, *begin) = (Some(node), entries);
            None
        }
        Some(done) => seen.insert(done, *begin..entries).filter(|range| !range.is_empty()),
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
