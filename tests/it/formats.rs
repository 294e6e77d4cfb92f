//! The stored bytes under every place of the prose are what became that prose: through references, escapes, markup and
//! line ends, in every format. The articles are written character by character, so that it is known where each one went.

use std::ops::Range;

use copydesk::document::{
    self, Block, Document, FieldPaths, Format, Reading, RecordFormat, RecordStart, read_record, rewrite_record,
    wxr_items,
};
use copydesk::text::{Cause, Edit, ProseSpan, Source, SourceId, Span, apply_edits};
use proptest::prelude::*;
use proptest::sample::select;

use super::support;

/// Calls `test` with a document.
fn with_document<T>(text: &str, format: Format, test: impl FnOnce(&Document<'_>) -> T) -> T {
    let source = Source::new(SourceId::Stdin(None), text);
    test(&document::parse(&source, format, &Reading::new(support::languages())))
}

/// Characters that make positions hard, and none that is markup in any format.
const CHARACTERS: &[char] = &[
    'a', 'Z', 'é', 'م', 'ل', 'ا', '\u{64b}', '\u{651}', '\u{301}', '🙂', '𝕏', '“', '”', '«', '\u{200f}', '\u{200c}',
    '٣', '؟', 'ـ', '\u{a0}',
];

/// One way to write a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Raw,
    /// A numeric reference, or an escape.
    Coded,
    /// Inside an element, or raw.
    Marked,
    /// Behind something that is not read, or raw.
    Behind,
}

/// Where a character is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    HtmlText,
    HtmlAttribute,
    MarkdownText,
    Yaml,
    Toml,
    Json,
    Cdata,
    XmlText,
}

/// Writes a character at the end of `text`; the bytes that stand for it.
fn write(text: &mut String, c: char, way: Way, place: Place) -> Range<usize> {
    let has_markup = matches!(place, Place::HtmlText | Place::MarkdownText);
    if way == Way::Behind && has_markup {
        text.push_str("<!-- “ -->");
    }
    let marked = way == Way::Marked && has_markup;
    if marked {
        text.push_str("<b>");
    }
    let start = text.len();
    match (way, place) {
        (Way::Coded, Place::HtmlText | Place::HtmlAttribute | Place::MarkdownText) => {
            text.push_str(&format!("&#x{:X};", u32::from(c)));
        }
        (Way::Coded, Place::XmlText) => text.push_str(&format!("&#{};", u32::from(c))),
        (Way::Marked | Way::Behind, Place::Cdata) => {
            text.push_str("]]><![CDATA[");
            text.push(c);
            return text.len() - c.len_utf8()..text.len();
        }
        (Way::Coded, Place::Json) => {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| text.push_str(&format!("\\u{unit:04x}")));
        }
        (Way::Coded, Place::Yaml | Place::Toml) => text.push_str(&format!("\\U{:08x}", u32::from(c))),
        _ => text.push(c),
    }
    let end = text.len();
    if marked {
        text.push_str("</b>");
    }
    start..end
}

/// What stands around the prose in each format. The first is the place of the prose, the others are before and after it.
const FRAMES: &[(Place, Format, &str, &str)] = &[
    (Place::HtmlText, Format::Html, "<p>", "</p>"),
    (Place::HtmlText, Format::Html, "<html><nav>“</nav><article><h1>T</h1>\r\n<p class='x'> ", "\r\n<p>next</article>"),
    (Place::HtmlText, Format::Html, "<!-- a --><script>let a = '<p>';</script><ul><li><i>", "</i><li>x</ul>"),
    (Place::HtmlAttribute, Format::Html, "<img src=x alt=\"", "\">"),
    (Place::MarkdownText, Format::Markdown, "", "\n"),
    (Place::MarkdownText, Format::Markdown, "\u{feff}---\ntitle: ب\n---\r\n\r\n", "\r\n\r\nnext"),
    (Place::MarkdownText, Format::Markdown, "> - ", "\n\n# next\n"),
    (Place::MarkdownText, Format::Markdown, "{{< x y=\"“\" >}}\n\n| a |\n|---|\n| ", " |\n"),
    (Place::HtmlText, Format::Html, "{% extends \"“\" %}<p class=\"{{ x \"y\" }}\">", "</p>{% endif %}{{ “ }}"),
    (Place::HtmlAttribute, Format::Html, "<?php a(\"<p>\"); ?><img src={{ x }} alt=\"", "\" class=\"{{ \"“\" }}\">"),
    (Place::HtmlText, Format::Markdown, "<a href=\"{{< ref \"p.md\" >}}\">", "</a>\n\nnext"),
    (Place::HtmlText, Format::Markdown, "<div dir=\"rtl\"><p>", "</p></div>\n\nnext"),
    (Place::Yaml, Format::Markdown, "---\nx: [a, {b: c}]\ntitle: \"", "\"\n---\nnext"),
    (Place::Toml, Format::Markdown, "+++\ndraft = true\ntitle = \"", "\"\n+++\nnext"),
    (Place::Json, Format::Markdown, "{\"draft\": true,\n \"title\": \"", "\"}\nnext"),
];

