//! Values as people write them.

use toml::de::DeValue;

use super::tree::{Node, Value};

/// A value as people write it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Written {
    /// One that is short enough to be shown.
    Value(String),
    /// A longer list or table: how many entries it has.
    Entries(usize),
}

impl Written {
    /// Values of more characters are counted instead of shown.
    const LONGEST: usize = 40;

    pub(super) fn of(value: &DeValue<'_>) -> Self {
        let is_short = |text: &String| text.chars().count() <= Self::LONGEST;
        let shown = Self::shown(value).filter(is_short);
        shown.map_or_else(|| Self::Entries(Self::entries(value)), Self::Value)
    }

    /// A value that was read when the program was built.
    pub(super) fn of_read(node: Node) -> Self {
        let is_short = |text: &String| text.chars().count() <= Self::LONGEST;
        let shown = Self::shown_read(node).filter(is_short);
        let entries = || match node.value() {
            Some(Value::Array(items)) => items.count(),
            Some(Value::Table(entries)) => entries.count(),
            Some(Value::String(text)) => text.split_whitespace().count(),
            _ => 1,
        };
        shown.map_or_else(|| Self::Entries(entries()), Self::Value)
    }

    fn shown_read(node: Node) -> Option<String> {
        match node.value()? {
            Value::String(text) => Some(format!("\"{text}\"")),
            Value::Integer(number) => Some(number.to_string()),
            Value::Float(number) => Some(number.to_string()),
            Value::Boolean(is) => Some(is.to_string()),
            Value::Array(items) => {
                let items: Option<Vec<String>> = items.map(Self::shown_read).collect();
                Some(format!("[{}]", items?.join(", ")))
            }
            Value::Table(_) | Value::Bytes(_) => None,
        }
    }

    /// The value in TOML; `None` for tables and for lists that hold some.
    fn shown(value: &DeValue<'_>) -> Option<String> {
        match value {
            DeValue::String(text) => Some(format!("\"{text}\"")),
            DeValue::Integer(number) => Some(number.as_str().to_owned()),
            DeValue::Float(number) => Some(number.as_str().to_owned()),
            DeValue::Boolean(is) => Some(is.to_string()),
            DeValue::Datetime(time) => Some(time.to_string()),
            DeValue::Array(items) => {
                let items: Option<Vec<String>> = items.iter().map(|item| Self::shown(item.get_ref())).collect();
                Some(format!("[{}]", items?.join(", ")))
            }
            DeValue::Table(_) => None,
        }
    }

    fn entries(value: &DeValue<'_>) -> usize {
        match value {
            DeValue::Array(items) => items.len(),
            DeValue::Table(entries) => entries.len(),
            // Long texts are lists of words.
            DeValue::String(text) => text.split_whitespace().count(),
            _ => 1,
        }
    }
}
