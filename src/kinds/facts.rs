//! What a run remembers of each article for checks that need to know all of them, and the sum of it.
//!
//! Both are lists of parts, each under the key of the rule that collects it, or of the collector that several rules share.
//! Nothing here knows what a part says. A [`Tally`] is a sum: adding articles in any order, or merging tallies of parts, gives
//! the same tally, so threads and shards of an archive need not agree on an order.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::collector::{AnyFacts, AnySum, ArchivePlace, ArchiveSum, ArticleFacts, Shared};
use crate::text::stable_hash;

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

/// Under what facts and their sums are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactsKey {
    /// The name of the collector that several rules share.
    Shared(&'static str),
    /// The rule that collects them for itself.
    Rule(RuleKey),
}

/// What is remembered of one article.
#[derive(Debug, Default, PartialEq)]
pub struct Facts {
    language: Arc<str>,
    /// The hash of what the article says.
    content: u64,
    /// Few: looking them through is quicker than any table.
    parts: Vec<Part>,
}

/// What one collector found, under its key.
type Part = (FactsKey, Box<dyn AnyFacts>);

impl Facts {
    /// Nothing yet of an article in the language with this tag, of which `content` is the hash of what it says
    /// ([`crate::document::Document::content`]).
    #[must_use]
    pub fn of(language: &Arc<str>, content: u64) -> Self {
        Self { language: Arc::clone(language), content, parts: Vec::new() }
    }

    /// The hash of what the article says.
    #[must_use]
    pub fn content(&self) -> u64 {
        self.content
    }

    /// The tag of the article's language.
    #[must_use]
    pub fn language(&self) -> &Arc<str> {
        &self.language
    }

    /// Adds what was collected under a key, if there was anything.
    pub fn add(&mut self, key: FactsKey, facts: Option<Box<dyn AnyFacts>>) {
        self.parts.extend(facts.map(|facts| (key, facts)));
    }

    /// All parts, each with its key, in the order in which they were collected.
    pub fn parts(&self) -> impl Iterator<Item = (FactsKey, &dyn AnyFacts)> {
        self.parts.iter().map(|(key, facts)| (*key, &**facts))
    }

    /// What a shared collector found.
    #[must_use]
    pub fn shared<F: ArticleFacts>(&self, collector: &Shared<F>) -> Option<&F> {
        self.part(FactsKey::Shared(collector.name))
    }

    /// What a rule collected for itself.
    #[must_use]
    pub fn of_rule<F: ArticleFacts>(&self, rule: RuleKey) -> Option<&F> {
        self.part(FactsKey::Rule(rule))
    }

    fn part<F: ArticleFacts>(&self, key: FactsKey) -> Option<&F> {
        let (_, facts) = self.parts.iter().find(|(known, _)| *known == key)?;
        (&**facts as &dyn Any).downcast_ref()
    }

    /// Gives back the memory that is not needed.
    pub fn shrink(&mut self) {
        self.parts.shrink_to_fit();
    }

    /// Forgets what only the tally needs, when it has been added.
    pub fn forget_added(&mut self) {
        self.parts.iter_mut().for_each(|(_, facts)| facts.forget_added());
    }
}

/// The sum of the facts of many articles.
#[derive(Debug, Default, PartialEq)]
pub struct Tally {
    articles: u64,
    /// The sum of the hashes of what the articles say.
    digest: u64,
    sums: BTreeMap<FactsKey, Box<dyn AnySum>>,
}

impl Clone for Tally {
    fn clone(&self) -> Self {
        let sums = self.sums.iter().map(|(key, sum)| (*key, sum.boxed_clone())).collect();
        Self { articles: self.articles, digest: self.digest, sums }
    }
}

impl Tally {
    /// Adds one article. What is in it twice counts once. `folder` is the part of the archive it is in.
    pub fn add(&mut self, facts: &Facts, folder: &Arc<str>) {
        self.add_parts(facts, folder, |_| true);
    }

    /// Adds an article of a run to the tally of a saved archive: all but what the archive is to decide alone.
    pub fn add_to_saved(&mut self, facts: &Facts) {
        self.add_parts(facts, &Arc::default(), AnyFacts::joins_saved);
    }

    fn add_parts(&mut self, facts: &Facts, folder: &Arc<str>, is_wanted: impl Fn(&dyn AnyFacts) -> bool) {
        self.articles += 1;
        self.digest = self.digest.wrapping_add(facts.content);
        let place = ArchivePlace { content: facts.content, folder };
        for (key, facts) in facts.parts().filter(|(_, facts)| is_wanted(*facts)) {
            if let Some(sum) = self.sums.get_mut(&key) {
                sum.add(facts, &place);
            } else if let Some(mut sum) = facts.new_sum() {
                sum.add(facts, &place);
                self.sums.insert(key, sum);
            }
        }
    }

    /// Adds another tally, of other articles.
    pub fn merge(&mut self, other: Self) {
        self.articles += other.articles;
        self.digest = self.digest.wrapping_add(other.digest);
        other.sums.into_iter().for_each(|(key, sum)| self.add_sum(key, sum));
    }

