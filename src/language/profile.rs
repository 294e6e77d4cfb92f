//! One language, as its `language.toml` describes it.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;
use unicode_script::{Script, UnicodeScript};

use super::details::{Details, File, chars, script_of};
use super::{Calendar, Field, Noted, NumberWords, PageWords, TemplateNames};
use crate::text::{Problem, Trie, WordSet};
use crate::toml_doc::TomlFile;

/// The tag of the profile that holds for text of no known language, and from which every language takes what it
/// does not say itself.
pub const UNDETERMINED: &str = "und";

/// A text in several languages, by language tag.
pub type Localised = BTreeMap<String, String>;

/// The side a script is written from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// Its name in rule files and in HTML.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// Letters written onto a word that are not part of it, folded.
#[derive(Debug, Default)]
pub struct Clitics {
    /// What may stand before a word, each in full, combinations included.
    pub before: WordSet,
    /// The same, letter by letter.
    pub proclitics: Trie,
    /// What may stand after a word.
    pub after: WordSet,
    /// Endings of case that names take.
    pub endings: Vec<Box<str>>,
    /// What changes when it meets the article.
    pub merges: Vec<Merge>,
}

/// Something before a word that swallows letters of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// What stands before the word.
    pub before: Box<str>,
    /// The article.
    pub article: Box<str>,
    /// How the two are written together.
    pub together: Box<str>,
}

/// An opening and a closing quotation mark that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct QuotePair {
    /// The opening mark.
    pub open: char,
    /// The closing mark.
    pub close: char,
}

/// How a language quotes.
#[derive(Debug, Clone, Default)]
pub struct Quotations {
    /// Every pair that is a convention of the language, the usual one first.
    pub pairs: Vec<QuotePair>,
    /// Pairs accepted as an article's own convention when it keeps to them throughout.
    pub tolerated: Vec<QuotePair>,
    /// Pairs accepted inside another quotation.
    pub tolerated_inside: Vec<QuotePair>,
    /// Marks that are written as two others: the one that is written twice, and the one that is meant.
    pub doubles: Vec<(char, char)>,
    /// Marks of one look, which a hurried hand takes for each other: each string is one family.
    pub families: Vec<Vec<char>>,
    /// Marks that are far more often an apostrophe or a letter; they never make a defect by themselves.
    pub apostrophes: Vec<char>,
    /// Marks that are part of a word where letters or digits stand on both sides: apostrophes, gershayim.
    pub inside_words: Vec<char>,
    /// Characters that look like quotation marks and are none: primes, seconds. At most they close by mistake.
    pub lookalikes: Vec<char>,
    /// What may stand between a word's clitics and an opening mark (tatweel, hyphen).
    pub joiners: Vec<char>,
    /// Marks that make an abbreviation where they stand before the last letter of a word (gershayim).
    pub before_last_letter: Vec<char>,
    /// What may follow that letter in an abbreviation that is inflected, folded.
    pub abbreviation_endings: WordSet,
    /// The apostrophe as it is to be written; nothing where the direction of single marks is not judged.
    pub apostrophe: Option<char>,
    /// What stands before an apostrophe in a contraction, such as the article of l’homme, folded.
    pub contracted_before: WordSet,
    /// What comes after an apostrophe in a contraction, to the end of the word, such as the s of Marta’s, folded.
    pub contracted_after: WordSet,
    /// Words whose beginning an apostrophe stands for, such as ’tis, folded.
    pub clipped: WordSet,
    /// Marks that also stand by themselves as arrows and between the parts of a path.
    pub arrows: Vec<char>,
    /// Closing marks that also stand at the head of each further paragraph of what somebody says.
    pub carried_on_by: Vec<char>,
    /// Whether one closing mark may close a quotation and the one of the same look around it.
    pub shared_closer: bool,
    /// Whether a double prime after a number is likelier a closing mark than inches.
    pub prime_closes: bool,
}

impl Quotations {
    /// Every pair that the language or an article in it may have as its convention.
    pub fn all_pairs(&self) -> impl Iterator<Item = &QuotePair> {
        self.pairs.iter().chain(&self.tolerated)
    }
}

/// One language. Its [`Details`] are its own fields for whoever reads them.
#[derive(Debug)]
pub struct Profile {
    /// BCP 47 tag.
    pub tag: Arc<str>,
    /// Whether it came with copydesk.
    pub is_built_in: bool,
    /// Its name, for people.
    pub name: Localised,
    /// The script it is written in; nothing for the undetermined language.
    pub script: Option<Script>,
    /// Where its lines begin.
    pub direction: Direction,
    /// Characters that end a sentence.
    pub stops: Vec<char>,
    /// What it calls the fields of an article.
    pub fields: BTreeMap<Field, Vec<String>>,
    /// What it knows of template code.
    pub templates: TemplateNames,
    /// How pages mark what is no prose of the newsroom.
    pub page: PageWords,
    /// The file it was read from.
    file: TomlFile,
    /// What holds where the details are not said: those of undetermined text.
    parent: Option<Arc<Details>>,
    details: OnceLock<Arc<Details>>,
    calendar: OnceLock<Calendar>,
    numbers: OnceLock<NumberWords>,
    noted: OnceLock<Noted>,
    has_case: OnceLock<bool>,
}

impl Deref for Profile {
    type Target = Details;

    fn deref(&self) -> &Details {
        self.details()
    }
}

/// The keys of a language file that are needed of every language of a run.
const OF_EVERY_LANGUAGE: &[&str] =
    &["schema", "tag", "name", "script", "direction", "sentences", "fields", "templates", "page"];

