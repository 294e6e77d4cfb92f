//! What an editor decides while writing: that a finding stays, that a name is written so, that two names are two.

use serde_json::{Value, json};

use super::editor::{Editor, edited, range};

const MARKDOWN: &str = "# القفزة الكبيرة\n\nوصفت البلدية ما جرى بـ”القفزة الكبيرة” في خدمة النقل.\n";
const NAMES: &str = "Iryna Sokolenko opened the bridge on Monday.\n\nEngineers had warned Iryna Sokolenco about the ice.\n\n\
    Sokolenko said the bridge would stay open.\n";

fn quick_fixes(editor: &mut Editor, name: &str, at: Value) -> Vec<Value> {
    editor.actions(name, at, &["quickfix"])
}

fn titled<'a>(actions: &'a [Value], words: &str) -> &'a Value {
    let is_meant = |action: &&Value| action["title"].as_str().unwrap().contains(words);
    actions.iter().find(is_meant).unwrap_or_else(|| panic!("{words}: {actions:?}"))
}

#[test]
fn a_finding_is_ignored_where_it_stands_with_a_reason() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    assert_eq!(editor.open("a.md", MARKDOWN)["diagnostics"].as_array().unwrap().len(), 1);
    let actions = quick_fixes(&mut editor, "a.md", range(2, 22, 22));
    let ignore = titled(&actions, "Ignore quotes/misdirected here");
    assert_eq!(
        (&ignore["isPreferred"], &ignore["diagnostics"][0]["code"]),
        (&json!(false), &json!("quotes/misdirected"))
    );
    let after = edited(MARKDOWN, &ignore["edit"]["changes"][&editor.uri("a.md")]);
    assert!(after.contains("<!-- copydesk: ignore quotes/misdirected -- "), "{after}");
    assert_eq!(editor.change("a.md", 2, json!([{"text": after}]))["diagnostics"], json!([]));
    editor.quit();
}

#[test]
fn where_readers_would_see_a_comment_none_is_offered() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    editor.open("a.txt", MARKDOWN);
    let actions = quick_fixes(&mut editor, "a.txt", range(2, 22, 22));
    assert_eq!(actions.iter().map(|action| &action["isPreferred"]).collect::<Vec<_>>(), [true]);
    editor.quit();
}

#[test]
fn a_name_goes_into_the_stylebook_and_counts_at_once() {
    let files = [("copydesk.toml", "stylebook = \"style.toml\"\n"), ("style.toml", "# Agreed in May.\n")];
    let mut editor = Editor::start(&files, &["utf-16"]);
    assert_eq!(editor.open("a.txt", NAMES)["diagnostics"][0]["code"], "names/inconsistent");
    let actions = quick_fixes(&mut editor, "a.txt", range(2, 30, 30));
    let stylebook = editor.uri("style.toml");
    let write = |words: &str| edited(files[1].1, &titled(&actions, words)["edit"]["changes"][&stylebook]);
    let rejected = write("Always write “Sokolenko”");
    assert!(
        rejected.starts_with("# Agreed in May.\n") && rejected.contains("variants = [\"Sokolenco\"]"),
        "{rejected}"
    );
    let preferred = write("Always write “Sokolenco”");
    assert!(
        preferred.contains("name = \"Sokolenco\"") && preferred.contains("variants = [\"Sokolenko\"]"),
        "{preferred}"
    );
    // The editor makes the change in a buffer that nobody has saved.
    let item = json!({"uri": stylebook, "languageId": "toml", "version": 1, "text": rejected});
    editor.notify("textDocument/didOpen", json!({"textDocument": item}));
    let told = editor.wait("textDocument/publishDiagnostics");
    assert_eq!(told["diagnostics"][0]["code"], "names/house-style", "{told}");
    let actions = quick_fixes(&mut editor, "a.txt", range(2, 30, 30));
    assert!(actions.iter().all(|action| !action["title"].as_str().unwrap().contains("Always write")), "it is written");
    // The next decision is an edit of what the editor shows, not of what is stored.
    let other = titled(&actions, "two names");
    let after = edited(&rejected, &other["edit"]["changes"][&stylebook]);
    assert!(after.contains("not-same = [\"Sokolenco\"]") && !after.contains("variants"), "{after}");
    editor.quit();
}

#[test]
fn two_names_are_two_from_then_on() {
    let files = [("copydesk.toml", "stylebook = \"style.toml\"\n"), ("style.toml", "")];
    let mut editor = Editor::start(&files, &["utf-16"]);
    editor.open("a.txt", NAMES);
    let actions = quick_fixes(&mut editor, "a.txt", range(2, 30, 30));
    let after = edited("", &titled(&actions, "two names")["edit"]["changes"][&editor.uri("style.toml")]);
    std::fs::write(editor.path("style.toml"), after).unwrap();
    editor.notify("workspace/didChangeWatchedFiles", json!({"changes": []}));
    assert_eq!(editor.wait("textDocument/publishDiagnostics")["diagnostics"], json!([]));
    editor.quit();
}

#[test]
fn without_a_stylebook_there_is_nowhere_to_write_a_name() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    editor.open("a.txt", NAMES);
    let actions = quick_fixes(&mut editor, "a.txt", range(2, 30, 30));
    assert!(actions.iter().all(|action| !action["title"].as_str().unwrap().contains("stylebook")), "{actions:?}");
    editor.quit();
}

#[test]
fn every_safe_repair_is_an_edit_of_its_own() {
    let text = "وصفت البلدية ما جرى بـ”القفزة الكبيرة” في خدمة النقل.\n\nقال العمدة: “انتظرنا هذا اليوم”.\n\n\
        ووصف مدير المشروع العمل بـ”الإنجاز السريع” أمس.\n";
    let mut editor = Editor::start(&[("a.txt", text)], &["utf-16"]);
    editor.open("a.txt", text);
    let actions = editor.actions("a.txt", range(0, 0, 0), &["source.fixAll"]);
    let edits = &actions[0]["edit"]["changes"][&editor.uri("a.txt")];
    assert_eq!(edits.as_array().unwrap().len(), 2, "{edits}");
    assert!(editor.command(&["check", "--fix", "a.txt"]).output().unwrap().status.success());
    assert_eq!(edited(text, edits), std::fs::read_to_string(editor.path("a.txt")).unwrap(), "as --fix does");
    editor.quit();
}
