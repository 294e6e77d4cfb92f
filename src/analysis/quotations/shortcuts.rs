//! What need not be worked out twice for one mark.

use super::conventions::Conventions;
use super::marks::Found;
use super::state::{EMPTY, Key, State};

/// States that are remembered at a time, a power of two.
const STATES: usize = 64;
/// Pairs that are remembered at a time, a power of two.
const PAIRS: usize = 64;

/// The states that have been extended by what the mark that is read can open and close. One with the same open quotations, which the
/// same marks opened, leads to the same states; if it costs no less, to none that would be kept. Some are forgotten.
#[derive(Debug, Default)]
pub struct Extended {
    states: Vec<(u32, Key, State)>,
    /// Counted up for each mark.
    round: u32,
}

impl Extended {
    /// Begins with the next mark.
    pub fn forget(&mut self) {
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.states.clear();
        }
    }

    /// Whether a state like this has been extended that cost no more. If not, this one will be.
    pub fn knows(&mut self, state: &State) -> bool {
        if self.states.is_empty() {
            // No mark is read in the round that these say.
            self.round = self.round.max(1);
            self.states.resize(STATES, (0, 0, EMPTY));
        }
        let key = state.key();
        let mixed = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let Some(known) = self.states.get_mut((mixed >> 48) as usize % STATES) else { return false };
        let is_known = known.0 == self.round
            && known.1 == key
            && known.2.cost <= state.cost
            && (1..=state.depth).all(|nth| known.2.opened_by(nth) == state.opened_by(nth));
        if !is_known {
            *known = (self.round, key, *state);
        }
        is_known
    }
}

/// What pairs cost, some of them, by all that this depends on.
#[derive(Debug)]
pub struct PairCosts([Option<(PairLooks, f32)>; PAIRS]);

/// How two marks look, each with whether its neighbours let it be what it is to be, and whether they are inside others.
type PairLooks = ((char, bool, bool), (char, bool, bool), bool);

impl PairCosts {
    /// None known.
    pub fn new() -> Self {
        Self([None; PAIRS])
    }

    /// What the pair of marks `open` and `close` costs, inside another or not.
    pub fn of(&mut self, conventions: &Conventions, open: &Found, close: &Found, is_inside: bool) -> f32 {
        let looks = (
            (open.glyph, open.apostrophe, open.open_cost < 0.5),
            (close.glyph, close.apostrophe, close.close_cost < 0.5),
            is_inside,
        );
        let work_out = || conventions.pair(open, close, is_inside).0;
        let mixed = (u64::from(open.glyph) << 32 | u64::from(close.glyph) << 1 | u64::from(is_inside))
            .wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let place = (mixed >> 40) as usize;
        let Some(known) = self.0.get_mut(place % PAIRS) else { return work_out() };
        match *known {
            Some((same, cost)) if same == looks => cost,
            _ => known.insert((looks, work_out())).1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_known_if_the_same_marks_opened_it_for_no_more() {
        let mut extended = Extended::default();
        let of = |mark: u32, cost: f32| {
            let mut state = EMPTY;
            state.push(mark, '"', 0);
            state.cost = cost;
            state
        };
        assert!(!extended.knows(&of(1, 2.0)));
        assert!(extended.knows(&of(1, 2.0)) && extended.knows(&of(1, 3.0)));
        assert!(!extended.knows(&of(1, 1.0)) && !extended.knows(&of(2, 9.0)));
        extended.forget();
        assert!(!extended.knows(&of(2, 9.0)));
    }
}
