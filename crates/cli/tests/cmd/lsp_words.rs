//! What the language server says where somebody points at a finding.

use serde_json::{Value, json};

use super::editor::{Editor, range};
use super::files::Desk;

const ARTICLE: &str = "وصفت البلدية ما جرى بـ”القفزة الكبيرة” في خدمة النقل.\n";

fn hover(editor: &mut Editor, name: &str, column: u32) -> Value {
    let it = json!({"uri": editor.uri(name)});
    editor.request("textDocument/hover", json!({"textDocument": it, "position": range(0, column, column)["start"]}))
}

fn editor(args: &[&str], files: &[(&str, &str)], capabilities: Value) -> Editor {
    let mut editor = Editor::at_desk(Desk::new(files), args);
    editor.hello_with(capabilities, Value::Null);
    editor
}

#[test]
fn a_finding_says_what_why_what_to_do_and_how_often_it_is_right() {
    let mut editor = editor(&["lsp"], &[], json!({"textDocument": {"hover": {"contentFormat": ["markdown"]}}}));
    editor.open("a.txt", ARTICLE);
    let told = hover(&mut editor, "a.txt", 22);
    assert_eq!(told["range"], range(0, 22, 23));
    assert_eq!(told["contents"]["kind"], "markdown");
    let words = told["contents"]["value"].as_str().unwrap();
    let parts: Vec<&str> = words.split("\n\n").collect();
    assert_eq!(parts.len(), 6, "{words}");
    assert!(parts[0].starts_with("**quotes/misdirected** (error): "), "{words}");
    assert!(parts[2].starts_with("**Why it matters:** ") && parts[3].starts_with("**How to fix it:** "), "{words}");
    assert!(parts[4].contains("ar "), "the figures are told by language: {words}");
    assert!(parts[5].ends_with("/rules/quotes/misdirected.html>"), "{words}");
    assert_eq!(hover(&mut editor, "a.txt", 0), Value::Null, "nothing is wrong there");
    assert_eq!(hover(&mut editor, "other.txt", 0), Value::Null, "nobody opened it");
    editor.quit();
}

#[test]
fn the_words_are_in_the_language_of_the_editor_and_plain_where_it_reads_no_markdown() {
    let mut editor = editor(&["lsp", "--ui-lang", "ar"], &[], json!({}));
    editor.open("a.txt", ARTICLE);
    let told = hover(&mut editor, "a.txt", 22);
    assert_eq!(told["contents"]["kind"], "plaintext");
    let words = told["contents"]["value"].as_str().unwrap();
    assert!(words.contains("لماذا") && !words.contains("**"), "{words}");
    editor.quit();
}

#[test]
fn a_rule_of_the_house_is_explained_in_its_own_words() {
    let config = "[[rule]]\ncode = \"house/plain\"\nkind = \"existence\"\nseverity = \"warning\"\ntokens = [\"utilise\"]\n\
        message.en = \"“{found}” is long for use\"\nexplain.en = \"Short words *first*.\"\n";
    let capabilities = json!({"textDocument": {"hover": {"contentFormat": ["plaintext", "markdown"]}}});
    let mut editor = editor(&["lsp"], &[("copydesk.toml", config)], capabilities);
    editor.open("a.txt", "The council will utilise the old bridge until the spring, the mayor said.\n");
    let told = hover(&mut editor, "a.txt", 20);
    let words = told["contents"]["value"].as_str().unwrap();
    assert!(words.contains("Short words \\*first\\*."), "{words}");
    assert!(!words.contains("example.org"), "there is no page about it: {words}");
    editor.quit();
}
