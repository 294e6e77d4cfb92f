//! What a text is answered.

use serde_json::json;

use crate::client::{built_in, get, matches, post};

/// A mark turned the wrong way behind an emoji, which takes two UTF-16 code units, and a source that nobody can trace.
const WIRE: &str = "📰 أعلنت البلدية إغلاق الجسر القديم أمام الشاحنات ابتداء من الأحد.\n\nوقال رئيسها إن القرار يعود إلى ”تشققات في الدعامات” رصدها المهندسون.\n\nويُعتقد أن البلدية ستعيد فتح الجسر أمام الشاحنات في الخريف.\n";

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(code, covered)| ((*code).to_owned(), (*covered).to_owned())).collect()
}

#[test]
fn findings_are_where_clients_count_them() {
    let answered = post(built_in(), "/v2/check", &[("text", WIRE), ("language", "auto")]);
    assert_eq!(matches(WIRE, &answered), pairs(&[("quotes/misdirected", "”"), ("attribution/vague", "يُعتقد أن")]));
}

#[test]
fn a_match_says_what_why_and_what_instead() {
    let answered = post(built_in(), "/v2/check", &[("text", WIRE), ("language", "ar")]).json();
    let found = &answered["matches"][0];
    assert_eq!(found["replacements"], json!([{ "value": "“", "shortDescription": "replace ” by “" }]));
    assert_eq!(found["shortMessage"], "A quotation mark that faces the wrong way");
    assert_eq!(found["sentence"], "وقال رئيسها إن القرار يعود إلى ”تشققات في الدعامات” رصدها المهندسون.");
    let context = &found["context"];
    let units: Vec<u16> = context["text"].as_str().unwrap().encode_utf16().collect();
    let offset = context["offset"].as_u64().unwrap() as usize;
    assert_eq!(String::from_utf16(&units[offset..offset + 1]).unwrap(), "”");
    let rule = &found["rule"];
    assert_eq!((&rule["issueType"], &rule["category"]["id"]), (&json!("typographical"), &json!("quotes")));
    assert!(rule["urls"][0]["value"].as_str().unwrap().ends_with("/rules/quotes/misdirected.html"), "{rule}");
    assert_eq!(found["copydesk"], json!({ "severity": "error", "applicability": "safe" }));
    assert_eq!(answered["matches"][1]["rule"]["subId"], "passive-belief");
    assert_eq!(answered["matches"][1]["replacements"], json!([]));
    assert_eq!(answered["language"]["code"], "ar");
}

#[test]
fn safe_replacements_give_what_fix_gives() {
    let article = copydesk::Article::new(WIRE);
    let repaired = copydesk::Linter::built_in().unwrap().repair(&article, copydesk::Applicability::Safe);
    let answered = post(built_in(), "/v2/check", &[("text", WIRE), ("language", "ar")]).json();
    let mut units: Vec<u16> = WIRE.encode_utf16().collect();
    for found in answered["matches"].as_array().unwrap().iter().rev() {
        if found["copydesk"]["applicability"] == "safe" {
            let (offset, length) =
                (found["offset"].as_u64().unwrap() as usize, found["length"].as_u64().unwrap() as usize);
            let value = found["replacements"][0]["value"].as_str().unwrap();
            units.splice(offset..offset + length, value.encode_utf16());
        }
    }
    assert_eq!(String::from_utf16(&units).unwrap(), repaired.repaired_text().unwrap());
}

#[test]
fn markup_counts_in_positions_and_is_not_checked() {
    let sent = "<p>She said: <b>“We wait</b> for the tide.</p><p>The harbour master had no word for the press.</p>";
    let data = json!({ "annotation": [
        { "markup": "<p>" }, { "text": "She said: " }, { "markup": "<b>" }, { "text": "“We wait" }, { "markup": "</b>" },
        { "text": " for the tide." }, { "markup": "</p><p>", "interpretAs": "\n\n" },
        { "text": "The harbour master had no word for the press." }, { "markup": "</p>" },
    ] });
    let answered = post(built_in(), "/v2/check", &[("data", &data.to_string()), ("language", "en-GB")]);
    assert_eq!(matches(sent, &answered), pairs(&[("quotes/unclosed", "“")]));
    assert_eq!(answered.json()["matches"][0]["sentence"], "She said: “We wait for the tide.");
}

#[test]
fn messages_are_in_the_language_that_the_request_or_its_address_asks_for() {
    let server = built_in();
    let message = |path: &str, ui: &[(&str, &str)]| {
        let fields = [&[("text", "She said: “We wait for the tide.")], ui].concat();
        post(server, path, &fields).json()["matches"][0]["message"].as_str().unwrap().to_owned()
    };
    let english = message("/v2/check", &[]);
    let arabic = message("/v2/check", &[("ui", "ar")]);
    assert!(english.is_ascii() || english.contains('“'), "{english}");
    assert_ne!(english, arabic);
    assert_eq!(message("/ar/v2/check", &[]), arabic);
    assert_eq!(message("/ar/v2/check", &[("ui", "en")]), english);
}