/// The block with a prose, of which there is one.
fn block_of<'d, 'a>(document: &'d Document<'a>, prose: &str) -> Option<&'d Block<'a>> {
    document.blocks.iter().find(|block| block.prose == prose)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_character_is_located_where_it_is_written(
        letters in proptest::collection::vec((select(CHARACTERS), select(&[Way::Raw, Way::Raw, Way::Coded, Way::Marked, Way::Behind][..])), 1..30),
        (place, format, before, after) in select(FRAMES),
        cut in any::<(proptest::sample::Index, proptest::sample::Index)>(),
    ) {
        let mut text = before.to_owned();
        let mut prose = String::new();
        let mut places = Vec::new();
        // Letters at both ends, so that no format takes the ends for something else.
        let ends = [('k', Way::Raw)];
        for &(c, way) in ends.iter().chain(&letters).chain(&ends) {
            let stored = write(&mut text, c, way, place);
            places.push((prose.len()..prose.len() + c.len_utf8(), stored, way != Way::Coded));
            prose.push(c);
        }
        text.push_str(after);
        with_document(&text, format, |document| {
            let found: Vec<&str> = document.blocks.iter().map(|block| &*block.prose).collect();
            let block = block_of(document, &prose);
            prop_assert!(block.is_some(), "{:?} is not among {:?} of {:?}", prose, found, text);
            let Some(block) = block else { return Ok(()) };
            for (at, stored, is_raw) in &places {
                let at = ProseSpan::from_range(at.clone());
                prop_assert_eq!(block.locate(at), Span::from_range(stored.clone()), "{} in {:?}", block.slice(at), text);
                prop_assert_eq!(block.editable(at), is_raw.then(|| Span::from_range(stored.clone())));
            }
            let (a, b) = (cut.0.index(places.len()), cut.1.index(places.len()));
            let (first, last) = (&places[a.min(b)], &places[a.max(b)]);
            let several = ProseSpan::from_range(first.0.start..last.0.end);
            prop_assert_eq!(block.locate(several), Span::from_range(first.1.start..last.1.end));
            Ok(())
        })?;
    }

    #[test]
    fn any_text_can_be_read_in_any_format(text in any_text(), format in select(&[Format::Markdown, Format::Html, Format::Text][..])) {
        with_document(&text, format, |document| {
            let starts: Vec<u32> = document.blocks.iter().map(|block| block.locate(block.whole()).start).collect();
            prop_assert!(starts.is_sorted(), "{:?}", starts);
            for block in &document.blocks {
                prop_assert!(!block.prose.is_empty());
                for (at, c) in block.prose.char_indices() {
                    let at = ProseSpan::from_range(at..at + c.len_utf8());
                    let span = block.locate(at);
                    let stored = text.get(span.range());
                    prop_assert!(stored.is_some_and(|stored| !stored.is_empty()), "{:?} of {:?} is nowhere", c, block.prose);
                    if let Some(span) = block.editable(at) {
                        prop_assert_eq!(text.get(span.range()), Some(block.slice(at)));
                    }
                }
            }
            let spans = document.metadata.entries.iter().map(|entry| entry.span());
            for span in spans.chain(document.directives.iter().flat_map(|found| [found.span, found.words])) {
                prop_assert!(text.get(span.range()).is_some(), "{:?}", span);
            }
            Ok(())
        })?;
    }

    #[test]
    fn line_ends_of_another_system_change_no_prose(text in any_text(), format in select(&[Format::Markdown, Format::Html][..])) {
        let text = text.replace('\r', "");
        let prose = |text: &str| {
            with_document(text, format, |document| {
                document.blocks.iter().map(|block| block.prose.replace('\r', "")).collect::<Vec<_>>()
            })
        };
        prop_assert_eq!(prose(&text.replace('\n', "\r\n")), prose(&text));
    }
}

