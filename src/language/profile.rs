//! One language, as its `language.toml` describes it.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde_spanned::Spanned;
use unicode_script::Script;

use super::{Field, Folder, Genre, PageWords, Spaces, SpacesPart, TemplateNames, Vocabulary};
use crate::text::{Problem, WordSet};
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
    /// What it calls the genres, in a field that says what sort of text an article is.
    pub genres: BTreeMap<Genre, Vec<String>>,
    /// What it knows of template code.
    pub templates: TemplateNames,
    /// How pages mark what is no prose of the newsroom.
    pub page: PageWords,
    /// The file it was read from.
    file: TomlFile,
    /// What holds where the details are not said: those of undetermined text.
    parent: Option<Arc<Details>>,
    details: OnceLock<Arc<Details>>,
}

/// What is needed of a language only where a text is in it, or may be. Of a built-in language it is read when it is first asked for.
#[derive(Debug)]
pub struct Details {
    /// How it folds.
    pub folder: Folder,
    /// Common short words that tell it from its neighbours, folded.
    pub function_words: WordSet,
    /// The same as they are written, the commonest first.
    pub commonest_words: Vec<String>,
    /// Its letters, if a text in these letters alone is taken for it unless other languages' words speak against it.
    pub alphabet: FxHashSet<char>,
    /// Languages that there are no rules for, by script and tag: their commonest words, the most frequent first, with
    /// spaces between. Only the undetermined language has them.
    pub neighbours: Vec<(Script, BTreeMap<String, String>)>,
    /// What is written onto words.
    pub clitics: Clitics,
    /// Words after which a full stop does not end a sentence, folded, without the stop.
    pub abbreviations: WordSet,
    /// Where it shows that a space is missing.
    pub spaces: Spaces,
    /// How it quotes.
    pub quotations: Quotations,
    /// What stands in brackets after a word that is meant as it is written, folded.
    pub as_written: Vec<Box<str>>,
    /// The words met in texts of it.
    pub vocabulary: Vocabulary,
}

impl Deref for Profile {
    type Target = Details;

    fn deref(&self) -> &Details {
        self.details()
    }
}

