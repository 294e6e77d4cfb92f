//! The ordinary words of a language: what is surely not a name.

use std::sync::OnceLock;

use crate::language::Profile;
use crate::text::{Trie, WordSet};

/// Words with the letters that inflection adds to them. All forms are folded.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// The words.
    pub words: WordSet,
    /// What inflection writes after a word, of at most [`LONGEST_ENDING`] letters.
    pub endings: WordSet,
    /// Those of the endings that make an adjective or a place of a name.
    pub places: WordSet,
    /// What inflection writes before a word.
    pub prefixes: Vec<Box<str>>,
    /// Patterns of two forms of one word: figures stand for letters, the same figure for the same one.
    pub patterns: Vec<(Box<str>, Box<str>)>,
    /// Endings and those of places, from their last letters on; made when the first word is cut.
    pub backwards: OnceLock<Trie>,
}

/// What an ending is, in one bit each: one of inflection, one of places.
const OF_INFLECTION: u32 = 1;
const OF_PLACES: u32 = 1 << 1;

/// A word with the bytes at which an ending of inflection, or of places, may begin in it; the shortest ending first.
#[derive(Debug)]
pub struct Cut<'w> {
    word: &'w str,
    endings: Few,
    places: Few,
}

/// A few bytes of a word.
#[derive(Debug, Default)]
struct Few {
    at: [usize; LONGEST_ENDING],
    len: usize,
}

impl Few {
    fn push(&mut self, at: usize) {
        if let Some(place) = self.at.get_mut(self.len) {
            *place = at;
            self.len += 1;
        }
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        self.at.iter().copied().take(self.len)
    }
}

/// How ordinary a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Familiarity {
    /// It is no ordinary word.
    Strange,
    /// It is an ordinary word with clitics or letters of inflection.
    Inflected,
    /// It is an ordinary word as it stands.
    Whole,
}

/// The most clitics that a word may begin with, one within the other.
pub const MOST_CLITICS: usize = 4;
/// The most letters of an ending.
pub const LONGEST_ENDING: usize = 4;
/// The shortest stem that a word is taken apart to, in bytes: two letters of most scripts beside Latin.
const SHORTEST: usize = 4;

impl Lexicon {
    /// Whether a folded word is a form of an ordinary word: as it stands, without clitics, inflected, or all of these.
    #[must_use]
    pub fn has(&self, word: &str, profile: &Profile) -> bool {
        self.has_inflected(word) || before(word, profile).any(|rest| self.has_inflected(rest))
    }

    /// How ordinary a folded word is.
    #[must_use]
    pub fn familiarity(&self, word: &str, profile: &Profile) -> Familiarity {
        if self.words.contains(word) {
            Familiarity::Whole
        } else if self.has(word, profile) {
            Familiarity::Inflected
        } else {
            Familiarity::Strange
        }
    }

    fn has_inflected(&self, word: &str) -> bool {
        self.has_inflected_from(&self.cut(word), 0)
    }

