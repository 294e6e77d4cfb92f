//! The different words met in a language, each with a number: what is worked out of a word once is found again by its number,
//! without a look at its letters.

use std::cell::{RefCell, RefMut};
use std::fmt;
use std::hash::Hasher;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHasher;
use thread_local::ThreadLocal;

use crate::text::narrow;

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

    /// The number of a folded word, if this thread has met it.
    #[must_use]
    pub fn number(&self, word: &str) -> Option<WordNumber> {
        let numbering = self.threads.get()?.try_borrow().ok()?;
        let index = numbering.find(word, hash_of(word)).ok()?;
        Some(WordNumber { numbering: numbering.mark, index })
    }
}

/// The words of a thread while a document is read.
pub struct Reader<'v> {
    numbering: Option<RefMut<'v, Numbering>>,
    document: u32,
}

/// A word that is met while a document is read.
#[derive(Debug, Clone, Copy)]
pub enum Met {
    /// For the first time in the document, and its number.
    New(u32),
    /// Again: what [`Reader::note`] noted then.
    Again(u32),
    /// A word that is not kept: nobody knows whether it was met before.
    Unkept,
}

impl<'v> Reader<'v> {
    fn new(mut numbering: Option<RefMut<'v, Numbering>>) -> Self {
        let mut document = 0;
        if let Some(numbering) = &mut numbering {
            if numbering.entries.len() >= MOST || numbering.document == u32::MAX {
                **numbering = Numbering::new();
            }
            numbering.document += 1;
            document = numbering.document;
        }
        Self { numbering, document }
    }

    /// Which numbering the numbers are of.
    #[must_use]
    pub fn mark(&self) -> u64 {
        self.numbering.as_ref().map_or(0, |numbering| numbering.mark)
    }

    /// Meets a folded word with its hash. `note` is what is remembered of it for the rest of the document, if it is new there.
    pub fn meet(&mut self, word: &str, hash: u32, note: u32) -> Met {
        let Some(numbering) = &mut self.numbering else { return Met::Unkept };
        match numbering.find(word, hash) {
            Ok(index) => {
                let Some(entry) = numbering.entries.get_mut(index as usize) else { return Met::Unkept };
                if entry.document == self.document {
                    return Met::Again(entry.note);
                }
                (entry.document, entry.note) = (self.document, note);
                Met::New(index)
            }
            Err(slot) => {
                if word.len() > LONGEST || numbering.entries.len() >= MOST {
                    return Met::Unkept;
                }
                Met::New(numbering.add(word, hash, slot, self.document, note))
            }
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
    /// How many documents were read, to tell which word was met in the last.
    document: u32,
    /// The letters of all words, one after the other.
    letters: String,
    entries: Vec<Entry>,
    /// Hash and number, one higher, of a word; 0 where there is none. Always a power of two.
    slots: Vec<(u32, u32)>,
}

#[derive(Clone, Copy)]
struct Entry {
    start: u32,
    len: u32,
    document: u32,
    note: u32,
}

impl Numbering {
    fn new() -> Self {
        static MARKS: AtomicU64 = AtomicU64::new(1);
        Self {
            mark: MARKS.fetch_add(1, Ordering::Relaxed),
            document: 0,
            letters: String::new(),
            entries: Vec::new(),
            slots: vec![(0, 0); FIRST_SLOTS],
        }
    }

    /// The number of a word, or the slot where it belongs.
    #[inline]
    fn find(&self, word: &str, hash: u32) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let (known, number) = self.slots.get(slot).copied().unwrap_or_default();
            let Some(index) = number.checked_sub(1) else { return Err(slot) };
            if known == hash && self.word(index).is_some_and(|same| same == word.as_bytes()) {
                return Ok(index);
            }
            slot = (slot + 1) & mask;
        }
    }

    #[inline]
    fn word(&self, index: u32) -> Option<&[u8]> {
        let entry = self.entries.get(index as usize)?;
        self.letters.as_bytes().get(entry.start as usize..entry.start as usize + entry.len as usize)
    }

    fn add(&mut self, word: &str, hash: u32, slot: usize, document: u32, note: u32) -> u32 {
        let (index, start) = (narrow(self.entries.len()), narrow(self.letters.len()));
        self.letters.push_str(word);
        self.entries.push(Entry { start, len: narrow(word.len()), document, note });
        if let Some(place) = self.slots.get_mut(slot) {
            *place = (hash, index + 1);
        }
        // Half full: the way to a word stays short.
        if self.entries.len() * 2 > self.slots.len() {
            self.grow();
        }
        index
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        let old = std::mem::replace(&mut self.slots, vec![(0, 0); mask + 1]);
        for (hash, number) in old.into_iter().filter(|(_, number)| *number > 0) {
            let mut slot = hash as usize & mask;
            while self.slots.get(slot).is_some_and(|(_, taken)| *taken > 0) {
                slot = (slot + 1) & mask;
            }
            if let Some(place) = self.slots.get_mut(slot) {
                *place = (hash, number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(reader: &mut Reader<'_>, word: &str, note: u32) -> Met {
        reader.meet(word, hash_of(word), note)
    }

    #[test]
    fn a_word_keeps_its_number_and_a_note_lasts_for_one_document() {
        let vocabulary = Vocabulary::default();
        let mut reader = vocabulary.open();
        assert!(matches!(meet(&mut reader, "قال", 7), Met::New(0)));
        assert!(matches!(meet(&mut reader, "وزير", 8), Met::New(1)));
        assert!(matches!(meet(&mut reader, "قال", 9), Met::Again(7)));
        drop(reader);
        let mut reader = vocabulary.open();
        assert!(matches!(meet(&mut reader, "قال", 1), Met::New(0)));
        drop(reader);
        assert_eq!(vocabulary.number("وزير").map(|number| number.index), Some(1));
        assert_eq!(vocabulary.number("نعم"), None);
    }

    #[test]
    fn what_is_kept_is_bounded_and_a_numbering_ends_between_documents() {
        let vocabulary = Vocabulary::default();
        let mut reader = vocabulary.open();
        let first = reader.mark();
        for number in 0..MOST {
            assert!(matches!(meet(&mut reader, &number.to_string(), 0), Met::New(_)));
        }
        assert!(matches!(meet(&mut reader, "more", 0), Met::Unkept));
        assert!(matches!(meet(&mut reader, "0", 0), Met::Again(0)));
        drop(reader);
        let mut reader = vocabulary.open();
        assert_ne!(reader.mark(), first);
        assert!(matches!(meet(&mut reader, "more", 0), Met::New(0)));
        assert!(matches!(meet(&mut reader, &"a".repeat(LONGEST + 1), 0), Met::Unkept));
    }
}
