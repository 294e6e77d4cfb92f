//! The headlines of one article, and of an archive. A headline is kept as its letters: folded, without spaces and signs,
//! so that a lost space, another dash or a vowel sign makes no other headline of it.

use rustc_hash::FxHashMap;

use crate::analysis::Analysis;
use crate::document::Reason;
use crate::kinds::collector::{ArchivePlace, ArchiveSum, ArticleFacts, NoSum, StoredArticle};
use crate::language::{BlockRole, Field, is_word_char};

/// A headline has at least so many words: fewer could be said by anybody.
const FEWEST_WORDS: usize = 5;
/// Letters at its beginning by which a headline is looked up. One with fewer is none.
const KEY: usize = 16;
/// Letters at its beginning that tell it from others with the same key, before texts are compared.
const LONG_KEY: usize = 32;
/// No headline has more letters.
const MOST_LETTERS: usize = 400;
/// The name of a site after a headline has no more words.
const SITE_WORDS: usize = 4;

/// A headline.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Headline {
    /// Its letters.
    pub letters: Box<str>,
    /// The signs after the last of them.
    pub tail: Box<str>,
    /// Whether its article says that this is its headline, in a field or by a main heading. Otherwise it is the first line, which
    /// may be a line of the page as well.
    pub is_named: bool,
}

/// The headlines of one article, in the order of their letters, each once.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct OwnHeadlines(pub Vec<Headline>);

impl OwnHeadlines {
    /// Whether the article says this headline of itself, alone or as part of a longer one.
    #[must_use]
    pub fn has(&self, headline: &Headline) -> bool {
        self.0.iter().any(|own| own.letters.contains(&*headline.letters))
    }
}

impl ArticleFacts for OwnHeadlines {
    type Sum = Headlines;

    fn to_bytes(&self) -> Option<Vec<u8>> {
        let headlines: Vec<_> =
            self.0.iter().map(|headline| (&*headline.letters, &*headline.tail, headline.is_named)).collect();
        postcard::to_stdvec(&headlines).ok()
    }

    fn from_bytes(bytes: &[u8], _: &StoredArticle<'_>) -> Option<Self> {
        let headlines: Vec<(&str, &str, bool)> = postcard::from_bytes(bytes).ok()?;
        let headline = |(letters, tail, is_named): (&str, &str, _)| Headline {
            letters: letters.into(),
            tail: tail.into(),
            is_named,
        };
        Some(Self(headlines.into_iter().map(headline).collect()))
    }
}

/// The keys of a text by its first letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Keys {
    /// Of its first 16 letters.
    pub short: u32,
    /// Of its first 32, an even number; 0 where it has fewer.
    pub long: u32,
}

/// The keys of what stands where the headline of another article could begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Start {
    short: u32,
    /// The long key, and 1 where also a headline counts that no article names as its own.
    long_or_any: u32,
}

impl Start {
    /// A text with these keys; `is_any` where also a headline counts that no article names as its own.
    #[must_use]
    pub fn new(keys: Keys, is_any: bool) -> Self {
        Self { short: keys.short, long_or_any: keys.long | u32::from(is_any) }
    }
}

/// All of them in an article, in order, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Starts(pub Vec<Start>);

impl Starts {
    /// These in order; nothing if there are none.
    #[must_use]
    pub fn of(mut starts: Vec<Start>) -> Option<Self> {
        starts.sort_unstable();
        starts.dedup();
        starts.shrink_to_fit();
        (!starts.is_empty()).then_some(Self(starts))
    }
}

impl ArticleFacts for Starts {
    type Sum = NoSum<Self>;

    fn to_bytes(&self) -> Option<Vec<u8>> {
        let starts: Vec<(u32, u32)> = self.0.iter().map(|start| (start.short, start.long_or_any)).collect();
        postcard::to_stdvec(&starts).ok()
    }

    fn from_bytes(bytes: &[u8], _: &StoredArticle<'_>) -> Option<Self> {
        let starts: Vec<(u32, u32)> = postcard::from_bytes(bytes).ok()?;
        Some(Self(starts.into_iter().map(|(short, long_or_any)| Start { short, long_or_any }).collect()))
    }
}

/// The headlines that an article says it has: its title fields, its main heading or the first line that is one. Those that
/// are too short to be known again are left out.
#[must_use]
pub fn own_headlines(analysis: &Analysis<'_>) -> Vec<Headline> {
    let mut own = Headlines::default();
    let folder = &analysis.profile().folder;
    for block in analysis.blocks().iter().filter(|block| block.role() == BlockRole::Headline) {
        let is_named = matches!(block.standing.reason, Reason::Field | Reason::MainHeading);
        add_headline(&folder.fold(&block.prose), is_named, &mut own);
    }
    for entry in analysis.document.metadata.values(Field::Title) {
        add_headline(&folder.fold(&entry.value), true, &mut own);
    }
    own.sorted().into_iter().cloned().collect()
}

