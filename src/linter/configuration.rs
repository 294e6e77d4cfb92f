//! What a `copydesk.toml` comes to, with all the files that it names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_spanned::Spanned;

use super::files::{Files, OUTSIDE};
use super::package::{is_hidden_in, is_rule_set};
use super::packaged::{Packaged, ReadFrom, UsedPackage};
use crate::config::{self, FILE_NAME, Policy, Selection, Settings, Trust, Written, leaves_folder};
use crate::diagnostic::Code;
use crate::kinds::Purpose;
use crate::language::Languages;
use crate::report::Ui;
use crate::rules::{Data, Loader, Options, RuleBook, RuleSetLanguages, ui_files};
use crate::text::Problem;
use crate::toml_doc::{Table, TomlFile};

/// Files that may extend one another in a row.
const EXTENDS_LIMIT: usize = 16;

/// What whoever reads a configuration decides above it.
#[derive(Debug, Clone)]
pub struct Given<'g> {
    /// The built-in languages.
    pub languages: &'g Arc<Languages>,
    /// The tag of the language that every article is in, if that is known.
    pub language: Option<&'g str>,
    /// Further rule sets, by their real paths.
    pub rule_sets: &'g [(PathBuf, TomlFile)],
    /// The stylebook, instead of the one that the configuration names.
    pub stylebook: Option<&'g TomlFile>,
    /// Codes and groups to run, or to leave out, besides.
    pub selection: Selection,
    /// What the rules are read for.
    pub purpose: Purpose,
    /// The languages of the articles, if they are known: the built-in rules of others are not read, where nobody has a say in them.
    pub expected: Option<&'g BTreeSet<Arc<str>>>,
}

impl<'g> Given<'g> {
    /// Nothing but the built-in languages.
    #[must_use]
    pub fn nothing(languages: &'g Arc<Languages>) -> Self {
        Self {
            languages,
            language: None,
            rule_sets: &[],
            stylebook: None,
            selection: Selection::default(),
            purpose: Purpose::Check,
            expected: None,
        }
    }
}

/// One configuration, or none, with the rules in force under it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Configuration {
    /// Its name as people know it; empty without one.
    pub name: String,
    /// Its real folder, if there is a configuration.
    pub folder: Option<PathBuf>,
    /// Whether it could be understood at all; without it, checking would mislead.
    pub is_usable: bool,
    /// What is wrong with it, its rule sets and its other files. While there is anything, nothing should be repaired.
    pub problems: Vec<Problem>,
    /// The rules.
    pub book: Arc<RuleBook>,
    /// What it says of selection, severities, languages and files.
    pub settings: Settings,
    /// What the configuration itself selects and leaves out, before anybody else has a say.
    pub selection: Selection,
    /// Whom it trusts. Where configurations are nested, the outermost one decides ([`Configuration::trust_of`]).
    pub trust: Trust,
    /// The languages: the built-in ones, and those it gives.
    pub languages: Arc<Languages>,
    /// The file of known findings that it names, by its real path; it need not be there yet.
    pub baseline: Option<PathBuf>,
    /// The stylebook that it names, by its real path; `None` too where whoever reads it gave another.
    pub stylebook: Option<PathBuf>,
    /// Every file that it was read from.
    pub files: Vec<TomlFile>,
    /// The packages that it uses.
    pub packages: Vec<UsedPackage>,
    /// The real paths of all that decides whether packages are what was pinned: their folders and files, also of those that are not.
    pub package_paths: Vec<PathBuf>,
    /// Where everything else was read from.
    pub read_from: ReadFrom,
}

