//! The phrases of one language, found by the words of a folded text.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use thread_local::ThreadLocal;

use super::laid_out::{LaidOut, LaidOutPhrase};
use super::{CueId, CueOptions, Hit, Hits};
use crate::analysis::memo::{ByNumber, Entered};
use crate::analysis::sieve::Sieve;
use crate::analysis::{Analysis, Word};
use crate::language::{Profile, WordNumber, is_word_char, word_end, word_start};
use crate::text::{Trie, WordSet, narrow};
use crate::toml_doc::Texts;

/// The phrases of one language. The default one finds nothing.
///
/// A phrase is looked up by its first word. Which phrases a word begins, or is by itself, follows from the word alone, so each thread
/// keeps it by the word's number.
#[derive(Debug, Default)]
pub struct CueMatcher {
    /// Phrases that were put in order when the program was built. Those of the lists of this matcher are among them.
    laid_out: LaidOut,
    /// What the lists make of each of those.
    listed: Vec<Listed>,
    /// All other phrases, one after the other.
    letters: String,
    /// Their numbers go on where those that are laid out end.
    phrases: Vec<Phrase>,
    /// The lists of all phrases.
    lists: Vec<OfList>,
    /// The first of the other phrases with each first word.
    heads: Trie,
    /// The first of the phrases that begin with a character that is part of no word, by that character: of those that are laid
    /// out, and of the others.
    signs: FxHashMap<char, [Option<u32>; 2]>,
    begun: ThreadLocal<RefCell<BegunByWords>>,
    sieve: Sieve,
}

/// A phrase: where its letters are, and how many bytes its first word has.
#[derive(Debug, Clone, Copy)]
struct Phrase {
    start: u32,
    len: u32,
    head: u32,
    /// The next phrase with the same beginning, one higher; 0 for the last.
    next: u32,
    /// The first of its lists, one higher; 0 if it is in none.
    list: u32,
}

/// What lists make of a phrase that is laid out. Numbers are one higher; 0 is none.
#[derive(Debug, Clone, Copy, Default)]
struct Listed {
    /// The first of its lists.
    list: u32,
    /// The next phrase with the same beginning that is in a list.
    next: u32,
    /// The first one, if this is the first of all with this beginning.
    first: u32,
}

/// A list of a phrase.
#[derive(Debug, Clone, Copy)]
struct OfList {
    id: CueId,
    options: CueOptions,
    /// The next list of the phrase, one higher; 0 for the last.
    next: u32,
}

/// What a word is the beginning of. Offsets are bytes of the word.
#[derive(Debug, Clone, Copy)]
enum Begun {
    /// All of a phrase of this list, from the one byte to the other.
    Whole(CueId, u32, u32),
    /// The first word of this phrase, from this byte on.
    Part(u32, u32),
}

/// What words begin.
#[derive(Debug, Default)]
struct BegunByWords {
    /// Where in `all` it is, by the word's number: the first and one past the last.
    ranges: ByNumber<(u32, u32)>,
    all: Vec<Begun>,
}

impl CueMatcher {
    /// What finds the phrases of these lists, in ordinary spelling, in texts of a language. Lists of built-in files are taken from
    /// what is laid out.
    pub(super) fn new<'c>(
        lists: impl Iterator<Item = (&'c [Texts], CueId, CueOptions)>,
        laid_out: Option<LaidOut>,
        profile: &Profile,
    ) -> Self {
        let laid_out = laid_out.unwrap_or_default();
        let mut matcher = Self { laid_out, listed: vec![Listed::default(); laid_out.len()], ..Self::default() };
        let mut folded = String::new();
        for (phrases, id, options) in lists {
            if matcher.take_laid_out(phrases, id, options) {
                continue;
            }
            for phrase in phrases.iter().flat_map(Texts::iter) {
                folded.clear();
                profile.folder.push_folded_phrase(phrase, &mut folded);
                matcher.add(&folded, id, options);
            }
        }
        matcher
    }