#[test]
fn a_client_may_name_the_language_of_the_text() {
    let server = built_in();
    let code = |tag: &str| {
        post(server, "/v2/check", &[("text", "Tide."), ("language", tag)]).json()["language"]["code"].clone()
    };
    assert_eq!([code("ar"), code("ar-SA"), code("en-US")], [json!("ar"), json!("ar"), json!("en")]);
    let unknown = post(server, "/v2/check", &[("text", "Tide."), ("language", "tlh")]);
    assert_eq!(unknown.status, 400);
    assert!(unknown.body.starts_with("Error: 'tlh' is not a language code known to copydesk"), "{}", unknown.body);
}

#[test]
fn clients_switch_rules_on_and_off() {
    let server = built_in();
    let codes = |fields: &[(&str, &str)]| {
        let answered = post(server, "/v2/check", &[&[("text", WIRE), ("language", "ar")], fields].concat());
        matches(WIRE, &answered).into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    };
    let all = ["quotes/misdirected", "attribution/vague"];
    assert_eq!(codes(&[]), all);
    assert_eq!(codes(&[("disabledRules", "quotes/misdirected,WHITESPACE_RULE")]), all[1..]);
    assert_eq!(codes(&[("disabledRules", "attribution/vague:passive-belief")]), all[..1]);
    assert_eq!(codes(&[("disabledCategories", "attribution")]), all[..1]);
    assert_eq!(codes(&[("enabledRules", "quotes/misdirected"), ("enabledOnly", "true")]), all[..1]);
    assert_eq!(codes(&[("enabledRules", "UPPERCASE_SENTENCE_START")]), all, "rules of LanguageTool are none of ours");
    assert!(codes(&[("enabledRules", "UPPERCASE_SENTENCE_START"), ("enabledOnly", "true")]).is_empty());
    assert_eq!(post(server, "/v2/check", &[("text", WIRE), ("enabledOnly", "true")]).status, 400);
}

#[test]
fn what_is_off_by_default_is_found_when_it_is_asked_for() {
    let server = built_in();
    let text = "Nobody at the harbour said a word about the “tide”.\n\n\"We wait\", the pilot said on Monday.\n";
    let codes = |fields: &[(&str, &str)]| {
        let answered = post(server, "/v2/check", &[&[("text", text), ("language", "en")], fields].concat());
        matches(text, &answered).into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    };
    let off = "quotes/house-style";
    assert!(!codes(&[]).contains(&off.to_owned()));
    assert!(codes(&[("level", "picky")]).contains(&off.to_owned()), "{:?}", codes(&[("level", "picky")]));
    assert!(codes(&[("enabledRules", off)]).contains(&off.to_owned()));
}

#[test]
fn what_cannot_be_checked_is_a_finding_or_said() {
    let server = built_in();
    let nul = "The tide \0 came.";
    assert_eq!(matches(nul, &post(server, "/v2/check", &[("text", nul)])), pairs(&[("copydesk/unreadable", "\0")]));
    assert!(matches("", &post(server, "/v2/check", &[("text", "")])).is_empty());
    for (fields, why) in [
        (&[("language", "en")][..], "`text` or `data` is missing"),
        (&[("text", "a"), ("data", "{}")], "only one"),
        (&[("data", "{\"annotation\":[")], "not the JSON expected"),
        (&[("data", "{\"annotation\":[{\"text\":\"\\ud83d\"}]}")], "not the JSON expected"),
    ] {
        let answered = post(server, "/v2/check", fields);
        assert_eq!(answered.status, 400, "{answered:?}");
        assert!(answered.body.contains(why), "{}", answered.body);
    }
    let broken = get(server, "/v2/check?text=%ff");
    assert_eq!((broken.status, broken.body.contains("`text` is not UTF-8")), (400, true), "{}", broken.body);
}

#[test]
fn everything_else_that_clients_ask_is_answered() {
    let server = built_in();
    assert_eq!(matches("“", &get(server, "/v2/check?language=en&text=%E2%80%9C")).len(), 1);
    let languages = get(server, "/v2/languages").json();
    let arabic = json!({ "name": "Arabic", "code": "ar", "longCode": "ar" });
    assert!(languages.as_array().unwrap().contains(&arabic), "{languages}");
    let of_egypt = json!({ "name": "Arabic (EG)", "code": "ar", "longCode": "ar-EG" });
    assert!(languages.as_array().unwrap().contains(&of_egypt), "{languages}");
    assert_eq!(get(server, "/v2/info").json()["software"]["name"], "copydesk");
    assert_eq!(get(server, "/v2/healthcheck").body, "OK");
    assert_eq!(get(server, "/v2/maxtextlength").body, "8388608");
    let known = get(server, "/v2/configinfo?language=ar").json();
    let rule =
        known["rules"].as_array().unwrap().iter().find(|rule| rule["ruleId"] == "quotes/unclosed").unwrap().clone();
    assert_eq!((&rule["categoryId"], &rule["isDefaultOff"]), (&json!("quotes"), &json!(null)), "{rule}");
    assert_eq!(get(server, "/v2/words").status, 404);
    assert_eq!(get(server, "/v2/nothing").status, 404);
    assert_eq!(post(server, "/v2/languages", &[]).status, 405);
}
