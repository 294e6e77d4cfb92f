//! Markdown to blocks: CommonMark with tables and footnotes, as site generators write it, with their template tags and with
//! HTML in between. The parser gives every piece of text with its place; nothing is looked up again.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::html::read_fragment;
use super::literal::{Style, align};
use super::parts::{Parts, Picture};
use super::prose::ProseBuilder;
use super::templates::{Addresses, GUARDED, Masks};
use super::{BlockKind, Directive, Reason, Standing};
use crate::language::BlockRole;
use crate::text::{Span, narrow};

/// Characters that may be markup.
const MARKUP: &str = "`*_[]<>&\\|";
/// Those, and what ends a title or a parameter.
const QUOTED: &str = "`*_[]<>&\\|\"'()";

/// Reads the Markdown in `range` of the stored text.
pub fn read<'a>(parts: &mut Parts<'a>, range: Range<usize>) {
    let masks = Masks::find(parts.text, range.clone(), &parts.templates, Addresses::Masked);
    let masked = masks.apply(parts.text, range.clone(), 'x');
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    let mut reader = Reader {
        text: parts.text,
        markdown: &masked,
        base: range.start,
        masks: &masks,
        containers: Vec::new(),
        block: None,
        picture: None,
        html: None,
        in_code: false,
        in_address: false,
        links: 0,
        address: Box::default(),
        is_main: false,
        parts,
    };
    let mut events = Parser::new_ext(&masked, options).into_offset_iter();
    for (event, at) in &mut events {
        reader.event(event, at);
    }
    reader.end_html();
    reader.end_block();
    // The parser keeps definitions in no order.
    let definitions = events.reference_definitions().iter().map(|(_, definition)| definition);
    let mut titles: Vec<(Range<usize>, String)> = definitions
        .filter_map(|definition| Some((definition.span.clone(), definition.title.as_ref()?.to_string())))
        .collect();
    titles.sort_by_key(|(at, _)| at.start);
    titles.iter().for_each(|(at, title)| reader.title(at.clone(), title));
    for (value, map) in masks.shown_in(parts.text, Span::from_range(range)) {
        parts.push_caption(value, map, GUARDED);
    }
    parts.flush_captions();
}

