//! `substitution`: words and patterns, each with what to write instead.

use super::super::note::{Note, Weight};
use super::super::pattern::{Pattern, of_text};
use super::super::rule::{NewRule, Words};
use super::super::yaml::Node;
use super::replacement::{in_our_replacement, refers_to_groups};
use super::scope::Scope;
use super::sought::{any_of, flagged};
use super::style::Style;

/// The values of its messages.
const NAMES: &[&str] = &["{replacement}", "{match}"];

pub fn rules(style: &mut Style<'_>, scope: &Scope) -> Result<Vec<NewRule>, Note> {
    let (folds, is_nonword) = (style.is("ignorecase"), style.is("nonword"));
    let exceptions = style.exceptions();
    if let Some(action) = style.take("action")
        && action.get("name").and_then(Node::text) != Some("replace")
    {
        let name = action.get("name").and_then(Node::text).unwrap_or_default();
        style.note_at(Weight::Remark, "action", "import-action", name);
    }
    let Some(swap) = style.take("swap") else {
        return Err(Note::new(Weight::Whole, style.tree.line, "swap", "import-missing", ""));
    };
    let rule = style.rule("substitution", NAMES, scope, "swap");
    let mut words: Vec<(String, String)> = Vec::new();
    let mut others: Vec<NewRule> = Vec::new();
    for (from, to) in swap.entries() {
        let Some(to) = style.text_of(to, "swap") else { continue };
        if from.text().is_none_or(|text| text.trim().is_empty()) {
            style.note(Weight::Part, from.line, "swap", "import-no-pattern", "");
            continue;
        }
        let Some(pattern) = style.pattern(from, "swap") else { continue };
        // What a group matched can be put in by a pattern alone.
        let own = pattern.words().filter(|_| !is_nonword && !refers_to_groups(to, pattern.groups()));
        let is_excepted = |word: &String| exceptions.contains(word);
        match own {
            Some(own) if own.iter().all(is_excepted) => {}
            Some(own) if folds && !to.contains('|') => {
                let new = own.into_iter().filter(|word| !is_excepted(word) && word != to);
                for word in new {
                    match words.iter().find(|(known, _)| known.to_lowercase() == word.to_lowercase()) {
                        None => words.push((word, to.to_owned())),
                        // The case of a word cannot decide where it does not count.
                        Some((_, other)) if other != to => {
                            style.note(Weight::Part, from.line, "swap", "import-same-word", &word);
                        }
                        Some(_) => {}
                    }
                }
            }
            own => {
                let made = by_pattern(style, &rule, (&pattern, own), to, (folds, is_nonword));
                others.push(NewRule { origin: (from.line, "swap"), ..made });
            }
        }
    }
    if !exceptions.is_empty() && !others.is_empty() {
        style.note_at(Weight::Part, "exceptions", "import-exceptions", "");
    }
    let mut rules = Vec::new();
    if !words.is_empty() {
        rules.push(NewRule { words: Words::Swap(words), ..rule });
    }
    rules.extend(others);
    Ok(rules)
}

/// The rule for one entry: by a pattern, as it is written, or, where an editor has to choose among several replacements, by what is
/// found alone.
fn by_pattern(
    style: &mut Style<'_>,
    rule: &NewRule,
    (pattern, words): (&Pattern, Option<Vec<String>>),
    to: &str,
    (folds, is_nonword): (bool, bool),
) -> NewRule {
    let alternatives = match &words {
        Some(words) => words.iter().map(|word| of_text(word, true)).collect::<Vec<_>>().join("|"),
        None => any_of(&[(pattern.text.clone(), pattern.sample())], is_nonword),
    };
    let text = match Pattern::read(&alternatives) {
        Ok(pattern) => flagged(&pattern, folds),
        Err(_) => alternatives,
    };
    let samples = match &words {
        Some(words) => words.clone(),
        None => style.samples(pattern.sample()),
    };
    if to.contains('|') {
        let choice: Vec<&str> = to.split('|').map(str::trim).collect();
        let message = rule.message.replace("{replacement}", &choice.join(" / "));
        let rule = NewRule { kind: "existence", message, samples, ..rule.clone() };
        return match words.filter(|_| folds) {
            Some(words) => NewRule { words: Words::Tokens(words), samples: Vec::new(), ..rule },
            None => NewRule { keys: vec![("pattern", text.into())], ..rule },
        };
    }
    let replace = in_our_replacement(to, pattern.groups());
    NewRule { keys: vec![("pattern", text.into()), ("replace", replace.into())], samples, ..rule.clone() }
}
