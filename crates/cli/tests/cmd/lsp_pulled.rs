//! Findings for editors that ask for them instead of being sent them.

use serde_json::{Value, json};

use super::editor::{Editor, changed, opened, range};
use super::files::Desk;

const ARTICLE: &str = "وصفت البلدية ما جرى بـ”القفزة الكبيرة” في خدمة النقل.\n";

fn pulling(files: &[(&str, &str)]) -> Editor {
    let mut editor = Editor::at_desk(Desk::new(files), &["lsp"]);
    let capabilities =
        json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}});
    let answer = editor.hello_with(capabilities, Value::Null);
    assert_eq!(answer["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"], false);
    editor
}

fn pull(editor: &mut Editor, name: &str, previous: Option<&Value>) -> Value {
    let params = json!({"textDocument": {"uri": editor.uri(name)}, "previousResultId": previous});
    editor.request("textDocument/diagnostic", params)
}

#[test]
fn who_asks_has_the_findings_of_the_text_as_it_is() {
    let mut editor = pulling(&[]);
    let uri = editor.uri("a.txt");
    editor.notify("textDocument/didOpen", opened(&uri, "plaintext", ARTICLE));
    let first = pull(&mut editor, "a.txt", None);
    assert_eq!((&first["kind"], &first["items"][0]["code"]), (&json!("full"), &json!("quotes/misdirected")));
    assert_eq!(pull(&mut editor, "a.txt", Some(&first["resultId"]))["kind"], "unchanged");
    let mend = json!([{"range": range(0, 22, 23), "text": "“"}]);
    editor.notify("textDocument/didChange", changed(&uri, 2, mend));
    let second = pull(&mut editor, "a.txt", Some(&first["resultId"]));
    assert_eq!((&second["kind"], &second["items"]), (&json!("full"), &json!([])));
    assert_eq!(pull(&mut editor, "other.txt", None), json!({"kind": "full", "items": []}));
    assert!(editor.passed_over("textDocument/publishDiagnostics").is_empty(), "nothing is sent that is asked for");
    editor.quit();
}

#[test]
fn who_asks_is_told_when_the_rules_are_others() {
    let mut editor = pulling(&[("copydesk.toml", "ignore = [\"quotes\"]\n")]);
    let uri = editor.uri("a.txt");
    editor.notify("textDocument/didOpen", opened(&uri, "plaintext", ARTICLE));
    let first = pull(&mut editor, "a.txt", None);
    assert_eq!(first["items"], json!([]));
    std::fs::write(editor.path("copydesk.toml"), "").unwrap();
    editor.notify("workspace/didChangeWatchedFiles", json!({"changes": []}));
    editor.answer("workspace/diagnostic/refresh", Value::Null);
    let second = pull(&mut editor, "a.txt", Some(&first["resultId"]));
    assert_eq!(second["items"].as_array().map(Vec::len), Some(1));
    editor.quit();
}

#[test]
fn who_does_not_offer_to_ask_is_refused() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    let params = json!({"textDocument": {"uri": editor.uri("a.txt")}});
    assert_eq!(editor.ask("textDocument/diagnostic", params)["error"]["code"], -32601);
    editor.quit();
}
