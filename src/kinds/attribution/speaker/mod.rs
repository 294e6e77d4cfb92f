//! Who speaks in a quotation: a name, or else the words, beside what attributes it.
//!
//! No list of names is asked: where a script has capitals, a name is capitals beside each other; where it has none, words
//! without the article. A pronoun, or a verb that carries its subject inside, goes back to who spoke last.

mod naming;
mod stretch;
mod subject;
mod who;

use self::naming::{Naming, PHRASE};
use self::stretch::{Stretch, Word};
use self::subject::Subject;
pub use self::who::Speaker;
use super::cues::{Cues, outside};
use super::lists::{ACT, COMPLEMENTISER, CONTINUATION, VERB, WEAK};
use super::source::{COLON, DASHES, Source, Via};
use crate::analysis::{At, ListBits, Quotation};
use crate::language::is_word_char;
use crate::text::ProseSpan;

/// Whoever spoke last is looked for in so many sentences before the one that goes back to him.
const SENTENCES_BEFORE: usize = 12;

/// Finds speakers, quotation after quotation.
pub struct Speakers<'c, 'a> {
    cues: &'c Cues<'c, 'a>,
    naming: Naming<'c, 'a>,
    last: Option<Speaker>,
}

impl<'c, 'a> Speakers<'c, 'a> {
    /// Nobody has spoken yet.
    pub fn new(cues: &'c Cues<'c, 'a>) -> Self {
        Self { cues, naming: Naming::new(cues), last: None }
    }

    /// Who speaks in a quotation with this source.
    pub fn of(&mut self, quotation: &Quotation, source: Source) -> Option<Speaker> {
        let &first = quotation.parts.first()?;
        match self.beside(quotation, first, source) {
            Subject::Said(found) => {
                self.last = Some(found);
                Some(found)
            }
            Subject::Before | Subject::Unknown => {
                let from = source.cue.filter(|cue| cue.block <= first.block).unwrap_or(first);
                let earlier = self.spoke_before(from);
                let place = |speaker: &Speaker| (speaker.at.block, speaker.at.span.start);
                let found = [earlier, self.last].into_iter().flatten().max_by_key(place)?;
                self.last = Some(found);
                Some(Speaker { is_carried: true, ..found })
            }
        }
    }

    fn beside(&self, quotation: &Quotation, first: At, source: Source) -> Subject {
        match (source.via, source.cue) {
            (Via::Signature | Via::Line | Via::Article, Some(cue)) => self.whole(cue).into(),
            (Via::Sentence, Some(cue)) => {
                let cue = self.introducing(first).unwrap_or(cue);
                self.around(cue, quotation)
            }
            (_, Some(cue)) => self.around(cue, quotation),
            (Via::Introduction, None) => self.introduced(first),
            (_, None) => Subject::Unknown,
        }
    }

    /// The verb before a quotation in its sentence that introduces it, by a colon or a complementiser, or with nothing but its
    /// subject between.
    fn introducing(&self, first: At) -> Option<At> {
        let sentence = self.cues.sentences_of(first, first).start;
        let hits = self.cues.of_sentence(sentence);
        let before = hits.partition_point(|hit| hit.span.end <= first.span.start);
        let hits = hits.get(..before)?;
        let analysis = self.cues.analysis;
        let last_of = |lists: ListBits| {
            hits.iter().rfind(|hit| {
                hit.lists & lists != 0 && !self.naming.has_article(analysis.slice(At { span: hit.span, ..first }))
            })
        };
        let verb = last_of(VERB).or_else(|| last_of(WEAK | ACT | CONTINUATION))?;
        let gap = At { span: ProseSpan::new(verb.span.end, first.span.start), ..first };
        let gap = analysis.slice(gap).trim_end();
        let is_introduced = gap.is_empty()
            || gap.ends_with(COLON)
            || hits
                .last()
                .is_some_and(|last| last.lists & COMPLEMENTISER != 0 && ends_with(gap, verb.span.end, last.span));
        is_introduced.then_some(At { span: verb.span, ..first })
    }

    /// A line that is nothing but who speaks.
    fn whole(&self, line: At) -> Option<Speaker> {
        let stretch = Stretch::of(self.cues, line);
        let found = self.naming.of(&stretch, &stretch.words)?;
        Some(Speaker { is_named: !self.cues.has(line, super::lists::GROUP), ..found })
    }

