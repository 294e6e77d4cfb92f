//! Gazetteers: lists of names of the news with the spellings seen in print, in several languages side by side. They are
//! text until somebody asks: a run that needs none reads none.

use std::fmt;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_spanned::Spanned;

use super::convention::Convention;
use crate::text::Problem;
use crate::toml_doc::TomlFile;

/// What separates the languages of a line of a gazetteer, the spellings of one language, and a remark from the list.
const COLUMN: char = '=';
const SPELLING: char = '|';
const REMARK: char = '#';

/// A gazetteer file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: Spanned<u32>,
    /// What stylebooks call it.
    name: String,
    /// Under which licence its facts may be passed on, and where they come from: for whoever passes them on.
    #[serde(rename = "licence")]
    _licence: String,
    #[serde(rename = "source")]
    _source: String,
    /// The languages of a line, in order.
    columns: Vec<String>,
    /// Whether the last word of a name also stands for the whole.
    #[serde(default)]
    surnames: bool,
    /// A name a line: for each language its spellings, the first one preferred.
    names: Spanned<String>,
}

/// One gazetteer.
#[derive(Debug, Default)]
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
        for (number, line) in lines(&gazetteer.names) {
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
        lines(&self.names).filter_map(move |(_, line)| {
            Some(line.split(COLUMN).nth(column?)?.split(SPELLING).map(str::trim).collect())
        })
    }
}

/// The lines that hold names, each with its number from 0.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate();
    lines.filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with(REMARK))
}

/// Where the files of a library come from.
pub type Files = fn() -> Vec<TomlFile>;

/// Every gazetteer and convention there is, read when first asked for.
#[derive(Default)]
pub struct Library {
    files: Option<(Files, Files)>,
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

    /// Every gazetteer.
    pub fn gazetteers(&self) -> &[Gazetteer] {
        self.gazetteers.get_or_init(|| {
            let files = self.files.map(|(files, _)| files()).unwrap_or_default();
            files.iter().filter_map(|file| Gazetteer::read(file, &mut Vec::new())).collect()
        })
    }

    /// Every convention.
    pub fn conventions(&self) -> &[Convention] {
        self.conventions.get_or_init(|| {
            let files = self.files.map(|(_, files)| files()).unwrap_or_default();
            files.iter().flat_map(|file| Convention::read(file, &mut Vec::new())).collect()
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
    fn the_built_in_gazetteers_are_sound() {
        for file in crate::rules::gazetteer_files() {
            let mut problems = Vec::new();
            let gazetteer = Gazetteer::read(&file, &mut problems);
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
