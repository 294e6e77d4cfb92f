//! What was once worked out of a word, kept for the articles that follow: news is written in few different words.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::fmt;

use thread_local::ThreadLocal;

use crate::language::WordNumber;
use crate::text::narrow;

/// What can be worked out of a word, and is nothing for most.
pub trait OfWord: Copy + Default + Send {
    /// Whether it is as good as the default value.
    fn is_nothing(&self) -> bool;
}

/// What a function of a word, of nothing else but a language, gave before, by the word's number. Each thread has its own, so that
/// none waits.
pub struct Memo<V: Send> {
    threads: ThreadLocal<RefCell<ByNumber<V>>>,
}

impl<V: OfWord> Memo<V> {
    /// What `work_out` gives for the word with this number; without a number it is worked out each time.
    #[inline]
    pub fn get(&self, number: Option<WordNumber>, work_out: impl FnOnce() -> V) -> V {
        let Some(number) = number else { return work_out() };
        let known = self.threads.get_or_default();
        if let Some(value) = known.borrow().get(number) {
            return value.unwrap_or_default();
        }
        let value = work_out();
        let mut known = known.borrow_mut();
        if known.enter(number) != Entered::Past {
            known.keep(number, (!value.is_nothing()).then_some(value));
        }
        value
    }
}

/// Values by the numbers of words, of one numbering at a time; most words have none.
#[derive(Debug)]
pub struct ByNumber<V> {
    /// Which numbering the numbers are of; the marks of later ones are higher.
    numbering: u64,
    /// For each number where its value is: small, so that most words cost one look at memory that is near.
    places: Vec<u32>,
    values: Vec<V>,
}

/// The place of a value that is not known yet.
const UNKNOWN: u32 = 0;
/// The place of a word that has no value.
const NOTHING: u32 = 1;
/// The place of the first value.
const FIRST: u32 = 2;

/// What the numbering of a number is beside the one that values are known of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entered {
    /// It ended while somebody still reads a document by it; that is not worth the values of the one that is in use.
    Past,
    /// It is the same.
    Same,
    /// It is a new one: nothing is known of it.
    New,
}

impl<V> Default for ByNumber<V> {
    fn default() -> Self {
        Self { numbering: 0, places: Vec::new(), values: Vec::new() }
    }
}

impl<V: Copy> ByNumber<V> {
    /// What is known of the word with this number: its value, or that it has none.
    #[inline]
    pub fn get(&self, number: WordNumber) -> Option<Option<V>> {
        if self.numbering != number.numbering {
            return None;
        }
        match self.places.get(number.index as usize).copied().unwrap_or(UNKNOWN) {
            UNKNOWN => None,
            NOTHING => Some(None),
            place => Some(self.values.get((place - FIRST) as usize).copied()),
        }
    }

    /// Goes over to the numbering of a number, unless that has ended; says which it is.
    pub fn enter(&mut self, number: WordNumber) -> Entered {
        match number.numbering.cmp(&self.numbering) {
            Ordering::Less => Entered::Past,
            Ordering::Equal => Entered::Same,
            Ordering::Greater => {
                *self = Self { numbering: number.numbering, ..Self::default() };
                Entered::New
            }
        }
    }

    /// Keeps the value of a word, or that it has none. The numbering must have been entered.
    #[cold]
    pub fn keep(&mut self, number: WordNumber, value: Option<V>) {
        let index = number.index as usize;
        if self.places.len() <= index {
            self.places.resize(index + 1, UNKNOWN);
        }
        if let Some(place) = self.places.get_mut(index) {
            *place = if value.is_some() { narrow(self.values.len()).saturating_add(FIRST) } else { NOTHING };
            self.values.extend(value);
        }
    }
}

impl<V: Send> Default for Memo<V> {
    fn default() -> Self {
        Self { threads: ThreadLocal::new() }
    }
}

impl<V: Send> fmt::Debug for Memo<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memo").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl OfWord for u8 {
        fn is_nothing(&self) -> bool {
            *self == 0
        }
    }

    #[test]
    fn a_word_is_worked_out_once_for_each_numbering() {
        let memo = Memo::default();
        let number = |numbering, index| Some(WordNumber { numbering, index });
        assert_eq!(memo.get(number(1, 5), || 1), 1);
        assert_eq!(memo.get(number(1, 5), || 2), 1);
        assert_eq!(memo.get(number(2, 5), || 3), 3);
        assert_eq!(memo.get(number(1, 5), || 4), 4);
        assert_eq!(memo.get(number(2, 5), || 5), 3);
        assert_eq!((memo.get(number(2, 7), || 0), memo.get(number(2, 7), || 8)), (0, 0));
        assert_eq!((memo.get(None, || 6_u8), memo.get(None, || 7)), (6, 7));
    }
}
