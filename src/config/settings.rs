//! What a configuration, with everything it extends, comes to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{Glob, GlobBuilder, GlobMatcher, GlobSet, GlobSetBuilder};
use serde_spanned::Spanned;

use super::{Policy, Selection, Written};
use crate::diagnostic::{Code, Severity};
use crate::document::Format;
use crate::language::Languages;
use crate::text::{Place, Problem, did_you_mean};

/// What holds for some files only.
#[derive(Debug)]
struct Override {
    paths: GlobSet,
    /// The globs as written, and where the first of them stands, if it is in the configuration itself and not in a file that
    /// it extends.
    written: Option<(Vec<String>, Place)>,
    ignore: Vec<String>,
    severity: BTreeMap<String, Severity>,
}

/// A configuration, resolved. Without a file it says nothing, and the defaults hold.
#[derive(Debug, Default)]
pub struct Settings {
    /// The folder of the configuration; its globs are relative to it.
    folder: PathBuf,
    /// Selected and ignored codes and groups.
    pub selection: Selection,
    severity: BTreeMap<String, Severity>,
    languages: Vec<Arc<str>>,
    prose_keys: Option<Vec<String>>,
    exclude: GlobSet,
    template_folders: Vec<String>,
    /// The longest glob first.
    formats: Vec<(GlobMatcher, Format)>,
    overrides: Vec<Override>,
}

