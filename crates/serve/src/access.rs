//! Who may ask. A page from anywhere on the web can make a browser send requests to this machine: it is known by its origin, and
//! one that has its own name point here by the name it uses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use hyper::header::{AUTHORIZATION, HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::{Method, StatusCode};

use super::answer::Answer;
use super::origin::Origin;
use super::request::Request;
use super::token::Token;

/// How a browser says where the page is from that asks, even where it sends no origin.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// And what it asks for.
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// Who may ask.
#[derive(Debug, Clone, Default)]
pub struct Access {
    /// The pages that may, beside the server's own.
    pub(super) origins: Vec<Origin>,
    /// What every client has to know, if anything.
    pub(super) token: Option<Token>,
    /// Whether this machine may be called by any name: whoever knows the token is no page that guesses.
    pub(super) by_any_name: bool,
}

/// The origin that is told that it may read the answer, if the request comes from a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed(pub Option<String>);

impl Access {
    /// Pages from these origins may ask, beside the server's own; who knows the token, if there is one.
    #[must_use]
    pub fn new(origins: Vec<Origin>, token: Option<Token>) -> Self {
        Self { origins, token, by_any_name: false }
    }

    /// Whether a request may be answered, as far as its head says. Its token is another matter.
    ///
    /// # Errors
    /// The answer to one that may not.
    pub(super) fn judge(&self, method: &Method, headers: &HeaderMap) -> Result<Allowed, Answer> {
        let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let host = text(&HOST).unwrap_or_default();
        if !self.by_any_name && !is_this_machine(host) {
            let why = "this name is not one of this machine's own; ask for 127.0.0.1 or localhost";
            return Err(Answer::refused(StatusCode::MISDIRECTED_REQUEST, why));
        }
        let Some(origin) = text(&ORIGIN) else {
            let is_foreign = text(&FETCH_SITE).is_some_and(|site| site == "cross-site" || site == "same-site");
            let is_followed = method == Method::GET && text(&FETCH_MODE) == Some("navigate");
            return if is_foreign && !is_followed { Err(foreign("another site")) } else { Ok(Allowed(None)) };
        };
        let own = origin.split_once("://").is_some_and(|(_, own)| own.eq_ignore_ascii_case(host));
        if own {
            return Ok(Allowed(None));
        }
        if self.origins.iter().any(|allowed| allowed.covers(origin)) {
            return Ok(Allowed(Some(origin.to_owned())));
        }
        Err(foreign(origin))
    }

    /// Whether the token is right that a request brings: in its address, in the header `Authorization`, or, as clients of
    /// LanguageTool send theirs, in the field `apiKey`.
    ///
    /// # Errors
    /// The answer to one without it.
    pub(super) fn admit(&self, headers: &HeaderMap, request: &Request) -> Result<(), Answer> {
        let Some(token) = &self.token else { return Ok(()) };
        let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let bearer = header.and_then(|value| value.split_once(' '));
        let bearer = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, said)| said.trim());
        let said = [request.token.as_deref(), bearer, request.field("apiKey")];
        if said.into_iter().flatten().any(|said| token.is(said)) {
            return Ok(());
        }
        let why = "the token is missing or wrong; it belongs in the address (/t/TOKEN/v2), in the header `Authorization: Bearer TOKEN`, or in the parameter `apiKey`";
        Err(Answer::refused(StatusCode::UNAUTHORIZED, why))
    }
}

fn foreign(origin: &str) -> Answer {
    let why = format!(
        "pages from {origin} may not ask; whoever starts the server can let them: copydesk serve --allow-origin ORIGIN"
    );
    Answer::refused(StatusCode::FORBIDDEN, why)
}

/// Whether a host, with or without a port, is a name of this machine for itself that no name server has a say in.
fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) if port.is_empty() || port.starts_with(':') => {
            return address.parse().is_ok_and(|address: Ipv6Addr| address.is_loopback());
        }
        Some(_) => return false,
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let is_loopback = |address: Ipv4Addr| IpAddr::V4(address).is_loopback();
    name.eq_ignore_ascii_case("localhost") || name.parse().is_ok_and(is_loopback)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(access: &Access, headers: &[(&'static str, &'static str)]) -> Result<Allowed, u16> {
        let headers = headers.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
        access.judge(&Method::POST, &headers.collect()).map_err(|answer| answer.status.as_u16())
    }

    #[test]
    fn only_this_machines_own_names_are_answered_unless_all_are() {
        let access = Access::default();
        for own in ["localhost", "LocalHost:8081", "127.0.0.1:8081", "127.1.2.3", "[::1]:8081", "[::1]"] {
            assert_eq!(judge(&access, &[("host", own)]), Ok(Allowed(None)), "{own}");
        }
        for other in [
            "",
            "evil.example",
            "evil.example:8081",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "10.0.0.7",
            "[::2]",
            "[::1]x",
        ] {
            assert_eq!(judge(&access, &[("host", other)]), Err(421), "{other}");
        }
        let access = Access { by_any_name: true, ..Access::default() };
        assert_eq!(judge(&access, &[("host", "desk.example:8081")]), Ok(Allowed(None)));
    }

    #[test]
    fn pages_ask_only_if_they_are_the_servers_own_or_named() {
        let access = Access::new(vec![Origin::new("https://cms.example").unwrap()], None);
        let from = |origin| judge(&access, &[("host", "localhost:8081"), ("origin", origin)]);
        assert_eq!(from("http://localhost:8081"), Ok(Allowed(None)));
        assert_eq!(from("https://cms.example"), Ok(Allowed(Some("https://cms.example".into()))));
        for foreign in ["https://evil.example", "http://localhost:3000", "null"] {
            assert_eq!(from(foreign), Err(403), "{foreign}");
        }
        let site = |site| judge(&access, &[("host", "localhost:8081"), ("sec-fetch-site", site)]);
        assert_eq!((site("cross-site"), site("same-origin")), (Err(403), Ok(Allowed(None))));
    }
}
