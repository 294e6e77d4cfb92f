//! What a run remembers of each article for checks that need to know all of them, and the sum of it.
//!
//! [`Facts`] are small: hashes, spans and names, no other text. A [`Tally`] is a sum: adding articles in any order, or
//! merging tallies of parts, gives the same tally, so threads and shards of an archive need not agree on an order.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use rustc_hash::FxHasher;
use siphasher::sip::SipHasher13;

use super::headlines::{HeadlineFacts, Headlines};
use super::names::{NameFacts, NameTally};
use crate::text::Span;

/// Tells the rules that collect facts apart: equal for one rule in every run, and different for any two rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RuleKey(u64);

impl RuleKey {
    /// The key of rule number `nth` (from 0) of those with one code in one rule set.
    #[must_use]
    pub fn new(rule_set: &str, code: &str, nth: usize) -> Self {
        Self(stable_hash(&format!("{rule_set}\n{code}\n{nth}")))
    }

    /// The key of these bits.
    #[must_use]
    pub fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The key as a number.
    #[must_use]
    pub fn bits(self) -> u64 {
        self.0
    }
}

/// A line of one article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineFact {
    /// Hash of its folded text; equal in every run and on every machine.
    pub hash: u64,
    /// Where it is, in stored bytes.
    pub span: Span,
    /// What would have to go for the line to be gone, in stored bytes; `None` if other text is on it.
    pub removal: Option<Span>,
    /// Where it is only the beginning of something: into which of [`RESTS`] classes what follows it falls.
    pub rest: Option<u8>,
}

/// How many classes there are of what follows a beginning.
pub const RESTS: u8 = 64;

impl LineFact {
    /// The class of what follows a beginning.
    #[must_use]
    pub fn class_of(rest: &str) -> u8 {
        (stable_hash(rest) % u64::from(RESTS)) as u8
    }

    /// What is counted: the line, and what follows it.
    fn counted(&self) -> impl Iterator<Item = u64> {
        let rest = self.rest.map(|rest| with_rest(self.hash, rest));
        std::iter::once(self.hash).chain(rest)
    }
}

/// The hash of a beginning together with the class of what follows it.
fn with_rest(hash: u64, rest: u8) -> u64 {
    hash.wrapping_add(1 + u64::from(rest))
}

/// What is remembered of one article.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Facts {
    /// For each rule that asked for lines, those of the article it looks at, in order.
    lines: Vec<(RuleKey, Vec<LineFact>)>,
    /// The names of the article, if some rule asked for them.
    pub names: Option<NameFacts>,
    /// Its headlines, if some rule asked for them.
    pub headlines: HeadlineFacts,
}

impl Facts {
    /// Remembers the lines that a rule looks at.
    pub fn add_lines(&mut self, rule: RuleKey, lines: Vec<LineFact>) {
        if !lines.is_empty() {
            self.lines.push((rule, lines));
        }
    }

    /// The rules that asked for lines, each with those it looks at.
    pub fn lines(&self) -> impl Iterator<Item = (RuleKey, &[LineFact])> {
        self.lines.iter().map(|(rule, lines)| (*rule, lines.as_slice()))
    }

    /// The lines that a rule looks at.
    #[must_use]
    pub fn lines_of(&self, rule: RuleKey) -> &[LineFact] {
        self.lines.iter().find(|(known, _)| *known == rule).map_or(&[], |(_, lines)| lines)
    }
}

/// The sum of the facts of many articles.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    articles: u64,
    /// In how many articles each line stands, by its hash for one rule.
    lines: HashMap<u64, u32, BuildHasherDefault<FxHasher>>,
    /// How their names are spelled.
    pub names: NameTally,
    /// Their headlines.
    pub headlines: Headlines,
}

impl Tally {
    /// A tally that knows no articles, only what is saved of an archive: how names are spelled in it, and its headlines.
    #[must_use]
    pub fn of_archive(names: NameTally, headlines: Headlines) -> Self {
        Self { names, headlines, ..Self::default() }
    }

