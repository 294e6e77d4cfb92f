//! How likely two spellings are one name, judged by their letters alone.
//!
//! The spellings are aligned so that the differences surprise least; the score is the sum of what each difference adds
//! to the belief that the name is one, in log-odds (natural logarithm): above zero it is more likely one name than
//! two that look alike. Which letters are confused, and how often, is the rule set's data.

mod align;
mod limits;
mod place;
#[cfg(test)]
mod plain;
mod sheet;
mod spelling;
mod table;
mod units;

use self::align::Difference;
use self::limits::BAND;
pub use self::limits::{ByPlace, LONGEST};
pub use self::spelling::Spelling;
pub use self::table::{CostTable, Looks, Parts, Weights};

/// Beyond it a shape says no more.
const FAR_SHAPE: f32 = 8.0;

/// What the letters of two spellings say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The log-odds that they are one name.
    pub sum: f32,
    /// The part of the longer spelling that the two have in common, from 0 to 1.
    pub share: f32,
    /// How many differences there are.
    pub differences: usize,
    /// Whether the first of them is a letter inside the name that one of the two lacks.
    pub is_lost: bool,
}

impl Score {
    /// Of spellings that cannot be one name.
    pub const NONE: Self = Self { sum: f32::NEG_INFINITY, share: 0.0, differences: usize::MAX, is_lost: false };
}

/// Letters of two spellings that stand for each other, from and to in both, and what they add.
pub type SideBySide = ((usize, usize), (usize, usize), f32);

impl CostTable {
    /// What the letters of two spellings say, letters alone. `shapes` says how foreign each looks.
    #[must_use]
    pub fn score(&self, a: &Spelling, b: &Spelling, shapes: (f32, f32)) -> Score {
        self.sum(a, b, shapes, self.align(a, b).as_slice())
    }

    /// The letters of two spellings side by side: for each pair its letters in both, from and to, and what it adds; 0 for
    /// letters in common.
    #[must_use]
    pub fn side_by_side(&self, a: &Spelling, b: &Spelling) -> Vec<SideBySide> {
        let end = Difference { a: (a.len, a.len), b: (b.len, b.len), weight: 0.0, again: false };
        let mut out = Vec::new();
        let (mut i, mut j) = (0, 0);
        let wide = |(from, to): (u8, u8)| (usize::from(from), usize::from(to));
        for difference in self.align(a, b).as_slice().iter().copied().chain([end]) {
            while i < usize::from(difference.a.0) && j < usize::from(difference.b.0) {
                out.push(((i, i + 1), (j, j + 1), 0.0));
                (i, j) = (i + 1, j + 1);
            }
            if difference != end {
                out.push((wide(difference.a), wide(difference.b), difference.weight));
            }
            (i, j) = (usize::from(difference.a.1), usize::from(difference.b.1));
        }
        out
    }

    fn sum(&self, a: &Spelling, b: &Spelling, shapes: (f32, f32), differences: &[Difference]) -> Score {
        let weights = &self.weights;
        if a.len().abs_diff(b.len()) > BAND {
            return Score::NONE;
        }
        let mut sum = weights.start + self.looks(a, b, shapes, differences);
        sum += match a.len().min(b.len()) {
            0..=3 => weights.short[0],
            4 => weights.short[1],
            _ => 0.0,
        };
        if let Some(last) = differences.len().checked_sub(1) {
            sum += weights.differences[last.min(3)];
        }
        let mut changed = 0;
        for difference in differences {
            sum += difference.weight;
            if !difference.again {
                changed += difference.a.1 - difference.a.0 + difference.b.1 - difference.b.0;
            }
        }
        // What a writer changes everywhere alike counts as kept from the second time on.
        let kept = ((a.len() + b.len()) as f32 - f32::from(changed)) / 2.0;
        let share = kept / a.len().max(b.len()) as f32;
        if share < weights.least_kept {
            return Score::NONE;
        }
        let is_inside =
            |d: &Difference| d.a.0 > 0 && d.b.0 > 0 && usize::from(d.a.1) < a.len() && usize::from(d.b.1) < b.len();
        let lacks = |d: &Difference| (d.a.1 - d.a.0).min(d.b.1 - d.b.0) == 0 && is_inside(d);
        let is_lost = differences.first().is_some_and(lacks);
        Score { sum: sum + weights.kept * (kept.min(10.0) - 4.0), share, differences: differences.len(), is_lost }
    }

