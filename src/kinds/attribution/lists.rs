//! The word lists of a rule: as written, and as looked up.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use crate::analysis::{ListBits, WordLists};
use crate::language::{Genre, Profile};
use crate::text::Problem;
use crate::toml_doc::TomlFile;

/// Reporting verbs.
pub const VERB: ListBits = 1;
/// Forms that are as often another word: proof only in the sentence of the quotation.
pub const WEAK: ListBits = 1 << 1;
/// Phrases that name a source.
pub const ACCORDING: ListBits = 1 << 2;
/// What is said or written.
pub const SPEECH: ListBits = 1 << 3;
/// Openings of a sentence that carries on with the speaker before it.
pub const CONTINUATION: ListBits = 1 << 4;
/// Words between a reporting verb and what is said.
pub const COMPLEMENTISER: ListBits = 1 << 5;
/// First words that only a speaker uses.
pub const OPENER: ListBits = 1 << 6;
/// Nouns that introduce a title.
pub const TITLE: ListBits = 1 << 7;
/// What holds a term at a distance.
pub const SO_CALLED: ListBits = 1 << 8;
/// What says of a whole article whose words it is.
pub const CREDIT: ListBits = 1 << 9;
/// What a caption begins with.
pub const CAPTION: ListBits = 1 << 10;
/// Acts that somebody's words complete: decided, condemned.
pub const ACT: ListBits = 1 << 11;
/// News agencies.
pub const AGENCY: ListBits = 1 << 12;
/// Several people: officials, residents.
pub const GROUP: ListBits = 1 << 13;
/// Words that one person says of himself.
pub const SELF: ListBits = 1 << 14;
/// What makes a verb describe the noun before it: people who say.
pub const RELATIVE: ListBits = 1 << 15;
/// What speaks and is no person: a ministry, a study.
pub const BODY: ListBits = 1 << 16;
/// Words that a writer says of himself and others: we, our.
pub const WE: ListBits = 1 << 17;
/// What stands for somebody named before: he, she, they.
pub const PRONOUN: ListBits = 1 << 18;
/// What somebody is, and not who: minister, source, one of them.
pub const ROLE: ListBits = 1 << 19;

/// Whatever speaks of a source, sure or not.
pub const ANY_SOURCE: ListBits = VERB | WEAK | ACCORDING | SPEECH | CONTINUATION | ACT;
/// What surely speaks of a source.
pub const SURE_SOURCE: ListBits = VERB | ACCORDING;

/// The keys of a rule of this kind.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Keys {
    /// Whether the paragraph before must itself carry an attributed quotation to lend its speaker.
    #[serde(default)]
    pub strict: bool,
    /// Whether fragments inside the reporter's sentence are meant, not quotations that stand alone.
    #[serde(default)]
    pub embedded: bool,
    /// Whether a news agency that the whole story is credited to, in its dateline, its first or last line or its fields,
    /// counts as the source of what is quoted in it.
    #[serde(default)]
    pub credit_attributes: bool,
    /// Sorts of article, by their fields of type or section, in which nothing is said.
    #[serde(default)]
    pub silent_in: Vec<Genre>,
    /// Reporting verbs, form by form.
    #[serde(default)]
    verbs: Vec<String>,
    /// Forms that are as often another word, whether they are in `verbs`, come from a conjugation or occur only here.
    #[serde(default)]
    weak_verbs: Vec<String>,
    /// Verbs with the forms they have.
    #[serde(default)]
    conjugation: Vec<Conjugation>,
    /// Phrases that name a source.
    according_to: Vec<String>,
    /// What is said or written: a statement, a letter.
    #[serde(default)]
    speech_nouns: Vec<String>,
    /// Openings of a sentence that carries on with the speaker before it.
    #[serde(default)]
    continuations: Vec<String>,
    /// Words between a reporting verb and what is said.
    #[serde(default)]
    complementisers: Vec<String>,
    /// First words that only a speaker uses.
    #[serde(default)]
    openers: Vec<String>,
    /// Nouns that introduce a title, a name or a slogan.
    #[serde(default)]
    title_nouns: Vec<String>,
    /// What holds a term at a distance.
    #[serde(default)]
    so_called: Vec<String>,
    /// Phrases that give a whole article to one source, in its headline or first line.
    #[serde(default)]
    credits: Vec<String>,
    /// What a caption begins with.
    #[serde(default)]
    captions: Vec<String>,
    /// News agencies, by each of their names.
    #[serde(default)]
    agencies: Vec<String>,
    /// Several people: officials, residents. A quotation after what they say is one of them speaking, and nobody knows
    /// which, unless it speaks for all: we.
    #[serde(default)]
    groups: Vec<String>,
    /// What speaks and is no person: a ministry, a study. It does not go on in words of one person.
    #[serde(default)]
    bodies: Vec<String>,
    /// Words that one person says of himself: I, my.
    #[serde(default)]
    first_person: Vec<String>,
    /// Words that one says of himself and others: we, our. A writer who does, outside the marks, or says I, tells what he saw
    /// himself, and quotes whom he met.
    #[serde(default)]
    first_person_plural: Vec<String>,
    /// Words that make a verb describe the noun before it: voters *who* say.
    #[serde(default)]
    relatives: Vec<String>,
    /// Words that stand for somebody named before: he, she, they.
    #[serde(default)]
    pronouns: Vec<String>,
    /// Nouns that say what somebody is, and not who: minister, source. In a script without capitals they tell a description from
    /// a name.
    #[serde(default)]
    roles: Vec<String>,
}

