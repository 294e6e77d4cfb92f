//! The parts of `crate::language` that the build script shares: how a language folds, and what it writes before words.

#[path = "../src/language/characters.rs"]
mod characters;
#[path = "../src/language/fold.rs"]
mod fold;
#[path = "../src/language/worked_out.rs"]
pub mod worked_out;

/// What the program finds written down.
mod tables {
    use std::sync::LazyLock;

    use super::worked_out;
    use crate::text::ShortChars;

    pub static WITH_ACCENTS: LazyLock<Vec<u16>> = LazyLock::new(|| worked_out::folded(false));
    pub static WITHOUT_ACCENTS: LazyLock<Vec<u16>> = LazyLock::new(|| worked_out::folded(true));
    pub static WORDS: LazyLock<ShortChars> = LazyLock::new(worked_out::words);
    pub static NUMBERS: LazyLock<ShortChars> = LazyLock::new(worked_out::numbers);
}

pub use fold::{Folder, word_end};
use toml::{Table, Value};

use crate::text::Trie;

/// A language, as far as lists of words depend on it.
pub struct Profile {
    /// How it folds.
    pub folder: Folder,
    /// What is written onto words.
    pub clitics: Clitics,
}

/// What is written onto words.
pub struct Clitics {
    /// What may stand before a word, folded, letter by letter.
    pub proclitics: Trie,
}

impl Profile {
    /// The language of a `language.toml`.
    pub fn of(root: &Table) -> Self {
        let part = |key: &str| root.get(key).and_then(Value::as_table);
        let fold = |key: &str| part("fold")?.get(key);
        let letters = fold("letters").and_then(Value::as_table).into_iter().flatten();
        let letters: Vec<(String, char)> =
            letters.filter_map(|(from, to)| Some((from.clone(), to.as_str()?.chars().next()?))).collect();
        let dropped: Vec<char> = fold("drop").and_then(Value::as_str).unwrap_or_default().chars().collect();
        let accents = fold("accents").and_then(Value::as_bool).unwrap_or_default();
        let folder = Folder::new(&letters, &dropped, accents);
        let before = part("clitics").and_then(|part| part.get("before")?.as_array());
        let before: Vec<&str> = before.into_iter().flatten().filter_map(Value::as_str).collect();
        let before = folder.fold_all(&before);
        Self { folder, clitics: Clitics { proclitics: Trie::of(before.iter()) } }
    }
}
