//! Which configuration governs which article, and the rules that follow from it. Configurations are looked for once
//! per folder; each is read and compiled once.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::config::{FILE_NAME, Policy, Trust};
use copydesk::document::{self, Article, Format, Reading};
use copydesk::engine::Engine;
use copydesk::kinds::Purpose;
use copydesk::language::Languages;
use copydesk::linter::{Configuration, Files, Given, ReadFrom};
use copydesk::report::{Exception, Silenced};
use copydesk::rules::{Data, Rule, RuleBook, language_files};
use copydesk::text::{Place, Problem, did_you_mean, path_name};
use copydesk::toml_doc::TomlFile;
use rustc_hash::FxHashMap;

use super::cache::{Cache, Memory, SettingsKey, settings_key};
use super::disk::{Disk, matching_files, real, shown_name, toml_file};
use super::options::RuleOptions;
use super::stamps::Stamps;
use super::walk::Found;

/// One configuration, or none, with the rules in force under it, and the engines made from it.
#[derive(Debug)]
pub struct Project {
    /// What the configuration says, with all the files it names.
    pub configuration: Configuration,
    /// Whether configuration and rule sets are free of problems; otherwise nothing is repaired.
    pub is_sound: bool,
    /// By the overrides that hold.
    engines: BTreeMap<Vec<usize>, (Arc<Engine>, SettingsKey)>,
    /// A number for the configuration and all files it names.
    files: SettingsKey,
    /// The packages that it uses, as they were when they were read.
    packages: Stamps,
}

/// What is known of a folder.
#[derive(Debug)]
struct Folder {
    /// Its real path.
    real: PathBuf,
    /// The configuration that governs it.
    config: Option<PathBuf>,
    /// The outermost configuration of its project, which says whom the project trusts.
    outermost: Option<PathBuf>,
}

/// The files that configurations are read from.
#[derive(Clone)]
struct ConfigurationFiles(Arc<dyn Files + Send + Sync>);

impl fmt::Debug for ConfigurationFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConfigurationFiles")
    }
}

/// All configurations of a run.
#[derive(Debug)]
pub struct Projects {
    args: RuleOptions,
    files: ConfigurationFiles,
    /// The built-in languages.
    languages: Arc<Languages>,
    /// The tag of the language that every article is in, if that is said.
    language: Option<String>,
    /// Rule sets named on the command line, with their real paths, in the order named.
    house: Vec<(PathBuf, TomlFile)>,
    stylebook: Option<TomlFile>,
    /// What the command line decides for all of them.
    base: Policy,
    /// By path of the configuration.
    known: BTreeMap<Option<PathBuf>, Project>,
    /// By folder, as it is written.
    folders: FxHashMap<OsString, Arc<Folder>>,
    cache: Option<Arc<Cache>>,
    purpose: Purpose,
    /// The languages of the articles, if they are known before the rules are read.
    expected: Option<BTreeSet<Arc<str>>>,
    problems: Vec<Problem>,
    /// By path of the outermost configuration.
    trusts: BTreeMap<PathBuf, Trust>,
    /// Configurations that an outer one does not let count.
    passed_over: BTreeSet<PathBuf>,
    /// What configurations keep from being checked.
    exceptions: Exceptions,
}

/// What configurations keep from being checked in a run.
#[derive(Debug, Default)]
struct Exceptions {
    /// Articles checked without some codes, by the configuration and its override, if it is one that says so.
    articles: BTreeMap<(PathBuf, Option<usize>), usize>,
    /// Articles left out by a configuration below the outermost one.
    excluded: BTreeMap<PathBuf, usize>,
}

impl Projects {
    /// Reads what the command line names. `language` is the tag that every article is in, if that is said: of a built-in language, or of
    /// one that the configuration of the current folder gives.
    ///
    /// # Errors
    /// A problem without which nothing can be checked.
    pub fn new(args: RuleOptions, language: Option<&str>) -> Result<Self, Problem> {
        Self::over(Arc::new(Disk), args, language)
    }

