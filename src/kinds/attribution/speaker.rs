//! Who speaks in a quotation: a name, or else the words, beside what attributes it.
//!
//! No list of names is asked. Where a script has capitals, a name is capitals beside each other, the nearest to the cue;
//! where it has none, the words that follow the verb, or that stand before it where nothing follows. A pronoun, or a verb
//! that carries its subject inside, goes back to who spoke last.

use super::cues::{Cues, outside};
use super::lists::{ACCORDING, COMPLEMENTISER, GROUP, SURE_SOURCE, VERB};
use super::reach::{COLON, DASHES, Source, Via};
use super::words;
use crate::analysis::{At, ListBits, Quotation};
use crate::language::is_word_char;
use crate::text::ProseSpan;

/// A description of a speaker has no more words.
const PHRASE: usize = 8;
/// A name is looked for within so many words of what attributes the quotation.
const REACH: usize = 12;
/// A small word between two capitals has at most so many letters: de, van, of the.
const PARTICLE: usize = 3;
/// A title or an initial that a stop shortens has at most so many letters: Rep., Sen.
const SHORTENED: usize = 4;
/// How much farther a name seems that stands behind a preposition: a place more often than a speaker.
const BEHIND_SMALL_WORD: usize = 3;

/// Who is said to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speaker {
    /// The words that say who.
    pub at: At,
    /// Whether they name somebody; otherwise they describe him, or several.
    pub is_named: bool,
    /// Whether they stand with an earlier quotation, and this one goes back to them.
    pub is_carried: bool,
}

/// Finds speakers, quotation after quotation.
pub struct Speakers<'c, 'a> {
    cues: &'c Cues<'c, 'a>,
    last: Option<Speaker>,
}

/// A word of a stretch.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    /// Its first byte in the block, and one past its last.
    from: usize,
    to: usize,
    /// Whether a sign other than white space stands before it.
    is_parted: bool,
    /// Whether that sign opens a bracket.
    is_bracketed: bool,
}

impl<'c, 'a> Speakers<'c, 'a> {
    /// Nobody has spoken yet.
    pub fn new(cues: &'c Cues<'c, 'a>) -> Self {
        Self { cues, last: None }
    }

    /// Who speaks in a quotation with this source.
    pub fn of(&mut self, quotation: &Quotation, source: Source) -> Option<Speaker> {
        match self.beside(quotation, source) {
            Some(found) => {
                self.last = Some(found);
                Some(found)
            }
            None => self.last.map(|last| Speaker { is_carried: true, ..last }),
        }
    }

    fn beside(&self, quotation: &Quotation, source: Source) -> Option<Speaker> {
        let &first = quotation.parts.first()?;
        match (source.via, source.cue) {
            (Via::Signature | Via::Line | Via::Article, Some(cue)) => self.whole(cue),
            (_, Some(cue)) => self.around(cue, quotation),
            (Via::Introduction, None) => self.introduced(first),
            (_, None) => None,
        }
    }

    /// A line that is nothing but who speaks.
    fn whole(&self, line: At) -> Option<Speaker> {
        let text = self.cues.analysis.slice(line);
        let is_edge = |c: char| !is_word_char(c);
        let start = text.find(is_word_char)?;
        let end = text.trim_end_matches(is_edge).len();
        let begin = line.span.start as usize;
        let at = At { span: ProseSpan::from_range(begin + start..begin + end.max(start)), ..line };
        Some(Speaker { at, is_named: !self.is_of_group(at), is_carried: false })
    }

    /// What stands before the colon or the dash that introduces a quotation.
    fn introduced(&self, first: At) -> Option<Speaker> {
        let analysis = self.cues.analysis;
        let before = At { span: ProseSpan::new(0, first.span.start), ..first };
        let line = if analysis.slice(before).contains(is_word_char) {
            before
        } else {
            let above = first.block.checked_sub(1)?;
            At { block: above, span: analysis.blocks().get(above as usize)?.whole() }
        };
        let sentence = self.cues.sentences_in(line.block).rev().filter_map(|index| self.cues.sentence(index));
        let end = line.span.end;
        let sentence = sentence.map(|sentence| sentence.at).find(|at| at.span.start < end)?;
        let stretch = At { span: ProseSpan::new(sentence.span.start, sentence.span.end.min(end)), ..line };
        let label = analysis.slice(stretch).trim_end().trim_end_matches(COLON).trim_end_matches(DASHES);
        let words = self.words_of(At {
            span: ProseSpan::from_range(stretch.span.start as usize..stretch.span.start as usize + label.len()),
            ..stretch
        });
        if words.len() <= PHRASE / 2 && !words.iter().any(|word| word.is_parted) {
            return self.phrase(stretch, &words);
        }
        self.name_near(stretch, &words, words.len(), words.len())
    }