    fn looks(&self, a: &Spelling, b: &Spelling, shapes: (f32, f32), differences: &[Difference]) -> f32 {
        let looks = &self.weights.looks;
        let (low, high) = (shapes.0.min(shapes.1), shapes.0.max(shapes.1));
        let (native, foreign) = (low.clamp(-FAR_SHAPE, 0.0), low.clamp(0.0, FAR_SHAPE));
        let all_vowels = |word: &Spelling, (from, to): (u8, u8)| (from..to).all(|at| self.is_vowel(word.at(at.into())));
        let vowels = differences.iter().all(|d| all_vowels(a, d.a) && all_vowels(b, d.b));
        looks.native * native
            + looks.foreign * foreign
            + looks.higher * high.clamp(-4.0, 6.0)
            + if vowels { looks.vowels * native } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> CostTable {
        CostTable::new(&Parts {
            vowels: "aeiou".into(),
            changed: [[0.0; 3], [-3.0; 3], [-3.0; 3]],
            added: [[0.5, 0.5, 0.5, 1.5], [-2.0, -2.0, -2.0, 1.0]],
            letter: vec![('h', [1.0, 1.0, 1.0, 1.0])],
            pair: vec![
                ("k".into(), "q".into(), 5.0),
                ("t".into(), "d".into(), 0.0),
                ("kh".into(), "h".into(), 3.0),
                ("l".into(), "m".into(), -1.0),
            ],
            swapped: [1.0, -1.0, -1.0],
            weights: Weights { again: 0.3, differences: [0.0, -0.5, -1.0, -2.0], ..Weights::default() },
        })
    }

    fn explain(a: &str, b: &str) -> (f32, Vec<(u8, u8, u8, u8)>) {
        let table = table();
        let (a, b) = (table.spelling(a).unwrap(), table.spelling(b).unwrap());
        let differences = table.align(&a, &b);
        (
            table.score(&a, &b, (0.0, 0.0)).sum,
            differences.as_slice().iter().map(|d| (d.a.0, d.a.1, d.b.0, d.b.1)).collect(),
        )
    }

    #[test]
    fn one_changed_letter() {
        assert_eq!(explain("kadafi", "qadafi"), (2.0, vec![(0, 1, 0, 1)]));
    }

    #[test]
    fn the_same_change_twice_is_one_decision() {
        assert_eq!(explain("kakadu", "qaqadu").0, 2.0 + 0.3 - 0.5);
    }

    #[test]
    fn several_letters_for_one() {
        assert_eq!(explain("khalid", "halid"), (3.0, vec![(0, 2, 0, 1)]));
    }

    #[test]
    fn neighbours_change_places_and_letters_double() {
        assert_eq!(explain("daut", "duat").0, 1.0);
        assert_eq!(explain("talla", "tala").0, 1.0);
    }

    #[test]
    fn one_letter_stands_elsewhere() {
        let moved = |a: &str, b: &str| {
            let table = table();
            table.spelling(a).unwrap().is_moved(&table.spelling(b).unwrap())
        };
        assert!(moved("kalimta", "klaimta") && moved("kalimta", "kaltima") && moved("kaltima", "kalimta"));
        // The first letter, two letters, another letter, none.
        assert!(!moved("kalimta", "aklimta") && !moved("kalimta", "klamita") && !moved("kalimta", "kalimte"));
        assert!(!moved("kalimta", "kalimta") && !moved("kalimta", "kalimtaa"));
    }

    proptest::proptest! {
        /// Which of two spellings comes first does not matter; a spelling is itself.
        #[test]
        fn the_score_is_symmetric(a in "[aehkqlmtdi]{1,12}", b in "[aehkqlmtdi]{1,12}") {
            let table = table();
            let (x, y) = (table.spelling(&a).unwrap(), table.spelling(&b).unwrap());
            let (one, two) = (table.score(&x, &y, (0.5, -1.0)), table.score(&y, &x, (-1.0, 0.5)));
            proptest::prop_assert!((one.sum - two.sum).abs() < 1e-3 || one.sum == two.sum, "{one:?} {two:?}");
            proptest::prop_assert_eq!(one.differences, two.differences);
            proptest::prop_assert_eq!(table.score(&x, &x, (0.0, 0.0)).differences, 0);
            let letters: usize = table.side_by_side(&x, &y).iter().map(|(p, _, _)| p.1 - p.0).sum();
            proptest::prop_assert_eq!(letters, x.len());
        }
    }

    #[test]
    fn unlike_words_are_turned_away() {
        let table = table();
        let spelling = |text: &str| table.spelling(text).unwrap();
        assert!(table.near(&spelling("kadafi"), &spelling("qadafi")));
        assert!(!table.near(&spelling("kth"), &spelling("dlm")));
        assert!(table.spelling(&"a".repeat(25)).is_none());
        assert!(table.spelling("").is_none());
    }
}
