//! Files of many articles that are in memory: one of their articles is looked at, and written back.

use crate::document::{
    Article, FieldPaths, Format, Layout, NoRecord, Reading, RecordFormat, RecordStart, read_record, record_edits,
    table_rows,
};
use crate::text::{Edit, RecordPart, Source, SourceId, Span, apply_edits, changed_numbers, changed_parts, narrow};

/// Stands before a record on its line and is no part of it.
const BEFORE: [char; 5] = ['\u{feff}', ' ', '\t', '\r', '\n'];

/// A file of many articles.
pub struct Many<'t> {
    id: SourceId,
    format: RecordFormat,
    fields: FieldPaths,
    records: Vec<Raw<'t>>,
    /// Whether it cannot be read to its end.
    pub is_broken: bool,
}

/// A record as it is written.
#[derive(Debug, Clone, Copy)]
struct Raw<'t> {
    text: &'t str,
    start: RecordStart,
}

/// An article of a file of many.
pub struct One<'m> {
    raw: Raw<'m>,
    format: RecordFormat,
    fields: FieldPaths,
    /// The article as the file has it.
    pub article: Article,
}

impl<'t> Many<'t> {
    /// The file that holds `text` and goes by `id`.
    pub fn of(id: SourceId, text: &'t str, format: RecordFormat) -> Self {
        let content = text.strip_prefix('\u{feff}').unwrap_or(text);
        let skipped = text.len() - content.len();
        let mut fields = FieldPaths::default();
        let (items, is_broken) = match format.layout() {
            Layout::Lines => (lines_of(content), false),
            Layout::Rows => {
                let (columns, found) = table_rows(content);
                fields.columns = columns;
                (found.items, found.fault.is_some())
            }
            Layout::List(items) => {
                let found = items(content);
                (found.items, found.fault.is_some())
            }
        };
        let (mut line, mut line_start, mut done) = (1_u32, 0, 0);
        let raw = |(at, raw): (usize, &'t str)| {
            for end in memchr::memchr_iter(b'\n', content.get(done..at).unwrap_or_default().as_bytes()) {
                line = line.saturating_add(1);
                line_start = done + end + 1;
            }
            done = at;
            let before = content.get(line_start..at).unwrap_or_default();
            // A byte order mark is part of its line.
            let begin = if line == 1 { 0 } else { line_start + skipped };
            let start = RecordStart {
                byte: (at + skipped) as u64,
                line,
                column: narrow(before.chars().count()),
                line_start: begin as u64,
            };
            Raw { text: raw, start }
        };
        Self { id, format, fields, records: items.into_iter().map(raw).collect(), is_broken }
    }

    /// How many records it has, articles or not.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// The article in the record with a number, from 0.
    ///
    /// # Errors
    /// Why there is none in it.
    pub fn one(&self, number: usize, reading: &Reading<'_>) -> Result<One<'t>, NoRecord> {
        let raw = *self.records.get(number).ok_or(NoRecord::NoText)?;
        let source = raw.source(&self.id, raw.text, (self.format, &self.fields), reading)?;
        let is_html = source.record.as_ref().and_then(|record| record.body()).is_some_and(|body| body.is_html);
        let article = Article::of(source, if is_html { Format::Html } else { Format::Text });
        Ok(One { raw, format: self.format, fields: self.fields.clone(), article })
    }
}

impl Raw<'_> {
    /// The article in a record, if it were written as `raw`.
    fn source(
        &self,
        id: &SourceId,
        raw: &str,
        (format, fields): (RecordFormat, &FieldPaths),
        reading: &Reading<'_>,
    ) -> Result<Source, NoRecord> {
        let record = read_record(raw, format, fields, reading)?;
        Ok(record.into_source(id.clone(), raw, self.start))
    }
}

/// The records of a text that has one a line, each with the byte at which it begins.
fn lines_of(text: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    let records = text.split_inclusive('\n').filter_map(|line| {
        let begin = at + line.len() - line.trim_start_matches(BEFORE).len();
        at += line.len();
        let record = line.trim_matches(BEFORE);
        (!record.is_empty()).then_some((begin, record))
    });
    records.collect()
}

