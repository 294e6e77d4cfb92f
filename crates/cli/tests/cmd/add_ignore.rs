//! `check --add-ignore`: articles are made to ignore what is found in them, with a reason.

use std::io::Write as _;
use std::process::Stdio;

use super::files::{Desk, Run};

const REASON: &str = "lyrics, printed as sung";

#[test]
fn what_was_written_is_ignored_from_then_on_and_written_once() {
    let text = "---\ntitle: The “night ferry\n---\n\nHe sang “wait for the tide.\n\n- They “left (again.\n";
    let desk = Desk::new(&[("a.md", text), ("b.html", "<p>One.</p><p>He sang “wait for the tide.</p>\n")]);
    let run = desk.run(&["check", "--add-ignore", "--reason", REASON]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(run.out.contains("From now on 5 problems are ignored, by comments or in front matter.\n"), "{run:?}");
    assert_eq!(
        desk.read("a.md"),
        "---\ntitle: The “night ferry\ncopydesk:\n  ignore: quotes/unclosed -- lyrics, printed as sung\n---\n\n\
         <!-- copydesk: ignore quotes/unclosed -- lyrics, printed as sung -->\nHe sang “wait for the tide.\n\n\
         - They “left (again. <!-- copydesk: ignore quotes/brackets, quotes/unclosed -- lyrics, printed as sung -->\n"
    );
    let written = [desk.read("a.md"), desk.read("b.html")];
    let again = desk.run(&["check", "--add-ignore", "--reason", REASON]);
    assert_eq!((again.status, [desk.read("a.md"), desk.read("b.html")]), (Some(0), written));
}

#[test]
fn only_what_is_selected_is_ignored() {
    let desk = Desk::new(&[("a.md", "He sang “wait for the tide.\n\nRead more: Ten ferries\n")]);
    let run = desk.run(&["check", "--add-ignore", "--reason", REASON, "--select", "ads"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let expected = format!(
        "He sang “wait for the tide.\n\n<!-- copydesk: ignore ads/promo-line -- {REASON} -->\nRead more: Ten ferries\n"
    );
    assert_eq!(desk.read("a.md"), expected);
}

#[test]
fn a_preview_writes_nothing() {
    let text = "He sang “wait for the tide.\n";
    let desk = Desk::new(&[("a.md", text), ("w.txt", text)]);
    let run = desk.run(&["check", "--add-ignore", "--reason", REASON, "--diff"]);
    assert_eq!((run.status, desk.read("a.md").as_str()), (Some(1), text));
    assert!(run.out.contains(&format!("  + ⟦<!-- copydesk: ignore quotes/unclosed -- {REASON} -->⟧\n")), "{run:?}");
    assert!(!desk.path("copydesk-baseline.toml").exists());
}

#[test]
fn what_has_no_place_for_a_comment_goes_into_the_baseline_with_the_reason() {
    let text = "He sang “wait for the tide.\n";
    let record = "{\"id\": \"a1\", \"body\": \"He sang “wait for the tide.\"}\n";
    let desk = Desk::new(&[("copydesk.toml", "baseline = \"known.toml\"\n"), ("w.txt", text), ("r.jsonl", record)]);
    let run = desk.run(&["check", "--add-ignore", "--reason", REASON]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert_eq!([desk.read("w.txt").as_str(), &desk.read("r.jsonl")], [text, record]);
    let known = desk.read("known.toml");
    let line = format!("\"quotes/unclosed he sang “wait for the\" = {{ count = 1, reason = \"{REASON}\" }}\n");
    assert!(known.contains(&format!("[articles.\"r.jsonl#a1\"]\n{line}")), "{known}");
    assert!(known.contains(&format!("[articles.\"w.txt\"]\n{line}")), "{known}");
    assert_eq!(desk.run(&["check"]).status, Some(0));
    // A baseline written anew keeps the reasons.
    desk.run(&["check", "--write-baseline"]);
    assert_eq!(desk.read("known.toml"), known);
}

#[test]
fn a_filter_hands_on_the_article_with_its_comments() {
    let desk = Desk::new(&[]);
    let text = "He sang “wait for the tide.\n";
    let arguments = ["check", "--add-ignore", "--reason", REASON, "--stdin-filename", "a.md", "-"];
    let mut child =
        desk.command(&arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let run = Run::of(child.wait_with_output().unwrap());
    assert_eq!(run.out, format!("<!-- copydesk: ignore quotes/unclosed -- {REASON} -->\n{text}"));
}

#[test]
fn a_reason_is_needed_and_has_to_say_something() {
    let desk = Desk::new(&[("a.md", "He sang “wait for the tide.\n")]);
    for arguments in [&["check", "--add-ignore"][..], &["check", "--add-ignore", "--reason", " -- "]] {
        let run = desk.run(arguments);
        assert_eq!((run.status, desk.read("a.md").as_str()), (Some(2), "He sang “wait for the tide.\n"), "{run:?}");
    }
}

#[cfg(unix)]
#[test]
fn an_article_that_cannot_be_written_is_no_case_for_the_baseline() {
    let desk = Desk::new(&[("a.md", "He sang “wait for the tide.\n")]);
    let path = desk.path("a.md");
    let mut mode = std::fs::metadata(&path).unwrap().permissions();
    mode.set_readonly(true);
    std::fs::set_permissions(&path, mode).unwrap();
    let run = desk.run(&["check", "--add-ignore", "--reason", REASON]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(
        run.out.contains("a.md:1:9 error[quotes/unclosed]") && run.err.contains("the file is read-only"),
        "{run:?}"
    );
    assert!(!desk.path("copydesk-baseline.toml").exists());
}
