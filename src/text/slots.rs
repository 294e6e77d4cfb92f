//! What is looked up by a hash, in open addressing: a search ends at a free slot, of which at least half the slots are.

/// A place in a table; the default one is free.
pub trait Slot: Copy + Default {
    /// The hash of what is in it.
    fn hash(&self) -> u32;

    /// Whether there is something in it.
    fn is_taken(&self) -> bool;
}

/// A table of slots, as many as a power of two.
#[derive(Debug)]
pub struct Slots<S> {
    all: Vec<S>,
    taken: usize,
}

impl<S: Slot> Slots<S> {
    /// A table of at least so many slots, all of them free.
    #[must_use]
    pub fn free(count: usize) -> Self {
        Self { all: vec![S::default(); count.next_power_of_two()], taken: 0 }
    }

    /// How many slots are taken.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.taken
    }

    /// The slot that `is_it`, of those with this hash.
    ///
    /// # Errors
    /// The index of the slot where it belongs, for [`Slots::put`], if there is none.
    #[inline]
    pub fn find(&self, hash: u32, is_it: impl Fn(&S) -> bool) -> Result<&S, usize> {
        let mask = self.all.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let Some(slot) = self.all.get(at).filter(|slot| slot.is_taken()) else { return Err(at) };
            if slot.hash() == hash && is_it(slot) {
                return Ok(slot);
            }
            at = (at + 1) & mask;
        }
    }

    /// Fills the slot with the index that [`Slots::find`] gave last.
    pub fn put(&mut self, at: usize, slot: S) {
        if let Some(free) = self.all.get_mut(at) {
            *free = slot;
            self.taken += 1;
        }
        if self.taken * 2 > self.all.len() {
            self.grow();
        }
    }

    fn grow(&mut self) {
        let grown = Self::free(self.all.len() * 2);
        let old = std::mem::replace(self, grown);
        for slot in old.all.into_iter().filter(Slot::is_taken) {
            if let Err(at) = self.find(slot.hash(), |_| false) {
                self.put(at, slot);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Slot for (u32, u32) {
        fn hash(&self) -> u32 {
            self.0
        }

        fn is_taken(&self) -> bool {
            self.1 > 0
        }
    }

    #[test]
    fn what_was_put_in_is_found_however_many_came_after_it() {
        let mut slots = Slots::free(3);
        // Few hashes for many: most of them meet others on their way.
        for number in 1..500_u32 {
            let hash = number % 7;
            let at = slots.find(hash, |slot: &(u32, u32)| slot.1 == number).unwrap_err();
            slots.put(at, (hash, number));
        }
        assert_eq!(slots.taken(), 499);
        assert!((1..500).all(|number| slots.find(number % 7, |slot| slot.1 == number) == Ok(&(number % 7, number))));
        assert!(slots.find(7, |_| true).is_err());
    }
}
