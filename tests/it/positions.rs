//! Where a finding is said to be, in texts that make counting hard. An Arabic letter is two bytes and one UTF-16
//! unit, so only a character beyond U+FFFF before the span tells bytes, UTF-16 units and scalar values apart.

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
