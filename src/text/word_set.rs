//! A set of words that costs little to fill: all words stand one after another in one text, and filling it allocates nothing for
//! each of them. Word lists of many thousand entries are read at the start of a run that may look for few.

use std::fmt;
use std::hash::Hasher as _;

use rustc_hash::FxHasher;

use super::narrow;

/// Words, each once. Each has a number: how many others were there before it.
#[derive(Clone, Default)]
pub struct WordSet {
    /// The words, one after another.
    text: String,
    /// The words by their hash: as many as a power of two, at least half of them free.
    slots: Vec<Slot>,
    /// How many words there are.
    len: u32,
}

/// A place for a word.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// Where the word begins in the text, in bytes.
    start: u32,
    /// Its bytes.
    len: u32,
    /// Its number, from 1; 0 where there is no word.
    number: u32,
}

impl WordSet {
    /// An empty set with room for so many words of so many bytes together.
    #[must_use]
    pub fn with_room(words: usize, bytes: usize) -> Self {
        let slots = (words * 2).next_power_of_two();
        Self { text: String::with_capacity(bytes), slots: vec![Slot::default(); slots], len: 0 }
    }

    /// The words of a text, which white space parts.
    #[must_use]
    pub fn of_text(text: String) -> Self {
        // Words of most scripts are ten bytes long and more.
        let mut set = Self::with_room(text.len() / 8, 0);
        let mut end = 0;
        while let Some(rest) = text.get(end..) {
            let Some(skipped) = rest.find(|c: char| !c.is_whitespace()) else { break };
            let start = end + skipped;
            let rest = rest.get(skipped..).unwrap_or_default();
            end = start + rest.find(char::is_whitespace).unwrap_or(rest.len());
            set.insert_part(&text, start, end);
        }
        set.text = text;
        set
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether a word is in the set.
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        self.number_of(word).is_some()
    }

    /// The number of a word that is in the set.
    #[must_use]
    pub fn number_of(&self, word: &str) -> Option<u32> {
        let slot = self.slots.get(self.find(&self.text, word)?)?;
        slot.number.checked_sub(1)
    }

    /// The words, in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let words = self.slots.iter().filter(|slot| slot.number > 0);
        words.filter_map(|slot| self.text.get(slot.start as usize..)?.get(..slot.len as usize))
    }

    /// Adds a word. Its number.
    pub fn insert(&mut self, word: &str) -> u32 {
        self.make_room();
        let Some((at, number)) = self.place(&self.text, word) else { return 0 };
        if number > 0 {
            return number - 1;
        }
        let slot = Slot { start: narrow(self.text.len()), len: narrow(word.len()), number: self.len + 1 };
        self.text.push_str(word);
        self.fill(at, slot)
    }

    /// Adds a part of a text that is to be this set's own.
    fn insert_part(&mut self, text: &str, start: usize, end: usize) {
        self.make_room_in(text);
        let Some(word) = text.get(start..end) else { return };
        if let Some((at, 0)) = self.place(text, word) {
            let slot = Slot { start: narrow(start), len: narrow(word.len()), number: self.len + 1 };
            self.fill(at, slot);
        }
    }

    /// Where a word is or would be, and the number in that place.
    fn place(&self, text: &str, word: &str) -> Option<(usize, u32)> {
        let at = self.find(text, word)?;
        self.slots.get(at).map(|slot| (at, slot.number))
    }

    fn fill(&mut self, at: usize, slot: Slot) -> u32 {
        if let Some(free) = self.slots.get_mut(at) {
            *free = slot;
            self.len += 1;
        }
        slot.number - 1
    }

    /// The index of the slot that holds a word, or of the one where it would be; nothing, if there are no slots.
    fn find(&self, text: &str, word: &str) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let (bytes, word) = (text.as_bytes(), word.as_bytes());
        let mut at = hash(word) & mask;
        loop {
            let slot = self.slots.get(at)?;
            let is_word = || bytes.get(slot.start as usize..).and_then(|rest| rest.get(..word.len())) == Some(word);
            if slot.number == 0 || (slot.len as usize == word.len() && is_word()) {
                return Some(at);
            }
            at = (at + 1) & mask;
        }
    }

    fn make_room(&mut self) {
        if self.slots.len() <= self.len as usize * 2 {
            let text = std::mem::take(&mut self.text);
            self.make_room_in(&text);
            self.text = text;
        }
    }

    /// Doubles the slots, if another word would fill more than half of them.
    fn make_room_in(&mut self, text: &str) {
        if self.slots.len() > self.len as usize * 2 {
            return;
        }
        let doubled = vec![Slot::default(); (self.slots.len() * 2).max(8)];
        let slots = std::mem::replace(&mut self.slots, doubled);
        for slot in slots.into_iter().filter(|slot| slot.number > 0) {
            let word = text.get(slot.start as usize..).and_then(|rest| rest.get(..slot.len as usize));
            let at = word.and_then(|word| self.find(text, word));
            if let Some(free) = at.and_then(|at| self.slots.get_mut(at)) {
                *free = slot;
            }
        }
    }
}

#[inline]
fn hash(word: &[u8]) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write(word);
    // Which slot is only a matter of speed.
    hasher.finish() as usize
}

impl fmt::Debug for WordSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl<W: AsRef<str>> Extend<W> for WordSet {
    fn extend<I: IntoIterator<Item = W>>(&mut self, words: I) {
        for word in words {
            self.insert(word.as_ref());
        }
    }
}

impl<W: AsRef<str>> FromIterator<W> for WordSet {
    fn from_iter<I: IntoIterator<Item = W>>(words: I) -> Self {
        let words = words.into_iter();
        let least = words.size_hint().0;
        let mut set = if least == 0 { Self::default() } else { Self::with_room(least, 0) };
        set.extend(words);
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_there_when_it_was_put_there() {
        let mut set = WordSet::default();
        assert!(set.is_empty() && !set.contains("a") && !set.contains(""));
        assert_eq!((set.insert("ab"), set.insert(""), set.insert("ab"), set.insert("b")), (0, 1, 0, 2));
        assert_eq!(set.len(), 3);
        assert!(set.contains("ab") && set.contains("") && set.contains("b") && !set.contains("a"));
        assert_eq!((set.number_of("b"), set.number_of("c")), (Some(2), None));
    }

    #[test]
    fn many_words_find_room() {
        let words: Vec<String> = (0..1000).map(|number| format!("w{number}")).collect();
        let (grown, mut roomy) = (words.iter().collect::<WordSet>(), WordSet::with_room(1, 0));
        roomy.extend(&words);
        for set in [&grown, &roomy] {
            assert!(words.iter().all(|word| set.contains(word)) && !set.contains("w1000"));
            let mut all: Vec<&str> = set.iter().collect();
            all.sort_unstable();
            let mut expected: Vec<&str> = words.iter().map(String::as_str).collect();
            expected.sort_unstable();
            assert_eq!(all, expected);
        }
    }

    #[test]
    fn the_words_of_a_text_are_what_white_space_parts() {
        let set = WordSet::of_text(" قال  قالت\nقال\u{a0}ان ".to_owned());
        assert_eq!((set.len(), set.number_of("قال"), set.number_of("ان")), (3, Some(0), Some(2)));
        let mut more = set.clone();
        more.insert("x");
        assert!(more.contains("x") && more.contains("قالت") && !set.contains("x"));
        assert!(WordSet::of_text(String::new()).is_empty());
    }
}
