//! A space on the wrong side of a mark: before it, where it belongs behind, or before it as well as behind.

use schemars::JsonSchema;
use serde::Deserialize;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::mark_place::{MarkPlace, is_own_letter, is_space};
use super::{Check, Context, Env, Kind};
use crate::analysis::At;
use crate::diagnostic::Applicability;
use crate::language::{Profile, Roles, is_number, is_word_char};
use crate::text::{Problem, ProseSpan, narrow};
use crate::toml_doc::Table;

/// The kind `mark-spacing`.
pub struct MarkSpacing;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// The slip that is reported: `moved`, a space before the mark and none behind it; `apart`, a space on both sides.
    slip: Slip,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Slip {
    Moved,
    Apart,
}

impl Kind for MarkSpacing {
    fn name(&self) -> &'static str {
        "mark-spacing"
    }

    fn roles(&self) -> Roles {
        Roles::PROSE
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        rule.decode::<Keys>(problems).map(|keys| Box::new(keys) as Box<dyn Check>)
    }
}

impl Check for Keys {
    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        let profile = analysis.profile();
        let marks = &profile.punctuation;
        if marks.spaced.is_empty() {
            return;
        }
        let search = analysis.search(&marks.spaced_marks);
        for (index, block) in cx.blocks() {
            let prose: &str = &block.prose;
            for (at, c) in search.in_block(index, prose) {
                let has_space = at.checked_sub(1).and_then(|before| prose.as_bytes().get(before));
                if !has_space.is_some_and(|byte| matches!(byte, b' ' | b'\t')) || !marks.spaced.contains(&c) {
                    continue;
                }
                let Some(place) = MarkPlace::new(prose, at, c).filter(|place| follows_word(*place, profile)) else {
                    continue;
                };
                let slip = match self.slip {
                    Slip::Moved => is_moved(c, place, profile),
                    Slip::Apart => (is_apart(place, profile) && !marks.may_stand_apart.contains(&c)).then_some(""),
                };
                let Some(space) = slip else { continue };
                let span = ProseSpan::from_range(place.head().len()..at + c.len_utf8());
                let at = At { block: narrow(index), span };
                let word = At { block: narrow(index), span: with_words(place, span) };
                let mut finding = cx.report(word).arg("mark", c.to_string()).cause("");
                // Behind a number that came before its mark in a text written from both sides, nobody knows which is displaced.
                if !place.next().is_some_and(is_number) {
                    finding = finding.fix(Applicability::Safe, vec![(at, format!("{c}{space}"))]);
                }
                finding.emit();
            }
        }
    }
}

/// The mark with the last word before it and the first behind it.
fn with_words(place: MarkPlace<'_>, span: ProseSpan) -> ProseSpan {
    let word = |c: &char| is_word_char(*c);
    let before: usize = place.head().chars().rev().take_while(word).map(char::len_utf8).sum();
    let behind: usize = place.behind.chars().take_while(word).map(char::len_utf8).sum();
    ProseSpan::new(span.start - narrow(before), span.end + narrow(behind))
}

/// Whether a word stands before the spaces in front of a mark, on its line.
fn follows_word(place: MarkPlace<'_>, profile: &Profile) -> bool {
    let before = place.head().chars().next_back();
    before.is_some_and(|c| is_word_char(c) || c == '%' || closes(c, profile)) && !place.is_in_code()
}

/// What is to be behind the mark, if the space before it belongs there.
fn is_moved(c: char, place: MarkPlace<'_>, profile: &Profile) -> Option<&'static str> {
    let next = place.next()?;
    let mut letters = place.behind.chars();
    let (first, second) = (letters.next()?, letters.next());
    let is_cased = |c: char| c.is_lowercase() || c.is_uppercase();
    let fits = if is_number(next) {
        // A stop or a Latin comma before a number may be the point of a decimal fraction.
        !c.is_ascii() && place.head().ends_with(char::is_alphabetic)
    } else if opens(next, profile) {
        second.is_some_and(|c| is_own_letter(c, profile))
    } else if is_cased(first) {
        // Names of files, sites and programs begin so, and smileys.
        let word = profile.folder.fold(place.behind.split(|c| !is_word_char(c)).next().unwrap_or_default());
        let is_known = profile.function_words.contains(&word);
        is_known && (first.is_lowercase() || second.is_none_or(char::is_lowercase) || !second.is_some_and(is_word_char))
            || matches!(c, ',' | ';') && second.is_some_and(char::is_lowercase) && is_own_letter(first, profile)
    } else {
        is_own_letter(first, profile) && second.is_some_and(is_word_char)
    };
    fits.then_some(" ")
}

/// Whether a space is behind the mark too, or nothing on its line; and no other mark around it, as in an ellipsis set apart.
fn is_apart(place: MarkPlace<'_>, profile: &Profile) -> bool {
    let is_open = place.next().is_none_or(char::is_whitespace);
    let behind = place.rest().chars().next();
    let is_mark = |c: char| !c.is_alphanumeric() && !opens(c, profile) && !c.is_whitespace();
    is_open && !place.head().ends_with(is_space) && !behind.is_some_and(is_mark)
}

/// Whether a sign may open something behind a mark: a bracket, or a quotation mark of the language.
fn opens(c: char, profile: &Profile) -> bool {
    c.general_category() == GeneralCategory::OpenPunctuation
        || profile.quotations.all_pairs().any(|pair| pair.open == c)
}

/// Whether a sign may close something in front of a mark.
fn closes(c: char, profile: &Profile) -> bool {
    c.general_category() == GeneralCategory::ClosePunctuation
        || profile.quotations.all_pairs().any(|pair| pair.close == c)
}
