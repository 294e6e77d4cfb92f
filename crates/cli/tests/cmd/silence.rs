//! Silence asked for in the article itself, in the formats that have a place for it.

use super::files::Desk;

/// Two defects in Markdown: a promotional line, and a mark without its partner.
const BODY: &str =
    "He said “wait for the tide.\n\nRead more: Ten bridges that changed a city\n\nThe rest of the story followed.\n";

/// Code and line of what is found in one article.
fn found(name: &str, text: &str) -> Vec<String> {
    let desk = Desk::new(&[(name, text)]);
    let run = desk.run(&["check", "--format", "concise", "--select", "quotes,ads,copydesk"]);
    assert!(run.status < Some(2), "{run:?}");
    let line = |line: &str| {
        let mut parts = line.split(':').skip(1);
        let at = parts.next().unwrap().to_owned();
        let code = line.split(['[', ']']).nth(1).unwrap();
        format!("{at} {code}")
    };
    run.out.lines().map(line).collect()
}

#[test]
fn comments_in_markdown() {
    assert_eq!(found("a.md", BODY), ["1 quotes/unclosed", "3 ads/promo-line"]);
    let above = |comment: &str| found("a.md", &format!("<!-- copydesk: {comment} -->\n\n{BODY}"));
    assert_eq!(above("ignore quotes/unclosed -- a song title"), ["5 ads/promo-line"]);
    assert_eq!(above("ignore-file ads -- a paid page"), ["3 quotes/unclosed"]);
    assert_eq!(above("ignore-file all -- a page of errors"), Vec::<String>::new());
    assert_eq!(
        above("ignore ads -- a paid page"),
        ["1 copydesk/unused-suppression", "3 quotes/unclosed", "5 ads/promo-line"]
    );
    let beside = BODY.replace("tide.\n", "tide. <!-- copydesk: ignore-line quotes -- a song title -->\n");
    assert_eq!(found("a.md", &beside), ["3 ads/promo-line"]);
}

#[test]
fn comments_in_html() {
    let page = "<article><p>He said “wait for the tide.</p>\n<!-- copydesk: ignore quotes -- a song title --><p>She said “wait for the wind.</p>\n\
                <p>We said “wait for the moon.</p></article>\n";
    assert_eq!(found("a.html", page), ["1 quotes/unclosed", "3 quotes/unclosed"]);
    let ranges = page
        .replace("<article>", "<article><!-- copydesk: ignore-begin quotes -- a play -->")
        .replace("<!-- copydesk: ignore quotes -- a song title -->", "<!-- copydesk: ignore-end quotes -->");
    assert_eq!(found("a.html", &ranges), ["2 quotes/unclosed", "3 quotes/unclosed"]);
}

#[test]
fn the_front_matter_key() {
    for head in [
        "---\ntitle: A tide\ncopydesk:\n  ignore: quotes/unclosed -- a song title\n---\n",
        "---\ntitle: A tide\ncopydesk:\n  ignore:\n    - quotes/unclosed -- a song title\n---\n",
        "---\ntitle: A tide\ncopydesk.ignore: \"quotes -- a song title\"\n---\n",
        "+++\ntitle = \"A tide\"\n[copydesk]\nignore = [\"quotes/unclosed -- a song title\"]\n+++\n",
    ] {
        let line = head.lines().count() + 3;
        assert_eq!(found("a.md", &format!("{head}{BODY}")), [format!("{line} ads/promo-line")], "{head}");
    }
    let head = "---\ntitle: A tide\ncopydesk:\n  ignore: qoutes, names\n---\n";
    assert_eq!(
        found("a.md", &format!("{head}{BODY}")),
        [
            "4 copydesk/unknown-suppression",
            "4 copydesk/unexplained-suppression",
            "6 quotes/unclosed",
            "8 ads/promo-line"
        ]
    );
}

#[test]
fn a_slip_is_mended_where_it_stands() {
    let text = format!("<!-- copydesk: ignore qoutes/unclosed -- a song title -->\n\n{BODY}");
    let desk = Desk::new(&[("a.md", &text)]);
    desk.run(&["check", "--fix", "--unsafe-fixes", "--select", "copydesk/unknown-suppression"]);
    assert_eq!(desk.read("a.md"), text.replace("qoutes", "quotes"));
    // One that is not needed goes with its line.
    let desk = Desk::new(&[("a.md", "One.\n\n<!-- copydesk: ignore quotes -- a song title -->\nTwo.\n")]);
    desk.run(&["check", "--fix", "--unsafe-fixes", "--select", "copydesk,quotes"]);
    assert_eq!(desk.read("a.md"), "One.\n\nTwo.\n");
}
