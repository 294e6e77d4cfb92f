//! A finding as other programs take it: owned, serialisable, with its positions counted in every way that is in use.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Message};
use crate::document::Article;
use crate::engine::Outcome;
use crate::text::Source;

/// One finding. The names of its fields are published: what is there stays, more may come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The code, such as `quotes/unclosed`.
    pub code: String,
    /// Which rule of the code, where it has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// What is wrong, in the language asked for.
    pub message: String,
    /// Where it begins.
    pub start: TextPosition,
    /// Where it ends: the position after its last character.
    pub end: TextPosition,
    /// How it can be repaired, if it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<FindingFix>,
    /// Other places that explain it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedPlace>,
    /// Of several findings with one cause, reported as one: where each of them is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<TextRange>,
}

/// A position in a text. A byte order mark at its beginning counts as text, but not in lines and columns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct TextPosition {
    /// Bytes of UTF-8 before it.
    pub byte: u32,
    /// Unicode scalar values before it, as Python counts.
    pub code_point: u32,
    /// UTF-16 code units before it, as JavaScript, Java and editors count.
    pub utf16: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column in scalar values, from 1.
    pub column: u32,
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TextRange {
    /// Where it begins.
    pub start: TextPosition,
    /// The position after its last character.
    pub end: TextPosition,
}

/// How a finding can be repaired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FindingFix {
    /// `safe`: beyond doubt; `unsafe`: for somebody to judge; `display-only`: shown, never applied.
    pub applicability: &'static str,
    /// What it does, in the language asked for.
    pub title: String,
    /// The edits, disjoint and in order.
    pub edits: Vec<FindingEdit>,
}

/// One edit of a fix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingEdit {
    /// What is replaced.
    #[serde(flatten)]
    pub range: TextRange,
    /// What takes its place.
    pub text: String,
}

/// A place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RelatedPlace {
    /// Where it is.
    #[serde(flatten)]
    pub range: TextRange,
    /// What it is, in the language asked for.
    pub message: String,
}

impl Finding {
    /// The findings of an outcome, with words in the language with the tag `ui`, or in English where there are none. After a
    /// repair they are about the repaired text.
    #[must_use]
    pub fn all(article: &Article, outcome: &Outcome, ui: &str) -> Vec<Self> {
        let repaired = outcome.repaired_text().map(|text| article.source.with_text(text));
        Self::in_source(repaired.as_ref().unwrap_or(&article.source), &outcome.findings, ui)
    }

    /// Findings in a text, with words in the language with the tag `ui`.
    pub(super) fn in_source(source: &Source, found: &[Diagnostic], ui: &str) -> Vec<Self> {
        let positions = Positions::of(source, found);
        found.iter().map(|diagnostic| positions.finding(diagnostic, ui)).collect()
    }
}

/// Every position that some findings name, in order.
struct Positions(Vec<TextPosition>);

impl Positions {
    /// Counts all positions in one walk over the text.
    fn of(source: &Source, findings: &[Diagnostic]) -> Self {
        let spans = |diagnostic: &Diagnostic| {
            let edits = diagnostic.fix.iter().flat_map(|fix| fix.edits()).map(|edit| edit.span);
            let related = diagnostic.related.iter().map(|related| related.span);
            let places = diagnostic.cause.iter().flat_map(|cause| cause.places.iter().copied());
            edits.chain(related).chain(places).chain([diagnostic.span]).collect::<Vec<_>>()
        };
        let ends = findings.iter().flat_map(spans).flat_map(|span| [span.start, span.end]);
        let mut bytes: Vec<u32> = ends.collect();
        bytes.sort_unstable();
        bytes.dedup();
        let (mut at, mut code_point, mut utf16) = (0, 0, 0);
        let position = |byte: u32| {
            for c in source.text().get(at as usize..byte as usize).unwrap_or_default().chars() {
                code_point += 1;
                utf16 += c.len_utf16() as u32;
            }
            at = byte;
            let position = source.position(byte);
            TextPosition { byte, code_point, utf16, line: position.line, column: position.column }
        };
        Self(bytes.into_iter().map(position).collect())
    }

    fn at(&self, byte: u32) -> TextPosition {
        let found = self.0.binary_search_by_key(&byte, |position| position.byte);
        found.ok().and_then(|index| self.0.get(index)).copied().unwrap_or_default()
    }

    fn range(&self, span: crate::text::Span) -> TextRange {
        TextRange { start: self.at(span.start), end: self.at(span.end) }
    }

    fn finding(&self, diagnostic: &Diagnostic, ui: &str) -> Finding {
        let say = |message: &Message| message.plain(ui);
        let TextRange { start, end } = self.range(diagnostic.span);
        let fix = diagnostic.fix.as_ref().map(|fix| FindingFix {
            applicability: fix.applicability.as_str(),
            title: say(&fix.title),
            edits: (fix.edits().iter())
                .map(|edit| FindingEdit { range: self.range(edit.span), text: edit.text.clone() })
                .collect(),
        });
        let related = |related: &crate::diagnostic::Related| RelatedPlace {
            range: self.range(related.span),
            message: say(&related.message),
        };
        let places = diagnostic.cause.iter().flat_map(|cause| &cause.places);
        Finding {
            code: diagnostic.code.as_str().to_owned(),
            variant: diagnostic.code.variant().map(str::to_owned),
            severity: diagnostic.severity.as_str(),
            message: say(&diagnostic.message),
            start,
            end,
            fix,
            related: diagnostic.related.iter().map(related).collect(),
            places: places.map(|place| self.range(*place)).collect(),
        }
    }
}
