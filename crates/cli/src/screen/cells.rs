//! A line in cells: what a reader sees as one character, with its colours and its columns.

use std::sync::Arc;

use copydesk::language::Direction;
use copydesk::report::columns;
use unicode_bidi::{BidiClass, bidi_class};
use unicode_segmentation::UnicodeSegmentation as _;

use super::visual;

/// Left-to-right isolate, right-to-left isolate, first-strong isolate, and what ends each of them.
const LRI: &str = "\u{2066}";
const RLI: &str = "\u{2067}";
const FSI: &str = "\u{2068}";
const PDI: &str = "\u{2069}";
/// Sets colours back.
const RESET: &str = "\u{1b}[0m";

/// One cell.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Its text: one grapheme, or a sign that begins or ends an isolate.
    pub text: String,
    /// The orders that set its colours; empty for none.
    style: Arc<str>,
    columns: usize,
}

impl Cell {
    fn sign(text: &str) -> Self {
        Self { text: text.to_owned(), style: "".into(), columns: 0 }
    }

    /// Whether it only orders others.
    pub fn is_sign(&self) -> bool {
        [LRI, RLI, FSI, PDI].contains(&self.text.as_str())
    }

    /// A cell with another text in the same colours.
    pub fn with_text(&self, text: String) -> Self {
        Self { columns: columns(&text), text, style: Arc::clone(&self.style) }
    }

    /// Whether two cells have the same colours.
    pub fn is_coloured_as(&self, other: &Self) -> bool {
        self.style == other.style
    }

    fn opens(&self) -> bool {
        self.is_sign() && self.text != PDI
    }
}

/// A line.
#[derive(Debug, Clone, Default)]
pub struct Cells(Vec<Cell>);

impl Cells {
    /// The cells of a line, and where it begins. What is one isolate as a whole begins where it says, or, if it leaves that open,
    /// where most of its letters do; everything else where its first letter outside of isolates does, or, if there is none, as
    /// `own` lines do.
    pub fn of(line: &str, own: Direction) -> (Self, Direction) {
        let mut cells = Self::read(line);
        match cells.as_one_isolate() {
            Some(sign) => {
                cells.0.pop();
                cells.0.remove(0);
                let direction = match sign.as_str() {
                    LRI => Direction::Ltr,
                    RLI => Direction::Rtl,
                    _ => cells.most().unwrap_or(own),
                };
                (cells, direction)
            }
            None => {
                let direction = cells.first_strong().unwrap_or(own);
                (cells, direction)
            }
        }
    }

    fn read(line: &str) -> Self {
        let mut cells = Vec::new();
        let mut style: Arc<str> = "".into();
        let mut rest = line;
        while !rest.is_empty() {
            let at = rest.find('\u{1b}').unwrap_or(rest.len());
            let (text, order) = rest.split_at(at);
            cells.extend(text.graphemes(true).flat_map(split_signs).map(|text| Cell {
                columns: columns(text),
                text: text.to_owned(),
                style: Arc::clone(&style),
            }));
            let length = order.find('m').map_or(order.len(), |end| end + 1);
            let (order, after) = order.split_at(length);
            let is_reset = order == RESET || order == "\u{1b}[m";
            style = if is_reset { "".into() } else { format!("{style}{order}").into() };
            rest = after;
        }
        Self(cells)
    }

    /// The sign that begins the isolate that all of it is.
    fn as_one_isolate(&self) -> Option<String> {
        let first = self.0.first().filter(|first| first.opens())?;
        let mut depth = 0_usize;
        let ends = self.0.iter().position(|cell| {
            if cell.opens() {
                depth += 1;
            } else if cell.is_sign() {
                depth -= 1;
            }
            depth == 0
        });
        (ends? + 1 == self.0.len()).then(|| first.text.clone())
    }

    /// Where the letters of each cell run.
    fn directions(&self) -> impl Iterator<Item = (&Cell, Option<Direction>)> {
        self.0.iter().map(|cell| (cell, cell.text.chars().find_map(direction_of)))
    }

    fn most(&self) -> Option<Direction> {
        let (mut to_right, mut to_left) = (0, 0);
        for (_, direction) in self.directions() {
            to_right += usize::from(direction == Some(Direction::Ltr));
            to_left += usize::from(direction == Some(Direction::Rtl));
        }
        (to_right + to_left > 0).then_some(if to_left > to_right { Direction::Rtl } else { Direction::Ltr })
    }

