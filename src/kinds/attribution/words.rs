//! Words, counted.

use crate::language::is_word_char;

/// The words of a text.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_word_char(c)).filter(|word| !word.is_empty())
}

/// Whether a text has words, and no more than `most`.
pub fn has_few_words(text: &str, most: usize) -> bool {
    (1..=most).contains(&words(text).take(most + 1).count())
}

/// The beginning of a text with no more than `most` words, up to where the next word begins.
pub fn first_words(text: &str, most: usize) -> &str {
    let (mut count, mut is_inside) = (0, false);
    for (at, c) in text.char_indices() {
        let is_part = is_word_char(c);
        if is_part && !is_inside {
            count += 1;
            if count > most {
                return text.get(..at).unwrap_or(text);
            }
        }
        is_inside = is_part;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_end_where_the_next_begins() {
        assert_eq!(first_words("The mayor: it rained", 2), "The mayor: ");
        assert_eq!((first_words("The mayor", 2), first_words("«ab", 0)), ("The mayor", "«"));
    }
}
