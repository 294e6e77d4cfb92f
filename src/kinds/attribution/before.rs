//! What the paragraph before a quotation, or the line before a list, lends it.

use std::ops::Range;

use super::class::{Class, class_of};
use super::lists::{ANY_SOURCE, BODY, GROUP, OPENER, SELF, SPEECH, SURE_SOURCE, VERB, WEAK};
use super::reach::Reach;
use super::source::{AHEAD, COLON, HEADINGS, Source, Via};
use super::words::words;
use crate::analysis::{Analysis, At, ListBits, Quotation};
use crate::document::BlockKind;
use crate::text::{ProseSpan, narrow};

/// Unless the rule is strict, so many sentences at the end of the paragraph before may name the speaker. One further
/// back speaks of somebody else too often.
const NEAR: usize = 1;
/// A quotation of fewer words is a nickname or a term, and lends the next paragraph no speaker.
const LENDING: usize = 2;
/// The same if the rule is strict: it takes a clause.
const LENDING_STRICT: usize = 4;
/// So many quotations of the paragraph before are asked for their speaker.
const LENDERS: usize = 8;
/// A subject begins after no more words of its sentence.
const HEAD: usize = 2;
/// It is among so many cues at the head of its sentence.
const SUBJECT: usize = 8;
/// A remark in brackets is no longer, in bytes.
const REMARK: usize = 600;
/// A subject after its verb has no more words between it and the verb.
const BEHIND: usize = 2;

impl Reach<'_, '_> {
    /// The paragraph before block `block`, headings passed over.
    pub fn paragraph_before(&self, block: u32) -> Option<u32> {
        let blocks = self.cues.analysis.blocks().get(..block as usize)?;
        let mut above = blocks.iter().enumerate().rev().take(HEADINGS);
        above.find(|(_, block)| block.kind.is_running_text()).map(|(index, _)| narrow(index))
    }

    /// The word that might after all name the speaker of a quotation no source reaches: the nearest in the paragraph
    /// before it and the sentences after it.
    pub fn nearest_weak(&self, first: At, last: At) -> Option<At> {
        let before = self.paragraph_before(first.block).map_or(0..0, |block| self.cues.sentences_in(block));
        let behind = self.sentences_after(last).take(AHEAD);
        let named = |index: &usize| self.cues.first_in(*index, VERB | WEAK | SPEECH | SURE_SOURCE);
        let before = before.rev().find_map(|index| named(&index));
        before.or_else(|| behind.into_iter().find_map(|index| named(&index)))
    }

    /// What the paragraph before lends: the source of a quotation in it, or, unless the rule is strict, of anything. A
    /// document named there with its verb is what the words are taken from, however strict.
    pub(super) fn paragraph_before_names(&self, index: usize, quotation: &Quotation) -> Option<Source> {
        let analysis = self.cues.analysis;
        let found = |cue| Some(Source { via: Via::ParagraphBefore, cue });
        let before = self.paragraph_before(quotation.parts.first()?.block)?;
        if analysis.quotations().is_doubtful(before) {
            return found(None);
        }
        let block = analysis.blocks().get(before as usize)?;
        if block.prose.trim_end().ends_with(COLON) {
            return found(None);
        }
        let least = if self.strict { LENDING_STRICT } else { LENDING };
        let lends = |earlier: usize| {
            self.decided.get(earlier) == Some(&true)
                && self.quotation(earlier).is_some_and(|quotation| {
                    let words = quotation.parts.iter().flat_map(|&part| words(analysis.slice(part)));
                    // A paragraph that is nothing but a quotation is somebody's turn, however short.
                    (words.take(least).count() == least || is_whole_block(analysis, quotation))
                        && !matches!(class_of(self.cues, quotation), Class::Title | Class::Subheading)
                })
        };
        let ends_by = |block: u32| {
            let all = analysis.quotations().outermost();
            all.partition_point(|quotation| quotation.parts.last().is_none_or(|last| last.block <= block))
        };
        let from = before.checked_sub(1).map_or(0, ends_by);
        let nearest = || self.closing_sentences(before).rev().take(NEAR);
        let named = nearest().find_map(|index| Some((index, self.cues.first_in(index, SURE_SOURCE)?)));
        if (from..ends_by(before).min(index)).rev().take(LENDERS).any(lends) {
            return found(named.map(|(_, cue)| cue));
        }
        let (sentence, cue) = named?;
        let lends = if self.strict {
            self.cues.first_in(sentence, SPEECH).is_some()
        } else {
            self.may_go_on(self.subject_of(sentence, cue), quotation)
        };
        lends.then_some(Source { via: Via::ParagraphBefore, cue: Some(cue) })
    }

