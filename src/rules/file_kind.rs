//! What a TOML file is, by its keys: so that one given in the wrong place is told where it belongs.

use crate::text::Problem;
use crate::toml_doc::{Table, TomlFile};

/// The TOML files that people write for copydesk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// `language.toml`.
    Language,
    /// Rules.
    RuleSet,
    /// A list of names of the news.
    Gazetteer,
    /// Sounds that regions write differently.
    Conventions,
    /// Words of the program.
    Ui,
    /// `copydesk.toml`.
    Configuration,
}

/// Keys that only files of one kind have, all of them; of several that fit the first counts.
const SIGNS: &[(&[&str], FileKind)] = &[
    (&["tag", "words"], FileKind::Ui),
    (&["tag"], FileKind::Language),
    (&["columns"], FileKind::Gazetteer),
    (&["convention"], FileKind::Conventions),
    (&["rule-sets"], FileKind::Configuration),
    (&["data"], FileKind::Configuration),
    (&["schema", "rule"], FileKind::RuleSet),
    (&["schema", "name", "languages"], FileKind::RuleSet),
];

impl FileKind {
    /// What the keys of a file show it to be, with the key that shows it; `None` where they do not.
    fn of(root: &Table<'_>) -> Option<(Self, &'static str)> {
        let has = |key: &&str| root.keys().any(|(known, _)| known == *key);
        let (keys, kind) = SIGNS.iter().find(|(keys, _)| keys.iter().all(has))?;
        Some((*kind, keys.first()?))
    }

    /// What is wrong with giving this file as one of this kind: it is plainly of another.
    pub(super) fn misplaced(self, file: &TomlFile, root: &Table<'_>) -> Option<Problem> {
        let (found, key) = Self::of(root).filter(|(found, _)| *found != self)?;
        let problem = file.problem_at(key, format!("this is {}, not {}", found.called(), self.called()));
        Some(problem.with_help(found.home()))
    }

    /// What people call such a file.
    fn called(self) -> &'static str {
        match self {
            Self::Language => "a language",
            Self::RuleSet => "a rule set",
            Self::Gazetteer => "a gazetteer",
            Self::Conventions => "a file of conventions",
            Self::Ui => "a file of the program's words",
            Self::Configuration => "a configuration",
        }
    }

    /// Where such a file belongs.
    fn home(self) -> &'static str {
        match self {
            Self::Language => "name it under `languages` in the [data] table of copydesk.toml",
            Self::RuleSet => "name it under `rule-sets` in copydesk.toml, or after --rules",
            Self::Gazetteer => "name it under `gazetteers` in the [data] table of copydesk.toml",
            Self::Conventions => "name it under `conventions` in the [data] table of copydesk.toml",
            Self::Ui => "name it under `ui` in the [data] table of copydesk.toml",
            Self::Configuration => "call it copydesk.toml, or name it after --config",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{convention_files, gazetteer_files, language_files, rule_files, ui_files};

    #[test]
    fn every_built_in_file_is_what_it_is() {
        for (files, kind) in [
            (language_files(), FileKind::Language),
            (rule_files(), FileKind::RuleSet),
            (gazetteer_files(), FileKind::Gazetteer),
            (convention_files(), FileKind::Conventions),
            (ui_files(), FileKind::Ui),
        ] {
            assert!(!files.is_empty());
            for file in files {
                let found = FileKind::of(&file.parse(&mut Vec::new())).map(|(kind, _)| kind);
                assert_eq!(found, Some(kind), "{}", file.name);
            }
        }
    }

    #[test]
    fn what_shows_nothing_is_taken_for_what_it_is_given_as() {
        let file = TomlFile::new("x.toml", "schema = 1\n[[rul]]\ncode = 'a/b'");
        assert_eq!(FileKind::RuleSet.misplaced(&file, &file.parse(&mut Vec::new())), None);
    }

    #[test]
    fn a_misplaced_file_is_told_where_it_belongs() {
        let file = TomlFile::new("ckb.toml", "schema = 1\ntag = 'ckb'");
        let problem = FileKind::RuleSet.misplaced(&file, &file.parse(&mut Vec::new())).unwrap();
        assert_eq!(
            format!("{problem:#}"),
            "ckb.toml:2:1: this is a language, not a rule set (name it under `languages` in the [data] table of copydesk.toml)"
        );
    }
}
