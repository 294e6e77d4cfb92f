//! What every built-in rule owes its readers, whatever its kind.

use copydesk::Article;
use copydesk::engine::{Engine, Policy, Selection};
use copydesk::kinds::Purpose;
use copydesk::rules::{CodeTexts, Expectation, Rule, RuleSetLanguages, keys_of, rule_files};

use super::support;

/// The languages the program speaks to people.
const SPOKEN: [&str; 2] = ["en", "ar"];

fn each_rule(duty: &str, kept: impl Fn(&Rule) -> bool) {
    let engine = support::engine_of_all();
    assert!(!engine.rules().is_empty());
    let faults: Vec<String> = engine
        .rules()
        .iter()
        .filter(|rule| !kept(rule))
        .map(|rule| format!("{}:{}: {}", rule.file, rule.line, rule.reporting.code))
        .collect();
    assert!(faults.is_empty(), "{duty}:\n{}", faults.join("\n"));
}

/// Whoever has a finding before them knows from its code which file to open.
#[test]
fn a_rule_is_in_the_file_or_folder_of_its_group() {
    let mut seen = 0;
    for file in rule_files() {
        let table: toml::Table = toml::from_str(&file.text).unwrap();
        let name = file.name.trim_start_matches("rules/").trim_end_matches(".toml");
        assert_eq!(table["name"].as_str(), Some(name), "{}: a rule set is named after its file", file.name);
        let group = name.split('/').nth(1).unwrap();
        for rule in table["rule"].as_array().unwrap() {
            let code = rule["code"].as_str().unwrap();
            assert_eq!(code.split('/').next(), Some(group), "{}: {code}", file.name);
            seen += 1;
        }
    }
    assert!(seen > 150, "{seen}");
}

#[test]
fn every_rule_speaks_to_readers_of_both_languages() {
    for language in SPOKEN {
        let says =
            |text: &copydesk::language::Localised| text.get(language).is_some_and(|text| !text.trim().is_empty());
        each_rule(&format!("no message in {language}"), |rule| says(&rule.reporting.message));
        each_rule(&format!("no explanation in {language}"), |rule| says(&rule.explain));
        each_rule(&format!("a fix named in one language only, not in {language}"), |rule| {
            rule.reporting.fix.is_empty() || says(&rule.reporting.fix)
        });
        each_rule(&format!("a related place named in one language only, not in {language}"), |rule| {
            rule.reporting.related.is_empty() || says(&rule.reporting.related)
        });
        each_rule(
            &format!("what is said of several findings stands in one language only, not in {language}"),
            |rule| rule.reporting.several.is_empty() || says(&rule.reporting.several),
        );
    }
}

#[test]
fn what_is_said_of_several_findings_counts_them() {
    each_rule("no {count}", |rule| rule.reporting.several.values().all(|text| text.contains("{count}")));
}

#[test]
fn faults_that_come_in_floods_are_told_together() {
    let floods = ["quotes/misdirected", "quotes/mixed", "quotes/spacing", "quotes/house-style", "quotes/brackets"];
    each_rule("nothing is said of several findings with one cause", |rule| {
        let comes_in_floods = rule.kind == "characters" || floods.contains(&rule.reporting.code.as_str());
        !comes_in_floods || !rule.reporting.several.is_empty()
    });
}

#[test]
fn messages_start_small_and_end_without_a_stop() {
    each_rule("a message ends with a full stop", |rule| {
        rule.reporting.message.values().chain(rule.reporting.fix.values()).all(|text| !text.ends_with('.'))
    });
    each_rule("an English message starts with a capital", |rule| {
        rule.reporting.message.get("en").is_some_and(|text| !text.starts_with(char::is_uppercase))
    });
}

#[test]
fn messages_in_both_languages_name_the_same_things() {
    let placeholders = |text: &str| {
        let mut names: Vec<String> =
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect();
        names.sort();
        names.dedup();
        names
    };
    each_rule("a message names something in one language and not in the other", |rule| {
        let mut all = rule.reporting.message.values().map(|text| placeholders(text));
        let first = all.next();
        all.all(|names| Some(names) == first)
    });
}

/// The kinds of what copydesk says of its own accord.
const OWN: [&str; 2] = ["suppression", "unreadable"];

#[test]
fn every_rule_proves_itself() {
    // What is wrong with a request for silence shows only beside what another rule finds, and of what cannot be read no example
    // can be written: see crates/cli/tests/cmd/silence.rs and crates/cli/tests/cmd/unreadable.rs.
    let alone = |rule: &Rule| OWN.contains(&rule.kind);
    each_rule("no bad example", |rule| {
        alone(rule) || rule.examples.iter().any(|e| matches!(e.expectation, Expectation::Bad(_)))
    });
    each_rule("no good example", |rule| {
        alone(rule) || rule.examples.iter().any(|e| e.expectation == Expectation::Good)
    });
}

