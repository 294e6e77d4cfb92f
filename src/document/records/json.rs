//! Records that are objects of JSON, one a line or in a list.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::super::Reading;
use super::super::front_matter::entries_below;
use super::super::json::{Members, offset_within, string_at};
use super::{Quoting, Record, RecordString, ninjs};
use crate::language::Field;
use crate::text::PartRole;

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

/// Reads one record.
///
/// # Errors
/// What is wrong with it.
pub fn read<'r>(raw: &'r str, paths: &FieldPaths, reading: &Reading<'_>) -> Result<Record<'r>, String> {
    let raw = raw.trim_ascii();
    let names = reading.languages.fields();
    let Members(members) = serde_json::from_str(raw).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => "the record is no JSON object".to_owned(),
        _ => {
            let words = error.to_string();
            format!("not JSON: {}", words.split(" at line").next().unwrap_or_default())
        }
    })?;
    let value = |wish: &Option<String>, field: Field| -> Option<(String, &'r str)> {
        if let Some(pointer) = wish {
            let pointer = if pointer.starts_with('/') { pointer.clone() } else { format!("/{pointer}") };
            return lookup(&members, &pointer).map(|found| (pointer, found));
        }
        // Under a name that is only guessed anything may stand.
        let found = |name: &str| member(&members, name).filter(|found| *found != "null");
        names.names_of(field).find_map(|name| Some((format!("/{name}"), found(name)?)))
    };
    let export = paths.text.is_none().then(|| ninjs::strings(&members)).flatten();
    let (text, is_html) = match export.as_ref().map(|export| &export.text) {
        Some((pointer, literal, is_html)) => (Some((pointer.clone(), *literal)), *is_html),
        None => {
            let found = value(&paths.text, Field::Text);
            let is_html = found.as_ref().is_some_and(|(pointer, _)| pointer.ends_with("html"));
            (found, is_html)
        }
    };
    let looked_for = || match &paths.text {
        Some(pointer) => format!("`{pointer}`"),
        None => names.names_of(Field::Text).collect::<Vec<_>>().join(", "),
    };
    let Some((field, literal)) = text else {
        return Err(format!("the record has no text (looked for {})", looked_for()));
    };
    let fault = format!("`{field}` is no text");
    let body = string(raw, field.clone(), literal, PartRole::Text, is_html).ok_or(fault)?;
    let id = value(&paths.id, Field::Id).and_then(|(_, raw)| plain(raw));
    let language = value(&paths.language, Field::Language).and_then(|(_, raw)| plain(raw));

    let mut strings: Vec<RecordString<'r>> = Vec::new();
    for (key, value) in &members {
        let pointer = format!("/{key}");
        if pointer != field
            && let Some(role) = reading.role_of(&key.to_lowercase())
        {
            strings.extend(string(raw, pointer, value.get(), role, false));
        }
    }
    for (pointer, literal) in export.into_iter().flat_map(|export| export.headlines) {
        strings.extend(string(raw, pointer, literal, PartRole::Headline, false));
    }
    strings.push(body);
    let mut others = Vec::new();
    for (key, value) in members.iter().filter(|(key, _)| format!("/{key}") != field) {
        entries_below(raw, key, value.get(), &mut others);
    }
    let members = others.into_iter().map(|entry| (entry.key.into(), entry.value.into_owned())).collect();
    Ok(Record { strings, id, language, members })
}

/// The value of a JSON literal that is no list and no object.
fn plain(raw: &str) -> Option<String> {
    match raw.as_bytes().first()? {
        b'"' => serde_json::from_str(raw).ok(),
        b'{' | b'[' | b'n' => None,
        _ => Some(raw.to_owned()),
    }
}

/// The JSON string `literal`, which is a piece of `raw`; nothing if it is none.
fn string<'r>(
    raw: &'r str,
    field: String,
    literal: &'r str,
    role: PartRole,
    is_html: bool,
) -> Option<RecordString<'r>> {
    let start = offset_within(raw, literal)?;
    let (text, map) = string_at(literal.strip_prefix('"').map(|_| literal)?, start)?;
    let written = start + 1..start + literal.len() - 1;
    let is_ascii = literal.is_ascii() && !text.is_ascii();
    let pieces = vec![(written, Quoting::Json { is_ascii })];
    Some(RecordString { field, role, is_html, text, map, pieces })
}

/// The value of a member. Of two with one name the last counts, as everywhere.
fn member<'r>(members: &[(Cow<'r, str>, &'r RawValue)], name: &str) -> Option<&'r str> {
    members.iter().rev().find(|(key, _)| *key == name).map(|(_, value)| value.get())
}

