//! Gathers the prose of a block from left to right, with the way back to the stored bytes.

use std::borrow::Cow;

use super::{Block, BlockKind, OffsetMap};
use crate::text::{Span, narrow};

/// Stands in prose for what is no prose: code, an address, a picture, a template tag. It is neither letter nor space, so
/// the words around it stay apart and nothing counts as missing.
pub const OBJECT: char = '\u{fffc}';

/// Whether there is anything to read in a prose.
#[must_use]
pub fn says_something(prose: &str) -> bool {
    !prose.chars().all(|c| c == OBJECT || c.is_whitespace())
}

/// A block in the making.
#[derive(Debug)]
pub struct ProseBuilder<'a> {
    text: &'a str,
    /// Copied only when it is no longer one stretch of the text.
    prose: Cow<'a, str>,
    map: OffsetMap,
    guarded: &'static str,
    linked: u32,
    address: Option<Box<str>>,
}

impl<'a> ProseBuilder<'a> {
    /// A block of nothing yet, over the stored text, in which the characters `guarded` mean markup.
    pub fn new(text: &'a str, guarded: &'static str) -> Self {
        Self { text, prose: Cow::Borrowed(""), map: OffsetMap::empty(), guarded, linked: 0, address: None }
    }

    /// Adds stored bytes as they are. What does not lie on character boundaries adds nothing.
    pub fn push_stored(&mut self, span: Span) {
        let Some(text) = self.text.get(span.range()) else { return };
        // A block begins with its first character that can be seen.
        let text = if self.prose.is_empty() { text.trim_start() } else { text };
        if text.is_empty() {
            return;
        }
        let start = span.end - narrow(text.len());
        // Most blocks are stored as they are read.
        let whole = self.map.as_verbatim().filter(|known| known.end == start);
        self.map.push_verbatim(Span::new(start, span.end));
        match (&mut self.prose, whole.and_then(|known| self.text.get(known.start as usize..span.end as usize))) {
            (prose, _) if prose.is_empty() => *prose = Cow::Borrowed(text),
            (Cow::Borrowed(prose), Some(whole)) => *prose = whole,
            (prose, _) => prose.to_mut().push_str(text),
        }
    }

    /// Adds prose that stands for stored bytes as a whole.
    pub fn push_replaced(&mut self, prose: &str, stored: Span) {
        let prose = if self.prose.is_empty() { prose.trim_start() } else { prose };
        if !prose.is_empty() {
            self.map.push_replaced(stored, narrow(prose.len()));
            self.prose.to_mut().push_str(prose);
        }
    }

    /// Adds the sign for stored bytes that are no prose; one sign for several in a row.
    pub fn push_object(&mut self, stored: Span) {
        if !self.prose.ends_with(OBJECT) {
            self.push_replaced(OBJECT.encode_utf8(&mut [0; 4]), stored);
        }
    }

    /// Bytes of prose so far.
    pub fn len(&self) -> usize {
        self.prose.len()
    }

    /// Notes that the prose from byte `start` on is a link.
    pub fn link_from(&mut self, start: usize) {
        self.linked += narrow(self.prose.len().saturating_sub(start));
    }

    /// Notes the address of the link that what follows belongs to. Of a block with several none is kept.
    pub fn in_link(&mut self, address: &str) {
        match &self.address {
            None if self.prose.is_empty() => self.address = Some(address.into()),
            Some(known) if **known != *address => self.address = Some(Box::default()),
            _ => {}
        }
    }

    /// The last character so far.
    pub fn last(&self) -> Option<char> {
        self.prose.chars().next_back()
    }

    /// The block, if it has anything to read in it. White space at its end is left out.
    pub fn finish(mut self, kind: BlockKind) -> Option<Block<'a>> {
        let length = self.prose.trim_end().len();
        match &mut self.prose {
            Cow::Borrowed(prose) => *prose = prose.get(..length).unwrap_or(prose),
            Cow::Owned(prose) => prose.truncate(length),
        }
        self.map.truncate(narrow(length));
        if !says_something(&self.prose) {
            return None;
        }
        let borrowed = self.map.as_verbatim().and_then(|span| self.text.get(span.range()));
        let prose = borrowed.map_or(self.prose, Cow::Borrowed);
        let mut block = Block::new(kind, prose, self.map).guarded(self.guarded);
        block.linked = self.linked.min(narrow(length));
        // Only of a block that is a link anybody asks where it leads.
        block.address = self.address.filter(|address| !address.is_empty() && block.is_link());
        Some(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ProseSpan;

    #[test]
    fn white_space_at_the_ends_is_no_part_of_a_block() {
        let text = " \n a&amp;b \t";
        let mut builder = ProseBuilder::new(text, "");
        builder.push_stored(Span::new(0, 4));
        builder.push_replaced("&", Span::new(4, 9));
        builder.push_stored(Span::new(9, 12));
        let block = builder.finish(BlockKind::Paragraph).unwrap();
        assert_eq!(&*block.prose, "a&b");
        assert_eq!(block.locate(block.whole()), Span::new(3, 10));
        assert_eq!(block.editable(ProseSpan::new(2, 3)), Some(Span::new(9, 10)));
    }

    #[test]
    fn prose_that_is_stored_as_it_reads_is_borrowed() {
        let mut builder = ProseBuilder::new("ab", "");
        builder.push_stored(Span::new(0, 1));
        builder.push_stored(Span::new(1, 2));
        assert!(matches!(builder.finish(BlockKind::Paragraph).unwrap().prose, Cow::Borrowed("ab")));
    }

    #[test]
    fn objects_alone_are_no_block() {
        let mut builder = ProseBuilder::new("{{x}} {{y}}", "");
        builder.push_object(Span::new(0, 5));
        builder.push_stored(Span::new(5, 6));
        builder.push_object(Span::new(6, 11));
        assert!(builder.finish(BlockKind::Paragraph).is_none());
    }
}
