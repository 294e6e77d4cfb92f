//! YAML as a tree in which everything knows its line. Nothing is expanded, and what is nested deep is refused.

use saphyr_parser::{Event, Parser, ScalarStyle};

/// Lists and tables that may be open at once.
const DEEPEST: usize = 32;

/// A value and the line it begins in, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub line: u32,
    pub value: Value,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A scalar; whether it stands there without quotation marks.
    Text(String, bool),
    List(Vec<Node>),
    /// In the order written; of a key that is written twice, both.
    Table(Vec<(Node, Node)>),
}

/// Why a text cannot be read, and the line, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub line: u32,
    pub words: String,
}

impl Node {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text, _) => Some(text),
            _ => None,
        }
    }

    /// Whether it is a yes, as YAML writes that.
    pub fn is_yes(&self) -> bool {
        let Value::Text(text, true) = &self.value else { return false };
        ["true", "yes", "on"].iter().any(|yes| text.eq_ignore_ascii_case(yes))
    }

    /// The items of a list; one that stands alone is a list of itself.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            Value::Text(text, true) if text.is_empty() || text == "~" || text == "null" => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// The entries of a table; those of a list of tables, one after the other.
    pub fn entries(&self) -> Vec<&(Self, Self)> {
        match &self.value {
            Value::Table(entries) => entries.iter().collect(),
            Value::List(items) => {
                let tables = items.iter().filter_map(|item| match &item.value {
                    Value::Table(entries) => Some(entries),
                    _ => None,
                });
                tables.flatten().collect()
            }
            Value::Text(..) => Vec::new(),
        }
    }

    /// The value of a key of a table.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Value::Table(entries) = &self.value else { return None };
        entries.iter().rev().find(|(known, _)| known.text() == Some(key)).map(|(_, value)| value)
    }
}

/// A list or a table that is open.
enum Open {
    List(u32, Vec<Node>),
    Table(u32, Vec<(Node, Node)>, Option<Node>),
}

/// The tree of a text with one document; of one with several, the first.
///
/// # Errors
/// What is wrong with it, in the parser's words or in ours.
pub fn parse(text: &str) -> Result<Node, Fault> {
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|met| Fault { line: line_of(met.marker().line()), words: met.info().to_owned() })?;
        let line = line_of(span.start.line());
        let fault = |words: &str| Err(Fault { line, words: words.to_owned() });
        let done = match event {
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() >= DEEPEST => {
                return fault("nested too deep");
            }
            Event::SequenceStart(..) => {
                open.push(Open::List(line, Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Table(line, Vec::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(line, items)) => Node { line, value: Value::List(items) },
                Some(Open::Table(line, entries, _)) => Node { line, value: Value::Table(entries) },
                None => continue,
            },
            Event::Alias(_) => return fault("an alias, which stands for what is written elsewhere"),
            Event::Scalar(text, style, ..) => {
                let value = Value::Text(text.into_owned(), style == ScalarStyle::Plain);
                Node { line, value }
            }
            _ => continue,
        };
        match open.last_mut() {
            None => return Ok(done),
            Some(Open::List(_, items)) => items.push(done),
            Some(Open::Table(_, entries, key)) => match key.take() {
                Some(name) => entries.push((name, done)),
                None => *key = Some(done),
            },
        }
    }
    Err(Fault { line: 1, words: "there is nothing in it".to_owned() })
}

fn line_of(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_knows_its_line() {
        let tree = parse("# a rule\nextends: existence\ntokens:\n  - one # first\n  - 'two'\nswap: {a: b}\n").unwrap();
        assert_eq!(tree.get("extends").unwrap().text(), Some("existence"));
        let lines: Vec<(u32, &str)> =
            tree.get("tokens").unwrap().items().iter().map(|item| (item.line, item.text().unwrap())).collect();
        assert_eq!(lines, [(4, "one"), (5, "two")]);
        let swap = tree.get("swap").unwrap().entries();
        assert_eq!((swap[0].0.text(), swap[0].1.text(), swap[0].0.line), (Some("a"), Some("b"), 6));
    }

    #[test]
    fn what_is_no_yaml_or_refers_elsewhere_is_refused_at_its_line() {
        assert_eq!(parse("a: b\nc: [d\n").unwrap_err().line, 3);
        assert_eq!(parse("a: &x b\nc: *x\n").unwrap_err().line, 2);
        assert_eq!(parse(&"[".repeat(100)).unwrap_err().words, "nested too deep");
        assert_eq!(parse("").unwrap_err().line, 1);
    }

    #[test]
    fn a_yes_stands_there_without_quotation_marks() {
        let tree = parse("a: true\nb: 'true'\nc: false\nd: Yes\n").unwrap();
        let yes: Vec<bool> = ["a", "b", "c", "d"].iter().map(|key| tree.get(key).unwrap().is_yes()).collect();
        assert_eq!(yes, [true, false, false, true]);
    }
}
