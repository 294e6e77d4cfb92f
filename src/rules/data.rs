//! What a newsroom gives beside what is built in: languages, rule sets, gazetteers, conventions, and words of the program. All of it
//! is text here; who finds and reads the files is the command line's business.

use std::sync::Arc;

use super::file_kind::FileKind;
use crate::language::Languages;
use crate::text::Problem;
use crate::toml_doc::TomlFile;

/// Files that a newsroom gives. What is built in is there besides.
#[derive(Debug, Clone, Default)]
pub struct Data {
    /// Languages. One whose tag is built in takes the place of the built-in one, as a whole.
    pub languages: Vec<TomlFile>,
    /// Rule sets, in the order they are read, after the built-in ones.
    pub rules: Vec<TomlFile>,
    /// Lists of names. One with the name of a built-in one takes its place.
    pub gazetteers: Vec<TomlFile>,
    /// Sounds that regions write differently. One takes the place of the built-in one for the same sound of its language.
    pub conventions: Vec<TomlFile>,
    /// Words of the program in languages in which it has none.
    pub ui: Vec<TomlFile>,
}

impl Data {
    /// Every file.
    pub fn files(&self) -> impl Iterator<Item = &TomlFile> {
        self.languages.iter().chain(&self.rules).chain(&self.gazetteers).chain(&self.conventions).chain(&self.ui)
    }

    /// Leaves out files that are plainly something else than they are given as, each with a problem that says where it belongs.
    pub fn leave_out_misplaced(&mut self, problems: &mut Vec<Problem>) {
        let lists = [
            (&mut self.languages, FileKind::Language),
            (&mut self.gazetteers, FileKind::Gazetteer),
            (&mut self.conventions, FileKind::Conventions),
            (&mut self.ui, FileKind::Ui),
        ];
        for (files, kind) in lists {
            files.retain(|file| {
                let misplaced = kind.misplaced(file, &file.parse(&mut Vec::new()));
                let is_in_place = misplaced.is_none();
                problems.extend(misplaced);
                is_in_place
            });
        }
    }

    /// The built-in languages and those given; what is wrong with the files is added to `problems`.
    #[must_use]
    pub fn languages(&self, built_in: &Arc<Languages>, problems: &mut Vec<Problem>) -> Arc<Languages> {
        if self.languages.is_empty() {
            return Arc::clone(built_in);
        }
        Arc::new(built_in.with(&self.languages, problems))
    }
}
