//! Offsets as JavaScript counts them.

use super::Place;
use crate::text::{Span, narrow};

/// Bytes between two noted counts.
const STRIDE: usize = 256;

/// The UTF-16 code units of a text, counted once.
pub struct Units<'t> {
    text: &'t str,
    /// For each stretch of bytes where it begins, and the code units before that.
    counts: Vec<(usize, u32)>,
}

impl<'t> Units<'t> {
    pub fn new(text: &'t str) -> Self {
        let (mut counts, mut at, mut units) = (Vec::with_capacity(text.len() / STRIDE + 1), 0, 0);
        while at < text.len() {
            counts.push((at, units));
            let end = text.ceil_char_boundary(at + STRIDE);
            units += length(text.get(at..end).unwrap_or_default());
            at = end;
        }
        Self { text, counts }
    }

    /// The code units before a byte; before its character, of a byte inside one.
    pub fn before(&self, byte: u32) -> u32 {
        let byte = self.text.floor_char_boundary(byte as usize);
        let next = self.counts.partition_point(|(start, _)| *start <= byte);
        let (start, units) = next.checked_sub(1).and_then(|last| self.counts.get(last)).copied().unwrap_or_default();
        units + length(self.text.get(start..byte).unwrap_or_default())
    }

    /// A span of bytes in code units.
    pub fn place(&self, span: Span) -> Place {
        Place { start: self.before(span.start), end: self.before(span.end) }
    }
}

/// The code units of a text.
fn length(text: &str) -> u32 {
    narrow(text.chars().map(char::len_utf16).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_code_units() {
        let text = "a🙂كé\r\n".repeat(200);
        let units = Units::new(&text);
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let expected = text[..byte].encode_utf16().count() as u32;
            assert_eq!(units.before(byte as u32), expected, "at {byte}");
        }
        assert_eq!(units.before(99_999), text.encode_utf16().count() as u32);
    }
}
