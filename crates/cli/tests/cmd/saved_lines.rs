//! Lines that recur in an archive, known by its saved tally to whoever checks one article.

use serde_json::Value;

use super::files::Desk;

const LINE: &str = "Our summer guide is free with every paper";
const SENTENCE: &str = "Follow our reporters on every channel.";

/// An article of the archive. One in five has the line, another one the sentence.
fn article(number: usize) -> String {
    let sentence = if number % 5 == 1 { format!(" {SENTENCE}") } else { String::new() };
    let line = if number.is_multiple_of(5) { format!("\n{LINE}\n") } else { String::new() };
    format!("The ferry of day {number} left at dawn, the harbour master said on the pier.{sentence}\n{line}")
}

/// Forty articles in two folders, and one that is new.
fn archive() -> Desk {
    let articles: Vec<(String, String)> =
        (0..40).map(|number| (format!("{}/{number}.txt", ["a", "b"][number % 2]), article(number))).collect();
    let mut files: Vec<(&str, &str)> = articles.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let new = format!("Rain fell on the hills. {SENTENCE}\n\n{LINE}\n\nThe sun came out at noon, nobody knew why.\n");
    files.push(("new.txt", &new));
    Desk::new(&files)
}

fn found(desk: &Desk, more: &[&str]) -> Vec<String> {
    let run = desk.run(&[&["check", "new.txt", "--select", "ads/repeated-line", "--format", "jsonl"], more].concat());
    assert_eq!((run.status, run.err.as_str()), (Some(0), ""), "{run:?}");
    let lines = run.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.map(|line| format!("{}: {}", line["line"], line["message"].as_str().unwrap())).collect()
}

#[test]
fn an_article_is_held_to_the_lines_of_the_archive() {
    let desk = archive();
    assert_eq!(desk.run(&["names", "a", "b", "--save-tally", "archive.tally"]).status, Some(0));
    assert_eq!(found(&desk, &[]), [""; 0], "one article alone repeats nothing");
    let of_archive =
        ["1: this sentence stands unchanged in 8 of 40 articles", "3: this line stands unchanged in 8 of 40 articles"];
    assert_eq!(found(&desk, &["--tally", "archive.tally"]), of_archive);
}

#[test]
fn it_makes_no_difference_how_the_archive_was_cut() {
    let desk = archive();
    for (folders, tally) in [(&["a", "b"][..], "whole.tally"), (&["a"], "a.tally"), (&["b"], "b.tally")] {
        assert_eq!(desk.run(&[&["names"], folders, &["--save-tally", tally]].concat()).status, Some(0));
    }
    assert_eq!(desk.run(&["names", "merge", "b.tally", "a.tally", "--output", "sum.tally"]).status, Some(0));
    let without_head = |name: &str| desk.read(name).lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(without_head("sum.tally"), without_head("whole.tally"));
    assert_eq!(found(&desk, &["--tally", "sum.tally"]).len(), 2);
}
