//! What the language server makes of editors that do not keep to the protocol, and how it comes and goes.

use serde_json::{Value, json};

use super::editor::{Editor, range};
use super::files::UNCLOSED;

/// Sends one body and reads the error it is answered with: its number, and whom it names.
fn refused(editor: &mut Editor, body: &[u8]) -> (Value, Value) {
    let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend(body);
    assert!(editor.send_raw(&bytes), "the server is gone");
    let mut answer = editor.read_until(|message| !message["error"].is_null());
    (answer["error"]["code"].take(), answer["id"].take())
}

#[test]
fn what_is_no_message_is_refused_and_the_server_lives_on() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    for body in [&b"]["[..], b"", b"{\"a", b"\xff\xfe", b"{\"method\": \"\xc3(\"}"] {
        assert_eq!(refused(&mut editor, body), (json!(-32700), Value::Null), "{body:?}");
    }
    let deep = "[".repeat(1_000_000);
    assert_eq!(refused(&mut editor, deep.as_bytes()), (json!(-32700), Value::Null));
    for body in ["3", "null", "[]", r#"[{"id": 1, "method": "shutdown"}]"#, r#"{"id": [], "method": "m"}"#, "{}"] {
        assert_eq!(refused(&mut editor, body.as_bytes()), (json!(-32600), Value::Null), "{body}");
    }
    assert_eq!(refused(&mut editor, br#"{"id": "a", "method": 1}"#), (json!(-32600), json!("a")));
    assert_eq!(editor.open("a.txt", UNCLOSED)["diagnostics"].as_array().unwrap().len(), 1);
    editor.quit();
}

#[test]
fn each_question_has_its_time() {
    let mut editor = Editor::before_hello(&[]);
    assert_eq!(editor.ask("textDocument/codeAction", json!({}))["error"]["code"], -32002);
    assert_eq!(editor.ask("shutdown", Value::Null)["error"]["code"], -32002);
    editor.hello(&[]);
    assert_eq!(editor.ask("initialize", json!({}))["error"]["code"], -32600);
    assert_eq!(editor.ask("textDocument/rename", json!({}))["error"]["code"], -32601);
    for params in [Value::Null, json!([]), json!({}), json!({"textDocument": 3})] {
        assert_eq!(editor.ask("textDocument/codeAction", params)["error"]["code"], -32602);
    }
    assert_eq!(editor.request("shutdown", Value::Null), Value::Null);
    assert_eq!(editor.ask("textDocument/codeAction", json!({}))["error"]["code"], -32600);
    editor.notify("exit", Value::Null);
    assert_eq!(editor.ends(), (Some(0), String::new()));
}

#[test]
fn names_of_questions_come_back_as_they_were_spelled() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    for id in ["123456789012345678901234567890", r#""\u0061""#, "-1.50"] {
        let (_, named) = refused(&mut editor, format!("{{\"id\": {id}, \"method\": \"none\"}}").as_bytes());
        assert_eq!(named, serde_json::from_str::<Value>(id).unwrap());
    }
    editor.quit();
}

#[test]
fn who_goes_without_goodbye_is_told_by_the_status() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    editor.notify("exit", Value::Null);
    assert_eq!(editor.ends(), (Some(1), String::new()), "no shutdown");
    let mut editor = Editor::before_hello(&[]);
    editor.notify("exit", Value::Null);
    assert_eq!(editor.ends(), (Some(1), String::new()), "no initialize");
    for last in ["", "Content-Len", "Content-Length: 20\r\n\r\n{\"id\""] {
        let mut editor = Editor::start(&[], &["utf-16"]);
        editor.send_raw(last.as_bytes());
        editor.hang_up();
        assert_eq!(editor.ends(), (Some(1), String::new()), "{last}");
    }
}

#[test]
fn what_was_sent_before_the_end_is_still_answered() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    let uri = editor.uri("a.txt");
    editor.notify("textDocument/didOpen", super::editor::opened(&uri, "plaintext", UNCLOSED));
    editor.hang_up();
    assert_eq!(editor.wait("textDocument/publishDiagnostics")["diagnostics"].as_array().unwrap().len(), 1);
    assert_eq!(editor.ends(), (Some(1), String::new()));
}

#[test]
fn a_stream_without_messages_ends_the_server_in_order() {
    let long = format!("X: {}", "x".repeat(1 << 20));
    for (bytes, words) in [
        ("Content-Length: 99999999999\r\n\r\n{}", "larger than 64 MiB"),
        ("Content-Length: 2000000000\r\n\r\n{}", "larger than 64 MiB"),
        ("Content-Length: 18446744073709551616\r\n\r\n", "larger than 64 MiB"),
        ("Content-Length: -5\r\n\r\n{}", "not a number"),
        ("Content-Type: a\r\n\r\n{}", "no Content-Length"),
        ("GET / HTTP/1.1\r\n\r\n", "not a header"),
        (&long, "too long"),
    ] {
        let mut editor = Editor::start(&[], &["utf-16"]);
        editor.send_raw(bytes.as_bytes());
        let answer = editor.read().expect("the server says why");
        assert!(answer["error"]["message"].as_str().unwrap().contains(words), "{answer}");
        let (status, told) = editor.ends();
        assert_eq!(status, Some(2));
        assert!(told.contains("violates the protocol") && told.contains(words), "{told}");
    }
}

#[test]
fn half_a_character_is_a_character() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    let uri = editor.uri("a.txt");
    let text = r"\ud83d “Wait\udc00 \ud83d\ude42” for the “tide\n";
    let body = format!(
        r#"{{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {{"textDocument":
            {{"uri": "{uri}", "languageId": "plaintext", "version": 1, "text": "{text}"}}}}}}"#
    );
    editor.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    let told = editor.wait("textDocument/publishDiagnostics");
    let found: Vec<_> = told["diagnostics"].as_array().unwrap().iter().map(|it| (&it["code"], &it["range"])).collect();
    let (half, unclosed) = (json!("text/control-character"), json!("quotes/unclosed"));
    assert_eq!(found, [(&half, &range(0, 0, 1)), (&half, &range(0, 7, 8)), (&unclosed, &range(0, 21, 22))]);
    editor.quit();
}
