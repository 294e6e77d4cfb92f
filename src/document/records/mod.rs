//! Articles that are records of a larger file: objects of JSON, items of a WordPress export, rows of a table. A record's strings are read as
//! one text, its headlines first; where each byte of it is written is known, through all escapes.

mod csv;
mod json;
mod ninjs;
mod wxr;

use std::borrow::Cow;
use std::ops::Range;

pub use csv::{Columns, RowEnd, rows};
pub use json::{FieldPaths, of_list};
pub use wxr::items;

use super::{OffsetMap, Reading, RecordFormat};
use crate::text::{
    Anchor, Edit, Fault, PartRole, ProseSpan, RecordPart, RecordPlace, Source, SourceId, Span, apply_edits, narrow,
    stable_hash,
};

/// Stands between the strings of a record.
const BETWEEN: &str = "\n\n";

/// How a string is written where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quoting {
    /// A JSON string; as ASCII, if all of it is.
    Json {
        /// Whether everything else is escaped.
        is_ascii: bool,
    },
    /// A CDATA section of XML: as it is.
    Cdata,
    /// Text of XML, with character references.
    Xml,
    /// A cell of a table.
    Cell {
        /// Whether it stands between quotation marks, of which it has two for each of its own.
        is_quoted: bool,
        /// What stands between cells.
        delimiter: u8,
    },
}

/// One string of a record.
#[derive(Debug)]
pub struct RecordString<'r> {
    /// Its JSON pointer, or the name of its element or column.
    pub field: String,
    /// What it is.
    pub role: PartRole,
    /// Whether it is written in HTML.
    pub is_html: bool,
    /// What it says.
    pub text: Cow<'r, str>,
    /// From `text` to the bytes of the record.
    pub map: OffsetMap,
    /// The pieces it is written in, in order, each with how; at least one.
    pub pieces: Vec<(Range<usize>, Quoting)>,
}

/// The parts of a record.
#[derive(Debug)]
pub struct Record<'r> {
    /// Its strings that are prose, in the order they are read in.
    pub strings: Vec<RecordString<'r>>,
    /// What the article is known by, if the record says.
    pub id: Option<String>,
    /// The tag of its language, if the record says.
    pub language: Option<String>,
    /// Its other values, each with its key in lower case.
    pub members: Vec<(String, String)>,
    /// The values that [`FieldPaths::kept`] asks for and it has, as JSON on one line.
    pub kept: Vec<(String, String)>,
}

/// What a record says of itself besides its prose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// What the article is known by, if the record says.
    pub id: Option<String>,
    /// The values that [`FieldPaths::kept`] asks for and it has, as JSON on one line.
    pub kept: Vec<(String, String)>,
}

/// Why a record is no article.
#[derive(Debug)]
pub enum NoRecord {
    /// It cannot be read.
    Fault(Fault),
    /// It has no text: there is nothing to check, and nothing wrong.
    NoText,
}

impl From<Fault> for NoRecord {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// What a file of records holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Items<'t> {
    /// Its records, each with the byte at which it begins.
    pub items: Vec<(usize, &'t str)>,
    /// Why it cannot be read to its end.
    pub fault: Option<Fault>,
}

/// How records follow one another in a file.
#[derive(Clone, Copy)]
pub enum Layout {
    /// A record a line: a file is read line by line.
    Lines,
    /// In a list, which is read as a whole and taken apart by this.
    List(for<'t> fn(&'t str) -> Items<'t>),
    /// A record a row of a table, behind a first row that names the columns: a file is read row by row.
    Rows,
}

impl RecordFormat {
    /// How its records follow one another.
    #[must_use]
    pub fn layout(self) -> Layout {
        match self {
            Self::JsonLines => Layout::Lines,
            Self::Json => Layout::List(of_list),
            Self::Wxr => Layout::List(items),
            Self::Csv => Layout::Rows,
        }
    }
}

/// Where a record stands in its file.
#[derive(Debug, Clone, Copy)]
pub struct RecordStart {
    /// Its first byte, counted in the file.
    pub byte: u64,
    /// The line it begins on, from 1.
    pub line: u32,
    /// The scalar values before it on that line.
    pub column: u32,
    /// Where that line begins, in bytes of the file.
    pub line_start: u64,
}

/// Reads one record of a file in `format`. A string whose key means a headline or a caption is read as one, as it is in front
/// matter, unless it was cut short.
///
/// # Errors
/// What is wrong with it, or that it has no text.
pub fn read<'r>(
    raw: &'r str,
    format: RecordFormat,
    paths: &FieldPaths,
    reading: &Reading<'_>,
) -> Result<Record<'r>, NoRecord> {
    let mut record = match format {
        RecordFormat::JsonLines | RecordFormat::Json => json::read(raw, paths, reading)?,
        RecordFormat::Wxr => wxr::read(raw, paths, reading)?,
        RecordFormat::Csv => csv::read(raw, paths, reading)?,
    };
    let body = record.strings.iter().position(|string| string.role == PartRole::Text);
    let body = body.map(|at| record.strings.remove(at));
    record.strings.retain(|string| is_whole(&string.text));
    let captions = record.strings.iter().position(|string| string.role == PartRole::Caption);
    if let Some(body) = body {
        record.strings.insert(captions.unwrap_or(record.strings.len()), body);
    }
    Ok(record)
}

