//! `existence`: words and patterns that are found wherever they are.

use super::super::note::{Note, Weight};
use super::super::pattern::{Pattern, of_text};
use super::super::rule::{NewRule, Words};
use super::super::yaml::Node;
use super::replacement::in_our_replacement;
use super::scope::{Per, Scope};
use super::style::Style;

/// A token, read.
struct Token {
    pattern: Pattern,
    /// The words it stands for, if it stands for words.
    words: Option<Vec<String>>,
}

pub fn rules(style: &mut Style<'_>, scope: &Scope) -> Result<Vec<NewRule>, Note> {
    let (folds, is_nonword) = (style.is("ignorecase"), style.is("nonword"));
    let is_appended = style.is("append");
    let exceptions = style.exceptions();
    let raw: Vec<&Node> = style.take("raw").map(Node::items).unwrap_or_default().iter().collect();
    let written = style.take("tokens").map(Node::items).unwrap_or_default();
    let mut tokens = Vec::new();
    for node in written.iter().filter(|node| node.text().is_none_or(|text| !text.trim().is_empty())) {
        if let Some(pattern) = style.pattern(node, "tokens") {
            let words = pattern.words();
            tokens.push(Token { pattern, words });
        }
    }
    let key = if written.is_empty() { "raw" } else { "tokens" };
    let replacement = replacement(style);
    let (kind, names): (_, &[&str]) = match &replacement {
        Some(_) => ("substitution", &["{match}"]),
        None => ("existence", &["{match}"]),
    };
    let rule = style.rule(kind, names, scope, key);
    if !raw.is_empty() {
        let joined: String = raw.iter().filter_map(|node| style.text_of(node, "raw")).collect();
        let alternatives = tokens.iter().map(|token| (token.pattern.text.clone(), token.pattern.sample()));
        let alternatives = any_of(&alternatives.collect::<Vec<_>>(), is_nonword);
        let whole = match (written.is_empty(), is_appended) {
            (true, _) => joined,
            (false, true) => format!("{alternatives}{joined}"),
            (false, false) => format!("{joined}{alternatives}"),
        };
        let line = raw.first().map_or(style.tree.line, |node| node.line);
        let node = Node { line, value: super::super::yaml::Value::Text(whole, false) };
        let Some(pattern) = style.pattern(&node, "raw") else { return Ok(Vec::new()) };
        note_exceptions(style, &exceptions);
        return Ok(vec![with_pattern(style, rule, &pattern, folds, replacement.as_deref(), scope)]);
    }
    if tokens.is_empty() && written.is_empty() {
        return Err(Note::new(Weight::Whole, style.tree.line, "tokens", "import-missing", ""));
    }
    let mut rules = Vec::new();
    let is_excepted = |word: &String| exceptions.contains(word);
    let mut words: Vec<String> = Vec::new();
    let mut patterns: Vec<(String, Option<String>)> = Vec::new();
    for token in tokens {
        match token.words {
            // Words are found at their edges, whatever their case.
            Some(own) if folds && !is_nonword => words.extend(own),
            Some(own) if !is_nonword => {
                patterns.extend(own.iter().map(|word| (of_text(word, false), Some(word.clone()))));
            }
            _ => patterns.push((token.pattern.text.clone(), token.pattern.sample())),
        }
    }
    words.retain(|word| !is_excepted(word));
    patterns.retain(|(_, word)| !word.as_ref().is_some_and(is_excepted));
    dedup(&mut words);
    if !patterns.is_empty() {
        note_exceptions(style, &exceptions);
    }
    if !words.is_empty() {
        let words = match &replacement {
            Some(to) => Words::Swap(words.into_iter().map(|word| (word, to.clone())).collect()),
            None => Words::Tokens(words),
        };
        rules.push(NewRule { words, ..rule.clone() });
    }
    if !patterns.is_empty()
        && let Ok(pattern) = Pattern::read(&any_of(&patterns, is_nonword))
    {
        let mut made = with_pattern(style, rule, &pattern, folds, replacement.as_deref(), scope);
        made.samples = patterns.into_iter().flat_map(|(_, sample)| style.samples(sample)).collect();
        // One rule may have both.
        match rules.first_mut().filter(|_| replacement.is_none()) {
            Some(rule) => {
                rule.keys = made.keys;
                rule.samples = made.samples;
            }
            None => rules.push(made),
        }
    }
    Ok(rules)
}

/// One text instead of what is found, if the rule says so.
fn replacement(style: &mut Style<'_>) -> Option<String> {
    let action = style.take("action")?;
    let params = action.get("params").map(Node::items).unwrap_or_default();
    match (action.get("name").and_then(Node::text), params) {
        (Some("replace"), [one]) => one.text().map(str::to_owned),
        _ => {
            let name = action.get("name").and_then(Node::text).unwrap_or_default();
            style.note_at(Weight::Remark, "action", "import-action", name);
            None
        }
    }
}

/// Says that exceptions from what a pattern finds are not told, if there are any.
fn note_exceptions(style: &mut Style<'_>, exceptions: &[String]) {
    if !exceptions.is_empty() {
        style.note_at(Weight::Part, "exceptions", "import-exceptions", "");
    }
}

fn with_pattern(
    style: &mut Style<'_>,
    rule: NewRule,
    pattern: &Pattern,
    folds: bool,
    replacement: Option<&str>,
    scope: &Scope,
) -> NewRule {
    let (line, key) = rule.origin;
    if pattern.is_anchored() && scope.per == Per::Sentence {
        style.note(Weight::Part, line, key, "import-anchor", "");
    }
    let mut keys = vec![("pattern", flagged(pattern, folds).into())];
    keys.extend(replacement.map(|to| ("replace", in_our_replacement(to, 0).into())));
    let samples = style.samples(pattern.sample());
    NewRule { keys, samples, ..rule }
}

/// A pattern with the flags it is read with there.
pub fn flagged(pattern: &Pattern, folds: bool) -> String {
    let flags = match (folds, pattern.is_anchored()) {
        (true, true) => "(?im)",
        (true, false) => "(?i)",
        (false, true) => "(?m)",
        (false, false) => "",
    };
    format!("{flags}{}", pattern.text)
}

/// The pattern for one of several, each with a text that it matches, at the edges of words if it is meant so. Beside a sign that belongs
/// to no word that is where no word goes on.
pub fn any_of(patterns: &[(String, Option<String>)], is_nonword: bool) -> String {
    let joined = patterns.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join("|");
    if is_nonword {
        return if patterns.len() == 1 { joined } else { format!("(?:{joined})") };
    }
    let all = |edge: fn(&str) -> Option<char>| {
        patterns.iter().all(|(_, sample)| {
            sample.as_deref().and_then(edge).is_none_or(|letter| letter.is_alphanumeric() || letter == '_')
        })
    };
    let begin = if all(|text| text.chars().next()) { r"\b" } else { r"\b{start-half}" };
    let end = if all(|text| text.chars().next_back()) { r"\b" } else { r"\b{end-half}" };
    format!("{begin}(?:{joined}){end}")
}

fn dedup(words: &mut Vec<String>) {
    let mut seen = Vec::new();
    words.retain(|word| {
        let folded = word.to_lowercase();
        let is_new = !seen.contains(&folded);
        seen.push(folded);
        is_new
    });
}
