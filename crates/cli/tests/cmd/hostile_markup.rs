//! Markup made to exhaust what reads it: one tag, one value, one nesting without end. Other articles of the run keep their reports,
//! and what stands behind it is found at its place.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use super::files::{Desk, Run, UNCLOSED};

/// One tag that holds `piece` so often that it is 1 MiB long.
fn tag_of(piece: &str) -> String {
    format!("<p {}>", piece.repeat((1 << 20) / piece.len()))
}

/// What the insides of an endless tag are made of: every way to write an attribute.
const PIECES: [&str; 10] =
    ["a=\"x\" ", "a=\"x\"", "a=\"&amp;\" ", "a=\"\"/", "a='x' ", "a=x ", "a ", "/ ", "= ", "a=\"x\" b='y' c=z d\n"];

/// Where in each article a finding begins, in bytes.
fn starts(run: &Run) -> Vec<(String, usize)> {
    let report: Value = serde_json::from_str(&run.out).unwrap();
    let found = report["diagnostics"].as_array().unwrap().iter();
    let place = |one: &Value| (one["path"].as_str().unwrap().to_owned(), one["start"].as_u64().unwrap() as usize);
    // What stands in one paragraph with another of its kind makes a pair that faces the wrong way.
    found
        .filter(|one| ["quotes/unclosed", "quotes/misdirected"].iter().any(|code| one["code"] == *code))
        .map(place)
        .collect()
}

