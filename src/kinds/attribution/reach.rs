//! Which quotations have a source in reach.

use super::class::{Class, class_of};
use super::{Lists, outside, words};
use crate::analysis::{Analysis, At, CueId, Quotation, Sentence};
use crate::document::BlockKind;
use crate::language::is_word_char;
use crate::text::ProseSpan;

/// What introduces speech.
pub const COLON: [char; 2] = [':', '\u{ff1a}'];
/// What sets a signature off.
const DASHES: [char; 4] = ['-', '\u{2013}', '\u{2014}', '\u{2015}'];
/// A signature has no more words.
const SIGNATURE: usize = 8;
/// A sentence is nothing but its quotation if no more words stand outside the marks.
const BARE: usize = 2;
/// An additive verb opens a sentence if it begins within so many words.
const OPENING: usize = 3;
/// Unless the rule is strict, so many sentences at the end of the paragraph before may name the speaker. One further
/// back speaks of somebody else too often.
const NEAR: usize = 1;
/// A quotation of fewer words is a nickname or a term, and lends the next paragraph no speaker.
const LENDING: usize = 2;
/// The same if the rule is strict: it takes a clause.
const LENDING_STRICT: usize = 4;
/// A quotation opens the article if no more words stand before its paragraph: a headline, a place and a date.
const LEAD: usize = 15;
/// Behind so many headings in a row nothing belongs together any more.
const HEADINGS: usize = 8;
/// So many quotations of the paragraph before are asked for their speaker.
const LENDERS: usize = 8;
/// How many sentences behind a quotation that opens the article may name its speaker.
const AHEAD: usize = 2;

/// Decides quotation after quotation, in order: what is known of one serves the next.
pub struct Reach<'c, 'a> {
    analysis: &'c Analysis<'a>,
    lists: &'c Lists,
    strict: bool,
    /// For each quotation decided so far, whether it has a source.
    decided: Vec<bool>,
    /// The sentences looked at last (the first, and how many), and what they show.
    read_last: Option<((At, usize), Surroundings)>,
}

/// What stands around a quotation in its own sentences.
#[derive(Clone, Copy)]
struct Surroundings {
    /// Anything that may be a source.
    name: bool,
    /// Hardly a word.
    are_bare: bool,
}

impl<'c, 'a> Reach<'c, 'a> {
    /// Nothing is decided yet. `strict` narrows what the paragraph before may lend.
    pub fn new(analysis: &'c Analysis<'a>, lists: &'c Lists, strict: bool) -> Self {
        Self { analysis, lists, strict, decided: Vec::new(), read_last: None }
    }

    /// Whether outermost quotation `index` has a source in reach. Asked once for each, in order.
    pub fn reaches(&mut self, index: usize) -> bool {
        let Some(quotation) = self.quotation(index) else { return true };
        let Some((&first, &last)) = quotation.parts.first().zip(quotation.parts.last()) else { return true };
        let sentences = self.sentences_of(first, last);
        let reached = self.surroundings(sentences).name
            || self.is_introduced(first)
            || self.is_signed(last)
            || self.paragraph_names(sentences, first, last)
            || self.paragraph_before_names(index, first)
            || self.is_continued(last)
            || self.is_explained(first, last);
        self.decided.push(reached);
        reached
    }

    /// Whether a quotation is its whole sentence but for a word or two, or opens its sentence.
    pub fn stands_alone(&mut self, index: usize) -> bool {
        let Some(quotation) = self.quotation(index) else { return false };
        let Some((&first, &last)) = quotation.parts.first().zip(quotation.parts.last()) else { return false };
        let sentences = self.sentences_of(first, last);
        let Some(opening) = sentences.first() else { return false };
        let before = At { block: first.block, span: ProseSpan::new(opening.at.span.start, first.span.start) };
        words(self.analysis.slice(before)).next().is_none() || self.surroundings(sentences).are_bare
    }

    /// The paragraph before block `block`, headings passed over.
    pub fn paragraph_before(&self, block: u32) -> Option<u32> {
        let blocks = self.analysis.blocks().get(..block as usize)?;
        let mut above = blocks.iter().enumerate().rev().take(HEADINGS);
        above.find(|(_, block)| block.kind != BlockKind::Heading).and_then(|(index, _)| u32::try_from(index).ok())
    }

