//! Whether a row of words stands at a place.

use rustc_hash::FxHashSet;

use super::element::Step;
use super::line::Line;

/// A row that was found. All offsets are bytes of the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// For each element where it begins and ends; nothing where it is missing.
    pub elements: Vec<Option<(u32, u32)>>,
}

impl Row {
    /// Where it begins and ends.
    pub fn place(&self) -> Option<(u32, u32)> {
        let mut there = self.elements.iter().flatten();
        let first = there.next()?;
        Some((first.0, there.next_back().unwrap_or(first).1))
    }
}

/// A search for a row from one unit on.
#[derive(Debug)]
pub struct RowSearch<'s> {
    steps: &'s [Step],
    line: &'s Line<'s>,
    elements: Vec<Option<(u32, u32)>>,
    /// What was tried in vain: how many words which step had, and where the next one begins.
    failed: FxHashSet<(usize, u32, u32)>,
    #[cfg(test)]
    tries: usize,
}

impl<'s> RowSearch<'s> {
    /// A search for the row of `steps` in a sentence.
    pub fn new(steps: &'s [Step], line: &'s Line<'s>) -> Self {
        Self {
            steps,
            line,
            elements: vec![None; steps.len()],
            failed: FxHashSet::default(),
            #[cfg(test)]
            tries: 0,
        }
    }

    /// How many words it has looked at.
    #[cfg(test)]
    pub fn tries(&self) -> usize {
        self.tries
    }

    /// The row that begins with the unit at `at`, if there is one.
    pub fn at(&mut self, at: u32) -> Option<Row> {
        self.elements.fill(None);
        self.failed.clear();
        self.go_on(0, 0, Some(at)).then(|| Row { elements: self.elements.clone() })
    }

    /// Whether the row goes on at `at` with a step that has taken so many words.
    fn go_on(&mut self, index: usize, taken: u32, at: Option<u32>) -> bool {
        let steps = self.steps;
        let Some(step) = steps.get(index) else { return self.elements.iter().any(Option::is_some) };
        let state = at.map(|at| (index, taken, at));
        if state.is_some_and(|state| self.failed.contains(&state)) {
            return false;
        }
        let may_end = taken >= step.at_least;
        let is_gap = step.is_gap();
        let found = (!is_gap && self.take(step, index, taken, at))
            || (may_end && self.go_on(index + 1, 0, at))
            || (is_gap && self.take(step, index, taken, at));
        // Most rows end with their first word, and nobody asks again.
        if !found && index > 0 {
            self.failed.extend(state);
        }
        found
    }

    fn take(&mut self, step: &Step, index: usize, taken: u32, at: Option<u32>) -> bool {
        let Some(at) = at.filter(|_| taken < step.at_most) else { return false };
        #[cfg(test)]
        {
            self.tries += 1;
        }
        let line = self.line;
        let is_first = self.elements.iter().all(Option::is_none);
        line.each_taken(step, at, |start, end| {
            let before = self.elements.get(index).copied().flatten();
            // What is written onto the first word is no part of the row.
            let from = before.map_or(if is_first { start } else { at }, |(first, _)| first);
            if let Some(element) = self.elements.get_mut(index) {
                *element = Some((from, end));
            }
            let found = self.go_on(index, taken + 1, line.next(end));
            if !found && let Some(element) = self.elements.get_mut(index) {
                *element = before;
            }
            found
        })
    }
}
