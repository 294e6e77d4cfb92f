//! The names of the months: those of another tradition than that of the house, where they stand in a date. Many of them are names
//! and words besides, so a number, a word for “month” or a second name of the same month has to stand by.

use super::Slip;
use super::line::{Line, Meaning, Month};
use super::style::Piece;
use crate::analysis::At;

/// The name or names of one month.
struct Named {
    /// Its names, one or two.
    names: Vec<Month>,
    /// What stands between two: a stroke, or a bracket around the second.
    sign: Option<char>,
    at: At,
    /// One past the last word.
    end: usize,
    evidence: Evidence,
    /// Whether the name of another month stands beside it, a stroke between.
    is_beside_another: bool,
}

/// What shows that it is a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    None,
    /// It may be something else.
    Likely,
    Sure,
}

/// The months in a line that are named otherwise.
pub fn slips(line: &Line<'_>, wanted: &[Piece]) -> Vec<Slip> {
    let mut all: Vec<Named> = Vec::new();
    let mut index = 0;
    while let Some(first) = line.months.get(index) {
        let named = named(line, *first, line.months.get(index + 1));
        index += named.names.len();
        all.push(named);
    }
    // Of months in a row, the last one often has the year of all.
    for index in (1..all.len()).rev() {
        let [before, behind, ..] = all.get_mut(index - 1..).unwrap_or_default() else { continue };
        let next = behind.names.first().map_or(0, |name| name.first);
        let is_joined = next == before.end || next == before.end + 1 && line.is_small(before.end);
        let has_no_sign = (before.end..=next).all(|word| line.is_space_before(word));
        if before.evidence == Evidence::None && is_joined && has_no_sign {
            before.evidence = behind.evidence;
        }
    }
    all.iter().filter_map(|named| slip(named, wanted)).collect()
}

/// What is wrong with the name of a month, if anything.
fn slip(named: &Named, wanted: &[Piece]) -> Option<Slip> {
    if named.evidence == Evidence::None {
        return None;
    }
    let month = named.names.first()?.month;
    let index = (month as usize).checked_sub(1)?;
    let name_of = |piece: &Piece| match piece {
        Piece::Name { naming, months } => Some((*naming, months.get(index)?.clone())),
        Piece::Sign(_) => None,
    };
    let mut names: Vec<(u32, String)> = wanted.iter().filter_map(name_of).collect();
    // Traditions that have one name for a month need it once.
    let is_alike = names.iter().all(|(_, name)| names.first().is_some_and(|(_, first)| first == name));
    if is_alike {
        names.truncate(1);
    }
    // Of two months side by side, a stroke between, nobody sees any more which names are whose.
    if names.len() > 1 && named.is_beside_another {
        return None;
    }
    let sign = wanted.iter().find_map(|piece| match piece {
        Piece::Sign(sign) => sign.trim().chars().next(),
        Piece::Name { .. } => None,
    });
    let has = |(month, (naming, _)): (&Month, &(u32, String))| month.namings & (1_u64 << naming) != 0;
    let is_right = named.names.len() == names.len()
        && named.names.iter().zip(&names).all(has)
        && (names.len() == 1 || named.sign == sign);
    let written = match names.as_slice() {
        [(_, name)] => name.clone(),
        _ => wanted.iter().filter_map(|piece| text_of(piece, index)).collect(),
    };
    let is_sure = named.evidence == Evidence::Sure && named.names.iter().all(|name| name.is_exact);
    (!is_right).then_some(Slip { at: named.at, wanted: written, is_sure })
}

/// A part of how a month is written, for the month with this index.
fn text_of(piece: &Piece, index: usize) -> Option<&str> {
    match piece {
        Piece::Name { months, .. } => months.get(index).map(String::as_str),
        Piece::Sign(sign) => Some(sign),
    }
}

/// Reads what stands around the name of a month. `next` is the one behind it in the line.
fn named(line: &Line<'_>, first: Month, next: Option<&Month>) -> Named {
    let gap = line.gap_before(first.end).trim();
    let is_stroke = |gap: &str| gap == "/";
    let beside = next.filter(|next| next.first == first.end);
    let same = beside.filter(|next| next.month == first.month);
    let closed = same.and_then(|same| {
        let behind = line.behind(same.at.span.end);
        let close = behind.len() - behind.trim_start_matches(' ').len();
        behind.get(close..)?.starts_with(')').then_some(close + 1)
    });
    let pair = match (same, closed) {
        (Some(same), _) if is_stroke(gap) => Some((*same, '/', 0)),
        (Some(same), Some(length)) if gap == "(" => Some((*same, '(', length)),
        _ => None,
    };
    let (names, sign, at) = match pair {
        Some((same, sign, length)) => {
            let at = line.at(first.at.span.start as usize, same.at.span.end as usize + length);
            (vec![first, same], Some(sign), at)
        }
        None => (vec![first], None, first.at),
    };
    let end = names.last().map_or(first.end, |name| name.end);
    let is_pair = names.len() > 1;
    let is_beside_another = !is_pair
        && (is_stroke(gap) && beside.is_some()
            || is_stroke(line.gap_before(first.first).trim())
                && line.months.iter().any(|other| other.end == first.first));
    // A word that is no month beside a stroke may be one that another word is glued to.
    let is_glued = !is_pair
        && !is_beside_another
        && (is_stroke(gap) && line.has_letter(end)
            || is_stroke(line.gap_before(first.first).trim()) && line.has_letter(first.first.wrapping_sub(1)));
    let evidence = match (is_pair, is_glued) {
        (true, _) => Evidence::Sure,
        (false, true) => Evidence::None,
        (false, false) => evidence(line, first.first, end),
    };
    Named { names, sign, at, end, evidence, is_beside_another }
}

/// What the words from `first` on, up to `end`, have around them.
fn evidence(line: &Line<'_>, first: usize, end: usize) -> Evidence {
    // Before the month: “the month of”, or a day, with what stands inside dates between.
    let mut head = first;
    let mut is_called_month = false;
    while line.is_near(head) && !line.has_digit(head - 1) {
        let is_called = line.means(head - 1, Meaning::BeforeMonth);
        if !is_called && !line.means(head - 1, Meaning::Inside) {
            break;
        }
        is_called_month |= is_called;
        head -= 1;
    }
    if is_called_month {
        return Evidence::Sure;
    }
    let has_day = line.is_near(head) && line.is_day(head - 1);
    let before = if has_day { head - 1 } else { first };
    // Behind it: “next”, or a year.
    let mut tail = end;
    let is_told_apart = line.is_space_before(end) && line.means(end, Meaning::BehindMonth);
    while line.is_near(tail) && (line.means(tail, Meaning::Inside) || line.means(tail, Meaning::BehindMonth)) {
        tail += 1;
    }
    let has_year = line.is_near(tail) && line.is_year(tail);
    let is_led = before > 0
        && line.is_space_before(before)
        && (line.is_small(before - 1)
            || line.means(before - 1, Meaning::Inside)
            || line.ends_meaning(before - 1, Meaning::BeforeDay));
    if has_day {
        // A noun before a day makes a name of the date, unless the year stands behind it.
        let stands_free = !line.is_space_before(before)
            || line.has_digit(before - 1)
            || line.is_definite(before - 1)
            || line.months.iter().any(|month| month.end == before);
        return if has_year || is_led || stands_free { Evidence::Sure } else { Evidence::None };
    }
    match (has_year, is_told_apart, is_led) {
        (true, _, true) | (_, true, true) => Evidence::Sure,
        (true, _, false) => Evidence::Likely,
        _ => Evidence::None,
    }
}
