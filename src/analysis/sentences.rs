//! The sentences of a document. A stop inside a quotation does not end the sentence around it, unless it is the
//! last thing in the quotation and a new sentence follows.

use super::{At, Quotations, Signs};
use crate::document::Document;
use crate::language::is_word_char;
use crate::text::{ProseSpan, narrow};

/// One sentence: its place, without white space at either end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it is; never beyond one block.
    pub at: At,
}

/// A block has about so many sentences.
const SENTENCES_A_BLOCK: usize = 2;

/// Splits every block into sentences.
#[must_use]
pub fn split(document: &Document<'_>, quotations: &Quotations, signs: &Signs) -> Vec<Sentence> {
    let profile = &document.language;
    let mut sentences = Vec::with_capacity(document.blocks.len() * SENTENCES_A_BLOCK);
    let stops = &profile.noted().sentence_ends;
    let mut folded = String::new();
    for (index, block) in document.blocks.iter().enumerate() {
        let block_number = narrow(index);
        let prose: &str = &block.prose;
        let quoted = quotations.in_block(block_number);
        let mut start = 0;
        let mut push = |from: usize, to: usize| {
            let piece = prose.get(from..to).unwrap_or_default();
            let begin = from + (piece.len() - piece.trim_start().len());
            let end = begin + piece.trim().len();
            if end > begin {
                sentences.push(Sentence { at: At { block: block_number, span: ProseSpan::from_range(begin..end) } });
            }
        };
        let mut end = 0;
        for (at, c) in signs.of(stops, index, prose) {
            if at < end || !profile.stops.contains(&c) {
                continue;
            }
            // A run of stops, then what closes after them.
            end = at + c.len_utf8();
            for c in prose.get(end..).unwrap_or_default().chars() {
                let closes = || !is_word_char(c) && !c.is_whitespace() && quotations.closes_at(block_number, end);
                if !profile.stops.contains(&c) && !closes() {
                    break;
                }
                end += c.len_utf8();
            }
            let follows_space =
                prose.get(end..).is_some_and(|rest| rest.chars().next().is_none_or(char::is_whitespace));
            let mut is_abbreviation = || {
                let before = prose.get(..at).unwrap_or_default();
                let word = before.get(before.trim_end_matches(is_word_char).len()..).unwrap_or_default();
                folded.clear();
                profile.folder.push_folded(word, &mut folded);
                is_initial(word) || profile.abbreviations.contains(&folded)
            };
            let is_quoted = || !quoted.is_empty() && quotations.is_inside(block_number, end);
            if follows_space && !(c == '.' && is_abbreviation()) && !is_quoted() {
                push(start, end);
                start = end;
            }
        }
        push(start, prose.len());
    }
    sentences
}

/// Whether a word is a single letter.
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(|c| !c.is_numeric()) && chars.next().is_none()
}
