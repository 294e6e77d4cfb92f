//! A stored article as blocks of prose. Formats end here: checks see prose, and every prose offset leads back to
//! the stored bytes. Parsing never fails; what a format does not understand is prose.

mod directives;
mod offsets;
mod plain;

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

pub use directives::Directive;
pub use offsets::OffsetMap;

use crate::language::{Languages, Profile};
use crate::text::{ProseSpan, Source, Span};

/// What a block is in its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A headline or subheading.
    Heading,
    /// A paragraph of running text.
    Paragraph,
}

/// One piece of continuous prose.
#[derive(Debug)]
pub struct Block<'a> {
    /// What it is.
    pub kind: BlockKind,
    /// Its text as a reader sees it.
    pub prose: Cow<'a, str>,
    map: OffsetMap,
}

impl<'a> Block<'a> {
    /// A block of prose with the way back to the stored text.
    #[must_use]
    pub fn new(kind: BlockKind, prose: Cow<'a, str>, map: OffsetMap) -> Self {
        Self { kind, prose, map }
    }

    /// The prose under a span; empty where the span does not fit.
    #[must_use]
    pub fn slice(&self, at: ProseSpan) -> &str {
        self.prose.get(at.range()).unwrap_or_default()
    }

    /// The span of the whole block.
    #[must_use]
    pub fn whole(&self) -> ProseSpan {
        ProseSpan::from_range(0..self.prose.len())
    }

    /// The stored span that holds everything under `at`. Always answers.
    #[must_use]
    pub fn locate(&self, at: ProseSpan) -> Span {
        self.map.locate(at)
    }

    /// The stored span of `at`, if prose and stored text are the same bytes there, so that an edit is possible.
    #[must_use]
    pub fn editable(&self, at: ProseSpan) -> Option<Span> {
        self.map.editable(at)
    }
}

/// A file format copydesk reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text: lines and blank lines.
    Text,
}

impl Format {
    /// The format of a file name, by its extension; nothing for extensions that are no article format.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        ["txt", "text"].iter().any(|known| extension.eq_ignore_ascii_case(known)).then_some(Self::Text)
    }
}

/// An article, ready to be checked.
#[derive(Debug)]
pub struct Document<'a> {
    /// What it was read from.
    pub source: &'a Source,
    /// Its language.
    pub language: Arc<Profile>,
    /// Its prose, in order of position.
    pub blocks: Vec<Block<'a>>,
    /// What its comments ask of copydesk, in order of position.
    pub directives: Vec<Directive>,
}

/// Splits a source into blocks and decides its language: `language` if given, otherwise the one its words and script
/// show, among `allowed` tags (all, if empty).
#[must_use]
pub fn parse<'a>(
    source: &'a Source,
    format: Format,
    languages: &Languages,
    language: Option<&Arc<Profile>>,
    allowed: &[Arc<str>],
) -> Document<'a> {
    let blocks = match format {
        Format::Text => plain::blocks(source, languages.stops()),
    };
    let language = language.unwrap_or_else(|| languages.detect(blocks.iter().map(|block| &*block.prose), allowed));
    Document { source, language: Arc::clone(language), blocks, directives: Vec::new() }
}
