//! What a message is, before anybody asks what it is about: JSON-RPC 2.0, as the protocol uses it.

use std::borrow::Cow;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::error::Category;
use serde_json::value::RawValue;

/// Why something asked is not done, by the numbers of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The message is no JSON.
    NoJson = -32700,
    /// It is JSON, and no message, or one that may not come now.
    NoMessage = -32600,
    /// There is nothing by that name.
    NoMethod = -32601,
    /// What is asked about cannot be understood.
    NoParams = -32602,
    /// Nothing may be asked before `initialize`.
    TooEarly = -32002,
    /// The editor took it back.
    Cancelled = -32800,
}

/// A message from the editor.
#[derive(Debug)]
pub enum Incoming<'m> {
    /// It wants an answer.
    Request(&'m RawValue, String, Params<'m>),
    /// It wants none.
    Notification(String, Params<'m>),
    /// It answers a question of this name; with nothing, if that is refused.
    Response(&'m RawValue, Option<&'m RawValue>),
    /// It is none; the words for people, and what it called itself, if that can be made out.
    Invalid(Refusal, String, Option<&'m RawValue>),
}

/// What a message is about, not yet read.
#[derive(Debug, Clone, Copy)]
pub struct Params<'m>(Option<&'m RawValue>);

#[derive(Deserialize)]
struct Envelope<'m> {
    #[serde(borrow)]
    id: Option<&'m RawValue>,
    #[serde(borrow)]
    method: Option<&'m RawValue>,
    #[serde(borrow)]
    params: Option<&'m RawValue>,
    #[serde(borrow, default, deserialize_with = "is_there")]
    result: Option<&'m RawValue>,
    #[serde(borrow, default, deserialize_with = "is_there")]
    error: Option<&'m RawValue>,
}

/// What is there, be it null.
fn is_there<'de, D: Deserializer<'de>>(value: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(value).map(Some)
}

impl<'m> Incoming<'m> {
    /// Reads a message as it came.
    #[must_use]
    pub fn read(body: &'m [u8]) -> Self {
        let refuse = |refusal, words: &str, id| Self::Invalid(refusal, words.to_owned(), id);
        // The reader would take a list for the fields of a message in a row.
        if body.trim_ascii_start().first() == Some(&b'[') {
            return match serde_json::from_slice::<IgnoredAny>(body) {
                Ok(_) => refuse(Refusal::NoMessage, "batches of messages are not supported", None),
                Err(fault) => Self::Invalid(Refusal::NoJson, fault.to_string(), None),
            };
        }
        let envelope: Envelope<'m> = match serde_json::from_slice(body) {
            Ok(envelope) => envelope,
            Err(fault) => {
                let is_json = fault.classify() == Category::Data;
                let refusal = if is_json { Refusal::NoMessage } else { Refusal::NoJson };
                return Self::Invalid(refusal, fault.to_string(), None);
            }
        };
        let is_id = |id: &&RawValue| id.get().starts_with(|c: char| c == '"' || c == '-' || c.is_ascii_digit());
        let id = envelope.id.filter(is_id);
        if id.is_none() && envelope.id.is_some() {
            return refuse(Refusal::NoMessage, "the id is neither a number nor a string", None);
        }
        let params = Params(envelope.params);
        let method = envelope.method.map(|method| serde_json::from_str::<String>(method.get()));
        match (method, id) {
            (Some(Ok(method)), Some(id)) => Self::Request(id, method, params),
            (Some(Ok(method)), None) => Self::Notification(method, params),
            (Some(Err(_)), id) => refuse(Refusal::NoMessage, "the method is no string", id),
            (None, Some(id)) if envelope.result.or(envelope.error).is_some() => Self::Response(id, envelope.result),
            (None, id) => refuse(Refusal::NoMessage, "the message has no method", id),
        }
    }
}

impl Params<'_> {
    /// What the message is about, in the shape that its method has.
    ///
    /// # Errors
    /// What is not as it should be.
    pub fn read<T: DeserializeOwned>(self) -> Result<T, serde_json::Error> {
        let text = self.0.map_or("null", RawValue::get);
        serde_json::from_str(text).or_else(|fault| match mend(text) {
            Cow::Owned(mended) => serde_json::from_str(&mended),
            Cow::Borrowed(_) => Err(fault),
        })
    }
}

/// An editor whose strings are UTF-16 may hold half of a character, and send it as such. In the JSON `text` each half
/// without the other becomes U+FFFD, which also counts one unit, so that places stay where they are.
fn mend(text: &str) -> Cow<'_, str> {
    let mut mended: Option<String> = None;
    let mut from = 0;
    let mut copy = |halves: usize, from: &mut usize| {
        let out = mended.get_or_insert_default();
        out.push_str(text.get(*from..halves).unwrap_or_default());
        out.push_str(r"\ufffd");
        *from = halves + ESCAPE;
    };
    let mut at = 0;
    while let Some(found) = text.as_bytes().get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += found;
        match escaped(text, at) {
            // The character after the backslash is escaped, even if it is a backslash itself.
            None => at += 2,
            Some(0xD800..=0xDBFF) if matches!(escaped(text, at + ESCAPE), Some(0xDC00..=0xDFFF)) => at += 2 * ESCAPE,
            Some(0xD800..=0xDFFF) => {
                copy(at, &mut from);
                at += ESCAPE;
            }
            Some(_) => at += ESCAPE,
        }
    }
    match mended {
        Some(mut mended) => {
            mended.push_str(text.get(from..).unwrap_or_default());
            Cow::Owned(mended)
        }
        None => Cow::Borrowed(text),
    }
}

