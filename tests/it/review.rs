//! The review of an article: what a page shows of it.

use std::sync::LazyLock;

use copydesk::report::{ChangePart, ReportText};
use copydesk::{Applicability, Article, Finding, Linter, Review, ReviewFix, ReviewRequest, Reviewer};

/// A report from a harbour with a name in two spellings, a quotation closed by the wrong mark, and an invitation to read on.
const ENGLISH: &str = "# Harbour opens after the storm 🙂

“The ferries run again from Monday,” harbour master Rosa Lindqvist said.

Lindqvist thanked the crews. “Nobody slept for two days, she told reporters.

Read more: How the storm of 1987 changed the coast

The mayor, Piotr Wisniewsky, visited the pier with Rosa Lindqvist. Wisniewski promised a new wall.
";

const ARABIC: &str = "وزير النقل يفتتح الميناء الجديد

افتتح وزير النقل غونزالو هيريرا الميناء الجديد بعد عامين من العمل. وقال جونزالو هيريرا إن الميناء ”سيغيّر وجه المدينة”.

اقرأ أيضا: خطة الحكومة لتطوير الموانئ

وقالت مصادر مطلعة إن المرحلة الثانية تبدأ في الربيع. وأضاف هيريرا: «لن نتأخر يوما واحدا».
";

static REVIEWER: LazyLock<Reviewer> =
    LazyLock::new(|| Reviewer::new(Linter::built_in().expect("the built-in rules load")));

fn request(name: &str, text: &str) -> ReviewRequest {
    ReviewRequest { text: text.to_owned(), name: Some(name.to_owned()), ..ReviewRequest::default() }
}

fn review(name: &str, text: &str) -> Review {
    REVIEWER.review(&request(name, text)).expect("a format that there is")
}

/// The part of a text between two offsets in UTF-16 code units, as JavaScript slices it.
fn slice(text: &str, start: u32, end: u32) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    String::from_utf16(&units[start as usize..end as usize]).expect("offsets lie between characters")
}

/// A text in which what is changed stands in brackets.
fn told(parts: &Option<Vec<ChangePart>>) -> String {
    let part = |part: &ChangePart| if part.changed { format!("[{}]", part.text) } else { part.text.clone() };
    parts.as_ref().expect("there is a fix").iter().map(part).collect()
}

/// Before and after each repair of a text.
fn changes(name: &str, text: &str) -> Vec<(String, String)> {
    let findings = review(name, text).findings.into_iter().filter(|found| found.finding.fix.is_some());
    findings.map(|found| (told(&found.before), told(&found.after))).collect()
}

#[test]
fn every_offset_counts_utf16_code_units() {
    let review = review("harbour.md", ENGLISH);
    let text = |start: u32, end: u32| slice(&review.text, start, end);
    assert_eq!(review.headline.as_deref(), Some("Harbour opens after the storm 🙂"));
    let blocks: Vec<String> = review.blocks.iter().map(|block| text(block.place.start, block.place.end)).collect();
    assert_eq!(blocks[0], "Harbour opens after the storm 🙂");
    assert_eq!(review.blocks[0].role, "headline");
    assert_eq!(blocks[3], "Read more: How the storm of 1987 changed the coast");
    let found: Vec<String> =
        review.findings.iter().map(|found| text(found.finding.start.utf16, found.finding.end.utf16)).collect();
    assert_eq!(found, ["“", "Read more: How the storm of 1987 changed the coast", "Wisniewski"]);
    for spelling in review.names.iter().flat_map(|name| &name.spellings) {
        assert_eq!(spelling.count, spelling.places.len());
        spelling.places.iter().for_each(|place| assert_eq!(text(place.start, place.end), spelling.text));
    }
    let quotation = &review.quotations[0];
    assert_eq!(text(quotation.place.start, quotation.place.end), "“The ferries run again from Monday,”");
    let speaker = quotation.speaker.as_ref().expect("somebody speaks");
    assert_eq!(text(speaker.place.start, speaker.place.end), speaker.text);
}

