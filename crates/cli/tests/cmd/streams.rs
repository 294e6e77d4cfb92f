//! Streams that lose nothing: whoever pipes records through copydesk learns of each what came of it, and of all that they were all.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use super::files::{Desk, Run, UNCLOSED};

const OPEN: &str = "He said “wait for the tide.";

/// A copydesk that is asked one record after another, and lives as long as it is asked.
struct Asked {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

impl Asked {
    fn new(desk: &Desk, more: &[&str]) -> Self {
        let args = [&["check", "--stream"], more].concat();
        let mut child =
            desk.command(&args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (to, from) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, to, from }
    }

    fn write(&mut self, record: &[u8]) {
        let to = self.to.as_mut().unwrap();
        to.write_all(record).unwrap();
        to.flush().unwrap();
    }

    /// The lines up to the end of the next answer.
    fn answer(&mut self) -> Vec<Value> {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            assert!(self.from.read_line(&mut line).unwrap() > 0, "it ended before it answered: {lines:?}");
            lines.push(serde_json::from_str::<Value>(&line).unwrap());
            if lines.last().unwrap()["type"] == "article" {
                return lines;
            }
        }
    }

    fn ask(&mut self, record: &Value) -> Vec<Value> {
        self.write(format!("{record}\n").as_bytes());
        self.answer()
    }

    /// What it says when nothing more comes, and its exit status.
    fn end(mut self) -> (Vec<Value>, Option<i32>) {
        drop(self.to.take());
        let mut rest = String::new();
        self.from.read_to_string(&mut rest).unwrap();
        (lines_of(&rest), self.child.wait().unwrap().code())
    }
}

fn lines_of(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What a call says that reads this on standard input.
fn piped(desk: &Desk, args: &[&str], input: &[u8]) -> Run {
    let pipe = Stdio::piped;
    let mut child = desk.command(args).stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn().unwrap();
    let mut to = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || to.write_all(&input));
    let run = Run::of(child.wait_with_output().unwrap());
    writer.join().unwrap().unwrap();
    run
}

fn of_type<'l>(lines: &'l [Value], wanted: &str) -> Vec<&'l Value> {
    lines.iter().filter(|line| line["type"] == wanted).collect()
}

/// A sum as far as it counts.
fn counts(summary: &Value) -> (&Value, &Value, &Value) {
    assert_eq!((&summary["type"], &summary["schema"]), (&json!("summary"), &json!(1)), "{summary}");
    (&summary["articles"], &summary["findings"], &summary["problems"])
}

#[test]
fn a_child_is_asked_one_record_at_a_time() {
    let desk = Desk::new(&[]);
    let mut asked = Asked::new(&desk, &[]);
    let answer = asked.ask(&json!({"id": "a", "text": OPEN}));
    assert_eq!(
        (&answer[0]["type"], &answer[0]["code"], &answer[0]["id"]),
        (&json!("finding"), &json!("quotes/unclosed"), &json!("a"))
    );
    assert_eq!(answer[1], json!({"type": "article", "path": "<stdin>", "line": 1, "id": "a", "findings": 1}));
    // Nothing found is an answer, and so is nothing to look at.
    assert_eq!(
        asked.ask(&json!({"id": "b", "text": "The first boat left at dawn."})),
        [json!({"type": "article", "path": "<stdin>", "line": 2, "id": "b", "findings": 0})]
    );
    let nothing =
        json!({"type": "article", "path": "<stdin>", "line": 3, "id": "c", "findings": 0, "without_text": true});
    assert_eq!(asked.ask(&json!({"id": "c", "text": null})), [nothing]);
    // An empty line is no record.
    asked.write(b"\n");
    assert_eq!(asked.ask(&json!({"id": "d", "text": OPEN}))[1]["line"], 5);
    // What comes together is answered in order, and the last record needs no end of line.
    asked.write(format!("{}\n{}", json!({"id": "e", "text": OPEN}), json!({"id": "f", "text": OPEN})).as_bytes());
    assert_eq!(asked.answer()[1]["id"], "e");
    let (rest, status) = asked.end();
    assert_eq!((&rest[1]["id"], rest.len(), status), (&json!("f"), 3, Some(1)), "{rest:?}");
    assert_eq!(counts(&rest[2]), (&json!(5), &json!(4), &json!(0)));
}

#[test]
fn a_killed_child_has_said_no_sum() {
    let desk = Desk::new(&[]);
    let mut asked = Asked::new(&desk, &[]);
    assert_eq!(asked.ask(&json!({"id": "a", "text": OPEN})).len(), 2);
    asked.child.kill().unwrap();
    let (rest, status) = asked.end();
    assert!(rest.is_empty() && status.is_none(), "{rest:?}");
    // One that came to its end has said one, even of nothing.
    let (rest, status) = Asked::new(&desk, &[]).end();
    assert_eq!((rest.len(), counts(&rest[0]), status), (1, (&json!(0), &json!(0), &json!(0)), Some(0)));
}

