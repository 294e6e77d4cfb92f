//! The lines that a rule looks at in one article, and in how many articles each stands.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::kinds::collector::{ArchivePlace, ArchiveSum, ArticleFacts, StoredArticle};
use crate::text::{Span, stable_hash};

/// A line of one article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineFact {
    /// Hash of its folded text; equal in every run and on every machine.
    pub hash: u64,
    /// Where it is, in stored bytes.
    pub span: Span,
    /// What would have to go for the line to be gone, in stored bytes; nothing if other text is on it.
    pub removal: Option<Span>,
    /// Where it is only the beginning of something: into which of [`RESTS`] classes what follows it falls.
    pub rest: Option<u8>,
}

/// How many classes there are of what follows a beginning.
const RESTS: u8 = 64;

impl LineFact {
    /// The class of what follows a beginning.
    #[must_use]
    pub fn class_of(rest: &str) -> u8 {
        (stable_hash(rest) % u64::from(RESTS)) as u8
    }
}

/// What is counted of a line: its hash, and that with the class of what follows it.
pub fn counted(hash: u64, rest: Option<u8>) -> impl Iterator<Item = u64> {
    std::iter::once(hash).chain(rest.map(|rest| with_rest(hash, rest)))
}

/// The hash of a beginning together with each class of what may follow it.
pub fn with_rests(hash: u64) -> impl Iterator<Item = u64> {
    (0..RESTS).map(move |rest| with_rest(hash, rest))
}

/// The hash of a beginning together with the class of what follows it.
fn with_rest(hash: u64, rest: u8) -> u64 {
    hash.wrapping_add(1 + u64::from(rest))
}

/// The lines of one article, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines(pub Vec<LineFact>);

/// First and last byte of a place, the last not included.
type Place = (u32, u32);

/// Hash, place and removal of a line, and what follows it.
type Stored = (u64, Place, Option<Place>, Option<u8>);

impl ArticleFacts for Lines {
    type Sum = LineCounts;

    fn to_bytes(&self) -> Option<Vec<u8>> {
        let place = |span: Span| (span.start, span.end);
        let line = |line: &LineFact| (line.hash, place(line.span), line.removal.map(place), line.rest);
        postcard::to_stdvec(&self.0.iter().map(line).collect::<Vec<Stored>>()).ok()
    }

    fn from_bytes(bytes: &[u8], article: &StoredArticle<'_>) -> Option<Self> {
        let text = article.source.text();
        let span = |(start, end): Place| text.get(start as usize..end as usize).map(|_| Span::new(start, end));
        let line = |(hash, place, removal, rest): Stored| {
            let removal = match removal {
                Some(removal) => Some(span(removal)?),
                None => None,
            };
            Some(LineFact { hash, span: span(place)?, removal, rest })
        };
        let stored: Vec<Stored> = postcard::from_bytes(bytes).ok()?;
        stored.into_iter().map(line).collect::<Option<_>>().map(Self)
    }
}

/// In how many articles each line stands, by its hash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineCounts {
    /// The lines of one article alone, which nearly all are.
    once: FxHashSet<u64>,
    /// The others, each with the number of its articles.
    more: FxHashMap<u64, u32>,
}

impl ArchiveSum for LineCounts {
    type Facts = Lines;

    /// A line that occurs twice in an article counts once.
    fn add(&mut self, facts: &Lines, _: &ArchivePlace<'_>) {
        let mut hashes: Vec<u64> = facts.0.iter().flat_map(|line| counted(line.hash, line.rest)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes.into_iter().for_each(|hash| self.add_articles(hash, 1));
    }

    fn merge(&mut self, other: Self) {
        other.once.into_iter().for_each(|hash| self.add_articles(hash, 1));
        other.more.into_iter().for_each(|(hash, count)| self.add_articles(hash, count));
    }
}

impl LineCounts {
    /// In how many articles a line stands.
    #[must_use]
    pub fn articles_with(&self, hash: u64) -> u32 {
        self.more.get(&hash).copied().unwrap_or_else(|| u32::from(self.once.contains(&hash)))
    }

    fn add_articles(&mut self, hash: u64, count: u32) {
        if let Some(known) = self.more.get_mut(&hash) {
            *known += count;
        } else if count > 1 || !self.once.insert(hash) {
            let known = u32::from(self.once.remove(&hash));
            self.more.insert(hash, known + count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_stands_twice_in_an_article_counts_once() {
        let line = |text: &str| LineFact {
            hash: stable_hash(text),
            span: Span::new(0, 1),
            removal: None,
            rest: Some(LineFact::class_of(text)),
        };
        let article = |lines: &[&str]| Lines(lines.iter().map(|text| line(text)).collect());
        let mut counts = LineCounts::default();
        let place = ArchivePlace { content: 0, folder: &"".into() };
        counts.add(&article(&["a", "b", "a"]), &place);
        counts.add(&article(&["b"]), &place);
        let rests = |hash| with_rests(hash).filter(|&hash| counts.articles_with(hash) > 0).count();
        let of = |text: &str| (counts.articles_with(stable_hash(text)), rests(stable_hash(text)));
        assert_eq!((of("a"), of("b"), of("c")), ((1, 1), (2, 1), (0, 0)));
    }
}
