//! Who is said to speak in a quotation.

use copydesk::document::{Article, Format};
use copydesk::engine::Standing;

use super::support;

/// For each quotation of a text its speaker, `?` in front of one who is described and not named.
fn speakers(language: &str, text: &str) -> Vec<String> {
    let sources = support::engine_for(language).sources(&Article::of(support::source(text), Format::Text));
    let tell = |quoted: &copydesk::engine::Quoted| {
        let speaker = quoted.speaker.as_ref().map_or("", |words| words.text.as_str());
        if quoted.standing == Standing::Named { speaker.to_owned() } else { format!("?{speaker}") }
    };
    sources.quotations.iter().map(tell).collect()
}

#[test]
fn the_subject_of_the_verb_speaks() {
    for (text, speaker) in [
        ("“The old crane will not last the winter,” Rosa Lindqvist said on Monday.", "Rosa Lindqvist"),
        ("“The old crane will not last the winter,” said harbour master Rosa Lindqvist.", "Rosa Lindqvist"),
        (
            "“The old crane will not last the winter,” says Rosa Lindqvist, head of the Harbour Office.",
            "Rosa Lindqvist",
        ),
        // What is said of somebody between commas is not who speaks.
        (
            "“The old crane will not last the winter,” Rosa Lindqvist, chief engineer at Nordic Crane, said.",
            "Rosa Lindqvist",
        ),
        (
            "Rosa Lindqvist, who told the council that “the old crane will not last the winter”, is on leave.",
            "Rosa Lindqvist",
        ),
        (
            "“The old crane will not last the winter”, possibly longer, wrote Rosa Lindqvist in a letter.",
            "Rosa Lindqvist",
        ),
        (
            "“The old crane will not last the winter,” Rosa Lindqvist, 50, a painter from Bergen, Norway, said.",
            "Rosa Lindqvist",
        ),
        (
            "The Harbour Society warned Bergen on Monday, saying “the old crane will not last the winter”.",
            "Harbour Society",
        ),
        (
            "Rosa Lindqvist, the chief engineer, in a letter on Monday said “the old crane will not last the winter”.",
            "Rosa Lindqvist",
        ),
        // A name before another noun, or tied to one, only describes.
        (
            "“The old crane will not last the winter,” a senior Nordic Crane engineer told reporters in a call.",
            "?a senior Nordic Crane engineer",
        ),
        ("“The old crane will not last the winter,” the mayor of Springfield said.", "?the mayor of Springfield"),
        ("“The old crane will not last the winter,” the clerk said Saturday.", "?the clerk"),
        ("Bergen resident Rosa Lindqvist said: “The old crane will not last the winter.”", "Rosa Lindqvist"),
        // Whom somebody speaks to, or of, does not speak.
        (
            "“The old crane will not last the winter,” the ministry said on its page, Nordic News reported.",
            "the ministry",
        ),
        ("Rosa Lindqvist described the crane by saying “it will not last the winter if it snows”.", "Rosa Lindqvist"),
    ] {
        assert_eq!(speakers("en", text), [speaker], "{text}");
    }
}

#[test]
fn a_pronoun_goes_back_to_who_spoke_last() {
    let text = "“The old crane will not last the winter,” Rosa Lindqvist said.\n\nThe council meets in May, Jonas Berg said.\n\n“We will \
                find the money somehow,” he added.";
    assert_eq!(speakers("en", text), ["Rosa Lindqvist", "Jonas Berg"]);
}

#[test]
fn without_capitals_the_words_behind_the_verb_speak() {
    for (text, speaker) in [
        ("وقال سالم الحداد إن “الرافعة القديمة لن تصمد حتى نهاية الشتاء”.", "سالم الحداد"),
        ("وقال الحداد لصحيفة الميناء “الرافعة القديمة لن تصمد حتى نهاية الشتاء”.", "الحداد"),
        ("وقال مدير الميناء الجديد إن “الرافعة القديمة لن تصمد حتى نهاية الشتاء”.", "?مدير الميناء الجديد"),
        ("“الرافعة القديمة لن تصمد حتى نهاية الشتاء”، يقول سالم الحداد، وهو مدير الميناء.", "سالم الحداد"),
        ("وكتب سالم الحداد: “الرافعة القديمة لن تصمد حتى نهاية الشتاء”، موجها نداء إلى المجلس.", "سالم الحداد"),
    ] {
        assert_eq!(speakers("ar", text), [speaker], "{text}");
    }
}

#[test]
fn a_verb_with_its_subject_inside_goes_back_to_who_spoke_last() {
    let text = "وقال سالم الحداد إن المجلس سيجتمع في أيار. وتابع “الرافعة القديمة لن تصمد حتى نهاية الشتاء”، مشيرا إلى تقرير \
                سابق.";
    assert_eq!(speakers("ar", text), ["سالم الحداد"]);
}

#[test]
fn names_and_terms_between_marks_are_nobodys_words() {
    for (language, text) in [
        ("ar", "الميناء: «الخبر»\n\nأعلنت إدارة الميناء أمس بدء العمل في الرصيف الجديد."),
        ("ar", "وقال سالم الحداد إن الإدارة تستعمل نظام “مراقبة الأرصفة عن بعد” (Harbour Watch) منذ أيار."),
        ("en", "Bergen: “Harbour”\n\nThe office opened the new quay on Monday, Jonas Berg said."),
    ] {
        assert_eq!(speakers(language, text), [""; 0], "{text}");
    }
}
