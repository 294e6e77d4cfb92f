//! Where a language shows that a space is missing: letters that only end words, signs after which a space stands.

use serde::Deserialize;
use unicode_normalization::char::is_combining_mark;

use super::Folder;
use super::fold::{is_word_char, numbers};
use crate::text::{RareChars, ShortChars, WordSet};

/// `[spaces]` of a language file, as written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SpacesPart {
    word_ends: Vec<String>,
    word_ends_after_function_words: Vec<String>,
    inside: Vec<String>,
    signs: Option<String>,
    pauses: Option<String>,
    digits_stand_apart: bool,
    site_endings: Vec<String>,
}

/// Letters that only end words, as they are looked for: by the rarest of them, which is a vowel sign if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordEnd {
    /// What stands before the character that is looked for.
    pub before: Box<str>,
    /// The character that is looked for.
    pub key: char,
    /// What comes after it.
    pub after: Box<str>,
    /// Whether it proves something only at the end of a function word.
    pub of_function_word: bool,
}

/// What shows a lost space.
#[derive(Debug, Clone)]
pub struct Spaces {
    /// What only ends words.
    pub word_ends: Vec<WordEnd>,
    /// What holds such letters inside a word.
    pub inside: Vec<Box<str>>,
    /// Signs that end a sentence and have a space after them.
    pub signs: Vec<char>,
    /// Signs inside a sentence that have a space after them.
    pub pauses: Vec<char>,
    /// Whether a number is never written onto the word after it.
    pub digits_stand_apart: bool,
    /// What comes after the last dot of the name of a site or a file, folded.
    pub site_endings: WordSet,
    /// What to stop at.
    look_for: RareChars,
    /// The same for characters below U+0800.
    near: ShortChars,
}

impl Spaces {
    /// Takes a part as written; what it leaves out comes from `parent`.
    pub(super) fn new(part: SpacesPart, parent: Option<&Self>, folder: &Folder) -> Self {
        let chars = |given: Option<String>, inherited: Option<&Vec<char>>| match given {
            Some(given) => given.chars().collect(),
            None => inherited.cloned().unwrap_or_default(),
        };
        let word_end = |text: &String, of_function_word: bool| {
            let key = text.char_indices().find(|(_, c)| is_combining_mark(*c));
            let (at, key) = key.or_else(|| text.char_indices().next_back())?;
            let (before, rest) = text.split_at_checked(at)?;
            let after = rest.get(key.len_utf8()..)?;
            Some(WordEnd { before: before.into(), key, after: after.into(), of_function_word })
        };
        let surely = part.word_ends.iter().filter_map(|text| word_end(text, false));
        let maybe = part.word_ends_after_function_words.iter().filter_map(|text| word_end(text, true));
        let word_ends: Vec<WordEnd> = surely.chain(maybe).collect();
        let signs = chars(part.signs, parent.map(|parent| &parent.signs));
        let pauses = chars(part.pauses, parent.map(|parent| &parent.pauses));
        let mut site_endings = folder.fold_all(&part.site_endings);
        site_endings.extend(parent.into_iter().flat_map(|parent| parent.site_endings.iter()));
        let mut looked_for: Vec<char> = word_ends.iter().map(|end| end.key).chain(signs.iter().copied()).collect();
        looked_for.extend(&pauses);
        let digits = part.digits_stand_apart.then_some(['0'..='9', '\u{660}'..='\u{669}', '\u{6f0}'..='\u{6f9}']);
        let mut near: ShortChars = looked_for.iter().copied().collect();
        let ranges = looked_for.iter().map(|&c| c..=c).chain(digits.into_iter().flatten());
        let look_for = RareChars::new(ranges);
        if part.digits_stand_apart {
            numbers().filter(|&c| look_for.stops_at(c)).for_each(|c| near.insert(c));
        }
        Self {
            look_for,
            near,
            word_ends,
            inside: part.inside.into_iter().map(Into::into).collect(),
            signs,
            pauses,
            digits_stand_apart: part.digits_stand_apart,
            site_endings,
        }
    }

    /// The characters that may come before a lost space.
    pub(super) fn look_for(&self) -> &RareChars {
        &self.look_for
    }

    /// Those of them below U+0800.
    pub(super) fn near(&self) -> &ShortChars {
        &self.near
    }

    /// Whether a word comes right after the character of so many bytes at byte `at` of `text`, one of [`Spaces::near`] or a longer
    /// one; and whether that is looked for, if it is longer.
    pub(super) fn is_before_word(&self, text: &str, at: usize, len: usize) -> bool {
        // Nearly always a space or the end of the prose follows, which one byte shows.
        let follows = |byte: &u8| !byte.is_ascii() || byte.is_ascii_alphanumeric();
        text.as_bytes().get(at + len).is_some_and(follows)
            && text.get(at..).and_then(|rest| rest.split_at_checked(len)).is_some_and(|(here, rest)| {
                (len < 3 || here.starts_with(|c| self.look_for.stops_at(c))) && rest.starts_with(is_word_char)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_end_is_looked_for_by_its_vowel_sign() {
        let part = SpacesPart {
            word_ends: vec!["ة".to_owned(), "اً".to_owned(), "ًا".to_owned()],
            ..SpacesPart::default()
        };
        let spaces = Spaces::new(part, None, &Folder::new(&[], &[], false));
        let ends: Vec<_> = spaces.word_ends.iter().map(|end| (&*end.before, end.key, &*end.after)).collect();
        assert_eq!(ends, [("", 'ة', ""), ("ا", '\u{64b}', ""), ("", '\u{64b}', "ا")]);
    }
}
