//! Conventions: sounds that regions write with different letters. A house that adopts one writes all names with the
//! sound alike.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_spanned::Spanned;

use crate::language::Profile;
use crate::text::Problem;
use crate::toml_doc::{Table, TomlFile};

/// Spellings of one word beyond which the rest is left out: three sounds of four letters each.
const MOST: usize = 64;

/// The keys of a convention file beside its conventions.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    schema: Spanned<u32>,
    /// The language of its words.
    language: String,
}

/// One `[[convention]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// The sound.
    sound: String,
    /// How it is written in the words below: one of `letters`.
    written: Spanned<String>,
    /// Whether only the end of a word is meant.
    #[serde(default)]
    at_end: bool,
    /// What each choice is called, and the letters it writes: `name letters`.
    letters: Vec<Spanned<String>>,
    /// The words with the sound, separated by white space.
    words: String,
}

/// A sound that is written with different letters.
#[derive(Debug, Default, Clone)]
pub struct Convention {
    /// The language it is of.
    pub language: String,
    sound: String,
    /// Names of the choices and their letters.
    choices: Vec<(String, String)>,
    /// Index of the choice in which the words are written.
    written: usize,
    at_end: bool,
    words: String,
}

impl Convention {
    /// Reads a file of conventions. What is wrong with it is added to `problems`.
    pub fn read(file: &TomlFile, problems: &mut Vec<Problem>) -> Vec<Self> {
        let mut root = file.parse(problems);
        let tables = root.take_tables("convention", problems);
        let Some(head) = root.decode::<Head>(problems) else { return Vec::new() };
        if *head.schema.get_ref() != 1 {
            problems.push(file.problem(head.schema.span(), "this version reads schema 1"));
        }
        tables.into_iter().filter_map(|table| Self::of(file, &head.language, table, problems)).collect()
    }

    fn of(file: &TomlFile, language: &str, table: Table<'_>, problems: &mut Vec<Problem>) -> Option<Self> {
        let keys: Keys = table.decode(problems)?;
        let mut choices = Vec::new();
        for choice in &keys.letters {
            match choice.get_ref().split_once(' ') {
                Some((name, letters)) => choices.push((name.to_owned(), letters.trim().to_owned())),
                None => problems.push(file.problem(choice.span(), "a name and the letters it stands for are expected")),
            }
        }
        let Some(written) = choices.iter().position(|(name, _)| name == keys.written.get_ref()) else {
            problems.push(file.problem(keys.written.span(), "one of the names in `letters` is expected"));
            return None;
        };
        let language = language.to_owned();
        Some(Self { language, sound: keys.sound, choices, written, at_end: keys.at_end, words: keys.words })
    }

    /// Whether another convention is for the same sound of the same language.
    pub fn is_of_one_sound(&self, other: &Self) -> bool {
        self.language == other.language && self.sound == other.sound
    }

    /// What stylebooks call the choices, in order.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.choices.iter().map(|(name, _)| format!("{}/{}-{name}", self.language, self.sound))
    }

    /// A word of the list with its letters of the sound changed to those of a choice.
    fn rewrite(&self, word: &str, choice: usize) -> String {
        let letters = |choice: usize| self.choices.get(choice).map_or("", |(_, letters)| letters);
        let (from, to) = (letters(self.written), letters(choice));
        if self.at_end {
            word.strip_suffix(from).map_or_else(|| word.to_owned(), |stem| format!("{stem}{to}"))
        } else {
            word.replace(from, to)
        }
    }
}

/// The conventions a house adopts: each sound with the choice made.
#[derive(Debug, Default)]
pub struct Adopted<'l> {
    chosen: Vec<(&'l Convention, usize)>,
    all: &'l [Convention],
}

/// A word under the conventions of a house: the wanted spelling, then the others.
pub type Respelled = (String, Vec<String>);

impl<'l> Adopted<'l> {
    /// The conventions named, of all there are.
    pub fn new(all: &'l [Convention], named: &[Spanned<String>]) -> Self {
        let find = |name: &Spanned<String>| {
            all.iter().find_map(|one| Some((one, one.names().position(|known| known == *name.get_ref())?)))
        };
        Self { chosen: named.iter().filter_map(find).collect(), all }
    }

