//! Groups of letters that stand for each other.

use std::ops::Range;

use super::spelling::{Spelling, pair_bit};
use super::table::CostTable;

/// Letters that several letters of another spelling stand for.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) a: Vec<u8>,
    pub(super) b: Vec<u8>,
    pub(super) weight: f32,
}

/// What two spellings need for a unit to stand in them: the pairs of neighbours of the first, the letters and the pairs of
/// the second.
#[derive(Debug)]
pub(super) struct UnitNeeds {
    pairs_of_first: u64,
    letters: u64,
    pairs: u64,
}

impl UnitNeeds {
    pub(super) fn of(unit: &Unit) -> Self {
        let pairs = |letters: &[u8]| {
            letters.windows(2).fold(0, |bits, two| match two {
                &[letter, next] => bits | pair_bit(letter, next),
                _ => bits,
            })
        };
        let letters = unit.b.iter().fold(0, |bits, letter| bits | 1 << (letter & 63));
        Self { pairs_of_first: pairs(&unit.a), letters, pairs: pairs(&unit.b) }
    }
}

impl CostTable {
    /// The units whose first group stands at a letter of the first of two spellings, and whose second one may stand in the
    /// second.
    pub(super) fn units_of<'s>(&'s self, a: &'s Spelling, at: usize, b: &Spelling) -> impl Iterator<Item = &'s Unit> {
        let numbers = self.unit_numbers(a.at(at));
        let needs = self.unit_needs.get(numbers.clone()).unwrap_or_default();
        let units = self.units.get(numbers).unwrap_or_default();
        let (no_pairs_of_first, no_letters, no_pairs) = (!a.pairs, !b.signature, !b.pairs);
        let may_stand = needs.iter().zip(units).filter(move |(needs, _)| {
            needs.letters & no_letters | needs.pairs & no_pairs | needs.pairs_of_first & no_pairs_of_first == 0
        });
        may_stand.map(|(_, unit)| unit).filter(move |unit| a.stands_at(at, &unit.a))
    }

    /// The numbers of the units whose first group begins with a letter.
    fn unit_numbers(&self, letter: u8) -> Range<usize> {
        let (first, end) = self.units_by_letter.get(usize::from(letter)).copied().unwrap_or_default();
        first as usize..end as usize
    }
}
