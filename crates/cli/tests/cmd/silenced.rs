//! What a run does not say is counted by cause, and what it passes over is said: a green run hides nothing.

use std::fs;
use std::process::Command;

use super::files::{Desk, UNCLOSED};

const COMMENT: &str = "<!-- copydesk: ignore quotes -- a song title -->\n\n";

/// A folder of articles that git tracks.
fn tracked(files: &[(&str, &str)]) -> Desk {
    let desk = Desk::new(files);
    let git = |args: &[&str]| {
        let run = Command::new("git").args(args).current_dir(desk.path(".")).output().unwrap();
        assert!(run.status.success(), "{run:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "-f", "."]);
    desk
}

fn summary(desk: &Desk, args: &[&str]) -> serde_json::Value {
    let run = desk.run(&[&["check", "--format", "json"], args].concat());
    serde_json::from_str::<serde_json::Value>(&run.out).unwrap_or_else(|_| panic!("{run:?}"))["summary"].clone()
}

#[test]
fn what_articles_silence_is_counted_by_cause() {
    let key = format!("---\ncopydesk:\n  ignore: quotes -- a song title\n---\n{UNCLOSED}");
    let desk = Desk::new(&[
        ("a.md", &format!("{COMMENT}{UNCLOSED}")),
        ("b.md", &format!("<!-- copydesk: ignore-file all -- a play -->\n\n{UNCLOSED}\n{UNCLOSED}")),
        ("c.md", &key),
    ]);
    let silenced = &summary(&desk, &[])["silenced"];
    assert_eq!((&silenced["comments"], &silenced["front_matter"]), (&1.into(), &1.into()), "{silenced}");
    assert_eq!(silenced["file_comments"], 2);
    for form in ["human", "github", "markdown", "html", "junit", "sarif"] {
        let run = desk.run(&["check", "--format", form]);
        assert_eq!(run.status, Some(0));
        let says = if form == "sarif" { "\"file_comments\":2" } else { "ignored by comments for whole articles" };
        assert!(run.out.contains(says), "{form}: {run:?}");
    }
}

#[test]
fn what_configurations_leave_out_is_told_by_file_and_number_of_articles() {
    let desk = Desk::new(&[
        ("copydesk.toml", "[[override]]\npaths = [\"opinion/**\"]\nignore = [\"attribution\", \"ads\"]\n"),
        ("opinion/a.txt", UNCLOSED),
        ("opinion/b.txt", UNCLOSED),
        ("content/copydesk.toml", "ignore = [\"all\"]\nexclude = [\"old\"]\n"),
        ("content/a.txt", UNCLOSED),
        ("content/old/a.txt", UNCLOSED),
    ]);
    let silenced = &summary(&desk, &[])["silenced"];
    assert_eq!(
        silenced["exceptions"],
        serde_json::json!([
            {"file": "content/copydesk.toml", "ignore": ["all"], "articles": 1},
            {"file": "copydesk.toml", "line": 2, "ignore": ["attribution", "ads"], "articles": 2},
        ])
    );
    assert_eq!(silenced["excluded"], 1);
    let run = desk.run(&["check"]);
    assert!(run.out.contains("1 article checked without all, as content/copydesk.toml says.\n"), "{run:?}");
    assert!(run.out.contains("2 articles checked without attribution, ads, as copydesk.toml:2 says.\n"), "{run:?}");
    assert!(run.out.contains("1 article excluded by content/copydesk.toml.\n"), "{run:?}");
}

#[test]
fn articles_that_git_tracks_and_gitignore_hides_are_counted() {
    let desk = tracked(&[("content/a.txt", UNCLOSED), ("content/b.md", UNCLOSED), ("content/.gitignore", "*\n")]);
    for (form, says) in [
        ("github", "::warning title=copydesk::2 articles are tracked by git but hidden by .gitignore"),
        ("sarif", "2 articles are tracked by git but hidden by .gitignore, so they were not checked."),
        ("junit", "<skipped message=\"2 articles are tracked by git"),
        ("gitlab", "\"check_name\":\"copydesk/run\""),
        ("rdjson", "2 articles are tracked by git but hidden by .gitignore, so they were not checked."),
        ("human", "2 articles are tracked by git but hidden by .gitignore, so they were not checked."),
    ] {
        let run = desk.run(&["check", "--format", form]);
        assert!(run.out.contains(says), "{form}: {run:?}");
    }
    assert_eq!(summary(&desk, &[])["silenced"]["gitignored"], 2);
    // What nobody tracks is hidden on purpose.
    let desk = Desk::new(&[("content/a.txt", UNCLOSED), ("content/.gitignore", "*\n"), ("b.txt", "Fine.\n")]);
    assert_eq!(summary(&desk, &[])["silenced"]["gitignored"], 0);
}

#[test]
fn a_run_without_articles_is_a_warning_where_machines_look() {
    let desk = Desk::new(&[("logo.svg", "<svg/>")]);
    for (form, says) in [
        ("github", "::warning title=copydesk::No articles found here.\n"),
        ("gitlab", "No articles found here."),
        ("junit", "<skipped message=\"No articles found here.\"/>"),
        ("sarif", "\"level\":\"warning\",\"message\":{\"text\":\"No articles found here.\"}"),
        ("rdjson", "\"severity\":\"WARNING\""),
    ] {
        let run = desk.run(&["check", "--format", form]);
        assert_eq!(run.status, Some(0));
        assert!(run.out.contains(says), "{form}: {run:?}");
        assert!(run.err.contains("No articles found here."), "{form}: {run:?}");
    }
}

#[test]
fn a_project_may_trust_no_nested_configuration() {
    let trust = "[trust]\nnested-configuration = false\n";
    let desk = Desk::new(&[
        ("copydesk.toml", trust),
        ("content/copydesk.toml", "ignore = [\"all\"]\n[trust]\nnested-configuration = true\n"),
        ("content/a.txt", UNCLOSED),
    ]);
    let run = desk.run(&["check", "--format", "concise"]);
    assert_eq!(run.status, Some(1));
    assert!(run.out.starts_with("content/a.txt:1:9: error[quotes/unclosed]"), "{run:?}");
    assert!(run.err.contains("content/copydesk.toml has no effect"), "{run:?}");
    // Named from within, it is the same.
    let run = desk.run(&["check", "--format", "concise", "content/a.txt"]);
    assert_eq!(run.status, Some(1));
    fs::write(desk.path("copydesk.toml"), "").unwrap();
    assert_eq!(desk.run(&["check"]).status, Some(0));
}

#[test]
fn a_project_may_trust_no_suppressions() {
    let article = format!("{COMMENT}{UNCLOSED}");
    let desk = Desk::new(&[
        ("copydesk.toml", "[trust]\nsuppressions = false\n"),
        ("a.md", &article),
        ("content/copydesk.toml", "[trust]\nsuppressions = true\n"),
        ("content/a.md", &article),
    ]);
    let run = desk.run(&["check", "--format", "concise"]);
    assert_eq!(run.status, Some(1));
    for name in ["a.md", "content/a.md"] {
        assert!(run.out.contains(&format!("{name}:1:1: warning[copydesk/refused-suppression]")), "{run:?}");
        assert!(run.out.contains(&format!("{name}:3:9: error[quotes/unclosed]")), "{run:?}");
    }
}

#[test]
fn files_that_may_hold_articles_are_spoken_of_once() {
    let article = format!("{{\"title\": \"A tide\", \"body\": \"{}\"}}", "The ferry was late on Tuesday. ".repeat(12));
    let files: Vec<(String, &str)> = (0..40).map(|n| (format!("posts/{n}.json"), article.as_str())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let desk = Desk::new(&files);
    let run = desk.run(&["check"]);
    assert_eq!(
        run.out.matches("40 .json files were not read, though some of them hold articles").count(),
        1,
        "{run:?}"
    );
    assert!(run.out.contains("\"**/*.json\" = \"json\" under [formats]"), "{run:?}");
    let run = desk.run(&["check", "--format", "concise"]);
    assert!(run.err.contains("40 .json files were not read"), "{run:?}");
    // Read as it says, nothing is left to say.
    fs::write(desk.path("copydesk.toml"), "[formats]\n\"**/*.json\" = \"json\"\n").unwrap();
    let run = desk.run(&["check"]);
    assert!(run.out.contains(" 40 articles") && !run.out.contains("were not read"), "{run:?}");
    let package = "{\"name\": \"site\", \"description\": \"A site\", \"scripts\": {\"build\": \"hugo\"}}";
    let words = "{\"text\": \"Save\", \"content\": \"Open\"}";
    let desk = Desk::new(&[("package.json", package), ("i18n/en.json", words), ("a.txt", "Fine.\n")]);
    let run = desk.run(&["check"]);
    assert!(!run.out.contains(".json"), "{run:?}");
}

#[test]
fn named_files_that_are_no_text_are_spoken_of_once() {
    let desk = Desk::new(&[("a.txt", "Fine.\n")]);
    fs::write(desk.path("a.docx"), b"PK\x03\x04\x14\x00").unwrap();
    fs::write(desk.path("b.docx"), b"PK\x03\x04\x14\x00").unwrap();
    fs::write(desk.path("c.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    let run = desk.run(&["check", "a.txt", "a.docx", "b.docx", "c.png"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(
        run.out.contains("2 .docx files were not read.") && run.out.contains("1 .png file was not read."),
        "{run:?}"
    );
}
