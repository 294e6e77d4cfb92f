//! Items of a WordPress export (WXR): RSS with one `item` for each post, whose text is HTML inside `content:encoded`. The
//! XML is read as a stream of events; nothing is expanded but character references, and nothing nests in here.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::json::offset_within;
use super::super::{OffsetMap, Reading};
use super::{FieldPaths, Items, NoRecord, Quoting, Record, RecordString};
use crate::text::{Cause, Fault, PartRole, Span, narrow};

/// What the addresses of the format's own namespace begin with.
const NAMESPACE: &str = "http://wordpress.org/export/";
/// The element with an item's text.
const TEXT: &str = "content:encoded";
/// Posts of other types are pictures, menus, revisions and settings.
const TYPES: [&str; 2] = ["post", "page"];

/// The articles of an export that have a text. If it breaks off or is no XML from some place on, those before that place are
/// still there; a file that is something else has none, and that is its fault.
#[must_use]
pub fn items(text: &str) -> Items<'_> {
    let mut found = Items::default();
    let mut reader = reader(text);
    let mut depth = 0_usize;
    let mut is_export = false;
    // Where the item began that is being read.
    let mut item: Option<usize> = None;
    loop {
        let start = position(&reader);
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                if depth == 0 {
                    is_export = is_wordpress(&tag);
                    if !is_export {
                        break;
                    }
                } else if depth == 2 && tag.name().as_ref() == "item" {
                    item = Some(start);
                }
                depth += 1;
            }
            Ok(Event::End(_)) => {
                depth = depth.saturating_sub(1);
                if depth == 2
                    && let Some(start) = item.take()
                    && let Some(raw) = text.get(start..position(&reader)).filter(|raw| is_article(raw))
                {
                    found.items.push((start, raw));
                }
            }
            Ok(Event::Eof) => {
                if depth > 0 {
                    found.fault = Some(Fault::plain(Cause::BrokenOff, text.len()..text.len()));
                }
                break;
            }
            Ok(_) => {}
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(text.len());
                found.fault = Some(Fault::new(Cause::List, "reason", error.to_string(), at..at + 1));
                break;
            }
        }
    }
    if !is_export && found.fault.is_none() {
        found.fault = Some(Fault::plain(Cause::ForeignXml, 0..0));
    }
    found
}

fn is_wordpress(tag: &BytesStart<'_>) -> bool {
    let declares = |attribute: quick_xml::events::attributes::Attribute<'_>| {
        attribute.key.as_ref().starts_with("xmlns:") && attribute.value.starts_with(NAMESPACE)
    };
    tag.name().as_ref() == "rss" && tag.attributes().flatten().any(declares)
}

fn is_article(raw: &str) -> bool {
    let children = children(raw);
    let kind = children.iter().find(|child| child.name == "wp:post_type");
    kind.is_none_or(|kind| TYPES.contains(&kind.text.trim()))
        && children.iter().any(|child| child.name == TEXT && !child.text.trim().is_empty())
}

/// Reads one item.
///
/// # Errors
/// That it has no text.
pub fn read<'r>(raw: &'r str, paths: &FieldPaths, reading: &Reading<'_>) -> Result<Record<'r>, NoRecord> {
    let mut strings = Vec::new();
    let mut members = Vec::new();
    let (mut id, mut guid) = (None, None);
    for Child { name, domain, text, map, pieces } in children(raw) {
        let value = text.trim();
        match name {
            "wp:post_id" => id = Some(value.to_owned()),
            "guid" => guid = Some(value.to_owned()),
            _ => {}
        }
        let role = if name == TEXT { Some(PartRole::Text) } else { reading.role_of(name) };
        if role != Some(PartRole::Text) {
            // A category says in an attribute what kind of word it is.
            let key = domain.filter(|_| name == "category").unwrap_or(name);
            members.push((key.to_lowercase(), value.to_owned()));
        }
        if let Some(role) = role {
            let is_known = |string: &RecordString<'_>| role == PartRole::Text && string.role == role;
            if !strings.iter().any(is_known) && !pieces.is_empty() {
                strings.push(RecordString { field: name.to_owned(), role, is_html: true, text, map, pieces });
            }
        }
    }
    if !strings.iter().any(|string: &RecordString<'_>| string.role == PartRole::Text) {
        return Err(NoRecord::NoText);
    }
    let member = |name: &str| {
        let (_, value) = members.iter().find(|(key, _)| *key == name.to_lowercase())?;
        serde_json::to_string(value).ok().map(Cow::Owned)
    };
    let kept = paths.keep(member);
    Ok(Record { strings, id: id.or(guid), language: None, members, kept })
}

