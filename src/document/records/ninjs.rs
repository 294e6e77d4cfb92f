//! Where ninjs, the IPTC's JSON for news, keeps text and headlines.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::super::json::Members;

/// The strings of an article in ninjs that are its prose.
#[derive(Debug)]
pub struct Strings<'r> {
    /// The pointer of its text, the text as it is written, and whether it is HTML.
    pub text: (String, &'r str, bool),
    /// The pointers of its headlines, each with the headline as it is written, where they are kept in a list.
    pub headlines: Vec<(String, &'r str)>,
}

/// What the members of an object hold, if it is an article in ninjs: it has a `uri`, and a body by one of the standard's
/// names. HTML is preferred, because paragraphs and pictures can be told in it.
#[must_use]
pub fn strings<'r>(members: &[(Cow<'r, str>, &'r RawValue)]) -> Option<Strings<'r>> {
    let member = |wanted: &str| members.iter().rev().find(|(key, _)| key == wanted).map(|(_, value)| value.get());
    let is_string = |raw: &&str| raw.starts_with('"') && raw.len() > 2;
    member("uri")?;
    // Versions 2 and 3 keep lists of objects.
    let bodies = member("bodies").map(|raw| values(raw, "bodies")).unwrap_or_default();
    let listed = bodies.iter().find(|(_, _, is_html)| *is_html).or(bodies.first());
    let named = || {
        let of = |name: &str, is_html: bool| Some((format!("/{name}"), member(name).filter(is_string)?, is_html));
        of("body_xhtml", true).or_else(|| of("body_html", true)).or_else(|| of("body_text", false))
    };
    let text = listed.cloned().or_else(named)?;
    let headlines = member("headlines").map(|raw| values(raw, "headlines")).unwrap_or_default();
    Some(Strings { text, headlines: headlines.into_iter().map(|(pointer, raw, _)| (pointer, raw)).collect() })
}

/// The values in a list of objects, each with its pointer, and whether it is HTML by its content type.
fn values<'r>(raw: &'r str, name: &str) -> Vec<(String, &'r str, bool)> {
    let items: Vec<&'r RawValue> = serde_json::from_str(raw).unwrap_or_default();
    let value = |(index, item): (usize, &'r RawValue)| {
        let Members(members) = serde_json::from_str(item.get()).ok()?;
        let member = |wanted: &str| {
            let mut fitting = members.iter().rev().filter(|(key, _)| key.eq_ignore_ascii_case(wanted));
            fitting.next().map(|(_, value)| value.get())
        };
        let value = member("value").filter(|raw| raw.starts_with('"') && raw.len() > 2)?;
        let is_html = member("contenttype").is_some_and(|kind| kind.contains("html"));
        Some((format!("/{name}/{index}/value"), value, is_html))
    };
    items.into_iter().enumerate().filter_map(value).collect()
}
