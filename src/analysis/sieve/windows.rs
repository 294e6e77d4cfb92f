//! What of a pattern is in every text that it matches: a few characters in a row.

use std::cmp::Reverse;

use regex_syntax::hir::{Class, Hir, HirKind, Repetition};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Characters of which one is at a place: ranges, the last character of each among them.
pub type Set = Vec<(char, char)>;

/// What is in the text: for each character in a row those of which it is one.
pub type Window = Vec<Set>;

/// Longest window. A longer one is rarer, and takes more room.
const LONGEST: usize = 8;
/// A window that is as rare as this is not made longer.
const RARE: u32 = 20;
/// Windows of alternatives are laid over each other as long as what comes of it is as rare as this.
const RARE_TOGETHER: u32 = 12;
/// Sets of more characters than this hold most letters of some script, and are no use.
const WIDEST: usize = 128;
/// More alternatives than this are laid over each other.
const MOST: usize = 4;
/// More places in a row are not looked at: a pattern may be long.
const PLACES: usize = 64;

/// One place of an alternative.
#[derive(Clone, Copy)]
enum Place {
    /// One of the characters of the set with this number.
    One(usize),
    /// Anything, or nothing.
    Gap,
}

/// What a pattern may be: each a row of places.
type Alternatives = Vec<Vec<Place>>;

/// The places of a pattern, while it is read.
#[derive(Default)]
struct Reader {
    /// Sets of characters, each with how rare one of them is.
    sets: Vec<(Set, u32)>,
}

/// Windows of which one is in every text that a pattern matches; nothing, if there are no useful ones.
#[must_use]
pub fn windows(pattern: &Hir) -> Option<Vec<Window>> {
    let mut reader = Reader::default();
    let alternatives = reader.alternatives(pattern);
    let together = (1..=LONGEST).filter_map(|len| reader.rarest_together(&alternatives, len));
    let together = together.filter(|(rareness, _)| *rareness >= RARE_TOGETHER);
    if let Some((_, window)) = together.max_by_key(|(rareness, window)| ((*rareness).min(RARE), Reverse(window.len())))
    {
        return Some(vec![window]);
    }
    alternatives.iter().map(|places| reader.rarest(places)).collect()
}

impl Reader {
    /// A place at which one of these characters is.
    fn place(&mut self, set: Set) -> Place {
        let rareness = rareness_of(&set);
        self.sets.push((set, rareness));
        Place::One(self.sets.len() - 1)
    }

