//! The stored bytes under every place of the prose are what became that prose: through references, escapes, markup and
//! line ends, in every format. The articles are written character by character, so that it is known where each one went.

use std::ops::Range;

use copydesk::document::{self, Block, Document, FieldPaths, Format, Reading, read_record, rewrite_string};
use copydesk::text::{Edit, ProseSpan, RecordPlace, Source, SourceId, Span, apply_edits};
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
    fn any_text_can_be_read_in_any_format(text in any_text(), format in select(&[Format::Markdown, Format::Html][..])) {
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

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_of_records_are_located_and_rewritten_through_their_escapes(
        letters in proptest::collection::vec((select(CHARACTERS), any::<bool>()), 0..30),
        place in any::<(proptest::sample::Index, proptest::sample::Index)>(),
        put_in in select(&["", "“", "\"", "\\n", "\n", "م🙂"][..]),
    ) {
        let mut raw = "{\"id\": 3, \"text\": \"".to_owned();
        let (mut text, mut places) = (String::new(), Vec::new());
        for (c, is_coded) in letters {
            let way = if is_coded { Way::Coded } else { Way::Raw };
            places.push((text.len(), write(&mut raw, c, way, Place::Json)));
            text.push(c);
        }
        places.push((text.len(), raw.len()..raw.len()));
        raw.push_str("\", \"x\": \"\\/\"}");
        let record = read_record(&raw, &FieldPaths::default(), support::languages().fields()).expect("a record");
        prop_assert_eq!(&*record.text, text.as_str());
        let anchors = record.map.anchors(&raw[record.written.clone()], record.written.start as u32);
        let mut source = Source::new(SourceId::Stdin(None), text.as_str());
        let (id, field, members) = (String::new(), String::new(), Vec::new());
        let column = raw[..record.written.start].chars().count() as u32;
        source.record =
            Some(Box::new(RecordPlace { id, field, line: 7, column, line_start: 1 << 33, start: 1 << 33, anchors, language: None, members }));
        let Some(record_place) = &source.record else { return Ok(()) };
        for (at, stored) in &places {
            prop_assert_eq!(record_place.file_offset(*at as u32), (1 << 33) + stored.start as u64);
            let column = raw[..stored.start].chars().count() + 1;
            prop_assert_eq!(source.file_position(*at as u32).column as usize, column);
        }
        let (a, b) = (place.0.index(places.len()), place.1.index(places.len()));
        let (from, to) = (&places[a.min(b)], &places[a.max(b)]);
        let edits = vec![Edit { span: Span::from_range(from.0..to.0), text: put_in.to_owned() }];
        let after = apply_edits(&text, &edits).expect("it fits");
        let written = rewrite_string(&raw[record.written.clone()], &[edits]).expect("it fits");
        prop_assert_eq!(serde_json::from_str::<String>(&format!("\"{written}\"")).expect("a string"), after);
        prop_assert!(written.starts_with(&raw[record.written.start..from.1.start]), "{}", written);
        prop_assert!(written.ends_with(&raw[to.1.start..record.written.end]), "{}", written);
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
    "{{< x >}}", "{{% y", "%}}", "{% raw %}", "{% endraw %}", "{{", "}}", "[caption id=\"a\"]", "[/caption]", "https://a.example/b_c", "<https://a.example>",
    "كتب", "الوزير", "word ", "A", "🙂", "e\u{301}", "\u{ad}", "\u{feff}", "\n", "\n", "\n\n", "\r\n", " ", ".", "“", "”",
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
    use copydesk::language::Field;
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
        assert!(document.metadata.is_any_of(["opinion", "transcript"]));
        assert_eq!(&*document.language.tag, "ar");
    });
}
