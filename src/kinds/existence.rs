//! The general kind that reports whatever it finds: words and phrases, or a pattern.

use regex_automata::meta::Regex;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::pattern::{Wanted, compile_pattern};
use super::{Check, Context, Env, Kind};
use crate::analysis::{At, CueId, CueOptions};
use crate::text::{Problem, ProseSpan, narrow};
use crate::toml_doc::{Table, Texts};

/// The kind `existence`.
pub struct Existence;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Keys {
    /// Words and phrases, matched after folding at word edges, the language's proclitics allowed.
    #[serde(default)]
    tokens: Texts,
    /// A regular expression over the prose of a block.
    #[schemars(with = "Option<String>")]
    pattern: Option<Spanned<String>>,
}

struct Compiled {
    tokens: Option<CueId>,
    pattern: Option<Regex>,
}

impl Kind for Existence {
    fn name(&self) -> &'static str {
        "existence"
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let place = rule.problem("the rule looks for nothing: give `tokens` or `pattern`");
        let keys: Keys = rule.decode(problems)?;
        if keys.tokens.is_empty() && keys.pattern.is_none() {
            problems.push(place);
            return None;
        }
        let pattern = match &keys.pattern {
            Some(pattern) => Some(compile_pattern(file, pattern, Wanted::Matches, env.patterns, problems)?),
            None => None,
        };
        let options = CueOptions { before: true, ..CueOptions::default() };
        let tokens = (!keys.tokens.is_empty()).then(|| env.cues.add([keys.tokens], options));
        Some(Box::new(Compiled { tokens, pattern }))
    }
}

impl Check for Compiled {
    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        if let Some(tokens) = self.tokens {
            for hit in analysis.hits().longest_of(tokens) {
                let at = analysis.folded().locate(hit.start, hit.end);
                let found = analysis.slice(at);
                cx.report(at).arg("match", found).cause(found).emit();
            }
        }
        if let Some(pattern) = &self.pattern {
            for (index, block) in cx.blocks() {
                for found in pattern.find_iter(&*block.prose).filter(|found| !found.is_empty()) {
                    let at = At { block: narrow(index), span: ProseSpan::from_range(found.range()) };
                    let words = block.prose.get(found.range()).unwrap_or_default();
                    cx.report(at).arg("match", words).cause(words).emit();
                }
            }
        }
    }
}
