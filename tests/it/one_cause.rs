//! One cause is one finding: what a single fault does all over an article is told once, with the count, the first places
//! and one repair for all.

use copydesk::diagnostic::{Applicability, Diagnostic};
use copydesk::document::Article;
use copydesk::engine::{Baseline, Pass, Wish};

use super::support::{check, engine_for, repaired};

/// An article in which each of `count` lines holds a space that cannot be seen.
fn with_invisible_spaces(count: usize) -> String {
    (1..=count).map(|line| format!("The council met on day {line} of the in\u{200B}quiry.\n\n")).collect()
}

fn of<'d>(code: &str, found: &'d [Diagnostic]) -> Vec<&'d Diagnostic> {
    found.iter().filter(|diagnostic| diagnostic.code.as_str() == code).collect()
}

#[test]
fn up_to_three_are_told_one_by_one() {
    let found = check(&engine_for("en"), &with_invisible_spaces(3));
    assert_eq!(of("text/invisible", &found).len(), 3);
    assert!(found.iter().all(|one| one.cause.as_ref().is_none_or(|cause| cause.places.is_empty())));
}

#[test]
fn four_are_one_with_the_count_the_first_places_and_all_repairs() {
    let text = with_invisible_spaces(6);
    let found = check(&engine_for("en"), &text);
    let [one] = of("text/invisible", &found)[..] else { panic!("{found:?}") };
    let places: Vec<u32> = text.match_indices('\u{200B}').map(|(at, _)| u32::try_from(at).unwrap()).collect();
    assert_eq!(one.span.start, places[0]);
    assert_eq!(one.message.render("en", str::to_owned), "6 invisible characters of one kind in this article");
    assert_eq!(one.related.iter().map(|related| related.span.start).collect::<Vec<_>>(), places[1..4]);
    let cause = one.cause.as_ref().unwrap();
    assert_eq!(cause.places.iter().map(|place| place.start).collect::<Vec<_>>(), places);
    assert_eq!(one.fix.as_ref().unwrap().edits().len(), 6);
    let fixed = repaired(&engine_for("en"), &Article::new(text.as_str()), Applicability::Safe);
    assert_eq!(fixed.repaired_text(), Some(text.replace('\u{200B}', "").as_str()));
}

#[test]
fn other_characters_are_another_cause() {
    let text = format!("{}The re\u{2060}port.\n", with_invisible_spaces(4));
    let found = check(&engine_for("en"), &text);
    let counts: Vec<usize> = of("text/invisible", &found)
        .iter()
        .map(|one| one.cause.as_ref().map_or(0, |cause| cause.places.len()))
        .collect();
    assert_eq!(counts, [4, 0]);
}

#[test]
fn both_marks_of_a_pair_are_one_fault() {
    let line = "وقال الوزير ”نحن مستعدون“ ثم غادر القاعة.\n\n";
    let reversed = |pairs: usize| {
        let sound = "وقالت النائبة “القرار صائب” في الجلسة.\n\nوأضاف العضو “لا بديل عنه” قبل أن يغادر.\n\n";
        check(&engine_for("ar"), &format!("{}{}", sound.repeat(8), line.repeat(pairs)))
    };
    // Five pairs, more than of other things, are still told one by one: each is a place an editor wants to see.
    assert_eq!(of("quotes/misdirected", &reversed(5)).len(), 10);
    let found = reversed(6);
    let [one] = of("quotes/misdirected", &found)[..] else { panic!("{found:?}") };
    assert_eq!(one.message.args["count"], "6");
    assert_eq!((one.cause.as_ref().unwrap().places.len(), one.fix.as_ref().unwrap().edits().len()), (12, 12));
}

#[test]
fn brackets_that_merely_lack_a_partner_are_faults_of_their_own() {
    let lines: String = (1..=5).map(|line| format!("The panel (of {line} members met on Monday.\n\n")).collect();
    assert_eq!(of("quotes/brackets", &check(&engine_for("en"), &lines)).len(), 5);
    let bullets: String = (1..=5).map(|line| format!("}} Item {line} of the agenda was adopted.\n\n")).collect();
    assert_eq!(of("quotes/brackets", &check(&engine_for("en"), &bullets)).len(), 1);
}

#[test]
fn a_baseline_knows_the_single_findings() {
    let engine = engine_for("en");
    let pass = |baseline: Baseline| Pass { baseline: Some((baseline.into(), "a.txt".into())), ..Pass::default() };
    let check = |spaces: usize, known: Baseline| {
        engine.examine(&Article::new(with_invisible_spaces(spaces)), &pass(known), Wish::Check)
    };
    let outcome = check(5, Baseline::default());
    let mut known = Baseline::default();
    known.update("a.txt", outcome.hidden.counts, |_| true);
    assert_eq!(known.findings(), 5);
    let outcome = check(6, known);
    assert_eq!(of("text/invisible", &outcome.findings).len(), 1, "the sixth alone is new, and is told as itself");
    assert!(outcome.findings[0].cause.as_ref().unwrap().places.is_empty());
}
