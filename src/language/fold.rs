//! The normalised view of a text that matching works on, and the way back.
//!
//! Folding unifies what a reader takes for the same letter: case, vowel signs, letter forms such as the alefs,
//! presentation forms, invisible joiners. Which letters fold is the language's data; the result is split
//! into words, by which everything is matched. Most folds change no length, so the way back is a short list of anchors, one
//! wherever the distance between folded and original offset changes.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::characters::{DROPPED, TABLE, by_rule};
use super::tables::{NUMBERS, WITH_ACCENTS, WITHOUT_ACCENTS, WORDS};
use crate::text::{ShortChars, WordSet, narrow};

/// From byte `folded` of the folded text on, the original stands at `prose`, byte for byte, until the next anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoldAnchor {
    /// Byte offset in the folded text.
    pub folded: u32,
    /// Byte offset in the original text.
    pub prose: u32,
}

/// How one language folds characters.
#[derive(Debug, Clone)]
pub struct Folder {
    /// For each character below U+0800 the character it folds to, or `DROPPED`.
    table: Box<[u16]>,
    /// Folds of characters from U+0800 on, as far as the language names them.
    beyond: FxHashMap<char, Option<char>>,
    strip_accents: bool,
}

impl Folder {
    /// A folder that lowers case and drops invisible characters; with `strip_accents` also combining marks and
    /// accents. `letters` maps each character of the first string to the character beside it; `dropped` characters
    /// leave no trace.
    #[must_use]
    pub fn new(letters: &[(String, char)], dropped: &[char], strip_accents: bool) -> Self {
        let table = if strip_accents { &WITHOUT_ACCENTS[..] } else { &WITH_ACCENTS[..] };
        let mut folder = Self { table: table.into(), beyond: FxHashMap::default(), strip_accents };
        // The language's own letters come last: they win over the general rules.
        for (from, to) in letters {
            for c in from.chars() {
                folder.set(c, Some(*to));
            }
        }
        for &c in dropped {
            folder.set(c, None);
        }
        folder
    }

    fn set(&mut self, from: char, to: Option<char>) {
        match (self.table.get_mut(from as usize), to.map(|c| u16::try_from(c as u32))) {
            (Some(entry), None) => *entry = DROPPED,
            (Some(entry), Some(Ok(code))) if (code as usize) < TABLE => *entry = code,
            _ => {
                self.beyond.insert(from, to);
            }
        }
    }

    /// Appends the folded form of `prose` to `out`, and to `anchors` the way back. Offsets in the anchors are bytes of
    /// `out` as a whole and of `prose`. Returns whether the words of `prose` are those of its folded form, one for one, each from
    /// its first byte to its last with the signs that folding drops.
    pub fn fold_into(&self, prose: &str, out: &mut String, anchors: &mut Vec<FoldAnchor>) -> bool {
        let mut has_same_words = true;
        anchors.push(FoldAnchor { folded: narrow(out.len()), prose: 0 });
        // Distance between the two offsets, kept to notice when it changes.
        let mut shift = out.len();
        let mut at = 0;
        while let Some(changed) = self.next_change(prose, at) {
            // Most text folds to itself: it is copied in one piece.
            out.push_str(prose.get(at..changed).unwrap_or_default());
            let Some(c) = prose.get(changed..).and_then(|rest| rest.chars().next()) else { break };
            at = changed + c.len_utf8();
            let before = out.len();
            self.push(c, out);
            has_same_words &= Self::keeps_words(prose, changed, c, out.get(before..).unwrap_or_default());
            if out.len() - before > c.len_utf8() {
                // One character became several: each of them leads back to it, never into its middle.
                let inner = out.get(before..).unwrap_or_default().char_indices().skip(1);
                anchors.extend(
                    inner.map(|(offset, _)| FoldAnchor { folded: narrow(before + offset), prose: narrow(changed) }),
                );
            }
            if out.len().wrapping_sub(at) != shift {
                anchors.push(FoldAnchor { folded: narrow(out.len()), prose: narrow(at) });
                shift = out.len().wrapping_sub(at);
            }
        }
        out.push_str(prose.get(at..).unwrap_or_default());
        has_same_words
    }

    /// Whether character `c`, at byte `at` of a text, is part of a word as much as what it folds to; one that leaves no trace
    /// must come after another part of its word.
    #[inline]
    fn keeps_words(prose: &str, at: usize, c: char, folded: &str) -> bool {
        let is_part = is_word_char(c);
        if folded.is_empty() {
            is_part && prose.get(..at).unwrap_or_default().chars().next_back().is_some_and(is_word_char)
        } else {
            folded.chars().all(|c| is_word_char(c) == is_part)
        }
    }

