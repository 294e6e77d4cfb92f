//! Words by their letters: a walk from the first letter on shows which words a text begins with, and ends where no word goes on.

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
    /// An empty set with room for so many letters.
    #[must_use]
    pub fn with_room(letters: usize) -> Self {
        Self {
            next: FxHashMap::with_capacity_and_hasher(letters, rustc_hash::FxBuildHasher),
            numbers: Vec::with_capacity(letters),
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

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
