//! What a kind of check is, and what a check is: the contract between `kinds` and the rest of the program.

use std::any::Any;
use std::sync::Arc;

use super::collector::{OwnCollector, SharedCollector};
use super::context::Context;
use super::facts::{Facts, RuleKey, Tally};
use super::listed::Listed;
use super::pattern::PatternRoom;
use crate::analysis::{CueId, CueLists};
use crate::diagnostic::{Args, Code, Diagnostic};
use crate::language::{BlockRole, Languages, Profile, Roles, is_word_char};
use crate::names::Knowledge;
use crate::text::{Edit, Problem, Span};
use crate::toml_doc::{Table, TomlFile};

/// What the kinds read that look for promotions: not the story's own headline, not what promotes nothing,
/// and not what the page itself shows to be a promotion, which needs no words.
pub const PROMOTIONAL: Roles = Roles::ALL.without(Roles::of(&[
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
    /// The tags of the languages that the rule is for; nothing if it is for every language.
    pub tags: Option<&'e [Arc<str>]>,
    /// What rules about names know together.
    pub names: &'e Arc<Knowledge>,
    /// The newsroom's stylebook, if one is given.
    pub stylebook: Option<&'e TomlFile>,
    /// Room for the patterns of the rules.
    pub patterns: &'e mut PatternRoom,
    /// What the rules are wanted for.
    pub purpose: Purpose,
}

impl<'e> Env<'e> {
    /// The languages that the rule is for.
    pub fn rule_languages(&self) -> impl Iterator<Item = &'e Arc<Profile>> + use<'e> {
        let tags = self.tags;
        let is_meant =
            move |profile: &&Arc<Profile>| tags.is_none_or(|tags| tags.iter().any(|tag| **tag == *profile.tag));
        self.languages.all().iter().filter(is_meant)
    }
}

/// What rules are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To check articles: built-in rules come without explanations and examples.
    Check,
    /// To be proved by their examples: entries that only these need are taken in.
    Prove,
    /// To be explained: explanations, examples and the values they are written with are kept.
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

    /// What the blocks are for that a rule of this kind reads if it names no roles: all that the kind reads, unless it is about some
    /// of them by nature.
    fn default_roles(&self) -> Roles {
        self.roles()
    }

    /// The keys of a rule that are this kind's own, as a JSON Schema: for editors, and for `explain`, which says of each
    /// what its description says.
    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema;

    /// Makes a check of the keys of a rule that are this kind's own (the common ones are already taken out). Adds
    /// what is wrong with them to `problems`, each with its place, and then returns nothing.
    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>>;

    /// Whether its findings say what they are replaced by, as `{replacement}`: then a repair for which a rule has no words can be told.
    fn says_replacement(&self) -> bool {
        false
    }

    /// The collectors that rules of this kind share, with each other or with other kinds. `copydesk names` collects for all of
    /// them, and a saved tally holds what comes of it.
    fn shared(&self) -> &'static [&'static dyn SharedCollector] {
        &[]
    }
}

/// A compiled rule of any kind. What is asked of one kind alone is a function of that kind, which knows its checks by
/// their type.
pub trait Check: Any + Send + Sync {
    /// Looks at one document and reports through `cx`.
    fn check(&self, cx: &mut Context<'_>);

    /// Prepares what takes long and would otherwise be done when the first article in the language comes, if nobody did.
    fn prepare(&self, _: &Profile) {}

    /// Whether it also looks at passages in another language than their article's: it needs nothing but the words themselves.
    fn reads_passages(&self) -> bool {
        false
    }

    /// Whose word counts where its findings and those of others are about one place.
    fn precedence(&self) -> Precedence {
        Precedence::None
    }

    /// Whether it runs whatever else is selected, unless it is ignored.
    fn is_always_on(&self) -> bool {
        false
    }

    /// Whether its findings are made by the engine alone, so that no example can show one.
    fn is_told_by_engine(&self) -> bool {
        false
    }

    /// Its cue lists that it replaces by a text, each with that text.
    fn swaps(&self) -> Vec<(CueId, &str)> {
        Vec::new()
    }

    /// The entries of its lists that are no cues: whoever asks what the examples of a rule reach counts them with its cues.
    fn listed(&self) -> Vec<Listed<'_>> {
        Vec::new()
    }

    /// The part of the check that needs to know the other articles of the run, if it has one.
    fn archive(&self) -> Option<&dyn ArchiveCheck> {
        None
    }
}

/// Whose word counts where several checks speak of one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precedence {
    /// Each finding is told.
    None,
    /// It has decided, and what yields says nothing there.
    Decides,
    /// It says nothing where one that decides speaks.
    Yields,
}

/// A check in two passes: something is collected from each article, and each is judged when all are known.
pub trait ArchiveCheck: Sync {
    /// First pass: what the rule needs of each article that others need as well.
    fn shared(&self) -> &'static [&'static dyn SharedCollector] {
        &[]
    }

    /// First pass: what collects the facts that only this rule needs, if there are any.
    fn own(&self) -> Option<&dyn OwnCollector> {
        None
    }

    /// What its findings show a page template to have left in many articles, if they show that.
    fn leaves(&self) -> Option<Leftover> {
        None
    }

    /// Between the passes: draws from the whole what the second pass needs, once. `checks` are those of all rules for the
    /// language that is looked at, in the order of their rules, whether they run or not.
    fn weigh<'t>(&'t self, seen: Seen<'t>, checks: &[&dyn Check]) -> Box<dyn Judge + 't>;
}

/// What a page template leaves in many articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leftover {
    /// The words of the finding, in so many articles as its value `articles` says.
    Words,
    /// Headlines of other articles, of which the first is its value `headline`, after words that announce them.
    Headlines,
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
pub fn ends_with_stop(text: &str, stops: &[char]) -> bool {
    text.trim_end_matches(|c: char| !is_word_char(c) && !stops.contains(&c)).ends_with(stops)
}
