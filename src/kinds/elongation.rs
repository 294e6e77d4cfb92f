//! A sign that draws out the line between two letters of a word, for looks: whoever searches for the word does not find it.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::mark_place::is_own_letter;
use super::{Check, Context, Env, Kind};
use crate::analysis::At;
use crate::diagnostic::Applicability;
use crate::language::{is_word_char, word_end, word_start};
use crate::text::{Problem, ProseSpan, RareChars, narrow};
use crate::toml_doc::Table;

/// The kind `elongation`.
pub struct Elongation;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// The sign that draws a word out.
    #[schemars(with = "String")]
    sign: Spanned<char>,
}

struct Compiled {
    sign: char,
    search: RareChars,
}

/// The most bytes of what is written onto the beginning of a word, vowel signs included.
const LONGEST_CLITIC: usize = 24;

impl Kind for Elongation {
    fn name(&self) -> &'static str {
        "elongation"
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let Keys { sign } = rule.decode(problems)?;
        let sign = *sign.get_ref();
        Some(Box::new(Compiled { sign, search: RareChars::new([sign..=sign]) }))
    }
}

impl Check for Compiled {
    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        let search = analysis.search(&self.search);
        if !search.can_occur() {
            return;
        }
        for (index, block) in cx.blocks() {
            let prose: &str = &block.prose;
            // The end of the word that was looked at last.
            let mut seen = 0;
            for (at, c) in search.in_block(index, prose) {
                if c != self.sign || at < seen {
                    continue;
                }
                let (start, end) = (word_start(prose, at), word_end(prose, at));
                seen = end;
                let word = prose.get(start..end).unwrap_or_default();
                let signs = self.inside(word, cx);
                if signs.is_empty() {
                    continue;
                }
                let place =
                    |start: usize, end: usize| At { block: narrow(index), span: ProseSpan::from_range(start..end) };
                let plain: String = without(word, &signs);
                let edits = signs.iter().map(|&(from, to)| (place(start + from, start + to), String::new())).collect();
                cx.report(place(start, end))
                    .arg("match", word)
                    .arg("replacement", plain)
                    .cause("")
                    .fix(Applicability::Safe, edits)
                    .emit();
            }
        }
    }
}

impl Compiled {
    /// The runs of the sign between two letters of a word, in bytes of it. Behind what is written onto a word the sign parts
    /// the two, as before a name, and behind a single letter it may be an abbreviation.
    fn inside(&self, word: &str, cx: &Context<'_>) -> Vec<(usize, usize)> {
        let profile = cx.analysis.profile();
        let mut runs = Vec::new();
        let mut from = 0;
        while let Some(found) = word.get(from..).and_then(|rest| rest.find(self.sign)) {
            let start = from + found;
            let rest = word.get(start..).unwrap_or_default();
            let end = start + (rest.len() - rest.trim_start_matches(self.sign).len());
            let head = word.get(..start).unwrap_or_default();
            let behind = word.get(end..).and_then(|rest| rest.chars().next());
            // Nothing longer is written onto a word, and a hostile one is not folded again and again.
            let is_clitic = head.len() <= LONGEST_CLITIC && profile.clitics.before.contains(&profile.folder.fold(head));
            let is_letter =
                |c: char| is_own_letter(c, profile) || !c.is_alphabetic() && is_word_char(c) && !c.is_numeric();
            if !is_clitic && head.chars().next_back().is_some_and(is_letter) && behind.is_some_and(is_letter) {
                runs.push((start, end));
            }
            from = end;
        }
        runs
    }
}

/// A word without some stretches of it.
fn without(word: &str, cut: &[(usize, usize)]) -> String {
    let starts = cut.iter().map(|(_, end)| *end);
    let ends = cut.iter().map(|(start, _)| *start).chain([word.len()]);
    std::iter::once(0).chain(starts).zip(ends).filter_map(|(start, end)| word.get(start..end)).collect()
}