impl Configuration {
    /// Reads the configuration at `path` with everything it names, or what holds without one. What is wrong is in
    /// [`Configuration::problems`].
    #[must_use]
    pub fn resolve(files: &dyn Files, path: Option<&Path>, given: &Given<'_>) -> Self {
        let mut problems = Vec::new();
        let files = &Packaged::over(files);
        let (read, folder) = path.map_or_else(Default::default, |path| read_chain(files, path, &mut problems));
        let chain: Vec<Written<'_>> = read.iter().filter_map(|(file, _)| Written::read(file, &mut problems)).collect();
        let is_understood = path.is_none() || (!read.is_empty() && chain.len() == read.len());
        let folders: BTreeMap<&str, &PathBuf> = read.iter().map(|(file, folder)| (&*file.name, folder)).collect();
        let folder_of = |written: &Written<'_>| folders.get(&*written.file.name).map_or(Path::new("."), |path| path);
        let chain: Vec<(Written<'_>, &Path)> =
            chain.into_iter().map(|written| (folder_of(&written), written)).map(|(folder, it)| (it, folder)).collect();

        let data = data_of(files, &chain, &mut problems);
        let languages = data.languages(given.languages, &mut problems);
        let written: Vec<&Written<'_>> = chain.iter().map(|(written, _)| written).collect();
        let mut settings = Settings::resolve(&written, &folder, &languages, &mut problems);
        let lacks_language = given.language.and_then(|tag| languages.get(tag).err());
        let is_usable = is_understood && lacks_language.is_none();
        problems.extend(lacks_language);

        let Named { stylebook, stylebook_path, house, baseline } = named(files, &chain, &folder, given, &mut problems);
        let options = options_of(&written);
        // What a house says of rules has to be held against all of them.
        let has_a_say =
            !house.is_empty() || !given.rule_sets.is_empty() || !options.is_empty() || !data.languages.is_empty();
        let wanted = given.expected.filter(|_| !has_a_say).and_then(|expected| settings.languages_of(expected));
        let loader = Loader::new(&languages, stylebook.as_ref(), Options(options), given.purpose);
        let mut loader = loader.given(&data, &mut problems);
        loader.read_built_in(wanted.as_ref(), &mut problems);
        let given_sets = given.rule_sets.iter().map(|(_, file)| file);
        for file in house.iter().chain(given_sets.clone()) {
            loader.read(file, &mut problems);
        }
        for written in &written {
            loader.read_rules(&FILE_NAME.into(), &RuleSetLanguages::All, written.rules.clone(), &mut problems);
        }
        let book = Arc::new(loader.finish(&mut problems));
        for written in &written {
            problems.extend(written.selector_problems(book.codes()));
        }
        let mut selection = Selection::default();
        for said in written.iter().map(|written| written.selection()) {
            selection.ignore.extend(said.ignore);
            selection.select = if said.select.is_empty() { selection.select } else { said.select };
        }
        settings.overrule(&given.selection);
        let (packages, package_files, package_paths) = files.take_used();
        let sources = read.iter().map(|(file, _)| file).chain(&stylebook).chain(&house);
        Self {
            name: path.map(|path| files.shown_name(path)).unwrap_or_default(),
            files: sources.chain(given_sets).chain(data.files()).chain(&package_files).cloned().collect(),
            packages,
            package_paths,
            read_from: files.take_read_from(),
            folder: path.map(|_| folder),
            is_usable,
            problems,
            book,
            settings,
            selection,
            trust: written.iter().fold(Trust::default(), |before, written| written.trust(before)),
            languages,
            baseline,
            stylebook: stylebook_path,
        }
    }

    /// Whom the project of the configuration at `path` trusts.
    #[must_use]
    pub fn trust_of(files: &dyn Files, path: &Path) -> Trust {
        // What is wrong with the files is told where they are read for good.
        let (read, _) = read_chain(&Packaged::over(files), path, &mut Vec::new());
        let written = read.iter().filter_map(|(file, _)| Written::read(file, &mut Vec::new()));
        written.fold(Trust::default(), |before, written| written.trust(before))
    }

    /// What the configuration at `path` gives beside what is built in, for whoever needs that before everything else is read.
    /// What is wrong with it is told when it is read for good.
    #[must_use]
    pub fn data(files: &dyn Files, path: &Path) -> Data {
        let files = &Packaged::over(files);
        let (read, _) = read_chain(files, path, &mut Vec::new());
        let written =
            read.iter().filter_map(|(file, folder)| Some((Written::read(file, &mut Vec::new())?, folder.as_path())));
        data_of(files, &written.collect::<Vec<_>>(), &mut Vec::new())
    }

    /// The codes of all its rules.
    pub fn codes(&self) -> impl Iterator<Item = &Code> + Clone {
        self.book.codes()
    }

    /// What is decided for an article at `path` (joined with the real path of the configuration's folder), above what `base`
    /// says; without a path, for a text that is no file.
    #[must_use]
    pub fn policy(&self, path: Option<&Path>, base: &Policy) -> Policy {
        let active = path.map_or_else(Vec::new, |path| self.settings.overrides_of(path));
        self.settings.policy(base, &active, self.codes())
    }
}

/// What a configuration and the files that it extends name, beside what they say.
struct Named {
    stylebook: Option<TomlFile>,
    stylebook_path: Option<PathBuf>,
    house: Vec<TomlFile>,
    baseline: Option<PathBuf>,
}

fn named(
    files: &Packaged<'_>,
    chain: &[(Written<'_>, &Path)],
    folder: &Path,
    given: &Given<'_>,
    problems: &mut Vec<Problem>,
) -> Named {
    let mut named =
        Named { stylebook: given.stylebook.cloned(), stylebook_path: None, house: Vec::new(), baseline: None };
    let mut seen: Vec<PathBuf> = Vec::new();
    for (written, here) in chain {
        if let Some(path) = written.baseline() {
            let file = here.join(path.get_ref());
            let outside = || files.leads_outside(&file, here).then_some(OUTSIDE);
            let in_package = || files.package_of(here).map(|_| "a package has no baseline: it is a newsroom's own");
            match leaves_folder(path.get_ref()).or_else(in_package).or_else(outside) {
                None => named.baseline = Some(file),
                Some(fault) => problems.push(written.problem(path, fault)),
            }
        }
        if let Some(path) = written.stylebook().filter(|_| given.stylebook.is_none()) {
            match files.below(written, path, here, folder) {
                Ok(path) => {
                    named.stylebook = files.toml(&path).map_err(|fault| problems.push(fault)).ok();
                    named.stylebook_path = Some(path);
                }
                Err(problem) => problems.push(problem),
            }
        }
        for source in written.rule_sets() {
            // What is given too is read once.
            let is_new = |path: &Path| {
                let real = real(files, path);
                let is_new = !given.rule_sets.iter().any(|(known, _)| *known == real) && !seen.contains(&real);
                if is_new {
                    seen.push(real);
                }
                is_new
            };
            named.house.extend(rule_sets(files, written, source, here, folder, is_new, problems));
        }
    }
    named
}

/// The rule sets that one entry of a configuration in `here` means, without those that are not `wanted`.
fn rule_sets(
    files: &Packaged<'_>,
    written: &Written<'_>,
    source: &Spanned<config::Named>,
    here: &Path,
    folder: &Path,
    mut wanted: impl FnMut(&Path) -> bool,
    problems: &mut Vec<Problem>,
) -> Vec<TomlFile> {
    match source.get_ref() {
        config::Named::Path(path) => {
            // A path that leads elsewhere is not looked at: `matched` says what is wrong with it.
            let is_folder = leaves_folder(path).is_none() && files.is_folder(&here.join(path));
            let glob = match is_folder {
                true => format!("{}/**/*.toml", globset::escape(path.trim_end_matches('/'))),
                false => path.clone(),
            };
            let glob = Spanned::new(source.span(), glob);
            // What begins with a dot is meant where that is said.
            let names_hidden = path.split('/').any(|part| part.starts_with('.') && part != ".");
            let is_meant = |path: &Path| is_rule_set(path) && (names_hidden || !is_hidden_in(here, path));
            let is_wanted = |path: &Path| is_meant(path) && wanted(path);
            matched(files, written, std::slice::from_ref(&glob), here, is_wanted, problems)
        }
        config::Named::Package(pin) => match files.open(written, pin, here, &files.project_root(folder)) {
            Ok(package) => {
                if package.rule_sets().next().is_none() {
                    let said = pin.package.get_ref();
                    problems
                        .push(written.problem(&pin.package, format!("there is no rule set in the package `{said}`")));
                }
                package.rule_sets().filter(|(path, _)| wanted(path)).map(|(_, file)| file.clone()).collect()
            }
            Err(problem) => {
                problems.push(problem);
                Vec::new()
            }
        },
    }
}

/// The path of the configuration that one in `here` extends.
fn extended(
    files: &Packaged<'_>,
    written: &Written<'_>,
    source: &Spanned<config::Named>,
    here: &Path,
    folder: &Path,
) -> Result<PathBuf, Problem> {
    let root = files.project_root(folder);
    match source.get_ref() {
        config::Named::Path(path) => {
            let named = |path: &str| Spanned::new(source.span(), path.to_owned());
            let real = files.below(written, &named(path), here, &root)?;
            match files.is_folder(&real) {
                true => {
                    files.below(written, &named(&format!("{}/{FILE_NAME}", path.trim_end_matches('/'))), here, &root)
                }
                false => Ok(real),
            }
        }
        config::Named::Package(pin) => {
            let package = files.open(written, pin, here, &root)?;
            let path = package.folder.join(FILE_NAME);
            let none = || {
                let problem = written.problem(&pin.package, format!("the package has no {FILE_NAME} to extend"));
                problem.with_help("rules alone are used by naming the package in `rule-sets`")
            };
            package.files.iter().any(|(known, _)| *known == path).then_some(path).ok_or_else(none)
        }
    }
}

/// The options of rules, those of a later file above those of an earlier one.
fn options_of<'w>(chain: &[&Written<'w>]) -> BTreeMap<String, Table<'w>> {
    let mut options = BTreeMap::new();
    for (code, table) in chain.iter().flat_map(|written| &written.options) {
        let table = match options.remove(code.get_ref()) {
            Some(earlier) => Table::overridden_by(earlier, table),
            None => table.clone(),
        };
        options.insert(code.get_ref().clone(), table);
    }
    options
}