impl Settings {
    /// Resolves a configuration in `folder`: the files it extends come first, itself last. `languages`, `select`,
    /// `template-folders` and `stylebook` of a later file replace what earlier ones say; everything else adds up, the later word winning.
    pub fn resolve(chain: &[&Written<'_>], folder: &Path, known: &Languages, problems: &mut Vec<Problem>) -> Self {
        let template_folders = known.templates().folders.clone();
        let mut settings = Self { folder: folder.to_owned(), template_folders, ..Self::default() };
        let mut exclude = GlobSetBuilder::new();
        for (index, written) in chain.iter().enumerate() {
            let is_own = index + 1 == chain.len();
            let own = |selectors: &[Spanned<String>]| selectors.iter().map(|s| s.get_ref().clone()).collect::<Vec<_>>();
            let severities = |written: &super::mirror::Severities| {
                written.iter().map(|(code, severity)| (code.get_ref().clone(), *severity)).collect::<Vec<_>>()
            };
            if let Some(languages) = &written.keys.languages {
                settings.languages = languages
                    .iter()
                    .filter_map(|tag| match known.get(tag.get_ref()) {
                        Ok(profile) => Some(Arc::clone(&profile.tag)),
                        Err(problem) => {
                            problems.push(Problem { place: written.problem(tag, "").place, ..problem });
                            None
                        }
                    })
                    .collect();
            }
            if let Some(folders) = &written.keys.template_folders {
                settings.template_folders.clone_from(folders);
            }
            if written.prose_keys.is_some() {
                settings.prose_keys.clone_from(&written.prose_keys);
            }
            if let Some(select) = &written.keys.select {
                settings.selection.select = own(select);
            }
            settings.selection.ignore.extend(own(&written.keys.ignore));
            settings.severity.extend(severities(&written.keys.severity));
            add_globs(&mut exclude, written, &written.keys.exclude, problems);
            settings.add_formats(written, problems);
            for part in &written.overrides {
                let mut paths = GlobSetBuilder::new();
                add_globs(&mut paths, written, &part.paths, problems);
                settings.overrides.push(Override {
                    paths: paths.build().unwrap_or_default(),
                    written: part
                        .paths
                        .first()
                        .filter(|_| is_own)
                        .and_then(|first| Some((own(&part.paths), written.problem(first, "").place?))),
                    ignore: own(&part.ignore),
                    severity: severities(&part.severity).into_iter().collect(),
                });
            }
        }
        settings.exclude = exclude.build().unwrap_or_default();
        settings
    }

    /// The languages that articles may be in under this configuration which are in `languages` without one; `None` if it
    /// has them read in another way.
    #[must_use]
    pub fn languages_of(&self, languages: &BTreeSet<Arc<str>>) -> Option<BTreeSet<Arc<str>>> {
        let is_usual = self.prose_keys.is_none() && self.formats.is_empty();
        is_usual.then(|| languages.iter().chain(&self.languages).cloned().collect())
    }

    /// Lets the command line speak: its `select` replaces, and beats what is ignored in the very same words; its
    /// `ignore` comes on top.
    pub fn overrule(&mut self, command_line: &Selection) {
        if !command_line.select.is_empty() {
            self.selection.select.clone_from(&command_line.select);
            self.selection.ignore.retain(|selector| !command_line.select.contains(selector));
        }
        self.selection.ignore.extend(command_line.ignore.iter().cloned());
    }

    /// Whether a file, by its absolute path, is left out.
    #[must_use]
    pub fn excludes(&self, path: &Path) -> bool {
        // A pattern for a folder leaves out what is in it.
        !self.exclude.is_empty()
            && path.strip_prefix(&self.folder).is_ok_and(|path| {
                path.ancestors().any(|part| !part.as_os_str().is_empty() && self.exclude.is_match(part))
            })
    }

    /// Whether a file is in a folder of templates, among the `depth` folders right above it.
    #[must_use]
    pub fn is_template(&self, path: &Path, depth: usize) -> bool {
        let is_one = |name: &std::ffi::OsStr| self.template_folders.iter().any(|folder| name == folder.as_str());
        path.ancestors().skip(1).take(depth).any(|folder| folder.file_name().is_some_and(is_one))
    }

    fn add_formats(&mut self, written: &Written<'_>, problems: &mut Vec<Problem>) {
        for (pattern, name) in &written.keys.formats {
            let format = Format::named(name.get_ref());
            if format.is_none() {
                let problem = written.problem(name, format!("unknown format `{}`", name.get_ref()));
                problems.push(match did_you_mean(name.get_ref(), Format::names()) {
                    Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
                    None => problem.with_help(format!("formats: {}", Format::names().collect::<Vec<_>>().join(", "))),
                });
            }
            let glob = glob_of(written, pattern, problems);
            self.formats.extend(glob.map(|glob| glob.compile_matcher()).zip(format));
        }
        // Of equals the later file's comes first.
        self.formats.sort_by_key(|(glob, _)| std::cmp::Reverse(glob.glob().glob().len()));
    }

    /// The format of a file, by its absolute path, if the configuration says.
    #[must_use]
    pub fn format_of(&self, path: &Path) -> Option<Format> {
        if self.formats.is_empty() {
            return None;
        }
        let path = path.strip_prefix(&self.folder).ok()?;
        self.formats.iter().find(|(glob, _)| glob.is_match(path)).map(|(_, format)| *format)
    }

    /// Indices of the overrides that hold for a file, by its absolute path.
    #[must_use]
    pub fn overrides_of(&self, path: &Path) -> Vec<usize> {
        if self.overrides.is_empty() {
            return Vec::new();
        }
        let Ok(path) = path.strip_prefix(&self.folder) else { return Vec::new() };
        let holds = |part: &Override| path.ancestors().any(|at| !at.as_os_str().is_empty() && part.paths.is_match(at));
        self.overrides.iter().enumerate().filter(|(_, part)| holds(part)).map(|(index, _)| index).collect()
    }

    /// The globs of override number `index`, as written, and where they are, if the configuration itself holds it.
    #[must_use]
    pub fn written_override(&self, index: usize) -> Option<&(Vec<String>, Place)> {
        self.overrides.get(index)?.written.as_ref()
    }

    /// What override number `index` leaves out, and where the configuration says so, if it is the configuration itself that does.
    #[must_use]
    pub fn ignored_by_override(&self, index: usize) -> Option<(&[String], Option<&Place>)> {
        let part = self.overrides.get(index).filter(|part| !part.ignore.is_empty())?;
        Some((&part.ignore, part.written.as_ref().map(|(_, place)| place)))
    }

    /// How many overrides there are.
    #[must_use]
    pub fn overrides(&self) -> usize {
        self.overrides.len()
    }

    /// The policy for files for which the overrides `active` hold, on top of what `base` says about the run.
    #[must_use]
    pub fn policy<'c>(&self, base: &Policy, active: &[usize], codes: impl Iterator<Item = &'c Code> + Clone) -> Policy {
        let mut policy = Policy {
            selection: self.selection.clone(),
            severity: self.severity.clone(),
            languages: self.languages.clone(),
            prose_keys: self.prose_keys.clone(),
            ..base.clone()
        };
        for part in active.iter().filter_map(|&index| self.overrides.get(index)) {
            // An override has the last word, also over a code selected by name: so each code it covers is spelt out.
            let covered = codes.clone().filter(|code| part.ignore.iter().any(|selector| code.is_covered_by(selector)));
            policy.selection.ignore.extend(covered.map(|code| code.full().to_owned()));
            for (selector, severity) in &part.severity {
                let covered = codes.clone().filter(|code| code.is_covered_by(selector));
                policy.severity.extend(covered.map(|code| (code.full().to_owned(), *severity)));
            }
        }
        policy
    }
}

