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
/// So many words are tried as an example.
const MOST_TRIED: usize = 4;
/// So many words are looked for in one text.
const MOST_WORDS: usize = 500;

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

    /// Where a rule finds something in each of some texts, each with the tag of its language, if that has to be said.
    fn found_in(
        &self,
        head: &Head,
        rule: &NewRule,
        texts: &[(String, Option<String>)],
    ) -> Result<Vec<Vec<Span>>, Problem> {
        let is_markdown = rule.wants_markdown();
        let example = |(text, language): &(String, Option<String>)| {
            let (text, language) = (text.clone(), language.clone());
            Example { text, found: Vec::new(), fixed: None, language, is_markdown }
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

    /// Which of the words that a rule lists it finds, each in a paragraph of its own: to try them one by one takes too long for lists
    /// of thousands.
    fn words_found(&self, head: &Head, rule: &NewRule, words: &[String]) -> Result<Vec<bool>, Problem> {
        let mut found = vec![false; words.len()];
        let mut left: Vec<(usize, &String)> = words.iter().enumerate().collect();
        // A text is in one language.
        while let Some(language) = left.first().map(|(_, word)| self.language_of(head, rule, word)) {
            let (these, others): (Vec<_>, Vec<_>) =
                left.into_iter().partition(|(_, word)| self.language_of(head, rule, word) == language);
            left = others;
            for chunk in these.chunks(MOST_WORDS) {
                let mut text = String::new();
                let mut places = Vec::new();
                for (at, word) in chunk {
                    let framed = rule.framed(word);
                    let start = text.len() + framed.len() - word.len();
                    places.push((*at, Span::from_range(start..start + word.len())));
                    text.push_str(&framed);
                    text.push_str("\n\n");
                }
                let spans = self.found_in(head, rule, &[(text, language.clone())])?;
                for (at, place) in places {
                    if let Some(found) = found.get_mut(at) {
                        *found = spans.iter().flatten().any(|span| *span == place);
                    }
                }
            }
        }
        Ok(found)
    }

    /// Tries a rule and gives it examples.
    pub fn tried(&self, head: &Head, rule: NewRule) -> Tried {
        let words: Vec<String> = rule.words.sought().into_iter().map(str::to_owned).collect();
        let are_found = match self.words_found(head, &rule, &words) {
            Ok(found) => found,
            Err(problem) => return Tried::Broken(problem.message),
        };
        let replacement = |word: &str| match &rule.words {
            Words::Swap(swap) => swap.iter().find(|(from, _)| from == word).map(|(_, to)| to.clone()),
            _ => None,
        };
        let (mut kept, mut lost) = (Vec::new(), Vec::new());
        for (word, is_found) in words.into_iter().zip(are_found) {
            if is_found { kept.push(word) } else { lost.push(word) }
        }
        let mut sound = rule.clone();
        let is_lost = |word: &String| lost.contains(word);
        match &mut sound.words {
            Words::None => {}
            Words::Tokens(tokens) => tokens.retain(|token| !is_lost(token)),
            Words::Swap(swap) => swap.retain(|(from, _)| !is_lost(from)),
        }
        let lost: Vec<(String, Option<String>)> = lost.iter().map(|word| (word.clone(), replacement(word))).collect();
        if !lost.is_empty() && kept.is_empty() && sound.keys.is_empty() {
            return Tried::Empty(lost);
        }
        // Words first, since they are somebody's own; then what was made up.
        let words = kept.iter().take(MOST_TRIED).map(|word| (rule.framed(word), replacement(word)));
        let made_up = rule.samples.iter().map(|sample| (rule.framed(sample), None));
        let texts: Vec<(String, Option<String>)> = words.chain(made_up).collect();
        let asked: Vec<(String, Option<String>)> =
            texts.iter().map(|(text, _)| (text.clone(), self.language_of(head, &rule, text))).collect();
        let found = match self.found_in(head, &sound, &asked) {
            Ok(found) => found,
            Err(problem) => return Tried::Broken(problem.message),
        };
        for ((text, to), (found, (_, language))) in texts.into_iter().zip(found.into_iter().zip(asked)) {
            if found.is_empty() || sound.examples.len() >= MOST_EXAMPLES {
                continue;
            }
            let fixed = to.map(|to| rule.framed(&to));
            let example = Example { text, found, fixed, language, is_markdown: rule.wants_markdown() };
            let without_fix = Example { fixed: None, ..example.clone() };
            let right = [example, without_fix].into_iter().find(|example| {
                let alone = NewRule { examples: vec![example.clone()], ..sound.clone() };
                matches!(self.verdicts(&file_of(head, &[alone])).as_deref(), Ok([Verdict::Right]))
            });
            sound.examples.extend(right);
        }
        Tried::Sound(Box::new(sound), lost)
    }
}
