//! A text as an editor has it open: lines and columns of the protocol to byte offsets and back, and changes.
//!
//! The protocol counts lines and columns from 0 and columns in UTF-16 code units, or in bytes if the editor offers
//! that. Lines end at LF, CRLF or a lone CR.

use std::cell::OnceCell;

use super::protocol::{Change, Position, Range};
use copydesk::text::{Span, narrow};

/// What a column counts.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes of UTF-8.
    Utf8,
    /// UTF-16 code units, which every editor understands.
    #[default]
    Utf16,
}

/// Bytes between two counts of UTF-16 units: a column in a line of megabytes must not cost a walk through the line.
const STRIDE: usize = 1024;

/// An open text.
#[derive(Debug)]
pub struct OpenText {
    text: String,
    unit: Unit,
    /// Byte offset at which each line begins; at least one.
    lines: Vec<usize>,
    /// UTF-16 units before the first character boundary at or after each multiple of `STRIDE` bytes; counted when a column
    /// is first asked for, which not every text lives to see.
    units: OnceCell<Vec<usize>>,
}

impl OpenText {
    /// Takes a text whose columns are counted in `unit`.
    pub fn new(text: String, unit: Unit) -> Self {
        let mut open = Self { text, unit, lines: Vec::new(), units: OnceCell::new() };
        open.index();
        open
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn index(&mut self) {
        self.lines = std::iter::once(0).chain(line_starts(self.text.as_bytes(), 0..self.text.len())).collect();
        self.units = OnceCell::new();
    }

    /// Puts `text` in the place of the bytes of `range`, which begin and end at characters. What is known of lines before
    /// and after it stays: a burst of changes of a long article must not read it again for each.
    fn replace(&mut self, range: std::ops::Range<usize>, text: &str) {
        self.text.replace_range(range.clone(), text);
        let end = range.start + text.len();
        // Whether a line begins at a byte is seen from it and the byte before.
        let before = self.lines.partition_point(|&line| line < range.start).max(1);
        let behind = self.lines.partition_point(|&line| line <= range.end).max(1);
        for line in self.lines.iter_mut().skip(behind) {
            *line = *line - range.end + end;
        }
        let from = range.start.saturating_sub(1);
        self.lines.splice(before..behind, line_starts(self.text.as_bytes(), from..end));
        self.units = OnceCell::new();
    }

    fn units(&self) -> &[usize] {
        self.units.get_or_init(|| {
            let (mut sum, mut from) = (0, 0);
            let units = (0..=self.text.len()).step_by(STRIDE).map(|mark| {
                let to = self.text.ceil_char_boundary(mark);
                sum += units_in(self.text.get(from..to).unwrap_or_default());
                from = to;
                sum
            });
            units.collect()
        })
    }

    /// UTF-16 units before a byte offset, which lies on a character boundary.
    fn units_before(&self, offset: usize) -> usize {
        let mark = offset / STRIDE;
        let from = self.text.ceil_char_boundary(mark * STRIDE);
        let base = self.units().get(mark).copied().unwrap_or(0);
        if from <= offset {
            base + units_in(self.text.get(from..offset).unwrap_or_default())
        } else {
            base - units_in(self.text.get(offset..from).unwrap_or_default())
        }
    }

    /// The place of a byte offset; past the end it is the end, inside a character its beginning.
    pub fn position(&self, offset: u32) -> Position {
        let offset = self.text.floor_char_boundary((offset as usize).min(self.text.len()));
        let line = self.lines.partition_point(|&start| start <= offset).max(1) - 1;
        let start = self.lines.get(line).copied().unwrap_or(0);
        let column = match self.unit {
            Unit::Utf8 => offset - start,
            Unit::Utf16 => self.units_before(offset) - self.units_before(start),
        };
        Position { line: narrow(line), character: narrow(column) }
    }

    /// The range of a span of bytes.
    pub fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// The byte offset of a place. A column past the end of its line is the end of the line, a line past the end of the
    /// text the end of the text, a column inside a character the beginning of it.
    pub fn offset(&self, at: Position) -> usize {
        let Some(&start) = self.lines.get(at.line as usize) else { return self.text.len() };
        let end = self.lines.get(at.line as usize + 1).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..end).unwrap_or_default();
        let line = line.trim_end_matches(['\n', '\r']);
        let column = at.character as usize;
        match self.unit {
            Unit::Utf8 => start + line.floor_char_boundary(column.min(line.len())),
            Unit::Utf16 => {
                let mut left = column;
                let inside = line.char_indices().find(|(_, c)| {
                    let fits = c.len_utf16() <= left;
                    left -= c.len_utf16().min(left);
                    !fits
                });
                start + inside.map_or(line.len(), |(at, _)| at)
            }
        }
    }

