//! HTML to blocks, from the token stream alone: no tree is built, so that neither nesting nor mistakes in it cost more than
//! their bytes. Text is what stands between two tags; where it comes from is never guessed.

mod elements;
mod pause;
mod references;

use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as TokenSpan, Tokenizer};
use rustc_hash::FxHashMap;

pub use self::references::reference;

use self::elements::{Role, is_ended_by, is_void, role_of};
use self::pause::PausingReader;
use super::front_matter::json_entries;
use super::metadata::Entry;
use super::parts::{Parts, Picture};
use super::prose::ProseBuilder;
use super::templates::{Addresses, GUARDED, Masks};
use super::{BlockKind, Directive, Reason, Standing};
use crate::language::{BlockRole, PageSigns, Roles, Sign};
use crate::text::Span;

/// Where in a page a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Region {
    /// Number of the outermost article it is in, from 1; 0 outside all.
    article: u32,
    in_main: bool,
    is_furniture: bool,
    /// What an element around it says it is.
    standing: Option<Standing>,
}

impl Region {
    /// Whether it may be the article.
    fn is_read(&self) -> bool {
        let is_other = |standing: Standing| !Roles::PROSE.has(standing.role) && standing.role != BlockRole::Embed;
        !self.is_furniture && !self.standing.is_some_and(is_other)
    }
}

/// What the text inside an open element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Prose,
    /// Left out; in running text a sign stands for it.
    Object,
    Skipped,
    Title,
    /// A script with facts.
    Facts,
}

#[derive(Debug)]
struct Open {
    name: Box<[u8]>,
    kind: BlockKind,
    reading: Reading,
    region: Region,
    is_block: bool,
    /// Where its tag begins, and the blocks and pictures before it, if it may be taken out whole.
    whole: Option<(usize, usize, usize)>,
}

/// An attribute: its name, and where its value is stored.
type Attribute = (Box<[u8]>, Range<usize>);

/// Reads the HTML in `range` of the stored text: all its blocks, whatever part of a page they stand in.
pub fn read_fragment<'a>(parts: &mut Parts<'a>, range: Range<usize>) {
    let masks = Masks::find(parts.text, range.clone(), &parts.templates, Addresses::Kept);
    Reader::new(parts, &masks, range.start).run(range);
}

/// Reads a page: if it marks an article or a main part, only that.
pub fn read_page<'a>(parts: &mut Parts<'a>, range: Range<usize>) {
    let before = parts.blocks.len();
    let masks = Masks::find(parts.text, range.clone(), &parts.templates, Addresses::Kept);
    let regions = Reader::new(parts, &masks, range.start).run(range);
    let lengths: Vec<usize> = parts.blocks.iter().skip(before).map(|block| block.prose.len()).collect();
    let chosen = choose(&regions, &lengths);
    parts.keep(before, |index| regions.get(index).is_some_and(|region| chosen(*region)));
}

/// Which regions hold the article.
fn choose(regions: &[Region], lengths: &[usize]) -> impl Fn(Region) -> bool + use<> {
    let length = |index: usize| lengths.get(index).copied().unwrap_or(0);
    let mut articles: FxHashMap<u32, usize> = FxHashMap::default();
    let mut main = 0;
    let mut articles_in_main: Vec<u32> = Vec::new();
    for (index, region) in regions.iter().enumerate().filter(|(_, region)| region.is_read()) {
        if region.article > 0 {
            *articles.entry(region.article).or_default() += length(index);
            if region.in_main && articles_in_main.last() != Some(&region.article) {
                articles_in_main.push(region.article);
            }
        }
        main += if region.in_main { length(index) } else { 0 };
    }
    let longest = articles.values().copied().max().unwrap_or(0);
    // A page may hold teasers of other articles, each an article too; they are far shorter.
    articles.retain(|_, length| *length * 2 > longest);
    let by_main = main > 0 && articles_in_main.len() <= 1;
    let by_article = longest > 0;
    move |region| {
        !region.is_furniture
            && if by_main {
                region.in_main
            } else if by_article {
                articles.contains_key(&region.article)
            } else {
                true
            }
    }
}

