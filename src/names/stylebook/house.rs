//! The names a house decides on: its own entries, then the conventions it adopts, then the gazetteers it adopts. What
//! comes first claims a spelling; what comes later leaves it alone.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_spanned::Spanned;

use super::convention::{Adopted, respell};
use super::file::{Stylebook, key};
use super::gazetteer::{Gazetteer, Library};
use crate::language::Profile;
use crate::text::{Problem, did_you_mean};
use crate::toml_doc::TomlFile;

/// Who decided on a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The stylebook.
    Stylebook,
    /// A convention for one sound.
    Convention,
    /// A gazetteer; `surname` if the last word of the name also stands for the whole.
    Gazetteer {
        /// Whether the last word of the name also stands for the whole.
        surname: bool,
    },
}

/// A name with the spelling that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The spelling that is wanted.
    pub name: String,
    /// Spellings that are not.
    pub variants: Vec<String>,
    /// Who decided.
    pub origin: Origin,
}

/// What a newsroom decided about names.
#[derive(Debug, Default)]
pub struct House {
    stylebook: Stylebook,
    library: Arc<Library>,
}

impl House {
    /// The decisions of a stylebook. Names of gazetteers and conventions that there are none of, and conventions that
    /// contradict each other, are added to `problems`, as places in `file`.
    pub fn new(
        stylebook: Stylebook,
        file: Option<&TomlFile>,
        library: Arc<Library>,
        problems: &mut Vec<Problem>,
    ) -> Self {
        if let Some(file) = file {
            let mut check = |named: &[serde_spanned::Spanned<String>], what: &str, known: Vec<String>| {
                for name in named.iter().filter(|name| !known.contains(name.get_ref())) {
                    let problem = file.problem(name.span(), format!("there is no {what} `{}`", name.get_ref()));
                    problems.push(match did_you_mean(name.get_ref(), known.iter().map(String::as_str)) {
                        Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
                        None => problem.with_help(format!("known: {}", known.join(", "))),
                    });
                }
            };
            // The library is opened only by those who ask for something in it.
            if !stylebook.gazetteers.is_empty() {
                check(
                    &stylebook.gazetteers,
                    "gazetteer",
                    library.gazetteers().iter().map(|one| one.name.clone()).collect(),
                );
            }
            if !stylebook.conventions.is_empty() {
                let all = library.conventions();
                check(&stylebook.conventions, "convention", all.iter().flat_map(|one| one.names()).collect());
                if let Some((earlier, later)) = Adopted::clash(all, &stylebook.conventions) {
                    let message = format!("`{}` contradicts `{}`", later.get_ref(), earlier.get_ref());
                    problems.push(file.problem(later.span(), message).with_help("keep one of the two"));
                }
            }
        }
        Self { stylebook, library }
    }

    /// The names decided on for one language, those that decide first before the others.
    #[must_use]
    pub fn wanted(&self, profile: &Profile) -> Vec<Wanted> {
        let tag = &*profile.tag;
        let mut wanted: Vec<Wanted> = Vec::new();
        // For each spelling the number of the name it is claimed for.
        let mut claims: FxHashMap<String, usize> = FxHashMap::default();
        for entry in self.stylebook.entries.iter().filter(|entry| entry.is_for(tag)) {
            let variants: Vec<String> = entry.variants.iter().map(|variant| variant.get_ref().clone()).collect();
            let name = entry.name.get_ref().clone();
            for spelling in variants.iter().chain([&name]) {
                claims.insert(key(spelling, profile), wanted.len());
            }
            wanted.push(Wanted { name, variants, origin: Origin::Stylebook });
        }
        // What is said to be another name is one of its own, so that nothing near it claims it.
        for other in self.stylebook.entries.iter().filter(|entry| entry.is_for(tag)).flat_map(|entry| &entry.not_same) {
            if let Entry::Vacant(free) = claims.entry(key(other.get_ref(), profile)) {
                free.insert(wanted.len());
                let name = other.get_ref().clone();
                wanted.push(Wanted { name, variants: Vec::new(), origin: Origin::Stylebook });
            }
        }
        let respelled = self.add_conventions(profile, &mut wanted, &mut claims);
        for gazetteer in self.adopted() {
            let origin = Origin::Gazetteer { surname: gazetteer.surnames };
            for spellings in gazetteer.names(tag) {
                let mut spellings: Vec<String> = spellings.into_iter().map(str::to_owned).collect();
                if let Some(first) = spellings.first()
                    && let Some(name) = respell(first, &respelled, profile)
                {
                    spellings.retain(|spelling| *spelling != name);
                    spellings.insert(0, name);
                }
                add(profile, &mut wanted, &mut claims, spellings, origin);
            }
        }
        wanted
    }

