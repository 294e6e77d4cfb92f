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
mod house_style;
mod kind;
mod lost_space;
mod metadata;
mod mojibake;
mod names;
mod names_archive;
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

pub use attribution::{Class, Judgement, Source, Speaker, Via};
pub use context::{Context, Finding, Reporting, Scope, ScopeKeys, ScopePart};
pub use facts::{Facts, LineFact, RuleKey, Tally};
pub use headlines::{Headline, HeadlineFacts, Headlines, own_headlines};
pub use house_style::stylebook_schema;
pub use kind::{
    ArchiveCheck, ArchiveFinding, Check, ClusterNames, Env, Judge, Kind, PROMOTIONAL, Purpose, Seen, ends_with_stop,
};
pub use names::{CompareSpellings, SurveyNames};
pub use pattern::PatternRoom;
pub use stray_headlines::{Signs as HeadlineSigns, WeighedLines};

/// Every kind there is.
pub static KINDS: &[&dyn Kind] = &[
    &names::Names,
    &names_archive::NamesArchive,
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
