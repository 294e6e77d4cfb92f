//! Which quotations have a source in reach.

use super::class::{Class, class_of};
use super::{Lists, outside};
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
/// How many sentences behind a quotation that opens the article may name its speaker.
const AHEAD: usize = 2;

/// Decides quotation after quotation, in order: what is known of one serves the next.
pub struct Reach<'c, 'a> {
    analysis: &'c Analysis<'a>,
    lists: &'c Lists,
    strict: bool,
    /// For each quotation decided so far, whether it has a source.
    decided: Vec<bool>,
}

impl<'c, 'a> Reach<'c, 'a> {
    /// Nothing is decided yet. `strict` narrows what the paragraph before may lend.
    pub fn new(analysis: &'c Analysis<'a>, lists: &'c Lists, strict: bool) -> Self {
        Self { analysis, lists, strict, decided: Vec::new() }
    }

    /// Whether outermost quotation `index` has a source in reach. Asked once for each, in order.
    pub fn reaches(&mut self, index: usize) -> bool {
        let Some(quotation) = self.quotation(index) else { return true };
        let Some((&first, &last)) = quotation.parts.first().zip(quotation.parts.last()) else { return true };
        let sentences = self.sentences_of(first, last);
        let reached = self.sentence_names(sentences)
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
    pub fn stands_alone(&self, index: usize) -> bool {
        let Some(quotation) = self.quotation(index) else { return false };
        let Some((&first, &last)) = quotation.parts.first().zip(quotation.parts.last()) else { return false };
        let sentences = self.sentences_of(first, last);
        let Some(opening) = sentences.first() else { return false };
        let before = At { block: first.block, span: ProseSpan::new(opening.at.span.start, first.span.start) };
        if count_words(self.analysis.slice(before)) == 0 {
            return true;
        }
        sentences.iter().map(|sentence| self.words_outside(sentence.at)).sum::<usize>() <= BARE
    }

    /// The paragraph before block `block`, headings passed over.
    pub fn paragraph_before(&self, block: u32) -> Option<u32> {
        let blocks = self.analysis.blocks().get(..block as usize)?;
        let index = blocks.iter().rposition(|block| block.kind != BlockKind::Heading)?;
        u32::try_from(index).ok()
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
        lists.iter().any(|&list| {
            outside(self.analysis, list, place.block)
                .any(|at| place.span.start <= at.span.start && at.span.end <= place.span.end)
        })
    }

    /// The words of a place outside quotations.
    fn words_outside(&self, place: At) -> usize {
        let mut from = place.span.start;
        let mut words = 0;
        for part in self.analysis.quotations().in_block(place.block) {
            if part.span.end <= from || part.span.start >= place.span.end {
                continue;
            }
            let until = part.span.start.max(from);
            words += count_words(self.analysis.slice(At { span: ProseSpan::new(from, until), ..place }));
            from = part.span.end.min(place.span.end);
        }
        words + count_words(self.analysis.slice(At { span: ProseSpan::new(from, place.span.end), ..place }))
    }

    /// Anything that may be a source, in the sentence itself.
    fn sentence_names(&self, sentences: &[Sentence]) -> bool {
        let Lists { verbs, according_to, weak_verbs, speech_nouns, continuations, .. } = *self.lists;
        let lists = [verbs, according_to, weak_verbs, speech_nouns, continuations];
        sentences.iter().any(|sentence| self.any_in(&lists, sentence.at))
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
            text.starts_with(DASHES) && (1..=SIGNATURE).contains(&count_words(text))
        };
        let blocks = self.analysis.blocks();
        let Some(block) = blocks.get(last.block as usize) else { return false };
        let behind = block.slice(ProseSpan::new(last.span.end, block.whole().end));
        let behind =
            behind.trim_start_matches(|c: char| c.is_whitespace() || self.analysis.profile().stops.contains(&c));
        is_signature(behind)
            || (behind.starts_with('(') && (1..=SIGNATURE).contains(&count_words(behind)))
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
        let behind = self.sentences_in(last.block).iter().filter(|s| s.at.span.start >= last.span.end);
        behind.into_iter().any(|sentence| self.any_in(&[verbs, according_to], sentence.at))
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
        let quoted = (0..index).rev().map_while(|earlier| {
            let last = self.quotation(earlier)?.parts.last()?;
            (last.block >= before).then_some((earlier, last.block))
        });
        let least = if self.strict { LENDING_STRICT } else { LENDING };
        let lends = |earlier: usize| {
            self.decided.get(earlier) == Some(&true)
                && self.quotation(earlier).is_some_and(|quotation| {
                    self.words_inside(quotation) >= least
                        && class_of(self.analysis, self.lists, quotation) != Class::Named
                })
        };
        if quoted.filter(|(_, block)| *block == before).any(|(earlier, _)| lends(earlier)) {
            return true;
        }
        let Lists { verbs, according_to, .. } = *self.lists;
        let nearest = self.sentences_in(before).iter().rev().take(NEAR);
        !self.strict && nearest.into_iter().any(|sentence| self.any_in(&[verbs, according_to], sentence.at))
    }

    fn words_inside(&self, quotation: &Quotation) -> usize {
        quotation.parts.iter().map(|&part| count_words(self.analysis.slice(part))).sum()
    }

    /// The next sentence, in the paragraph or the next one, opens by adding to what was said.
    fn is_continued(&self, last: At) -> bool {
        self.sentences_after(last).next().is_some_and(|sentence| {
            outside(self.analysis, self.lists.continuations, sentence.at.block).any(|at| {
                let lead = ProseSpan::new(sentence.at.span.start, at.span.start.max(sentence.at.span.start));
                sentence.at.span.start <= at.span.start
                    && at.span.end <= sentence.at.span.end
                    && count_words(self.analysis.slice(At { span: lead, ..at })) < OPENING
            })
        })
    }

    /// A quotation that opens the article has its speaker named in the sentences behind it.
    fn is_explained(&self, first: At, last: At) -> bool {
        let before = self.analysis.blocks().iter().take(first.block as usize);
        if before.map(|block| count_words(&block.prose)).sum::<usize>() > LEAD {
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
        all.get(start..).unwrap_or_default().iter().filter(is_running)
    }
}

fn count_words(text: &str) -> usize {
    text.split(|c| !is_word_char(c)).filter(|word| !word.is_empty()).count()
}
