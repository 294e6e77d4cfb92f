//! The review of one article of a file of many, and what it is written back as.

use std::sync::LazyLock;

use copydesk::{Linter, Review, ReviewFix, ReviewRequest, Reviewer};

static REVIEWER: LazyLock<Reviewer> =
    LazyLock::new(|| Reviewer::new(Linter::built_in().expect("the built-in rules load")));

/// A wire of four lines: an article, a picture that has no text, an article in Arabic without an id, a line that is broken.
const WIRE: &str = concat!(
    "{\"id\": \"harbour-1\", \"headline\": \"Harbour opens after the storm\", ",
    "\"text\": \"Nobody slept, said Rosa Lindqvist \\u2014 at last.\\n\\n\\u201cThe ferries run\\/sail again,\\\" she said.\", \"words\": 11 }\n",
    "{\"id\": \"picture-2\", \"width\": 800}\r\n",
    "\n",
    "{\"title\": \"وزير النقل يفتتح الميناء\", \"body\": \"قال الوزير: ”نفتتح الميناء اليوم».\"}\n",
    "{\"id\": \"broken\"\n",
);

/// A WordPress export of two posts.
const EXPORT: &str = "<?xml version=\"1.0\"?>\n<rss xmlns:wp=\"http://wordpress.org/export/1.2/\" \
    xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>\n\
    <item><title>The pier</title><wp:post_id>7</wp:post_id>\
    <content:encoded><![CDATA[<p>Rosa &amp; the crew waited.</p>]]></content:encoded></item>\n\
    <item><title>The <![CDATA[“tide\"]]></title><wp:post_id>8</wp:post_id>\
    <content:encoded><![CDATA[<p>She said: “We wait for the <b>tide</b>.\" Then she left.</p>]]></content:encoded></item>\n\
    </channel></rss>\n";

fn asked(name: &str, text: &str, record: usize) -> ReviewRequest {
    ReviewRequest {
        text: text.to_owned(),
        name: Some(name.to_owned()),
        record: Some(record),
        ..ReviewRequest::default()
    }
}

fn review(request: &ReviewRequest) -> Review {
    REVIEWER.review(request).expect("an article that there is")
}

/// The file with the article of a review in it, put there as a page does it.
fn file_with(file: &str, review: &Review) -> String {
    let written = review.written.as_ref().expect("it can be written");
    let units: Vec<u16> = file.encode_utf16().collect();
    let (start, end) = (written.place.start as usize, written.place.end as usize);
    let decoded = |units: &[u16]| String::from_utf16(units).expect("offsets lie between characters");
    format!("{}{}{}", decoded(&units[..start]), written.text, decoded(&units[end..]))
}

#[test]
fn without_a_number_the_articles_are_listed_and_the_first_is_reviewed() {
    let review = review(&ReviewRequest { record: None, ..asked("wire.jsonl", WIRE, 0) });
    let told: Vec<_> = review
        .records
        .iter()
        .map(|record| (record.record, &*record.id, record.headline.as_deref().unwrap_or_default(), record.line))
        .collect();
    assert_eq!(told, [(0, "harbour-1", "Harbour opens after the storm", 1), (2, "4", "وزير النقل يفتتح الميناء", 4)]);
    // A record without a text is nothing to be read; the broken one is.
    assert_eq!(review.unreadable, 1);
    assert!(review.text.starts_with("Harbour opens after the storm\n\nNobody slept"), "{}", review.text);
}

#[test]
fn what_nobody_changes_is_written_byte_for_byte() {
    for (name, file, numbers) in [("wire.jsonl", WIRE, vec![0, 2]), ("posts.xml", EXPORT, vec![0, 1])] {
        for number in numbers {
            let one = review(&asked(name, file, number));
            assert_eq!(file_with(file, &one), file, "{name} {number}");
            assert!(one.records.is_empty(), "the list is only for who does not name an article");
        }
    }
}

#[test]
fn repairs_change_the_letters_of_their_record_alone() {
    let fixed = review(&ReviewRequest { fix: Some(ReviewFix::Safe), ..asked("wire.jsonl", WIRE, 0) });
    assert_eq!(fixed.summary.fixed, 1);
    // Escapes that no repair touches stay as they were written; what comes in is escaped as the rest is.
    assert_eq!(file_with(WIRE, &fixed), WIRE.replace("again,\\\" she", "again,\\u201d she"));

    let fixed = review(&ReviewRequest { fix: Some(ReviewFix::Safe), ..asked("wire.jsonl", WIRE, 2) });
    assert_eq!(file_with(WIRE, &fixed), WIRE.replace("”نفتتح", "«نفتتح"));
}