    /// The same, with configurations and what they name read from `files`, which are those of the disk as far as nobody has
    /// changed them.
    ///
    /// # Errors
    /// A problem without which nothing can be checked.
    pub fn over(
        files: Arc<dyn Files + Send + Sync>,
        args: RuleOptions,
        language: Option<&str>,
    ) -> Result<Self, Problem> {
        let mut problems = Vec::new();
        let languages = Languages::load(&language_files(), &mut problems)?;
        let mut read = |path: &PathBuf| toml_file(path, &path_name(path)).map_err(|fault| problems.push(fault)).ok();
        let house = args.rules.iter().filter_map(|path| Some((real(path), read(path)?))).collect();
        let stylebook = args.stylebook.as_ref().and_then(&mut read);
        let mut projects = Self {
            args,
            files: ConfigurationFiles(files),
            languages: Arc::new(languages),
            language: language.map(str::to_owned),
            house,
            stylebook,
            base: Policy::default(),
            known: BTreeMap::new(),
            folders: FxHashMap::default(),
            cache: None,
            purpose: Purpose::Check,
            expected: None,
            problems,
            trusts: BTreeMap::new(),
            passed_over: BTreeSet::new(),
            exceptions: Exceptions::default(),
        };
        if let Some(tag) = language {
            let known = match projects.languages.get(tag) {
                Ok(profile) => Ok(Arc::clone(profile)),
                Err(_) => projects.given_here().languages(&projects.languages, &mut Vec::new()).get(tag).cloned(),
            };
            projects.base.language = Some(known?);
        }
        Ok(projects)
    }

    /// What the configuration gives that governs the current folder. What is wrong with it is told when it is read for good.
    pub fn given_here(&mut self) -> Data {
        let config = self.config_of(None);
        config.map_or_else(Data::default, |config| Configuration::data(&*self.files.0, &config))
    }

    /// Reads further rule sets, as `--rules` does.
    pub fn add_rule_sets(&mut self, files: impl IntoIterator<Item = (PathBuf, TomlFile)>) {
        self.house.extend(files.into_iter().map(|(path, file)| (real(&path), file)));
    }

    /// The rules are wanted to be proved, not to check articles.
    pub fn set_purpose(&mut self, purpose: Purpose) {
        self.purpose = purpose;
    }

    /// The articles of this run are in these languages, so that other languages' rules need not be read. Before any rules are.
    pub fn set_languages(&mut self, languages: BTreeSet<Arc<str>>) {
        self.expected = Some(languages);
    }

    /// The built-in languages.
    pub fn languages(&self) -> &Arc<Languages> {
        &self.languages
    }

    /// The languages of the articles, if they are known.
    pub fn expected_languages(&self) -> impl Iterator<Item = &Arc<str>> {
        self.expected.iter().flatten()
    }

    /// The languages of an article and of passages in it, as far as nothing but the command line has a say in it.
    pub fn languages_of(&self, article: &Article) -> Vec<Arc<str>> {
        let (languages, language) = (&self.languages, self.base.language.as_ref());
        let reading = Reading { languages, language, allowed: &[], prose_keys: None };
        let article = document::parse(&article.source, article.format, &reading);
        [&article].into_iter().chain(&article.passages).map(|part| Arc::clone(&part.language.tag)).collect()
    }

    /// It is to be told of each article how much of it is in which language. Before any rules are read.
    pub fn measure(&mut self) {
        self.base.measures = true;
    }

    /// What earlier runs found may be asked for there from now on.
    pub fn set_cache(&mut self, cache: Option<Cache>) {
        self.cache = cache.map(Arc::new);
    }

    /// Ends a run, when its jobs are gone: what was found is kept for the next one. The rules stay until the process ends,
    /// since taking them apart takes longer than checking an article.
    pub fn close(self) {
        drop(self.cache);
        std::mem::forget(self.known);
    }

