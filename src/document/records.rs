//! Articles that are records of a larger file: objects of JSON, one a line or in a list. Of a record the text is read, its
//! id and its language; where each byte of the text is written is known, through all escapes.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::OffsetMap;
use super::json::{Members, offset_within, string_at};
use crate::language::{Field, FieldNames};
use crate::text::{Edit, ProseSpan};

/// Where in a record its parts are, as JSON pointers such as `/body/text`; a plain name is a member. What is not said is
/// looked for under the names the language files know.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FieldPaths {
    /// The text of the article.
    pub text: Option<String>,
    /// What it is known by.
    pub id: Option<String>,
    /// The tag of its language.
    pub language: Option<String>,
}

/// The parts of a record.
#[derive(Debug)]
pub struct Record<'r> {
    /// The article's text.
    pub text: Cow<'r, str>,
    /// From the text to the bytes of the record.
    pub map: OffsetMap,
    /// Where the text is written in the record, without its quotes.
    pub written: std::ops::Range<usize>,
    /// The pointer of the text.
    pub field: String,
    /// What the article is known by, if the record says.
    pub id: Option<String>,
    /// The tag of its language, if the record says.
    pub language: Option<String>,
    /// Its other members that are plain values, each with its key in lower case.
    pub members: Vec<(String, String)>,
}

/// Reads one record.
///
/// # Errors
/// What is wrong with it.
pub fn read<'r>(raw: &'r str, paths: &FieldPaths, names: &FieldNames) -> Result<Record<'r>, String> {
    let raw = raw.trim_ascii();
    let Members(members) = serde_json::from_str(raw).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => "the record is no JSON object".to_owned(),
        _ => {
            let words = error.to_string();
            format!("not JSON: {}", words.split(" at line").next().unwrap_or_default())
        }
    })?;
    let value = |wish: &Option<String>, field: Field| -> Option<(String, &'r str)> {
        let pointers: Vec<String> = match wish {
            Some(pointer) => vec![pointer.clone()],
            None => names.names_of(field).map(str::to_owned).collect(),
        };
        pointers.into_iter().find_map(|pointer| {
            let pointer = if pointer.starts_with('/') { pointer } else { format!("/{pointer}") };
            let found = lookup(&members, &pointer)?;
            // Under a name that is only guessed anything may stand.
            (wish.is_some() || found != "null").then_some((pointer, found))
        })
    };
    let plain = |raw: &str| -> Option<String> {
        match raw.as_bytes().first()? {
            b'"' => serde_json::from_str(raw).ok(),
            b'{' | b'[' | b'n' => None,
            _ => Some(raw.to_owned()),
        }
    };
    let looked_for = || match &paths.text {
        Some(pointer) => format!("`{pointer}`"),
        None => names.names_of(Field::Text).collect::<Vec<_>>().join(", "),
    };
    let Some((field, literal)) = value(&paths.text, Field::Text) else {
        return Err(format!("the record has no text (looked for {})", looked_for()));
    };
    let start = offset_within(raw, literal).unwrap_or(0);
    let (text, map) = Some(literal)
        .filter(|literal| literal.starts_with('"'))
        .and_then(|literal| string_at(literal, start))
        .ok_or_else(|| format!("`{field}` is no text"))?;
    let written = start + 1..start + literal.len() - 1;
    let id = value(&paths.id, Field::Id).and_then(|(_, raw)| plain(raw));
    let language = value(&paths.language, Field::Language).and_then(|(_, raw)| plain(raw));
    let others = members.iter().filter(|(key, _)| format!("/{key}") != field);
    let members = others.filter_map(|(key, raw)| Some((key.to_lowercase(), plain(raw.get())?))).collect();
    Ok(Record { text, map, written, field, id, language, members })
}

/// The value a pointer leads to.
fn lookup<'r>(members: &[(Cow<'r, str>, &'r RawValue)], pointer: &str) -> Option<&'r str> {
    let mut steps = pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
    let first = steps.next()?;
    // Of two members with one name the last counts, as everywhere.
    let mut value = members.iter().rev().find(|(key, _)| *key == first)?.1.get();
    for step in steps {
        value = match value.as_bytes().first()? {
            b'{' => {
                let Members(inner) = serde_json::from_str(value).ok()?;
                inner.iter().rev().find(|(key, _)| *key == step)?.1.get()
            }
            b'[' => {
                let items: Vec<&'r RawValue> = serde_json::from_str(value).ok()?;
                items.get(step.parse::<usize>().ok()?)?.get()
            }
            _ => return None,
        };
    }
    Some(value)
}

