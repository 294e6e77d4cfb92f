//! The kind `numbers`: what one article gives in two ways, of which only one can be right: a quantity that its headline and its
//! first sentences do not agree on, a weekday that does not fit its date.

mod amounts;
mod calendar;
mod dates;
mod headline;
mod lexicon;
mod reading;

use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::Deserialize;
use std::ops::Range;
use std::sync::Arc;

pub(super) use self::amounts::{digits, figure};
pub(super) use self::lexicon::Lexicon;
pub(super) use self::reading::Token;

use self::lexicon::{Meaning, Nouns, number_before};
use super::{Check, Context, Env, Kind};
use crate::analysis::{CueId, CueOptions};
use crate::language::{BlockRole, Profile, Roles};
use crate::text::{Problem, narrow};
use crate::toml_doc::{Table, Texts, TomlFile};

/// The kind `numbers`.
pub struct Numbers;

/// What one rule of this kind looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum LookFor {
    Headline,
    Dates,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// What the rule looks for: quantities of the headline that the text gives otherwise, or weekdays that do not fit their dates.
    look_for: LookFor,
    /// Numbers in words, each behind its value: "11 eleven".
    #[serde(default)]
    number_words: Texts,
    /// Words that multiply the number before them, each behind its value: "1000 thousand".
    #[serde(default)]
    scales: Texts,
    /// Words between two parts of one number, such as the "and" of two hundred and five.
    #[serde(default)]
    number_joiners: Texts,
    /// Words and signs that stand between two numbers of one expression: from ten to twelve, seven out of ten.
    #[serde(default)]
    between_numbers: Texts,
    /// What is counted: for each noun or unit all its forms and signs.
    #[serde(default)]
    nouns: Vec<Texts>,
    /// Endings of number and case, and what a noun has in their place, with a space between: "ies y". The first that fits is taken off.
    #[serde(default)]
    endings: Texts,
    /// Words for people of whom nothing else is said. Beside a word of `events` they may be left out.
    #[serde(default)]
    anyone: Texts,
    /// What happens to people who are counted: for each event its words.
    #[serde(default)]
    events: Vec<Texts>,
    /// What says, before a number or behind what is counted, that there are so many or more.
    #[serde(default)]
    at_least: Texts,
    /// What directly before a number says that it is not exact in other ways, or not the article's own count.
    #[serde(default)]
    unless_preceded_by: Texts,
    /// The same directly behind what is counted.
    #[serde(default)]
    unless_followed_by: Texts,
    /// The days of the week from Monday on, each by all its names.
    #[serde(default)]
    weekdays: Vec<Texts>,
}

/// Days of a week.
const DAYS: usize = 7;

impl Keys {
    /// Says what is wrong with the words of a newsroom's rule for a language. `places` are the keys with where they stand.
    fn validate(
        &self,
        file: &TomlFile,
        places: &[(String, Range<usize>)],
        profile: Option<&Profile>,
        problems: &mut Vec<Problem>,
    ) {
        let place = |key: &str| places.iter().find(|(known, _)| known == key).map_or(0..0, |(_, place)| place.clone());
        for (key, texts) in [("number-words", &self.number_words), ("scales", &self.scales)] {
            for text in texts.iter().filter(|text| number_before(text).is_none()) {
                let message = format!("`{text}` is not a value with words behind it, such as \"12 twelve\"");
                problems.push(file.problem(place(key), message));
            }
        }
        for text in self.endings.iter().filter(|text| !matches!(text.split_whitespace().count(), 1 | 2)) {
            let message = format!("`{text}` is not an ending, or an ending and what stands in its place");
            problems.push(file.problem(place("endings"), message));
        }
        let is_needed = self.look_for == LookFor::Dates || !self.weekdays.is_empty();
        if is_needed && (self.weekdays.len() != DAYS || self.weekdays.iter().any(Texts::is_empty)) {
            let key = if self.weekdays.is_empty() { "look-for" } else { "weekdays" };
            let message = format!("`weekdays` needs {DAYS} lists, each with a name at least");
            problems.push(file.problem(place(key), message));
        }
        let lacks_months = |profile: &Profile| profile.calendar().namings.is_empty();
        if self.look_for == LookFor::Dates && profile.is_some_and(lacks_months) {
            let message = "dates are read by the names of the months, of which the language has none: `[calendar]` in its language.toml";
            problems.push(file.problem(place("look-for"), message));
        }
    }
}

