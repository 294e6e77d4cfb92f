//! Rules tried before anybody sees them: each has to load, to find the words it lists, and to have an example that is right.

use std::sync::Arc;

use copydesk::engine::{Engine, Policy, Verdict, prove_rules};
use copydesk::kinds::Purpose;
use copydesk::language::{Languages, UNDETERMINED};
use copydesk::rules::{Loader, Options};
use copydesk::text::{Problem, Span};
use copydesk::toml_doc::TomlFile;

use super::rule::{Example, Head, NewRule, Words, file_of};

/// Most examples of a rule.
const MOST_EXAMPLES: usize = 2;

/// What came of trying a rule.
#[derive(Debug)]
pub enum Tried {
    /// It works. The words that it lists and does not find were taken out, each with what it is to become, if anything.
    Sound(Box<NewRule>, Vec<(String, Option<String>)>),
    /// It does not load, and why.
    Broken(String),
    /// None of its words is ever found as a word.
    Empty(Vec<(String, Option<String>)>),
}

/// Tries rules in the languages known.
#[derive(Debug)]
pub struct Prover<'l> {
    languages: &'l Arc<Languages>,
}

impl<'l> Prover<'l> {
    pub fn new(languages: &'l Arc<Languages>) -> Self {
        Self { languages }
    }

    /// What is wrong with a rule file, and how its examples come out.
    pub fn verdicts(&self, text: &str) -> Result<Vec<Verdict>, Problem> {
        let mut problems = Vec::new();
        let mut loader = Loader::new(self.languages, None, Options::default(), Purpose::Prove);
        loader.read(&TomlFile::new("rules.toml", text), &mut problems);
        let book = Arc::new(loader.finish(&mut problems));
        if let Some(problem) = problems.into_iter().next() {
            return Err(problem);
        }
        let engine = Engine::new(Arc::clone(self.languages), book, Policy::default());
        Ok(prove_rules(&engine, engine.rules()).into_iter().map(|proof| proof.verdict).collect())
    }

    /// Where a rule finds something in each of some texts.
    fn found(&self, head: &Head, rule: &NewRule, texts: &[String]) -> Result<Vec<Vec<Span>>, Problem> {
        let is_markdown = rule.wants_markdown();
        let example = |text: &String| Example {
            text: text.clone(),
            found: Vec::new(),
            fixed: None,
            language: self.language_of(head, rule, text),
            is_markdown,
        };
        let asked = NewRule { examples: texts.iter().map(example).collect(), ..rule.clone() };
        let verdicts = self.verdicts(&file_of(head, &[asked]))?;
        // As good examples they are not: what is found in them is noise.
        let found = |verdict| match verdict {
            Verdict::Noisy(spans) => spans,
            _ => Vec::new(),
        };
        Ok(verdicts.into_iter().map(found).collect())
    }

    /// The tag of the language of a text, where a rule is for several: as it reads, or else as the message does.
    fn language_of(&self, head: &Head, rule: &NewRule, text: &str) -> Option<String> {
        let allowed: Vec<Arc<str>> = head.languages.iter().map(|tag| tag.as_str().into()).collect();
        if allowed.len() < 2 {
            return None;
        }
        let detected = |text: &str| {
            let profile = self.languages.detect([text].into_iter(), &allowed, None);
            (&*profile.tag != UNDETERMINED).then(|| profile.tag.to_string())
        };
        detected(text).or_else(|| detected(&rule.message)).or_else(|| head.languages.first().cloned())
    }

    /// Tries a rule and gives it examples.
    pub fn tried(&self, head: &Head, rule: NewRule) -> Tried {
        let words: Vec<String> = rule.words.sought().into_iter().map(str::to_owned).collect();
        let framed: Vec<String> = words.iter().chain(&rule.samples).map(|text| rule.framed(text)).collect();
        let found = match self.found(head, &rule, &framed) {
            Ok(found) => found,
            Err(problem) => return Tried::Broken(problem.message),
        };
        // A word has to be found whole; of a made-up text, whatever is found shows what the rule is about.
        let is_found = |text: &str, spans: &[Span], word: Option<&str>| match word {
            Some(word) => spans.len() == 1 && spans.iter().any(|span| text.get(span.range()) == Some(word)),
            None => !spans.is_empty(),
        };
        let of_words = words.iter().map(|word| Some(word.as_str())).chain(std::iter::repeat(None));
        let tried: Vec<(&String, &Vec<Span>, Option<&str>, bool)> = framed
            .iter()
            .zip(&found)
            .zip(of_words)
            .map(|((text, spans), word)| (text, spans, word, is_found(text, spans, word)))
            .collect();
        let lost: Vec<&str> = tried.iter().filter(|(.., found)| !found).filter_map(|(_, _, word, _)| *word).collect();
        let replacement = |word: &str| match &rule.words {
            Words::Swap(swap) => swap.iter().find(|(from, _)| from == word).map(|(_, to)| to.clone()),
            _ => None,
        };
        let lost: Vec<(String, Option<String>)> =
            lost.into_iter().map(|word| (word.to_owned(), replacement(word))).collect();
        let is_lost = |word: &str| lost.iter().any(|(known, _)| known == word);
        let mut sound = rule.clone();
        match &mut sound.words {
            Words::None => {}
            Words::Tokens(tokens) => tokens.retain(|token| !is_lost(token)),
            Words::Swap(swap) => swap.retain(|(from, _)| !is_lost(from)),
        }
        if !words.is_empty() && sound.words.sought().is_empty() && sound.keys.is_empty() {
            return Tried::Empty(lost);
        }
        for (text, spans, word, _) in tried.into_iter().filter(|(.., found)| *found).take(MOST_EXAMPLES) {
            let fixed = word.and_then(replacement).map(|to| rule.framed(&to));
            let (text, found) = (text.clone(), spans.clone());
            let language = self.language_of(head, &rule, &text);
            let example = Example { text, found, fixed, language, is_markdown: rule.wants_markdown() };
            let without_fix = Example { fixed: None, ..example.clone() };
            sound.examples.extend([example, without_fix].into_iter().find(|example| {
                let alone = NewRule { examples: vec![example.clone()], ..sound.clone() };
                matches!(self.verdicts(&file_of(head, &[alone])).as_deref(), Ok([Verdict::Right]))
            }));
        }
        Tried::Sound(Box::new(sound), lost)
    }
}
