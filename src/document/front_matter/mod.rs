//! The block of fields at the head of an article: YAML between `---`, TOML between `+++`, or a JSON object, as Hugo,
//! Jekyll and their like know it. Values keep their places.

mod json;
mod loosened;
mod toml;
mod yaml;

use std::borrow::Cow;
use std::ops::Range;

use super::metadata::Entry;
use crate::text::Span;

/// Values inside more than this many tables and lists are left aside.
const DEEPEST: usize = 8;

/// Front matter that was found: where it is and what it says.
#[derive(Debug)]
pub struct FrontMatter<'a> {
    /// All of it, fences included, in stored bytes.
    pub span: Span,
    /// Its fields, in order of position.
    pub entries: Vec<Entry<'a>>,
    /// Why it cannot be read, and at which stored byte; its fields are then those before that place.
    pub fault: Option<(String, u32)>,
}

/// What a reader of one notation makes of it.
type Read<'a> = (Vec<Entry<'a>>, Option<(String, usize)>);

/// The front matter of a text whose content begins at byte `start`; nothing if there is none, or it does not end.
#[must_use]
pub fn read(text: &str, start: usize) -> Option<FrontMatter<'_>> {
    let content = text.get(start..)?;
    let (whole, (entries, fault)) = if let Some((inner, whole)) = fenced(text, start, "---", &["---", "..."]) {
        (whole, yaml::read(text, inner))
    } else if let Some((inner, whole)) = fenced(text, start, "+++", &["+++"]) {
        (whole, toml::read(text, inner))
    } else if content.starts_with('{') && content.get(1..).is_some_and(|rest| rest.trim_start().starts_with(['"', '}']))
    {
        let length = json::object_len(content)?;
        (start..start + length, json::read(text, start..start + length))
    } else {
        return None;
    };
    let fault = fault.map(|(fault, at)| (fault, crate::text::narrow(at)));
    Some(FrontMatter { span: Span::from_range(whole), entries, fault })
}

/// The fields of a JSON value inside a stored text, as in the scripts of a page. What is no JSON has none.
pub fn json_entries<'a>(text: &'a str, raw: &'a str) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    if serde_json::from_str::<serde::de::IgnoredAny>(raw).is_ok() {
        json::walk(text, raw, &mut Vec::new(), &mut entries);
    }
    entries
}

/// Adds the fields of `raw`, which stands in the JSON `text` as the value of `key`.
pub fn entries_below<'a>(text: &'a str, key: &'a str, raw: &'a str, entries: &mut Vec<Entry<'a>>) {
    json::walk(text, raw, &mut vec![Cow::Borrowed(key)], entries);
}

/// What stands between a first line that is `open` and the next line that is one of `close`; and both with their fences.
fn fenced(text: &str, start: usize, open: &str, close: &[&str]) -> Option<(Range<usize>, Range<usize>)> {
    let content = text.get(start..)?;
    let mut lines = content.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == open)?;
    let inner = start + first.len();
    let mut at = inner;
    for line in lines {
        if close.contains(&line.trim_end()) {
            return Some((inner..at, start..at + line.trim_end().len()));
        }
        at += line.len();
    }
    None
}

