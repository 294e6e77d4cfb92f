//! The styles of capital letters: which words of a line are not as a style wants them.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;

use super::line::{CasedLine, CasedWord, Seen, Written};
use crate::kinds::letter_case::{in_small, with_capital};
use crate::language::Folder;
use crate::text::ProseSpan;

/// How a line is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// A capital letter at its head, and for names.
    Sentence,
    /// A capital letter for every word but some small ones.
    Title,
    /// In capital letters.
    Upper,
    /// In small letters.
    Lower,
    /// Without words in capital letters that are no abbreviations.
    NoShouting,
}

/// A word that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Where it is in the prose of its block.
    pub span: ProseSpan,
    /// How it is to be written, where that is certain.
    pub right: Option<String>,
    /// Whether it is the head of a sentence, which no tolerance excuses.
    pub is_first: bool,
}

/// Words of up to so many letters are small in the titles of one house, and not in those of another.
const SHORT: usize = 3;
/// So many words in capital letters in a row are no abbreviations.
const LOUD_IN_A_ROW: usize = 3;

impl Style {
    /// Whether it has to be known how the text writes the words of a line.
    pub fn asks_for_text(self) -> bool {
        matches!(self, Self::Sentence | Self::NoShouting)
    }

    /// The words of a line that are wrong, in order, and how many could be. `small` are the folded words that stay small in a title.
    pub fn wrong_words(
        self,
        line: &CasedLine<'_>,
        seen: &Seen,
        small: Option<&BTreeSet<String>>,
        folder: &Folder,
    ) -> (Vec<Wrong>, usize) {
        match self {
            Self::Sentence => as_sentence(line, seen, folder),
            Self::Title => as_title(line, small, folder),
            Self::Upper => each(line, |word| line.text(word).contains(char::is_lowercase).then_some(None)),
            Self::Lower => each(line, |word| {
                let text = line.text(word);
                (word.written != Written::Small).then(|| same_word(text, text.to_lowercase(), folder))
            }),
            Self::NoShouting => shouted(line, seen, folder),
        }
    }
}

/// The words of which `fault` says how they are to be written, if that is certain.
fn each(line: &CasedLine<'_>, fault: impl Fn(&CasedWord) -> Option<Option<String>>) -> (Vec<Wrong>, usize) {
    let judged: Vec<&CasedWord> = line.words.iter().filter(|word| !word.is_left).collect();
    let wrong = judged.iter().filter_map(|word| Some(Wrong { span: word.span, right: fault(word)?, is_first: false }));
    (wrong.collect(), judged.len())
}

fn as_sentence(line: &CasedLine<'_>, seen: &Seen, folder: &Folder) -> (Vec<Wrong>, usize) {
    let (mut wrong, mut judged) = (Vec::new(), 0);
    for (index, word) in line.words.iter().enumerate().filter(|(_, word)| !word.is_left) {
        let text = line.text(word);
        if index == 0 {
            // A line that begins with a figure goes on small.
            let begins =
                !line.prose.get(..word.span.start as usize).unwrap_or_default().contains(char::is_alphanumeric);
            if begins && word.written == Written::Small {
                wrong.push(Wrong {
                    span: word.span,
                    right: same_word(text, with_capital(text), folder),
                    is_first: true,
                });
            }
            continue;
        }
        if word.opens || word.is_joined || !matches!(word.written, Written::Small | Written::Capital) {
            continue;
        }
        let folded = folder.fold(text);
        if seen.is_name(&folded) {
            continue;
        }
        judged += 1;
        if word.written == Written::Capital {
            let right = seen.is_small(&folded).then(|| same_word(text, in_small(text), folder)).flatten();
            wrong.push(Wrong { span: word.span, right, is_first: false });
        }
    }
    (wrong, judged)
}

fn as_title(line: &CasedLine<'_>, small: Option<&BTreeSet<String>>, folder: &Folder) -> (Vec<Wrong>, usize) {
    let (mut wrong, mut judged) = (Vec::new(), 0);
    let last = line.words.len().saturating_sub(1);
    for (index, word) in line.words.iter().enumerate().filter(|(_, word)| !word.is_left && !word.is_joined) {
        let text = line.text(word);
        let is_edge = index == 0 || index == last || word.opens;
        let may_be_small = match small {
            Some(small) => small.contains(&folder.fold(text)),
            None => text.chars().count() <= SHORT,
        };
        judged += 1;
        let right = match word.written {
            Written::Small if is_edge || !may_be_small => with_capital(text),
            Written::Capital if !is_edge && small.is_some() && may_be_small => in_small(text),
            _ => continue,
        };
        wrong.push(Wrong { span: word.span, right: same_word(text, right, folder), is_first: false });
    }
    (wrong, judged)
}

/// Words in capital letters that the text writes otherwise, and rows of more of them than abbreviations stand in.
fn shouted(line: &CasedLine<'_>, seen: &Seen, folder: &Folder) -> (Vec<Wrong>, usize) {
    let is_loud = |word: &CasedWord| !word.is_left && matches!(word.written, Written::Loud | Written::Letter);
    let mut wrong = Vec::new();
    for row in line.words.chunk_by(|one, next| is_loud(one) && is_loud(next)) {
        let loud: Vec<&CasedWord> = row.iter().filter(|word| is_loud(word) && word.written == Written::Loud).collect();
        let is_row = loud.len() >= LOUD_IN_A_ROW;
        let found = loud.into_iter().filter(|word| is_row || seen.is_quiet(&folder.fold(line.text(word))));
        wrong.extend(found.map(|word| Wrong { span: word.span, right: None, is_first: false }));
    }
    (wrong, line.words.iter().filter(|word| !word.is_left).count())
}

/// A word in other letters, if they are still its own: some languages have small letters and capitals that only they pair so.
fn same_word(word: &str, changed: String, folder: &Folder) -> Option<String> {
    (folder.fold(word) == folder.fold(&changed)).then_some(changed)
}
