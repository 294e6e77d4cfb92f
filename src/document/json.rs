//! JSON with places: the members of an object in order, and strings with the way back through their escapes.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use super::OffsetMap;
use super::literal::{Style, align};

/// The members of an object as they are written, in order; of two with one key, both.
pub struct Members<'a>(pub Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut members = Vec::new();
                while let Some((Key(key), value)) = map.next_entry::<Key<'de>, &'de RawValue>()? {
                    members.push((key, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Each)
    }
}

/// A key, borrowed where it has no escapes.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// Where `piece` begins in `text`, if it is a part of it.
#[must_use]
pub fn offset_within(text: &str, piece: &str) -> Option<usize> {
    let at = (piece.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    (at + piece.len() <= text.len()).then_some(at)
}

/// The value of a JSON string that is written as `raw`, quotes included, from stored byte `start` on. Nothing if it is no
/// JSON string.
#[must_use]
pub fn string_at(raw: &str, start: usize) -> Option<(Cow<'_, str>, OffsetMap)> {
    let inside = raw.get(1..raw.len().checked_sub(1)?)?;
    let value = match memchr::memchr(b'\\', inside.as_bytes()) {
        None => Cow::Borrowed(inside),
        Some(_) => Cow::Owned(serde_json::from_str(raw).ok()?),
    };
    let map = align(inside, start + 1, &value, Style::Backslash);
    Some((value, map))
}