#[test]
fn parts_of_a_name_stand_together_and_a_surname_alone_belongs_to_its_name() {
    let names = |name: &str, text: &str| -> Vec<(String, bool, Vec<String>)> {
        let spelling = |spelling: &copydesk::report::ReviewSpelling| {
            let sign = if spelling.short { "~" } else { "" };
            format!("{sign}{}{} {}", spelling.text, if spelling.gives_way { "!" } else { "" }, spelling.count)
        };
        let names = review(name, text).names.into_iter();
        names.map(|name| (name.name, name.inconsistent, name.spellings.iter().map(spelling).collect())).collect()
    };
    let of = |name: &str, disagrees: bool, spellings: &[&str]| {
        (name.to_owned(), disagrees, spellings.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(
        names("harbour.md", ENGLISH),
        [
            of("Rosa Lindqvist", false, &["Rosa Lindqvist 2", "~Lindqvist 1"]),
            of("Piotr Wisniewsky", true, &["Piotr Wisniewsky 1", "~Wisniewski! 1"]),
        ]
    );
    assert_eq!(
        names("port.txt", ARABIC),
        [of("غونزالو هيريرا", true, &["غونزالو هيريرا 1", "جونزالو هيريرا! 1", "~هيريرا 1"])]
    );
}

#[test]
fn the_same_names_disagree_that_are_reported() {
    for (name, text) in [("harbour.md", ENGLISH), ("port.txt", ARABIC)] {
        let review = review(name, text);
        let reported = review.findings.iter().filter(|found| found.finding.code == "names/inconsistent");
        let starts: Vec<u32> = reported.map(|found| found.finding.start.utf16).collect();
        let gives_way = review.names.iter().flat_map(|name| &name.spellings).filter(|spelling| spelling.gives_way);
        let places: Vec<u32> = gives_way.flat_map(|spelling| &spelling.places).map(|place| place.start).collect();
        assert_eq!(starts, places, "{name}");
    }
}

#[test]
fn a_repair_is_shown_in_its_words_with_the_letters_that_differ() {
    assert_eq!(
        changes("port.txt", ARABIC),
        [
            (
                "… بعد عامين من العمل. وقال [ج]ونزالو هيريرا إن الميناء ”سيغيّر …",
                "… بعد عامين من العمل. وقال [غ]ونزالو هيريرا إن الميناء ”سيغيّر …"
            ),
            (
                "… جونزالو هيريرا إن الميناء [”]سيغيّر وجه المدينة”.",
                "… جونزالو هيريرا إن الميناء [“]سيغيّر وجه المدينة”."
            ),
            ("[اقرأ أيضا: خطة الحكومة لتطوير الموانئ]", ""),
        ]
        .map(|(before, after)| (before.to_owned(), after.to_owned()))
    );
}

#[test]
fn a_repair_is_shown_as_readers_see_it_not_as_it_is_stored() {
    let html =
        "<p>The <a href=\"https://example.org/a/very/long/address\">mayor</a> said: ”We <b>wait</b> for the tide.”</p>";
    assert_eq!(
        changes("tide.html", html),
        [(
            "The mayor said: [”]We wait for the tide.”".to_owned(),
            "The mayor said: [“]We wait for the tide.”".to_owned()
        )]
    );
}

#[test]
fn what_cannot_be_seen_is_written_out() {
    let text = "The ferry was late, and the passen\u{200b}gers waited on the pier for an hour and a half.\n";
    let shown = changes("ferry.txt", text);
    assert!(shown.iter().any(|(before, _)| before.contains("[U+200B]")), "{shown:?}");
}

#[test]
fn a_finding_keeps_its_id_when_another_is_repaired() {
    for (name, text) in [("harbour.md", ENGLISH), ("port.txt", ARABIC)] {
        let before = review(name, text);
        let ids = |review: &Review| -> Vec<String> { review.findings.iter().map(|found| found.id.clone()).collect() };
        let first = before.findings.iter().find(|found| found.finding.fix.is_some()).expect("one can be repaired");
        let fix = Some(ReviewFix::Findings(vec![first.id.clone()]));
        let after = REVIEWER.review(&ReviewRequest { fix, ..request(name, text) }).expect("a known format");
        assert_eq!(after.summary.fixed, 1);
        let kept: Vec<String> = ids(&before).into_iter().filter(|id| *id != first.id).collect();
        assert_eq!(ids(&after), kept, "{name}");
    }
}

#[test]
fn findings_alike_have_ids_of_their_own() {
    let review = review("loop.txt", &"He said: “We wait for the tide.\n\n".repeat(5));
    let mut ids: Vec<&str> = review.findings.iter().map(|found| found.id.as_str()).collect();
    assert!(ids.len() > 1);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), review.findings.len());
}