/// A child of an item, with the text right inside it.
struct Child<'r> {
    name: &'r str,
    /// Of a category, what it is a category of.
    domain: Option<&'r str>,
    text: Cow<'r, str>,
    map: OffsetMap,
    pieces: Vec<(Range<usize>, Quoting)>,
}

/// The children of the element that `raw` is.
fn children(raw: &str) -> Vec<Child<'_>> {
    let mut children: Vec<Child<'_>> = Vec::new();
    let mut reader = reader(raw);
    let mut depth = 0_usize;
    loop {
        let start = position(&reader);
        let event = reader.read_event();
        let range = start..position(&reader);
        match event {
            Ok(Event::Start(tag)) => {
                depth += 1;
                if depth == 2 {
                    let name = raw.get(start + 1..start + 1 + tag.name().as_ref().len()).unwrap_or_default();
                    children.push(Child {
                        name,
                        domain: attribute(raw, &range, "domain"),
                        text: Cow::Borrowed(""),
                        map: OffsetMap::empty(),
                        pieces: Vec::new(),
                    });
                }
            }
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) | Err(_) => return children,
            Ok(event) => {
                if let Some(child) = children.last_mut().filter(|_| depth == 2) {
                    child.take(raw, range, &event);
                }
            }
        }
    }
}

impl<'r> Child<'r> {
    /// Takes what one event adds to the text; `range` is where it is written.
    fn take(&mut self, raw: &'r str, range: Range<usize>, event: &Event<'_>) {
        match event {
            Event::Text(_) => self.push(raw, range, Quoting::Xml),
            Event::CData(_) => {
                let inner = range.start + "<![CDATA[".len()..range.end.saturating_sub("]]>".len());
                self.push(raw, inner, Quoting::Cdata);
            }
            Event::GeneralRef(reference) => {
                let known = reference.resolve_char_ref().ok().flatten();
                let known = known.or_else(|| {
                    let entity = quick_xml::escape::resolve_xml_entity(reference)?;
                    entity.chars().next()
                });
                match known {
                    Some(c) => {
                        self.map.push_replaced(Span::from_range(range.clone()), narrow(c.len_utf8()));
                        self.text.to_mut().push(c);
                        self.note(range, Quoting::Xml);
                    }
                    // What XML does not know, such as `&nbsp;`, is HTML's, or the author's.
                    None => self.push(raw, range, Quoting::Xml),
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, raw: &'r str, range: Range<usize>, quoting: Quoting) {
        let Some(text) = raw.get(range.clone()) else { return };
        if !text.is_empty() {
            self.map.push_verbatim(Span::from_range(range.clone()));
            match &mut self.text {
                Cow::Borrowed("") => self.text = Cow::Borrowed(text),
                own => own.to_mut().push_str(text),
            }
        }
        self.note(range, quoting);
    }

    /// Notes where some of the text is written.
    fn note(&mut self, range: Range<usize>, quoting: Quoting) {
        match self.pieces.last_mut().filter(|(last, same)| *same == quoting && last.end == range.start) {
            Some((last, _)) => last.end = range.end,
            None => self.pieces.push((range, quoting)),
        }
    }
}

/// The value of an attribute of the tag in `range`, as it is written.
fn attribute<'r>(raw: &'r str, range: &Range<usize>, name: &str) -> Option<&'r str> {
    let inside = raw.get(range.start + 1..range.end.checked_sub(1)?)?;
    let tag = BytesStart::from_content(inside, inside.find(char::is_whitespace)?);
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    let at = offset_within(inside, &found.value)?;
    inside.get(at..at + found.value.len())
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    // An ampersand that begins no reference is text, as browsers have it.
    reader.config_mut().allow_dangling_amp = true;
    reader
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}
