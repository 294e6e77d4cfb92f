//! How far a promotion goes, and what is reported of it: a line with the headlines below it, a bracket, the rest of a sentence.

use super::keys::Place;
use super::{Candidate, Compiled, is_glued};
use crate::analysis::{At, Hit, Sentence};
use crate::diagnostic::Applicability;
use crate::document::{Block, BlockKind};
use crate::kinds::Context;
use crate::kinds::kind::ends_with_stop;
use crate::language::{is_word_char, word_end};
use crate::text::{ProseSpan, narrow};

/// A promotion in round brackets has at most this many letters.
const LONGEST_BRACKETS: usize = 400;
/// A headline that a wide gap ends has at least this many words.
const HEADLINE_WORDS: usize = 3;
/// A headline below a cue has at most this many words.
const LONGEST_HEADLINE: usize = 24;

impl Compiled {
    /// Where the promotion ends: with the round brackets that open directly before the cue, inside a paragraph with its
    /// headline, else with the block.
    pub(super) fn end(&self, cx: &Context<'_>, block: usize, hit: Hit, gaps: &mut Gaps) -> u32 {
        let folded = cx.analysis.folded();
        let (start, end) = folded.block_range(block);
        if self.place != Place::Inline {
            return end;
        }
        if !folded.slice(start, hit.start).trim_end().ends_with('(') {
            return self.headline_end(cx, block, hit, gaps).unwrap_or(end);
        }
        let mut depth = 1_u32;
        for (at, c) in folded.slice(hit.end, end).char_indices().take(LONGEST_BRACKETS) {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return hit.end + u32::try_from(at + 1).unwrap_or(0);
            }
        }
        end
    }

    /// Where the sentence ends that holds the cue, if the story goes on after it, or the wide gap that comes after the
    /// headline. Stops with which a headline may end, and runs of stops, part two halves of a headline.
    fn headline_end(&self, cx: &Context<'_>, block: usize, hit: Hit, gaps: &mut Gaps) -> Option<u32> {
        let (_, end) = cx.analysis.folded().block_range(block);
        let stop = self.sentence_end(cx, block, hit);
        gaps.after_headline(cx, block, (hit.end, stop.unwrap_or(end))).or(stop)
    }

    /// Where the sentence ends that holds the cue, if the story goes on after it.
    fn sentence_end(&self, cx: &Context<'_>, block: usize, hit: Hit) -> Option<u32> {
        let folded = cx.analysis.folded();
        let (_, end) = folded.block_range(block);
        let cue = folded.locate(hit.start, hit.end);
        let sentences = cx.analysis.sentences();
        let next = sentences
            .partition_point(|sentence| (sentence.at.block, sentence.at.span.end) <= (cue.block, cue.span.end));
        let ends = |sentence: &&Sentence| {
            let mut back = cx.analysis.slice(sentence.at).chars().rev();
            let is_stop = |c: char| cx.analysis.profile().stops.contains(&c) && !self.headline_ends.contains(c);
            back.next().is_some_and(is_stop) && !back.next().is_some_and(is_stop)
        };
        let here =
            sentences.get(next..).unwrap_or_default().iter().take_while(|sentence| sentence.at.block == cue.block);
        let stop = folded.range_of(here.clone().find(ends)?.at).1;
        (stop < end && folded.slice(stop, end).contains(is_word_char)).then_some(stop)
    }

    /// Whether nothing but a headline is between a cue and byte `end`.
    fn is_short_headline(&self, cx: &Context<'_>, hit: Hit, end: u32) -> bool {
        let after = cx.analysis.folded().slice(hit.end, end).trim_end();
        !ends_with_stop(after, &cx.analysis.profile().stops)
            && !after.ends_with(':')
            && after.split_whitespace().nth(LONGEST_HEADLINE).is_none()
    }

    /// Whether a block looks like a headline to which a cue above it points.
    fn is_headline(&self, cx: &Context<'_>, block: usize) -> bool {
        let Some(block) = cx.analysis.blocks().get(block) else { return false };
        let stops: Vec<char> =
            cx.analysis.profile().stops.iter().copied().filter(|&stop| !self.headline_ends.contains(stop)).collect();
        !block.prose.trim_end().ends_with(':')
            && !ends_with_stop(&block.prose, &stops)
            && block.prose.split_whitespace().nth(LONGEST_HEADLINE).is_none()
    }

    /// The last of the headlines below `block` that belong to it: no paragraph is between them, and no blank line
    /// once one has been taken.
    fn last_headline(&self, cx: &Context<'_>, block: usize, most: usize) -> usize {
        let below = (block..block + most).take_while(|&above| {
            (above == block || !cx.is_blank_below(above)) && cx.reads(above + 1) && self.is_headline(cx, above + 1)
        });
        below.last().map_or(block, |above| above + 1)
    }

    /// Reports one promotion and answers the last block of it.
    pub(super) fn report(&self, cx: &mut Context<'_>, found: Candidate) -> usize {
        let Candidate { block, hit, end, headlines } = found;
        let analysis = cx.analysis;
        let folded = analysis.folded();
        let cue = analysis.slice(folded.locate(hit.start, hit.end)).to_owned();
        let number = narrow(block);
        let Some(whole) = analysis.blocks().get(block).map(|block| block.whole()) else { return block };
        let (first, last) = folded.block_range(block);
        if self.place == Place::Inline {
            let mut at = folded.locate(hit.start, end);
            if end == last {
                at.span.end = whole.end;
            }
            let before = folded.slice(first, hit.start).trim_end();
            if let Some(outside) = before.strip_suffix('(') {
                let bracket = first + u32::try_from(outside.len()).unwrap_or(0);
                at.span.start = folded.locate(bracket, hit.end).span.start;
            }
            // The space before it goes with it.
            let story = analysis.slice(At { block: number, span: ProseSpan::new(0, at.span.start) }).trim_end();
            let cut = At { block: number, span: ProseSpan::new(u32::try_from(story.len()).unwrap_or(0), at.span.end) };
            let edits = vec![(cut, String::new())];
            if is_glued(cx, hit) && !self.is_short_headline(cx, hit, end) {
                // Where the headline ends nobody can say: what is shown is where the promotion begins.
                let word_end = word_end(folded.text(), hit.end as usize);
                at.span.end = folded.locate(hit.start, narrow(word_end)).span.end.max(at.span.start);
                cx.report(at).arg("cue", cue).emit();
            } else {
                cx.report(at).arg("cue", cue).fix(Applicability::Unsafe, edits).emit();
            }
            return block;
        }
        if self.place == Place::Head {
            let run_end = self.run(cx, hit.end, last).1;
            if folded.slice(run_end, last).chars().any(is_word_char) {
                let mut at = folded.locate(hit.start, run_end);
                at.span.start = 0;
                let rest = analysis.slice(At { block: number, span: ProseSpan::new(at.span.end, whole.end) });
                let space = rest.len() - rest.trim_start().len();
                let mut cut = at;
                cut.span.end += u32::try_from(space).unwrap_or(0);
                cx.report(at).arg("cue", cue).fix(Applicability::Unsafe, vec![(cut, String::new())]).emit();
                return block;
            }
        }
        // A cue alone on its line announces the headlines below it, and is nothing without them.
        let is_alone = !folded.slice(hit.end, last).chars().any(is_word_char);
        let through = if is_alone { self.last_headline(cx, block, headlines) } else { block };
        let end = analysis.blocks().get(through).map_or(whole, |block| block.whole());
        let end = At { block: narrow(through), span: end };
        let at = At { block: number, span: whole };
        cx.report(at).through(end).arg("cue", cue).remove_line(Applicability::Unsafe).emit();
        through
    }

    /// Whether a cue with more words announces what the story itself has below: it ends in a colon, and no headline follows.
    pub(super) fn introduces(&self, cx: &Context<'_>, block: usize, hit: Hit) -> bool {
        let folded = cx.analysis.folded();
        let rest = folded.slice(hit.end, folded.block_range(block).1).trim_end();
        rest.ends_with([':', '\u{ff1a}'])
            && rest.contains(is_word_char)
            && cx.analysis.blocks().get(block + 1).is_some()
            && !self.is_headline(cx, block + 1)
    }

    /// Whether a block is the heading, by markup, of a section of the story that begins with a sentence.
    pub(super) fn heads_section(&self, cx: &Context<'_>, block: usize) -> bool {
        let blocks = cx.analysis.blocks();
        let is_marked = |block: &Block<'_>| {
            block.kind == BlockKind::Heading && !block.is_guess && cx.whole_lines(block.locate(block.whole())).is_none()
        };
        blocks.get(block).is_some_and(is_marked)
            && blocks.get(block + 1).is_some_and(|next| next.kind.is_running_text() && !next.is_link())
            && !self.is_headline(cx, block + 1)
    }
}

