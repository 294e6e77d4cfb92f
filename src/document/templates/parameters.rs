//! The parameters of a tag, and which of them are words for readers.

use std::ops::Range;

use crate::language::TemplateNames;

/// Adds the words for readers in the parameters of the tag that stands in `tag`.
pub fn shown(text: &str, tag: &Range<usize>, names: &TemplateNames, found: &mut Vec<Range<usize>>) {
    let Some(inner) = text.get(tag.clone()).filter(|inner| inner.starts_with(['{', '['])) else { return };
    let opening = inner.len() - inner.trim_start_matches(['{', '[', '<', '%', '-', ' ', '\t']).len();
    let mut reader = Parameters { text: inner, at: opening };
    let Some(name) = reader.next().and_then(|first| inner.get(first.value)) else { return };
    let mut shown = names.shown_by(name);
    if names.including.iter().any(|known| known == name) {
        let file = reader.next().and_then(|file| inner.get(file.value)).unwrap_or_default();
        let file = file.rsplit('/').next().unwrap_or(file).trim_start_matches('_');
        shown = names.shown_by(file.split('.').next().unwrap_or(file));
    }
    if shown.is_empty() {
        return;
    }
    let mut place = 0;
    for parameter in reader {
        let is_shown = match parameter.name.and_then(|name| inner.get(name)) {
            Some(name) => shown.iter().any(|known| known == name),
            None => {
                place += 1;
                shown.iter().any(|known| known.parse() == Ok(place))
            }
        };
        let value = tag.start + parameter.value.start..tag.start + parameter.value.end;
        if is_shown && parameter.is_quoted && !value.is_empty() {
            found.push(value);
        }
    }
}

/// One parameter: where it is written in the tag.
struct Parameter {
    name: Option<Range<usize>>,
    /// Without its quotes.
    value: Range<usize>,
    is_quoted: bool,
}

/// Reads parameters from left to right: `name="value"`, `name: 'value'`, values alone, words alone.
struct Parameters<'t> {
    text: &'t str,
    at: usize,
}

impl Parameters<'_> {
    fn skip(&mut self, skipped: &[char]) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.len() - rest.trim_start_matches(skipped).len();
    }

    fn string(&mut self) -> Option<Range<usize>> {
        let rest = self.text.get(self.at..)?;
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        let mut is_escaped = false;
        let length = rest.get(1..)?.find(|c: char| {
            let ends = c == quote && !is_escaped;
            is_escaped = c == '\\' && !is_escaped && quote != '`';
            ends
        })?;
        let value = self.at + 1..self.at + 1 + length;
        self.at = value.end + 1;
        Some(value)
    }

    fn word(&mut self) -> Option<Range<usize>> {
        let rest = self.text.get(self.at..)?;
        let ends = |c: char| c.is_whitespace() || matches!(c, '=' | ':' | ',' | '"' | '\'' | '`' | ']');
        let length = rest.find(ends).unwrap_or(rest.len());
        let word = self.at..self.at + length;
        self.at = word.end;
        (length > 0).then_some(word)
    }
}

impl Iterator for Parameters<'_> {
    type Item = Parameter;

    fn next(&mut self) -> Option<Parameter> {
        const BLANK: &[char] = &[' ', '\t', '\n', '\r'];
        self.skip(&[' ', '\t', '\n', '\r', ',']);
        if let Some(value) = self.string() {
            return Some(Parameter { name: None, value, is_quoted: true });
        }
        let word = self.word()?;
        let behind = self.at;
        self.skip(BLANK);
        if !self.text.get(self.at..)?.starts_with(['=', ':']) {
            self.at = behind;
            return Some(Parameter { name: None, value: word, is_quoted: false });
        }
        self.at += 1;
        self.skip(BLANK);
        if let Some(value) = self.string() {
            return Some(Parameter { name: Some(word), value, is_quoted: true });
        }
        let value = self.word()?;
        Some(Parameter { name: Some(word), value, is_quoted: false })
    }
}
