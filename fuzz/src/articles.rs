//! Bytes that come in as articles.

use copydesk::document::{
    self, Article, Block, Document, FieldPaths, Format, Reading, RecordFormat, RecordStart, read_record, record_list,
    rewrite_record, table_rows, wxr_items,
};
use copydesk::engine::{Engine, Policy, Selection};
use copydesk::text::{Edit, Encoding, ProseSpan, Source, SourceId, Span, decode_article};
use std::sync::{Arc, LazyLock};

use super::{BUILT_IN, languages, source, text_of};

/// Encodings somebody may name.
const LABELS: [&str; 8] =
    ["windows-1256", "utf-16be", "iso-8859-6", "gbk", "iso-2022-jp", "koi8-r", "shift_jis", "utf-8"];

/// What is decoded is encoded to the same bytes, or is never written; its places are in the file.
pub fn decode(bytes: &[u8]) {
    let id = SourceId::Stdin(None);
    let (wish, bytes) = match bytes.split_first() {
        Some((first, rest)) => (LABELS.get(*first as usize).and_then(|label| Encoding::of_label(label)), rest),
        None => (None, bytes),
    };
    for declares in [false, true] {
        let Ok(read) = decode_article(bytes, wish, declares) else { continue };
        assert!(!read.text.contains('\0'), "a text without NUL");
        if read.encoding == Encoding::UTF_8 {
            assert_eq!(read.text.as_bytes(), bytes, "UTF-8 is taken as it is");
        }
        let written = read.encoding.encode(&read.text);
        let mut article = Source::new(id.clone(), read.text.as_str());
        article.encoding = read.encoding;
        if written.as_deref() == Ok(bytes) {
            let mut last = 0;
            for (at, _) in read.text.char_indices() {
                let Some(stored) = article.stored_offset(at as u32) else { break };
                assert!(stored >= last && stored <= bytes.len() as u64, "{stored} lies in the file");
                last = stored;
            }
            if let Some(end) = article.stored_offset(read.text.len() as u32) {
                assert_eq!(end, bytes.len() as u64, "the end of the text is the end of the file");
            }
        }
    }
}

/// What stands under a place in the prose is what the place in the file holds, wherever an edit is possible.
fn blocks_lead_back(source: &Source, blocks: &[Block<'_>]) {
    for block in blocks {
        let whole = block.locate(block.whole());
        assert!(source.text().get(whole.range()).is_some(), "{whole:?} lies in the text");
        let ends: Vec<usize> = block.prose.char_indices().map(|(at, _)| at).chain([block.prose.len()]).collect();
        // Short spans, and some long ones.
        for (index, &from) in ends.iter().enumerate() {
            for to in [1, 2, 17].iter().filter_map(|more| ends.get(index + more)) {
                let span = ProseSpan::from_range(from..*to);
                let stored = block.locate(span);
                assert!(source.text().get(stored.range()).is_some(), "{stored:?} lies in the text");
                assert!(whole.start <= stored.start && stored.end <= whole.end, "{stored:?} lies in {whole:?}");
                if let Some(editable) = block.editable(span) {
                    assert_eq!(source.slice(editable), block.slice(span), "prose and file are the same bytes");
                }
            }
        }
    }
}

fn document_is_sound(document: &Document<'_>) {
    let text = document.source.text();
    blocks_lead_back(document.source, &document.blocks);
    let inside = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?} lies in the text");
    document.metadata.entries.iter().for_each(|entry| inside(entry.span()));
    document.metadata.front_matter.into_iter().for_each(inside);
    document.pictures.iter().for_each(|picture| inside(picture.span));
    document.directives.iter().for_each(|directive| (inside(directive.span), inside(directive.words)).0);
    if let Some((_, at)) = &document.fault {
        assert!(*at as usize <= text.len(), "a fault lies in the text");
    }
}

fn parse(text: &str, format: Format) {
    let source = source(text);
    document_is_sound(&document::parse(&source, format, &Reading::new(languages())));
}

/// Plain text.
pub fn plain(bytes: &[u8]) {
    text_of(bytes).into_iter().for_each(|text| parse(text, Format::Text));
}

/// Markdown.
pub fn markdown(bytes: &[u8]) {
    text_of(bytes).into_iter().for_each(|text| parse(text, Format::Markdown));
}

/// HTML.
pub fn html(bytes: &[u8]) {
    text_of(bytes).into_iter().for_each(|text| parse(text, Format::Html));
}