    /// Adds what conventions decide, and returns the words they respell.
    fn add_conventions(
        &self,
        profile: &Profile,
        wanted: &mut Vec<Wanted>,
        claims: &mut FxHashMap<String, usize>,
    ) -> FxHashMap<String, String> {
        let mut respelled = FxHashMap::default();
        if self.stylebook.conventions.is_empty() {
            return respelled;
        }
        let groups = self.known(profile);
        let known = |spelling: &str| groups.get(&key(spelling, profile)).map(Vec::as_slice).unwrap_or_default();
        let adopted = Adopted::new(self.library.conventions(), &self.stylebook.conventions);
        for (name, mut variants) in adopted.words(&profile.tag) {
            // A spelling that is another name of its own is not one of this name.
            let own = known(&name);
            variants.retain(|variant| {
                let other = known(variant);
                other.is_empty() || other.iter().any(|group| own.contains(group))
            });
            respelled.extend(variants.iter().map(|variant| (variant.clone(), name.clone())));
            variants.insert(0, name);
            add(profile, wanted, claims, variants, Origin::Convention);
        }
        respelled
    }

    /// The gazetteers adopted, in the order named.
    fn adopted(&self) -> impl Iterator<Item = &Gazetteer> {
        let find = |name: &str| self.library.gazetteers().iter().find(|one| one.name == name);
        self.stylebook.gazetteers.iter().filter_map(move |name| find(name.get_ref()))
    }

    /// For each spelling in any gazetteer, adopted or not, the numbers of the names it stands for.
    #[must_use]
    pub fn known(&self, profile: &Profile) -> FxHashMap<String, Vec<u32>> {
        let mut groups: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        let names = self.library.gazetteers().iter().flat_map(|gazetteer| gazetteer.names(&profile.tag));
        for (number, spellings) in (0..).zip(names) {
            for spelling in spellings {
                groups.entry(key(spelling, profile)).or_default().push(number);
            }
        }
        groups
    }

    /// What the house has decided about single names of a language.
    #[must_use]
    pub fn decided(&self, profile: &Profile) -> Decided {
        let fold = |text: &Spanned<String>| -> Box<str> { profile.folder.fold(text.get_ref()).into() };
        let mut decided = Decided { wanted: self.preferred(profile), apart: FxHashSet::default() };
        for entry in self.stylebook.entries.iter().filter(|entry| entry.is_for(&profile.tag)) {
            let spellings: Vec<Box<str>> = std::iter::once(&entry.name).chain(&entry.variants).map(fold).collect();
            for other in entry.not_same.iter().map(fold) {
                let of = |spelling: &str| ordered(spelling.into(), other.clone());
                decided.apart.extend(spellings.iter().map(|spelling| of(spelling)));
                // In an article a full name is shortened to its last word.
                if !other.contains(' ') {
                    let last = spellings.iter().filter_map(|spelling| spelling.rsplit(' ').next());
                    decided.apart.extend(last.map(of));
                }
            }
        }
        decided
    }

    /// The words of the names wanted in a language.
    #[must_use]
    pub fn preferred(&self, profile: &Profile) -> Preferred {
        let wanted = self.wanted(profile);
        let fold = |name: &Wanted| profile.folder.fold(&name.name);
        let words = wanted.iter().flat_map(|name| fold(name).split_whitespace().map(Box::from).collect::<Vec<_>>());
        Preferred { wanted: words.collect() }
    }
}

/// Adds a name in its spellings, the wanted one first, as far as nobody has claimed them. If an earlier name is one of
/// the spellings, the others become variants of it.
fn add(
    profile: &Profile,
    wanted: &mut Vec<Wanted>,
    claims: &mut FxHashMap<String, usize>,
    spellings: Vec<String>,
    origin: Origin,
) {
    let is_name = |spelling: &String| {
        let number = *claims.get(&key(spelling, profile))?;
        wanted.get(number).filter(|earlier| key(&earlier.name, profile) == key(spelling, profile)).map(|_| number)
    };
    let earlier = spellings.iter().find_map(is_name);
    let number = earlier.unwrap_or(wanted.len());
    let name_claimed = spellings.first().is_some_and(|name| claims.contains_key(&key(name, profile)));
    if earlier.is_none() && name_claimed {
        // Somebody does not want this spelling: nothing can be said of the name.
        return;
    }
    let mut own: Vec<String> = Vec::new();
    let mut own_keys: FxHashSet<String> = FxHashSet::default();
    for spelling in spellings {
        let key = key(&spelling, profile);
        let is_free = !claims.contains_key(&key) || own_keys.contains(&key);
        if is_free {
            claims.insert(key.clone(), number);
            own_keys.insert(key);
            own.push(spelling);
        }
    }
    match wanted.get_mut(number) {
        Some(earlier) => earlier.variants.extend(own),
        None if own.is_empty() => {}
        None => {
            let name = own.remove(0);
            wanted.push(Wanted { name, variants: own, origin });
        }
    }
}

/// What a house has decided about single names.
#[derive(Debug, Default)]
pub struct Decided {
    wanted: Preferred,
    /// Folded names that are two, in the order of their letters.
    apart: FxHashSet<(Box<str>, Box<str>)>,
}

impl Decided {
    /// Whether a folded name is one that the house wants.
    #[must_use]
    pub fn wants(&self, name: &str) -> bool {
        self.wanted.has(name)
    }

    /// Whether the house says that two folded names are two.
    #[must_use]
    pub fn are_apart(&self, a: &str, b: &str) -> bool {
        !self.apart.is_empty() && self.apart.contains(&ordered(a.into(), b.into()))
    }
}

fn ordered(a: Box<str>, b: Box<str>) -> (Box<str>, Box<str>) {
    if a <= b { (a, b) } else { (b, a) }
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
