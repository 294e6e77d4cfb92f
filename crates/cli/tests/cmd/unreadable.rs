//! What is wrong inside an article is a finding in every form of output, and ends the run with 1; what is wrong with the run
//! ends it with 2.

use std::fs;

use super::files::{Desk, Run, UNCLOSED};

/// An article whose front matter breaks off, with a defect in its text.
const BROKEN_HEAD: &str = "---\ntitle: A tide\ntags: [sea, wind\n---\nHe said “wait for the tide.\n";

/// Code with variant, line and column of what is found; of each finding in order.
fn found(run: &Run) -> Vec<String> {
    let value = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    let finding = |line: &str| {
        let value = value(line);
        let at = value.get("record").unwrap_or(&value);
        let variant = value["variant"].as_str().map(|variant| format!(":{variant}")).unwrap_or_default();
        format!(
            "{}:{}:{} {}{variant}",
            value["path"].as_str().unwrap(),
            at["line"],
            at["column"],
            value["code"].as_str().unwrap()
        )
    };
    run.out.lines().map(finding).collect()
}

fn check(desk: &Desk, args: &[&str]) -> Run {
    desk.run(&[&["check", "--format", "jsonl"], args].concat())
}

/// One damaged article of each kind, and a sound one.
fn damaged() -> Desk {
    let desk = Desk::new(&[
        ("copydesk.toml", ""),
        ("head.md", BROKEN_HEAD),
        ("null-byte.txt", "One line.\nA \0 byte.\n"),
        (
            "lines.jsonl",
            "{\"text\": \"Fine.\"}\n{\"text\": 3}\nno record\n{\"body\": null}\n{\"text\": \"He said “wait.\"}\n",
        ),
        ("sound.txt", UNCLOSED),
    ]);
    fs::write(desk.path("bytes.txt"), b"One line.\nA byte: \xC8.\n").unwrap();
    desk
}

#[test]
fn each_is_a_finding_at_its_place_and_the_rest_is_checked() {
    let run = check(&damaged(), &[]);
    assert_eq!((run.status, run.err.as_str()), (Some(1), ""));
    assert_eq!(
        found(&run),
        [
            "bytes.txt:2:9 copydesk/unreadable:encoding",
            "head.md:4:1 copydesk/unreadable:front-matter",
            "head.md:5:9 quotes/unclosed",
            "lines.jsonl:2:10 copydesk/unreadable:record-text",
            "lines.jsonl:3:2 copydesk/unreadable:record",
            "lines.jsonl:5:19 quotes/unclosed",
            "null-byte.txt:2:3 copydesk/unreadable:nul",
            "sound.txt:1:9 quotes/unclosed",
        ]
    );
    let of = |path: &str| run.out.lines().find(|line| line.contains(path)).unwrap();
    assert!(of("bytes.txt").contains("\"start\":18,\"end\":19"), "{run:?}");
    assert!(of("bytes.txt").contains("\"byte\":\"0xC8\""), "{run:?}");
    assert!(of("lines.jsonl").contains("\"span\":{\"start\":27,\"end\":28}"), "{run:?}");
}

#[test]
fn an_export_cut_short_is_one_finding_behind_its_articles() {
    let record = "{\"id\": 1, \"text\": \"He said “wait for the tide.\"}";
    let item = "<item><content:encoded>He said “wait for the tide.</content:encoded></item>\n";
    // An element that does not end is pointed at where it begins.
    let wxr = format!("<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>\n{item}<item><content:enc");
    let desk = Desk::new(&[
        ("a.json", &format!("[{record},\n {{\"id\": 2, \"te")),
        ("b.json", &format!("[{record},\n {record} {record}]")),
        ("c.xml", &wxr),
        ("d.xml", "<feed>\n</feed>\n"),
    ]);
    let run = check(&desk, &["a.json", "b.json", "c.xml", "d.xml"]);
    assert_eq!((run.status, run.err.as_str()), (Some(1), ""));
    assert_eq!(
        found(&run),
        [
            "a.json:1:29 quotes/unclosed",
            "a.json:2:15 copydesk/unreadable:broken-off",
            "b.json:1:29 quotes/unclosed",
            "b.json:2:29 quotes/unclosed",
            "b.json:2:51 copydesk/unreadable:list",
            "c.xml:2:32 quotes/unclosed",
            "c.xml:3:7 copydesk/unreadable:list",
            "d.xml:1:1 copydesk/unreadable:foreign-xml",
        ]
    );
    // Bytes that are no text break a list off, too.
    let list = [format!("[{record},\n \"").as_bytes(), b"\xC8\"]"].concat();
    fs::write(desk.path("e.json"), &list).unwrap();
    let run = check(&desk, &["e.json", "--fix"]);
    assert_eq!(found(&run), ["e.json:1:29 quotes/unclosed", "e.json:2:3 copydesk/unreadable:encoding"]);
    assert_eq!(fs::read(desk.path("e.json")).unwrap(), list, "what cannot be read stays as it is");
}

