//! `copydesk test`: what it refuses, what it says beside that, and how far the examples of a rule reach.

use super::files::{Desk, Run};

/// A rule set with these rules, for English and Arabic.
fn rules(rules: &str) -> String {
    format!("schema = 1\nname = \"house\"\nlanguages = [\"en\", \"ar\"]\n{rules}")
}

/// Tests a rule set that stands in house.toml.
fn tested(text: &str) -> Run {
    tested_with(text, &[])
}

fn tested_with(text: &str, more: &[&str]) -> Run {
    let desk = Desk::new(&[("house.toml", &rules(text))]);
    desk.run(&[&["test", "house.toml"], more].concat())
}

const SOUND: &str = r#"
[[rule]]
code = "house/plain"
kind = "substitution"
swap = { "pled guilty" = "pleaded guilty", "commence" = "begin" }
message = "we write “{replacement}”"
  [[rule.example]]
  lang = "en"
  bad = "He ⟦pled guilty⟧ on Monday."
  fixed = "He pleaded guilty on Monday."
  [[rule.example]]
  lang = "en"
  good = "He pleaded guilty on Monday."
"#;

#[test]
fn a_rule_that_proves_itself_passes() {
    let run = tested(SOUND);
    assert_eq!((run.status, run.out.as_str()), (Some(0), "2 examples passed.\n0 examples failed.\n"), "{run:?}");
}

#[test]
fn a_rule_without_a_bad_example_is_refused() {
    let run = tested(
        "[[rule]]\ncode = \"house/plain\"\nkind = \"existence\"\ntokens = [\"utilize\"]\nmessage = \"plain words\"\n  [[rule.example]]\n  good = \"They use it.\"\n",
    );
    assert_eq!(run.status, Some(1), "{run:?}");
    assert_eq!(
        run.out,
        "house.toml:4:1: house/plain\n  no bad example shows what the rule finds\n  help: add an example with bad = \"… ⟦what is to be found⟧ …\"\n1 example passed.\n0 examples failed.\n1 fault in the rules.\n"
    );
}

/// A rule of a kind with these keys, and an example that shows it find “quay”.
fn rule(kind: &str, keys: &str) -> String {
    format!(
        "[[rule]]\ncode = \"house/plain\"\nkind = \"{kind}\"\n{keys}\nmessage = \"no\"\n  [[rule.example]]\n  lang = \"en\"\n  bad = \"The ⟦quay⟧ is long.\"\n  [[rule.example]]\n  lang = \"en\"\n  good = \"The harbour is long.\"\n"
    )
}

/// What is refused of such a rule: its places and words, without the help.
fn refused(kind: &str, keys: &str) -> Vec<(String, String)> {
    let run = tested(&rule(kind, keys));
    let lines: Vec<&str> = run.out.lines().collect();
    let is_flaw = |lines: &&[&str]| lines[2].starts_with("  help: ");
    let flaws = lines.windows(3).filter(is_flaw).map(|lines| {
        let place = lines[0].trim_start_matches("house.toml:").trim_end_matches(": house/plain");
        (place.to_owned(), lines[1].trim().to_owned())
    });
    let flaws: Vec<_> = flaws.collect();
    let failed = run.out.contains("0 examples failed.");
    assert_eq!((run.status, failed), (Some(i32::from(!flaws.is_empty())), true), "{run:?}");
    flaws
}

fn is(place: &str, words: &str) -> Vec<(String, String)> {
    vec![(place.to_owned(), words.to_owned())]
}

#[test]
fn an_entry_that_can_never_be_found_is_refused_at_its_place() {
    // A vowel sign and a stretched line: folding leaves nothing of them.
    assert_eq!(
        refused("existence", "tokens = [\n  \"quay\",\n  \"ـَ\",\n]"),
        is("9:3", "“ـَ” is never found, not even in a text that says nothing else")
    );
    assert_eq!(
        refused("existence", "tokens = [\"quay\", \"one\\n\\ntwo\"]"),
        is("7:19", "“one\\n\\ntwo” is never found, not even in a text that says nothing else")
    );
}

#[test]
fn an_entry_that_others_cover_is_not_dead() {
    assert_eq!(refused("existence", "tokens = [\"quay\", \"quay wall\", \"Quay\", \"(quay)\", \"#quay\"]"), []);
}

#[test]
fn a_swap_that_changes_nothing_is_refused_unless_an_example_shows_what_it_changes() {
    assert_eq!(
        refused("substitution", "swap = { quay = \"pier\", iPhone = \"iPhone\" }"),
        is("7:25", "“iPhone” is replaced by itself, and no example shows a spelling that this repairs")
    );
    let shown = "swap = { quay = \"pier\", iPhone = \"iPhone\" }\nmessage = \"no\"\n  [[rule.example]]\n  lang = \"en\"\n  bad = \"An ⟦IPHONE⟧ fell off the ⟦quay⟧.\"\n  fixed = \"An iPhone fell off the pier.\"\n";
    let run = tested(&format!("[[rule]]\ncode = \"house/plain\"\nkind = \"substitution\"\n{shown}"));
    assert_eq!(run.status, Some(0), "{run:?}");
}

