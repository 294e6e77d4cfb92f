//! How the quotation marks of an article are to be read.
//!
//! All marks are read together, as the cheapest consistent reading: each mark opens, closes, or is no quotation mark
//! at all. One wrong mark then costs one defect at that mark, where a stack of brackets would stumble over every
//! mark after it. The reading serves the checks of quotes, the search for speakers and the splitting of sentences.

mod beam;
mod conventions;
mod marks;
mod reading;
mod shortcuts;
mod state;
mod tags;
mod trace;
mod trail;

use self::conventions::Conventions;
use self::reading::Reader;
use super::{At, Signs};
use crate::document::Document;
use crate::text::{Few, ProseSpan, narrow};

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
    /// Where its defect is: the mark itself, or, where several marks of the paragraph could as well be the one too
    /// many, from the first of them to the last.
    pub extent: ProseSpan,
    /// The character.
    pub glyph: char,
    /// What it does.
    pub role: Role,
    /// Index of the mark it pairs with.
    pub partner: Option<u32>,
    /// What is wrong with it.
    pub defect: Option<Defect>,
    /// Whether its defect, or that of the mark it pairs with, can be mended without doubt.
    pub repairable: bool,
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
    pub parts: Few<At>,
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
    /// The blocks with a defective mark, in order, some more than once.
    doubtful: Vec<u32>,
}

/// Reads all quotation marks of a document.
#[must_use]
pub fn read(document: &Document<'_>, signs: &Signs) -> Quotations {
    let found = marks::collect(document, signs);
    if found.is_empty() {
        return Quotations::default();
    }
    let conventions = Conventions::of(&found, &document.language.quotations);
    let mut reader = Reader::new(&found, &conventions);
    let mut marks = reader.cheapest(document);
    widen_doubtful(&found, &mut reader, &mut marks);
    let quotations = outermost(document, &marks);
    let parts = quotations.iter().flat_map(|quotation| quotation.parts.iter().copied()).collect();
    let doubtful = marks.iter().filter(|mark| mark.defect.is_some()).map(|mark| mark.block).collect();
    Quotations { marks, quotations, parts, doubtful }
}

/// Two readings whose costs differ by no more than this are equally good.
const AS_GOOD: f32 = 0.25;
/// Candidates further apart than this, in bytes of prose, are not shown as one place: nobody finds a mark in a paragraph.
const WIDEST: usize = 120;
/// Paragraphs with more marks than this are not searched for other candidates.
const MOST_CANDIDATES: usize = 60;

/// Where one mark of a paragraph has no partner, and leaving out another mark would make as good a reading, nobody
/// can say which of them is wrong: the defect is all of them.
fn widen_doubtful(found: &[marks::Found], reader: &mut Reader<'_>, marks: &mut [Mark]) {
    let mut start = 0;
    while let Some(block) = marks.get(start).map(|mark| mark.block) {
        let end = start + marks.get(start..).unwrap_or_default().partition_point(|mark| mark.block == block);
        let (Some(block_marks), Some(block_found)) = (marks.get_mut(start..end), found.get(start..end)) else { return };
        let first = std::mem::replace(&mut start, end);
        let base = narrow(first);
        let is_unpaired = |mark: &Mark| matches!(mark.defect, Some(Defect::Unclosed | Defect::Unopened));
        let mut unpaired = block_marks.iter().enumerate().filter(|(_, mark)| is_unpaired(mark));
        let (Some((wrong, _)), None) = (unpaired.next(), unpaired.next()) else { continue };
        let leaves_block =
            |mark: &Mark| mark.partner.is_some_and(|partner| partner.wrapping_sub(base) as usize >= block_marks.len());
        if block_marks.len() > MOST_CANDIDATES
            || block_marks.iter().any(|mark| mark.role == Role::Reopener || leaves_block(mark))
        {
            continue;
        }
        let mut cost_without = |left_out: usize, most: f32| {
            let lonely = block_found.get(left_out).map_or(0.0, |mark| mark.open_cost.min(mark.close_cost));
            // A little more than is asked for: sums of decimals are not exact.
            reader.cost_alone(first..end, first + left_out, most - lonely + 0.01) + lonely
        };
        let least = cost_without(wrong, f32::MAX);
        let mut extent = None;
        for (index, mark) in block_found.iter().enumerate() {
            if index == wrong || (mark.plain_cost > 1.0 && cost_without(index, least + AS_GOOD) <= least + AS_GOOD) {
                extent = Some(extent.map_or(mark.span, |hull: ProseSpan| hull.hull(mark.span)));
            }
        }
        let extent = extent.filter(|extent: &ProseSpan| extent.range().len() <= WIDEST);
        if let (Some(mark), Some(extent)) = (block_marks.get_mut(wrong), extent) {
            mark.extent = extent;
        }
    }
}

/// The pairs that are in no other pair.
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
        found.push(Quotation { parts: parts.collect(), open: narrow(index), close: partner });
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
        // Parts are in order and do not overlap: only the first that ends after the byte can hold it.
        let parts = self.in_block(block);
        let next = parts.partition_point(|part| part.span.end as usize <= at);
        parts.get(next).is_some_and(|part| part.span.range().contains(&at))
    }

    /// Whether a quotation opens with the mark that begins at this byte.
    #[must_use]
    pub fn opens_at(&self, block: u32, at: usize) -> bool {
        let marks = self.marks_of(block);
        let next = marks.partition_point(|mark| (mark.span.start as usize) < at);
        marks.get(next).is_some_and(|mark| mark.role == Role::Opener && mark.span.start as usize == at)
    }

    /// Whether a quotation closes with the mark that begins at this byte.
    #[must_use]
    pub fn closes_at(&self, block: u32, at: usize) -> bool {
        let marks = self.marks_of(block);
        let next = marks.partition_point(|mark| (mark.span.start as usize) < at);
        marks.get(next).is_some_and(|mark| mark.role == Role::Closer && mark.span.start as usize == at)
    }

    /// Whether any mark of the block is defective, so that nothing built on the reading is certain there.
    #[must_use]
    pub fn is_doubtful(&self, block: u32) -> bool {
        self.doubtful.binary_search(&block).is_ok()
    }

    fn marks_of(&self, block: u32) -> &[Mark] {
        let start = self.marks.partition_point(|mark| mark.block < block);
        let end = self.marks.partition_point(|mark| mark.block <= block);
        self.marks.get(start..end).unwrap_or_default()
    }
}