/// A record of two strings, written in `place` each: what stands before the first, between them, and behind the second.
const RECORDS: &[(Place, RecordFormat, &str, &str, &str, bool)] = &[
    (
        Place::Json,
        RecordFormat::JsonLines,
        "{\"id\": 3, \"title\": \"",
        "\", \"text\": \"",
        "\", \"x\": \"\\/\"}",
        true,
    ),
    (
        Place::Json,
        RecordFormat::Json,
        "{\"id\": 3,\r\n \"text\": \"",
        "\",\n\t\"title\": \"",
        "\", \"x\": [\"م\"]}",
        false,
    ),
    (
        Place::Json,
        RecordFormat::Json,
        "{\"uri\": \"م\", \"headlines\": [{\"value\": \"",
        "\"}], \"bodies\":\n[{\"value\": \"",
        "\", \"contenttype\": \"text/html\"}]}",
        true,
    ),
    (
        Place::Cdata,
        RecordFormat::Wxr,
        "<item><title><![CDATA[",
        "]]></title>\n<guid>م</guid><content:encoded><![CDATA[",
        "]]></content:encoded></item>",
        true,
    ),
    (
        Place::XmlText,
        RecordFormat::Wxr,
        "<item>\r\n<!-- م --><title>",
        "</title><content:encoded>",
        "</content:encoded>\n<link>x</link></item>",
        true,
    ),
    (
        Place::XmlText,
        RecordFormat::Wxr,
        "<item><content:encoded>",
        "</content:encoded><wp:postmeta><title>no</title></wp:postmeta>\n<title>",
        "</title></item>",
        false,
    ),
];

/// Where `raw` stands in its file.
const START: RecordStart = RecordStart { byte: 1 << 33, line: 7, column: 4, line_start: (1 << 33) - 9 };

