//! One sentence of folded text, unit by unit: words, figures and marks. All offsets are bytes of the folded text.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::element::{Class, Step};
use crate::analysis::{Analysis, Hits};
use crate::kinds::Context;
use crate::kinds::numbers::{Lexicon, number_in_words};
use crate::language::{Profile, is_number, is_word_char, word_end, word_start};
use crate::names::Knowledge;

/// More bytes than any clitic has.
const LONGEST_CLITIC: u32 = 16;

/// A part of a name: where its word begins, and where it begins itself, after what is written onto it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamePart {
    word: u32,
    start: u32,
}

/// The parts of names in a document, in order: known ones, and what capital letters or its own letters show to be one.
pub fn name_parts(cx: &Context<'_>, names: &Knowledge) -> Vec<NamePart> {
    let (analysis, profile) = (cx.analysis, cx.analysis.profile());
    let Some(words) = names.words(&profile.tag) else { return Vec::new() };
    let (mentions, ready) = (cx.names(&words), words.ready(profile));
    let is_name = |name: &&crate::names::mentions::Name<'_>| {
        let is_listed = name.known || ready.words.given.contains(name.text) || ready.words.known.contains(name.text);
        is_listed
            || if mentions.has_capitals() { mentions.is_shown(name) } else { name.shape >= ready.words.least_shape }
    };
    let text = analysis.folded().text();
    let places = mentions.names.iter().filter(is_name).flat_map(|name| name.places.iter());
    let part = |start: u32| NamePart { word: crate::text::narrow(word_start(text, start as usize)), start };
    let mut parts: Vec<NamePart> = places.map(|place| part(place.start)).collect();
    parts.sort_unstable();
    parts
}

/// The places, in order, at which what a step may take begins, or a word that holds it: its words, parts of names, or else numbers.
pub fn places_of(analysis: &Analysis<'_>, names: &[NamePart], step: &Step) -> Vec<u32> {
    let hits = |list| analysis.hits().of(list).iter().map(|hit| hit.start);
    if let Some(tokens) = step.tokens {
        return hits(tokens).collect();
    }
    if step.class == Some(Class::Name) {
        return names.iter().map(|part| part.word).collect();
    }
    let runs = analysis.runs();
    // Each different word is looked at once.
    let forms = (0..).zip(runs.forms());
    let has_number: Vec<bool> =
        forms.map(|(form, _)| runs.text_of(form, analysis.folded()).contains(is_number)).collect();
    let is_number = |form: &u32| has_number.get(*form as usize).copied().unwrap_or(false);
    let words = runs.iter().zip(runs.types()).filter(|(_, form)| is_number(form));
    let mut places: Vec<u32> = words.map(|(word, _)| word.start).collect();
    if let Some(words) = step.number_words {
        places.extend(hits(words));
        places.sort_unstable();
    }
    places
}

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Letters, with digits or without.
    Word,
    /// Digits and what stands between them, after this many bytes of a clitic.
    Figure(u32),
    /// A mark.
    Mark,
}

/// A word, a figure or a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is.
    pub look: Look,
}

/// A sentence, up to which units are read.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The document.
    pub analysis: &'a Analysis<'a>,
    /// The parts of its names.
    pub names: &'a [NamePart],
    /// The words for numbers of its language, if they are looked for.
    pub numbers: Option<&'a Lexicon>,
    /// One past the last byte of the sentence.
    pub end: u32,
}

