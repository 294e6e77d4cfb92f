//! The newsroom's stylebook: how it writes names, and the spellings it does not want.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use serde_spanned::Spanned;

use crate::analysis::{At, CueId, CueOptions, Hit};
use crate::diagnostic::Applicability;
use crate::kinds::{Check, Context, Env};
use crate::language::Profile;
use crate::text::{Problem, narrow};
use crate::toml_doc::{Table, TomlFile};

/// One `[[name]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    /// The spelling the house wants.
    name: Spanned<String>,
    /// The language it is meant for; every language, if absent.
    lang: Option<String>,
    /// Spellings the house does not want.
    #[serde(default)]
    variants: Vec<Spanned<String>>,
    /// The same name in other languages, for editors.
    #[serde(default, rename = "same-as")]
    _same_as: BTreeMap<String, String>,
    /// For editors.
    #[serde(rename = "note")]
    _note: Option<String>,
}

/// The entries of a stylebook.
#[derive(Debug, Clone, Default)]
pub struct Stylebook {
    entries: Vec<Entry>,
}

/// A spelling as one entry claims it: its language, its place, the number of the entry.
type Claim<'s> = (Option<&'s str>, &'s Spanned<String>, usize);

/// The head of a stylebook file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    #[serde(rename = "schema")]
    _schema: Option<u32>,
}

impl Stylebook {
    /// Reads a stylebook file. What is wrong with it is added to `problems`; sound entries are kept.
    pub fn read(file: &TomlFile, problems: &mut Vec<Problem>) -> Self {
        let mut root = file.parse(problems);
        let tables = root.take_tables("name", problems);
        root.decode::<Head>(problems);
        Self::of(file, tables, problems)
    }

    fn of(file: &TomlFile, tables: Vec<Table<'_>>, problems: &mut Vec<Problem>) -> Self {
        let entries: Vec<Entry> = tables.into_iter().filter_map(|table| table.decode(problems)).collect();
        let stylebook = Self { entries };
        stylebook.find_conflicts(file, problems);
        stylebook
    }

    /// Two entries that want different spellings of one: a problem at the later place that names the earlier one.
    fn find_conflicts(&self, file: &TomlFile, problems: &mut Vec<Problem>) {
        // For each spelling the names it is to be written as, by language.
        let mut wanted: FxHashMap<&str, Vec<Claim<'_>>> = FxHashMap::default();
        for (number, entry) in self.entries.iter().enumerate() {
            for spelling in std::iter::once(&entry.name).chain(&entry.variants) {
                let lang = entry.lang.as_deref();
                let claims = wanted.entry(spelling.get_ref()).or_default();
                let clash = claims.iter().find(|(other, _, earlier)| {
                    let name = self.entries.get(*earlier).map(|entry| entry.name.get_ref());
                    (other.is_none() || lang.is_none() || *other == lang)
                        && (*earlier == number || name != Some(entry.name.get_ref()))
                });
                if let Some((_, place, _)) = clash {
                    let first = file.problem(place.span(), "").place.and_then(|place| place.position);
                    let (line, column) = first.unwrap_or((1, 1));
                    let message = format!("`{}` is claimed twice", spelling.get_ref());
                    let help =
                        format!("the other entry is at {}:{line}:{column}; keep it in one of the two", file.name);
                    problems.push(file.problem(spelling.span(), message).with_help(help));
                }
                claims.push((lang, spelling, number));
            }
        }
    }

    fn for_language<'s>(&'s self, profile: &Profile) -> impl Iterator<Item = (usize, &'s Entry)> {
        let tag = profile.tag.to_string();
        self.entries.iter().enumerate().filter(move |(_, entry)| entry.lang.as_ref().is_none_or(|lang| *lang == tag))
    }

    /// The words of the names the house wants in a language.
    #[must_use]
    pub fn preferred(&self, profile: &Profile) -> Preferred {
        let mut wanted = FxHashSet::default();
        for (_, entry) in self.for_language(profile) {
            wanted.extend(profile.folder.fold(entry.name.get_ref()).split_whitespace().map(Box::<str>::from));
        }
        Preferred { wanted }
    }
}

/// The words of the names a house wants, folded.
#[derive(Debug, Default)]
pub struct Preferred {
    wanted: FxHashSet<Box<str>>,
}

