//! Which form of a word goes with a number, by the rules of a language as Unicode's CLDR writes them for whole numbers:
//! `few = "n % 100 = 3..10"`.

use std::ops::RangeInclusive;

use serde::Deserialize;

/// The forms a language may have for numbers, as CLDR names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PluralCategory {
    /// For 0 in some languages, such as Arabic.
    Zero,
    /// For 1, and in some languages for 21, 31 and so on.
    One,
    /// For 2 in languages that have a dual.
    Two,
    /// For small numbers.
    Few,
    /// For larger ones.
    Many,
    /// For all the rest. Every language has it.
    Other,
}

/// When a form is used: `n % 10 = 2..4 and n % 100 != 12..14`. Relations joined by `and` hold together; `or` separates
/// alternatives. The operands `n` and `i` are the number; those for digits after the point are 0.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct PluralRule(Vec<Vec<Relation>>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Relation {
    /// Whether the operand is the number, and not its digits after the point.
    is_number: bool,
    modulus: Option<u64>,
    is_negated: bool,
    values: Vec<RangeInclusive<u64>>,
}

impl PluralRule {
    /// Whether the form goes with the whole number `number`.
    #[must_use]
    pub fn includes(&self, number: u64) -> bool {
        self.0.iter().any(|relations| relations.iter().all(|relation| relation.holds(number)))
    }
}

impl Relation {
    fn holds(&self, number: u64) -> bool {
        let number = if self.is_number { number } else { 0 };
        let number = self.modulus.and_then(|modulus| number.checked_rem(modulus)).unwrap_or(number);
        self.values.iter().any(|range| range.contains(&number)) != self.is_negated
    }

    fn parse(text: &str) -> Option<Self> {
        let (left, is_negated, right) = match text.split_once("!=") {
            Some((left, right)) => (left, true, right),
            None => text.split_once('=').map(|(left, right)| (left, false, right))?,
        };
        let (operand, modulus) = match left.split_once('%') {
            Some((operand, modulus)) => (operand, Some(modulus.trim().parse().ok().filter(|&modulus| modulus > 0)?)),
            None => (left, None),
        };
        let is_number = match operand.trim() {
            "n" | "i" => true,
            "v" | "w" | "f" | "t" | "c" | "e" => false,
            _ => return None,
        };
        let values = right.split(',').map(|value| match value.split_once("..") {
            Some((first, last)) => Some(first.trim().parse().ok()?..=last.trim().parse().ok()?),
            None => value.trim().parse().ok().map(|value| value..=value),
        });
        Some(Self { is_number, modulus, is_negated, values: values.collect::<Option<Vec<_>>>()? })
    }
}

impl TryFrom<String> for PluralRule {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let all = |part: &str| part.split(" and ").map(Relation::parse).collect::<Option<Vec<_>>>();
        let rule: Option<Vec<Vec<Relation>>> = text.split(" or ").map(all).collect();
        rule.map(Self)
            .ok_or_else(|| format!("`{text}` is not a plural rule such as `n % 10 = 2..4 and n % 100 != 12..14`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(rule: &str) -> Vec<u64> {
        let rule = PluralRule::try_from(rule.to_owned()).unwrap();
        (0..=125).filter(|&number| rule.includes(number)).collect()
    }

    #[test]
    fn rules_are_read_as_cldr_writes_them() {
        assert_eq!(numbers("n = 1"), [1]);
        assert_eq!(numbers("n % 100 = 3..5"), [3, 4, 5, 103, 104, 105]);
        assert_eq!(numbers("i = 1 and v = 0 or i = 0 and v != 0"), [1]);
        assert_eq!(
            numbers("v = 0 and i % 10 = 2..3 and i % 100 != 12..13"),
            [2, 3, 22, 23, 32, 33, 42, 43, 52, 53, 62, 63, 72, 73, 82, 83, 92, 93, 102, 103, 122, 123]
        );
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for text in ["", "n", "n = x", "x = 1", "n % 0 = 1", "n = 1..", "n == 1"] {
            assert!(PluralRule::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