    fn alternatives(&mut self, pattern: &Hir) -> Alternatives {
        let gap = || vec![vec![Place::Gap]];
        match pattern.kind() {
            HirKind::Empty | HirKind::Look(_) => vec![Vec::new()],
            HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
                Ok(text) => vec![text.chars().take(PLACES).map(|c| self.place(vec![(c, c)])).collect()],
                Err(_) => gap(),
            },
            HirKind::Class(Class::Unicode(class)) => {
                vec![vec![self.place(class.iter().map(|range| (range.start(), range.end())).collect())]]
            }
            HirKind::Class(Class::Bytes(_)) => gap(),
            HirKind::Capture(capture) => self.alternatives(&capture.sub),
            HirKind::Repetition(repetition) => self.repeated(repetition),
            HirKind::Concat(parts) => parts.iter().fold(vec![Vec::new()], |before, part| {
                let after = self.alternatives(part);
                self.joined(before, after)
            }),
            HirKind::Alternation(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    all.append(&mut self.alternatives(part));
                }
                if all.len() > MOST { vec![self.laid_over(&all)] } else { all }
            }
        }
    }

    /// What is repeated stands at the beginning of the repetition, beside what is before it, and at its end, beside what follows.
    fn repeated(&mut self, repetition: &Repetition) -> Alternatives {
        let gap = || vec![vec![Place::Gap]];
        if repetition.min == 0 {
            return gap();
        }
        let once = self.alternatives(&repetition.sub);
        let times = repetition.min.min(LONGEST as u32);
        let mut all = once.clone();
        for _ in 1..times {
            all = self.joined(all, once.clone());
        }
        if repetition.max == Some(times) {
            return all;
        }
        let end = all.clone();
        // What both ends may be is not what one of them is, so several alternatives are told by the first end alone.
        let begun = self.joined(all, gap());
        if once.len() > 1 { begun } else { self.joined(begun, end) }
    }

    /// Every one of `before` with every one of `after` behind it. If that is too many, those of each are laid over each other.
    fn joined(&mut self, before: Alternatives, after: Alternatives) -> Alternatives {
        if before.len() * after.len() > MOST {
            let (before, after) = (self.laid_over(&before), self.laid_over(&after));
            return vec![before.into_iter().chain(after).take(PLACES).collect()];
        }
        let join = |first: &Vec<Place>, second: &Vec<Place>| first.iter().chain(second).take(PLACES).copied().collect();
        before.iter().flat_map(|first| after.iter().map(move |second| join(first, second))).collect()
    }

    /// Alternatives laid over each other from their beginnings: at each place is what one of them has there, as far as all have one.
    fn laid_over(&mut self, alternatives: &[Vec<Place>]) -> Vec<Place> {
        if let [only] = alternatives {
            return only.clone();
        }
        let mut over = Vec::new();
        for at in 0..PLACES {
            let places = alternatives.iter().map(|places| match places.get(at) {
                Some(Place::One(number)) => self.sets.get(*number).map(|(set, _)| set),
                _ => None,
            });
            let Some(sets) = places.collect::<Option<Vec<_>>>() else { break };
            let set = union(&sets);
            over.push(self.place(set));
        }
        if alternatives.iter().any(|places| places.len() != over.len()) {
            over.push(Place::Gap);
        }
        over
    }

    /// The sets at some places in a row, and how rare they are together; nothing, if there is a gap.
    fn sets_of(&self, places: &[Place]) -> Option<(u32, Vec<&Set>)> {
        let mut rareness = 0;
        let set_of = |place: &Place| match place {
            Place::One(number) => self.sets.get(*number).map(|(set, rare)| {
                rareness += rare;
                set
            }),
            Place::Gap => None,
        };
        let sets = places.iter().map(set_of).collect::<Option<Vec<_>>>()?;
        Some((rareness, sets))
    }

    /// The rarest windows of this length in all alternatives, laid over each other, and how rare that is; nothing, if it is not rare.
    fn rarest_together(&self, alternatives: &[Vec<Place>], len: usize) -> Option<(u32, Window)> {
        let rarest = |places: &Vec<Place>| {
            let windows = places.windows(len).filter_map(|places| self.sets_of(places));
            let rarest = windows.min_by_key(|(rareness, _)| Reverse(*rareness));
            rarest.filter(|(rareness, _)| *rareness >= RARE_TOGETHER).map(|(_, sets)| sets)
        };
        let all: Vec<Vec<&Set>> = alternatives.iter().map(rarest).collect::<Option<_>>()?;
        let over = |at: usize| union(&all.iter().filter_map(|sets| sets.get(at).copied()).collect::<Vec<_>>());
        let window: Window = (0..len).map(over).collect();
        let rareness = window.iter().map(rareness_of).sum();
        (rareness >= RARE_TOGETHER).then_some((rareness, window))
    }

    /// The shortest window of an alternative that is rare, or else the rarest.
    fn rarest(&self, places: &[Place]) -> Option<Window> {
        let all = (1..=LONGEST).flat_map(|len| places.windows(len)).filter_map(|places| self.sets_of(places));
        // Of equally rare ones the first: how words end is more alike than how they begin.
        let best = all.min_by_key(|(rareness, sets)| (Reverse((*rareness).min(RARE)), sets.len()));
        best.filter(|(rareness, _)| *rareness > 0).map(|(_, sets)| sets.into_iter().cloned().collect())
    }
}

/// The characters of all sets, as ranges that do not touch.
fn union(sets: &[&Set]) -> Set {
    let mut all: Set = sets.iter().flat_map(|set| set.iter().copied()).collect();
    all.sort_unstable();
    all.dedup_by(|next, kept| {
        let touches = next.0 as u32 <= kept.1 as u32 + 1;
        if touches {
            kept.1 = kept.1.max(next.1);
        }
        touches
    });
    all
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
        // Ranges are in order: a space would have come before a letter.
        if letters > 16 && all > WIDEST {
            return 0;
        }
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
