//! The words of a line with their capital letters, and how the rest of the article writes them.

use std::collections::BTreeMap;

use crate::analysis::Analysis;
use crate::document::Block;
use crate::language::{BlockRole, Folder, each_word, is_word_char};
use crate::text::{ProseSpan, narrow};

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// In small letters.
    Small,
    /// With a capital letter at its head.
    Capital,
    /// In capital letters, more than one.
    Loud,
    /// With capital letters inside, or with digits: an abbreviation, a brand.
    Mixed,
    /// A single capital letter.
    Letter,
}

impl Written {
    /// How a word is written; nothing for one without letters that are small or capital.
    fn of(word: &str) -> Option<Self> {
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let smalls = word.chars().filter(|c| c.is_lowercase()).count();
        let heads = word.starts_with(char::is_uppercase);
        Some(match (capitals, smalls) {
            (0, 0) => return None,
            _ if word.contains(char::is_numeric) => Self::Mixed,
            (0, _) => Self::Small,
            (1, 0) => Self::Letter,
            (_, 0) => Self::Loud,
            (1, _) if heads => Self::Capital,
            _ => Self::Mixed,
        })
    }
}

/// A word of a line.
#[derive(Debug, Clone)]
pub struct CasedWord {
    /// Where it is in the prose of its block.
    pub span: ProseSpan,
    /// How it is written.
    pub written: Written,
    /// Whether a sentence, a quotation or what follows a colon or a dash begins with it.
    pub opens: bool,
    /// Whether a hyphen joins it to the word before it.
    pub is_joined: bool,
    /// Whether nothing is said of it: it is excepted, or part of an address.
    pub is_left: bool,
}

/// A line in a script with capital letters.
#[derive(Debug)]
pub struct CasedLine<'a> {
    /// Index of its block, from 0.
    pub block: u32,
    /// Its prose.
    pub prose: &'a str,
    /// Its words with small or capital letters.
    pub words: Vec<CasedWord>,
}

impl<'a> CasedLine<'a> {
    /// The line that a block is; nothing where most letters are neither small nor capital.
    pub fn read(index: usize, block: &'a Block<'_>) -> Option<Self> {
        let prose: &str = &block.prose;
        let letters = prose.chars().filter(|c| c.is_alphabetic());
        let (cased, others): (Vec<char>, Vec<char>) = letters.partition(|c| c.is_lowercase() || c.is_uppercase());
        if cased.len() <= others.len() {
            return None;
        }
        let mut words: Vec<CasedWord> = Vec::new();
        let mut before = 0;
        each_word(prose, |start, end| {
            let between = prose.get(before..start).unwrap_or_default();
            let word = prose.get(start..end).unwrap_or_default();
            let after = prose.get(end..).unwrap_or_default();
            let is_part = before > 0 && is_apostrophe(between);
            let is_joined = before > 0 && (is_part || is_hyphen(between));
            before = end;
            if is_part && let Some(last) = words.last_mut() {
                // What an apostrophe joins is one word.
                last.span.end = narrow(end);
                return;
            }
            let Some(written) = Written::of(word) else { return };
            let has_point =
                between == "." || after.strip_prefix('.').is_some_and(|rest| rest.starts_with(is_word_char));
            let is_address = has_point || between.ends_with(['@', '#', '/', '_']) || after.starts_with(['@', '/', '_']);
            let opens = between.chars().any(|c| !c.is_whitespace() && c != ',') && !is_joined || start == 0;
            let span = ProseSpan::from_range(start..end);
            words.push(CasedWord { span, written, opens, is_joined, is_left: is_address });
        });
        Some(Self { block: narrow(index), prose, words })
    }

    /// A word as it is written.
    pub fn text(&self, word: &CasedWord) -> &'a str {
        self.prose.get(word.span.range()).unwrap_or_default()
    }

    /// Whether a word is written with a capital letter at its head.
    pub fn has_capitals(&self) -> bool {
        self.words.iter().any(|word| word.written != Written::Small)
    }

    /// Says nothing of the words of folded phrases.
    pub fn leave_out(&mut self, phrases: &[String], folder: &Folder) {
        if phrases.is_empty() {
            return;
        }
        let folded: Vec<String> = self.words.iter().map(|word| folder.fold(self.text(word))).collect();
        for phrase in phrases {
            let mut parts: Vec<&str> = Vec::new();
            each_word(phrase, |start, end| parts.extend(phrase.get(start..end)));
            if parts.is_empty() {
                continue;
            }
            for (at, here) in folded.windows(parts.len()).enumerate() {
                if here.iter().zip(&parts).all(|(word, part)| word == part) {
                    let words = self.words.iter_mut().skip(at).take(parts.len());
                    words.for_each(|word| word.is_left = true);
                }
            }
        }
    }
}

fn is_apostrophe(between: &str) -> bool {
    matches!(between, "'" | "\u{2019}" | "\u{2bc}")
}

fn is_hyphen(between: &str) -> bool {
    matches!(between, "-" | "\u{2010}" | "\u{2011}")
}

/// How the text of an article writes the words of one of its lines.
#[derive(Debug, Default)]
pub struct Seen(BTreeMap<String, Times>);

/// How often a word was seen.
#[derive(Debug, Default, Clone, Copy)]
struct Times {
    small: u32,
    /// With a capital letter inside a sentence.
    capital: u32,
}

impl Seen {
    /// What the text says of the words of a line.
    pub fn of(line: &CasedLine<'_>, analysis: &Analysis<'_>) -> Self {
        let (folded, words) = (analysis.folded(), analysis.words());
        let mut forms: BTreeMap<u32, String> = BTreeMap::new();
        for word in &line.words {
            let text = analysis.profile().folder.fold(line.text(word));
            if let Some(form) = words.form(&text, folded) {
                forms.insert(form, text);
            }
        }
        let mut seen = Self::default();
        for (word, form) in words.iter().zip(words.types()) {
            let Some(text) = forms.get(form) else { continue };
            let at = folded.locate(word.start, word.end);
            let Some(block) = analysis.blocks().get(at.block as usize) else { continue };
            if matches!(block.role(), BlockRole::Headline | BlockRole::Heading | BlockRole::Related) {
                continue;
            }
            let times = seen.0.entry(text.clone()).or_default();
            match Written::of(block.slice(at.span)) {
                Some(Written::Small) => times.small += 1,
                Some(Written::Capital) if is_inside(&block.prose, at.span) => times.capital += 1,
                _ => {}
            }
        }
        seen
    }

    /// Whether the text shows a folded word to be a name: it has a capital letter inside sentences, and is never small.
    pub fn is_name(&self, word: &str) -> bool {
        self.0.get(word).is_some_and(|times| times.capital > 0 && times.small == 0)
    }

    /// Whether the text shows a folded word to be none: it is written small, and never with a capital letter inside a sentence.
    pub fn is_small(&self, word: &str) -> bool {
        self.0.get(word).is_some_and(|times| times.small > 0 && times.capital == 0)
    }

    /// Whether the text has a folded word in other letters than capital ones.
    pub fn is_quiet(&self, word: &str) -> bool {
        self.0.get(word).is_some_and(|times| times.small + times.capital > 0)
    }
}

/// Whether a word stands behind another one in its sentence: nothing but spaces or a comma is between them.
fn is_inside(prose: &str, at: ProseSpan) -> bool {
    let before = prose.get(..at.start as usize).unwrap_or_default();
    before.trim_end_matches(|c: char| c.is_whitespace() || c == ',').ends_with(is_word_char)
}