    /// The byte offset of the first character from `at` on that does not fold to itself, or may not.
    fn next_change(&self, prose: &str, at: usize) -> Option<usize> {
        let bytes = prose.as_bytes();
        let mut at = at;
        while let Some(&byte) = bytes.get(at) {
            if byte < 0x80 {
                if byte.is_ascii_uppercase() {
                    return Some(at);
                }
                at += 1;
            } else if byte < 0xE0 {
                let second = bytes.get(at + 1).copied().unwrap_or_default();
                let code = (usize::from(byte & 0x1F) << 6) | usize::from(second & 0x3F);
                if self.table.get(code).is_none_or(|&folded| usize::from(folded) != code) {
                    return Some(at);
                }
                at += 2;
            } else {
                return Some(at);
            }
        }
        None
    }

    /// The folded form of a short text, for cues and names.
    #[must_use]
    pub fn fold(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.push_folded(text, &mut out);
        out
    }

    /// The folded forms of words.
    #[must_use]
    pub fn fold_all<W: AsRef<str>>(&self, words: &[W]) -> WordSet {
        let mut set = WordSet::with_room(words.len(), words.iter().map(|word| word.as_ref().len()).sum());
        let mut folded = String::new();
        for word in words {
            folded.clear();
            self.push_folded(word.as_ref(), &mut folded);
            set.insert(&folded);
        }
        set
    }

    /// The folded form of a phrase that is looked for: one space stands wherever it has white space, and none at its ends.
    #[must_use]
    pub fn fold_phrase(&self, phrase: &str) -> String {
        let mut out = String::with_capacity(phrase.len());
        self.push_folded_phrase(phrase, &mut out);
        out
    }

    /// Appends the folded form of a phrase to `out`, as [`Self::fold_phrase`] gives it.
    pub fn push_folded_phrase(&self, phrase: &str, out: &mut String) {
        let start = out.len();
        for word in phrase.split_whitespace() {
            let before = out.len();
            if before > start {
                out.push(' ');
            }
            let first = out.len();
            self.push_folded(word, out);
            // Of a word of which nothing is left no space stays.
            if out.len() == first {
                out.truncate(before);
            }
        }
    }

    /// Appends the folded form of `text` to `out`, without a way back.
    pub fn push_folded(&self, text: &str, out: &mut String) {
        let mut at = 0;
        while let Some(changed) = self.next_change(text, at) {
            out.push_str(text.get(at..changed).unwrap_or_default());
            let Some(c) = text.get(changed..).and_then(|rest| rest.chars().next()) else { break };
            self.push(c, out);
            at = changed + c.len_utf8();
        }
        out.push_str(text.get(at..).unwrap_or_default());
    }

    #[inline]
    fn push(&self, c: char, out: &mut String) {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if let Some(&entry) = self.table.get(c as usize) {
            if entry != DROPPED {
                out.push(char::from_u32(u32::from(entry)).unwrap_or(c));
            }
        } else {
            self.push_rare(c, out);
        }
    }

    #[cold]
    fn push_rare(&self, c: char, out: &mut String) {
        if let Some(&folded) = self.beyond.get(&c) {
            out.extend(folded);
        } else if matches!(c, '\u{fb00}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{ff01}'..='\u{ffdc}') {
            // Presentation and full-width forms: the ordinary letters they stand for, each folded in turn.
            for part in std::iter::once(c).nfkc() {
                if (part as usize) < TABLE {
                    self.push(part, out);
                } else {
                    out.push(part);
                }
            }
        } else {
            out.extend(by_rule(self.strip_accents, c));
        }
    }
}

/// The characters below U+0800 that are numbers.
pub(super) fn numbers() -> impl Iterator<Item = char> {
    NUMBERS.iter()
}

/// Whether a character is a number, as [`char::is_numeric`] says, without its search.
#[must_use]
pub fn is_number(c: char) -> bool {
    let code = c as usize;
    if code < ShortChars::END { NUMBERS.has(code) } else { c.is_numeric() }
}

/// Whether a character is part of a word: letters, digits, combining marks.
#[must_use]
pub fn is_word_char(c: char) -> bool {
    let code = c as usize;
    if code < ShortChars::END {
        return WORDS.has(code);
    }
    !matches!(c, '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}') && c.is_alphanumeric()
}

