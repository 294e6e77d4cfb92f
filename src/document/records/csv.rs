//! Rows of a table in comma-separated values, as spreadsheets and databases write them: a row a record, the first one the names of
//! the columns. What ends a row is worked out here, since a row is read by itself; so is where the bytes of a cell stand, which the
//! crate that reads such tables elsewhere does not tell. Tests hold the two to the same cells.

use std::borrow::Cow;
use std::ops::Range;

use super::super::{OffsetMap, Reading};
use super::{FieldPaths, Identity, Items, NoRecord, Quoting, Record, RecordString};
use crate::language::{Field, FieldNames};
use crate::text::{Cause, Fault, PartRole, Span};

/// What may stand between cells. The first row tells which it is.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
/// Most columns that are named to somebody who looks for one.
const MOST_SHOWN: usize = 12;

/// What the columns of a table are called, and what stands between its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    names: Vec<String>,
    delimiter: u8,
}

/// What stands before the next byte of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing of the cell yet.
    Start,
    /// A part of a cell that is not quoted.
    Bare,
    /// A part of one that is.
    Quoted,
    /// A quotation mark in one that is: its end, or the first of two that stand for one.
    Mark,
    /// A carriage return behind the last cell.
    Return,
}

/// Finds the end of a row, in bytes that come a stretch at a time.
#[derive(Debug)]
pub struct RowEnd {
    delimiters: Vec<u8>,
    state: State,
}

impl RowEnd {
    /// The end of a row in a table with these columns; without any, of the first row.
    #[must_use]
    pub fn of(columns: Option<&Columns>) -> Self {
        let delimiters = columns.map_or_else(|| DELIMITERS.to_vec(), |columns| vec![columns.delimiter]);
        Self { delimiters, state: State::Start }
    }

    /// How many of the next bytes belong to the row, and whether it ends there. A line end is a part of the row it ends.
    pub fn find(&mut self, bytes: &[u8]) -> (usize, bool) {
        for (at, &byte) in bytes.iter().enumerate() {
            self.state = match (self.state, byte) {
                (State::Return, b'\n') => return (at + 1, true),
                (State::Return, _) => return (at, true),
                (State::Quoted, b'"') => State::Mark,
                (State::Quoted, _) | (State::Mark, b'"') => State::Quoted,
                (_, b'\n') => return (at + 1, true),
                (_, b'\r') => State::Return,
                (State::Start, b'"') => State::Quoted,
                (_, byte) if self.delimiters.contains(&byte) => State::Start,
                _ => State::Bare,
            };
        }
        (bytes.len(), false)
    }
}

/// A cell of a row.
#[derive(Debug)]
struct Cell<'r> {
    /// Where it stands in the row; if it is quoted, between its marks.
    at: Range<usize>,
    is_quoted: bool,
    /// What stands there.
    written: &'r str,
}

impl<'r> Cell<'r> {
    /// What it says, and where each byte of that stands.
    fn text(&self) -> (Cow<'r, str>, OffsetMap) {
        let mut map = OffsetMap::empty();
        let span = |from: usize, to: usize| Span::from_range(self.at.start + from..self.at.start + to);
        if !self.is_quoted || !self.written.contains('"') {
            map.push_verbatim(span(0, self.written.len()));
            return (Cow::Borrowed(self.written), map);
        }
        let (mut text, mut done) = (String::with_capacity(self.written.len()), 0);
        for (at, pair) in self.written.match_indices("\"\"") {
            map.push_verbatim(span(done, at));
            map.push_replaced(span(at, at + pair.len()), 1);
            text.push_str(self.written.get(done..at).unwrap_or_default());
            text.push('"');
            done = at + pair.len();
        }
        map.push_verbatim(span(done, self.written.len()));
        text.push_str(self.written.get(done..).unwrap_or_default());
        (Cow::Owned(text), map)
    }
}