#[test]
fn an_article_larger_than_the_limit_is_a_finding() {
    let desk = Desk::new(&[("a.txt", &"A line of words.\n".repeat(70_000)), ("b.txt", UNCLOSED)]);
    fs::copy(desk.path("a.txt"), desk.path("a.jsonl")).unwrap();
    let line = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"Fine.\"}}\n", "word ".repeat(300_000));
    fs::write(desk.path("a.jsonl"), line).unwrap();
    let run = check(&desk, &["--max-file-size", "1"]);
    assert_eq!((run.status, run.err.as_str()), (Some(1), ""));
    assert_eq!(
        found(&run),
        ["a.jsonl:1:1 copydesk/unreadable:size", "a.txt:1:1 copydesk/unreadable:size", "b.txt:1:9 quotes/unclosed"]
    );
}

#[test]
fn standard_input_and_two_passes_say_the_same() {
    let desk = damaged();
    let mut stdin = desk.command(&["check", "--format", "jsonl", "-", "--stdin-filename", "bytes.txt"]);
    stdin.stdin(fs::File::open(desk.path("bytes.txt")).unwrap());
    assert_eq!(found(&Run::of(stdin.output().unwrap())), ["bytes.txt:2:9 copydesk/unreadable:encoding"]);
    let faults = |run: &Run| found(run).into_iter().filter(|line| line.contains("unreadable")).collect::<Vec<_>>();
    let twice = check(&desk, &["--select", "all"]);
    assert_eq!(faults(&twice), faults(&check(&desk, &[])));
    assert_eq!(faults(&twice).len(), 5);
}

#[test]
fn every_form_shows_it() {
    for form in
        ["human", "concise", "json", "jsonl", "github", "gitlab", "sarif", "junit", "rdjson", "markdown", "html"]
    {
        let desk = damaged();
        let run = desk.run(&["check", "--format", form, "bytes.txt", "head.md", "null-byte.txt", "lines.jsonl"]);
        assert_eq!((run.status, run.err.as_str()), (Some(1), ""), "{form}");
        let shown = run.out.replace("\\/", "/").replace("copydesk\\/", "copydesk/");
        for name in ["bytes.txt", "head.md", "null-byte.txt", "lines.jsonl"] {
            assert!(shown.contains(name), "{form} says nothing of {name}: {shown}");
        }
        assert!(shown.contains("unreadable"), "{form}: {shown}");
        assert!(!shown.contains(['\0', '\u{fffd}']), "{form}: {shown}");
    }
    let run = damaged().run(&["check", "bytes.txt", "--ui-lang", "ar"]);
    assert!(run.out.contains("هذه البايتات ليست نصا") && run.out.contains("0xC8"), "{run:?}");
    assert!(run.out.contains("A byte: ⟦?⟧."), "{run:?}");
}

#[test]
fn it_is_said_whatever_is_selected_unless_it_is_ignored() {
    let desk = damaged();
    assert_eq!(check(&desk, &["--select", "names", "bytes.txt"]).status, Some(1));
    for ignored in ["copydesk/unreadable", "copydesk/unreadable:encoding", "copydesk", "all"] {
        let run = check(&desk, &["--ignore", ignored, "bytes.txt"]);
        assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (Some(0), "", ""), "{ignored}");
    }
    let run = check(&desk, &["--ignore", "copydesk/unreadable:nul", "bytes.txt"]);
    assert_eq!(run.status, Some(1));
    // Beside a code that is selected by its own name, a comment or a group does not hide it.
    fs::write(desk.path("copydesk.toml"), "[severity]\n\"copydesk/unreadable\" = \"info\"\n").unwrap();
    let run = check(&desk, &["bytes.txt"]);
    assert_eq!((run.status, run.out.contains("\"severity\":\"info\"")), (Some(0), true));
    fs::write(
        desk.path("copydesk.toml"),
        "[[override]]\npaths = [\"bytes.txt\"]\nignore = [\"copydesk/unreadable\"]\n",
    )
    .unwrap();
    assert_eq!(check(&desk, &["bytes.txt"]).out, "");
    assert_eq!(check(&desk, &["null-byte.txt"]).status, Some(1));
}

