//! Everything else about a code: the long texts, options, all examples, figures, where its rules come from.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use copydesk::diagnostic::localised;
use copydesk::kinds::KINDS;
use copydesk::report::{Ui, without_placeholders};
use copydesk::rules::{Expectation, Rule, RuleBook, RuleKeyWords, keys_of_rule};
use copydesk::toml_doc::Written;

use super::page::Page;
use super::{excerpt, figures, rules_by_variant};
use crate::rules::tags;

/// Writes what follows the screen of `selector`, whose rules, of the book, are `rules`.
pub fn write<W: Write>(page: &mut Page<'_, W>, selector: &str, rules: &[&Rule], book: &RuleBook) -> io::Result<()> {
    let variants = rules_by_variant(rules);
    for (variant, rules) in &variants {
        write_texts(page, (variants.len() > 1).then_some(*variant), rules)?;
    }
    write_options(page, selector, rules)?;
    figures::write(page, rules, book)?;
    write_silence(page, selector)?;
    write_origin(page, rules)?;
    for (variant, rules) in &variants {
        write_examples(page, (variants.len() > 1).then_some(*variant), rules)?;
    }
    Ok(())
}

/// What the rules say, each message once, with its explanation.
fn write_texts<W: Write>(page: &mut Page<'_, W>, variant: Option<&str>, rules: &[&Rule]) -> io::Result<()> {
    let tag = page.terminal.ui.tag.as_str();
    page.title("full-text")?;
    if let Some(variant) = variant {
        page.headline(variant)?;
    }
    let mut said: BTreeSet<&str> = BTreeSet::new();
    for rule in rules {
        let message = localised(&rule.reporting.message, tag);
        let text = localised(&rule.explain, tag);
        let is_new_message = said.insert(message);
        if is_new_message {
            if said.len() > 1 {
                page.blank()?;
            }
            page.hanging("  * ", "    ", &without_placeholders(message))?;
        }
        if said.insert(text) && !text.is_empty() {
            page.hanging("    ", "    ", text)?;
        }
    }
    Ok(())
}

/// The keys that `[options]` may set, each with what it means and what holds without it.
fn write_options<W: Write>(page: &mut Page<'_, W>, selector: &str, rules: &[&Rule]) -> io::Result<()> {
    let ui = &page.terminal.ui;
    let mut kinds: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for &rule in rules {
        kinds.entry(rule.kind).or_default().push(rule);
    }
    let mut keys: BTreeMap<String, (String, String)> = BTreeMap::new();
    for (name, rules) in kinds {
        let Some(kind) = KINDS.iter().find(|known| known.name() == name) else { continue };
        let written = rules.first().into_iter().flat_map(|rule| rule.written.iter().map(|(key, _)| key.as_str()));
        for key in keys_of_rule(*kind, written) {
            let words = ui.meaning(name, &key.key).unwrap_or(&key.description).to_owned();
            let default = default_of(&key, &rules, ui);
            keys.entry(key.key).or_insert((words, default));
        }
    }
    if keys.is_empty() {
        return Ok(());
    }
    page.title_of(&ui.fill("options", &[("code", selector)]))?;
    for (key, (words, default)) in keys {
        page.hanging(&format!("  {key}: "), "      ", &words)?;
        page.hanging("      ", "      ", &ui.fill("option-default", &[("value", &default)]))?;
    }
    Ok(())
}

/// What holds where `[options]` does not say a key: what the rules themselves say, or what their kind takes.
fn default_of(key: &RuleKeyWords, rules: &[&Rule], ui: &Ui) -> String {
    let value = |rule: &&Rule| rule.written.iter().find(|(known, _)| *known == key.key).map(|(_, value)| value.clone());
    let mut values: Vec<Option<Written>> = rules.iter().map(value).collect();
    values.sort();
    values.dedup();
    match values.as_slice() {
        [Some(Written::Value(value))] => value.clone(),
        [Some(Written::Entries(count))] => ui.count("option-entries", *count),
        [None] => key.default.clone().unwrap_or_else(|| ui.say("option-none").to_owned()),
        _ => ui.say("option-varies").to_owned(),
    }
}

fn write_silence<W: Write>(page: &mut Page<'_, W>, selector: &str) -> io::Result<()> {
    let ui = &page.terminal.ui;
    page.title("more-silence")?;
    page.text(&ui.fill("silence-once", &[("code", selector)]))?;
    page.text(ui.say("silence-folder"))?;
    page.verbatim(&format!("[[override]]\npaths = [\"opinion/**\"]\nignore = [\"{selector}\"]"))
}

/// Kinds, roles, languages and rule sets.
fn write_origin<W: Write>(page: &mut Page<'_, W>, rules: &[&Rule]) -> io::Result<()> {
    let ui = &page.terminal.ui;
    page.title("technical")?;
    let mut kinds: BTreeSet<&str> = BTreeSet::new();
    let mut roles = Vec::new();
    let mut languages: BTreeSet<&str> = BTreeSet::new();
    let mut sets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for rule in rules {
        kinds.insert(rule.kind);
        languages.extend(tags(rule));
        sets.entry(&rule.reporting.rule_set).or_default().extend(tags(rule));
        for role in rule.reporting.scope.roles.iter() {
            let words = ui.say(&format!("role-{}", role.as_str())).to_owned();
            if !roles.contains(&words) {
                roles.push(words);
            }
        }
    }
    let list = |names: BTreeSet<&str>| ui.list(&names.into_iter().map(str::to_owned).collect::<Vec<_>>());
    let languages = if languages.contains("*") { ui.say("every-language").to_owned() } else { list(languages) };
    page.text(&ui.fill("kind", &[("what", &list(kinds))]))?;
    page.text(&ui.fill("languages", &[("what", &languages)]))?;
    page.text(&ui.fill("reads", &[("what", &ui.list(&roles))]))?;
    page.text(&ui.fill("rule-sets", &[("what", &list(sets.into_keys().collect()))]))
}

/// All examples: what is found, with what the fix makes of it, then what is not.
fn write_examples<W: Write>(page: &mut Page<'_, W>, variant: Option<&str>, rules: &[&Rule]) -> io::Result<()> {
    let ui = &page.terminal.ui;
    let examples = excerpt::in_order(rules, &ui.tag);
    if examples.is_empty() {
        return Ok(());
    }
    page.title("all-examples")?;
    if let Some(variant) = variant {
        page.headline(variant)?;
    }
    for is_good in [false, true] {
        for example in examples.iter().filter(|example| (example.expectation == Expectation::Good) == is_good) {
            let key = if is_good { "example-good" } else { "example-bad" };
            let mut rows = vec![(ui.say(key).to_owned(), excerpt::marked(example))];
            let fixed = example.fixed.iter().filter(|_| !is_good);
            rows.extend(fixed.map(|fixed| (ui.say("example-fixed").to_owned(), fixed.clone())));
            page.labelled(&rows)?;
        }
    }
    Ok(())
}