    /// What stands beside a cue, outside quotations.
    fn around(&self, cue: At, quotation: &Quotation) -> Option<Speaker> {
        let analysis = self.cues.analysis;
        let inside = quotation
            .parts
            .iter()
            .find(|part| part.block == cue.block && part.span.start < cue.span.end && cue.span.start < part.span.end);
        // A clause inside the marks, or words beside them, are who speaks and his verb in one.
        let stretch = if inside.is_some() {
            cue
        } else {
            let sentence = self.cues.sentences_of(cue, cue).start;
            let sentence = self.cues.sentence(sentence)?.at;
            let mut stretches = outside(analysis, sentence);
            let span = stretches.find(|span| span.start < cue.span.end && cue.span.start < span.end)?;
            At { span, ..cue }
        };
        let words = self.words_of(stretch);
        let is_whole = cue.span.start <= stretch.span.start && stretch.span.end <= cue.span.end;
        if is_whole {
            // No word of the lists: the first name there is, or what stands behind the first word.
            return self.name_near(stretch, &words, 0, 0).or_else(|| self.phrase(stretch, words.get(1..)?));
        }
        let from = words.partition_point(|word| word.to <= cue.span.start as usize);
        let to = words.partition_point(|word| word.from < cue.span.end as usize);
        let lists = self.lists_of(cue);
        if lists & ACCORDING != 0 {
            let behind = self.clause(words.get(to..).unwrap_or_default());
            return self
                .name_near(stretch, behind, 0, 0)
                .or_else(|| self.phrase(stretch, self.to_small_word(behind, 1)));
        }
        if self.is_pronoun_before(stretch, &words, from, to) {
            return None;
        }
        if let Some(name) = self.name_near(stretch, &words, from, to) {
            return Some(name);
        }
        let behind = self.clause(words.get(to..).unwrap_or_default());
        let begins_small = behind.first().is_none_or(|word| self.is_small(word.text));
        let before = words.get(..from).unwrap_or_default();
        let clause = before.iter().rposition(|word| word.is_parted).unwrap_or(0);
        let before = before.get(clause..).unwrap_or_default();
        if !begins_small {
            return self.phrase(stretch, self.to_small_word(behind, 0));
        }
        let is_cased = is_cased(analysis.slice(stretch));
        if !is_cased && before.iter().any(|word| self.is_cue(word.text)) {
            return self.subject_of_earlier(cue, stretch, &words);
        }
        let before = if is_cased {
            before.get(before.len().saturating_sub(PHRASE / 2)..).unwrap_or_default()
        } else {
            self.to_small_word(before, 0)
        };
        if before.iter().all(|word| self.is_small(word.text)) {
            return is_cased.then(|| self.phrase(stretch, self.to_small_word(behind, 1))).flatten();
        }
        self.phrase(stretch, before)
    }

