//! Values of numbers: how digits are read, and when one number is another in round figures, or the sum of others.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The value of a number as it is written; of some digits there are two ways to read them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Value {
    /// The likelier reading.
    pub value: f64,
    /// The other one: 1.234 may be a thousand and more, or one and a fraction.
    pub other: Option<f64>,
}

impl Value {
    /// A value that is read in one way.
    pub fn of(value: f64) -> Self {
        Self { value, other: None }
    }

    /// Every reading.
    pub fn readings(self) -> impl Iterator<Item = f64> {
        [Some(self.value), self.other].into_iter().flatten()
    }

    /// All readings multiplied.
    pub fn times(self, factor: f64) -> Self {
        Self { value: self.value * factor, other: self.other.map(|other| other * factor) }
    }

    /// All readings with a summand.
    pub fn plus(self, summand: f64) -> Self {
        Self { value: self.value + summand, other: self.other.map(|other| other + summand) }
    }
}

/// The figure that a digit of any script stands for.
pub fn figure(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let is_digit = |c: char| c.general_category() == GeneralCategory::DecimalNumber;
    // The ten digits of a script stand side by side, the zero first.
    let before = |steps: &u32| (c as u32).checked_sub(*steps).and_then(char::from_u32).is_some_and(is_digit);
    (is_digit(c)).then(|| (1..10).take_while(before).count() as u32)
}

/// The digits at the head of a word: how many bytes they have, and the figures.
pub fn digits(word: &str) -> Option<(usize, String)> {
    let end = word.char_indices().find(|(_, c)| figure(*c).is_none()).map_or(word.len(), |(at, _)| at);
    let figures: String = word.get(..end)?.chars().filter_map(figure).filter_map(|n| char::from_digit(n, 10)).collect();
    // More figures than any count has are the number of something.
    (1..=MOST_FIGURES).contains(&figures.len()).then_some((end, figures))
}

/// Most figures of a number without separators.
const MOST_FIGURES: usize = 15;
/// Figures between two separators of thousands.
const GROUP: usize = 3;

/// What may part thousands, beside a space.
const THOUSANDS: [char; 7] = [',', '.', '\u{66c}', '\u{60c}', '\'', '\u{2019}', '\u{a0}'];

/// The value of groups of figures, and how many groups belong to it. Each but the first comes with the sign before it.
pub fn value_of(first: &str, more: &[(char, String)]) -> Option<(Value, usize)> {
    let whole: f64 = first.parse().ok()?;
    let Some((sign, second)) = more.first() else { return Some((Value::of(whole), 1)) };
    let is_group = |group: &str| group.len() == GROUP && first.len() <= GROUP;
    let groups = more.iter().take_while(|(other, group)| other == sign && is_group(group)).count();
    let thousands = |groups: usize| -> Option<f64> {
        let parts = more.iter().take(groups).map(|(_, group)| group.as_str());
        std::iter::once(first).chain(parts).collect::<String>().parse().ok()
    };
    let fraction = |whole: f64, figures: &str| -> Option<f64> { format!("{whole:.0}.{figures}").parse().ok() };
    let is_space = matches!(sign, ' ' | '\u{a0}' | '\u{202f}');
    let is_decimal = |sign: char| matches!(sign, '.' | ',' | '\u{66b}' | '\u{60c}');
    if groups > 1 || groups == 1 && (is_space || *sign == '\u{66c}') {
        let value = thousands(groups)?;
        return Some(match more.get(groups) {
            Some((point, figures)) if point != sign && is_decimal(*point) => {
                (Value::of(fraction(value, figures)?), groups + 2)
            }
            _ => (Value::of(value), groups + 1),
        });
    }
    if !is_decimal(*sign) {
        let is_apart = groups == 1 && THOUSANDS.contains(sign);
        return Some(if is_apart { (Value::of(thousands(1)?), 2) } else { (Value::of(whole), 1) });
    }
    // Several points make a date or a version.
    if groups == 0 && more.get(1).is_some_and(|(other, _)| other == sign) {
        return None;
    }
    let small = fraction(whole, second)?;
    if groups == 0 || *sign == '\u{66b}' {
        return Some((Value::of(small), 2));
    }
    let large = thousands(1)?;
    if let Some((_, figures)) = more.get(1).filter(|(point, _)| point != sign && is_decimal(*point)) {
        return Some((Value::of(fraction(large, figures)?), 3));
    }
    let (value, other) = if *sign == '.' { (small, large) } else { (large, small) };
    Some((Value { value, other: Some(other) }, 2))
}

/// From here on numbers are rounded.
const ROUNDED: f64 = 100.0;
/// Two values this near, as a share of them, are the same.
const SAME: f64 = 1e-9;

/// Whether two values are the same.
pub fn are_same(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME * a.abs().max(b.abs())
}

/// The unit of the last figure that counts: 1000 of 39000, 0.1 of 2.5.
fn step(value: f64) -> f64 {
    let mut step = 1.0;
    if value.fract() != 0.0 {
        while step > 1e-6 && !are_same((value / step).round() * step, value) {
            step /= 10.0;
        }
        return step;
    }
    while value >= ROUNDED && step * 10.0 <= value && (value / (step * 10.0)).fract() == 0.0 {
        step *= 10.0;
    }
    step
}

