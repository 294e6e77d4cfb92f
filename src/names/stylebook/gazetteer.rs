//! Gazetteers: lists of names of the news with the spellings seen in print, in several languages side by side. They are
//! text until somebody asks: a run that needs none reads none.

use std::fmt;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_spanned::Spanned;

use super::convention::Convention;
use super::lines::{COLUMN, SPELLING, lines, names};
use crate::text::Problem;
use crate::toml_doc::TomlFile;

/// A gazetteer file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: Spanned<u32>,
    /// What stylebooks call it.
    name: String,
    /// Under which licence its facts may be passed on, and where they come from: for whoever passes them on.
    /// A newsroom's own need not say.
    #[serde(rename = "licence")]
    _licence: Option<String>,
    #[serde(rename = "source")]
    _source: Option<String>,
    /// The languages of a line, in order.
    columns: Vec<String>,
    /// Whether the last word of a name also stands for the whole.
    #[serde(default)]
    surnames: bool,
    /// A name a line: for each language its spellings, the first one preferred.
    names: Spanned<String>,
}

/// One gazetteer.
#[derive(Debug, Default, Clone)]
pub struct Gazetteer {
    /// What stylebooks call it.
    pub name: String,
    columns: Vec<String>,
    /// Whether the last word of a name also stands for the whole.
    pub surnames: bool,
    names: String,
}

impl Gazetteer {
    /// Reads a gazetteer. What is wrong with it is added to `problems`.
    pub fn read(file: &TomlFile, problems: &mut Vec<Problem>) -> Option<Self> {
        let read: File = file.parse(problems).decode(problems)?;
        if *read.schema.get_ref() != 1 {
            problems.push(file.problem(read.schema.span(), "this version reads schema 1"));
        }
        let gazetteer = Self {
            name: read.name,
            columns: read.columns,
            surnames: read.surnames,
            names: read.names.get_ref().clone(),
        };
        // The lists of built-in files are held to this by a test.
        let unproved = if file.is_built_in() { "" } else { gazetteer.names.as_str() };
        for (number, line) in lines(unproved) {
            let columns: Vec<&str> = line.split(COLUMN).collect();
            let is_sound = columns.len() == gazetteer.columns.len()
                && columns.iter().all(|column| column.split(SPELLING).all(|part| !part.trim().is_empty()));
            if !is_sound {
                let message = format!("line {} of the list: a name for each column is expected", number + 1);
                problems.push(file.problem(read.names.span(), message));
            }
        }
        Some(gazetteer)
    }

    /// The names in the language `tag`: each with its spellings, the preferred one first.
    pub fn names<'g>(&'g self, tag: &str) -> impl Iterator<Item = Vec<&'g str>> + use<'g> {
        let column = self.columns.iter().position(|known| known == tag);
        column.into_iter().flat_map(|column| names(&self.names, column))
    }
}

/// Where the files of a library come from.
pub type Files = fn() -> Vec<TomlFile>;

/// Every gazetteer and convention there is, read when first asked for.
#[derive(Default)]
pub struct Library {
    files: Option<(Files, Files)>,
    /// What the newsroom gives: it counts in place of what is called the same.
    own_gazetteers: Vec<Gazetteer>,
    own_conventions: Vec<Convention>,
    gazetteers: OnceLock<Vec<Gazetteer>>,
    conventions: OnceLock<Vec<Convention>>,
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Library").finish_non_exhaustive()
    }
}

impl Library {
    /// A library of the given files of gazetteers and of conventions. They come with the program: what is wrong with them is found by its tests.
    #[must_use]
    pub fn new(gazetteers: Files, conventions: Files) -> Self {
        Self { files: Some((gazetteers, conventions)), ..Self::default() }
    }

    /// Adds files of the newsroom's own. A gazetteer takes the place of a built-in one with its name; a convention that of one for the same
    /// sound of its language. What is wrong with them is added to `problems`.
    #[must_use]
    pub fn with(mut self, gazetteers: &[TomlFile], conventions: &[TomlFile], problems: &mut Vec<Problem>) -> Self {
        for file in gazetteers {
            let Some(gazetteer) = Gazetteer::read(file, problems) else { continue };
            if self.own_gazetteers.iter().any(|known| known.name == gazetteer.name) {
                let message = format!("the gazetteer `{}` is given twice", gazetteer.name);
                problems.push(file.problem_at("name", message));
            } else {
                self.own_gazetteers.push(gazetteer);
            }
        }
        self.own_conventions.extend(conventions.iter().flat_map(|file| Convention::read(file, problems)));
        self
    }

