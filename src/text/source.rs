//! One article as it is stored: who it is, its text, and where its lines begin.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::{Edit, Encoding, RecordPlace, Span, apply_edits, narrow};

/// Where a source came from; also its name in every report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceId {
    /// A file, as the user named it or the walk found it.
    File(PathBuf),
    /// Standard input, under the name given by `--stdin-filename` if there is one.
    Stdin(Option<PathBuf>),
}

impl SourceId {
    /// The path that decides format and configuration, if there is one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::Stdin(Some(path)) => Some(path),
            Self::Stdin(None) => None,
        }
    }

    /// The name shown to people.
    #[must_use]
    pub fn name(&self) -> Cow<'_, str> {
        self.path().map_or(Cow::Borrowed("<stdin>"), path_name)
    }
}

/// A path as shown to people. No two paths look alike: a byte that is not UTF-8 is shown as `\xE9`, and a backslash that
/// is part of a name twice.
#[must_use]
pub fn path_name(path: &Path) -> Cow<'_, str> {
    let in_names = std::path::MAIN_SEPARATOR != '\\';
    if let Some(text) = path.to_str().filter(|text| !in_names || !text.contains('\\')) {
        return Cow::Borrowed(text);
    }
    let mut name = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        name.push_str(&if in_names { chunk.valid().replace('\\', "\\\\") } else { chunk.valid().to_owned() });
        for byte in chunk.invalid() {
            let _ = write!(name, "\\x{byte:02X}");
        }
    }
    Cow::Owned(name)
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// A place for people: line and column, both from 1, the column in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1. Lines end at LF, CRLF or a lone CR.
    pub line: u32,
    /// Column, from 1, in Unicode scalar values. A byte order mark has no column.
    pub column: u32,
}

/// The text of one article with its identity. Offsets into `text` are offsets into the stored file:
/// a byte order mark is part of it, line ends are as they were.
#[derive(Debug)]
pub struct Source {
    /// Who this is.
    pub id: SourceId,
    text: Box<str>,
    /// Byte offset at which each line begins; always at least one entry.
    lines: Vec<u32>,
    /// Scalar values before each multiple of `STRIDE` bytes, counted when first asked for: a column in a line of
    /// megabytes must not cost a walk through the line.
    scalars: OnceLock<Vec<u32>>,
    /// Where each word begins, noted when first asked for, for the same reason.
    words: OnceLock<Vec<u32>>,
    /// Bytes of the file before each chunk of about `STRIDE` bytes of the text, of a file that is not UTF-8: where the
    /// chunk begins in the text, and in the file.
    stored: OnceLock<Option<Vec<(usize, u64)>>>,
    /// How the file is stored. Where that is not UTF-8, offsets count in the text it was turned into.
    pub encoding: Encoding,
    /// Where the text is written, if it is a part of a larger file.
    pub record: Option<Box<RecordPlace>>,
}

/// Bytes between two counts of scalar values.
const STRIDE: usize = 512;

/// Scalar values that begin in `bytes`: continuation bytes are 10xxxxxx.
fn count_scalars(bytes: &[u8]) -> u32 {
    // Counted in bytes first, so that many can be added at a time.
    let begins = |byte: &u8| u8::from(byte & 0xc0 != 0x80);
    bytes.chunks(192).map(|part| u32::from(part.iter().map(begins).sum::<u8>())).sum()
}

impl Source {
    /// Takes the whole stored text and notes where its lines begin. Texts of 4 GiB and more are refused by
    /// the reader before they come here.
    #[must_use]
    pub fn new(id: SourceId, text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        let bytes = text.as_bytes();
        let mut lines = vec![u32::try_from(Self::bom_len(&text)).unwrap_or(0)];
        lines.extend(memchr::memchr2_iter(b'\n', b'\r', bytes).filter_map(|at| {
            let ends_line = bytes.get(at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n');
            ends_line.then(|| narrow(at + 1))
        }));
        Self {
            id,
            text,
            lines,
            scalars: OnceLock::new(),
            words: OnceLock::new(),
            stored: OnceLock::new(),
            encoding: Encoding::UTF_8,
            record: None,
        }
    }

    /// The same article with another text: of the same identity, and stored in the same way.
    #[must_use]
    pub fn with_text(&self, text: impl Into<Box<str>>) -> Self {
        Self { encoding: self.encoding, record: self.record.clone(), ..Self::new(self.id.clone(), text) }
    }

    /// The same article after edits of its text; `None` where [`apply_edits`] has nothing.
    #[must_use]
    pub fn edited(&self, edits: &[Edit]) -> Option<Self> {
        let mut edited = self.with_text(apply_edits(&self.text, edits)?);
        if let Some(record) = &mut edited.record {
            record.follow(edits);
        }
        Some(edited)
    }

    /// What the article is known by where its file is known as `file`: by that, and of a record also by its own id.
    #[must_use]
    pub fn name_within(&self, file: &str) -> String {
        match &self.record {
            Some(record) => format!("{file}#{}", record.id),
            None => file.to_owned(),
        }
    }

    /// What the article is called among those of an archive. A stream has no name by which the line of a record could be found again:
    /// there a record without an id is called by its hash, so that those of several streams are told apart.
    #[must_use]
    pub fn name_in_archive(&self) -> String {
        let file = self.id.name();
        match &self.record {
            Some(record) if self.id.path().is_none() => format!("{file}#{}", record.public_id()),
            _ => self.name_within(&file),
        }
    }

    fn bom_len(text: &str) -> usize {
        if text.starts_with('\u{feff}') { 3 } else { 0 }
    }

    /// The stored text, byte order mark included.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Byte offset of the first byte after a byte order mark.
    #[must_use]
    pub fn content_start(&self) -> usize {
        Self::bom_len(&self.text)
    }

    /// The text under `span`, or an empty text where the span does not lie in the text on character boundaries.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Line and column of byte `offset`. An offset inside a character counts as that character, one past the
    /// end as the end.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let line = self.lines.partition_point(|&start| start <= offset).max(1) - 1;
        let start = self.lines.get(line).copied().unwrap_or(0) as usize;
        let end = (offset as usize).clamp(start, self.text.len());
        let column = self.scalars_before(end) - self.scalars_before(start);
        Position { line: narrow(line + 1), column: column + 1 }
    }

