//! What form tells of a quotation's speaker without knowing a verb: words outside the marks in its paragraph, a clause
//! set off inside them, a name above or below, a neighbour that names somebody, an article that speaks in turns. A list of
//! verbs is never complete, and a published quotation nearly always has a speaker: only what stands alone among
//! paragraphs that name nobody is left.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::super::ends_with_stop;
use super::cues::{Cues, outside};
use super::lists::{SELF, SURE_SOURCE, WE};
use super::reach::{COLON, DASHES, HEADINGS, Reach, SIGNATURE};
use super::speakers::names_in;
use super::{has_few_words, words};
use crate::analysis::{Analysis, At, Quotation};
use crate::document::Block;
use crate::language::is_word_char;
use crate::text::{ProseSpan, narrow};

/// What ends a question.
const QUESTION: [char; 3] = ['?', '\u{61f}', '\u{ff1f}'];
/// What parts the clauses of a sentence.
pub const COMMAS: [char; 3] = [',', '\u{60c}', '\u{ff0c}'];
/// A clause that says who speaks has no more words.
const CLAUSE: usize = 8;
/// The shortest words that say something: a letter alone may be the number of a note.
const LETTERS: usize = 2;
/// So many paragraphs that end in a question make an interview.
const QUESTIONS: usize = 3;
/// So many paragraphs in which the writer speaks of himself make a narrative, in which he quotes whom he meets.
const NARRATIVE: usize = 2;
/// So many attributed quotations of one speaker, and of no other, make a portrait.
const PORTRAIT: usize = 2;
/// So many quotations without a source are the way the article is laid out, not a slip.
pub const LAYOUT: usize = 3;
/// Bytes before and after a quotation in which words of the reporter stand beside it: a paragraph of nothing but quotations
/// takes no longer than others.
const BESIDE: usize = 600;
/// How many short lines below a quotation may name its speaker.
const LINES_BELOW: usize = 2;
/// Where more than one in so many words inside sentences has a capital, nouns are written with one.
const NOUNS: usize = 5;
/// What ends a sentence, as far as the hunt for names asks.
const STOPS: [char; 4] = ['.', '!', '?', ':'];
/// So many words of a pull quote are looked for in the story.
const HEAD: usize = 5;

/// What the article's form says of all its quotations, found when the first quotation without a source asks.
#[derive(Debug)]
pub struct Form {
    /// Folded words of names: capitals beside each other.
    names: FxHashSet<Box<str>>,
    /// Whether it is told in turns, by the writer himself, or about one who speaks.
    is_told_by_voice: bool,
}

impl Form {
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

impl Reach<'_, '_> {
    /// Words of the reporter in the paragraphs a quotation is in, whatever they are. The nearest.
    pub(super) fn words_beside(&self, first: At, last: At) -> Option<At> {
        let analysis = self.cues.analysis;
        let beside = |place: At, span: ProseSpan| {
            let place = At { span, ..place };
            let stretches = outside(analysis, place).map(move |span| At { span, ..place });
            stretches.filter(|&stretch| words(analysis.slice(stretch)).any(says_something)).last()
        };
        let prose = |place: At| analysis.blocks().get(place.block as usize).map(|block| &*block.prose);
        let above = prose(first)?.floor_char_boundary((first.span.start as usize).saturating_sub(BESIDE));
        let behind = prose(last)?.floor_char_boundary(last.span.end as usize + BESIDE);
        beside(first, ProseSpan::new(narrow(above), first.span.start))
            .or_else(|| beside(last, ProseSpan::new(last.span.end, narrow(behind))))
    }

    /// A clause inside the marks that is not of the speaker: set off by dashes that follow a comma or a stop, or that
    /// touch its first word only, or by commas with a name after its first, small word.
    pub(super) fn clause_inside(&self, quotation: &Quotation) -> Option<At> {
        quotation.parts.iter().find_map(|&part| {
            let text = self.cues.analysis.slice(part);
            let found = between_dashes(text).or_else(|| self.between_commas(text))?;
            let start = part.span.start as usize;
            Some(At { span: ProseSpan::from_range(start + found.start..start + found.end), ..part })
        })
    }

    /// A clause between commas with one of the reporting verbs, or with a name directly after its small first word.
    fn between_commas(&self, text: &str) -> Option<Range<usize>> {
        let commas: Vec<usize> = text.match_indices(COMMAS).map(|(at, _)| at).collect();
        let pairs = commas.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
        let mut clauses = pairs.filter_map(|(from, to)| {
            let inner = text.get(from..to)?;
            let start = from + inner.find(is_word_char)?;
            let clause = text.get(start..to)?;
            (has_few_words(clause, CLAUSE) && !ends_with_stop(clause, &QUESTION)).then_some((clause, start..to))
        });
        clauses.find_map(|(clause, range)| {
            let mut all = words(clause);
            let small = all.next().is_some_and(|word| word.starts_with(char::is_lowercase));
            let is_name = small && all.next().is_some_and(|word| word.starts_with(char::is_uppercase));
            let has_verb = || {
                let hits = self.cues.in_text(clause);
                hits.iter().any(|hit| hit.lists & SURE_SOURCE != 0)
                    && hits.iter().all(|hit| hit.lists & (SELF | WE) == 0)
            };
            (is_name || has_verb()).then_some(range)
        })
    }

