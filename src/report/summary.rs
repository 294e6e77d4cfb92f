//! What a run came to.

use std::collections::BTreeMap;

use super::Ui;
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::engine::Suppressed;

/// Exceptions of configurations that are shown one by one.
const EXCEPTIONS_SHOWN: usize = 5;

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
    /// Findings repaired in this run; `None` if no repair was asked for.
    pub repaired: Option<usize>,
    /// Findings that articles and baselines were made to ignore in this run.
    pub ignored: Ignored,
    /// Files and settings that could not be used.
    pub problems: usize,
    /// What the baselines of the run kept quiet, if there are any.
    pub baseline: Option<Quiet>,
    /// What else was kept quiet.
    pub silenced: Silenced,
    /// Files passed over that may hold articles.
    pub unread: Vec<Unread>,
    /// Whether only changed articles were looked at.
    pub only_changed: bool,
}

/// How many findings are ignored from this run on.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Ignored {
    /// By what was written into articles.
    pub articles: usize,
    /// By what was added to a baseline, with the reason.
    pub baseline: usize,
}

/// What was kept from being said in a run, and by what, besides the baseline.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Silenced {
    /// Findings that articles silenced.
    pub by_articles: Suppressed,
    /// Articles that are checked without some codes. What would have been found is not known: it was not looked for.
    pub exceptions: Vec<Exception>,
    /// Articles that configurations below the project's outermost leave out, by configuration.
    pub excluded: Vec<(String, usize)>,
    /// Articles that git tracks and `.gitignore` hides.
    pub hidden: usize,
    /// Configurations that do not count, because the project's outermost one does not let them.
    pub passed_over: Vec<String>,
}

/// What a configuration does not have looked for in some articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// The configuration.
    pub file: String,
    /// The line of its override, if it is one.
    pub line: Option<u32>,
    /// Codes and groups it leaves out.
    pub ignore: Vec<String>,
    /// The only codes and groups it has looked for, if it says so.
    pub select: Vec<String>,
    /// How many articles that is about.
    pub articles: usize,
}

/// Files of one kind that were met and not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Their extension, with its dot.
    pub kind: String,
    /// How many.
    pub count: usize,
    /// The format by which they would be read if somebody said so; `None` if they are no text.
    pub format: Option<&'static str>,
}

