//! The language server shows what a run over files shows: the same configuration, baseline, suppressions and archive.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::editor::Editor;
use super::files::Desk;
use super::headlines;

/// The newsroom among the examples, in a folder of its own.
fn newsroom() -> Desk {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            let to = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &to);
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
    }
    let desk = Desk::new(&[]);
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/newsroom"), &desk.path("."));
    desk
}

/// Code, line and column from 0 of the findings of a run over one article.
fn found_by_run(desk: &Desk, args: &[&str]) -> Vec<(String, u64, u64)> {
    let run = desk.run(&[&["check", "--format", "jsonl"], args].concat());
    let finding = |line: &str| {
        let finding: Value = serde_json::from_str(line).unwrap();
        let number = |name: &str| finding[name].as_u64().unwrap() - 1;
        (finding["code"].as_str().unwrap().to_owned(), number("line"), number("column"))
    };
    run.out.lines().map(finding).collect()
}

/// The same of an article in an editor. The articles hold no character beyond the first 65,536, so that columns are the same.
fn found_by_editor(editor: &mut Editor, name: &str) -> Vec<(String, u64, u64)> {
    let text = fs::read_to_string(editor.path(name)).unwrap();
    let told = editor.open(name, &text);
    let finding = |shown: &Value| {
        let start = &shown["range"]["start"];
        let number = |name: &str| start[name].as_u64().unwrap();
        (shown["code"].as_str().unwrap().to_owned(), number("line"), number("character"))
    };
    told["diagnostics"].as_array().unwrap().iter().map(finding).collect()
}

/// Those in UTF-8: an editor decodes others itself.
const ARTICLES: [&str; 5] = [
    "content/news/bridge.md",
    "content/news/grain-corridor.md",
    "content/news/harbour-crane.md",
    "content/news/harbour-strike.md",
    "content/opinion/silence.md",
];

#[test]
fn configuration_stylebook_house_rules_and_baseline_count_in_the_editor() {
    let by_run: Vec<_> = ARTICLES.iter().map(|name| found_by_run(&newsroom(), &[name])).collect();
    let all: Vec<_> = ARTICLES.iter().map(|name| found_by_run(&newsroom(), &["--no-baseline", name])).collect();
    assert_ne!(by_run, all, "the baseline knows something");
    let mut editor = Editor::at_desk(newsroom(), &["lsp"]);
    editor.hello(&["utf-16"]);
    for (name, by_run) in ARTICLES.iter().zip(by_run) {
        assert_eq!(found_by_editor(&mut editor, name), by_run, "{name}");
    }
    editor.quit();
}

#[test]
fn an_archive_is_known_by_its_tally() {
    let desk = headlines::folder();
    desk.run(&["names", "news", "--save-tally", "archive.tally"]);
    let by_run: Vec<_> =
        ["news/b.md", "news/c.md"].map(|name| found_by_run(&desk, &["--tally", "archive.tally", name])).into();
    assert!(by_run.iter().flatten().any(|(code, ..)| code == "ads/other-headline"), "{by_run:?}");
    let mut editor = Editor::at_desk(desk, &["lsp", "--tally", "archive.tally"]);
    editor.hello(&["utf-16"]);
    for (name, by_run) in ["news/b.md", "news/c.md"].iter().zip(by_run) {
        assert_eq!(found_by_editor(&mut editor, name), by_run, "{name}");
    }
    editor.quit();
}

#[test]
fn a_tally_that_cannot_be_read_is_a_problem_at_the_start() {
    let run = Desk::new(&[]).run(&["lsp", "--tally", "none.tally"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("none.tally"), "{}", run.err);
}