    /// What comes before the colon or the dash that introduces a quotation.
    fn introduced(&self, first: At) -> Subject {
        let analysis = self.cues.analysis;
        let before = At { span: ProseSpan::new(0, first.span.start), ..first };
        let line = if analysis.slice(before).contains(is_word_char) {
            Some(before)
        } else {
            let above = first.block.checked_sub(1);
            above.and_then(|block| Some(At { block, span: analysis.blocks().get(block as usize)?.whole() }))
        };
        let Some(line) = line else { return Subject::Unknown };
        let mut sentences = self.cues.sentences_in(line.block).rev().filter_map(|index| self.cues.sentence(index));
        let Some(sentence) = sentences.find(|sentence| sentence.at.span.start < line.span.end) else {
            return Subject::Unknown;
        };
        let from = sentence.at.span.start;
        let label = At { span: ProseSpan::new(from, sentence.at.span.end.min(line.span.end)), ..line };
        let label = analysis.slice(label).trim_end().trim_end_matches(COLON).trim_end_matches(DASHES);
        let to = from as usize + label.len();
        let stretch = Stretch::of(self.cues, At { span: ProseSpan::from_range(from as usize..to), ..line });
        if stretch.words.len() <= PHRASE / 2 && !stretch.words.iter().skip(1).any(|word| word.is_parted) {
            return self.naming.of(&stretch, &stretch.words).into();
        }
        // A verb that no list has: who stands first in the sentence, if somebody does.
        let is_name = |word: &Word<'_>| word.is_capital() && !self.naming.is_small(word.text);
        match stretch.words.first().filter(|word| is_name(word)) {
            Some(_) => {
                let end = self.naming.end_of_name(&stretch.words, 0);
                self.naming.of(&stretch, stretch.slice(0, end)).into()
            }
            None => Subject::Unknown,
        }
    }

    /// What is beside a cue, outside quotations.
    fn around(&self, cue: At, quotation: &Quotation) -> Subject {
        let overlaps = |part: &At| part.block == cue.block && part.span.overlaps(cue.span);
        // A clause inside the marks, or words beside them, are who speaks and his verb in one.
        let stretch = if quotation.parts.iter().any(overlaps) { Some(cue) } else { self.stretch_of(cue) };
        let Some(place) = stretch else { return Subject::Unknown };
        let stretch = Stretch::of(self.cues, place);
        if cue.span.start <= place.span.start && place.span.end <= cue.span.end {
            return self.clause_without_verb(&stretch);
        }
        subject::of_cue(&self.naming, &stretch, cue, self.cues.lists_at(cue))
    }

    /// Who speaks in words of which no list has the verb: the first name there is, or what comes after the first word.
    fn clause_without_verb(&self, stretch: &Stretch<'a>) -> Subject {
        if let Some(cue) = self.cues.outside(stretch.at).iter().find(|hit| hit.lists & VERB != 0) {
            return subject::of_cue(&self.naming, stretch, At { span: cue.span, ..stretch.at }, cue.lists);
        }
        let is_name = |word: &Word<'_>| word.is_capital() && !self.naming.is_small(word.text) && !word.is_bracketed;
        let name = stretch.words.iter().position(is_name).filter(|_| stretch.is_cased);
        match name {
            Some(from) => {
                let end = self.naming.end_of_name(&stretch.words, from);
                self.naming.of(stretch, stretch.slice(from, end)).into()
            }
            None => self.naming.of(stretch, stretch.slice(1, stretch.words.len())).into(),
        }
    }

    /// The words outside quotations, in the sentence of a cue, that the cue is among.
    fn stretch_of(&self, cue: At) -> Option<At> {
        let sentence = self.cues.sentence(self.cues.sentences_of(cue, cue).start)?.at;
        let mut stretches = outside(self.cues.analysis, sentence);
        let span = stretches.find(|span| span.overlaps(cue.span))?;
        Some(At { span, ..cue })
    }

    /// Whoever is said to speak last before a place, in its sentence or the few before it.
    fn spoke_before(&self, place: At) -> Option<Speaker> {
        let own = self.cues.sentences_of(place, place).start;
        (own.saturating_sub(SENTENCES_BEFORE)..=own).rev().find_map(|index| {
            let block = self.cues.sentence(index)?.at.block;
            let hits = self.cues.of_sentence(index).iter().rev();
            let verbs =
                hits.filter(|hit| hit.lists & VERB != 0 && (block, hit.span.end) <= (place.block, place.span.start));
            verbs
                .filter_map(|hit| {
                    let cue = At { block, span: hit.span };
                    let stretch = Stretch::of(self.cues, self.stretch_of(cue)?);
                    match subject::of_cue(&self.naming, &stretch, cue, hit.lists) {
                        Subject::Said(found) => Some(found),
                        Subject::Before | Subject::Unknown => None,
                    }
                })
                .next()
        })
    }
}

/// Whether the last thing in `gap`, which begins at byte `start`, is `span`.
fn ends_with(gap: &str, start: u32, span: ProseSpan) -> bool {
    start as usize + gap.len() == span.end as usize
}
