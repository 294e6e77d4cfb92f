//! Files of records that say the same: a part of an archive that was written again, under another name, counts once.

use std::collections::HashSet;

use copydesk::kinds::Tally;

/// The parts of an archive that were added to a tally.
#[derive(Debug, Default)]
pub struct Parts {
    /// The digest of each, and how many articles it has.
    known: HashSet<(u64, u64)>,
    /// How many came again.
    pub repeated: usize,
}

impl Parts {
    /// Adds what the articles of one file come to, unless another file had the same ones.
    pub fn add(&mut self, tally: &mut Tally, part: Tally) {
        if part.articles() > 0 && !self.known.insert((part.digest(), part.articles())) {
            self.repeated += 1;
            return;
        }
        tally.merge(part);
    }
}
