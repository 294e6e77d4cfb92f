//! Bytes and positions. Knows no format, no language and no rule.

mod changes;
mod decode;
mod edit;
mod encoding;
mod fault;
mod few;
mod hash;
mod problem;
mod rare_chars;
mod record;
mod short_chars;
mod slots;
mod source;
mod span;
mod trie;
mod word_set;

pub use changes::{changed_numbers, changed_parts};
pub use decode::{Decoded, decode, decode_article, not_utf8};
pub use edit::{Edit, apply_edits, edits_are_disjoint};
pub use encoding::Encoding;
pub use fault::{Cause, Fault, Undecoded, legible};
pub use few::Few;
pub use hash::{stable_hash, stable_hash_of};
pub use problem::{Place, Problem, did_you_mean, told_of};
pub use rare_chars::{Bytes, RareChars};
pub use record::{Anchor, PartRole, RecordPart, RecordPlace};
pub use short_chars::ShortChars;
pub use slots::{Slot, Slots};
pub use source::{Position, Source, SourceId, path_name};
pub use span::{ProseSpan, Span, narrow};
pub use trie::{LaidOutTrie, Trie};
pub use word_set::WordSet;