/// Says what is wrong with a path or glob that is to stay below the folder of its configuration.
#[must_use]
pub fn leaves_folder(path: &str) -> Option<&'static str> {
    let absolute = path.starts_with(['/', '\\']) || path.get(1..2) == Some(":");
    if absolute {
        Some("an absolute path; paths in a configuration are relative to its folder")
    } else if path.split(['/', '\\']).any(|part| part == "..") {
        Some("`..` leaves the folder of the configuration, where all its files have to be")
    } else {
        None
    }
}

/// Braces of a glob that may be open at once: globs are compiled by functions that call themselves for each.
const DEEPEST: usize = 32;
/// What is wrong with a glob that [`nests_too_deep`].
pub const NESTS_TOO_DEEP: &str = "a glob with more than 32 braces";

/// Whether a glob holds more braces than anybody writes, one perhaps inside the other.
#[must_use]
pub fn nests_too_deep(glob: &[u8]) -> bool {
    memchr::memchr_iter(b'{', glob).count() > DEEPEST
}

fn add_globs(set: &mut GlobSetBuilder, written: &Written<'_>, globs: &[Spanned<String>], problems: &mut Vec<Problem>) {
    for glob in globs.iter().filter_map(|glob| glob_of(written, glob, problems)) {
        set.add(glob);
    }
}

