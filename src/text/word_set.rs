//! A set of words that costs little to fill: all words stand one after another in one text, and filling it allocates nothing for
//! each of them. Word lists of many thousand entries are read at the start of a run that may look for few. One that is known when the
//! program is built is laid out then, and costs nothing.

use std::borrow::Cow;
use std::fmt;

use super::narrow;

/// Words, each once. Each has a number: how many others were there before it.
#[derive(Clone, Default)]
pub struct WordSet {
    /// The words, one after another.
    text: Cow<'static, str>,
    /// The words by their hash: as many as a power of two, at least half of them free.
    slots: Slots,
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

/// Bytes of a slot that was laid out when the program was built: its three numbers, the lowest byte first.
const FROZEN_SLOT: usize = 12;

/// The slots of a set.
#[derive(Clone, Default)]
struct Slots {
    /// Filled just now.
    filled: Vec<Slot>,
    /// Laid out when the program was built; then nothing is filled.
    frozen: &'static [u8],
}

impl Slots {
    fn free(count: usize) -> Self {
        Self { filled: vec![Slot::default(); count], frozen: &[] }
    }

    fn len(&self) -> usize {
        self.filled.len() + self.frozen.len() / FROZEN_SLOT
    }

    #[inline]
    fn get(&self, at: usize) -> Option<Slot> {
        if self.frozen.is_empty() {
            return self.filled.get(at).copied();
        }
        let [a, b, c, d, e, f, g, h, i, j, k, l] =
            *self.frozen.get(at * FROZEN_SLOT..)?.first_chunk::<FROZEN_SLOT>()?;
        Some(Slot {
            start: u32::from_le_bytes([a, b, c, d]),
            len: u32::from_le_bytes([e, f, g, h]),
            number: u32::from_le_bytes([i, j, k, l]),
        })
    }

    /// The slots that hold a word.
    fn taken(&self) -> impl Iterator<Item = Slot> {
        (0..self.len()).filter_map(|at| self.get(at)).filter(|slot| slot.number > 0)
    }

    /// The slots, to be changed.
    fn to_mut(&mut self) -> &mut Vec<Slot> {
        if !self.frozen.is_empty() {
            self.filled = (0..self.len()).filter_map(|at| self.get(at)).collect();
            self.frozen = &[];
        }
        &mut self.filled
    }
}

impl WordSet {
    /// A set that was laid out when the program was built, from what [`WordSet::frozen`] gave.
    #[must_use]
    pub fn laid_out(text: &'static str, slots: &'static [u8], len: u32) -> Self {
        // Without a free slot no search would end.
        let count = slots.len() / FROZEN_SLOT;
        let is_sound = count.is_power_of_two() && count > len as usize;
        if !is_sound {
            return Self::default();
        }
        Self { text: Cow::Borrowed(text), slots: Slots { filled: Vec::new(), frozen: slots }, len }
    }

    /// The set as it can be laid out when the program is built: the text, the slots, how many words there are.
    #[must_use]
    pub fn frozen(&self) -> (&str, Vec<u8>, u32) {
        let slots = (0..self.slots.len()).filter_map(|at| self.slots.get(at));
        let bytes = slots.flat_map(|slot| [slot.start, slot.len, slot.number]).flat_map(u32::to_le_bytes);
        (&self.text, bytes.collect(), self.len)
    }

    /// An empty set with room for so many words of so many bytes together.
    #[must_use]
    pub fn with_room(words: usize, bytes: usize) -> Self {
        let slots = (words * 2).next_power_of_two();
        let slots = Slots::free(slots);
        Self { text: Cow::Owned(String::with_capacity(bytes)), slots, len: 0 }
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
        set.text = Cow::Owned(text);
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
        self.slots.taken().filter_map(|slot| self.text.get(slot.start as usize..)?.get(..slot.len as usize))
    }

    /// Adds a word. Its number.
    pub fn insert(&mut self, word: &str) -> u32 {
        self.make_room();
        let Some((at, number)) = self.place(&self.text, word) else { return 0 };
        if number > 0 {
            return number - 1;
        }
        let slot = Slot { start: narrow(self.text.len()), len: narrow(word.len()), number: self.len + 1 };
        self.text.to_mut().push_str(word);
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
        if let Some(free) = self.slots.to_mut().get_mut(at) {
            *free = slot;
            self.len += 1;
        }
        slot.number - 1
    }

    /// The index of the slot that holds a word, or of the one where it would be; nothing, if there are no slots.
    #[inline]
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
        let doubled = Slots::free((self.slots.len() * 2).max(8));
        let slots = std::mem::replace(&mut self.slots, doubled);
        for slot in slots.taken() {
            let word = text.get(slot.start as usize..).and_then(|rest| rest.get(..slot.len as usize));
            let at = word.and_then(|word| self.find(text, word));
            if let Some(free) = at.and_then(|at| self.slots.to_mut().get_mut(at)) {
                *free = slot;
            }
        }
    }
}

/// A hash that is the same on every machine, since it may have been worked out on another one.
#[inline]
fn hash(word: &[u8]) -> usize {
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |hash: u64, part: u64| {
        let mixed = (hash ^ part).wrapping_mul(MIX);
        mixed ^ (mixed >> 32)
    };
    let eight = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    let four = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
    let mut hash = word.len() as u64;
    if let Some(last) = word.last_chunk() {
        let (eights, _) = word.as_chunks();
        hash = eights.iter().fold(hash, |hash, part| mix(hash, eight(part)));
        hash = mix(hash, eight(last));
    } else if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        hash = mix(hash, four(first) << 32 | four(last));
    } else {
        hash = word.iter().fold(hash, |hash, byte| hash << 8 | u64::from(*byte));
        hash = mix(hash, 0);
    }
    // Which slot is only a matter of speed.
    mix(hash, 0) as usize
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

    #[test]
    fn a_set_is_laid_out_and_read_again() {
        let words: Vec<String> = (0..100).map(|number| "w".repeat(number)).collect();
        let set: WordSet = words.iter().collect();
        let (text, slots, len) = set.frozen();
        let (text, slots): (&str, &[u8]) = (String::leak(text.to_owned()), Vec::leak(slots));
        let mut set = WordSet::laid_out(text, slots, len);
        assert!(words.iter().enumerate().all(|(number, word)| set.number_of(word) == u32::try_from(number).ok()));
        assert!(!set.contains("v"));
        set.insert("v");
        assert!(set.contains("v") && set.contains("w") && set.len() == 101);
        assert!(!WordSet::laid_out(text, &slots[..12], 1).contains("w"));
    }
}
