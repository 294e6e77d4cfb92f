//! How the quotation marks of an article are to be read.
//!
//! All marks are read together, as the cheapest consistent reading: each mark opens, closes, or is no quotation mark
//! at all. One wrong mark then costs one defect at that mark, where a stack of brackets would stumble over every
//! mark behind it. The reading serves the checks of quotes, the search for speakers and the splitting of sentences.

mod marks;
mod reading;

use super::At;
use crate::document::Document;
use crate::text::ProseSpan;

/// What a mark does in the reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Opens a quotation.
    Opener,
    /// Opens again, at the head of a paragraph, a quotation that runs on from the one before.
    Reopener,
    /// Closes a quotation.
    Closer,
    /// No quotation mark: an apostrophe, inches.
    Plain,
}

/// What is wrong with a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Defect {
    /// It opens and nothing closes.
    Unclosed,
    /// It closes and nothing was opened.
    Unopened,
    /// It faces the wrong way; the character is the one that belongs there.
    Misdirected(char),
    /// It does not match the other mark of its pair; the character is the one that would.
    Mixed(char),
}

/// One mark of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Index of its block, from 0.
    pub block: u32,
    /// Its place in the block's prose, in bytes.
    pub span: ProseSpan,
    /// The character.
    pub glyph: char,
    /// What it does.
    pub role: Role,
    /// Index of the mark it pairs with.
    pub partner: Option<u32>,
    /// What is wrong with it.
    pub defect: Option<Defect>,
}

impl Mark {
    /// Its place in the document.
    #[must_use]
    pub fn at(&self) -> At {
        At { block: self.block, span: self.span }
    }
}

/// One outermost quotation, marks included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Its part in each block it runs over, in order; at least one.
    pub parts: Vec<At>,
    /// Index of the opening mark.
    pub open: u32,
    /// Index of the closing mark.
    pub close: u32,
}

/// The marks of a document and the quotations they make.
#[derive(Debug, Default)]
pub struct Quotations {
    marks: Vec<Mark>,
    quotations: Vec<Quotation>,
    /// The parts of all outermost quotations, in order.
    parts: Vec<At>,
}

/// Reads all quotation marks of a document.
#[must_use]
pub fn read(document: &Document<'_>) -> Quotations {
    let found = marks::collect(document);
    if found.is_empty() {
        return Quotations::default();
    }
    let conventions = marks::Conventions::of(&found, &document.language.quotations);
    let marks = reading::cheapest(document, &found, &conventions);
    let quotations = outermost(document, &marks);
    let parts = quotations.iter().flat_map(|quotation| quotation.parts.iter().copied()).collect();
    Quotations { marks, quotations, parts }
}

/// The pairs that stand in no other pair.
fn outermost(document: &Document<'_>, marks: &[Mark]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut next = 0_usize;
    while let Some(open) = marks.get(next) {
        let index = next;
        next += 1;
        let Some((partner, close)) = open.partner.and_then(|p| Some((p, marks.get(p as usize)?))) else { continue };
        if open.role != Role::Opener {
            continue;
        }
        let parts = (open.block..=close.block).filter_map(|block| {
            let prose = document.blocks.get(block as usize)?.whole();
            let start = if block == open.block { open.span.start } else { prose.start };
            let end = if block == close.block { close.span.end } else { prose.end };
            Some(At { block, span: ProseSpan::new(start, end) })
        });
        found.push(Quotation {
            parts: parts.collect(),
            open: u32::try_from(index).unwrap_or(u32::MAX),
            close: partner,
        });
        next = partner as usize + 1;
    }
    found
}

impl Quotations {
    /// Every mark, in order of position.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Every outermost quotation, in order of position.
    #[must_use]
    pub fn outermost(&self) -> &[Quotation] {
        &self.quotations
    }

    /// The parts of outermost quotations that lie in a block.
    #[must_use]
    pub fn in_block(&self, block: u32) -> &[At] {
        let start = self.parts.partition_point(|part| part.block < block);
        let end = self.parts.partition_point(|part| part.block <= block);
        self.parts.get(start..end).unwrap_or_default()
    }

    /// Whether a byte of a block's prose lies in a quotation, marks included.
    #[must_use]
    pub fn is_inside(&self, block: u32, at: usize) -> bool {
        self.in_block(block).iter().any(|part| part.span.range().contains(&at))
    }

    /// Whether a quotation closes with the mark that begins at this byte.
    #[must_use]
    pub fn closes_at(&self, block: u32, at: usize) -> bool {
        self.marks_of(block).iter().any(|mark| mark.role == Role::Closer && mark.span.start as usize == at)
    }

    /// Whether any mark of the block is defective, so that nothing built on the reading is certain there.
    #[must_use]
    pub fn is_doubtful(&self, block: u32) -> bool {
        self.marks_of(block).iter().any(|mark| mark.defect.is_some())
    }

    fn marks_of(&self, block: u32) -> &[Mark] {
        let start = self.marks.partition_point(|mark| mark.block < block);
        let end = self.marks.partition_point(|mark| mark.block <= block);
        self.marks.get(start..end).unwrap_or_default()
    }
}
