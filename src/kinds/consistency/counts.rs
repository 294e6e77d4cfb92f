//! Which spellings stand in an article, and in how many articles of a run each does.

use std::collections::BTreeMap;

use crate::kinds::collector::{ArchivePlace, ArchiveSum, ArticleFacts, StoredArticle};

/// A spelling: the number of its group in the rule, and its own number in the group, both from 0.
pub type SpellingNumber = (u32, u32);

/// The spellings that stand in one article, each once, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spellings(pub Vec<SpellingNumber>);

impl ArticleFacts for Spellings {
    type Sum = Counts;

    fn to_bytes(&self) -> Option<Vec<u8>> {
        postcard::to_stdvec(&self.0).ok()
    }

    fn from_bytes(bytes: &[u8], _: &StoredArticle<'_>) -> Option<Self> {
        postcard::from_bytes(bytes).ok().map(Self)
    }
}

/// In how many articles each spelling stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(BTreeMap<SpellingNumber, u32>);

impl Counts {
    /// In how many articles a spelling stands.
    pub fn articles_with(&self, spelling: SpellingNumber) -> u32 {
        self.0.get(&spelling).copied().unwrap_or(0)
    }
}

impl ArchiveSum for Counts {
    type Facts = Spellings;

    fn add(&mut self, facts: &Spellings, _: &ArchivePlace<'_>) {
        facts.0.iter().for_each(|spelling| *self.0.entry(*spelling).or_default() += 1);
    }

    fn merge(&mut self, other: Self) {
        other.0.into_iter().for_each(|(spelling, count)| *self.0.entry(spelling).or_default() += count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Source, SourceId};

    #[test]
    fn counts_are_the_same_in_whatever_parts_articles_are_added() {
        let place = ArchivePlace { content: 0, folder: &"".into() };
        let counts_of = |articles: &[&[SpellingNumber]]| {
            let mut counts = Counts::default();
            articles.iter().for_each(|article| counts.add(&Spellings(article.to_vec()), &place));
            counts
        };
        let (first, second, third) = ([(0, 0), (1, 2)], [(1, 2)], [(0, 1)]);
        let whole = counts_of(&[&first, &second, &third]);
        let mut parts = counts_of(&[&third]);
        parts.merge(counts_of(&[&second, &first]));
        assert_eq!(whole, parts);
        assert_eq!([(1, 2), (0, 0), (2, 0)].map(|spelling| whole.articles_with(spelling)), [2, 1, 0]);
    }

    #[test]
    fn what_a_cache_keeps_of_an_article_is_what_was_found_in_it() {
        let source = Source::new(SourceId::Stdin(None), "");
        let article = StoredArticle { source: &source, language: &"en".into() };
        let spellings = Spellings(vec![(0, 1), (3, 0)]);
        let bytes = spellings.to_bytes().unwrap();
        assert_eq!(Spellings::from_bytes(&bytes, &article), Some(spellings));
        assert_eq!(Spellings::from_bytes(&bytes[..2], &article), None);
    }
}
