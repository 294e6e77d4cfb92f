//! Records that are objects of JSON, one a line or in a list.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::super::Reading;
use super::super::front_matter::entries_below;
use super::super::json::{Members, offset_within, string_at};
use super::{Columns, Identity, Items, NoRecord, Quoting, Record, RecordString, ninjs};
use crate::language::{Field, FieldNames};
use crate::text::{Cause, Fault, PartRole};

/// Where in a record its parts are, as JSON pointers such as `/body/text`; a plain name is a member, or a column. What is not said is
/// looked for under the names the language files know.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FieldPaths {
    /// The text of the article.
    pub text: Option<String>,
    /// What it is known by.
    pub id: Option<String>,
    /// The tag of its language.
    pub language: Option<String>,
    /// What is to stand with each finding.
    pub kept: Vec<String>,
    /// What the columns are called, where records are the rows of a table.
    pub columns: Option<Columns>,
}

impl FieldPaths {
    /// The same in a table with these columns.
    #[must_use]
    pub fn in_table(&self, columns: Columns) -> Self {
        Self { columns: Some(columns), ..self.clone() }
    }
}

impl FieldPaths {
    /// The values that are to be kept, as JSON on one line, each under the name it was asked for by. `value` knows what stands at a
    /// JSON pointer, or under a plain name.
    pub fn keep<'v>(&self, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> Vec<(String, String)> {
        let kept = self.kept.iter().map(|name| Some((name.clone(), on_one_line(&value(name)?))));
        kept.flatten().collect()
    }
}

/// JSON without the white space between its parts.
fn on_one_line(json: &str) -> String {
    let (mut is_string, mut is_escaped) = (false, false);
    let stays = |c: &char| {
        let stays = is_string || !c.is_ascii_whitespace();
        match c {
            '"' if !is_escaped => is_string = !is_string,
            _ => {}
        }
        is_escaped = is_string && *c == '\\' && !is_escaped;
        stays
    };
    json.chars().filter(stays).collect()
}

/// Reads one record.
///
/// # Errors
/// What is wrong with it, or that it has no text.
pub fn read<'r>(raw: &'r str, paths: &FieldPaths, reading: &Reading<'_>) -> Result<Record<'r>, NoRecord> {
    let begins = raw.len() - raw.trim_ascii_start().len();
    let raw = raw.trim_ascii();
    let names = reading.languages.fields();
    let Members(members) = serde_json::from_str(raw).map_err(|error| {
        let at = place_of(&error, raw) + begins;
        Fault::new(Cause::Record, "reason", words_of(&error), at..at + 1)
    })?;
    let value = |wish: &Option<String>, field: Field| value_of(&members, wish, field, names);
    let export = paths.text.is_none().then(|| ninjs::strings(&members)).flatten();
    let (text, is_html) = match export.as_ref().map(|export| &export.text) {
        Some((pointer, literal, is_html)) => (Some((pointer.clone(), *literal)), *is_html),
        None => {
            let found = value(&paths.text, Field::Text);
            let is_html = found.as_ref().is_some_and(|(pointer, _)| pointer.ends_with("html"));
            (found, is_html)
        }
    };
    let Some((field, literal)) = text else { return Err(NoRecord::NoText) };
    let no_string = || {
        let at = begins + offset_within(raw, literal).unwrap_or(0);
        Fault::new(Cause::RecordText, "field", field.as_str(), at..at + literal.len())
    };
    let body = string(raw, field.clone(), literal, PartRole::Text, is_html).ok_or_else(no_string)?;
    let id = id_of(&members, paths, names);
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
    let kept = kept_of(&members, paths);
    for (key, value) in members.iter().filter(|(key, _)| format!("/{key}") != field) {
        entries_below(raw, key, value.get(), &mut others);
    }
    let members = others.into_iter().map(|entry| (entry.key.into(), entry.value.into_owned())).collect();
    Ok(Record { strings, id, language, members, kept })
}

/// What a record that is no article says of itself all the same, as far as it is an object of JSON.
#[must_use]
pub fn identity(raw: &str, paths: &FieldPaths, reading: &Reading<'_>) -> Identity {
    match serde_json::from_str(raw.trim_ascii()) {
        Ok(Members(members)) => {
            Identity { id: id_of(&members, paths, reading.languages.fields()), kept: kept_of(&members, paths) }
        }
        Err(_) => Identity::default(),
    }
}

/// The members of a record.
type MemberList<'r> = [(Cow<'r, str>, &'r RawValue)];