#[test]
fn a_bad_record_takes_no_other_with_it() {
    let desk = Desk::new(&[]);
    let mut asked = Asked::new(&desk, &["--max-file-size", "1", "--keep", "url"]);
    let bad: [(&[u8], &str, Value); 7] = [
        (b"no record\n", "record", json!(null)),
        (b"[\"text\"]\n", "record", json!(null)),
        (b"{\"id\": \"x\", \"text\": 3, \"url\": \"u\"}\n", "record-text", json!("x")),
        (b"{\"id\": \"y\", \"text\": \"\\ud800\"}\n", "record-text", json!("y")),
        (b"{\"text\": \"\xff\"}\n", "encoding", json!(null)),
        (b"\0\n", "record", json!(null)),
        (&[&b"{\"text\": \""[..], &[b'a'; 1 << 20], b"\"}\n"].concat(), "size", json!(null)),
    ];
    let mut ids = BTreeSet::new();
    for (number, (record, variant, id)) in bad.iter().enumerate() {
        asked.write(record);
        let answer = asked.answer();
        let (found, end) = (&answer[0], &answer[1]);
        assert_eq!((&found["code"], &found["variant"]), (&json!("copydesk/unreadable"), &json!(variant)), "{answer:?}");
        assert_eq!((&end["findings"], &end["line"]), (&json!(1), &json!(2 * number + 1)), "{answer:?}");
        assert_eq!(found["id"], end["id"]);
        assert_eq!(end["id_made_up"] == true, id.is_null(), "{answer:?}");
        assert!(id.is_null() || end["id"] == *id, "{answer:?}");
        assert!(ids.insert(end["id"].to_string()), "{answer:?}");
        assert_eq!(found["kept"]["url"], if *id == json!("x") { json!("u") } else { json!(null) });
        assert_eq!(asked.ask(&json!({"id": number, "text": OPEN}))[0]["code"], "quotes/unclosed");
    }
    // Of four hundred records a bad one is one finding, and the run says what findings say: 1, and not 2.
    let records: String = (0..400)
        .map(|n| if n == 7 { "{broken\n".to_owned() } else { format!("{}\n", json!({"id": n, "text": OPEN})) })
        .collect();
    let run = piped(&desk, &["check", "--input-format", "jsonl", "--format", "events", "-"], records.as_bytes());
    let lines = lines_of(&run.out);
    assert_eq!((run.status, run.err.as_str(), lines.len()), (Some(1), "", 401));
    assert_eq!(counts(&lines[400]), (&json!(400), &json!(400), &json!(0)));
    let never = ["check", "--stream", "--fail-on", "never"];
    assert_eq!(piped(&desk, &never, records.as_bytes()).status, Some(0));
}

#[test]
fn ids_that_are_made_up_say_so_and_do_not_collide_over_partitions() {
    let desk = Desk::new(&[]);
    let record = |n: usize| format!("{}\n", json!({"text": format!("Story {n}. {OPEN}")}));
    let partition = |of: usize| -> String { (0..60).filter(|n| n % 4 == of).map(record).collect() };
    let mut ids = BTreeSet::new();
    for of in 0..4 {
        for (args, form) in [
            (&["check", "--stream"][..], "events"),
            (&["check", "-", "--input-format", "jsonl", "--format", "jsonl"], "jsonl"),
        ] {
            let run = piped(&desk, args, partition(of).as_bytes());
            let lines = lines_of(&run.out);
            let found: Vec<_> = lines.iter().filter(|line| line.get("code").is_some()).collect();
            assert_eq!(found.len(), 15, "{run:?}");
            for line in found {
                assert_eq!(line["id_made_up"], true, "{line}");
                let is_new = ids.insert(line["id"].as_str().unwrap().to_owned());
                assert_eq!(is_new, form == "events", "a record has the same id in every form: {line}");
            }
        }
    }
    assert_eq!(ids.len(), 60);
    // An id that the record has is its own.
    let own = piped(&desk, &["check", "--stream"], format!("{}\n", json!({"guid": 7, "text": OPEN})).as_bytes());
    assert_eq!((&lines_of(&own.out)[0]["id"], lines_of(&own.out)[0].get("id_made_up")), (&json!("7"), None));
}