    /// The same with what looks for the patterns among the lists.
    pub(super) fn with_sieve(self, sieve: Sieve) -> Self {
        Self { sieve, ..self }
    }

    /// What looks for the patterns among the lists.
    #[must_use]
    pub fn sieve(&self) -> &Sieve {
        &self.sieve
    }

    /// Takes a list from what is laid out, if all of it is there: a phrase must not be in a list twice.
    fn take_laid_out(&mut self, phrases: &[Texts], id: CueId, options: CueOptions) -> bool {
        let laid_out = self.laid_out;
        let numbers = |texts: &Texts| match texts {
            Texts::BuiltIn(array) => laid_out.list(*array),
            Texts::Given(_) => None,
        };
        if phrases.iter().any(|texts| numbers(texts).is_none()) {
            return false;
        }
        for number in phrases.iter().filter_map(numbers).flatten() {
            self.begin_listing(number);
            self.add_list(number, id, options);
        }
        true
    }

    /// Notes that a phrase that is laid out is in a list, unless it is known to be.
    fn begin_listing(&mut self, number: u32) {
        let (Some(phrase), Some(listed)) = (self.laid_out.phrase(number), self.listed.get(number as usize)) else {
            return;
        };
        if listed.list > 0 {
            return;
        }
        let Some(first) = self.listed.get_mut(phrase.first as usize) else { return };
        let next = std::mem::replace(&mut first.first, number + 1);
        if let Some(listed) = self.listed.get_mut(number as usize) {
            listed.next = next;
        }
        if phrase.head == 0
            && let Some(sign) = self.laid_out.letters(phrase).chars().next()
        {
            self.signs.entry(sign).or_default()[0] = Some(number);
        }
    }

    /// Adds a folded phrase to a list.
    fn add(&mut self, folded: &str, id: CueId, options: CueOptions) {
        let Some(first) = folded.chars().next() else { return };
        let head = word_end(folded, 0);
        let index = narrow(self.laid_out.len() + self.phrases.len());
        let first = match folded.get(..head).filter(|word| !word.is_empty()) {
            Some(word) => self.heads.insert(word.chars(), index).unwrap_or(index),
            None => *self.signs.entry(first).or_default()[1].get_or_insert(index),
        };
        let mut last = None;
        let mut at = (first != index).then_some(first);
        while let Some(index) = at {
            if self.letters_of(index) == folded {
                self.add_list(index, id, options);
                return;
            }
            (last, at) = (Some(index), self.phrase(index).and_then(|phrase| phrase.next.checked_sub(1)));
        }
        let (start, len) = (narrow(self.letters.len()), narrow(folded.len()));
        self.letters.push_str(folded);
        self.phrases.push(Phrase { start, len, head: narrow(head), next: 0, list: 0 });
        self.add_list(index, id, options);
        if let Some(last) = last.and_then(|last| self.own_phrase(last)) {
            last.next = index + 1;
        }
    }

    /// Notes that a phrase is in a list, once.
    fn add_list(&mut self, phrase: u32, id: CueId, options: CueOptions) {
        let index = narrow(self.lists.len()) + 1;
        let first = match self.listed.get_mut(phrase as usize) {
            Some(listed) => Some(&mut listed.list),
            None => self.phrases.get_mut(phrase as usize - self.listed.len()).map(|phrase| &mut phrase.list),
        };
        let Some(first) = first else { return };
        let mut at = first.checked_sub(1);
        if at.is_none() {
            *first = index;
        }
        while let Some(list) = at.and_then(|at| self.lists.get_mut(at as usize)) {
            if list.id == id {
                return;
            }
            at = list.next.checked_sub(1);
            if at.is_none() {
                list.next = index;
            }
        }
        self.lists.push(OfList { id, options, next: 0 });
    }

    fn own_phrase(&mut self, index: u32) -> Option<&mut Phrase> {
        self.phrases.get_mut((index as usize).checked_sub(self.laid_out.len())?)
    }