    /// A folded word with the endings that it may have.
    #[must_use]
    pub fn cut<'w>(&self, word: &'w str) -> Cut<'w> {
        let mut cut = Cut { word, endings: Few::default(), places: Few::default() };
        self.backwards.get_or_init(|| self.backwards()).walk(word.chars().rev().take(LONGEST_ENDING), |len, of| {
            if of & OF_INFLECTION != 0 {
                cut.endings.push(word.len() - len);
            }
            if of & OF_PLACES != 0 {
                cut.places.push(word.len() - len);
            }
        });
        cut
    }

    fn backwards(&self) -> Trie {
        let mut trie = Trie::default();
        for ending in self.endings.iter().chain(self.places.iter()) {
            let bit = |set: &WordSet, bit: u32| if set.contains(ending) { bit } else { 0 };
            let of = bit(&self.endings, OF_INFLECTION) | bit(&self.places, OF_PLACES);
            trie.insert(ending.chars().rev(), of);
        }
        trie
    }

    /// Whether what is left of a word from one byte on, which is its clitics' end, is an ordinary word, inflected or not.
    #[must_use]
    pub fn has_inflected_from(&self, cut: &Cut<'_>, start: usize) -> bool {
        let rest = cut.word.get(start..).unwrap_or_default();
        self.has_ended_from(cut, start)
            || self
                .prefixes
                .iter()
                .filter(|prefix| rest.starts_with(&***prefix) && rest.len() - prefix.len() > SHORTEST)
                .any(|prefix| self.has_ended_from(cut, start + prefix.len()))
    }

    fn has_ended_from(&self, cut: &Cut<'_>, start: usize) -> bool {
        let has = |end: usize| cut.word.get(start..end).is_some_and(|stem| self.words.contains(stem));
        has(cut.word.len()) || cut.endings.iter().any(|end| end >= start + SHORTEST && has(end))
    }

    /// What is left of a word from one byte on without the longest ending of places that leaves at least `least` bytes.
    #[must_use]
    pub fn root_from<'w>(&self, cut: &Cut<'w>, start: usize, least: usize) -> &'w str {
        let end = cut.places.iter().filter(|end| *end >= start + least).last();
        cut.word.get(start..end.unwrap_or(cut.word.len())).unwrap_or_default()
    }

    /// The stem of a word and its ending, for the longest ending that leaves at least `least` bytes.
    #[must_use]
    pub fn split<'w>(&self, word: &'w str, least: usize) -> (&'w str, &'w str) {
        let end = self.cut(word).endings.iter().filter(|end| *end >= least).last();
        word.split_at_checked(end.unwrap_or(word.len())).unwrap_or((word, ""))
    }

    /// What a place and its adjectives have in common: a word without the endings of such, if at least `least` bytes
    /// are left.
    #[must_use]
    pub fn root<'w>(&self, word: &'w str, least: usize) -> &'w str {
        self.root_from(&self.cut(word), 0, least)
    }

    /// Whether two words are forms of one stem, which is at least `least` bytes long.
    #[must_use]
    pub fn are_forms(&self, a: &str, b: &str, least: usize) -> bool {
        let ends = |word: &'_ str, stem: &str| {
            word.strip_prefix(stem).is_some_and(|rest| rest.is_empty() || self.endings.contains(rest))
        };
        // The stem lies within what the two have in common.
        let common = common_prefix(a, b);
        let by_ending = common
            .char_indices()
            .map(|(at, _)| at)
            .chain([common.len()])
            .filter(|&at| at >= least)
            .any(|at| common.get(..at).is_some_and(|stem| ends(a, stem) && ends(b, stem)));
        let starts = |word: &str, stem: &str| {
            word.strip_suffix(stem)
                .is_some_and(|rest| rest.is_empty() || self.prefixes.iter().any(|prefix| **prefix == *rest))
        };
        let by_prefix = || {
            std::iter::once(a)
                .chain(self.prefixes.iter().filter_map(|prefix| a.strip_prefix(&**prefix)))
                .any(|stem| stem.len() >= least && starts(b, stem))
        };
        by_ending || by_prefix()
    }
}

impl Lexicon {
    /// Whether two words are made by patterns of one word, as a singular and a broken plural are.
    #[must_use]
    pub fn are_patterned(&self, a: &str, b: &str) -> bool {
        let fit = |one: &str, other: &str, (x, y): &(Box<str>, Box<str>)| {
            let mut letters = ['\0'; 10];
            matches_pattern(one, x, &mut letters) && matches_pattern(other, y, &mut letters)
        };
        self.patterns.iter().any(|pair| fit(a, b, pair) || fit(b, a, pair))
    }
}

/// Whether a word fits a pattern, with the letters that its figures stand for so far.
fn matches_pattern(word: &str, pattern: &str, letters: &mut [char; 10]) -> bool {
    let mut word = word.chars();
    let fits = pattern.chars().all(|sign| {
        let Some(letter) = word.next() else { return false };
        let Some(place) = sign.to_digit(10).and_then(|figure| letters.get_mut(figure as usize)) else {
            return sign == letter;
        };
        if *place == '\0' {
            *place = letter;
        }
        *place == letter
    });
    fits && word.next().is_none()
}

