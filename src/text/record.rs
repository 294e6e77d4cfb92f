//! Where an article is written that is a part of a larger file: its strings are read as one text, and every byte of the
//! text has its place in the file.

use std::borrow::Cow;

use super::{Edit, Span};

/// What a string is in its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartRole {
    /// The article's text.
    Text,
    /// A headline, or other prose above the text.
    Headline,
    /// The words of a picture.
    Caption,
}

/// One of the strings that an article is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPart {
    /// The JSON pointer of the string, or the name of its element.
    pub field: String,
    /// What it is.
    pub role: PartRole,
    /// Whether it is written in HTML.
    pub is_html: bool,
    /// Its bytes in the text.
    pub span: Span,
}

/// A place at which the text and what is written for it drift apart, or a new line of the file begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Anchor {
    /// A byte of the text.
    pub text: u32,
    /// The byte of the record it is written at.
    pub written: u32,
    /// The line of the file that byte is on, from 1.
    pub line: u32,
    /// The scalar values before it on that line.
    pub column: u32,
    /// Where that line begins, in bytes of the file.
    pub line_start: u64,
}

/// Where the text of a record is written in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPlace {
    /// What the article is known by: the record's own id, or the number of its line.
    pub id: String,
    /// The hash of the record as it is written, where it has no id of its own.
    pub hash: Option<u64>,
    /// The strings that the text is made of, in order, with white space between them.
    pub parts: Vec<RecordPart>,
    /// Where the record begins, in bytes of the file.
    pub start: u64,
    /// In order of the text. Each part begins with one and ends with one.
    pub anchors: Vec<Anchor>,
    /// The tag of the language that the record names.
    pub language: Option<String>,
    /// Its other values, by key in lower case; keys of objects inside objects are joined by dots.
    pub members: Vec<(String, String)>,
    /// The values that are to stand with each finding, as JSON on one line, by the names under which they were asked for.
    pub kept: Vec<(String, String)>,
}

impl RecordPlace {
    /// The id that programs are told. One that had to be made up is the hash of the record, in hexadecimal: two records have the
    /// same only if they are the same, in whatever file they stand.
    #[must_use]
    pub fn public_id(&self) -> Cow<'_, str> {
        self.hash.map_or(Cow::Borrowed(&*self.id), |hash| Cow::Owned(format!("{hash:016x}")))
    }

    /// The last anchor that is not after byte `offset` of the text.
    #[must_use]
    pub fn anchor(&self, offset: u32) -> Anchor {
        let next = self.anchors.partition_point(|anchor| anchor.text <= offset);
        next.checked_sub(1).and_then(|last| self.anchors.get(last)).copied().unwrap_or_default()
    }

    /// Where byte `offset` of the text is written, in bytes of the file.
    #[must_use]
    pub fn file_offset(&self, offset: u32) -> u64 {
        let anchor = self.anchor(offset);
        self.start + u64::from(anchor.written) + u64::from(offset - anchor.text.min(offset))
    }

    /// The part that byte `offset` of the text is in; the end of a part is still in it.
    #[must_use]
    pub fn part(&self, offset: u32) -> Option<&RecordPart> {
        let next = self.parts.partition_point(|part| part.span.start <= offset);
        self.parts.get(next.checked_sub(1)?)
    }

    /// Moves the parts as edits of the text move them. What is put in at an end of a part is in it. The anchors stay: what
    /// is written is not what it was.
    pub fn follow(&mut self, edits: &[Edit]) {
        let grown = |edits: &mut dyn Iterator<Item = &Edit>| {
            edits.map(|edit| edit.text.len() as i64 - i64::from(edit.span.end - edit.span.start)).sum::<i64>()
        };
        for part in &mut self.parts {
            let moved = |at: u32, by: i64| u32::try_from(i64::from(at) + by).unwrap_or(0);
            let Span { start, end } = part.span;
            let before = grown(&mut edits.iter().filter(|edit| edit.span.end <= start && edit.span.start < start));
            let within = grown(&mut edits.iter().filter(|edit| edit.span.end <= end));
            part.span = Span::new(moved(start, before), moved(end, within));
        }
    }

    /// The part that is the article's text.
    #[must_use]
    pub fn body(&self) -> Option<&RecordPart> {
        self.parts.iter().find(|part| part.role == PartRole::Text)
    }
}
