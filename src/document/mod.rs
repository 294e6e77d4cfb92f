//! A stored article as blocks of prose. Formats end here: checks see prose, and every prose offset leads back to
//! the stored bytes. Parsing never fails; what a format does not understand is prose.

mod article;
mod directives;
mod format;
mod front_matter;
mod headers;
mod html;
mod json;
mod literal;
mod markdown;
mod metadata;
mod offsets;
mod parts;
mod passages;
mod plain;
mod prose;
mod records;
mod roles;
mod templates;

use std::borrow::Cow;
use std::sync::Arc;

pub use article::{Article, Unreadable};
pub use directives::Directive;
pub use format::{Format, RecordFormat};
pub use html::reference;
pub use metadata::{Entry, Metadata};
pub use offsets::OffsetMap;
pub use parts::Picture;
pub use prose::OBJECT;
pub use records::{
    Columns, FieldPaths, Identity, Items, Layout, NoRecord, Record, RecordStart, RowEnd,
    as_written as record_as_written, identity as record_identity, items as wxr_items, of_list as record_list,
    read as read_record, rewrite as rewrite_record, rows as table_rows, written_edits as record_edits,
};

pub use roles::{Reason, Standing};

use self::parts::Parts;
use self::templates::{Addresses, Masks};
use crate::language::{BlockRole, Field, Languages, Profile, fits};
use crate::text::{PartRole, ProseSpan, RecordPart, Source, Span, narrow, stable_hash_of};

/// What a block is in its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A headline or subheading.
    Heading,
    /// A paragraph of running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A paragraph set apart as a quotation.
    Quotation,
    /// Words that belong to a picture, a table or a link.
    Caption,
    /// A cell of a table.
    TableCell,
}

impl BlockKind {
    /// Whether sentences run on from one such block to the next; headings, captions and cells stand apart.
    #[must_use]
    pub fn is_running_text(self) -> bool {
        matches!(self, Self::Paragraph | Self::ListItem | Self::Quotation)
    }
}

/// One piece of continuous prose.
#[derive(Debug, Clone)]
pub struct Block<'a> {
    /// What it is.
    pub kind: BlockKind,
    /// Its text as a reader sees it.
    pub prose: Cow<'a, str>,
    map: OffsetMap,
    /// Characters that mean something where the block is stored, so that an edit must not bring them in.
    guarded: &'static str,
    /// The stored element that holds it and nothing else, tags included, if it is stored in one.
    pub element: Option<Span>,
    /// What it is for, and why.
    pub standing: Standing,
    /// How many bytes of its prose are links.
    pub linked: u32,
    /// Whether its kind is told by its form alone, and no markup says so.
    pub is_guess: bool,
    /// Where the link leads that it consists of, as written, if it does.
    pub address: Option<Box<str>>,
}

impl<'a> Block<'a> {
    /// A block of prose with the way back to the stored text.
    #[must_use]
    pub fn new(kind: BlockKind, prose: Cow<'a, str>, map: OffsetMap) -> Self {
        Self {
            kind,
            prose,
            map,
            guarded: "",
            element: None,
            standing: Standing::of_kind(kind),
            linked: 0,
            is_guess: false,
            address: None,
        }
    }

    /// Whether it consists of a link; a sign or two may stand beside it.
    #[must_use]
    pub fn is_link(&self) -> bool {
        self.linked > 0 && self.linked as usize * 10 >= self.prose.len() * 9
    }

    /// What it is for.
    #[must_use]
    pub fn role(&self) -> BlockRole {
        self.standing.role
    }

    /// The same block, stored where some characters mean something else than themselves.
    #[must_use]
    pub fn guarded(self, characters: &'static str) -> Self {
        Self { guarded: characters, ..self }
    }

    /// Whether `text` can be put in as it is.
    #[must_use]
    pub fn admits(&self, text: &str) -> bool {
        !text.contains(|c| self.guarded.contains(c))
    }

    /// The same block without its words, at the same place.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self { prose: Cow::Borrowed(""), element: None, ..self.clone() }
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

    /// The prose of which some is stored under a span; empty, if none is.
    #[must_use]
    pub fn prose_under(&self, stored: Span) -> ProseSpan {
        self.map.prose_under(stored)
    }

    /// The stored span of `at`, if prose and stored text are the same bytes there, so that an edit is possible.
    #[must_use]
    pub fn editable(&self, at: ProseSpan) -> Option<Span> {
        self.map.editable(at)
    }

