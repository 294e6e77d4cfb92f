//! The words around a finding, and how people are told where they are.

use unicode_segmentation::UnicodeSegmentation;

use super::{Ui, columns};
use crate::text::{Source, Span};

/// Graphemes of a span itself that are shown on each side; the middle of a longer one is left out.
const SPAN_REACH: usize = 60;

/// Graphemes in which a word that begins before a place ends, but for the strangest.
const LONGEST_WORD: usize = 40;

/// Columns beside a span at least, however narrow the terminal is.
const LEAST_BESIDE: usize = 16;

/// A span within the line or lines it is in, clipped on both sides between words.
pub struct Excerpt<'s> {
    /// What comes before the span.
    pub before: &'s str,
    /// The span's own text, its middle left out if it is long.
    pub inside: String,
    /// What comes after the span.
    pub after: &'s str,
    /// Whether the line begins earlier.
    pub cut_before: bool,
    /// Whether the line goes on.
    pub cut_after: bool,
    /// The stored text in sight.
    sight: Span,
}

impl<'s> Excerpt<'s> {
    /// A span with at most `reach` graphemes of its line on each side.
    #[must_use]
    pub fn of(source: &'s Source, span: Span, reach: usize) -> Self {
        Self::cut(source, span, reach, reach)
    }

    fn cut(source: &'s Source, span: Span, reach_before: usize, reach_after: usize) -> Self {
        let first = source.line_span(source.position(span.start).line);
        let last = source.line_span(source.position(span.end).line);
        let line_before = source.slice(Span::new(first.start, span.start)).trim_start();
        let line_after = source.slice(Span::new(span.end, last.end.max(span.end))).trim_end();
        let (before, after) = (tail(line_before, reach_before), head(line_after, reach_after));
        let narrow = |text: &str| u32::try_from(text.len()).unwrap_or(0);
        Self {
            before,
            inside: middle(source.slice(span)),
            after,
            cut_before: before.len() < line_before.len(),
            cut_after: after.len() < line_after.len(),
            sight: Span::new(span.start - narrow(before), span.end + narrow(after)),
        }
    }

    /// A span with the words of its line that fit beside it into so many columns; a side that needs less leaves the rest to the
    /// other.
    #[must_use]
    pub fn within(source: &'s Source, span: Span, width: usize) -> Self {
        let inside = columns(&middle(source.slice(span)));
        let free = width.saturating_sub(inside).max(LEAST_BESIDE);
        let wide = Self::of(source, span, free);
        let (before, after) = (columns(wide.before), columns(wide.after));
        // As many graphemes as columns: of wide ones fewer fit, and the line is broken.
        let reach = |own: usize, other: usize| own.min(free.saturating_sub(other.min(free / 2)));
        Self::cut(source, span, reach(before, after), reach(after, before))
    }

    /// Whether a span is in sight.
    #[must_use]
    pub fn shows(&self, span: Span) -> bool {
        self.sight.start <= span.start && span.end <= self.sight.end
    }

    /// The excerpt through a gate: what is outside the span passes `gate`, the span `mark`.
    pub fn render(&self, gate: impl Fn(&str) -> String, mark: impl Fn(&str) -> String) -> String {
        let cut = |is_cut: bool| if is_cut { "\u{2026}" } else { "" };
        let (before, after) = (gate(self.before), gate(self.after));
        format!("{}{before}{}{after}{}", cut(self.cut_before), mark(&self.inside), cut(self.cut_after))
    }
}

/// A span between ⟦ and ⟧ with at most `reach` graphemes of its line on each side, on one line, as it is written.
#[must_use]
pub fn in_context(source: &Source, span: Span, reach: usize) -> String {
    let text = Excerpt::of(source, span, reach).render(str::to_owned, |inside| format!("\u{27e6}{inside}\u{27e7}"));
    text.split(['\n', '\r']).map(str::trim).collect::<Vec<_>>().join(" ")
}

/// Where a span begins, in the reader's language: line and word. Editors do not count columns.
#[must_use]
pub fn place(ui: &Ui, source: &Source, span: Span) -> String {
    let (at, word) = (source.part_position(span.start), source.word_number(span.start));
    ui.fill("place", &[("line", &at.line.to_string()), ("word", &word.to_string())])
}

/// The last words of a text, at most `reach` graphemes.
pub(super) fn tail(text: &str, reach: usize) -> &str {
    let Some((cut, _)) = text.grapheme_indices(true).rev().nth(reach) else { return text };
    // From the next word on. In scripts without spaces words have no wide gaps.
    // A line may have megabytes: where words begin is looked for nearby only.
    let nearby = text.grapheme_indices(true).rev().nth(reach + LONGEST_WORD).map_or(0, |(at, _)| at);
    let bounds = text.get(nearby..).unwrap_or_default().split_word_bound_indices().map(|(at, _)| nearby + at);
    let cut = bounds.into_iter().find(|&at| at >= cut).unwrap_or(text.len());
    let kept = text.get(cut..).unwrap_or_default();
    let is_spaced =
        kept.contains(char::is_whitespace) && !text.get(..cut).is_some_and(|gone| gone.ends_with(char::is_whitespace));
    let kept =
        if is_spaced { kept.find(char::is_whitespace).and_then(|at| kept.get(at..)).unwrap_or(kept) } else { kept };
    kept.trim_start()
}

/// The first words of a text, likewise.
pub(super) fn head(text: &str, reach: usize) -> &str {
    let Some((cut, _)) = text.grapheme_indices(true).nth(reach) else { return text };
    let ends = text.split_word_bound_indices().map(|(at, word)| at + word.len());
    let cut = ends.take_while(|&end| end <= cut).last().unwrap_or(0);
    let (kept, gone) = text.split_at(cut);
    let is_spaced = kept.contains(char::is_whitespace) && !gone.starts_with(char::is_whitespace);
    let kept =
        if is_spaced { kept.rfind(char::is_whitespace).and_then(|at| kept.get(..at)).unwrap_or(kept) } else { kept };
    kept.trim_end()
}

/// A text; of a long one the first and the last words.
#[must_use]
pub fn middle(text: &str) -> String {
    if text.graphemes(true).nth(2 * SPAN_REACH).is_none() {
        return text.to_owned();
    }
    let first = text.grapheme_indices(true).nth(SPAN_REACH).map_or(text, |(cut, _)| text.get(..cut).unwrap_or(text));
    let last =
        text.grapheme_indices(true).rev().nth(SPAN_REACH).map_or("", |(cut, _)| text.get(cut..).unwrap_or_default());
    let first = first.rfind(char::is_whitespace).and_then(|at| first.get(..at)).unwrap_or(first);
    let last = last.find(char::is_whitespace).and_then(|at| last.get(at..)).unwrap_or(last);
    format!("{} \u{2026} {}", first.trim_end(), last.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clipping_is_at_words_and_never_inside_a_grapheme() {
        let text = "كَتَبَ ".repeat(40);
        let (first, last) = (head(&text, 45), tail(&text, 45));
        assert!(first.ends_with("بَ"), "{first}");
        assert!(last.starts_with("كَ"), "{last}");
        for part in [first, last] {
            assert!((35..=45).contains(&part.graphemes(true).count()), "{part}");
        }
        assert_eq!(head("short", 45), "short");
    }

    #[test]
    fn the_middle_of_a_long_span_is_left_out() {
        let text = "one two three ".repeat(30);
        let shown = middle(text.trim());
        assert!(shown.contains(" … ") && shown.len() < 140, "{shown}");
    }
}
