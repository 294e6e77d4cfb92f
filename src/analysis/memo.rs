//! What was once worked out of a word, kept for the articles that follow: news is written in few different words.

use std::cell::RefCell;
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
    threads: ThreadLocal<RefCell<Known<V>>>,
}

struct Known<V> {
    /// Which numbering the numbers are of; the marks of later ones are higher.
    numbering: u64,
    /// For each number where its value is: small, so that most words cost one look at memory that is near.
    places: Vec<u32>,
    values: Vec<V>,
}

/// The place of a value that was not worked out yet.
const UNKNOWN: u32 = 0;
/// The place of a value that is nothing.
const NOTHING: u32 = 1;
/// The place of the first value.
const FIRST: u32 = 2;

impl<V: OfWord> Memo<V> {
    /// What `work_out` gives for the word with this number; without a number it is worked out each time.
    #[inline]
    pub fn get(&self, number: Option<WordNumber>, work_out: impl FnOnce() -> V) -> V {
        let Some(number) = number else { return work_out() };
        let known =
            self.threads.get_or(|| RefCell::new(Known { numbering: 0, places: Vec::new(), values: Vec::new() }));
        {
            let known = known.borrow();
            if known.numbering == number.numbering {
                match known.places.get(number.index as usize).copied().unwrap_or(UNKNOWN) {
                    UNKNOWN => {}
                    NOTHING => return V::default(),
                    place => return known.values.get((place - FIRST) as usize).copied().unwrap_or_default(),
                }
            }
        }
        let value = work_out();
        known.borrow_mut().keep(number, value);
        value
    }
}

impl<V: OfWord> Known<V> {
    #[cold]
    fn keep(&mut self, number: WordNumber, value: V) {
        // A numbering that ended while somebody still reads a document by it is not worth the one that is in use.
        if self.numbering > number.numbering {
            return;
        }
        if self.numbering < number.numbering {
            *self = Self { numbering: number.numbering, places: Vec::new(), values: Vec::new() };
        }
        let index = number.index as usize;
        if self.places.len() <= index {
            self.places.resize(index + 1, UNKNOWN);
        }
        if let Some(place) = self.places.get_mut(index) {
            *place = if value.is_nothing() { NOTHING } else { narrow(self.values.len()).saturating_add(FIRST) };
            if *place != NOTHING {
                self.values.push(value);
            }
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
