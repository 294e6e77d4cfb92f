//! The articles of `examples/` have the defects that `examples/README.md` says they have, and no others.

use copydesk::document::{Article, FieldPaths, Format, RecordFormat, RecordStart, read_record};
use copydesk::text::SourceId;

use super::support;

/// A finding as the table names it: article, line, code.
type Row = (String, u32, String);

/// The rows of the table: `| article | line | code | … |`.
fn promised() -> Vec<Row> {
    let text = support::read(&support::root().join("examples/README.md"));
    let rows = text.lines().filter_map(|line| {
        let mut cells = line.strip_prefix('|')?.split('|').map(|cell| cell.trim().trim_matches('`').to_owned());
        let (article, line, code) = (cells.next()?, cells.next()?, cells.next()?);
        Some((article, line.parse().ok()?, code))
    });
    let mut rows: Vec<Row> = rows.collect();
    rows.sort();
    rows
}

#[test]
fn the_examples_have_the_defects_their_readme_lists() {
    // A convention is a house's decision, and these articles come from several houses.
    let engine = support::engine_of_all_but(&["quotes/house-style", "text/dates"]);
    let mut found: Vec<Row> = Vec::new();
    // The newsroom has a page of its own, and settings.
    let files = |extension: &str| {
        let articles = support::files("examples", extension).into_iter();
        articles.filter(|(name, _)| !name.ends_with("README.md") && !name.contains("/newsroom/"))
    };
    for extension in ["txt", "md", "html"] {
        for (name, path) in files(extension) {
            let article = Article::named(&path, support::read(&path));
            for diagnostic in engine.check(&article).findings {
                let line = article.source.position(diagnostic.span.start).line;
                let name = name.trim_start_matches("examples/").to_owned();
                found.push((name, line, diagnostic.code.as_str().to_owned()));
            }
        }
    }
    for (name, path) in files("jsonl") {
        for (line, record) in support::read(&path).lines().enumerate() {
            let start = RecordStart { byte: 0, line: line as u32 + 1, column: 0, line_start: 0 };
            let reading = engine.reading();
            let found_in =
                read_record(record, RecordFormat::JsonLines, &FieldPaths::default(), &reading).expect("a record");
            let source = found_in.into_source(SourceId::Stdin(None), record, start);
            for diagnostic in engine.check(&Article::of(source, Format::Text)).findings {
                let article = name.trim_start_matches("examples/").to_owned();
                found.push((article, line as u32 + 1, diagnostic.code.as_str().to_owned()));
            }
        }
    }
    found.sort();
    let promised = promised();
    assert!(promised.len() >= 10, "the table of examples/README.md was not read: {promised:?}");
    let only = |these: &[Row], those: &[Row]| {
        let rows: Vec<_> = these.iter().filter(|row| !those.contains(row)).map(|row| format!("{row:?}")).collect();
        rows.join("\n")
    };
    assert!(
        found == promised,
        "found and not listed:\n{}\nlisted and not found:\n{}",
        only(&found, &promised),
        only(&promised, &found)
    );
}