#[test]
fn members_of_a_record_stand_with_its_findings() {
    let record = "{\"id\": 1, \"text\": \"He said “wait for the tide.\", \"url\": \"https://example.org/\\u202e\", \"n\": 1.50, \"meta\": {\"tags\": [ \"a b\",  null ]}, \"line\": \"a\\nb\"}\n";
    let desk = Desk::new(&[("a.jsonl", record), ("b.txt", UNCLOSED)]);
    let keep = ["--keep", "url,n,missing", "--keep", "/meta/tags"];
    let kept = json!({"url": "https://example.org/\u{202e}", "n": 1.5, "/meta/tags": ["a b", null]});
    for form in ["jsonl", "events"] {
        let run = desk.run(&[&["check", "--format", form], &keep[..]].concat());
        let lines = lines_of(&run.out);
        assert_eq!((&lines[0]["kept"], lines[1].get("kept")), (&kept, None), "{run:?}");
        assert!(
            run.out.contains("\"n\":1.50") && !run.out.contains('\u{202e}'),
            "as it was written, and no sign obeyed: {run:?}"
        );
    }
    let document: Value =
        serde_json::from_str(&desk.run(&[&["check", "--format", "json"], &keep[..]].concat()).out).unwrap();
    assert_eq!(document["diagnostics"][0]["kept"], kept);
    // A list of records may be written over several lines, and an export has no JSON at all.
    fs::write(desk.path("list.json"), format!("[{}]", record.replace(", ", ",\n"))).unwrap();
    let list = desk.run(&[&["check", "--format", "jsonl", "list.json"], &keep[..]].concat());
    assert_eq!(lines_of(&list.out)[0]["kept"], kept, "{list:?}");
    let item = "<item><title>A head</title><link>https://example.org/1</link><content:encoded><![CDATA[He said “wait.]]></content:encoded></item>";
    let export = format!(
        "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>{item}</channel></rss>"
    );
    fs::write(desk.path("export.wxr"), export).unwrap();
    let wordpress = desk.run(&["check", "--format", "jsonl", "export.wxr", "--keep", "link"]);
    assert_eq!(lines_of(&wordpress.out)[0]["kept"], json!({"link": "https://example.org/1"}), "{wordpress:?}");
    // Other forms have no place for them, and say so.
    let human = desk.run(&["check", "--keep", "url"]);
    assert_eq!((human.status, human.out.as_str()), (Some(2), ""), "{human:?}");
    assert!(human.err.contains("this format has no place for them"), "{human:?}");
}

#[test]
fn problems_are_lines_and_the_sum_comes_last() {
    let desk = Desk::new(&[("a.txt", UNCLOSED), ("copydesk.toml", "selct = []\n")]);
    let run = desk.run(&["check", "--format", "events", "--isolated", "a.txt", "none.txt"]);
    let lines = lines_of(&run.out);
    assert_eq!(run.status, Some(2));
    assert_eq!(
        lines.iter().map(|line| line["type"].as_str().unwrap()).collect::<Vec<_>>(),
        ["finding", "problem", "summary"]
    );
    assert_eq!(lines[1], json!({"type": "problem", "message": "there is no such file or folder", "path": "none.txt"}));
    assert_eq!(counts(&lines[2]), (&json!(1), &json!(1), &json!(1)));
    assert!(run.err.contains("none.txt: there is no such file or folder"), "it is said to people, too: {run:?}");
    // A problem in a file has its place, and what to do about it.
    let broken = lines_of(&desk.run(&["check", "--format", "events", "a.txt"]).out);
    let problem = of_type(&broken, "problem")[0];
    assert_eq!(
        (&problem["path"], &problem["line"], &problem["column"]),
        (&json!("copydesk.toml"), &json!(1), &json!(1)),
        "{broken:?}"
    );
    assert!(problem["help"].as_str().unwrap().contains("select"), "{problem}");
    // A run that could not begin says so, and has a sum all the same.
    for args in [["--tally", "none.tally"], ["--since", "HEAD"]] {
        let run = desk.run(&[&["check", "--format", "events", "--isolated"], &args[..]].concat());
        let lines = lines_of(&run.out);
        assert_eq!((run.status, lines.len(), &lines[0]["type"]), (Some(2), 2, &json!("problem")), "{run:?}");
        assert_eq!(counts(&lines[1]), (&json!(0), &json!(0), &json!(1)));
    }
    // Written to a file it is whole, or not there.
    let file = desk.run(&["check", "--format", "events", "--isolated", "--output", "out", "a.txt", "none.txt"]);
    assert_eq!((file.out.as_str(), lines_of(&desk.read("out"))), ("", lines));
    let not_begun = desk.run(&["check", "--format", "events", "--output", "other", "--tally", "none.tally"]);
    assert_eq!((not_begun.status, not_begun.out.as_str(), desk.path("other").exists()), (Some(2), "", false));
}