    #[inline]
    fn phrase(&self, index: u32) -> Option<Phrase> {
        match self.listed.get(index as usize) {
            Some(&Listed { list, next, .. }) => {
                let LaidOutPhrase { start, len, head, .. } = self.laid_out.phrase(index)?;
                Some(Phrase { start, len, head, next, list })
            }
            None => self.phrases.get(index as usize - self.listed.len()).copied(),
        }
    }

    fn letters_of(&self, index: u32) -> &str {
        if let Some(phrase) = self.laid_out.phrase(index) {
            return self.laid_out.letters(phrase);
        }
        let letters = self
            .phrase(index)
            .and_then(|phrase| self.letters.get(phrase.start as usize..(phrase.start + phrase.len) as usize));
        letters.unwrap_or_default()
    }

    /// A phrase and those after it that begin alike, each with its index.
    fn alike(&self, first: Option<u32>) -> impl Iterator<Item = (u32, Phrase)> {
        let mut at = first;
        std::iter::from_fn(move || {
            let index = at?;
            let phrase = self.phrase(index)?;
            at = phrase.next.checked_sub(1);
            Some((index, phrase))
        })
    }

    /// The lists of a phrase.
    fn lists_of(&self, phrase: Phrase) -> impl Iterator<Item = &OfList> {
        let mut at = phrase.list.checked_sub(1);
        std::iter::from_fn(move || {
            let list = self.lists.get(at? as usize)?;
            at = list.next.checked_sub(1);
            Some(list)
        })
    }

    /// Notes every cue of a document that is at word edges.
    #[must_use]
    pub fn scan(&self, analysis: &Analysis<'_>) -> Hits {
        if self.lists.is_empty() {
            return Hits::default();
        }
        let (runs, profile, glue) = (analysis.runs(), analysis.profile(), analysis.glue());
        let mut scan = Scan {
            matcher: self,
            analysis,
            text: analysis.folded().text(),
            profile,
            glue,
            hits: Vec::with_capacity(runs.len() / WORDS_A_CUE),
        };
        let mut begun = self.begun.get_or_default().borrow_mut();
        let mut own = Vec::new();
        let mut glued = glue.iter().copied().peekable();
        let mut gap_start = 0;
        for (word, &form) in runs.iter().zip(runs.types()) {
            scan.gap(gap_start, word.start);
            gap_start = word.end;
            while glued.next_if(|&at| at <= word.start).is_some() {}
            if glued.peek().is_some_and(|&at| at < word.end) {
                scan.glued_word(*word);
                continue;
            }
            match runs.number_of(form).and_then(|number| self.kept(&mut begun, number, scan.word(*word), profile)) {
                Some((from, to)) if from < to => {
                    scan.take(*word, begun.all.get(from as usize..to as usize).unwrap_or_default());
                }
                Some(_) => {}
                None => {
                    own.clear();
                    self.begun_by(scan.word(*word), profile, &mut own);
                    scan.take(*word, &own);
                }
            }
        }
        scan.gap(gap_start, narrow(scan.text.len()));
        scan.hits.sort_unstable();
        Hits(scan.hits)
    }

    /// Where what a word begins is kept; nothing, if it is of a numbering that ended.
    #[inline]
    fn kept(&self, begun: &mut BegunByWords, number: WordNumber, word: &str, profile: &Profile) -> Option<(u32, u32)> {
        if let Some(range) = begun.ranges.get(number) {
            return Some(range.unwrap_or_default());
        }
        match begun.ranges.enter(number) {
            Entered::Past => return None,
            Entered::Same => {}
            Entered::New => begun.all.clear(),
        }
        let from = narrow(begun.all.len());
        self.begun_by(word, profile, &mut begun.all);
        let range = (from, narrow(begun.all.len()));
        begun.ranges.keep(number, (range.0 < range.1).then_some(range));
        Some(range)
    }

    /// Adds to `begun` what a word begins by itself, or without its proclitics.
    fn begun_by(&self, word: &str, profile: &Profile, begun: &mut Vec<Begun>) {
        self.begun_from(word, 0, profile, begun);
        profile.clitics.proclitics.each_prefix(word, |start, _| self.begun_from(word, start, profile, begun));
    }

