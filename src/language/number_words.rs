//! The numbers of a language in words.

use serde::Deserialize;
use serde_spanned::Spanned;

use super::is_word_char;
use crate::text::Problem;
use crate::toml_doc::{Table, TomlFile};

/// `[numbers]` of a language file, as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NumberWordsPart {
    words: Vec<Spanned<String>>,
    scales: Vec<Spanned<String>>,
    joiners: Vec<String>,
}

/// How a language writes numbers in words, in ordinary spelling.
#[derive(Debug, Clone, Default)]
pub struct NumberWords {
    /// Words and phrases with the value of each: 11, eleven.
    pub words: Vec<(f64, Box<str>)>,
    /// What multiplies the number before it: 1000, thousand.
    pub scales: Vec<(f64, Box<str>)>,
    /// What stands between two parts of one number, such as the "and" of two hundred and five.
    pub joiners: Vec<Box<str>>,
}

impl NumberWords {
    /// Takes the part on numbers out of a language file; nothing is in it where the file has none.
    pub(super) fn take(table: &mut Table<'_>, problems: &mut Vec<Problem>) -> Self {
        let file = table.file();
        let part = table.take_table("numbers", problems).and_then(|part| part.decode(problems));
        part.map_or_else(Self::default, |part| Self::of(part, file, problems))
    }

    /// Reads a part of a language file. What is no value with words behind it is added to `problems` and left out.
    fn of(part: NumberWordsPart, file: &TomlFile, problems: &mut Vec<Problem>) -> Self {
        let mut read = |entries: Vec<Spanned<String>>| {
            let entries = entries.into_iter().filter_map(|entry| {
                let read = value_and_words(entry.get_ref()).map(|(value, words)| (value, Box::from(words)));
                if read.is_none() {
                    let text = entry.get_ref();
                    let message = format!("`{text}` is not a value with words behind it, such as \"12 twelve\"");
                    problems.push(file.problem(entry.span(), message));
                }
                read
            });
            entries.collect()
        };
        Self {
            words: read(part.words),
            scales: read(part.scales),
            joiners: part.joiners.into_iter().map(Into::into).collect(),
        }
    }
}

/// The value at the head of an entry, and the words behind it.
fn value_and_words(text: &str) -> Option<(f64, &str)> {
    let (value, words) = text.trim().split_once(char::is_whitespace)?;
    let value: f64 = value.parse().ok()?;
    (value.is_finite() && value >= 0.0 && words.contains(is_word_char)).then_some((value, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> (NumberWords, Vec<String>) {
        let file = TomlFile::new("t.toml", toml);
        let part: NumberWordsPart = file.parse(&mut Vec::new()).decode(&mut Vec::new()).unwrap_or_default();
        let mut problems = Vec::new();
        let words = NumberWords::of(part, &file, &mut problems);
        (words, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn an_entry_is_a_value_with_words_behind_it() {
        let (words, problems) = read("words = ['11 eleven', '3 drei', '300 trois cents']\nscales = ['1000 thousand']");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!((words.words.len(), words.scales.len()), (3, 1));
        assert_eq!(words.words.last(), Some(&(300.0, Box::from("trois cents"))));
    }

    #[test]
    fn what_is_none_is_refused_where_it_stands() {
        for wrong in ["twelve", "12", "12 -", "x twelve", "-1 minus", "inf many"] {
            let (words, problems) = read(&format!("joiners = ['and']\nwords = ['{wrong}']"));
            assert!(words.words.is_empty() && problems.len() == 1 && problems[0].contains("t.toml:2"), "{problems:?}");
        }
    }
}
