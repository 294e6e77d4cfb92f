//! The case of words: what a capital at the head of a sentence hides, and how a word is put in the place of another.

use std::borrow::Cow;

use crate::analysis::{Analysis, At};
use crate::language::{is_word_char, word_end};

/// Whether a sentence begins behind the text `before`. `stops` are the characters that end sentences.
pub fn is_head(before: &str, stops: &[char]) -> bool {
    let rest = before.trim_end_matches(|c| !is_word_char(c));
    rest.is_empty() || before.get(rest.len()..).unwrap_or_default().contains(stops)
}

/// A text with its first letter in lower case.
pub fn in_small(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_lowercase).chain(chars).collect()
}

/// A text with its first letter as a capital.
pub fn with_capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// What stands around words, as far as their case is another for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surroundings {
    /// A sentence begins with them.
    Head,
    /// They are inside a sentence.
    Inside,
    /// All letters around them are capitals, as in some headlines.
    Capitals,
}

impl Surroundings {
    /// What stands around a place, in its sentence.
    #[must_use]
    pub fn of(analysis: &Analysis<'_>, at: At) -> Self {
        let prose = analysis.blocks().get(at.block as usize).map_or("", |block| &*block.prose);
        let found = analysis.slice(at);
        if is_in_capitals(found) && is_among_capitals(analysis, at, prose) {
            Self::Capitals
        } else if is_head(prose.get(..at.span.start as usize).unwrap_or_default(), &analysis.profile().stops) {
            Self::Head
        } else {
            Self::Inside
        }
    }
}

/// Whether all letters of the sentence around a place are capitals; of a sentence that has no others, whether it is seen that these are.
fn is_among_capitals(analysis: &Analysis<'_>, at: At, prose: &str) -> bool {
    let Some(sentence) = analysis.sentence_of(at) else { return false };
    let before = prose.get(sentence.span.start as usize..at.span.start as usize).unwrap_or_default();
    let behind = prose.get(at.span.end as usize..sentence.span.end as usize).unwrap_or_default();
    let around = || before.chars().chain(behind.chars());
    match around().any(is_word_char) {
        true => around().any(char::is_uppercase) && !around().any(char::is_lowercase),
        false => is_shouted(analysis.slice(at)),
    }
}

/// What is to be written for `found`, which a rule lists as `listed`, where `to` is meant. Capitals that `found` has beyond what is listed
/// are the place's, and stay; if nothing is listed, because `to` is made of what was found, only the place decides.
#[must_use]
pub fn in_case_of<'t>(found: &str, listed: Option<&str>, to: &'t str, around: Surroundings) -> Cow<'t, str> {
    if around == Surroundings::Capitals && is_in_capitals(found) {
        return Cow::Owned(to.to_uppercase());
    }
    let is_head = around == Surroundings::Head;
    if is_shouted(found) && listed.is_some_and(|listed| !is_shouted(listed)) {
        let listed = listed.unwrap_or_default();
        // A short word in capitals is an abbreviation. Of a name that is listed in small letters, so may be a long one.
        let is_word = found.chars().filter(|c| c.is_uppercase()).nth(ABBREVIATION).is_some()
            && (has_capital(listed) || !has_capital(to))
            && found.split_whitespace().count() == to.split_whitespace().count();
        if is_word {
            return Cow::Owned(to.to_uppercase());
        }
        return if is_head { with_capital_at_head(to) } else { Cow::Borrowed(to) };
    }
    let is_capital = |text: &str| text.starts_with(char::is_uppercase);
    // A capital letter alone is one wherever it stands.
    let is_letter = found.chars().filter(|c| c.is_alphabetic()).nth(1).is_none();
    let is_of_place = is_capital(found) && listed.map_or(is_head, |listed| !is_capital(listed));
    if is_of_place && (is_head || (!is_letter && !has_capital(to))) {
        return with_capital_at_head(to);
    }
    Cow::Borrowed(to)
}

/// Abbreviations in capitals have no more letters than this.
const ABBREVIATION: usize = 3;

/// A text as it is at the head of a sentence: a first word with a capital inside it, such as `iPhone`, stays as it is.
fn with_capital_at_head(text: &str) -> Cow<'_, str> {
    let first = text.get(..word_end(text, 0)).unwrap_or_default();
    if has_capital(first) { Cow::Borrowed(text) } else { Cow::Owned(with_capital(text)) }
}

fn has_capital(text: &str) -> bool {
    text.contains(char::is_uppercase)
}

fn is_in_capitals(text: &str) -> bool {
    has_capital(text) && !text.contains(char::is_lowercase)
}