    /// Takes in a tally of articles that are counted here already, and may be called otherwise there.
    pub fn join(&mut self, other: Self) {
        for (key, sum) in other.sums {
            if let Some(known) = self.sums.get_mut(&key) {
                known.join(sum);
            }
        }
    }

    /// Adds what other articles come to, under a key.
    pub fn add_sum(&mut self, key: FactsKey, sum: Box<dyn AnySum>) {
        match self.sums.get_mut(&key) {
            Some(known) => known.merge(sum),
            None => drop(self.sums.insert(key, sum)),
        }
    }

    /// How many articles have been added. A saved tally does not tell.
    #[must_use]
    pub fn articles(&self) -> u64 {
        self.articles
    }

    /// A number that two tallies of the same articles have in common, whatever their files are called, and hardly any others: the
    /// sum of the hashes of what they say. A saved tally does not tell.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// All sums, each with its key, in order.
    pub fn sums(&self) -> impl Iterator<Item = (FactsKey, &dyn AnySum)> {
        self.sums.iter().map(|(key, sum)| (*key, &**sum))
    }

    /// What the facts of a shared collector come to.
    #[must_use]
    pub fn shared<F: ArticleFacts>(&self, collector: &Shared<F>) -> Option<&F::Sum> {
        self.sum(FactsKey::Shared(collector.name))
    }

    /// What the facts of one rule come to.
    #[must_use]
    pub fn of_rule<S: ArchiveSum>(&self, rule: RuleKey) -> Option<&S> {
        self.sum(FactsKey::Rule(rule))
    }

    fn sum<S: ArchiveSum>(&self, key: FactsKey) -> Option<&S> {
        (&**self.sums.get(&key)? as &dyn Any).downcast_ref()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::collector::StoredArticle;
    use super::*;

    /// Words, each once.
    #[derive(Debug, PartialEq)]
    struct Words(Vec<&'static str>);

    /// In how many articles each word stands.
    #[derive(Debug, Clone, Default, PartialEq)]
    struct Counts(BTreeMap<&'static str, u32>);

    impl ArticleFacts for Words {
        type Sum = Counts;
        const JOINS_SAVED: bool = false;

        fn to_bytes(&self) -> Option<Vec<u8>> {
            None
        }

        fn from_bytes(_: &[u8], _: &StoredArticle<'_>) -> Option<Self> {
            None
        }
    }

    impl ArchiveSum for Counts {
        type Facts = Words;

        fn add(&mut self, facts: &Words, _: &ArchivePlace<'_>) {
            facts.0.iter().for_each(|word| *self.0.entry(word).or_default() += 1);
        }

        fn merge(&mut self, other: Self) {
            other.0.into_iter().for_each(|(word, count)| *self.0.entry(word).or_default() += count);
        }
    }

    const RULE: RuleKey = RuleKey(7);

    fn facts(rule: RuleKey, words: &[&'static str]) -> Facts {
        let mut facts = Facts::default();
        facts.add(FactsKey::Rule(rule), Some(Box::new(Words(words.to_vec()))));
        facts
    }

    fn tally_of(articles: &[&Facts]) -> Tally {
        let mut tally = Tally::default();
        articles.iter().for_each(|article| tally.add(article, &"".into()));
        tally
    }

    fn count(tally: &Tally, rule: RuleKey, word: &str) -> Option<u32> {
        tally.of_rule::<Counts>(rule)?.0.get(word).copied()
    }

    #[test]
    fn a_tally_is_a_sum_in_any_order() {
        let [a, b, c] = [facts(RULE, &["a", "b"]), facts(RULE, &["b"]), Facts::default()];
        let whole = tally_of(&[&a, &b, &c]);
        let mut parts = tally_of(&[&c, &b]);
        parts.merge(tally_of(&[&a]));
        assert_eq!(whole, parts);
        assert_eq!((whole.articles(), count(&whole, RULE, "a"), count(&whole, RULE, "b")), (3, Some(1), Some(2)));
        assert_ne!(whole, tally_of(&[&a, &a, &c]));
    }

    #[test]
    fn rules_do_not_share_their_own_facts() {
        let other = RuleKey::new("house", "ads/repeated-line", 1);
        let mut both = facts(RULE, &["a"]);
        both.add(FactsKey::Rule(other), Some(Box::new(Words(vec!["a", "b"]))));
        let tally = tally_of(&[&both, &facts(RULE, &["a"])]);
        let of = |rule, word| count(&tally, rule, word);
        assert_eq!((of(RULE, "a"), of(RULE, "b"), of(other, "a"), of(other, "b")), (Some(2), None, Some(1), Some(1)));
        assert_eq!(both.of_rule(other), Some(&Words(vec!["a", "b"])));
    }

    #[test]
    fn what_the_archive_decides_alone_is_not_added_to_it() {
        let mut tally = tally_of(&[&facts(RULE, &["a"])]);
        tally.add_to_saved(&facts(RULE, &["a"]));
        assert_eq!((tally.articles(), count(&tally, RULE, "a")), (2, Some(1)));
    }
}
