//! How a script's capital letters are used for the words of a document.

use crate::analysis::Analysis;

/// How a script's capitals have been seen used for one form.
#[derive(Default, Clone, Copy)]
pub struct Capitals {
    /// With a capital letter inside a sentence.
    pub inside: bool,
    /// With a small letter.
    pub small: bool,
    /// With a capital letter at the start of a sentence.
    pub at_start: bool,
}

/// For each form how its occurrences are capitalised.
pub fn capitals(analysis: &Analysis<'_>, types: &[u32], forms: usize) -> Vec<Capitals> {
    let (folded, words) = (analysis.folded(), analysis.words());
    let stops = &analysis.profile().stops;
    let mut seen = vec![Capitals::default(); forms];
    for (word, &form) in words.iter().zip(types) {
        let at = folded.locate(word.start, word.end);
        let Some(block) = analysis.blocks().get(at.block as usize) else { continue };
        let written = block.slice(at.span);
        let mut letters = written.chars();
        let first_is_capital = letters.next().is_some_and(char::is_uppercase);
        let all_capital = first_is_capital && letters.clone().next().is_some() && !letters.any(char::is_lowercase);
        let Some(seen) = seen.get_mut(form as usize) else { continue };
        if !first_is_capital {
            seen.small = true;
        } else if !all_capital {
            let before = block.prose.get(..at.span.start as usize).unwrap_or_default();
            let before = before.trim_end_matches(|c: char| {
                c.is_whitespace() || (!c.is_alphanumeric() && !stops.contains(&c) && c != ',' && c != '\'')
            });
            let starts = before.is_empty() || before.ends_with(|c| stops.contains(&c));
            if starts {
                seen.at_start = true;
            } else {
                seen.inside = true;
            }
        }
    }
    seen
}
