//! The language server as an editor meets it: findings and repairs while somebody writes.

use serde_json::{Value, json};

use super::editor::{Editor, range};

/// An emoji is two UTF-16 units and four bytes, so the two ways to count part before the mark at fault.
const ARTICLE: &str = "🙂 وصفت البلدية ما جرى بـ”القفزة الكبيرة” في خدمة النقل.\nقال العمدة: “انتظرنا هذا اليوم”.\n";

#[test]
fn findings_come_with_their_place_and_go_when_the_text_is_mended() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    let told = editor.open("a.txt", ARTICLE);
    let found = told["diagnostics"].as_array().unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0]["code"], &found[0]["source"]), (&json!("quotes/misdirected"), &json!("copydesk")));
    let page = found[0]["codeDescription"]["href"].as_str().unwrap();
    assert!(page.ends_with("/rules/quotes/misdirected.html"), "{page}");
    assert_eq!(found[0]["range"], range(0, 25, 26));
    assert_eq!(found[0]["relatedInformation"][0]["location"]["range"], range(0, 40, 41));
    let told = editor.change("a.txt", 2, json!([{"range": range(0, 25, 26), "text": "“"}]));
    assert_eq!((&told["version"], &told["diagnostics"]), (&json!(2), &json!([])));
    editor.quit();
}

#[test]
fn the_editor_says_what_the_name_does_not() {
    let mut editor = Editor::start(&[("copydesk.toml", "[formats]\n'*.article' = 'text'\n")], &["utf-16"]);
    let text = "<p>He said “no.</p>\n<script>he said “no</script>\n";
    let count = |told: Value| told["diagnostics"].as_array().unwrap().len();
    assert_eq!(count(editor.open_as("untitled:Untitled-1", "html", text)), 1, "only the prose");
    assert_eq!(count(editor.open_as("untitled:Untitled-2", "rust", text)), 2, "plain text, if nobody knows better");
    let (known, configured) = (editor.uri("a.html"), editor.uri("a.article"));
    assert_eq!(count(editor.open_as(&known, "plaintext", text)), 1, "as in the repository's checks");
    assert_eq!(count(editor.open_as(&configured, "html", text)), 2, "as in the repository's checks");
    editor.quit();
}

#[test]
fn an_editor_that_offers_bytes_gets_bytes() {
    let mut editor = Editor::start(&[], &["utf-32", "utf-8"]);
    let told = editor.open("a.txt", ARTICLE);
    let at = ARTICLE.find('”').unwrap() as u32;
    assert_eq!(told["diagnostics"][0]["range"], range(0, at, at + 3));
    editor.quit();
}

#[test]
fn repairs_are_offered_one_by_one_and_all_at_once() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    editor.open("a.txt", ARTICLE);
    let actions = editor.actions("a.txt", range(0, 25, 25), &[]);
    assert_eq!(
        actions.iter().map(|action| &action["kind"]).collect::<Vec<_>>(),
        ["quickfix", "source.fixAll.copydesk"]
    );
    let uri = editor.uri("a.txt");
    for action in &actions {
        assert_eq!(action["edit"]["changes"][&uri], json!([{"range": range(0, 25, 26), "newText": "“"}]));
    }
    assert_eq!(editor.actions("a.txt", range(1, 0, 1), &["quickfix"]), Vec::<Value>::new());
    assert_eq!(editor.actions("a.txt", range(1, 0, 1), &["source"]).len(), 1);
    assert_eq!(editor.actions("other.txt", range(0, 0, 0), &[]), Vec::<Value>::new());
    // What was worked out for a text is not offered for the next one.
    editor.change("a.txt", 2, json!([{"range": range(0, 25, 26), "text": "“"}]));
    assert_eq!(editor.actions("a.txt", range(0, 25, 25), &[]), Vec::<Value>::new());
    editor.quit();
}

#[test]
fn the_configuration_of_the_folder_counts_and_may_change() {
    let mut editor = Editor::start(&[("copydesk.toml", "ignore = [\"quotes\"]\n")], &["utf-16"]);
    assert_eq!(editor.open("a.txt", ARTICLE)["diagnostics"], json!([]));
    std::fs::write(editor.path("copydesk.toml"), "").unwrap();
    let it = json!({"uri": editor.uri("copydesk.toml")});
    editor.notify("textDocument/didSave", json!({"textDocument": it}));
    let told = editor.wait("textDocument/publishDiagnostics");
    assert_eq!(told["diagnostics"].as_array().unwrap().len(), 1);
    editor.quit();
}

