//! The alignment cell by cell, as it is described: what the fast one is held to.

use proptest::prelude::*;

use super::align::Difference;
use super::limits::{BAND, LEAST, LONGEST, OTHER, SURPRISE};
use super::place::place;
use super::spelling::Spelling;
use super::table::{CostTable, Parts, Weights};

impl CostTable {
    /// The differences of the least surprising alignment, in reading order. Of two that surprise alike the same one is
    /// chosen, whichever spelling comes first.
    pub(super) fn align_plainly(&self, a: &Spelling, b: &Spelling) -> Vec<Difference> {
        if a.letters() <= b.letters() {
            return self.align_plainly_in_order(a, b);
        }
        let mut differences = self.align_plainly_in_order(b, a);
        for difference in &mut differences {
            std::mem::swap(&mut difference.a, &mut difference.b);
        }
        differences
    }

    fn align_plainly_in_order(&self, a: &Spelling, b: &Spelling) -> Vec<Difference> {
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
                        let weight = self.swapped_weight(a.at(i), a.at(i + 1));
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
                for unit in self.units.iter().filter(|_| i < n && j < m) {
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
        self.mark_plainly(a, b, &mut differences);
        differences
    }

    /// A difference that was already seen in the same two words is the same decision of the writer.
    fn mark_plainly(&self, a: &Spelling, b: &Spelling, differences: &mut [Difference]) {
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

    fn add(&self, word: &Spelling, index: usize) -> f32 {
        let letter = word.at(index);
        let weights = self.added.get(usize::from(letter)).copied().unwrap_or_default();
        let doubled = index.checked_sub(1).is_some_and(|before| word.at(before) == letter);
        if doubled { weights[3] } else { weights[place(index, word.len()) as usize] }
    }

    /// Whether two spellings are near enough to be compared.
    fn near_plainly(&self, a: &Spelling, b: &Spelling) -> bool {
        let most = match a.len.min(b.len) {
            0..=4 => 2,
            5 => 3,
            6 | 7 => 4,
            _ => 6,
        };
        let are_confused = self.starts.get(usize::from(a.at(0))).is_some_and(|bits| bits >> (b.at(0) & 63) & 1 == 1);
        let may_begin = are_confused
            || a.at(0) == b.at(1)
            || a.at(1) == b.at(0)
            || (self.is_vowel(a.at(0)) && self.is_vowel(b.at(0)));
        usize::from(a.len.abs_diff(b.len)) <= BAND && (a.signature ^ b.signature).count_ones() <= most && may_begin
    }
}

/// Tables of a few letters, two of them vowels, with weights that often cost the same, and with units that overlap.
fn tables() -> impl Strategy<Value = CostTable> {
    let weight = || (-12i8..14).prop_map(|halves| f32::from(halves) / 2.0 + 0.1);
    let by_place = || [weight(), weight(), weight()];
    let added = || [weight(), weight(), weight(), weight()];
    let pairs = proptest::collection::vec(("[abcdxy]{1,3}", "[abcdxy]{1,3}", weight()), 0..16);
    let letters = proptest::collection::vec(("[abcdxy]", added()), 0..4);
    ([by_place(), by_place(), by_place()], [added(), added()], pairs, letters, by_place(), weight()).prop_map(
        |(changed, added, pair, letters, swapped, again)| {
            let letter =
                letters.into_iter().filter_map(|(text, weights)| Some((text.chars().next()?, weights))).collect();
            let weights = Weights { again, ..Weights::default() };
            CostTable::new(&Parts { vowels: "ab".into(), changed, added, letter, pair, swapped, weights })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// The same differences with the same weights, to the last bit, for spellings of all lengths and letters no table knows;
    /// and no two that differ in one place are turned away as if they could not.
    #[test]
    fn the_fast_alignment_is_the_plain_one(
        table in tables(),
        a in "[abcdxy]{1,9}|[abcdxyz]{1,24}",
        b in "[abcdxy]{1,9}|[abcdxyz]{1,24}",
        near in proptest::collection::vec((0usize..24, "[abcdxyz]{0,2}"), 0..3),
    ) {
        let mut changed = a.clone();
        for (at, letters) in near {
            let at = at % (changed.len() + 1);
            changed.replace_range(at..(at + 1).min(changed.len()), &letters);
        }
        for other in [b, changed] {
            if let Some((a, b)) = table.spelling(&a).zip(table.spelling(&other)) {
                for (a, b) in [(&a, &b), (&b, &a)] {
                    let fast = table.align(a, b);
                    prop_assert_eq!(fast.as_slice(), table.align_plainly(a, b));
                    prop_assert_eq!(table.near(a, b), table.near_plainly(a, b));
                    let score = table.score(a, b, (0.0, 0.0));
                    prop_assert!(score.differences != 1 || table.may_differ_once(a, b));
                }
            }
        }
    }
}
