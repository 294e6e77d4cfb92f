//! The parts of `crate::text` that the build script shares.

#[path = "../src/text/short_chars.rs"]
mod short_chars;
#[path = "../src/text/span.rs"]
mod span;
#[path = "../src/text/trie.rs"]
mod trie;
#[path = "../src/text/word_set.rs"]
mod word_set;

pub use short_chars::ShortChars;
pub use span::narrow;
pub use trie::Trie;
pub use word_set::WordSet;
