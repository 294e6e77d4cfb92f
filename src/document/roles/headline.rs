//! Which blocks are the story's own headline.

use super::{Reason, Standing};
use crate::document::{Block, BlockKind, Metadata};
use crate::language::{BlockRole, Field, Languages};
use crate::text::Span;

/// The longest headline, in words.
const LONGEST: usize = 28;
/// A paragraph of the story has more words than this.
const SHORTEST_PARAGRAPH: usize = 14;
/// Below a headline a paragraph follows within so many blocks.
const NEAR: usize = 3;
/// The name of a site after a headline has at most this many characters.
const LONGEST_SITE_NAME: usize = 40;
/// A block that begins a longer title has at least this many characters that count.
const SHORTEST_BEGINNING: usize = 16;
/// As many bytes of the story are looked at for words of its headline.
const STORY_LOOKED_AT: usize = 4096;
/// Letters of a word by which it is known again; shorter words say nothing of what a text is about.
const CORE: usize = 4;
/// Stops with which a headline may end.
pub(super) const ENDS: [char; 4] = ['?', '!', '\u{61f}', '\u{2026}'];

/// Notes the headlines: what a field or a main heading says is one, otherwise the first line that has the form of one, and what
/// says the same again.
pub fn note(blocks: &mut [Block<'_>], metadata: &Metadata<'_>, languages: &Languages) {
    let mut has_main = false;
    for block in blocks.iter_mut().filter(|block| block.standing.reason == Reason::MainHeading) {
        if std::mem::replace(&mut has_main, true) {
            block.standing = Standing::of_kind(block.kind);
        }
    }
    let is_headline = |block: &Block<'_>| block.standing.role == BlockRole::Headline;
    let has_title = metadata.values(Field::Title).next().is_some();
    if !has_title && !blocks.iter().any(is_headline) {
        if !is_first_line(blocks, languages.stops()) || !is_about_the_story(blocks) {
            return;
        }
        if let Some(first) = blocks.first_mut() {
            first.standing = Standing::new(BlockRole::Headline, Reason::FirstLine);
        }
    }
    let said: Vec<(String, Option<Span>)> = metadata
        .values(Field::Title)
        .map(|entry| (entry.value.to_string(), Some(entry.span()).filter(|span| !span.is_empty())))
        .chain(
            blocks
                .iter()
                .filter(|block| is_headline(block))
                .map(|block| (block.prose.to_string(), Some(block.locate(block.whole())))),
        )
        .collect();
    for block in blocks.iter_mut() {
        if block.standing.reason == Reason::Form
            && matches!(block.kind, BlockKind::Heading | BlockKind::Paragraph)
            && let Some((_, place)) = said.iter().find(|(title, _)| says(title, &block.prose))
        {
            block.standing = Standing { evidence: *place, ..Standing::new(BlockRole::Headline, Reason::Repeated) };
        }
    }
}

/// Whether the first block has the form of a headline and a paragraph follows.
fn is_first_line(blocks: &[Block<'_>], stops: &[char]) -> bool {
    let Some((first, rest)) = blocks.split_first() else { return false };
    let prose = first.prose.trim_end_matches(|c: char| !c.is_alphanumeric() && !stops.contains(&c) && c != ':');
    first.standing.reason == Reason::Form
        && matches!(first.kind, BlockKind::Heading | BlockKind::Paragraph)
        && !prose.ends_with(|c| (stops.contains(&c) && !ENDS.contains(&c)) || c == ':')
        && prose.split_whitespace().nth(LONGEST).is_none()
        && rest.iter().take(NEAR).any(|block| {
            block.kind.is_running_text() && block.prose.split_whitespace().nth(SHORTEST_PARAGRAPH).is_some()
        })
}

/// Whether a word of the first block stands in what follows it, at least by its beginning: a headline names what the story is
/// about, a label of the page ("Listen to this article") does not.
fn is_about_the_story(blocks: &[Block<'_>]) -> bool {
    let Some((first, rest)) = blocks.split_first() else { return false };
    let mut story = String::new();
    for block in rest {
        story.extend(block.prose.chars().flat_map(char::to_lowercase).take(STORY_LOOKED_AT));
        story.push(' ');
        if story.len() > STORY_LOOKED_AT {
            break;
        }
    }
    let headline = first.prose.to_lowercase();
    let words = headline.split(|c: char| !c.is_alphanumeric());
    let mut cores = words.filter_map(|word| Some(word.get(..word.char_indices().nth(CORE)?.0).unwrap_or(word)));
    cores.any(|core| story.contains(core))
}

/// Whether a block says what a title says, or all of it but the name of the site after it.
fn says(title: &str, prose: &str) -> bool {
    // Signs take up little of a text; most blocks are far longer than any title.
    if prose.len() > title.len() * 2 {
        return false;
    }
    let mut rest = title.char_indices().filter(|(_, c)| c.is_alphanumeric());
    let mut count = 0;
    let mut end = 0;
    for c in prose.chars().filter(|c| c.is_alphanumeric()) {
        match rest.next() {
            Some((at, other)) if other == c || other.to_lowercase().eq(c.to_lowercase()) => end = at + other.len_utf8(),
            _ => return false,
        }
        count += 1;
    }
    if rest.next().is_none() {
        return count > 0;
    }
    let behind = title.get(end..).unwrap_or_default();
    // A site's name is set apart by a sign between spaces.
    let name = behind.trim_start();
    count >= SHORTEST_BEGINNING
        && name.len() < behind.len()
        && name.starts_with(|c: char| !c.is_alphanumeric())
        && name.chars().nth(LONGEST_SITE_NAME).is_none()
}
