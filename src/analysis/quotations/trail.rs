//! The decisions that led to the states of a reading, each with the one before it.

use super::state::State;
use crate::text::narrow;

/// The node before the first.
pub const START: u32 = u32::MAX;
/// A mark adds about so many nodes.
const NODES_A_MARK: usize = 8;
/// With fewer nodes than this none is thrown away.
const FEW: usize = 1 << 16;

/// What one step of a reading decided. Marks are indices among all that are read.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// The mark is no quotation mark.
    Plain,
    /// It opens.
    Open,
    /// It opens again the quotation that mark `open` opened; it is to be the same character, where it faces the wrong way.
    Reopen { open: u32, is_turned: bool },
    /// It closes a quotation and the one around it, which `outer` opened.
    CloseBoth { outer: u32 },
    /// It closes what `open` opened, inside another quotation or not.
    Close { open: u32, is_inside: bool },
    /// It closes what nothing opened.
    Unopened,
    /// The quotation opened by this mark is given up.
    Unclosed { open: u32 },
}

/// A decision about mark `mark` (or at the end of a block), and the one before it.
#[derive(Debug, Clone, Copy)]
struct Node {
    previous: u32,
    mark: u32,
    step: Step,
}

/// All decisions that may still be of use.
#[derive(Debug)]
pub struct Trail {
    nodes: Vec<Node>,
    /// With so many, those that no state has come by are thrown away.
    most: usize,
}

impl Trail {
    /// An empty one, to read so many marks.
    pub fn new(marks: usize) -> Self {
        Self { nodes: Vec::with_capacity(marks.saturating_mul(NODES_A_MARK).min(FEW)), most: FEW }
    }

    /// Adds a decision after `previous`, and answers where it is.
    pub fn add(&mut self, previous: u32, mark: usize, step: Step) -> u32 {
        self.nodes.push(Node { previous, mark: narrow(mark), step });
        narrow(self.nodes.len() - 1)
    }

    /// The decisions up to `last`, that first, each with its mark.
    pub fn back_from(&self, last: u32) -> impl Iterator<Item = (u32, Step)> {
        let mut at = last;
        std::iter::from_fn(move || {
            let node = self.nodes.get(at as usize)?;
            at = node.previous;
            Some((node.mark, node.step))
        })
    }

    /// Throws away what led to none of `states`, once there are many nodes.
    pub fn thin_out(&mut self, states: &mut [State]) {
        if self.nodes.len() < self.most {
            return;
        }
        // For each node its new place: first whether it has one, for a node comes after the one before it.
        let mut places = vec![START; self.nodes.len()];
        let reach = |places: &mut [u32], node: u32| {
            if let Some(place) = places.get_mut(node as usize) {
                *place = 0;
            }
        };
        states.iter().for_each(|state| reach(&mut places, state.node));
        for (index, node) in self.nodes.iter().enumerate().rev() {
            if places.get(index) == Some(&0) {
                reach(&mut places, node.previous);
            }
        }
        let mut kept = 0;
        places.iter_mut().filter(|place| **place == 0).for_each(|place| {
            *place = kept;
            kept += 1;
        });
        let place = |node: u32| places.get(node as usize).copied().unwrap_or(START);
        let mut index = 0;
        self.nodes.retain_mut(|node| {
            node.previous = place(node.previous);
            index += 1;
            place(index - 1) != START
        });
        states.iter_mut().for_each(|state| state.node = place(state.node));
        self.most = FEW.max(2 * self.nodes.len());
    }
}

#[cfg(test)]
mod tests {
    use super::super::state::EMPTY;
    use super::*;

    #[test]
    fn what_led_to_a_state_stays() {
        let mut trail = Trail::new(1);
        let mut states = [EMPTY; 2];
        for mark in 0..2 * FEW {
            // Each time a third way, which is given up.
            trail.add(states[0].node, mark, Step::Unopened);
            states[0].node = trail.add(states[0].node, mark, Step::Plain);
            if mark > 2 * FEW - 10 {
                states[1].node = trail.add(states[1].node, mark, Step::Open);
            }
            trail.thin_out(&mut states);
        }
        assert!(trail.nodes.len() < 4 * FEW);
        let way = |state: State| trail.back_from(state.node).collect::<Vec<_>>();
        let (first, second) = (way(states[0]), way(states[1]));
        assert!(
            first
                .iter()
                .rev()
                .enumerate()
                .all(|(index, (mark, step))| { *mark as usize == index && matches!(step, Step::Plain) })
        );
        assert_eq!((first.len(), second.len()), (2 * FEW, 9));
        assert!(second.iter().all(|(_, step)| matches!(step, Step::Open)));
    }
}
