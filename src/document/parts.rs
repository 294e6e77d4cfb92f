//! What a reader of a format has found so far.

use std::borrow::Cow;
use std::sync::Arc;

use super::metadata::Entry;
use super::prose::{ProseBuilder, says_something};
use super::templates::without_tags;
use super::{Block, BlockKind, Directive, OffsetMap};
use crate::language::{Languages, PageSigns, TemplateNames};
use crate::text::Span;

/// A picture in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// Where it stands, in stored bytes.
    pub span: Span,
    /// How many blocks begin before it.
    pub blocks: usize,
}

/// The parts of an article, while it is read.
#[derive(Debug)]
pub struct Parts<'a> {
    /// The stored text.
    pub text: &'a str,
    /// What is known of template code.
    pub templates: Arc<TemplateNames>,
    /// What the words of pages mean.
    pub page: Arc<PageSigns>,
    /// Its blocks.
    pub blocks: Vec<Block<'a>>,
    /// What is said about it.
    pub entries: Vec<Entry<'a>>,
    /// Comments for copydesk.
    pub directives: Vec<Directive>,
    /// Its pictures.
    pub pictures: Vec<Picture>,
    /// Words of pictures inside the block being read, which become blocks after it.
    captions: Vec<Block<'a>>,
}

impl<'a> Parts<'a> {
    /// Nothing found yet in a text that may be in any of these languages.
    pub fn new(text: &'a str, languages: &Languages) -> Self {
        let (blocks, entries) = (Vec::new(), Vec::new());
        Self {
            text,
            templates: Arc::clone(languages.templates()),
            page: Arc::clone(languages.page()),
            blocks,
            entries,
            directives: Vec::new(),
            pictures: Vec::new(),
            captions: Vec::new(),
        }
    }

    /// Adds a finished block, if there is anything to read in it.
    pub fn push(&mut self, builder: ProseBuilder<'a>, kind: BlockKind) {
        self.blocks.extend(builder.finish(kind));
    }

    /// Notes words that belong to a picture or a link, stored where the characters `guarded` mean markup; template code in
    /// them is no prose.
    pub fn push_caption(&mut self, value: Cow<'a, str>, map: OffsetMap, guarded: &'static str) {
        let (value, map) = without_tags(value, map, &self.templates);
        if says_something(&value) {
            self.captions.push(Block::new(BlockKind::Caption, value, map).guarded(guarded));
        }
    }

    /// Notes words that are a block already.
    pub fn push_caption_block(&mut self, block: Block<'a>) {
        self.captions.push(block);
    }

    /// Makes blocks of the words noted.
    pub fn flush_captions(&mut self) {
        self.blocks.append(&mut self.captions);
    }

    /// Keeps, of the blocks from number `before` on, those that `keep` says (counted from there), and pictures with them.
    pub fn keep(&mut self, before: usize, keep: impl Fn(usize) -> bool) {
        let mut kept_before = Vec::with_capacity(self.blocks.len() + 1);
        let mut kept = Vec::with_capacity(self.blocks.len());
        for (index, block) in std::mem::take(&mut self.blocks).into_iter().enumerate() {
            kept_before.push(kept.len());
            if index < before || keep(index - before) {
                kept.push(block);
            }
        }
        kept_before.push(kept.len());
        let all = kept_before.len() - 1;
        self.pictures.retain(|picture| {
            let near = [picture.blocks.checked_sub(1), Some(picture.blocks)];
            picture.blocks < before
                || near.into_iter().flatten().any(|index| index >= before && index < all && keep(index - before))
        });
        for picture in &mut self.pictures {
            picture.blocks = kept_before.get(picture.blocks).copied().unwrap_or(kept.len());
        }
        self.blocks = kept;
    }
}
