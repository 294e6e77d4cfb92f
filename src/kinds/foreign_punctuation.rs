//! Marks of the Latin script in a text whose script has marks of its own, or, where a house writes so, the other way round.

use schemars::JsonSchema;
use serde::Deserialize;

use super::mark_place::{MarkPlace, are_numbers, is_own_letter};
use super::{Check, Context, Env, Kind};
use crate::analysis::At;
use crate::diagnostic::Applicability;
use crate::language::{Profile, Roles, is_number, is_word_char};
use crate::text::{Problem, ProseSpan, narrow};
use crate::toml_doc::Table;

/// The kind `foreign-punctuation`.
pub struct ForeignPunctuation;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// The marks that are to be written: the script's own, as for Arabic ، ؛ ؟, or those of the Latin script.
    write: Write,
}

/// Whose marks are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Write {
    /// Those of the script.
    Own,
    Latin,
}

impl Kind for ForeignPunctuation {
    fn name(&self) -> &'static str {
        "foreign-punctuation"
    }

    fn roles(&self) -> Roles {
        Roles::PROSE
    }

    fn says_replacement(&self) -> bool {
        true
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
        if marks.own.is_empty() {
            return;
        }
        let search = analysis.search(match self.write {
            Write::Own => &marks.latin_marks,
            Write::Latin => &marks.own_marks,
        });
        if !search.can_occur() {
            return;
        }
        for (index, block) in cx.blocks() {
            for (at, c) in search.in_block(index, &block.prose) {
                let wanted = marks.own.iter().find_map(|mark| match self.write {
                    Write::Own => (mark.latin == c).then_some(mark.own),
                    Write::Latin => (mark.own == c).then_some(mark.latin),
                });
                let place = MarkPlace::new(&block.prose, at, c);
                let (Some(wanted), Some(place)) = (wanted, place) else { continue };
                let is_sure = self.write == Write::Latin || is_of_text(place, profile) && ends_clause(c, place);
                if is_sure {
                    let at = At { block: narrow(index), span: ProseSpan::from_range(at..at + c.len_utf8()) };
                    cx.report(at)
                        .arg("mark", c.to_string())
                        .arg("replacement", wanted.to_string())
                        .cause(c.to_string())
                        .fix(Applicability::Safe, vec![(at, wanted.to_string())])
                        .emit();
                }
            }
        }
    }
}

/// Whether the words around a mark are in the script of the language, so that it belongs to the text and not to a number, a
/// foreign name, an address.
fn is_of_text(place: MarkPlace<'_>, profile: &Profile) -> bool {
    let (before, behind) = (place.word_before(), place.word_behind());
    let Some(before) = before else { return false };
    let fits_behind = match behind {
        None => place.ends_line(),
        Some(c) => is_own_letter(c, profile) || is_number(c) && !is_number(before),
    };
    (is_own_letter(before, profile) || is_number(before) && behind.is_some_and(|c| !is_number(c)))
        && fits_behind
        && !are_numbers(place.previous(), place.next())
        && !place.is_in_code()
}

/// Whether a mark stands where a clause ends: a comma anywhere between two words; any other has no letter right behind it, since
/// within a word it stands for a letter that was lost, no number before it, behind which it stands for a sign that was lost, and no mark beside it.
fn ends_clause(c: char, place: MarkPlace<'_>) -> bool {
    let is_alone =
        |c: Option<char>| c.is_none_or(|c| !c.is_ascii_punctuation() || matches!(c, '"' | '\'' | ')' | ']' | '!'));
    c == ',' && place.next() != Some(',') && place.previous() != Some(',')
        || place.next().is_none_or(|c| !is_word_char(c))
            && place.word_before().is_some_and(|c| !is_number(c))
            && is_alone(place.next())
            && is_alone(place.previous())
}