/// Verbs that are inflected alike.
///
/// A verb is written as its stems, one for each list of `forms`; the last stem serves the lists that are left. In a
/// form, `-` is where the stem is.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Conjugation {
    /// The endings and beginnings of a form, one list for each stem.
    #[schemars(with = "Vec<Vec<String>>")]
    forms: Vec<Vec<Spanned<String>>>,
    /// Reporting verbs.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    stems: Vec<Spanned<String>>,
    /// Verbs that as often report nothing.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    weak_stems: Vec<Spanned<String>>,
    /// Verbs of what somebody does with words: decide, condemn.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    act_stems: Vec<Spanned<String>>,
}

/// Where the stem is in a form.
const STEM: char = '-';

impl Keys {
    /// Says what is wrong with the conjugations.
    pub fn check(&self, file: &TomlFile, problems: &mut Vec<Problem>) {
        for conjugation in &self.conjugation {
            for form in conjugation.forms.iter().flatten() {
                if form.get_ref().matches(STEM).count() != 1 {
                    problems.push(file.problem(form.span(), "a form has exactly one `-`, in place of the stem"));
                }
            }
            for verb in conjugation.verbs().map(|(verb, _)| verb) {
                let stems = verb.get_ref().split_whitespace().count();
                if stems == 0 || stems > conjugation.forms.len() {
                    let message = "a verb is a list of stems: at least one, and no more than there are lists of forms";
                    problems.push(file.problem(verb.span(), message));
                }
            }
        }
    }

    /// The lists, folded for a language.
    pub fn word_lists(&self, profile: &Profile) -> WordLists {
        let mut lists = WordLists::default().with_bare(SELF | WE);
        let agencies = if self.credit_attributes { self.agencies.as_slice() } else { &[] };
        for conjugation in &self.conjugation {
            conjugation.expand(|form, bits| lists.add(form, bits, profile));
        }
        for (phrases, bits) in [
            (self.verbs.as_slice(), VERB),
            (&self.according_to, ACCORDING),
            (&self.speech_nouns, SPEECH),
            (&self.continuations, CONTINUATION),
            (&self.complementisers, COMPLEMENTISER),
            (&self.openers, OPENER),
            (&self.title_nouns, TITLE),
            (&self.so_called, SO_CALLED),
            (&self.credits, CREDIT),
            (&self.captions, CAPTION),
            (agencies, AGENCY),
            (&self.groups, GROUP),
            (&self.bodies, BODY),
            (&self.first_person, SELF),
            (&self.first_person_plural, WE),
            (&self.relatives, RELATIVE),
            (&self.pronouns, PRONOUN),
            (&self.roles, ROLE),
        ] {
            phrases.iter().for_each(|phrase| lists.add(phrase, bits, profile));
        }
        for form in &self.weak_verbs {
            lists.remove(form, VERB | ACT, profile);
            lists.add(form, WEAK, profile);
        }
        lists
    }
}

impl Conjugation {
    fn verbs(&self) -> impl Iterator<Item = (&Spanned<String>, ListBits)> {
        [(&self.stems, VERB), (&self.weak_stems, WEAK), (&self.act_stems, ACT)]
            .into_iter()
            .flat_map(|(stems, bits)| stems.iter().map(move |verb| (verb, bits)))
    }

    /// Calls `add` with every form of every verb.
    fn expand(&self, mut add: impl FnMut(&str, ListBits)) {
        let mut written = String::new();
        for (verb, bits) in self.verbs() {
            let mut stems = verb.get_ref().split_whitespace();
            let mut stem = "";
            for forms in &self.forms {
                stem = stems.next().unwrap_or(stem);
                for form in forms {
                    written.clear();
                    let (before, after) = form.get_ref().split_once(STEM).unwrap_or_default();
                    written.extend([before, stem, after]);
                    add(&written, bits);
                }
            }
        }
    }
}