/// The text has more figures than the headline, unless it rounds to thousands or whole numbers at least.
const ROUNDED_TEXT: f64 = 1000.0;

/// Whether a value of a headline may be one of the text in round figures, rounded or cut off, or the other way round.
pub fn may_be_rounded(headline: f64, text: f64) -> bool {
    let (own, other) = (step(headline), step(text));
    let difference = (headline - text).abs();
    are_same(headline, text)
        || own > other && difference < own
        || other > own && difference < other && (own < 1.0 || other >= ROUNDED_TEXT)
}

/// Most values of one kind of which every choice is summed up.
const CHOICES: usize = 10;
/// Most values beside one another that are summed up.
const RUN: usize = 5;
/// So many more may be counted in words that are no numbers: a man, two men.
const UNCOUNTED: f64 = 2.0;
/// In a smaller number than this, so many more would be too many.
const FEW: f64 = 10.0;

/// Whether a value is the sum of some of `alike`, which count the same.
pub fn is_sum_of(value: f64, alike: &[f64]) -> bool {
    let is_it = |sum: f64| are_same(sum, value) || sum < value && value - sum <= UNCOUNTED && value >= FEW;
    let alike = alike.get(..alike.len().min(CHOICES)).unwrap_or_default();
    let chosen = |choice: u32| {
        let taken = alike.iter().enumerate().filter(|(index, _)| choice >> index & 1 == 1);
        taken.map(|(_, value)| value).sum::<f64>()
    };
    (0..1_u32 << alike.len()).filter(|choice| choice.count_ones() > 1).map(chosen).any(is_it)
}

/// Whether a value is the sum of some values that follow one another, whatever they count.
pub fn is_sum_within(value: f64, values: &[f64]) -> bool {
    (0..values.len()).any(|first| {
        let run = values.iter().skip(first).take(RUN);
        let mut sums = run.scan(0.0, |sum, value| {
            *sum += value;
            Some(*sum)
        });
        sums.next();
        sums.any(|sum| are_same(sum, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(first: &str, more: &[(char, &str)]) -> Option<(f64, Option<f64>, usize)> {
        let more: Vec<_> = more.iter().map(|(sign, group)| (*sign, (*group).to_owned())).collect();
        value_of(first, &more).map(|(value, groups)| (value.value, value.other, groups))
    }

    #[test]
    fn separators_part_thousands_and_fractions() {
        assert_eq!(read("12", &[]), Some((12.0, None, 1)));
        assert_eq!(read("1", &[(',', "234"), (',', "567"), ('.', "5")]), Some((1_234_567.5, None, 4)));
        assert_eq!(read("12", &[(' ', "300")]), Some((12_300.0, None, 2)));
        assert_eq!(read("2015", &[(' ', "300")]), Some((2015.0, None, 1)));
        assert_eq!(read("5", &[('.', "7")]), Some((5.7, None, 2)));
        assert_eq!(read("5", &[('\u{66b}', "725")]), Some((5.725, None, 2)));
        assert_eq!(read("5", &[('\u{66c}', "725")]), Some((5725.0, None, 2)));
        assert_eq!(read("12", &[('.', "5"), ('.', "2022")]), None);
    }

    #[test]
    fn three_figures_behind_a_sign_can_be_read_in_two_ways() {
        assert_eq!(read("44", &[('.', "419")]), Some((44.419, Some(44_419.0), 2)));
        assert_eq!(read("44", &[(',', "419")]), Some((44_419.0, Some(44.419), 2)));
    }

    #[test]
    fn digits_of_all_scripts_are_figures() {
        for (c, expected) in [('7', 7), ('٧', 7), ('۷', 7), ('७', 7), ('７', 7), ('0', 0), ('٠', 0)] {
            assert_eq!(figure(c), Some(expected), "{c}");
        }
        assert_eq!((figure('x'), figure('½'), figure('五')), (None, None, None));
        assert_eq!(digits("34bn"), Some((2, "34".to_owned())));
        assert_eq!(digits("bn"), None);
    }

    #[test]
    fn round_figures_are_known() {
        for (round, exact) in [(39e9, 39.3e9), (280_000.0, 280_554.0), (5.0, 5.1), (7.7, 7.714)] {
            assert!(may_be_rounded(round, exact) && may_be_rounded(exact, round), "{round} {exact}");
        }
        assert!(may_be_rounded(650.0, 653.0) && !may_be_rounded(653.0, 650.0));
        for (a, b) in [(12.0, 14.0), (10.0, 14.0), (2000.0, 20_000.0), (68.0, 97.0), (120.0, 140.0)] {
            assert!(!may_be_rounded(a, b), "{a} {b}");
        }
    }

    #[test]
    fn sums_are_known() {
        assert!(is_sum_of(97.0, &[68.0, 15.0, 14.0]));
        assert!(is_sum_of(15.0, &[11.0, 3.0]), "and a man");
        assert!(!is_sum_of(14.0, &[12.0]) && !is_sum_of(6.0, &[2.0, 3.0]));
        assert!(is_sum_within(14.0, &[30.0, 12.0, 2.0]));
        assert!(!is_sum_within(14.0, &[12.0, 30.0, 2.0]) && !is_sum_within(12.0, &[12.0]));
    }
}
