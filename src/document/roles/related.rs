//! Blocks that are nothing but a link to another article of the same site, set between paragraphs of the story.

use super::{Reason, Standing};
use crate::document::{Block, BlockKind, Metadata};
use crate::language::{BlockRole, Languages};

/// A paragraph of the story has at least this many words.
const PARAGRAPH: usize = 12;
/// A headline has so many words at least and at most; what has fewer is a label, a name or a section.
const HEADLINE: (usize, usize) = (4, 30);
/// The most headings of an article that are links; a page with more of them lists articles.
const HEADINGS: usize = 1;

/// Gives the role to blocks that have it by their form.
pub fn note(blocks: &mut [Block<'_>], metadata: &Metadata<'_>, languages: &Languages) {
    let links = blocks.iter().filter(|block| block.address.is_some()).count();
    // A page that is mostly links is no article.
    if links == 0 || links * 2 > blocks.len() {
        return;
    }
    let own_host = own_host(metadata, languages);
    let is_candidate = |block: &Block<'_>| is_headline_link(block, own_host, languages);
    let is_heading = |block: &Block<'_>| block.kind == BlockKind::Heading && !block.is_guess;
    let headings = blocks.iter().filter(|block| is_heading(block) && block.address.is_some()).count();
    let mut has_story = false;
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        if !is_candidate(block) {
            has_story |= is_paragraph(block);
            at += 1;
            continue;
        }
        let rest = blocks.get(at..).unwrap_or_default();
        let belongs = |block: &&Block<'_>| is_candidate(block) || block.kind == BlockKind::Caption;
        let length = rest.iter().take_while(belongs).count();
        let before = at.checked_sub(1).and_then(|before| blocks.get(before));
        // A heading, or a sentence that ends in a colon, asks for what stands below it.
        let is_asked_for =
            before.is_some_and(|before| is_heading(before) || before.prose.trim_end().ends_with([':', '\u{ff1a}']));
        let has_headings = rest.iter().take(length).any(is_heading);
        let is_related = has_story && !is_asked_for && (!has_headings || headings <= HEADINGS);
        if is_related && let Some(run) = blocks.get_mut(at..at + length) {
            let own = run.iter_mut().filter(|block| block.kind != BlockKind::Caption);
            own.for_each(|block| block.standing = Standing::new(BlockRole::Related, Reason::Linked));
        }
        at += length;
    }
}

/// The host of the site, if the article says its own address.
fn own_host<'m>(metadata: &'m Metadata<'_>, languages: &Languages) -> Option<&'m str> {
    let keys = languages.page();
    let address = keys.own_address_keys().find_map(|key| {
        let entry = metadata.entries.iter().find(|entry| *entry.key == *key)?;
        entry.value.split_once("://").map(|(_, rest)| rest)
    })?;
    address.split(['/', '?', '#']).next()
}

fn is_headline_link(block: &Block<'_>, own_host: Option<&str>, languages: &Languages) -> bool {
    let Some(address) = &block.address else { return false };
    let prose: &str = block.prose.trim_end_matches(|c: char| !c.is_alphanumeric() && !languages.stops().contains(&c));
    let words = prose.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let ends_headline = |c: char| languages.stops().contains(&c) && !super::headline::ENDS.contains(&c);
    block.standing.reason == Reason::Form
        // A list of links is one of sources as a rule, and only the box it stands in says otherwise.
        && matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading)
        && (HEADLINE.0..=HEADLINE.1).contains(&words.take(HEADLINE.1 + 1).count())
        && !prose.ends_with(ends_headline)
        && !has_sentence(prose, ends_headline)
        && languages.page().may_be_article(address, own_host)
}

/// Whether a full sentence ends inside a text: a longer word, a stop, and more after a space.
fn has_sentence(prose: &str, is_stop: impl Fn(char) -> bool) -> bool {
    /// Shorter words before a stop may be abbreviations.
    const WORD: usize = 4;
    prose.split_whitespace().rev().skip(1).any(|word| {
        let bare = word.trim_end_matches(&is_stop);
        word.len() - bare.len() == word.chars().next_back().map_or(0, char::len_utf8)
            && word.ends_with(&is_stop)
            && bare.chars().filter(|c| c.is_alphabetic()).nth(WORD - 1).is_some()
    })
}

/// Whether a block is a paragraph of the story.
fn is_paragraph(block: &Block<'_>) -> bool {
    block.kind == BlockKind::Paragraph
        && block.standing.role == BlockRole::Story
        && block.linked as usize * 2 < block.prose.len()
        && block.prose.split_whitespace().nth(PARAGRAPH - 1).is_some()
}
