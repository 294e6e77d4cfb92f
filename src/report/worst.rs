//! The worst of many things, in bounded memory.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::diagnostic::Severity;

/// Keeps so many of the worst; among equals, those that came first.
#[derive(Debug)]
pub struct Worst<T> {
    limit: usize,
    seen: usize,
    kept: BTreeMap<(Reverse<Severity>, usize), T>,
}

impl<T> Worst<T> {
    /// Room for `limit` things.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { limit, seen: 0, kept: BTreeMap::new() }
    }

    /// Takes one more; it is made only if it is kept for now.
    pub fn add(&mut self, severity: Severity, make: impl FnOnce() -> T) {
        let key = (Reverse(severity), self.seen);
        self.seen += 1;
        let full = self.kept.len() >= self.limit;
        if full && self.kept.last_key_value().is_none_or(|(last, _)| *last <= key) {
            return;
        }
        self.kept.insert(key, make());
        if full {
            self.kept.pop_last();
        }
    }

    /// How many were not kept.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.seen - self.kept.len()
    }

    /// The worst first.
    pub fn worst_first(&self) -> impl Iterator<Item = &T> {
        self.kept.values()
    }

    /// Those kept, in the order they came.
    #[must_use]
    pub fn in_order(&self) -> Vec<&T> {
        let mut kept: Vec<_> = self.kept.iter().map(|((_, order), thing)| (*order, thing)).collect();
        kept.sort_unstable_by_key(|(order, _)| *order);
        kept.into_iter().map(|(_, thing)| thing).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mildest_and_last_make_room() {
        let mut worst = Worst::new(3);
        for (severity, name) in [
            (Severity::Info, "a"),
            (Severity::Warning, "b"),
            (Severity::Info, "c"),
            (Severity::Error, "d"),
            (Severity::Warning, "e"),
            (Severity::Warning, "f"),
        ] {
            worst.add(severity, || name);
        }
        assert_eq!(worst.worst_first().copied().collect::<String>(), "dbe");
        assert_eq!(worst.in_order().into_iter().copied().collect::<String>(), "bde");
        assert_eq!(worst.left_out(), 3);
    }

    #[test]
    fn there_may_be_no_room_at_all() {
        let mut none = Worst::new(0);
        none.add(Severity::Error, || ());
        assert_eq!((none.worst_first().count(), none.left_out()), (0, 1));
    }
}