fn source_of(raw: &str, format: RecordFormat) -> Option<Source> {
    let record = read_record(raw, format, &FieldPaths::default(), &Reading::new(support::languages())).ok()?;
    Some(record.into_source(SourceId::Stdin(None), raw, START))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_of_records_are_located_and_rewritten_through_their_escapes(
        letters in proptest::collection::vec((select(CHARACTERS), select(&[Way::Raw, Way::Coded, Way::Marked][..])), 1..24),
        head in proptest::collection::vec((select(CHARACTERS), any::<bool>()), 1..9),
        (place, format, before, between, after, head_first) in select(RECORDS),
        cut in any::<(proptest::sample::Index, proptest::sample::Index)>(),
        put_in in select(&["", "“", "\"", "\\n", "\n", "م🙂", "<", "&amp;", "]]>"][..]),
    ) {
        let mut raw = before.to_owned();
        // Letters at both ends, so that nothing is taken for blank or cut short.
        let head: Vec<(char, Way)> = head.iter().map(|&(c, coded)| (c, if coded { Way::Coded } else { Way::Raw })).collect();
        let ends = [('k', Way::Raw)];
        let write_all = |raw: &mut String, letters: &[(char, Way)]| {
            let (mut text, mut places) = (String::new(), Vec::new());
            for &(c, way) in ends.iter().chain(letters).chain(&ends) {
                places.push((text.len(), write(raw, c, way, place), c.len_utf8()));
                text.push(c);
            }
            (text, places)
        };
        let (first, last) = if head_first { (&head, &letters) } else { (&letters, &head) };
        let one = write_all(&mut raw, first);
        raw.push_str(between);
        let two = write_all(&mut raw, last);
        raw.push_str(after);
        let ((head, head_places), (body, body_places)) = if head_first { (one, two) } else { (two, one) };

        let source = source_of(&raw, format);
        prop_assert!(source.is_some(), "{}", raw);
        let Some(source) = source else { return Ok(()) };
        prop_assert_eq!(source.text(), format!("{head}\n\n{body}"));
        prop_assert_eq!(source.slice(source.body()), body.as_str());
        let shift = head.len() + 2;
        let all: Vec<_> = head_places.into_iter().chain(body_places.into_iter().map(|(at, stored, len)| (at + shift, stored, len))).collect();
        let Some(record) = &source.record else { return Ok(()) };
        for (at, stored, _) in &all {
            prop_assert_eq!(record.file_offset(*at as u32), START.byte + stored.start as u64);
            let written = &raw[..stored.start];
            let own_line = written.rsplit('\n').next().unwrap_or_default();
            let lines = written.matches('\n').count() as u32;
            let position = source.file_position(*at as u32);
            prop_assert_eq!(position.line, START.line + lines);
            prop_assert_eq!(position.column, own_line.chars().count() as u32 + 1 + if lines == 0 { START.column } else { 0 });
            let anchor = record.anchor(*at as u32);
            let line_start = if lines == 0 { START.line_start } else { START.byte + (written.len() - own_line.len()) as u64 };
            prop_assert_eq!(anchor.line_start, line_start);
        }
        // Inside the body, and not its last letter.
        let (a, b) = (cut.0.index(letters.len() + 1), cut.1.index(letters.len() + 1));
        let inside = &all[all.len() - letters.len() - 2..];
        let (from, to) = (&inside[a.min(b)], &inside[a.max(b)]);
        let edits = vec![Edit { span: Span::from_range(from.0..to.0), text: put_in.to_owned() }];
        let expected = apply_edits(source.text(), &edits).expect("it fits");
        let reading = Reading::new(support::languages());
        let written = rewrite_record(&raw, &[edits], format, &FieldPaths::default(), &reading);
        let Some(written) = written else {
            // Only sections of XML do not take everything.
            prop_assert!(place == Place::Cdata, "{}", raw);
            return Ok(());
        };
        let again = source_of(&written, format);
        if place != Place::Cdata || again.as_ref().is_some_and(|again| again.text() == expected) {
            prop_assert_eq!(again.as_ref().map(Source::text), Some(expected.as_str()), "{}", written);
            prop_assert!(written.starts_with(&raw[..from.1.start]), "{}", written);
            prop_assert!(written.ends_with(&raw[to.1.start..]), "{}", written);
        }
    }

    #[test]
    fn any_text_can_be_taken_for_an_export(text in any_xml(), cut in any::<proptest::sample::Index>()) {
        let end = text.floor_char_boundary(cut.index(text.len() + 1));
        for text in [text.as_str(), &text[..end]] {
            let found = wxr_items(text);
            let mut done = 0;
            for (at, raw) in found.items {
                prop_assert!(at >= done && text.get(at..at + raw.len()) == Some(raw), "{} at {}", raw, at);
                done = at + raw.len();
                let source = source_of(raw, RecordFormat::Wxr);
                prop_assert!(source.is_some(), "{}", raw);
                let Some(source) = source else { continue };
                let document = document::parse(&source, Format::Html, &Reading::new(support::languages()));
                for block in &document.blocks {
                    for (at, c) in block.prose.char_indices() {
                        let span = block.locate(ProseSpan::from_range(at..at + c.len_utf8()));
                        let Some(record) = &source.record else { continue };
                        let stored = record.file_offset(span.start) - START.byte;
                        let written = raw.get(stored as usize..);
                        prop_assert!(written.is_some_and(|written| written.starts_with(c) || written.starts_with(['&', ' ', '\n', '\r', '<', '\u{ad}'])), "{:?} is not at {} of {}", c, stored, raw);
                    }
                }
            }
            prop_assert!(found.fault.is_none_or(|fault| fault.at.start >= done && fault.at.start <= text.len()));
        }
    }
}

/// Pieces of exports.
#[rustfmt::skip]
const XML: &[&str] = &[
    "<item>", "</item>", "<item>", "</item>", "<title>", "</title>", "<content:encoded>", "</content:encoded>", "<content:encoded><![CDATA[", "]]></content:encoded>",
    "<![CDATA[", "]]>", "<wp:post_type>post</wp:post_type>", "<wp:post_type>attachment</wp:post_type>", "<wp:post_id>7</wp:post_id>", "<category domain=\"category\">",
    "</category>", "<category domain>", "<!--", "-->", "<?x?>", "&lt;p&gt;", "&amp;amp;", "&#1605;", "&#x1F642;", "&nbsp;", "&bomb;", "&", "&#0;", "<p>", "</p>", "<b/>",
    "كتب", " word", "\n", "\r\n", "“", "”", "🙂", "]", ">", "<",
];