/// The key of a value: the names of the tables it stands in, joined by dots, in lower case.
fn joined<'k>(path: impl IntoIterator<Item = &'k str>) -> String {
    let mut key = String::new();
    for part in path.into_iter().filter(|part| !part.is_empty()) {
        if !key.is_empty() {
            key.push('.');
        }
        key.push_str(&part.to_lowercase());
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ProseSpan;

    /// Key, value, and what is stored under the value.
    fn entries(text: &str) -> Vec<(String, String, String)> {
        let found = read(text, 0).unwrap();
        assert_eq!(found.fault, None);
        let entry = |entry: &Entry<'_>| {
            (entry.key.to_string(), entry.value.to_string(), text[entry.span().range()].to_string())
        };
        found.entries.iter().map(entry).collect()
    }

    fn row(key: &str, value: &str, stored: &str) -> (String, String, String) {
        (key.into(), value.into(), stored.into())
    }

    #[test]
    fn yaml_values_keep_their_places() {
        let text = "---\ntitle: قال “هنا”\nAuthors: [\"A \\\"B\\\"\", 'it''s']\nimage:\n  - src: a.jpg\n    caption: two\n      lines\ndate: 2026-01-02\nempty:\n---\nBody.\n";
        assert_eq!(
            entries(text),
            [
                row("title", "قال “هنا”", "قال “هنا”"),
                row("authors", "A \"B\"", "A \\\"B\\\""),
                row("authors", "it's", "it''s"),
                row("image.src", "a.jpg", "a.jpg"),
                row("image.caption", "two lines", "two\n      lines"),
                row("date", "2026-01-02", "2026-01-02"),
                row("empty", "", ""),
            ]
        );
    }

    #[test]
    fn what_yaml_readers_in_use_accept_is_read() {
        for (text, expected) in [
            (
                "title: \"A council that met on\nMonday “night\"\nb: x\n",
                &["A council that met on Monday “night", "x"][..],
            ),
            ("title: 'it''s on\r\nMonday'\r\nb: x\r\n", &["it's on Monday", "x"]),
            ("title: \"One\n\n  two\"\n", &["One\ntwo"]),
            ("a:\n  - b: \"one\n  two\"\n    c: d\n", &["one two", "d"]),
            ("a: \"one\nb: two\"\nc: d\n", &["one b: two", "d"]),
            ("a: \"one\n# two\"\nc: d\n", &["one # two", "d"]),
            ("a: \"one\n\ttwo\"\nc: d\n", &["one two", "d"]),
            ("a: \"one\\\ntwo\"\nc: d\n", &["onetwo", "d"]),
            ("a: \"one\n\"\nc: d\n", &["one ", "d"]),
            ("title:\t\"x\"\nb:\ty\n", &["x", "y"]),
            ("a: [\nx,\n\ty\n]\nb: c\n", &["x", "y", "c"]),
            ("a: {\nx: 1,\ny: 2\n}\nb: c\n", &["1", "2", "c"]),
            ("a: \"x\"# y\nb: c\n", &["x", "c"]),
            ("a: \"\\ud83d\\ude00!\"\n", &["\u{1f600}!"]),
            ("a: |\n  \"x\nb: \"c\nd\"\n", &["\"x\n", "c d"]),
            ("a: one\nb: two\na: three\n", &["two", "three"]),
            ("a: {b: c}\na: [d, d]\n", &["d", "d"]),
        ] {
            let text = format!("---\n{text}---\nBody.\n");
            let found = read(&text, 0).unwrap();
            assert_eq!(found.fault, None, "{text}");
            let values: Vec<&str> = found.entries.iter().map(|entry| &*entry.value).collect();
            assert_eq!(values, expected, "{text}");
        }
    }

    #[test]
    fn values_over_several_lines_keep_their_places() {
        let text = "---\ntitle: \"A council “met on\nMonday” night é\nat ‘ten\"\nb: 'on\nit''s'\n---\n";
        let found = read(text, 0).unwrap();
        for (entry, word) in [(0, "met"), (0, "Monday”"), (0, "é"), (0, "‘ten"), (1, "it"), (1, "s")] {
            let block = found.entries[entry].block().unwrap();
            let at = block.prose.rfind(word).unwrap();
            let span = ProseSpan::from_range(at..at + word.len());
            assert_eq!(block.editable(span).map(|span| &text[span.range()]), Some(word));
            assert_eq!(block.locate(span).start as usize, text.rfind(word).unwrap(), "{word}");
        }
    }

    #[test]
    fn what_no_reader_accepts_is_a_fault_at_its_place() {
        for (yaml, at) in [
            ("title: \"A\nB\"\nb: [1, 2\n", "\n---"),
            ("title: \"A\nB\"\nb: c: d\n", ": d"),
            ("a: \"one\" two\n", "two"),
        ] {
            let text = format!("---\n{yaml}---\nBody");
            let fault = read(&text, 0).unwrap().fault.expect("it cannot be read");
            let expected = text.rfind(at).unwrap();
            assert!(fault.1.abs_diff(expected as u32) <= 2, "{fault:?} is not at {expected} of {text}");
        }
    }

    #[test]
    fn block_scalars_are_read_through_their_indent() {
        let text = "---\nsummary: >-\n  One line\n  and another.\nnote: |\n  kept\n---\n";
        let found = read(text, 0).unwrap();
        assert_eq!(&*found.entries[0].value, "One line and another.");
        let block = found.entries[0].block().unwrap();
        assert_eq!(&text[block.locate(ProseSpan::new(9, 12)).range()], "and");
        assert_eq!(&text[found.entries[1].block().unwrap().locate(ProseSpan::new(0, 4)).range()], "kept");
    }

    #[test]
    fn toml_and_json_values_keep_their_places() {
        let toml = "+++\ntitle = \"Say \\\"no\\\"\"\nplain = 'a'\n[image]\ncaption = \"\"\"\nLong\"\"\"\ndraft = true\n+++\nBody";
        assert_eq!(
            entries(toml),
            [
                row("title", "Say \"no\"", "Say \\\"no\\\""),
                row("plain", "a", "a"),
                row("image.caption", "Long", "Long"),
                row("image.draft", "true", "true"),
            ]
        );
        let json =
            "{\n \"Title\": \"\\u0642ال\", \"author\": {\"name\": \"B\"}, \"tags\": [\"x\", 3]\n}\nBody {not this}";
        assert_eq!(
            entries(json),
            [
                row("title", "قال", "\\u0642ال"),
                row("author.name", "B", "B"),
                row("tags", "x", "x"),
                row("tags", "3", "3"),
            ]
        );
        assert_eq!(read(json, 0).unwrap().span, Span::from_range(0..json.find("\nBody").unwrap()));
    }

    #[test]
    fn what_does_not_end_is_no_front_matter() {
        for text in
            ["---\ntitle: a\n", "+++\nx = 1\n---\n", "{\"a\": 1", "--- \nx: 1", "Text\n---\na: b\n---\n", "{{< x >}}"]
        {
            assert!(read(text, 0).is_none(), "{text}");
        }
    }

    #[test]
    fn faults_have_a_place_and_what_stands_before_them_is_kept() {
        let found = read("---\ntitle: a\nb: [1, 2\n---\nBody", 0).unwrap();
        assert_eq!(&*found.entries[0].value, "a");
        assert!(found.fault.is_some());
        assert!(read("+++\na = \n+++\n", 0).unwrap().fault.is_some());
    }

    #[test]
    fn aliases_are_not_expanded_and_depth_is_bounded() {
        let bomb = "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n";
        assert_eq!(entries(bomb).len(), 2);
        let deep = format!("---\nk: {}x{}\n---\n", "[".repeat(5000), "]".repeat(5000));
        assert!(read(&deep, 0).is_some_and(|found| found.entries.is_empty()));
    }
}
