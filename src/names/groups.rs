//! Groups of words.

use crate::text::WordSet;

/// Words and the numbers of the groups they stand in.
#[derive(Debug, Default)]
pub struct Groups {
    words: WordSet,
    /// For each word where its groups begin; at the end, how many there are.
    starts: Vec<u32>,
    groups: Vec<u32>,
}

impl Groups {
    /// The numbers of the groups that a word stands in, in order; nothing, if it is in none.
    #[must_use]
    pub fn get(&self, word: &str) -> Option<&[u32]> {
        let number = self.words.number_of(word)? as usize;
        let (start, end) = (*self.starts.get(number)?, *self.starts.get(number + 1)?);
        self.groups.get(start as usize..end as usize)
    }

    /// Groups that were laid out when the program was built, from what [`Groups::frozen`] gave.
    #[must_use]
    pub fn laid_out(words: WordSet, starts: &[u8], groups: &[u8]) -> Self {
        let numbers = |bytes: &[u8]| bytes.as_chunks().0.iter().map(|number| u32::from_le_bytes(*number)).collect();
        Self { words, starts: numbers(starts), groups: numbers(groups) }
    }

    /// The groups as they can be laid out when the program is built: the words; for each where its groups begin, and at the end how
    /// many there are; the groups.
    #[must_use]
    pub fn frozen(&self) -> (&WordSet, &[u32], &[u32]) {
        (&self.words, &self.starts, &self.groups)
    }

    /// The words.
    #[must_use]
    pub fn words(&self) -> &WordSet {
        &self.words
    }
}

/// Groups while they are filled, one after another.
#[derive(Debug, Default)]
pub struct GroupsInOrder {
    words: WordSet,
    /// For each word the last group it was put into, and in how many it is.
    last: Vec<(u32, u32)>,
    /// The number of a word and that of its group.
    pairs: Vec<(u32, u32)>,
}

impl GroupsInOrder {
    /// Puts a word into the group with a number, which is not below that of any before it.
    pub fn add(&mut self, word: &str, group: u32) {
        let number = self.words.insert(word);
        match self.last.get_mut(number as usize) {
            Some((last, _)) if *last == group => return,
            Some(last) => *last = (group, last.1 + 1),
            None => self.last.push((group, 1)),
        }
        self.pairs.push((number, group));
    }

    /// The groups of all words.
    #[must_use]
    pub fn done(self) -> Groups {
        let mut starts = Vec::with_capacity(self.last.len() + 1);
        let mut all = 0;
        for (_, count) in &self.last {
            starts.push(all);
            all += count;
        }
        starts.push(all);
        let (mut next, mut groups) = (starts.clone(), vec![0; self.pairs.len()]);
        for (number, group) in self.pairs {
            if let Some(next) = next.get_mut(number as usize) {
                if let Some(place) = groups.get_mut(*next as usize) {
                    *place = group;
                }
                *next += 1;
            }
        }
        Groups { words: self.words, starts, groups }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_in_all_its_groups() {
        let mut groups = GroupsInOrder::default();
        for (word, group) in [("a", 0), ("b", 0), ("a", 0), ("c", 1), ("a", 2)] {
            groups.add(word, group);
        }
        let groups = groups.done();
        assert_eq!(
            (groups.get("a"), groups.get("b"), groups.get("c")),
            (Some(&[0, 2][..]), Some(&[0][..]), Some(&[1][..]))
        );
        assert_eq!(groups.get("d"), None);
    }
}
