//! What a run came to.

use std::collections::BTreeMap;

use super::Ui;
use crate::diagnostic::{Applicability, Diagnostic, Severity};

/// What a run came to.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Articles read and checked.
    pub articles: usize,
    /// Records read that have no text, and so nothing to check.
    pub without_text: usize,
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
        self.articles += 1;
        for diagnostic in found {
            *self.by_severity.entry(diagnostic.severity).or_default() += 1;
            *self.by_code.entry(diagnostic.code.as_str().to_owned()).or_default() += 1;
            match diagnostic.fix.as_ref().map(|fix| fix.applicability) {
                Some(Applicability::Safe) => self.fixable.0 += 1,
                Some(Applicability::Unsafe) => self.fixable.1 += 1,
                Some(Applicability::DisplayOnly) | None => {}
            }
        }
    }

    /// For people: what was checked and found, and what can be repaired, a line each.
    #[must_use]
    pub fn lines(&self, ui: &Ui) -> Vec<String> {
        let count = |key: &str, count: usize| ui.fill(key, &[("count", &count.to_string())]);
        let mut counts = vec![count("articles", self.articles)];
        counts.extend((self.without_text > 0).then(|| count("without-text", self.without_text)));
        counts.extend(self.repaired.map(|repaired| count("repaired", repaired)));
        for (severity, key) in [(Severity::Error, "errors"), (Severity::Warning, "warnings"), (Severity::Info, "infos")]
        {
            counts.extend(self.by_severity.get(&severity).map(|&found| count(key, found)));
        }
        if let Some(hidden) = self.baseline.as_ref().map(|quiet| quiet.hidden).filter(|&hidden| hidden > 0) {
            counts.push(count("baseline-hidden", hidden));
        }
        if self.problems > 0 {
            counts.push(count("problems", self.problems));
        }
        let says = match (self.articles, self.findings()) {
            (0, _) if self.problems > 0 => Some("nothing-checked"),
            (0, _) if self.only_changed => Some("no-changes"),
            (0, _) => Some("no-articles"),
            (_, 0) => Some("no-findings"),
            _ => None,
        };
        let mut lines: Vec<String> = says.map(|key| ui.say(key).to_owned()).into_iter().collect();
        lines.push(counts.join(ui.say("separator")));
        if self.repaired.is_none() && self.fixable.0 > 0 {
            lines.push(count("fixable-safe", self.fixable.0));
        }
        if self.fixable.1 > 0 {
            lines.push(count("fixable-unsafe", self.fixable.1));
        }
        if let Some(quiet) = self.baseline.as_ref().filter(|quiet| !quiet.stale.is_empty()) {
            lines.push(count("baseline-stale", quiet.stale()));
        }
        lines
    }
}
