//! What of a pattern is in every text that it matches: a few characters in a row.

use regex_syntax::hir::{Class, Hir, HirKind, Repetition};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Characters of which one is at a place: ranges, the last character of each among them.
pub type Set = Vec<(char, char)>;

/// What is in the text: for each character in a row those of which it is one.
pub type Window = Vec<Set>;

/// Longest window. A longer one is rarer, and takes more room.
const LONGEST: usize = 8;
/// A window that is as rare as this is not made longer.
const RARE: u32 = 24;
/// Sets of more characters than this hold most letters of some script, and are no use.
const WIDEST: usize = 128;
/// A pattern with more alternatives than this is not looked into.
const MOST: usize = 16;
/// More places in a row are not looked at: a pattern may be long.
const PLACES: usize = 64;

/// One place of an alternative.
#[derive(Clone)]
enum Place {
    /// One of these characters.
    One(Set),
    /// Anything, or nothing.
    Gap,
}

/// For each alternative of a pattern a window that is in every text which it matches; nothing, if there is no useful one.
#[must_use]
pub fn windows(pattern: &Hir) -> Option<Vec<Window>> {
    alternatives(pattern)?.iter().map(|places| rarest(places)).collect()
}

/// The alternatives of a pattern; nothing, if there are too many.
fn alternatives(pattern: &Hir) -> Option<Vec<Vec<Place>>> {
    let gap = || vec![vec![Place::Gap]];
    Some(match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![Vec::new()],
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => vec![text.chars().take(PLACES).map(|c| Place::One(vec![(c, c)])).collect()],
            Err(_) => gap(),
        },
        HirKind::Class(Class::Unicode(class)) => {
            vec![vec![Place::One(class.iter().map(|range| (range.start(), range.end())).collect())]]
        }
        HirKind::Class(Class::Bytes(_)) => gap(),
        HirKind::Capture(capture) => alternatives(&capture.sub)?,
        HirKind::Repetition(repetition) => repeated(repetition)?,
        HirKind::Concat(parts) => {
            parts.iter().try_fold(vec![Vec::new()], |before, part| joined(&before, &alternatives(part)?))?
        }
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.append(&mut alternatives(part)?);
            }
            (all.len() <= MOST).then_some(all)?
        }
    })
}

/// What is repeated stands at the beginning of the repetition, beside what is before it, and at its end, beside what follows.
fn repeated(repetition: &Repetition) -> Option<Vec<Vec<Place>>> {
    let gap = vec![vec![Place::Gap]];
    if repetition.min == 0 {
        return Some(gap);
    }
    let once = alternatives(&repetition.sub)?;
    let times = repetition.min.min(if once.len() > 1 { 1 } else { LONGEST as u32 });
    let mut all = once.clone();
    for _ in 1..times {
        all = joined(&all, &once)?;
    }
    if repetition.max == Some(times) {
        return Some(all);
    }
    let end = all.clone();
    // What both ends may be is not what one of them is, so several alternatives are told by the first end alone.
    if once.len() > 1 { joined(&all, &gap) } else { joined(&joined(&all, &gap)?, &end) }
}

/// Every one of `before` with every one of `after` behind it; nothing, if that is too many.
fn joined(before: &[Vec<Place>], after: &[Vec<Place>]) -> Option<Vec<Vec<Place>>> {
    if before.len() * after.len() > MOST {
        return None;
    }
    let join = |first: &Vec<Place>, second: &Vec<Place>| first.iter().chain(second).take(PLACES).cloned().collect();
    Some(before.iter().flat_map(|first| after.iter().map(move |second| join(first, second))).collect())
}

/// The shortest window that is rare, or else the rarest.
fn rarest(places: &[Place]) -> Option<Window> {
    let mut best: Option<(u32, Window)> = None;
    for from in 0..places.len() {
        let mut window = Window::new();
        let mut rareness = 0;
        for place in places.get(from..).unwrap_or_default().iter().take(LONGEST) {
            let Place::One(set) = place else { break };
            window.push(set.clone());
            rareness += rareness_of(set);
            let is_better = best.as_ref().is_none_or(|(known, shortest)| {
                let (new, known) = (rareness.min(RARE), (*known).min(RARE));
                new > known || (new == known && window.len() < shortest.len())
            });
            if is_better {
                best = Some((rareness, window.clone()));
            }
        }
    }
    best.filter(|(rareness, _)| *rareness > 0).map(|(_, window)| window)
}

/// How seldom one of some characters is met, in steps: signs, digits and capitals less often than letters.
fn rareness_of(set: &Set) -> u32 {
    let (mut letters, mut all) = (0_usize, 0_usize);
    for &(first, last) in set {
        let len = (last as usize).saturating_sub(first as usize) + 1;
        all += len;
        let is_letter = |c: char| c.general_category_group() == GeneralCategoryGroup::Letter && !c.is_uppercase();
        if (first..=last).contains(&' ') {
            return 1;
        }
        letters += if len > WIDEST || is_letter(first) || is_letter(last) { len } else { 0 };
    }
    match letters {
        0 => 5,
        1 => 4,
        2..=4 => 3,
        5..=16 => 2,
        // Small letters of one script are rare in a text in another.
        _ if all <= WIDEST => 1,
        _ => 0,
    }
}