/// What a baseline does in a run.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Quiet {
    /// Findings that are known and not reported.
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

    /// For people: what was checked and found, and what can be fixed, a line each.
    #[must_use]
    pub fn lines(&self, ui: &Ui) -> Vec<String> {
        let mut lines = vec![self.headline(ui)];
        let counted = |key: &str, count: usize| Some(ui.count(key, count)).filter(|_| count > 0);
        lines.extend(counted("ignored-in-articles", self.ignored.articles));
        lines.extend(counted("ignored-in-baseline", self.ignored.baseline));
        lines.extend(counted("fixable-unsafe", self.fixable.1));
        lines.extend(counted("without-text", self.without_text));
        lines.extend(self.hidden_by_baseline(ui));
        lines.extend(counted("baseline-stale", self.baseline.as_ref().map_or(0, Quiet::stale)));
        lines.extend(counted("problems", self.problems));
        lines.extend(self.silence(ui));
        lines.extend(self.warnings(ui).into_iter().skip(usize::from(self.has_no_articles())));
        lines
    }

    /// How many findings the baseline keeps quiet, if there are any.
    fn hidden_by_baseline(&self, ui: &Ui) -> Option<String> {
        let hidden = self.baseline.as_ref().map_or(0, |quiet| quiet.hidden);
        (hidden > 0).then(|| ui.count("baseline-hidden", hidden))
    }

    /// For people who see the findings and not the run: what is not among them, and why, a line each.
    #[must_use]
    pub fn not_shown(&self, ui: &Ui) -> Vec<String> {
        self.hidden_by_baseline(ui).into_iter().chain(self.silence(ui)).chain(self.warnings(ui)).collect()
    }

    /// What it all comes to, in one line.
    fn headline(&self, ui: &Ui) -> String {
        if self.articles == 0 {
            let nothing = match (self.problems, self.only_changed) {
                (0, true) => "no-changes",
                (0, false) => "no-articles",
                _ => "nothing-checked",
            };
            return ui.say(nothing).to_owned();
        }
        let severities = [(Severity::Error, "errors"), (Severity::Warning, "warnings"), (Severity::Info, "infos")];
        let found = |(severity, key)| self.by_severity.get(&severity).map(|&found| ui.count(key, found));
        let severities: Vec<String> = severities.into_iter().filter_map(found).collect();
        let key = match (self.repaired, self.findings()) {
            (None, 0) => "no-findings",
            (None, _) => "found",
            (Some(_), 0) => "none-left",
            (Some(_), _) => "left",
        };
        let values = [
            ("findings", ui.count("findings", self.findings())),
            ("articles", ui.count("in-articles", self.articles)),
            ("severities", ui.list(&severities)),
        ];
        let mut sentences: Vec<String> =
            self.repaired.map(|repaired| ui.count("repaired", repaired)).into_iter().collect();
        sentences.push(ui.fill(key, &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
        if self.repaired.is_none() && self.fixable.0 > 0 {
            sentences.push(ui.count("fixable-safe", self.fixable.0));
        }
        sentences.join(" ")
    }

    /// Whether there was nothing to check, and nobody said why.
    fn has_no_articles(&self) -> bool {
        self.articles == 0 && self.problems == 0 && !self.only_changed
    }

    /// For people: what was kept quiet by whom, a line each; the baseline has its own.
    #[must_use]
    pub fn silence(&self, ui: &Ui) -> Vec<String> {
        let Silenced { by_articles, exceptions, excluded, .. } = &self.silenced;
        let findings = [
            ("silenced-comments", by_articles.comments),
            ("silenced-file-comments", by_articles.file_comments),
            ("silenced-front-matter", by_articles.front_matter),
        ];
        let said = |(key, found): (&str, usize)| ui.count(key, found);
        let mut lines: Vec<String> = findings.into_iter().filter(|(_, found)| *found > 0).map(said).collect();
        for Exception { file, line, ignore, select, articles } in exceptions.iter().take(EXCEPTIONS_SHOWN) {
            let place = line.map_or_else(|| file.clone(), |line| format!("{file}:{line}"));
            let mut say = |key: &str, codes: &[String]| {
                let values = [("codes", &*codes.join(", ")), ("file", &place)];
                lines.extend((!codes.is_empty()).then(|| ui.count_with(key, *articles, &values)));
            };
            say("silenced-without", ignore);
            say("silenced-only", select);
        }
        if let Some(more) = exceptions.len().checked_sub(EXCEPTIONS_SHOWN).filter(|&more| more > 0) {
            lines.push(said(("silenced-more", more)));
        }
        for (file, count) in excluded {
            lines.push(ui.count_with("silenced-excluded", *count, &[("file", file)]));
        }
        lines
    }

    /// For people, and for what watches a run: what nobody may miss because the run is green, a line each.
    #[must_use]
    pub fn warnings(&self, ui: &Ui) -> Vec<String> {
        let mut lines = Vec::new();
        if self.has_no_articles() {
            lines.push(ui.say("no-articles").to_owned());
        }
        if self.silenced.hidden > 0 {
            lines.push(ui.count("silenced-hidden", self.silenced.hidden));
        }
        lines.extend(self.silenced.passed_over.iter().map(|file| ui.fill("passed-over", &[("file", file)])));
        for Unread { kind, count, format } in &self.unread {
            let (key, name) = format.map_or(("unread", ""), |name| ("unread-readable", name));
            lines.push(ui.count_with(key, *count, &[("kind", kind), ("name", name)]));
        }
        lines
    }
}