impl Preferred {
    /// Whether a folded word is part of a wanted name.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        !self.wanted.is_empty() && self.wanted.contains(word)
    }
}

/// The check for spellings that the stylebook lists as variants.
#[derive(Debug)]
pub struct HouseStyle {
    stylebook: Stylebook,
    /// For each entry the cue of its name, and that of its variants.
    cues: Vec<(CueId, CueId)>,
    /// The longest word of the names, in bytes: how far back an overlapping name may begin.
    longest: u32,
}

/// The keys of the rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    house_style: bool,
}

impl HouseStyle {
    /// Compiles the rule: the entries of the stylebook, and those of the rule itself (`[[rule.name]]`).
    pub fn compile(mut rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let before = problems.len();
        let file = rule.file();
        let own = rule.take_tables("name", problems);
        let keys: Keys = rule.decode(problems)?;
        let mut stylebook = Stylebook::of(file, own, problems);
        if let Some(file) = env.stylebook {
            stylebook.entries.extend(Stylebook::read(file, problems).entries);
        }
        if !keys.house_style {
            stylebook.entries.clear();
        }
        let options = CueOptions { before: true, after: false };
        let cues = stylebook.entries.iter().map(|entry| {
            let variants = entry.variants.iter().map(|variant| variant.get_ref().clone()).collect();
            (env.cues.add(vec![entry.name.get_ref().clone()], options), env.cues.add(variants, options))
        });
        let cues = cues.collect();
        let lengths = stylebook.entries.iter().map(|entry| entry.name.get_ref().len());
        let longest = narrow(lengths.max().unwrap_or(0));
        (problems.len() == before).then(|| Box::new(Self { stylebook, cues, longest }) as Box<dyn Check>)
    }
}

impl Check for HouseStyle {
    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        let (folded, hits) = (analysis.folded(), analysis.hits());
        // The longest spelling at a place is the one meant.
        let mut found: Vec<(Hit, &Entry)> = Vec::new();
        for (number, entry) in self.stylebook.for_language(analysis.profile()) {
            let Some(&(name, variants)) = self.cues.get(number) else { continue };
            for &hit in hits.of(variants) {
                let at = folded.locate(hit.start, hit.end);
                // A variant that folds like the name is found where the name stands, too.
                if written_as(analysis.slice(at), entry.name.get_ref(), analysis.profile()) {
                    continue;
                }
                let covering = hits.within(name, hit.start.saturating_sub(self.longest), hit.end);
                if !covering.iter().any(|name| {
                    name.start <= hit.start && hit.end <= name.end && (name.start, name.end) != (hit.start, hit.end)
                }) {
                    found.push((hit, entry));
                }
            }
        }
        found.sort_by_key(|(hit, _)| (hit.start, std::cmp::Reverse(hit.end)));
        let mut covered = 0;
        for (hit, entry) in found {
            if hit.start < covered {
                continue;
            }
            covered = hit.end;
            let at: At = folded.locate(hit.start, hit.end);
            let wanted = entry.name.get_ref();
            cx.report(at)
                .arg("found", analysis.slice(at))
                .arg("wanted", wanted)
                .fix(Applicability::Safe, vec![(at, wanted.clone())])
                .emit();
        }
    }
}

/// Whether a text is written as `name`, vowel signs and the like apart.
fn written_as(text: &str, name: &str, profile: &Profile) -> bool {
    text == name || super::bare(text, profile) == super::bare(name, profile) && starts_alike(text, name)
}

/// Whether two texts begin with the same case.
fn starts_alike(a: &str, b: &str) -> bool {
    let is_upper = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
    is_upper(a) == is_upper(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems_of(text: &str) -> Vec<String> {
        let mut problems = Vec::new();
        Stylebook::read(&TomlFile::new("stylebook.toml", text), &mut problems);
        problems.iter().map(|problem| format!("{problem:#}")).collect()
    }

    #[test]
    fn a_sound_stylebook_has_no_problems() {
        let text = "[[name]]\nname = 'Sergey Lavrov'\nlang = 'en'\nvariants = ['Sergei Lavrov']\nsame-as = { ar = 'x' }\nnote = 'n'";
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
    fn unknown_keys_are_pointed_at() {
        let text = "[[name]]\nname = 'a'\nvariant = ['b']\n";
        assert_eq!(problems_of(text), ["stylebook.toml:3:1: unknown key `variant` (did you mean `variants`?)"]);
    }
}
