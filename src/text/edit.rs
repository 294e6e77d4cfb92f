//! Edits of stored text, and applying them.

use super::Span;

/// Replace the bytes under `span` by `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced, in bytes of the stored text; empty to insert.
    pub span: Span,
    /// What is there afterwards.
    pub text: String,
}

/// Whether edits are in order of position and no two touch the same byte or the same insertion point.
#[must_use]
pub fn edits_are_disjoint(edits: &[Edit]) -> bool {
    edits.windows(2).all(|pair| match pair {
        [a, b] => a.span.end <= b.span.start && a.span != b.span,
        _ => true,
    })
}

/// Applies edits to a text. Returns `None` where the edits overlap, are out of order, or do not lie on
/// character boundaries inside the text; a partly applied result is never returned.
#[must_use]
pub fn apply_edits(text: &str, edits: &[Edit]) -> Option<String> {
    if !edits_are_disjoint(edits) {
        return None;
    }
    let mut out = String::with_capacity(text.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut done = 0;
    for edit in edits {
        let range = edit.span.range();
        text.get(range.clone())?;
        out.push_str(text.get(done..range.start)?);
        out.push_str(&edit.text);
        done = range.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { span: Span::new(start, end), text: text.to_owned() }
    }

    #[test]
    fn applies_in_order() {
        assert_eq!(apply_edits("abcdef", &[edit(1, 2, "X"), edit(4, 4, "__")]).as_deref(), Some("aXcd__ef"));
    }

    #[test]
    fn refuses_overlaps_disorder_and_split_characters() {
        assert_eq!(apply_edits("abc", &[edit(0, 2, ""), edit(1, 3, "")]), None);
        assert_eq!(apply_edits("abc", &[edit(2, 3, ""), edit(0, 1, "")]), None);
        assert_eq!(apply_edits("abc", &[edit(1, 1, "x"), edit(1, 1, "y")]), None);
        assert_eq!(apply_edits("م", &[edit(1, 2, "")]), None);
        assert_eq!(apply_edits("abc", &[edit(2, 9, "")]), None);
    }
}
