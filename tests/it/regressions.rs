//! One test for each bug that was fixed, named for what went wrong, with the article reduced to the least that showed it.

use super::support;

#[test]
fn a_paragraph_of_a_hundred_thousand_marks_is_read_to_its_end() {
    let pairs = "\"a\" ".repeat(50_000);
    let engine = support::engine_for("en");
    assert_eq!(support::check(&engine, &format!("{pairs}end.")).len(), 0);
    let one_too_many = support::check(&engine, &format!("{pairs}\"end."));
    assert_eq!(one_too_many.iter().map(|found| found.code.as_str()).collect::<Vec<_>>(), ["quotes/unclosed"]);
}