#[test]
fn a_rule_that_repairs_shows_a_repair() {
    each_rule("a fix without a `fixed` example", |rule| {
        // An example of a rule that needs a whole run is several articles, and a `fixed` text is one.
        let needs_a_run = rule.check().archive().is_some();
        needs_a_run
            || OWN.contains(&rule.kind)
            || rule.reporting.fix.is_empty()
            || rule.examples.iter().any(|example| example.fixed.is_some())
    });
    each_rule("a `fixed` example of a rule that names no fix", |rule| {
        !rule.reporting.fix.is_empty() || rule.examples.iter().all(|example| example.fixed.is_none())
    });
}

#[test]
fn every_language_has_what_it_takes() {
    for profile in support::languages().all() {
        let tag = &profile.tag;
        for language in SPOKEN {
            assert!(profile.name.contains_key(language), "{tag} has no name in {language}");
        }
        assert!(profile.script.is_some(), "{tag} has no script: no article is ever taken for it");
        assert!(!profile.quotations.pairs.is_empty(), "{tag} has no quotation marks");
        assert!(!profile.stops.is_empty(), "{tag} has no ends of sentences");
    }
}

/// Files of languages that no article is in are not read.
#[test]
fn a_built_in_rule_is_for_the_language_of_its_folder() {
    each_rule("a rule is for the language of its folder, or for all in rules/all", |rule| {
        let folder = rule.file.split('/').nth(1).unwrap();
        match &rule.languages {
            RuleSetLanguages::All => folder == "all",
            RuleSetLanguages::Tags(tags) => tags.iter().all(|tag| &**tag == folder),
        }
    });
}

#[test]
fn every_key_of_every_kind_is_described_in_every_language_of_the_program() {
    use std::collections::BTreeSet;
    let keys: BTreeSet<(String, String)> = copydesk::kinds::KINDS
        .iter()
        .flat_map(|kind| keys_of(*kind).into_iter().map(|key| (kind.name().to_owned(), key.key)))
        .collect();
    // The English words are the descriptions of the keys themselves, which the JSON Schema shows as well.
    for tag in SPOKEN.into_iter().filter(|tag| *tag != "en") {
        let ui = copydesk::report::Ui::load(&copydesk::rules::ui_files(), tag).expect("the words load");
        let described = ui.meanings().map(|(kind, key)| (kind.to_owned(), key.to_owned())).collect();
        assert_eq!(keys, described, "[options] in rules/{tag}/ui.toml");
    }
}

#[test]
fn every_code_and_group_has_its_short_texts_in_both_languages() {
    use std::collections::BTreeSet;
    let mut problems = Vec::new();
    let texts = CodeTexts::read(&mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    let engine = support::engine_of_all();
    let rules = || engine.rules().iter().map(|rule| &rule.reporting.code);
    let codes: BTreeSet<&str> = rules().flat_map(|code| [code.as_str(), code.full()]).collect();
    let written: BTreeSet<&str> = texts.codes().map(|(code, _)| code).collect();
    assert_eq!(codes, written, "rules/codes.toml");
    let groups: BTreeSet<&str> = rules().map(|code| code.group()).collect();
    assert_eq!(groups, texts.groups().map(|(name, _)| name).collect(), "rules/codes.toml");
    for language in SPOKEN {
        let says = |text: &copydesk::language::Localised| text.get(language).is_some_and(|text| !text.is_empty());
        for (name, group) in texts.groups() {
            assert!(says(&group.summary) && says(&group.about), "{name} in {language}");
        }
        for (code, text) in texts.codes() {
            assert!(says(&text.summary) && says(&text.why) && says(&text.fix), "{code} in {language}");
            let summary = text.summary.get(language).map_or("", String::as_str);
            assert!(summary.chars().count() <= 48, "{code} in {language}: the line is too long for `copydesk rules`");
            assert!(!summary.ends_with('.'), "{code} in {language}: it is a title, not a sentence");
        }
    }
}

#[test]
fn rules_without_explanations_and_examples_find_the_same() {
    let of = |purpose| {
        let mut problems = Vec::new();
        let (languages, book) = copydesk::rules::built_in(purpose, &mut problems).expect("the base language loads");
        assert_eq!(problems, []);
        let selection = Selection { select: vec!["all".into()], ignore: Vec::new() };
        Engine::new(languages, book, Policy { selection, ..Policy::default() })
    };
    let (lean, full) = (of(Purpose::Check), of(Purpose::Explain));
    assert_eq!(lean.rules().len(), full.rules().len());
    for (lean, full) in lean.rules().iter().zip(full.rules()) {
        assert_eq!(format!("{:?}", lean.reporting), format!("{:?}", full.reporting));
        assert!(lean.examples.is_empty() && lean.explain.is_empty(), "{}", lean.reporting.code);
    }
    let examples = full.rules().iter().flat_map(|rule| &rule.examples);
    for example in examples {
        let article = Article { format: example.format, ..Article::new(example.text.as_str()) };
        assert_eq!(lean.check(&article).findings, full.check(&article).findings, "{}", example.text);
    }
}
