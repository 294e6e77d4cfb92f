//! Markup tags left over in the text, and values given to names as in code: the quotation marks in them enclose no speech.

use std::ops::Range;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::document::Document;

/// A tag that begins in one block ends at most this many blocks further on.
const MOST_BLOCKS: usize = 16;

/// The tags of a document. Asked in order of position.
pub struct Tags {
    /// The block of each and where in it, the last first; a tag broken over lines is one entry for each block.
    ranges: Vec<(usize, Range<usize>)>,
}

impl Tags {
    /// Finds every tag: `<`, a name, and everything to the next `>`, in its own block or, once an attribute with its
    /// value has begun, in one soon after it.
    pub fn of(document: &Document<'_>) -> Self {
        let mut ranges = Vec::new();
        // Where the tag that has run on from an earlier block ends: its bytes begin no tag of their own.
        let mut taken = (0, 0);
        for (index, block) in document.blocks.iter().enumerate() {
            let prose: &str = &block.prose;
            let mut from = if taken.0 == index { taken.1 } else { 0 };
            if taken.0 > index {
                continue;
            }
            while let Some(start) = prose.get(from..).and_then(|rest| Some(from + rest.find('<')?)) {
                from = start + 1;
                let rest = prose.get(from..).unwrap_or_default();
                if !rest.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()) {
                    continue;
                }
                match rest.find(['<', '>']) {
                    Some(length) => {
                        if rest.get(length..).is_some_and(|rest| rest.starts_with('>')) {
                            ranges.push((index, start..from + length));
                        }
                        from += length;
                    }
                    None if begins_attribute(rest) => {
                        let Some(end) = end_below(document, index) else { continue };
                        ranges.push((index, start..prose.len()));
                        let whole = |index: usize| document.blocks.get(index).map_or(0, |block| block.prose.len());
                        ranges.extend((index + 1..end.0).map(|between| (between, 0..whole(between))));
                        ranges.push((end.0, 0..end.1));
                        taken = end;
                    }
                    None => {}
                }
            }
        }
        let tags = ranges.len();
        for (index, block) in document.blocks.iter().enumerate() {
            for value in values(&block.prose) {
                let is_before = |(other, tag): &(usize, Range<usize>)| (*other, tag.end) <= (index, value.start);
                let next = ranges.get(..tags).map_or(0, |tags| tags.partition_point(is_before));
                let holds = |(other, tag): &(usize, Range<usize>)| *other == index && tag.start < value.end;
                if !ranges.get(next..tags).and_then(<[_]>::first).is_some_and(holds) {
                    ranges.push((index, value));
                }
            }
        }
        ranges.sort_unstable_by_key(|(index, range)| std::cmp::Reverse((*index, range.start)));
        Self { ranges }
    }

    /// Whether the byte at `at` of a block's prose, not before any asked for earlier, is in a tag.
    pub fn hold(&mut self, block: usize, at: usize) -> bool {
        while self.ranges.last().is_some_and(|(index, tag)| (*index, tag.end) <= (block, at)) {
            self.ranges.pop();
        }
        self.ranges.last().is_some_and(|(index, tag)| *index == block && tag.start <= at)
    }
}

/// Where values are given to names (`width="20"`), with their marks, and a formula of a spreadsheet (`=SUM("A1")`), whole.
fn values(prose: &str) -> impl Iterator<Item = Range<usize>> {
    let is_formula = prose.starts_with('=')
        && prose.get(1..).is_some_and(|rest| rest.trim_start_matches(char::is_alphanumeric).starts_with('('))
        && prose.ends_with(')');
    let is_mark = |c: char| {
        use GeneralCategory::{FinalPunctuation, InitialPunctuation};
        matches!(c, '"' | '\'') || matches!(c.general_category(), InitialPunctuation | FinalPunctuation)
    };
    let mut from = 0;
    let values = std::iter::from_fn(move || {
        loop {
            let start = from + memchr::memchr(b'=', prose.as_bytes().get(from..)?)?;
            from = start + 1;
            let is_named = prose.get(..start)?.ends_with(|c: char| c.is_ascii_alphanumeric());
            let value = prose.get(from..)?;
            let opens = value.chars().next().filter(|c| is_named && is_mark(*c));
            let inside = opens.and_then(|mark| value.get(mark.len_utf8()..));
            if let (Some(mark), Some(inside)) = (opens, inside)
                && let Some(length) = inside.find(is_mark)
            {
                let close = inside.get(length..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                from += mark.len_utf8() + length + close;
                return Some(start..from);
            }
        }
    });
    is_formula.then_some(0..prose.len()).into_iter().chain(values.filter(move |_| !is_formula))
}

/// Whether an attribute with a value in quotation marks begins here: `name="`, after the name of the tag.
fn begins_attribute(tag: &str) -> bool {
    let Some((before, value)) = tag.split_once('=') else { return false };
    let mut words = before.split_ascii_whitespace();
    let is_name = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'));
    words.clone().count() == 2
        && words.all(is_name)
        && value.starts_with(|c: char| !c.is_alphanumeric() && !c.is_whitespace())
}

/// The block after `index`, and where in it, a tag left open there ends; `None` where another begins first.
fn end_below(document: &Document<'_>, index: usize) -> Option<(usize, usize)> {
    let below = document.blocks.iter().enumerate().skip(index + 1).take(MOST_BLOCKS);
    let (block, at, sign) = below
        .filter_map(|(number, block)| {
            let at = block.prose.find(['<', '>'])?;
            Some((number, at, block.prose.get(at..)?.chars().next()?))
        })
        .next()?;
    (sign == '>').then_some((block, at))
}