/// Front matter in YAML, TOML and JSON.
pub fn front_matter(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    for (open, close) in [("---\n", "\n---\n"), ("+++\n", "\n+++\n"), ("{", "}\n")] {
        parse(&format!("{open}{text}{close}\nThe ferry was late on Tuesday.\n"), Format::Markdown);
    }
}

/// A record's places are in it; without edits it stays as it is, and an edit that fits changes what it says to what was meant,
/// or the record is left alone.
fn record_is_sound(raw: &str, format: RecordFormat, paths: &FieldPaths) {
    let reading = Reading::new(languages());
    let raw = if paths.columns.is_some() { raw } else { raw.trim_ascii() };
    let article = |raw: &str| {
        let start = RecordStart { byte: 0, line: 1, column: 0, line_start: 0 };
        let record = read_record(raw, format, paths, &reading).ok()?;
        Some(record.into_source(SourceId::Stdin(None), raw, start))
    };
    let Some(source) = article(raw) else { return };
    let text = source.text();
    assert_eq!(
        rewrite_record(raw, &[], format, paths, &reading).as_deref(),
        Some(raw),
        "without edits nothing changes"
    );
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    for (index, &from) in ends.iter().enumerate() {
        let stored = source.stored_offset(from as u32).expect("records are UTF-8");
        assert!(raw.is_char_boundary(stored as usize), "{stored} lies in the record");
        let Some(&to) = ends.get(index + index % 3).filter(|_| index % 7 == 0) else { continue };
        let edit = Edit { span: Span::new(from as u32, to as u32), text: "\"é\n🙂".into() };
        if let Some(next) = rewrite_record(raw, &[vec![edit]], format, paths, &reading) {
            let _ = article(&next);
        }
    }
}

/// JSON Lines.
pub fn records(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    text.lines().for_each(|line| record_is_sound(line, RecordFormat::JsonLines, &FieldPaths::default()));
}

/// Records of a list are in order, and stand where they are said to.
fn list_is_sound(text: &str, records: &[(usize, &str)], format: RecordFormat, paths: &FieldPaths) {
    let mut last = 0;
    for (at, raw) in records {
        assert!(*at >= last, "records are in order");
        last = at + raw.len();
        assert_eq!(text.get(*at..last), Some(*raw), "a record stands where it is said to");
        record_is_sound(raw, format, paths);
    }
}

/// A JSON file that is one record or a list of them.
pub fn json(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    let found = record_list(text);
    assert!(found.fault.is_none_or(|fault| fault.at.start <= text.len()), "a fault lies in the text");
    list_is_sound(text, &found.items, RecordFormat::Json, &FieldPaths::default());
}

/// A WordPress export. The fuzzer's bytes stand inside it, and stand for it.
pub fn wxr(bytes: &[u8]) {
    let Some(inside) = text_of(bytes) else { return };
    let head = "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><wp:wxr_version>1.2</wp:wxr_version><item>";
    for text in [format!("{head}{inside}</item></channel></rss>"), inside.to_owned()] {
        let found = wxr_items(&text);
        assert!(found.fault.is_none_or(|fault| fault.at.start <= text.len()), "a fault lies in the text");
        list_is_sound(&text, &found.items, RecordFormat::Wxr, &FieldPaths::default());
    }
}

/// A table. The fuzzer's bytes stand below columns that are known, and stand for it.
pub fn csv(bytes: &[u8]) {
    let Some(inside) = text_of(bytes) else { return };
    for text in [format!("id,title,text\n{inside}"), inside.to_owned()] {
        let (columns, found) = table_rows(&text);
        assert!(found.fault.is_none_or(|fault| fault.at.start <= text.len()), "a fault lies in the text");
        let paths = FieldPaths { columns, ..FieldPaths::default() };
        list_is_sound(&text, &found.items, RecordFormat::Csv, &paths);
    }
}

/// Quotation marks and brackets, in each language that has its own.
pub fn quotations(bytes: &[u8]) {
    static ENGINES: LazyLock<Vec<Engine>> = LazyLock::new(|| {
        ["ar", "en", "de", "fr"]
            .iter()
            .map(|tag| {
                let language = languages().get(tag).expect("a known language");
                let selection = Selection { select: vec!["quotes".into(), "attribution".into()], ignore: Vec::new() };
                let policy = Policy { language: Some(Arc::clone(language)), selection, ..Policy::default() };
                Engine::new(Arc::clone(languages()), Arc::clone(&BUILT_IN.1), policy)
            })
            .collect()
    });
    let Some(text) = text_of(bytes) else { return };
    for engine in ENGINES.iter() {
        super::fixes::is_sound(text, &engine.check(&Article::of(source(text), Format::Text)).findings);
    }
}