    /// Two names of which one has to go: they choose different letters for one sound.
    pub fn clash<'n>(
        all: &[Convention],
        named: &'n [Spanned<String>],
    ) -> Option<(&'n Spanned<String>, &'n Spanned<String>)> {
        let sound =
            |name: &Spanned<String>| all.iter().position(|one| one.names().any(|known| known == *name.get_ref()));
        named.iter().enumerate().find_map(|(index, later)| {
            let of_later = sound(later)?;
            Some((named.iter().take(index).find(|earlier| sound(earlier) == Some(of_later))?, later))
        })
    }

    /// Every word that the house's conventions of a language decide.
    #[must_use]
    pub fn words(&self, tag: &str) -> Vec<Respelled> {
        let mut of_word: FxHashMap<&str, Vec<&Convention>> = FxHashMap::default();
        let mut order = Vec::new();
        for convention in self.all.iter().filter(|one| one.language == tag) {
            for word in convention.words.split_whitespace() {
                let list = of_word.entry(word).or_insert_with(|| {
                    order.push(word);
                    Vec::new()
                });
                list.push(convention);
            }
        }
        let mut words = Vec::new();
        for word in order {
            let Some(sounds) = of_word.get(word) else { continue };
            let choice = |sound: &Convention| {
                self.chosen.iter().find(|(chosen, _)| std::ptr::eq(*chosen, sound)).map(|(_, choice)| *choice)
            };
            if !sounds.iter().any(|sound| choice(sound).is_some()) {
                continue;
            }
            // What the house leaves open stays open: each of its spellings is a word of its own.
            let (open, decided): (Vec<&Convention>, Vec<&Convention>) =
                sounds.iter().partition(|sound| choice(sound).is_none());
            for base in spellings(word, &open) {
                let wanted = decided.iter().fold(base.clone(), |word, sound| {
                    choice(sound).map_or(word.clone(), |choice| sound.rewrite(&word, choice))
                });
                let mut others = spellings(&base, &decided);
                others.retain(|other| *other != wanted);
                words.push((wanted, others));
            }
        }
        words
    }
}

/// A word in every spelling that some sounds have.
fn spellings(word: &str, sounds: &[&Convention]) -> Vec<String> {
    let mut all = vec![word.to_owned()];
    for sound in sounds {
        let choices = 0..sound.choices.len();
        let mut next: Vec<String> =
            all.iter().flat_map(|word| choices.clone().map(|choice| sound.rewrite(word, choice))).collect();
        next.truncate(MOST);
        next.dedup();
        all = next;
    }
    all
}

/// Writes the words of a name as the conventions decide: what is in `words`, with or without clitics. Nothing if there
/// is no such word.
pub fn respell(name: &str, words: &FxHashMap<String, String>, profile: &Profile) -> Option<String> {
    let one = |word: &str| {
        if let Some(wanted) = words.get(word) {
            return Some(wanted.clone());
        }
        word.char_indices().skip(1).take(4).find_map(|(at, _)| {
            let (clitic, rest) = word.split_at_checked(at)?;
            profile.clitics.before.contains(clitic).then_some(())?;
            Some(format!("{clitic}{}", words.get(rest)?))
        })
    };
    let mut changed = false;
    let respelled: Vec<String> = name
        .split(' ')
        .map(|word| {
            let wanted = one(word);
            changed |= wanted.as_ref().is_some_and(|wanted| wanted != word);
            wanted.unwrap_or_else(|| word.to_owned())
        })
        .collect();
    changed.then(|| respelled.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conventions() -> Vec<Convention> {
        let text = "schema = 1\nlanguage = 'en'\n[[convention]]\nsound = 'k'\nwritten = 'kay'\nletters = ['kay k', 'cue q', 'see c']\nwords = 'kif kost'\n[[convention]]\nsound = 'end'\nwritten = 'one'\nat-end = true\nletters = ['one t', 'two tt']\nwords = 'kost'";
        let mut problems = Vec::new();
        let read = Convention::read(&TomlFile::new("conventions.toml", text), &mut problems);
        assert_eq!(problems, []);
        read
    }

    fn adopt(names: &[&str]) -> Vec<Respelled> {
        let named: Vec<Spanned<String>> = names.iter().map(|&name| Spanned::new(0..0, name.to_owned())).collect();
        Adopted::new(&conventions(), &named).words("en")
    }

    #[test]
    fn a_choice_wants_one_spelling_and_rejects_the_others() {
        let own = |wanted: &str, others: &[&str]| {
            (wanted.to_owned(), others.iter().map(|&other| other.to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(adopt(&[]), []);
        // What is not decided stays open.
        assert_eq!(
            adopt(&["en/k-cue"]),
            [own("qif", &["kif", "cif"]), own("qost", &["kost", "cost"]), own("qostt", &["kostt", "costt"])]
        );
        assert_eq!(adopt(&["en/k-kay", "en/end-two"])[1], own("kostt", &["kost", "qost", "qostt", "cost", "costt"]),);
    }

    #[test]
    fn two_choices_for_one_sound_clash() {
        let named = |names: [&str; 2]| names.map(|name| Spanned::new(0..0, name.to_owned()));
        assert!(Adopted::clash(&conventions(), &named(["en/k-cue", "en/k-see"])).is_some());
        assert!(Adopted::clash(&conventions(), &named(["en/k-cue", "en/end-two"])).is_none());
    }
}
