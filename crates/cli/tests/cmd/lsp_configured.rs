//! Settings of an editor, and configurations that are being written in it.

use serde_json::{Value, json};

use super::editor::{Editor, changed, opened, range};
use super::files::Desk;

const ARTICLE: &str = "وصفت البلدية ما جرى بـ”القفزة الكبيرة” في خدمة النقل.\n";

/// The findings of an article.
fn found(told: &Value) -> Vec<&str> {
    told["diagnostics"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect()
}

/// The next findings told of a file.
fn next_of(editor: &mut Editor, name: &str) -> Value {
    let uri = editor.uri(name);
    let is_meant =
        |message: &Value| message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == *uri;
    editor.read_until(is_meant)["params"].take()
}

#[test]
fn settings_come_with_the_introduction() {
    let mut editor = Editor::at_desk(Desk::new(&[]), &["lsp"]);
    editor.hello_with(json!({}), json!({"uiLanguage": "ar", "ignore": []}));
    let told = editor.open("a.txt", ARTICLE);
    let message = told["diagnostics"][0]["message"].as_str().unwrap();
    assert!(message.contains("علامة"), "{message}");
    editor.quit();
}

#[test]
fn words_that_run_from_right_to_left_are_isolated_for_editors_that_obey() {
    let mut editor = Editor::at_desk(Desk::new(&[]), &["lsp"]);
    editor.hello_with(json!({}), json!({"uiLanguage": "ar", "isolates": true}));
    let told = editor.open("a.txt", ARTICLE);
    let actions = editor.actions("a.txt", range(0, 22, 22), &["quickfix"]);
    for words in [&told["diagnostics"][0]["message"], &actions[0]["title"]] {
        let words = words.as_str().unwrap();
        assert!(words.starts_with('\u{2067}') && words.ends_with('\u{2069}'), "{words}");
    }
    let it = json!({"uri": editor.uri("a.txt")});
    let hover =
        editor.request("textDocument/hover", json!({"textDocument": it, "position": range(0, 22, 22)["start"]}));
    let lines = hover["contents"]["value"].as_str().unwrap().split("\n\n");
    assert_eq!(lines.filter(|line| line.starts_with('\u{2067}')).count(), 5, "{hover}");
    editor.quit();
}

#[test]
fn settings_that_are_sent_count_at_once() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    assert_eq!(found(&editor.open("a.txt", ARTICLE)), ["quotes/misdirected"]);
    let mut set = |settings: Value| {
        let settings = json!({"settings": {"copydesk": settings}});
        editor.notify("workspace/didChangeConfiguration", settings);
        editor.wait("textDocument/publishDiagnostics")
    };
    assert_eq!(found(&set(json!({"ignore": ["quotes"]}))), [""; 0]);
    assert_eq!(found(&set(json!({"select": ["ads"]}))), [""; 0]);
    assert_eq!(found(&set(json!({"select": ["quotes"], "uiLanguage": "en"}))), ["quotes/misdirected"]);
    assert_eq!(found(&set(json!({}))), ["quotes/misdirected"]);
    editor.quit();
}

#[test]
fn an_editor_that_has_settings_is_asked_for_them_and_again_when_they_change() {
    let mut editor = Editor::at_desk(Desk::new(&[]), &["lsp", "--ignore", "quotes"]);
    let able = json!({"dynamicRegistration": true});
    let workspace = json!({"configuration": true, "didChangeConfiguration": able, "didChangeWatchedFiles": able});
    editor.hello_with(json!({"workspace": workspace}), Value::Null);
    let asked = editor.answer("client/registerCapability", Value::Null);
    let methods: Vec<_> = asked["registrations"].as_array().unwrap().iter().map(|it| &it["method"]).collect();
    assert_eq!(methods, ["workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles"]);
    let asked = editor.answer("workspace/configuration", json!([null]));
    assert_eq!(asked["items"], json!([{"section": "copydesk"}]));
    assert_eq!(found(&editor.open("a.txt", ARTICLE)), [""; 0], "as the server was started");
    editor.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    editor.answer("workspace/configuration", json!([{"ignore": ["ads"]}]));
    assert_eq!(found(&editor.wait("textDocument/publishDiagnostics")), ["quotes/misdirected"]);
    editor.quit();
}