/// The wide gaps of the block that was asked about last: a block may have thousands of cues.
#[derive(Default)]
pub(super) struct Gaps {
    block: Option<usize>,
    /// First byte and one past the last of each run of several spaces, in the folded text.
    gaps: Vec<(u32, u32)>,
}

impl Gaps {
    /// Where a range of the folded text of a block has some words behind it, none of them after several spaces, and is followed
    /// by others.
    fn after_headline(&mut self, cx: &Context<'_>, block: usize, (start, end): (u32, u32)) -> Option<u32> {
        let folded = cx.analysis.folded();
        if self.block != Some(block) {
            let (first, last) = folded.block_range(block);
            self.block = Some(block);
            self.gaps = wide_gaps(folded.slice(first, last), first);
        }
        let text = folded.slice(start, end);
        let start = start + narrow(text.len() - text.trim_start().len());
        let next = self.gaps.partition_point(|gap| gap.0 < start);
        let &(gap, _) = self.gaps.get(next).filter(|gap| gap.1 < end)?;
        // Each of the spaces before it stands alone, between two words.
        let mut spaces = folded.slice(start, gap).chars().filter(|&c| is_space(c));
        spaces.nth(HEADLINE_WORDS - 2).map(|_| gap)
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}')
}

/// Every run of several spaces in a text that begins at byte `first`.
fn wide_gaps(text: &str, first: u32) -> Vec<(u32, u32)> {
    let mut gaps = Vec::new();
    let (mut from, mut spaces) = (0, 0);
    for (at, c) in text.char_indices().map(|(at, c)| (first + narrow(at), c)) {
        if is_space(c) {
            from = if spaces == 0 { at } else { from };
            spaces += 1;
            continue;
        }
        if spaces > 1 {
            gaps.push((from, at));
        }
        spaces = 0;
    }
    gaps
}
