//! Words by their letters: a walk from the first letter on shows which words a text begins with, and ends where no word goes on.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::narrow;

/// A set of words, each with a number.
#[derive(Debug, Clone, Default)]
pub struct Trie {
    /// From a step and a letter to the next step.
    next: FxHashMap<(u32, char), u32>,
    /// For each step but the first the number of the word that ends there.
    numbers: Vec<Option<u32>>,
}

impl Trie {
    /// These words, each with number 0.
    pub fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut trie = Self::default();
        for word in words {
            trie.insert(word.chars(), 0);
        }
        trie
    }

    /// The number of a word, given by its letters, which becomes `number` if it has none. The empty word is in no set.
    pub fn insert(&mut self, letters: impl Iterator<Item = char>, number: u32) -> Option<u32> {
        let mut at = 0;
        for letter in letters {
            let numbers = &mut self.numbers;
            at = *self.next.entry((at, letter)).or_insert_with(|| {
                numbers.push(None);
                narrow(numbers.len())
            });
        }
        let place = self.numbers.get_mut((at as usize).checked_sub(1)?)?;
        Some(*place.get_or_insert(number))
    }

    /// Calls `found` with the length in bytes and the number of every word that `text` begins with, the shortest first.
    #[inline]
    pub fn each_prefix(&self, text: &str, found: impl FnMut(usize, u32)) {
        self.walk(text.chars(), found);
    }

    /// The same for letters in any order, such as those of a text from its end.
    #[inline]
    pub fn walk(&self, letters: impl Iterator<Item = char>, mut found: impl FnMut(usize, u32)) {
        let (mut at, mut end) = (0, 0);
        for letter in letters {
            let Some(&next) = self.next.get(&(at, letter)) else { return };
            (at, end) = (next, end + letter.len_utf8());
            if let Some(Some(number)) = self.numbers.get(at as usize - 1) {
                found(end, *number);
            }
        }
    }
}

impl Trie {
    /// The set as [`LaidOutTrie`] reads it: the first steps by their letters, and all steps.
    #[must_use]
    pub fn frozen(&self) -> (Vec<u8>, Vec<u8>) {
        let steps: BTreeMap<(u32, char), u32> = self.next.iter().map(|(&key, &step)| (key, step)).collect();
        // Step by step from the first on, the steps after each together: those after the next follow them.
        let (mut order, mut first_after) = (vec![(0, '\0')], Vec::new());
        while let Some(&(step, _)) = order.get(first_after.len()) {
            first_after.push(narrow(order.len()));
            let after = steps.range((step, '\0')..=(step, char::MAX));
            order.extend(after.map(|(&(_, letter), &next)| (next, letter)));
        }
        let mut firsts = [0_u16; FIRSTS];
        for (place, (_, letter)) in (1..).zip(order.iter().skip(1).take(steps.range((0, '\0')..(1, '\0')).count())) {
            if let Some(first) = firsts.get_mut(*letter as usize) {
                *first = place;
            }
        }
        let number = |step: u32| (step as usize).checked_sub(1).and_then(|at| *self.numbers.get(at)?);
        let nodes = order.iter().zip(first_after);
        let of_node = |(&(step, letter), first): (&(u32, char), u32)| {
            [u32::from(letter), number(step).map_or(0, |number| number + 1), first]
        };
        let end = [0, 0, narrow(order.len())];
        let steps = nodes.map(of_node).chain([end]).flatten().flat_map(u32::to_le_bytes).collect();
        (firsts.into_iter().flat_map(u16::to_le_bytes).collect(), steps)
    }
}

/// Words by their letters, laid out when the program was built and read in place.
#[derive(Debug, Clone, Copy, Default)]
pub struct LaidOutTrie {
    /// For each letter below U+0800 the first step by it; 0 if there is none. There are many first steps, and few others after one.
    firsts: &'static [u8],
    /// For each step its letter, the number of the word that ends there, one higher (0 for none), and the first of the steps after
    /// it, which are in order of their letters and end where those after the next step begin. A last one ends those of all.
    steps: &'static [u8],
}

