//! Findings in the words of the protocol: diagnostics to show, and actions that repair.

use std::collections::HashMap;

use gen_lsp_types::{
    Code, CodeAction, CodeActionKind, CodeActionResponse, Diagnostic as Shown, DiagnosticRelatedInformation,
    DiagnosticSeverity, Location, Range, TextEdit, Uri, WorkspaceEdit,
};

use super::open_text::OpenText;
use crate::diagnostic::{Applicability, Diagnostic, Message, Severity};
use crate::report::safe;
use crate::text::{Edit, Span};

/// The name editors show beside a finding.
const SOURCE: &str = "copydesk";

/// One article with what was found in it.
pub struct Found<'a> {
    /// Which article.
    pub uri: &'a Uri,
    /// Its text.
    pub open: &'a OpenText,
    /// What was found in that text.
    pub found: &'a [Diagnostic],
    /// The language of the words for people.
    pub ui: &'a str,
}

impl Found<'_> {
    fn say(&self, message: &Message) -> String {
        message.render(self.ui, |argument| safe::shown(argument).into_owned())
    }

    /// A finding as editors show it.
    pub fn shown(&self, diagnostic: &Diagnostic) -> Shown {
        let related = diagnostic.related.iter().map(|related| {
            let location = Location::new(self.uri.clone(), self.open.range(related.span));
            DiagnosticRelatedInformation::new(location, self.say(&related.message))
        });
        Shown {
            range: self.open.range(diagnostic.span),
            severity: Some(match diagnostic.severity {
                Severity::Error => DiagnosticSeverity::Error,
                Severity::Warning => DiagnosticSeverity::Warning,
                Severity::Info => DiagnosticSeverity::Information,
            }),
            code: Some(Code::String(diagnostic.code.to_string())),
            source: Some(SOURCE.to_owned()),
            message: self.say(&diagnostic.message).into(),
            related_information: Some(related.collect::<Vec<_>>()).filter(|related| !related.is_empty()),
            ..Shown::default()
        }
    }

    /// The repairs of the findings that touch `range`, and, if there are several safe ones in the article, all of
    /// these at once: `repaired` is the text that `--fix` would leave. Only kinds of action that `only` lists, if it
    /// lists any.
    pub fn actions(
        &self,
        range: Range,
        only: Option<&[CodeActionKind]>,
        repaired: Option<&str>,
        all: String,
    ) -> Vec<CodeActionResponse> {
        let wanted = |kind: &CodeActionKind| {
            let kind = kind.to_string();
            only.is_none_or(|only| {
                only.iter().map(ToString::to_string).any(|only| {
                    only.is_empty()
                        || kind == only
                        || kind.strip_prefix(&*only).is_some_and(|rest| rest.starts_with('.'))
                })
            })
        };
        let mut actions = Vec::new();
        let span = self.open.span(range);
        let touches = |other: Span| other.start <= span.end && span.start <= other.end;
        if wanted(&CodeActionKind::QuickFix) {
            for diagnostic in self.found.iter().filter(|diagnostic| touches(diagnostic.span)) {
                let Some(fix) = diagnostic.fix.as_ref().filter(|fix| fix.applicability >= Applicability::Unsafe) else {
                    continue;
                };
                actions.push(CodeActionResponse::CodeAction(CodeAction {
                    title: self.say(&fix.title),
                    kind: Some(CodeActionKind::QuickFix),
                    diagnostics: Some(vec![self.shown(diagnostic)]),
                    is_preferred: Some(fix.applicability == Applicability::Safe),
                    edit: Some(self.edit(fix.edits())),
                    ..CodeAction::default()
                }));
            }
        }
        if wanted(&CodeActionKind::SourceFixAll)
            && let Some(edit) = repaired.and_then(|repaired| difference(self.open.text(), repaired))
        {
            actions.push(CodeActionResponse::CodeAction(CodeAction {
                title: all,
                kind: Some(CodeActionKind::SourceFixAll),
                edit: Some(self.edit(&[edit])),
                ..CodeAction::default()
            }));
        }
        actions
    }

    fn edit(&self, edits: &[Edit]) -> WorkspaceEdit {
        let edits = edits.iter().map(|edit| TextEdit::new(self.open.range(edit.span), edit.text.clone())).collect();
        WorkspaceEdit { changes: Some(HashMap::from([(self.uri.clone(), edits)])), ..WorkspaceEdit::default() }
    }
}

/// One edit that makes `after` of `before`: what the two have in common at both ends stays. Nothing if they are equal.
fn difference(before: &str, after: &str) -> Option<Edit> {
    if before == after {
        return None;
    }
    let same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let start = before.floor_char_boundary(same);
    let (old, new) = (before.get(start..)?, after.get(start..)?);
    let same = old.bytes().rev().zip(new.bytes().rev()).take_while(|(a, b)| a == b).count();
    let kept = old.len() - old.ceil_char_boundary(old.len() - same);
    let text = new.get(..new.len() - kept)?.to_owned();
    Some(Edit { span: Span::from_range(start..before.len() - kept), text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::apply_edits;

    #[test]
    fn the_difference_is_small_and_whole_characters() {
        for (before, after, text) in [("aبc", "aتc", "ت"), ("aa", "aaa", "a"), ("x“y”", "x”y“", "”y“"), ("ab", "", "")]
        {
            let edit = difference(before, after).unwrap();
            assert_eq!(edit.text, text);
            assert_eq!(apply_edits(before, &[edit]).as_deref(), Some(after));
        }
        assert_eq!(difference("a", "a"), None);
    }
}
