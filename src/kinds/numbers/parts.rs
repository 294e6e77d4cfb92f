//! Parts that are more than the whole they are said to be parts of.
//!
//! Two numbers of one text may always count two things, but a part is never more than its whole, whatever it counts. So what is
//! compared is only what one sentence puts together itself: a whole, the word that says that parts follow, and the parts.

use std::ops::Range;

use super::Compiled;
use super::lexicon::Nouns;
use super::reading::{Counted, Quantity, Reading, has_number_soon};
use crate::analysis::{Analysis, CueId};
use crate::kinds::Context;

/// As many words may stand between a whole and the word that says that parts follow.
const WORDS_BEFORE: usize = 5;
/// As many words belong to a part.
const WORDS_OF_PART: usize = 3;
/// As many words may stand before the first part if they say that it may be more.
const WORDS_WITHIN: usize = 2;

/// As many words of a sentence are read before and behind the word that says that parts follow.
const WORDS_READ: usize = 60;

/// What stands between a whole and its parts, in bytes of the folded text.
#[derive(Debug, Clone, Copy)]
struct Divider {
    start: u32,
    end: u32,
    /// Whether it says that people are counted.
    is_whom: bool,
}

/// Looks at the parts of an article.
pub fn check(rule: &Compiled, cx: &mut Context<'_>) {
    let analysis = cx.analysis;
    let find = |list: Option<CueId>, is_whom: bool| {
        let hits = list.into_iter().flat_map(|list| analysis.hits().longest_of(list));
        hits.map(move |hit| Divider { start: hit.start, end: hit.end, is_whom })
    };
    let dividers: Vec<Divider> = find(rule.of_which, false).chain(find(rule.of_whom, true)).collect();
    for divider in dividers {
        // Most of what is included is no number.
        if !has_number_soon(analysis, rule.numbers(analysis.profile()), divider.end, WORDS_WITHIN + 1) {
            continue;
        }
        let (words, nouns) = rule.words(analysis.profile());
        let block = analysis.folded().block_of(divider.start);
        let Some(sentence) = sentence_of(analysis, divider).filter(|_| cx.reads(block)) else { continue };
        let reading = Reading::within(analysis, sentence, rule);
        let quantities = reading.quantities(words, nouns);
        let Some((whole, parts)) = whole_and_parts(&reading, &quantities, nouns, divider) else { continue };
        let readings = |quantity: &Quantity| reading.numbers.get(quantity.number).map(|number| number.value.readings());
        // A part may be one of everything that was counted before; digits that can be read in two ways agree in one.
        let most: f64 = quantities
            .iter()
            .filter(|quantity| quantity.place.1 <= divider.start && quantity.counted != Counted::Day)
            .map(|quantity| readings(quantity).into_iter().flatten().fold(0.0, f64::max))
            .sum();
        let least = |part: &&Quantity| readings(part).into_iter().flatten().fold(f64::INFINITY, f64::min);
        let sum: f64 = parts.iter().map(least).sum();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { continue };
        if sum <= most {
            continue;
        }
        let folded = analysis.folded();
        let at = folded.locate(first.place.0, last.place.1);
        let whole = folded.locate(whole.place.0, whole.place.1);
        cx.report(at).arg("found", analysis.slice(at)).arg("other", analysis.slice(whole)).related(whole).emit();
    }
}

/// The sentence in which something stands, or of a long one what is near, in bytes of the folded text.
fn sentence_of(analysis: &Analysis<'_>, divider: Divider) -> Option<(u32, u32)> {
    let sentence = analysis.sentence_of(analysis.folded().locate(divider.start, divider.end))?;
    let (start, end) = analysis.folded().range_of(sentence);
    let runs = analysis.runs();
    let here = runs.partition_point(|word| word.start < divider.start);
    let first = runs.get(here.saturating_sub(WORDS_READ)).map_or(start, |word| word.start);
    let last = runs.get(here + WORDS_READ).map_or(end, |word| word.end);
    Some((start.max(first), end.min(last)))
}

/// The whole before the word that says that parts follow, and the parts behind it.
fn whole_and_parts<'q>(
    reading: &Reading<'_>,
    quantities: &'q [Quantity],
    nouns: &Nouns,
    divider: Divider,
) -> Option<(&'q Quantity, Vec<&'q Quantity>)> {
    let before = quantities.partition_point(|quantity| quantity.place.1 <= divider.start);
    let whole = before.checked_sub(1).and_then(|index| quantities.get(index))?;
    let first = quantities.get(before)?;
    let word_at = |byte: u32| reading.tokens.partition_point(|token| token.start < byte);
    let (cue, behind) = (word_at(divider.start), word_at(divider.end));
    let is_plain = |quantity: &Quantity| reading.numbers.get(quantity.number).is_some_and(|number| number.is_plain);
    let is_near = |mut words: Range<usize>| words.all(|at| !reading.gap_before(at).contains(is_pause));
    let value = reading.numbers.get(whole.number).map_or(0.0, |number| number.value.value);
    // The parts say what is counted where a number stands alone before them.
    let is_alone = whole.counted == Counted::Open
        && whole.event.is_none()
        && whole.words.end == cue
        && is_near(cue..cue + 1)
        && !whole.is_year(value);
    let is_counted = whole.is_exact && whole.words.end + WORDS_BEFORE >= cue;
    let is_whole = whole.is_own && (is_counted || is_alone);
    // What stands behind a preposition may be where they come from: exhibitors from 29 countries, 97 of them new.
    let is_whom = divider.is_whom && !reading.is_behind_function_word(whole.words.start);
    let within = behind..first.words.start;
    let is_first = is_plain(first)
        && (within.is_empty() || first.is_at_least && within.len() <= WORDS_WITHIN)
        && is_near(behind..first.words.start + 1);
    // Shares of several things are not shares of one.
    let is_share = matches!(whole.counted, Counted::Known(noun) if nouns.has_sign(noun) && !nouns.is_money(noun));
    let is_of_people = is_alone || is_whom || whole.counts_people();
    let is_part = |quantity: &Quantity| {
        let is_measured = matches!(quantity.counted, Counted::Known(noun) if nouns.has_sign(noun));
        let is_same = quantity.counts_what(whole, nouns) || quantity.has_head_of(whole, nouns);
        let is_said = quantity.counted != Counted::Open || whole.counts_people() || is_whom;
        let is_one = is_of_people && is_said && !is_measured && quantity.counted != Counted::Day;
        !is_share && (is_same || is_one)
    };
    if !is_whole || !is_first || !is_part(first) {
        return None;
    }
    let mut parts = vec![first];
    let mut last = first;
    for next in quantities.get(before + 1..).unwrap_or_default() {
        let words = last.words.end..next.words.start;
        let is_beside = words.len() <= WORDS_OF_PART && is_near(words.start..words.end + 1);
        // What happens to others is told in the same sentence: nine killed, including two children, and twelve injured.
        let is_other = next.event.is_some_and(|event| Some(event) != whole.event);
        if !is_beside || !is_plain(next) || !reading.is_joined(next.words.start) || is_other || !is_part(next) {
            break;
        }
        parts.push(next);
        last = next;
    }
    Some((whole, parts))
}

/// Whether a sign parts two clauses.
fn is_pause(sign: char) -> bool {
    !sign.is_whitespace() && !crate::language::is_word_char(sign)
}
