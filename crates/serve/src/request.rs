//! What a client asks, as far as HTTP has a say in it.

use bytes::Bytes;
use hyper::Method;
use percent_encoding::percent_decode_str;

use super::answer::Answer;
use super::form::{fields, form};

/// The kind of content that forms are sent as.
const FORM: &str = "application/x-www-form-urlencoded";
/// What stands before a token in an address.
const TOKEN: &str = "t";
/// The parts of the interface that a language of messages may stand before.
const INTERFACES: [&str; 2] = ["v2", "review"];

/// What a client asks.
#[derive(Debug, Clone)]
pub struct Request {
    /// `GET` or `POST`, or whatever was tried; `HEAD` counts as `GET`.
    pub method: Method,
    /// The path, without what stands before it for the server itself: `/v2/check`.
    pub path: String,
    /// The language that the address asks messages in, if it does: `/ar/v2/check`.
    pub ui: Option<String>,
    /// The fields of the query, then those of the form that was sent.
    pub fields: Vec<(String, String)>,
    /// What was sent, if it was no form.
    pub body: Bytes,
    /// The token in the address: `/t/TOKEN/v2/check`.
    pub(super) token: Option<String>,
}

impl Request {
    /// What the address of a request says.
    ///
    /// # Errors
    /// The answer to an address that cannot be read.
    pub(super) fn of_address(method: &Method, path: &str, query: Option<&str>) -> Result<Self, Answer> {
        let read = |part: &str| percent_decode_str(part).decode_utf8().map(|text| text.into_owned());
        let parts: Result<Vec<String>, _> = path.split('/').skip(1).map(read).collect();
        let Ok(mut parts) = parts else { return Err(Answer::bad("the address is not UTF-8")) };
        let mut token = None;
        if parts.len() > 2 && parts.first().is_some_and(|first| first == TOKEN) {
            token = parts.drain(..2).nth(1);
        }
        let mut ui = None;
        if parts.get(1).is_some_and(|second| INTERFACES.contains(&second.as_str())) {
            ui = parts.drain(..1).next();
        }
        let fields = match fields(query.unwrap_or_default().as_bytes()) {
            Ok(fields) => fields,
            Err(name) => return Err(Answer::bad(format!("the parameter `{name}` is not UTF-8"))),
        };
        let method = if method == Method::HEAD { Method::GET } else { method.clone() };
        Ok(Self { method, path: format!("/{}", parts.join("/")), ui, fields, body: Bytes::new(), token })
    }

    /// Takes what was sent, content of this kind.
    ///
    /// # Errors
    /// The answer to a form that cannot be read.
    pub(super) fn take_body(&mut self, kind: &str, body: Bytes) -> Result<(), Answer> {
        if !kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM)) {
            self.body = body;
            return Ok(());
        }
        match form(&body) {
            Ok(fields) => self.fields.extend(fields),
            Err(name) => return Err(Answer::bad(format!("the parameter `{name}` is not UTF-8"))),
        }
        Ok(())
    }

    /// The value of a field; of the last of that name, as LanguageTool takes it.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str) -> Request {
        let (path, query) = address.split_once('?').map_or((address, None), |(path, query)| (path, Some(query)));
        Request::of_address(&Method::GET, path, query).unwrap()
    }

    #[test]
    fn a_token_and_a_language_may_stand_before_the_path() {
        let said = |address: &str| {
            let request = of(address);
            (request.token, request.ui, request.path)
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(said("/v2/check"), (None, None, "/v2/check".into()));
        assert_eq!(said("/ar/v2/check"), (None, text("ar"), "/v2/check".into()));
        assert_eq!(said("/t/secret/v2/check"), (text("secret"), None, "/v2/check".into()));
        assert_eq!(said("/t/secret/ar/v2/check"), (text("secret"), text("ar"), "/v2/check".into()));
        assert_eq!(said("/t/secret/"), (text("secret"), None, "/".into()));
        assert_eq!(said("/ar/review"), (None, text("ar"), "/review".into()));
        assert_eq!(said("/"), (None, None, "/".into()));
        assert_eq!(said("/page.js"), (None, None, "/page.js".into()));
    }

    #[test]
    fn a_form_adds_to_the_query_and_the_last_word_counts() {
        let mut request = of("/v2/check?language=ar&text=a");
        request.take_body("application/x-www-form-urlencoded; charset=utf-8", "text=b".into()).unwrap();
        assert_eq!(
            (request.field("language"), request.field("text"), request.field("data")),
            (Some("ar"), Some("b"), None)
        );
        assert!(request.take_body(FORM, "text=%ff".into()).is_err());
    }
}
