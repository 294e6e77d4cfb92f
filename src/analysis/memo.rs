//! What was once worked out of a word, kept for the articles that follow: news is written in few different words.

use std::cell::RefCell;
use std::fmt;

use rustc_hash::FxHashMap;
use thread_local::ThreadLocal;

use crate::language::Profile;

/// Words that are kept for one thread. The memory of an archive's words is worth less than what it takes.
const MOST: usize = 1 << 16;
/// The longest word that is kept, in bytes.
const LONGEST: usize = 64;

/// What a function of a word, of nothing else but a language, gave before. Each thread has its own, so that none waits.
pub struct Memo<V: Send> {
    threads: ThreadLocal<RefCell<Known<V>>>,
}

struct Known<V> {
    /// The tag of the language.
    language: Box<str>,
    values: FxHashMap<Box<str>, V>,
}

impl<V: Copy + Send> Memo<V> {
    /// What `work_out` gives for `word` in the language of `profile`.
    pub fn get(&self, word: &str, profile: &Profile, work_out: impl FnOnce() -> V) -> V {
        let known = self
            .threads
            .get_or(|| RefCell::new(Known { language: (&*profile.tag).into(), values: FxHashMap::default() }));
        {
            let known = known.borrow();
            if *known.language == *profile.tag
                && let Some(value) = known.values.get(word)
            {
                return *value;
            }
        }
        let value = work_out();
        if word.len() <= LONGEST {
            let mut known = known.borrow_mut();
            if *known.language != *profile.tag || known.values.len() >= MOST {
                known.language = (&*profile.tag).into();
                known.values.clear();
            }
            known.values.insert(word.into(), value);
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
    fn a_word_is_worked_out_once_for_each_language() {
        let languages = crate::testing::languages();
        let memo = Memo::default();
        let (ar, en) = (languages.get("ar").unwrap(), languages.get("en").unwrap());
        assert_eq!(memo.get("a", ar, || 1), 1);
        assert_eq!(memo.get("a", ar, || 2), 1);
        assert_eq!(memo.get("a", en, || 3), 3);
        assert_eq!(memo.get("a", ar, || 4), 4);
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let languages = crate::testing::languages();
        let memo = Memo::default();
        let en = languages.get("en").unwrap();
        for number in 0..=MOST {
            memo.get(&number.to_string(), en, || 0);
        }
        assert_eq!(memo.get("0", en, || 1), 1);
        let long = "a".repeat(LONGEST + 1);
        assert_eq!((memo.get(&long, en, || 1), memo.get(&long, en, || 2)), (1, 2));
    }
}