    /// Calls `found` with the length in bytes of every first word that a text begins with, and the first of its phrases.
    #[inline]
    fn each_head(&self, text: &str, mut found: impl FnMut(usize, u32)) {
        self.laid_out.heads().each_prefix(text, |end, first| {
            let listed = self.listed.get(first as usize).and_then(|listed| listed.first.checked_sub(1));
            listed.into_iter().for_each(|listed| found(end, listed));
        });
        self.heads.each_prefix(text, &mut found);
    }

    /// The same from one byte of the word on.
    fn begun_from(&self, word: &str, start: usize, profile: &Profile, begun: &mut Vec<Begun>) {
        let rest = word.get(start..).unwrap_or_default();
        self.each_head(rest, |end, first| {
            let goes_on = end < rest.len();
            let fits_after = !goes_on || stands_before(rest, end, &profile.clitics.after);
            let edges = Edges { before: start > 0, fits_before: true, after: goes_on, fits_after };
            for (index, phrase) in self.alike(Some(first)) {
                if phrase.len == phrase.head {
                    let allowed = self.lists_of(phrase).filter(|list| edges.fit(list.options));
                    begun.extend(allowed.map(|list| Begun::Whole(list.id, narrow(start), narrow(start + end))));
                } else if !goes_on {
                    begun.push(Begun::Part(index, narrow(start)));
                }
            }
        });
    }
}

/// How a phrase joins what is around it.
#[derive(Debug, Clone, Copy)]
struct Edges {
    /// Whether the word of its beginning begins before it.
    before: bool,
    /// Whether what comes before it in that word is a clitic.
    fits_before: bool,
    /// Whether the word of its end goes on after it.
    after: bool,
    /// Whether what comes after it in that word is a clitic.
    fits_after: bool,
}

impl Edges {
    /// Whether a list with these options takes the phrase.
    fn fit(self, options: CueOptions) -> bool {
        (!self.before || options.before && self.fits_before)
            && (!self.after || options.glued || options.after && self.fits_after)
    }
}

/// One walk over the words of a text.
struct Scan<'s> {
    matcher: &'s CueMatcher,
    analysis: &'s Analysis<'s>,
    text: &'s str,
    profile: &'s Profile,
    /// The bytes, in order, at which a word ends and another begins without anything between them.
    glue: &'s [u32],
    hits: Vec<Hit>,
}

impl Scan<'_> {
    #[inline]
    fn word(&self, word: Word) -> &str {
        self.text.get(word.start as usize..word.end as usize).unwrap_or_default()
    }

    /// Takes the cues that a word begins.
    fn take(&mut self, word: Word, begun: &[Begun]) {
        for begun in begun {
            match *begun {
                Begun::Whole(list, start, end) => {
                    self.hits.push(Hit { list, start: word.start + start, end: word.start + end });
                }
                Begun::Part(phrase, start) => self.check(phrase, (word.start + start) as usize),
            }
        }
    }

    /// Takes the cues that begin between two words.
    #[inline]
    fn gap(&mut self, start: u32, end: u32) {
        let between = self.text.get(start as usize..end as usize).unwrap_or_default();
        if between == " " || self.matcher.signs.is_empty() {
            return;
        }
        for (at, c) in between.char_indices() {
            for first in self.matcher.signs.get(&c).into_iter().flatten() {
                self.check_alike(*first, start as usize + at);
            }
        }
    }

    /// Takes the cues of a word to which others are glued: each of them begins and ends a word.
    fn glued_word(&mut self, word: Word) {
        let (start, end) = (word.start as usize, word.end as usize);
        let starts = self.word(word).char_indices().map(|(at, _)| start + at);
        for at in starts.collect::<Vec<_>>() {
            let rest = self.text.get(at..end).unwrap_or_default();
            let matcher = self.matcher;
            matcher.each_head(rest, |_, first| self.check_alike(Some(first), at));
        }
    }

    fn check_alike(&mut self, first: Option<u32>, at: usize) {
        let matcher = self.matcher;
        matcher.alike(first).for_each(|(index, _)| self.check(index, at));
    }

    /// Takes a phrase if it is at byte `start`, where its first word is, with the edges that its lists ask for.
    fn check(&mut self, phrase: u32, start: usize) {
        let matcher = self.matcher;
        let letters = matcher.letters_of(phrase);
        let Some(phrase) = matcher.phrase(phrase) else { return };
        let Some(end) = self.end_of(letters, phrase.head as usize, start) else { return };
        let goes_on = |at: usize| joins(self.text, at) && self.glue.binary_search(&narrow(at)).is_err();
        let (before, after) = (goes_on(start), goes_on(end));
        let clitics = &self.profile.clitics;
        let fits_before = !before || stands_behind(self.text, start, &clitics.before);
        let fits_after = !after || stands_before(self.text, end, &clitics.after);
        let edges = Edges { before, fits_before, after, fits_after };
        let allowed = matcher.lists_of(phrase).filter(|list| edges.fit(list.options));
        self.hits.extend(allowed.map(|list| Hit { list: list.id, start: narrow(start), end: narrow(end) }));
    }
}