    /// Whether the cue has a pronoun for its subject: a small word that opens its clause, before it or as its first.
    fn is_pronoun_before(&self, stretch: At, words: &[Word<'a>], from: usize, to: usize) -> bool {
        let opens = |index: usize| {
            words.get(index).filter(|word| (index == 0 || word.is_parted) && self.is_small(word.text)).is_some()
        };
        is_cased(self.cues.analysis.slice(stretch))
            && (to > from + 1 && opens(from) || from.checked_sub(1).is_some_and(opens))
    }

    /// What follows an earlier verb of the same stretch: “the minister went on, saying that”.
    fn subject_of_earlier(&self, cue: At, stretch: At, words: &[Word<'a>]) -> Option<Speaker> {
        let sentence = self.cues.sentences_of(cue, cue).start;
        let verbs = self.cues.of_sentence(sentence).iter().rev();
        let mut verbs = verbs.filter(|hit| {
            hit.lists & VERB != 0 && stretch.span.start <= hit.span.start && hit.span.end <= cue.span.start
        });
        verbs.find_map(|verb| {
            let behind = words.get(words.partition_point(|word| word.from < verb.span.end as usize)..)?;
            let behind = self.clause(behind);
            let is_said = |word: &Word<'_>| !self.is_small(word.text) && !self.is_cue(word.text);
            behind
                .first()
                .filter(|word| is_said(word))
                .and_then(|_| self.phrase(stretch, self.to_small_word(behind, 0)))
        })
    }

    fn is_cue(&self, word: &str) -> bool {
        self.cues.in_text(word).iter().any(|hit| hit.lists & SURE_SOURCE != 0)
    }

    fn lists_of(&self, cue: At) -> ListBits {
        let sentence = self.cues.sentences_of(cue, cue).start;
        let hit = self.cues.of_sentence(sentence).iter().find(|hit| hit.span == cue.span);
        hit.map_or(0, |hit| hit.lists)
    }

    /// The words up to a sign or a complementiser.
    fn clause<'w>(&self, words: &'w [Word<'a>]) -> &'w [Word<'a>] {
        let ends = |(index, word): (usize, &Word<'_>)| index > 0 && word.is_parted || self.is_complementiser(word.text);
        let end = words.iter().enumerate().position(ends).unwrap_or(words.len());
        words.get(..end.min(PHRASE)).unwrap_or_default()
    }

    /// The words up to the first small one behind the first `least`.
    fn to_small_word<'w>(&self, words: &'w [Word<'a>], least: usize) -> &'w [Word<'a>] {
        let end =
            words.iter().skip(least).position(|word| self.is_small(word.text)).map_or(words.len(), |at| at + least);
        words.get(..end.min(PHRASE)).unwrap_or_default()
    }

    /// The name nearest to the words from `from` to `to`; before them, if two are as near.
    fn name_near(&self, stretch: At, words: &[Word<'a>], from: usize, to: usize) -> Option<Speaker> {
        if !is_cased(self.cues.analysis.slice(stretch)) {
            return None;
        }
        let mut best: Option<(usize, usize, usize)> = None;
        let mut has_subject = false;
        let mut index = 0;
        while let Some(word) = words.get(index) {
            let begins = is_capital(word.text)
                && !(from..to).contains(&index)
                && (!self.is_small(word.text) || self.is_name_behind(words, index));
            if !begins {
                index += 1;
                continue;
            }
            let end = self.end_of_name(words, index);
            let distance = if end <= from { from - end } else { index.saturating_sub(to) };
            let is_behind_small = index > 0
                && !word.is_parted
                && words
                    .get(index - 1)
                    .is_some_and(|before| self.is_small(before.text) && !(from..to).contains(&(index - 1)));
            // Whoever stands behind a verb that has its subject before it is spoken to, or of.
            let is_object = has_subject && index >= to && to > 0;
            let cost = distance
                + if is_behind_small { BEHIND_SMALL_WORD } else { 0 }
                + if is_object || word.is_bracketed { REACH } else { 0 };
            if is_behind_small || is_object || word.is_bracketed {
                // A place, or somebody else, unless there is no other.
            } else if end <= from {
                has_subject = true;
            }
            if cost <= REACH && best.is_none_or(|(known, ..)| cost < known) {
                best = Some((cost, index, end));
            }
            index = end.max(index + 1);
        }
        let (_, from, to) = best?;
        let mut found = self.phrase(stretch, words.get(from..to)?)?;
        found.is_named = true;
        Some(found)
    }

    /// Whether a small word with a capital is part of a name: the next is one, too, and it does not open the stretch.
    fn is_name_behind(&self, words: &[Word<'a>], index: usize) -> bool {
        index > 0 && words.get(index + 1).is_some_and(|next| is_capital(next.text) && !next.is_parted)
    }

    /// One past the last word of a name that begins at `index`.
    fn end_of_name(&self, words: &[Word<'a>], index: usize) -> usize {
        let mut end = index + 1;
        while let Some(next) = words.get(end).filter(|next| !next.is_parted) {
            let is_particle = next.text.chars().nth(PARTICLE).is_none()
                && words.get(end + 1).is_some_and(|behind| is_capital(behind.text) && !behind.is_parted)
                && next.text.starts_with(char::is_lowercase)
                && self.is_small(next.text);
            if is_capital(next.text) || is_particle {
                end += 1;
            } else {
                break;
            }
        }
        end
    }

    /// Words as who speaks.
    fn phrase(&self, stretch: At, words: &[Word<'a>]) -> Option<Speaker> {
        let (first, last) = words.first().zip(words.last())?;
        let at = At { span: ProseSpan::from_range(first.from..last.to), ..stretch };
        let is_cased = is_cased(self.cues.analysis.slice(stretch));
        let is_named = if is_cased {
            words.iter().any(|word| is_capital(word.text) && !self.is_small(word.text))
        } else {
            words.len() > 1
        };
        Some(Speaker { at, is_named: is_named && !self.is_of_group(at), is_carried: false })
    }

    fn is_of_group(&self, at: At) -> bool {
        self.cues.has(at, GROUP)
    }

    fn is_small(&self, word: &str) -> bool {
        let profile = self.cues.analysis.profile();
        profile.function_words.contains(profile.folder.fold(word).as_str())
    }

    fn is_complementiser(&self, word: &str) -> bool {
        self.cues.in_text(word).iter().any(|hit| hit.lists & COMPLEMENTISER != 0)
    }

    fn words_of(&self, place: At) -> Vec<Word<'a>> {
        let text = self.cues.analysis.slice(place);
        let start = place.span.start as usize;
        let mut found = Vec::new();
        let mut end = 0;
        for word in words(text) {
            let rest = text.get(end..).unwrap_or_default();
            let Some(before) = rest.find(word) else { continue };
            let (gap, from) = (rest.get(..before).unwrap_or_default(), end + before);
            // The stop of a title or an initial parts nothing.
            let is_shortened = gap.starts_with('.')
                && found
                    .last()
                    .is_some_and(|last: &Word<'_>| is_capital(last.text) && last.text.chars().nth(SHORTENED).is_none())
                && is_capital(word);
            let is_parted = gap
                .chars()
                .any(|c| !(c.is_whitespace() || matches!(c, '-' | '\u{2019}' | '\'') || c == '.' && is_shortened));
            let is_bracketed = gap.contains(['(', '[']);
            end = from + word.len();
            found.push(Word { text: word, from: start + from, to: start + end, is_parted, is_bracketed });
        }
        found
    }
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_cased(text: &str) -> bool {
    text.contains(|c: char| c.is_lowercase() || c.is_uppercase())
}
