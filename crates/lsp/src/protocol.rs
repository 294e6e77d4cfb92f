//! The few shapes of the protocol that copydesk speaks, as <https://microsoft.github.io/language-server-protocol/>
//! has them. Types for the whole protocol exist as a crate, which takes longer to compile than copydesk itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::uri::Uri;

/// A place: line and column, both from 0; what the column counts is agreed at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// From 0.
    pub line: u32,
    /// From 0.
    pub character: u32,
}

/// Two places, the end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// The first place.
    pub start: Position,
    /// One past the last.
    pub end: Position,
}

/// Parameters of `setTrace`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Trace {
    /// `off`, `messages` or `verbose`.
    #[serde(alias = "trace")]
    pub value: Option<String>,
}

impl Trace {
    /// Whether anything is wanted at all.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.value.as_ref().is_some_and(|value| value != "off")
    }
}

/// Parameters of `cancelRequest`.
#[derive(Debug, Deserialize)]
pub struct Cancelled {
    /// The request that is taken back.
    pub id: Box<RawValue>,
}

/// A text as it is opened.
#[derive(Debug, Deserialize)]
pub struct Item {
    /// Which.
    pub uri: Uri,
    /// What the editor calls its format.
    #[serde(rename = "languageId", default)]
    pub language_id: String,
    /// The editor's number of its state.
    pub version: i64,
    /// All of it.
    pub text: String,
}

/// A text that is meant, and its state where that matters.
#[derive(Debug, Deserialize)]
pub struct Identifier {
    /// Which.
    pub uri: Uri,
    /// The editor's number of its state.
    pub version: Option<i64>,
}

/// Parameters of `didOpen`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Opened {
    /// The text.
    pub text_document: Item,
}

/// Parameters of `didClose`, `didSave` and the like.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Named {
    /// The text.
    pub text_document: Identifier,
}

/// Parameters of `didChange`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// The text, in its new state.
    pub text_document: Identifier,
    /// What changed, each change in the text that the one before it left.
    pub content_changes: Vec<Change>,
}

/// One change.
#[derive(Debug, Deserialize)]
pub struct Change {
    /// What is replaced; everything, if nothing is said.
    pub range: Option<Range>,
    /// What stands there now.
    pub text: String,
}

/// Parameters of `didChangeConfiguration`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SettingsChanged {
    /// The settings; nothing from an editor that wants to be asked for them.
    pub settings: Value,
}

/// Parameters of `hover`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HoverParams {
    /// The text.
    pub text_document: Identifier,
    /// The place that is pointed at.
    pub position: Position,
}

/// Parameters of `textDocument/diagnostic`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PullParams {
    /// The text.
    pub text_document: Identifier,
    /// The name of what the editor has already.
    pub previous_result_id: Option<String>,
}

/// Parameters of `codeAction`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CodeActionParams {
    /// The text.
    pub text_document: Identifier,
    /// The place that is asked about.
    pub range: Range,
    /// What kind of answer is wanted.
    #[serde(default)]
    pub context: CodeActionContext,
}

/// What kind of action is wanted.
#[derive(Debug, Default, Deserialize)]
pub struct CodeActionContext {
    /// Kinds of action; any, if nothing is said.
    pub only: Option<Vec<String>>,
}

/// A finding as an editor shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// Where.
    pub range: Range,
    /// 1 error, 2 warning, 3 information.
    pub severity: u8,
    /// The code of the rule, if a rule says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The page about the code, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_description: Option<CodeDescription>,
    /// Who says so.
    pub source: &'static str,
    /// What is wrong.
    pub message: String,
    /// Other places that belong to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_information: Vec<Related>,
}

/// Where to read more about a code.
#[derive(Debug, Serialize)]
pub struct CodeDescription {
    /// The address of the page.
    pub href: String,
}

/// Another place that belongs to a finding.
#[derive(Debug, Serialize)]
pub struct Related {
    /// Where.
    pub location: Location,
    /// What is there.
    pub message: String,
}

/// A place in a text.
#[derive(Debug, Serialize)]
pub struct Location {
    /// Which text.
    pub uri: Uri,
    /// Where in it.
    pub range: Range,
}

/// Something that the editor can do on request.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Action {
    /// What it does.
    pub title: String,
    /// Its kind.
    pub kind: &'static str,
    /// The findings it repairs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Diagnostic>,
    /// Whether it may be done without a look.
    pub is_preferred: bool,
    /// What it changes.
    pub edit: WorkspaceEdit,
}

/// Changes of texts.
#[derive(Debug, Serialize)]
pub struct WorkspaceEdit {
    /// By text.
    pub changes: BTreeMap<Uri, Vec<TextEdit>>,
}

/// A change of one text.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TextEdit {
    /// What is replaced.
    pub range: Range,
    /// What stands there afterwards.
    pub new_text: String,
}