    /// The span of bytes of a range, its ends in order.
    pub fn span(&self, range: Range) -> Span {
        let (a, b) = (self.offset(range.start), self.offset(range.end));
        Span::from_range(a.min(b)..a.max(b))
    }

    /// Makes a change that an editor reports.
    pub fn change(&mut self, change: Change) {
        match change.range {
            Some(range) => self.replace(self.span(range).range(), &change.text),
            None => {
                self.text = change.text;
                self.index();
            }
        }
    }
}

/// Where lines begin whose ends lie in `range`.
fn line_starts(bytes: &[u8], range: std::ops::Range<usize>) -> impl Iterator<Item = usize> {
    let from = range.start;
    memchr::memchr2_iter(b'\n', b'\r', bytes.get(range).unwrap_or_default()).map(move |at| at + from).filter_map(|at| {
        let ends_line = bytes.get(at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n');
        ends_line.then_some(at + 1)
    })
}

fn units_in(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a🙂ب\r\nc\rd\n";

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    fn open(unit: Unit) -> OpenText {
        OpenText::new(TEXT.to_owned(), unit)
    }

    #[test]
    fn every_boundary_has_a_place_and_the_place_leads_back() {
        let long = "كa🙂\n".repeat(700) + &"🙂é".repeat(900);
        for text in [TEXT, &long] {
            for unit in [Unit::Utf8, Unit::Utf16] {
                let open = OpenText::new(text.to_owned(), unit);
                for (at, c) in text.char_indices().filter(|(_, c)| !matches!(c, '\n' | '\r')) {
                    assert_eq!(open.offset(open.position(at as u32)), at, "{c:?} at {at}");
                }
            }
        }
    }

    #[test]
    fn columns_count_what_was_agreed() {
        assert_eq!(open(Unit::Utf16).position(7), at(0, 4));
        assert_eq!(open(Unit::Utf8).position(7), at(0, 7));
        assert_eq!(open(Unit::Utf16).position(99), at(3, 0));
        assert_eq!(open(Unit::Utf16).position(11), at(2, 0));
    }

    #[test]
    fn places_that_do_not_exist_are_brought_near() {
        let open = open(Unit::Utf16);
        assert_eq!(open.offset(at(0, 2)), 1, "inside the emoji");
        assert_eq!(open.offset(at(0, 99)), 7, "behind the line");
        assert_eq!(open.offset(at(99, 0)), TEXT.len());
        let range = Range { start: at(1, 1), end: at(0, 0) };
        assert_eq!(open.span(range), Span::new(0, 10));
    }

    #[test]
    fn lines_are_known_after_a_change_as_if_the_text_were_new() {
        let pieces = ["", "a", "\r", "\n", "\r\n", "\n\r", "a\n", "\ra"];
        for text in pieces.iter().flat_map(|a| pieces.iter().flat_map(move |b| pieces.map(|c| format!("{a}{b}{c}")))) {
            for (from, to) in (0..=text.len()).flat_map(|from| (from..=text.len()).map(move |to| (from, to))) {
                for piece in pieces {
                    let mut open = OpenText::new(text.clone(), Unit::Utf8);
                    open.replace(from..to, piece);
                    let new = OpenText::new(open.text.clone(), Unit::Utf8);
                    assert_eq!(open.lines, new.lines, "{text:?} {from}..{to} {piece:?}");
                }
            }
        }
    }

    #[test]
    fn changes_are_made_in_order() {
        let mut open = OpenText::new("one two\n".into(), Unit::Utf16);
        let change = |line, from, to, text: &str| Change {
            range: Some(Range { start: at(line, from), end: at(line, to) }),
            text: text.to_owned(),
        };
        open.change(change(0, 0, 3, "ثلاثة\n"));
        open.change(change(1, 1, 4, "2"));
        assert_eq!(open.text(), "ثلاثة\n 2\n");
        open.change(Change { range: None, text: "new".to_owned() });
        assert_eq!(open.text(), "new");
    }
}
