//! The general kind that reports whatever it finds: words and phrases, or a pattern.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::pattern::Wanted;
use super::sought::Sought;
use super::{Check, Context, Env, Kind};
use crate::text::Problem;
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
    sought: Sought,
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
        let nothing = rule.problem("the rule looks for nothing: give `tokens` or `pattern`");
        let keys: Keys = rule.decode(problems)?;
        let sought =
            Sought::compile((keys.tokens, keys.pattern.as_ref()), Wanted::Matches, file, nothing, env, problems)?;
        Some(Box::new(Compiled { sought }))
    }
}

impl Check for Compiled {
    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        self.sought.each_place(cx, |cx, at| {
            let found = cx.analysis.slice(at);
            cx.report(at).arg("match", found).cause(found).emit();
        });
    }
}
