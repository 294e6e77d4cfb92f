//! Who is answered.

use std::net::SocketAddr;
use std::sync::Arc;

use copydesk_serve::{Access, Limits, Origin, Server, Token};

use crate::client::{Answered, FORM, ask, built_in, desk, form, get, serve};

const TOKEN: &str = "kYx3v9-Qm2c7_Zp1";

fn with_token() -> SocketAddr {
    let access = Access::new(Vec::new(), Some(Token::new(TOKEN).unwrap()));
    let here = Some(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));
    let server = Server::bind(here, 0, access, Limits::default()).unwrap();
    let address = server.address();
    std::thread::spawn(move || server.run(Arc::new(desk())).unwrap());
    address
}

fn check(to: SocketAddr, headers: &[&str]) -> Answered {
    let headers = [&[FORM], headers].concat();
    ask(to, "POST /v2/check", &headers, &form(&[("text", "She said: “We wait for the tide.")]))
}

#[test]
fn a_name_that_leads_here_by_somebody_elses_choice_is_not_answered() {
    let server = built_in();
    assert_eq!(check(server, &["Host: {host}"]).status, 200);
    assert_eq!(check(server, &["Host: localhost:8081"]).status, 200);
    let rebound = check(server, &["Host: evil.example"]);
    assert_eq!((rebound.status, rebound.body.contains("tide")), (421, false), "{rebound:?}");
    assert_eq!(check(server, &[]).status, 421, "no name at all");
}

#[test]
fn pages_of_other_sites_are_not_answered_unless_they_are_named() {
    let access = Access::new(vec![Origin::new("https://cms.example").unwrap()], None);
    let server = serve(desk(), access, Limits::default());
    let from = |origin: &str| check(server, &["Host: {host}", &format!("Origin: {origin}")]);
    let named = from("https://cms.example");
    assert_eq!((named.status, named.header("access-control-allow-origin")), (200, Some("https://cms.example")));
    for origin in ["https://evil.example", "null", "http://localhost:3000"] {
        let refused = from(origin);
        assert_eq!((refused.status, refused.header("access-control-allow-origin")), (403, None), "{origin}");
    }
    let own = from(&format!("http://{server}"));
    assert_eq!((own.status, own.header("access-control-allow-origin")), (200, None));
}

#[test]
fn a_browser_that_asks_first_is_told_what_a_page_may() {
    let access = Access::new(vec![Origin::new("https://cms.example").unwrap()], None);
    let server = serve(desk(), access, Limits::default());
    let asked = |origin: &str| {
        let headers = ["Host: {host}", "Access-Control-Request-Method: POST", &format!("Origin: {origin}")];
        ask(server, "OPTIONS /v2/check", &headers, "")
    };
    let allowed = asked("https://cms.example");
    assert_eq!((allowed.status, allowed.header("access-control-allow-methods")), (204, Some("GET, POST")));
    assert_eq!(asked("https://evil.example").status, 403);
}

#[test]
fn who_needs_a_token_is_told_where_it_belongs() {
    let server = with_token();
    let text = ("text", "She said: “We wait for the tide.");
    let bare = check(server, &["Host: desk.example"]);
    assert_eq!(bare.status, 401);
    assert!(bare.body.contains("/t/TOKEN/v2") && !bare.body.contains(TOKEN), "{}", bare.body);
    assert_eq!(check(server, &["Host: desk.example", &format!("Authorization: Bearer {TOKEN}")]).status, 200);
    assert_eq!(check(server, &["Host: desk.example", "Authorization: Bearer kYx3v9-Qm2c7_Zp2"]).status, 401);
    let with_key = form(&[text, ("username", "amal"), ("apiKey", TOKEN)]);
    assert_eq!(ask(server, "POST /v2/check", &["Host: desk.example", FORM], &with_key).status, 200);
    assert_eq!(get(server, &format!("/t/{TOKEN}/v2/languages")).status, 200);
    assert_eq!(get(server, &format!("/t/{TOKEN}/ar/v2/check?text=a")).status, 200);
    for without in ["/v2/languages", "/t/wrong/v2/languages", "/v2/healthcheck", "/"] {
        assert_eq!(get(server, without).status, 401, "{without}");
    }
}

#[test]
fn what_is_answered_is_kept_nowhere_and_framed_by_nobody() {
    let answered = get(built_in(), "/v2/languages");
    assert_eq!(answered.header("cache-control"), Some("no-store"));
    assert_eq!(answered.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answered.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(answered.header("content-security-policy"), Some("default-src 'none'"));
}
