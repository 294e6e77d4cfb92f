//! Where each text of a table stands in its file: for whoever finds out late that one of them is wrong.

use std::borrow::Cow;
use std::ops::Range;

use serde_spanned::Spanned;
use toml::de::DeValue;

use super::table::{Held, Table};
use super::{Text, TomlFile};
use crate::text::Place;

/// The texts in the values of a table, the keys of tables in it among them, each with its place. Of a built-in file only the name is known.
#[derive(Debug, Clone)]
pub struct Places {
    name: Box<str>,
    /// The text of the file, where places in it are known.
    text: Option<Text>,
    table: Range<usize>,
    texts: Vec<(Box<str>, Range<usize>)>,
}

impl Places {
    /// The place of the table itself.
    #[must_use]
    pub fn whole(&self) -> Place {
        self.at(self.table.clone())
    }

    /// The place of a text: of the first that is this text, or else of the table.
    #[must_use]
    pub fn of(&self, text: &str) -> Place {
        let known = self.texts.iter().find(|(known, _)| **known == *text);
        self.at(known.map_or_else(|| self.table.clone(), |(_, range)| range.clone()))
    }

    /// The places of this table, and after them those of another one of the same file.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.texts.extend(other.texts);
        self
    }

    fn at(&self, range: Range<usize>) -> Place {
        match &self.text {
            Some(text) => Place::in_text(&*self.name, &text.shared(), range),
            None => Place::file(&*self.name),
        }
    }
}

impl Table<'_> {
    /// Where each of its texts stands.
    #[must_use]
    pub fn places(&self) -> Places {
        let file: &TomlFile = self.file();
        let mut texts = Vec::new();
        for entry in self.entries() {
            if let Held::Parsed(value) = &entry.value {
                add(value, &mut texts);
            }
        }
        let text = (!file.is_built_in()).then(|| file.text.clone());
        Places { name: (*file.name).into(), text, table: self.span(), texts }
    }
}

/// Adds the texts in a value. The parser bounds how deep values nest.
fn add(value: &Spanned<DeValue<'_>>, texts: &mut Vec<(Box<str>, Range<usize>)>) {
    match value.get_ref() {
        DeValue::String(text) => texts.push((text.as_ref().into(), value.span())),
        DeValue::Array(items) => items.iter().for_each(|item| add(item, texts)),
        DeValue::Table(entries) => {
            for (key, value) in entries {
                let key: &Spanned<Cow<'_, str>> = key;
                texts.push((key.get_ref().as_ref().into(), key.span()));
                add(value, texts);
            }
        }
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_wherever_they_stand_in_a_value() {
        let file = TomlFile::new("house.toml", "kind = 'x'\nswap = { \"one\" = \"two\" }\ntokens = [\n  'three',\n]\n");
        let places = file.parse(&mut Vec::new()).places();
        let at = |text: &str| places.of(text).position();
        assert_eq!([at("x"), at("one"), at("two")], [Some((1, 8)), Some((2, 10)), Some((2, 18))]);
        assert_eq!([at("three"), at("kind"), at("nowhere")], [Some((4, 3)), Some((1, 1)), Some((1, 1))]);
    }
}