impl One<'_> {
    /// The line of the file it begins on, from 1.
    pub fn line(&self) -> u32 {
        self.raw.start.line
    }

    /// What the article is known by.
    pub fn id(&self) -> String {
        self.article.source.record.as_ref().map(|record| record.id.clone()).unwrap_or_default()
    }

    /// The article with a text that somebody has edited. What it consists of (headline, text) is known as long as no edit reaches from
    /// one into the other; after that, it is one text.
    pub fn edited(&self, text: &str) -> Article {
        let source = &self.article.source;
        let edits = edits_between(source, text, LineEnds::AsGiven);
        let edited = edits.and_then(|edits| source.edited(&edits)).filter(|edited| edited.text() == text);
        Article::of(edited.unwrap_or_else(|| Source::new(source.id.clone(), text)), self.article.format)
    }

    /// Where the record stands in the file, and what is written there if the article's text becomes `text`: nothing is changed but the
    /// strings whose words are. Nothing if it cannot be written, since a change reaches from one string into another.
    pub fn written(&self, text: &str, reading: &Reading<'_>) -> Option<(Span, String)> {
        let source = &self.article.source;
        let edits = edits_between(source, text, LineEnds::Kept)?;
        let edits = record_edits(self.raw.text, &edits, self.format, &self.fields, reading)?;
        let written = apply_edits(self.raw.text, &edits)?;
        let again = self.raw.source(&source.id, &written, (self.format, &self.fields), reading).ok()?;
        let is_same = with_line_feeds(again.text()) == with_line_feeds(text) && has_same_parts(source, &again);
        let start = usize::try_from(self.raw.start.byte).ok()?;
        is_same.then(|| (Span::from_range(start..start + self.raw.text.len()), written))
    }
}

/// Whether two texts of a record are made of the same strings.
fn has_same_parts(a: &Source, b: &Source) -> bool {
    let fields = |source: &Source| {
        let parts = source.record.as_ref().map(|record| record.parts.iter().map(|part| part.field.clone()));
        parts.map(Iterator::collect::<Vec<_>>)
    };
    fields(a) == fields(b)
}

fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// What becomes of line ends where nothing else changes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEnds {
    /// They are those of the new text.
    AsGiven,
    /// They stay what they were: a page that edits the text has line feeds only.
    Kept,
}

/// A line with its end.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    words: &'t str,
    end: &'t str,
}

impl<'t> Line<'t> {
    fn all_of(text: &'t str) -> Vec<Self> {
        let (mut lines, mut start) = (Vec::new(), 0);
        while start < text.len() {
            let rest = text.get(start..).unwrap_or_default();
            let at = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
            let (words, behind) = rest.split_at(at);
            let length = if behind.starts_with("\r\n") { 2 } else { behind.len().min(1) };
            let line = Self { start, words, end: behind.get(..length).unwrap_or_default() };
            start = line.past();
            lines.push(line);
        }
        lines
    }

    /// Where its words end.
    fn after_words(&self) -> usize {
        self.start + self.words.len()
    }

    /// Where the next line begins.
    fn past(&self) -> usize {
        self.after_words() + self.end.len()
    }

    /// What makes it the same as another.
    fn key(&self, ends: LineEnds) -> (&'t str, &'t str) {
        let is_kept = ends == LineEnds::Kept && !self.end.is_empty();
        (self.words, if is_kept { "\n" } else { self.end })
    }
}