/// Letters whose first steps stand in a table.
const FIRSTS: usize = 0x800;
/// Bytes of a step that is laid out: its three numbers, the lowest byte first.
const STEP: usize = 12;
/// Which of the numbers of a step is its letter, the number of the word that ends there, and the first of the steps after it.
const LETTER: usize = 0;
const NUMBER: usize = 1;
const FIRST_AFTER: usize = 2;

impl LaidOutTrie {
    /// The set that [`Trie::frozen`] gave.
    #[must_use]
    pub fn new(firsts: &'static [u8], steps: &'static [u8]) -> Self {
        Self { firsts, steps }
    }

    /// One of the three numbers of a step.
    #[inline]
    fn number(self, step: u32, which: usize) -> Option<u32> {
        let at = step as usize * STEP + which * size_of::<u32>();
        self.steps.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
    }

    /// Calls `found` with the length in bytes and the number of every word that `text` begins with, the shortest first.
    #[inline]
    pub fn each_prefix(self, text: &str, mut found: impl FnMut(usize, u32)) {
        let (mut at, mut end) = (0, 0);
        for letter in text.chars() {
            let Some((next, number)) = self.after(at, u32::from(letter)) else { return };
            (at, end) = (next, end + letter.len_utf8());
            if let Some(number) = number.checked_sub(1) {
                found(end, number);
            }
        }
    }

    /// The step after another by a letter, and its number.
    #[inline]
    fn after(self, at: u32, letter: u32) -> Option<(u32, u32)> {
        if at == 0 && (letter as usize) < FIRSTS {
            let first = self.firsts.get(letter as usize * size_of::<u16>()..)?.first_chunk();
            let first = first.map(|bytes| u32::from(u16::from_le_bytes(*bytes))).filter(|first| *first > 0)?;
            return Some((first, self.number(first, NUMBER)?));
        }
        let (mut first, mut last) = (self.number(at, FIRST_AFTER)?, self.number(at + 1, FIRST_AFTER)?);
        while first < last {
            let middle = first + (last - first) / 2;
            match self.number(middle, LETTER)?.cmp(&letter) {
                Ordering::Less => first = middle + 1,
                Ordering::Equal => return Some((middle, self.number(middle, NUMBER)?)),
                Ordering::Greater => last = middle,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_that_is_laid_out_finds_the_same() {
        let mut trie = Trie::default();
        for (number, word) in (0..).zip(["قال", "قالت", "ق", "على", "عليه", "a", "ab", "「a", "\u{1f600}"])
        {
            trie.insert(word.chars(), number);
        }
        let (firsts, steps) = trie.frozen();
        let laid_out = LaidOutTrie::new(Vec::leak(firsts), Vec::leak(steps));
        for text in ["قالتها", "قال", "عليهم", "علم", "abc", "", "b", "「ab", "「", "\u{1f600}a"] {
            let (mut now, mut then) = (Vec::new(), Vec::new());
            trie.each_prefix(text, |end, number| now.push((end, number)));
            laid_out.each_prefix(text, |end, number| then.push((end, number)));
            assert_eq!(now, then, "{text}");
        }
        LaidOutTrie::default().each_prefix("a", |_, _| panic!("nothing is in it"));
    }

    #[test]
    fn every_word_that_a_text_begins_with_is_found() {
        let mut trie = Trie::default();
        let mut insert = |word: &str, number| trie.insert(word.chars(), number);
        assert_eq!((insert("قال", 1), insert("قالت", 2), insert("قال", 3)), (Some(1), Some(2), Some(1)));
        assert_eq!(insert("", 4), None);
        let found = |text: &str| {
            let mut all = Vec::new();
            trie.each_prefix(text, |end, number| all.push((&text[..end], number)));
            all.iter().map(|(word, number)| format!("{word} {number}")).collect::<Vec<_>>()
        };
        assert_eq!(found("قالتها"), ["قال 1", "قالت 2"]);
        assert_eq!(found("قا"), Vec::<String>::new());
    }
}
