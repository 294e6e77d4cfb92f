//! What is wrong with the run: a rule set that does not load, a path that cannot be opened, an output that cannot be written.
//! A problem is not a finding: the run goes on without that file and ends with status 2.

use super::narrow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Name of the file, as shown to people.
    pub file: String,
    /// Line and column, from 1, the column in Unicode scalar values; nothing where the whole file is meant.
    pub position: Option<(u32, u32)>,
    /// The file's text and the byte range meant, for TOML files, so that the place can be drawn.
    pub excerpt: Option<(Arc<str>, Range<usize>)>,
}

impl Place {
    /// The whole file.
    #[must_use]
    pub fn file(name: impl Into<String>) -> Self {
        Self { file: name.into(), position: None, excerpt: None }
    }

    /// Byte `offset` of a file that may not be text. Columns count scalar values in the valid part before it.
    #[must_use]
    pub fn at_byte(name: impl Into<String>, bytes: &[u8], offset: usize) -> Self {
        let before = bytes.get(..offset).unwrap_or(bytes);
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let column = before.iter().skip(start).filter(|&&byte| byte & 0xC0 != 0x80).count() + 1;
        Self { file: name.into(), position: Some((narrow(line), narrow(column))), excerpt: None }
    }

    /// A byte range of a text file that can be drawn.
    #[must_use]
    pub fn in_text(name: impl Into<String>, text: &Arc<str>, range: Range<usize>) -> Self {
        let end = range.end.min(text.len());
        let range = range.start.min(end)..end;
        let mut place = Self::at_byte(name, text.as_bytes(), range.start);
        place.excerpt = Some((Arc::clone(text), range));
        place
    }
}

/// Something a file given by the user got wrong. Shown to people; never carries article text beyond a byte value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong: lower case, no full stop, names the thing at fault.
    pub message: String,
    /// What to do about it, if there is something to say.
    pub help: Option<String>,
    /// Where, if it is about a file.
    pub place: Option<Place>,
}

impl Problem {
    /// A problem with its message and nothing else yet.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, place: None }
    }

    /// Adds what the user can do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds where it is.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{}:", place.file)?;
            if let Some((line, column)) = place.position {
                write!(f, "{line}:{column}:")?;
            }
            f.write_str(" ")?;
        }
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) if f.alternate() => write!(f, " ({help})"),
            _ => Ok(()),
        }
    }
}

/// The candidate most like `word`, if one is like enough to be meant (Jaro-Winkler similarity of at least 0.8).
#[must_use]
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(similarity, _)| *similarity >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}