impl Columns {
    /// The columns that the first row of a table names. What gives the most of them stands between its cells.
    ///
    /// # Errors
    /// What is wrong with a cell.
    pub fn of(first_row: &str) -> Result<Self, Fault> {
        let with = |delimiter: u8| Some((delimiter, cells(first_row, delimiter)));
        let read = DELIMITERS.into_iter().filter_map(with);
        // Of two with as many, the first.
        let best = read.rev().max_by_key(|(_, cells)| cells.as_ref().map_or(0, Vec::len));
        let (delimiter, cells) = best.unwrap_or((b',', Ok(Vec::new())));
        let names = cells?.iter().map(|cell| cell.text().0.trim().to_owned()).collect();
        Ok(Self { names, delimiter })
    }

    /// The same columns, if one of them holds the texts. `first_row` is what names them.
    ///
    /// # Errors
    /// None is known for that, or several have the same name.
    pub fn with_one_text(self, first_row: &str, paths: &FieldPaths, reading: &Reading<'_>) -> Result<Self, Fault> {
        let text = self.of_field(&paths.text, Field::Text, reading.languages.fields());
        let name = text.and_then(|at| self.names.get(at));
        let count = name.map_or(0, |name| self.names.iter().filter(|other| *other == name).count());
        if count == 1 {
            return Ok(self);
        }
        let mut columns: Vec<&str> = self.names.iter().map(String::as_str).take(MOST_SHOWN + 1).collect();
        if let Some(last) = columns.get_mut(MOST_SHOWN) {
            *last = "…";
        }
        let end = first_row.trim_end_matches(['\r', '\n']).len();
        Err(Fault::new(Cause::Columns, "count", count.to_string(), 0..end).with("columns", columns.join(", ")))
    }

    /// The cells of a row, one for each column.
    fn cells<'r>(&self, row: &'r str) -> Result<Vec<Cell<'r>>, Fault> {
        let cells = cells(row, self.delimiter)?;
        if cells.len() == self.names.len() {
            return Ok(cells);
        }
        let end = row.trim_end_matches(['\r', '\n']).len();
        Err(Fault::new(Cause::Row, "cells", cells.len().to_string(), 0..end)
            .with("columns", self.names.len().to_string()))
    }

    /// The column with a name. Where there is none that is written so, capital letters make no difference.
    fn named(&self, name: &str) -> Option<usize> {
        let name = name.strip_prefix('/').unwrap_or(name);
        let find = |is_meant: &dyn Fn(&str) -> bool| self.names.iter().position(|column| is_meant(column));
        find(&|column| column == name).or_else(|| find(&|column| column.to_lowercase() == name.to_lowercase()))
    }

    /// The column that is wished for, or else the first under one of the names of a field.
    fn of_field(&self, wish: &Option<String>, field: Field, names: &FieldNames) -> Option<usize> {
        match wish {
            Some(wish) => self.named(wish),
            None => names.names_of(field).find_map(|name| self.named(name)),
        }
    }
}

/// The cells of a row.
fn cells(row: &str, delimiter: u8) -> Result<Vec<Cell<'_>>, Fault> {
    let bytes = row.as_bytes();
    let (mut cells, mut at) = (Vec::new(), 0);
    loop {
        let is_quoted = bytes.get(at) == Some(&b'"');
        let fault = |at: usize| Fault::plain(Cause::Cell, at..at + 1);
        let (start, end) = if is_quoted {
            (at + 1, closing(bytes, at + 1).ok_or_else(|| fault(at))?)
        } else {
            let rest = bytes.get(at..).unwrap_or_default();
            let length = memchr::memchr3(delimiter, b'\r', b'\n', rest).unwrap_or(rest.len());
            (at, at + length)
        };
        cells.push(Cell { at: start..end, is_quoted, written: row.get(start..end).unwrap_or_default() });
        let behind = end + usize::from(is_quoted);
        match bytes.get(behind) {
            Some(&byte) if byte == delimiter => at = behind + 1,
            Some(b'\r' | b'\n') | None => {
                let rest = bytes.get(behind..).unwrap_or_default();
                let is_whole = rest.iter().all(|byte| matches!(byte, b'\r' | b'\n'));
                return if is_whole { Ok(cells) } else { Err(fault(behind)) };
            }
            // What stands behind its end would be taken for a part of it, and the marks for none.
            Some(_) => return Err(fault(end)),
        }
    }
}

/// Where the mark stands that closes a quoted cell whose text begins at `from`.
fn closing(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let mark = at + memchr::memchr(b'"', bytes.get(at..)?)?;
        if bytes.get(mark + 1) != Some(&b'"') {
            return Some(mark);
        }
        at = mark + 2;
    }
}