#[test]
fn a_broken_configuration_is_told_to_the_editor() {
    let mut editor = Editor::start(&[("copydesk.toml", "selct = []\n")], &["utf-16"]);
    let it = json!({"uri": editor.uri("a.txt"), "languageId": "plaintext", "version": 1, "text": ARTICLE});
    editor.notify("textDocument/didOpen", json!({"textDocument": it}));
    let told = editor.wait("window/showMessage");
    assert_eq!(told["type"], 1);
    assert!(told["message"].as_str().unwrap().contains("did you mean `select`?"), "{told}");
    editor.quit();
}

#[test]
fn an_article_that_is_closed_has_no_findings_any_more() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    editor.open("a.txt", ARTICLE);
    let it = json!({"uri": editor.uri("a.txt")});
    editor.notify("textDocument/didClose", json!({"textDocument": it}));
    assert_eq!(editor.wait("textDocument/publishDiagnostics")["diagnostics"], json!([]));
    editor.quit();
}

#[test]
fn problems_of_a_file_come_in_one_message() {
    let config: String = (0..50).map(|n| format!("unknown-{n} = {n}\n")).collect();
    let mut editor = Editor::start(&[("copydesk.toml", &config), ("b/copydesk.toml", "ignroe = []\n")], &["utf-16"]);
    for name in ["a.txt", "b/b.txt"] {
        let it = json!({"uri": editor.uri(name), "languageId": "plaintext", "version": 1, "text": ARTICLE});
        editor.notify("textDocument/didOpen", json!({"textDocument": it}));
    }
    let (told, other) = (editor.wait("window/showMessage"), editor.wait("window/showMessage"));
    let (told, other) = (told["message"].as_str().unwrap(), other["message"].as_str().unwrap());
    assert!(told.starts_with("copydesk.toml:1:1: unknown key `unknown-0`"), "{told}");
    assert!(told.contains(" problems in this file") && told.lines().count() == 2, "{told}");
    assert!(other.starts_with("b/copydesk.toml:1:1: unknown key `ignroe`"), "{other}");
    editor.quit();
}

#[test]
fn a_text_that_cannot_be_read_has_the_finding_that_a_run_has() {
    let mut editor = Editor::start(&[("a.txt", "one\0two “\n")], &["utf-16"]);
    let run = super::files::Run::of(editor.command(&["check", "a.txt"]).output().unwrap());
    assert!(run.out.contains("a.txt:1:4 error[copydesk/unreadable:nul]"), "{run:?}");
    let found = |told: &serde_json::Value| {
        let [finding] = told["diagnostics"].as_array().unwrap().as_slice() else { panic!("{told}") };
        (finding["code"].as_str().unwrap().to_owned(), finding["range"]["start"]["character"].as_u64().unwrap())
    };
    assert_eq!(found(&editor.open("a.txt", "one\0two “\n")), ("copydesk/unreadable:nul".into(), 3));
    let told = editor.change("a.txt", 2, json!([{"range": range(0, 0, 0), "text": "x"}]));
    assert_eq!(found(&told), ("copydesk/unreadable:nul".into(), 4));
    assert_eq!(
        found(&editor.open("b.md", "---\ntags: [sea\n---\nThe tide came in.\n")).0,
        "copydesk/unreadable:front-matter"
    );
    assert!(editor.passed_over("window/showMessage").is_empty());
    let told = editor.change("a.txt", 3, json!([{"text": ARTICLE}]));
    assert_eq!(told["diagnostics"].as_array().unwrap().len(), 1);
    editor.quit();
}

#[test]
fn addresses_come_back_as_they_were_spelled() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    let addresses = [
        "untitled:ع",
        "file:/x",
        "file:///%D8%B9/%7e~%7E.txt",
        "FILE:///c%3A/a b.txt",
        "file:///a%zz/../b.txt?q#f",
        "vscode-notebook-cell:/a.ipynb#W0sZmlsZQ%3D%3D",
        "::",
        "",
    ];
    for uri in addresses {
        let told = editor.open_as(uri, "plaintext", ARTICLE);
        assert_eq!(told["uri"], uri);
        assert_eq!(told["diagnostics"][0]["relatedInformation"][0]["location"]["uri"], uri);
        let asked = json!({"textDocument": {"uri": uri}, "range": range(0, 25, 25), "context": {"diagnostics": []}});
        let actions = editor.request("textDocument/codeAction", asked);
        assert_eq!(actions[1]["edit"]["changes"].as_object().unwrap().keys().collect::<Vec<_>>(), [uri]);
    }
    editor.quit();
}
