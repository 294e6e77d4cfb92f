//! What is said about an article besides its text: front matter, meta elements, fields of an export. Keys stay as they
//! are written; what they mean is in the language files.

use std::borrow::Cow;

use super::prose::says_something;
use super::templates::without_tags;
use super::{Block, BlockKind, OffsetMap, Reason, Standing};
use crate::language::{BlockRole, Field, Genre, GenreNames, TemplateNames};
use crate::text::Span;

/// One field of an article.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// Its key in lower case; keys of tables inside tables are joined by dots.
    pub key: Box<str>,
    /// What it is about, if that is known.
    pub field: Option<Field>,
    /// Its value as a reader sees it.
    pub value: Cow<'a, str>,
    map: OffsetMap,
    guarded: &'static str,
}

impl<'a> Entry<'a> {
    /// A field with the way from its value back to the stored bytes.
    #[must_use]
    pub fn new(key: impl Into<Box<str>>, value: Cow<'a, str>, map: OffsetMap) -> Self {
        Self { key: key.into(), field: None, value, map, guarded: "" }
    }

    /// The same field, stored where some characters mean something else than themselves.
    #[must_use]
    pub fn guarded(self, characters: &'static str) -> Self {
        Self { guarded: characters, ..self }
    }

    /// The same field with a value of its own.
    #[must_use]
    pub fn into_owned<'b>(self) -> Entry<'b> {
        let value = Cow::Owned(self.value.into_owned());
        Entry { key: self.key, field: self.field, value, map: self.map, guarded: self.guarded }
    }

    /// The same field with no template code in its value.
    #[must_use]
    pub fn without_tags(&self, templates: &TemplateNames) -> Self {
        let (value, map) = without_tags(self.value.clone(), self.map.clone(), templates);
        Self { key: self.key.clone(), value, map, ..*self }
    }

    /// Where the value is stored; empty for an empty value.
    #[must_use]
    pub fn span(&self) -> Span {
        self.map.locate(crate::text::ProseSpan::from_range(0..self.value.len()))
    }

    /// The value as a block; nothing if there is nothing to read in it.
    #[must_use]
    pub fn block(&self) -> Option<Block<'a>> {
        let kind = match self.field {
            Some(Field::Caption) => BlockKind::Caption,
            _ => BlockKind::Heading,
        };
        if !says_something(&self.value) {
            return None;
        }
        let mut block = Block::new(kind, self.value.clone(), self.map.clone()).guarded(self.guarded);
        if self.field == Some(Field::Title) {
            block.standing = Standing::new(BlockRole::Headline, Reason::Field);
        }
        Some(block)
    }
}

/// Everything said about an article.
#[derive(Debug, Default)]
pub struct Metadata<'a> {
    /// Each field, in order of position.
    pub entries: Vec<Entry<'a>>,
    /// Whether articles of this kind can say something about themselves; plain text without headers cannot.
    pub is_expected: bool,
    /// The stored span of the whole front matter, its fences included, or of the headers of plain text.
    pub front_matter: Option<Span>,
    /// The genres it says the article is of, by its type or its section.
    pub genres: Vec<Genre>,
}

impl<'a> Metadata<'a> {
    /// The values of a field that are not empty, in order.
    pub fn values(&self, field: Field) -> impl Iterator<Item = &Entry<'a>> {
        self.entries.iter().filter(move |entry| entry.field == Some(field) && !entry.value.trim().is_empty())
    }

    /// The first value of a field that is not empty.
    #[must_use]
    pub fn first(&self, field: Field) -> Option<&Entry<'a>> {
        self.values(field).next()
    }

    /// The genres that its fields of type and section name.
    pub fn name_genres(&mut self, names: &GenreNames) {
        let named = self.values(Field::Type).chain(self.values(Field::Section));
        self.genres = named.flat_map(|entry| names.genres_of(&entry.value)).collect();
        self.genres.sort_unstable();
        self.genres.dedup();
    }
}
