//! Letters in the forms in which they are joined, for terminals that draw each by itself. Which forms there are is read from
//! Unicode's own: a form decomposes to its letter, and the forms of a letter stand side by side, alone, final, initial, medial.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::cells::Cell;

/// Where the forms of letters are, those in most fonts first.
const FORMS: [RangeInclusive<u32>; 2] = [0xfe80..=0xfef4, 0xfb50..=0xfbff];
/// Where the forms of two letters in one are: alone, then final.
const PAIRS: RangeInclusive<u32> = 0xfef5..=0xfefc;
/// What only lengthens a joint, and what asks for one.
const JOINERS: [char; 2] = ['\u{640}', '\u{200d}'];

/// The forms of one letter, in their order: 1, 2 (it joins what is before it only) or 4.
static LETTERS: LazyLock<HashMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut letters: HashMap<char, Vec<char>> = HashMap::new();
    for range in FORMS {
        let forms: Vec<(char, char)> =
            range.filter_map(char::from_u32).filter_map(|form| Some((letter_of(form)?, form))).collect();
        for group in forms.chunk_by(|(a, _), (b, _)| a == b) {
            let Some((letter, _)) = group.first() else { continue };
            letters.entry(*letter).or_insert_with(|| group.iter().map(|(_, form)| *form).collect());
        }
    }
    letters
});

/// The form of two letters in one, alone and final, by those letters.
static LIGATURES: LazyLock<HashMap<(char, char), Vec<char>>> = LazyLock::new(|| {
    let mut pairs: HashMap<(char, char), Vec<char>> = HashMap::new();
    for form in PAIRS.filter_map(char::from_u32) {
        let mut letters = form.nfkc();
        if let (Some(first), Some(second), None) = (letters.next(), letters.next(), letters.next()) {
            pairs.entry((first, second)).or_default().push(form);
        }
    }
    pairs
});

/// The letter that a form decomposes to, if it is one letter.
fn letter_of(form: char) -> Option<char> {
    let mut letters = form.nfkc();
    letters.next().filter(|letter| *letter != form && letters.next().is_none())
}

/// How a cell joins what is beside it: before it, and behind it.
fn joins(cell: &Cell) -> (bool, bool) {
    let Some(first) = cell.text.chars().next() else { return (false, false) };
    if JOINERS.contains(&first) {
        return (true, true);
    }
    match LETTERS.get(&first).map(Vec::len) {
        Some(4) => (true, true),
        Some(2) => (true, false),
        _ => (false, false),
    }
}

/// The texts of cells with their letters in the forms that are joined. Where two letters become one, the first is empty.
pub fn joined(cells: &[Cell]) -> Vec<String> {
    let sides: Vec<(bool, bool)> = cells.iter().map(joins).collect();
    // Signs that order words do not come between letters.
    let seen: Vec<usize> = (0..cells.len()).filter(|&at| cells.get(at).is_some_and(|cell| !cell.is_sign())).collect();
    let side = |nth: Option<usize>| nth.and_then(|nth| sides.get(*seen.get(nth)?)).copied().unwrap_or_default();
    let mut texts: Vec<String> = cells.iter().map(|cell| cell.text.clone()).collect();
    for (nth, &at) in seen.iter().enumerate() {
        let (before, behind) = side(Some(nth));
        let from = before && side(nth.checked_sub(1)).1;
        let to = behind && side(Some(nth + 1)).0;
        let Some(text) = texts.get_mut(at) else { continue };
        let mut chars = text.chars();
        let Some(forms) = chars.next().and_then(|letter| LETTERS.get(&letter)) else { continue };
        let form = forms.get(usize::from(from) + 2 * usize::from(to));
        if let Some(form) = form {
            *text = format!("{form}{}", chars.as_str());
        }
    }
    for (nth, pair) in seen.windows(2).enumerate() {
        let &[first, second] = pair else { continue };
        let letters = |at: usize| {
            let cell = cells.get(at)?;
            let letter = cell.text.chars().next()?;
            // Marks on the first of two letters have no place on one.
            Some((letter, cell.text.chars().skip(1).all(is_combining_mark)))
        };
        let (Some((a, true)), Some((b, _))) = (letters(first), letters(second)) else { continue };
        let Some(forms) = LIGATURES.get(&(a, b)) else { continue };
        let is_joined = side(nth.checked_sub(1)).1;
        let Some(form) = forms.get(usize::from(is_joined)) else { continue };
        let marks =
            |at: usize| cells.get(at).map(|cell| cell.text.chars().skip(1).collect::<String>()).unwrap_or_default();
        let (before, behind) = (marks(first), marks(second));
        if let Some(text) = texts.get_mut(first) {
            text.clear();
        }
        if let Some(text) = texts.get_mut(second) {
            *text = format!("{form}{before}{behind}");
        }
    }
    texts
}
