//! The lines that stand at the head of agency copy and of typed articles: `SLUG: …`, `By: …`, one fact a line, up to a
//! blank line. The words are in the language files.

use std::borrow::Cow;
use std::ops::Range;

use super::OffsetMap;
use super::front_matter::FrontMatter;
use super::metadata::Entry;
use crate::language::{Field, FieldNames};
use crate::text::{Span, narrow};

/// So many headers have to be known, or the lines are prose.
const KNOWN: usize = 2;
/// A header has no more words than this before its colon.
const LONGEST: usize = 4;

/// The headers at the head of the text in `range`; nothing unless the first is known, another one is, every line up to the
/// first blank one reads like them, and something follows.
#[must_use]
pub fn read<'a>(text: &'a str, range: Range<usize>, names: &FieldNames) -> Option<FrontMatter<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    let mut known = 0;
    let (mut first, mut last) = (range.start, range.start);
    let mut at = range.start;
    loop {
        let rest = text.get(at..range.end)?;
        let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes())?;
        let line = rest.get(..length)?;
        let end = length + if rest.get(length..)?.starts_with("\r\n") { 2 } else { 1 };
        let begin = at + line.len() - line.trim_start().len();
        at += end;
        let line = line.trim();
        if line.is_empty() {
            if entries.is_empty() {
                continue;
            }
            break;
        }
        let colon = line.find([':', '\u{ff1a}'])?;
        let (key, value) = line.split_at_checked(colon)?;
        let key = key.trim_end();
        if key.is_empty() || key.split_whitespace().nth(LONGEST).is_some() {
            return None;
        }
        let value = value.get(value.chars().next()?.len_utf8()..)?;
        let start = begin + line.len() - value.trim_start().len();
        let value = value.trim();
        let key = key.to_lowercase();
        let field = names.field_of(&key).filter(|field| *field != Field::Text);
        known += usize::from(field.is_some());
        if entries.is_empty() {
            // Most texts begin with something else, and are left at once.
            field?;
            first = begin;
        }
        last = start + value.len();
        entries.push(Entry::new(key, Cow::Borrowed(value), OffsetMap::verbatim(narrow(start), narrow(value.len()))));
    }
    let is_followed = !text.get(at..range.end)?.trim().is_empty();
    (known >= KNOWN && is_followed).then(|| FrontMatter { span: Span::from_range(first..last), entries, fault: None })
}

#[cfg(test)]
mod tests {
    use crate::document::{self, BlockKind, Format, Reading};
    use crate::language::Field;
    use crate::testing::languages;
    use crate::text::{Source, SourceId};

    type Blocks = Vec<(BlockKind, String)>;

    fn read(text: &str) -> (Blocks, Vec<(Option<Field>, String)>) {
        let source = Source::new(SourceId::Stdin(None), text);
        let languages = languages();
        let document = document::parse(&source, Format::Text, &Reading::new(&languages));
        for entry in &document.metadata.entries {
            assert_eq!(source.slice(entry.span()), entry.value);
        }
        let blocks = document.blocks.iter().map(|block| {
            assert_eq!(source.slice(block.locate(block.whole())), block.prose);
            (block.kind, block.prose.to_string())
        });
        let entries = document.metadata.entries.iter().map(|entry| (entry.field, entry.value.to_string()));
        (blocks.collect(), entries.collect())
    }

    #[test]
    fn headers_are_no_prose_but_headlines_are() {
        let (blocks, entries) = read(
            "\u{feff}\nSLUG: ferry-strike\r\nHeadline: Ferries stay in port\r\nDesk note:\r\n\r\nThe ferries stayed in port.\n",
        );
        let expected =
            [(BlockKind::Heading, "Ferries stay in port"), (BlockKind::Paragraph, "The ferries stayed in port.")];
        assert_eq!(blocks, expected.map(|(kind, text)| (kind, text.to_owned())));
        let fields: Vec<_> = entries.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, [Some(Field::Id), Some(Field::Title), None]);
        let (blocks, entries) = read("العنوان: الميناء يفتح أبوابه\nبقلم: سارة\n\nفتح الميناء أبوابه أمس.\n");
        assert_eq!((blocks.len(), entries.len()), (2, 2));
    }

    #[test]
    fn lines_that_only_look_like_headers_are_prose() {
        for text in [
            "By: Ann\n\nOne is not enough.\n",
            "By: Ann\nHarbour: cold\n\nOne known is not enough.\n",
            "The minister: no\nBy: Ann\nDate: today\n\nThe first is unknown.\n",
            "By: Ann\nDate: today\nThe ferries stayed in port.\n\nNo blank line before the text.\n",
            "By: Ann\nDate: today\n",
            "By: Ann\nDate: today\n\n",
            "By: Ann\nand this is the reason for all that happened: nothing\nDate: today\n\nToo many words.\n",
        ] {
            assert_eq!(read(text).1, [], "{text}");
        }
    }
}
