//! What was found, in one of several forms. The only place where the published shapes exist, and the only one, with
//! the command line, that prints.

mod comparison;
mod concise;
mod diff;
mod human;
mod json;
mod problem;
pub mod safe;
mod statistics;
mod ui;

use std::collections::BTreeMap;
use std::io;

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Source;

pub use comparison::{Compared, write_compared, write_compared_json, write_not_compared_json};
pub use concise::Concise;
pub use diff::write_diff;
pub use human::{Bidi, Human, Look};
pub use json::{Json, JsonLines};
pub use problem::write_problem;
pub use statistics::write_statistics;
pub use ui::Ui;

/// One article with what was found in it.
#[derive(Debug, Clone, Copy)]
pub struct Article<'a> {
    /// What was checked.
    pub source: &'a Source,
    /// The tag of its language.
    pub language: &'a str,
    /// What was found, in order.
    pub found: &'a [Diagnostic],
}

/// What a run came to.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Articles read and checked.
    pub articles: usize,
    /// Findings by severity.
    pub by_severity: BTreeMap<Severity, usize>,
    /// Findings by code.
    pub by_code: BTreeMap<String, usize>,
    /// Findings with a safe fix, then with an unsafe one.
    pub fixable: (usize, usize),
    /// Findings repaired in this run; nothing if no repair was asked for.
    pub repaired: Option<usize>,
    /// Files and settings that could not be used.
    pub problems: usize,
    /// What the baselines of the run kept quiet, if there are any.
    pub baseline: Option<Quiet>,
    /// Whether only changed articles were looked at.
    pub only_changed: bool,
}

/// What a baseline does in a run.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Quiet {
    /// Findings that are known and were not spoken of.
    pub hidden: usize,
    /// Findings it lists that are not there any more: their article, code and words, and how many.
    pub stale: Vec<(String, String, u32)>,
}

impl Quiet {
    /// How many findings are listed and not there any more.
    #[must_use]
    pub fn stale(&self) -> usize {
        self.stale.iter().map(|(.., count)| *count as usize).sum()
    }
}

impl Summary {
    /// Findings in all.
    #[must_use]
    pub fn findings(&self) -> usize {
        self.by_severity.values().sum()
    }

    /// Counts the findings of one more article.
    pub fn add(&mut self, found: &[Diagnostic]) {
        use crate::diagnostic::Applicability;
        self.articles += 1;
        for diagnostic in found {
            *self.by_severity.entry(diagnostic.severity).or_default() += 1;
            *self.by_code.entry(diagnostic.code.to_string()).or_default() += 1;
            match diagnostic.fix.as_ref().map(|fix| fix.applicability) {
                Some(Applicability::Safe) => self.fixable.0 += 1,
                Some(Applicability::Unsafe) => self.fixable.1 += 1,
                Some(Applicability::DisplayOnly) | None => {}
            }
        }
    }
}

/// Writes findings in one form.
pub trait Reporter {
    /// Writes the findings of one article.
    ///
    /// # Errors
    /// What the output says when it cannot be written to.
    fn article(&mut self, out: &mut dyn io::Write, article: Article<'_>) -> io::Result<()>;

    /// Writes what comes after the last article.
    ///
    /// # Errors
    /// What the output says when it cannot be written to.
    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()>;
}
