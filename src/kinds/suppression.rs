//! What is wrong with a request for silence. Only the engine can know that, after every check has spoken; the rules of
//! this kind give it the words, and readers a place to look them up.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Check, Context, Env, Kind};
use crate::text::Problem;
use crate::toml_doc::Table;

/// The kind `suppression`.
pub struct Suppression;

/// It has no keys of its own.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Keys {}

struct Compiled;

impl Kind for Suppression {
    fn name(&self) -> &'static str {
        "suppression"
    }

    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let Keys {} = rule.decode(problems)?;
        Some(Box::new(Compiled))
    }
}

impl Check for Compiled {
    fn check(&self, _: &mut Context<'_>) {}
}
