//! The names of an archive: the sum of those of its articles.
//!
//! Every part of a [`NameTally`] is a sum, a smallest or a largest value, or the few values with the smallest hashes,
//! so adding is commutative and associative: the order of articles, threads and shards never shows. Articles are told apart by
//! what they say, so that what their files are called never shows either, but where an article is named. It grows with the number of
//! different names, not with that of articles.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::beside::Beside;
use super::facts::{NameFact, NameFacts, NameList};

/// The few values with the smallest hashes: a sample that does not depend on the order of adding. Of values with one hash it holds
/// the smallest, so that what is added again changes nothing.
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
        let at = self.0.partition_point(|known| known.0 < hash);
        match self.0.get_mut(at) {
            Some(known) if known.0 == hash => {
                if value < known.1 {
                    known.1 = value;
                }
            }
            _ if at >= MOST => {}
            _ => {
                self.0.insert(at, (hash, value));
                self.0.truncate(MOST);
            }
        }
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

/// An article that says when it appeared. The earlier is the smaller.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dated {
    /// The day, written as one number: 20240531.
    pub day: u32,
    /// The hash of what it says: of one day it decides.
    pub content: u64,
    /// What it is called.
    pub article: Arc<str>,
}

/// What is known of one name in an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameRecord {
    /// How often it occurs.
    pub count: u64,
    /// In how many articles.
    pub articles: u64,
    /// The ways it is written, with how often.
    pub written: BTreeMap<Box<str>, u64>,
    /// The first and the last article it occurs in, of those that say when they appeared.
    pub ends: Option<Box<(Dated, Dated)>>,
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

    fn see(&mut self, facts: &NameFacts, content: u64) {
        if let Some(day) = facts.day {
            let dated = Dated { day, content, article: Arc::clone(&facts.article) };
            self.widen(&dated, &dated);
        }
        if self.samples.may_take(content) {
            self.samples.add(content, Arc::clone(&facts.article));
        }
    }

    /// Takes in what may be the first article, and the last one.
    pub fn widen(&mut self, first: &Dated, last: &Dated) {
        match self.ends.as_deref_mut() {
            Some(ends) => {
                if *first < ends.0 {
                    ends.0 = first.clone();
                }
                if *last > ends.1 {
                    ends.1 = last.clone();
                }
            }
            None => self.ends = Some(Box::new((first.clone(), last.clone()))),
        }
    }

    /// What the first article it occurs in is called, if articles say when they appeared.
    #[must_use]
    pub fn first(&self) -> Option<&str> {
        self.ends.as_deref().map(|(first, _)| &*first.article)
    }

    /// The same of the last one.
    #[must_use]
    pub fn last(&self) -> Option<&str> {
        self.ends.as_deref().map(|(_, last)| &*last.article)
    }

    fn add(&mut self, fact: NameFact<'_>, facts: &NameFacts, content: u64, folder: &Arc<str>) {
        self.see(facts, content);
        self.articles += 1;
        for (text, places) in fact.written() {
            let count = places.len() as u64;
            self.count += count;
            match self.written.get_mut(text) {
                Some(known) => *known += count,
                None => drop(self.written.insert(text.into(), count)),
            }
        }
        if !fact.beside().is_empty() && self.company.may_take(content) {
            let mut beside = fact.beside().to_vec();
            beside.sort_unstable();
            beside.dedup();
            self.company.add(content, beside);
        }
        match self.folders.get_mut(folder) {
            Some(known) => *known += 1,
            None => drop(self.folders.insert(Arc::clone(folder), 1)),
        }
    }

    /// Adds what is known of the name from other articles.
    pub fn merge(&mut self, other: Self) {
        // What was saved may say anything.
        self.count = self.count.saturating_add(other.count);
        self.articles = self.articles.saturating_add(other.articles);
        for (text, count) in &other.written {
            match self.written.get_mut(text) {
                Some(known) => *known = known.saturating_add(*count),
                None => drop(self.written.insert(text.clone(), *count)),
            }
        }
        for (folder, count) in &other.folders {
            match self.folders.get_mut(folder) {
                Some(known) => *known = known.saturating_add(*count),
                None => drop(self.folders.insert(Arc::clone(folder), *count)),
            }
        }
        self.join(other);
    }

    /// Takes in what is known of the name from articles that are counted already: what they are called may be another name.
    pub fn join(&mut self, other: Self) {
        if let Some(ends) = other.ends {
            self.widen(&ends.0, &ends.1);
        }
        self.samples.merge(other.samples);
        self.company.merge(other.company);
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
}

impl NameTally {
    /// Adds the names of one article, of which `content` is the hash of what it says, and which stands in `folder`.
    pub fn add(&mut self, facts: &NameFacts, content: u64, folder: &Arc<str>) {
        if !self.languages.contains_key(&facts.language) {
            self.languages.insert(Arc::clone(&facts.language), LanguageTally::default());
        }
        let Some(language) = self.languages.get_mut(&facts.language) else { return };
        language.articles += 1;
        language.surveyed |= facts.names.is_some();
        for fact in facts.names.iter().flat_map(NameList::iter) {
            match language.names.get_mut(fact.name()) {
                Some(record) => record.add(fact, facts, content, folder),
                None => {
                    let mut record = NameRecord::default();
                    record.add(fact, facts, content, folder);
                    language.names.insert(fact.name().into(), record);
                }
            }
        }
    }

    /// Adds a tally of other articles.
    pub fn merge(&mut self, other: Self) {
        for (tag, theirs) in other.languages {
            let Some(ours) = self.languages.get_mut(&tag) else {
                self.languages.insert(tag, theirs);
                continue;
            };
            ours.articles = ours.articles.saturating_add(theirs.articles);
            ours.surveyed |= theirs.surveyed;
            for (name, record) in theirs.names {
                match ours.names.get_mut(&name) {
                    Some(known) => known.merge(record),
                    None => drop(ours.names.insert(name, record)),
                }
            }
        }
    }

    /// Takes in a tally of articles that are counted already, which may be called otherwise there.
    pub fn join(&mut self, other: Self) {
        for (tag, theirs) in other.languages {
            let Some(ours) = self.languages.get_mut(&tag) else { continue };
            for (name, record) in theirs.names {
                if let Some(known) = ours.names.get_mut(&name) {
                    known.join(record);
                }
            }
        }
    }

    /// Articles added.
    #[must_use]
    pub fn articles(&self) -> u64 {
        self.languages.values().map(|language| language.articles).sum()
    }
}