#[test]
fn all_safe_repairs_give_the_text_of_a_repair() {
    let asked = ReviewRequest { fix: Some(ReviewFix::Safe), ..request("port.txt", ARABIC) };
    let review = REVIEWER.review(&asked).expect("a known format");
    let article = Article::named("port.txt", ARABIC);
    let outcome = Linter::built_in().expect("the built-in rules load").repair(&article, Applicability::Safe);
    assert_eq!(Some(review.text.as_str()), outcome.repaired_text());
    assert_eq!((review.summary.fixed, review.summary.safe), (1, 0));
    assert_ne!(review.text, ARABIC);
}

#[test]
fn repairs_that_nobody_knows_change_nothing() {
    let fix = Some(ReviewFix::Findings(vec!["0000000000000000".to_owned()]));
    let review = REVIEWER.review(&ReviewRequest { fix, ..request("port.txt", ARABIC) }).expect("a known format");
    assert_eq!((review.text.as_str(), review.summary.fixed), (ARABIC, 0));
}

#[test]
fn findings_and_sources_are_those_of_the_other_doors() {
    let linter = Linter::built_in().expect("the built-in rules load");
    for (name, text) in [("harbour.md", ENGLISH), ("port.txt", ARABIC)] {
        let (review, article) = (review(name, text), Article::named(name, text));
        let found: Vec<Finding> = review.findings.into_iter().map(|found| found.finding).collect();
        assert_eq!(found, Finding::all(&article, &linter.check(&article), "en"), "{name}");
        let sources = linter.engine().of_sources().sources(&article);
        let texts: Vec<String> = sources.quotations.iter().map(|quoted| quoted.words.text.clone()).collect();
        let quoted = review.quotations.iter().map(|quoted| slice(&review.text, quoted.place.start, quoted.place.end));
        assert_eq!(quoted.collect::<Vec<_>>(), texts, "{name}");
        let vague: Vec<String> = sources.vague.into_iter().map(|words| words.text).collect();
        assert_eq!(review.vague.into_iter().map(|words| words.text).collect::<Vec<_>>(), vague, "{name}");
    }
    assert_eq!(self::review("port.txt", ARABIC).vague.len(), 1);
}

#[test]
fn a_page_speaks_the_language_asked_for_and_never_of_flags() {
    let texts = copydesk::rules::CodeTexts::read(&mut Vec::new());
    for (code, text) in texts.codes() {
        for (tag, why) in &text.why {
            assert!(!why.contains("--") || code.starts_with("copydesk/"), "{code} in {tag} tells why by a flag: {why}");
        }
    }
    let asked = ReviewRequest { ui: Some("ar".to_owned()), ..request("port.txt", ARABIC) };
    let review = REVIEWER.review(&asked).expect("a known format");
    let first = &review.findings[0];
    assert_eq!((first.name.as_str(), first.group.as_str()), ("اسم واحد برسمين في مقال واحد", "names"));
    assert!(!first.why.is_empty() && first.page.as_ref().is_some_and(|page| page.ends_with("names/inconsistent.html")));
}