/// Calls `take` with the first byte and one past the last of every word of `text`, in order.
pub fn each_word(text: &str, mut take: impl FnMut(usize, usize)) {
    let parts: &ShortChars = &WORDS;
    let bytes = text.as_bytes();
    // Whether the character at a byte is part of a word, and its length in bytes.
    let look = |at: usize, byte: u8| -> (bool, usize) {
        match byte {
            0..0x80 => (parts.has_byte(byte), 1),
            0x80..0xE0 => (parts.has_bytes(byte, bytes.get(at + 1).copied().unwrap_or_default()), 2),
            _ => {
                let c = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
                (is_word_char(c), c.len_utf8())
            }
        }
    };
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let (is_part, len) = look(at, byte);
        let start = at;
        at += len;
        if !is_part {
            continue;
        }
        while let Some(&byte) = bytes.get(at) {
            let (is_part, len) = look(at, byte);
            if !is_part {
                break;
            }
            at += len;
        }
        take(start, at);
    }
}

/// The byte offset at which the word around or before `at` begins: `at` itself if no word character precedes it.
/// An `at` that is not on a character boundary of `text` is returned as it is.
#[must_use]
pub fn word_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    at - before.chars().rev().take_while(|&c| is_word_char(c)).map(char::len_utf8).sum::<usize>()
}

/// The byte offset at which the word around or after `at` ends: `at` itself if no word character follows it.
#[must_use]
pub fn word_end(text: &str, at: usize) -> usize {
    let after = text.get(at..).unwrap_or_default();
    at + after.chars().take_while(|&c| is_word_char(c)).map(char::len_utf8).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arabic() -> Folder {
        Folder::new(&[("أإآٱ".to_owned(), 'ا'), ("ى".to_owned(), 'ي')], &['ـ', '\u{64f}', '\u{651}'], false)
    }

    #[test]
    fn letters_fold_and_signs_vanish() {
        assert_eq!(arabic().fold("يُعتقد أنّ إلـى"), "يعتقد ان الي");
    }

    #[test]
    fn latin_folds_case_and_accents_when_asked() {
        assert_eq!(Folder::new(&[], &[], true).fold("À LIRE aussi"), "a lire aussi");
        assert_eq!(Folder::new(&[], &[], false).fold("À LIRE"), "à lire");
        assert_eq!(Folder::new(&[], &[], true).fold("e\u{301}"), "e");
    }

    #[test]
    fn a_phrase_has_one_space_between_its_words() {
        assert_eq!(arabic().fold_phrase(" أيُّ\u{a0} \nشيء\tـ كان "), "اي شيء كان");
    }

    #[test]
    fn presentation_forms_become_letters() {
        assert_eq!(arabic().fold("ﺃﻫﻼ"), "اهلا");
    }

    #[test]
    fn anchors_lead_back() {
        let mut out = String::new();
        let mut anchors = Vec::new();
        arabic().fold_into("يُعتقد", &mut out, &mut anchors);
        assert_eq!(out, "يعتقد");
        assert_eq!(anchors, [FoldAnchor { folded: 0, prose: 0 }, FoldAnchor { folded: 2, prose: 4 }]);
    }

    #[test]
    fn a_character_that_becomes_several_is_never_split() {
        let mut out = String::new();
        let mut anchors = Vec::new();
        // One ligature of three bytes, four letters of two.
        arabic().fold_into("ﷲa", &mut out, &mut anchors);
        assert_eq!(out, "اللهa");
        let way_back: Vec<_> = anchors.iter().map(|anchor| (anchor.folded, anchor.prose)).collect();
        assert_eq!(way_back, [(0, 0), (2, 0), (4, 0), (6, 0), (8, 3)]);
    }

    #[test]
    fn words_are_runs_of_letters_digits_and_marks() {
        let words = |text: &'static str| {
            let mut words = Vec::new();
            each_word(text, |start, end| words.push(&text[start..end]));
            words
        };
        assert_eq!(words("قال «نعم»، 3.5 café—東京 ."), ["قال", "نعم", "3", "5", "café", "東京"]);
        assert_eq!(words(""), Vec::<&str>::new());
    }

    #[test]
    fn a_fold_says_whether_it_keeps_the_words() {
        let keeps = |text: &str| arabic().fold_into(text, &mut String::new(), &mut Vec::new());
        assert!(keeps("يُعتقد أنّ الأمر"));
        // Between letters, what joins them for the eye parts two words; before a word, a sign is part of it.
        for text in ["می\u{200c}روم", "قال \u{651}نعم", "ـ"] {
            assert!(!keeps(text), "{text}");
        }
        assert!(keeps("قالـ"));
    }

    #[test]
    fn words_have_edges() {
        let text = "قال «نعم»";
        assert_eq!(word_start(text, 4), 0);
        assert_eq!(word_end(text, 0), 6);
        assert_eq!(word_start(text, 9), 9);
    }
}