/// What stands between the quotes of a JSON string after rounds of edits of the text it means. Every byte that no edit names
/// stays; what is put in is escaped as JSON asks, and as ASCII where all of the string is.
///
/// Nothing if an edit does not fit.
#[must_use]
pub fn rewrite(written: &str, rounds: &[Vec<Edit>]) -> Option<String> {
    let mut written = written.to_owned();
    for edits in rounds {
        let literal = format!("\"{written}\"");
        let (text, map) = string_at(&literal, 0)?;
        let is_ascii = written.is_ascii() && !text.is_ascii();
        let mut next = String::with_capacity(written.len());
        let mut done = 1;
        for edit in edits {
            let range = edit.span.range();
            let begin = |at: usize| {
                let length = text.get(at..)?.chars().next().map_or(0, char::len_utf8);
                let end = literal.len() - 1;
                Some(if length == 0 { end } else { map.locate(ProseSpan::from_range(at..at + length)).start as usize })
            };
            let start = begin(range.start)?;
            let end = if range.is_empty() { start } else { map.locate(ProseSpan::from_range(range)).end as usize };
            next.push_str(literal.get(done..start)?);
            push_escaped(&edit.text, is_ascii, &mut next);
            done = end;
        }
        next.push_str(literal.get(done..literal.len() - 1)?);
        written = next;
    }
    Some(written)
}

fn push_escaped(text: &str, is_ascii: bool, out: &mut String) {
    let quoted = serde_json::Value::from(text).to_string();
    let inside = quoted.get(1..quoted.len() - 1).unwrap_or_default();
    for c in inside.chars() {
        if is_ascii && !c.is_ascii() {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
}

/// The records of a JSON file that is one object or a list of objects, each with the byte at which it begins.
///
/// # Errors
/// Why it is none of these.
pub fn of_list(text: &str) -> Result<Vec<(usize, &str)>, String> {
    let trimmed = text.trim_ascii();
    let not_json = |error: serde_json::Error| format!("not JSON: {error}");
    let raws: Vec<&str> = if trimmed.starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(trimmed).map_err(not_json)?;
        items.into_iter().map(RawValue::get).collect()
    } else {
        vec![serde_json::from_str::<&RawValue>(trimmed).map_err(not_json)?.get()]
    };
    Ok(raws.into_iter().filter_map(|raw| Some((offset_within(text, raw)?, raw))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn record<'r>(raw: &'r str, text: &str) -> Result<Record<'r>, String> {
        let paths = FieldPaths { text: Some(text.into()), id: Some("/meta/id".into()), language: None };
        read(raw, &paths, &FieldNames::default())
    }

    #[test]
    fn parts_are_found_by_their_pointers() {
        let raw = r#" {"a/b": [{"t": "one \"two\" \u0645"}], "meta": {"id": 7}, "By": "Ann"}"#;
        let found = record(raw, "/a~1b/0/t").unwrap();
        assert_eq!((&*found.text, found.id.as_deref()), ("one \"two\" م", Some("7")));
        let trimmed = raw.trim_ascii();
        assert_eq!(&trimmed[found.written.clone()], r#"one \"two\" \u0645"#);
        let at = |from: u32, to: u32| &trimmed[found.map.locate(ProseSpan::new(from, to)).range()];
        assert_eq!((at(4, 9), at(10, 12)), ("\\\"two\\\"", "\\u0645"));
        assert_eq!(found.members, [("by".to_owned(), "Ann".to_owned())]);
    }

    #[test]
    fn what_is_no_record_is_said() {
        for (raw, fault) in [
            ("{\"a\": ", "not JSON: EOF while parsing a value"),
            ("[1]", "the record is no JSON object"),
            ("{\"b\": 1}", "the record has no text (looked for `a`)"),
            ("{\"a\": 1}", "`/a` is no text"),
            ("{\"a\": \"\\ud800\"}", "`/a` is no text"),
        ] {
            assert_eq!(record(raw, "a").err().as_deref(), Some(fault), "{raw}");
        }
    }

    #[test]
    fn rewriting_leaves_every_other_escape() {
        let edit = |start: u32, end: u32, text: &str| Edit { span: Span::new(start, end), text: text.into() };
        assert_eq!(rewrite(r"a\u0062\/c", &[vec![edit(1, 2, "\""), edit(4, 4, "é")]]).as_deref(), Some(r#"a\"\/cé"#));
        assert_eq!(
            rewrite(r"\u0645x\n", &[vec![edit(2, 3, "م")], vec![edit(5, 5, "!")]]).as_deref(),
            Some(r"\u0645\u0645\n!")
        );
    }

    #[test]
    fn a_list_of_articles_is_taken_apart() {
        let text = "\n[ {\"a\": 1},\n {\"a\": 2}]\n";
        let found = of_list(text).unwrap();
        assert_eq!(
            found.iter().map(|(at, raw)| (&text[*at..*at + 1], *raw)).collect::<Vec<_>>(),
            [("{", "{\"a\": 1}"), ("{", "{\"a\": 2}")]
        );
        assert!(of_list("[1, ").is_err());
    }
}