fn any_xml() -> impl Strategy<Value = String> {
    let head = "<?xml version=\"1.0\"?>\n<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>";
    let item = (proptest::collection::vec(select(XML), 0..9), proptest::collection::vec(select(XML), 0..3)).prop_map(
        |(text, more)| {
            format!("<item><content:encoded><![CDATA[{}]]></content:encoded>{}</item>\n", text.concat(), more.concat())
        },
    );
    let pieces = prop_oneof![3 => item, 1 => select(XML).prop_map(str::to_owned)];
    proptest::collection::vec(pieces, 0..6).prop_map(move |pieces| format!("{head}{}</channel></rss>", pieces.concat()))
}

#[test]
fn exports_that_break_tools_are_read_as_far_as_they_go() {
    let head = "<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel>";
    let item = |text: &str| format!("<item><content:encoded>{text}</content:encoded></item>");
    let found = |text: &str| {
        let found = wxr_items(text);
        (found.items.len(), found.fault.map(|fault| (fault.cause, fault.at.start)))
    };
    let deep = format!("{head}{}{}", item("x"), "<a>".repeat(100_000));
    assert_eq!(found(&deep), (1, Some((Cause::BrokenOff, deep.len()))));
    let inside = item(&format!("x{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000)));
    assert_eq!(found(&format!("{head}{inside}</channel></rss>")), (1, None));
    let bomb = format!(
        "<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>{head}{}</channel></rss>",
        item("x &b;&b;")
    );
    let items = wxr_items(&bomb).items;
    assert_eq!(source_of(items[0].1, RecordFormat::Wxr).unwrap().text(), "x &b;&b;", "an entity is not expanded");
    let mismatched = format!("{head}{}<item></other>{}", item("x"), item("y"));
    assert!(matches!(found(&mismatched), (1, Some((Cause::List, _)))), "{:?}", found(&mismatched));
    for other in ["", "<rss><channel/></rss>", "<html><p>x</html>", "{}", "<rss xmlns:wp='http://elsewhere.example/'>"]
    {
        assert!(matches!(found(other), (0, Some(_))), "{other}");
    }
}

/// Pieces of all formats, thrown together.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "<p>", "</p>", "<b>", "</b>", "<li>", "<div hidden>", "</div>", "<article>", "</article>", "<main>", "<aside>", "<br>", "<img alt='م' title=x>", "<h1>", "<td>",
    "<script>", "</script>", "<!--", "-->", "<!-- copydesk: ignore x -->", "<a href=\"x\" title=\"“\">", "</a>", "<pre>", "<code>", "</code>", "<", ">", "<title>",
    "&amp;", "&#1605;", "&#x1F642;", "&ldquo;", "&", "&copy", "&nosuch;", "&#0;", "&#x80;", "&shy;",
    "# ", "## ", "- ", "1. ", "> ", "    ", "\t", "```\n", "~~~\n", "`", "**", "*", "_", "[", "](", ")", "![", "][r]", "\n[r]: x \"ت\"\n", "[^1]", "\n[^1]: ", "| a | b |\n|---|---|\n", "|",
    "---\n", "+++\n", "title: ", "title = ", "\"", "'", "{", "}", ": ", "\\", "\\\"", "\\u0645", ">-\n", "&a ", "*a ",
    "{{< x >}}", "{{% y", "%}}", "{% raw %}", "{% endraw %}", "{{", "}}", "[caption id=\"a\"]", "[/caption]", "{# x", "#}", "<% x %>", "<?php \"a", "?>", "{{< figure caption=\"ت\\\"x\" >}}", "$x_", "$", "<button>", "<rt>", "https://a.example/b_c", "<https://a.example>",
    "Slug: x\n", "By: ", "\r\nالمصدر: م", "العنوان： “\n", "كتب", "الوزير", "word ", "A", "🙂", "e\u{301}", "\u{ad}", "\u{feff}", "\n", "\n", "\n\n", "\r\n", " ", ".", "“", "”",
];

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => proptest::collection::vec(select(PIECES), 0..40).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

/// What is stored under each occurrence of `word` in the prose of a text.
fn stored<'t>(text: &'t str, format: Format, word: &str) -> Vec<&'t str> {
    with_document(text, format, |document| {
        let found = document.blocks.iter().flat_map(|block| {
            let place = |(at, _): (usize, &str)| block.locate(ProseSpan::from_range(at..at + word.len()));
            block.prose.match_indices(word).map(place).collect::<Vec<_>>()
        });
        found.map(|span| &text[span.range()]).collect()
    })
}