    /// A short line above or below that is no sentence: a name, a label, the title of a source.
    pub(super) fn name_line(&self, first: At, last: At) -> Option<At> {
        let blocks = self.cues.analysis.blocks();
        let place = |index: usize| blocks.get(index).map(|block| At { block: narrow(index), span: block.whole() });
        let below = (last.block as usize + 1..).take(LINES_BELOW);
        let mut lines = below.take_while(|&index| blocks.get(index).is_some_and(|block| self.is_line(index, block)));
        let above = (first.block as usize).checked_sub(1);
        lines
            .find(|&index| blocks.get(index).is_some_and(|block| self.is_name(block)))
            .or_else(|| {
                above.filter(|&index| {
                    blocks.get(index).is_some_and(|above| self.is_line(index, above) && self.is_name(above))
                })
            })
            .and_then(place)
    }

    /// A block that is no sentence and no quotation.
    fn is_line(&self, index: usize, block: &Block<'_>) -> bool {
        let analysis = self.cues.analysis;
        has_few_words(&block.prose, SIGNATURE)
            && !ends_with_stop(&block.prose, &analysis.profile().stops)
            && analysis.quotations().in_block(narrow(index)).is_empty()
    }

    /// Whether a line may be a name: two capitals at least, or all of it; where there are none, hardly more than two words.
    fn is_name(&self, block: &Block<'_>) -> bool {
        let (mut all, mut capitals, mut cased) = (0, 0, false);
        for word in words(&block.prose).filter(|word| says_something(word)) {
            all += 1;
            capitals += usize::from(word.starts_with(char::is_uppercase));
            cased |= word.starts_with(|c: char| c.is_uppercase() || c.is_lowercase());
        }
        let is_linked = block.linked as usize * 2 > block.prose.len();
        all > 0 && (is_linked || if cased { capitals == all || capitals >= 2 } else { all <= SIGNATURE / 2 })
    }

    /// Whether form alone says that somebody's words from `first` to `last`, which no source reaches, are not missing
    /// their speaker.
    pub(super) fn is_told_by_form(&self, first: At, last: At) -> bool {
        let analysis = self.cues.analysis;
        let form = self.form.get_or_init(|| Form::of(self.cues));
        let text = |block: usize| analysis.blocks().get(block).map_or("", |block| &*block.prose);
        let above = (first.block as usize).checked_sub(1);
        form.is_told_by_voice
            || above.is_some_and(|above| ends_with_stop(text(above), &QUESTION) || ends_with_stop(text(above), &COLON))
            || is_question(analysis, first, last)
            || self.neighbours(first, last).into_iter().flatten().any(|block| self.names_somebody(block))
            || stands_elsewhere(analysis, first)
    }

    /// The paragraphs directly above and below.
    fn neighbours(&self, first: At, last: At) -> [Option<u32>; 2] {
        let blocks = self.cues.analysis.blocks();
        let below = (last.block as usize + 1..).take(HEADINGS);
        let mut below = below.filter(|&index| blocks.get(index).is_some_and(|block| block.kind.is_running_text()));
        [self.paragraph_before(first.block), below.next().map(narrow)]
    }

    /// Whether a paragraph names somebody.
    fn names_somebody(&self, block: u32) -> bool {
        let analysis = self.cues.analysis;
        let Some((form, paragraph)) = self.form.get().zip(analysis.blocks().get(block as usize)) else { return false };
        let profile = analysis.profile();
        let is_name = |word: &str| {
            word.starts_with(char::is_uppercase) && form.names.contains(profile.folder.fold(word).as_str())
        };
        outside(analysis, At { block, span: paragraph.whole() })
            .any(|span| words(analysis.slice(At { block, span })).any(is_name))
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
                && !profile.function_words.contains(&*folded);
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

/// A quotation that is a question and nothing else.
fn is_question(analysis: &Analysis<'_>, first: At, last: At) -> bool {
    let text = analysis.slice(last).trim_end_matches(|c: char| !is_word_char(c) && !QUESTION.contains(&c));
    first == last && text.ends_with(QUESTION)
}

/// Whether the first words of a quotation are elsewhere in the article too: it is held up, not missing a speaker.
fn stands_elsewhere(analysis: &Analysis<'_>, first: At) -> bool {
    let text = analysis.slice(first).trim_matches(|c| !is_word_char(c));
    let mut ends = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let Some(head) = ends.nth(HEAD - 1).and_then(|end| text.get(..end)) else { return false };
    let mut others = analysis.blocks().iter().enumerate().filter(|(index, _)| *index != first.block as usize);
    others.any(|(_, block)| block.prose.contains(head))
}

/// A clause between dashes that is not the speaker's: the first dash follows a comma or a stop, as in Russian, or touches the
/// word after it only, as in Spanish.
fn between_dashes(text: &str) -> Option<Range<usize>> {
    let is_stop = |c: char| COMMAS.contains(&c) || QUESTION.contains(&c) || matches!(c, '.' | '!' | '\u{2026}');
    let dashes: Vec<(usize, usize)> = text.match_indices(DASHES).map(|(at, dash)| (at, at + dash.len())).collect();
    dashes.iter().enumerate().find_map(|(index, &(opens, from))| {
        let before = text.get(..opens)?;
        let behind = text.get(from..)?;
        let spaced = before.ends_with(char::is_whitespace);
        let touches = spaced && behind.starts_with(char::is_alphabetic);
        let follows_stop = before.trim_end().ends_with(is_stop) && behind.starts_with(char::is_whitespace);
        if !(touches || follows_stop) || !before.contains(is_word_char) {
            return None;
        }
        let start = from + behind.find(is_word_char)?;
        // It ends with the next dash, or with the quotation.
        let end =
            dashes.get(index + 1).map_or_else(|| text.trim_end_matches(|c| !is_word_char(c)).len(), |&(at, _)| at);
        let clause = text.get(start..end)?;
        has_few_words(clause, 2 * CLAUSE).then_some(start..end)
    })
}

fn says_something(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).nth(LETTERS - 1).is_some()
}
