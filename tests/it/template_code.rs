//! The code of templates is no prose in any format and place, and what a shortcode shows its readers is.

use copydesk::document::{self, Article, Format, Reading};
use proptest::prelude::*;
use proptest::sample::select;

use super::support;

/// The prose of each block of a text; the sign for what is no prose is `*`.
fn prose(text: &str, format: Format) -> Vec<String> {
    let source = support::source(text);
    let document = document::parse(&source, format, &Reading::new(support::languages()));
    for block in &document.blocks {
        for (at, c) in block.prose.char_indices().filter(|(_, c)| *c != document::OBJECT) {
            let span = copydesk::text::ProseSpan::from_range(at..at + c.len_utf8());
            let stored = block.editable(span).map(|span| source.slice(span).to_owned());
            assert!(stored.is_none_or(|stored| stored == c.to_string()), "{c} of {:?}", block.prose);
        }
    }
    document.blocks.iter().map(|block| block.prose.replace(document::OBJECT, "*")).collect()
}

/// Code that would upset every rule about quotation marks and brackets if it were read.
const CODE: &[&str] = &[
    "{{ if ne (substr .x 0 1) \"[\" }}",
    "{{< ref \"p.md\" >}}",
    "{{% param \"a\" %}}",
    "{{{ body }}}",
    "{{/* “ */}}",
    "{{!-- “ --}}",
    "{% extends \"layout.html\" %}",
    "{% image \"\" “ %}",
    "{# a remark (“ #}",
    "<% if a > \"b\" %>",
    "<?php echo \"(“\"; ?>",
    "<?= $a[\"b\"] ?>",
    "[gallery ids=\"1,2\"]",
    "{% raw %}“ (\n{% endraw %}",
    "{%- comment -%} “ {{ x }} ( {%- endcomment -%}",
    "{{< highlight go >}}a := “{{< /highlight >}}",
];

/// Places for code, with the prose that stands there with and without it.
const PLACES: &[(Format, &str, &[&str])] = &[
    (Format::Text, "Two boats CODE came in.", &["Two boats * came in."]),
    (Format::Text, "Two boats came in.\n\nCODE\n\nOne left.", &["Two boats came in.", "One left."]),
    (Format::Html, "CODE<p>Two boats CODE came in.</p>CODE", &["Two boats * came in."]),
    (Format::Html, "<figure>CODE</figure><p CODE class=\"a\">Two boats came in.</p>", &["Two boats came in."]),
    (Format::Html, "<p><a href=\"CODE\">Two boats</a> came <b class='CODE'>in</b>.</p>", &["Two boats came in."]),
    (Format::Html, "<p>Two boats.</p><img src=CODE alt=\"The CODE quay\" >", &["Two boats.", "The * quay"]),
    (Format::Html, "<p>Two boats.</p><img alt=\"CODE\">", &["Two boats."]),
    (Format::Html, "<head><title>CODE</title><meta name=a content=\"CODE\"></head><p>Two boats.</p>", &["Two boats."]),
    (Format::Markdown, "Two boats CODE came in.", &["Two boats * came in."]),
    (Format::Markdown, "<a href=\"CODE\">Two boats</a>\n\nOne left.", &["Two boats", "One left."]),
    (
        Format::Markdown,
        "<div class=\"CODE\">\n<p>Two CODE boats.</p>\n</div>\n\nOne left.",
        &["Two * boats.", "One left."],
    ),
    (Format::Markdown, "<figure>CODE</figure>\n\nOne left.", &["One left."]),
    (Format::Markdown, "Two [boats](a.html \"The CODE quay\") came in.", &["Two boats came in."]),
    (Format::Markdown, "# Two CODE boats\n\n- One CODE left.", &["Two * boats", "One * left."]),
];

#[test]
fn code_is_no_prose_in_any_place() {
    for (format, frame, expected) in PLACES {
        for code in CODE {
            // A line of text, a list item or a title cannot hold a line end.
            let code = if *format != Format::Html { code.replace('\n', " ") } else { (*code).to_owned() };
            let text = frame.replace("CODE", &code);
            assert_eq!(prose(&text, *format), *expected, "{text}");
        }
    }
}

#[test]
fn code_in_front_matter_and_records_is_no_prose() {
    let found = prose(
        "---\ntitle: 'Two {{ site.thing }} boats'\ndescription: \"{{ x }}\"\n---\n\nOne left.\n",
        Format::Markdown,
    );
    assert_eq!(found, ["Two * boats", "One left."]);
    let raw =
        r#"{"title": "Two {{ x }} boats", "text": "<p>One [caption id=\"a\"]<img src=b>A quay[/caption] left.</p>"}"#;
    let reading = Reading::new(support::languages());
    let record =
        document::read_record(raw, document::RecordFormat::Json, &document::FieldPaths::default(), &reading).unwrap();
    let start = document::RecordStart { byte: 0, line: 1, column: 0, line_start: 0 };
    let source = record.into_source(copydesk::text::SourceId::Stdin(None), raw, start);
    let document = document::parse(&source, Format::Html, &reading);
    let found: Vec<&str> = document.blocks.iter().map(|block| &*block.prose).collect();
    assert_eq!(found, ["Two \u{fffc} boats", "One \u{fffc}A quay\u{fffc} left."]);
}

