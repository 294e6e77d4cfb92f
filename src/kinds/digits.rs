//! Digits of two scripts in one number, or digits that are not those of the house.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Check, Context, Env, Kind};
use crate::analysis::{At, Form};
use crate::diagnostic::Applicability;
use crate::text::{Problem, ProseSpan};
use crate::toml_doc::Table;

/// The kind `digits`.
pub struct Digits;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// What the digits of a number are to be: of one script within the number (`one-number`), of one script in the article
    /// (`consistent`), European (`european`: 123), Arabic-Indic (`arabic-indic`: ١٢٣) or Persian (`persian`: ۱۲۳).
    write: Write,
}

/// Which digits are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Write {
    OneNumber,
    Consistent,
    European,
    ArabicIndic,
    Persian,
}

/// A set of ten digits, by its zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Set(char);

const EUROPEAN: Set = Set('0');
const ARABIC_INDIC: Set = Set('\u{660}');
const PERSIAN: Set = Set('\u{6f0}');
/// The sets there are, the commonest first.
const SETS: [Set; 3] = [EUROPEAN, ARABIC_INDIC, PERSIAN];
/// What may stand between digits of one number.
const POINTS: [char; 4] = ['.', ',', '\u{66b}', '\u{66c}'];

/// A number in the prose.
struct Number {
    at: At,
    /// How many digits it has of each set.
    counts: [usize; SETS.len()],
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
        rule.decode::<Keys>(problems).map(|keys| Box::new(keys) as Box<dyn Check>)
    }
}

impl Set {
    /// The value of a digit of this set.
    fn value(self, c: char) -> Option<u32> {
        (c as u32).checked_sub(self.0 as u32).filter(|value| *value < 10)
    }

    /// The digit of this set with a value.
    fn digit(self, value: u32) -> char {
        char::from_u32(self.0 as u32 + value).unwrap_or(self.0)
    }
}

/// The set a digit is of, by its place among [`SETS`], and its value.
fn set_of(c: char) -> Option<(usize, u32)> {
    SETS.iter().enumerate().find_map(|(index, set)| Some((index, set.value(c)?)))
}

/// A number with the digits of another set.
fn rewritten(number: &str, wanted: Set) -> String {
    number.chars().map(|c| set_of(c).map_or(c, |(_, value)| wanted.digit(value))).collect()
}

impl Number {
    /// The set that most digits of the number are of, of equal ones the first.
    fn main_set(&self) -> Set {
        most(self.counts)
    }

    fn is_mixed(&self) -> bool {
        self.counts.iter().filter(|count| **count > 0).count() > 1
    }
}

/// The set with the largest count, of equal ones the first.
fn most(counts: [usize; SETS.len()]) -> Set {
    let largest = SETS.into_iter().zip(counts).rev().max_by_key(|(_, count)| *count);
    largest.map_or(EUROPEAN, |(set, _)| set)
}

impl Check for Keys {
    fn check(&self, cx: &mut Context<'_>) {
        let Some(zero) = cx.analysis.profile().punctuation.zero else { return };
        let named = match self.write {
            Write::ArabicIndic => Some(ARABIC_INDIC),
            Write::Persian => Some(PERSIAN),
            Write::OneNumber | Write::Consistent | Write::European => None,
        };
        // Nobody wants the digits of one language in another.
        if named.is_some_and(|Set(first)| first != zero) {
            return;
        }
        let numbers = numbers(cx);
        let wanted = match self.write {
            Write::OneNumber | Write::ArabicIndic | Write::Persian => named,
            Write::European => Some(EUROPEAN),
            Write::Consistent => {
                let mut counts = [0; SETS.len()];
                for number in &numbers {
                    let main = number.main_set();
                    let count = counts.iter_mut().zip(SETS).find(|(_, set)| *set == main);
                    count.into_iter().for_each(|(count, _)| *count += 1);
                }
                Some(most(counts))
            }
        };
        for number in numbers {
            let set = wanted.unwrap_or_else(|| number.main_set());
            let written = cx.analysis.slice(number.at);
            let right = rewritten(written, set);
            // A number of two sets is the business of the rule on those.
            if right == written || wanted.is_some() == number.is_mixed() {
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
fn numbers(cx: &Context<'_>) -> Vec<Number> {
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
        while let Some((start, end)) = next_number(prose, from, at.span.end as usize) {
            from = end;
            let number = prose.get(start..end).unwrap_or_default();
            let mut counts = [0; SETS.len()];
            for (set, _) in number.chars().filter_map(set_of) {
                counts.get_mut(set).into_iter().for_each(|count| *count += 1);
            }
            let before = prose.get(..start).and_then(|before| before.chars().next_back());
            let behind = prose.get(end..).and_then(|behind| behind.chars().next());
            if !is_of_name(before) && !is_of_name(behind) {
                found.push(Number { at: At { block: at.block, span: ProseSpan::from_range(start..end) }, counts });
            }
        }
    }
    found
}

/// Whether a character beside a number makes it part of a name, an address or an account.
fn is_of_name(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '@' | '#' | '=' | '&'))
}

/// The next number that begins between bytes `from` and `until`, in bytes of the prose.
fn next_number(prose: &str, from: usize, until: usize) -> Option<(usize, usize)> {
    let start = from + prose.get(from..until)?.find(|c| set_of(c).is_some())?;
    let (mut end, mut point) = (start, None);
    for (at, c) in prose.get(start..)?.char_indices() {
        match set_of(c) {
            Some(_) => (end, point) = (start + at + c.len_utf8(), None),
            // One point between two digits.
            None if POINTS.contains(&c) && point.is_none() => point = Some(at),
            None => break,
        }
    }
    Some((start, end))
}
