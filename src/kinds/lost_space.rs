//! Two words written as one, or a word written onto the stop before it: a space was lost, mostly where a page was made text.
//! What shows it is the language's data; analyses of words part the two as well.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Check, Context, Env, Kind};
use crate::analysis::{At, Proof};
use crate::diagnostic::Applicability;
use crate::language::Roles;
use crate::text::{Problem, ProseSpan, narrow};
use crate::toml_doc::Table;

/// The kind `lost-space`.
pub struct LostSpaces;

/// The keys of a rule of this kind: none.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Keys {}

struct Compiled;

/// Markup of more bytes than this between two words is that of elements, which a page may show apart.
const LONGEST_MARKUP: u32 = 4;

impl Kind for LostSpaces {
    fn name(&self) -> &'static str {
        "lost-space"
    }

    fn roles(&self) -> Roles {
        Roles::PROSE
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let Keys {} = rule.decode(problems)?;
        Some(Box::new(Compiled))
    }
}

impl Check for Compiled {
    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        for lost in analysis.lost_spaces() {
            let at = At { block: lost.block, span: lost.words };
            let head = At { block: lost.block, span: ProseSpan::new(lost.words.start, lost.at) };
            let rest = At { block: lost.block, span: ProseSpan::new(lost.at, lost.words.end) };
            // The last character before it is written again, with the space.
            let Some(last) = analysis.slice(head).chars().next_back() else { continue };
            let last_span = ProseSpan::new(lost.at - narrow(last.len_utf8()), lost.at);
            let edit = (At { block: lost.block, span: last_span }, format!("{last} "));
            if is_parted(cx, lost.block, last_span, rest.span) {
                continue;
            }
            let cause = match lost.proof {
                Proof::WordEnd => "word-end",
                Proof::Stop => "stop",
                Proof::Pause => "pause",
                Proof::Number => "number",
            };
            cx.report(at)
                .arg("before", analysis.slice(head))
                .arg("behind", analysis.slice(rest))
                .cause(cause)
                .fix(Applicability::Safe, vec![edit])
                .emit();
        }
    }
}

/// Whether elements are between the character `last` and what is after it.
fn is_parted(cx: &Context<'_>, block: u32, last: ProseSpan, behind: ProseSpan) -> bool {
    let Some(block) = cx.analysis.blocks().get(block as usize) else { return false };
    block.locate(behind).start.saturating_sub(block.locate(last).end) > LONGEST_MARKUP
}