#[test]
fn configuration_and_tally_may_be_set_relative_to_the_folder() {
    let desk = super::headlines::folder();
    desk.run(&["names", "news", "--save-tally", "archive.tally"]);
    std::fs::write(desk.path("other.toml"), "ignore = [\"quotes\"]\nselect = [\"quotes\", \"ads\"]\n").unwrap();
    let mut editor = Editor::at_desk(desk, &["lsp"]);
    editor.hello_with(json!({}), json!({"config": "other.toml", "tally": "archive.tally"}));
    assert_eq!(found(&editor.open("a.txt", ARTICLE)), [""; 0]);
    let text = std::fs::read_to_string(editor.path("news/c.md")).unwrap();
    let told = editor.open("news/c.md", &text);
    assert!(found(&told).contains(&"ads/other-headline"), "{told}");
    editor.quit();
}

#[test]
fn settings_that_cannot_be_are_told() {
    for (settings, words) in [
        (json!({"select": "quotes"}), "the editor's setting `copydesk.select` is not a list of codes"),
        (json!({"select": ["qoutes"]}), "qoutes"),
        (json!({"uiLanguage": "xx"}), "copydesk has no translation for the language `xx`"),
        (json!({"config": "none.toml"}), "none.toml"),
        (json!({"tally": "none.tally"}), "none.tally"),
    ] {
        let mut editor = Editor::at_desk(Desk::new(&[]), &["lsp"]);
        editor.hello_with(json!({}), settings);
        let told = editor.wait("window/showMessage");
        assert!(told["message"].as_str().unwrap().contains(words), "{told}");
        editor.quit();
    }
}

#[test]
fn what_is_wrong_with_a_configuration_is_shown_where_it_is_wrong() {
    let mut editor = Editor::start(&[("copydesk.toml", "ignore = []\nselct = []\n")], &["utf-16"]);
    let uri = editor.uri("a.txt");
    editor.notify("textDocument/didOpen", opened(&uri, "plaintext", ARTICLE));
    let told = next_of(&mut editor, "copydesk.toml");
    let [fault] = told["diagnostics"].as_array().unwrap().as_slice() else { panic!("{told}") };
    assert_eq!((&fault["range"], &fault["severity"]), (&range(1, 0, 5), &json!(1)));
    assert_eq!(fault["message"], "unknown key `selct` (did you mean `select`?)");
    std::fs::write(editor.path("copydesk.toml"), "ignore = []\n").unwrap();
    editor.notify("workspace/didChangeWatchedFiles", json!({"changes": []}));
    assert_eq!(next_of(&mut editor, "copydesk.toml")["diagnostics"], json!([]));
    assert_eq!(editor.passed_over("window/showMessage").len(), 1);
    editor.quit();
}

#[test]
fn what_changes_where_the_editor_watches_nothing_counts_when_an_article_is_opened_or_saved() {
    let mut editor = Editor::start(&[("copydesk.toml", "")], &["utf-16"]);
    assert_eq!(found(&editor.open("a.txt", ARTICLE)), ["quotes/misdirected"]);
    let write = |editor: &Editor, text: &str| std::fs::write(editor.path("copydesk.toml"), text).unwrap();
    write(&editor, "ignore = [\"quotes\"]\n");
    let uri = editor.uri("a.txt");
    editor.notify("textDocument/didSave", json!({"textDocument": {"uri": uri}}));
    assert_eq!(found(&next_of(&mut editor, "a.txt")), [""; 0]);
    write(&editor, "");
    editor.notify("textDocument/didOpen", opened(&editor.uri("b.txt"), "plaintext", ARTICLE));
    assert_eq!(found(&next_of(&mut editor, "a.txt")), ["quotes/misdirected"]);
    editor.quit();
}

