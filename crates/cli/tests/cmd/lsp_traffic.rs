//! A language server whose editor is faster than it is.

use serde_json::{Value, json};

use super::editor::{Editor, changed, frame, notification, opened, range};

/// Takes a moment to check, and has no defect.
fn long_article() -> String {
    "قالت البلدية إن العمل في الجسر ينتهي قبل الشتاء، وإن المرور يعود إليه في يوم واحد.\n\n".repeat(800)
}

/// A key pressed `times` times at the head of an article, after version 1.
fn typed(uri: &str, times: i64) -> Vec<u8> {
    let change = |version| changed(uri, version, json!([{"range": range(0, 0, 0), "text": "و"}]));
    (2..times + 2).flat_map(|version| frame(&notification("textDocument/didChange", change(version)))).collect()
}

fn asked(uri: &str, id: i64) -> Value {
    let params = json!({"textDocument": {"uri": uri}, "range": range(0, 0, 9), "context": {"diagnostics": []}});
    json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/codeAction", "params": params})
}

#[test]
fn many_changes_at_once_cost_few_checks() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    editor.open("a.txt", &long_article());
    let uri = editor.uri("a.txt");
    let is_check = |told: &&Value| told["message"].as_str().unwrap().starts_with("checked ");
    let checks = |editor: &Editor| editor.passed_over("$/logTrace").into_iter().filter(is_check).count();
    assert_eq!(checks(&editor), 1);
    assert!(editor.send_raw(&typed(&uri, 200)));
    let last = |message: &Value| message["params"]["version"] == 201;
    editor.read_until(last);
    let told = editor.passed_over("textDocument/publishDiagnostics").len() + 1;
    assert!(told <= 3, "{told} texts were told of");
    let checks = checks(&editor) - 1;
    assert!((1..=3).contains(&checks), "{checks} checks");
    editor.quit();
}

#[test]
fn an_editor_that_reads_nothing_is_not_waited_for() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    let uri = editor.uri("a.txt");
    let defects = "قال العمدة: “انتظرنا هذا اليوم.\n\n".repeat(40);
    let mut bytes = frame(&notification("textDocument/didOpen", opened(&uri, "plaintext", &defects)));
    bytes.extend(typed(&uri, 3_000));
    assert!(editor.takes_unread(bytes), "the server reads no more");
    let told = editor.read_until(|message| message["params"]["version"] == 3_001);
    assert_eq!(told["params"]["diagnostics"].as_array().unwrap().len(), 40);
    editor.quit();
}

#[test]
fn a_text_is_told_of_while_it_is_the_latest() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    let uri = editor.uri("a.txt");
    let mut bytes = frame(&notification("textDocument/didOpen", opened(&uri, "plaintext", &long_article())));
    bytes.extend(typed(&uri, 50));
    assert!(editor.takes_unread(bytes));
    let mut versions = vec![51];
    editor.read_until(|message| message["params"]["version"] == 51);
    versions.extend(
        editor.passed_over("textDocument/publishDiagnostics").iter().map(|told| told["version"].as_i64().unwrap()),
    );
    versions.rotate_left(1);
    assert!(versions.is_sorted_by(|a, b| a < b), "{versions:?}");
    editor.quit();
}

#[test]
fn answers_come_in_the_order_of_the_questions() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    let (long, short) = (editor.uri("long.txt"), editor.uri("short.txt"));
    let reversed = "وصفت البلدية ما جرى بـ”القفزة الكبيرة” في خدمة النقل.\n";
    let mut bytes = Vec::new();
    bytes.extend(frame(&notification("textDocument/didOpen", opened(&long, "plaintext", &long_article()))));
    bytes.extend(frame(&notification("textDocument/didOpen", opened(&short, "plaintext", reversed))));
    bytes.extend(frame(&asked(&long, 71)));
    bytes.extend(frame(&asked(&short, 72)));
    bytes.extend(typed(&short, 1));
    bytes.extend(frame(&asked(&short, 73)));
    assert!(editor.send_raw(&bytes));
    for id in 71..=73 {
        let answer = editor.read_until(|message| message["result"].is_array());
        assert_eq!(answer["id"], id);
        // One further than it was when the first question came.
        let repair = &answer["result"][0]["edit"]["changes"][&short][0]["range"];
        assert_eq!(*repair, if id == 71 { Value::Null } else { range(0, 23, 24) }, "{answer}");
    }
    editor.quit();
}

#[test]
fn a_question_taken_back_is_answered_as_such() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    let uri = editor.uri("a.txt");
    let mut bytes = frame(&notification("textDocument/didOpen", opened(&uri, "plaintext", &long_article())));
    bytes.extend(frame(&asked(&uri, 81)));
    bytes.extend(frame(&asked(&uri, 82)));
    bytes.extend(frame(&notification("$/cancelRequest", json!({"id": 81}))));
    bytes.extend(frame(&notification("$/cancelRequest", json!({"id": "82"}))));
    assert!(editor.send_raw(&bytes));
    let answer = editor.read_until(|message| !message["id"].is_null());
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&json!(81), &json!(-32800)));
    let answer = editor.read_until(|message| !message["id"].is_null());
    assert_eq!((&answer["id"], &answer["result"]), (&json!(82), &json!([])));
    editor.quit();
}
