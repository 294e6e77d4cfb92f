//! Where a space is missing between two words: a letter that only ends words has another letter after it, a stop has a
//! word written onto it, a number a word. What may be the name of a site, of a file or of an account is left alone.

use unicode_normalization::char::is_combining_mark;

use super::Signs;
use crate::document::{Document, OBJECT};
use crate::language::{Profile, Roles, WordEnd, is_number, is_word_char};
use crate::text::{ProseSpan, narrow};

/// What shows that a space is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// A letter that only ends words.
    WordEnd,
    /// A stop.
    Stop,
    /// A comma or the like.
    Pause,
    /// A number.
    Number,
}

/// A place where a space is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LostSpace {
    /// Index of the block, from 0.
    pub block: u32,
    /// The byte of its prose before which the space is missing.
    pub at: u32,
    /// Both words.
    pub words: ProseSpan,
    /// What shows it.
    pub proof: Proof,
}

impl LostSpace {
    /// Whether the two words look like one to whoever takes a run of letters for a word.
    #[must_use]
    pub fn is_glue(&self) -> bool {
        matches!(self.proof, Proof::WordEnd | Proof::Number)
    }
}

/// A word of more characters is none.
const LONGEST_WORD: usize = 40;
/// The fewest letters of a word that comes before a lost space or after it, unless it is a function word.
const LETTERS: usize = 3;
/// The fewest letters of a word after a number: units and eras are shorter.
const LETTERS_BEHIND_NUMBER: usize = 4;
/// The fewest digits of a number that ends a sentence; shorter ones number the items of a list.
const DIGITS_BEFORE_STOP: usize = 3;
/// Signs of addresses, accounts, tags and code.
const FOREIGN: [char; 12] = ['@', '#', '_', '/', '\\', '<', '>', '=', '&', '%', '$', OBJECT];

/// Every lost space in what the newsroom wrote, in order.
#[must_use]
pub fn find(document: &Document<'_>, signs: &Signs) -> Vec<LostSpace> {
    let profile = &*document.language;
    let mut found = Vec::new();
    for &(index, at) in signs.before_words() {
        let block = document.blocks.get(index as usize).filter(|block| Roles::PROSE.has(block.role()));
        let prose: &str = block.map_or("", |block| &block.prose);
        let Some(c) = prose.get(at as usize..).and_then(|rest| rest.chars().next()) else { continue };
        if let Some((at, words, proof)) = (Place { prose, profile, at: at as usize, c }).judge() {
            found.push(LostSpace { block: index, at: narrow(at), words, proof });
        }
    }
    found
}

/// A character that may come before a lost space.
struct Place<'p> {
    prose: &'p str,
    profile: &'p Profile,
    at: usize,
    c: char,
}

/// The byte before which a space is missing, the words around it, and what shows it.
type Judged = (usize, ProseSpan, Proof);

