//! The folded text of a whole document in one string, so that its words are read in one pass, with the way back to
//! each block's prose.

use super::At;
use crate::document::Document;
use crate::language::FoldAnchor;
use crate::text::{ProseSpan, narrow};

/// The folded prose of all blocks, each followed by a line feed (which no cue contains).
#[derive(Debug)]
pub struct Folded {
    text: String,
    anchors: Vec<FoldAnchor>,
    /// Folded offset at which each block begins.
    blocks: Vec<u32>,
    /// Whether the words of each block's prose are those of its folded form.
    same_words: Vec<bool>,
}

/// A block has about so many anchors.
const ANCHORS_A_BLOCK: usize = 2;

impl Folded {
    /// Folds every block of a document by its language.
    #[must_use]
    pub fn new(document: &Document<'_>) -> Self {
        let size: usize = document.blocks.iter().map(|block| block.prose.len() + 1).sum();
        let mut folded = Self {
            text: String::with_capacity(size),
            anchors: Vec::with_capacity(document.blocks.len() * ANCHORS_A_BLOCK),
            blocks: Vec::with_capacity(document.blocks.len()),
            same_words: Vec::with_capacity(document.blocks.len()),
        };
        for block in &document.blocks {
            folded.blocks.push(narrow(folded.text.len()));
            let folder = &document.language.folder;
            folded.same_words.push(folder.fold_into(&block.prose, &mut folded.text, &mut folded.anchors));
            folded.text.push('\n');
        }
        folded
    }

    /// The whole folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The folded text of the range; empty where the range does not fit.
    #[must_use]
    pub fn slice(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The character before a folded offset; `None` at the start.
    #[must_use]
    pub fn before(&self, at: u32) -> Option<char> {
        self.text.get(..at as usize)?.chars().next_back()
    }

    /// Whether the words of the prose of block `index` (from 0) are those of its folded form, one for one.
    #[must_use]
    pub fn has_same_words(&self, index: usize) -> bool {
        self.same_words.get(index).copied().unwrap_or(false)
    }

    /// How many blocks there are.
    #[must_use]
    pub fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// The folded range of block `index` (from 0), without its line feed.
    #[must_use]
    pub fn block_range(&self, index: usize) -> (u32, u32) {
        let start = self.blocks.get(index).copied().unwrap_or_else(|| narrow(self.text.len()));
        let end = self.blocks.get(index + 1).copied().unwrap_or_else(|| narrow(self.text.len()));
        (start, end.saturating_sub(1).max(start))
    }

    /// The block that holds folded byte `at`, from 0.
    #[must_use]
    pub fn block_of(&self, at: u32) -> usize {
        self.blocks.partition_point(|&start| start <= at).saturating_sub(1)
    }

    /// Where a folded range is in the prose. Signs that folding dropped after the last letter belong to it.
    #[must_use]
    pub fn locate(&self, start: u32, end: u32) -> At {
        let block = self.block_of(start);
        At {
            block: narrow(block),
            span: ProseSpan::new(self.prose_offset(block, start), self.prose_offset(block, end)),
        }
    }

    /// The same for ranges in order, each of which begins where the one before it does or later.
    #[must_use]
    pub fn walk(&self) -> Walk<'_> {
        Walk { folded: self, block: 0, anchor: 0 }
    }

    /// The folded range of a place in the prose.
    #[must_use]
    pub fn range_of(&self, at: At) -> (u32, u32) {
        let block = at.block as usize;
        (self.folded_offset(block, at.span.start), self.folded_offset(block, at.span.end))
    }

    fn folded_offset(&self, block: usize, at: u32) -> u32 {
        let (start, end) = self.block_range(block);
        let first = self.anchors.partition_point(|anchor| anchor.folded < start);
        let last = self.anchors.partition_point(|anchor| anchor.folded <= end);
        let anchors = self.anchors.get(first..last).unwrap_or_default();
        let next = anchors.partition_point(|anchor| anchor.prose <= at);
        let anchor = next.checked_sub(1).and_then(|index| anchors.get(index));
        // What folding dropped stands where the text after it begins.
        let limit = anchors.get(next).map_or(end, |anchor| anchor.folded);
        anchor.map_or(start, |anchor| anchor.folded.saturating_add(at - anchor.prose).min(limit))
    }

    fn prose_offset(&self, block: usize, at: u32) -> u32 {
        let (start, end) = self.block_range(block);
        let at = at.clamp(start, end);
        let index = self.anchors.partition_point(|anchor| anchor.folded <= at);
        let anchor = index.checked_sub(1).and_then(|index| self.anchors.get(index));
        // At the very end of a block the next block's anchor does not count, though it may be at the same offset
        // only if the block is empty, which none is.
        anchor.map_or(0, |anchor| anchor.prose + (at - anchor.folded))
    }
}

/// Leads from one folded range after the other to the prose, without a search.
#[derive(Debug)]
pub struct Walk<'f> {
    folded: &'f Folded,
    /// The block of the last range.
    block: usize,
    /// The last anchor at or before its first byte.
    anchor: usize,
}

impl Walk<'_> {
    /// Where a folded range is in the prose, as [`Folded::locate`] says.
    pub fn locate(&mut self, start: u32, end: u32) -> At {
        let Folded { anchors, blocks, .. } = self.folded;
        while blocks.get(self.block + 1).is_some_and(|next| *next <= start) {
            self.block += 1;
        }
        let (first, last) = self.folded.block_range(self.block);
        let to = |at: u32, anchor: &mut usize| {
            let at = at.clamp(first, last);
            while anchors.get(*anchor + 1).is_some_and(|next| next.folded <= at) {
                *anchor += 1;
            }
            anchors.get(*anchor).map_or(0, |anchor| anchor.prose + (at - anchor.folded))
        };
        let start = to(start, &mut self.anchor);
        let end = to(end, &mut self.anchor.clone());
        At { block: narrow(self.block), span: ProseSpan::new(start, end) }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    #[test]
    fn folded_ranges_lead_back_to_prose() {
        crate::testing::with_document("ar", "قال إنّ\nيُعتقد أنَّ", |document| {
            let folded = Folded::new(document);
            assert_eq!(folded.text(), "قال ان\nيعتقد ان\n");
            let at = folded.text().find("يعتقد ان").unwrap() as u32;
            let found = folded.locate(at, at + 15);
            assert_eq!(found.block, 1);
            assert_eq!(document.blocks[1].slice(found.span), "يُعتقد أنَّ");
            assert_eq!(folded.range_of(found), (at, at + 15));
            assert_eq!(folded.range_of(At { block: 0, span: ProseSpan::new(7, 13) }), (7, 11));
            let mut walk = folded.walk();
            crate::language::each_word(folded.text(), |start, end| {
                let (start, end) = (start as u32, end as u32);
                assert_eq!(walk.locate(start, end), folded.locate(start, end));
            });
        });
    }
}