impl Kind for Numbers {
    fn name(&self) -> &'static str {
        "numbers"
    }

    fn roles(&self) -> Roles {
        Roles::of(&[BlockRole::Headline, BlockRole::Story, BlockRole::Heading, BlockRole::Quotation])
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let is_built_in = file.is_built_in();
        let places: Vec<_> = match is_built_in {
            true => Vec::new(),
            false => rule.keys().map(|(key, place)| (key.to_owned(), place)).collect(),
        };
        let keys: Keys = rule.decode(problems)?;
        let before = problems.len();
        // Those of built-in rules are proved by their tests.
        if !is_built_in {
            keys.validate(file, &places, env.language.map(|profile| &**profile), problems);
        }
        let weekdays = match keys.look_for {
            LookFor::Headline => Vec::new(),
            LookFor::Dates => {
                let options = CueOptions::behind_proclitics();
                keys.weekdays.iter().map(|names| env.cues.add([names.clone()], options)).collect()
            }
        };
        let check = Compiled {
            keys,
            weekdays,
            profile: env.language.map(Arc::clone),
            numbers: OnceLock::new(),
            words: OnceLock::new(),
        };
        (problems.len() == before).then(|| Box::new(check) as Box<dyn Check>)
    }
}

/// A compiled rule. Its words are folded when an article first has something to look up.
struct Compiled {
    keys: Keys,
    /// The cues of the days of the week, from Monday on.
    weekdays: Vec<CueId>,
    /// The language of the rule, if it is for one.
    profile: Option<Arc<Profile>>,
    /// Numbers in words.
    numbers: OnceLock<Lexicon>,
    /// All other words.
    words: OnceLock<(Lexicon, Nouns)>,
}

impl Check for Compiled {
    fn check(&self, cx: &mut Context<'_>) {
        match self.keys.look_for {
            LookFor::Headline => headline::check(self, cx),
            LookFor::Dates => dates::check(self, cx),
        }
    }
}

impl Compiled {
    /// The words for numbers, in the language of the rule, or of an article.
    fn numbers(&self, profile: &Profile) -> &Lexicon {
        let profile = self.profile.as_deref().unwrap_or(profile);
        self.numbers.get_or_init(|| {
            let Keys { number_words, scales, number_joiners, .. } = &self.keys;
            let mut lexicon = Lexicon::default();
            for (value, words) in number_words.iter().filter_map(number_before) {
                lexicon.add(words, Meaning::Number(value), profile);
            }
            for (value, words) in scales.iter().filter_map(number_before) {
                lexicon.add(words, Meaning::Scale(value), profile);
            }
            lexicon.add_all(number_joiners.iter(), Meaning::Joiner, profile);
            lexicon
        })
    }

    /// All other words, in the language of the rule, or of an article.
    fn words(&self, profile: &Profile) -> (&Lexicon, &Nouns) {
        let profile = self.profile.as_deref().unwrap_or(profile);
        let (lexicon, nouns) = self.words.get_or_init(|| {
            let keys = &self.keys;
            let mut lexicon = Lexicon::default();
            for (month, name) in profile.calendar().all_months() {
                lexicon.add(name, Meaning::Month(month), profile);
            }
            lexicon.add_all(profile.calendar().all_inside(), Meaning::InsideDate, profile);
            // Dates need no other words.
            if keys.look_for == LookFor::Dates {
                return (lexicon, Nouns::default());
            }
            for (number, forms) in keys.nouns.iter().enumerate() {
                lexicon.add_all(forms.iter(), Meaning::Noun(narrow(number)), profile);
            }
            for (number, words) in keys.events.iter().enumerate() {
                lexicon.add_all(words.iter(), Meaning::Event(narrow(number)), profile);
            }
            lexicon.add_all(keys.anyone.iter(), Meaning::Anyone, profile);
            lexicon.add_all(keys.at_least.iter(), Meaning::AtLeast, profile);
            lexicon.add_all(keys.unless_preceded_by.iter(), Meaning::NotBehind, profile);
            lexicon.add_all(keys.unless_followed_by.iter(), Meaning::NotBefore, profile);
            lexicon.add_all(keys.between_numbers.iter(), Meaning::BetweenNumbers, profile);
            (lexicon, Nouns::new(&keys.nouns, &keys.endings, profile))
        });
        (lexicon, nouns)
    }

    /// The usual name of a day of the week, from 0 for Monday.
    fn weekday(&self, day: usize) -> &str {
        self.keys.weekdays.get(day).and_then(|names| names.iter().next()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::CueLists;

    fn problems(keys: &str) -> Vec<String> {
        let languages = crate::testing::languages();
        let mut cues = CueLists::default();
        let file = TomlFile::new("t.toml", keys);
        let (check, problems) = crate::testing::compile(&Numbers, &languages, &mut cues, &file);
        assert_eq!(check.is_some(), problems.is_empty());
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn wrong_words_are_refused_where_they_stand() {
        assert_eq!(problems("look-for = 'headline'\nnumber-words = ['12 twelve']"), Vec::<String>::new());
        let found = problems("look-for = 'headline'\n\nnumber-words = ['twelve']");
        assert!(found.len() == 1 && found[0].contains("t.toml:3"), "{found:?}");
        let found = problems("look-for = 'headline'\nscales = ['1000']\nendings = ['a b c']");
        assert!(found.len() == 2 && found[1].contains("t.toml:3"), "{found:?}");
    }

    #[test]
    fn dates_need_seven_days() {
        let found = problems("look-for = 'dates'\nweekdays = [['Monday']]");
        assert!(found.len() == 1 && found[0].contains("7 lists"), "{found:?}");
    }
}
