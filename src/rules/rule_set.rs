//! What the engine runs.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::evidence::allowance;
use super::{Allowance, Example, Measured};
use crate::analysis::{CueId, CueLists};
use crate::diagnostic::Code;
use crate::document::Metadata;
use crate::kinds::{Check, KeptPattern, Reporting, RuleKey};
use crate::language::{BlockRole, Localised, Profile, Roles};
use crate::toml_doc::{Places, Written};

/// The languages a rule set is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleSetLanguages {
    /// Every language, known or not.
    All,
    /// These tags.
    Tags(Vec<Arc<str>>),
}

impl RuleSetLanguages {
    /// Whether articles in the language `tag` are meant.
    #[must_use]
    pub fn include(&self, tag: &str) -> bool {
        match self {
            Self::All => true,
            Self::Tags(tags) => tags.iter().any(|known| &**known == tag),
        }
    }

    /// Whether some language is meant by both.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => true,
            (Self::Tags(tags), other) => tags.iter().any(|tag| other.include(tag)),
        }
    }
}

/// Where a rule is written, and what it says of the blocks that it reads.
#[derive(Debug, Clone)]
pub struct WrittenAt {
    /// Where each text of its table stands.
    pub places: Places,
    /// The roles its scope names, if it names some.
    pub roles: Option<Vec<BlockRole>>,
    /// The roles that rules of its kind read.
    pub kind_reads: Roles,
}

/// One compiled rule.
pub struct Rule {
    /// Code, severity, messages.
    pub reporting: Reporting,
    /// The kind that compiled it.
    pub kind: &'static str,
    /// The languages of its rule set.
    pub languages: RuleSetLanguages,
    /// Whether it runs when nothing is selected.
    pub on_by_default: bool,
    /// Whether it came with copydesk, so that evidence decides what it may do by default.
    pub is_built_in: bool,
    /// Whether the configuration sets options for it, which says that it is wanted.
    pub is_wanted: bool,
    /// What it finds, in a line, for lists of rules; empty where the message has to do.
    pub summary: Localised,
    /// Why it matters and what to do, for `explain`.
    pub explain: Localised,
    /// The values of its kind's own keys as they are written, kept only where rules are to be explained.
    pub written: Vec<(String, Written)>,
    /// Its own proofs.
    pub examples: Vec<Example>,
    /// Name of the file it stands in.
    pub file: Arc<str>,
    /// Line of its table in the file, from 1.
    pub line: u32,
    /// Where it is written, kept only where rules are to be proved.
    pub written_at: Option<WrittenAt>,
    pub(super) cues: Range<usize>,
    pub(super) patterns: Range<usize>,
    pub(super) check: Box<dyn Check>,
}

impl Rule {
    /// The compiled check.
    #[must_use]
    pub fn check(&self) -> &dyn Check {
        &*self.check
    }

    /// Whether it applies in a document of its languages that says this about itself, or is part of one that does.
    #[must_use]
    pub fn applies_to(&self, metadata: &Metadata<'_>, profile: &Profile) -> bool {
        self.reporting.fields.is_all() || self.reporting.fields.holds(metadata, &profile.folder)
    }

    /// What it may do by default in the language with this tag.
    #[must_use]
    pub fn allowance(&self, tag: &str) -> Allowance {
        if !self.is_built_in {
            return Allowance::Speaks;
        }
        match allowance(&self.reporting.code, tag) {
            Allowance::Silent if self.is_wanted => Allowance::Hints,
            allowed => allowed,
        }
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rule({} of {})", self.reporting.code, self.reporting.rule_set)
    }
}

/// All rules of a run with their cue lists.
#[derive(Debug, Default)]
pub struct RuleBook {
    pub(super) rules: Vec<Rule>,
    pub(super) cues: CueLists,
    /// The patterns of the rules as they are written, kept only where rules are to be proved.
    pub(super) patterns: Vec<KeptPattern>,
    /// What newsrooms measured of their own rules, in the order read.
    pub(super) measured: Vec<Measured>,
    /// Codes of rules that were not read.
    pub(super) others: Vec<Code>,
}

impl RuleBook {
    /// Every rule, in the order read.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Every code that a rule has, read or not.
    pub fn codes(&self) -> impl Iterator<Item = &Code> + Clone {
        self.rules.iter().map(|rule| &rule.reporting.code).chain(&self.others)
    }

    /// What newsrooms measured of their own rules, as their rule sets say; of two measurements of one code in one language the later one
    /// counts.
    #[must_use]
    pub fn measured(&self) -> &[Measured] {
        &self.measured
    }

    /// The rule with a key.
    #[must_use]
    pub fn rule_with(&self, key: RuleKey) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.reporting.key == key)
    }

    /// The checks of all rules for the language with this tag, in the order of their rules.
    #[must_use]
    pub fn checks_for(&self, tag: &str) -> Vec<&dyn Check> {
        self.rules.iter().filter(|rule| rule.languages.include(tag)).map(Rule::check).collect()
    }

    /// The cue lists of all rules.
    #[must_use]
    pub fn cues(&self) -> &CueLists {
        &self.cues
    }

    /// The cue lists of one rule.
    pub fn cues_of(&self, rule: &Rule) -> impl Iterator<Item = CueId> {
        self.cues.ids(rule.cues.clone())
    }

    /// The patterns of one rule as they are written; none, unless rules are to be proved.
    #[must_use]
    pub fn patterns_of(&self, rule: &Rule) -> &[KeptPattern] {
        self.patterns.get(rule.patterns.clone()).unwrap_or_default()
    }
}
