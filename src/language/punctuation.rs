//! The marks of punctuation of a language: those it has of its own where the Latin script has others, and those that are written
//! onto the word before them.

use serde::Deserialize;
use serde_spanned::Spanned;

use super::details::chars;
use crate::text::{Problem, RareChars};
use crate::toml_doc::TomlFile;

/// `[punctuation]` of a language file, as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PunctuationPart {
    own: Vec<Spanned<String>>,
    spaced: Option<String>,
    may_stand_apart: Option<String>,
    digits: Option<char>,
}

/// A mark of the Latin script and the one that a language has in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnMark {
    /// The mark of the Latin script.
    pub latin: char,
    /// The language's own.
    pub own: char,
}

/// The marks of a language.
#[derive(Debug, Clone)]
pub struct Punctuation {
    /// The marks that it has of its own.
    pub own: Vec<OwnMark>,
    /// What is written onto the word before it, with a space behind.
    pub spaced: Vec<char>,
    /// Those of them that some newsrooms set a space before.
    pub may_stand_apart: Vec<char>,
    /// The zero of the digits that it has of its own; nothing where it writes the European ones only.
    pub zero: Option<char>,
    /// The marks of the Latin script that it has marks of its own for.
    pub latin_marks: RareChars,
    /// Its own marks.
    pub own_marks: RareChars,
    /// The same as `spaced`.
    pub spaced_marks: RareChars,
}

impl Default for Punctuation {
    fn default() -> Self {
        Self::of(Vec::new(), Vec::new(), Vec::new(), None)
    }
}

impl Punctuation {
    fn of(own: Vec<OwnMark>, spaced: Vec<char>, may_stand_apart: Vec<char>, zero: Option<char>) -> Self {
        let set = |chars: &mut dyn Iterator<Item = char>| RareChars::new(chars.map(|c| c..=c));
        Self {
            latin_marks: set(&mut own.iter().map(|mark| mark.latin)),
            own_marks: set(&mut own.iter().map(|mark| mark.own)),
            spaced_marks: set(&mut spaced.iter().copied()),
            own,
            spaced,
            may_stand_apart,
            zero,
        }
    }

    /// Takes a part as written; what it leaves out comes from `parent`.
    pub(super) fn new(
        file: &TomlFile,
        part: PunctuationPart,
        parent: Option<&Self>,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let own = part.own.iter().filter_map(|two| {
            let mut chars = two.get_ref().chars();
            if let (Some(latin), Some(own), None) = (chars.next(), chars.next(), chars.next()) {
                return Some(OwnMark { latin, own });
            }
            problems.push(file.problem(two.span(), "two marks are expected: the Latin one, then the language's own"));
            None
        });
        let own = own.collect();
        let spaced = chars(part.spaced, parent.map(|parent| &parent.spaced));
        Self::of(own, spaced, chars(part.may_stand_apart, parent.map(|parent| &parent.may_stand_apart)), part.digits)
    }
}
