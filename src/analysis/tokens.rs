//! The words of a document, as ranges of its folded text.

use super::Folded;
use crate::language::is_word_char;
use crate::text::narrow;

/// One word: a run of letters, digits and marks. Offsets are bytes of the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Every word of a folded text, in order. `glue` are the bytes, in order, at which a word ends and another begins without
/// anything between them.
#[must_use]
pub fn words(folded: &Folded, glue: &[u32]) -> Vec<Word> {
    let text = folded.text();
    let mut words = Vec::with_capacity(text.len() / 9);
    let mut start = None;
    let mut glue = glue.iter().map(|&at| at as usize).peekable();
    for (at, c) in text.char_indices() {
        if glue.next_if(|&glued| glued <= at).is_some()
            && let Some(begin) = start.take()
        {
            words.push(Word { start: narrow(begin), end: narrow(at) });
        }
        if is_word_char(c) {
            start = start.or(Some(at));
        } else if let Some(begin) = start.take() {
            words.push(Word { start: narrow(begin), end: narrow(at) });
        }
    }
    // The folded text ends with a line feed, so no word is left open.
    words
}