struct Reader<'p, 'a> {
    parts: &'p mut Parts<'a>,
    text: &'a str,
    masks: &'p Masks,
    /// Where the text after the last tag begins.
    at: usize,
    open: Vec<Open>,
    /// How many elements of each name are open.
    counts: FxHashMap<Box<[u8]>, usize>,
    articles: u32,
    block: Option<(ProseBuilder<'a>, BlockKind, Region)>,
    regions: Vec<Region>,
    /// The tag being read: its name and where it begins.
    tag: (Vec<u8>, usize),
    attributes: Vec<Attribute>,
    /// Where the address of the last link is stored.
    address: Range<usize>,
}

impl<'p, 'a> Reader<'p, 'a> {
    fn new(parts: &'p mut Parts<'a>, masks: &'p Masks, at: usize) -> Self {
        let text = parts.text;
        Self {
            parts,
            text,
            masks,
            at,
            open: Vec::new(),
            counts: FxHashMap::default(),
            articles: 0,
            block: None,
            regions: Vec::new(),
            tag: (Vec::new(), 0),
            attributes: Vec::new(),
            address: 0..0,
        }
    }

    /// Reads it all. The region of each block added, in order.
    fn run(mut self, range: Range<usize>) -> Vec<Region> {
        // Behind a mask an attribute ends, so that what follows is not taken for a part of it.
        let html = self.masks.apply(self.text, range.clone(), ' ');
        let base = range.start;
        let emitter = {
            let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: TokenSpan<usize>| {
                self.event(&event, base + span.start..base + span.end);
                None::<std::convert::Infallible>
            });
            emitter.naively_switch_states(true);
            emitter
        };
        // There is no token to take, and after a pause it goes on.
        Tokenizer::new_with_emitter(PausingReader::new(&html), emitter).for_each(drop);
        self.take_text(range.end);
        self.end_block();
        self.regions
    }

    fn event(&mut self, event: &CallbackEvent<'_>, span: Range<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = (name.to_vec(), span.start);
                self.attributes.clear();
                self.take_text(span.start);
            }
            CallbackEvent::AttributeName { name } => self.attributes.push(((*name).into(), span.end..span.end)),
            CallbackEvent::AttributeValue { .. } => {
                if let Some((_, value)) = self.attributes.last_mut() {
                    *value = span;
                }
            }
            CallbackEvent::CloseStartTag { .. } => {
                self.start_tag(span.end);
                self.at = span.end;
            }
            CallbackEvent::EndTag { name } => {
                self.take_text(span.start);
                self.end_tag(name, span.end);
                self.at = span.end;
            }
            CallbackEvent::Comment { .. } => {
                self.take_text(span.start);
                self.comment(span.clone());
                self.at = span.end;
            }
            CallbackEvent::Doctype { .. } => {
                self.take_text(span.start);
                self.at = span.end;
            }
            CallbackEvent::String { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn comment(&mut self, span: Range<usize>) {
        let content = self.text.get(span.clone()).and_then(|all| all.strip_prefix("<!--"));
        let content = content.map(|content| content.strip_suffix("-->").unwrap_or(content));
        self.parts.directives.extend(
            content.and_then(|content| Directive::of_comment(content, span.start + 4, Span::from_range(span.clone()))),
        );
    }

    /// What holds where the reader stands.
    fn here(&self) -> (BlockKind, Reading, Region) {
        self.open.last().map_or(
            (
                BlockKind::Paragraph,
                Reading::Prose,
                Region { article: 0, in_main: false, is_furniture: false, standing: None },
            ),
            |open| (open.kind, open.reading, open.region),
        )
    }

    /// Takes the text between the last tag and byte `end`.
    fn take_text(&mut self, end: usize) {
        let start = self.at;
        self.at = end.max(start);
        let Some(text) = self.text.get(start..end).filter(|text| !text.is_empty()) else { return };
        let (kind, reading, region) = self.here();
        match reading {
            Reading::Prose => {
                if self.block.is_none() && text.trim_ascii().is_empty() {
                    return;
                }
                let source = self.text;
                let (builder, ..) = self.block.get_or_insert_with(|| (ProseBuilder::new(source, "<>&"), kind, region));
                let (source, masks) = (self.text, self.masks);
                let span = Span::from_range(start..end);
                let before = builder.len();
                let is_link = self.counts.get(&b"a"[..]).is_some_and(|&count| count > 0);
                if is_link && let Some(address) = source.get(self.address.clone()) {
                    builder.in_link(address);
                }
                masks.cut(span, |piece, is_prose| match source.get(piece.range()) {
                    Some(text) if is_prose => references::push_text(builder, text, piece.start as usize),
                    _ => builder.push_object(piece),
                });
                if is_link {
                    builder.link_from(before);
                }
                for (value, map) in masks.shown_in(source, span) {
                    self.parts.push_caption(value, map, GUARDED);
                }
            }
            Reading::Title => {
                let begin = start + (text.len() - text.trim_ascii_start().len());
                let (value, map) = references::attribute(text.trim_ascii(), begin);
                self.parts.entries.push(Entry::new("title", value, map));
            }
            Reading::Facts => {
                let facts = text.trim_ascii();
                self.parts.entries.extend(json_entries(self.text, facts));
            }
            Reading::Object | Reading::Skipped => {}
        }
    }

    fn end_block(&mut self) {
        if let Some((builder, kind, region)) = self.block.take() {
            let before = self.parts.blocks.len();
            self.parts.push(builder, kind);
            self.note_regions(before, region);
        }
        let before = self.parts.blocks.len();
        let region = self.here().2;
        self.parts.flush_captions();
        self.note_regions(before, region);
    }

    fn note_regions(&mut self, before: usize, region: Region) {
        if let Some(standing) = region.standing {
            self.parts.blocks.iter_mut().skip(before).for_each(|block| block.standing = standing);
        }
        self.regions.resize(self.regions.len() + self.parts.blocks.len() - before, region);
    }

    fn push_object(&mut self, span: Span) {
        if let Some((builder, ..)) = &mut self.block {
            builder.push_object(span);
        }
    }

    fn value_of(&self, name: &[u8]) -> Option<&'a str> {
        let (_, value) = self.attributes.iter().find(|(known, _)| **known == *name)?;
        self.text.get(value.clone())
    }