/// Adds a folded headline, and the same without the name of the site after it.
fn add_headline(folded: &str, is_named: bool, own: &mut Headlines) {
    let mut add = |folded: &str| {
        if let Some(letters) = letters_of(folded) {
            own.add(&Headline { letters, tail: tail_of(folded).into(), is_named });
        }
    };
    add(folded);
    // A site's name is set apart by a sign between spaces.
    let sign = folded.split_whitespace().rev().take(SITE_WORDS + 1).find(|word| !word.contains(is_word_char));
    let at = sign.map(|sign| sign.as_ptr() as usize - folded.as_ptr() as usize);
    at.and_then(|at| folded.get(..at)).into_iter().for_each(add);
}

/// The letters of a folded headline; nothing if it is too short, or too long.
fn letters_of(folded: &str) -> Option<Box<str>> {
    let mut words = folded.split(|c| !is_word_char(c)).filter(|word| !word.is_empty());
    words.nth(FEWEST_WORDS - 1)?;
    let letters: String = letters(folded).take(MOST_LETTERS + 1).collect();
    let is_fit = letters.chars().nth(KEY - 1).is_some() && letters.chars().nth(MOST_LETTERS).is_none();
    is_fit.then(|| letters.into_boxed_str())
}

/// The signs directly after the last letter.
fn tail_of(folded: &str) -> &str {
    let tail = folded.rfind(is_word_char).and_then(|last| folded.get(last..)).unwrap_or_default();
    let tail = tail.trim_start_matches(is_word_char);
    tail.split(char::is_whitespace).next().unwrap_or_default()
}

/// The letters and digits of a text.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|&c| is_word_char(c))
}

/// The keys of what begins here, in folded text; nothing if it has too few letters.
#[must_use]
pub fn keys_of(folded: &str) -> Option<Keys> {
    let (mut hash, mut count, mut short) = (0, 0, None);
    for c in folded.chars().filter(|&c| is_word_char(c)) {
        hash = with_letter(hash, c);
        count += 1;
        if count == KEY {
            short = Some(upper(hash));
        } else if count == LONG_KEY {
            return short.map(|short| Keys { short, long: (upper(hash) & !1).max(2) });
        }
    }
    short.map(|short| Keys { short, long: 0 })
}

/// The short key alone.
#[must_use]
pub fn key_of(folded: &str) -> Option<u32> {
    let mut letters = letters(folded);
    let mut hash = 0;
    for _ in 0..KEY {
        hash = with_letter(hash, letters.next()?);
    }
    Some(upper(hash))
}

/// A hash with one letter more.
fn with_letter(hash: u64, letter: char) -> u64 {
    (hash.rotate_left(5) ^ u64::from(letter)).wrapping_mul(0x517c_c1b7_2722_0a95)
}

fn upper(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// The headlines of an archive: a set, so that the order of articles, threads and shards never shows, and an article that
/// is added twice counts once.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Headlines {
    /// By their short keys; those with one key in the order of their letters.
    by_key: FxHashMap<u32, Vec<Known>>,
}

/// A headline of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    /// Its long key.
    long_key: u32,
    headline: Headline,
}

impl Headlines {
    /// Adds a headline. What is too short to have a key is left out.
    pub fn add(&mut self, headline: &Headline) {
        let Some(keys) = keys_of(&headline.letters) else { return };
        let known = self.by_key.entry(keys.short).or_default();
        match known.binary_search_by(|known| known.headline.letters.cmp(&headline.letters)) {
            Ok(at) => {
                let Some(Known { headline: known, .. }) = known.get_mut(at) else { return };
                known.is_named |= headline.is_named;
                if known.tail < headline.tail {
                    known.tail = headline.tail.clone();
                }
            }
            Err(at) => {
                known.reserve_exact(1);
                known.insert(at, Known { long_key: keys.long, headline: headline.clone() });
            }
        }
    }

    /// The headlines with this short key.
    pub fn with_key(&self, key: u32) -> impl Iterator<Item = &Headline> {
        self.by_key.get(&key).into_iter().flatten().map(|known| &known.headline)
    }

