//! Where a finding is said to be, in texts that make counting hard. An Arabic letter is two bytes and one UTF-16
//! unit, so only a character beyond U+FFFF before the span tells bytes, UTF-16 units and scalar values apart.

use copydesk::{Applicability, Article, Finding, TextRange};

use super::support;

/// Checks an English text whose only `”` that opens is the one to be found, and returns `line:column` of the finding.
fn place(before: &str) -> String {
    let text = format!("{before}The notice read: ”Closed until further notice” in large type.\n");
    let engine = support::engine_for("en");
    let source = support::source(&text);
    let found = support::check(&engine, &text);
    let [finding] = found.as_slice() else { panic!("one finding wanted in {text:?}, found {found:?}") };
    assert_eq!(source.slice(finding.span), "”");
    assert_eq!(text.find('”'), Some(finding.span.start as usize), "the first mark is the wrong one");
    let position = source.position(finding.span.start);
    format!("{}:{}", position.line, position.column)
}

#[test]
fn plain() {
    assert_eq!(place(""), "1:18");
}

#[test]
fn an_astral_character_is_one_column() {
    assert_eq!(place("🙂 "), "1:20");
    assert_eq!(place("𝕏 🙂 "), "1:22");
}

#[test]
fn a_byte_order_mark_is_no_column_and_counts_as_bytes() {
    assert_eq!(place("\u{feff}"), "1:18");
    assert_eq!(place("\u{feff}🙂 "), "1:20");
}

#[test]
fn crlf_ends_one_line() {
    assert_eq!(place("The shop shut on Monday.\r\n\r\n"), "3:18");
    assert_eq!(place("🙂 The shop shut on Monday.\r\n🙂 "), "2:20");
}

#[test]
fn a_lone_cr_ends_a_line() {
    assert_eq!(place("The shop shut on Monday.\r"), "2:18");
}

#[test]
fn a_tab_is_one_column() {
    assert_eq!(place("\t"), "1:19");
    assert_eq!(place("Closed.\t🙂 "), "1:28");
}

#[test]
fn combining_marks_are_columns_of_their_own() {
    assert_eq!(place("Cafe\u{301}: "), "1:25");
}

#[test]
fn tashkeel_and_tatweel_in_arabic() {
    let text = "🙂 وَصَفَ الوزيرُ الخطوةَ بـ”المهمة جدا” في بيان.\nوقال إن الاتفاق “تأخر كثيرا”.\n";
    let engine = support::engine_for("ar");
    let found = support::check(&engine, text);
    let [finding] = found.as_slice() else { panic!("one finding wanted, found {found:?}") };
    let source = support::source(text);
    let position = source.position(finding.span.start);
    let column = text.chars().position(|c| c == '”').expect("the mark is there") + 1;
    assert_eq!((position.line, position.column as usize), (1, column));
    assert_eq!(source.slice(finding.span), "”");
}

#[test]
fn a_finding_counts_its_place_in_bytes_code_points_and_utf_16() {
    // An emoji is one code point, two units of UTF-16 and four bytes; an Arabic letter two bytes.
    let article = Article::new("\u{feff}🙂 نعم\n🙂 قال: “انتظرنا هذا اليوم”.\nقال العمدة: “انتظرنا.\n");
    let outcome = support::engine_for("ar").check(&article);
    let found = Finding::all(&article, &outcome, "ar");
    assert!(!found.is_empty());
    for finding in found {
        let places = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.range);
        for place in places.chain([TextRange { start: finding.start, end: finding.end }]) {
            for position in [place.start, place.end] {
                let before = &article.source.text()[..position.byte as usize];
                assert_eq!(position.code_point as usize, before.chars().count());
                assert_eq!(position.utf16 as usize, before.encode_utf16().count());
                let known = article.source.position(position.byte);
                assert_eq!((position.line, position.column), (known.line, known.column));
            }
        }
    }
}

#[test]
fn after_a_repair_findings_are_about_the_repaired_text() {
    let article = Article::new("🙂 The re\u{200b}port said: “We wait for the tide.");
    let outcome = support::repaired(&support::engine_for("en"), &article, Applicability::Safe);
    assert_eq!(outcome.repaired_text(), Some("🙂 The report said: “We wait for the tide."));
    let found = Finding::all(&article, &outcome, "en");
    assert_eq!(
        found.iter().map(|finding| (finding.code.as_str(), finding.start.utf16)).collect::<Vec<_>>(),
        [("quotes/unclosed", 20)]
    );
    let json = serde_json::to_value(&found[0]).unwrap();
    assert_eq!(json["start"], serde_json::json!({"byte": 22, "code_point": 19, "utf16": 20, "line": 1, "column": 20}));
}