    fn first_strong(&self) -> Option<Direction> {
        let mut depth = 0_usize;
        self.directions().find_map(|(cell, direction)| {
            if cell.opens() {
                depth += 1;
            } else if cell.is_sign() {
                depth = depth.saturating_sub(1);
            }
            direction.filter(|_| depth == 0 && !cell.is_sign())
        })
    }

    /// How many columns it takes.
    pub fn width(&self) -> usize {
        self.0.iter().map(|cell| cell.columns).sum()
    }

    /// The same in lines of at most `width` columns, unless a single word is wider. An isolate goes on in the next line.
    pub fn broken(self, width: usize) -> Vec<Self> {
        if self.width() <= width {
            return vec![self];
        }
        let mut lines = Vec::new();
        let mut line: Vec<Cell> = Vec::new();
        // The last space of the line, and the columns behind it.
        let (mut space, mut taken) = (None, 0);
        for cell in self.0 {
            if cell.text == " " && taken <= width {
                space = Some(line.len());
            }
            taken += cell.columns;
            line.push(cell);
            if taken > width
                && let Some(at) = space.take()
            {
                let rest = line.split_off(at);
                let mut open: Vec<Cell> = Vec::new();
                for cell in &line {
                    if cell.opens() {
                        open.push(cell.clone());
                    } else if cell.is_sign() {
                        open.pop();
                    }
                }
                line.extend(open.iter().map(|_| Cell::sign(PDI)));
                lines.push(Self(std::mem::take(&mut line)));
                line = open.into_iter().chain(rest.into_iter().skip_while(|cell| cell.text == " ")).collect();
                taken = line.iter().map(|cell| cell.columns).sum();
            } else if taken > width && line.last().is_some_and(|cell| cell.text == " ") {
                // A word as wide as this stands alone.
                space = Some(line.len() - 1);
            }
        }
        lines.push(Self(line));
        lines.retain(|line| line.0.iter().any(|cell| !cell.is_sign()));
        lines
    }

    /// As it is, for a terminal that orders words itself or has nothing to order.
    pub fn in_order(&self) -> String {
        drawn(&self.0)
    }

    /// Set apart as a whole, for a terminal that obeys isolates. What has nothing to set apart stays as it is.
    pub fn isolated(&self, direction: Direction) -> String {
        let turns = self.directions().any(|(_, found)| found == Some(Direction::Rtl));
        match direction {
            Direction::Ltr if !turns => self.in_order(),
            Direction::Ltr => format!("{LRI}{}{PDI}", self.in_order()),
            Direction::Rtl => format!("{RLI}{}{PDI}", self.in_order()),
        }
    }

    /// In the order in which it is seen from left to right, for a terminal that orders nothing.
    pub fn seen(&self, direction: Direction) -> Self {
        Self(visual::order(&self.0, direction))
    }

    /// With its words in the order in which they are seen, for a terminal that orders the letters in each.
    pub fn with_words_seen(&self, direction: Direction) -> Self {
        Self(visual::order_of_words(&self.0, direction))
    }

    /// As it is, and how many columns it takes.
    pub fn drawn_with_width(&self) -> (String, usize) {
        (self.in_order(), self.width())
    }
}

/// Graphemes hold no signs, but a sign may be counted to the grapheme before it.
fn split_signs(grapheme: &str) -> impl Iterator<Item = &str> {
    grapheme.split_inclusive(is_sign).flat_map(|part| {
        let at = part.char_indices().last().filter(|(_, last)| is_sign(*last)).map_or(part.len(), |(at, _)| at);
        let (text, sign) = part.split_at(at);
        [text, sign].into_iter().filter(|part| !part.is_empty())
    })
}

fn is_sign(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2069}')
}

fn direction_of(c: char) -> Option<Direction> {
    match bidi_class(c) {
        BidiClass::L => Some(Direction::Ltr),
        BidiClass::R | BidiClass::AL => Some(Direction::Rtl),
        _ => None,
    }
}

/// Cells with their colours.
fn drawn(cells: &[Cell]) -> String {
    let mut out = String::new();
    let mut style = "";
    for cell in cells {
        if *cell.style != *style && !cell.is_sign() {
            if !style.is_empty() {
                out.push_str(RESET);
            }
            out.push_str(&cell.style);
            style = &cell.style;
        }
        out.push_str(&cell.text);
    }
    if !style.is_empty() {
        out.push_str(RESET);
    }
    out
}
