//! Findings in the words of the protocol: diagnostics to show, and actions that repair.

use std::collections::BTreeMap;

use super::article::Findings;
use super::open_text::OpenText;
use super::protocol::{
    Action, CodeDescription, Diagnostic as Shown, Location, Range, Related, TextEdit, WorkspaceEdit,
};
use super::uri::Uri;
use super::voice::Voice;
use copydesk::diagnostic::{Applicability, Diagnostic, Message, Severity};
use copydesk::report::safe;
use copydesk::rules::page_of;
use copydesk::text::{Edit, Span};

/// The name editors show beside a finding.
const SOURCE: &str = "copydesk";
/// The kind of an action that repairs one finding.
pub const QUICK_FIX: &str = "quickfix";
/// The kind of the action that makes every safe repair of an article.
pub const FIX_ALL: &str = "source.fixAll.copydesk";

/// One article with what was found in it.
pub struct Found<'a> {
    /// Which article.
    pub uri: &'a Uri,
    /// Its text.
    pub open: &'a OpenText,
    /// What was found in that text.
    pub found: &'a Findings,
    /// The words for people.
    pub voice: &'a Voice,
}

impl Found<'_> {
    fn say(&self, message: &Message) -> String {
        self.voice.line(message.render(&self.voice.ui.tag, |argument| safe::shown(argument).into_owned()))
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
            code: Some(diagnostic.code.to_string()),
            code_description: page_of(&diagnostic.code).map(|href| CodeDescription { href }),
            source: SOURCE,
            message: self.say(&diagnostic.message),
            related_information: related.collect(),
        }
    }

    /// All of them as editors show them; after them, where more is to be had elsewhere.
    pub fn all_shown(&self) -> Vec<Shown> {
        let left = self.found.left.map(|left| Shown {
            range: self.open.range(Span::new(left, left)),
            severity: 3,
            code: None,
            code_description: None,
            source: SOURCE,
            message: self.voice.fill("records-left", &[]),
            related_information: Vec::new(),
        });
        self.found.all.iter().map(|diagnostic| self.shown(diagnostic)).chain(left).collect()
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
        let mut actions = Vec::new();
        for (_, diagnostic) in self.at(range) {
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

    /// The action that makes every safe repair at once, by these edits.
    pub fn all_at_once(&self, edits: &[Edit], title: String) -> Action {
        let edit = self.edit(edits);
        Action { title, kind: FIX_ALL, diagnostics: Vec::new(), is_preferred: false, edit }
    }

    /// Edits of the article.
    pub fn edit(&self, edits: &[Edit]) -> WorkspaceEdit {
        edit_of(self.uri, self.open, edits)
    }

    /// The findings that touch `range`, each with its number.
    pub fn at(&self, range: Range) -> impl Iterator<Item = (usize, &Diagnostic)> {
        let span = self.open.span(range);
        let touches = move |other: Span| other.start <= span.end && span.start <= other.end;
        self.found.all.iter().enumerate().filter(move |(_, diagnostic)| touches(diagnostic.span))
    }
}

/// Edits of one text.
pub fn edit_of(uri: &Uri, open: &OpenText, edits: &[Edit]) -> WorkspaceEdit {
    let edit = |edit: &Edit| TextEdit { range: open.range(edit.span), new_text: edit.text.clone() };
    WorkspaceEdit { changes: BTreeMap::from([(uri.clone(), edits.iter().map(edit).collect())]) }
}
