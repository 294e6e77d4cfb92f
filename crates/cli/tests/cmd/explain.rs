//! What `explain` and `rules` say of codes and groups.

use std::collections::BTreeSet;

use super::files::Desk;

fn codes() -> BTreeSet<String> {
    let list: serde_json::Value =
        serde_json::from_str(&Desk::new(&[]).run(&["rules", "--format", "json"]).out).expect("JSON");
    let rules = list["rules"].as_array().expect("a list");
    rules.iter().map(|rule| rule["code"].as_str().expect("a code").to_owned()).collect()
}

#[test]
fn every_code_is_explained_on_one_screen_in_both_languages() {
    let desk = Desk::new(&[]);
    for code in codes() {
        for language in ["en", "ar"] {
            let run = desk.run(&["explain", &code, "--ui-lang", language]);
            assert_eq!(run.status, Some(0), "{run:?}");
            let lines = run.out.lines().count();
            assert!((12..=30).contains(&lines), "{code} in {language} takes {lines} lines:\n{}", run.out);
            let widest = run.out.lines().max_by_key(|line| line.chars().count()).unwrap_or_default();
            // Vowel signs and marks of direction take no column.
            assert!(widest.chars().count() <= 115, "{code} in {language}: {widest}");
        }
    }
}

#[test]
fn what_was_measured_and_found_nothing_is_not_called_unmeasured() {
    let out = Desk::new(&[]).run(&["explain", "numbers/inconsistent:parts"]).out;
    assert!(out.contains("In the texts it was measured on (ar, en) it found nothing"), "{out}");
    assert!(!out.contains("Not measured"), "{out}");
}

#[test]
fn a_screen_says_what_why_how_to_fix_and_how_to_ignore() {
    let out = Desk::new(&[]).run(&["explain", "quotes/unclosed"]).out;
    for part in [
        "A quotation that is opened and never closed\nerror, on by default\n",
        "\nWhy it matters\n",
        "  found:      ",
        "\n  not found:  ",
        "\nHow to fix it\n",
        "<!-- copydesk: ignore quotes/unclosed -- reason -->",
        "copydesk.ignore: \"quotes/unclosed -- reason\"",
        "ignore = [\"quotes/unclosed\"]",
        "\nRight of the findings that were read: ar ",
        "copydesk explain quotes/unclosed --all",
        "docs/rules/quotes/unclosed.md",
    ] {
        assert!(out.contains(part), "{part:?} is missing in\n{out}");
    }
}

#[test]
fn what_the_configuration_changes_is_told() {
    let desk = Desk::new(&[(
        "copydesk.toml",
        "ignore = ['quotes/empty']\nselect = ['quotes/spacing', 'quotes/empty']\n[severity]\n\"quotes/spacing\" = 'error'\n",
    )]);
    let state = |code: &str| desk.run(&["explain", code]).out.lines().nth(2).unwrap_or_default().to_owned();
    assert_eq!(state("quotes/empty"), "warning, on by default, off here");
    assert_eq!(state("quotes/spacing"), "error, off by default, on here");
}

#[test]
fn variants_are_listed_under_their_code_and_explained_by_themselves() {
    let desk = Desk::new(&[]);
    let out = desk.run(&["explain", "attribution/vague"]).out;
    assert!(out.contains("\n  :hearsay         info  on   Hearsay and rumour\n"), "{out}");
    let out = desk.run(&["explain", "attribution/vague:hearsay"]).out;
    assert!(out.starts_with("attribution/vague:hearsay\nHearsay and rumour\ninfo, on by default\n"), "{out}");
    assert!(!out.contains("Variants"), "{out}");
}

#[test]
fn findings_about_comments_are_not_to_be_ignored_by_a_comment() {
    let out = Desk::new(&[]).run(&["explain", "copydesk/unused-suppression"]).out;
    assert!(!out.contains("<!--") && out.contains("ignore = [\"copydesk/unused-suppression\"]"), "{out}");
}

#[test]
fn a_group_is_explained_by_its_codes() {
    let run = Desk::new(&[]).run(&["explain", "names"]);
    assert_eq!(run.status, Some(0));
    for line in [
        "names\n",
        "  names/archive       info     off  A name spelled unlike most of the archive\n",
        "  names/house-style   error    on   A name not spelled as in the stylebook\n",
        "  names/inconsistent  warning  on   One name spelled two ways in an article\n",
    ] {
        assert!(run.out.contains(line), "{}", run.out);
    }
}

#[test]
fn a_wrong_name_is_answered_with_the_one_meant() {
    let desk = Desk::new(&[]);
    for (wrong, meant) in [("qotes", "`quotes`"), ("quotes/unclosd", "`quotes/unclosed`")] {
        let run = desk.run(&["explain", wrong]);
        assert_eq!(run.status, Some(2));
        assert!(run.err.contains(&format!("did you mean {meant}?")), "{}", run.err);
    }
}

#[test]
fn options_are_those_of_the_rule_with_what_holds_without_them() {
    let desk = Desk::new(&[]);
    let out = desk.run(&["explain", "names/house-style", "--all"]).out;
    assert!(out.contains("  house-style: Whether") && out.contains("\n      default: true\n"), "{out}");
    assert!(!out.contains("  threshold:"), "a key of another rule of its kind:\n{out}");
    let out = desk.run(&["explain", "names/inconsistent", "--all", "--ui-lang", "ar"]).out;
    assert!(out.contains("  articles: أدوات التعريف"), "{out}");
}

#[test]
fn a_rule_of_the_house_goes_by_its_own_words() {
    let desk = Desk::new(&[(
        "copydesk.toml",
        "[[rule]]\ncode = 'house/pled'\nkind = 'existence'\ntokens = ['pled']\nmessage = 'write pleaded, not {match}'\nsummary = 'Pled for pleaded'\nexplain = 'Readers stumble over it.'\n",
    )]);
    let out = desk.run(&["explain", "house/pled"]).out;
    assert!(out.starts_with("house/pled\nPled for pleaded\nwarning, on by default\n"), "{out}");
    assert!(out.contains("\n  Readers stumble over it.\n"), "{out}");
    let list = desk.run(&["rules"]).out;
    assert!(list.lines().any(|line| line.starts_with("house/pled ") && line.ends_with("Pled for pleaded")), "{list}");
}

#[test]
fn every_rule_is_listed_with_what_it_finds() {
    let desk = Desk::new(&[]);
    let list = desk.run(&["rules"]).out;
    let line = list.lines().find(|line| line.starts_with("quotes/unclosed ")).expect("it is listed");
    assert!(line.ends_with("error    on   A quotation that is opened and never closed"), "{line}");
    let json = desk.run(&["rules", "--format", "json", "--ui-lang", "ar"]).out;
    assert!(json.contains("\"summary\": \"اقتباس يُفتح ولا يُغلق\""));
}
