//! Articles of the gold set as they are stored: plain text with `⟦code|…⟧` around planted defects and `⟪note|…⟫`
//! around traps, which look like defects and are none.

use std::ops::Range;

/// One mark taken out of an article.
#[derive(Debug, PartialEq, Eq)]
pub struct Marked {
    /// The code of a defect, or the note of a trap.
    pub label: String,
    /// The bytes of the article it covers.
    pub span: Range<usize>,
}

/// An article with its marks taken out.
#[derive(Debug, Default)]
pub struct Article {
    /// The text to check.
    pub text: String,
    /// What is to be found, in order of its end.
    pub defects: Vec<Marked>,
    /// What is not to be touched, in order of its end.
    pub traps: Vec<Marked>,
}

impl Article {
    /// Takes the marks out of a stored article. Marks may stand inside marks, a defect inside a trap for one.
    ///
    /// # Errors
    /// Says which mark is broken, and the line it stands in.
    pub fn parse(stored: &str) -> Result<Self, String> {
        let mut article = Self::default();
        let mut open: Vec<(char, String, usize)> = Vec::new();
        let mut rest = stored;
        while let Some(c) = rest.chars().next() {
            let after = &rest[c.len_utf8()..];
            let broken = |what: &str| {
                let line = 1 + stored[..stored.len() - rest.len()].matches('\n').count();
                Err(format!("line {line}: {what}"))
            };
            match c {
                '⟦' | '⟪' => {
                    let Some((label, inside)) = after.split_once('|') else { return broken("a mark without a label") };
                    let code = label.split_once('/').is_some_and(|(group, slug)| !group.is_empty() && !slug.is_empty());
                    if label.is_empty() || label.contains(['\n', '⟦', '⟧', '⟪', '⟫']) || code != (c == '⟦') {
                        return broken("a defect is labelled with its code, a trap with a note");
                    }
                    open.push((c, label.to_owned(), article.text.len()));
                    rest = inside;
                }
                '⟧' | '⟫' => {
                    let Some((opener, label, start)) = open.pop() else { return broken("a mark closes nothing") };
                    if (opener == '⟦') != (c == '⟧') || start == article.text.len() {
                        return broken("a mark is empty or closed by one of the other kind");
                    }
                    let marked = Marked { label, span: start..article.text.len() };
                    if c == '⟧' { &mut article.defects } else { &mut article.traps }.push(marked);
                    rest = after;
                }
                _ => {
                    article.text.push(c);
                    rest = after;
                }
            }
        }
        match open.pop() {
            Some((_, label, _)) => Err(format!("the mark `{label}` is never closed")),
            None => Ok(article),
        }
    }

    /// The line, from 1, in which a byte of the text stands.
    pub fn line(&self, at: usize) -> usize {
        1 + self.text[..at].matches('\n').count()
    }

    /// A span with some of the text around it, for showing.
    pub fn show(&self, span: &Range<usize>) -> String {
        let before = self.text[..span.start].char_indices().rev().take(25).last().map_or(span.start, |(at, _)| at);
        let after = self.text[span.end..].char_indices().nth(25).map_or(self.text.len(), |(at, _)| span.end + at);
        let shown = format!(
            "{}[[{}]]{}",
            &self.text[before..span.start],
            &self.text[span.clone()],
            &self.text[span.end..after]
        );
        shown.replace('\n', " / ")
    }
}

#[test]
fn marks_are_taken_out() {
    let article = Article::parse("a ⟦x/y|b⟧ ⟪a note|c⟦x/z|d⟧⟫ e").unwrap();
    assert_eq!(article.text, "a b cd e");
    let marked = |label: &str, span| Marked { label: label.to_owned(), span };
    assert_eq!(article.defects, [marked("x/y", 2..3), marked("x/z", 5..6)]);
    assert_eq!(article.traps, [marked("a note", 4..6)]);
}

#[test]
fn broken_marks_are_refused() {
    for stored in ["⟦x/y|a", "a⟧", "⟦x/y|a⟫", "⟦no code|a⟧", "⟪x/y|a⟫", "⟦x/y|⟧", "⟦x/y"] {
        assert!(Article::parse(stored).is_err(), "{stored}");
    }
}
