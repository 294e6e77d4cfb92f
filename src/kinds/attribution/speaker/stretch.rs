//! A stretch of an article's prose as words, with the signs between them.

use super::super::cues::Cues;
use super::super::words::words;
use crate::analysis::At;

/// A title or an initial that a stop shortens has at most so many letters: Rep., Sen.
const SHORTENED: usize = 4;

/// A word of a stretch.
#[derive(Debug, Clone, Copy)]
pub struct Word<'a> {
    /// The word as written.
    pub text: &'a str,
    /// Its first byte in the block.
    pub from: usize,
    /// One past its last byte in the block.
    pub to: usize,
    /// Whether a sign other than white space comes before it.
    pub is_parted: bool,
    /// Whether that sign opens a bracket.
    pub is_bracketed: bool,
}

impl Word<'_> {
    /// Whether it begins with a capital.
    pub fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }
}

/// Words beside each other of one block, none of them in a quotation.
#[derive(Debug)]
pub struct Stretch<'a> {
    /// Where it is.
    pub at: At,
    /// Its words, in order.
    pub words: Vec<Word<'a>>,
    /// Whether its script has capitals.
    pub is_cased: bool,
}

impl<'a> Stretch<'a> {
    /// The words of a place.
    pub fn of(cues: &Cues<'_, 'a>, place: At) -> Self {
        let text = cues.analysis.slice(place);
        let start = place.span.start as usize;
        let mut found: Vec<Word<'a>> = Vec::new();
        let mut end = 0;
        for word in words(text) {
            let rest = text.get(end..).unwrap_or_default();
            let Some(before) = rest.find(word) else { continue };
            let (gap, from) = (rest.get(..before).unwrap_or_default(), end + before);
            // The stop of a title or an initial parts nothing.
            let is_shortened = gap.starts_with('.')
                && word.starts_with(char::is_uppercase)
                && found.last().is_some_and(|last| last.is_capital() && last.text.chars().nth(SHORTENED).is_none());
            let is_parted = gap
                .chars()
                .any(|c| !(c.is_whitespace() || matches!(c, '-' | '\u{2019}' | '\'') || c == '.' && is_shortened));
            let is_bracketed = gap.contains(['(', '[']);
            end = from + word.len();
            found.push(Word { text: word, from: start + from, to: start + end, is_parted, is_bracketed });
        }
        let is_cased = text.contains(|c: char| c.is_lowercase() || c.is_uppercase());
        Self { at: place, words: found, is_cased }
    }

    /// The words from index `from` to before index `to`; none where there are no such.
    pub fn slice(&self, from: usize, to: usize) -> &[Word<'a>] {
        self.words.get(from..to).unwrap_or_default()
    }

    /// The indexes of the words that a place of the same block covers: the first, and one past the last.
    pub fn indexes_of(&self, place: At) -> (usize, usize) {
        let from = self.words.partition_point(|word| word.to <= place.span.start as usize);
        let to = self.words.partition_point(|word| word.from < place.span.end as usize);
        (from, to.max(from))
    }
}
