//! The stylebook file: its entries as written, and what can be wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use crate::language::{Languages, Profile, UNDETERMINED, is_word_char};
use crate::text::Problem;
use crate::toml_doc::{Table, TomlFile, schema_of};

/// One `[[name]]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Entry {
    /// The spelling the house wants.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// The language it is meant for; every language, if absent.
    #[schemars(with = "Option<String>")]
    pub lang: Option<Spanned<String>>,
    /// Spellings the house does not want.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub variants: Vec<Spanned<String>>,
    /// Spellings found in an archive, for an editor to look at; they have no effect.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    proposed: Vec<Spanned<String>>,
    /// Names that look like this one and are others.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub not_same: Vec<Spanned<String>>,
    /// The same name in other languages, for editors.
    #[serde(default, rename = "same-as")]
    _same_as: BTreeMap<String, String>,
    /// For editors.
    #[serde(rename = "note")]
    _note: Option<String>,
    /// Of a rule's own entries, one that only its examples need.
    #[serde(default)]
    pub sample: bool,
}

/// A stylebook as written.
#[derive(Debug, Clone, Default)]
pub struct Stylebook {
    /// Its entries, in the order written.
    pub entries: Vec<Entry>,
    /// The gazetteers whose spellings the house adopts.
    pub gazetteers: Vec<Spanned<String>>,
    /// The conventions the house adopts.
    pub conventions: Vec<Spanned<String>>,
}

/// The keys of a stylebook file beside its entries.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Head {
    /// Version of this file's form: 1.
    #[serde(rename = "schema")]
    _schema: Option<u32>,
    /// Gazetteers whose spellings the house adopts.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    gazetteers: Vec<Spanned<String>>,
    /// Conventions the house adopts.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    conventions: Vec<Spanned<String>>,
}

/// A spelling as one entry claims it, with the number of the entry.
type Claim<'s> = (&'s Spanned<String>, usize);

/// A JSON Schema with the `[[name]]` tables added.
pub fn with_entries(mut schema: schemars::Schema) -> schemars::Schema {
    if let Some(properties) = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
        let items = schema_of::<Entry>();
        let words = "Names as the house writes them.";
        properties.insert("name".into(), serde_json::json!({ "type": "array", "items": items, "description": words }));
    }
    schema
}

impl Stylebook {
    /// A stylebook file, as a JSON Schema.
    pub fn schema() -> schemars::Schema {
        with_entries(schema_of::<Head>())
    }

    /// Reads a stylebook file. What is wrong with it is added to `problems`; sound entries are kept.
    pub fn read(file: &TomlFile, languages: &Languages, problems: &mut Vec<Problem>) -> Self {
        let mut root = file.parse(problems);
        let tables = root.take_tables("name", problems);
        let head = root.decode::<Head>(problems);
        let mut stylebook = Self::of(file, tables, languages, problems);
        if let Some(head) = head {
            (stylebook.gazetteers, stylebook.conventions) = (head.gazetteers, head.conventions);
        }
        stylebook
    }

    /// Entries that stand in another file, as those of a rule do.
    pub fn of(file: &TomlFile, tables: Vec<Table<'_>>, languages: &Languages, problems: &mut Vec<Problem>) -> Self {
        let entries = tables.into_iter().filter_map(|table| table.decode::<Entry>(problems));
        let mut entries: Vec<Entry> = entries.filter(Entry::is_decided).collect();
        for lang in entries.iter_mut().filter_map(|entry| entry.lang.as_mut()) {
            match languages.get(lang.get_ref()) {
                // A region is its language here: `ar-EG` is `ar`.
                Ok(profile) => *lang.get_mut() = profile.tag.to_string(),
                Err(problem) => problems.push(Problem { place: file.problem(lang.span(), "").place, ..problem }),
            }
        }
        let stylebook = Self { entries, ..Self::default() };
        stylebook.find_conflicts(file, languages, problems);
        stylebook
    }

    /// Two entries that want different spellings of one: a problem at the later place that names the earlier one. Case,
    /// accents, vowel signs, hyphens and spaces do not make two spellings.
    fn find_conflicts(&self, file: &TomlFile, languages: &Languages, problems: &mut Vec<Problem>) {
        let tags: BTreeSet<&str> =
            self.entries.iter().map(|entry| entry.lang.as_ref().map_or(UNDETERMINED, |lang| lang.get_ref())).collect();
        let mut told: BTreeSet<usize> = BTreeSet::new();
        for tag in &tags {
            let profile = languages.get(tag).unwrap_or(languages.undetermined());
            let mut claims: FxHashMap<String, Vec<Claim<'_>>> = FxHashMap::default();
            for (number, entry) in self.entries.iter().enumerate().filter(|(_, entry)| entry.is_for(tag)) {
                for spelling in std::iter::once(&entry.name).chain(&entry.variants) {
                    let claims = claims.entry(key(spelling.get_ref(), profile)).or_default();
                    let clash = claims.iter().find(|(other, earlier)| {
                        let name = self.entries.get(*earlier).map(|entry| entry.name.get_ref());
                        if *earlier == number {
                            other.get_ref() == spelling.get_ref()
                        } else {
                            name != Some(entry.name.get_ref())
                        }
                    });
                    if let Some((other, _)) = clash
                        && told.insert(spelling.span().start)
                    {
                        problems.push(conflict(file, spelling, other));
                    }
                    claims.push((spelling, number));
                }
            }
        }
    }
}

