//! The names of an archive: the sum of those of its articles.
//!
//! Every part of a [`NameTally`] is a sum, a smallest or a largest value, or the few values with the smallest hashes,
//! so adding is commutative and associative: the order of articles, threads and shards never shows. It grows with the
//! number of different names, not with that of articles.

use std::collections::BTreeMap;
use std::hash::Hasher;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use siphasher::sip::SipHasher13;

use super::beside::Beside;
use super::facts::{NameFact, NameFacts, NameList};
use crate::text::stable_hash;

/// The few values with the smallest hashes: a sample that does not depend on the order of adding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample<T, const MOST: usize>(Vec<(u64, T)>);

impl<T, const MOST: usize> Default for Sample<T, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord, const MOST: usize> Sample<T, MOST> {
    /// Takes a value in, if its hash is among the smallest so far.
    pub fn add(&mut self, hash: u64, value: T) {
        if self.0.len() == MOST && self.0.last().is_some_and(|last| (last.0, &last.1) <= (hash, &value)) {
            return;
        }
        let at = self.0.partition_point(|known| (known.0, &known.1) <= (hash, &value));
        self.0.insert(at, (hash, value));
        self.0.truncate(MOST);
    }

    /// Whether a value with a hash may be taken in; what is turned away here need not be made.
    fn may_take(&self, hash: u64) -> bool {
        self.0.len() < MOST || self.0.last().is_none_or(|last| hash <= last.0)
    }

    fn merge(&mut self, other: Self) {
        other.0.into_iter().for_each(|(hash, value)| self.add(hash, value));
    }

    /// The values with their hashes, smallest first.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &T)> {
        self.0.iter().map(|(hash, value)| (*hash, value))
    }
}

/// Articles shown for a name.
pub const SAMPLES: usize = 3;
/// Articles whose company is remembered for a name.
pub const COMPANY: usize = 16;

/// What is known of one name in an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameRecord {
    /// How often it occurs.
    pub count: u64,
    /// In how many articles.
    pub articles: u64,
    /// The ways it is written, with how often.
    pub written: BTreeMap<Box<str>, u64>,
    /// The first article it occurs in, in order of their names.
    pub first: Arc<str>,
    /// The last one.
    pub last: Arc<str>,
    /// Some articles it occurs in.
    pub samples: Sample<Arc<str>, SAMPLES>,
    /// The words beside it in some articles.
    pub company: Sample<Vec<Beside>, COMPANY>,
    /// In how many articles of each folder.
    pub folders: BTreeMap<Arc<str>, u64>,
}

impl NameRecord {
    /// The way it is written most often; of several the first in the order of letters.
    #[must_use]
    pub fn text(&self) -> &str {
        let most = self.written.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        most.map_or("", |(text, _)| text)
    }

    fn see(&mut self, article: &Arc<str>, hash: u64) {
        if self.articles == 0 || *article < self.first {
            self.first = Arc::clone(article);
        }
        if self.articles == 0 || *article > self.last {
            self.last = Arc::clone(article);
        }
        if self.samples.may_take(hash) {
            self.samples.add(hash, Arc::clone(article));
        }
    }

    fn add(&mut self, fact: NameFact<'_>, article: &Arc<str>, hash: u64, folder: &Arc<str>) {
        self.see(article, hash);
        self.articles += 1;
        for (text, places) in fact.written() {
            let count = places.len() as u64;
            self.count += count;
            match self.written.get_mut(text) {
                Some(known) => *known += count,
                None => drop(self.written.insert(text.into(), count)),
            }
        }
        if !fact.beside().is_empty() && self.company.may_take(hash) {
            let mut beside = fact.beside().to_vec();
            beside.sort_unstable();
            beside.dedup();
            self.company.add(hash, beside);
        }
        match self.folders.get_mut(folder) {
            Some(known) => *known += 1,
            None => drop(self.folders.insert(Arc::clone(folder), 1)),
        }
    }

    /// Adds what is known of the name from other articles.
    pub fn merge(&mut self, other: Self) {
        if other.articles == 0 {
            return;
        }
        if self.articles == 0 || other.first < self.first {
            self.first = other.first;
        }
        if self.articles == 0 || other.last > self.last {
            self.last = other.last;
        }
        self.count += other.count;
        self.articles += other.articles;
        self.samples.merge(other.samples);
        self.company.merge(other.company);
        for (text, count) in other.written {
            *self.written.entry(text).or_default() += count;
        }
        for (folder, count) in other.folders {
            *self.folders.entry(folder).or_default() += count;
        }
    }
}

/// The names of one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LanguageTally {
    /// Articles in the language.
    pub articles: u64,
    /// Whether the language has a rule for names, so that they were collected.
    pub surveyed: bool,
    /// By folded name.
    pub names: FxHashMap<Box<str>, NameRecord>,
}

/// The names of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameTally {
    /// By tag of the language.
    pub languages: BTreeMap<Arc<str>, LanguageTally>,
    /// A sum over all that was added: two tallies of the same articles have the same.
    pub digest: u64,
}

impl NameTally {
    /// Adds the names of one article, which stands in `folder`.
    pub fn add(&mut self, facts: &NameFacts, folder: &Arc<str>) {
        self.digest = self.digest.wrapping_add(digest(facts));
        if !self.languages.contains_key(&facts.language) {
            self.languages.insert(Arc::clone(&facts.language), LanguageTally::default());
        }
        let Some(language) = self.languages.get_mut(&facts.language) else { return };
        language.articles += 1;
        language.surveyed |= facts.names.is_some();
        let hash = stable_hash(&facts.article);
        for fact in facts.names.iter().flat_map(NameList::iter) {
            match language.names.get_mut(fact.name()) {
                Some(record) => record.add(fact, &facts.article, hash, folder),
                None => {
                    let mut record = NameRecord::default();
                    record.add(fact, &facts.article, hash, folder);
                    language.names.insert(fact.name().into(), record);
                }
            }
        }
    }

    /// Adds a tally of other articles.
    pub fn merge(&mut self, other: Self) {
        self.digest = self.digest.wrapping_add(other.digest);
        for (tag, theirs) in other.languages {
            let ours = self.languages.entry(tag).or_default();
            ours.articles += theirs.articles;
            ours.surveyed |= theirs.surveyed;
            for (name, record) in theirs.names {
                ours.names.entry(name).or_default().merge(record);
            }
        }
    }

    /// Articles added.
    #[must_use]
    pub fn articles(&self) -> u64 {
        self.languages.values().map(|language| language.articles).sum()
    }
}

/// A hash of one article's name and all its names, in whatever order they come.
fn digest(facts: &NameFacts) -> u64 {
    let of = |fact: NameFact<'_>| stable_hash(fact.name()).wrapping_mul(2 * fact.count() + 1);
    let names = facts.names.iter().flat_map(NameList::iter).map(of).fold(0, u64::wrapping_add);
    let mut hasher = SipHasher13::new();
    hasher.write(facts.language.as_bytes());
    hasher.write(&[0]);
    hasher.write(facts.article.as_bytes());
    hasher.write(&names.to_le_bytes());
    hasher.finish()
}