/// The configuration with all it extends, the first to apply first, each with its folder; and the configuration's own
/// folder. Stops at what cannot be read.
fn read_chain(files: &Packaged<'_>, path: &Path, problems: &mut Vec<Problem>) -> (Vec<(TomlFile, PathBuf)>, PathBuf) {
    let folder_of = |path: &Path| real(files, path).parent().map_or_else(PathBuf::new, Path::to_owned);
    let folder = folder_of(path);
    let mut chain: Vec<(TomlFile, PathBuf)> = Vec::new();
    let mut next = Some(path.to_owned());
    let mut seen = Vec::new();
    while let Some(path) = next.take() {
        let file = match files.toml(&path) {
            Ok(file) => file,
            Err(problem) => {
                problems.push(problem);
                return (Vec::new(), folder);
            }
        };
        seen.push(real(files, &path));
        let here = folder_of(&path);
        // Problems of the file itself are told when it is read for good.
        if let Some(written) = Written::read(&file, &mut Vec::new())
            && let Some(base) = written.extends()
        {
            match extended(files, &written, base, &here, &folder) {
                Ok(path) if seen.contains(&path) => {
                    problems.push(written.problem(base, "the files extend one another in a circle"));
                }
                Ok(_) if seen.len() > EXTENDS_LIMIT => {
                    problems.push(written.problem(base, format!("more than {EXTENDS_LIMIT} files extend one another")));
                }
                Ok(path) => next = Some(path),
                Err(problem) => problems.push(problem),
            }
        }
        chain.insert(0, (file, here));
    }
    (chain, folder)
}

