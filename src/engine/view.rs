//! Which findings of an article are spoken of in this run: not those a baseline knows, and, if that is asked for, only
//! those on changed lines. What is not spoken of is not repaired either.

use std::sync::Arc;

use super::baseline::{Baseline, Counts, counts};
use super::one_cause::tell_together;
use super::{Checked, Engine, SecondPass};
use crate::document::Format;
use crate::text::{Edit, Source, Span, narrow};

/// How one article is looked at.
#[derive(Debug, Default, Clone)]
pub struct View<'v> {
    /// What knows all articles of the run, if there was a first pass.
    pub archive: Option<&'v dyn SecondPass>,
    /// Known findings, and the name the article has there. Findings are counted for it even if nothing is known.
    pub baseline: Option<(Arc<Baseline>, String)>,
    /// The changed parts of the stored text, in order; nothing if all of it counts.
    pub changed: Option<Vec<Span>>,
}

/// What was left unsaid about an article, and why.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Unsaid {
    /// Findings the baseline knows.
    pub known: usize,
    /// Fingerprints of all findings, known or not, where there is a baseline.
    pub counts: Counts,
}

impl View<'_> {
    /// Checks an article by itself and in the light of the run, and leaves what is to be spoken of.
    #[must_use]
    pub fn look(&self, engine: &Engine, source: &Source, format: Format) -> (Checked, Unsaid) {
        self.look_again(engine, source, format, engine.check_for_tally(source, format))
    }

    /// The same for an article that was checked by itself already.
    #[must_use]
    pub fn look_again(
        &self,
        engine: &Engine,
        source: &Source,
        format: Format,
        mut checked: Checked,
    ) -> (Checked, Unsaid) {
        self.judge(engine, &mut checked, Some((source, format)));
        let unsaid = self.narrow(engine, source, &mut checked);
        (checked, unsaid)
    }

    /// The second pass, if there was a first, and the silence the article asks for. `article` is as for [`SecondPass::judge`].
    pub fn judge(&self, engine: &Engine, checked: &mut Checked, article: Option<(&Source, Format)>) {
        if let Some(archive) = self.archive {
            archive.judge(checked, article);
        }
        engine.suppress(checked, self.archive.is_some());
    }

    /// Takes out what is not to be spoken of, and puts together what has one cause. `source` is needed only if something was found.
    pub fn narrow(&self, engine: &Engine, source: &Source, checked: &mut Checked) -> Unsaid {
        let mut unsaid = Unsaid::default();
        if let Some((baseline, name)) = &self.baseline {
            let folder = &engine.languages().undetermined().folder;
            unsaid.counts = counts(source, folder, &checked.found);
            unsaid.known = baseline.hide(name, source, folder, &mut checked.found);
        }
        if let Some(changed) = &self.changed {
            checked.found.retain(|diagnostic| touches(changed, diagnostic.span));
        }
        tell_together(&mut checked.found);
        unsaid
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
        let mut view = View { changed: Some(vec![Span::new(4, 8), Span::new(10, 12)]), ..View::default() };
        view.follow(&[edit(0, 2, ""), edit(5, 9, "xyzw12")]);
        assert_eq!(view.changed, Some(vec![Span::new(2, 9), Span::new(10, 12)]));
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
