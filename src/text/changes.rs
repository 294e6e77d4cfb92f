//! Where two texts differ: word by word, and in words that are alike, letter by letter.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation as _;

/// Words are compared letter by letter if at least one in so many letters stays.
const ALIKE: usize = 3;
/// The most pairs of pieces that may have to be compared; texts that need more differ as a whole.
const PAIRS: usize = 4 << 20;

/// The parts in which `new` is not the same as `old`, each in bytes of the one and of the other, in order. Words that are alike are
/// compared letter by letter (by graphemes).
#[must_use]
pub fn changed_parts(old: &str, new: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found = Vec::new();
    let (old_pieces, new_pieces): (Vec<_>, Vec<_>) =
        (old.split_word_bounds().collect(), new.split_word_bounds().collect());
    for (gone, come) in changed_words(&old_pieces, &new_pieces) {
        let (before, after) = (old.get(gone.clone()).unwrap_or_default(), new.get(come.clone()).unwrap_or_default());
        let (old_letters, new_letters): (Vec<_>, Vec<_>) =
            (before.graphemes(true).collect(), after.graphemes(true).collect());
        let inner = changed_pieces(&old_letters, &new_letters);
        let lost: usize = inner.iter().map(|(gone, _)| gone.len()).sum();
        let is_alike = !before.is_empty() && (before.len() - lost.min(before.len())) * ALIKE >= before.len();
        if is_alike {
            let moved = |range: Range<usize>, by: usize| range.start + by..range.end + by;
            found.extend(inner.into_iter().map(|(a, b)| (moved(a, gone.start), moved(b, come.start))));
        } else {
            found.push((gone, come));
        }
    }
    found
}

