//! Bytes and positions. Knows no format, no language and no rule.

mod decode;
mod edit;
mod problem;
mod rare_chars;
mod source;
mod span;

pub use decode::decode;
pub use edit::{Edit, apply_edits, edits_are_disjoint};
pub use problem::{Place, Problem, did_you_mean};
pub use rare_chars::{BytesPresent, RareChars};
pub use source::{Position, Source, SourceId, path_name};
pub use span::{ProseSpan, Span, narrow};