#[test]
fn a_file_that_could_not_be_used_counts_once_it_is_put_right_in_the_editor() {
    let rules = "schema = 1\nname = \"ports\"\nlanguages = [\"en\"]\n";
    let names = "schema = 1\nname = \"ports\"\ncolumns = [\"en\"]\nnames = \"Aden\"\n";
    let config = ("copydesk.toml", "[data]\ngazetteers = [\"ports.toml\"]\n");
    let mut editor = Editor::start(&[config, ("ports.toml", rules)], &["utf-16"]);
    editor.notify("textDocument/didOpen", opened(&editor.uri("a.txt"), "plaintext", ARTICLE));
    assert_ne!(next_of(&mut editor, "ports.toml")["diagnostics"], json!([]));
    let uri = editor.uri("ports.toml");
    editor.notify("textDocument/didOpen", opened(&uri, "toml", rules));
    editor.notify("textDocument/didChange", changed(&uri, 2, json!([{"text": names}])));
    assert_eq!(next_of(&mut editor, "ports.toml")["diagnostics"], json!([]));
    editor.quit();
}

#[test]
fn a_configuration_counts_as_it_reads_in_the_editor() {
    let mut editor = Editor::start(&[("copydesk.toml", "")], &["utf-16"]);
    assert_eq!(found(&editor.open("a.txt", ARTICLE)), ["quotes/misdirected"]);
    let uri = editor.uri("copydesk.toml");
    editor.notify("textDocument/didOpen", opened(&uri, "toml", ""));
    assert_eq!(found(&next_of(&mut editor, "a.txt")), ["quotes/misdirected"]);
    editor.notify("textDocument/didChange", changed(&uri, 2, json!([{"text": "ignore = [\"quotes\"]\n"}])));
    assert_eq!(found(&next_of(&mut editor, "a.txt")), [""; 0], "though nobody saved it");
    // While somebody types, the last text that was TOML counts.
    editor.notify("textDocument/didChange", changed(&uri, 3, json!([{"text": "ignore = [\"quotes\"]\nsel"}])));
    let told = next_of(&mut editor, "copydesk.toml");
    assert_eq!(told["diagnostics"][0]["range"]["start"]["line"], 1);
    assert_eq!(found(&next_of(&mut editor, "a.txt")), [""; 0]);
    editor.notify("textDocument/didChange", changed(&uri, 4, json!([{"text": "selct = []\n"}])));
    let told = next_of(&mut editor, "copydesk.toml");
    assert_eq!(told["diagnostics"][0]["message"], "unknown key `selct` (did you mean `select`?)");
    editor.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    assert_eq!(next_of(&mut editor, "copydesk.toml")["diagnostics"], json!([]), "the stored one is sound");
    assert_eq!(found(&next_of(&mut editor, "a.txt")), ["quotes/misdirected"]);
    assert!(editor.passed_over("window/showMessage").is_empty(), "whoever writes the file sees it in the file");
    editor.quit();
}

#[test]
fn rule_sets_and_stylebooks_are_shown_to_be_wrong_in_their_own_files() {
    let files = [
        ("copydesk.toml", "rule-sets = [\"house/*.toml\"]\nstylebook = \"stylebook.toml\"\n"),
        (
            "house/words.toml",
            "schema = 1\nname = \"house\"\nlanguages = [\"en\"]\n[[rule]]\ncode = \"house/x\"\nkind = \"existance\"\n\
             message.en = \"wordy\"\n",
        ),
        ("stylebook.toml", "[[name]]\nname = \"Sokolenko\"\nvariant = [\"Sokolenco\"]\n"),
    ];
    let mut editor = Editor::start(&files, &["utf-16"]);
    // A rule set is checked with the configuration that names it, though no article is open.
    let uri = editor.uri("house/words.toml");
    editor.notify("textDocument/didOpen", opened(&uri, "toml", files[1].1));
    let told = next_of(&mut editor, "house/words.toml");
    assert_eq!(told["diagnostics"][0]["range"]["start"]["line"], 5, "{told}");
    let told = next_of(&mut editor, "stylebook.toml");
    assert_eq!(told["diagnostics"][0]["range"], range(2, 0, 7), "{told}");
    editor.quit();
}

#[test]
fn a_toml_file_is_no_article() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    let uri = editor.uri("Cargo.toml");
    editor.notify("textDocument/didOpen", opened(&uri, "toml", "name = \"he said “no\"\n"));
    editor.open("a.txt", ARTICLE);
    assert!(editor.passed_over("textDocument/publishDiagnostics").is_empty());
    editor.quit();
}