#[test]
fn names_that_broke_other_tools_are_found_whole() {
    for (text, format, expected) in [
        ("<p>قال سيرغي <b>فولكو</b>ف هنا", Format::Html, vec!["فولكو</b>ف"]),
        ("<p>قال &#1601;&#1608;&#x644;كوف", Format::Html, vec!["&#1601;&#1608;&#x644;كوف"]),
        ("<p>قال فول&shy;كوف", Format::Html, vec!["فول&shy;كوف"]),
        ("<p>قال فول<wbr>كوف", Format::Html, vec!["فول<wbr>كوف"]),
        ("<p>🙂🙂 فولكوف", Format::Html, vec!["فولكوف"]),
        ("🙂 **فولكوف**: فولكوف وفولكوف", Format::Markdown, vec!["فولكوف", "فولكوف", "فولكوف"]),
        ("قال **فولكو**ف\\!", Format::Markdown, vec!["فولكو**ف"]),
        ("---\ntitle: خبر\n---\n\nقال فولكوف", Format::Markdown, vec!["فولكوف"]),
        ("---\r\ntitle: 'خبر: فولكوف'\r\n---\r\n\r\n\tفولكوف في الكود\r\n", Format::Markdown, vec!["فولكوف"]),
        ("\u{feff}[اقرأ فولكوف](a_b \"فولكوف\")", Format::Markdown, vec!["فولكوف", "فولكوف"]),
    ] {
        assert_eq!(stored(text, format, "فولكوف"), expected, "{text}");
    }
}

#[test]
fn a_page_is_read_where_its_article_is() {
    let prose = |text: &str| {
        with_document(text, Format::Html, |document| {
            document.blocks.iter().map(|block| block.prose.to_string()).collect::<Vec<_>>()
        })
    };
    let body = "<h1>Head</h1><p>One.</p><p>Two, and more of it.</p>";
    for page in [
        format!(
            "<html><head><title>T</title><style>p{{}}</style></head><body><nav>N</nav><main>{body}</main><footer>F</footer></body></html>"
        ),
        format!(
            "<body><header>Site</header><article>{body}</article><article><p>Teaser</p></article><aside>More</aside></body>"
        ),
        format!("<p>Outside</p><main><article>{body}</article><aside>More</aside></main>"),
        format!("<nav>N</nav>{body}<aside>More</aside><footer>F</footer><script>\"<p>x\"</script>"),
        format!("<div hidden>x</div><div style='color:red; display : none'><p>x</div><p aria-hidden=true>x</p>{body}"),
    ] {
        assert_eq!(prose(&page), ["Head", "One.", "Two, and more of it."], "{page}");
    }
}

#[test]
fn what_is_said_about_an_article_is_read_in_every_format() {
    use copydesk::language::{Field, Genre};
    let author = |text: &str, format: Format| {
        with_document(text, format, |document| {
            document
                .metadata
                .values(Field::Author)
                .map(|entry| text[entry.span().range()].to_owned())
                .collect::<Vec<_>>()
        })
    };
    for (text, format, expected) in [
        ("---\nauthor: Ann\n---\n", Format::Markdown, "Ann"),
        ("---\nauthors:\n  - name: Ann\n---\n", Format::Markdown, "Ann"),
        ("+++\nauthor = 'Ann'\n+++\n", Format::Markdown, "Ann"),
        ("---\nالكاتب: سارة\n---\n", Format::Markdown, "سارة"),
        ("<meta name=author content=\"A &amp; B\">", Format::Html, "A &amp; B"),
        (
            "<script type=\"application/ld+json\">{\"@graph\": [{\"@type\": \"NewsArticle\", \"author\": {\"name\": \"Ann\"}}]}</script>",
            Format::Html,
            "Ann",
        ),
    ] {
        assert_eq!(author(text, format), [expected], "{text}");
    }
    with_document("---\ntype: Opinion\nlang: ar\n---\nsome words", Format::Markdown, |document| {
        assert_eq!(document.metadata.genres, [Genre::Opinion]);
        assert_eq!(&*document.language.tag, "ar");
    });
}
