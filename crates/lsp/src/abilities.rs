//! What an editor says of itself when it introduces itself, as far as that changes what the server does.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::answers::{FIX_ALL, QUICK_FIX};
use super::open_text::Unit;
use super::uri::Uri;

/// The name of the unit of bytes.
const UTF8: &str = "utf-8";

/// What an editor can do.
#[derive(Debug, Clone, Default)]
pub struct Abilities {
    /// What columns count.
    pub unit: Unit,
    /// Whether it asks for findings, and is to be told only that there are others; otherwise they are sent to it.
    pub pulls: bool,
    /// Whether it shows Markdown where somebody points at a finding.
    pub reads_markdown: bool,
    /// Whether it can be asked for its settings.
    pub has_settings: bool,
    /// Whether it tells of other settings if that is asked of it.
    pub watches_settings: bool,
    /// Whether it watches files if that is asked of it.
    pub watches_files: bool,
    /// The folder that it has open, if it says.
    pub root: Option<PathBuf>,
}

impl Abilities {
    /// Reads the parameters of `initialize`. What is not as the protocol has it is not there.
    #[must_use]
    pub fn of(params: &Value) -> Self {
        let can = |path: &str| params.pointer(&format!("/capabilities/{path}")).filter(|value| !value.is_null());
        let is = |path: &str| can(path).and_then(Value::as_bool).unwrap_or(false);
        let lists = |path: &str, wanted: &str| {
            can(path).and_then(Value::as_array).is_some_and(|list| list.iter().any(|one| one.as_str() == Some(wanted)))
        };
        let root = params.pointer("/workspaceFolders/0/uri").or_else(|| params.get("rootUri"));
        Self {
            // Bytes only if the editor offers them: not every one that understands them says so, and none has to.
            unit: if lists("general/positionEncodings", UTF8) { Unit::Utf8 } else { Unit::Utf16 },
            // Who asks and cannot be told that there is something new would show what is old.
            pulls: can("textDocument/diagnostic").is_some() && is("workspace/diagnostics/refreshSupport"),
            reads_markdown: lists("textDocument/hover/contentFormat", "markdown"),
            has_settings: is("workspace/configuration"),
            watches_settings: is("workspace/didChangeConfiguration/dynamicRegistration"),
            watches_files: is("workspace/didChangeWatchedFiles/dynamicRegistration"),
            root: root.and_then(|uri| serde_json::from_value::<Uri>(uri.clone()).ok()?.path()),
        }
    }

    /// What the server can do for such an editor, in the words of the protocol.
    #[must_use]
    pub fn answered(&self) -> Value {
        let mut server = json!({
            "positionEncoding": match self.unit {
                Unit::Utf8 => UTF8,
                Unit::Utf16 => "utf-16",
            },
            // Changes come as changes, not as the whole text each time.
            "textDocumentSync": { "openClose": true, "change": 2, "save": true },
            "codeActionProvider": { "codeActionKinds": [QUICK_FIX, FIX_ALL] },
            "hoverProvider": true,
        });
        if self.pulls {
            // A whole folder is checked by `copydesk check`, which has all processors for it.
            server["diagnosticProvider"] =
                json!({ "identifier": "copydesk", "interFileDependencies": false, "workspaceDiagnostics": false });
        }
        server
    }

    /// What the editor is asked to tell from now on: of other settings, and of files that rules come from. Nothing if it cannot.
    #[must_use]
    pub fn registrations(&self) -> Option<Value> {
        let mut wanted = Vec::new();
        if self.watches_settings {
            let options = json!({ "section": super::settings::SECTION });
            wanted.push(
                json!({ "id": "settings", "method": "workspace/didChangeConfiguration", "registerOptions": options }),
            );
        }
        if self.watches_files {
            let options = json!({ "watchers": [{ "globPattern": "**/*.toml" }] });
            wanted.push(
                json!({ "id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": options }),
            );
        }
        (!wanted.is_empty()).then(|| json!({ "registrations": wanted }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_editor_does_not_say_it_cannot() {
        for params in [json!(null), json!({}), json!({"capabilities": null}), json!({"capabilities": {"general": 3}})] {
            let abilities = Abilities::of(&params);
            assert_eq!((abilities.unit, abilities.pulls, abilities.registrations()), (Unit::Utf16, false, None));
        }
    }

    #[test]
    fn who_cannot_be_told_of_news_is_sent_findings() {
        let params = |refresh: bool| json!({"capabilities": {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": refresh}}}});
        assert!(Abilities::of(&params(true)).pulls);
        assert!(!Abilities::of(&params(false)).pulls);
        assert_eq!(Abilities::of(&params(false)).answered().get("diagnosticProvider"), None);
    }
}