#[test]
fn a_tag_of_many_attributes_costs_no_report() {
    let mut files = vec![("z.txt".to_owned(), UNCLOSED.to_owned())];
    for (n, piece) in PIECES.iter().enumerate() {
        files.push((format!("{n}.html"), format!("{}{UNCLOSED}</p>\n", tag_of(piece))));
        // As a block of HTML, and inside a line of prose.
        files.push((format!("{n}-block.md"), format!("<p {}>{UNCLOSED}</p>\n", piece.repeat(20_000))));
        files.push((format!("{n}-line.md"), format!("So <b {}>{UNCLOSED}", piece.repeat(20_000))));
    }
    let borrowed: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let desk = Desk::new(&borrowed);
    let run = desk.run(&["check", "--format", "json"]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    let mut wanted: Vec<(String, usize)> =
        files.iter().map(|(name, text)| (name.clone(), text.rfind('“').unwrap())).collect();
    let mut found = starts(&run);
    wanted.sort();
    found.sort();
    assert_eq!(found, wanted);
}

#[test]
fn a_tag_of_many_attributes_is_read_on_standard_input_and_in_a_record() {
    let html = format!("{}{UNCLOSED}</p>", tag_of(PIECES[0]));
    let record = json!({"headline": "Calm at sea", "body_html": html}).to_string();
    for (format, text) in [("html", &html), ("markdown", &html), ("jsonl", &record)] {
        let desk = Desk::new(&[]);
        let mut child = desk
            .command(&["check", "--format", "json", "--input-format", format, "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let run = Run::of(child.wait_with_output().unwrap());
        assert_eq!((run.status, starts(&run).len()), (Some(1), 1), "{format}: {}", run.err);
    }
}

#[test]
fn a_tag_of_many_attributes_leaves_the_language_server_at_work() {
    let html = format!("{}{UNCLOSED}</p>", tag_of(PIECES[0]));
    let desk = Desk::new(&[]);
    let item =
        |uri: &str, text: &str| json!({"textDocument": {"uri": uri, "languageId": "html", "version": 1, "text": text}});
    let messages = [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": null, "rootUri": null, "capabilities": {}}}),
        json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}),
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": item("untitled:deep.html", &html)}),
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": item("untitled:calm.html", UNCLOSED)}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}),
        json!({"jsonrpc": "2.0", "method": "exit"}),
    ];
    let mut child = desk.command(&["lsp"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut to = child.stdin.take().unwrap();
    for message in messages {
        // Before the articles are checked, everything sent is read: a goodbye would overtake them.
        if message["method"] == "shutdown" {
            for (id, uri) in [(3, "untitled:deep.html"), (4, "untitled:calm.html")] {
                let asked = json!({"textDocument": {"uri": uri}, "range": {"start": {"line": 0, "character": 0},
                    "end": {"line": 0, "character": 0}}, "context": {"diagnostics": []}});
                write(
                    &mut to,
                    &json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/codeAction", "params": asked}),
                );
            }
        }
        write(&mut to, &message);
    }
    drop(to);
    let run = Run::of(child.wait_with_output().unwrap());
    assert_eq!((run.status, run.out.matches("\"code\":\"quotes/unclosed\"").count()), (Some(0), 2), "{}", run.err);
}

fn write(to: &mut impl std::io::Write, message: &Value) {
    let body = message.to_string();
    write!(to, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
}

/// A text with `open` 100,000 times in front and `close` as often behind.
fn deep(before: &str, open: &str, inside: &str, close: &str, after: &str) -> String {
    format!("{before}{}{inside}{}{after}", open.repeat(100_000), close.repeat(100_000))
}

#[test]
fn nothing_that_is_read_nests_too_deep() {
    let said = UNCLOSED.trim_end();
    let behind = format!("\n{UNCLOSED}");
    let front =
        |fence: &str, open: &str| deep(&format!("{fence}\n"), open, "", "", &format!("\n{fence}\n\n{UNCLOSED}"));
    let record = |open: &str, inside: &str, close: &str| {
        deep(&format!("{{\"text\": \"{said}\", \"x\": "), open, inside, close, "}\n")
    };
    let item =
        format!("<title>t</title><content:encoded><![CDATA[{UNCLOSED}]]></content:encoded></item></channel></rss>");
    let export = "<rss xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><item>";
    // Whether the text behind is read as an article, or is told of as unreadable.
    let files = [
        ("quotes.md", deep("", "> ", said, "", &behind)),
        ("lists.md", deep("", "- ", said, "", &behind)),
        ("strong.md", deep("", "*a ", said, "", &behind)),
        ("links.md", deep("", "[", said, "]", &behind)),
        ("blocks.md", deep("", "<div>\n", said, "", &behind)),
        ("blocks.html", deep("", "<div>", said, "</div>", &behind)),
        ("lists.html", deep("", "<ul><li>", said, "", &behind)),
        ("comments.html", deep("", "<!--", "-->", "", said)),
        ("facts.html", deep("<script type=\"application/ld+json\">", "[", "", "", &format!("</script><p>{said}"))),
        ("list-front.md", front("---", "- ")),
        ("flow-front.md", front("---\na:", "[")),
        ("map-front.md", front("---\na:", "{a: ")),
        ("array-front.md", front("+++\na =", "[")),
        ("table-front.md", front("+++\na =", "{a=")),
        ("header-front.md", front("+++\n[b", ".a")),
        ("json-front.md", deep("{\"a\": ", "[", "", "]", &format!("}}\n\n{UNCLOSED}"))),
        ("lists.jsonl", record("[", "", "]")),
        ("tables.jsonl", record("{\"a\":", "1", "}")),
        ("export.wxr", deep(export, "<a>", "", "</a>", &item)),
    ];
    let borrowed: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let desk = Desk::new(&borrowed);
    let run = desk.run(&["check", "--format", "json"]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert!(!run.out.contains("fault of copydesk"), "{}", run.err);
    for (name, _) in files {
        assert!(run.out.contains(&format!("{{\"path\":\"{name}\"")), "{name}: {}", run.err);
    }
}

#[test]
fn no_glob_nests_too_deep() {
    let deep = deep("", "{", "a", "}", "");
    for text in [
        format!("exclude = [\"{deep}\"]\n"),
        format!("rule-sets = [\"{deep}\"]\n"),
        format!("formats = {{\"{deep}\" = \"text\"}}\n"),
        format!("[[override]]\npaths = [\"{deep}\"]\nignore = [\"ads\"]\n"),
    ] {
        let desk = Desk::new(&[("copydesk.toml", &text), ("a.txt", UNCLOSED)]);
        let run = desk.run(&["check"]);
        assert!(run.status == Some(2) && run.err.contains("a glob with more than 32 braces"), "{}", &run.err);
    }
    let desk = Desk::new(&[("a/.gitignore", &deep), ("a/b.txt", UNCLOSED), ("c.txt", UNCLOSED)]);
    for (folder, found) in [(".", 1), ("a", 0)] {
        let run = desk.run(&["check", "--format", "concise", folder]);
        assert_eq!((run.status, run.out.lines().count()), (Some(2), found), "{run:?}");
        assert!(run.err.contains(".gitignore: a glob with more than 32 braces"), "{run:?}");
    }
}
