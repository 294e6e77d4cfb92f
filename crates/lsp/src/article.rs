//! An article that is open in the editor, and what is known of it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::open_text::{OpenText, Unit};
use super::protocol::{Change, Item};
use copydesk::diagnostic::{Applicability, Diagnostic};
use copydesk::document::Unreadable;
use copydesk::engine::Engine;
use copydesk::language::Profile;
use copydesk::text::{Edit, Fault, Source, SourceId};

/// Largest text that is kept and checked, in bytes.
const LIMIT: usize = 64 << 20;
/// Longest that an article waits for its writer to pause, and the share of the time of a check.
const PAUSE: Duration = Duration::from_millis(250);
const SHARE: u32 = 4;

/// What a check comes to.
#[derive(Debug, Default)]
pub struct Findings {
    /// What is wrong.
    pub all: Vec<Diagnostic>,
    /// The rules they come from; nothing where the text was not checked.
    pub engine: Option<Arc<Engine>>,
    /// The language of the article; nothing where there may be several.
    pub language: Option<Arc<Profile>>,
    /// The first byte that was not looked at, in a file of more records than are checked.
    pub left: Option<u32>,
}

/// One open article.
#[derive(Debug)]
pub struct Article {
    /// Its text.
    pub open: OpenText,
    /// The editor's number of that text.
    pub version: i64,
    /// What the editor calls its format.
    pub language_id: String,
    /// What was found in this text; nothing before it was checked.
    pub found: Option<Findings>,
    /// The edits that make every safe repair; nothing before somebody asked.
    pub repaired: Option<Vec<Edit>>,
    /// The edits that have it ignore a finding, by the number of the finding, of those that somebody asked about; nothing where
    /// there is no such edit.
    pub ignored: BTreeMap<usize, Option<Edit>>,
    /// Tells this text under these rules from any other.
    pub state: u64,
    /// Whether it grew beyond the limit, so that its text is not known.
    is_lost: bool,
    unit: Unit,
    changed: Instant,
    took: Duration,
}

impl Article {
    /// Takes an article as the editor opens it, with columns counted in `unit`.
    #[must_use]
    pub fn new(it: Item, unit: Unit, state: u64, now: Instant) -> Self {
        Self {
            open: OpenText::new(it.text, unit),
            version: it.version,
            language_id: it.language_id,
            found: None,
            repaired: None,
            ignored: BTreeMap::new(),
            state,
            is_lost: false,
            unit,
            changed: now,
            took: Duration::ZERO,
        }
    }

    /// Makes the changes the editor reports.
    pub fn change(&mut self, changes: Vec<Change>, now: Instant) {
        self.changed = now;
        for change in changes {
            self.is_lost &= change.range.is_some();
            if !self.is_lost {
                self.open.change(change);
                self.is_lost = self.open.text().len() > LIMIT;
            }
        }
        if self.is_lost {
            self.open = OpenText::new(String::new(), self.unit);
        }
    }

    /// The text or its rules are others, known by `state`: nothing is known any more.
    pub fn forget(&mut self, state: u64) {
        (self.found, self.repaired, self.state) = (None, None, state);
        self.ignored.clear();
    }

    /// How long a check took.
    pub fn remember(&mut self, took: Duration) {
        self.took = took;
    }

    /// How long its writer should pause from `now` on before it is checked. A check that the next key makes useless delays
    /// the one that counts, the more the longer it takes.
    #[must_use]
    pub fn pause(&self, now: Instant) -> Duration {
        (self.took / SHARE).min(PAUSE).saturating_sub(now.saturating_duration_since(self.changed))
    }

    /// Whether something in it can be repaired without a look.
    #[must_use]
    pub fn is_repairable(&self) -> bool {
        let is_safe =
            |found: &Diagnostic| found.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe);
        self.found.iter().flat_map(|found| &found.all).any(is_safe)
    }

    /// Why the text is none that can be checked, as a run over files would find; nothing if it can be.
    #[must_use]
    pub fn broken(&self, id: &SourceId) -> Option<Unreadable> {
        if self.is_lost || self.open.text().len() > LIMIT {
            return Some(Unreadable::too_large(id.clone(), LIMIT as u64));
        }
        let fault = Fault::nul_in(self.open.text())?;
        Some(Unreadable { source: Source::new(id.clone(), self.open.text()), fault })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk::text::Cause;

    fn article(text: &str) -> Article {
        let item = serde_json::json!({ "uri": "untitled:a", "version": 1, "text": text });
        Article::new(serde_json::from_value(item).unwrap(), Unit::Utf16, 0, Instant::now())
    }

    fn change(text: &str, is_all: bool) -> Change {
        let at = super::super::protocol::Position { line: 0, character: 0 };
        let range = super::super::protocol::Range { start: at, end: at };
        Change { range: (!is_all).then_some(range), text: text.to_owned() }
    }

    #[test]
    fn a_text_beyond_the_limit_is_lost_until_all_of_it_comes_again() {
        let mut article = article(&"a".repeat(LIMIT));
        let id = SourceId::Stdin(None);
        assert!(article.broken(&id).is_none());
        article.change(vec![change("b", false)], Instant::now());
        article.change(vec![change("c", false)], Instant::now());
        assert_eq!(article.broken(&id).unwrap().fault.cause, Cause::Size);
        assert_eq!(article.open.text(), "");
        article.change(vec![change("new", true), change("a ", false)], Instant::now());
        assert_eq!((article.broken(&id).is_none(), article.open.text()), (true, "a new"));
    }

    #[test]
    fn who_takes_long_to_check_waits_for_a_pause() {
        let mut article = article("");
        let begun = article.changed;
        assert_eq!(article.pause(begun), Duration::ZERO);
        article.remember(Duration::from_millis(200));
        assert_eq!(article.pause(begun), Duration::from_millis(50));
        assert_eq!(article.pause(begun + Duration::from_millis(60)), Duration::ZERO);
        article.remember(Duration::from_secs(60));
        assert_eq!(article.pause(begun), PAUSE);
    }
}
