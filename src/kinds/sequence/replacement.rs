//! What is written in place of a row: a text in which `$1` stands for the first element.

use std::borrow::Cow;

use serde_spanned::Spanned;

use crate::text::Problem;
use crate::toml_doc::TomlFile;

/// A replacement, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// The element with this index, from 0.
    Element(usize),
}

impl Replacement {
    /// Takes a replacement for rows of so many elements apart. What is wrong with it is added to `problems`.
    pub fn read(
        written: &Spanned<String>,
        elements: usize,
        file: &TomlFile,
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut parts = written.get_ref().split('$');
        pieces.push(Piece::Text(parts.next().unwrap_or_default().to_owned()));
        let mut follows_sign = false;
        for part in parts {
            if std::mem::take(&mut follows_sign) {
                pieces.push(Piece::Text(part.to_owned()));
                continue;
            }
            if part.is_empty() {
                // Two signs are one that is meant.
                pieces.push(Piece::Text("$".to_owned()));
                follows_sign = true;
                continue;
            }
            let (name, rest) = match part.strip_prefix('{').and_then(|part| part.split_once('}')) {
                Some((name, rest)) => (name, rest),
                None => part.split_at(part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len())),
            };
            let index = name.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let Some(index) = index.filter(|index| *index < elements) else {
                let problem = file.problem(written.span(), format!("`${name}` is no element of the row"));
                problems.push(problem.with_help(format!("elements are $1 to ${elements}; $$ is the sign itself")));
                return None;
            };
            pieces.push(Piece::Element(index));
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Some(Self(pieces))
    }

    /// The text with its elements as they are written. Of an element that is missing no space stays.
    pub fn fill<'t>(&self, element: impl Fn(usize) -> Cow<'t, str>) -> String {
        let mut filled = String::new();
        for piece in &self.0 {
            let text = match piece {
                Piece::Text(text) => Cow::Borrowed(text.as_str()),
                Piece::Element(index) => element(*index),
            };
            let is_doubled = filled.is_empty() || filled.ends_with(' ');
            filled.push_str(if is_doubled { text.trim_start_matches(' ') } else { &text });
        }
        filled.truncate(filled.trim_end_matches(' ').len());
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Replacement, String> {
        let (file, mut problems) = (TomlFile::new("t.toml", ""), Vec::new());
        let read = Replacement::read(&Spanned::new(0..0, text.to_owned()), 3, &file, &mut problems);
        read.ok_or_else(|| problems.iter().map(|problem| format!("{problem:#}")).collect())
    }

    fn filled(text: &str) -> String {
        read(text).unwrap().fill(|index| ["one", "", "three"][index].into())
    }

    #[test]
    fn elements_stand_where_their_numbers_do() {
        assert_eq!(filled("$3, ${1}st"), "three, onest");
        assert_eq!(filled("$$$1 $$"), "$one $");
    }

    #[test]
    fn nothing_stays_of_an_element_that_is_missing() {
        assert_eq!(filled("$1 $2 $3"), "one three");
        assert_eq!(filled("$2 $3 $2"), "three");
    }

    #[test]
    fn an_element_that_the_row_has_not_is_named() {
        let fault = "t.toml:1:1: `$4` is no element of the row (elements are $1 to $3; $$ is the sign itself)";
        assert_eq!(read("$4"), Err(fault.to_owned()));
        for text in ["$0", "$name", "$ 1", "${1", "${x}"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
