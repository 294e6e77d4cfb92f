//! Somebody's words set apart as a block quotation, without marks around them.

use super::form::COMMAS;
use super::lists::{ANY_SOURCE, CONTINUATION, OPENER, SELF, SURE_SOURCE, WE};
use super::reach::Reach;
use super::source::{AHEAD, COLON, DASHES, SIGNATURE};
use super::words::{has_few_words, words};
use crate::analysis::At;
use crate::document::{Block, BlockKind};
use crate::kinds::kind::ends_with_stop;
use crate::text::narrow;

/// So many words are somebody's, not a motto or a number held up.
const LEAST: usize = 8;
/// So many are looked at; an article has no more.
const MOST: usize = 16;

impl Reach<'_, '_> {
    /// The first and the last place of each block quotation without marks and without a source in which somebody speaks
    /// of himself. Others are notes, summaries and documents as often as speech.
    pub fn unmarked_orphans(&self) -> Vec<(At, At)> {
        let blocks = self.cues.analysis.blocks();
        let set_apart = blocks.chunk_by(|a, b| a.kind == BlockKind::Quotation && b.kind == BlockKind::Quotation);
        let mut start = 0;
        let numbered = set_apart.map(|run| {
            let from = start;
            start += run.len();
            (from, run)
        });
        let runs = numbered.filter(|(_, run)| run.first().is_some_and(|block| block.kind == BlockKind::Quotation));
        runs.take(MOST)
            .filter(|(from, run)| self.is_orphan(*from, run))
            .filter_map(|(from, run)| place_of(from, run))
            .collect()
    }

    fn is_orphan(&self, from: usize, run: &[Block<'_>]) -> bool {
        let Some((first, last)) = place_of(from, run) else { return false };
        let analysis = self.cues.analysis;
        let sentences = self.cues.sentences_in(first.block).start..self.cues.sentences_in(last.block).end;
        let own = || sentences.clone().filter_map(|index| self.cues.sentence(index));
        let unmarked = (first.block..=last.block)
            .all(|block| analysis.quotations().in_block(block).is_empty() && !analysis.quotations().is_doubtful(block));
        unmarked
            && run.iter().flat_map(|block| words(&block.prose)).nth(LEAST - 1).is_some()
            && own().any(|sentence| self.cues.lists_of_first_word(sentence.at) & OPENER != 0)
            && !sentences.clone().any(|index| self.has_clause_of_source(index))
            && !self.is_signed_off(run)
            && self.signature(last).is_none()
            && !self.has_source_around(first, last)
            && !self.is_in_text(from, run)
            && (self.strict || self.name_line(first, last).is_none() && !self.is_told_by_form(first, last))
    }

    /// Whether the last clause of a sentence says who speaks: “…, the baker said.” A verb elsewhere is the speaker's own:
    /// “We were told to sign.”
    fn has_clause_of_source(&self, index: usize) -> bool {
        let Some((sentence, cue)) = self.cues.sentence(index).zip(self.cues.first_in(index, SURE_SOURCE)) else {
            return false;
        };
        if self.cues.lists_of_first_word(sentence.at) & (OPENER | SELF | WE) == 0 {
            return true;
        }
        let text = self.cues.analysis.slice(sentence.at);
        let cue = (cue.span.start - sentence.at.span.start) as usize;
        let parts = |c: char| COMMAS.contains(&c) || DASHES.contains(&c);
        let clause = text.get(..cue).and_then(|before| before.rfind(parts)).and_then(|at| text.get(at..));
        clause.is_some_and(|clause| {
            has_few_words(clause, SIGNATURE) && self.cues.in_text(clause).iter().all(|hit| hit.lists & (SELF | WE) == 0)
        })
    }

    /// Whether the last line of a block quotation, or what comes after its last dash, is a signature.
    fn is_signed_off(&self, run: &[Block<'_>]) -> bool {
        let Some(last) = run.last() else { return false };
        let line = last.prose.lines().next_back().unwrap_or_default().trim_start();
        let stops = self.cues.analysis.profile().stops.as_slice();
        let behind_dash = || {
            let (before, behind) = last.prose.rsplit_once(DASHES)?;
            Some(ends_with_stop(before, stops) && has_few_words(behind, 2 * SIGNATURE))
        };
        (line.starts_with(DASHES) || run.len() > 1) && has_few_words(line, SIGNATURE) || behind_dash() == Some(true)
    }

    fn has_source_around(&self, first: At, last: At) -> bool {
        let above = (first.block as usize).checked_sub(1).and_then(|index| self.cues.analysis.blocks().get(index));
        let before = self.paragraph_before(first.block);
        above.is_some_and(|above| above.prose.trim_end().ends_with(COLON))
            || before.is_some_and(|block| {
                !self.cues.analysis.quotations().in_block(block).is_empty()
                    || self
                        .cues
                        .sentences_in(block)
                        .next_back()
                        .is_some_and(|index| self.cues.first_in(index, ANY_SOURCE).is_some())
            })
            || self
                .sentences_after(last)
                .take(AHEAD)
                .any(|index| self.cues.first_in(index, SURE_SOURCE | CONTINUATION).is_some())
            || self.article.is_some()
    }

    /// Whether its first words are elsewhere in the article too: they are held up, not missing a speaker.
    fn is_in_text(&self, from: usize, run: &[Block<'_>]) -> bool {
        let Some(first) = run.first().map(|block| block.prose.trim()) else { return true };
        let end =
            first.char_indices().filter(|(_, c)| c.is_whitespace()).nth(LEAST / 2).map_or(first.len(), |(at, _)| at);
        let head = first.get(..end).unwrap_or_default();
        let blocks = self.cues.analysis.blocks().iter().enumerate();
        blocks.filter(|(index, _)| *index != from).any(|(_, block)| block.prose.contains(head))
    }
}

fn place_of(from: usize, run: &[Block<'_>]) -> Option<(At, At)> {
    let first = At { block: narrow(from), span: run.first()?.whole() };
    let last = At { block: narrow(from + run.len() - 1), span: run.last()?.whole() };
    Some((first, last))
}