    /// Whether the newsroom adds no gazetteers to the built-in ones.
    #[must_use]
    pub fn has_built_in_gazetteers_only(&self) -> bool {
        self.files.is_some() && self.own_gazetteers.is_empty()
    }

    /// Every gazetteer: the newsroom's own first.
    pub fn gazetteers(&self) -> &[Gazetteer] {
        self.gazetteers.get_or_init(|| {
            let files = self.files.map(|(files, _)| files()).unwrap_or_default();
            let built_in = files.iter().filter_map(|file| Gazetteer::read(file, &mut Vec::new()));
            let own = &self.own_gazetteers;
            let others = built_in.filter(|one| !own.iter().any(|known| known.name == one.name));
            own.iter().cloned().chain(others).collect()
        })
    }

    /// Every convention: the newsroom's own first.
    pub fn conventions(&self) -> &[Convention] {
        self.conventions.get_or_init(|| {
            let files = self.files.map(|(_, files)| files()).unwrap_or_default();
            let built_in = files.iter().flat_map(|file| Convention::read(file, &mut Vec::new()));
            let own = &self.own_conventions;
            let others = built_in.filter(|one| !own.iter().any(|known| known.is_of_one_sound(one)));
            own.iter().cloned().chain(others).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_the_spellings_of_each_language() {
        let text = "schema = 1\nname = 'towns'\nlicence = 'l'\nsource = 's'\ncolumns = ['en', 'de']\nnames = '''\n# towns\nCologne | Koln = Köln\n\nMunich = München | Muenchen\n'''";
        let mut problems = Vec::new();
        let gazetteer = Gazetteer::read(&TomlFile::new("towns.toml", text), &mut problems).unwrap();
        assert_eq!(problems, []);
        assert_eq!(gazetteer.names("de").collect::<Vec<_>>(), [vec!["Köln"], vec!["München", "Muenchen"]]);
        assert_eq!(gazetteer.names("fr").count(), 0);
    }

    #[test]
    fn what_the_newsroom_gives_counts_in_place_of_what_is_called_the_same() {
        let file = |text: &str| TomlFile::new("own.toml", text);
        let towns = file("schema = 1\nname = 'cities'\ncolumns = ['ckb']\nnames = 'Slêmanî'");
        let people = file("schema = 1\nname = 'our people'\ncolumns = ['ckb']\nnames = 'Narîn'");
        let sound = file(
            "schema = 1\nlanguage = 'ar'\n[[convention]]\nsound = 'g'\nwritten = 'x'\nletters = ['x X']\nwords = 'X'",
        );
        let (gazetteers, conventions) = (crate::rules::gazetteer_files, crate::rules::convention_files);
        let (before, mut problems) = (Library::new(gazetteers, conventions), Vec::new());
        let after = Library::new(gazetteers, conventions).with(&[towns, people], &[sound], &mut problems);
        assert_eq!(problems, []);
        let names = |library: &Library| library.gazetteers().iter().map(|one| one.name.clone()).collect::<Vec<_>>();
        assert!(names(&before).contains(&"cities".to_owned()));
        assert_eq!(names(&after).iter().filter(|name| *name == "cities").count(), 1);
        assert_eq!(names(&after)[..2], ["cities", "our people"]);
        assert_eq!(names(&after).len(), names(&before).len() + 1);
        let of_cities = |library: &Library| {
            library.gazetteers().iter().find(|one| one.name == "cities").unwrap().names("ckb").count()
        };
        assert_eq!((of_cities(&before), of_cities(&after)), (0, 1));
        let called = |library: &Library| library.conventions().iter().flat_map(Convention::names).collect::<Vec<_>>();
        assert!(called(&before).iter().filter(|name| name.starts_with("ar/g-")).count() > 1);
        assert_eq!(called(&after).iter().filter(|name| name.starts_with("ar/g-")).collect::<Vec<_>>(), ["ar/g-x"]);
    }

    #[test]
    fn the_built_in_gazetteers_are_sound() {
        for file in crate::rules::gazetteer_files() {
            let mut problems = Vec::new();
            for key in ["licence", "source"] {
                assert!(file.parse(&mut problems).text(key).is_some_and(|text| !text.is_empty()), "{}", file.name);
            }
            let gazetteer = Gazetteer::read(&TomlFile::new(&*file.name, &*file.text), &mut problems);
            assert_eq!(problems, [], "{}", file.name);
            assert!(gazetteer.is_some_and(|gazetteer| gazetteer.names("ar").count() > 50), "{}", file.name);
        }
        for file in crate::rules::convention_files() {
            let mut problems = Vec::new();
            assert!(!Convention::read(&file, &mut problems).is_empty(), "{}", file.name);
            assert_eq!(problems, [], "{}", file.name);
        }
    }
}