impl Profile {
    /// Reads one `language.toml`; what it leaves out comes from `parent`, the profile of undetermined text, which alone has none.
    /// `None` if the file cannot be understood; problems are added to `problems`.
    pub fn load(file: &TomlFile, parent: Option<&Profile>, problems: &mut Vec<Problem>) -> Option<Self> {
        let mut table = file.parse(problems);
        let is_read_later = file.is_built_in() && parent.is_some();
        let (calendar, numbers) = (OnceLock::new(), OnceLock::new());
        if is_read_later {
            table = table.split_off(OF_EVERY_LANGUAGE);
        } else {
            let _ = calendar.set(Calendar::take(&mut table, problems));
            let _ = numbers.set(NumberWords::take(&mut table, problems));
        }
        let mut read: File = table.decode(problems)?;
        if *read.schema.get_ref() != 1 {
            problems.push(file.problem(read.schema.span(), "this version reads schema 1"));
        }
        if parent.is_some()
            && let Some(fault) = fault_of_tag(read.tag.get_ref(), read.script.is_some())
        {
            problems.push(file.problem(read.tag.span(), fault));
            return None;
        }
        let profile = Self {
            tag: read.tag.get_ref().as_str().into(),
            is_built_in: file.is_built_in(),
            name: std::mem::take(&mut read.name),
            script: read.script.as_ref().and_then(|name| script_of(file, name, problems)),
            direction: read.direction.or_else(|| parent.map(|p| p.direction)).unwrap_or(Direction::Ltr),
            stops: chars(read.sentences.stops.take(), parent.map(|p| &p.stops)),
            fields: std::mem::take(&mut read.fields),
            templates: std::mem::take(&mut read.templates),
            page: std::mem::take(&mut read.page),
            file: file.clone(),
            parent: parent.map(|parent| Arc::clone(parent.details())),
            details: OnceLock::new(),
            calendar,
            numbers,
            noted: OnceLock::new(),
            has_case: OnceLock::new(),
        };
        if !is_read_later {
            let details = Details::of(file, read, profile.parent.as_deref(), problems);
            let _ = profile.details.set(Arc::new(details));
        }
        Some(profile)
    }

    /// The characters that its texts are searched for.
    #[must_use]
    pub fn noted(&self) -> &Noted {
        self.noted.get_or_init(|| Noted::of(self))
    }

    /// How it writes dates. Few texts are asked for that, so a built-in file is read when the first is.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        self.calendar.get_or_init(|| Calendar::take(&mut self.file.parse(&mut Vec::new()), &mut Vec::new()))
    }

    /// Its numbers in words, read when the first text is asked for them, too.
    #[must_use]
    pub fn numbers(&self) -> &NumberWords {
        self.numbers.get_or_init(|| NumberWords::take(&mut self.file.parse(&mut Vec::new()), &mut Vec::new()))
    }

    /// Whether its script has capital letters; said of undetermined text, too, which may be in any script.
    #[must_use]
    pub fn has_case(&self) -> bool {
        let is_capital_of = |script: Script| move |c: char| c.is_uppercase() && c.script() == script;
        // Between these are ideographs and syllables.
        let all = || ('\0'..'\u{3000}').chain('\u{a000}'..'\u{ac00}').chain('\u{10400}'..'\u{1f000}');
        *self.has_case.get_or_init(|| self.script.is_none_or(|script| all().any(is_capital_of(script))))
    }

    fn details(&self) -> &Arc<Details> {
        self.details.get_or_init(|| {
            // What is wrong with a built-in file is found by its tests.
            let mut table = self.file.parse(&mut Vec::new());
            let _ = table.split_off(&["calendar", "numbers"]);
            let read = table.decode(&mut Vec::new());
            let parent = self.parent.as_deref();
            let details = read.map(|read| Arc::new(Details::of(&self.file, read, parent, &mut Vec::new())));
            details.or_else(|| self.parent.clone()).unwrap_or_default()
        })
    }
}

/// What is wrong with the tag of a language, or with a language that has a script or none.
fn fault_of_tag(tag: &str, has_script: bool) -> Option<&'static str> {
    let mut parts = tag.split('-');
    let is_language = |part: &str| matches!(part.len(), 2 | 3) && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_further =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if tag == UNDETERMINED {
        return Some(
            "`und` is text of no known language; every language takes from it what it leaves out, and none can replace it",
        );
    }
    if !parts.next().is_some_and(is_language) || !parts.all(is_further) {
        return Some("not a language tag of BCP 47, such as ckb or pt-BR");
    }
    (!has_script).then_some("a language needs a `script`, such as Arab or Latn, to be distinguished from others")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Languages;
    use crate::rules::language_files;

    /// Everything that is known of languages.
    fn known(files: &[TomlFile]) -> Vec<String> {
        let mut problems = Vec::new();
        let languages = Languages::load(files, &mut problems).unwrap();
        assert_eq!(problems, []);
        let all = |profile: &Arc<Profile>| {
            let Profile { tag, name, script, direction, stops, fields, templates, page, .. } = &**profile;
            let of_every_language = (tag, name, script, direction, stops, fields, templates, page);
            format!(
                "{of_every_language:#?} {:#?} {:#?} {:#?}",
                profile.details(),
                profile.calendar(),
                profile.numbers()
            )
        };
        languages.all().iter().chain([languages.undetermined()]).map(all).collect()
    }

    #[test]
    fn a_built_in_language_is_the_same_whenever_it_is_read() {
        let files = language_files();
        let written: Vec<TomlFile> = files.iter().map(|file| TomlFile::new(&*file.name, &*file.text)).collect();
        let (read, written) = (known(&files), known(&written));
        assert!(read.len() > 10);
        for (read, written) in read.iter().zip(&written) {
            assert_eq!(read, written);
        }
    }
}
