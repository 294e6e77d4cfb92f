//! The kinds of check, one file each: the only place where checks are written. A kind reads the keys of a rule that
//! are its own and makes a compiled check of them; words, letters and messages come from the rule.

mod attribution;
mod block_run;
mod brackets;
mod characters;
mod context;
mod existence;
pub mod facts;
mod glued_heads;
mod headlines;
mod lost_space;
mod metadata;
mod mojibake;
mod names;
mod own;
mod page_edge;
mod pattern;
mod phrases;
mod promo_line;
mod quotes;
mod repeated_line;
mod stray_headlines;
mod substitution;
mod vague_source;

use std::sync::Arc;

use crate::analysis::{Analysis, CueLists};
use crate::diagnostic::{Args, Code, Diagnostic};
use crate::language::{BlockRole, Languages, Profile, Roles, is_word_char};
use crate::text::{Edit, Problem, Span};
use crate::toml_doc::{Table, TomlFile};

pub use attribution::{Class, Judgement, Source, Speaker, Via};
pub use facts::{Facts, LineFact, RuleKey, Tally};
pub use headlines::{Headline, HeadlineFacts, Headlines, own_headlines};
pub use names::Knowledge as NameKnowledge;
pub use names::{
    ArchiveSpelling, Beside, Cluster, CompareSpellings, Comparison, LanguageTally, LetterPair, NameFact, NameFacts,
    NameList, NameLists, NamePlace, NameRecord, NameTally, Needs, Reason, Sample, SurveyNames,
};
pub use pattern::PatternRoom;
pub use stray_headlines::{Signs as HeadlineSigns, WeighedLines};

pub use context::{Context, Finding, Reporting, Scope, ScopeKeys, ScopePart};

/// What the kinds read that look for promotions: not the story's own headline, not what promotes nothing,
/// and not what the page itself shows to be a promotion, which needs no words.
const PROMOTIONAL: Roles = Roles::ALL.without(Roles::of(&[
    BlockRole::Headline,
    BlockRole::Embed,
    BlockRole::Related,
    BlockRole::Names,
    BlockRole::Changes,
    BlockRole::Code,
]));

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
    /// Room for the patterns of the rules.
    pub patterns: &'e mut PatternRoom,
    /// What the rules are wanted for.
    pub purpose: Purpose,
}

/// What rules are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To check articles.
    Check,
    /// To be proved by their examples: entries that only these need are taken in.
    Prove,
    /// To be explained: the values they are written with are kept.
    Explain,
}

/// One kind of check.
pub trait Kind: Sync {
    /// What rules call it.
    fn name(&self) -> &'static str;

    /// What the blocks are for that rules of this kind read; a rule may narrow it. Code is read only by those that say so.
    fn roles(&self) -> Roles {
        Roles::ALL.without(Roles::of(&[BlockRole::Code]))
    }

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

    /// Whether it also looks at passages in another language than their article's: it needs nothing but the words themselves.
    fn reads_passages(&self) -> bool {
        false
    }

    /// Whether it says which spelling of a name the house wants: where it does, checks that compare spellings say nothing.
    fn decides_names(&self) -> bool {
        false
    }

    /// Whether it runs whatever else is selected, unless it is ignored.
    fn is_always_on(&self) -> bool {
        false
    }

    /// What the check makes of each quotation, for measuring it; nothing from checks that do not judge them.
    fn judge_quotations(&self, _: &Analysis<'_>) -> Vec<Judgement> {
        Vec::new()
    }

    /// The lines that may be headlines of other articles, with their signs, for fitting the weights to labelled ones; nothing
    /// from checks that do not weigh them.
    fn weigh_headlines(&self, _: &Context<'_>) -> Vec<WeighedLines> {
        Vec::new()
    }

    /// The part of the check that needs to know the other articles of the run, if it has one.
    fn archive(&self) -> Option<&dyn ArchiveCheck> {
        None
    }

    /// The part of the check that knows the names of its language, if it has one.
    fn names(&self) -> Option<&dyn SurveyNames> {
        None
    }

