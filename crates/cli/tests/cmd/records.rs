//! Files of many articles, and files in old encodings: what is repaired, and what stays byte for byte.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use super::files::{Desk, UNCLOSED};

const LINES: &str = "\u{feff}{\"id\": 1, \"text\": \"The sign said \\u201dmind the step\\u201d twice.\", \"price\": 1.50, \"esc\": \"\\/\"}\r\n\
                     {broken\n\n  {\"text\":\"The sign said ”mind\\nthe step” twice.\" , \"id\":\"b\"}  \n{\"text\": \"calm\"}";
const REPAIRED: &str = "\u{feff}{\"id\": 1, \"text\": \"The sign said \\u201cmind the step\\u201d twice.\", \"price\": 1.50, \"esc\": \"\\/\"}\r\n\
                        {broken\n\n  {\"text\":\"The sign said “mind\\nthe step” twice.\" , \"id\":\"b\"}  \n{\"text\": \"calm\"}";

#[test]
fn a_repair_changes_one_string_and_no_other_byte() {
    let desk = Desk::new(&[("a.jsonl", LINES)]);
    let run = desk.run(&["check", "--fix", "--format", "concise"]);
    assert_eq!((run.status, desk.read("a.jsonl").as_str()), (Some(1), REPAIRED), "{run:?}");
    assert!(
        run.out.contains("a.jsonl:2:2: error[copydesk/unreadable] (2) the record is no JSON object: key must be"),
        "{run:?}"
    );
    let stamp = fs::metadata(desk.path("a.jsonl")).unwrap().modified().unwrap();
    desk.run(&["check", "--fix"]);
    assert_eq!(fs::metadata(desk.path("a.jsonl")).unwrap().modified().unwrap(), stamp, "nothing is left to repair");
    assert_eq!(fs::read_dir(desk.path(".")).unwrap().count(), 1);
}

