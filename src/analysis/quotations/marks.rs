//! Finds the marks, looks at what stands beside each, and learns the article's own convention.

use super::tags::Tags;
use crate::document::Document;
use crate::language::{Profile, Quotations, QuotePair, Roles, word_start};
use crate::text::{ProseSpan, RareChars, narrow};

/// A mark as found, before it is read.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    pub block: u32,
    pub span: ProseSpan,
    pub glyph: char,
    /// Index of its family in the language's list.
    pub family: u8,
    /// Far more often an apostrophe than a quotation mark.
    pub apostrophe: bool,
    /// First visible thing of its block.
    pub heads_block: bool,
    /// What it costs to read it as opening, from what stands beside it.
    pub open_cost: f32,
    /// What it costs to read it as closing.
    pub close_cost: f32,
    /// What it costs to read it as no quotation mark; infinite where that is never so.
    pub plain_cost: f32,
}

impl Found {
    /// Whether its neighbours alone show that it opens.
    fn clearly_opens(&self) -> bool {
        self.open_cost < 0.5 && self.close_cost >= 2.0
    }

    /// Whether its neighbours alone show that it closes.
    fn clearly_closes(&self) -> bool {
        self.close_cost < 0.5 && self.open_cost >= 2.0
    }
}

/// Every mark of the newsroom's prose that the language knows, in order.
pub fn collect(document: &Document<'_>) -> Vec<Found> {
    let profile = &document.language;
    let quotations = &profile.quotations;
    let glyphs = quotations.families.iter().flatten().chain(&quotations.lookalikes);
    let rare = RareChars::new(glyphs.map(|&c| c..=c));
    let mut found = Vec::new();
    let mut tags = None;
    let blocks = document.blocks.iter().enumerate().filter(|(_, block)| Roles::PROSE.has(block.role()));
    for (index, block) in blocks {
        let prose: &str = &block.prose;
        for (at, glyph) in rare.find_iter(prose) {
            let Some(family) = family_of(quotations, glyph) else { continue };
            if tags.get_or_insert_with(|| Tags::of(document)).hold(index, at) {
                continue;
            }
            let span = ProseSpan::from_range(at..at + glyph.len_utf8());
            let block = narrow(index);
            found.extend(judge(
                profile,
                prose,
                Found {
                    block,
                    span,
                    glyph,
                    family,
                    apostrophe: false,
                    heads_block: at == 0,
                    open_cost: 0.0,
                    close_cost: 0.0,
                    plain_cost: f32::INFINITY,
                },
            ));
        }
    }
    found
}

fn family_of(quotations: &Quotations, glyph: char) -> Option<u8> {
    let lookalike = || quotations.lookalikes.contains(&glyph).then_some(quotations.families.len());
    let index = quotations.families.iter().position(|family| family.contains(&glyph)).or_else(lookalike)?;
    u8::try_from(index).ok()
}

/// Fills in the costs of a mark; nothing for one that is part of a word, such as an apostrophe.
fn judge(profile: &Profile, prose: &str, mut mark: Found) -> Option<Found> {
    let quotations = &profile.quotations;
    let before = prose.get(..mark.span.start as usize)?;
    let after = prose.get(mark.span.end as usize..)?;
    let (previous, next) = (before.chars().next_back(), after.chars().next());
    let is_mark = |c: char| family_of(quotations, c).is_some() && !quotations.lookalikes.contains(&c);
    let apostrophe = quotations.apostrophes.contains(&mark.glyph);
    let inside_words = quotations.inside_words.contains(&mark.glyph);
    if inside_words && previous.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric) {
        return None;
    }
    // What may stand behind a closing mark: punctuation of any kind that does not itself open something.
    let opens = |c: char| matches!(c, '(' | '[' | '{' | '$' | '#' | '@' | '+' | '-') || is_mark(c);
    let is_stop = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !opens(c);
    mark.open_cost = match previous {
        None => 0.0,
        Some(c) if c.is_whitespace() || matches!(c, '(' | '[' | '{' | '/' | '-' | '\u{2013}' | '\u{2014}') => 0.0,
        Some(c) if is_mark(c) => 0.3,
        Some(c) if c.is_alphanumeric() || quotations.joiners.contains(&c) => {
            let word = before.trim_end_matches(|c| quotations.joiners.contains(&c));
            let word = word.get(word_start(word, word.len())..).unwrap_or_default();
            let clitic = profile.clitics.before.contains(&*profile.folder.fold(word));
            if clitic { 0.0 } else { 2.5 }
        }
        Some(':' | '=') => 0.2,
        Some(_) => 1.0,
    } + match next {
        None => 4.0,
        Some(c) if c.is_whitespace() => 1.5,
        Some(c) if is_mark(c) => 0.5,
        // An ellipsis may begin a quotation.
        Some('.') if after.starts_with("..") => 0.2,
        Some('\u{2026}') => 0.2,
        Some(c) if is_stop(c) => 2.5,
        Some(_) => 0.0,
    };
    mark.close_cost = match previous {
        None => 4.0,
        Some(c) if c.is_whitespace() => 1.5,
        Some('(' | '[' | '{') => 2.5,
        Some(c) if is_mark(c) => 0.5,
        Some(c) if quotations.joiners.contains(&c) => 2.5,
        Some(_) => 0.0,
    } + match next {
        None => 0.0,
        Some(c) if c.is_whitespace() || is_mark(c) || is_stop(c) || c == '-' => 0.0,
        Some(_) => 2.5,
    };
    // A colon announces speech, whatever space follows it.
    if before.trim_end().ends_with(':') && !before.is_empty() {
        mark.close_cost += 2.0;
    }
    if quotations.lookalikes.contains(&mark.glyph) {
        mark.open_cost = f32::INFINITY;
        mark.plain_cost = 0.0;
    } else if apostrophe {
        mark.apostrophe = true;
        mark.plain_cost = 0.1;
    } else if let Some(cost) = measure_cost(quotations, before) {
        mark.plain_cost = cost;
        if cost == 0.0 {
            mark.close_cost += 2.5;
        }
    }
    Some(mark)
}