    /// The part of the check that can say of two spellings alone whether they are one name, if it has one.
    fn spellings(&self) -> Option<&dyn CompareSpellings> {
        None
    }
}

/// A check in two passes: it collects from each article, and judges each when all are known.
pub trait ArchiveCheck: Sync {
    /// First pass: the lines that the rule looks at in one document.
    fn lines(&self, _: &Context<'_>) -> Vec<LineFact> {
        Vec::new()
    }

    /// Whether the rule compares the headlines of articles.
    fn compares_headlines(&self) -> bool {
        false
    }

    /// First pass: the keys of what stands where the headline of another article could begin.
    fn headline_starts(&self, _: &Context<'_>) -> Vec<u32> {
        Vec::new()
    }

    /// How the rule finds one name in several spellings, if that is what it looks for.
    fn names(&self) -> Option<&dyn ClusterNames> {
        None
    }

    /// Between the passes: draws from the whole what the second pass needs, once.
    fn weigh<'t>(&'t self, seen: Seen<'t>) -> Box<dyn Judge + 't>;
}

/// Finds the names of an archive that are one in several spellings.
pub trait ClusterNames: Sync {
    /// The clusters of one language, whose names `names` knows: those with the most occurrences outside the most
    /// frequent spelling first.
    fn clusters(&self, names: &dyn SurveyNames, profile: &Profile, tally: &LanguageTally) -> Vec<Cluster>;
}

/// All articles of a run, as a rule sees them between the passes.
#[derive(Clone, Copy)]
pub struct Seen<'t> {
    /// What they come to.
    pub tally: &'t Tally,
    /// The rule that looks.
    pub rule: RuleKey,
    /// The language it looks at.
    pub profile: &'t Profile,
    /// What knows the names of the language.
    pub names: Option<&'t dyn SurveyNames>,
}

/// An archive check that knows the archive.
pub trait Judge: Send + Sync {
    /// Second pass: what is found in the article of `facts`, in which `found` was found in the first.
    fn judge(&self, _facts: &Facts, _found: &[Diagnostic]) -> Vec<ArchiveFinding> {
        Vec::new()
    }

    /// Whether the article of `facts` has to be read again, by [`Judge::read`].
    fn asks_for_text(&self, _facts: &Facts) -> bool {
        false
    }

    /// Second pass over the text of an article, if it was asked for: reports through `cx`.
    fn read(&self, _cx: &mut Context<'_>, _facts: &Facts, _found: &[Diagnostic]) {}

    /// Whether a finding by [`Judge::read`] stands for one of this code in the same place, unless that is the more severe.
    fn replaces(&self, _code: &Code) -> bool {
        false
    }
}

/// A finding of a second pass, which sees no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveFinding {
    /// Where, in stored bytes.
    pub span: Span,
    /// Values for the rule's messages.
    pub args: Args,
    /// What to write, as an unsafe repair.
    pub edit: Option<Edit>,
}

/// Whether the last sign of a text that is not a closing mark is one of `stops`.
fn ends_with_stop(text: &str, stops: &[char]) -> bool {
    text.trim_end_matches(|c: char| !is_word_char(c) && !stops.contains(&c)).ends_with(stops)
}

/// A stylebook file, as a JSON Schema.
#[must_use]
pub fn stylebook_schema() -> schemars::Schema {
    names::stylebook_schema()
}

/// Every kind there is.
pub static KINDS: &[&dyn Kind] = &[
    &names::Names,
    &names::NamesArchive,
    &quotes::Quotes,
    &brackets::Brackets,
    &attribution::Attribution,
    &vague_source::VagueSource,
    &promo_line::PromoLine,
    &repeated_line::RepeatedLine,
    &headlines::OtherHeadline,
    &stray_headlines::StrayHeadlines,
    &page_edge::PageEdge,
    &block_run::BlockRun,
    &metadata::Metadata,
    &characters::Characters,
    &mojibake::Mojibake,
    &lost_space::LostSpaces,
    &existence::Existence,
    &substitution::Substitution,
    &own::SUPPRESSION,
    &own::UNREADABLE,
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
