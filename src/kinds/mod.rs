//! The kinds of check, one file each: the only place where checks are written. A kind reads the keys of a rule that
//! are its own and makes a compiled check of them; words, letters and messages come from the rule.

mod attribution;
mod brackets;
mod characters;
mod context;
mod existence;
pub mod facts;
mod names;
mod promo_line;
mod quotes;
mod repeated_line;
mod stray_headlines;
mod substitution;
mod suppression;
mod vague_source;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analysis::{Analysis, CueLists};
use crate::language::{Languages, Profile};
use crate::text::{Problem, Span};
use crate::toml_doc::{Table, TomlFile};

pub use attribution::{Class, Judgement, Source, Via};
pub use facts::{Facts, Tally};
pub use names::Knowledge as NameKnowledge;
pub use names::{CompareSpellings, Comparison, LetterPair, Reason};

pub use context::{Context, Finding, Reporting, Scope, ScopePart};

/// What a kind may use while it compiles a rule.
#[derive(Debug)]
pub struct Env<'e> {
    /// Where it registers its cue lists.
    pub cues: &'e mut CueLists,
    /// The languages of the run.
    pub languages: &'e Languages,
    /// The language of the rule set, the first if it names several; nothing if it is for every language.
    pub language: Option<&'e Arc<Profile>>,
    /// What rules about names know together.
    pub names: &'e Arc<NameKnowledge>,
    /// The newsroom's stylebook, if one is given.
    pub stylebook: Option<&'e TomlFile>,
}

/// One kind of check.
pub trait Kind: Sync {
    /// What rules call it.
    fn name(&self) -> &'static str;

    /// The keys of a rule that are this kind's own, as a JSON Schema: for editors, and for `explain`, which says of each
    /// what its description says.
    fn schema(&self) -> schemars::Schema;

    /// Makes a check of the keys of a rule that are this kind's own (the common ones are already taken out). Adds
    /// what is wrong with them to `problems`, each with its place, and then returns nothing.
    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>>;
}

/// A compiled rule of any kind.
pub trait Check: Send + Sync {
    /// Looks at one document and reports through `cx`.
    fn check(&self, cx: &mut Context<'_>);

    /// What the check makes of each quotation, for measuring it; nothing from checks that do not judge them.
    fn judge_quotations(&self, _: &Analysis<'_>) -> Vec<Judgement> {
        Vec::new()
    }

    /// The part of the check that needs to know the other articles of the run, if it has one.
    fn archive(&self) -> Option<&dyn ArchiveCheck> {
        None
    }

    /// The part of the check that can say of two spellings alone whether they are one name, if it has one.
    fn spellings(&self) -> Option<&dyn CompareSpellings> {
        None
    }
}

/// A check in two passes: it collects from each article, and judges each when all are known.
pub trait ArchiveCheck {
    /// First pass: adds what is to be remembered of one document to `facts`.
    fn collect(&self, cx: &Context<'_>, facts: &mut Facts);

    /// Second pass: what is found in the article of `facts`, in the light of all.
    fn judge(&self, facts: &Facts, tally: &Tally) -> Vec<ArchiveFinding>;
}

/// A finding of a second pass, which sees no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveFinding {
    /// Where, in stored bytes.
    pub span: Span,
    /// Values for the rule's messages.
    pub args: BTreeMap<&'static str, String>,
    /// What to take out, in stored bytes, as an unsafe repair.
    pub removal: Option<Span>,
}

/// A stylebook file, as a JSON Schema.
#[must_use]
pub fn stylebook_schema() -> schemars::Schema {
    names::stylebook_schema()
}

/// Every kind there is.
pub static KINDS: &[&dyn Kind] = &[
    &names::Names,
    &quotes::Quotes,
    &brackets::Brackets,
    &attribution::Attribution,
    &vague_source::VagueSource,
    &promo_line::PromoLine,
    &repeated_line::RepeatedLine,
    &stray_headlines::StrayHeadlines,
    &characters::Characters,
    &existence::Existence,
    &substitution::Substitution,
    &suppression::Suppression,
];

#[cfg(test)]
mod tests {
    use super::KINDS;

    #[test]
    fn kind_names_are_unique() {
        let mut names: Vec<_> = KINDS.iter().map(|kind| kind.name()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
