//! The pairs of marks an article keeps to, and what is wrong with two marks that are none of them.

use super::Defect;
use super::marks::Found;
use super::reading::MISDIRECTED;
use crate::language::{Quotations, QuotePair};

/// A pair of two families.
const MIXED: f32 = 3.5;

/// The pairs this article may use, the usual one first.
#[derive(Debug)]
pub struct Conventions {
    pub pairs: Vec<QuotePair>,
    /// Pairs accepted inside another quotation.
    pub inside: Vec<QuotePair>,
    /// Whether one closing mark may close two quotations of one look.
    pub shared_closer: bool,
}

impl Conventions {
    /// The language's pairs; where the article keeps to a tolerated pair throughout, that pair, and not its mirror image.
    pub fn of(found: &[Found], quotations: &Quotations) -> Self {
        let mut pairs = quotations.pairs.clone();
        for &pair in &quotations.tolerated {
            let is_reverse = |p: &QuotePair| p.open == pair.close && p.close == pair.open;
            let (mut with, mut against) = ((0, 0), 0);
            for mark in found {
                with.0 += usize::from(mark.glyph == pair.open && mark.clearly_opens());
                with.1 += usize::from(mark.glyph == pair.close && mark.clearly_closes());
                against += usize::from(
                    (mark.glyph == pair.open && mark.clearly_closes())
                        || (mark.glyph == pair.close && mark.clearly_opens()),
                );
            }
            let usual = with.0 >= 2 && with.1 >= 2 && against * 4 <= with.0 + with.1;
            if usual && !pairs.contains(&pair) {
                pairs.retain(|p| !is_reverse(p));
                pairs.insert(0, pair);
            }
        }
        // The pair the article uses most comes first: repairs follow it.
        let uses = |pair: &QuotePair| {
            let count =
                |glyph: char, clear: fn(&Found) -> bool| found.iter().filter(|m| m.glyph == glyph && clear(m)).count();
            count(pair.open, Found::clearly_opens).min(count(pair.close, Found::clearly_closes))
        };
        pairs.sort_by_cached_key(|pair| std::cmp::Reverse(uses(pair)));
        Self { pairs, inside: quotations.tolerated_inside.clone(), shared_closer: quotations.shared_closer }
    }

    /// Whether the most usual pair that has `mark` has `other` as well.
    pub fn usually_together(&self, mark: char, other: char) -> bool {
        let pair = self.pairs.iter().find(|pair| pair.open == mark || pair.close == mark);
        pair.is_some_and(|pair| pair.open == other || pair.close == other)
    }

    /// The rank of a pair, 0 for the most usual; `None` if it is no convention here.
    pub fn rank(&self, open: char, close: char) -> Option<usize> {
        self.pairs.iter().position(|pair| pair.open == open && pair.close == close)
    }

    /// What is wrong with a pair, at which of its marks, and what that costs; `is_inside` another quotation some more are sound.
    pub fn pair(&self, open: &Found, close: &Found, is_inside: bool) -> (f32, Option<Defect>, Option<Defect>) {
        let is_accepted = |pair: &QuotePair| (pair.open, pair.close) == (open.glyph, close.glyph);
        if self.pairs.iter().any(is_accepted) || is_inside && self.inside.iter().any(is_accepted) {
            return (0.0, None, None);
        }
        // The most usual pair that keeps the one mark, or the other.
        let with_open = self.pairs.iter().enumerate().find(|(_, pair)| pair.open == open.glyph);
        let with_close = self.pairs.iter().enumerate().find(|(_, pair)| pair.close == close.glyph);
        if open.family != close.family {
            // An apostrophe closes nothing but what an apostrophe opened.
            if open.apostrophe || close.apostrophe {
                return (f32::INFINITY, None, None);
            }
            return match (with_open, with_close) {
                (Some((keep_open, a)), Some((keep_close, b))) if keep_close < keep_open && a.open != b.open => {
                    (MIXED, Some(Defect::Mixed(b.open)), None)
                }
                (Some((_, pair)), _) => (MIXED, None, Some(Defect::Mixed(pair.close))),
                (None, Some((_, pair))) => (MIXED, Some(Defect::Mixed(pair.open)), None),
                (None, None) => (f32::INFINITY, None, None),
            };
        }
        let closer = with_open.map(|(rank, pair)| (rank, pair.close));
        let opener = with_close.map(|(rank, pair)| (rank, pair.open));
        match (closer, opener) {
            (Some((a, glyph)), Some((b, _))) if a <= b => (MISDIRECTED, None, Some(Defect::Misdirected(glyph))),
            (_, Some((_, glyph))) => (MISDIRECTED, Some(Defect::Misdirected(glyph)), None),
            (Some((_, glyph)), None) => (MISDIRECTED, None, Some(Defect::Misdirected(glyph))),
            // Neither mark is where it belongs: the pair of the family they were meant to be.
            (None, None) => {
                match self.pairs.iter().find(|pair| pair.open == close.glyph || pair.close == open.glyph) {
                    Some(pair) => {
                        // Where both face each other's way by their neighbours, one hand turned the pair.
                        let is_clear = open.open_cost < 0.5 && close.close_cost < 0.5;
                        let cost = if is_clear { MISDIRECTED } else { 2.0 * MISDIRECTED };
                        (cost, Some(Defect::Misdirected(pair.open)), Some(Defect::Misdirected(pair.close)))
                    }
                    None => (f32::INFINITY, None, None),
                }
            }
        }
    }

    /// Whether a pair with a defect can be mended without doubt: no mark that faces the right way by its neighbours is turned,
    /// and nothing is written that the mark which stays does not usually stand with.
    pub fn is_repairable(
        &self,
        opener: &Found,
        defect_at_open: Option<Defect>,
        closer: &Found,
        defect_at_close: Option<Defect>,
    ) -> bool {
        let wanted = |defect: Option<Defect>| match defect {
            Some(Defect::Misdirected(wanted) | Defect::Mixed(wanted)) => Some(wanted),
            _ => None,
        };
        let against = (defect_at_open.is_some() && opener.clearly_closes())
            || (defect_at_close.is_some() && closer.clearly_opens());
        let (open, close) = (wanted(defect_at_open), wanted(defect_at_close));
        let belongs = match (open, close) {
            (Some(open), None) => self.usually_together(closer.glyph, open),
            (None, Some(close)) => self.usually_together(opener.glyph, close),
            _ => true,
        };
        !against && belongs
    }
}