/// What a record that is no article says of itself all the same.
#[must_use]
pub fn identity(raw: &str, format: RecordFormat, paths: &FieldPaths, reading: &Reading<'_>) -> Identity {
    match format {
        RecordFormat::JsonLines | RecordFormat::Json => json::identity(raw, paths, reading),
        // An item of an export that can be read is an article.
        RecordFormat::Wxr => Identity::default(),
        RecordFormat::Csv => csv::identity(raw, paths, reading),
    }
}

/// A record as it is written, for what is said about the writing itself. `raw` stands in its file at `start`, and is what can be
/// shown of a record that says `identity` of itself, and whose hash is `hash`.
#[must_use]
pub fn as_written(id: SourceId, raw: &str, start: RecordStart, identity: Identity, hash: u64) -> Source {
    let mut line = start.line;
    let first = Anchor { text: 0, written: 0, line, column: start.column, line_start: start.line_start };
    let others = memchr::memchr_iter(b'\n', raw.as_bytes()).map(|end| {
        line = line.saturating_add(1);
        let at = narrow(end + 1);
        Anchor { text: at, written: at, line, column: 0, line_start: start.byte + end as u64 + 1 }
    });
    let place = RecordPlace {
        hash: identity.id.is_none().then_some(hash),
        id: identity.id.unwrap_or_else(|| start.line.to_string()),
        parts: Vec::new(),
        start: start.byte,
        anchors: std::iter::once(first).chain(others).collect(),
        language: None,
        members: Vec::new(),
        kept: identity.kept,
    };
    let mut source = Source::new(id, raw);
    source.record = Some(Box::new(place));
    source
}

/// Whether a headline or summary says something, and is not only the beginning of it: then its quotations need not close.
fn is_whole(string: &str) -> bool {
    let words = string.trim_end_matches(|c: char| !c.is_alphanumeric());
    let tail = string.get(words.len()..).unwrap_or_default();
    let is_cut =
        tail.contains('\u{2026}') || tail.contains("...") || words.ends_with("&hellip") || words.ends_with("&#8230");
    !words.is_empty() && !is_cut
}

impl Record<'_> {
    /// The place of each string in the text they make together.
    fn spans(&self) -> Vec<Span> {
        let mut at = 0;
        let span = |string: &RecordString<'_>| {
            let span = Span::from_range(at..at + string.text.len());
            at += string.text.len() + BETWEEN.len();
            span
        };
        self.strings.iter().map(span).collect()
    }

    /// The article that is written as `raw`, which stands in its file at `start`.
    #[must_use]
    pub fn into_source(self, id: SourceId, raw: &str, start: RecordStart) -> Source {
        let spans = self.spans();
        let anchors = self.anchors(&spans, raw, start);
        let part = |(string, span): (&RecordString<'_>, &Span)| RecordPart {
            field: string.field.clone(),
            role: string.role,
            is_html: string.is_html,
            span: *span,
        };
        let hash = self.id.is_none().then(|| stable_hash(raw.trim()));
        let place = RecordPlace {
            id: self.id.unwrap_or_else(|| start.line.to_string()),
            hash,
            parts: self.strings.iter().zip(&spans).map(part).collect(),
            start: start.byte,
            anchors,
            language: self.language,
            members: self.members,
            kept: self.kept,
        };
        let mut texts = self.strings.into_iter().map(|string| string.text.into_owned());
        let mut text = texts.next().unwrap_or_default();
        texts.for_each(|next| {
            text.push_str(BETWEEN);
            text.push_str(&next);
        });
        let mut source = Source::new(id, text);
        source.record = Some(Box::new(place));
        source
    }

    fn anchors(&self, spans: &[Span], raw: &str, start: RecordStart) -> Vec<Anchor> {
        let mut anchors = Vec::new();
        for (string, span) in self.strings.iter().zip(spans) {
            let joints = string.map.joints(raw).into_iter().map(|(prose, stored)| (span.start + prose, stored));
            let end = string.pieces.last().map(|(piece, _)| (span.end, narrow(piece.end)));
            let first = string.pieces.first().map(|(piece, _)| (span.start, narrow(piece.start)));
            let first = first.filter(|_| string.text.is_empty());
            anchors.extend(first.into_iter().chain(joints).chain(end).map(|(text, written)| Anchor {
                text,
                written,
                ..Anchor::default()
            }));
        }
        // One walk over what is written tells the lines; strings may be written in another order than they are read in.
        anchors.sort_by_key(|anchor| anchor.written);
        let (mut done, mut line, mut column, mut line_start) = (0, start.line, start.column, start.line_start);
        for anchor in &mut anchors {
            let between = raw.get(done..anchor.written as usize).unwrap_or_default();
            if let Some(last) = memchr::memrchr(b'\n', between.as_bytes()) {
                line = line.saturating_add(narrow(memchr::memchr_iter(b'\n', between.as_bytes()).count()));
                line_start = start.byte + (done + last + 1) as u64;
                column = narrow(between.get(last + 1..).unwrap_or_default().chars().count());
            } else {
                column += narrow(between.chars().count());
            }
            done += between.len();
            (anchor.line, anchor.column, anchor.line_start) = (line, column, line_start);
        }
        anchors.sort_by_key(|anchor| anchor.text);
        anchors
    }
}