#[test]
fn two_swaps_that_read_alike_are_refused() {
    assert_eq!(
        refused("substitution", "swap = { quay = \"pier\", \"اعلان\" = \"بيان\", \"إعلان\" = \"نشرة\" }"),
        is("7:25", "“اعلان” reads like “إعلان”, which is replaced by another text: only one of them ever counts")
    );
}

#[test]
fn a_pattern_that_matches_nothing_is_refused() {
    let pattern = |pattern: &str| refused("existence", &format!("tokens = [\"quay\"]\npattern = {pattern}"));
    assert_eq!(pattern("'^ +quay'"), is("8:11", "the pattern `^ +quay` matches no text"));
    assert_eq!(pattern("'[a&&b]'"), is("8:11", "the pattern `[a&&b]` matches no text"));
    assert_eq!(pattern("'pier|\\s+$'"), is("8:11", "the alternative `\\s+$` of the pattern matches no text"));
    assert_eq!(pattern("\"\\bpier\\b\""), is("8:11", "the pattern holds the control character U+0008"));
    assert_eq!(pattern("'\\bpier\\b'"), []);
}

#[test]
fn a_scope_in_which_the_rule_reads_nothing_is_refused() {
    let scope = |keys: &str| tested(&format!("{}[rule.scope]\n{keys}\n", rule("existence", "tokens = [\"quay\"]"))).out;
    let out = scope("roles = [\"story\", \"code\"]");
    assert!(out.contains("\n  rules of this kind do not read blocks of the role `code`\n"), "{out}");
    assert!(out.starts_with("house.toml:16:19: house/plain\n"), "{out}");
    let out = scope("roles = [\"story\"]\nheadings = \"only\"");
    assert!(out.contains("the scope leaves no block to read"), "{out}");
}

#[test]
fn a_finding_that_another_rule_takes_is_told() {
    let run = tested(&format!("{SOUND}{}", SOUND.replace("kind =", "variant = \"legal\"\nkind =")));
    assert_eq!(run.status, Some(1), "{run:?}");
    let said = "house.toml:24: house/plain:legal bad[1]\n  found by this rule alone, but reported as house/plain when all rules run: He ⟦pled guilty⟧ on Monday.\n";
    assert!(run.out.starts_with(said), "{run:?}");
}

const BOATS: &str = r#"
[[rule]]
code = "house/boats"
kind = "existence"
tokens = ["pleaded guilty"]
message = "no"
  [[rule.example]]
  lang = "en"
  bad = "They ⟦pleaded guilty⟧."
"#;

#[test]
fn another_rule_that_speaks_in_a_good_example_is_only_mentioned() {
    let run = tested(&format!("{SOUND}{BOATS}"));
    assert_eq!(run.status, Some(0), "{run:?}");
    let said = "house.toml:14: house/plain good[1]\n  house/boats of the same rule set speaks here: He ⟦pleaded guilty⟧ on Monday.\n3 examples passed.\n";
    assert!(run.out.starts_with(said), "{run:?}");
    // Whose own example shows the same finding knows of it.
    let known = BOATS.replace("They ⟦pleaded guilty⟧.", "He ⟦pleaded guilty⟧ on Monday.");
    let run = tested(&format!("{SOUND}{known}"));
    assert!(run.out.starts_with("3 examples passed.\n"), "{run:?}");
}

const LISTS: &str = r#"
[[rule]]
code = "house/lists"
kind = "existence"
tokens = ["quay", "العبارة"]
pattern = '\b(pier|jetty)s?\b'
message = "no"
  [[rule.example]]
  lang = "en"
  bad = "The ⟦quay⟧ and two ⟦piers⟧."
"#;

#[test]
fn coverage_counts_entries_and_names_those_that_no_example_has() {
    let run = tested_with(&format!("{SOUND}{LISTS}"), &["--coverage"]);
    let table = "Entries that an example reaches:\n  house/plain  1 of 2  house.toml\n  house/lists  2 of 4  house.toml\n3 of 6 entries are reached by an example.\n--verbose lists the others.\n";
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(run.out.starts_with(table), "{run:?}");
    let run = tested_with(&format!("{SOUND}{LISTS}"), &["--coverage", "--verbose"]);
    for line in ["    house.toml:8:44: commence\n", "    house.toml:21:19: العبارة\n", "    house.toml:22:11: jetty\n"]
    {
        assert!(run.out.contains(line), "{line:?} {run:?}");
    }
}

/// Lists of the general kinds that are no plain words: of each, one entry stands in an example, and one in none.
const OTHER_LISTS: &str = r##"
[[rule]]
code = "house/title"
kind = "capitalization"
style = "title"
except = ["eBay", "iPhone"]
small = ["of", "upon"]
message = "no"
  [[rule.example]]
  lang = "en"
  bad = "# A ⟦guide⟧ of eBay"

