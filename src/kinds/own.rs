//! What copydesk says of its own accord: what is wrong with a request for silence, and with an article that cannot be read.
//! Only the engine can know that; the rules of these kinds give it the words, and readers a place to look them up.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Check, Context, Env, Kind};
use crate::text::Problem;
use crate::toml_doc::Table;

/// A kind whose findings are the engine's.
pub struct Own {
    name: &'static str,
    is_always_on: bool,
}

/// The kind `suppression`: a request for silence that is wrong.
pub static SUPPRESSION: Own = Own { name: "suppression", is_always_on: false };
/// The kind `unreadable`: an article that cannot be read, or not to its end. What is not read is not checked, so nobody may
/// miss it because other codes were selected.
pub static UNREADABLE: Own = Own { name: "unreadable", is_always_on: true };

/// It has no keys of its own.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Keys {}

struct Compiled {
    is_always_on: bool,
}

impl Kind for Own {
    fn name(&self) -> &'static str {
        self.name
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let Keys {} = rule.decode(problems)?;
        Some(Box::new(Compiled { is_always_on: self.is_always_on }))
    }
}

impl Check for Compiled {
    fn check(&self, _: &mut Context<'_>) {}

    fn is_always_on(&self) -> bool {
        self.is_always_on
    }

    fn is_told_by_engine(&self) -> bool {
        true
    }
}