/// The value at a pointer that is wished for, or else under one of the names of a field, with its pointer.
fn value_of<'r>(
    members: &MemberList<'r>,
    wish: &Option<String>,
    field: Field,
    names: &FieldNames,
) -> Option<(String, &'r str)> {
    if let Some(pointer) = wish {
        let pointer = pointer_of(pointer);
        let found = lookup(members, &pointer).filter(|found| *found != "null");
        return found.map(|found| (pointer, found));
    }
    // Under a name that is only guessed anything may stand.
    let found = |name: &str| member(members, name).filter(|found| *found != "null");
    names.names_of(field).find_map(|name| Some((format!("/{name}"), found(name)?)))
}

fn id_of(members: &MemberList<'_>, paths: &FieldPaths, names: &FieldNames) -> Option<String> {
    value_of(members, &paths.id, Field::Id, names).and_then(|(_, raw)| plain(raw))
}

fn kept_of(members: &MemberList<'_>, paths: &FieldPaths) -> Vec<(String, String)> {
    paths.keep(|name| lookup(members, &pointer_of(name)).map(Cow::Borrowed))
}

/// The JSON pointer that is meant by one, or by the plain name of a member.
fn pointer_of(name: &str) -> String {
    if name.starts_with('/') { name.to_owned() } else { format!("/{name}") }
}

