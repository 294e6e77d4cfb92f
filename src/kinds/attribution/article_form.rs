//! What the form of an article says of all its quotations: whom it names, and whether it is told by one voice.

use rustc_hash::FxHashSet;

use super::cues::Cues;
use super::lists::{SELF, WE};
use super::speakers::names_in;
use super::words::words;
use crate::analysis::{Analysis, At};
use crate::document::Block;
use crate::kinds::kind::ends_with_stop;
use crate::language::is_word_char;
use crate::text::narrow;

/// What ends a question.
pub const QUESTION: [char; 3] = ['?', '\u{61f}', '\u{ff1f}'];
/// So many paragraphs that end in a question make an interview.
const QUESTIONS: usize = 3;
/// So many paragraphs in which the writer speaks of himself make a narrative, in which he quotes whom he meets.
const NARRATIVE: usize = 2;
/// So many attributed quotations of one speaker, and of no other, make a portrait.
const PORTRAIT: usize = 2;
/// Where more than one in so many words inside sentences has a capital, nouns are written with one.
const NOUNS: usize = 5;
/// What ends a sentence, as far as the hunt for names asks.
const STOPS: [char; 4] = ['.', '!', '?', ':'];
/// The shortest words that say something: a letter alone may be the number of a note.
const LETTERS: usize = 2;

/// What the article's form says of all its quotations, found when the first quotation without a source asks.
#[derive(Debug)]
pub struct ArticleForm {
    /// Folded words of names: capitals beside each other.
    pub names: FxHashSet<Box<str>>,
    /// Whether it is told in turns, by the writer himself, or about one who speaks.
    pub is_told_by_voice: bool,
}

impl ArticleForm {
    /// Reads the article.
    pub fn of(cues: &Cues<'_, '_>) -> Self {
        let analysis = cues.analysis;
        let ends_in_question = |(index, block): (usize, &Block<'_>)| {
            ends_with_stop(&block.prose, &QUESTION)
                && !analysis.quotations().is_inside(narrow(index), block.prose.trim_end().len().saturating_sub(1))
        };
        let questions = analysis.blocks().iter().enumerate().filter(|&each| ends_in_question(each));
        Self {
            names: names_of(analysis),
            is_told_by_voice: questions.take(QUESTIONS).count() == QUESTIONS || is_narrative(cues) || is_portrait(cues),
        }
    }
}

/// Whether the writer speaks of himself in several paragraphs.
fn is_narrative(cues: &Cues<'_, '_>) -> bool {
    let blocks = cues.analysis.blocks().iter().enumerate().filter(|(_, block)| block.kind.is_running_text());
    let of_himself = |(index, block): (usize, &Block<'_>)| {
        let place = At { block: narrow(index), span: block.whole() };
        cues.outside(place).iter().any(|hit| hit.lists & (SELF | WE) != 0)
    };
    blocks.filter(|&each| of_himself(each)).take(NARRATIVE).count() == NARRATIVE
}

/// Whether whoever is named beside a reporting verb where somebody is quoted is always the same.
fn is_portrait(cues: &Cues<'_, '_>) -> bool {
    let mut quoted = 0;
    let mut common: Option<Vec<Box<str>>> = None;
    let mut asked = None;
    for quotation in cues.analysis.quotations().outermost() {
        let Some((&first, &last)) = quotation.parts.first().zip(quotation.parts.last()) else { continue };
        for sentence in cues.sentences_of(first, last) {
            if asked.replace(sentence) == Some(sentence) {
                continue;
            }
            let names = names_in(cues, sentence);
            if names.is_empty() {
                continue;
            }
            quoted += 1;
            match &mut common {
                Some(common) => common.retain(|name| names.contains(name)),
                None => common = Some(names),
            }
        }
    }
    quoted >= PORTRAIT && common.is_some_and(|common| !common.is_empty())
}

/// The words of an article that stand capital beside capital, folded, but those that are small elsewhere.
fn names_of(analysis: &Analysis<'_>) -> FxHashSet<Box<str>> {
    let profile = analysis.profile();
    let blocks = || analysis.blocks().iter().filter(|block| block.kind.is_running_text());
    let fold = |word: &str| -> Box<str> { profile.folder.fold(word).into() };
    let is_small = |word: &&str| word.starts_with(char::is_lowercase);
    let small: FxHashSet<_> = blocks().flat_map(|block| words(&block.prose)).filter(is_small).map(fold).collect();
    let mut names = FxHashSet::default();
    // Where nouns are written with capitals, the first word of a sentence before one is no name.
    let (all, capitals) = blocks()
        .flat_map(|block| pieces(&block.prose))
        .filter(|piece| !piece.opens)
        .fold((0, 0), |(all, capitals), piece| {
            (all + 1, capitals + usize::from(piece.word.starts_with(char::is_uppercase)))
        });
    let nouns_are_capital = capitals * NOUNS > all;
    for block in blocks() {
        // Of a line in capitals throughout nothing can be told.
        let capital = words(&block.prose).filter(|word| !is_small(word)).count();
        if capital * 2 > words(&block.prose).count() {
            continue;
        }
        let mut before: Option<Box<str>> = None;
        for piece in pieces(&block.prose) {
            let folded = fold(piece.word);
            let is_name = piece.word.starts_with(char::is_uppercase)
                && says_something(piece.word)
                && !(piece.opens && nouns_are_capital)
                && !small.contains(&folded)
                && !profile.function_words.contains(&folded);
            if !is_name {
                before = None;
                continue;
            }
            if let Some(before) = before.take().filter(|_| !piece.stands_apart) {
                names.insert(before);
                names.insert(folded.clone());
            }
            before = Some(folded);
        }
    }
    names
}

/// A word between white space.
struct Piece<'a> {
    word: &'a str,
    /// Whether it opens a sentence.
    opens: bool,
    /// Whether a mark is between it and the word before.
    stands_apart: bool,
}

/// The words of a text with what is between them.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let (mut opens, mut parted) = (true, true);
    text.split_whitespace().filter_map(move |written| {
        let word = written.trim_matches(|c| !is_word_char(c));
        let piece = Piece { word, opens, stands_apart: parted || !written.starts_with(is_word_char) };
        parted = !written.ends_with(is_word_char);
        // An initial is no end of a sentence.
        opens = parted && !word.is_empty() && ends_with_stop(written, &STOPS) && says_something(word);
        (!word.is_empty()).then_some(piece)
    })
}

pub fn says_something(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).nth(LETTERS - 1).is_some()
}