/// The parts in which two texts differ, in bytes of each, in order. Words hold the texts together: where a space is put in before a word
/// and one taken out behind it, the space is not the same one, and the word is.
fn changed_words<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<(Range<usize>, Range<usize>)> {
    let (old_starts, new_starts) = (starts(old), starts(new));
    let words = |pieces: &[&str]| {
        let is_word = |piece: &&str| piece.contains(char::is_alphanumeric);
        pieces.iter().enumerate().filter(|(_, piece)| is_word(piece)).map(|(at, _)| at).collect::<Vec<usize>>()
    };
    let (old_words, new_words) = (words(old), words(new));
    let said = |pieces: &[&'t str], words: &[usize]| -> Vec<&'t str> {
        words.iter().map(|at| pieces.get(*at).copied().unwrap_or_default()).collect()
    };
    let (mut old_at, mut new_at) = (0, 0);
    let mut parts = Vec::new();
    // What is between two words that stay, and each of them is before the end of what is compared.
    let mut compare = |old_end: usize, new_end: usize| {
        let before = old.get(old_at..old_end).unwrap_or_default();
        let after = new.get(new_at..new_end).unwrap_or_default();
        for (gone, come) in changed_numbers(before, after) {
            let moved = |range: Range<usize>, by: usize| range.start + by..range.end + by;
            parts.push((bytes(&old_starts, moved(gone, old_at)), bytes(&new_starts, moved(come, new_at))));
        }
        (old_at, new_at) = (old_end + 1, new_end + 1);
    };
    let (mut old_word, mut new_word) = (0, 0);
    let changed = changed_numbers(&said(old, &old_words), &said(new, &new_words));
    let end = (old_words.len()..old_words.len(), new_words.len()..new_words.len());
    for (gone, come) in changed.into_iter().chain([end]) {
        let same = old_words.get(old_word..gone.start).unwrap_or_default().iter();
        same.zip(new_words.get(new_word..come.start).unwrap_or_default()).for_each(|(old, new)| compare(*old, *new));
        (old_word, new_word) = (gone.end, come.end);
    }
    compare(old.len(), new.len());
    parts
}

/// The parts in which two texts differ that are taken apart into pieces, in bytes of each text, in order.
#[must_use]
pub fn changed_pieces(old: &[&str], new: &[&str]) -> Vec<(Range<usize>, Range<usize>)> {
    let (old_starts, new_starts) = (starts(old), starts(new));
    let ranges = changed_numbers(old, new).into_iter();
    ranges.map(|(gone, come)| (bytes(&old_starts, gone), bytes(&new_starts, come))).collect()
}

/// The same, in numbers of pieces.
#[must_use]
pub fn changed_numbers<T: PartialEq + Eq + std::hash::Hash + Ord>(
    old: &[T],
    new: &[T],
) -> Vec<(Range<usize>, Range<usize>)> {
    let same = |(a, b): &(&T, &T)| a == b;
    let head = old.iter().zip(new).take_while(same).count();
    let tail = old.iter().skip(head).rev().zip(new.iter().skip(head).rev()).take_while(same).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let (inside_old, inside_new) =
        (old.get(head..old_end).unwrap_or_default(), new.get(head..new_end).unwrap_or_default());
    if inside_old.is_empty() && inside_new.is_empty() {
        return Vec::new();
    }
    if inside_old.len().saturating_mul(inside_new.len()) > PAIRS {
        return vec![(head..old_end, head..new_end)];
    }
    let changed = capture_diff_slices(Algorithm::Myers, inside_old, inside_new);
    let moved = |range: Range<usize>| range.start + head..range.end + head;
    let changed = changed.into_iter().filter(|op| op.tag() != DiffTag::Equal);
    changed.map(|op| (moved(op.old_range()), moved(op.new_range()))).collect()
}

/// Where each piece begins, and where the last one ends.
fn starts(pieces: &[&str]) -> Vec<usize> {
    let mut at = 0;
    let ends = pieces.iter().map(|piece| {
        at += piece.len();
        at
    });
    std::iter::once(0).chain(ends).collect()
}

fn bytes(starts: &[usize], numbers: Range<usize>) -> Range<usize> {
    let at = |number: usize| starts.get(number).or(starts.last()).copied().unwrap_or(0);
    at(numbers.start)..at(numbers.end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Both texts with what differs in brackets.
    fn told(old: &str, new: &str) -> [String; 2] {
        let parts = changed_parts(old, new);
        let told = |text: &str, ranges: Vec<Range<usize>>| {
            let mut out = text.to_owned();
            for range in ranges.into_iter().rev() {
                out.insert(range.end, ']');
                out.insert(range.start, '[');
            }
            out
        };
        let (gone, come) = parts.into_iter().unzip();
        [told(old, gone), told(new, come)]
    }

    #[test]
    fn words_that_are_alike_are_compared_letter_by_letter() {
        assert_eq!(told("the Dmitri said", "the Dmitry said"), ["the Dmitr[i] said", "the Dmitr[y] said"]);
        assert_eq!(told("a cat sat", "a dog sat"), ["a [cat] sat", "a [dog] sat"]);
        assert_eq!(told("one two", "one two three"), ["one two[]", "one two[ three]"]);
        assert_eq!(told("the same", "the same"), ["the same", "the same"]);
    }

    #[test]
    fn a_word_between_a_space_that_comes_and_one_that_goes_stays() {
        assert_eq!(
            told("the ship ,Tuesday ,sailed", "the ship, Tuesday, sailed"),
            ["the ship[] [,]Tuesday[] [,]sailed", "the ship[,] []Tuesday[,] []sailed"]
        );
        assert_eq!(
            told("إن الحكومةستعمل غدا .", "إن الحكومة ستعمل غدا."),
            ["إن الحكومة[]ستعمل غدا[ ].", "إن الحكومة[ ]ستعمل غدا[]."]
        );
    }

    #[test]
    fn a_space_that_moves_is_marked_in_both_places() {
        assert_eq!(told("the end .And so", "the end. And so"), ["the end[] [.]And so", "the end[.] []And so"]);
        assert_eq!(told("«قال ،ثم عاد»", "«قال، ثم عاد»"), ["«قال[] [،]ثم عاد»", "«قال[،] []ثم عاد»"]);
    }

    proptest! {
        #[test]
        fn what_is_between_two_changes_is_the_same_in_both_texts(
            old in prop::collection::vec(prop::sample::select(vec!["a", "b", "ab", " ", ".", "،", "قال", "«", "»", "é"]), 0..24),
            new in prop::collection::vec(prop::sample::select(vec!["a", "b", "ab", " ", ".", "،", "قال", "«", "»", "é"]), 0..24),
        ) {
            let (old, new) = (old.concat(), new.concat());
            let end = (old.len()..old.len(), new.len()..new.len());
            let (mut before, mut after) = (0, 0);
            for (gone, come) in changed_parts(&old, &new).into_iter().chain([end]) {
                let same = (old.get(before..gone.start), new.get(after..come.start));
                prop_assert!(same.0.is_some() && same.0 == same.1, "{old:?} {new:?} {gone:?} {come:?}");
                (before, after) = (gone.end, come.end);
            }
        }
    }

    #[test]
    fn texts_too_long_to_be_compared_differ_from_first_to_last_change() {
        let words = |word: &str| format!("begin {}end", format!("{word} ").repeat(3000));
        assert_eq!(changed_parts(&words("tide"), &words("rain")).len(), 1);
    }
}
