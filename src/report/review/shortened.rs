//! A review with no more of its article than there are findings: for a report that many articles go into.

use super::{Place, Review, ReviewBlock};
use crate::report::{Finding, TextPosition, TextRange};

/// Stands between parts of a text that follow one another, and between those where words are left out.
const BETWEEN: [&str; 2] = ["\n\n", "\n\n\u{2026}\n\n"];
/// How far before the next part the sign for that stands.
const SIGN: u32 = 3;

/// How much of the text of an article a report shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ReportText {
    /// Its headline, and the paragraphs with findings.
    #[default]
    Findings,
    /// All of it.
    All,
    /// None but the few words that messages and repairs are about.
    None,
}

/// A part of the text that is kept: where it began and ended, and where it begins now, in UTF-16 code units; what stands before it.
#[derive(Debug, Clone, Copy)]
struct Kept {
    start: u32,
    end: u32,
    now: u32,
    before: &'static str,
}

impl Review {
    /// The review with so much of its text. Its names and quotations go, which only the whole text shows; `utf16` of a position counts
    /// in the text that is left, its other members in the article as it is stored.
    #[must_use]
    pub fn shortened(mut self, text: ReportText) -> Self {
        self.names.clear();
        self.quotations.clear();
        self.vague.clear();
        match text {
            ReportText::All => return self,
            ReportText::Findings => {}
            ReportText::None => {
                self.blocks.clear();
                self.text.clear();
                return self;
            }
        }
        let units: Vec<u16> = self.text.encode_utf16().collect();
        let kept = self.kept(&units);
        let mut left = String::new();
        for part in &kept {
            left.push_str(part.before);
            left += &String::from_utf16_lossy(units.get(part.start as usize..part.end as usize).unwrap_or_default());
        }
        self.text = left;
        self.blocks
            .retain(|block| kept.iter().any(|part| part.start <= block.place.start && block.place.end <= part.end));
        for block in &mut self.blocks {
            block.place.start = moved(&kept, block.place.start);
            block.place.end = moved(&kept, block.place.end);
        }
        // What is left out is a block of its own, so that it stands where the lines of the article begin.
        let [_, far] = BETWEEN;
        let signs = kept.iter().filter(|part| part.before == far).map(|part| ReviewBlock {
            place: Place { start: part.now - SIGN, end: part.now - SIGN + 1 },
            role: "left-out",
            direction: self.direction,
        });
        self.blocks.extend(signs.collect::<Vec<_>>());
        self.blocks.sort_by_key(|block| block.place.start);
        for found in &mut self.findings {
            positions(&mut found.finding, |position| position.utf16 = moved(&kept, position.utf16));
        }
        self
    }

    /// The parts that are kept, in order: headlines, and the blocks that what was found touches, or its lines outside all blocks.
    fn kept(&mut self, units: &[u16]) -> Vec<Kept> {
        let mut parts: Vec<(u32, u32)> = Vec::new();
        let headlines = self.blocks.iter().filter(|block| block.role == "headline");
        parts.extend(headlines.map(|block| (block.place.start, block.place.end)));
        for found in &mut self.findings {
            ranges(&mut found.finding, |range| {
                let (start, end) = (range.start.utf16, range.end.utf16.max(range.start.utf16));
                let touched = self.blocks.iter().filter(|block| block.place.start <= end && start <= block.place.end);
                let hull = touched
                    .fold((start, end), |(start, end), block| (block.place.start.min(start), block.place.end.max(end)));
                parts.push(if hull == (start, end) { line_of(units, start, end) } else { hull });
            });
        }
        parts.sort_unstable();
        let mut kept: Vec<Kept> = Vec::new();
        for (start, end) in parts {
            if let Some(last) = kept.last_mut().filter(|last| start <= last.end) {
                last.end = end.max(last.end);
                continue;
            }
            let last = kept.last();
            let before = last.map_or("", |last| between(units, last.end, start));
            let now = last.map_or(0, |last| last.now + (last.end - last.start) + before.encode_utf16().count() as u32);
            kept.push(Kept { start, end, now, before });
        }
        kept
    }
}

/// What stands between two parts from now on.
fn between(units: &[u16], end: u32, start: u32) -> &'static str {
    let left_out = String::from_utf16_lossy(units.get(end as usize..start as usize).unwrap_or_default());
    let [close, far] = BETWEEN;
    if left_out.contains(char::is_alphanumeric) { far } else { close }
}

/// The line, or lines, that a part of a text is in.
fn line_of(units: &[u16], start: u32, end: u32) -> (u32, u32) {
    let is_end = |unit: &u16| *unit == u16::from(b'\n') || *unit == u16::from(b'\r');
    let before = units.get(..start as usize).unwrap_or_default();
    let after = units.get(end as usize..).unwrap_or_default();
    let begin = before.iter().rposition(is_end).map_or(0, |at| at + 1);
    let rest = after.iter().position(is_end).unwrap_or(after.len());
    (u32::try_from(begin).unwrap_or(start), end + u32::try_from(rest).unwrap_or(0))
}

/// Where an offset is now.
fn moved(kept: &[Kept], offset: u32) -> u32 {
    let last = kept.partition_point(|part| part.start <= offset).checked_sub(1);
    let part = last.and_then(|last| kept.get(last));
    part.map_or(0, |part| part.now + offset.min(part.end) - part.start)
}

/// Does something to every range that a finding names.
fn ranges(finding: &mut Finding, mut each: impl FnMut(&mut TextRange)) {
    let mut own = TextRange { start: finding.start, end: finding.end };
    each(&mut own);
    (finding.start, finding.end) = (own.start, own.end);
    finding.fix.iter_mut().flat_map(|fix| &mut fix.edits).for_each(|edit| each(&mut edit.range));
    finding.related.iter_mut().for_each(|related| each(&mut related.range));
    finding.places.iter_mut().for_each(each);
}

/// Does something to every position that a finding names.
fn positions(finding: &mut Finding, mut each: impl FnMut(&mut TextPosition)) {
    ranges(finding, |range| {
        each(&mut range.start);
        each(&mut range.end);
    });
}