#[test]
fn the_lines_of_jsonl_are_findings_and_nothing_else() {
    let desk = Desk::new(&[("a.txt", UNCLOSED), ("b.txt", "The first boat left at dawn.\n")]);
    let run = desk.run(&["check", "--format", "jsonl", "a.txt", "b.txt", "none.txt"]);
    let lines = lines_of(&run.out);
    assert_eq!((run.status, lines.len()), (Some(2), 1));
    let mut event = lines_of(&desk.run(&["check", "--format", "events", "a.txt"]).out)[0].clone();
    assert_eq!(event.as_object_mut().unwrap().remove("type"), Some(json!("finding")));
    assert_eq!(event, lines[0], "a finding is the same object in both");
}

#[test]
fn a_stream_is_answered_as_the_file_is_checked() {
    let record = |n: usize| match n % 5 {
        0 => format!("{}\n", json!({"text": format!("Story {n}. {OPEN}")})),
        1 => format!("{}\n", json!({"id": n, "text": format!("Story {n} says ”mind the step” twice.")})),
        2 => format!("{}\n", json!({"id": n, "body": null})),
        3 => "{no record\n".to_owned(),
        _ => format!("{}\n", json!({"id": n, "html": format!("<p>Story {n} {OPEN}</p>")})),
    };
    let records: String = (0..700).map(record).collect();
    let desk = Desk::new(&[("a.jsonl", &records)]);
    let args = ["--text-field", "text", "--isolated", "--no-cache"];
    let file = desk.run(&[&["check", "--format", "events", "a.jsonl"], &args[..]].concat());
    let stream = piped(&desk, &[&["check", "--stream"], &args[..]].concat(), records.as_bytes());
    let told = |lines: &[Value]| -> Vec<Value> {
        let mut found: Vec<Value> = of_type(lines, "finding").into_iter().cloned().collect();
        found.iter_mut().for_each(|line| line["path"] = json!(""));
        found
    };
    let (in_file, in_stream) = (lines_of(&file.out), lines_of(&stream.out));
    assert!(told(&in_file).len() > 300);
    assert_eq!(told(&in_stream), told(&in_file));
    let answers = of_type(&in_stream, "article");
    let lines: Vec<u64> = answers.iter().map(|answer| answer["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, (1..=700).collect::<Vec<_>>());
    let sum: u64 = answers.iter().map(|answer| answer["findings"].as_u64().unwrap()).sum();
    assert_eq!(json!(sum), in_stream.last().unwrap()["findings"]);
    let without = answers.iter().filter(|answer| answer["without_text"] == true).count();
    assert_eq!(json!(without), in_stream.last().unwrap()["without_text"]);
}

#[test]
fn what_does_not_go_with_a_stream_is_refused() {
    let desk = Desk::new(&[("a.txt", UNCLOSED)]);
    for (more, why) in [
        (&["a.txt"][..], "--stream reads standard input, and files were named"),
        (&["--format", "jsonl"], "--stream answers in lines of --format events"),
        (&["--input-format", "wxr"], "--stream reads a record a line"),
        (&["--fix"], "cannot be used with"),
        (&["--write-baseline"], "cannot be used with"),
        (&["--staged"], "cannot be used with"),
    ] {
        let run = desk.run(&[&["check", "--stream"], more].concat());
        assert_eq!(run.status, Some(2), "{more:?}: {run:?}");
        assert!(run.err.contains(why), "{more:?}: {run:?}");
    }
    assert_eq!(desk.run(&["check", "--stream", "-", "--format", "events", "--input-format", "jsonl"]).status, Some(0));
}

#[test]
fn a_stream_is_held_to_an_archive() {
    let article = |name: &str, n: usize| {
        format!("Day {n}: the talks were opened by Dmitry {name}.\n\nNobody knew Dmitry {name} there.\n")
    };
    let name = |n: usize| if n < 2 { "Kuleschenko" } else { "Kuleshenko" };
    let records: String = (0..24).map(|n| format!("{}\n", json!({"text": article(name(n), n)}))).collect();
    let desk = Desk::new(&[("archive.jsonl", &records)]);
    assert_eq!(desk.run(&["names", "archive.jsonl", "--save-tally", "archive.tally"]).status, Some(0));
    let mut asked = Asked::new(&desk, &["--select", "names/archive", "--tally", "archive.tally"]);
    for (n, spelling, findings) in [(1, "Kuleshenko", 0), (2, "Kuleschenko", 2)] {
        let answer = asked.ask(&json!({"id": n, "text": article(spelling, 30)}));
        assert_eq!((answer.len(), &answer[findings]["findings"]), (findings + 1, &json!(findings)), "{answer:?}");
    }
    assert_eq!(asked.end().1, Some(0), "it is a hint");
}