/// What it costs to read a mark as inches or seconds, from the text before it; nothing where no measure ends there. A
/// number of up to three digits, or with a decimal part, may be a measure, longer ones are years; a number behind feet
/// or minutes certainly is.
fn measure_cost(quotations: &Quotations, before: &str) -> Option<f32> {
    let rest = before.trim_end_matches(|c: char| c.is_numeric());
    let digits = before.get(rest.len()..)?.chars().count();
    let has_decimals = rest.ends_with(['.', ',', '\u{66b}'])
        && rest.trim_end_matches(['.', ',', '\u{66b}']).ends_with(char::is_numeric);
    let is_foot = |c: char| quotations.apostrophes.contains(&c) || c == '\u{2032}';
    let behind_feet =
        || rest.trim_end().ends_with(is_foot) && rest.trim_end().trim_end_matches(is_foot).ends_with(char::is_numeric);
    match digits {
        1..=2 if behind_feet() => Some(0.0),
        _ if digits > 0 && has_decimals => Some(1.0),
        1..=3 => Some(1.5),
        _ => None,
    }
}

/// The pairs this article may use, the usual one first.
#[derive(Debug)]
pub struct Conventions {
    pub pairs: Vec<QuotePair>,
}

impl Conventions {
    /// The language's pairs; where the article keeps to a tolerated pair throughout, that pair, and not its mirror image.
    pub fn of(found: &[Found], quotations: &Quotations) -> Self {
        let mut pairs = quotations.pairs.clone();
        for &pair in &quotations.tolerated {
            let is_reverse = |p: &QuotePair| p.open == pair.close && p.close == pair.open;
            let (mut with, mut against) = ((0, 0), 0);
            for mark in found {
                with.0 += usize::from(mark.glyph == pair.open && mark.clearly_opens());
                with.1 += usize::from(mark.glyph == pair.close && mark.clearly_closes());
                against += usize::from(
                    (mark.glyph == pair.open && mark.clearly_closes())
                        || (mark.glyph == pair.close && mark.clearly_opens()),
                );
            }
            let usual = with.0 >= 2 && with.1 >= 2 && against * 4 <= with.0 + with.1;
            if usual && !pairs.contains(&pair) {
                pairs.retain(|p| !is_reverse(p));
                pairs.insert(0, pair);
            }
        }
        // The pair the article uses most comes first: repairs follow it.
        let uses = |pair: &QuotePair| {
            let count =
                |glyph: char, clear: fn(&Found) -> bool| found.iter().filter(|m| m.glyph == glyph && clear(m)).count();
            count(pair.open, Found::clearly_opens).min(count(pair.close, Found::clearly_closes))
        };
        pairs.sort_by_cached_key(|pair| std::cmp::Reverse(uses(pair)));
        Self { pairs }
    }

    /// The rank of a pair, 0 for the most usual; nothing if it is no convention here.
    pub fn rank(&self, open: char, close: char) -> Option<usize> {
        self.pairs.iter().position(|pair| pair.open == open && pair.close == close)
    }
}
