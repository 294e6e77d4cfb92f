//! The cells of an alignment: how far two spellings were laid side by side, at what cost.

use super::limits::{BAND, LONGEST};
use super::spelling::{Spelling, pair_bit};
use super::table::{CostTable, price};
use super::units::Unit;

/// How a cell is reached.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'c> {
    /// By a letter of both spellings.
    Both,
    /// By a letter that only the first one has.
    First,
    /// By a letter that only the second one has.
    Second,
    /// By two letters that changed places.
    Swap,
    /// By a unit.
    Unit(&'c Unit),
}

/// Cells of a row: those of the band, and one on each side that nothing reaches.
const WIDTH: usize = 2 * BAND + 3;
/// The cell of a row in which as many letters of the second spelling as of the first were taken.
const MIDDLE: usize = BAND + 1;

/// A way into a cell over several letters of each spelling.
#[derive(Debug, Clone, Copy)]
struct Jump<'s> {
    /// Letters taken of the two where it begins.
    from: (usize, usize),
    /// The unit; two letters that changed places if there is none.
    unit: Option<&'s Unit>,
}

/// A row for each number of letters taken of the first spelling; in each a cell for each number of letters taken of the
/// second, if it is at most [`BAND`] more or fewer. A cell holds the least cost to reach it.
///
/// Of several ways into a cell that cost the same the first one counts, in the order of the rows they come from, then of the
/// columns. Jumps come from rows and columns before those that single letters come from.
pub(super) struct Sheet<'s> {
    costs: &'s CostTable,
    a: &'s Spelling,
    b: &'s Spelling,
    cells: [[f32; WIDTH]; LONGEST + 1],
    /// The jumps that were the cheapest way into their cells so far, with those cells.
    landed: Landed<'s>,
}

/// A jump that landed, with its cell.
type LandedJump<'s> = ((usize, usize), Jump<'s>);

/// As many jumps land in nearly every sheet, or fewer.
const USUAL: usize = 8;

/// Jumps in the order in which they landed: the first few take no memory of their own.
#[derive(Default)]
struct Landed<'s> {
    first: [Option<LandedJump<'s>>; USUAL],
    count: usize,
    others: Vec<LandedJump<'s>>,
}

impl<'s> Landed<'s> {
    fn push(&mut self, jump: LandedJump<'s>) {
        match self.first.get_mut(self.count) {
            Some(place) => *place = Some(jump),
            None => self.others.push(jump),
        }
        self.count += 1;
    }

    /// The last jump that landed in a cell.
    fn last_in(&self, cell: (usize, usize)) -> Option<Jump<'s>> {
        let all = self.first.iter().take(self.count).flatten().chain(&self.others);
        all.rev().find(|(end, _)| *end == cell).map(|(_, jump)| *jump)
    }
}

impl<'s> Sheet<'s> {
    /// An empty sheet for two spellings whose lengths differ by [`BAND`] letters at most.
    #[inline]
    pub(super) fn new(costs: &'s CostTable, a: &'s Spelling, b: &'s Spelling) -> Self {
        Self { costs, a, b, cells: [[f32::INFINITY; WIDTH]; LONGEST + 1], landed: Landed::default() }
    }

    /// Fills all cells.
    pub(super) fn fill(&mut self) {
        let mut alone = [0.0; LONGEST];
        for (cost, &slot) in alone.iter_mut().zip(self.b.slots()) {
            *cost = self.costs.added_price(slot);
        }
        self.cells[0][MIDDLE] = 0.0;
        let mut cost = 0.0;
        for (cell, alone) in self.cells[0].iter_mut().skip(MIDDLE + 1).zip(alone).take(self.b.len().min(BAND)) {
            cost += alone;
            *cell = cost;
        }
        self.jump(0);
        for i in 1..=self.a.len() {
            self.fill_row(i, &alone);
            self.jump(i);
        }
    }