impl Entry {
    /// Whether an editor has decided about it: an entry that was proposed and not touched since has no effect.
    fn is_decided(&self) -> bool {
        self.proposed.is_empty() || !self.variants.is_empty() || !self.not_same.is_empty()
    }

    /// Whether the entry holds for articles in the language `tag`.
    #[must_use]
    pub fn is_for(&self, tag: &str) -> bool {
        self.lang.as_ref().is_none_or(|lang| lang.get_ref() == tag)
    }
}

/// The problem of two entries with one spelling, at `spelling`, with the place of `other`.
fn conflict(file: &TomlFile, spelling: &Spanned<String>, other: &Spanned<String>) -> Problem {
    let first = file.problem(other.span(), "").place.and_then(|place| place.position());
    let (line, column) = first.unwrap_or((1, 1));
    let message = if spelling.get_ref() == other.get_ref() {
        format!("`{}` is claimed twice", spelling.get_ref())
    } else {
        format!("`{}` is claimed twice, the other time as `{}`", spelling.get_ref(), other.get_ref())
    };
    let help = format!("the other entry is at {}:{line}:{column}; keep it in one of the two", file.name);
    file.problem(spelling.span(), message).with_help(help)
}

/// What two writings of one spelling have in common: the folded letters, without spaces, hyphens and the like.
pub fn key(spelling: &str, profile: &Profile) -> String {
    let mut folded = profile.folder.fold(spelling);
    folded.retain(is_word_char);
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems_of(text: &str) -> Vec<String> {
        let mut problems = Vec::new();
        let file = TomlFile::new("stylebook.toml", text);
        Stylebook::read(&file, &crate::testing::languages(), &mut problems);
        problems.iter().map(|problem| format!("{problem:#}")).collect()
    }

    #[test]
    fn a_sound_stylebook_has_no_problems() {
        let text = "gazetteers = ['countries']\n[[name]]\nname = 'Sergey Lavrov'\nlang = 'en'\nvariants = ['Sergei Lavrov']\nsame-as = { ar = 'x' }\nnote = 'n'";
        assert_eq!(problems_of(text), Vec::<String>::new());
    }

    #[test]
    fn conflicting_entries_are_named_with_both_places() {
        let text = "[[name]]\nname = 'Sergey'\nvariants = ['Sergei']\n[[name]]\nname = 'Sergei'\n";
        assert_eq!(
            problems_of(text),
            [
                "stylebook.toml:5:8: `Sergei` is claimed twice (the other entry is at stylebook.toml:3:13; keep it in one of the two)"
            ]
        );
    }

    #[test]
    fn folding_hyphens_and_spaces_do_not_make_two_spellings() {
        let claimed_twice = |first: &str, second: &str| {
            let text =
                format!("[[name]]\nname = 'a'\nlang = 'ar'\nvariants = ['{first}']\n[[name]]\nname = '{second}'\n");
            problems_of(&text).len()
        };
        assert_eq!(claimed_twice("أردوغان", "اردوغان"), 1);
        assert_eq!(claimed_twice("عبد الله", "عبدالله"), 1);
        assert_eq!(claimed_twice("Al-Masri", "al Masri"), 1);
        assert_eq!(claimed_twice("Masri", "Misri"), 0);
        // Each for its own language.
        assert_eq!(problems_of("[[name]]\nname = 'a'\nlang = 'de'\n[[name]]\nname = 'A'\nlang = 'fr'"), [""; 0]);
    }

    #[test]
    fn one_entry_may_list_what_folds_alike_but_nothing_twice() {
        assert_eq!(problems_of("[[name]]\nname = 'سيرغي'\nlang = 'ar'\nvariants = ['سيرغى']\n"), [""; 0]);
        assert_eq!(problems_of("[[name]]\nname = 'a'\nvariants = ['b', 'b']\n").len(), 1);
    }

    #[test]
    fn what_is_only_proposed_has_no_effect() {
        let text = "[[name]]\nname = 'a'\nproposed = ['b']\n[[name]]\nname = 'c'\nnot-same = ['b']\nproposed = ['d']\n";
        let file = TomlFile::new("stylebook.toml", text);
        let stylebook = Stylebook::read(&file, &crate::testing::languages(), &mut Vec::new());
        let names: Vec<&str> = stylebook.entries.iter().map(|entry| entry.name.get_ref().as_str()).collect();
        assert_eq!(names, ["c"]);
        assert!(stylebook.entries[0].variants.is_empty());
    }

    #[test]
    fn unknown_keys_and_languages_are_pointed_at() {
        let text = "[[name]]\nname = 'a'\nvariant = ['b']\n";
        assert_eq!(problems_of(text), ["stylebook.toml:3:1: unknown key `variant` (did you mean `variants`?)"]);
        let said = problems_of("[[name]]\nname = 'a'\nlang = 'arr'\n");
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with("stylebook.toml:3:8: ") && said[0].contains("`ar`"), "{said:?}");
    }
}