    fn quotation(&self, index: usize) -> Option<&'c Quotation> {
        self.analysis.quotations().outermost().get(index)
    }

    /// The sentences that a quotation from `first` to `last` touches.
    fn sentences_of(&self, first: At, last: At) -> &'c [Sentence] {
        let all = self.analysis.sentences();
        let start = all.partition_point(|s| (s.at.block, s.at.span.end) <= (first.block, first.span.start));
        let end = all.partition_point(|s| (s.at.block, s.at.span.start) < (last.block, last.span.end));
        all.get(start..end).unwrap_or_default()
    }

    /// The sentences of one block.
    fn sentences_in(&self, block: u32) -> &'c [Sentence] {
        let all = self.analysis.sentences();
        let start = all.partition_point(|s| s.at.block < block);
        let end = all.partition_point(|s| s.at.block <= block);
        all.get(start..end).unwrap_or_default()
    }

    /// Whether a cue of one of the lists stands in a place, outside quotations.
    fn any_in(&self, lists: &[CueId], place: At) -> bool {
        lists.iter().any(|&list| outside(self.analysis, list, place).next().is_some())
    }

    /// Whether a sentence has at most so many words outside quotations.
    fn is_bare(&self, place: At) -> bool {
        let mut from = place.span.start;
        let mut found = 0;
        let mut count = |from: u32, until: u32| {
            let text = self.analysis.slice(At { span: ProseSpan::new(from, until.max(from)), ..place });
            found += words(text).take(BARE + 1).count();
            found <= BARE
        };
        let parts = self.analysis.quotations().in_block(place.block);
        let first = parts.partition_point(|part| part.span.end <= from);
        for part in parts.iter().skip(first).take_while(|part| part.span.start < place.span.end) {
            if !count(from, part.span.start) {
                return false;
            }
            from = part.span.end.min(place.span.end);
        }
        count(from, place.span.end)
    }

    /// What the sentences of a quotation show. A list of quotations is one sentence, and is read once.
    fn surroundings(&mut self, sentences: &'c [Sentence]) -> Surroundings {
        let key = sentences.first().map(|opening| (opening.at, sentences.len()));
        if let Some((_, known)) = self.read_last.filter(|(known, _)| Some(*known) == key) {
            return known;
        }
        let Lists { verbs, according_to, weak_verbs, speech_nouns, continuations, .. } = *self.lists;
        let lists = [verbs, according_to, weak_verbs, speech_nouns, continuations];
        let found = Surroundings {
            name: sentences.iter().any(|sentence| self.any_in(&lists, sentence.at)),
            are_bare: sentences.iter().all(|sentence| self.is_bare(sentence.at)),
        };
        self.read_last = key.map(|key| (key, found));
        found
    }

    /// A colon before the opening mark, be it at the end of the paragraph before; or a name set off by a dash.
    fn is_introduced(&self, first: At) -> bool {
        let before = self.analysis.slice(At { span: ProseSpan::new(0, first.span.start), ..first }).trim_end();
        if before.contains(is_word_char) {
            return before.ends_with(COLON) || before.ends_with(DASHES);
        }
        let Some(above) = (first.block as usize).checked_sub(1).and_then(|index| self.analysis.blocks().get(index))
        else {
            return false;
        };
        above.prose.trim_end().ends_with(COLON)
    }

    /// A short line set off by a dash or a bracket behind the quotation, or below it.
    fn is_signed(&self, last: At) -> bool {
        let is_signature = |text: &str| {
            let text = text.trim_start();
            text.starts_with(DASHES) && has_few_words(text, SIGNATURE)
        };
        let blocks = self.analysis.blocks();
        let Some(block) = blocks.get(last.block as usize) else { return false };
        let behind = block.slice(ProseSpan::new(last.span.end, block.whole().end));
        let behind =
            behind.trim_start_matches(|c: char| c.is_whitespace() || self.analysis.profile().stops.contains(&c));
        is_signature(behind)
            || (behind.starts_with('(') && has_few_words(behind, SIGNATURE))
            || blocks.get(last.block as usize + 1).is_some_and(|below| is_signature(&below.prose))
    }

    /// A sentence before the quotation in its paragraph, or one behind it that names a source. What the reporter says
    /// directly before a quotation is about its speaker, with or without a verb.
    fn paragraph_names(&self, sentences: &[Sentence], first: At, last: At) -> bool {
        let is_first = |sentence: &Sentence| {
            sentences.first().is_some_and(|opening| sentence.at.span.start >= opening.at.span.start)
        };
        if !self.sentences_in(first.block).first().is_none_or(is_first) {
            return true;
        }
        let Lists { verbs, according_to, .. } = *self.lists;
        let mut behind = self.sentences_after(last).take(AHEAD).take_while(|sentence| sentence.at.block == last.block);
        behind.any(|sentence| self.any_in(&[verbs, according_to], sentence.at))
    }

    /// What the paragraph before lends: the source of a quotation in it, or, unless the rule is strict, of anything.
    fn paragraph_before_names(&self, index: usize, first: At) -> bool {
        let Some(before) = self.paragraph_before(first.block) else { return false };
        if self.analysis.quotations().is_doubtful(before) {
            return true;
        }
        let Some(block) = self.analysis.blocks().get(before as usize) else { return false };
        if block.prose.trim_end().ends_with(COLON) {
            return true;
        }
        let least = if self.strict { LENDING_STRICT } else { LENDING };
        let lends = |earlier: usize| {
            self.decided.get(earlier) == Some(&true)
                && self.quotation(earlier).is_some_and(|quotation| {
                    quotation.parts.iter().flat_map(|&part| words(self.analysis.slice(part))).nth(least - 1).is_some()
                        && class_of(self.analysis, self.lists, quotation) != Class::Named
                })
        };
        let ends_by = |block: u32| {
            let all = self.analysis.quotations().outermost();
            all.partition_point(|quotation| quotation.parts.last().is_none_or(|last| last.block <= block))
        };
        let from = before.checked_sub(1).map_or(0, ends_by);
        if (from..ends_by(before).min(index)).rev().take(LENDERS).any(lends) {
            return true;
        }
        let Lists { verbs, according_to, .. } = *self.lists;
        let nearest = self.sentences_in(before).iter().rev().take(NEAR);
        !self.strict && nearest.into_iter().any(|sentence| self.any_in(&[verbs, according_to], sentence.at))
    }

    /// The next sentence, in the paragraph or the next one, opens by adding to what was said.
    fn is_continued(&self, last: At) -> bool {
        self.sentences_after(last).next().is_some_and(|sentence| {
            outside(self.analysis, self.lists.continuations, sentence.at).next().is_some_and(|at| {
                let lead = At { span: ProseSpan::new(sentence.at.span.start, at.span.start), ..at };
                words(self.analysis.slice(lead)).take(OPENING).count() < OPENING
            })
        })
    }

    /// A quotation that opens the article has its speaker named in the sentences behind it.
    fn is_explained(&self, first: At, last: At) -> bool {
        let before = self.analysis.blocks().iter().take(first.block as usize);
        if before.flat_map(|block| words(&block.prose)).nth(LEAD).is_some() {
            return false;
        }
        let Lists { verbs, according_to, weak_verbs, speech_nouns, .. } = *self.lists;
        self.sentences_after(last)
            .take(AHEAD)
            .any(|sentence| self.any_in(&[verbs, according_to, weak_verbs, speech_nouns], sentence.at))
    }

    /// The sentences behind a place, headings left out.
    fn sentences_after(&self, place: At) -> impl Iterator<Item = &'c Sentence> {
        let all = self.analysis.sentences();
        let start = all.partition_point(|s| (s.at.block, s.at.span.start) < (place.block, place.span.end));
        let blocks = self.analysis.blocks();
        let is_running = move |sentence: &&Sentence| {
            blocks.get(sentence.at.block as usize).is_some_and(|block| block.kind != BlockKind::Heading)
        };
        all.get(start..).unwrap_or_default().iter().take(AHEAD + HEADINGS).filter(is_running)
    }
}

/// Whether a text has words, and no more than `most`.
fn has_few_words(text: &str, most: usize) -> bool {
    (1..=most).contains(&words(text).take(most + 1).count())
}