    /// The sentences of a block without a remark in brackets at its end.
    fn closing_sentences(&self, block: u32) -> Range<usize> {
        let all = self.cues.sentences_in(block);
        let prose = self.cues.analysis.blocks().get(block as usize).map_or("", |block| block.prose.trim_end());
        if !prose.ends_with(')') {
            return all;
        }
        let tail = (prose.len().saturating_sub(REMARK)..prose.len()).find(|&at| prose.is_char_boundary(at));
        let opens = tail.and_then(|tail| Some(tail + prose.get(tail..)?.rfind('(')?));
        let Some(opens) = opens else { return all };
        let starts_before =
            |index: usize| self.cues.sentence(index).is_some_and(|s| (s.at.span.start as usize) < opens);
        match all.clone().rev().find(|&index| starts_before(index)) {
            Some(last) => all.start..last + 1,
            None => all,
        }
    }

    /// Whether those who speak in the paragraph before may be who a quotation after it quotes.
    fn may_go_on(&self, subject: ListBits, quotation: &Quotation) -> bool {
        let has = |lists| quotation.parts.iter().any(|&part| self.cues.has(part, lists));
        let is_plural = || has(OPENER) && !has(SELF);
        (subject & GROUP == 0 || is_plural()) && (subject & BODY == 0 || !has(SELF))
    }

    /// The lists of who speaks in a sentence with the cue `cue`, if it is a group or a body: the subject is at the
    /// head of the sentence, or shortly after the verb if that leads it: elsewhere what follows a verb is whom it tells.
    fn subject_of(&self, sentence: usize, cue: At) -> ListBits {
        let Some(start) = self.cues.sentence(sentence).map(|sentence| sentence.at.span.start) else { return 0 };
        let has_few = |from: u32, to: u32, most: usize| {
            words(self.cues.analysis.slice(At { span: ProseSpan::new(from, to), ..cue })).nth(most).is_none()
        };
        let verb_leads = has_few(start, cue.span.start.max(start), 0);
        let subjects = self.cues.of_sentence(sentence).iter().take(SUBJECT).filter(|hit| {
            hit.lists & (GROUP | BODY) != 0
                && (has_few(start, hit.span.start.max(start), HEAD)
                    || verb_leads && hit.span.start >= cue.span.end && has_few(cue.span.end, hit.span.start, BEHIND))
        });
        subjects.fold(0, |lists, hit| lists | hit.lists)
    }

    /// What the line before a list lends every item of it.
    pub(super) fn list_names(&mut self, block: u32) -> Option<Source> {
        let blocks = self.cues.analysis.blocks();
        let is_item = |index: u32| blocks.get(index as usize).is_some_and(|block| block.kind == BlockKind::ListItem);
        if !is_item(block) {
            return None;
        }
        let mut top = block;
        let known = loop {
            // Each item is passed once: the one above may have been asked already.
            match self.list_last {
                Some((asked, lent)) if asked == top => break Some(lent),
                _ => match top.checked_sub(1).filter(|&above| is_item(above)) {
                    Some(above) => top = above,
                    None => break None,
                },
            }
        };
        let lent = known.unwrap_or_else(|| self.line_lends(top.checked_sub(1)?));
        self.list_last = Some((block, lent));
        lent
    }

    /// What a line that comes before a list lends: a colon, a heading that speaks of a source, or a source named last.
    fn line_lends(&self, line: u32) -> Option<Source> {
        let block = self.cues.analysis.blocks().get(line as usize)?;
        if block.prose.trim_end().ends_with(COLON) {
            return Some(Source { via: Via::Introduction, cue: None });
        }
        let last = self.cues.sentences_in(line).next_back()?;
        let lists = match block.kind {
            BlockKind::Heading => ANY_SOURCE,
            _ if self.strict => SPEECH,
            _ => SURE_SOURCE | SPEECH,
        };
        self.cues.first_in(last, lists).map(|cue| Source { via: Via::ParagraphBefore, cue: Some(cue) })
    }
}

/// Whether a quotation is all there is in its block.
fn is_whole_block(analysis: &Analysis<'_>, quotation: &Quotation) -> bool {
    quotation.parts.iter().all(|part| {
        let Some(block) = analysis.blocks().get(part.block as usize) else { return false };
        let around = [ProseSpan::new(0, part.span.start), ProseSpan::new(part.span.end, block.whole().end)];
        around.iter().all(|&span| words(block.slice(span)).next().is_none())
    })
}
