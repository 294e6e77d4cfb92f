//! The elements of a row of words, as they are written in a rule, and what becomes of them.

use std::fmt;

use schemars::JsonSchema;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_spanned::Spanned;

use crate::analysis::{CueId, CueOptions};
use crate::kinds::Env;
use crate::kinds::pattern::{Pattern, PatternSees, Wanted, compile_pattern};
use crate::text::Problem;
use crate::toml_doc::{Texts, TomlFile};

/// Most words that one element may stand for.
pub const MOST_WORDS: u32 = 50;

/// What a word is by its looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// A word or a figure, or a single mark.
    Any,
    /// A word that begins with a capital letter.
    Capitalised,
    /// A part of a name.
    Name,
    /// A figure, in digits of any script, with what stands between them.
    Figure,
    /// A figure, or a number in words of the language.
    Number,
    /// A word in which there are no digits.
    Word,
}

/// One element, as written.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum Element {
    /// A word or phrase.
    One(String),
    /// One of several.
    OneOf(Vec<String>),
    /// What is said of it.
    Described(Description),
}

/// What is said of an element.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Description {
    /// One of these words and phrases.
    #[serde(default)]
    tokens: Vec<String>,
    /// A regular expression for all of the word as it is written.
    #[schemars(with = "Option<String>")]
    pattern: Option<Spanned<String>>,
    /// What the word is by its looks.
    class: Option<Class>,
    /// None of these words and phrases.
    #[serde(default)]
    not: Vec<String>,
    /// The least number of words; 1 if nothing is said, 0 where it may be missing.
    at_least: Option<u32>,
    /// The greatest number of words; as many as the least, and at least 1, if nothing is said.
    at_most: Option<u32>,
}

// What serde derives for such a choice copies everything before it is read, and forgets the places.
impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyForm;

        impl<'de> Visitor<'de> for AnyForm {
            type Value = Element;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word, a list of words, or a table such as { class = \"number\" }")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<Element, E> {
                Ok(Element::One(word.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, words: A) -> Result<Element, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(words)).map(Element::OneOf)
            }

            fn visit_map<A: MapAccess<'de>>(self, said: A) -> Result<Element, A::Error> {
                Description::deserialize(MapAccessDeserializer::new(said)).map(Element::Described)
            }
        }

        deserializer.deserialize_any(AnyForm)
    }
}

/// One element, ready to be looked for.
#[derive(Debug)]
pub struct Step {
    /// One of these words.
    pub tokens: Option<CueId>,
    /// None of these.
    pub not: Option<CueId>,
    /// With one of these begins a number in words, if the word may be one.
    pub number_words: Option<CueId>,
    /// A word of this class.
    pub class: Option<Class>,
    /// A word that is all of what this matches.
    pub pattern: Option<Pattern>,
    /// The least number of words.
    pub at_least: u32,
    /// The greatest number of words.
    pub at_most: u32,
}

impl Step {
    /// Makes a step of an element that stands at a place of `file`. What is wrong with it is added to `problems`.
    pub fn compile(
        element: Spanned<Element>,
        file: &TomlFile,
        env: &mut Env<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let place = element.span();
        let said = match element.into_inner() {
            Element::One(word) => Description { tokens: vec![word], ..Description::default() },
            Element::OneOf(tokens) => Description { tokens, ..Description::default() },
            Element::Described(said) => said,
        };
        let at_least = said.at_least.unwrap_or(1);
        let at_most = said.at_most.unwrap_or(at_least.max(1));
        let says_nothing =
            said.tokens.is_empty() && said.pattern.is_none() && said.class.is_none() && said.not.is_empty();
        let is_blank = |word: &String| word.trim().is_empty();
        let fault = if says_nothing {
            Some("this element says nothing of its word: give a word, `tokens`, `pattern`, `class` or `not`".to_owned())
        } else if said.tokens.iter().chain(&said.not).any(is_blank) {
            Some("this element has a word without letters".to_owned())
        } else if !said.tokens.is_empty() && (said.pattern.is_some() || said.class.is_some()) {
            Some("`tokens` say what the word is: leave out `pattern` and `class`".to_owned())
        } else if at_most == 0 || at_least > at_most {
            Some(format!("at least {at_least} and at most {at_most} words: no row has so many"))
        } else if at_most > MOST_WORDS {
            Some(format!("an element stands for at most {MOST_WORDS} words"))
        } else {
            None
        };
        if let Some(fault) = fault {
            problems.push(file.problem(place, fault));
            return None;
        }
        let pattern = match &said.pattern {
            Some(pattern) => {
                let whole = Spanned::new(pattern.span(), format!(r"\A(?:{})\z", pattern.get_ref()));
                let compiled = compile_pattern(file, &whole, Wanted::Matches, env.patterns, problems)?;
                env.patterns.keep(pattern.get_ref(), PatternSees::Parts);
                Some(compiled)
            }
            None => None,
        };
        let options = CueOptions::behind_proclitics();
        let mut list = |words: Vec<String>| (!words.is_empty()).then(|| env.cues.add([Texts::Given(words)], options));
        let (tokens, not) = (list(said.tokens), list(said.not));
        let number_words = (said.class == Some(Class::Number)).then(|| {
            let numbers = env.rule_languages().map(|profile| profile.numbers());
            let words = numbers.flat_map(|numbers| numbers.words.iter().chain(&numbers.scales));
            let words: Vec<String> = words.map(|(_, words)| words.to_string()).collect();
            env.cues.add([Texts::Given(words)], options)
        });
        Some(Self { tokens, not, number_words, class: said.class, pattern, at_least, at_most })
    }

    /// Whether it takes as few words as possible; all others take as many.
    pub fn is_gap(&self) -> bool {
        self.class == Some(Class::Any) && self.pattern.is_none()
    }
}