    /// Fills row `i` by single letters, over what jumps left there. `alone` is what each letter of the second spelling costs
    /// that the first lacks.
    fn fill_row(&mut self, i: usize, alone: &[f32; LONGEST]) {
        let (a, b) = (self.a, self.b);
        let alone_here = self.costs.added_price(a.slot(i - 1));
        let prices = self.costs.changed_prices(a.placed(i - 1));
        let (before, rest) = self.cells.split_at_mut(i);
        let (Some(above), Some(row)) = (before.last(), rest.first_mut()) else { return };
        if i <= BAND {
            row[MIDDLE - i] = above[MIDDLE - i + 1] + alone_here;
        }
        // The letters of the second spelling whose cells lie in the band, and the first of these cells.
        let first = i.saturating_sub(BAND + 1);
        let column = MIDDLE + first + 1 - i;
        let end = column + b.len().min(i + BAND).saturating_sub(first);
        let mut left = row[column - 1];
        for (at, column) in (first..LONGEST).zip(column..end.min(WIDTH - 1)) {
            let both = above[column] + prices[usize::from(b.placed[at])];
            left = least(least(least(row[column], both), above[column + 1] + alone_here), left + alone[at]);
            row[column] = left;
        }
    }

    /// Jumps from row `i` to cells of later ones.
    fn jump(&mut self, i: usize) {
        let (a, b) = (self.a, self.b);
        let (letter, next) = (a.at(i), a.at(i + 1));
        let may_swap = i > 0 && i + 1 < a.len() && letter != next && b.pairs & pair_bit(next, letter) != 0;
        let costs = self.costs;
        // Where there is a unit there is seldom another.
        let mut units = costs.units_of(a, i, b);
        let first_unit = units.next();
        let are_more = units.next().is_some();
        if !may_swap && first_unit.is_none() {
            return;
        }
        for j in i.saturating_sub(BAND)..b.len().min(i + BAND + 1) {
            let here = self.cost(i, j);
            if may_swap && j > 0 && j + 1 < b.len() && letter == b.at(j + 1) && next == b.at(j) {
                let cost = here + price(costs.swapped_weight(letter, next));
                self.land((i + 2, j + 2), cost, Jump { from: (i, j), unit: None });
            }
            let others = are_more.then(|| costs.units_of(a, i, b).skip(1)).into_iter().flatten();
            for unit in first_unit.into_iter().chain(others) {
                if b.stands_at(j, &unit.b) {
                    let end = (i + unit.a.len(), j + unit.b.len());
                    self.land(end, here + price(unit.weight), Jump { from: (i, j), unit: Some(unit) });
                }
            }
        }
    }

    /// Ends a jump in a cell, if that lies in the band and no jump into it was as cheap.
    fn land(&mut self, (i, j): (usize, usize), cost: f32, jump: Jump<'s>) {
        let column = (MIDDLE + j).wrapping_sub(i);
        if !(1..WIDTH - 1).contains(&column) {
            return;
        }
        if let Some(cell) = self.cells.get_mut(i).and_then(|row| row.get_mut(column)).filter(|cell| cost < **cell) {
            *cell = cost;
            self.landed.push(((i, j), jump));
        }
    }

    fn cost(&self, i: usize, j: usize) -> f32 {
        let column = (MIDDLE + j).wrapping_sub(i);
        self.cells.get(i).and_then(|row| row.get(column)).copied().unwrap_or(f32::INFINITY)
    }

    /// How a cell is reached; nothing if it is not, or if it is where both spellings begin.
    pub(super) fn step(&self, i: usize, j: usize) -> Option<Step<'s>> {
        let cost = self.cost(i, j);
        if !cost.is_finite() {
            return None;
        }
        // The last one was the cheapest.
        if let Some(jump) = self.landed.last_in((i, j)) {
            let (letter, next) = (self.a.at(jump.from.0), self.a.at(jump.from.0 + 1));
            let weight = jump.unit.map_or_else(|| self.costs.swapped_weight(letter, next), |unit| unit.weight);
            if cost == self.cost(jump.from.0, jump.from.1) + price(weight) {
                return Some(jump.unit.map_or(Step::Swap, Step::Unit));
            }
        }
        if i > 0 && j > 0 {
            let prices = self.costs.changed_prices(self.a.placed(i - 1));
            if cost == self.cost(i - 1, j - 1) + prices[usize::from(self.b.placed(j - 1))] {
                return Some(Step::Both);
            }
        }
        if i > 0 && cost == self.cost(i - 1, j) + self.costs.added_price(self.a.slot(i - 1)) {
            return Some(Step::First);
        }
        (j > 0).then_some(Step::Second)
    }
}

/// The lesser of two costs.
fn least(one: f32, other: f32) -> f32 {
    if other < one { other } else { one }
}
