//! Digits of two scripts in one number, or digits that are not those of the house.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::numbers::figure;
use super::{Check, Context, Env, Kind};
use crate::analysis::{At, Form};
use crate::diagnostic::Applicability;
use crate::language::is_number;
use crate::text::{Problem, ProseSpan, did_you_mean};
use crate::toml_doc::Table;

/// The kind `digits`.
pub struct Digits;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// What the digits of a number are to be: of one script within the number (`one-number`), of one script in the article
    /// (`consistent`), or those of one of the `sets`, such as `european` (123), `arabic-indic` (١٢٣) or `persian` (۱۲۳).
    #[schemars(with = "String")]
    write: Spanned<String>,
    /// What sets of ten digits are called, each with its zero.
    #[serde(default)]
    sets: BTreeMap<String, char>,
}

/// A compiled rule: which digits are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Write {
    OneNumber,
    Consistent,
    /// Those with this zero.
    Set(char),
}

/// The zero of the digits that every language writes.
const EUROPEAN: char = '0';
/// What may stand between digits of one number.
const POINTS: [char; 4] = ['.', ',', '\u{66b}', '\u{66c}'];

/// A number in the prose.
struct Number {
    at: At,
    /// The zero of the set that most of its digits are of, of equal ones the first in Unicode.
    main: char,
    is_mixed: bool,
}

impl Kind for Digits {
    fn name(&self) -> &'static str {
        "digits"
    }

    fn says_replacement(&self) -> bool {
        true
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let Keys { write, sets } = rule.decode(problems)?;
        let wanted = match (write.get_ref().as_str(), sets.get(write.get_ref())) {
            ("one-number", _) => Write::OneNumber,
            ("consistent", _) => Write::Consistent,
            (_, Some(&zero)) if figure(zero) == Some(0) => Write::Set(zero),
            (name, _) => {
                let known: Vec<&str> =
                    ["one-number", "consistent"].into_iter().chain(sets.keys().map(String::as_str)).collect();
                let help = match did_you_mean(name, known.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("known here: {}", known.join(", ")),
                };
                problems.push(file.problem(write.span(), format!("there are no digits `{name}`")).with_help(help));
                return None;
            }
        };
        Some(Box::new(wanted))
    }
}

/// The zero of the set that a digit is of, and its value. `own` is the zero of the language's own digits.
fn set_of(c: char, own: char) -> Option<(char, u32)> {
    let in_set = |zero: char| (c as u32).checked_sub(zero as u32).filter(|value| *value < 10);
    if c.is_ascii() {
        return Some((EUROPEAN, c.to_digit(10)?));
    }
    in_set(own).map(|value| (own, value)).or_else(|| {
        let value = is_number(c).then(|| figure(c))??;
        Some((char::from_u32((c as u32).checked_sub(value)?)?, value))
    })
}

/// A number with the digits of another set.
fn rewritten(number: &str, own: char, wanted: char) -> String {
    let digit = |(_, value)| char::from_u32(wanted as u32 + value);
    number.chars().map(|c| set_of(c, own).and_then(digit).unwrap_or(c)).collect()
}

/// The set with the largest count, by its zero; of equal ones the first in Unicode.
fn most(counts: &BTreeMap<char, usize>) -> char {
    let largest = counts.iter().rev().max_by_key(|(_, count)| **count);
    largest.map_or(EUROPEAN, |(zero, _)| *zero)
}

