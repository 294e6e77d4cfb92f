//! The forms of output that other programs read: their limits, and what has to stay the same from run to run.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::files::Desk;

const UNCLOSED: &str = "قال إنه “ينتظر المد.\n";

fn document(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn annotations_beyond_what_a_step_shows_are_counted_and_the_summary_has_all() {
    let desk = Desk::new(&[("a.txt", &UNCLOSED.repeat(14)), ("b.txt", "Read more: the tide tables for March\n")]);
    let summary = desk.path("summary.md");
    std::fs::write(&summary, "an earlier step\n").unwrap();
    let mut command = desk.command(&["check", "--format", "github"]);
    let output = command.env("GITHUB_STEP_SUMMARY", &summary).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.iter().filter(|line| line.starts_with("::error file=a.txt,line=")).count(), 10, "{out}");
    assert_eq!(lines.last(), Some(&"::notice title=copydesk::5 problems are not listed here."));
    let table = desk.read("summary.md");
    assert!(table.starts_with("an earlier step\n<div"), "{table}");
    assert_eq!(table.matches("\n| error |").count(), 15, "{table}");
}

/// What a page is given to show.
fn shown_in(page: &str) -> Value {
    let (_, block) = page.split_once("<script type=\"application/json\" id=\"reviews\">").expect("a block of reviews");
    document(block.split_once("</script>").expect("the end of the block").0)
}

#[test]
fn a_page_has_what_was_found_and_as_much_of_the_article_as_was_asked_for() {
    let text = format!("Harbour opens\n\nThe ferries run again from Monday, the office wrote.\n\n{UNCLOSED}");
    let desk = Desk::new(&[("a.txt", &text), ("b.txt", "Nothing is wrong here.\n")]);
    let shown = |more: &[&str]| shown_in(&desk.run(&[&["check", "--format", "html"], more].concat()).out);
    let page = shown(&["a.txt", "b.txt", "missing.txt"]);
    assert_eq!((&page["summary"]["articles"], page["reviews"].as_array().unwrap().len()), (&json!(2), 1));
    assert_eq!(page["reviews"][0]["findings"][0]["code"], "quotes/unclosed");
    assert!(page["problems"][0]["message"].as_str().unwrap().starts_with("missing.txt"), "{page}");
    let text = |how_much: &str| shown(&["--report-text", how_much, "a.txt"])["reviews"][0]["text"].clone();
    assert!(!page["reviews"][0]["text"].as_str().unwrap().contains("ferries"));
    assert_eq!(text("findings"), page["reviews"][0]["text"]);
    assert!(text("all").as_str().unwrap().contains("ferries"));
    assert_eq!(text("none"), "");
}

#[test]
fn a_summary_never_grows_beyond_its_limit() {
    let desk = Desk::new(&[("a.txt", &format!("{UNCLOSED}\n").repeat(6000))]);
    let summary = desk.path("summary.md");
    desk.command(&["check", "--format", "github"]).env("GITHUB_STEP_SUMMARY", &summary).output().unwrap();
    let table = desk.read("summary.md");
    assert!(table.len() > 900_000 && table.len() <= 1 << 20, "{}", table.len());
    assert!(
        table.contains(" problems are not listed here.") && table.contains("Found 6000 problems in 1 article"),
        "{}",
        &table[table.len() - 300..]
    );
    let shown = shown_in(&desk.run(&["check", "--format", "html", "a.txt"]).out);
    assert_eq!(shown["reviews"][0]["findings"].as_array().unwrap().len(), 5000);
    assert_eq!(shown["summary"]["omitted"], 1000);
}

#[test]
fn code_scanning_gets_the_worst_and_is_told_of_the_rest() {
    let mild = "It is believed that the ferry is late.\n\n".repeat(5100);
    let desk = Desk::new(&[("a.txt", &mild), ("b.txt", UNCLOSED)]);
    let sarif = document(&desk.run(&["check", "--format", "sarif", "--select", "all", "--isolated"]).out);
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 5000);
    assert_eq!(results.last().unwrap()["ruleId"], "quotes/unclosed", "the worst is kept though it came last");
    let told = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    assert!(told.contains(" problems are not listed here."), "{told}");
}

