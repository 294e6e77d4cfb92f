//! The lines of a sample of an archive's articles, for a saved tally. Nearly every line stands in one article alone, and which ones
//! recur shows only when all are counted: to count them all for millions of articles would take more room than the articles. What
//! stands in one article of a hundred stands in about as many of a sample. The articles of the sample are those whose hashes are
//! smallest, so that it is the same in whatever order they come and however the archive is cut.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Counted;
use super::lines::counted;
use super::places::{Part, is_long, places};
use crate::kinds::PROMOTIONAL;
use crate::kinds::collector::{ArchivePlace, ArchiveSum, ArticleFacts, Collecting, Shared, StoredArticle};

/// How many articles it has at most: of what stands in one of a hundred, some twenty.
const ARTICLES: usize = 2048;
/// Lines of fewer letters and digits are not in it, whatever a rule asks for.
const SHORTEST: usize = 8;

/// The lines of each article, whatever a rule asks for.
pub static LINES: Shared<ArticleLines> = Shared { name: "lines", collect };

/// Hashes of the lines, sentences and glued heads of an article, in order, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleLines(Box<[u32]>);

fn collect(article: &Collecting<'_, '_>) -> Option<ArticleLines> {
    let analysis = article.input.analysis;
    let reads = |index: usize| analysis.blocks().get(index).is_some_and(|block| PROMOTIONAL.has(block.role()));
    let takes = |range| is_long(analysis, range, SHORTEST);
    let found = Part::ALL.iter().flat_map(|&part| {
        let places = places(part, analysis, &reads, &takes);
        places.into_iter().flat_map(move |place| counted(place.hash, place.rest).map(move |hash| short(part, hash)))
    });
    let mut hashes: Vec<u32> = found.collect();
    hashes.sort_unstable();
    hashes.dedup();
    (!hashes.is_empty()).then(|| ArticleLines(hashes.into()))
}

/// A hash as the sample has it, which tells apart what is a line here and a sentence there. Few recur: half of its bits tell those
/// from all others.
fn short(part: Part, hash: u64) -> u32 {
    let hash = hash.wrapping_add(part as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (hash >> 32) as u32
}

impl ArticleFacts for ArticleLines {
    type Sum = LineSample;

    fn to_bytes(&self) -> Option<Vec<u8>> {
        postcard::to_stdvec(&*self.0).ok()
    }

    fn from_bytes(bytes: &[u8], _: &StoredArticle<'_>) -> Option<Self> {
        postcard::from_bytes::<Vec<u32>>(bytes).ok().map(|hashes| Self(hashes.into()))
    }

    fn forget_added(&mut self) {
        self.0 = Box::default();
    }
}

/// The lines of the sample, by the hash of what their article says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineSample(BTreeMap<u64, Box<[u32]>>);

impl ArchiveSum for LineSample {
    type Facts = ArticleLines;

    fn add(&mut self, facts: &ArticleLines, place: &ArchivePlace<'_>) {
        if self.has_room_for(place.content) {
            self.insert(place.content, facts.0.clone());
        }
    }

    fn merge(&mut self, other: Self) {
        other.0.into_iter().for_each(|(article, lines)| self.insert(article, lines));
    }
}

impl LineSample {
    /// The hashes of what its articles say, in order, each with those of its lines.
    pub fn articles(&self) -> impl ExactSizeIterator<Item = (u64, &[u32])> {
        self.0.iter().map(|(article, lines)| (*article, &**lines))
    }

    fn has_room_for(&self, article: u64) -> bool {
        self.0.len() < ARTICLES || self.0.last_key_value().is_some_and(|(last, _)| article < *last)
    }

    /// Takes an article in, if it is one of those.
    pub fn insert(&mut self, article: u64, lines: Box<[u32]>) {
        self.0.insert(article, lines);
        if self.0.len() > ARTICLES {
            self.0.pop_last();
        }
    }

    /// In how many articles of the sample each line, sentence or head stands.
    #[must_use]
    pub fn counts(&self, part: Part) -> SampleCounts {
        let mut counts = FxHashMap::default();
        self.0.values().flatten().for_each(|&hash| *counts.entry(hash).or_default() += 1);
        SampleCounts { part, articles: self.0.len() as u64, counts }
    }
}

/// In how many articles of a sample what a rule looks at stands.
#[derive(Debug)]
pub struct SampleCounts {
    part: Part,
    articles: u64,
    counts: FxHashMap<u32, u32>,
}

impl SampleCounts {
    /// How many articles the sample has.
    #[must_use]
    pub fn articles(&self) -> u64 {
        self.articles
    }
}

impl Counted for SampleCounts {
    fn articles_with(&self, hash: u64) -> u32 {
        self.counts.get(&short(self.part, hash)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(articles: impl Iterator<Item = u64>) -> LineSample {
        let mut sample = LineSample::default();
        for article in articles {
            // Every tenth has a line that others have.
            let lines = [7_u32, article as u32 | 1 << 31];
            let lines = if article.is_multiple_of(10) { &lines[..] } else { &lines[1..] };
            let place = ArchivePlace { content: article.wrapping_mul(0x9E37_79B9_7F4A_7C15), folder: &"".into() };
            ArchiveSum::add(&mut sample, &ArticleLines(lines.into()), &place);
        }
        sample
    }

    #[test]
    fn it_is_the_same_in_any_order_however_the_archive_is_cut_and_whatever_comes_twice() {
        let all = sum(0..10_000);
        assert_eq!(all.0.len(), ARTICLES);
        assert_eq!(sum((0..10_000).rev()), all);
        let mut parts = sum(6_000..10_000);
        parts.merge(sum(0..6_500));
        parts.merge(sum(2_000..2_001));
        assert_eq!(parts, all);
    }

    #[test]
    fn a_line_stands_in_as_much_of_it_as_of_the_archive() {
        let sample = sum(0..10_000);
        let count = sample.0.values().filter(|lines| lines.contains(&7)).count();
        assert!((ARTICLES / 20..ARTICLES / 5).contains(&count), "{count}");
    }
}
