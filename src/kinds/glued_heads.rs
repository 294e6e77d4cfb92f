//! Heads of sentences in which a space was lost after a few words: what a page had in elements of its own, a cue, the name of a
//! section, a headline, run together.

use crate::analysis::Analysis;
use crate::language::is_word_char;
use crate::text::narrow;

/// The space is lost in the second to the last of so many words.
const WORDS: usize = 4;
/// In scripts without capitals a run of more letters than this may be two words.
const LONGEST_WORD: usize = 12;
/// So many letters of such a run belong to its first word.
const BEGINNING: usize = 4;
/// A phrase has at least so many letters.
const SHORTEST: usize = 8;

/// The head of a sentence with a lost space, in bytes of the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GluedHead {
    /// First byte of the sentence.
    pub start: u32,
    /// One past the last byte of what begins it.
    pub cut: u32,
    /// One past the last byte of the word in which the space was lost.
    pub end: u32,
}

/// Every such head in the blocks with a number that `reads` says are read, in order.
#[must_use]
pub fn glued_heads(analysis: &Analysis<'_>, reads: &dyn Fn(usize) -> bool) -> Vec<GluedHead> {
    let folded = analysis.folded();
    let stops = &analysis.profile().stops;
    let mut found = Vec::new();
    for index in (0..analysis.blocks().len()).filter(|&index| reads(index)) {
        let (start, end) = folded.block_range(index);
        let text = folded.slice(start, end);
        // Where the sentence begins, and how many of its words have been seen.
        let (mut head, mut words) = (None, 0);
        let mut word = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            if is_word_char(c) {
                head = head.or(Some(at));
                word = word.or(Some(at));
                continue;
            }
            // A quotation that opens in the middle of a run of letters parts no words.
            if word.is_some() && !c.is_whitespace() && !stops.contains(&c) {
                continue;
            }
            if let (Some(head), Some(begin)) = (head, word.take()) {
                words += 1;
                if (2..=WORDS).contains(&words)
                    && let Some(cut) = lost_space(analysis, start + narrow(begin), start + narrow(at))
                {
                    let one = GluedHead { start: start + narrow(head), cut, end: start + narrow(at) };
                    if folded.slice(one.start, cut).chars().filter(|&c| is_word_char(c)).nth(SHORTEST - 1).is_some() {
                        found.push(one);
                    }
                    words = WORDS;
                }
            }
            if stops.contains(&c) {
                (head, words) = (None, 0);
            }
        }
    }
    found
}

/// Where in a word, in bytes of the folded text, a space may have been lost: before a capital after a small letter; in scripts
/// without capitals somewhere after the first letters, if it is longer than words are.
fn lost_space(analysis: &Analysis<'_>, start: u32, end: u32) -> Option<u32> {
    let folded = analysis.folded();
    let word = folded.slice(start, end);
    if word.chars().next().is_some_and(char::is_lowercase) {
        let prose = analysis.slice(folded.locate(start, end));
        let mut before = ' ';
        let joint = prose.chars().position(|c| std::mem::replace(&mut before, c).is_lowercase() && c.is_uppercase())?;
        return word.char_indices().nth(joint).map(|(at, _)| start + narrow(at));
    }
    let mut letters = word.char_indices().filter(|(_, c)| is_word_char(*c));
    let cut = letters.nth(BEGINNING)?.0;
    letters.nth(LONGEST_WORD - BEGINNING - 1)?;
    Some(start + narrow(cut))
}
