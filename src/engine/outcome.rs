//! What came of one article.

use std::sync::Arc;

use super::baseline::Counts;
use super::{Stretch, Suppressed};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::language::Profile;
use crate::text::Edit;

/// What is wanted of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// What is wrong with it.
    Check,
    /// The text with every fix of at least this applicability applied, and what is wrong with that.
    Repair(Applicability),
    /// The text that asks, for this reason, to be silent about what is found in it, and what is found then.
    AddIgnores(Arc<str>),
}

/// What came of one article.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// The findings, sorted by place, then code. Their places are in the repaired text, if there is one.
    pub findings: Vec<Diagnostic>,
    /// The article's language.
    pub language: Arc<Profile>,
    /// The repair, if one was wanted and something was repaired.
    pub repair: Option<Repair>,
    /// How many findings the article itself suppresses.
    pub suppressed: Suppressed,
    /// What the baseline knows.
    pub hidden: Hidden,
    /// What the article consisted of before any repair, if the policy asks for that.
    pub stretches: Vec<Stretch>,
}

impl Outcome {
    /// The repaired text; `None` if the text is as it was.
    #[must_use]
    pub fn repaired_text(&self) -> Option<&str> {
        self.repair.as_ref().map(|repair| repair.text.as_str())
    }

    /// How many findings were repaired.
    #[must_use]
    pub fn repaired(&self) -> usize {
        self.repair.as_ref().map_or(0, |repair| repair.count)
    }
}

/// How an article was repaired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The repaired text.
    pub text: String,
    /// The edits of each round, in bytes of the text before that round.
    pub rounds: Vec<Vec<Edit>>,
    /// How many findings were repaired.
    pub count: usize,
}

/// Findings that a baseline knows.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// How many of them were found, and are not reported.
    pub known: usize,
    /// Fingerprints of all findings, known or not, where there is a baseline.
    pub counts: Counts,
}