/// The value a pointer leads to.
pub fn lookup<'r>(members: &[(Cow<'r, str>, &'r RawValue)], pointer: &str) -> Option<&'r str> {
    let mut steps = pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
    let first = steps.next()?;
    let mut value = member(members, &first)?;
    for step in steps {
        value = match value.as_bytes().first()? {
            b'{' => {
                let Members(inner) = serde_json::from_str(value).ok()?;
                member(&inner, &step)?
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

/// A text as it stands between the quotes of a JSON string, as ASCII if that is asked for.
pub fn escaped(text: &str, is_ascii: bool) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    let inside = quoted.get(1..quoted.len() - 1).unwrap_or_default();
    let mut out = String::with_capacity(inside.len());
    for c in inside.chars() {
        if is_ascii && !c.is_ascii() {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
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
    use super::super::{Format, read, rewrite};
    use super::*;
    use crate::testing::languages;
    use crate::text::{Edit, ProseSpan, Span};

    fn record<'r>(raw: &'r str, text: &str) -> Result<Record<'r>, String> {
        let paths = FieldPaths { text: Some(text.into()), id: Some("/meta/id".into()), language: None };
        read(raw, Format::JsonLines, &paths, &Reading::new(&languages()))
    }

    #[test]
    fn parts_are_found_by_their_pointers() {
        let raw = r#" {"a/b": [{"t": "one \"two\" \u0645"}], "meta": {"id": 7}, "By": "Ann"}"#;
        let found = record(raw, "/a~1b/0/t").unwrap();
        let body = &found.strings[0];
        assert_eq!((&*body.text, found.id.as_deref()), ("one \"two\" م", Some("7")));
        let trimmed = raw.trim_ascii();
        assert_eq!(&trimmed[body.pieces[0].0.clone()], r#"one \"two\" \u0645"#);
        let at = |from: u32, to: u32| &trimmed[body.map.locate(ProseSpan::new(from, to)).range()];
        assert_eq!((at(4, 9), at(10, 12)), ("\\\"two\\\"", "\\u0645"));
        let own = |key: &str| found.members.iter().find(|(known, _)| known == key).map(|(_, value)| &**value);
        assert_eq!((own("by"), own("meta.id")), (Some("Ann"), Some("7")));
    }

    #[test]
    fn headlines_and_captions_are_strings_of_their_own() {
        let raw =
            r#"{"text": "Body.", "Title": "A head", "caption": "A boat", "summary": "The talks begin…", "x": "no"}"#;
        let found = record(raw, "text").unwrap();
        let strings: Vec<_> = found.strings.iter().map(|string| (&*string.field, string.role, &*string.text)).collect();
        let expected = [
            ("/Title", PartRole::Headline, "A head"),
            ("/text", PartRole::Text, "Body."),
            ("/caption", PartRole::Caption, "A boat"),
        ];
        assert_eq!(strings, expected);
    }

    #[test]
    fn an_export_of_an_agency_is_read_by_its_own_names() {
        for (raw, field, is_html, headlines) in [
            (
                r#"{"uri": "u", "body_text": "T.", "body_xhtml": "<p>X.</p>", "headline": "H"}"#,
                "/body_xhtml",
                true,
                vec!["H"],
            ),
            (r#"{"uri": "u", "body_text": "T."}"#, "/body_text", false, vec![]),
            (
                r#"{"uri": "u", "bodies": [{"value": "T."}, {"contentType": "text/html", "value": "X"}],
                    "headlines": [{"value": "H"}, {"value": "I"}, 3]}"#,
                "/bodies/1/value",
                true,
                vec!["H", "I"],
            ),
        ] {
            let found = read(raw, Format::Json, &FieldPaths::default(), &Reading::new(&languages())).unwrap();
            let body = found.strings.last().unwrap();
            assert_eq!((&*body.field, body.is_html, body.role), (field, is_html, PartRole::Text), "{raw}");
            let heads: Vec<_> = found.strings.iter().rev().skip(1).rev().map(|string| &*string.text).collect();
            assert_eq!(heads, headlines, "{raw}");
        }
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
        let rewritten = |written: &str, rounds: &[Vec<Edit>]| {
            let paths = FieldPaths { text: Some("a".into()), ..FieldPaths::default() };
            let raw = format!("{{\"a\":\"{written}\"}}");
            rewrite(&raw, rounds, Format::Json, &paths, &Reading::new(&languages()))
        };
        let expected = |written: &str| Some(format!("{{\"a\":\"{written}\"}}"));
        assert_eq!(rewritten(r"a\u0062\/c", &[vec![edit(1, 2, "\""), edit(4, 4, "é")]]), expected(r#"a\"\/cé"#));
        assert_eq!(
            rewritten(r"\u0645x\n", &[vec![edit(2, 3, "م")], vec![edit(5, 5, "!")]]),
            expected(r"\u0645\u0645\n!")
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