/// Whether a text is in capitals, and that is seen.
fn is_shouted(text: &str) -> bool {
    is_in_capitals(text) && text.chars().filter(|c| c.is_uppercase()).nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::Surroundings::{Capitals, Head, Inside};
    use super::*;
    use crate::analysis::CueMatcher;
    use crate::text::ProseSpan;

    #[test]
    fn a_sentence_begins_behind_a_stop_whatever_closes_after_it() {
        let stops = ['.', '؟'];
        assert!(["", "«", "He left. ", "He left.” ", "أين؟ "].iter().all(|before| is_head(before, &stops)));
        assert!(!["He ", "He left, ", "“He” "].iter().any(|before| is_head(before, &stops)));
    }

    /// What is written for the first where the second is listed and the third is meant.
    fn put(found: &str, listed: &str, to: &str, around: Surroundings) -> String {
        in_case_of(found, Some(listed), to, around).into_owned()
    }

    #[test]
    fn what_is_put_in_has_the_case_of_what_was_there() {
        for (found, wanted) in [("advisor", "adviser"), ("Advisor", "Adviser"), ("ADVISOR", "ADVISER")] {
            assert_eq!(put(found, "advisor", "adviser", Inside), wanted);
        }
        assert_eq!(put("Advisor", "advisor", "adviser", Head), "Adviser");
        assert_eq!(put("ADVISOR", "advisor", "adviser", Capitals), "ADVISER");
        // A name has the capital of its listed form, and only more of them are the place's.
        assert_eq!(put("Kiev", "Kiev", "Kyiv", Inside), "Kyiv");
        assert_eq!(put("KIEV", "Kiev", "Kyiv", Inside), "KYIV");
        assert_eq!(put("SERGEI LAVROV", "Sergey Lavrov", "Sergey Lavrov", Inside), "SERGEY LAVROV");
    }

    #[test]
    fn an_abbreviation_is_in_capitals_wherever_it_stands() {
        assert_eq!(put("UAE", "UAE", "Emirates", Inside), "Emirates");
        assert_eq!(put("UK", "uk", "Britain", Inside), "Britain");
        assert_eq!(put("EU", "eu", "bloc", Inside), "bloc");
        assert_eq!(put("EU", "eu", "the bloc", Head), "The bloc");
        assert_eq!(put("NATO", "nato", "the alliance", Inside), "the alliance");
        assert_eq!(put("UN", "United Nations", "United Nations", Inside), "United Nations");
        assert_eq!(put("UN", "United Nations", "United Nations", Capitals), "UNITED NATIONS");
        assert_eq!(put("UAE", "UAE", "Emirates", Capitals), "EMIRATES");
    }

    #[test]
    fn a_word_with_capitals_of_its_own_keeps_them() {
        assert_eq!(put("I-phone", "i-phone", "iPhone", Head), "iPhone");
        assert_eq!(put("I-PHONE", "i-phone", "iPhone", Capitals), "IPHONE");
        assert_eq!(put("Holland", "holland", "the Netherlands", Inside), "the Netherlands");
        assert_eq!(put("Holland", "holland", "the Netherlands", Head), "The Netherlands");
        assert_eq!(put("Al-Masry", "al-Masri", "al-Masri", Head), "Al-Masri");
        assert_eq!(put("Al-Masry", "al-Masri", "al-Masri", Inside), "al-Masri");
    }

    #[test]
    fn one_capital_letter_says_nothing_inside_a_sentence() {
        assert_eq!(put("I", "i", "we", Inside), "we");
        assert_eq!(put("I", "i", "we", Head), "We");
        assert_eq!(put("I", "i", "we", Capitals), "WE");
    }

    #[test]
    fn letters_without_case_stay_as_they_are() {
        for around in [Head, Inside, Capitals] {
            assert_eq!(put("إيميل", "إيميل", "بريد", around), "بريد");
            assert_eq!(put("إيميل", "إيميل", "email", around), "email");
        }
    }

    #[test]
    fn where_nothing_is_listed_the_place_decides() {
        let put = |found: &str, to, around| in_case_of(found, None, to, around).into_owned();
        assert_eq!(put("Chief of the UN", "the UN chief", Head), "The UN chief");
        assert_eq!(put("Chief of the UN", "the UN chief", Inside), "the UN chief");
        assert_eq!(put("CHIEF OF THE UN", "the UN chief", Capitals), "THE UN CHIEF");
        assert_eq!(put("UN NATO", "NATO forces", Inside), "NATO forces");
    }

    #[test]
    fn what_stands_around_a_place_is_read_from_its_sentence() {
        let around = |text: &str, words: &str| {
            let mut found = Inside;
            crate::testing::with_document("en", text, |document| {
                let matcher = CueMatcher::default();
                let start = document.blocks[0].prose.find(words).unwrap();
                let at = At { block: 0, span: ProseSpan::from_range(start..start + words.len()) };
                found = Surroundings::of(&Analysis::new(document, &matcher), at);
            });
            found
        };
        assert_eq!(around("He left. “Advisor” is what they said.", "Advisor"), Head);
        assert_eq!(around("The ADVISOR left.", "ADVISOR"), Inside);
        assert_eq!(around("TOP ADVISOR LEAVES IN MAY 2020", "ADVISOR"), Capitals);
        assert_eq!(around("ADVISOR", "ADVISOR"), Capitals);
        assert_eq!(around("He called him “A TOP ADVISOR” and left.", "ADVISOR"), Inside);
        assert_eq!(around("He left. A TOP ADVISOR! That was all.", "ADVISOR"), Capitals);
        assert_eq!(around("12 ADVISOR 13", "ADVISOR"), Inside);
        assert_eq!(around("غادر ADVISOR المدينة", "ADVISOR"), Inside);
    }
}