impl RecordString<'_> {
    /// An edit of the string, which stands in the text at `span`, as an edit of what is written; nothing if it cannot be written there.
    fn written(&self, span: Span, edit: &Edit) -> Option<Edit> {
        let range = (edit.span.start - span.start) as usize..(edit.span.end - span.start) as usize;
        let start = match self.text.get(range.start..)?.chars().next() {
            Some(c) => self.map.locate(ProseSpan::from_range(range.start..range.start + c.len_utf8())).start as usize,
            None => self.pieces.last()?.0.end,
        };
        let end = if range.is_empty() { start } else { self.map.locate(ProseSpan::from_range(range)).end as usize };
        let (_, quoting) = self.pieces.iter().find(|(piece, _)| piece.start <= start && end <= piece.end)?;
        Some(Edit { span: Span::from_range(start..end), text: quoting.write(&edit.text)? })
    }

    /// Edits of the string as one edit that writes it anew, between marks; nothing if it is no cell without them.
    fn in_marks(&self, span: Span, edits: &[&Edit]) -> Option<Edit> {
        let [(cell, Quoting::Cell { is_quoted: false, delimiter })] = self.pieces.as_slice() else { return None };
        let moved = |at: u32| at - span.start;
        let own = |edit: &&Edit| Edit {
            span: Span::new(moved(edit.span.start), moved(edit.span.end)),
            text: edit.text.clone(),
        };
        let text = apply_edits(&self.text, &edits.iter().map(own).collect::<Vec<_>>())?;
        let text = csv::written(&text, true, *delimiter)?;
        Some(Edit { span: Span::from_range(cell.clone()), text: format!("\"{text}\"") })
    }
}

impl Quoting {
    /// A text as it is written here; nothing if it cannot be.
    fn write(self, text: &str) -> Option<String> {
        match self {
            Self::Json { is_ascii } => Some(json::escaped(text, is_ascii)),
            Self::Cdata => (!text.contains("]]>")).then(|| text.to_owned()),
            Self::Xml => Some(quick_xml::escape::partial_escape(text).into_owned()),
            Self::Cell { is_quoted, delimiter } => csv::written(text, is_quoted, delimiter),
        }
    }
}

/// What is written for a record after rounds of edits of its text. Every byte that no edit names stays; what is put in is
/// escaped as its place asks.
///
/// Nothing if an edit cannot be written.
#[must_use]
pub fn rewrite(
    raw: &str,
    rounds: &[Vec<Edit>],
    format: RecordFormat,
    paths: &FieldPaths,
    reading: &Reading<'_>,
) -> Option<String> {
    let mut raw = raw.to_owned();
    for edits in rounds {
        raw = apply_edits(&raw, &written_edits(&raw, edits, format, paths, reading)?)?;
    }
    Some(raw)
}

/// What edits of the text of a record are as edits of `raw`, the record as it is written: in bytes of it, in order.
///
/// Nothing if an edit cannot be written.
#[must_use]
pub fn written_edits(
    raw: &str,
    edits: &[Edit],
    format: RecordFormat,
    paths: &FieldPaths,
    reading: &Reading<'_>,
) -> Option<Vec<Edit>> {
    let record = read(raw, format, paths, reading).ok()?;
    let spans = record.spans();
    let mut in_strings = vec![Vec::new(); spans.len()];
    for edit in edits {
        let holder = spans.iter().position(|span| span.start <= edit.span.start && edit.span.end <= span.end)?;
        in_strings.get_mut(holder)?.push(edit);
    }
    let mut written = Vec::new();
    for ((string, span), edits) in record.strings.iter().zip(spans).zip(in_strings) {
        match edits.iter().map(|edit| string.written(span, edit)).collect::<Option<Vec<Edit>>>() {
            Some(edits) => written.extend(edits),
            None => written.push(string.in_marks(span, &edits)?),
        }
    }
    written.sort_by_key(|edit| (edit.span.start, edit.span.end));
    Some(written)
}
