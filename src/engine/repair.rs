//! Choosing fixes, applying them, and checking again until nothing more changes.

use std::collections::BTreeSet;

use super::{Engine, Outcome, Pass, Repair, Wish};
use crate::diagnostic::{Applicability, Fix};
use crate::document::Article;
use crate::text::Edit;

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
