//! The least surprising alignment of two spellings.

use super::limits::{BAND, LEAST, LONGEST, OTHER, SURPRISE};
use super::spelling::Spelling;
use super::table::{CostTable, pair_index};

/// One difference between two spellings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Difference {
    /// Letters of the first spelling, from and to.
    pub(super) a: (u8, u8),
    /// Letters of the second spelling, from and to.
    pub(super) b: (u8, u8),
    /// What it adds, in log-odds.
    pub(super) weight: f32,
    /// Whether the same letters already differed before it.
    pub(super) again: bool,
}

/// Where in a word a difference stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    Inside,
    End,
}

impl CostTable {
    /// The differences of the least surprising alignment, in reading order. Of two that surprise alike the same one is
    /// chosen, whichever spelling comes first.
    pub(super) fn align(&self, a: &Spelling, b: &Spelling) -> Vec<Difference> {
        if a.letters() <= b.letters() {
            return self.align_in_order(a, b);
        }
        let mut differences = self.align_in_order(b, a);
        for difference in &mut differences {
            std::mem::swap(&mut difference.a, &mut difference.b);
        }
        differences
    }

    fn align_in_order(&self, a: &Spelling, b: &Spelling) -> Vec<Difference> {
        const SIZE: usize = LONGEST + 1;
        let (n, m) = (a.len(), b.len());
        if n.abs_diff(m) > BAND {
            // Too unlike in length to be laid side by side: all of it differs.
            return vec![Difference { a: (0, n as u8), b: (0, m as u8), weight: 0.0, again: false }];
        }
        let mut best = [[f32::INFINITY; SIZE]; SIZE];
        // How each cell was reached: letters taken of a, of b, and the weight.
        let mut from = [[(0u8, 0u8, 0f32); SIZE]; SIZE];
        best[0][0] = 0.0;
        for i in 0..=n {
            for j in i.saturating_sub(BAND)..=(i + BAND).min(m) {
                let here = best[i][j];
                if !here.is_finite() {
                    continue;
                }
                let mut go = |x: usize, y: usize, cost: f32, weight: f32| {
                    if here + cost < best[i + x][j + y] {
                        best[i + x][j + y] = here + cost;
                        from[i + x][j + y] = (x as u8, y as u8, weight);
                    }
                };
                let price = |weight: f32| (SURPRISE - weight).max(LEAST);
                if i < n && j < m {
                    if a.at(i) == b.at(j) {
                        go(1, 1, 0.0, 0.0);
                    } else {
                        let weight = self.change(a.at(i), b.at(j), place(i, n).or(place(j, m)));
                        go(1, 1, price(weight), weight);
                    }
                    if i > 0
                        && i + 1 < n
                        && j > 0
                        && j + 1 < m
                        && a.at(i) == b.at(j + 1)
                        && a.at(i + 1) == b.at(j)
                        && a.at(i) != b.at(j)
                    {
                        let weight = self.swapped[self.kind(a.at(i), a.at(i + 1))];
                        go(2, 2, price(weight), weight);
                    }
                }
                if i < n {
                    let weight = self.add(a, i);
                    go(1, 0, price(weight), weight);
                }
                if j < m {
                    let weight = self.add(b, j);
                    go(0, 1, price(weight), weight);
                }
                let units = if i < n && j < m { self.units.get(usize::from(a.at(i))) } else { None };
                for unit in units.into_iter().flatten() {
                    let fits = |word: &Spelling, at: usize, letters: &[u8]| {
                        word.letters().get(at..).is_some_and(|rest| rest.starts_with(letters))
                    };
                    if fits(a, i, &unit.a) && fits(b, j, &unit.b) {
                        go(unit.a.len(), unit.b.len(), price(unit.weight), unit.weight);
                    }
                }
            }
        }
        let mut differences = Vec::new();
        let (mut i, mut j) = (n, m);
        while i > 0 || j > 0 {
            let (x, y, weight) = from[i][j];
            let (to_a, to_b) = (i, j);
            i = i.saturating_sub(usize::from(x));
            j = j.saturating_sub(usize::from(y));
            if x == 0 && y == 0 {
                break;
            }
            if (x, y) != (1, 1) || a.at(i) != b.at(j) {
                differences.push(Difference {
                    a: (i as u8, to_a as u8),
                    b: (j as u8, to_b as u8),
                    weight,
                    again: false,
                });
            }
        }
        differences.reverse();
        self.mark_repeated(a, b, &mut differences);
        differences
    }

    /// A difference that was already seen in the same two words is the same decision of the writer.
    fn mark_repeated(&self, a: &Spelling, b: &Spelling, differences: &mut [Difference]) {
        let letters = |d: &Difference| {
            let cut = |word: &Spelling, (from, to): (u8, u8)| -> [u8; 3] {
                std::array::from_fn(|i| if from + (i as u8) < to { word.at(usize::from(from) + i) } else { OTHER })
            };
            let (x, y) = (cut(a, d.a), cut(b, d.b));
            if x <= y { (x, y) } else { (y, x) }
        };
        for index in 1..differences.len() {
            let (before, rest) = differences.split_at_mut(index);
            let Some(difference) = rest.first_mut() else { return };
            if before.iter().any(|earlier| letters(earlier) == letters(difference)) {
                difference.again = true;
                difference.weight = self.weights.again;
            }
        }
    }

    /// 0 for two vowels, 1 for a vowel and a consonant, 2 for two consonants.
    fn kind(&self, a: u8, b: u8) -> usize {
        2 - usize::from(self.is_vowel(a)) - usize::from(self.is_vowel(b))
    }

    fn change(&self, a: u8, b: u8, place: Place) -> f32 {
        let pair = self.pairs.get(pair_index(a, b)).copied().unwrap_or(0.0);
        pair + self.changed[self.kind(a, b)][place as usize]
    }

    fn add(&self, word: &Spelling, index: usize) -> f32 {
        let letter = word.at(index);
        let weights = self.added.get(usize::from(letter)).copied().unwrap_or_default();
        let doubled = index.checked_sub(1).is_some_and(|before| word.at(before) == letter);
        if doubled { weights[3] } else { weights[place(index, word.len()) as usize] }
    }
}

impl Place {
    /// The start if either is, then the end if either is.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Start, _) | (_, Self::Start) => Self::Start,
            (Self::End, _) | (_, Self::End) => Self::End,
            _ => Self::Inside,
        }
    }
}

fn place(index: usize, len: usize) -> Place {
    if index == 0 {
        Place::Start
    } else if index + 1 >= len {
        Place::End
    } else {
        Place::Inside
    }
}
