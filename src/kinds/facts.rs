//! What a run remembers of each article for checks that need to know all of them, and the sum of it.
//!
//! [`Facts`] are small: hashes and spans, no text. A [`Tally`] is a sum: adding articles in any order, or merging
//! tallies of parts, gives the same tally, so threads and shards of an archive need not agree on an order.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use rustc_hash::FxHasher;
use siphasher::sip::SipHasher13;

use crate::text::Span;

/// A line of one article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineFact {
    /// Hash of its folded text; equal in every run and on every machine.
    pub hash: u64,
    /// Where it is, in stored bytes.
    pub span: Span,
    /// What would have to go for the line to be gone, in stored bytes; nothing if other text stands on it.
    pub removal: Option<Span>,
}

/// What is remembered of one article.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Its lines, in order.
    pub lines: Vec<LineFact>,
}

/// The sum of the facts of many articles.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    articles: u64,
    /// In how many articles each line stands.
    lines: HashMap<u64, u32, BuildHasherDefault<FxHasher>>,
}

impl Tally {
    /// Adds one article. A line that stands in it twice counts once.
    pub fn add(&mut self, facts: &Facts) {
        self.articles += 1;
        let mut hashes: Vec<u64> = facts.lines.iter().map(|line| line.hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        for hash in hashes {
            *self.lines.entry(hash).or_default() += 1;
        }
    }

    /// Adds another tally, of other articles.
    pub fn merge(&mut self, other: &Self) {
        self.articles += other.articles;
        for (hash, count) in &other.lines {
            *self.lines.entry(*hash).or_default() += count;
        }
    }

    /// How many articles have been added.
    #[must_use]
    pub fn articles(&self) -> u64 {
        self.articles
    }

    /// In how many articles a line stands.
    #[must_use]
    pub fn articles_with_line(&self, hash: u64) -> u32 {
        self.lines.get(&hash).copied().unwrap_or(0)
    }
}

/// The hash of a folded line: `SipHash` 1-3 with zero keys, so that saved tallies stay valid.
#[must_use]
pub fn line_hash(folded: &str) -> u64 {
    let mut hasher = SipHasher13::new();
    hasher.write(folded.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(lines: &[&str]) -> Facts {
        let line = |text: &&str| LineFact { hash: line_hash(text), span: Span::new(0, 1), removal: None };
        Facts { lines: lines.iter().map(line).collect() }
    }

    #[test]
    fn a_tally_is_a_sum_in_any_order() {
        let articles = [facts(&["a", "b", "a"]), facts(&["b"]), facts(&[])];
        let mut whole = Tally::default();
        articles.iter().for_each(|article| whole.add(article));
        let (mut first, mut second) = (Tally::default(), Tally::default());
        second.add(&articles[2]);
        second.add(&articles[1]);
        first.add(&articles[0]);
        second.merge(&first);
        assert_eq!(whole, second);
        assert_eq!((whole.articles(), whole.articles_with_line(line_hash("a"))), (3, 1));
        assert_eq!(whole.articles_with_line(line_hash("b")), 2);
    }

    #[test]
    fn hashes_do_not_change_between_versions() {
        assert_eq!(line_hash("read more"), 13_843_409_508_785_336_959);
    }
}
