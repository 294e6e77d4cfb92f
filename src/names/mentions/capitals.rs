//! How a script's capital letters are used for the words of a document.

use crate::analysis::Analysis;
use crate::language::Profile;

/// How a script's capitals have been seen used for one form.
#[derive(Default, Clone, Copy)]
pub struct Capitals {
    /// With a capital letter inside a sentence.
    pub inside: bool,
    /// With a small letter.
    pub small: bool,
    /// With a capital letter at the start of a sentence, or in a line in which all words have one.
    pub at_start: bool,
}

/// How one word is written.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// With a small letter.
    #[default]
    Small,
    /// With a capital letter at the start of a sentence, where every word has one.
    AtStart,
    /// With a capital letter in a line in which all words have one: a headline, a list of names.
    InTitle,
    /// With a capital letter inside a sentence.
    Capital,
    /// In capital letters, or with one after a small letter: an abbreviation, a brand, an account.
    Mixed,
}

/// The least number of letters of a word that headlines always begin with a capital letter.
const LONG: usize = 5;
/// The least number of such words that make a headline.
const HEADLINE: usize = 3;

/// The longest abbreviation before a name, in bytes.
const ABBREVIATED: usize = 5;

/// For each form how its occurrences are capitalised, and for each word how it is written.
pub fn capitals(analysis: &Analysis<'_>, types: &[u32], forms: usize) -> (Vec<Capitals>, Vec<Case>) {
    let (folded, words) = (analysis.folded(), analysis.words());
    let profile = analysis.profile();
    let stops = &profile.stops;
    let mut cases = Vec::with_capacity(words.len());
    let mut walk = folded.walk();
    // The first word of the block, and its long words with and without a capital letter.
    let (mut block_at, mut first) = (None, 0);
    let (mut capital, mut small) = (0, 0);
    for word in words.iter() {
        let at = walk.locate(word.start, word.end);
        if block_at != Some(at.block) {
            settle(&mut cases, first, capital, small);
            (block_at, first, capital, small) = (Some(at.block), cases.len(), 0, 0);
        }
        let Some(block) = analysis.blocks().get(at.block as usize) else {
            cases.push(Case::Small);
            continue;
        };
        let written = block.slice(at.span);
        // What stands small in an address is no word.
        let is_address = || matches!(folded.before(word.start), Some('@' | '#' | '_' | '/' | '.'));
        let case = match case_of(written) {
            Case::Small if is_address() => Case::Mixed,
            case => case,
        };
        if case != Case::Mixed && written.chars().nth(LONG - 1).is_some() {
            capital += usize::from(case == Case::Capital);
            small += usize::from(case == Case::Small);
        }
        let starts = || {
            let before = block.prose.get(..at.span.start as usize).unwrap_or_default();
            let before = before.trim_end_matches(|c: char| {
                c.is_whitespace() || (!c.is_alphanumeric() && !stops.contains(&c) && c != ',' && c != '\'')
            });
            before.is_empty() || (before.ends_with(|c| stops.contains(&c)) && !is_abbreviated(before, profile))
        };
        cases.push(if case == Case::Capital && starts() { Case::AtStart } else { case });
    }
    settle(&mut cases, first, capital, small);
    let mut seen = vec![Capitals::default(); forms];
    for (case, &form) in cases.iter().zip(types) {
        let Some(seen) = seen.get_mut(form as usize) else { continue };
        match case {
            Case::Small => seen.small = true,
            Case::AtStart | Case::InTitle => seen.at_start = true,
            Case::Capital => seen.inside = true,
            Case::Mixed => {}
        }
    }
    (seen, cases)
}

/// Says of the words from `first` that they stand in a headline, if nearly all its long words have a capital letter.
fn settle(cases: &mut [Case], first: usize, capital: usize, small: usize) {
    if capital >= HEADLINE && small * 5 <= capital {
        let words = cases.get_mut(first..).unwrap_or_default();
        words.iter_mut().filter(|case| **case == Case::Capital).for_each(|case| *case = Case::InTitle);
    }
}

/// Whether a text ends with an initial or an abbreviation and its point.
fn is_abbreviated(before: &str, profile: &Profile) -> bool {
    let Some(before) = before.strip_suffix('.') else { return false };
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_initial = word.chars().nth(1).is_none() && word.starts_with(char::is_uppercase);
    is_initial || (word.len() <= ABBREVIATED && profile.abbreviations.contains(&profile.folder.fold(word)))
}

fn case_of(written: &str) -> Case {
    let mut letters = written.chars();
    if !letters.next().is_some_and(char::is_uppercase) {
        return if letters.any(char::is_uppercase) { Case::Mixed } else { Case::Small };
    }
    let mut rest = letters.clone();
    let all_capital = rest.next().is_some() && !letters.any(char::is_lowercase);
    if all_capital { Case::Mixed } else { Case::Capital }
}