    /// Line and column, in its file, of byte `offset` of the text: those of [`Source::position`], unless the text is a
    /// part of a larger file.
    #[must_use]
    pub fn file_position(&self, offset: u32) -> Position {
        let Some(record) = &self.record else { return self.position(offset) };
        let anchor = record.anchor(offset);
        let after = self.scalars_before(offset as usize) - self.scalars_before(anchor.text as usize);
        Position { line: anchor.line, column: anchor.column + after + 1 }
    }

    /// Where the string begins that byte `offset` is in: the text, unless it is made of several.
    #[must_use]
    pub fn part_start(&self, offset: u32) -> u32 {
        self.record.as_ref().and_then(|record| record.part(offset)).map_or(0, |part| part.span.start)
    }

    /// Line and column of byte `offset` in its own string.
    #[must_use]
    pub fn part_position(&self, offset: u32) -> Position {
        let Position { line, column } = self.position(offset);
        // A part begins at the beginning of a line.
        Position { line: line + 1 - self.position(self.part_start(offset)).line.min(line), column }
    }

    /// The span of the article's text, without the headlines that a record keeps apart, and without a byte order mark.
    #[must_use]
    pub fn body(&self) -> Span {
        let body = self.record.as_ref().and_then(|record| record.body());
        body.map_or_else(|| Span::from_range(self.content_start()..self.text.len()), |body| body.span)
    }

    /// Where byte `offset` of the text is stored, in bytes of the file. An offset inside a character counts as that
    /// character. Nothing in an encoding that has no such places (see [`Encoding::stored_len`]).
    #[must_use]
    pub fn stored_offset(&self, offset: u32) -> Option<u64> {
        if let Some(record) = &self.record {
            return Some(record.file_offset(offset));
        }
        if self.encoding == Encoding::UTF_8 {
            return Some(u64::from(offset));
        }
        let chunks = self.stored.get_or_init(|| {
            let (mut chunks, mut at, mut stored) = (Vec::new(), 0, 0);
            while at < self.text.len() {
                chunks.push((at, stored));
                let end = self.text.ceil_char_boundary(at + STRIDE);
                stored += self.encoding.stored_len(self.text.get(at..end)?)? as u64;
                at = end;
            }
            chunks.push((at, stored));
            Some(chunks)
        });
        let at = self.text.floor_char_boundary(offset as usize);
        let chunks = chunks.as_ref()?;
        let last = chunks.partition_point(|chunk| chunk.0 <= at).checked_sub(1)?;
        let (start, stored) = *chunks.get(last)?;
        Some(stored + self.encoding.stored_len(self.text.get(start..at)?)? as u64)
    }

    /// The number, from 1, of the word of its line that byte `offset` is in; of the next one, between words.
    #[must_use]
    pub fn word_number(&self, offset: u32) -> u32 {
        let begin = self.content_start();
        let starts = self.words.get_or_init(|| {
            let mut is_apart = true;
            let text = self.text.get(begin..).unwrap_or_default();
            let starts = text.char_indices().filter(|(_, c)| {
                let was_apart = std::mem::replace(&mut is_apart, c.is_whitespace());
                was_apart && !is_apart
            });
            starts.map(|(at, _)| narrow(begin + at)).collect()
        });
        let line = self.line_span(self.position(offset).line);
        let at = offset.min(line.end);
        let before = |at: u32| starts.partition_point(|start| *start < at);
        let last = self.slice(Span::new(line.start, at)).chars().next_back();
        let is_inside = last.is_some_and(|c| !c.is_whitespace());
        narrow(before(at) - before(line.start.min(at))) + u32::from(!is_inside)
    }