impl Scan<'_> {
    /// Where a phrase that begins at byte `start` with `head` bytes that are there ends; nothing, if the rest of it is not there.
    #[inline]
    fn end_of(&self, letters: &str, head: usize, start: usize) -> Option<usize> {
        let (phrase, text) = (letters.as_bytes(), self.text.as_bytes().get(start..)?);
        let alike = phrase.get(head..)?.iter().zip(text.get(head..)?).take_while(|(a, b)| a == b).count();
        let at = head + alike;
        let (Some(wanted), Some(found)) = (phrase.get(at), text.get(at)) else {
            return (at == phrase.len()).then_some(start + at);
        };
        // Nearly always it is a letter that differs: then no other space helps.
        let is_after_space = || at.checked_sub(1).is_some_and(|before| phrase.get(before) == Some(&b' '));
        let may_fit = SPACE_LEADS.contains(found) && (*wanted == b' ' || is_after_space());
        if may_fit { self.end_with_other_spaces(letters, start) } else { None }
    }

    /// Where a phrase that begins at byte `start` ends, if its words are there with other white space between them than one space:
    /// several, one at which no line breaks, a line end at which the stored text is only wrapped.
    fn end_with_other_spaces(&self, letters: &str, start: usize) -> Option<usize> {
        let mut at = start;
        let mut words = letters.split(' ');
        at += words.next().filter(|word| self.text.get(at..).is_some_and(|rest| rest.starts_with(word)))?.len();
        for word in words {
            let rest = self.text.get(at..)?;
            let next = rest.trim_start_matches(is_space);
            if next.len() == rest.len() || !next.starts_with(word) {
                return None;
            }
            at += rest.len() - next.len() + word.len();
        }
        (!self.analysis.shows_line_end(narrow(start), narrow(at))).then_some(at)
    }
}

/// Whether a character is white space inside a line, or the end of one at which a text may be wrapped. Unicode's separators of lines
/// and paragraphs always show.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{2028}' | '\u{2029}')
}

/// The first bytes of white space.
const SPACE_LEADS: [u8; 10] = [b' ', b'\t', b'\n', 0x0b, 0x0c, b'\r', 0xc2, 0xe1, 0xe2, 0xe3];

/// Of about so many words one is a cue.
const WORDS_A_CUE: usize = 16;

/// More bytes than any clitic has; what is longer is part of another word.
const LONGEST_CLITIC: usize = 16;

/// Whether a word goes on across byte `at`.
fn joins(text: &str, at: usize) -> bool {
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
    before.chars().next_back().is_some_and(is_word_char) && after.chars().next().is_some_and(is_word_char)
}

