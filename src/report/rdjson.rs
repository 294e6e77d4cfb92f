//! reviewdog's diagnostic format. Columns count bytes of UTF-8, a byte order mark included, and repairs are suggestions.

use std::io;

use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::json::{List, path_of};
use super::{Reported, Reporter, Summary, Ui};
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::text::{Source, Span};

#[derive(Serialize)]
struct Published<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    code: Value<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<RelatedLocation>,
}

#[derive(Serialize)]
struct Location {
    path: Box<RawValue>,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Value<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct RelatedLocation {
    message: String,
    location: Location,
}

/// reviewdog's format.
#[derive(Debug)]
pub struct Rdjson {
    ui: Ui,
    list: List,
}

impl Rdjson {
    /// A document that speaks `ui` to people.
    #[must_use]
    pub fn new(ui: Ui) -> Self {
        Self { ui, list: List::new("{\"source\":{\"name\":\"copydesk\"},\"diagnostics\":[") }
    }

    fn published<'a>(&self, source: &Source, diagnostic: &'a Diagnostic) -> io::Result<Published<'a>> {
        let location = |span| Ok::<_, io::Error>(Location { path: path_of(&source.id)?, range: range(source, span) });
        // reviewdog replaces one range; a repair of several edits would be offered in halves.
        let fix = diagnostic.fix.as_ref().filter(|fix| fix.applicability != Applicability::DisplayOnly);
        // A record's text is written with escapes, which the reader of a suggestion would not know of.
        let fix = fix.filter(|_| source.record.is_none());
        let suggestions = match fix.map(crate::diagnostic::Fix::edits) {
            Some([edit]) => vec![Suggestion { range: range(source, edit.span), text: &edit.text }],
            _ => Vec::new(),
        };
        let related = diagnostic.related.iter().map(|related| {
            let message = related.message.plain(&self.ui.tag);
            Ok(RelatedLocation { message, location: location(related.span)? })
        });
        Ok(Published {
            message: diagnostic.message.plain(&self.ui.tag),
            location: location(diagnostic.span)?,
            severity: match diagnostic.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Info => "INFO",
            },
            code: Value { value: diagnostic.code.as_str() },
            suggestions,
            related_locations: related.collect::<io::Result<_>>()?,
        })
    }
}

fn range(source: &Source, span: Span) -> Range {
    let position = |offset: u32| {
        if let Some(record) = &source.record {
            let anchor = record.anchor(offset);
            let column = record.file_offset(offset).saturating_sub(anchor.line_start) + 1;
            return Position { line: anchor.line, column: u32::try_from(column).unwrap_or(u32::MAX) };
        }
        let line = source.position(offset).line;
        // The mark comes before the first line's content.
        let start = if line == 1 { 0 } else { source.line_span(line).start };
        Position { line, column: offset.saturating_sub(start) + 1 }
    };
    Range { start: position(span.start), end: position(span.end) }
}

impl Reporter for Rdjson {
    fn article(&mut self, out: &mut dyn io::Write, article: Reported<'_>, _: &[String]) -> io::Result<()> {
        for diagnostic in article.found {
            let published = self.published(article.source, diagnostic)?;
            self.list.add(out, &published)?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        // The document has no other place for what is about the whole run.
        for message in summary.warnings(&self.ui) {
            let about = json!({
                "message": message,
                "location": { "path": "." },
                "severity": "WARNING",
                "code": { "value": "copydesk/run" },
            });
            self.list.add(out, &about)?;
        }
        self.list.end(out)?;
        writeln!(out, "}}")
    }
}
