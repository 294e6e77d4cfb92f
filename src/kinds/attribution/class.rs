//! What a quotation is: somebody's words, a fragment of them, or a name between marks.

use super::cues::Cues;
use super::lists::{COMPLEMENTISER, OPENER, SO_CALLED, SURE_SOURCE, TITLE};
use super::source::COLON;
use super::words::words;
use crate::analysis::{Analysis, At, ListBits, Quotation};
use crate::document::BlockKind;
use crate::kinds::kind::ends_with_stop;
use crate::text::ProseSpan;

/// What is between the marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Somebody's words, a clause or more.
    Direct,
    /// A few words of somebody inside the reporter's sentence.
    Partial,
    /// A word or two held at a distance.
    Scare,
    /// A title, a name, a slogan, a term introduced as such.
    Title,
    /// A line that is nothing but a quotation, between paragraphs.
    Subheading,
}

/// So many words are a clause, whatever they are.
const LONG: usize = 8;
/// So many, if there is another sign of a clause.
const MIDDLE: usize = 6;
/// So many, after a colon.
const SHORT: usize = 4;
/// At most so many words are between a noun and the title it introduces.
const WORDS_TO_TITLE: usize = 2;
/// Fewer are not even a fragment of a sentence.
const FRAGMENT: usize = 4;

/// The class of an outermost quotation.
pub fn class_of(cues: &Cues<'_, '_>, quotation: &Quotation) -> Class {
    let analysis = cues.analysis;
    let Some(&first) = quotation.parts.first() else { return Class::Scare };
    if analysis.blocks().get(first.block as usize).is_some_and(|block| {
        block.kind == BlockKind::Heading && words(block.slice(ProseSpan::new(0, first.span.start))).next().is_none()
    }) {
        return Class::Subheading;
    }
    let words = words_of(analysis, quotation).count();
    let has_colon = text_before(analysis, first).trim_end().ends_with(COLON);
    // After a colon so many words are what the noun before it says, not its name.
    let is_named = is_glossed(analysis, quotation)
        || !(has_colon && words >= MIDDLE)
            && (stands_near(cues, TITLE, first, WORDS_TO_TITLE)
                || stands_near(cues, SO_CALLED, first, 1)
                || is_title_case(analysis, quotation));
    if is_named {
        return Class::Title;
    }
    let shortest = if has_colon {
        SHORT
    } else if has_sign_of_clause(cues, quotation, first) {
        MIDDLE
    } else {
        LONG
    };
    if words >= shortest {
        Class::Direct
    } else if words >= FRAGMENT || has_colon || stands_near(cues, COMPLEMENTISER, first, 0) {
        Class::Partial
    } else {
        Class::Scare
    }
}

/// Whether a quotation has too few words for a fragment of a sentence, and no word of saying and a colon before it in its
/// sentence; a place and a colon at the head of a report are no word of saying.
pub fn is_short(cues: &Cues<'_, '_>, quotation: &Quotation) -> bool {
    if words_of(cues.analysis, quotation).nth(FRAGMENT - 1).is_some() {
        return false;
    }
    let Some(&first) = quotation.parts.first() else { return true };
    let sentence = cues.sentences_of(first, first).start;
    let is_said =
        cues.of_sentence(sentence).iter().any(|hit| hit.span.end <= first.span.start && hit.lists & SURE_SOURCE != 0);
    !(is_said && text_before(cues.analysis, first).trim_end().ends_with(COLON))
}

/// The words between the marks of a quotation.
fn words_of<'a>(analysis: &'a Analysis<'_>, quotation: &'a Quotation) -> impl Iterator<Item = &'a str> {
    quotation.parts.iter().flat_map(|&part| words(analysis.slice(part)))
}

/// A final stop, a capital, a complementiser before the mark, or a first word that only a speaker uses.
fn has_sign_of_clause(cues: &Cues<'_, '_>, quotation: &Quotation, first: At) -> bool {
    let analysis = cues.analysis;
    let stops = &analysis.profile().stops;
    let stopped = quotation.parts.last().is_some_and(|&last| ends_with_stop(analysis.slice(last), stops));
    let capital = words_of(analysis, quotation).next().is_some_and(|word| word.starts_with(char::is_uppercase));
    stopped || capital || stands_near(cues, COMPLEMENTISER, first, 0) || cues.lists_of_first_word(first) & OPENER != 0
}

/// Whether a cue of the lists comes before the place in its sentence, with at most `between` words between.
fn stands_near(cues: &Cues<'_, '_>, lists: ListBits, place: At, between: usize) -> bool {
    let sentence = cues.sentences_of(place, place).start;
    let before = cues.of_sentence(sentence).iter().filter(|hit| hit.span.end <= place.span.start);
    before.rev().take(WORDS_TO_TITLE + 1).filter(|hit| hit.lists & lists != 0).any(|hit| {
        let gap = At { span: ProseSpan::new(hit.span.end, place.span.start), ..place };
        words(cues.analysis.slice(gap)).count() <= between
    })
}

/// Whether a bracket after the quotation gives it once more in letters of another script, as it gives a name or a term.
fn is_glossed(analysis: &Analysis<'_>, quotation: &Quotation) -> bool {
    let Some((&last, prose)) =
        quotation.parts.last().and_then(|last| Some((last, analysis.blocks().get(last.block as usize)?)))
    else {
        return false;
    };
    let behind = prose.prose.get(last.span.end as usize..).unwrap_or_default().trim_start();
    let is_latin = |c: char| c.is_ascii_alphabetic();
    behind.strip_prefix('(').is_some_and(|inside| inside.starts_with(is_latin))
        && !analysis.slice(last).contains(is_latin)
}

/// Whether the words are written as those of a title: nearly all that are longer than an article begin with a capital.
fn is_title_case(analysis: &Analysis<'_>, quotation: &Quotation) -> bool {
    let is_cased =
        |word: &&str| word.chars().count() > 3 && word.starts_with(|c: char| c.is_uppercase() || c.is_lowercase());
    let (mut all, mut capital) = (0, 0);
    for word in words_of(analysis, quotation).filter(is_cased) {
        all += 1;
        capital += usize::from(word.starts_with(char::is_uppercase));
    }
    all >= 2 && capital * 10 >= all * 8
}

/// The text of a block before a place in it.
fn text_before<'a>(analysis: &Analysis<'a>, place: At) -> &'a str {
    analysis.slice(At { span: ProseSpan::new(0, place.span.start), ..place })
}