/// Length of the first letter of a word, in bytes: words of one script are measured in it.
#[must_use]
pub fn width(word: &str) -> usize {
    word.chars().next().map_or(1, char::len_utf8)
}

/// What is left of a word without each of the clitics that may stand before it.
pub fn before<'w>(word: &'w str, profile: &Profile) -> impl Iterator<Item = &'w str> + use<'w> {
    let mut rests = [""; MOST_CLITICS];
    let mut free = rests.iter_mut();
    // A clitic of more letters is none, and there are no more than so many shorter ones.
    let longest = word.char_indices().nth(MOST_CLITICS).map_or(word.len(), |(at, _)| at);
    profile.clitics.proclitics.each_prefix(word, |end, _| {
        let rest = word.get(end..).unwrap_or_default();
        if end <= longest
            && rest.len() >= SHORTEST
            && let Some(place) = free.next()
        {
            *place = rest;
        }
    });
    rests.into_iter().take_while(|rest| !rest.is_empty())
}

fn common_prefix<'a>(a: &'a str, b: &str) -> &'a str {
    let len: usize = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    a.get(..len).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lexicon() -> Lexicon {
        let list = |words: &[&str]| words.iter().map(|&word| word.into()).collect::<Vec<Box<str>>>();
        Lexicon {
            words: list(&["وزير", "كتب"]).into_iter().collect(),
            endings: list(&["ة", "ية", "ي", "ون", "ان"]).into_iter().collect(),
            places: list(&["ية", "ي"]).into_iter().collect(),
            prefixes: list(&["ي", "ت"]),
            patterns: vec![("1234".into(), "12ا34".into())],
            ..Lexicon::default()
        }
    }

    #[test]
    fn clitics_and_inflection_are_seen_through() {
        let languages = crate::testing::languages();
        let profile = languages.get("ar").unwrap();
        for word in ["وزير", "والوزير", "وزيرة", "بالوزيرة", "يكتبون", "وتكتب"] {
            assert!(lexicon().has(word, profile), "{word}");
        }
        assert!(!lexicon().has("بوتين", profile));
    }

    proptest! {
        #[test]
        fn a_word_cut_once_is_known_without_its_clitics_as_the_rest_is_by_itself(
            letters in prop::collection::vec(prop::sample::select(vec!["و", "ال", "ي", "ت", "وزير", "كتب", "ة", "ية", "ون", "ان"]), 1..7),
            start in 0..7_usize,
        ) {
            let (lexicon, word) = (lexicon(), letters.concat());
            let start = letters.iter().take(start).map(|part| part.len()).sum();
            let (cut, rest) = (lexicon.cut(&word), &word[start..]);
            prop_assert_eq!(lexicon.has_inflected_from(&cut, start), lexicon.has_inflected(rest));
            prop_assert_eq!(lexicon.root_from(&cut, start, 6), lexicon.root(rest, 6));
        }
    }

    #[test]
    fn forms_of_one_stem() {
        let lexicon = lexicon();
        assert!(lexicon.are_forms("روسي", "روسية", 6));
        assert!(lexicon.are_forms("يلعبون", "تلعبون", 6));
        assert!(!lexicon.are_forms("جورج", "غورغ", 6));
        assert!(lexicon.are_patterned("مراكز", "مركز") && lexicon.are_patterned("مركز", "مراكز"));
        assert!(!lexicon.are_patterned("مركز", "مراجز") && !lexicon.are_patterned("مركز", "مركاز"));
        assert_eq!(lexicon.split("روسية", 6), ("روس", "ية"));
        assert_eq!((lexicon.root("روسية", 6), lexicon.root("روسون", 6)), ("روس", "روسون"));
    }
}