    /// The project that governs a file; of the current folder, for no file.
    pub fn governing(&mut self, file: Option<&Path>) -> &mut Project {
        let config = self.config_of(file);
        match self.known.entry(config) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let given = Given {
                    languages: &self.languages,
                    language: self.language.as_deref(),
                    rule_sets: &self.house,
                    stylebook: self.stylebook.as_ref(),
                    selection: self.args.selection(),
                    purpose: self.purpose,
                    expected: self.expected.as_ref(),
                };
                let mut configuration = Configuration::resolve(&*self.files.0, new.key().as_deref(), &given);
                let problems = std::mem::take(&mut configuration.problems);
                let files = settings_key(configuration.files.iter().flat_map(|file| [&*file.name, &*file.text]));
                let is_sound = problems.is_empty();
                self.problems.extend(problems);
                let packages = Stamps::of(configuration.package_paths.iter().cloned());
                new.insert(Project { configuration, is_sound, engines: BTreeMap::new(), files, packages })
            }
        }
    }

    /// Whether the file that is shown as `name` is one that some configuration was read from, of those that were read so far.
    #[must_use]
    pub fn has_read(&self, name: &str) -> bool {
        self.known.values().flat_map(|project| &project.configuration.files).any(|file| *file.name == *name)
    }

    /// Whether a package that is in use has changed since it was read. Packages may be where no editor watches files.
    #[must_use]
    pub fn are_packages_old(&self) -> bool {
        self.known.values().any(|project| project.packages.are_old())
    }

    /// What decides about the articles of this run, as far as configurations were read: the files they were read from, packages and
    /// baselines.
    #[must_use]
    pub fn read_from(&self) -> ReadFrom {
        let mut all = ReadFrom::default();
        for Project { configuration, .. } in self.known.values() {
            all.paths.extend(configuration.read_from.paths.iter().cloned());
            all.paths.extend(configuration.package_paths.iter().chain(&configuration.baseline).cloned());
            all.globs.extend(configuration.read_from.globs.iter().cloned());
        }
        all
    }

    fn config_of(&mut self, file: Option<&Path>) -> Option<PathBuf> {
        if self.args.isolated {
            None
        } else if let Some(config) = &self.args.config {
            Some(config.clone())
        } else {
            self.folder_of(file).config.clone()
        }
    }

    /// The folder of the configuration that governs the current folder, which is not read for this; without one, the current
    /// folder.
    pub fn home(&mut self) -> PathBuf {
        let config = self.config_of(None).map(|config| real(&config));
        config.as_deref().and_then(Path::parent).unwrap_or(Path::new(".")).to_owned()
    }

    /// The real path of a file's folder, joined with the file's name, so that globs see it as it is stored.
    pub fn real_path(&mut self, file: &Path) -> PathBuf {
        let folder = self.folder_of(Some(file));
        let Some(name) = file.file_name() else { return folder.real.clone() };
        let mut path = PathBuf::with_capacity(folder.real.as_os_str().len() + 1 + name.len());
        path.push(&folder.real);
        path.push(name);
        path
    }

    fn folder_of(&mut self, file: Option<&Path>) -> Arc<Folder> {
        let folder = file.and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        if let Some(known) = self.folders.get(folder.as_os_str()) {
            return Arc::clone(known);
        }
        let real =
            fs::canonicalize(folder).or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_owned());
        let (config, outermost) = self.configs_above(&real);
        let found = Arc::new(Folder { real, config, outermost });
        self.folders.insert(folder.as_os_str().to_owned(), Arc::clone(&found));
        found
    }

    /// The configuration that governs a folder, by its real path, and the outermost one of the same project.
    fn configs_above(&mut self, folder: &Path) -> (Option<PathBuf>, Option<PathBuf>) {
        let mut above = Vec::new();
        for folder in folder.ancestors() {
            let path = folder.join(FILE_NAME);
            if path.exists() {
                above.push(path);
            }
            // What stands above a repository is another project's, unless there is nothing in it.
            if !above.is_empty() && folder.join(".git").exists() {
                break;
            }
        }
        let outermost = above.last().cloned();
        let Some(first) = outermost.as_ref().filter(|_| above.len() > 1) else { return (outermost.clone(), outermost) };
        if self.trust_of(first).nested {
            return (above.into_iter().next(), outermost);
        }
        above.pop();
        self.passed_over.extend(above);
        (outermost.clone(), outermost)
    }

    /// Whom the project of a configuration trusts.
    fn trust_of(&mut self, config: &Path) -> Trust {
        if let Some(known) = self.trusts.get(config) {
            return *known;
        }
        let trust = Configuration::trust_of(&*self.files.0, config);
        self.trusts.insert(config.to_owned(), trust);
        trust
    }

    /// Whom the project of a file trusts.
    fn trust(&mut self, file: Option<&Path>) -> Trust {
        let outermost = match &self.args.config {
            _ if self.args.isolated => None,
            Some(config) => Some(config.clone()),
            None => self.folder_of(file).outermost.clone(),
        };
        outermost.map_or_else(Trust::default, |config| self.trust_of(&config))
    }

    /// Whether the configuration that governs a file is one below the outermost of its project, and below the current folder's.
    fn is_nested(&mut self, file: &Path) -> bool {
        if self.args.isolated || self.args.config.is_some() {
            return false;
        }
        let folder = self.folder_of(Some(file));
        folder.config != folder.outermost && folder.config != self.folder_of(None).config
    }

    /// Takes note of an article that is left out by its configuration: one that is not the project's outermost is said.
    pub fn note_excluded(&mut self, file: &Path) {
        if self.is_nested(file)
            && let Some(config) = self.config_of(Some(file))
        {
            *self.exceptions.excluded.entry(config).or_default() += 1;
        }
    }

    /// Takes note of an article that is checked, and of what its configuration keeps from being looked for in it.
    pub fn note_checked(&mut self, file: &Path) {
        let is_nested = self.is_nested(file);
        let real = self.real_path(file);
        let project = self.governing(Some(file));
        let mut by: Vec<Option<usize>> =
            project.configuration.settings.overrides_of(&real).into_iter().map(Some).collect();
        by.retain(|index| {
            index.is_some_and(|index| project.configuration.settings.ignored_by_override(index).is_some())
        });
        let own = &project.configuration.selection;
        by.extend((is_nested && !(own.select.is_empty() && own.ignore.is_empty())).then_some(None));
        if by.is_empty() {
            return;
        }
        let Some(config) = self.config_of(Some(file)) else { return };
        for index in by {
            *self.exceptions.articles.entry((config.clone(), index)).or_default() += 1;
        }
    }

    /// What the configurations kept from being checked.
    #[must_use]
    pub fn exceptions(&self) -> Silenced {
        let mut silenced = Silenced::default();
        for ((config, index), &articles) in &self.exceptions.articles {
            let Some(project) = self.known.get(&Some(config.clone())) else { continue };
            let (ignore, place) = match index {
                Some(index) => project.configuration.settings.ignored_by_override(*index).unwrap_or_default(),
                None => (project.configuration.selection.ignore.as_slice(), None),
            };
            let line = place.and_then(|place| place.position()).map(|(line, _)| line);
            let file = place.map_or_else(|| project.configuration.name.clone(), |place| place.file.clone());
            let select = if index.is_none() { project.configuration.selection.select.clone() } else { Vec::new() };
            silenced.exceptions.push(Exception { file, line, ignore: ignore.to_vec(), select, articles });
        }
        let shown = |(config, count): (&PathBuf, &usize)| (shown_name(config), *count);
        silenced.excluded = self.exceptions.excluded.iter().map(shown).collect();
        silenced.passed_over = self.passed_over.iter().map(|config| shown_name(config)).collect();
        silenced
    }

    /// Takes the problems met so far.
    pub fn take_problems(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.problems)
    }

    /// A problem for each code or group on the command line that no rule of any project has.
    pub fn command_line_problems(&self) -> Vec<Problem> {
        let codes = self.known.values().flat_map(|project| project.configuration.codes());
        self.args.selection().problems(codes)
    }

    /// The engine for a file, which its project and the overrides that hold for it decide.
    pub fn engine(&mut self, file: Option<&Path>) -> Arc<Engine> {
        self.engine_and_key(file).0
    }

    /// The engine for a file, and what earlier runs found under its rules.
    pub fn engine_and_memory(&mut self, file: Option<&Path>) -> (Arc<Engine>, Option<Memory>) {
        let (engine, settings) = self.engine_and_key(file);
        (engine, self.cache.clone().map(|cache| Memory { cache, settings }))
    }

    fn engine_and_key(&mut self, file: Option<&Path>) -> (Arc<Engine>, SettingsKey) {
        let real = file.map(|file| self.real_path(file));
        let project = self.governing(file);
        let active = real.map_or(Vec::new(), |path| project.configuration.settings.overrides_of(&path));
        if let Some(known) = project.engines.get(&active) {
            return known.clone();
        }
        let refuses_suppressions = !self.trust(file).suppressions;
        let base = Policy { refuses_suppressions, ..self.base.clone() };
        let tag = self.language.clone();
        let project = self.governing(file);
        let languages = Arc::clone(&project.configuration.languages);
        let language = tag.and_then(|tag| languages.get(&tag).ok().cloned());
        let base = Policy { language, ..base };
        let policy = project.configuration.settings.policy(&base, &active, project.configuration.codes());
        // The language is told by its tag.
        let said = Policy { language: None, ..policy.clone() };
        let language = policy.language.as_ref().map_or("", |language| &*language.tag);
        let key = settings_key([&*project.files.to_string(), &*format!("{said:?}"), language]);
        let engine = (Arc::new(Engine::new(languages, Arc::clone(&project.configuration.book), policy)), key);
        project.engines.insert(active, engine.clone());
        engine
    }

    /// The format of a file, if the configuration that governs it says.
    pub fn format_of(&mut self, file: &Path) -> Option<Format> {
        let path = self.real_path(file);
        self.governing(Some(file)).configuration.settings.format_of(&path)
    }

    /// The format of a file, by what the configuration that governs it says, or by its extension.
    pub fn stored_format(&mut self, file: &Path) -> Option<Format> {
        self.format_of(file).or_else(|| Format::of_path(file))
    }

    /// Whether a file found in a folder is an article.
    pub fn is_article(&mut self, file: &Path) -> bool {
        Format::is_looked_for(file) || self.format_of(file).is_some()
    }

    /// The places of overrides that hold for no file, in configurations whose folders are below one of `roots`, so that the
    /// run would have met one.
    pub fn unused_overrides(&self, roots: &[PathBuf]) -> Vec<&Place> {
        let is_whole = |folder: &Path| roots.iter().any(|root| folder.starts_with(real(root)));
        let mut places = Vec::new();
        for project in self.known.values() {
            let Some(folder) = project.configuration.folder.as_deref().filter(|folder| is_whole(folder)) else {
                continue;
            };
            let is_used = |index: usize| project.engines.keys().any(|active| active.contains(&index));
            let unused = (0..project.configuration.settings.overrides()).filter(|index| !is_used(*index));
            for (globs, place) in unused.filter_map(|index| project.configuration.settings.written_override(index)) {
                // Excluded files, and files that are checked only when they are named, are files all the same.
                let matches = |glob: &String| {
                    folder.join(glob).exists() || matching_files(folder, glob).is_ok_and(|files| !files.is_empty())
                };
                if !globs.iter().any(matches) {
                    places.push(place);
                }
            }
        }
        places
    }

    /// Leaves out the files that stand in folders of templates, unless they were named themselves. How many there were.
    pub fn leave_out_templates(&mut self, files: &mut Vec<Found>) -> usize {
        let all = files.len();
        files.retain(|file| {
            file.named
                || file.depth == 0
                || !self.governing(Some(&file.path)).configuration.settings.is_template(&file.path, file.depth)
        });
        all - files.len()
    }

    /// Whether the configuration that governs a file leaves it out.
    pub fn excludes(&mut self, file: &Path) -> bool {
        let path = self.real_path(file);
        self.governing(Some(file)).configuration.settings.excludes(&path)
    }
}

/// The rules with a code.
///
/// # Errors
/// A problem with the code probably meant, if there is none.
pub fn rules_of<'b>(book: &'b RuleBook, code: &str) -> Result<Vec<&'b Rule>, Problem> {
    let rules: Vec<&Rule> = book.rules().iter().filter(|rule| rule.reporting.code.is(code)).collect();
    if rules.is_empty() {
        let problem = Problem::new(format!("there is no rule with the code `{code}`"));
        let codes = book.rules().iter().flat_map(|rule| [rule.reporting.code.full(), rule.reporting.code.as_str()]);
        return Err(match did_you_mean(code, codes) {
            Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
            None => problem.with_help("`copydesk rules` lists them"),
        });
    }
    Ok(rules)
}
