//! The case of words: what a capital at the head of a sentence hides, and how a word is put in the place of another.

use crate::language::is_word_char;

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

/// What is to be written for `found`, which is listed as `listed`, where `to` is meant: in capitals where `found` is in more of
/// them than `listed`.
pub fn in_case_of(found: &str, listed: &str, to: &str) -> String {
    let is_shouted = |text: &str| {
        text.chars().any(char::is_lowercase) != text.chars().any(char::is_uppercase)
            && text.chars().filter(|c| c.is_uppercase()).nth(1).is_some()
    };
    let is_capital = |text: &str| text.starts_with(char::is_uppercase);
    if is_shouted(found) && !is_shouted(listed) {
        to.to_uppercase()
    } else if is_capital(found) && !is_capital(listed) {
        with_capital(to)
    } else {
        to.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_behind_a_stop_whatever_closes_after_it() {
        let stops = ['.', '؟'];
        assert!(["", "«", "He left. ", "He left.” ", "أين؟ "].iter().all(|before| is_head(before, &stops)));
        assert!(!["He ", "He left, ", "“He” "].iter().any(|before| is_head(before, &stops)));
    }

    #[test]
    fn what_is_put_in_has_the_case_of_what_was_there() {
        let of = |found: &str, listed: &str, to: &str| in_case_of(found, listed, to);
        assert_eq!(of("advisor", "advisor", "adviser"), "adviser");
        assert_eq!(of("Advisor", "advisor", "adviser"), "Adviser");
        assert_eq!(of("ADVISOR", "advisor", "adviser"), "ADVISER");
        assert_eq!(of("Kiev", "Kiev", "Kyiv"), "Kyiv");
        assert_eq!(of("UAE", "UAE", "Emirates"), "Emirates");
        assert_eq!(of("I", "i", "we"), "We");
        assert_eq!(of("إيميل", "إيميل", "بريد"), "بريد");
    }
}
