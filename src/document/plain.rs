//! Plain text to blocks. Wire copy has one paragraph a line; typed text wraps its lines and puts a blank line between
//! paragraphs. Which of the two a file does is read off its line ends.

use std::ops::Range;

use super::BlockKind;
use super::parts::Parts;
use super::prose::ProseBuilder;
use super::templates::{Addresses, GUARDED, Masks};
use crate::text::Span;

/// Lines of wrapped text are no wider than this, in scalar values.
const WIDEST_WRAPPED: usize = 100;
/// And those that the wrap broke no narrower than this.
const NARROWEST_WRAPPED: usize = 45;
/// A line of more words than this is no heading.
const LONGEST_HEADING: usize = 14;

/// Reads the plain text in `range` of the stored text. `stops` are the characters that end sentences, in any language.
pub fn read(parts: &mut Parts<'_>, range: Range<usize>, stops: &[char]) {
    let text = parts.text;
    let masks = Masks::find(text, range.clone(), &parts.templates, Addresses::Kept);
    let lines = lines(text, range);
    let wrapped = is_wrapped(text, &lines, stops);
    parts.blocks.reserve_exact(lines.iter().filter(|line| !line.is_empty()).count());
    let mut rest = lines.as_slice();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first.is_empty() {
            continue;
        }
        let mut span = first;
        if wrapped {
            while let Some((&next, after)) = rest.split_first().filter(|(next, _)| !next.is_empty()) {
                span = span.hull(next);
                rest = after;
            }
        }
        let mut builder = ProseBuilder::new(text, "");
        masks.push(&mut builder, span);
        let kind = if is_heading(slice(text, span), stops) { BlockKind::Heading } else { BlockKind::Paragraph };
        parts.push(builder, kind);
        for (value, map) in masks.shown_in(text, span) {
            parts.push_caption(value, map, GUARDED);
        }
        parts.flush_captions();
    }
}

/// Every line, without white space at either end; empty spans for blank lines.
fn lines(text: &str, range: Range<usize>) -> Vec<Span> {
    let mut start = range.start;
    let mut lines = Vec::new();
    let bytes = text.as_bytes().get(range.clone()).unwrap_or_default();
    for end in memchr::memchr2_iter(b'\n', b'\r', bytes).map(|at| range.start + at).chain([range.end]) {
        // CRLF gives an empty stretch between its two bytes, which is no blank line.
        let inside_crlf = end == start && end > 0 && text.as_bytes().get(end - 1..=end) == Some(b"\r\n");
        if let Some(line) = text.get(start..end).filter(|_| !inside_crlf) {
            let begin = start + (line.len() - line.trim_start().len());
            lines.push(Span::from_range(begin..begin + line.trim().len()));
        }
        start = end + 1;
    }
    lines
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_default()
}

/// Whether lines were broken to a width: most line ends inside groups of lines stand near the widest line, and in
/// the middle of a sentence.
fn is_wrapped(text: &str, lines: &[Span], stops: &[char]) -> bool {
    let width = |span: &Span| slice(text, *span).chars().count();
    if lines.iter().any(|line| width(line) > WIDEST_WRAPPED) {
        return false;
    }
    let inner = lines.windows(2).filter_map(|pair| match pair {
        [line, next] if !line.is_empty() && !next.is_empty() => Some(line),
        _ => None,
    });
    let (mut broken, mut all) = (0, 0);
    for line in inner {
        all += 1;
        broken += usize::from(width(line) >= NARROWEST_WRAPPED && !ends_sentence(slice(text, *line), stops));
    }
    all >= 2 && broken * 10 >= all * 6
}

/// Whether a line ends with a stop, closing marks after it apart.
fn ends_sentence(line: &str, stops: &[char]) -> bool {
    let is_closing = |c: char| !c.is_alphanumeric() && !stops.contains(&c);
    line.trim_end_matches(is_closing).ends_with(stops)
}

/// A short line without a stop at its end.
pub fn is_heading(prose: &str, stops: &[char]) -> bool {
    !ends_sentence(prose, stops) && !prose.ends_with(':') && prose.split_whitespace().nth(LONGEST_HEADING).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::languages;
    use crate::text::{Source, SourceId};

    fn prose(text: &str) -> Vec<(BlockKind, String)> {
        let source = Source::new(SourceId::Stdin(None), text);
        let mut parts = Parts::new(text, &languages());
        read(&mut parts, source.body().range(), &['.', '?', '!']);
        let blocks = parts.blocks.iter();
        blocks
            .map(|block| {
                assert_eq!(source.slice(block.locate(block.whole())), block.prose, "a block is its stored bytes");
                (block.kind, block.prose.to_string())
            })
            .collect()
    }

    #[test]
    fn wire_copy_has_a_paragraph_a_line() {
        let found = prose("The talks ended.\r\n  New talks soon\r\n\r\nNobody said when.");
        assert_eq!(
            found,
            [
                (BlockKind::Paragraph, "The talks ended.".into()),
                (BlockKind::Heading, "New talks soon".into()),
                (BlockKind::Paragraph, "Nobody said when.".into())
            ]
        );
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "The ministers met for the third time this month and agreed on\nwhat they had agreed on twice before, to the surprise of a\ncrowd that had come to hear something new.\n\nNobody said when they will meet for the fourth time, or whether\nthere is anything left that they might agree on.\n";
        assert_eq!(prose(text).len(), 2);
    }

    #[test]
    fn a_byte_order_mark_belongs_to_no_block() {
        assert_eq!(prose("\u{feff}One."), [(BlockKind::Paragraph, "One.".into())]);
    }

    #[test]
    fn empty_and_blank_texts_have_no_blocks() {
        assert!(prose("").is_empty());
        assert!(prose("\n \r\n\t\n").is_empty());
    }
}
