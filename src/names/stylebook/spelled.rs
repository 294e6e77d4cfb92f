//! A name taken apart: its words, and what stands between them.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::language::{Profile, is_word_char};

/// What stands between two words of a name as written in an article or a stylebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// White space in one line.
    Space,
    /// One hyphen.
    Hyphen,
    /// Anything else, such as an apostrophe or a full stop.
    Other(Box<str>),
}

impl Gap {
    /// The gap of a text between two words; nothing if a line ends there.
    #[must_use]
    pub fn of(between: &str) -> Option<Self> {
        let mut chars = between.chars();
        if between.contains('\n') {
            None
        } else if !between.is_empty() && between.chars().all(char::is_whitespace) {
            Some(Self::Space)
        } else if chars.next().is_some_and(is_hyphen) && chars.next().is_none() {
            Some(Self::Hyphen)
        } else {
            Some(Self::Other(between.trim_end().into()))
        }
    }

    /// Whether names that differ in this gap are one: a hyphen for a space, or the same.
    #[must_use]
    pub fn stands_for(&self, other: &Self) -> bool {
        self == other || !matches!((self, other), (Self::Other(_), _) | (_, Self::Other(_)))
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// A name in one spelling, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    /// Its words, folded.
    pub words: Vec<Box<str>>,
    /// What stands between them.
    pub gaps: Vec<Gap>,
    /// What comes after the last word: the stop of an abbreviation.
    pub trail: Box<str>,
    /// The last word as written, in bytes of the spelling.
    pub last: Range<usize>,
    /// Whether it begins with a capital letter.
    pub capital: bool,
}

impl Spelled {
    /// Takes a spelling apart; nothing if it has no word.
    #[must_use]
    pub fn new(spelling: &str, profile: &Profile) -> Option<Self> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for (at, c) in spelling.char_indices().filter(|(_, c)| is_word_char(*c)) {
            match ranges.last_mut() {
                Some(range) if range.end == at => range.end = at + c.len_utf8(),
                _ => ranges.push(at..at + c.len_utf8()),
            }
        }
        let last = ranges.last()?.clone();
        let words = ranges.iter().filter_map(|range| spelling.get(range.clone()));
        let words: Vec<Box<str>> = words.map(|word| profile.folder.fold(word).into()).collect();
        let between = ranges.iter().zip(ranges.iter().skip(1));
        let gaps = between.filter_map(|(a, b)| Gap::of(&profile.folder.fold(spelling.get(a.end..b.start)?))).collect();
        let trail = spelling.get(last.end..).unwrap_or_default().trim_end().into();
        let capital = spelling.chars().find(|c| is_word_char(*c)).is_some_and(char::is_uppercase);
        let is_sound = words.iter().all(|word| !word.is_empty());
        is_sound.then_some(Self { words, gaps, trail, last, capital })
    }

    /// This spelling with words `at` and `at + 1` written together.
    #[must_use]
    pub fn joined(&self, at: usize) -> Option<Self> {
        let mut joined = self.clone();
        let second = if at + 1 < joined.words.len() { joined.words.remove(at + 1) } else { return None };
        let first = joined.words.get_mut(at)?;
        *first = [&**first, &*second].concat().into();
        joined.gaps.remove(at);
        Some(joined)
    }

    /// This spelling with one word in place of another.
    #[must_use]
    pub fn with(&self, at: usize, word: &str) -> Self {
        let mut other = self.clone();
        if let Some(own) = other.words.get_mut(at) {
            *own = word.into();
        }
        other
    }
}

/// A name as written, without case, joined forms of letters and the signs that folding drops; one space for any.
#[must_use]
pub fn bare(written: &str, profile: &Profile) -> String {
    let mut one = String::new();
    let mut out = String::with_capacity(written.len());
    for c in written.nfkc() {
        one.clear();
        profile.folder.push_folded(c.encode_utf8(&mut [0; 4]), &mut one);
        if one.is_empty() || (c.is_whitespace() && out.ends_with(' ')) {
            continue;
        }
        if c.is_whitespace() {
            out.push(' ');
        } else if is_hyphen(c) {
            out.push('-');
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(tag: &str, text: &str) -> Spelled {
        let languages = crate::testing::languages();
        Spelled::new(text, languages.get(tag).unwrap()).unwrap()
    }

    #[test]
    fn words_gaps_and_what_follows() {
        let name = spelled("en", "Jean-Luc d'Orée Jr.");
        assert_eq!(name.words.iter().map(|word| &**word).collect::<Vec<_>>(), ["jean", "luc", "d", "oree", "jr"]);
        assert_eq!(name.gaps, [Gap::Hyphen, Gap::Space, Gap::Other("'".into()), Gap::Space]);
        assert_eq!((&*name.trail, name.capital), (".", true));
        assert_eq!(&*name.joined(0).unwrap().words[0], "jeanluc");
    }

    #[test]
    fn hyphens_and_spaces_stand_for_one_another() {
        assert!(Gap::Hyphen.stands_for(&Gap::Space));
        assert!(!Gap::Space.stands_for(&Gap::Other("'".into())));
        assert_eq!(Gap::of(" \n"), None);
        assert_eq!(Gap::of(" - "), Some(Gap::Other(" -".into())));
    }
}