    /// The headlines that may stand in a place: as far as keys tell.
    pub fn at(&self, start: Start) -> impl Iterator<Item = &Headline> {
        let alike = self.by_key.get(&start.short).into_iter().flatten();
        // A shorter headline has no long key.
        let is_alike = move |known: &&Known| known.long_key == 0 || known.long_key == start.long_or_any & !1;
        let counts = move |headline: &&Headline| headline.is_named || start.long_or_any & 1 == 1;
        alike.filter(is_alike).map(|known| &known.headline).filter(counts)
    }

    /// All of them, in the order of their letters.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Headline> {
        let mut all: Vec<&Headline> = self.by_key.values().flatten().map(|known| &known.headline).collect();
        all.sort_unstable();
        all
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_key.values().map(Vec::len).sum()
    }
}

impl ArchiveSum for Headlines {
    type Facts = OwnHeadlines;

    fn add(&mut self, facts: &OwnHeadlines, _: &ArchivePlace<'_>) {
        facts.0.iter().for_each(|headline| Self::add(self, headline));
    }

    fn merge(&mut self, other: Self) {
        if self.by_key.is_empty() {
            *self = other;
            return;
        }
        other.by_key.into_values().flatten().for_each(|known| Self::add(self, &known.headline));
    }

    fn join(&mut self, other: Self) {
        ArchiveSum::merge(self, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headline(letters: &str, is_named: bool) -> Headline {
        Headline { letters: letters.into(), tail: "".into(), is_named }
    }

    fn headlines(folded: &str) -> Vec<String> {
        let mut own = Headlines::default();
        add_headline(folded, true, &mut own);
        own.sorted().into_iter().map(|headline| headline.letters.to_string()).collect()
    }

    #[test]
    fn a_headline_is_its_letters() {
        assert_eq!(headlines("old bridge: to close for a year"), ["oldbridgetocloseforayear"]);
        assert!(headlines("old bridge to close").is_empty());
        assert!(headlines("a b c d e").is_empty());
    }

    #[test]
    fn signs_behind_it_belong_to_it() {
        let tails = ["a b, 7%", "a b?", "a b ..", "a b", "a (b)”"].map(tail_of);
        assert_eq!(tails, ["%", "?", "", "", ")”"]);
        let [mut one, mut other] = [Headlines::default(), Headlines::default()];
        let of = |tail: &str| Headline { tail: tail.into(), ..headline("oldbridgetocloseforayear", true) };
        [of("?"), of("")].iter().for_each(|headline| one.add(headline));
        [of(""), of("?")].iter().for_each(|headline| other.add(headline));
        assert_eq!(one, other);
    }

    #[test]
    fn the_name_of_a_site_is_no_part_of_it() {
        let all = headlines("old bridge to close for a year | the harbour post");
        assert_eq!(all, ["oldbridgetocloseforayear", "oldbridgetocloseforayeartheharbourpost"]);
    }

    #[test]
    fn headlines_are_a_set() {
        let [a, b] = ["oldbridgetocloseforayear", "oldbridgetocloseforaweek"];
        let of = |all: &[Headline]| {
            let mut sum = Headlines::default();
            all.iter().for_each(|headline| sum.add(headline));
            sum
        };
        let (first, second) = (headline(a, false), headline(b, true));
        assert_eq!(of(&[first.clone(), second.clone(), first.clone()]), of(&[second.clone(), first.clone()]));
        let mut merged = of(std::slice::from_ref(&second));
        merged.merge(of(&[headline(a, true), second.clone()]));
        merged.merge(of(&[first]));
        assert_eq!(merged.sorted(), [&second, &headline(a, true)]);
        assert_eq!((merged.len(), merged.with_key(key_of(a).unwrap()).count()), (2, 2));
    }

    #[test]
    fn a_text_is_told_by_as_many_letters_as_the_headline_has() {
        let [short, long] = ["oldbridgetocloseforayear", "oldbridgetocloseforayearfromtuesdayon"];
        let mut sum = Headlines::default();
        [headline(short, true), headline(long, false)].iter().for_each(|headline| sum.add(headline));
        let begins = |text: &str, is_any: bool| {
            let start = Start::new(keys_of(text).unwrap(), is_any);
            sum.at(start).map(|known| &*known.letters).collect::<Vec<_>>()
        };
        let text = "old bridge to close for a year from tuesday on, says the mayor";
        assert_eq!(begins(text, true), [short, long]);
        assert_eq!(begins(text, false), [short]);
        assert_eq!(begins("old bridge to close for a year from wednesday on", true), [short]);
        assert_eq!(begins("old bridge to close for a year", true), [short]);
        assert_eq!(keys_of("old bridge"), None);
    }
}
