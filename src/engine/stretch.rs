//! How long an article is, and how much of it is in which language, for whoever has to say how much was looked at.

use std::sync::Arc;

use crate::document::{Block, Document};
use crate::language::Profile;
use crate::text::Span;

/// A stretch of an article that is in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Where it stands, in stored bytes.
    pub at: Span,
    /// The tag of its language.
    pub language: Arc<str>,
    /// How many words it has, as white space parts them.
    pub words: u64,
}

impl Stretch {
    /// The blocks of an article, in order.
    pub(super) fn all_of(document: &Document<'_>) -> Vec<Self> {
        let stretch = |(block, language): (&Block<'_>, &Arc<Profile>)| Self {
            at: block.locate(block.whole()),
            language: Arc::clone(&language.tag),
            words: block.prose.split_whitespace().count() as u64,
        };
        document.whole_blocks().map(stretch).collect()
    }
}