    /// Scalar values that begin before byte `at`.
    fn scalars_before(&self, at: usize) -> u32 {
        let bytes = self.text.as_bytes();
        let counts = self.scalars.get_or_init(|| {
            let mut counts = vec![0];
            let mut sum = 0;
            for chunk in bytes.chunks(STRIDE) {
                sum += count_scalars(chunk);
                counts.push(sum);
            }
            counts
        });
        let chunk = (at / STRIDE).min(bytes.len() / STRIDE);
        let rest = count_scalars(bytes.get(chunk * STRIDE..at).unwrap_or_default());
        counts.get(chunk).copied().unwrap_or(0) + rest
    }

    /// The stored span of line number `line` (from 1), without its line end; empty for a line that does not exist.
    #[must_use]
    pub fn line_span(&self, line: u32) -> Span {
        let index = (line as usize).saturating_sub(1);
        let start = self.lines.get(index).copied().unwrap_or_else(|| narrow(self.text.len()));
        let end = self.lines.get(index + 1).map_or(self.text.len(), |&next| next as usize);
        let line = self.text.get(start as usize..end).unwrap_or_default();
        let kept = line.trim_end_matches(['\n', '\r']).len();
        Span::new(start, start + u32::try_from(kept).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: u32) -> (u32, u32) {
        let position = Source::new(SourceId::Stdin(None), text).position(offset);
        (position.line, position.column)
    }

    #[test]
    fn columns_count_scalar_values_not_bytes_or_utf16() {
        // An emoji is four bytes and two UTF-16 units, an Arabic letter two bytes, a fatha a scalar of its own.
        let text = "🙂 كَتب\n";
        assert_eq!(at(text, 0), (1, 1));
        assert_eq!(at(text, 5), (1, 3));
        assert_eq!(at(text, 7), (1, 4));
        assert_eq!(at(text, 9), (1, 5));
    }

    #[cfg(unix)]
    #[test]
    fn no_two_paths_look_alike() {
        use std::os::unix::ffi::OsStrExt as _;
        let names = [&b"n\xe9.txt"[..], b"n\\xE9.txt", "né.txt".as_bytes()]
            .map(|bytes| path_name(Path::new(std::ffi::OsStr::from_bytes(bytes))).into_owned());
        assert_eq!(names, ["n\\xE9.txt", "n\\\\xE9.txt", "né.txt"]);
    }

    #[test]
    fn a_byte_order_mark_has_no_column() {
        assert_eq!(at("\u{feff}abc", 3), (1, 1));
        assert_eq!(at("\u{feff}abc", 4), (1, 2));
    }

    #[test]
    fn lines_end_at_lf_crlf_and_lone_cr() {
        let text = "a\r\nb\rc\nd";
        assert_eq!(at(text, 3), (2, 1));
        assert_eq!(at(text, 5), (3, 1));
        assert_eq!(at(text, 7), (4, 1));
        let source = Source::new(SourceId::Stdin(None), text);
        assert_eq!(source.slice(source.line_span(1)), "a");
        assert_eq!(source.slice(source.line_span(4)), "d");
        assert!(source.line_span(9).is_empty());
    }

    #[test]
    fn columns_of_long_lines_are_counted_right() {
        let text = "كa🙂".repeat(3000);
        for offset in (0..text.len()).filter(|&at| text.is_char_boundary(at)).chain([text.len()]) {
            let expected = text[..offset].chars().count() as u32 + 1;
            assert_eq!(at(&text, offset as u32), (1, expected), "at {offset}");
            if offset > 4000 {
                break;
            }
        }
        assert_eq!(at(&text, text.len() as u32), (1, 9001));
    }

    #[test]
    fn places_in_an_old_encoding_are_those_of_its_bytes() {
        let text = "\u{feff}قال a🙂".repeat(200);
        for (label, text) in
            [("utf-16le", text.as_str()), ("windows-1256", &"قال a".repeat(400)), ("gbk", &"河a".repeat(800))]
        {
            let encoding = Encoding::of_label(label).unwrap();
            let mut source = Source::new(SourceId::Stdin(None), text);
            source.encoding = encoding;
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for at in ends {
                let stored = encoding.encode(&text[..at]).unwrap().len() as u64;
                assert_eq!(source.stored_offset(at as u32), Some(stored), "{label} at {at}");
            }
        }
        let mut source = Source::new(SourceId::Stdin(None), "河a");
        source.encoding = Encoding::of_label("iso-2022-jp").unwrap();
        assert_eq!(source.stored_offset(3), None);
    }

    #[test]
    fn words_are_counted_from_the_start_of_their_line() {
        let source = Source::new(SourceId::Stdin(None), "\u{feff}one two\n  three, four\r\n\nfive");
        let words: Vec<u32> = [3, 5, 6, 7, 12, 13, 19, 20, 27].map(|offset| source.word_number(offset)).to_vec();
        assert_eq!(words, [1, 1, 1, 2, 1, 1, 1, 2, 1]);
    }

    #[test]
    fn offsets_past_the_end_are_the_end() {
        assert_eq!(at("ab", 99), (1, 3));
        assert_eq!(at("", 0), (1, 1));
    }
}
