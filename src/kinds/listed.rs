//! Entries of lists that are no cues: a check knows itself whether an article has one in it. Whoever counts what the examples of a rule
//! reach asks for them.

use std::fmt;

use crate::analysis::Analysis;
use crate::language::is_word_char;

/// An entry of a list.
pub struct Listed<'c> {
    /// As it is written in the rule.
    pub text: &'c str,
    is_in: Box<dyn Fn(&Analysis<'_>) -> bool + 'c>,
}

impl fmt::Debug for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listed").field("text", &self.text).finish_non_exhaustive()
    }
}

impl<'c> Listed<'c> {
    /// An entry that an article has in it if `is_in` says so.
    pub fn new(text: &'c str, is_in: impl Fn(&Analysis<'_>) -> bool + 'c) -> Self {
        Self { text, is_in: Box::new(is_in) }
    }

    /// A word or phrase, in any spelling that folds as it does.
    pub fn words(text: &'c str) -> Self {
        Self::new(text, move |analysis| {
            let folder = &analysis.profile().folder;
            stands_in(analysis.folded().text(), &folder.fold_phrase(text))
        })
    }

    /// Whether an article has it in it.
    #[must_use]
    pub fn is_in(&self, analysis: &Analysis<'_>) -> bool {
        (self.is_in)(analysis)
    }
}

/// Whether folded words are in a folded text, apart from other words.
pub fn stands_in(text: &str, words: &str) -> bool {
    let is_apart = |at: usize| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + words.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(is_word_char) && !after.is_some_and(is_word_char)
    };
    !words.is_empty() && text.match_indices(words).any(|(at, _)| is_apart(at))
}