impl Place<'_> {
    fn judge(&self) -> Option<Judged> {
        let spaces = &self.profile.spaces;
        if spaces.signs.contains(&self.c) {
            self.behind_sign(Proof::Stop)
        } else if spaces.pauses.contains(&self.c) {
            self.behind_sign(Proof::Pause)
        } else if is_number(self.c) {
            self.behind_number().filter(|_| spaces.digits_stand_apart)
        } else {
            spaces.word_ends.iter().filter(|end| end.key == self.c).find_map(|end| self.behind_word_end(end))
        }
    }

    fn text(&self, start: usize, end: usize) -> &str {
        self.prose.get(start..end).unwrap_or_default()
    }

    /// Where the word begins that ends at byte `end`; `None` for one that is too long.
    fn word_start(&self, end: usize) -> Option<usize> {
        let before = self.prose.get(..end)?.char_indices().rev();
        let mut before = before.take_while(|(_, c)| is_word_char(*c)).enumerate();
        let last = before.by_ref().last();
        last.map_or(Some(end), |(count, (at, _))| (count < LONGEST_WORD).then_some(at))
    }

    /// Where the word ends that begins at byte `start`; `None` for one that is too long.
    fn word_end(&self, start: usize) -> Option<usize> {
        let rest = self.prose.get(start..)?.char_indices();
        let last = rest.take_while(|(_, c)| is_word_char(*c)).take(LONGEST_WORD + 1).enumerate().last();
        last.map_or(Some(start), |(count, (at, c))| (count < LONGEST_WORD).then_some(start + at + c.len_utf8()))
    }

    /// Whether what is around the bytes from `start` to `end`, up to the next spaces, belongs to an address, an account
    /// or code.
    fn is_foreign(&self, start: usize, end: usize) -> bool {
        let is_foreign = |c: &char| FOREIGN.contains(c);
        let near = |c: &char| !c.is_whitespace();
        let before = self.text(0, start).chars().rev().take(LONGEST_WORD).take_while(near);
        let within = self.text(start, end).chars();
        let behind = self.text(end, self.prose.len()).chars().take(LONGEST_WORD).take_while(near);
        before.chain(within).chain(behind).any(|c| is_foreign(&c))
    }

    fn is_function_word(&self, word: &str) -> bool {
        self.profile.function_words.contains(&self.profile.folder.fold(word))
    }

    /// Whether a word has `least` letters, or everybody knows it.
    fn is_word(&self, word: &str, least: usize) -> bool {
        letters(word) >= least || self.is_function_word(word)
    }

    fn behind_sign(&self, proof: Proof) -> Option<Judged> {
        let (sign_end, spaces) = (self.at + self.c.len_utf8(), &self.profile.spaces);
        let (start, end) = (self.word_start(self.at)?, self.word_end(sign_end)?);
        let (head, rest) = (self.text(start, self.at), self.text(sign_end, end));
        let before = self.text(0, start).chars().next_back();
        let mut behind = self.text(end, self.prose.len()).chars();
        let (next, after_next) = (behind.next(), behind.next());
        // Several in a row, as in initials and the names of sites.
        let is_sign = |c: char| spaces.signs.contains(&c);
        let is_joined = before.is_some_and(|c| is_sign(c) || c == '-')
            || next == Some('-')
            || next.is_some_and(is_sign) && after_next.is_some_and(is_word_char);
        if head.is_empty() || rest.is_empty() || is_joined || rest.chars().any(is_number) {
            return None;
        }
        let first = rest.chars().next()?;
        let is_bare = head.chars().all(is_number);
        if head.chars().any(is_number) && !(is_bare && self.ends_sentence(start, head)) {
            return None;
        }
        let folded = self.profile.folder.fold(rest);
        let is_known = self.profile.function_words.contains(&folded);
        if !is_known && spaces.site_endings.contains(&folded)
            || self.profile.abbreviations.contains(&self.profile.folder.fold(head))
        {
            return None;
        }
        let is_cased = |c: char| c.is_lowercase() || c.is_uppercase();
        let fits = if is_cased(first) {
            let mut head_back = head.chars().rev();
            let head_ends = is_bare
                || head_back.next().is_some_and(char::is_lowercase) && head_back.next().is_some_and(char::is_lowercase);
            let heads_sentence = first.is_uppercase() && rest.chars().skip(1).all(|c| !c.is_uppercase());
            // Two names with a dot between them may be a site's, or a part of a program.
            let is_name = is_bare || head.starts_with(char::is_uppercase);
            let reads_on = next == Some(' ') && after_next.is_some_and(char::is_lowercase);
            head_ends
                && heads_sentence
                && (is_bare || self.is_word(head, LETTERS))
                && (is_known || reads_on && !is_name)
                && rest.chars().nth(1).is_some()
        } else {
            let least = if proof == Proof::Pause { LETTERS - 1 } else { LETTERS };
            (is_bare || self.is_word(head, least)) && self.is_word(rest, least)
        };
        let words = ProseSpan::from_range(start..end);
        (fits && !self.is_foreign(start, end)).then_some((sign_end, words, proof))
    }

    /// Whether a number that begins at byte `start` may be the last word of a sentence.
    fn ends_sentence(&self, start: usize, number: &str) -> bool {
        let before = self.text(0, start);
        number.chars().nth(DIGITS_BEFORE_STOP - 1).is_some()
            && before.ends_with(char::is_whitespace)
            && before.trim_end().ends_with(is_word_char)
            && !before.trim_end_matches([' ', '\t', '\u{a0}']).ends_with('\n')
    }

    fn behind_number(&self) -> Option<Judged> {
        let at = self.at + self.c.len_utf8();
        let joiners = &self.profile.quotations.joiners;
        let end = self.word_end(at)?;
        let rest = self.text(at, end);
        if rest.chars().any(|c| joiners.contains(&c) || is_number(c) || c.is_ascii())
            || letters(rest) < LETTERS_BEHIND_NUMBER
        {
            return None;
        }
        let start = self.word_start(at)?;
        let head = self.text(start, at).trim_end_matches(is_number);
        let is_bare = head.is_empty() || self.profile.clitics.before.contains(&self.profile.folder.fold(head));
        (is_bare && !self.is_foreign(start, end)).then(|| (at, ProseSpan::from_range(start..end), Proof::Number))
    }

    fn behind_word_end(&self, end: &WordEnd) -> Option<Judged> {
        let behind = self.at + self.c.len_utf8();
        if !self.text(0, self.at).ends_with(&*end.before)
            || !self.text(behind, self.prose.len()).starts_with(&*end.after)
        {
            return None;
        }
        let marks = self.text(behind + end.after.len(), self.prose.len());
        let at = behind + end.after.len() + (marks.len() - marks.trim_start_matches(is_combining_mark).len());
        let (start, word_end) = (self.word_start(at)?, self.word_end(at)?);
        let (head, rest) = (self.text(start, at), self.text(at, word_end));
        let first = rest.chars().next()?;
        if self.profile.quotations.joiners.contains(&first) || letters(head) < LETTERS {
            return None;
        }
        let digits = rest.chars().take_while(|c| is_number(*c)).count();
        let fits = if digits > 0 {
            digits > 1
        } else if end.of_function_word {
            let is_written_onto = self.profile.clitics.after.contains(&self.profile.folder.fold(rest));
            self.is_function_word(head) && letters(rest) >= LETTERS && !is_written_onto
        } else {
            self.is_word(rest, LETTERS)
        };
        let around = self.text(start, word_end);
        let is_inside = |inside: &&str| {
            let found = around.match_indices(inside).map(|(found, _)| start + found..start + found + inside.len());
            found.into_iter().any(|range| range.contains(&self.at))
        };
        let is_exception = self.profile.spaces.inside.iter().any(|inside| is_inside(&&**inside));
        (fits && !is_exception && !self.is_foreign(start, word_end))
            .then(|| (at, ProseSpan::from_range(start..word_end), Proof::WordEnd))
    }
}

/// How many letters a word has; vowel signs are none.
fn letters(word: &str) -> usize {
    word.chars().filter(|&c| c.is_alphabetic() && !is_combining_mark(c)).count()
}
