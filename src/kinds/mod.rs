//! The kinds of check, one file each: the only place where checks are written. A kind reads the keys of a rule that
//! are its own and makes a compiled check of them; words, letters and messages come from the rule.

mod article_names;
mod attribution;
mod block_run;
mod brackets;
mod capitalization;
mod characters;
pub mod collector;
mod conditional;
mod consistency;
mod context;
mod date_style;
mod digits;
mod elongation;
mod existence;
pub mod facts;
mod foreign_punctuation;
mod glued_heads;
mod headlines;
mod house_style;
mod in_place;
mod kind;
mod length;
mod letter_case;
mod listed;
mod lost_space;
mod mark_place;
mod mark_spacing;
mod metadata;
mod mojibake;
mod names;
mod names_archive;
mod numbers;
mod occurrence;
mod own;
mod page_edge;
mod pattern;
mod per;
mod phrases;
mod promo_line;
mod quotes;
mod references;
mod repeated_line;
mod repetition;
mod scope;
mod sequence;
mod sought;
mod stray_headlines;
mod substitution;
mod vague_source;
mod word_ends;

pub use article_names::{ArticleName, Spelling, names_of_article};
pub use attribution::{Class, Judgement, Source, Speaker, Via, judge_quotations};
pub use context::{CheckInput, Context, Finding, Reporting};
pub use facts::{Facts, FactsKey, RuleKey, Tally};
pub use headlines::HEADLINES;
pub use house_style::stylebook_schema;
pub use kind::{
    ArchiveCheck, ArchiveFinding, Check, Env, Judge, Kind, Leftover, PROMOTIONAL, Precedence, Purpose, Seen,
    ends_with_stop,
};
pub use listed::Listed;
pub use names::{NameWords, compare_spellings, words_of};
pub use names_archive::{NAMES, clusters};
pub use pattern::{KeptPattern, PatternRoom, PatternSees};
pub use scope::{FieldScope, Scope, ScopeKeys, ScopePart};
pub use stray_headlines::{Signs as HeadlineSigns, WeighedLines, weigh_headlines};

use self::collector::SharedCollector;

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
    &numbers::Numbers,
    &characters::Characters,
    &mojibake::Mojibake,
    &lost_space::LostSpaces,
    &foreign_punctuation::ForeignPunctuation,
    &mark_spacing::MarkSpacing,
    &references::References,
    &elongation::Elongation,
    &digits::Digits,
    &date_style::DateStyle,
    &word_ends::WordEnds,
    &existence::Existence,
    &substitution::Substitution,
    &conditional::Conditional,
    &consistency::Consistency,
    &length::Length,
    &occurrence::Occurrence,
    &sequence::Sequence,
    &capitalization::Capitalization,
    &repetition::Repetition,
    &own::SUPPRESSION,
    &own::UNREADABLE,
];

/// Every collector that rules share, each once.
#[must_use]
pub fn shared_collectors() -> Vec<&'static dyn SharedCollector> {
    let mut all: Vec<&'static dyn SharedCollector> = Vec::new();
    for collector in KINDS.iter().flat_map(|kind| kind.shared()) {
        if all.iter().all(|known| known.name() != collector.name()) {
            all.push(*collector);
        }
    }
    all
}

/// The shared collector with this name.
#[must_use]
pub fn shared_collector(name: &str) -> Option<&'static dyn SharedCollector> {
    KINDS.iter().flat_map(|kind| kind.shared()).find(|collector| collector.name() == name).copied()
}

#[cfg(test)]
mod tests {
    use super::KINDS;

    #[test]
    fn two_collectors_never_share_a_name() {
        let all = || KINDS.iter().flat_map(|kind| kind.shared());
        for one in all() {
            let same = all().filter(|other| other.name() == one.name());
            assert!(same.into_iter().all(|other| std::ptr::addr_eq(*one, *other)), "{}", one.name());
        }
    }

    #[test]
    fn kind_names_are_unique() {
        let mut names: Vec<_> = KINDS.iter().map(|kind| kind.name()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