/// The columns of a table that is in memory, and its rows behind the first, each with the byte at which it begins.
#[must_use]
pub fn rows(text: &str) -> (Option<Columns>, Items<'_>) {
    let (mut found, mut columns) = (Items::default(), None);
    let mut at = 0;
    while at < text.len() {
        let rest = text.get(at..).unwrap_or_default();
        let (length, is_whole) = RowEnd::of(columns.as_ref()).find(rest.as_bytes());
        let row = rest.get(..length).unwrap_or_default();
        if columns.is_some() {
            if !is_whole
                && let Some(columns) = &columns
                && let Err(fault) = cells(row, columns.delimiter)
            {
                found.fault = Some(fault.moved(at));
            }
            found.items.push((at, row.trim_end_matches(['\r', '\n'])));
        } else if !row.trim().is_empty() {
            match Columns::of(row) {
                Ok(named) => columns = Some(named),
                Err(fault) => {
                    found.fault = Some(fault.moved(at));
                    break;
                }
            }
        }
        at += length;
    }
    found.items.retain(|(_, row)| !row.trim().is_empty());
    (columns, found)
}

/// Reads one row.
///
/// # Errors
/// What is wrong with it, or that it has no text.
pub fn read<'r>(raw: &'r str, paths: &FieldPaths, reading: &Reading<'_>) -> Result<Record<'r>, NoRecord> {
    let Some(columns) = &paths.columns else { return Err(NoRecord::NoText) };
    let cells = columns.cells(raw)?;
    let names = reading.languages.fields();
    let text = columns.of_field(&paths.text, Field::Text, names).ok_or(NoRecord::NoText)?;
    if cells.get(text).is_none_or(|cell| cell.written.trim().is_empty()) {
        return Err(NoRecord::NoText);
    }
    let (mut strings, mut members) = (Vec::new(), Vec::new());
    for (index, (cell, name)) in cells.iter().zip(&columns.names).enumerate() {
        let key = name.to_lowercase();
        let role = if index == text { Some(PartRole::Text) } else { reading.role_of(&key) };
        let (value, map) = cell.text();
        if index != text && !value.is_empty() {
            members.push((key, value.to_string()));
        }
        if let Some(role) = role {
            let is_html = role == PartRole::Text && name.to_lowercase().ends_with("html");
            let quoting = Quoting::Cell { is_quoted: cell.is_quoted, delimiter: columns.delimiter };
            let pieces = vec![(cell.at.clone(), quoting)];
            strings.push(RecordString { field: name.clone(), role, is_html, text: value, map, pieces });
        }
    }
    let Identity { id, kept } = identity_of(columns, &cells, paths, names);
    let language = columns.of_field(&paths.language, Field::Language, names);
    let language = language.and_then(|at| value(&cells, at)).map(Cow::into_owned);
    Ok(Record { strings, id, language, members, kept })
}

/// What a row that is no article says of itself all the same.
#[must_use]
pub fn identity(raw: &str, paths: &FieldPaths, reading: &Reading<'_>) -> Identity {
    let Some(columns) = &paths.columns else { return Identity::default() };
    let cells = columns.cells(raw).unwrap_or_default();
    identity_of(columns, &cells, paths, reading.languages.fields())
}

fn identity_of(columns: &Columns, cells: &[Cell<'_>], paths: &FieldPaths, names: &FieldNames) -> Identity {
    let id = columns.of_field(&paths.id, Field::Id, names).and_then(|at| value(cells, at));
    let kept = paths.keep(|name| {
        let (text, _) = cells.get(columns.named(name)?)?.text();
        serde_json::to_string(&text).ok().map(Cow::Owned)
    });
    Identity { id: id.map(Cow::into_owned), kept }
}

/// What a cell says, if it says anything.
fn value<'r>(cells: &[Cell<'r>], at: usize) -> Option<Cow<'r, str>> {
    let (text, _) = cells.get(at)?.text();
    Some(text).filter(|text| !text.is_empty())
}

