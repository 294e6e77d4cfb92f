//! Findings in the words of the protocol: diagnostics to show, and actions that repair.

use std::collections::BTreeMap;

use super::open_text::OpenText;
use super::protocol::{
    Action, CodeDescription, Diagnostic as Shown, Location, Range, Related, TextEdit, WorkspaceEdit,
};
use super::uri::Uri;
use copydesk::diagnostic::{Applicability, Diagnostic, Message, Severity};
use copydesk::report::safe;
use copydesk::rules::page_of;
use copydesk::text::{Edit, Span};

/// The name editors show beside a finding.
const SOURCE: &str = "copydesk";
/// The kind of an action that repairs one finding.
pub const QUICK_FIX: &str = "quickfix";
/// The kind of the action that makes every safe repair of an article.
pub const FIX_ALL: &str = "source.fixAll";

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
        let related = diagnostic.related.iter().map(|related| Related {
            location: Location { uri: self.uri.clone(), range: self.open.range(related.span) },
            message: self.say(&related.message),
        });
        Shown {
            range: self.open.range(diagnostic.span),
            severity: match diagnostic.severity {
                Severity::Error => 1,
                Severity::Warning => 2,
                Severity::Info => 3,
            },
            code: diagnostic.code.to_string(),
            code_description: page_of(&diagnostic.code).map(|href| CodeDescription { href }),
            source: SOURCE,
            message: self.say(&diagnostic.message),
            related_information: related.collect(),
        }
    }

    /// Whether an action of a kind is asked for: any is, unless kinds are listed.
    pub fn is_wanted(kind: &str, only: Option<&[String]>) -> bool {
        let covers = |only: &String| {
            only.is_empty() || kind.strip_prefix(&**only).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        only.is_none_or(|only| only.iter().any(covers))
    }

    /// The repairs of the findings that touch `range`.
    pub fn repairs(&self, range: Range) -> Vec<Action> {
        let span = self.open.span(range);
        let touches = |other: Span| other.start <= span.end && span.start <= other.end;
        let mut actions = Vec::new();
        for diagnostic in self.found.iter().filter(|diagnostic| touches(diagnostic.span)) {
            let fix = diagnostic.fix.as_ref().filter(|fix| fix.applicability >= Applicability::Unsafe);
            actions.extend(fix.map(|fix| Action {
                title: self.say(&fix.title),
                kind: QUICK_FIX,
                diagnostics: vec![self.shown(diagnostic)],
                is_preferred: fix.applicability == Applicability::Safe,
                edit: self.edit(fix.edits()),
            }));
        }
        actions
    }

    /// The action that makes every safe repair at once, which is `edit`.
    pub fn all_at_once(&self, edit: &Edit, title: String) -> Action {
        let edit = self.edit(std::slice::from_ref(edit));
        Action { title, kind: FIX_ALL, diagnostics: Vec::new(), is_preferred: false, edit }
    }

    fn edit(&self, edits: &[Edit]) -> WorkspaceEdit {
        let edit = |edit: &Edit| TextEdit { range: self.open.range(edit.span), new_text: edit.text.clone() };
        WorkspaceEdit { changes: BTreeMap::from([(self.uri.clone(), edits.iter().map(edit).collect())]) }
    }
}

/// One edit that makes `after` of `before`: what the two have in common at both ends stays. Nothing if they are equal.
pub fn difference(before: &str, after: &str) -> Option<Edit> {
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
    use copydesk::text::apply_edits;

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