/// Bytes of an escape such as `\u0061`.
const ESCAPE: usize = 6;

/// The UTF-16 unit whose escape begins at `at`, if one does.
fn escaped(text: &str, at: usize) -> Option<u16> {
    let digits = text.get(at..at + ESCAPE)?.strip_prefix(r"\u")?;
    u16::from_str_radix(digits, 16).ok()
}

#[derive(Serialize)]
struct Answer<'a, T> {
    jsonrpc: &'static str,
    id: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Fault<'a>>,
}

#[derive(Serialize)]
struct Fault<'a> {
    code: i32,
    message: &'a str,
}

#[derive(Serialize)]
struct Note<'a, T> {
    jsonrpc: &'static str,
    method: &'a str,
    params: T,
}

fn body(of: &impl Serialize) -> Vec<u8> {
    // Values of ours, all of which have a form in JSON.
    serde_json::to_vec(of).unwrap_or_default()
}

/// The answer to a request.
pub fn answer(id: &RawValue, result: impl Serialize) -> Vec<u8> {
    body(&Answer { jsonrpc: "2.0", id: Some(id), result: Some(result), error: None })
}

/// The answer to what cannot be done.
pub fn refusal(id: Option<&RawValue>, refusal: Refusal, words: &str) -> Vec<u8> {
    let error = Some(Fault { code: refusal as i32, message: words });
    body(&Answer::<()> { jsonrpc: "2.0", id, result: None, error })
}

#[derive(Serialize)]
struct Request<'a, T> {
    jsonrpc: &'static str,
    id: &'a str,
    method: &'a str,
    params: T,
}

/// Something the editor is asked for, under a name by which it answers.
pub fn request(id: &str, method: &str, params: impl Serialize) -> Vec<u8> {
    body(&Request { jsonrpc: "2.0", id, method, params })
}

/// Something the editor is told.
pub fn notification(method: &str, params: impl Serialize) -> Vec<u8> {
    body(&Note { jsonrpc: "2.0", method, params })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_characters_become_replacement_characters() {
        for (json, text) in [
            (r#""\ud83d\ude42""#, "\u{1f642}"),
            (r#""a\ud83db""#, "a\u{fffd}b"),
            (r#""\ude42\ud83d""#, "\u{fffd}\u{fffd}"),
            (r#""\ud83d\ud83d\ude42\uDE42""#, "\u{fffd}\u{1f642}\u{fffd}"),
            (r#""\\\ud83d\\ud83d""#, "\\\u{fffd}\\ud83d"),
            (r#""\ud83d\n\"\u0061""#, "\u{fffd}\n\"a"),
        ] {
            let raw: &RawValue = serde_json::from_str(json).unwrap();
            assert_eq!(Params(Some(raw)).read::<String>().unwrap(), text, "{json}");
        }
        assert!(Params(None).read::<String>().is_err());
    }

    #[test]
    fn messages_are_told_from_what_is_none() {
        let of = |json: &'static str| match Incoming::read(json.as_bytes()) {
            Incoming::Request(id, method, _) => format!("request {} {method}", id.get()),
            Incoming::Notification(method, _) => format!("notification {method}"),
            Incoming::Response(id, result) => format!("response {} {:?}", id.get(), result.map(RawValue::get)),
            Incoming::Invalid(refusal, _, id) => format!("{} {}", refusal as i32, id.map_or("", RawValue::get)),
        };
        assert_eq!(of(r#"{"id": 123456789012345678901, "method": "m"}"#), "request 123456789012345678901 m");
        assert_eq!(of(r#"{"id": "a", "method": "m", "params": null}"#), "request \"a\" m");
        assert_eq!(of(r#"{"method": "m", "params": ["\ud83d"]}"#), "notification m");
        assert_eq!(of(r#"{"id": 1, "result": null}"#), "response 1 Some(\"null\")");
        assert_eq!(of(r#"{"id": "a", "error": {}}"#), "response \"a\" None");
        assert_eq!(of(r#"{"id": 1}"#), "-32600 1");
        assert_eq!(of(r#"{"id": 1, "method": 2}"#), "-32600 1");
        assert_eq!(of(r#"{"id": {}, "method": "m"}"#), "-32600 ");
        assert_eq!(of(r#"{"id": 1, "id": 2, "method": "m"}"#), "-32600 ");
        assert_eq!(of(r#" [{"id": 1, "method": "m"}]"#), "-32600 ");
        assert_eq!(of("3"), "-32600 ");
        for json in ["", "][", "[1", "{", r#"{"method": "m"} {}"#] {
            assert_eq!(of(json), "-32700 ", "{json}");
        }
    }

    #[test]
    fn answers_bear_the_name_of_the_question() {
        let id: &RawValue = serde_json::from_str("1.50").unwrap();
        assert_eq!(answer(id, ()), br#"{"jsonrpc":"2.0","id":1.50,"result":null}"#);
        let none = refusal(None, Refusal::NoJson, "why");
        assert_eq!(none, br#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"why"}}"#);
    }
}
