//! The states after a mark while they are found: of those with the same future the cheapest, and of all the cheapest few.

use super::state::{Key, State};
use super::trail::{Step, Trail};
use crate::text::narrow;

/// A reading that costs this much more than the best so far cannot win: two defects (unpaired marks) and more in hand.
pub const HOPELESS: f32 = 10.0;
/// Most states kept after each mark, the cheapest.
const STATES: usize = 32;

/// A state and the step that led to it, after what its parent gave up; `None` at the end of a block.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    state: State,
    step: Option<Step>,
}

/// The states found after a mark.
#[derive(Debug, Default)]
pub struct Beam {
    found: Vec<Candidate>,
    known: Known,
    /// What a state may cost to be kept: the cheapest found, and `HOPELESS` more; no more than `bound`.
    pub limit: f32,
    /// The most that a reading may cost to be of use. What a reading costs never falls, so states beyond lead to none.
    bound: f32,
    order: Vec<u64>,
}

impl Beam {
    /// Begins a reading that may cost `bound` at most.
    pub fn begin(&mut self, bound: f32) {
        (self.limit, self.bound) = (bound, bound);
        self.clear();
    }

    fn clear(&mut self) {
        self.found.clear();
        self.known.clear();
    }

    /// Keeps a state that `step` leads to, unless a cheaper one has the same future or it is hopeless.
    pub fn keep(&mut self, state: &State, step: Option<Step>) {
        if state.cost > self.limit {
            return;
        }
        let candidate = Candidate { state: *state, step };
        let key = state.key();
        match self.known.place(key).and_then(|at| self.found.get_mut(at)) {
            Some(known) if known.state.cost <= state.cost => return,
            Some(known) => *known = candidate,
            None => {
                self.known.add(key);
                self.found.push(candidate);
            }
        }
        self.limit = self.limit.min(state.cost + HOPELESS);
    }

    /// Puts the states found in the place of those they came from, the cheapest first, of equal ones the one found first. What
    /// they decided about mark `index` goes into the trail, if there is one.
    pub fn turn(&mut self, states: &mut Vec<State>, spare: &mut Vec<State>, index: usize, trail: Option<&mut Trail>) {
        self.order.clear();
        let costs = self.found.iter().map(|found| found.state.cost).enumerate();
        // Costs are not negative, so their bits are in their order.
        let by_cost = |(at, cost): (usize, f32)| u64::from(cost.to_bits()) << 32 | at as u64;
        self.order.extend(costs.filter(|(_, cost)| *cost <= self.limit).map(by_cost));
        if self.order.len() > STATES {
            self.order.select_nth_unstable(STATES);
            self.order.truncate(STATES);
        }
        self.order.sort_unstable();
        spare.clear();
        let found = self.order.iter().filter_map(|at| self.found.get((at & u64::from(u32::MAX)) as usize));
        match trail {
            None => spare.extend(found.map(|found| found.state)),
            Some(trail) => {
                for Candidate { state, step } in found {
                    let Some(parent) = states.get(usize::from(state.parent)) else { continue };
                    let mut node = parent.node;
                    for open in (1..=state.given_up).filter_map(|nth| parent.opened_by(nth)) {
                        node = trail.add(node, index, Step::Unclosed { open });
                    }
                    if let Some(step) = *step {
                        node = trail.add(node, index, step);
                    }
                    spare.push(state.after(node));
                }
                trail.thin_out(spare);
            }
        }
        std::mem::swap(states, spare);
        self.clear();
        self.limit = self.bound;
    }
}

/// With no more keys than this, each is looked at.
const FEW_KEYS: usize = 12;
/// Places of keys in the table, a power of two: one state before a mark leads to no more than 22 after it.
const PLACES: usize = 2048;

/// The keys of the states found, in the order they were found in.
#[derive(Debug, Default)]
struct Known {
    keys: Vec<Key>,
    /// For the hash of each key its index, and the round in which it was put there; empty until there are many keys.
    places: Vec<(u32, u32)>,
    round: u32,
}

impl Known {
    fn clear(&mut self) {
        self.keys.clear();
    }

    /// Where a key is among those known.
    fn place(&self, key: Key) -> Option<usize> {
        if self.keys.len() <= FEW_KEYS {
            return self.keys.iter().position(|known| *known == key);
        }
        let index = self.places.get(self.slot(key)).filter(|(round, _)| *round == self.round)?.1;
        Some(index as usize)
    }

    /// Adds one that is not known.
    fn add(&mut self, key: Key) {
        self.keys.push(key);
        match self.keys.len() {
            0..=FEW_KEYS => {}
            len if len == FEW_KEYS + 1 => {
                if self.places.is_empty() || self.round == u32::MAX {
                    (self.places, self.round) = (vec![(0, 0); PLACES], 0);
                }
                self.round += 1;
                (0..len).for_each(|index| self.put(index));
            }
            len => self.put(len - 1),
        }
    }

    fn put(&mut self, index: usize) {
        let Some(&key) = self.keys.get(index) else { return };
        let (slot, entry) = (self.slot(key), (self.round, narrow(index)));
        if let Some(place) = self.places.get_mut(slot) {
            *place = entry;
        }
    }

    /// The slot of a key, or the empty one where it would be.
    fn slot(&self, key: Key) -> usize {
        let mixed = (key as u64 ^ ((key >> 64) as u64).rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut slot = (mixed >> 32) as usize % PLACES;
        for _ in 0..PLACES {
            let is_other = |(round, index): &(u32, u32)| {
                *round == self.round && self.keys.get(*index as usize).is_some_and(|known| *known != key)
            };
            if !self.places.get(slot).is_some_and(is_other) {
                break;
            }
            slot = (slot + 1) % PLACES;
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::super::state::EMPTY;
    use super::*;

    #[test]
    fn every_key_is_known_once_it_is_added() {
        let mut known = Known::default();
        for _ in 0..3 {
            for key in 0..700 {
                assert_eq!(known.place(key << 30), None);
                known.add(key << 30);
                assert!((0..=key).all(|key| known.place(key << 30) == Some(key as usize)));
            }
            known.clear();
        }
    }

    #[test]
    fn of_states_with_one_future_the_cheapest_stays() {
        let mut beam = Beam::default();
        beam.begin(f32::MAX);
        let of = |cost: f32| {
            let mut state = EMPTY;
            state.cost = cost;
            state
        };
        let open = |cost: f32| {
            let mut state = of(cost);
            state.push(0, '"', 0);
            state
        };
        let mut dear = open(12.0);
        dear.carried = true;
        [of(3.0), open(2.0), of(1.0), open(2.5), dear].iter().for_each(|state| beam.keep(state, None));
        let (mut states, mut spare) = (vec![EMPTY], Vec::new());
        beam.turn(&mut states, &mut spare, 0, None);
        assert_eq!(states.iter().map(|state| (state.cost, state.depth)).collect::<Vec<_>>(), [(1.0, 0), (2.0, 1)]);
    }
}
