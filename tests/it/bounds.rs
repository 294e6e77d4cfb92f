//! Rule sets come from anybody: what they may take is bounded, and what is beyond is one clear problem.

use copydesk::rules::{Loader, Options};
use copydesk::text::Problem;
use copydesk::toml_doc::TomlFile;

use super::support;

/// Rules of the kind `existence`, each with these keys, numbered where `{n}` stands.
fn rules(count: usize, keys: &str) -> String {
    let rule = |n: usize| {
        let keys = keys.replace("{n}", &n.to_string());
        format!("[[rule]]\ncode = \"house/r{n}\"\nkind = \"existence\"\nmessage = \"m\"\n{keys}\n")
    };
    let head = "schema = 1\nname = \"house\"\nlanguages = [\"en\"]\n".to_owned();
    (0..count).map(rule).fold(head, |all, rule| all + &rule)
}

fn read(text: &str) -> (usize, Vec<Problem>) {
    let (file, mut problems) = (TomlFile::new("house.toml", text), Vec::new());
    let mut loader = Loader::new(support::languages(), None, Options::default(), copydesk::kinds::Purpose::Check);
    loader.read(&file, &mut problems);
    let book = loader.finish(&mut problems);
    (book.rules().len(), problems)
}

fn one_problem(text: &str, words: &str) {
    let (_, problems) = read(text);
    let [problem] = problems.as_slice() else { panic!("{} problems, not one: {words}", problems.len()) };
    assert!(problem.message.contains(words), "{problem}");
    assert!(problem.place.as_ref().is_some_and(|place| place.position().is_some()), "{problem}");
}

#[test]
fn what_a_newsroom_writes_is_far_from_every_bound() {
    assert_eq!(read(&rules(1000, "pattern = '\\b[Tt]ide {n}(?:st|nd|rd|th)?\\b'")), (1000, Vec::new()));
}

#[test]
fn a_pattern_too_large_is_refused_with_its_place() {
    for pattern in ["(?:(?:b{500}){500}){500}", "\\w{100000}"] {
        one_problem(&rules(1, &format!("pattern = '{pattern}'")), "it is too large");
    }
    // A look-around would need a machine that goes back and forth.
    one_problem(&rules(1, "pattern = '(?=a)b'"), "look-around");
}

#[test]
fn groups_that_a_replacement_asks_for_are_bounded() {
    let rule = |pattern: &str, replace: &str| {
        rules(1, &format!("pattern = '{pattern}'\nreplace = '{replace}'")).replace("existence", "substitution")
    };
    one_problem(&rule(&"(a)".repeat(2000), "$1"), "too many groups");
    assert_eq!(read(&rule(&"(a)".repeat(2000), "b")), (1, Vec::new()));
    assert_eq!(read(&rule(&"([a-z]+) ".repeat(20), "$20 $1")), (1, Vec::new()));
    one_problem(&rule(&"a".repeat(300_000), "b"), "longer than 256 KiB");
}

#[test]
fn patterns_are_bounded_together() {
    one_problem(&rules(600, "pattern = '(?:[a-z]{1,60} ?){1,20}x{n}'"), "patterns of all rules together are too large");
}

#[test]
fn rules_are_bounded_in_number() {
    one_problem(&rules(5000, "tokens = [\"a\"]"), "more than 4096 rules");
}

#[test]
fn what_rules_take_over_is_bounded() {
    let words: Vec<String> = (0..20_000).map(|n| format!("\"word{n}\"")).collect();
    let model = rules(1, &format!("tokens = [{}]", words.join(", ")));
    let heirs: String = (0..200).map(|n| format!("[[rule]]\nlike = \"house/r0\"\ncode = \"house/s{n}\"\n")).collect();
    one_problem(&(model + &heirs), "copy too much from others");
}
