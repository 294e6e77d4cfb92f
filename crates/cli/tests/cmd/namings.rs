//! The same articles under other names: files, records of one file, records of many files whose names mean nothing, and parts
//! that were written again. What an archive says of them is the same.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use super::files::{Desk, Run};
use super::names::COMMON;

/// So many articles, and so many to a part.
const ARTICLES: usize = 48;
const PART: usize = 8;

/// An article, different from the others. Every sixth one spells a name in its own way.
fn text(number: usize) -> String {
    let name = if number.is_multiple_of(6) { "Kuleschenko" } else { "Kuleshenko" };
    let (beside, office) =
        (["Anna Brandt", "Piet Visser", "Olav Lunde"][number % 3], ["envoy", "minister"][number % 2]);
    format!(
        "Harbour talks number {number} opened again on Monday\n\nThe talks of day {number} were opened by {office} Dmitry {name} and {beside}.\n\nNobody but {beside} knew Dmitry {name} there.\n"
    )
}

fn records(numbers: impl Iterator<Item = usize>) -> String {
    numbers.map(|number| format!("{}\n", json!({ "text": text(number) }))).collect()
}

/// The articles in four folders, by the way they are named there.
fn namings() -> Desk {
    let desk = Desk::new(&[]);
    let write = |name: String, text: String| {
        let path = desk.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    (0..ARTICLES).for_each(|number| write(format!("files/{number:03}.txt"), text(number)));
    write("one/all.jsonl".into(), records(0..ARTICLES));
    for part in 0..ARTICLES / PART {
        // Which articles share a part, and in which order they and the parts come, is another matter.
        let numbers = || (0..ARTICLES).rev().filter(|number| number % (ARTICLES / PART) == part);
        let name = |attempt: usize| {
            format!("part-{:08x}.jsonl", (part * 7 + attempt).wrapping_mul(2_654_435_761) & 0xffff_ffff)
        };
        write(format!("many/{}", name(0)), records(numbers()));
        write(format!("retried/{}", name(1)), records(numbers()));
        if part % 3 == 1 {
            write(format!("retried/{}", name(2)), records(numbers()));
        }
    }
    desk
}

/// What is found of an archive: code, place in the text, and what is said.
fn found(desk: &Desk, args: &[&str]) -> BTreeSet<String> {
    let codes = "names/archive,ads/other-headline,ads/repeated-line";
    let run = desk.run(&[&["check", "--select", codes, "--format", "json", "--fail-on", "never"], args].concat());
    let said: Value = serde_json::from_str(&run.out).unwrap();
    let line = |found: &Value| format!("{} {} {} {}", found["code"], found["start"], found["end"], found["message"]);
    said["diagnostics"].as_array().unwrap().iter().map(line).collect()
}

/// A survey without what its articles are called.
fn survey(desk: &Desk, args: &[&str]) -> Value {
    let mut said: Value =
        serde_json::from_str(&desk.run(&[&["names", "--format", "json"], args].concat()).out).unwrap();
    for name in said["names"].as_array_mut().unwrap() {
        for spelling in name["spellings"].as_array_mut().unwrap() {
            assert!(spelling.as_object_mut().unwrap().remove("samples").is_some(), "{spelling}");
        }
    }
    said
}

/// The lines of a saved tally without what its articles are called.
fn saved(tally: &str) -> Vec<Value> {
    let line = |line: &str| {
        let mut line: Value = serde_json::from_str(line).unwrap();
        for sample in line.get_mut("samples").and_then(Value::as_array_mut).into_iter().flatten() {
            sample[1].take();
        }
        line
    };
    tally.lines().map(line).collect()
}

#[test]
fn what_files_are_called_does_not_show() {
    let desk = namings();
    let (by_files, surveyed) = (found(&desk, &["files"]), survey(&desk, &["files"]));
    assert!(by_files.iter().any(|line| line.contains("names/archive")), "{by_files:?}");
    assert_eq!((&surveyed["articles"], surveyed["names"].as_array().unwrap().len()), (&json!(48), 1), "{surveyed}");
    let tally = saved(&desk.run(&["names", "files", "--save-tally", "-"]).out);
    for naming in ["one", "many", "retried"] {
        assert_eq!(found(&desk, &[naming]), by_files, "{naming}");
        assert_eq!(survey(&desk, &[naming]), surveyed, "{naming}");
        assert_eq!(saved(&desk.run(&["names", naming, "--save-tally", "-"]).out), tally, "{naming}");
    }
}

#[test]
fn a_part_that_came_again_is_told() {
    let desk = namings();
    let told = "2 files hold the same articles as others, under other names: they count once.\n";
    assert_eq!(desk.run(&["names", "retried"]).err, told);
    assert_eq!(desk.run(&["names", "many"]).err, "");
}

/// A tally of every part of a folder, by number.
fn tallies(desk: &Desk, folder: &str) -> Vec<String> {
    let mut parts: Vec<_> = fs::read_dir(desk.path(folder)).unwrap().map(|part| part.unwrap().path()).collect();
    parts.sort();
    let save = |(number, part): (usize, &std::path::PathBuf)| {
        let name = format!("{folder}-{number}.tally");
        let run = desk.run(&["names", part.to_str().unwrap(), "--save-tally", &name]);
        assert_eq!(run.status, Some(0), "{run:?}");
        name
    };
    parts.iter().enumerate().map(save).collect()
}

fn merge(desk: &Desk, tallies: &[&str], more: &[&str]) -> Run {
    desk.run(&[&["names", "merge"], tallies, more].concat())
}

/// The bytes of a sum.
fn sum(desk: &Desk, tallies: &[&str], more: &[&str]) -> String {
    let run = merge(desk, tallies, &[&["--output", "-"], more].concat());
    assert_eq!(run.status, Some(0), "{tallies:?}: {run:?}");
    run.out
}

#[test]
fn a_part_that_was_surveyed_again_counts_once() {
    let desk = namings();
    let (many, retried) = (tallies(&desk, "many"), tallies(&desk, "retried"));
    let all: Vec<String> = [many.clone(), retried.clone()].concat();
    let of = |tallies: &[String]| sum(&desk, &tallies.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
    assert_eq!((many.len(), retried.len()), (6, 8));
    let once = saved(&of(&many));
    assert!(saved(&of(&retried)) == once && saved(&of(&all)) == once);
    // The whole says the same as its parts; only how it was cut is told.
    let whole = saved(&desk.run(&["names", "one", "--save-tally", "-"]).out);
    assert!(whole[1..] == once[1..]);
    fs::write(desk.path("whole.tally"), desk.run(&["names", "one", "--save-tally", "-"]).out).unwrap();
    fs::write(desk.path("once.tally"), of(&many)).unwrap();
    let both = merge(&desk, &["whole.tally", "once.tally"], &["--output", "both.tally"]);
    assert_eq!((both.status, &*both.err), (Some(0), "1 part was counted already.\n"));
    assert!(saved(&desk.read("both.tally")) == once);
}

#[test]
fn a_sum_is_the_same_bytes_however_it_was_added() {
    let desk = namings();
    let (parts, again) = (tallies(&desk, "many"), tallies(&desk, "retried"));
    let [a, b, c] = [&*parts[0], &*parts[1], &*parts[2]];
    let write = |name: &str, tallies: &[&str], more: &[&str]| {
        fs::write(desk.path(name), sum(&desk, tallies, more)).unwrap();
    };
    let abc = sum(&desk, &[a, b, c], &[]);
    assert_eq!(sum(&desk, &[c, a, b], &[]), abc, "in any order");
    write("ab", &[a, b], &[]);
    write("bc", &[b, c], &[]);
    assert_eq!(sum(&desk, &["ab", c], &[]), abc, "from the left");
    assert_eq!(sum(&desk, &[a, "bc"], &[]), abc, "from the right");
    assert_eq!(sum(&desk, &["ab", "ab", c, b, a], &[]), abc, "each part once");
    fs::write(desk.path("abc"), &abc).unwrap();
    assert_eq!(sum(&desk, &["abc", "abc"], &[]), abc, "twice");
    assert_eq!(sum(&desk, &["abc", "bc", a], &[]), abc, "with parts of its own");

    // A part that came again is called otherwise. The sum does not depend on when that was met.
    let survey_of = |name: &str| desk.read(name).lines().next().unwrap().to_owned();
    let twin = again.iter().find(|name| survey_of(name) == survey_of(a)).unwrap();
    let with_twin = sum(&desk, &[a, twin, b], &[]);
    assert_eq!(sum(&desk, &["ab", twin], &[]), with_twin);
    write("twins", &[twin, a], &[]);
    assert_eq!(sum(&desk, &["twins", b], &[]), with_twin);
}

#[test]
fn sums_that_share_a_part_are_added_where_parts_are_known() {
    let desk = namings();
    let parts = tallies(&desk, "many");
    let [a, b, c] = [&*parts[0], &*parts[1], &*parts[2]];
    let abc = sum(&desk, &[a, b, c], &[]);
    for (name, of) in [("ab", [a, b]), ("bc", [b, c])] {
        fs::write(desk.path(name), sum(&desk, &of, &[])).unwrap();
        fs::write(desk.path(format!("{name}+")), sum(&desk, &of, &["--keep-parts"])).unwrap();
    }
    let refused = merge(&desk, &["ab", "bc"], &["--output", "none"]);
    assert_eq!(refused.status, Some(2), "{refused:?}");
    assert!(refused.err.contains("some parts of this tally are counted already, and others are not"), "{refused:?}");
    assert!(!desk.path("none").exists());
    // One of the parts tells the others apart, and so do sums that keep them.
    for tallies in [&["ab", "bc", c][..], &["bc", a, "ab"], &["ab+", "bc+"], &["bc+", "ab"], &["ab+", "bc"]] {
        assert_eq!(sum(&desk, tallies, &[]), abc, "{tallies:?}");
    }
    // Kept apart they are the same parts in whatever order, and come to the same.
    let kept = sum(&desk, &[a, b, c], &["--keep-parts"]);
    assert_eq!(sum(&desk, &["bc+", "ab+"], &["--keep-parts"]), kept);
    fs::write(desk.path("kept"), &kept).unwrap();
    fs::write(desk.path("abc"), &abc).unwrap();
    assert_eq!(sum(&desk, &["kept"], &[]), abc);
    let [by_kept, by_sum] = ["kept", "abc"].map(|tally| desk.run(&["names", "--tally", tally, "--format", "json"]).out);
    assert!(by_kept.contains("Kuleschenko"), "{by_kept}");
    assert_eq!(by_kept, by_sum);
    let all: Vec<&str> = parts.iter().map(String::as_str).collect();
    let article = |more: &[&str]| {
        fs::write(desk.path("all"), sum(&desk, &all, more)).unwrap();
        found(&desk, &["--tally", "all", "files/000.txt"])
    };
    let held = article(&["--keep-parts"]);
    assert!(!held.is_empty());
    assert_eq!(held, article(&[]));
}

/// What a call says that reads this on standard input.
fn piped(desk: &Desk, args: &[&str], input: &[u8]) -> Run {
    let mut child =
        desk.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    Run::of(child.wait_with_output().unwrap())
}

#[test]
fn a_survey_reads_and_writes_streams() {
    let desk = namings();
    let records = fs::read(desk.path("one/all.jsonl")).unwrap();
    let args = ["names", "-", "--input-format", "jsonl"];
    let stream = piped(&desk, &[&args[..], &["--save-tally", "-"]].concat(), &records);
    let file = desk.run(&["names", "one", "--save-tally", "-"]);
    assert_eq!((stream.status, stream.err.as_str()), (Some(0), ""));
    assert!(saved(&stream.out) == saved(&file.out));
    let shown: Value =
        serde_json::from_str(&piped(&desk, &[&args[..], &["--format", "json"]].concat(), &records).out).unwrap();
    assert_eq!(shown["articles"], 48);
    // An article by itself, and a survey beside the tally.
    let both = ["names", "-", "--save-tally", "-", "--output", "names.json", "--format", "json"];
    let one = piped(&desk, &both, text(0).as_bytes());
    assert!(one.out.starts_with("{\"copydesk-tally\":4,") && one.err.is_empty(), "{one:?}");
    assert_eq!(serde_json::from_str::<Value>(&desk.read("names.json")).unwrap()["articles"], 1);
}

#[test]
fn a_record_that_cannot_be_read_takes_no_survey_with_it() {
    let desk = namings();
    let mut records = b"{\"text\": \xff}\n{\"text\": 7}\nno record\n\n{\"text\": null}\n".to_vec();
    records.extend(fs::read(desk.path("one/all.jsonl")).unwrap());
    let stream = piped(&desk, &["names", "-", "--input-format", "jsonl", "--save-tally", "-"], &records);
    assert_eq!((stream.status, stream.err.matches("error: ").count()), (Some(0), 3), "{}", stream.err);
    assert_eq!(saved(&stream.out), saved(&desk.run(&["names", "one", "--save-tally", "-"]).out));
    // Of nothing there is a tally, too, and it changes no other.
    let nothing = piped(&desk, &["names", "-", "--input-format", "jsonl", "--save-tally", "-"], b"");
    assert_eq!((nothing.status, &*nothing.out), (Some(0), "{\"copydesk-tally\":4,\"parts\":[]}\n"));
    fs::write(desk.path("nothing"), nothing.out).unwrap();
    fs::write(desk.path("all"), stream.out).unwrap();
    assert_eq!(sum(&desk, &["nothing", "all"], &[]), desk.read("all"));
}

#[test]
fn the_first_and_the_last_article_are_those_that_say_so() {
    let article = |date: &str, name: &str| format!("---\ndate: {date}\n---\n\n{}", COMMON.replace("Kuleshenko", name));
    let desk = Desk::new(&[
        ("a.md", &article("2024-05-03", "Kuleshenko")),
        ("b.md", &article("2024-05-01", "Kuleshenko")),
        ("c.md", &article("2024-05-02T10:00:00Z", "Kuleshenko")),
        ("d.md", COMMON),
        ("e.md", &article("01/02/2024", "Kuleschenko")),
    ]);
    let said: Value = serde_json::from_str(&desk.run(&["names", "--format", "json"]).out).unwrap();
    let spellings = &said["names"][0]["spellings"];
    assert_eq!((&spellings[0]["first"], &spellings[0]["last"]), (&json!("b.md"), &json!("a.md")), "{said}");
    assert_eq!((&spellings[1]["first"], &spellings[1]["samples"]), (&Value::Null, &json!(["e.md"])), "{said}");
}
