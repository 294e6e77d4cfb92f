//! The blocks of articles with what each is for and why, for people and for programs.

use std::io;
use std::sync::Arc;

use serde::Serialize;

use super::Ui;
use super::safe::{json_escaped, shown};
use crate::document::{BlockKind, Document};

/// Characters of a text that are shown.
const SHOWN: usize = 60;

/// One block, as published.
#[derive(Serialize)]
struct Listed<'b> {
    path: &'b str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'b str>,
    start: u32,
    end: u32,
    line: u32,
    column: u32,
    kind: &'static str,
    role: &'static str,
    reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Place>,
    lang: &'b str,
    text: &'b str,
}

/// A place, as published.
#[derive(Serialize)]
struct Place {
    start: u32,
    end: u32,
}

/// What programs call a form.
fn name_of(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::ListItem => "list-item",
        BlockKind::Quotation => "quotation",
        BlockKind::Caption => "caption",
        BlockKind::TableCell => "table-cell",
    }
}

/// Writes each block of an article as one line of JSON.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn write_blocks_json(out: &mut dyn io::Write, document: &Document<'_>) -> io::Result<()> {
    let source = document.source;
    let path = source.id.name();
    for (block, language) in document.whole_blocks() {
        let span = block.locate(block.whole());
        let position = source.file_position(span.start);
        let listed = Listed {
            path: &path,
            id: source.record.as_ref().map(|record| record.id.as_str()),
            start: span.start,
            end: span.end,
            line: position.line,
            column: position.column,
            kind: name_of(block.kind),
            role: block.role().as_str(),
            reason: block.standing.reason.as_str(),
            evidence: block.standing.evidence.map(|at| Place { start: at.start, end: at.end }),
            lang: &language.tag,
            text: &block.prose,
        };
        writeln!(out, "{}", json_escaped(serde_json::to_string(&listed).map_err(io::Error::other)?))?;
    }
    Ok(())
}

/// Writes the blocks of an article for people: of each the line it begins on, its form, what it is for, the reason, what shows
/// it, and its first words.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn write_blocks(out: &mut dyn io::Write, document: &Document<'_>, ui: &Ui) -> io::Result<()> {
    let source = document.source;
    writeln!(out, "{} [{}]", shown(&source.name_within(&source.id.name())), document.language.tag)?;
    for (block, language) in document.whole_blocks() {
        let standing = block.standing;
        let line = source.file_position(block.locate(block.whole()).start).line.to_string();
        let (kind, role) = (format!("kind-{}", name_of(block.kind)), format!("role-{}", standing.role.as_str()));
        let reason = format!("reason-{}", standing.reason.as_str());
        let values =
            [("line", line.as_str()), ("kind", ui.say(&kind)), ("role", ui.say(&role)), ("reason", ui.say(&reason))];
        writeln!(out, "\n{}", ui.fill("block", &values))?;
        if !Arc::ptr_eq(language, &document.language) {
            writeln!(out, "  {}", ui.fill("block-language", &[("lang", &language.tag)]))?;
        }
        if let Some(evidence) = standing.evidence {
            writeln!(out, "  {}", shown(&ui.fill("block-shown-by", &[("what", &beginning(source.slice(evidence)))])))?;
        }
        writeln!(out, "  {}", shown(&beginning(&block.prose)))?;
    }
    Ok(())
}

/// The beginning of a text, on one line.
fn beginning(text: &str) -> String {
    let line = text.split_whitespace().take(SHOWN).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}\u{2026}", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}
