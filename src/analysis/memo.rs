//! What was once worked out of a word, kept for the articles that follow: news is written in few different words.

use std::cell::RefCell;
use std::fmt;

use thread_local::ThreadLocal;

use crate::language::WordNumber;

/// What a function of a word, of nothing else but a language, gave before, by the word's number. Each thread has its own, so that
/// none waits.
pub struct Memo<V: Send> {
    threads: ThreadLocal<RefCell<Known<V>>>,
}

struct Known<V> {
    /// Which numbering the numbers are of; the marks of later ones are higher.
    numbering: u64,
    values: Vec<Option<V>>,
}

impl<V: Copy + Send> Memo<V> {
    /// What `work_out` gives for the word with this number; without a number it is worked out each time.
    #[inline]
    pub fn get(&self, number: Option<WordNumber>, work_out: impl FnOnce() -> V) -> V {
        let Some(number) = number else { return work_out() };
        let known = self.threads.get_or(|| RefCell::new(Known { numbering: 0, values: Vec::new() }));
        {
            let known = known.borrow();
            if known.numbering == number.numbering
                && let Some(Some(value)) = known.values.get(number.index as usize)
            {
                return *value;
            }
        }
        let value = work_out();
        let mut known = known.borrow_mut();
        // A numbering that ended while somebody still reads a document by it is not worth the one that is in use.
        if known.numbering < number.numbering {
            known.numbering = number.numbering;
            known.values.clear();
        }
        if known.numbering == number.numbering {
            let index = number.index as usize;
            if known.values.len() <= index {
                known.values.resize(index + 1, None);
            }
            if let Some(place) = known.values.get_mut(index) {
                *place = Some(value);
            }
        }
        value
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

    #[test]
    fn a_word_is_worked_out_once_for_each_numbering() {
        let memo = Memo::default();
        let number = |numbering, index| Some(WordNumber { numbering, index });
        assert_eq!(memo.get(number(1, 5), || 1), 1);
        assert_eq!(memo.get(number(1, 5), || 2), 1);
        assert_eq!(memo.get(number(2, 5), || 3), 3);
        assert_eq!(memo.get(number(1, 5), || 4), 4);
        assert_eq!(memo.get(number(2, 5), || 5), 3);
        assert_eq!((memo.get(None, || 6), memo.get(None, || 7)), (6, 7));
    }
}
