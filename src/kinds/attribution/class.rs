//! What a quotation is: somebody's words, a fragment of them, or a name between marks.

use super::{Lists, occurrences, words};
use crate::analysis::{Analysis, At, CueId, Quotation};
use crate::language::is_word_char;
use crate::text::ProseSpan;

/// What stands between the marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Somebody's words, a clause or more.
    Direct,
    /// A few words of somebody inside the reporter's sentence, or words held at a distance.
    Fragment,
    /// A title, a name, a slogan, a term introduced as such.
    Named,
}

/// So many words are a clause, whatever they are.
const LONG: usize = 8;
/// So many, if there is another sign of a clause.
const MIDDLE: usize = 6;
/// So many, behind a colon.
const SHORT: usize = 4;
/// At most so many words stand between a noun and the title it introduces.
const WORDS_TO_TITLE: usize = 2;

/// How many bytes around a mark are searched for a cue that belongs to it.
const NEARBY: usize = 160;

/// The class of an outermost quotation.
pub fn class_of(analysis: &Analysis<'_>, lists: &Lists, quotation: &Quotation) -> Class {
    let Some(&first) = quotation.parts.first() else { return Class::Fragment };
    let is_named = ends_near(analysis, lists.title_nouns, first, WORDS_TO_TITLE)
        || ends_near(analysis, lists.so_called, first, 1)
        || is_title_case(analysis, quotation);
    if is_named {
        return Class::Named;
    }
    let words = words_of(analysis, quotation).count();
    let shortest = if text_before(analysis, first).trim_end().ends_with(super::reach::COLON) {
        SHORT
    } else if has_sign_of_clause(analysis, lists, quotation, first) {
        MIDDLE
    } else {
        LONG
    };
    if words >= shortest { Class::Direct } else { Class::Fragment }
}

/// The words between the marks of a quotation.
fn words_of<'a>(analysis: &'a Analysis<'_>, quotation: &'a Quotation) -> impl Iterator<Item = &'a str> {
    quotation.parts.iter().flat_map(|&part| words(analysis.slice(part)))
}

/// A final stop, a capital, a complementiser before the mark, or a first word that only a speaker uses.
fn has_sign_of_clause(analysis: &Analysis<'_>, lists: &Lists, quotation: &Quotation, first: At) -> bool {
    let stops = &analysis.profile().stops;
    let stopped = quotation.parts.last().is_some_and(|&last| {
        analysis
            .slice(last)
            .trim_end_matches(|c: char| !is_word_char(c) && !stops.contains(&c))
            .ends_with(stops.as_slice())
    });
    let capital = words_of(analysis, quotation).next().is_some_and(|word| word.starts_with(char::is_uppercase));
    stopped
        || capital
        || ends_near(analysis, lists.complementisers, first, 0)
        || occurrences(analysis, lists.openers, At { span: head(analysis, first), ..first }).any(|at| {
            words(analysis.slice(At { span: ProseSpan::new(first.span.start, at.span.start), ..at })).next().is_none()
        })
}

/// The first bytes of a place, enough for a word.
fn head(analysis: &Analysis<'_>, place: At) -> ProseSpan {
    let text = analysis.slice(place);
    let end = (0..=text.len().min(NEARBY)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    ProseSpan::new(place.span.start, place.span.start + u32::try_from(end).unwrap_or(0))
}

/// Whether a cue of `list` stands before the place in its block, with at most `between` words between.
fn ends_near(analysis: &Analysis<'_>, list: CueId, place: At, between: usize) -> bool {
    let text = text_before(analysis, place);
    let from = (text.len().saturating_sub(NEARBY)..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let near = At { span: ProseSpan::new(u32::try_from(from).unwrap_or(0), place.span.start), ..place };
    occurrences(analysis, list, near).any(|at| {
        let gap = analysis.slice(At { span: ProseSpan::new(at.span.end, place.span.start), ..place });
        // What is written onto the cue is part of it.
        let gap = gap.trim_start_matches(is_word_char);
        words(gap).count() <= between && !gap.contains(analysis.profile().stops.as_slice())
    })
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