/// The edits that make `new` of the text of a record, each inside one of the strings it is made of; nothing if they are not.
fn edits_between(source: &Source, new: &str, ends: LineEnds) -> Option<Vec<Edit>> {
    let old = source.text();
    let parts = source.record.as_ref().map(|record| record.parts.as_slice()).unwrap_or_default();
    let (old_lines, new_lines) = (Line::all_of(old), Line::all_of(new));
    let keys = |lines: &[Line<'_>]| lines.iter().map(|line| line.key(ends)).map(owned).collect::<Vec<_>>();
    let mut edits = Vec::new();
    for (gone, come) in changed_numbers(&keys(&old_lines), &keys(&new_lines)) {
        let before = old_lines.get(gone.clone()).unwrap_or_default();
        let after = new_lines.get(come).unwrap_or_default();
        // Lines of which as many come as go have each its own edits: a headline and the text below it may both have changed.
        let pairs: Vec<(&[Line<'_>], &[Line<'_>])> = if before.len() == after.len() {
            before.chunks(1).zip(after.chunks(1)).collect()
        } else {
            vec![(before, after)]
        };
        let begin = old_lines.get(gone.start).map_or(old.len(), |line| line.start);
        for (before, after) in pairs {
            let start = before.first().map_or(begin, |line| line.start);
            let has_ends = |lines: &[Line<'_>]| lines.last().is_some_and(|line| !line.end.is_empty());
            let keeps_last = ends == LineEnds::Kept && has_ends(before) && has_ends(after);
            let stretch = |text, lines| stretch(text, lines, keeps_last);
            let (was, is) = (stretch(old, before), stretch(new, after));
            edits.extend(changed_parts(was, is).into_iter().map(|(gone, come)| Edit {
                span: Span::from_range(start + gone.start..start + gone.end),
                text: is.get(come).unwrap_or_default().to_owned(),
            }));
        }
    }
    edits.into_iter().map(|edit| inside_one(edit, old, parts, ends)).collect()
}

fn owned((words, end): (&str, &str)) -> (String, String) {
    (words.to_owned(), end.to_owned())
}

/// The text of some lines, the last one's end left out if that stays.
fn stretch<'t>(text: &'t str, lines: &[Line<'_>], keeps_last: bool) -> &'t str {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return "" };
    let end = if keeps_last { last.after_words() } else { last.past() };
    text.get(first.start..end).unwrap_or_default()
}

/// An edit as one that lies in one string; nothing if it does not.
fn inside_one(edit: Edit, old: &str, parts: &[RecordPart], ends: LineEnds) -> Option<Edit> {
    let holder = |span: Span| parts.iter().find(|part| part.span.start <= span.start && span.end <= part.span.end);
    let (edit, part) = match holder(edit.span) {
        Some(part) => (edit, part),
        None => {
            // A line may as well come with the line end before it as with the one behind.
            let edit = one_line_end_earlier(&edit, old)?;
            let part = holder(edit.span)?;
            (edit, part)
        }
    };
    let is_crlf = old.get(part.span.range()).unwrap_or_default().contains("\r\n");
    let text = match ends {
        LineEnds::Kept if is_crlf && !edit.text.contains('\r') => edit.text.replace('\n', "\r\n"),
        _ => edit.text,
    };
    Some(Edit { text, ..edit })
}

/// The same change, of a line that comes or goes, with the line feed before it in place of the one at its end.
fn one_line_end_earlier(edit: &Edit, old: &str) -> Option<Edit> {
    let Span { start, end } = edit.span;
    let before = old.get(..start as usize)?.ends_with('\n').then(|| start - 1)?;
    if edit.span.is_empty() {
        let text = edit.text.strip_suffix('\n')?;
        return Some(Edit { span: Span::new(before, before), text: format!("\n{text}") });
    }
    let goes = edit.text.is_empty() && old.get(edit.span.range())?.ends_with('\n');
    goes.then(|| Edit { span: Span::new(before, end - 1), text: String::new() })
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::linter::Linter;

    static LINTER: LazyLock<Linter> = LazyLock::new(|| Linter::built_in().unwrap());

    /// Every text that comes of deleting a letter, putting one in, or cutting a stretch out.
    fn slips(text: &str) -> Vec<String> {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut slips = Vec::new();
        for (index, &at) in places.iter().enumerate() {
            let (before, behind) = text.split_at(at);
            slips.extend(
                ["\n", "\n\n", "\"", "\\", "<", "]]>", "\u{1f642}"].map(|new| format!("{before}{new}{behind}")),
            );
            for length in [1, 2, 9] {
                slips.extend(places.get(index + length).map(|&end| format!("{before}{}", &text[end..])));
            }
        }
        slips
    }

    #[test]
    fn whatever_is_done_to_a_text_its_file_is_sound_or_not_written() {
        let json = "[ {\"headline\" : \"Rain\\/sun\", \"text\": \"One \\u0022two\\u0022.\\r\\n\\r\\nTwo\\t🙂.\", \"caption\": \"A pier\", \"n\": [1, 2.0]},\n{\"text\": \"Sun.\"} ]\n";
        let export = "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><item><title>Rain &amp; sun</title>\
            <content:encoded><![CDATA[<p>One <b>two</b>.</p>\n\n<p>Three &amp; four.</p>]]></content:encoded></item></channel></rss>";
        for (file, format) in [(json, RecordFormat::Json), (export, RecordFormat::Wxr)] {
            let reading = LINTER.engine().reading();
            let id = || SourceId::File("a".into());
            let one = Many::of(id(), file, format).one(0, &reading).unwrap();
            let stored = with_line_feeds(one.article.source.text());
            let (mut written, mut refused) = (0, 0);
            for slip in slips(&stored) {
                assert_eq!(one.edited(&slip).source.text(), slip);
                let Some((span, text)) = one.written(&slip, &reading) else {
                    refused += 1;
                    continue;
                };
                written += 1;
                let after = format!("{}{text}{}", &file[..span.start as usize], &file[span.end as usize..]);
                let many = Many::of(id(), &after, format);
                assert!(!many.is_broken, "{after}");
                let again = many.one(0, &reading).unwrap();
                assert_eq!(with_line_feeds(again.article.source.text()), slip, "{after}");
                if format == RecordFormat::Json {
                    let values: serde_json::Value = serde_json::from_str(&after).unwrap();
                    assert_eq!((&values[0]["n"], &values[1]["text"]), (&serde_json::json!([1, 2.0]), &"Sun.".into()));
                    let is_kept = after.contains(".\\r\\n\\r\\nTwo");
                    assert!(is_kept || !slip.contains(".\n\nTwo"), "line ends stay: {after}");
                }
            }
            assert!(written > 4 * refused && refused > 0, "{format:?}: {written} written, {refused} refused");
        }
    }
}
