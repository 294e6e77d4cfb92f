//! Rule sets: TOML to compiled rules. What a file says and what the engine runs are two types; between them every
//! problem is collected with its place.

mod allowance;
mod builtin;
mod codes;
mod data;
mod evidence;
mod example;
mod file_kind;
mod general;
mod load;
mod name_rules;
mod page;
mod precision;
mod rule_set;
#[cfg(feature = "explanations")]
mod schema;

pub use allowance::{Allowance, EVERY_LANGUAGE};
#[cfg(test)]
pub(crate) use builtin::lean_rule_files;
#[cfg(feature = "explanations")]
pub use builtin::rule_files;
pub use builtin::{KNOWLEDGE, convention_files, gazetteer_files, language_files, ui_files};
pub use codes::{CodeSummary, CodeText, CodeTexts, GroupText};
pub use data::Data;
pub use evidence::{Evidence, Measured, NotJudged};
pub use example::{Example, Expectation, mark};
pub use load::{Loader, Options, built_in};
pub use page::page_of;
pub use precision::wilson_interval;
pub use rule_set::{Rule, RuleBook, RuleSetLanguages, WrittenAt};
#[cfg(feature = "explanations")]
pub use schema::{RuleKeyWords, keys_of, keys_of_rule, rule_schema, rule_set_schema};