    /// A start tag that ends at byte `end`.
    fn start_tag(&mut self, end: usize) {
        let (name, start) = std::mem::take(&mut self.tag);
        let tag = Span::from_range(start..end);
        if self.open.last().is_some_and(|open| is_ended_by(&open.name, &name)) {
            self.close_top();
        }
        let (mut kind, mut reading, mut region) = self.here();
        let role = role_of(&name);
        let is_read = reading == Reading::Prose;
        if name == b"a" {
            let address = self.attributes.iter().find(|(name, _)| **name == *b"href");
            self.address = address.map_or(0..0, |(_, value)| value.clone());
        }
        let mut is_block = false;
        match role {
            Role::Block(own) => {
                is_block = true;
                kind = own.unwrap_or(kind);
            }
            Role::Article | Role::Main | Role::Furniture => {
                is_block = true;
                if role == Role::Article && region.article == 0 {
                    self.articles += 1;
                    region.article = self.articles;
                    region.is_furniture = false;
                }
                region.in_main |= role == Role::Main;
                // The foot of a block quotation says whose it is.
                region.is_furniture |= role == Role::Furniture && region.article == 0 && kind != BlockKind::Quotation;
            }
            Role::LineBreak if is_read => {
                if let Some((builder, ..)) = &mut self.block {
                    builder.push_replaced("\n", tag);
                }
            }
            Role::Picture if is_read => {
                self.push_object(tag);
                if name == b"img" {
                    self.parts.pictures.push(Picture { span: tag, blocks: self.parts.blocks.len() });
                }
            }
            Role::Object => {
                if is_read {
                    self.push_object(tag);
                    reading = Reading::Object;
                }
            }
            Role::Unseen => reading = Reading::Skipped,
            Role::Skipped => {
                is_block = true;
                reading = Reading::Skipped;
            }
            Role::Title => reading = if is_read || self.is_in(b"head") { Reading::Title } else { Reading::Skipped },
            Role::Script => {
                let is_facts =
                    self.value_of(b"type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"));
                reading = if is_facts { Reading::Facts } else { Reading::Skipped };
            }
            Role::Meta => self.meta(),
            Role::Page => self.language(),
            Role::Inline | Role::Joint | Role::LineBreak | Role::Picture => {}
        }
        if is_block && is_read {
            self.end_block();
        }
        if is_read && !matches!(*name, [b'h', b't', b'm', b'l'] | [b'b', b'o', b'd', b'y'] | [b'm', b'a', b'i', b'n']) {
            let standing = self.standing(&name, tag);
            let is_code = standing.is_some_and(|standing| standing.role == BlockRole::Code);
            if is_code && !is_block && reading == Reading::Prose {
                self.push_object(tag);
                reading = Reading::Object;
            }
            region.standing = region.standing.or(standing);
        }
        if self.is_hidden() && reading == Reading::Prose {
            reading = Reading::Skipped;
        }
        if is_read && reading == Reading::Prose {
            self.captions();
            if self.value_of(b"role").is_some_and(|role| role.trim() == "main") {
                region.in_main = true;
            }
        }
        if !is_void(&name) {
            let name: Box<[u8]> = name.into();
            *self.counts.entry(name.clone()).or_default() += 1;
            // A paragraph holds no other block, so what is in it is all that goes with it.
            let is_whole = *name == *b"p" && reading == Reading::Prose;
            let whole = is_whole.then_some((start, self.parts.blocks.len(), self.parts.pictures.len()));
            self.open.push(Open { name, kind, reading, region, is_block, whole });
        }
    }

    /// An end tag that ends at byte `end`.
    fn end_tag(&mut self, name: &[u8], end: usize) {
        if self.counts.get(name).is_none_or(|&count| count == 0) {
            // `</p>` and `</br>` without a partner part the text all the same.
            if matches!(role_of(name), Role::Block(_)) && self.here().1 == Reading::Prose {
                self.end_block();
            }
            return;
        }
        while let Some(top) = self.open.last() {
            let is_it = *top.name == *name;
            let whole = top.whole;
            self.close_top();
            if is_it {
                if let Some((start, blocks, pictures)) = whole
                    && self.parts.pictures.len() == pictures
                    && let Some([block]) = self.parts.blocks.get_mut(blocks..)
                {
                    block.element = Some(Span::from_range(start..end));
                }
                break;
            }
        }
    }

    fn close_top(&mut self) {
        if self.open.last().is_some_and(|open| open.is_block && open.reading == Reading::Prose) {
            self.end_block();
        }
        if let Some(open) = self.open.pop()
            && let Some(count) = self.counts.get_mut(&open.name)
        {
            *count -= 1;
        }
    }

    /// What an element says of the text in it, by its name and its attributes.
    fn standing(&self, name: &[u8], tag: Span) -> Option<Standing> {
        if name == b"h1" {
            return Some(Standing::new(BlockRole::Headline, Reason::MainHeading));
        }
        let page: &PageSigns = &self.parts.page;
        let of_name = std::str::from_utf8(name).ok().and_then(|name| page.role_of(Sign::Element, name));
        // The id of a heading is made of its words.
        let is_heading = matches!(*name, [b'h', b'1'..=b'6']);
        let of_attribute = |(name, value): &Attribute| {
            let sign = match &**name {
                b"id" if is_heading => return None,
                b"class" => Sign::Class,
                b"id" => Sign::Id,
                b"role" => Sign::Role,
                b"itemtype" | b"itemprop" => Sign::Item,
                _ => return None,
            };
            let words = self.text.get(value.clone())?.split_ascii_whitespace();
            words
                .map(|word| if sign == Sign::Item { word.rsplit('/').next().unwrap_or(word) } else { word })
                .find_map(|word| page.role_of(sign, word))
        };
        let role = of_name.or_else(|| self.attributes.iter().find_map(of_attribute))?;
        Some(Standing { evidence: Some(tag), ..Standing::new(role, Reason::Element) })
    }

    fn is_in(&self, name: &[u8]) -> bool {
        self.counts.get(name).is_some_and(|&count| count > 0)
    }

    fn is_hidden(&self) -> bool {
        let says =
            |name: &[u8], what: &str| self.value_of(name).is_some_and(|value| value.trim().eq_ignore_ascii_case(what));
        let style = self.value_of(b"style").unwrap_or_default();
        let is_invisible = !style.is_empty() && {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        };
        is_invisible || says(b"aria-hidden", "true") || self.attributes.iter().any(|(name, _)| **name == *b"hidden")
    }

    /// Words that a reader sees in place of a picture or on pointing at it.
    fn captions(&mut self) {
        for (name, value) in &self.attributes {
            if matches!(&**name, b"alt" | b"title")
                && let Some(raw) = self.text.get(value.clone()).filter(|raw| !raw.trim().is_empty())
            {
                let (value, map) = references::attribute(raw, value.start);
                self.parts.push_caption(value, map, "<>&\"'");
            }
        }
    }

    fn meta(&mut self) {
        let key = [&b"name"[..], b"property", b"itemprop"].into_iter().find_map(|name| self.value_of(name));
        let content = self.attributes.iter().find(|(name, _)| **name == *b"content");
        if let (Some(key), Some((_, value))) = (key, content)
            && let Some(raw) = self.text.get(value.clone())
        {
            let (text, map) = references::attribute(raw, value.start);
            self.parts.entries.push(Entry::new(key.trim().to_lowercase(), text, map));
        }
    }

    fn language(&mut self) {
        if let Some((_, value)) = self.attributes.iter().find(|(name, _)| **name == *b"lang")
            && let Some(raw) = self.text.get(value.clone())
        {
            let (text, map) = references::attribute(raw, value.start);
            self.parts.entries.push(Entry::new("lang", text, map));
        }
    }
}