    /// Whether a line ends for the reader in a stretch of the prose. A line end of the stored text, at which a paragraph is only
    /// wrapped, reads as a space.
    #[must_use]
    pub fn shows_line_end(&self, at: ProseSpan) -> bool {
        let ends = self.slice(at).match_indices('\n').map(|(index, _)| at.start + narrow(index));
        ends.into_iter().any(|end| self.editable(ProseSpan::new(end, end + 1)).is_none())
    }
}

/// An article, ready to be checked.
#[derive(Debug)]
pub struct Document<'a> {
    /// What it was read from.
    pub source: &'a Source,
    /// Its language.
    pub language: Arc<Profile>,
    /// Its prose, in order of position: a block begins no later than the next. Words of a picture or a link come after
    /// the block they are in. A block in another language is without words here.
    pub blocks: Vec<Block<'a>>,
    /// What of it is in other languages: for each a document that has words where this one's blocks have none.
    pub passages: Vec<Document<'a>>,
    /// What is said about it besides its text.
    pub metadata: Metadata<'a>,
    /// Its pictures, in order of position.
    pub pictures: Vec<Picture>,
    /// Comments in it that are addressed to copydesk, in order of position.
    pub directives: Vec<Directive>,
    /// What is wrong with its front matter, if it cannot be read to its end, and at which stored byte.
    pub fault: Option<(String, u32)>,
}

impl<'a> Document<'a> {
    /// Each block with its words and the language they are in.
    pub fn whole_blocks(&self) -> impl Iterator<Item = (&Block<'a>, &Arc<Profile>)> {
        let in_passage = |index: usize| {
            let mut blocks =
                self.passages.iter().filter_map(move |passage| Some((passage.blocks.get(index)?, &passage.language)));
            blocks.find(|(block, _)| !block.prose.is_empty())
        };
        let blocks = self.blocks.iter().enumerate();
        blocks.map(move |(index, block)| in_passage(index).unwrap_or((block, &self.language)))
    }

    /// The hash of what the article says: of its prose, block by block. The same whatever its file is called, and in whatever
    /// format it is stored, as long as that gives the same blocks.
    #[must_use]
    pub fn content(&self) -> u64 {
        let blocks = self.blocks.iter().chain(self.passages.iter().flat_map(|passage| &passage.blocks));
        stable_hash_of(blocks.map(|block| block.prose.trim()).filter(|prose| !prose.is_empty()))
    }

    /// The stored span of each block, whatever language it is in.
    pub fn hulls(&self) -> impl Iterator<Item = Span> {
        self.whole_blocks().map(|(block, _)| block.locate(block.whole()))
    }
}

/// How articles are to be read.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'r> {
    /// The languages known.
    pub languages: &'r Languages,
    /// The language of every article, instead of asking the article.
    pub language: Option<&'r Arc<Profile>>,
    /// The tags among which a language is detected; all, if empty.
    pub allowed: &'r [Arc<str>],
    /// Keys of front matter whose values are headlines or captions, and checked as such; those the language files know as
    /// prose, if nothing is said.
    pub prose_keys: Option<&'r [String]>,
}

impl<'r> Reading<'r> {
    /// Reading without any wish.
    #[must_use]
    pub fn new(languages: &'r Languages) -> Self {
        Self { languages, language: None, allowed: &[], prose_keys: None }
    }

    /// What the value of a field is (its key in lower case), if it is prose for readers.
    #[must_use]
    pub fn role_of(&self, key: &str) -> Option<PartRole> {
        let field = self.languages.fields().field_of(key);
        let is_prose = match self.prose_keys {
            Some(keys) => keys.iter().any(|name| fits(&name.to_lowercase(), key)),
            None => matches!(field, Some(Field::Title | Field::Description | Field::Caption)),
        };
        is_prose.then_some(if field == Some(Field::Caption) { PartRole::Caption } else { PartRole::Headline })
    }
}