#[test]
fn every_block_has_its_direction() {
    let text = "قالت الوزيرة في البيان الصادر أمس إن الميناء سيفتح أبوابه في الصيف المقبل أمام السفن التجارية وسفن الركاب، وإن المرحلة الثانية من أعمال التوسعة تبدأ في الخريف بعد انتهاء موسم الصيد.\n\nThe ministry published the statement in English as well, and the harbour office confirmed the date.\n";
    let review = review("both.txt", text);
    let directions: Vec<&str> = review.blocks.iter().map(|block| block.direction).collect();
    assert_eq!(directions, ["rtl", "ltr"]);
}

#[test]
fn a_format_that_there_is_not_is_told() {
    let asked = |format: &str| {
        let asked = ReviewRequest { format: Some(format.to_owned()), ..request("a.md", "Text.") };
        REVIEWER.review(&asked).map(|review| review.format).map_err(|problem| format!("{problem:#}"))
    };
    assert_eq!(asked("html"), Ok("html"));
    assert_eq!(asked("markdwon"), Err("there is no format `markdwon` (did you mean `markdown`?)".to_owned()));
    assert!(asked("jsonl").is_err_and(|problem| problem.contains("no article")));
}

#[test]
fn requests_are_read_strictly() {
    let read = |text: &str| serde_json::from_str::<ReviewRequest>(text).map_err(|error| error.to_string());
    assert_eq!(read(r#"{"text": "a", "fix": "safe"}"#).expect("sound").fix, Some(ReviewFix::Safe));
    let ids = Some(ReviewFix::Findings(vec!["x".to_owned()]));
    assert_eq!(read(r#"{"text": "a", "fix": ["x"]}"#).expect("sound").fix, ids);
    assert!(read(r#"{"text": "a", "fix": "all"}"#).is_err_and(|error| error.contains("safe")));
    assert!(read(r#"{"txt": "a"}"#).is_err_and(|error| error.contains("txt")));
}

#[test]
fn adjectives_and_words_that_only_look_foreign_are_no_names_of_an_article() {
    let text = "نقلت الوكالة عن وزير الخارجية الروسي سيرغي لافروف أن شراكة جديدة ستقوم مع كوريا. وقال لافروف إن الوفد الروسي سيصل إلى كوريا غدا.\n";
    let names: Vec<String> = review("visit.txt", text).names.into_iter().map(|name| name.name).collect();
    assert_eq!(names, ["سيرغي لافروف", "كوريا"]);
}

#[test]
fn a_report_shows_the_paragraphs_with_findings_and_places_in_them() {
    let whole = review("harbour.md", ENGLISH);
    let found = |review: &Review| -> Vec<String> {
        let of = |found: &copydesk::report::ReviewFinding| {
            slice(&review.text, found.finding.start.utf16, found.finding.end.utf16)
        };
        review.findings.iter().map(of).collect()
    };
    let short = whole.clone().shortened(ReportText::Findings);
    assert_eq!(found(&short), found(&whole));
    assert!(!short.text.contains("The ferries run again"), "{}", short.text);
    assert!(short.text.starts_with("Harbour opens after the storm 🙂\n\n…\n\nLindqvist thanked"), "{}", short.text);
    let blocks: Vec<String> = short.blocks.iter().map(|b| slice(&short.text, b.place.start, b.place.end)).collect();
    assert_eq!(short.text, blocks.join("\n\n"));
    assert_eq!(short.blocks[1].role, "left-out");
    let lines = |review: &Review| review.findings.iter().map(|found| found.finding.start.line).collect::<Vec<_>>();
    assert_eq!(lines(&short), lines(&whole), "a line is one of the article, however much of it is shown");
    let none = whole.clone().shortened(ReportText::None);
    assert_eq!((none.text.as_str(), none.blocks.len(), none.findings.len()), ("", 0, whole.findings.len()));
    assert_eq!(whole.clone().shortened(ReportText::All).text, whole.text);
}
