//! The different words met in a language, each with a number: what is worked out of a word once is found again by its number,
//! without a look at its letters.

use std::cell::{RefCell, RefMut};
use std::fmt;
use std::hash::Hasher;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHasher;
use thread_local::ThreadLocal;

use crate::text::{Slot, Slots, narrow};

/// Different words that are kept for one thread. Real news has some 90,000 in 5,000 articles.
const MOST: usize = 1 << 17;
/// The longest word that is kept, in bytes.
const LONGEST: usize = 64;
/// Slots of an empty table, as a power of two.
const FIRST_SLOTS: usize = 1 << 12;

/// The number of a word among those that one thread has met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordNumber {
    /// Which numbering it is of: no two have the same mark, whatever their thread or language.
    pub numbering: u64,
    /// The number, from 0.
    pub index: u32,
}

/// The folded words of a language. Each thread numbers those it meets for itself, so that none waits.
pub struct Vocabulary {
    threads: ThreadLocal<RefCell<Numbering>>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self { threads: ThreadLocal::new() }
    }
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vocabulary").finish_non_exhaustive()
    }
}

impl Vocabulary {
    /// The words of this thread, to read one document. Too many words of earlier documents are forgotten: then the numbering
    /// is a new one.
    pub fn open(&self) -> Reader<'_> {
        let cell = self.threads.get_or(|| RefCell::new(Numbering::new()));
        // Nothing that reads a document's words opens them again while it reads.
        let numbering = cell.try_borrow_mut().ok();
        Reader::new(numbering)
    }
}

/// The words of a thread while a document is read.
pub struct Reader<'v> {
    numbering: Option<RefMut<'v, Numbering>>,
}

impl<'v> Reader<'v> {
    fn new(mut numbering: Option<RefMut<'v, Numbering>>) -> Self {
        if let Some(numbering) = numbering.as_mut().filter(|numbering| numbering.slots.taken() >= MOST) {
            **numbering = Numbering::new();
        }
        Self { numbering }
    }

    /// Which numbering the numbers are of.
    #[must_use]
    pub fn mark(&self) -> u64 {
        self.numbering.as_ref().map_or(0, |numbering| numbering.mark)
    }

    /// The number of a folded word with this hash; nothing for one that is not kept.
    #[inline]
    pub fn number_of(&mut self, word: &str, hash: u32) -> Option<u32> {
        let numbering = self.numbering.as_mut()?;
        match numbering.find(word, hash) {
            Ok(number) => Some(number),
            Err(slot) => numbering.add(word, hash, slot),
        }
    }
}

/// The hash of a folded word.
#[must_use]
pub fn hash_of(word: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    let hash = hasher.finish();
    // All bits of the one half, mixed with the other.
    narrow(((hash >> 32) ^ (hash & 0xFFFF_FFFF)) as usize)
}

/// The words of one thread.
struct Numbering {
    mark: u64,
    slots: Slots<WordSlot>,
    /// The letters of the words that are too long for a slot, one after the other.
    letters: String,
}

/// As many bytes of a word lie in its slot: nearly all words as a whole, so that one look at memory tells it.
const INLINE: usize = 22;

/// A place for a word: half a line of the processor's cache.
#[derive(Clone, Copy, Default)]
struct WordSlot {
    hash: u32,
    /// The number of the word, from 1; 0 where there is none.
    number: u32,
    /// Its length in bytes.
    len: u16,
    /// Its bytes, if there are no more than [`INLINE`]; otherwise where it begins among the letters, in the first four.
    bytes: [u8; INLINE],
}

impl Slot for WordSlot {
    fn hash(&self) -> u32 {
        self.hash
    }

    fn is_taken(&self) -> bool {
        self.number > 0
    }
}

impl WordSlot {
    fn start(&self) -> usize {
        let [a, b, c, d, ..] = self.bytes;
        u32::from_le_bytes([a, b, c, d]) as usize
    }
}

impl Numbering {
    fn new() -> Self {
        static MARKS: AtomicU64 = AtomicU64::new(1);
        let mark = MARKS.fetch_add(1, Ordering::Relaxed);
        Self { mark, slots: Slots::free(FIRST_SLOTS), letters: String::new() }
    }

    /// The number of a word, or the slot where it belongs.
    #[inline]
    fn find(&self, word: &str, hash: u32) -> Result<u32, usize> {
        let slot = self.slots.find(hash, |slot| self.bytes_of(slot) == word.as_bytes())?;
        Ok(slot.number - 1)
    }

    #[inline]
    fn bytes_of<'s>(&'s self, slot: &'s WordSlot) -> &'s [u8] {
        let len = usize::from(slot.len);
        let bytes = match slot.bytes.get(..len) {
            Some(bytes) => Some(bytes),
            None => self.letters.as_bytes().get(slot.start()..slot.start() + len),
        };
        bytes.unwrap_or_default()
    }

    #[cold]
    fn add(&mut self, word: &str, hash: u32, at: usize) -> Option<u32> {
        let len =
            u16::try_from(word.len()).ok().filter(|len| usize::from(*len) <= LONGEST && self.slots.taken() < MOST)?;
        let number = narrow(self.slots.taken()) + 1;
        let mut slot = WordSlot { hash, number, len, bytes: [0; INLINE] };
        match slot.bytes.get_mut(..word.len()) {
            Some(bytes) => bytes.copy_from_slice(word.as_bytes()),
            None => {
                let start = narrow(self.letters.len()).to_le_bytes();
                slot.bytes.iter_mut().zip(start).for_each(|(place, byte)| *place = byte);
                self.letters.push_str(word);
            }
        }
        self.slots.put(at, slot);
        Some(number - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(reader: &mut Reader<'_>, word: &str) -> Option<u32> {
        reader.number_of(word, hash_of(word))
    }

    #[test]
    fn a_word_keeps_its_number() {
        let vocabulary = Vocabulary::default();
        let long = "مسؤولياتهمومسؤولياتهن";
        assert!(long.len() > INLINE && long.len() <= LONGEST);
        let mut reader = vocabulary.open();
        for (word, expected) in [("قال", 0), ("وزير", 1), ("قال", 0), (long, 2), ("وزيران", 3), (long, 2)]
        {
            assert_eq!(number(&mut reader, word), Some(expected), "{word}");
        }
        drop(reader);
        assert_eq!(number(&mut vocabulary.open(), "وزير"), Some(1));
    }

    #[test]
    fn what_is_kept_is_bounded_and_a_numbering_ends_between_documents() {
        let vocabulary = Vocabulary::default();
        let mut reader = vocabulary.open();
        let first = reader.mark();
        for word in 0..MOST {
            assert_eq!(number(&mut reader, &word.to_string()), Some(narrow(word)));
        }
        assert_eq!((number(&mut reader, "more"), number(&mut reader, "0")), (None, Some(0)));
        drop(reader);
        let mut reader = vocabulary.open();
        assert_ne!(reader.mark(), first);
        assert_eq!(number(&mut reader, "more"), Some(0));
        assert_eq!(number(&mut reader, &"a".repeat(LONGEST + 1)), None);
    }
}
