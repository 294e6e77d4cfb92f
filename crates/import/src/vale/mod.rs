//! Styles of Vale: a folder of YAML files, each a rule.

mod counted;
mod joined;
mod message;
mod name;
mod replacement;
mod scope;
mod sought;
mod style;
mod swapped;

use std::sync::Arc;

use copydesk::language::{Languages, UNDETERMINED};
use copydesk::rules::CodeTexts;
use copydesk::text::Problem;

use self::replacement::in_our_replacement;
use self::style::Style;
use super::note::{Note, Weight};
use super::pattern;
use super::proof::{Prover, Tried};
use super::rule::{Head, NewRule, file_of};
use super::yaml;

/// A file of a style.
#[derive(Debug, Clone)]
pub struct StyleFile {
    /// Its name without extension, which is that of the rule.
    pub stem: String,
    /// What it says.
    pub text: String,
}

/// What whoever imports wishes.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// What the style is called: the group of all codes.
    pub style: String,
    /// The tags of the languages its rules are for. Without any, the language that its messages are written in.
    pub languages: Vec<String>,
}

/// What came of a file.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Its place among the files given.
    pub file: usize,
    /// The name and the text of the rule file made of it, if anything of it is left.
    pub rule_file: Option<(String, String)>,
    /// What has no counterpart, by line.
    pub notes: Vec<Note>,
}

impl Outcome {
    /// How much of it is missing.
    #[must_use]
    pub fn missing(&self) -> Weight {
        match self.rule_file {
            None => Weight::Whole,
            Some(_) if self.notes.iter().any(|note| note.weight > Weight::Remark) => Weight::Part,
            Some(_) => Weight::Remark,
        }
    }
}

/// What came of a style.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The tags of the languages its rules are for; `*` is every language.
    pub languages: Vec<String>,
    /// What came of each file, in their order.
    pub outcomes: Vec<Outcome>,
}

/// Turns the files of a style into rule files.
///
/// # Errors
/// A problem with a language that is not known.
pub fn import(files: &[StyleFile], wish: &Wish, languages: &Arc<Languages>) -> Result<Imported, Problem> {
    let trees: Vec<_> = files.iter().map(|file| yaml::parse(&file.text)).collect();
    let messages = || trees.iter().flatten().filter_map(|tree| tree.get("message")?.text());
    let words = || trees.iter().flatten().flat_map(words_of);
    let tags = match wish.languages.as_slice() {
        [] => {
            // Few messages say little; the words they are about say more.
            let by_messages = languages.detect(messages(), &[], None);
            let by_all = || languages.detect(messages().chain(words()), &[], None);
            let profile = if &*by_messages.tag == UNDETERMINED { by_all() } else { by_messages };
            vec![if &*profile.tag == UNDETERMINED { "*".to_owned() } else { profile.tag.to_string() }]
        }
        tags => tags.iter().map(|tag| Ok(languages.get(tag)?.tag.to_string())).collect::<Result<_, Problem>>()?,
    };
    // A built-in group has texts and settings of its own, which would speak of these rules, too.
    let built_in = CodeTexts::read(&mut Vec::new());
    let built_in: Vec<String> = built_in.groups().map(|(group, _)| group.to_owned()).collect();
    let group = name::unused(name::part_of(&wish.style), &built_in);
    let mut names: Vec<String> = Vec::new();
    let mut outcomes = Vec::new();
    for (file, (style, tree)) in files.iter().zip(&trees).enumerate() {
        let name = name::unused(name::part_of(&style.stem), &names);
        names.push(name.clone());
        let head = Head { code: format!("{group}/{name}"), languages: tags.clone() };
        let (text, notes) = match tree {
            Ok(tree) => of_style(tree, &head, languages),
            Err(fault) => (None, vec![Note::new(Weight::Whole, fault.line, "", "import-no-yaml", &fault.words)]),
        };
        outcomes.push(Outcome { file, rule_file: text.map(|text| (name, text)), notes });
    }
    Ok(Imported { languages: tags, outcomes })
}

/// The words and patterns that a rule of a style is about, with what is to be written instead.
fn words_of(tree: &yaml::Node) -> impl Iterator<Item = &str> + Clone {
    let listed = ["tokens", "exceptions"].into_iter().filter_map(|key| tree.get(key)).flat_map(yaml::Node::items);
    let paired = ["swap", "either"].into_iter().filter_map(|key| tree.get(key)).flat_map(yaml::Node::entries);
    listed.chain(paired.flat_map(|(from, to)| [from, to])).filter_map(yaml::Node::text)
}

/// The text of a rule file for a rule of a style, with what is missing.
fn of_style(tree: &yaml::Node, head: &Head, languages: &Arc<Languages>) -> (Option<String>, Vec<Note>) {
    let mut style = Style::new(tree);
    let rules = style.rules().unwrap_or_else(|note| {
        style.notes.push(note);
        Vec::new()
    });
    let mut notes = style.into_notes(!rules.is_empty());
    let prover = Prover::new(languages);
    let mut sound = Vec::new();
    let mut waiting: Vec<NewRule> = rules.into_iter().rev().collect();
    while let Some(rule) = waiting.pop() {
        let (line, key) = rule.origin;
        let lost = match prover.tried(head, rule.clone()) {
            Tried::Broken(why) => {
                notes.push(Note::new(Weight::Part, line, key, "import-does-not-load", why));
                continue;
            }
            Tried::Empty(lost) => lost,
            Tried::Sound(rule, lost) => {
                if rule.examples.is_empty() {
                    notes.push(Note::new(Weight::Part, line, key, "import-no-example", ""));
                }
                sound.push(*rule);
                lost
            }
        };
        // What is not found as words is looked for as it is written.
        waiting.extend(lost.into_iter().rev().map(|(text, to)| rule.as_pattern(&text, to.as_deref())));
    }
    if sound.is_empty() && !notes.iter().any(|note| note.weight == Weight::Whole) {
        notes.push(Note::new(Weight::Whole, tree.line, "extends", "import-nothing-left", ""));
    }
    notes.sort_by_key(|note| note.line);
    if sound.is_empty() {
        return (None, notes);
    }
    let text = file_of(head, &sound);
    match prover.verdicts(&text) {
        Ok(_) => (Some(text), notes),
        Err(problem) => {
            notes.push(Note::new(Weight::Whole, tree.line, "extends", "import-does-not-load", problem.message));
            (None, notes)
        }
    }
}

impl NewRule {
    /// The rule for one of its words by a pattern, whatever is around it.
    fn as_pattern(&self, text: &str, to: Option<&str>) -> Self {
        let pattern = format!("(?i){}", pattern::of_text(text, true));
        let (kind, keys) = match to {
            Some(to) => {
                ("substitution", vec![("pattern", pattern.into()), ("replace", in_our_replacement(to, 0).into())])
            }
            None => ("existence", vec![("pattern", pattern.into())]),
        };
        Self {
            kind,
            keys,
            words: super::rule::Words::None,
            samples: vec![text.to_owned()],
            examples: Vec::new(),
            ..self.clone()
        }
    }
}