/// The real path of what is there, and the path as it is of what is not.
fn real(files: &dyn Files, path: &Path) -> PathBuf {
    files.real(path).unwrap_or_else(|| path.to_owned())
}

/// What a configuration and the files that it extends give beside what is built in. Rule sets are read apart. A file that
/// several globs match counts once.
fn data_of(files: &dyn Files, chain: &[(Written<'_>, &Path)], problems: &mut Vec<Problem>) -> Data {
    let mut data = Data::default();
    let mut seen: Vec<PathBuf> = Vec::new();
    for (written, folder) in chain {
        let lists = [
            (written.language_files(), &mut data.languages),
            (written.gazetteer_files(), &mut data.gazetteers),
            (written.convention_files(), &mut data.conventions),
            (written.ui_files(), &mut data.ui),
        ];
        for (globs, list) in lists {
            let mut is_new = |path: &Path| {
                let real = real(files, path);
                let is_new = !seen.contains(&real);
                seen.push(real);
                is_new
            };
            list.extend(matched(files, written, globs, folder, &mut is_new, problems));
        }
    }
    data.leave_out_misplaced(problems);
    if !data.ui.is_empty() {
        problems.extend(Ui::problems(&ui_files(), &data.ui));
    }
    data
}

/// The files that globs of a configuration mean, relative to its `folder`, in order of path for each glob; without those that are
/// not `wanted`. A glob that no file matches is a problem.
fn matched(
    files: &dyn Files,
    written: &Written<'_>,
    globs: &[Spanned<String>],
    folder: &Path,
    mut wanted: impl FnMut(&Path) -> bool,
    problems: &mut Vec<Problem>,
) -> Vec<TomlFile> {
    let mut found = Vec::new();
    for glob in globs {
        match files.matching(folder, glob.get_ref()) {
            Ok(paths) if paths.is_empty() => {
                problems.push(written.problem(glob, format!("no file matches `{}`", glob.get_ref())));
            }
            Ok(paths) => {
                for path in paths.iter().filter(|path| wanted(path)) {
                    match files.toml(path) {
                        Ok(file) => found.push(file),
                        Err(problem) => problems.push(problem),
                    }
                }
            }
            Err(fault) => problems.push(written.problem(glob, fault)),
        }
    }
    found
}

#[cfg(test)]
mod tests;