/// Splits a source into blocks and decides its language: the one wished for, otherwise the one the article itself names,
/// otherwise the one its words and script show.
#[must_use]
pub fn parse<'a>(source: &'a Source, format: Format, reading: &Reading<'_>) -> Document<'a> {
    let text = source.text();
    let templates = reading.languages.templates();
    let mut parts = Parts::new(text, reading.languages);
    let mut metadata = Metadata::default();
    let mut fault = None;
    let body = source.body().range();
    let mut start = body.start;
    let found = match format {
        Format::Text => headers::read(text, body.clone(), reading.languages.fields()),
        _ => front_matter::read(text, start),
    };
    if let Some(found) = found {
        start = found.span.end as usize;
        metadata.front_matter = Some(found.span);
        fault = found.fault;
        parts.entries = found.entries;
        for entry in &mut parts.entries {
            entry.field = reading.languages.fields().field_of(&entry.key);
        }
        parts.blocks = parts
            .entries
            .iter()
            .filter(|entry| reading.role_of(&entry.key).is_some())
            .filter_map(|entry| entry.without_tags(templates).block())
            .collect();
    }
    match format {
        Format::Text => plain::read(&mut parts, start..body.end, reading.languages.stops()),
        Format::Markdown => markdown::read(&mut parts, start..body.end),
        Format::Html => html::read_page(&mut parts, start..body.end),
        // These are taken apart into records first, whose texts are in other formats.
        Format::Records(_) => {}
    }
    if format != Format::Text {
        // A subheading is often no more than a short line.
        let paragraphs = parts.blocks.iter_mut().filter(|block| block.kind == BlockKind::Paragraph);
        for block in paragraphs.filter(|block| plain::is_heading(&block.prose, reading.languages.stops())) {
            block.kind = BlockKind::Heading;
            block.is_guess = true;
        }
    }
    if let Some(record) = &source.record {
        let others = record.parts.iter().filter(|part| part.role != PartRole::Text);
        others.for_each(|part| read_part(&mut parts, part, reading));
        let entry =
            |(key, value): &(String, String)| Entry::new(key.as_str(), value.clone().into(), OffsetMap::empty());
        parts.entries.extend(record.members.iter().map(entry));
    }
    for entry in &mut parts.entries {
        entry.field = entry.field.or_else(|| reading.languages.fields().field_of(&entry.key));
    }
    metadata.is_expected = format != Format::Text || source.record.is_some() || metadata.front_matter.is_some();
    metadata.entries = parts.entries;
    metadata.name_genres(reading.languages.genres());
    let language = language_of(source, &metadata, &parts.blocks, reading);
    let Parts { mut blocks, mut pictures, directives, .. } = parts;
    // Words of pictures and links come when their block, or the text, is at its end.
    blocks.sort_by_cached_key(|block| block.locate(block.whole()).start);
    let starts: Vec<u32> = blocks.iter().map(|block| block.locate(block.whole()).start).collect();
    for picture in &mut pictures {
        picture.blocks = starts.partition_point(|start| *start <= picture.span.start);
    }
    roles::decide(text, &mut blocks, &metadata, reading.languages);
    let passages = passages::set_apart(source, &mut blocks, &language, reading.languages);
    Document { source, language, blocks, passages, metadata, pictures, directives, fault }
}

/// Reads a headline or caption that a record keeps apart from its text.
fn read_part(parts: &mut Parts<'_>, part: &RecordPart, reading: &Reading<'_>) {
    let kind = if part.role == PartRole::Caption { BlockKind::Caption } else { BlockKind::Heading };
    let key = part.field.trim_start_matches('/').replace('/', ".").to_lowercase();
    let is_title = reading.languages.fields().field_of(&key) == Some(Field::Title);
    let first = parts.blocks.len();
    if part.is_html {
        let before = parts.blocks.len();
        html::read_fragment(parts, part.span.range());
        parts.blocks.iter_mut().skip(before).for_each(|block| block.kind = kind);
    } else {
        let mut builder = prose::ProseBuilder::new(parts.text, "");
        Masks::find(parts.text, part.span.range(), &parts.templates, Addresses::Kept).push(&mut builder, part.span);
        parts.push(builder, kind);
    }
    if is_title {
        let own = Standing::new(BlockRole::Headline, Reason::Field);
        parts.blocks.iter_mut().skip(first).for_each(|block| block.standing = own);
    }
}

fn language_of(source: &Source, metadata: &Metadata<'_>, blocks: &[Block<'_>], reading: &Reading<'_>) -> Arc<Profile> {
    let is_allowed = |profile: &&Arc<Profile>| reading.allowed.is_empty() || reading.allowed.contains(&profile.tag);
    let pieces = || blocks.iter().map(|block| &*block.prose);
    let named = || {
        let of_record = source.record.as_ref().and_then(|record| record.language.as_deref());
        let name = of_record.or_else(|| Some(&*metadata.first(Field::Language)?.value))?;
        reading.languages.named(name, pieces()).filter(is_allowed)
    };
    let detect = || {
        let hint = source.id.path().and_then(|path| reading.languages.hint_of(path));
        reading.languages.detect(pieces(), reading.allowed, hint)
    };
    Arc::clone(reading.language.or_else(named).unwrap_or_else(detect))
}
