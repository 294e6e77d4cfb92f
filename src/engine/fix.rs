//! Choosing fixes, applying them, and checking again until nothing more changes.

use std::collections::BTreeSet;

use super::{Checked, Engine, Unsaid, View};
use crate::diagnostic::{Applicability, Fix};
use crate::document::Format;
use crate::text::{Edit, Source};

/// Rounds of applying and checking again. Two are usual (what the first repair uncovered); more than this means that
/// repairs undo each other.
const ROUNDS: usize = 10;

/// What fixing did to one article.
#[derive(Debug)]
pub struct Fixed {
    /// The text afterwards; nothing if it stayed as it was.
    pub text: Option<String>,
    /// The edits of each round, in bytes of the text before that round; none if the text stayed as it was.
    pub rounds: Vec<Vec<Edit>>,
    /// How many findings were repaired.
    pub repaired: usize,
    /// What is still found in the text afterwards.
    pub left: Checked,
    /// What is not spoken of, in the text afterwards.
    pub unsaid: Unsaid,
}

/// Applies every fix of at least `least` applicability, checks the result again, and so on until no fix is left. Where
/// repairs undo each other, so that there is no end, nothing is repaired: a second run must not find work to do.
#[must_use]
pub fn fix_until_stable(engine: &Engine, source: &Source, format: Format, least: Applicability) -> Fixed {
    fix_in_view(engine, source, format, least, &View::default())
}

/// The same for what is spoken of in a view only. The sum of a run is that of the articles as they were.
#[must_use]
pub fn fix_in_view(engine: &Engine, source: &Source, format: Format, least: Applicability, view: &View<'_>) -> Fixed {
    let mut now = view.clone();
    let (mut left, mut unsaid) = now.look(engine, source, format);
    let mut edited: Option<Source> = None;
    let mut repaired = 0;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let fixes = left.found.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
        let (edits, count) = choose(fixes.filter(|fix| fix.applicability >= least));
        let before = edited.as_ref().unwrap_or(source);
        let Some(after) = before.edited(&edits).filter(|after| count > 0 && after.text() != before.text()) else {
            let text = edited.map(|edited| edited.text().to_owned()).filter(|text| text != source.text());
            return Fixed { text, rounds, repaired, left, unsaid };
        };
        repaired += count;
        now.follow(&edits);
        rounds.push(edits);
        (left, unsaid) = now.look(engine, &after, format);
        edited = Some(after);
    }
    let (left, unsaid) = view.look(engine, source, format);
    Fixed { text: None, rounds: Vec::new(), repaired: 0, left, unsaid }
}

/// The edits of as many fixes as go together, first come first served, and the number of findings they repair. Fixes that
/// make the very same edits (both marks of one pair) count as one set of edits.
pub(super) fn choose<'f>(fixes: impl Iterator<Item = &'f Fix>) -> (Vec<Edit>, usize) {
    let mut chosen: BTreeSet<(u32, u32, &str)> = BTreeSet::new();
    let mut repaired = 0;
    for fix in fixes {
        let key = |edit: &'_ Edit| (edit.span.start, edit.span.end);
        let same =
            fix.edits().iter().all(|edit| chosen.contains(&(edit.span.start, edit.span.end, edit.text.as_str())));
        let touches = |edit: &Edit| {
            let (start, end) = key(edit);
            // Those chosen are disjoint and in order, so only the last two that begin no later than this one ends can.
            let near = chosen.range(..(end, u32::MAX, "")).rev().take(2);
            near.into_iter().any(|&(s, e, _)| (start < e && s < end) || (s, e) == (start, end))
        };
        if same {
            repaired += 1;
        } else if !fix.edits().iter().any(touches) {
            chosen.extend(fix.edits().iter().map(|edit| (edit.span.start, edit.span.end, edit.text.as_str())));
            repaired += 1;
        }
    }
    let edits = chosen
        .into_iter()
        .map(|(start, end, text)| Edit { span: crate::text::Span::new(start, end), text: text.to_owned() })
        .collect();
    (edits, repaired)
}
