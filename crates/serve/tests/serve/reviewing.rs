//! The page on which an editor is reviewed, and what it asks.

use std::fs;

use copydesk::report::page;
use copydesk_serve::{Access, Desk, Limits, Options};
use copydesk_workspace::options::RuleOptions;
use serde_json::{Value, json};

use crate::client::{Answered, ask, built_in, get, serve};

const TEXT: &str = "أعلنت البلدية إغلاق الجسر. وقال رئيسها إن السبب ”تشققات في الدعامات” رصدها المهندسون.\n";

fn review(to: std::net::SocketAddr, path: &str, asked: &Value) -> Answered {
    ask(to, &format!("POST {path}"), &["Host: {host}", "Content-Type: application/json"], &asked.to_string())
}

#[test]
fn a_review_is_the_librarys() {
    let server = built_in();
    let asked = json!({ "text": TEXT, "ui": "ar" });
    let request = serde_json::from_value(asked.clone()).unwrap();
    let expected = copydesk::Reviewer::new(copydesk::Linter::built_in().unwrap()).review(&request).unwrap();
    assert_eq!(review(server, "/review", &asked).json(), serde_json::to_value(expected).unwrap());
    let fixed = review(server, "/review", &json!({ "text": TEXT, "fix": "safe" })).json();
    assert!(fixed["text"].as_str().unwrap().contains("“تشققات في الدعامات”"), "{fixed}");
}

#[test]
fn the_language_of_a_review_is_that_of_the_page() {
    let server = built_in();
    let message = |path: &str, asked: &Value| review(server, path, asked).json()["findings"][0]["message"].clone();
    let arabic = message("/review", &json!({ "text": TEXT, "ui": "ar" }));
    assert_ne!(arabic, message("/review", &json!({ "text": TEXT })));
    assert_eq!(arabic, message("/ar/review", &json!({ "text": TEXT })));
}

#[test]
fn what_is_no_request_for_a_review_is_said() {
    let server = built_in();
    let broken = ask(server, "POST /review", &["Host: {host}"], "{\"text\":");
    assert_eq!((broken.status, broken.body.contains("no request for a review")), (400, true), "{broken:?}");
    let unknown = review(server, "/review", &json!({ "text": TEXT, "format": "docx" }));
    assert_eq!(unknown.status, 400);
}

#[test]
fn the_page_may_ask_this_server_alone() {
    let server = built_in();
    for path in ["/", "/review"] {
        let page = get(server, path);
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("connect-src 'self'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(page.body.contains(page::style()));
    }
    assert!(get(server, "/ar/review").body.contains("{\"engine\":\"server\",\"ui\":\"ar\"}"));
}

#[test]
fn an_override_holds_for_articles_by_their_names() {
    // Names count from the folder that the server was started in.
    let folder = tempfile::tempdir_in(".").unwrap();
    let config = folder.path().join("copydesk.toml");
    let text = "[[override]]\npaths = [\"opinion/*.md\"]\nignore = [\"quotes\"]\nreason = \"columns\"\n";
    fs::create_dir(folder.path().join("opinion")).unwrap();
    fs::write(folder.path().join("opinion/tide.md"), "").unwrap();
    fs::write(&config, text).unwrap();
    let rules = RuleOptions { config: Some(config), ..RuleOptions::default() };
    let options = Options { rules, ..Options::default() };
    let desk = Desk::open(options, "en", &Limits::default(), |problem| panic!("{problem:#}")).unwrap();
    let server = serve(desk, Access::default(), Limits::default());
    let below = folder.path().file_name().unwrap().to_str().unwrap();
    let count = |name: &str| {
        let review = review(server, "/review", &json!({ "text": TEXT, "name": name })).json();
        review["findings"].as_array().unwrap().len()
    };
    assert_eq!(count(&format!("{below}/news.md")), 1);
    assert_eq!(count(&format!("{below}/opinion/tide.md")), 0);
    assert_eq!(count(&format!("../serve/{below}/opinion/tide.md")), 1, "a name that leads elsewhere is no name");
}