    /// Adds one article. A line that is in it twice counts once. `folder` is the part of the archive it is in.
    pub fn add(&mut self, facts: &Facts, folder: &Arc<str>) {
        self.add_lines(facts);
        if let Some(names) = &facts.names {
            self.names.add(names, folder);
        }
    }

    /// Adds the lines and headlines of one article, and leaves the names as they are.
    pub fn add_lines(&mut self, facts: &Facts) {
        self.articles += 1;
        facts.headlines.own.iter().for_each(|headline| self.headlines.add(headline));
        for (rule, lines) in &facts.lines {
            let mut hashes: Vec<u64> = lines.iter().flat_map(LineFact::counted).collect();
            hashes.sort_unstable();
            hashes.dedup();
            for hash in hashes {
                *self.lines.entry(for_rule(*rule, hash)).or_default() += 1;
            }
        }
    }

    /// Adds another tally, of other articles.
    pub fn merge(&mut self, other: Self) {
        self.articles += other.articles;
        for (hash, count) in other.lines {
            *self.lines.entry(hash).or_default() += count;
        }
        self.names.merge(other.names);
        self.headlines.merge(other.headlines);
    }

    /// How many articles have been added.
    #[must_use]
    pub fn articles(&self) -> u64 {
        self.articles
    }

    /// In how many articles a line stands that a rule looks at.
    #[must_use]
    pub fn articles_with_line(&self, rule: RuleKey, hash: u64) -> u32 {
        self.lines.get(&for_rule(rule, hash)).copied().unwrap_or(0)
    }

    /// How many different things follow a beginning that a rule looks at, of at most [`RESTS`] that are told apart.
    #[must_use]
    pub fn rests_of(&self, rule: RuleKey, hash: u64) -> usize {
        (0..RESTS).filter(|&rest| self.articles_with_line(rule, with_rest(hash, rest)) > 0).count()
    }
}

/// Both are hashes, so their sum is as good as one.
fn for_rule(rule: RuleKey, hash: u64) -> u64 {
    rule.0.wrapping_add(hash)
}

/// The hash of a text, equal in every run, on every machine and in every version: `SipHash` 1-3 with zero keys.
#[must_use]
pub fn stable_hash(text: &str) -> u64 {
    let mut hasher = SipHasher13::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: RuleKey = RuleKey(7);

    fn facts(lines: &[&str]) -> Facts {
        let line = |text: &&str| LineFact { hash: stable_hash(text), span: Span::new(0, 1), removal: None, rest: None };
        let mut facts = Facts::default();
        facts.add_lines(RULE, lines.iter().map(line).collect());
        facts
    }

    fn tally_of(articles: &[&Facts]) -> Tally {
        let mut tally = Tally::default();
        articles.iter().for_each(|article| tally.add(article, &"".into()));
        tally
    }

    #[test]
    fn a_tally_is_a_sum_in_any_order() {
        let [a, b, c] = [facts(&["a", "b", "a"]), facts(&["b"]), facts(&[])];
        let whole = tally_of(&[&a, &b, &c]);
        let mut parts = tally_of(&[&c, &b]);
        parts.merge(tally_of(&[&a]));
        assert_eq!(whole, parts);
        assert_eq!((whole.articles(), whole.articles_with_line(RULE, stable_hash("a"))), (3, 1));
        assert_eq!(whole.articles_with_line(RULE, stable_hash("b")), 2);
    }

    #[test]
    fn rules_do_not_share_lines() {
        let mut both = facts(&["a"]);
        let other = RuleKey::new("house", "ads/repeated-line", 1);
        both.add_lines(other, facts(&["a", "b"]).lines_of(RULE).to_vec());
        let tally = tally_of(&[&both, &facts(&["a"])]);
        let of = |rule, line| tally.articles_with_line(rule, stable_hash(line));
        assert_eq!((of(RULE, "a"), of(RULE, "b"), of(other, "a"), of(other, "b")), (2, 0, 1, 1));
        assert_eq!((both.lines_of(RULE).len(), both.lines_of(other).len()), (1, 2));
    }

    #[test]
    fn hashes_do_not_change_between_versions() {
        assert_eq!(stable_hash("read more"), 13_843_409_508_785_336_959);
    }
}
