//! Kinds that look at several things together: `consistency`, `conditional`, `sequence`, and how headings are written,
//! `capitalization`.

use toml_edit::{Array, InlineTable, Value};

use super::super::note::{Note, Weight};
use super::super::pattern::Pattern;
use super::super::rule::NewRule;
use super::super::yaml::Node;
use super::counted::list;
use super::scope::Scope;
use super::sought::flagged;
use super::style::Style;

pub fn consistency(style: &mut Style<'_>, scope: &Scope) -> Result<Vec<NewRule>, Note> {
    // Case is folded, and words are found at their edges.
    style.take("ignorecase");
    if style.is("nonword") {
        style.note_at(Weight::Part, "nonword", "import-key", "");
    }
    let Some(either) = style.take("either") else {
        return Err(Note::new(Weight::Whole, style.tree.line, "either", "import-missing", ""));
    };
    let rule = style.rule("consistency", &["{match}"], scope, "either");
    let (mut groups, mut samples) = (Array::new(), Vec::new());
    for (one, other) in either.entries() {
        let (Some(left), Some(right)) = (style.pattern(one, "either"), style.pattern(other, "either")) else {
            continue;
        };
        // Forms of one word are no choice: the first of one side goes with the first of the other.
        match left.words().zip(right.words()).filter(|(left, right)| left.len() == right.len()) {
            Some((left, right)) => {
                for (left, right) in left.into_iter().zip(right).filter(|(left, right)| left != right) {
                    samples.push(format!("{left} {right}"));
                    groups.push(list(&[left, right]));
                }
            }
            None => style.note(Weight::Part, one.line, "either", "import-words", one.text().unwrap_or_default()),
        }
    }
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![NewRule { keys: vec![("spellings", groups.into())], samples, ..rule }])
}

pub fn conditional(style: &mut Style<'_>, scope: &Scope) -> Result<Vec<NewRule>, Note> {
    // There, case counts in patterns, whatever the rule says.
    style.take("ignorecase");
    let (Some(first), Some(second)) = (style.take("first"), style.take("second")) else {
        return Err(Note::new(Weight::Whole, style.tree.line, "first", "import-missing", ""));
    };
    let exceptions = style.exceptions();
    let rule = style.rule("conditional", &["{match}"], scope, "first");
    let (Some(one), Some(other)) = (style.pattern(first, "first"), style.pattern(second, "second")) else {
        return Ok(Vec::new());
    };
    // What the second captures is there compared with all that the first finds.
    let one = match (one.groups(), other.groups()) {
        (0, 1..) => Pattern::read(&format!("({})", one.text)).unwrap_or(one),
        _ => one,
    };
    let part = |pattern: &Pattern| -> Value {
        let mut table = InlineTable::new();
        table.insert("pattern", flagged(pattern, false).into());
        table.into()
    };
    let mut keys = vec![("if", part(&one)), ("then", part(&other))];
    if other.groups() == 0 {
        keys.push(("order", "anywhere".into()));
    }
    if !exceptions.is_empty() {
        keys.push(("except", list(&exceptions)));
    }
    let samples = style.samples(one.sample());
    Ok(vec![NewRule { keys, samples, ..rule }])
}

pub fn capitalization(style: &mut Style<'_>, scope: &Scope) -> Result<Vec<NewRule>, Note> {
    let Some(wanted) = style.take("match") else {
        return Err(Note::new(Weight::Whole, style.tree.line, "match", "import-missing", ""));
    };
    let name = match wanted.text().unwrap_or_default() {
        "$sentence" => "sentence",
        "$title" => "title",
        "$upper" => "upper",
        "$lower" => "lower",
        other => return Err(Note::new(Weight::Whole, wanted.line, "match", "import-match", other)),
    };
    if scope.headings != Some("only") {
        style.note(Weight::Part, wanted.line, "scope", "import-headings", "");
    }
    if let Some(book) = style.take("style") {
        style.note(Weight::Remark, book.line, "style", "import-small-words", book.text().unwrap_or_default());
    }
    let exceptions = style.exceptions();
    let threshold = style.take("threshold").and_then(|node| style.parsed::<f64>(node, "threshold"));
    let scope = Scope { headings: Some("only"), ..scope.clone() };
    let rule = style.rule("capitalization", &["{match}"], &scope, "match");
    let mut keys: Vec<(&'static str, Value)> = vec![("style", name.into())];
    if matches!(name, "sentence" | "title") {
        let share = 1.0 - threshold.unwrap_or(0.8).clamp(0.0, 1.0);
        keys.push(("tolerance", ((share * 100.0).round() / 100.0).into()));
    }
    if !exceptions.is_empty() {
        keys.push(("except", list(&exceptions)));
    }
    let words = style.words_of_message();
    let each = |change: &dyn Fn(&str) -> String| words.iter().map(|word| change(word)).collect::<Vec<_>>().join(" ");
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    let samples = vec![each(&capital), each(&|word| word.to_lowercase()), each(&|word| word.to_uppercase())];
    Ok(vec![NewRule { keys, samples, ..rule }])
}

pub fn sequence(style: &mut Style<'_>, scope: &Scope) -> Result<Vec<NewRule>, Note> {
    let folds = style.is("ignorecase");
    if style.take("action").is_some() {
        style.note_at(Weight::Remark, "action", "import-action", "");
    }
    let rule = style.rule("sequence", &["{match}"], scope, "tokens");
    let (mut words, mut sample) = (Array::new(), Some(Vec::new()));
    for node in style.take("tokens").map(Node::items).unwrap_or_default() {
        let text = |key: &str| node.get(key).and_then(Node::text).filter(|text| !text.is_empty());
        if let Some(tag) = text("tag") {
            return Err(Note::new(Weight::Whole, node.line, "tag", "import-tag", tag));
        }
        let skip = node.get("skip").and_then(|node| style.parsed::<i64>(node, "skip"));
        if let Some(skip) = skip.filter(|skip| *skip > 0) {
            let mut gap = InlineTable::new();
            gap.insert("class", "any".into());
            gap.insert("at-least", 0.into());
            gap.insert("at-most", skip.into());
            words.push(gap);
        }
        let Some(written) = node.get("pattern").filter(|node| node.text().is_some_and(|text| !text.is_empty())) else {
            continue;
        };
        let Some(pattern) = style.pattern(written, "pattern") else { return Ok(Vec::new()) };
        let own = pattern.words();
        match (node.get("negate").is_some_and(Node::is_yes), own) {
            (true, Some(own)) => {
                let mut other = InlineTable::new();
                other.insert("not", list(&own));
                words.push(other);
                sample = None;
            }
            (true, None) => {
                let text = written.text().unwrap_or_default();
                return Err(Note::new(Weight::Whole, written.line, "negate", "import-words", text));
            }
            (false, Some(own)) if folds => {
                if let (Some(sample), Some(first)) = (&mut sample, own.first()) {
                    sample.push(first.clone());
                }
                words.push(list(&own));
            }
            (false, _) => {
                let mut table = InlineTable::new();
                table.insert("pattern", flagged(&pattern, folds).into());
                words.push(table);
                match (&mut sample, pattern.sample()) {
                    (Some(sample), Some(text)) => sample.push(text),
                    _ => sample = None,
                }
            }
        }
    }
    if words.is_empty() {
        return Err(Note::new(Weight::Whole, style.tree.line, "tokens", "import-missing", ""));
    }
    let samples = style.samples(sample.map(|words| words.join(" ")));
    Ok(vec![NewRule { keys: vec![("words", words.into())], samples, ..rule }])
}