#[test]
fn a_baseline_knows_it_and_a_comment_does_not_hide_it() {
    let desk = damaged();
    assert_eq!(desk.run(&["check", "--write-baseline"]).status, Some(0));
    fs::write(desk.path("copydesk.toml"), "baseline = \"copydesk-baseline.toml\"\n").unwrap();
    let run = check(&desk, &[]);
    assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (Some(0), "", ""));
    fs::write(desk.path("new.txt"), b"\xC8\n").unwrap();
    assert_eq!(found(&check(&desk, &[])), ["new.txt:1:1 copydesk/unreadable:encoding"]);
    let hushed = BROKEN_HEAD.replace("He said", "<!-- copydesk: ignore-file copydesk/unreadable -- no -->\n\nHe said");
    fs::write(desk.path("hushed.md"), hushed).unwrap();
    assert_eq!(check(&desk, &["hushed.md"]).status, Some(1));
}

#[test]
fn a_record_without_a_text_is_counted_and_is_no_finding() {
    let lines = "{\"text\": \"Fine.\"}\n{\"text\": null}\n{\"title\": \"A head\"}\n";
    let desk = Desk::new(&[("a.jsonl", lines), ("b.json", "[{\"id\": 1, \"body\": null}]")]);
    let run = desk.run(&["check", "a.jsonl", "b.json"]);
    assert_eq!((run.status, run.err.as_str()), (Some(0), ""));
    assert!(run.out.contains(" 1 article") && run.out.contains("3 records have no text."), "{run:?}");
    let run = desk.run(&["check", "--format", "json", "a.jsonl", "--text-field", "text"]);
    assert!(run.out.contains("\"without_text\":2"), "{run:?}");
}

#[test]
fn what_is_wrong_with_the_run_still_ends_it_with_2() {
    let desk = damaged();
    for args in [&["missing.txt"][..], &["bytes.txt", "missing.txt"], &["--config", "missing.toml"], &["--frmt"]] {
        assert_eq!(check(&desk, args).status, Some(2), "{args:?}");
    }
    fs::write(desk.path("copydesk.toml"), "selct = []\n").unwrap();
    assert_eq!(check(&desk, &["sound.txt"]).status, Some(2));
}

#[test]
fn where_findings_are_not_shown_it_is_said_on_standard_error() {
    let desk = damaged();
    let run = desk.run(&["check", "--diff", "bytes.txt"]);
    assert_eq!((run.status, run.out.as_str()), (Some(1), ""));
    assert!(run.err.starts_with("error: bytes.txt:2:9: these bytes are no text: 0xC8 at offset 18"), "{run:?}");
    let run = desk.run(&["names"]);
    assert_eq!(run.status, Some(0), "the other articles are surveyed: {run:?}");
    assert!(run.err.contains("bytes.txt:2:9: ") && run.err.contains("lines.jsonl:3:2: "), "{run:?}");
}

#[test]
fn it_is_explained_and_listed() {
    let desk = Desk::new(&[]);
    let run = desk.run(&["explain", "copydesk/unreadable"]);
    assert!(run.status == Some(0) && run.out.contains(":front-matter") && run.out.contains("`exclude`"), "{run:?}");
    let run = desk.run(&["rules", "--format", "json", "--select", "names"]);
    let rules: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let rules = rules.as_array().or_else(|| rules["rules"].as_array()).unwrap();
    let on = rules.iter().filter(|rule| rule["code"] == "copydesk/unreadable").map(|rule| rule["on"] == true);
    assert_eq!(on.collect::<Vec<_>>(), [true; 13]);
}