#[test]
fn braces_in_prose_stay_prose() {
    for text in [
        "It begins with {{ and goes on.",
        "Well {% he said, and {{ she said.",
        "Write {{ first.\n\nThen write }} at the end.",
        "He paid $5 for one and $10 for two.",
        "The [quote] of the day and a [video] of it.",
        "If a <% b or a <? b.",
    ] {
        for format in [Format::Text, Format::Markdown] {
            assert_eq!(prose(text, format).join("\n\n"), text, "{format:?}");
        }
    }
}

#[test]
fn what_a_shortcode_shows_is_prose() {
    for (text, expected) in [
        ("One left.\n\n{{< figure src=\"a.jpg\" caption=\"Two boats\" >}}\n", &["One left.", "Two boats"][..]),
        (
            "One left.\n\n{% include figure.html image=\"a\" caption=\"Two \\\"boats\\\"\" %}\n",
            &["One left.", "Two \"boats\""],
        ),
        ("One left.\n\n{{< unheard-of caption=\"Two boats\" >}}\n", &["One left."]),
        (
            "One left.\n\n[caption id=\"a\" caption=\"Two boats\"]Three boats[/caption]\n",
            &["One left.", "*Three boats*", "Two boats"],
        ),
    ] {
        for format in [Format::Text, Format::Markdown] {
            assert_eq!(prose(text, format), expected, "{format:?}: {text}");
        }
        let page = text.replace("One left.", "<p>One left.</p>");
        assert_eq!(prose(&page, Format::Html), expected, "{page}");
    }
}

#[test]
fn no_rule_speaks_of_code_and_no_repair_touches_it() {
    let engine = support::engine_of_all();
    for (format, frame, _) in PLACES {
        for code in CODE {
            let text = frame.replace("CODE", &code.replace('\n', " "));
            let found = engine.check(&Article::of(support::source(&text), *format)).findings;
            let spoken: Vec<&str> = found
                .iter()
                .filter(|found| {
                    ["quotes/", "text/", "names/"].iter().any(|group| found.code.as_str().starts_with(group))
                })
                .map(|found| found.code.as_str())
                .collect();
            assert_eq!(spoken, [""; 0], "{text}");
        }
    }
}

#[test]
fn phrasing_elements_do_not_part_a_paragraph() {
    for element in ["abbr", "time", "data", "output", "label", "ruby", "span", "mark", "q", "dfn"] {
        let text = format!("<p>Two <{element}>boats</{element}> came in.</p>");
        assert_eq!(prose(&text, Format::Html), ["Two boats came in."], "{element}");
    }
    for element in ["button", "select", "textarea", "svg", "math", "canvas", "mjx-container", "span class=\"katex\""] {
        let name = element.split(' ').next().unwrap_or(element);
        let text = format!("<p>Two boats <{element}><i>“</i></{name}> came in.</p>");
        assert_eq!(prose(&text, Format::Html), ["Two boats * came in."], "{element}");
    }
    for element in ["template", "noscript", "datalist", "style", "rt"] {
        let text = format!("<p>Two <{element}>“</{element}>boats came in.</p>");
        assert_eq!(prose(&text, Format::Html), ["Two boats came in."], "{element}");
    }
    assert_eq!(
        prose("<p>The sum <input name=a> is <select><option>“<option>(</select>.", Format::Html),
        ["The sum * is *."]
    );
}

#[test]
fn formulas_are_no_prose() {
    for text in ["So $x_{1} = y$ holds.", "So $$\\sum (x$$ holds.", "So $n$ holds."] {
        for format in [Format::Text, Format::Markdown, Format::Html] {
            assert_eq!(prose(text, format), ["So * holds."], "{format:?}: {text}");
        }
    }
    assert_eq!(prose("<p>So \\(\\frac{a}{b}\\) holds.", Format::Html), ["So * holds."]);
    assert_eq!(prose("So \\\\(\\frac{a}{b}\\\\) holds.", Format::Markdown), ["So * holds."]);
    assert_eq!(prose("A\n\n```math\n“\n```\n", Format::Markdown), ["A"]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn code_moves_no_place(
        words in proptest::collection::vec(select(&["Two", "boats", "“came”", "in", "قال", "e\u{301}t", "🙂"][..]), 1..12),
        codes in proptest::collection::vec(select(CODE), 12),
        format in select(&[Format::Text, Format::Markdown, Format::Html][..]),
    ) {
        let (mut text, mut places) = (String::from("Then"), Vec::new());
        for (word, code) in words.iter().zip(&codes) {
            text.push_str(&format!(" {} ", code.replace('\n', " ")));
            places.push((text.len(), *word));
            text.push_str(word);
        }
        text.push_str(" x.");
        let source = support::source(&text);
        let document = document::parse(&source, format, &Reading::new(support::languages()));
        let [block] = document.blocks.as_slice() else {
            return Err(TestCaseError::fail(format!("{} blocks of {text}", document.blocks.len())));
        };
        let mut done = 0;
        for (at, word) in places {
            let found = block.prose[done..].find(word).map(|found| done + found);
            prop_assert!(found.is_some(), "{} is not in {}", word, block.prose);
            let Some(found) = found else { continue };
            let span = block.locate(copydesk::text::ProseSpan::from_range(found..found + word.len()));
            prop_assert_eq!((span.start as usize, span.end as usize), (at, at + word.len()), "{}", text);
            done = found + word.len();
        }
    }
}