#[test]
fn a_repair_by_its_id_is_written_too() {
    let found = review(&asked("wire.jsonl", WIRE, 2)).findings;
    let ids = found.iter().filter(|found| found.finding.fix.is_some()).map(|found| found.id.clone()).collect();
    let fixed = review(&ReviewRequest { fix: Some(ReviewFix::Findings(ids)), ..asked("wire.jsonl", WIRE, 2) });
    assert_eq!(fixed.summary.fixed, 1);
    assert_eq!(file_with(WIRE, &fixed), WIRE.replace("”نفتتح", "«نفتتح"));
}

#[test]
fn a_text_that_somebody_edits_is_written_string_by_string() {
    let stored = review(&asked("wire.jsonl", WIRE, 0)).text;
    let edited = stored
        .replace("Harbour opens", "The \"old\" harbour opens")
        .replace("at last.\n\n", "at last.\n\nA new paragraph.\n\n")
        .replace("run/sail", "sail");
    let one = review(&ReviewRequest { edited: Some(edited.clone()), ..asked("wire.jsonl", WIRE, 0) });
    assert_eq!(one.text, edited);
    let file = WIRE
        .replace("Harbour opens", "The \\\"old\\\" harbour opens")
        .replace("at last.\\n\\n", "at last.\\n\\nA new paragraph.\\n\\n")
        .replace("run\\/sail", "sail");
    assert_eq!(file_with(WIRE, &one), file);
    // The file as it is then has this article.
    assert_eq!(review(&asked("wire.jsonl", &file, 0)).text, edited);
}

#[test]
fn what_the_file_keeps_apart_and_somebody_joins_is_reviewed_and_not_written() {
    let stored = review(&asked("wire.jsonl", WIRE, 0)).text;
    for edited in [stored.replacen("\n\n", " ", 1), stored.replacen("\n\n", "\n", 1), "Rain".to_owned()] {
        let one = review(&ReviewRequest { edited: Some(edited.clone()), ..asked("wire.jsonl", WIRE, 0) });
        assert_eq!((one.text, one.written), (edited, None));
    }
    // With all of its text gone it would be no article any more.
    let headline = stored.split("\n\n").next().expect("a first line").to_owned();
    let one = review(&ReviewRequest { edited: Some(headline), ..asked("wire.jsonl", WIRE, 0) });
    assert_eq!(one.written, None);
}

#[test]
fn line_ends_stay_what_they_are_in_a_page_that_knows_line_feeds_only() {
    let file = "[{\"headline\": \"Rain\", \"text\": \"One.\\r\\n\\r\\nTwo.\\r\\nThree.\"}]\n";
    let edited = "Rain\n\nOne.\n\nTwo and a half.\nNew.\nThree.";
    let one = review(&ReviewRequest { edited: Some(edited.to_owned()), ..asked("list.json", file, 0) });
    assert_eq!(one.text, edited);
    assert_eq!(file_with(file, &one), file.replace("Two.", "Two and a half.\\r\\nNew."));
}

#[test]
fn an_export_of_a_blog_keeps_its_markup() {
    let fixed = review(&ReviewRequest { fix: Some(ReviewFix::Safe), ..asked("posts.xml", EXPORT, 1) });
    assert_eq!(fixed.format, "html");
    let file = file_with(EXPORT, &fixed);
    assert_eq!(file, EXPORT.replace("</b>.\"", "</b>.”").replace("“tide\"", "“tide”"));
}

#[test]
fn a_byte_order_mark_and_letters_of_two_units_move_nothing() {
    let file = format!("\u{feff}{}", WIRE.replace("Harbour opens", "🙂 Harbour opens"));
    let fixed = review(&ReviewRequest { fix: Some(ReviewFix::Safe), ..asked("wire.jsonl", &file, 0) });
    assert_eq!(file_with(&file, &fixed), file.replace("again,\\\" she", "again,\\u201d she"));
    let fixed = review(&ReviewRequest { fix: Some(ReviewFix::Safe), ..asked("wire.jsonl", &file, 2) });
    assert_eq!(file_with(&file, &fixed), file.replace("”نفتتح", "«نفتتح"));
}

#[test]
fn an_article_that_there_is_not_is_told() {
    for (name, text, record) in [
        ("wire.jsonl", WIRE, Some(1)),
        ("wire.jsonl", WIRE, Some(99)),
        ("wire.jsonl", "", None),
        ("package.json", "{\"name\": \"tide\"}", None),
        ("harbour.md", "Rain.", Some(0)),
    ] {
        let request = ReviewRequest { record, ..asked(name, text, 0) };
        let problem = REVIEWER.review(&request).expect_err("there is none");
        assert!(!problem.to_string().is_empty(), "{name} {record:?}");
    }
}
