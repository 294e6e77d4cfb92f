//! One article on its way from its text to its outcome. Which findings are reported: not those that the article suppresses or a
//! baseline knows, and, if that is asked for, only those on changed lines. What is not reported is not repaired either.

use std::sync::Arc;

use super::baseline::{Baseline, counts};
use super::one_cause::tell_together;
use super::{Checked, Engine, Hidden, Outcome, SecondPass, Wish};
use crate::document::Article;
use crate::text::{Edit, Source, Span, narrow};

/// What surrounds one article in a run. The default: nothing, it is checked by itself.
#[derive(Debug, Default, Clone)]
pub struct Pass<'p> {
    /// What knows all articles of the run, if there was a first pass.
    pub archive: Option<&'p dyn SecondPass>,
    /// Known findings, and the name the article has there. Findings are counted for it even if nothing is known.
    pub baseline: Option<(Arc<Baseline>, String)>,
    /// The changed parts of the stored text, in order; `None` if all of it counts.
    pub changed: Option<Vec<Span>>,
}

impl Engine {
    /// Checks an article, alone and against the rest of its archive, narrows what is found to what is to be reported, and
    /// repairs that if it is wished for.
    #[must_use]
    pub fn examine(&self, article: &Article, pass: &Pass<'_>, wish: Wish) -> Outcome {
        self.examine_checked(article, self.first_pass(article), pass, wish)
    }

    /// The same for an article that [`Engine::first_pass`] has checked already.
    #[must_use]
    pub fn examine_checked(&self, article: &Article, mut checked: Checked, pass: &Pass<'_>, wish: Wish) -> Outcome {
        self.judge(&mut checked, pass.archive, Some(article));
        self.conclude(article, checked, pass, wish)
    }

    /// The second pass, if there was a first, and what the article suppresses. `article` is as for [`SecondPass::judge`].
    pub fn judge(&self, checked: &mut Checked, archive: Option<&dyn SecondPass>, article: Option<&Article>) {
        if let Some(archive) = archive {
            archive.judge(checked, article);
        }
        self.suppress(checked, archive.is_some());
    }

    /// What comes of an article that was judged: takes out what is not to be reported, puts together what has one cause, and
    /// repairs what is left if that is wished for.
    #[must_use]
    pub fn conclude(&self, article: &Article, judged: Checked, pass: &Pass<'_>, wish: Wish) -> Outcome {
        let outcome = pass.narrow(self, &article.source, judged);
        match wish {
            Wish::Check => outcome,
            Wish::Repair(least) => self.repair(article, outcome, pass, least),
            Wish::AddIgnores(reason) => self.with_ignores(article, outcome, pass, &reason),
        }
    }
}

impl Pass<'_> {
    /// Takes out what is not to be reported, and puts together what has one cause.
    fn narrow(&self, engine: &Engine, source: &Source, judged: Checked) -> Outcome {
        let mut outcome = Outcome {
            findings: judged.found,
            language: judged.language,
            repair: None,
            suppressed: judged.suppressed,
            hidden: Hidden::default(),
            stretches: judged.stretches,
        };
        if let Some((baseline, name)) = &self.baseline {
            let folder = &engine.languages().undetermined().folder;
            outcome.hidden.counts = counts(source, folder, &outcome.findings);
            outcome.hidden.known = baseline.hide(name, source, folder, &mut outcome.findings);
        }
        if let Some(changed) = &self.changed {
            outcome.findings.retain(|diagnostic| touches(changed, diagnostic.span));
        }
        tell_together(&mut outcome.findings);
        outcome
    }

    /// Follows edits: what was changed stays changed wherever it moves, and so does what an edit put in.
    pub(super) fn follow(&mut self, edits: &[Edit]) {
        let Some(changed) = &mut self.changed else { return };
        for span in changed.iter_mut() {
            *span = Span::new(moved(span.start, edits, false), moved(span.end, edits, true));
        }
    }
}

/// Whether a span lies, with at least one byte or its place, in one of several that are in order.
fn touches(changed: &[Span], span: Span) -> bool {
    let next = changed.partition_point(|part| part.end <= span.start);
    changed.get(next).is_some_and(|part| part.start < span.end.max(span.start + 1))
}

/// Where an offset is after edits, which are in order. Inside an edit it goes to the edit's end, or to its beginning.
fn moved(offset: u32, edits: &[Edit], to_end: bool) -> u32 {
    let mut shift = 0_i64;
    for edit in edits.iter().take_while(|edit| edit.span.start < offset) {
        let new = i64::from(narrow(edit.text.len()));
        if edit.span.end > offset {
            let at = i64::from(edit.span.start) + shift + if to_end { new } else { 0 };
            return u32::try_from(at).unwrap_or(offset);
        }
        shift += new - i64::from(edit.span.end - edit.span.start);
    }
    u32::try_from(i64::from(offset) + shift).unwrap_or(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_parts_follow_edits() {
        let edit = |start, end, text: &str| Edit { span: Span::new(start, end), text: text.to_owned() };
        let mut pass = Pass { changed: Some(vec![Span::new(4, 8), Span::new(10, 12)]), ..Pass::default() };
        pass.follow(&[edit(0, 2, ""), edit(5, 9, "xyzw12")]);
        assert_eq!(pass.changed, Some(vec![Span::new(2, 9), Span::new(10, 12)]));
    }

    #[test]
    fn a_finding_counts_if_it_touches_a_changed_part() {
        let changed = [Span::new(4, 8), Span::new(20, 30)];
        for (start, end, wanted) in
            [(0, 4, false), (0, 5, true), (7, 9, true), (8, 20, false), (4, 4, true), (29, 40, true)]
        {
            assert_eq!(touches(&changed, Span::new(start, end)), wanted, "{start}..{end}");
        }
    }
}