impl<'a> Line<'a> {
    fn profile(&self) -> &'a Profile {
        self.analysis.profile()
    }

    fn rest(&self, at: u32) -> &'a str {
        self.analysis.folded().slice(at, self.end)
    }

    /// The first place from `at` on that is no space.
    pub fn skip_spaces(&self, at: u32) -> u32 {
        let rest = self.rest(at);
        at + crate::text::narrow(rest.len() - rest.trim_start().len())
    }

    /// A place from `start` on at which a unit begins that has at least `count` units between it and the one at `at`, or `start`.
    /// No unit has a space in it.
    pub fn words_before(&self, start: u32, at: u32, count: u32) -> u32 {
        let before = self.analysis.folded().slice(start, at);
        let (mut spaces, mut is_spaced) = (0, false);
        for (index, c) in before.char_indices().rev() {
            let was_spaced = std::mem::replace(&mut is_spaced, c.is_whitespace());
            if is_spaced && !was_spaced {
                spaces += 1;
                if spaces > count {
                    return start + crate::text::narrow(index + c.len_utf8());
                }
            }
        }
        start
    }

    /// The same; nothing, where a line ends before it for the reader.
    fn beyond_spaces(&self, at: u32) -> Option<u32> {
        let next = self.skip_spaces(at);
        (!self.analysis.shows_line_end(at, next)).then_some(next)
    }

    /// Where the unit begins that comes in a row after one that ends at `at`: beyond spaces, one hyphen, or the point of an
    /// abbreviation and spaces, or at once if it is a mark.
    pub fn next(&self, at: u32) -> Option<u32> {
        let rest = self.rest(at);
        let mut signs = rest.chars();
        let (first, second) = (signs.next()?, signs.next());
        if first.is_whitespace() {
            return self.beyond_spaces(at);
        }
        if is_hyphen(first) && second.is_some_and(is_word_char) {
            return Some(at + crate::text::narrow(first.len_utf8()));
        }
        if first == '.' && second.is_some_and(char::is_whitespace) {
            return self.beyond_spaces(at + 1);
        }
        (!is_word_char(first)).then_some(at)
    }

    /// The unit that begins at `at`; nothing at the end of the sentence.
    pub fn unit(&self, at: u32) -> Option<Unit> {
        let rest = self.rest(at);
        let first = rest.chars().next()?;
        if !is_word_char(first) {
            return Some(Unit { start: at, end: at + crate::text::narrow(first.len_utf8()), look: Look::Mark });
        }
        let mut end = word_end(rest, 0);
        let inside = &self.profile().quotations.inside_words;
        while let Some(sign) = rest.get(end..).and_then(|rest| rest.chars().next()) {
            let before = rest.get(..end).and_then(|before| before.chars().next_back());
            let after = rest.get(end + sign.len_utf8()..).and_then(|after| after.chars().next());
            let (Some(before), Some(after)) = (before, after.filter(|after| is_word_char(*after))) else { break };
            let parts_digits =
                is_number(before) && is_number(after) && sign.general_category() == GeneralCategory::OtherPunctuation;
            if !parts_digits && !inside.contains(&sign) {
                break;
            }
            end += sign.len_utf8();
            end = word_end(rest, end);
        }
        let word = rest.get(..end).unwrap_or_default();
        let clitic = word.find(is_number).unwrap_or(word.len());
        let (before, digits) = word.split_at_checked(clitic).unwrap_or_default();
        let is_figure = !digits.is_empty()
            && digits.chars().all(|c| is_number(c) || !is_word_char(c))
            && (before.is_empty() || self.profile().clitics.before.contains(before));
        let look = if is_figure { Look::Figure(crate::text::narrow(clitic)) } else { Look::Word };
        Some(Unit { start: at, end: at + crate::text::narrow(end), look })
    }

    /// Whether a step may take what begins with a unit: a first look, which costs little.
    pub fn may_begin(&self, step: &Step, unit: Unit) -> bool {
        match (step.tokens, step.class) {
            (Some(tokens), _) => self.hits_at(self.analysis.hits(), tokens, unit.start).next().is_some(),
            (None, Some(Class::Any)) => true,
            (None, Some(Class::Figure)) => matches!(unit.look, Look::Figure(_)),
            (None, Some(Class::Number)) => {
                matches!(unit.look, Look::Figure(_)) || self.may_be_number_word(step, unit.start)
            }
            (None, Some(Class::Word | Class::Capitalised)) => unit.look == Look::Word,
            (None, Some(Class::Name)) => self.name_at(unit.start).is_some(),
            (None, None) => unit.look != Look::Mark,
        }
    }

    /// Whether a number in words may begin at `at`: words for numbers do.
    fn may_be_number_word(&self, step: &Step, at: u32) -> bool {
        step.number_words.is_some_and(|words| self.hits_at(self.analysis.hits(), words, at).next().is_some())
    }

    /// Where the part of a name begins whose word begins at `at`.
    fn name_at(&self, at: u32) -> Option<u32> {
        let first = self.names.partition_point(|part| part.word < at);
        self.names.get(first).filter(|part| part.word == at).map(|part| part.start)
    }

    /// Calls `take` with the beginning and the end of what a step may take at `at`, longest first, until it says yes. What is
    /// written onto the beginning is left out.
    pub fn each_taken(&self, step: &Step, at: u32, mut take: impl FnMut(u32, u32) -> bool) -> bool {
        let hits = self.analysis.hits();
        let Some(unit) = self.unit(at) else { return false };
        if let Some(not) = step.not
            && self.hits_at(hits, not, at).next().is_some()
        {
            return false;
        }
        if let Some(tokens) = step.tokens {
            let mut found: Vec<(u32, u32)> = self.hits_at(hits, tokens, at).collect();
            found.sort_unstable_by_key(|&(_, end)| std::cmp::Reverse(end));
            return found.into_iter().any(|(start, end)| end <= self.end && take(start, end));
        }
        let start = match step.class {
            Some(Class::Any) => Some(unit.start),
            Some(Class::Number) if unit.look == Look::Word => {
                if !self.may_be_number_word(step, at) {
                    return false;
                }
                let fits = |start: u32, end: u32| {
                    let whole = Unit { start, end, ..unit };
                    step.pattern.as_ref().is_none_or(|pattern| pattern.is_match(self.written(whole)))
                };
                let words = self.numbers.map(|numbers| number_in_words(self.analysis, numbers, unit.start, self.end));
                return words.flatten().is_some_and(|(start, ends)| {
                    ends.into_iter().rev().any(|end| fits(start, end) && take(start, end))
                });
            }
            Some(Class::Figure | Class::Number) => match unit.look {
                Look::Figure(clitic) => Some(unit.start + clitic),
                _ => None,
            },
            Some(Class::Word) => {
                (unit.look == Look::Word && !self.text(unit).contains(is_number)).then_some(unit.start)
            }
            Some(Class::Capitalised) => {
                let is_capital = || self.written(unit).starts_with(char::is_uppercase);
                (unit.look == Look::Word && is_capital()).then_some(unit.start)
            }
            Some(Class::Name) => self.name_at(at),
            None => (unit.look != Look::Mark).then_some(unit.start),
        };
        let Some(start) = start else { return false };
        let fits = step.pattern.as_ref().is_none_or(|pattern| pattern.is_match(self.written(unit)));
        fits && take(start, unit.end)
    }

    /// The beginnings and ends of the phrases of a list at the unit that begins at `at`, or after a clitic in it.
    fn hits_at(
        &self,
        hits: &'a Hits,
        list: crate::analysis::CueId,
        at: u32,
    ) -> impl Iterator<Item = (u32, u32)> + use<'a> {
        let folded = self.analysis.folded();
        let near = hits.within(list, at, at.saturating_add(LONGEST_CLITIC)).iter();
        let is_here = move |start: u32| folded.slice(at, start).chars().all(is_word_char);
        near.filter(move |hit| hit.start == at || is_here(hit.start)).map(|hit| (hit.start, hit.end))
    }

    fn text(&self, unit: Unit) -> &'a str {
        self.analysis.folded().slice(unit.start, unit.end)
    }

    /// A unit as it is written.
    fn written(&self, unit: Unit) -> &'a str {
        self.analysis.slice(self.analysis.folded().locate(unit.start, unit.end))
    }
}

/// Whether a character joins two words into one.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}
