//! What a client is answered.

use std::borrow::Cow;

use bytes::Bytes;
use hyper::StatusCode;
use serde::Serialize;

/// What a client is answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status of HTTP.
    pub status: StatusCode,
    /// What kind of content it is.
    pub kind: &'static str,
    /// The content.
    pub body: Bytes,
    /// What the page may do that it holds, if it holds one: a Content-Security-Policy.
    pub policy: Option<Cow<'static, str>>,
}

const TEXT: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json";

impl Answer {
    /// Content of a kind.
    #[must_use]
    pub fn of(kind: &'static str, body: impl Into<Bytes>) -> Self {
        Self { status: StatusCode::OK, kind, body: body.into(), policy: None }
    }

    /// Some words.
    #[must_use]
    pub fn text(words: impl Into<String>) -> Self {
        Self::of(TEXT, words.into())
    }

    /// A page, and what it may do: a Content-Security-Policy.
    #[must_use]
    pub fn page(html: impl Into<Bytes>, policy: impl Into<Cow<'static, str>>) -> Self {
        Self { policy: Some(policy.into()), ..Self::of("text/html; charset=utf-8", html) }
    }

    /// One JSON document.
    #[must_use]
    pub fn json(value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(bytes) => Self::of(JSON, bytes),
            Err(error) => {
                Self::refused(StatusCode::INTERNAL_SERVER_ERROR, format!("the answer cannot be written: {error}"))
            }
        }
    }

    /// Why there is no answer. LanguageTool begins such words so, and clients show them.
    #[must_use]
    pub fn refused(status: StatusCode, why: impl AsRef<str>) -> Self {
        Self { status, ..Self::text(format!("Error: {}\n", why.as_ref())) }
    }

    /// The request says something that cannot be understood.
    #[must_use]
    pub fn bad(why: impl AsRef<str>) -> Self {
        Self::refused(StatusCode::BAD_REQUEST, why)
    }

    /// There is nothing at that address.
    #[must_use]
    pub fn nothing_there() -> Self {
        Self::refused(
            StatusCode::NOT_FOUND,
            "there is nothing at this address; the interface is at /v2/check, /v2/languages and /v2/info",
        )
    }

    /// The address is asked in another way.
    #[must_use]
    pub fn wrong_method(right: &str) -> Self {
        Self::refused(StatusCode::METHOD_NOT_ALLOWED, format!("this address takes {right}"))
    }
}