/// Whether the part of the word that comes before byte `at` is one of `clitics`.
fn stands_behind(text: &str, at: usize, clitics: &WordSet) -> bool {
    let from = (at.saturating_sub(LONGEST_CLITIC)..=at).find(|&from| text.is_char_boundary(from)).unwrap_or(at);
    let near = text.get(from..at).unwrap_or_default();
    clitics.contains(near.get(word_start(near, near.len())..).unwrap_or_default())
}

/// Whether the part of the word that comes after byte `at` is one of `clitics`.
fn stands_before(text: &str, at: usize, clitics: &WordSet) -> bool {
    let to = (at..=(at + LONGEST_CLITIC).min(text.len())).rev().find(|&to| text.is_char_boundary(to)).unwrap_or(at);
    let near = text.get(at..to).unwrap_or_default();
    clitics.contains(near.get(..word_end(near, 0)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::kinds::Purpose;
    use crate::rules::built_in;

    /// The phrases of a list, each as it is found by its beginning.
    fn phrases_of(matcher: &CueMatcher, list: CueId) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        for index in 0..narrow(matcher.laid_out.len()) {
            let phrase = matcher.phrase(index).unwrap();
            let letters = matcher.letters_of(index);
            if !matcher.lists_of(phrase).any(|of| of.id == list) {
                continue;
            }
            let mut firsts = Vec::new();
            matcher.each_head(letters, |end, first| firsts.extend((end == phrase.head as usize).then_some(first)));
            firsts.extend(matcher.signs.get(&letters.chars().next().unwrap()).into_iter().flatten().flatten());
            let is_found = firsts.iter().any(|&first| matcher.alike(Some(first)).any(|(found, _)| found == index));
            assert!(is_found, "{letters}");
            found.insert(letters);
        }
        found
    }

    #[test]
    fn built_in_lists_are_laid_out_as_they_would_be_folded() {
        let mut problems = Vec::new();
        let (languages, book) = built_in(Purpose::Check, &mut problems).unwrap();
        assert_eq!(problems, []);
        let mut compared = 0;
        for profile in languages.all().iter().chain([languages.undetermined()]) {
            let rules = book.rules().iter().filter(|rule| rule.languages.include(&profile.tag));
            let lists: Vec<CueId> = rules.flat_map(|rule| book.cues_of(rule)).collect();
            let matcher = book.cues().matcher(&lists, profile);
            assert!(matcher.phrases.is_empty(), "{}: {}", profile.tag, matcher.letters);
            for list in lists {
                let phrases = book.cues().phrases(&[list]).collect::<Vec<_>>();
                let folded: BTreeSet<String> = phrases.iter().map(|text| profile.folder.fold_phrase(text)).collect();
                assert_eq!(phrases_of(&matcher, list), folded.iter().map(String::as_str).collect(), "{phrases:?}");
                compared += folded.len();
            }
        }
        assert!(compared > 10_000, "{compared}");
    }

    #[test]
    fn lists_of_a_newsroom_stand_beside_those_that_are_laid_out() {
        let (languages, book) = built_in(Purpose::Check, &mut Vec::new()).unwrap();
        let profile = &languages.all()[0];
        let first = book.cues().ids(0..book.cues().len()).find(|list| book.cues().phrases(&[*list]).next().is_some());
        let phrase = book.cues().phrases(&[first.unwrap()]).next().unwrap().to_owned();
        let laid_out = LaidOut::of(book.cues().laid_out.unwrap(), &profile.tag);
        let given = [Texts::Given(vec![phrase.clone(), "zzyzx".to_owned(), phrase])];
        let options = CueOptions::default();
        let matcher = CueMatcher::new([(&given[..], CueId(7), options)].into_iter(), laid_out, profile);
        assert_eq!(matcher.phrases.len(), 2);
        let index = narrow(matcher.laid_out.len());
        let lists = |index| matcher.lists_of(matcher.phrase(index).unwrap()).count();
        assert_eq!((matcher.letters_of(index + 1), lists(index), lists(index + 1)), ("zzyzx", 1, 1));
    }
}