#[test]
fn standard_input_of_records_is_a_filter() {
    let desk = Desk::new(&[]);
    let mut child = desk
        .command(&["check", "--fix", "--input-format", "jsonl", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(LINES.as_bytes()).unwrap();
    assert_eq!(child.wait_with_output().unwrap().stdout, REPAIRED.as_bytes());
}

#[test]
fn many_records_are_reported_in_order_and_judged_together() {
    let line = |n: usize| {
        format!(
            "{{\"id\": {n}, \"text\": \"Story {n}.\\nThis line stands in every story of the run.\\nHe said “no {n}.\"}}\n"
        )
    };
    let text: String = (0..1500).map(line).collect();
    let desk = Desk::new(&[("a.jsonl", &text), ("b.txt", UNCLOSED)]);
    let run = desk.run(&["check", "--format", "concise", "--select", "quotes,ads/repeated-line"]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 3001, "{:?}", run.err);
    for (n, pair) in lines.chunks_exact(2).enumerate() {
        assert!(
            pair[0].starts_with(&format!("a.jsonl:{}:", n + 1)) && pair[0].contains("[ads/repeated-line]"),
            "{pair:?}"
        );
        assert!(pair[1].contains(&format!("[quotes/unclosed] ({n})")), "{pair:?}");
    }
}

#[test]
fn a_list_is_repaired_in_place() {
    let text =
        "[\n  {\"id\": 1, \"body\": \"The sign said ”mind the step” twice.\"},\n  {\"id\": 2, \"body\": \"calm\"}\n]\n";
    let desk = Desk::new(&[("a.json", text)]);
    assert!(desk.run(&["check"]).out.contains("No articles found here."), "JSON is looked at only when it is named");
    assert_eq!(desk.run(&["check", "--fix", "a.json"]).status, Some(0));
    assert_eq!(desk.read("a.json"), text.replace("”mind", "“mind"));
}

#[test]
fn old_encodings_are_written_back() {
    let arabic: &[u8] = &[
        // "قال إن الكتب عادت بـ" in windows-1256, then marks, and a sentence more.
        0xDE, 0xC7, 0xE1, 0x20, 0xC5, 0xE4, 0x20, 0xC7, 0xE1, 0xDF, 0xCA, 0xC8, 0x20, 0xDA, 0xC7, 0xCF, 0xCA, 0x20,
        0xC8, 0xDC, 0x94, 0xC7, 0xE1, 0xDE, 0xDD, 0xD2, 0xC9, 0x94, 0x20, 0xDD, 0xED, 0x20, 0xC7, 0xE1, 0xE3, 0xDF,
        0xCA, 0xC8, 0xC9, 0x2E, 0x0A,
    ];
    let desk = Desk::new(&[]);
    fs::write(desk.path("a.txt"), arabic).unwrap();
    let run = desk.run(&["check", "--fix", "--format", "concise"]);
    let mut repaired = arabic.to_vec();
    repaired[20] = 0x93;
    assert_eq!((run.status, fs::read(desk.path("a.txt")).unwrap()), (Some(0), repaired), "{run:?}");
}

#[test]
fn a_character_the_encoding_does_not_have_is_not_written() {
    let desk = Desk::new(&[(
        "copydesk.toml",
        "[[rule]]\ncode = \"house/word\"\nkind = \"substitution\"\nmessage = \"no\"\nswap = { \"bridge\" = \"мост\" }\n",
    )]);
    // French in windows-1252.
    let text = b"Le pr\xe9fet a d\xe9clar\xe9 que le pont (the bridge) sera rouvert \xe0 la circulation d\xe8s samedi matin.\n";
    fs::write(desk.path("a.txt"), text).unwrap();
    let run = desk.run(&["check", "--fix", "--unsafe-fixes", "--format", "concise"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.err.contains("a.txt: not fixed: U+043C cannot be written in windows-1252"), "{run:?}");
    assert_eq!(fs::read(desk.path("a.txt")).unwrap(), text);
}

#[test]
fn required_fields_and_prose_keys_are_set_in_the_configuration() {
    let article =
        "---\ntitle: A quiet day (at last\nstrap: The wall “holds\nauthor: Ann\n---\n\nThe first boat left at dawn.\n";
    let config = "[front-matter]\nrequired = [\"author\", \"date\", \"desk-editor\"]\nprose = [\"strap\"]\n";
    let desk = Desk::new(&[("copydesk.toml", config), ("a.md", article)]);
    let run = desk.run(&["check", "--format", "concise"]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 2, "{run:?}");
    assert!(lines[0].starts_with("a.md:1:1: warning[attribution/metadata]"), "{run:?}");
    assert!(lines[0].ends_with("date, desk-editor"), "{run:?}");
    assert!(lines[1].starts_with("a.md:3:17: error[quotes/unclosed]"), "{run:?}");
    let desk = Desk::new(&[("copydesk.toml", "[front-matter]\nrequierd = []\n"), ("a.md", article)]);
    assert!(desk.run(&["check"]).err.contains("did you mean `required`?"));
}

const EXPORT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" \
    xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n\
    <title>The “Harbour Post</title>\n<item>\n<title>Ferry ”back” in service</title>\n<dc:creator><![CDATA[ann]]></dc:creator>\n\
    <content:encoded><![CDATA[<p>The sign said &amp; meant\r\n”mind <b>the</b> step” twice.</p>]]></content:encoded>\n\
    <wp:post_id>41</wp:post_id><wp:post_type>post</wp:post_type>\n<category domain=\"category\"><![CDATA[News]]></category></item>\n\
    <item><title>A picture (of</title><content:encoded>x (</content:encoded><wp:post_type>attachment</wp:post_type></item>\n\
    <item><content:encoded>&lt;p&gt;The sign said ”mind the step” twice.&lt;/p&gt;</content:encoded><guid>g/2</guid></item>\n";

#[test]
fn an_export_is_repaired_inside_its_items() {
    let whole = format!("{EXPORT}</channel>\n</rss>\n");
    let desk = Desk::new(&[("export.xml", &whole)]);
    assert!(desk.run(&["check"]).out.contains("No articles found here."), "XML is looked at only when it is named");
    let run = desk.run(&["check", "--format", "concise", "export.xml"]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 3, "{run:?}");
    for (line, expected) in lines.iter().zip([
        "export.xml:6:14: error[quotes/misdirected] (41)",
        "export.xml:9:1: error[quotes/misdirected] (41)",
        "export.xml:13:47: error[quotes/misdirected] (g/2)",
    ]) {
        assert!(line.starts_with(expected), "{run:?}");
    }
    assert_eq!(desk.run(&["check", "--fix", "export.xml"]).status, Some(0));
    let repaired = whole.replace("”back", "“back").replace("”mind", "“mind");
    assert_eq!(desk.read("export.xml"), repaired);
    // Who wrote it and where it stands is in the elements of the item.
    let run = desk.run(&["check", "--format", "concise", "--select", "attribution/metadata", "export.xml"]);
    assert!(run.out.contains("(41) the article does not say: date\n"), "{run:?}");
    assert!(run.out.contains("(g/2) the article does not say: title, author, date\n"), "{run:?}");
}

#[test]
fn an_export_that_breaks_off_is_checked_as_far_as_it_goes() {
    let cut = format!("{EXPORT}<item><title>Half");
    let desk = Desk::new(&[("export.wxr", &cut)]);
    let run = desk.run(&["check", "--fix", "--format", "concise"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(run.out.contains("export.wxr:14:18: error[copydesk/unreadable] (13) the file breaks off here"), "{run:?}");
    assert_eq!(desk.read("export.wxr"), cut.replace("”back", "“back").replace("”mind", "“mind"));
    let desk = Desk::new(&[("feed.xml", "<rss><channel><item><title>x</title></item></channel></rss>")]);
    let run = desk.run(&["check", "feed.xml"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(run.out.contains("no WordPress export"), "{run:?}");
}

#[test]
fn headlines_of_records_are_checked_and_repaired_in_their_own_field() {
    let text = "{\"id\": \"u1\", \"text\": \"The sign said “mind the step” twice.\", \"title\": \"Ferry \\u201dback\\u201d in service\"}\n";
    let desk = Desk::new(&[("a.jsonl", text)]);
    let run = desk.run(&["check", "--format", "jsonl"]);
    let found: serde_json::Value = serde_json::from_str(run.out.lines().next().unwrap()).unwrap();
    assert_eq!((&found["record"]["field"], &found["start"], &found["line"]), (&"/title".into(), &6.into(), &1.into()));
    let (start, end) = (found["span"]["start"].as_u64().unwrap(), found["span"]["end"].as_u64().unwrap());
    assert_eq!(&text[start as usize..end as usize], "\\u201d");
    assert_eq!(desk.run(&["check", "--fix"]).status, Some(0));
    assert_eq!(desk.read("a.jsonl"), text.replace("Ferry \\u201d", "Ferry \\u201c"));
    // As in front matter, the configuration may say which fields are prose.
    let desk = Desk::new(&[("a.jsonl", text), ("copydesk.toml", "[front-matter]\nprose = [\"strap\"]\n")]);
    assert_eq!(desk.run(&["check"]).status, Some(0));
}

#[test]
fn a_story_in_ninjs_is_read_by_its_own_names() {
    let text = "{\"uri\": \"urn:1\", \"headline\": \"Ferry back\", \"body_text\": \"The sign said ”mind the step” twice.\", \
                \"body_xhtml\": \"<p>The sign said ”mind <b>the</b> step” twice.</p>\"}";
    let desk = Desk::new(&[("story.json", text)]);
    assert_eq!(desk.run(&["check", "--fix", "story.json"]).status, Some(0));
    assert_eq!(desk.read("story.json"), text.replace("”mind <b>", "“mind <b>"));
}

#[test]
fn formats_of_further_files_are_set_in_the_configuration() {
    let config = "[formats]\n\"**/*.article\" = \"html\"\n\"wire/*\" = \"text\"\n";
    let html = "<p>He said “no.</p>";
    let desk =
        Desk::new(&[("copydesk.toml", config), ("a.article", html), ("wire/b", "He said “no.\n"), ("c.bin", html)]);
    let run = desk.run(&["check", "--format", "concise"]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(
        lines.len() == 2 && lines[0].starts_with("a.article:1:12:") && lines[1].starts_with("wire/b:1:9:"),
        "{run:?}"
    );
}

#[test]
fn plain_text_may_begin_with_what_is_to_be_known_of_it() {
    let text = "SLUG: ferry “strike\nHeadline: Ferry (back in service\nBy: Ann\n\nThe first boat left at dawn.\n";
    let desk = Desk::new(&[("a.txt", text), ("b.txt", "The first boat left at dawn.\n")]);
    let run = desk.run(&["check", "--format", "concise"]);
    assert_eq!(run.out.lines().count(), 1, "{run:?}");
    assert!(run.out.starts_with("a.txt:2:17: error[quotes/brackets]"), "{run:?}");
    let run = desk.run(&["check", "--format", "concise", "--select", "attribution/metadata"]);
    assert_eq!(run.out, "a.txt:1:1: warning[attribution/metadata] the article does not say: date\n", "{run:?}");
}

#[test]
fn a_promotional_paragraph_of_html_goes_with_its_tags() {
    let text = "<p>The first boat left at dawn.</p>\n<p><strong>Read more: <a href=\"x\">Ten quiet ports</a></strong></p>\n<p>It was full.</p>\n\
                <div>Read more: Ten quiet ports</div><p>Calm.</p><p>Read more: Ten quiet ports</p>";
    let desk = Desk::new(&[("a.html", text)]);
    desk.run(&["check", "--fix", "--unsafe-fixes"]);
    let expected = "<p>The first boat left at dawn.</p>\n<p>It was full.</p>\n\
                    <div>Read more: Ten quiet ports</div><p>Calm.</p>";
    assert_eq!(desk.read("a.html"), expected);
    let line = "<p>The first boat left.</p><p>Read more: Ten quiet ports</p>";
    let record = format!("{{\"body_html\": \"{line}\"}}\n");
    let desk = Desk::new(&[("a.jsonl", &record)]);
    desk.run(&["check", "--fix", "--unsafe-fixes"]);
    assert_eq!(desk.read("a.jsonl"), "{\"body_html\": \"<p>The first boat left.</p>\"}\n");
}
