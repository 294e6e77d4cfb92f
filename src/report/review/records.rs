//! Files of many articles in a review: the list of them, and what one of them is written as.

use serde::Serialize;

use super::Place;
use super::units::Units;
use crate::text::Span;

/// One article of a file of many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReviewRecord {
    /// Its number among the records of the file, from 0: what a request calls `record`.
    pub record: usize,
    /// What it is known by: its own id, or else its line.
    pub id: String,
    /// Its headline, as readers see it; nothing if it has none.
    pub headline: Option<String>,
    /// The line of the file it begins on, from 1.
    pub line: u32,
}

impl ReviewRecord {
    /// The entry of an article in the list.
    #[must_use]
    pub fn new(record: usize, id: String, headline: Option<String>, line: u32) -> Self {
        Self { record, id, headline, line }
    }
}

/// What one article of a file of many is written as. The file with it is the text that was sent, with this in place of what stands
/// from `start` to `end`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReviewWritten {
    /// Where its record stands, in UTF-16 code units of the text that was sent.
    #[serde(flatten)]
    pub place: Place,
    /// The record with the text of the review in it. Nothing else in it is changed.
    pub text: String,
}

impl ReviewWritten {
    /// What stands at `span`, in bytes of the file, and what is to stand there.
    #[must_use]
    pub fn new(file: &str, span: Span, text: String) -> Self {
        Self { place: Units::new(file).place(span), text }
    }
}