[[rule]]
code = "house/section"
kind = "metadata"
look-for = "value"
field = "section"
one-of = ["Harbour", "Sport"]
message = "no"
  [[rule.example]]
  lang = "en"
  format = "markdown"
  bad = "---\nsection: ⟦harbour⟧\n---\nThe tide is high."
  [[rule.example]]
  lang = "en"
  format = "markdown"
  good = "---\nsection: Harbour\n---\nThe tide is high."

[[rule]]
code = "house/marks"
kind = "repetition"
of = "marks"
may-double = [".", "-"]
message = "no"
  [[rule.example]]
  lang = "en"
  bad = "The tide⟦!!⟧ It is high."

[[rule]]
code = "house/words"
kind = "repetition"
may-double = ["had", "that"]
message = "no"
  [[rule.example]]
  lang = "en"
  bad = "They had had ⟦the the⟧ tide."

[[rule]]
code = "house/mail"
kind = "consistency"
spellings = [["e-mail", "E-mail"], ["web", "Web"]]
message = "no"
  [[rule.example]]
  lang = "en"
  bad = "An e-mail, one e-mail on the web, two ⟦E-mail⟧ more."

[[rule]]
code = "house/phone"
kind = "substitution"
swap = { "Iphone" = "iPhone", "Ipad" = "iPad" }
message = "no"
  [[rule.example]]
  lang = "en"
  bad = "An ⟦IPHONE⟧ and an iPad."

[[rule]]
code = "house/row"
kind = "sequence"
words = [["two", "three"], { class = "any", not = ["or", "and"] }, "boats"]
message = "no"
  [[rule.example]]
  lang = "en"
  bad = "He has ⟦two fine boats⟧ and no more."

[[rule]]
code = "house/named"
kind = "conditional"
if = { pattern = '\b([A-Z]{2,5})\b' }
then = { pattern = '\(([A-Z]{2,5})\)' }
except = ["UN", "EU"]
message = "no"
  [[rule.example]]
  lang = "en"
  bad = "The UN and the ⟦WHO⟧ left, and so did the World Bank (WB)."
"##;

#[test]
fn coverage_sees_every_list_of_the_general_kinds() {
    let run = tested_with(OTHER_LISTS, &["--coverage", "--verbose"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let missing = run.out.lines().filter_map(|line| line.strip_prefix("    house.toml:"));
    let missing: Vec<&str> = missing.filter_map(|line| line.split_once(": ")).map(|(_, entry)| entry).collect();
    assert_eq!(missing, ["iPhone", "upon", "Sport", "-", "that", "Web", "Ipad", "three", "or", "EU"], "{run:?}");
}

#[test]
fn only_what_is_selected_is_tested() {
    let broken = BOATS.replace("⟦pleaded guilty⟧", "⟦pleaded⟧ guilty");
    let text = format!("{SOUND}{broken}");
    let passed = (Some(0), "2 examples passed.\n0 examples failed.\n");
    for arguments in [["--select", "house/plain"], ["--ignore", "house/boats"]] {
        let run = tested_with(&text, &arguments);
        assert_eq!((run.status, run.out.as_str()), passed, "{arguments:?} {run:?}");
    }
    // What is off until it is named is tested with its group.
    let off = text.replace("kind = \"substitution\"", "default = \"off\"\nkind = \"substitution\"");
    let run = tested_with(&off, &["--select", "house", "--ignore", "house/boats"]);
    assert_eq!((run.status, run.out.as_str()), passed, "{run:?}");
    let run = tested_with(&text, &["--select", "house/plian"]);
    assert!(run.status == Some(2) && run.err.contains("did you mean `house/plain`?"), "{run:?}");
}

#[test]
fn programs_read_the_same() {
    let text = format!("{LISTS}{}", BOATS.replace("⟦pleaded guilty⟧", "⟦pleaded⟧ guilty"));
    let run = tested_with(&text, &["--coverage", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!((run.status, report["passed"].as_u64()), (Some(1), Some(1)), "{run:?}");
    assert_eq!(report["examples"][0]["name"], "house::house/boats::bad[1]");
    assert_eq!(report["examples"][0]["message"], "misplaced, found instead: They ⟦pleaded guilty⟧.");
    assert_eq!(report["faults"], serde_json::json!([]));
    let missing = &report["coverage"][0]["not-reached"];
    assert_eq!((missing[1]["text"].as_str(), missing[1]["line"].as_u64()), (Some("jetty"), Some(9)), "{missing}");
}

#[test]
fn all_built_in_rules_pass() {
    let run = Desk::new(&[]).run(&["test", "--ui-lang", "ar"]);
    assert_eq!((run.status, run.out.lines().count()), (Some(0), 2), "{run:?}");
}
