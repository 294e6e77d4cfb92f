//! What is said of an import.

/// How much of a rule is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Nothing: the rule finds what it found.
    Remark,
    /// A part of it.
    Part,
    /// All of it.
    Whole,
}

/// Something that has no counterpart, or is not quite the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The line it stands in, from 1.
    pub line: u32,
    /// The key it stands under.
    pub key: String,
    /// The key of the program's words that say why.
    pub reason: &'static str,
    /// What it is about, as it is written; empty if the key says all.
    pub value: String,
    /// How much is missing.
    pub weight: Weight,
}

impl Note {
    /// A note on a value under a key.
    pub(crate) fn new(weight: Weight, line: u32, key: &str, reason: &'static str, value: impl Into<String>) -> Self {
        Self { line, key: key.to_owned(), reason, value: value.into(), weight }
    }
}
