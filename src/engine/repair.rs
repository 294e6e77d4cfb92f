//! Choosing fixes, applying them, and checking again until nothing more changes.

use std::collections::BTreeSet;

use super::{Engine, Outcome, Pass, Repair, Wish};
use crate::diagnostic::{Applicability, Fix};
use crate::document::Article;
use crate::text::{Edit, Span};

/// Rounds of applying and checking again. Two are usual (what the first repair uncovered); more than this means that
/// repairs undo each other.
const ROUNDS: usize = 10;

impl Engine {
    /// Applies every fix of at least `least` applicability that is reported, checks the result again, and so on until no fix is
    /// left. Where repairs undo each other, so that there is no end, nothing is repaired: a second run must not find work to do.
    /// What all articles of a run come to is that of the articles as they were.
    pub(super) fn repair(&self, article: &Article, before: Outcome, pass: &Pass<'_>, least: Applicability) -> Outcome {
        let mut now = pass.clone();
        let mut outcome = before;
        let mut edited: Option<Article> = None;
        let (mut count, mut rounds) = (0, Vec::new());
        for _ in 0..ROUNDS {
            let fixes = outcome.findings.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
            let (edits, repaired) = choose(fixes.filter(|fix| fix.applicability >= least));
            let source = edited.as_ref().map_or(&article.source, |edited| &edited.source);
            let Some(after) = source.edited(&edits).filter(|after| repaired > 0 && after.text() != source.text())
            else {
                let text = edited.map(|edited| edited.source.text().to_owned());
                let repair =
                    text.filter(|text| text != article.source.text()).map(|text| Repair { text, rounds, count });
                return Outcome { repair, ..outcome };
            };
            count += repaired;
            now.follow(&edits);
            rounds.push(edits);
            let after = Article::of(after, article.format);
            outcome = self.examine(&after, &now, Wish::Check);
            edited = Some(after);
        }
        self.examine(article, pass, Wish::Check)
    }
}

/// An article with the edits of some fixes of it applied in one go, as a round of repairing does, and the number of fixes; nothing
/// if that changes nothing. Of fixes that touch each other the first is applied.
#[must_use]
pub fn applied<'f>(article: &Article, fixes: impl Iterator<Item = &'f Fix>) -> Option<(Article, usize)> {
    let (edits, count) = choose(fixes);
    let after = article.source.edited(&edits).filter(|after| after.text() != article.source.text())?;
    Some((Article::of(after, article.format), count))
}

/// The edits of as many fixes as go together, first come first served, and the number of findings they repair. Fixes that
/// make the very same edits (both marks of one pair) count as one set of edits.
pub(super) fn choose<'f>(fixes: impl Iterator<Item = &'f Fix>) -> (Vec<Edit>, usize) {
    let mut chosen = Chosen::default();
    let mut repaired = 0;
    for fix in fixes {
        if fix.edits().iter().all(|edit| chosen.has(edit)) {
            repaired += 1;
        } else if !fix.edits().iter().any(|edit| chosen.touches(edit)) {
            fix.edits().iter().for_each(|edit| chosen.add(edit));
            repaired += 1;
        }
    }
    (chosen.edits(), repaired)
}

/// Start, end and new text of an edit.
type Place<'f> = (u32, u32, &'f str);

fn place(edit: &Edit) -> Place<'_> {
    (edit.span.start, edit.span.end, edit.text.as_str())
}

/// Edits that do not touch each other. Nearly all come in their order.
#[derive(Default)]
struct Chosen<'f> {
    in_order: Vec<Place<'f>>,
    others: BTreeSet<Place<'f>>,
}

impl<'f> Chosen<'f> {
    fn has(&self, edit: &Edit) -> bool {
        let edit = place(edit);
        let is_beyond = self.in_order.last().is_none_or(|last| *last < edit);
        !is_beyond && self.in_order.binary_search(&edit).is_ok() || self.others.contains(&edit)
    }

    /// Whether an edit overlaps one that is chosen, or is in the same place.
    fn touches(&self, edit: &Edit) -> bool {
        let (start, end, _) = place(edit);
        let meets = |&(s, e, _): &Place<'_>| start < e && s < end || (s, e) == (start, end);
        // Those chosen are disjoint and in order, so only the last two that begin no later than this one ends can.
        let limit = (end, u32::MAX, "");
        let before = match self.in_order.last() {
            Some(last) if *last >= limit => self.in_order.partition_point(|known| *known < limit),
            _ => self.in_order.len(),
        };
        let near = self.in_order.get(before.saturating_sub(2)..before).unwrap_or_default();
        if self.others.is_empty() {
            return near.iter().any(meets);
        }
        let mut near: Vec<_> = self.others.range(..limit).rev().take(2).chain(near).collect();
        near.sort_unstable();
        near.into_iter().rev().take(2).any(meets)
    }

    fn add(&mut self, edit: &'f Edit) {
        let place = place(edit);
        if self.in_order.last().is_none_or(|last| *last < place) {
            self.in_order.push(place);
        } else if !self.has(edit) {
            self.others.insert(place);
        }
    }

    fn edits(self) -> Vec<Edit> {
        let mut all = self.in_order;
        if !self.others.is_empty() {
            all.extend(self.others);
            all.sort_unstable();
            all.dedup();
        }
        let edit = |(start, end, text): Place<'_>| Edit { span: Span::new(start, end), text: text.to_owned() };
        all.into_iter().map(edit).collect()
    }
}
