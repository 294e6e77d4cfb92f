//! Files of many articles in an editor.

use serde_json::json;

use super::editor::{Editor, edited, range};

/// The second record is written with escapes: each stands for one letter of the article and six of the file.
const RECORDS: &str = "{\"id\": \"a\", \"text\": \"The ferry left on time, the harbour master said.\"}\n\
    {\"id\": \"b\", \"text\": \"\\u0648\\u0635\\u0641\\u062a البلدية ما جرى بـ”القفزة الكبيرة” في \\\"خدمة\\\" النقل.\"}\n\
    {\"id\": \"c\", \"text\":\n";

#[test]
fn each_record_is_an_article_and_is_repaired_where_it_is_written() {
    let mut editor = Editor::start(&[("a.jsonl", RECORDS)], &["utf-16"]);
    let told = editor.open("a.jsonl", RECORDS);
    let found: Vec<_> = told["diagnostics"].as_array().unwrap().iter().map(|it| (&it["code"], &it["range"])).collect();
    let line = RECORDS.lines().nth(1).unwrap();
    let column = line.split_once('”').unwrap().0.chars().count() as u32;
    assert_eq!(found[0], (&json!("quotes/misdirected"), &range(1, column, column + 1)));
    assert_eq!((found.len(), found[1].0), (2, &json!("copydesk/unreadable:record")), "{told}");
    assert_eq!(found[1].1["start"]["line"], 2);
    let actions = editor.actions("a.jsonl", range(1, column, column), &[]);
    assert_eq!(actions.iter().map(|it| &it["kind"]).collect::<Vec<_>>(), ["quickfix", "source.fixAll.copydesk"]);
    editor.command(&["check", "--fix", "a.jsonl"]).output().unwrap();
    let fixed = std::fs::read_to_string(editor.path("a.jsonl")).unwrap();
    assert_ne!(fixed, RECORDS);
    for action in &actions {
        assert_eq!(edited(RECORDS, &action["edit"]["changes"][&editor.uri("a.jsonl")]), fixed, "as --fix does");
    }
    editor.quit();
}

#[test]
fn of_a_large_file_the_beginning_is_checked_and_the_rest_is_said_to_be_left() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    let filler = "The ferry left on time, the harbour master said. ".repeat(20_000);
    let text: String = (0..4).map(|id| format!("{{\"id\": \"{id}\", \"text\": \"{filler}\"}}\n")).collect();
    let told = editor.open("a.jsonl", &text);
    let left = told["diagnostics"].as_array().unwrap().last().unwrap();
    assert_eq!((&left["severity"], &left["range"]["start"]["line"]), (&json!(3), &json!(3)));
    assert!(left["message"].as_str().unwrap().contains("`copydesk check`"), "{left}");
    editor.quit();
}
