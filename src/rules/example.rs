//! The examples a rule carries: text with `⟦…⟧` around every span to be found.

use crate::document::Format;
use crate::text::Span;

/// What an example shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// The rule finds exactly these spans of the text, in bytes, in order of position.
    Bad(Vec<Span>),
    /// The rule finds nothing.
    Good,
}

impl Expectation {
    /// The spans that are to be found; none in a good example.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        match self {
            Self::Bad(spans) => spans,
            Self::Good => &[],
        }
    }
}

/// One example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The text, marks taken out.
    pub text: String,
    /// What the rule makes of it.
    pub expectation: Expectation,
    /// The text after all fixes of the rule, safe and unsafe, if the example says.
    pub fixed: Option<String>,
    /// The language, if the example says.
    pub language: Option<String>,
    /// How it is to be read; plain text, if the example says nothing.
    pub format: Format,
    /// Line in its file, from 1.
    pub line: u32,
}

const OPEN: char = '\u{27e6}';
const CLOSE: char = '\u{27e7}';

/// Takes the marks out of a marked text: the text, and the marked spans in order.
///
/// # Errors
/// Says what is wrong with the marks: not paired, or nested.
pub fn unmark(marked: &str) -> Result<(String, Vec<Span>), &'static str> {
    let mut text = String::with_capacity(marked.len());
    let mut spans = Vec::new();
    let mut start = None;
    for c in marked.chars() {
        match (c, start) {
            (OPEN, None) => start = Some(text.len()),
            (OPEN, Some(_)) => return Err("a mark opens inside another"),
            (CLOSE, Some(from)) => {
                spans.push(Span::from_range(from..text.len()));
                start = None;
            }
            (CLOSE, None) => return Err("a mark closes that was not opened"),
            _ => text.push(c),
        }
    }
    match start {
        Some(_) => Err("a mark is not closed"),
        None => Ok((text, spans)),
    }
}

/// Puts marks around spans of a text; for showing what was found. Spans that do not fit are left out.
#[must_use]
pub fn mark(text: &str, spans: &[Span]) -> String {
    let mut out = String::new();
    let mut done = 0;
    for span in spans {
        let (Some(before), Some(inside)) = (text.get(done..span.start as usize), text.get(span.range())) else {
            continue;
        };
        out.push_str(before);
        out.push(OPEN);
        out.push_str(inside);
        out.push(CLOSE);
        done = span.end as usize;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans_and_back() {
        let (text, spans) = unmark("a ⟦b⟧ c⟦d⟧").unwrap();
        assert_eq!((text.as_str(), spans.as_slice()), ("a b cd", &[Span::new(2, 3), Span::new(5, 6)][..]));
        assert_eq!(mark(&text, &spans), "a ⟦b⟧ c⟦d⟧");
    }

    #[test]
    fn broken_marks_are_refused() {
        for text in ["⟦a", "a⟧", "⟦a⟦b⟧⟧"] {
            assert!(unmark(text).is_err(), "{text}");
        }
    }
}
