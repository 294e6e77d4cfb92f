//! The kind `numbers`: what one article gives in two ways, of which only one can be right: a quantity that its headline and its
//! first sentences do not agree on, parts that are more than their whole, a weekday that does not fit its date.

mod amounts;
mod calendar;
mod dates;
mod headline;
mod lexicon;
mod parts;
mod reading;

use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::Deserialize;
use std::ops::Range;
use std::sync::Arc;

pub use self::amounts::{digits, figure};
pub use self::lexicon::Lexicon;
use self::lexicon::{Meaning, Nouns};
pub use self::reading::{Token, number_in_words};
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
    Parts,
    Dates,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// What the rule looks for: quantities of the headline that the text gives otherwise, parts that are more than their whole, or
    /// weekdays that do not fit their dates.
    look_for: LookFor,
    /// Words and signs that stand between two numbers of one expression: from ten to twelve, seven out of ten.
    #[serde(default)]
    between_numbers: Texts,
    /// What is counted: for each noun or unit all its forms and signs.
    #[serde(default)]
    nouns: Vec<Texts>,
    /// Endings of number and case, and what a noun has in their place, with a space between: "ies y". The first that fits is taken off.
    #[serde(default)]
    endings: Texts,
    /// Whether the noun comes last of several words behind a number: 250 campaign staff.
    #[serde(default)]
    noun_last: bool,
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
    /// What stands between a whole and its parts: 14 people, including nine men.
    #[serde(default)]
    of_which: Texts,
    /// The same where the word itself says that people are counted: 14 sailors, of whom nine.
    #[serde(default)]
    of_whom: Texts,
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
            LookFor::Headline | LookFor::Parts => Vec::new(),
            LookFor::Dates => {
                let options = CueOptions::behind_proclitics();
                keys.weekdays.iter().map(|names| env.cues.add([names.clone()], options)).collect()
            }
        };
        let mut list = |words: &Texts| {
            let is_needed = keys.look_for == LookFor::Parts && !words.is_empty();
            is_needed.then(|| env.cues.add([words.clone()], CueOptions::default()))
        };
        let (of_which, of_whom) = (list(&keys.of_which), list(&keys.of_whom));
        let check = Compiled {
            keys,
            weekdays,
            of_which,
            of_whom,
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
    /// The cue of what stands between a whole and its parts, if the rule looks for these.
    of_which: Option<CueId>,
    /// The same for words that say that people are counted.
    of_whom: Option<CueId>,
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
            LookFor::Parts => parts::check(self, cx),
            LookFor::Dates => dates::check(self, cx),
        }
    }
}

impl Compiled {
    /// The words for numbers, in the language of the rule, or of an article.
    fn numbers(&self, profile: &Profile) -> &Lexicon {
        let profile = self.profile.as_deref().unwrap_or(profile);
        self.numbers.get_or_init(|| Lexicon::of_numbers(profile))
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
            // Parts are not the count of the article.
            for words in [&keys.of_which, &keys.of_whom] {
                lexicon.add_all(words.iter(), Meaning::NotBehind, profile);
            }
            lexicon.add_all(keys.between_numbers.iter(), Meaning::BetweenNumbers, profile);
            (lexicon, Nouns::new(&keys.nouns, &keys.endings, keys.noun_last, profile))
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
        assert_eq!(problems("look-for = 'headline'\nendings = ['ies y', 's']"), Vec::<String>::new());
        let found = problems("look-for = 'headline'\n\nendings = ['a b c']");
        assert!(found.len() == 1 && found[0].contains("t.toml:3"), "{found:?}");
    }

    #[test]
    fn dates_need_seven_days() {
        let found = problems("look-for = 'dates'\nweekdays = [['Monday']]");
        assert!(found.len() == 1 && found[0].contains("7 lists"), "{found:?}");
    }
}
