//! `occurrence` and `repetition`: how often something stands there.

use super::super::note::{Note, Weight};
use super::super::rule::{NewRule, Words};
use super::super::yaml::Node;
use super::scope::{Per, Scope};
use super::sought::flagged;
use super::style::Style;

pub fn occurrence(style: &mut Style<'_>, scope: &Scope) -> Result<Vec<NewRule>, Note> {
    let folds = style.is("ignorecase");
    let (most, least) = (style.number("max"), style.number("min"));
    let Some(node) = style.take("token") else {
        return Err(Note::new(Weight::Whole, style.tree.line, "token", "import-missing", ""));
    };
    let Some(pattern) = style.pattern(node, "token") else { return Ok(Vec::new()) };
    let limits = [("at-most", most), ("at-least", least)];
    let limits = limits.into_iter().filter_map(|(key, limit)| Some((key, limit?.into())));
    let mut keys: Vec<(&'static str, toml_edit::Value)> = limits.collect();
    if keys.is_empty() {
        return Err(Note::new(Weight::Whole, style.tree.line, "max", "import-missing", ""));
    }
    let per = if scope.headings == Some("only") { Per::Paragraph } else { scope.per };
    keys.push(("per", per.as_str().into()));
    let words = style.words_of_message();
    // Whoever counts words measures a length.
    if pattern.is_any_word() {
        let rule = style.rule("length", &["{count}"], scope, "token");
        keys.insert(0, ("unit", "words".into()));
        let many: Vec<&str> = match most.and_then(|most| usize::try_from(most).ok()) {
            Some(most) if !words.is_empty() => {
                words.iter().cycle().map(String::as_str).take((most + 3).min(400)).collect()
            }
            _ => Vec::new(),
        };
        return Ok(vec![NewRule { keys, samples: vec![many.join(" ")], ..rule }]);
    }
    let rule = style.rule("occurrence", &["{match}"], scope, "token");
    let sought = pattern.words().filter(|_| folds);
    let sample = sought.as_ref().and_then(|words| words.first().cloned()).or_else(|| pattern.sample());
    let times = usize::try_from(most.unwrap_or(0)).unwrap_or(0).min(100) + 1;
    let many = |join: &dyn Fn(&str, &str) -> String| {
        let sample = sample.as_deref().map(str::trim)?;
        let words = words.iter().map(String::as_str).chain(words.is_empty().then_some("")).cycle();
        Some(words.take(times).map(|word| join(word, sample)).collect::<Vec<_>>().join(" ").trim().to_owned())
    };
    // A mark stands behind a word, a word beside it.
    let samples = [
        many(&|_, it| it.to_owned()),
        many(&|word, it| format!("{word} {it}")),
        many(&|word, it| format!("{word}{it}")),
    ];
    // Where too little is wrong, the words of the message alone are; a line without an end would be a heading.
    let without = least.is_some().then(|| format!("{}.", words.join(" ")));
    let samples: Vec<String> = samples.into_iter().flatten().chain(without).collect();
    match sought {
        Some(words) => Ok(vec![NewRule { keys: with(keys, "tokens", list(&words)), samples, ..rule }]),
        None => Ok(vec![NewRule { keys: with(keys, "pattern", flagged(&pattern, folds).into()), samples, ..rule }]),
    }
}

pub fn repetition(style: &mut Style<'_>, scope: &Scope) -> Result<Vec<NewRule>, Note> {
    // Case is folded; digits and marks are never looked for.
    style.take("ignorecase");
    style.take("alpha");
    if let Some(action) = style.take("action")
        && action.get("name").and_then(Node::text) != Some("edit")
    {
        style.note_at(Weight::Remark, "action", "import-action", "");
    }
    if let Some(max) = style.number("max") {
        style.note_at(Weight::Part, "max", "import-key", &max.to_string());
    }
    let exceptions = style.exceptions();
    let rule = style.rule("repetition", &["{match}"], scope, "tokens");
    let mut keys: Vec<(&'static str, toml_edit::Value)> = vec![("of", "words".into())];
    let mut texts = Vec::new();
    let mut is_any = false;
    for node in style.take("tokens").map(Node::items).unwrap_or_default() {
        let Some(pattern) = style.pattern(node, "tokens") else { continue };
        is_any |= pattern.is_any_word();
        texts.push(format!("(?:{})", pattern.text));
    }
    if texts.is_empty() {
        return Err(Note::new(Weight::Whole, style.tree.line, "tokens", "import-missing", ""));
    }
    if !is_any {
        keys.push(("pattern", format!("(?i)^(?:{})$", texts.join("|")).into()));
    }
    if !exceptions.is_empty() {
        keys.push(("may-double", list(&exceptions)));
    }
    let doubled = style.words_of_message().into_iter().map(|word| format!("{word} {word}")).take(3).collect();
    Ok(vec![NewRule { words: Words::None, keys, samples: doubled, ..rule }])
}

fn with(
    mut keys: Vec<(&'static str, toml_edit::Value)>,
    key: &'static str,
    value: toml_edit::Value,
) -> Vec<(&'static str, toml_edit::Value)> {
    keys.insert(0, (key, value));
    keys
}

/// Texts as a list of TOML.
pub fn list(texts: &[String]) -> toml_edit::Value {
    texts.iter().map(String::as_str).collect()
}
