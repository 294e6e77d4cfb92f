//! A group of codes: what they have in common, and a line for each.

use std::io::{self, Write};

use copydesk::diagnostic::localised;
use copydesk::rules::Rule;

use super::page::Page;
use super::{Explained, rules_by_variant, screen};

/// Writes the page of the group `name`, whose rules are `rules`.
pub fn write<W: Write>(
    page: &mut Page<'_, W>,
    explained: &Explained<'_>,
    name: &str,
    rules: &[&Rule],
) -> io::Result<()> {
    page.headline(name)?;
    let tag = page.terminal.ui.tag.as_str();
    if let Some(texts) = explained.texts.group(name) {
        page.paragraphs(localised(&texts.summary, tag))?;
        page.blank()?;
        page.paragraphs(localised(&texts.about, tag))?;
    }
    page.title("group-codes")?;
    let codes = rules_by_variant(rules);
    let codes: Vec<(&str, &Vec<&Rule>)> = codes.iter().map(|(code, rules)| (*code, rules)).collect();
    screen::write_codes(page, explained, &codes, |code| code)?;
    page.blank()?;
    page.paragraphs(page.terminal.ui.say("group-more"))
}