/// A glob of a configuration, relative to its folder.
fn glob_of(written: &Written<'_>, glob: &Spanned<String>, problems: &mut Vec<Problem>) -> Option<Glob> {
    let pattern = glob.get_ref().strip_prefix("./").unwrap_or(glob.get_ref());
    if let Some(fault) = leaves_folder(pattern) {
        problems.push(written.problem(glob, fault));
        return None;
    }
    if nests_too_deep(pattern.as_bytes()) {
        problems.push(written.problem(glob, NESTS_TOO_DEEP));
        return None;
    }
    let built = GlobBuilder::new(pattern.trim_end_matches('/')).literal_separator(true).build();
    built.map_err(|error| problems.push(written.problem(glob, format!("not a glob: {}", error.kind())))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::RecordFormat;
    use crate::testing::languages;
    use crate::toml_doc::TomlFile;

    fn resolve(files: &[&str]) -> (Settings, Vec<String>) {
        let files: Vec<TomlFile> = files.iter().map(|text| TomlFile::new("copydesk.toml", *text)).collect();
        let mut problems = Vec::new();
        let chain: Vec<Written<'_>> = files.iter().filter_map(|file| Written::read(file, &mut problems)).collect();
        let chain: Vec<&Written<'_>> = chain.iter().collect();
        let settings = Settings::resolve(&chain, Path::new("/desk"), &languages(), &mut problems);
        (settings, problems.iter().map(|problem| format!("{problem:#}")).collect())
    }

    #[test]
    fn a_later_file_replaces_selections_and_adds_to_the_rest() {
        let base = "select = ['quotes']\nignore = ['ads']\n[severity]\nquotes = 'info'\nads = 'info'";
        let (settings, problems) = resolve(&[base, "select = ['names']\nignore = ['text']\n[severity]\nads = 'error'"]);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(settings.selection.select, ["names"]);
        assert_eq!(settings.selection.ignore, ["ads", "text"]);
        assert_eq!(settings.severity["quotes"], Severity::Info);
        assert_eq!(settings.severity["ads"], Severity::Error);
    }

    #[test]
    fn globs_are_relative_to_the_folder_and_cover_what_is_in_a_folder() {
        let (settings, _) = resolve(&["exclude = ['archive', 'drafts/*.txt']"]);
        assert!(settings.excludes(Path::new("/desk/archive/2019/a.txt")));
        assert!(settings.excludes(Path::new("/desk/drafts/a.txt")));
        assert!(!settings.excludes(Path::new("/desk/drafts/x/a.txt")));
        assert!(!settings.excludes(Path::new("/elsewhere/archive/a.txt")));
    }

    #[test]
    fn template_folders_are_left_out_below_the_folder_that_was_named() {
        let is_left_out =
            |config: &str, depth| resolve(&[config]).0.is_template(Path::new("site/layouts/partials/a.html"), depth);
        assert!(is_left_out("", 3));
        assert!(is_left_out("", 1));
        assert!(!is_left_out("", 0));
        assert!(!is_left_out("template-folders = []", 3));
        assert!(is_left_out("template-folders = ['site']", 3));
        assert!(!is_left_out("template-folders = ['site']", 2));
    }

    #[test]
    fn the_longest_glob_says_the_format() {
        let text = "[formats]\n'**/*.article' = 'html'\n'**/*.xml' = 'wxr'\n'wire/**/*.article' = 'text'";
        let (settings, problems) = resolve(&[text]);
        assert_eq!(problems, Vec::<String>::new());
        let of = |path: &str| settings.format_of(Path::new(path));
        assert_eq!(of("/desk/a/b.article"), Some(Format::Html));
        assert_eq!(of("/desk/wire/b.article"), Some(Format::Text));
        assert_eq!(of("/desk/export.xml"), Some(Format::Records(RecordFormat::Wxr)));
        assert_eq!((of("/desk/b.md"), of("/elsewhere/b.article")), (None, None));
        let (_, problems) = resolve(&["[formats]\n'*.a' = 'htlm'"]);
        assert_eq!(problems, ["copydesk.toml:2:9: unknown format `htlm` (did you mean `html`?)"]);
    }

    #[test]
    fn an_override_beats_a_code_selected_by_name() {
        let (settings, _) = resolve(&[
            "select = ['a/b']\n[[override]]\npaths = ['op/**']\nignore = ['a']\n[override.severity]\na = 'info'",
        ]);
        let code = Code::new("a/b").unwrap();
        let policy = |path: &str| {
            settings.policy(&Policy::default(), &settings.overrides_of(Path::new(path)), [&code].into_iter())
        };
        assert!(policy("/desk/news/x.txt").selection.includes(&code, true));
        assert!(!policy("/desk/op/x.txt").selection.includes(&code, true));
        assert_eq!(policy("/desk/op/x.txt").severity.get("a/b"), Some(&Severity::Info));
    }

    #[test]
    fn the_command_line_has_the_last_word() {
        let (mut settings, _) = resolve(&["select = ['a']\nignore = ['b', 'a/x']"]);
        settings.overrule(&Selection { select: vec!["b".into()], ignore: vec!["c".into()] });
        assert_eq!(settings.selection, Selection { select: vec!["b".into()], ignore: vec!["a/x".into(), "c".into()] });
    }

    #[test]
    fn mistakes_are_pointed_at() {
        let (_, problems) = resolve(&[
            "languages = ['ar', 'xq']\nexclude = ['/etc', '../x', 'a[']\nselct = []\n[[override]]\npaths = []\nignroe = []",
        ]);
        assert_eq!(
            problems,
            [
                "copydesk.toml:6:1: unknown key `ignroe` (did you mean `ignore`?)",
                "copydesk.toml:3:1: unknown key `selct` (did you mean `select`?)",
            ]
        );
        let (_, problems) = resolve(&["languages = ['ar', 'xq']\nexclude = ['/etc', '../x', 'a[']"]);
        let places: Vec<&str> = problems.iter().filter_map(|problem| problem.get(..19)).collect();
        assert_eq!(
            places,
            ["copydesk.toml:1:20:", "copydesk.toml:2:12:", "copydesk.toml:2:20:", "copydesk.toml:2:28:"],
            "{problems:?}"
        );
    }
}
