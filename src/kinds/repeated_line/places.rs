//! Where in an article something stands that may recur in others.

use schemars::JsonSchema;
use serde::Deserialize;

use super::lines::LineFact;
use crate::analysis::{Analysis, At};
use crate::kinds::glued_heads::{GluedHead, glued_heads};
use crate::language::is_word_char;
use crate::text::{narrow, stable_hash};

/// What recurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A line, or a paragraph, that is the same from its beginning to its end.
    #[default]
    Line,
    /// A sentence of a paragraph with others.
    Sentence,
    /// The words at the head of a sentence, with the next ones glued to the last of them.
    GluedHead,
}

impl Part {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Line, Self::Sentence, Self::GluedHead];
}

/// A place where something stands that may recur.
#[derive(Debug)]
pub struct Place {
    /// The hash of its folded text; of what is glued to other words, of its letters.
    pub hash: u64,
    /// Where it is.
    pub at: At,
    /// Where it is only the beginning of something: the class of what follows ([`LineFact::class_of`]).
    pub rest: Option<u8>,
}

/// The places of some part in the blocks that `reads` says are read, in order. `takes` is asked which of them are looked at, each by
/// first and last byte of the folded text, the last not included.
pub fn places(
    part: Part,
    analysis: &Analysis<'_>,
    reads: &dyn Fn(usize) -> bool,
    takes: &dyn Fn((u32, u32)) -> bool,
) -> Vec<Place> {
    let folded = analysis.folded();
    let hash_of = |(start, end): (u32, u32)| stable_hash(folded.slice(start, end));
    match part {
        Part::Line => {
            let lines = analysis.blocks().iter().enumerate().filter(|(index, _)| reads(*index));
            let lines = lines
                .map(|(index, block)| (At { block: narrow(index), span: block.whole() }, folded.block_range(index)));
            lines
                .filter(|(_, range)| takes(*range))
                .map(|(at, range)| Place { hash: hash_of(range), at, rest: None })
                .collect()
        }
        Part::Sentence => {
            let is_part = |at: At| {
                let whole = analysis.blocks().get(at.block as usize).map(|block| block.whole().end);
                reads(at.block as usize) && whole.is_some_and(|end| at.span.start > 0 || at.span.end < end)
            };
            let sentences = analysis.sentences().iter().map(|sentence| sentence.at).filter(|at| is_part(*at));
            let sentences = sentences.map(|at| (at, folded.range_of(at))).filter(|(_, range)| takes(*range));
            sentences.map(|(at, range)| Place { hash: hash_of(range), at, rest: None }).collect()
        }
        Part::GluedHead => {
            let heads = glued_heads(analysis, reads).into_iter().filter(|head| takes((head.start, head.cut)));
            let place = |head: GluedHead| {
                let letters: String = folded.slice(head.start, head.cut).chars().filter(|&c| is_word_char(c)).collect();
                let rest = Some(LineFact::class_of(folded.slice(head.cut, head.end)));
                Place { hash: stable_hash(&letters), at: folded.locate(head.start, head.end), rest }
            };
            heads.map(place).collect()
        }
    }
}

/// Whether a range of the folded text has so many letters and digits.
#[must_use]
pub fn is_long(analysis: &Analysis<'_>, (start, end): (u32, u32), shortest: usize) -> bool {
    analysis.folded().slice(start, end).chars().filter(|&c| is_word_char(c)).take(shortest).count() == shortest
}
