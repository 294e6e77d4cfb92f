//! The least surprising alignment of two spellings.

use super::limits::{BAND, LONGEST, OTHER};
use super::place::place;
use super::sheet::{Sheet, Step};
use super::spelling::Spelling;
use super::table::CostTable;

/// One difference between two spellings.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
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

/// The most differences of two spellings: each takes a letter at least.
const MOST: usize = 2 * LONGEST;

/// The differences of two spellings. They are found from the end of the two, so the list is filled from its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Differences {
    list: [Difference; MOST],
    first: usize,
}

impl Differences {
    fn none() -> Self {
        Self { list: [Difference::default(); MOST], first: MOST }
    }

    fn put_before(&mut self, difference: Difference) {
        if let Some(place) = self.first.checked_sub(1).and_then(|first| self.list.get_mut(first)) {
            *place = difference;
            self.first -= 1;
        }
    }

    /// In reading order.
    pub(super) fn as_slice(&self) -> &[Difference] {
        self.list.get(self.first..).unwrap_or_default()
    }

    fn as_mut_slice(&mut self) -> &mut [Difference] {
        self.list.get_mut(self.first..).unwrap_or_default()
    }
}

impl CostTable {
    /// The differences of the least surprising alignment. Of two that surprise alike the same one is chosen, whichever
    /// spelling comes first.
    pub(super) fn align(&self, a: &Spelling, b: &Spelling) -> Differences {
        if a.letters() <= b.letters() {
            return self.align_in_order(a, b);
        }
        let mut differences = self.align_in_order(b, a);
        for difference in differences.as_mut_slice() {
            std::mem::swap(&mut difference.a, &mut difference.b);
        }
        differences
    }

    fn align_in_order(&self, a: &Spelling, b: &Spelling) -> Differences {
        let (n, m) = (a.len(), b.len());
        let mut differences = Differences::none();
        if n.abs_diff(m) > BAND {
            // Too unlike in length to be laid side by side: all of it differs.
            differences.put_before(Difference { a: (0, n as u8), b: (0, m as u8), weight: 0.0, again: false });
            return differences;
        }
        let mut sheet = Sheet::new(self, a, b);
        sheet.fill();
        let (mut i, mut j) = (n, m);
        while let Some(step) = sheet.step(i, j).filter(|_| i > 0 || j > 0) {
            let (x, y) = match step {
                Step::Both => (1, 1),
                Step::First => (1, 0),
                Step::Second => (0, 1),
                Step::Swap => (2, 2),
                Step::Unit(unit) => (unit.a.len(), unit.b.len()),
            };
            let (to_a, to_b) = (i as u8, j as u8);
            (i, j) = (i.saturating_sub(x), j.saturating_sub(y));
            let weight = match step {
                Step::Both if a.at(i) == b.at(j) => continue,
                Step::Both => self.change(a.at(i), b.at(j), place(i, n).or(place(j, m))),
                Step::First => self.added_weight(a.slot(i)),
                Step::Second => self.added_weight(b.slot(j)),
                Step::Swap => self.swapped_weight(a.at(i), a.at(i + 1)),
                Step::Unit(unit) => unit.weight,
            };
            differences.put_before(Difference { a: (i as u8, to_a), b: (j as u8, to_b), weight, again: false });
        }
        mark_repeated(a, b, differences.as_mut_slice(), self.weights.again);
        differences
    }
}

/// A difference that was already seen in the same two words is the same decision of the writer.
fn mark_repeated(a: &Spelling, b: &Spelling, differences: &mut [Difference], again: f32) {
    if differences.len() < 2 {
        return;
    }
    // The letters on both sides, the smaller side first, whichever word it is of.
    let side = |word: &Spelling, (from, to): (u8, u8)| {
        (0..3)
            .fold(0, |side, at| side << 8 | u64::from(if from + at < to { word.at((from + at).into()) } else { OTHER }))
    };
    let mut letters = [0; MOST];
    for (letters, difference) in letters.iter_mut().zip(differences.iter()) {
        let (x, y) = (side(a, difference.a), side(b, difference.b));
        *letters = x.min(y) << 32 | x.max(y);
    }
    for (index, (difference, own)) in differences.iter_mut().zip(&letters).enumerate() {
        if letters.iter().take(index).any(|earlier| earlier == own) {
            difference.again = true;
            difference.weight = again;
        }
    }
}