/// A text as it is written in a cell; nothing if it asks for marks around the cell.
#[must_use]
pub fn written(text: &str, is_quoted: bool, delimiter: u8) -> Option<String> {
    if is_quoted {
        return Some(text.replace('"', "\"\""));
    }
    let asks = |byte: u8| byte == delimiter || matches!(byte, b'"' | b'\r' | b'\n');
    (!text.bytes().any(asks)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{RecordFormat, read, rewrite};
    use super::*;
    use crate::testing::languages;
    use crate::text::{Edit, ProseSpan};

    fn table(first_row: &str) -> FieldPaths {
        FieldPaths::default().in_table(Columns::of(first_row).unwrap())
    }

    fn record<'r>(raw: &'r str, paths: &FieldPaths) -> Result<Record<'r>, NoRecord> {
        read(raw, RecordFormat::Csv, paths, &Reading::new(&languages()))
    }

    #[test]
    fn columns_are_found_by_their_names_whatever_stands_between_them() {
        for first_row in ["ID,Title,body,price\n", "\"ID\";\"Title\";\"body\";\"price\"\r\n", "ID\tTitle\tbody\tprice"]
        {
            let paths = table(first_row);
            let between = char::from(paths.columns.as_ref().unwrap().delimiter);
            let raw = format!("7{between}Rain today{between}\"It “rains”, \"\"he\"\" said;\t\nso.\"{between}1.50\r\n");
            let found = record(&raw, &paths).unwrap();
            let strings: Vec<_> =
                found.strings.iter().map(|string| (&*string.field, string.role, &*string.text)).collect();
            let body = "It “rains”, \"he\" said;\t\nso.";
            assert_eq!(strings, [("Title", PartRole::Headline, "Rain today"), ("body", PartRole::Text, body)]);
            assert_eq!(found.id.as_deref(), Some("7"));
            assert!(found.members.contains(&("price".to_owned(), "1.50".to_owned())), "{:?}", found.members);
            let at = |words: &str| {
                let from = body.find(words).unwrap();
                &raw[found.strings[1].map.locate(ProseSpan::from_range(from..from + words.len())).range()]
            };
            assert_eq!((at("rains"), at("\"he\""), at("so")), ("rains", "\"\"he\"\"", "so"));
        }
    }

    #[test]
    fn one_column_holds_the_texts() {
        let languages = languages();
        let told = |first_row: &str, wish: Option<&str>| {
            let paths = FieldPaths { text: wish.map(str::to_owned), ..FieldPaths::default() };
            let columns = Columns::of(first_row).unwrap();
            columns
                .with_one_text(first_row, &paths, &Reading::new(&languages))
                .err()
                .map(|fault| (fault.at, fault.args))
        };
        let wrong = |end, count: &str, columns: &str| {
            Some((0..end, vec![("count", count.to_owned()), ("columns", columns.to_owned())]))
        };
        assert_eq!(told("id,text\r\n", None), None);
        assert_eq!(told("id,story,story\r\n", Some("/story")), wrong(14, "2", "id, story, story"));
        assert_eq!(told("text,id,text\n", None), wrong(12, "2", "text, id, text"));
        assert_eq!(told("text,id,id\n", None), None, "of other columns the first counts");
        assert_eq!(told("ware,price\n", None), wrong(10, "0", "ware, price"));
        assert_eq!(told("text,price\n", Some("story")), wrong(10, "0", "text, price"));
        let many = "x,".repeat(20);
        assert_eq!(told(&many, None), wrong(40, "0", &format!("{}…", "x, ".repeat(12))));
    }

    #[test]
    fn one_may_say_which_column_is_meant_and_what_is_to_be_kept() {
        let mut paths = table("story,nr,lang,x\n");
        paths.text = Some("/story".into());
        paths.id = Some("nr".into());
        paths.kept = vec!["x".into(), "none".into()];
        let found = record("Calm.,9,en,\"a \"\"b\"\"\"", &paths).unwrap();
        assert_eq!((found.id.as_deref(), found.language.as_deref()), (Some("9"), Some("en")));
        assert_eq!(found.kept, [("x".to_owned(), "\"a \\\"b\\\"\"".to_owned())]);
    }

    #[test]
    fn what_is_no_row_is_said_at_its_place() {
        let paths = table("id,text\n");
        for (raw, cause, at) in [
            ("1,\"a\"b\"\n", Cause::Cell, 4..5),
            ("1,\"a, b\n", Cause::Cell, 2..3),
            ("1,We wait, he said\n", Cause::Row, 0..18),
            ("1\n", Cause::Row, 0..1),
        ] {
            let Err(NoRecord::Fault(fault)) = record(raw, &paths) else { panic!("{raw}") };
            assert_eq!((fault.cause, fault.at), (cause, at), "{raw}");
        }
        for raw in ["1,\n", "1,\"  \"\n"] {
            assert!(matches!(record(raw, &paths), Err(NoRecord::NoText)), "{raw}");
        }
        assert!(matches!(record("1,2\n", &table("id,price\n")), Err(NoRecord::NoText)));
    }

    #[test]
    fn a_repair_touches_what_it_names_and_a_cell_is_quoted_where_it_has_to_be() {
        let paths = table("id,text,x\n");
        let rewritten = |raw: &str, edits: &[(u32, u32, &str)]| {
            let edit = |&(start, end, text): &(u32, u32, &str)| Edit { span: Span::new(start, end), text: text.into() };
            let edits = vec![edits.iter().map(edit).collect()];
            rewrite(raw, &edits, RecordFormat::Csv, &paths, &Reading::new(&languages()))
        };
        for (raw, edits, expected) in [
            ("1,a b c,\"\"\r\n", vec![(2, 3, "“")], "1,a “ c,\"\"\r\n"),
            ("1,\"a \"\"b\", z \n", vec![(2, 3, "“"), (4, 4, "\"")], "1,\"a “b\"\"\", z \n"),
            ("1,a b,z\n", vec![(0, 0, "\""), (3, 3, ",\"")], "1,\"\"\"a b,\"\"\",z\n"),
            ("1,5\" b,z\n", vec![(2, 3, "\n")], "1,\"5\"\"\nb\",z\n"),
        ] {
            assert_eq!(rewritten(raw, &edits).as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn a_row_ends_where_its_line_does_unless_that_is_inside_a_cell() {
        let (columns, found) = rows("id,text\r\n1,\"a\r\nb\"\r\n\n2,c\r3,5\" d\n4,\"e");
        assert!(columns.is_some());
        let rows: Vec<&str> = found.items.iter().map(|(_, row)| *row).collect();
        assert_eq!(rows, ["1,\"a\r\nb\"", "2,c", "3,5\" d", "4,\"e"]);
        assert_eq!(found.fault.map(|fault| fault.cause), Some(Cause::Cell));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// What the crate reads that the world reads tables with, this reads too; and what that writes.
        #[test]
        fn rows_and_cells_are_those_of_other_readers(text in "[a\",;\t\r\n م]{0,24}", between in prop::sample::select(&DELIMITERS[..])) {
            let columns = Columns { names: Vec::new(), delimiter: between };
            let (mut at, mut own) = (0, Vec::new());
            while at < text.len() {
                let rest = &text[at..];
                let (length, _) = RowEnd::of(Some(&columns)).find(rest.as_bytes());
                let row = &rest[..length];
                at += length;
                if !row.trim_matches(['\r', '\n']).is_empty() {
                    own.push(cells(row, between).ok().map(|cells| {
                        cells.iter().map(|cell| cell.text().0.into_owned()).collect::<Vec<_>>()
                    }));
                }
            }
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(between).from_reader(text.as_bytes());
            let others: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            prop_assert_eq!(own.len(), others.len(), "{:?}", others);
            for (own, other) in own.into_iter().zip(others) {
                prop_assert!(own.is_none_or(|own| own == other), "{:?}", other);
            }
        }

        #[test]
        fn what_others_write_is_read_as_it_was_meant(texts in prop::collection::vec("[a\",;\t\r\n م]{1,9}", 2..5)) {
            let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
            writer.write_record(&texts).unwrap();
            let row = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert_eq!(RowEnd::of(Some(&Columns { names: Vec::new(), delimiter: b',' })).find(row.as_bytes()), (row.len(), true));
            let own: Vec<String> = cells(&row, b',').unwrap().iter().map(|cell| cell.text().0.into_owned()).collect();
            prop_assert_eq!(own, texts);
        }
    }
}
