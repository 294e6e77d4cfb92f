//! The general kind that reports whatever it finds: words and phrases, or a pattern.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::{Check, Context, Env, Kind};
use crate::analysis::{At, CueId, CueOptions};
use crate::text::{Problem, ProseSpan, narrow};
use crate::toml_doc::{Table, TomlFile};

/// The kind `existence`.
pub struct Existence;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Keys {
    /// Words and phrases, matched after folding at word edges, the language's proclitics allowed.
    #[serde(default)]
    tokens: Vec<String>,
    /// A regular expression over the prose of a block.
    #[schemars(with = "Option<String>")]
    pattern: Option<Spanned<String>>,
}

struct Compiled {
    tokens: Option<CueId>,
    pattern: Option<regex::Regex>,
}

/// Compiled size a house pattern may have, in bytes: generous for patterns people write, small enough that a
/// hostile rule set cannot take the machine's memory.
const LARGEST_PATTERN: usize = 2 << 20;

/// Compiles a pattern. What is wrong with it becomes a problem at its place in the TOML.
pub(super) fn compile_pattern(
    file: &TomlFile,
    pattern: &Spanned<String>,
    problems: &mut Vec<Problem>,
) -> Option<regex::Regex> {
    let built =
        regex::RegexBuilder::new(pattern.get_ref()).size_limit(LARGEST_PATTERN).dfa_size_limit(LARGEST_PATTERN).build();
    match built {
        Ok(regex) => Some(regex),
        Err(error) => {
            let text = error.to_string();
            let last = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
            let message = format!("the pattern does not compile: {}", last.trim().trim_start_matches("error: "));
            let help = "patterns are those of the Rust crate regex: no look-around, no back-references";
            problems.push(file.problem(pattern.span(), message).with_help(help));
            None
        }
    }
}

impl Kind for Existence {
    fn name(&self) -> &'static str {
        "existence"
    }

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
            Some(pattern) => Some(compile_pattern(file, pattern, problems)?),
            None => None,
        };
        let options = CueOptions { before: true, after: false };
        let tokens = (!keys.tokens.is_empty()).then(|| env.cues.add(keys.tokens, options));
        Some(Box::new(Compiled { tokens, pattern }))
    }
}

impl Check for Compiled {
    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        if let Some(tokens) = self.tokens {
            for hit in analysis.hits().longest_of(tokens) {
                let at = analysis.folded().locate(hit.start, hit.end);
                cx.report(at).arg("match", analysis.slice(at)).emit();
            }
        }
        if let Some(pattern) = &self.pattern {
            for (index, block) in analysis.blocks().iter().enumerate() {
                for found in pattern.find_iter(&block.prose).filter(|found| !found.is_empty()) {
                    let block = narrow(index);
                    let at = At { block, span: ProseSpan::from_range(found.range()) };
                    cx.report(at).arg("match", found.as_str()).emit();
                }
            }
        }
    }
}
