//! What is wrong inside an article, so that it cannot be read, or not to its end. It is a finding, not a problem of the run:
//! the words for it are in the rules of `copydesk/unreadable`, one for each cause.

use std::ops::Range;

use super::{Encoding, narrow};

/// Bytes after a fault that are kept, so that its line can be shown.
const SHOWN: usize = 256;

/// Why an article cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Bytes that are not of its encoding.
    Encoding,
    /// A NUL character.
    Nul,
    /// Front matter that no reader of its notation reads.
    FrontMatter,
    /// A record that is no JSON object.
    Record,
    /// A record whose text is no string.
    RecordText,
    /// A table of which no column, or more than one, holds the texts.
    Columns,
    /// A row with more or fewer cells than the table has columns.
    Row,
    /// A cell whose quotation marks are not those of a table.
    Cell,
    /// A list of records that is no list from some place on.
    List,
    /// A file of records that ends in the middle of one.
    BrokenOff,
    /// XML that holds no articles as far as copydesk knows.
    ForeignXml,
    /// More bytes than an article may have.
    Size,
    /// copydesk itself failed on it.
    Failure,
}

impl Cause {
    /// The variant of `copydesk/unreadable` that speaks of it.
    #[must_use]
    pub fn variant(self) -> &'static str {
        match self {
            Self::Encoding => "encoding",
            Self::Nul => "nul",
            Self::FrontMatter => "front-matter",
            Self::Record => "record",
            Self::RecordText => "record-text",
            Self::Columns => "columns",
            Self::Row => "row",
            Self::Cell => "cell",
            Self::List => "list",
            Self::BrokenOff => "broken-off",
            Self::ForeignXml => "foreign-xml",
            Self::Size => "size",
            Self::Failure => "failure",
        }
    }
}

/// What is wrong inside an article, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of fault it is.
    pub cause: Cause,
    /// Values for the words that speak of it, by name.
    pub args: Vec<(&'static str, String)>,
    /// Where it is, in bytes of the text it was found in.
    pub at: Range<usize>,
}

impl Fault {
    /// A fault whose words need no value.
    #[must_use]
    pub fn plain(cause: Cause, at: Range<usize>) -> Self {
        Self { cause, args: Vec::new(), at }
    }

    /// The same fault with another value for one of its words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.retain(|(known, _)| *known != name);
        self.args.push((name, value.into()));
        self
    }

    /// A fault with the one value its words need, at a place of `at.len()` bytes.
    #[must_use]
    pub fn new(cause: Cause, name: &'static str, value: impl Into<String>, at: Range<usize>) -> Self {
        Self { cause, args: vec![(name, value.into())], at }
    }

    /// The same fault, with everything before it moved by `by` bytes.
    #[must_use]
    pub fn moved(mut self, by: usize) -> Self {
        self.at = self.at.start + by..self.at.end + by;
        self
    }

    /// More bytes than `limit`, which no article has.
    #[must_use]
    pub fn too_large(limit: u64) -> Self {
        Self::new(Cause::Size, "limit", (limit >> 20).to_string(), 0..0)
    }

    /// A byte, at `offset` of its file and `at` in the text it is shown in, that is not of an encoding.
    pub(super) fn not_of(encoding: Encoding, bytes: &[u8], offset: usize, at: usize) -> Self {
        let byte = bytes.get(offset).copied().unwrap_or_default();
        let args = vec![
            ("encoding", encoding.name().to_owned()),
            ("byte", format!("0x{byte:02X}")),
            ("offset", offset.to_string()),
        ];
        Self { cause: Cause::Encoding, args, at: at..at + usize::from(offset < bytes.len()) }
    }

    /// The first NUL character of a text, which no text has; `None` if there is none.
    #[must_use]
    pub fn nul_in(text: &str) -> Option<Self> {
        let nul = memchr::memchr(0, text.as_bytes())?;
        Some(Self::new(Cause::Nul, "offset", nul.to_string(), nul..nul + 1))
    }

    /// Its line and column in `text`, from 1; the column in scalar values.
    #[must_use]
    pub fn position(&self, text: &str) -> (u32, u32) {
        let before = text.get(..self.at.start).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before.get(start..).unwrap_or_default().chars().count() + 1;
        (narrow(memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1), narrow(column))
    }
}

/// A fault with as much of the text around it as can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecoded {
    /// The text up to the fault and a little further. What is no text is a question mark for each byte, so that places are
    /// those of the stored bytes.
    pub text: String,
    /// How it is stored.
    pub encoding: Encoding,
    /// What is wrong with it.
    pub fault: Fault,
}

impl Undecoded {
    /// Bytes that are not UTF-8, or hold a NUL.
    #[must_use]
    pub fn of_bytes(bytes: &[u8], fault: Fault) -> Self {
        let shown = bytes.get(..fault.at.end.saturating_add(SHOWN)).unwrap_or(bytes);
        Self { text: legible(shown), encoding: Encoding::UTF_8, fault }
    }
}

/// Bytes as text of the same length: what is no text is a question mark for each byte.
#[must_use]
pub fn legible(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    if memchr::memchr(0, text.as_bytes()).is_some() { text.replace('\0', "?") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_keeps_its_length() {
        assert_eq!(legible(b"a\xC8\xFF\0b\xE2\x80"), "a???b??");
        assert_eq!(legible("قال".as_bytes()), "قال");
    }

    #[test]
    fn a_fault_has_a_line_and_a_column() {
        let text = "قال\nab?";
        assert_eq!(Fault::new(Cause::Nul, "offset", "9", 9..10).position(text), (2, 3));
        assert_eq!(Fault::too_large(1 << 20).position(""), (1, 1));
    }
}
