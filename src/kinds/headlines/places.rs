//! Where the headline of another article can begin: at the head of a block or a sentence, after a cue and the few words
//! between it and the headline, or where a space was lost. In the middle of a sentence it is the reporter's own words.

use crate::analysis::CueId;
use crate::document::Block;
use crate::kinds::Context;
use crate::language::is_word_char;
use crate::text::{ProseSpan, narrow};

/// Between a cue and the headline stand at most so many letters: the name of a section, or of two.
const BEHIND_CUE: usize = 28;
/// In scripts without capitals a run of more letters than this may be two words.
const LONGEST_WORD: usize = 12;
/// About so many places are in a block.
const PLACES_A_BLOCK: usize = 4;
/// A word has at least so many letters where a space was lost.
const SHORTEST_PART: usize = 3;

/// What shows that something begins in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// A cue stands before it, which begins at this folded byte.
    Cue(u32),
    /// The space before it was lost.
    Glued,
    /// A sentence ends before it.
    Sentence,
    /// It is the head of its block.
    Line,
}

impl Form {
    /// Whether only a headline counts here that its article names as its own: what is only taken for a headline may be a line
    /// that the page has everywhere.
    #[must_use]
    pub fn asks_for_name(self) -> bool {
        matches!(self, Self::Line | Self::Sentence)
    }
}

/// Where a headline can begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Byte of its first letter in the folded text.
    pub start: u32,
    /// What shows it.
    pub form: Form,
    /// Index of its block.
    pub block: u32,
}

/// Every place where a headline can begin, in order, each once with what shows it best.
#[must_use]
pub fn places(cx: &Context<'_>, cues: CueId) -> Vec<Place> {
    let mut places = Vec::with_capacity(cx.analysis.blocks().len() * PLACES_A_BLOCK);
    for (index, block) in cx.blocks() {
        by_stops(cx, index, &mut places);
        by_capitals(cx, index, block, &mut places);
    }
    behind_cues(cx, cues, &mut places);
    places.sort_unstable();
    places.dedup_by_key(|place| place.start);
    places
}

/// Heads of blocks and sentences, and what could be two words in one.
fn by_stops(cx: &Context<'_>, index: usize, places: &mut Vec<Place>) {
    let folded = cx.analysis.folded();
    let stops = &cx.analysis.profile().stops;
    let (start, end) = folded.block_range(index);
    let block = narrow(index);
    let text = folded.slice(start, end);
    // All offsets are of the whole folded text.
    let slice = |from: u32, to: u32| text.get((from - start) as usize..(to - start) as usize).unwrap_or_default();
    let mut next = Some(Form::Line);
    let mut before = start;
    for word in cx.analysis.runs().within(start, end) {
        let between = slice(before, word.start);
        before = word.end;
        // Nearly always a space.
        if between != " " {
            for c in between.chars() {
                if stops.contains(&c) {
                    next = next.or(Some(Form::Glued));
                } else if next == Some(Form::Glued) && c.is_whitespace() {
                    next = Some(Form::Sentence);
                }
            }
        }
        if let Some(form) = next.take() {
            places.push(Place { start: word.start, form, block });
        }
        if (word.end - word.start) as usize <= LONGEST_WORD {
            continue;
        }
        let word_text = slice(word.start, word.end);
        if has_case(word_text.chars().next()) {
            continue;
        }
        let letters = word_text.chars().count();
        if letters > LONGEST_WORD {
            let inner = word_text.char_indices().take(letters - SHORTEST_PART + 1).skip(SHORTEST_PART);
            places.extend(inner.map(|(at, _)| Place { start: word.start + narrow(at), form: Form::Glued, block }));
        }
    }
}

/// Whether a letter is of a script with capitals.
fn has_case(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_lowercase() || c.is_uppercase())
}

/// Where a capital follows a small letter in one word.
fn by_capitals(cx: &Context<'_>, index: usize, block: &Block<'_>, places: &mut Vec<Place>) {
    if !has_case(block.prose.chars().find(|c| c.is_alphabetic())) {
        return;
    }
    let mut before = ' ';
    for (at, c) in block.prose.char_indices() {
        if before.is_lowercase() && c.is_uppercase() {
            let here = crate::analysis::At { block: narrow(index), span: ProseSpan::from_range(at..at + c.len_utf8()) };
            let start = cx.analysis.folded().range_of(here).0;
            places.push(Place { start, form: Form::Glued, block: here.block });
        }
        before = c;
    }
}

/// Every letter that follows a cue closely.
fn behind_cues(cx: &Context<'_>, cues: CueId, places: &mut Vec<Place>) {
    let folded = cx.analysis.folded();
    for hit in cx.analysis.hits().longest_of(cues) {
        let index = folded.block_of(hit.start);
        if !cx.reads(index) {
            continue;
        }
        let (_, end) = folded.block_range(index);
        let letters = folded.slice(hit.end, end).char_indices().filter(|(_, c)| is_word_char(*c));
        places.extend(letters.take(BEHIND_CUE).map(|(at, _)| Place {
            start: hit.end + narrow(at),
            form: Form::Cue(hit.start),
            block: narrow(index),
        }));
    }
}

/// What comes after a headline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind {
    /// Nothing: its block ends.
    Nothing,
    /// The story, and the space before it was lost.
    Glued,
    /// The story goes on, or the sentence ends.
    Story,
    /// The rest of its last word: this is another text.
    RestOfWord,
}

/// What comes after folded byte `end` of a block, where a headline ended. Stops in `headline_ends` are part of it.
#[must_use]
pub fn behind(cx: &Context<'_>, block: usize, end: u32, headline_ends: &str) -> Behind {
    let folded = cx.analysis.folded();
    let rest = folded.slice(end, folded.block_range(block).1);
    let Some(first) = rest.chars().next() else { return Behind::Nothing };
    if is_word_char(first) {
        let is_new = if has_case(Some(first)) {
            let at = folded.locate(end, end + narrow(first.len_utf8()));
            cx.analysis.slice(at).starts_with(char::is_uppercase)
        } else {
            rest.chars().take_while(|&c| is_word_char(c)).nth(SHORTEST_PART - 1).is_some()
        };
        return if is_new { Behind::Glued } else { Behind::RestOfWord };
    }
    let stops = &cx.analysis.profile().stops;
    for c in rest.chars() {
        if is_word_char(c) || stops.contains(&c) && !headline_ends.contains(c) {
            return Behind::Story;
        }
    }
    Behind::Nothing
}