#[test]
fn fingerprints_outlive_edits_elsewhere() {
    let prints = |text: &str| -> Vec<String> {
        let desk = Desk::new(&[("a.txt", text)]);
        let sarif = document(&desk.run(&["check", "--format", "sarif"]).out);
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        let print =
            |result: &Value| result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().to_owned();
        results.iter().map(print).collect()
    };
    let before = prints(&format!("{UNCLOSED}\n{UNCLOSED}"));
    assert_eq!(before.len(), 2);
    assert_ne!(before[0], before[1]);
    assert_eq!(before, prints(&format!("A new first line.\n\n{UNCLOSED}\nAnother.\n\n{UNCLOSED}")));
    assert_ne!(before, prints(&format!("قال إنه “ينتظر القطار.\n\n{UNCLOSED}")));
}

#[test]
fn no_two_issues_of_a_code_quality_report_share_a_fingerprint() {
    let desk = Desk::new(&[("a.txt", &format!("{UNCLOSED}\n").repeat(5)), ("b.txt", UNCLOSED)]);
    let issues = document(&desk.run(&["check", "--format", "gitlab"]).out);
    let prints: BTreeSet<&str> =
        issues.as_array().unwrap().iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), 6, "{issues}");
}

#[test]
fn what_is_in_an_article_is_text_in_every_form() {
    let text =
        "Read more: <img src=x onerror=alert(1)> ]]> \u{1b}[2J \u{202e} ##[error]x ::warning::y section_start:1:z\n";
    let desk = Desk::new(&[("a.txt", text)]);
    for format in
        ["human", "concise", "json", "jsonl", "github", "sarif", "gitlab", "junit", "rdjson", "markdown", "html"]
    {
        let run = desk.run(&["check", "--format", format]);
        assert_eq!(run.status, Some(1), "{run:?}");
        for raw in ["\u{1b}", "\u{202e}", "##[", "::warning::", "section_start:"] {
            assert!(!run.out.contains(raw), "{format} has {raw:?}: {}", run.out);
        }
        if matches!(format, "html" | "junit" | "markdown") {
            assert!(!run.out.contains("<img"), "{}", run.out);
        }
        assert!(format != "junit" || !run.out.contains("]]>"), "{}", run.out);
    }
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_text_leads_back_to_its_file() {
    use std::os::unix::ffi::OsStrExt as _;
    let desk = Desk::new(&[]);
    std::fs::write(desk.path(std::ffi::OsStr::from_bytes(b"n\xe9.txt")), UNCLOSED).unwrap();
    let out = |format: &str| desk.run(&["check", "--format", format]).out;
    assert!(out("jsonl").contains(r#""path":"n\udce9.txt""#), "{}", out("jsonl"));
    assert!(out("sarif").contains(r#""uri":"n%E9.txt""#));
    assert!(out("concise").contains(r"n\xE9.txt:1:9: "));
    // A runner could not open it, so the annotation names it in words.
    assert!(out("github").starts_with(r"::error title=quotes/unclosed::n\xE9.txt:1:9: "), "{}", out("github"));
}

#[test]
fn an_output_file_is_whole_or_absent() {
    let desk = Desk::new(&[("a.txt", UNCLOSED)]);
    let run = desk.run(&["check", "--format", "html", "--output", "report.html"]);
    assert_eq!((run.status, run.out.as_str()), (Some(1), ""));
    assert!(desk.read("report.html").ends_with("</html>\n"));
    let run = desk.run(&["check", "--format", "html", "--output", "no/such/folder.html"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert_eq!(std::fs::read_dir(desk.path(".")).unwrap().count(), 2, "nothing is left beside it");
}