/// Where in `raw` it is that a reader of JSON stumbled.
fn place_of(error: &serde_json::Error, raw: &str) -> usize {
    if error.is_eof() {
        return raw.len();
    }
    let mut rest = raw;
    for _ in 1..error.line() {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    (raw.len() - rest.len() + error.column().saturating_sub(1)).min(raw.len())
}

/// What a reader of JSON says, without its place.
fn words_of(error: &serde_json::Error) -> String {
    let words = error.to_string();
    words.split(" at line").next().unwrap_or_default().to_owned()
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

/// The records of a JSON file that is one object or a list of objects. If it breaks off or is no JSON from some place on,
/// those before that place are still there.
#[must_use]
pub fn of_list(text: &str) -> Items<'_> {
    let mut found = Items::default();
    let begin = text.len() - text.trim_ascii_start().len();
    let inside = text.get(begin..).and_then(|text| text.strip_prefix('['));
    let mut at = begin + usize::from(inside.is_some());
    let next = |at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        let rest = rest.trim_ascii_start();
        (text.len() - rest.len(), rest.bytes().next())
    };
    let unexpected = |at: usize| {
        let fault = |cause| Fault::plain(cause, at..at + 1);
        let reason = || Fault::new(Cause::List, "reason", "expected `,` or `]`", at..at + 1);
        if at < text.len() { reason() } else { fault(Cause::BrokenOff) }
    };
    let mut is_first = true;
    loop {
        let (start, sign) = next(at);
        if inside.is_some() && is_first && sign == Some(b']') {
            at = start + 1;
            break;
        }
        is_first = false;
        // A reader of one value after the other, so that the values before a fault are had.
        let rest = text.get(start..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        match values.next() {
            Some(Ok(value)) => {
                found.items.push((start, value.get()));
                at = start + value.get().len();
            }
            Some(Err(error)) if !error.is_eof() => {
                let at = start + place_of(&error, rest);
                found.fault = Some(Fault::new(Cause::List, "reason", words_of(&error), at..at + 1));
                return found;
            }
            Some(Err(_)) | None => {
                found.fault = Some(unexpected(text.len()));
                return found;
            }
        }
        if inside.is_none() {
            break;
        }
        match next(at) {
            (comma, Some(b',')) => at = comma + 1,
            (end, Some(b']')) => {
                at = end + 1;
                break;
            }
            (other, _) => {
                found.fault = Some(unexpected(other));
                return found;
            }
        }
    }
    let (end, sign) = next(at);
    if sign.is_some() {
        found.fault = Some(Fault::new(Cause::List, "reason", "trailing characters", end..end + 1));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::{RecordFormat, read, rewrite};
    use super::*;
    use crate::testing::languages;
    use crate::text::{Edit, ProseSpan, Span};

    fn record<'r>(raw: &'r str, text: &str) -> Result<Record<'r>, NoRecord> {
        let paths = FieldPaths { text: Some(text.into()), id: Some("/meta/id".into()), ..FieldPaths::default() };
        read(raw, RecordFormat::JsonLines, &paths, &Reading::new(&languages()))
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
            let found = read(raw, RecordFormat::Json, &FieldPaths::default(), &Reading::new(&languages())).unwrap();
            let body = found.strings.last().unwrap();
            assert_eq!((&*body.field, body.is_html, body.role), (field, is_html, PartRole::Text), "{raw}");
            let heads: Vec<_> = found.strings.iter().rev().skip(1).rev().map(|string| &*string.text).collect();
            assert_eq!(heads, headlines, "{raw}");
        }
    }

    #[test]
    fn what_is_no_record_is_said_at_its_place() {
        for (raw, cause, value, at) in [
            (" {\"a\": ", Cause::Record, "EOF while parsing a value", 6..7),
            ("{\"a\": \"x\",\n\"b\": ?}", Cause::Record, "expected value", 16..17),
            ("[1]", Cause::Record, "invalid type: sequence, expected an object", 0..1),
            ("{\"a\": 1}", Cause::RecordText, "/a", 6..7),
            ("{\"a\": \"\\ud800\"}", Cause::RecordText, "/a", 6..14),
        ] {
            match record(raw, "a").err() {
                Some(NoRecord::Fault(fault)) => {
                    assert_eq!((fault.cause, fault.args[0].1.as_str(), fault.at), (cause, value, at), "{raw}");
                }
                other => panic!("{raw}: {other:?}"),
            }
        }
        for raw in ["{\"b\": 1}", "{\"a\": null}"] {
            assert!(matches!(record(raw, "a"), Err(NoRecord::NoText)), "{raw}");
        }
    }

    #[test]
    fn rewriting_leaves_every_other_escape() {
        let edit = |start: u32, end: u32, text: &str| Edit { span: Span::new(start, end), text: text.into() };
        let rewritten = |written: &str, rounds: &[Vec<Edit>]| {
            let paths = FieldPaths { text: Some("a".into()), ..FieldPaths::default() };
            let raw = format!("{{\"a\":\"{written}\"}}");
            rewrite(&raw, rounds, RecordFormat::Json, &paths, &Reading::new(&languages()))
        };
        let expected = |written: &str| Some(format!("{{\"a\":\"{written}\"}}"));
        assert_eq!(rewritten(r"a\u0062\/c", &[vec![edit(1, 2, "\""), edit(4, 4, "é")]]), expected(r#"a\"\/cé"#));
        assert_eq!(
            rewritten(r"\u0645x\n", &[vec![edit(2, 3, "م")], vec![edit(5, 5, "!")]]),
            expected(r"\u0645\u0645\n!")
        );
    }

    #[test]
    fn what_is_kept_is_as_it_was_written_but_on_one_line() {
        let kept = ["url", "/meta/tags", "none", "n"].map(str::to_owned).to_vec();
        let paths = FieldPaths { text: Some("a".into()), kept, ..FieldPaths::default() };
        let raw = "{\"a\": \"x\", \"url\": \"a \\\"b\\\\\", \"n\": 1.50, \"meta\": {\"tags\": [ 1,\n null ]}}";
        let record = read(raw, RecordFormat::Json, &paths, &Reading::new(&languages())).unwrap();
        let pair = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        assert_eq!(record.kept, [("url", "\"a \\\"b\\\\\""), ("/meta/tags", "[1,null]"), ("n", "1.50")].map(pair));
    }

    #[test]
    fn a_list_of_articles_is_taken_apart() {
        let text = "\n[ {\"a\": 1},\n {\"a\": 2}]\n";
        let found = of_list(text);
        assert_eq!(
            found.items.iter().map(|(at, raw)| (&text[*at..*at + 1], *raw)).collect::<Vec<_>>(),
            [("{", "{\"a\": 1}"), ("{", "{\"a\": 2}")]
        );
        assert_eq!((found.fault, of_list(" [ ] ")), (None, Items::default()));
    }

    #[test]
    fn the_articles_before_a_fault_are_had() {
        for (text, items, cause, at) in [
            ("[{\"a\": 1}, {\"a\":", 1, Cause::BrokenOff, 16),
            ("[{\"a\": 1}, ", 1, Cause::BrokenOff, 11),
            ("[{\"a\": 1}", 1, Cause::BrokenOff, 9),
            ("[{\"a\": 1}, ?]", 1, Cause::List, 11),
            ("[{\"a\": 1} {\"a\": 2}]", 1, Cause::List, 10),
            ("[{\"a\": 1}] x", 1, Cause::List, 11),
            ("x", 0, Cause::List, 0),
            ("", 0, Cause::BrokenOff, 0),
        ] {
            let found = of_list(text);
            let fault = found.fault.unwrap();
            assert_eq!((found.items.len(), fault.cause, fault.at.start), (items, cause, at), "{text}");
        }
    }
}