/// The keys of a language file that are needed of every language of a run.
const OF_EVERY_LANGUAGE: &[&str] =
    &["schema", "tag", "name", "script", "direction", "sentences", "fields", "genres", "templates", "page"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    schema: Spanned<u32>,
    tag: Spanned<String>,
    #[serde(default)]
    name: Localised,
    script: Option<Spanned<String>>,
    direction: Option<Direction>,
    #[serde(default)]
    function_words: Vec<String>,
    #[serde(default)]
    alphabet: String,
    #[serde(default)]
    neighbours: BTreeMap<Spanned<String>, BTreeMap<String, String>>,
    #[serde(default)]
    fold: FoldPart,
    #[serde(default)]
    clitics: CliticsPart,
    #[serde(default)]
    sentences: SentencesPart,
    #[serde(default)]
    spaces: SpacesPart,
    #[serde(default)]
    quotations: QuotationsPart,
    #[serde(default)]
    fields: BTreeMap<Field, Vec<String>>,
    #[serde(default)]
    genres: BTreeMap<Genre, Vec<String>>,
    #[serde(default)]
    templates: TemplateNames,
    #[serde(default)]
    as_written: Vec<String>,
    #[serde(default)]
    page: PageWords,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FoldPart {
    #[serde(default)]
    letters: BTreeMap<String, char>,
    #[serde(default)]
    drop: String,
    #[serde(default)]
    accents: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CliticsPart {
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    after: Vec<String>,
    #[serde(default)]
    endings: Vec<String>,
    #[serde(default)]
    merges: Vec<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SentencesPart {
    stops: Option<String>,
    #[serde(default)]
    abbreviations: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct QuotationsPart {
    pairs: Option<Vec<Spanned<String>>>,
    tolerated: Option<Vec<Spanned<String>>>,
    tolerated_inside: Option<Vec<Spanned<String>>>,
    doubles: Option<Vec<Spanned<String>>>,
    families: Option<Vec<String>>,
    apostrophes: Option<String>,
    inside_words: Option<String>,
    lookalikes: Option<String>,
    joiners: Option<String>,
    before_last_letter: Option<String>,
    #[serde(default)]
    abbreviation_endings: Vec<String>,
    apostrophe: Option<char>,
    #[serde(default)]
    contracted_before: Vec<String>,
    #[serde(default)]
    contracted_after: Vec<String>,
    #[serde(default)]
    clipped: Vec<String>,
    arrows: Option<String>,
    carried_on_by: Option<String>,
    #[serde(default)]
    shared_closer: bool,
    #[serde(default)]
    prime_closes: bool,
}

impl Profile {
    /// Reads one `language.toml`; what it leaves out comes from `parent`, the profile of undetermined text, which alone has none.
    /// `None` if the file cannot be understood; problems are added to `problems`.
    pub fn load(file: &TomlFile, parent: Option<&Profile>, problems: &mut Vec<Problem>) -> Option<Self> {
        let mut table = file.parse(problems);
        let is_read_later = file.is_built_in() && parent.is_some();
        if is_read_later {
            table = table.split_off(OF_EVERY_LANGUAGE);
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
            genres: std::mem::take(&mut read.genres),
            templates: std::mem::take(&mut read.templates),
            page: std::mem::take(&mut read.page),
            file: file.clone(),
            parent: parent.map(|parent| Arc::clone(parent.details())),
            details: OnceLock::new(),
        };
        if !is_read_later {
            let details = Details::of(file, read, profile.parent.as_deref(), problems);
            let _ = profile.details.set(Arc::new(details));
        }
        Some(profile)
    }

    fn details(&self) -> &Arc<Details> {
        self.details.get_or_init(|| {
            // What is wrong with a built-in file is found by its tests.
            let read = self.file.parse(&mut Vec::new()).decode(&mut Vec::new());
            let parent = self.parent.as_deref();
            let details = read.map(|read| Arc::new(Details::of(&self.file, read, parent, &mut Vec::new())));
            details.or_else(|| self.parent.clone()).unwrap_or_default()
        })
    }
}

impl Default for Details {
    fn default() -> Self {
        let folder = Folder::new(&[], &[], false);
        Self {
            function_words: WordSet::default(),
            commonest_words: Vec::new(),
            alphabet: FxHashSet::default(),
            neighbours: Vec::new(),
            clitics: Clitics::default(),
            abbreviations: WordSet::default(),
            spaces: Spaces::new(SpacesPart::default(), None, &folder),
            quotations: Quotations::default(),
            as_written: Vec::new(),
            folder,
            vocabulary: Vocabulary::default(),
        }
    }
}

impl Details {
    /// What a file says in detail; what it leaves out comes from `parent`.
    fn of(file: &TomlFile, read: File, parent: Option<&Self>, problems: &mut Vec<Problem>) -> Self {
        let neighbours = read.neighbours.into_iter();
        let neighbours =
            neighbours.filter_map(|(name, words)| Some((script_of(file, &name, problems)?, words))).collect();
        let letters: Vec<(String, char)> = read.fold.letters.into_iter().collect();
        let dropped: Vec<char> = read.fold.drop.chars().collect();
        let folder = Folder::new(&letters, &dropped, read.fold.accents);
        let fold_all = |words: &[String]| folder.fold_all(words);
        let inherited = parent.into_iter().flat_map(|parent| parent.as_written.iter().cloned());
        let as_written = read.as_written.iter().map(|words| folder.fold(words).into()).chain(inherited).collect();
        Self {
            function_words: fold_all(&read.function_words),
            commonest_words: read.function_words,
            alphabet: read.alphabet.chars().collect(),
            neighbours,
            clitics: Clitics {
                before: fold_all(&read.clitics.before),
                after: fold_all(&read.clitics.after),
                endings: read.clitics.endings.iter().map(|ending| folder.fold(ending).into()).collect(),
                merges: read.clitics.merges.iter().filter_map(|merge| read_merge(file, merge, problems)).collect(),
            },
            abbreviations: fold_all(&read.sentences.abbreviations),
            spaces: Spaces::new(read.spaces, parent.map(|parent| &parent.spaces), &folder),
            quotations: read.quotations.read(file, parent.map(|parent| &parent.quotations), &folder, problems),
            as_written,
            folder,
            vocabulary: Vocabulary::default(),
        }
    }
}

impl QuotationsPart {
    /// How a language quotes; what the part leaves out comes from `parent`.
    fn read(
        self,
        file: &TomlFile,
        parent: Option<&Quotations>,
        folder: &Folder,
        problems: &mut Vec<Problem>,
    ) -> Quotations {
        let mut pairs = |given: Option<Vec<Spanned<String>>>, inherited: Option<&Vec<QuotePair>>| match given {
            Some(given) => given.iter().filter_map(|pair| read_pair(file, pair, problems)).collect(),
            None => inherited.cloned().unwrap_or_default(),
        };
        Quotations {
            pairs: pairs(self.pairs, parent.map(|q| &q.pairs)),
            tolerated: pairs(self.tolerated, parent.map(|q| &q.tolerated)),
            tolerated_inside: pairs(self.tolerated_inside, parent.map(|q| &q.tolerated_inside)),
            doubles: match self.doubles {
                Some(_) => pairs(self.doubles, None).iter().map(|two| (two.open, two.close)).collect(),
                None => parent.map(|q| q.doubles.clone()).unwrap_or_default(),
            },
            families: match self.families {
                Some(given) => given.iter().map(|family| family.chars().collect()).collect(),
                None => parent.map(|q| q.families.clone()).unwrap_or_default(),
            },
            apostrophes: chars(self.apostrophes, parent.map(|q| &q.apostrophes)),
            inside_words: chars(self.inside_words, parent.map(|q| &q.inside_words)),
            lookalikes: chars(self.lookalikes, parent.map(|q| &q.lookalikes)),
            joiners: chars(self.joiners, parent.map(|q| &q.joiners)),
            before_last_letter: chars(self.before_last_letter, parent.map(|q| &q.before_last_letter)),
            abbreviation_endings: folder.fold_all(&self.abbreviation_endings),
            apostrophe: self.apostrophe,
            contracted_before: folder.fold_all(&self.contracted_before),
            contracted_after: folder.fold_all(&self.contracted_after),
            clipped: folder.fold_all(&self.clipped),
            arrows: chars(self.arrows, parent.map(|q| &q.arrows)),
            carried_on_by: chars(self.carried_on_by, parent.map(|q| &q.carried_on_by)),
            shared_closer: self.shared_closer,
            prime_closes: self.prime_closes,
        }
    }
}

/// The characters given, or those inherited.
fn chars(given: Option<String>, inherited: Option<&Vec<char>>) -> Vec<char> {
    match given {
        Some(given) => given.chars().collect(),
        None => inherited.cloned().unwrap_or_default(),
    }
}

fn script_of(file: &TomlFile, name: &Spanned<String>, problems: &mut Vec<Problem>) -> Option<Script> {
    let script = Script::from_short_name(name.get_ref());
    if script.is_none() {
        problems.push(file.problem(name.span(), "not a script code of ISO 15924, such as Arab or Latn"));
    }
    script
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

fn read_merge(file: &TomlFile, merge: &Spanned<String>, problems: &mut Vec<Problem>) -> Option<Merge> {
    let parts: Vec<&str> = merge.get_ref().split_whitespace().collect();
    if let [before, article, together] = parts.as_slice() {
        return Some(Merge { before: (*before).into(), article: (*article).into(), together: (*together).into() });
    }
    problems
        .push(file.problem(merge.span(), "three parts are expected: what comes before, the article, the two together"));
    None
}

fn read_pair(file: &TomlFile, pair: &Spanned<String>, problems: &mut Vec<Problem>) -> Option<QuotePair> {
    let mut chars = pair.get_ref().chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(open), Some(close), None) => Some(QuotePair { open, close }),
        _ => {
            problems.push(
                file.problem(
                    pair.span(),
                    "a pair of quotation marks is two characters: the opening and the closing one",
                ),
            );
            None
        }
    }
}
