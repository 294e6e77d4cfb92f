//! Words, counted.

use crate::language::is_word_char;

/// The words of a text.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_word_char(c)).filter(|word| !word.is_empty())
}

/// Whether a text has words, and no more than `most`.
pub fn has_few_words(text: &str, most: usize) -> bool {
    (1..=most).contains(&words(text).take(most + 1).count())
}