impl Check for Write {
    fn check(&self, cx: &mut Context<'_>) {
        let Some(own) = cx.analysis.profile().punctuation.zero else { return };
        // Nobody wants the digits of one language in another.
        if matches!(*self, Self::Set(zero) if zero != own && zero != EUROPEAN) {
            return;
        }
        let numbers = numbers(cx, own);
        let wanted = match *self {
            Self::OneNumber => None,
            Self::Set(zero) => Some(zero),
            Self::Consistent => {
                let mut counts = BTreeMap::new();
                numbers.iter().for_each(|number| *counts.entry(number.main).or_default() += 1);
                Some(most(&counts))
            }
        };
        for number in numbers {
            let written = cx.analysis.slice(number.at);
            let right = rewritten(written, own, wanted.unwrap_or(number.main));
            // A number of two sets is the business of the rule on those.
            if right == written || wanted.is_some() == number.is_mixed {
                continue;
            }
            cx.report(number.at)
                .arg("match", written)
                .arg("replacement", right.as_str())
                .cause("")
                .fix(Applicability::Safe, vec![(number.at, right)])
                .emit();
        }
    }
}

/// Every number that no letter of the Latin script is written onto, as in the names of products.
fn numbers(cx: &Context<'_>, own: char) -> Vec<Number> {
    let (words, folded) = (cx.analysis.words(), cx.analysis.folded());
    // Folding makes all digits European, and a number stands at one of the two ends of its word.
    let bytes = folded.text().as_bytes();
    let is_digit = |at: u32| bytes.get(at as usize).is_some_and(u8::is_ascii_digit);
    let has_digit = |form: &Form| {
        let word = words.get(form.first as usize);
        word.is_some_and(|word| is_digit(word.start) || is_digit(word.end.saturating_sub(1)))
    };
    let has_digit: Vec<bool> = words.forms().iter().map(has_digit).collect();
    let mut found: Vec<Number> = Vec::new();
    for (word, form) in words.iter().zip(words.types()) {
        if has_digit.get(*form as usize) != Some(&true) {
            continue;
        }
        let at = folded.locate(word.start, word.end);
        let Some(block) = cx.analysis.blocks().get(at.block as usize) else { continue };
        let prose: &str = &block.prose;
        // The points of a number part words.
        let seen = found.last().filter(|last| last.at.block == at.block).map_or(0, |last| last.at.span.end);
        let mut from = at.span.start.max(seen) as usize;
        while let Some((start, end)) = next_number(prose, from, at.span.end as usize, own) {
            from = end;
            let before = prose.get(..start).and_then(|before| before.chars().next_back());
            let behind = prose.get(end..).and_then(|behind| behind.chars().next());
            if !is_of_name(before) && !is_of_name(behind) {
                let at = At { block: at.block, span: ProseSpan::from_range(start..end) };
                found.push(number(at, prose.get(start..end).unwrap_or_default(), own));
            }
        }
    }
    found
}

/// The number that is written at a place.
fn number(at: At, written: &str, own: char) -> Number {
    let mut zeros = written.chars().filter_map(|c| set_of(c, own)).map(|(zero, _)| zero);
    let first = zeros.clone().next().unwrap_or(EUROPEAN);
    if zeros.all(|zero| zero == first) {
        return Number { at, main: first, is_mixed: false };
    }
    let mut counts = BTreeMap::new();
    written.chars().filter_map(|c| set_of(c, own)).for_each(|(zero, _)| *counts.entry(zero).or_default() += 1);
    Number { at, main: most(&counts), is_mixed: true }
}

/// Whether a character beside a number makes it part of a name, an address or an account.
fn is_of_name(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '@' | '#' | '=' | '&'))
}

/// The next number that begins between bytes `from` and `until`, in bytes of the prose.
fn next_number(prose: &str, from: usize, until: usize, own: char) -> Option<(usize, usize)> {
    let is_digit = |c: char| set_of(c, own).is_some();
    let start = from + prose.get(from..until)?.find(is_digit)?;
    let (mut end, mut point) = (start, None);
    for (at, c) in prose.get(start..)?.char_indices() {
        if is_digit(c) {
            (end, point) = (start + at + c.len_utf8(), None);
        } else if POINTS.contains(&c) && point.is_none() {
            // One point between two digits.
            point = Some(at);
        } else {
            break;
        }
    }
    Some((start, end))
}