struct Reader<'p, 'a, 'm> {
    parts: &'p mut Parts<'a>,
    text: &'a str,
    /// What the parser sees: the text with its masks, from byte `base` on.
    markdown: &'m str,
    base: usize,
    masks: &'m Masks,
    /// What paragraphs are in the lists, quotations and the like that are open.
    containers: Vec<BlockKind>,
    block: Option<(ProseBuilder<'a>, BlockKind)>,
    /// The words in place of a picture, while they are read, and how many pictures deep.
    picture: Option<(ProseBuilder<'a>, usize)>,
    /// A stretch of HTML, in stored bytes.
    html: Option<Range<usize>>,
    in_code: bool,
    in_address: bool,
    /// How many links are open.
    links: usize,
    /// Where the last of them leads.
    address: Box<str>,
    /// Whether the heading being read is of the first level.
    is_main: bool,
}

impl<'a> Reader<'_, 'a, '_> {
    fn event(&mut self, event: Event<'_>, at: Range<usize>) {
        let span = Span::from_range(self.base + at.start..self.base + at.end);
        match event {
            Event::Start(tag) => self.start(tag, at, span),
            Event::End(tag) => self.end(tag),
            _ if self.in_code => {}
            Event::Text(text) => {
                let start = self.builder().len();
                if self.links > 0 {
                    let address = self.address.clone();
                    self.builder().in_link(&address);
                }
                self.push_text(&text, at, span);
                if self.links > 0 {
                    self.builder().link_from(start);
                }
            }
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.builder().push_object(span),
            Event::InlineHtml(html) => self.inline_html(&html, span),
            Event::Html(_) => self.push_html(span),
            Event::SoftBreak => {
                let stored = self.text.get(span.range()).unwrap_or_default();
                match stored.trim_start_matches([' ', '\t']) {
                    line_end @ ("\n" | "\r\n" | "\r") => {
                        self.builder().push_stored(Span::new(span.end - narrow(line_end.len()), span.end));
                    }
                    _ => self.builder().push_replaced("\n", span),
                }
            }
            // Behind two blanks or a backslash a line ends for the reader too.
            Event::HardBreak => self.builder().push_replaced("\n", span),
            Event::Rule => self.end_block(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: Range<usize>, span: Span) {
        match tag {
            Tag::Heading { level, .. } => {
                self.begin(BlockKind::Heading);
                self.is_main = level == HeadingLevel::H1;
            }
            Tag::TableCell => self.begin(BlockKind::TableCell),
            Tag::Paragraph | Tag::DefinitionListTitle => self.begin(self.here()),
            Tag::BlockQuote(_) => self.enter(BlockKind::Quotation),
            Tag::Item | Tag::DefinitionListDefinition => self.enter(BlockKind::ListItem),
            Tag::FootnoteDefinition(_) => self.enter(BlockKind::Paragraph),
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.end_block();
                self.in_code = true;
            }
            Tag::HtmlBlock => self.end_block(),
            Tag::Image { link_type, title, .. } => {
                if link_type == LinkType::Inline {
                    self.title(at.start..at.end - 1, &title);
                }
                if let Some((_, depth)) = &mut self.picture {
                    *depth += 1;
                } else {
                    self.builder().push_object(span);
                    self.parts.pictures.push(Picture { span, blocks: self.parts.blocks.len() });
                    self.picture = Some((ProseBuilder::new(self.text, MARKUP), 1));
                }
            }
            Tag::Link { link_type, title, dest_url, .. } => {
                if link_type == LinkType::Inline {
                    self.title(at.start..at.end - 1, &title);
                }
                self.in_address = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.links += 1;
                self.address = self.address_of(&dest_url).into();
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::TableCell | TagEnd::Paragraph | TagEnd::DefinitionListTitle => {
                self.end_block()
            }
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::DefinitionListDefinition | TagEnd::FootnoteDefinition => {
                self.end_block();
                self.containers.pop();
            }
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => self.in_code = false,
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::Image => match self.picture.take() {
                Some((builder, 1)) => {
                    if let Some(block) = builder.finish(BlockKind::Caption) {
                        self.parts.push_caption_block(block);
                    }
                }
                deeper => self.picture = deeper.map(|(builder, depth)| (builder, depth - 1)),
            },
            TagEnd::Link => {
                self.in_address = false;
                self.links = self.links.saturating_sub(1);
            }
            _ => {}
        }
    }

    /// An address as it is stored: the parser may have seen a mask in its place.
    fn address_of<'s>(&'s self, seen: &'s str) -> &'s str {
        let start = (seen.as_ptr() as usize).wrapping_sub(self.markdown.as_ptr() as usize);
        let within = start < self.markdown.len();
        let stored = self.base.saturating_add(start)..self.base.saturating_add(start).saturating_add(seen.len());
        within.then(|| self.text.get(stored)).flatten().unwrap_or(seen)
    }

    /// What a paragraph is where the reader stands.
    fn here(&self) -> BlockKind {
        self.containers.last().copied().unwrap_or(BlockKind::Paragraph)
    }

    fn begin(&mut self, kind: BlockKind) {
        self.end_block();
        self.block = Some((ProseBuilder::new(self.text, MARKUP), kind));
    }

    fn enter(&mut self, kind: BlockKind) {
        self.end_block();
        self.containers.push(kind);
    }

    fn end_block(&mut self) {
        let is_main = std::mem::take(&mut self.is_main);
        if let Some((builder, kind)) = self.block.take() {
            let before = self.parts.blocks.len();
            self.parts.push(builder, kind);
            if let Some(block) = self.parts.blocks.get_mut(before).filter(|_| is_main) {
                block.standing = Standing::new(BlockRole::Headline, Reason::MainHeading);
            }
        }
        self.parts.flush_captions();
    }

    /// Where text goes: to the words of a picture, or to the block. A list without blank lines has no paragraphs, so its
    /// blocks begin with their text.
    fn builder(&mut self) -> &mut ProseBuilder<'a> {
        let (text, kind) = (self.text, self.here());
        match &mut self.picture {
            Some((builder, _)) => builder,
            None => &mut self.block.get_or_insert_with(|| (ProseBuilder::new(text, MARKUP), kind)).0,
        }
    }

    fn push_text(&mut self, text: &str, at: Range<usize>, span: Span) {
        if self.in_address {
            self.builder().push_object(span);
            return;
        }
        if self.markdown.get(at) != Some(text) {
            // An entity.
            self.builder().push_replaced(text, span);
            return;
        }
        let masks = self.masks;
        masks.push(self.builder(), span);
    }

    /// The title of a link, a picture or a definition, with which what stands at `at` ends. The parser gives its value
    /// only, but there is one place where it can be.
    fn title(&mut self, at: Range<usize>, value: &str) {
        let all = self.markdown.get(at.clone()).unwrap_or_default().trim_end();
        let Some(close) = all.chars().next_back().filter(|_| !value.is_empty()) else { return };
        let inside = all.get(..all.len() - close.len_utf8()).unwrap_or_default();
        let open = if close == ')' { '(' } else { close };
        let opens = |start: &usize| {
            let before = inside.get(..*start).and_then(|before| before.strip_suffix(open));
            before.is_some_and(|before| before.ends_with(|c: char| c.is_ascii_whitespace()))
        };
        // Usually the value is written as it reads; otherwise it begins at the last mark after white space.
        let as_it_reads = inside.strip_suffix(value).map(str::len).filter(opens);
        let start = as_it_reads.or_else(|| inside.rmatch_indices(open).map(|(at, _)| at + 1).find(opens));
        let Some(start) = start else { return };
        let stored = self.base + at.start + start..self.base + at.start + inside.len();
        let is_masked = self.masks.within(Span::from_range(stored.clone())).next().is_some();
        if let Some(raw) = self.text.get(stored.clone()).filter(|_| !is_masked) {
            let map = align(raw, stored.start, value, Style::Backslash);
            self.parts.push_caption(Cow::Owned(value.to_owned()), map, QUOTED);
        }
    }

    fn inline_html(&mut self, html: &str, span: Span) {
        if html.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br")) {
            self.builder().push_replaced("\n", span);
        } else if let Some(content) = self.text.get(span.range()).and_then(|all| all.strip_prefix("<!--")) {
            let content = content.strip_suffix("-->").unwrap_or(content);
            let start = span.start as usize + 4;
            self.parts.directives.extend(Directive::of_comment(content, start, span));
        }
    }

    /// Lines of HTML come one by one; inside a quotation they are apart.
    fn push_html(&mut self, span: Span) {
        let follows = |end: usize| {
            let between = self.text.get(end..span.start as usize);
            between.is_some_and(|between| between.trim_matches(['\r', '\n']).is_empty())
        };
        match &mut self.html {
            Some(range) if follows(range.end) => range.end = span.end as usize,
            _ => {
                self.end_html();
                self.html = Some(span.range());
            }
        }
    }

    fn end_html(&mut self) {
        if let Some(range) = self.html.take() {
            self.end_block();
            read_fragment(self.parts, range);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::languages;

    /// Kind and prose of each block; under every character the stored text is the character, or markup for it.
    fn blocks(text: &str) -> Vec<(BlockKind, String)> {
        let mut parts = Parts::new(text, &languages());
        read(&mut parts, 0..text.len());
        parts.blocks.iter().map(|block| (block.kind, block.prose.to_string())).collect()
    }

    fn prose(text: &str) -> Vec<String> {
        blocks(text).into_iter().map(|(_, prose)| prose).collect()
    }

    #[test]
    fn blocks_have_their_kinds() {
        use BlockKind::*;
        let text = "# Head *line* {#id}\n\nA para\nof two lines.\n\n- one\n- two\n\n  three\n\n> said\n> so\n\n| a | b |\n|---|---|\n| c | d |\n\nNote[^1].\n\n[^1]: The note.\n";
        let rows: Vec<(BlockKind, &str)> = vec![
            (Heading, "Head line"),
            (Paragraph, "A para\nof two lines."),
            (ListItem, "one"),
            (ListItem, "two"),
            (ListItem, "three"),
            (Quotation, "said\nso"),
            (TableCell, "a"),
            (TableCell, "b"),
            (TableCell, "c"),
            (TableCell, "d"),
            (Paragraph, "Note."),
            (Paragraph, "The note."),
        ];
        let found = blocks(text);
        assert_eq!(found.iter().map(|(kind, prose)| (*kind, prose.as_str())).collect::<Vec<_>>(), rows);
    }

    #[test]
    fn code_addresses_and_tags_are_no_prose() {
        assert_eq!(
            prose("Use `x` at <https://a.example/b> or https://c.example/d_e."),
            ["Use \u{fffc} at \u{fffc} or \u{fffc}."]
        );
        assert_eq!(prose("```\n“\n```\n\n    “\n\nText {{< x \"y\" >}} more"), ["Text \u{fffc} more"]);
    }

    #[test]
    fn words_of_pictures_and_links_are_captions_behind_their_block() {
        let text = "See ![A *red* boat](a.jpg \"On the quay\") and [the list](b.html \"All boats\").";
        assert_eq!(prose(text), ["See \u{fffc} and the list.", "On the quay", "A red boat", "All boats"]);
        assert_eq!(prose("[a][r] [b][r]\n\n[r]: x.html \"T\"\n"), ["a b", "T"]);
        assert_eq!(prose("[a](x 'it\\'s \"so\"')"), ["a", "it's \"so\""]);
    }

    #[test]
    fn entities_escapes_and_marks_are_located() {
        let text = "Za\\*l&eacute;**nsk**y";
        let mut parts = Parts::new(text, &languages());
        read(&mut parts, 0..text.len());
        let block = &parts.blocks[0];
        assert_eq!(&*block.prose, "Za*lénsky");
        let at = |from: u32, to: u32| &text[block.locate(crate::text::ProseSpan::new(from, to)).range()];
        assert_eq!((at(0, 2), at(2, 3), at(4, 6), at(6, 9)), ("Za", "*", "&eacute;", "nsk"));
    }

    #[test]
    fn html_between_is_read_too() {
        let text = "<figure><img src=\"a\" alt=\"A dog\"><figcaption>A &amp; B</figcaption></figure>\n\nText <b>bo</b>ld<br>line\n\n<!-- copydesk: ignore x -->\n";
        let mut parts = Parts::new(text, &languages());
        read(&mut parts, 0..text.len());
        let prose: Vec<&str> = parts.blocks.iter().map(|block| &*block.prose).collect();
        assert_eq!(prose, ["A dog", "A & B", "Text bold\nline"]);
        assert_eq!(parts.directives.len(), 1);
    }
}
