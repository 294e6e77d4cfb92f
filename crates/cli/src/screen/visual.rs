//! A line in the order in which it is seen, by the Unicode bidirectional algorithm, for terminals that put every character to the
//! right of the one before. Letters get the forms in which they are joined, and brackets are turned round: such terminals do
//! neither.

use std::ops::Range;

use copydesk::language::Direction;
use unicode_bidi::{BidiInfo, Level};
use unicode_bidi_mirroring::get_mirrored;

use super::cells::Cell;
use super::joined::joined;

/// The cells in the order from left to right, as they are to be drawn. Signs are left out.
pub fn order(cells: &[Cell], direction: Direction) -> Vec<Cell> {
    let texts = joined(cells);
    let mut seen = Vec::with_capacity(cells.len());
    for (run, turned) in runs(cells, direction) {
        let mut push = |at: usize| {
            let Some((cell, text)) = cells.get(at).zip(texts.get(at)) else { return };
            // The first of two letters in one is gone.
            if !cell.is_sign() && !text.is_empty() {
                seen.push(cell.with_text(if turned { mirrored(text) } else { text.clone() }));
            }
        };
        if turned { run.rev().for_each(&mut push) } else { run.for_each(&mut push) }
    }
    seen
}

/// The cells with their words in the order from left to right. Signs are left out.
pub fn order_of_words(cells: &[Cell], direction: Direction) -> Vec<Cell> {
    let mut seen: Vec<Cell> = Vec::with_capacity(cells.len());
    for (run, turned) in runs(cells, direction) {
        let run: Vec<&Cell> = run.filter_map(|at| cells.get(at)).filter(|cell| !cell.is_sign()).collect();
        // Such a terminal orders the letters between two changes of colour.
        let words = run.chunk_by(|a, b| (a.text == " ") == (b.text == " ") && a.is_coloured_as(b));
        if turned {
            words.rev().for_each(|word| seen.extend(word.iter().copied().cloned()));
        } else {
            seen.extend(run.iter().copied().cloned());
        }
    }
    seen
}

/// The runs of cells in the order in which they are seen from left to right, and whether each runs from right to left.
fn runs(cells: &[Cell], direction: Direction) -> Vec<(Range<usize>, bool)> {
    let mut line = String::new();
    let mut starts = Vec::with_capacity(cells.len());
    for cell in cells {
        starts.push(line.len());
        line.push_str(&cell.text);
    }
    let base = match direction {
        Direction::Ltr => Level::ltr(),
        Direction::Rtl => Level::rtl(),
    };
    let info = BidiInfo::new(&line, Some(base));
    let Some(paragraph) = info.paragraphs.first() else { return Vec::new() };
    let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
    let cell_of = |byte: usize| starts.partition_point(|&start| start < byte);
    let run =
        |run: Range<usize>| (cell_of(run.start)..cell_of(run.end), levels.get(run.start).is_some_and(Level::is_rtl));
    runs.into_iter().map(run).collect()
}

/// A text whose brackets face the other way.
fn mirrored(text: &str) -> String {
    text.chars().map(|c| get_mirrored(c).unwrap_or(c)).collect()
}
