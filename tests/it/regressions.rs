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

#[test]
fn half_a_million_brackets_are_no_more_work_than_they_are_bytes() {
    let engine = support::engine_for("en");
    // Those of one cause are told together.
    let places = |found: &copydesk::diagnostic::Diagnostic| found.cause.as_ref().map_or(0, |cause| cause.places.len());
    let count = |text: &str| support::check(&engine, text).iter().map(|found| places(found).max(1)).sum::<usize>();
    // Typed twice, each is one finding.
    assert_eq!(count(&format!("{}a", "[".repeat(500_000))), 250_000);
    // Nothing but brackets is no text.
    assert_eq!(count(&"[".repeat(500_000)), 0);
    // Mouths of smileys, marks before what might end a block, and notes that might run over two.
    assert_eq!(count(&format!("a{}", ":)".repeat(250_000))), 0);
    assert_eq!(count(&format!("a{}\n{}a", "(".repeat(250_000), ")".repeat(250_000))), 250_000);
    // No closer looks for its opener among those of the other kind.
    let turned = format!("{}{}", "( a ".repeat(125_000), "] a ".repeat(125_000));
    assert_eq!(count(&turned), 250_000);
    // The first counts an item.
    assert_eq!(count(&"a)b".repeat(125_000)), 124_999);
}

#[test]
fn a_subheading_behind_a_promotional_line_is_not_taken_along() {
    let article = "قال مدير الميناء إن أعمال التوسعة بدأت هذا الأسبوع وإن الرصيف الجديد يستقبل أول سفينة في نهاية العام المقبل.\n\
        ممكن يعجبك: نقابة المعلمين: لا إضراب قبل نهاية الفصل الدراسي بقرار من مجلسها الجديد\n\
        متى تعود حركة الركاب وقوارب النزهة إلى أرصفة المدينة القديمة؟\n\
        وأضاف أن الرصيف القديم يبقى مفتوحا أمام قوارب الصيد طوال مدة الأعمال، وأن حركة الركاب لن تتأثر بها.\n";
    let found = support::check(&support::engine_for("ar"), article);
    let lines: Vec<_> = found.iter().map(|found| &article[found.span.range()]).collect();
    assert_eq!(lines, [article.lines().nth(1).unwrap()]);
}

#[test]
fn a_word_inside_one_letter_is_no_spelling_of_a_name() {
    let engine = support::engine_of_all();
    let text = "““ﷺ\nسرگئی لاوروف صبح به پایتخت رسید. پس از دیدار، سرگی لاوروف گفت گفتگوها ادامه دارد و سرگئی لاوروف به خانه بازگشت.\n\n\
                زار الوزير عبد الله الكعبي المزرعة صباح الأربعاء. وقال عبدالله الكعبي إن القمح وفير، ثم ودّع عبد الله الكعبي المزارعين.\n";
    let found = support::check(&engine, text);
    assert!(found.iter().any(|one| one.code.as_str() == "names/inconsistent"), "{found:?}");
    assert!(found.iter().all(|one| !one.span.is_empty()), "{found:?}");
}
