//! The part of an example that shows what it is about.

use copydesk::rules::{Example, Expectation, Rule, RuleSetLanguages, mark};

/// Characters of one line of an example shown at most.
const LINE: usize = 170;
/// Characters of a line beside it shown at most.
const LINE_BESIDE: usize = 76;
/// Characters before the place that matters.
const BEFORE: usize = 80;
/// Examples of more characters than this give way to shorter ones.
const LONG: usize = 240;

/// The examples of rules, those that readers of `language` understand first, then the shorter ones, then in order.
pub fn in_order<'r>(rules: &[&'r Rule], language: &str) -> Vec<&'r Example> {
    let mut examples: Vec<(bool, bool, &Example)> = Vec::new();
    for rule in rules {
        for example in &rule.examples {
            examples.push((!is_in(rule, example, language), example.text.chars().count() > LONG, example));
        }
    }
    examples.sort_by_key(|(is_foreign, is_long, _)| (*is_foreign, *is_long));
    examples.into_iter().map(|(.., example)| example).collect()
}

/// Whether an example is in a language. One of a rule for every language that names none is in no language.
fn is_in(rule: &Rule, example: &Example, language: &str) -> bool {
    match (&example.language, &rule.languages) {
        (Some(tag), _) => tag == language,
        (None, RuleSetLanguages::Tags(tags)) => tags.iter().any(|tag| **tag == *language),
        (None, RuleSetLanguages::All) => false,
    }
}

/// The whole of an example, with marks around what is found.
pub fn marked(example: &Example) -> String {
    match &example.expectation {
        Expectation::Bad(spans) => mark(&example.text, spans),
        Expectation::Good => example.text.clone(),
    }
}

/// The place in `text` where a mark opens, in bytes; its beginning if there is none.
pub fn mark_of(text: &str) -> usize {
    text.find('\u{27e6}').unwrap_or(0)
}

/// The first place in `text` at which it differs from `other`, in bytes.
pub fn difference(text: &str, other: &str) -> usize {
    let mut others = other.chars();
    text.char_indices().find(|(_, c)| others.next() != Some(*c)).map_or(0, |(at, _)| at)
}

/// At most `count` lines of a text, that with the place `at` among them, each cut to what is near that place; an ellipsis stands
/// for what is left out.
pub fn around(text: &str, at: usize, count: usize) -> String {
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            lines.push((start, line.trim_end()));
        }
        start += line.len();
    }
    let wanted = lines.iter().rposition(|(start, _)| *start <= at).unwrap_or(0);
    let first = wanted.saturating_sub(usize::from(count > 1)).min(lines.len().saturating_sub(count));
    let shown: Vec<String> = lines
        .iter()
        .skip(first)
        .take(count)
        .map(|(start, line)| {
            let is_wanted = (*start..=*start + line.len()).contains(&at);
            cut(line, at.saturating_sub(*start), if is_wanted { LINE } else { LINE_BESIDE })
        })
        .collect();
    let is_cut_at_end = first + shown.len() < lines.len();
    let (lead, tail) = (if first > 0 { "\u{2026} " } else { "" }, if is_cut_at_end { " \u{2026}" } else { "" });
    format!("{lead}{}{tail}", shown.join("\n"))
}

/// The words of a line around the place `at`, not much more than `most` characters.
fn cut(line: &str, at: usize, most: usize) -> String {
    let at = line.char_indices().take_while(|(start, _)| *start < at).count();
    let length = line.chars().count();
    if length <= most {
        return line.to_owned();
    }
    let first = at.min(length).saturating_sub(if at < length { BEFORE } else { length });
    let mut words = Vec::new();
    let mut done = 0;
    for word in line.split(' ') {
        let end = done + word.chars().count();
        if done >= first && end <= first + most {
            words.push(word);
        }
        done = end + 1;
    }
    let (lead, tail) = (if first > 0 { "\u{2026} " } else { "" }, if length > first + most { " \u{2026}" } else { "" });
    format!("{lead}{}{tail}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_example_is_shown_around_what_is_found() {
        assert_eq!(around("a\n\nb", 0, 3), "a\nb");
        assert_eq!(around("1\n2\n3\n4\n5\n6\n7", 6, 3), "\u{2026} 3\n4\n5 \u{2026}");
        assert_eq!(around("1\n2\n3\n4\n5\n6\n7", 12, 3), "\u{2026} 5\n6\n7");
        assert_eq!(around("1\n2\n3", 0, 1), "1 \u{2026}");
    }

    #[test]
    fn a_long_line_is_cut_at_words() {
        let words: Vec<String> = (100..200).map(|word| word.to_string()).collect();
        let line = words.join(" ");
        let at = line.find("150").unwrap();
        let shown = around(&line, at, 1);
        assert!(shown.starts_with("\u{2026} 130 ") && shown.ends_with(" 171 \u{2026}"), "{shown}");
        assert!(around(&line, 0, 1).starts_with("100 101 "));
    }

    #[test]
    fn the_first_difference_is_where_the_fix_begins() {
        assert_eq!(difference("a\nc", "a\nb\nc"), 2);
        assert_eq!(difference("same", "same"), 0);
    }
}
