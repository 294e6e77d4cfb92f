//! Which configuration governs which article, and the rules that follow from it. Configurations are looked for once
//! per folder; each is read and compiled once.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_spanned::Spanned;

use super::cache::{Cache, Memory, SettingsKey, settings_key};
use super::given::{data_of, named_files};
use super::options::RuleOptions;
use super::read::{read_file, text_of};
use super::walk::{Found, OUTSIDE, leads_outside, matching_files};
use copydesk::config::{FILE_NAME, Policy, Selection, Settings, Trust, Written, leaves_folder};
use copydesk::diagnostic::Code;
use copydesk::document::{self, Format, Reading};
use copydesk::engine::Engine;
use copydesk::kinds::Purpose;
use copydesk::language::Languages;
use copydesk::report::{Exception, Silenced};
use copydesk::rules::{Data, Loader, Options, Rule, RuleBook, RuleSetLanguages, language_files};
use copydesk::text::{Place, Problem, Source, did_you_mean, path_name};
use copydesk::toml_doc::TomlFile;

/// Largest TOML file that is read, in bytes: a stylebook of some hundred thousand names.
pub const TOML_LIMIT: u64 = 64 << 20;
/// Files that may extend one another in a row.
const EXTENDS_LIMIT: usize = 16;

/// One configuration, or none, with the rules in force under it.
#[derive(Debug, Default)]
pub struct Project {
    /// The configuration's name as people know it; empty without one.
    pub name: String,
    settings: Settings,
    /// The rules.
    pub book: Arc<RuleBook>,
    /// Whether the configuration could be understood at all; without it, checking would mislead.
    pub usable: bool,
    /// Whether configuration and rule sets are free of problems; otherwise nothing is repaired.
    pub sound: bool,
    /// The file of known findings that the configuration names, by its real path; it need not be there yet.
    pub baseline: Option<PathBuf>,
    /// The real folder of the configuration.
    pub folder: Option<PathBuf>,
    /// By the overrides that hold.
    engines: BTreeMap<Vec<usize>, (Arc<Engine>, SettingsKey)>,
    /// A number for the configuration and all files it names.
    files: SettingsKey,
    /// The languages, if the configuration gives some beside the built-in ones.
    languages: Option<Arc<Languages>>,
    /// What the configuration itself selects and leaves out, before the command line speaks.
    own: Selection,
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

/// All configurations of a run.
#[derive(Debug)]
pub struct Projects {
    args: RuleOptions,
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
        let mut problems = Vec::new();
        let languages = Languages::load(&language_files(), &mut problems)?;
        let mut read = |path: &PathBuf| toml_file(path, &path_name(path)).map_err(|fault| problems.push(fault)).ok();
        let house = args.rules.iter().filter_map(|path| Some((real(path), read(path)?))).collect();
        let stylebook = args.stylebook.as_ref().and_then(&mut read);
        let mut projects = Self {
            args,
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
        let Some(config) = self.config_of(None) else { return Data::default() };
        let (files, _) = read_chain(&config, &mut Vec::new());
        let mut chain: Vec<(Written<'_>, &Path)> = Vec::new();
        for (file, folder) in &files {
            chain.extend(Written::read(file, &mut Vec::new()).map(|written| (written, folder.as_path())));
        }
        data_of(chain.iter().map(|(written, folder)| (written, *folder)), &mut Vec::new())
    }

    /// Reads further rule sets, as `--rules` does.
    pub fn add_rule_sets(&mut self, files: impl IntoIterator<Item = (PathBuf, TomlFile)>) {
        self.house.extend(files.into_iter().map(|(path, file)| (real(&path), file)));
    }

    /// Says whether much text is to come.
    pub fn set_bulk(&mut self, bulk: bool) {
        self.base.bulk = bulk;
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
    pub fn languages_of(&self, source: &Source, format: Format) -> Vec<Arc<str>> {
        let (languages, language) = (&self.languages, self.base.language.as_ref());
        let reading = Reading { languages, language, allowed: &[], prose_keys: None };
        let article = document::parse(source, format, &reading);
        [&article].into_iter().chain(&article.passages).map(|part| Arc::clone(&part.language.tag)).collect()
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
        if !self.known.contains_key(&config) {
            let project = self.load(config.as_deref());
            self.known.insert(config.clone(), project);
        }
        self.known.entry(config).or_default()
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
        file.file_name().map_or_else(|| folder.real.clone(), |name| folder.real.join(name))
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
        // What is wrong with the files is told where they are read for good.
        let (files, _) = read_chain(config, &mut Vec::new());
        let written = files.iter().filter_map(|(file, _)| Written::read(file, &mut Vec::new()));
        let trust = written.fold(Trust::default(), |before, written| written.trust(before));
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
        let mut by: Vec<Option<usize>> = project.settings.overrides_of(&real).into_iter().map(Some).collect();
        by.retain(|index| index.is_some_and(|index| project.settings.ignored_by_override(index).is_some()));
        let own = &project.own;
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
                Some(index) => project.settings.ignored_by_override(*index).unwrap_or_default(),
                None => (project.own.ignore.as_slice(), None),
            };
            let line = place.and_then(|place| place.position()).map(|(line, _)| line);
            let file = place.map_or_else(|| project.name.clone(), |place| place.file.clone());
            let select = if index.is_none() { project.own.select.clone() } else { Vec::new() };
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
        let codes = self.known.values().flat_map(Project::codes);
        self.command_line().problems(codes)
    }

    fn command_line(&self) -> Selection {
        Selection { select: self.args.select.clone(), ignore: self.args.ignore.clone() }
    }

    fn load(&mut self, config: Option<&Path>) -> Project {
        let mut problems = Vec::new();
        let (files, folder) = config.map_or((Vec::new(), PathBuf::new()), |path| read_chain(path, &mut problems));
        let chain: Vec<Written<'_>> = files.iter().filter_map(|(file, _)| Written::read(file, &mut problems)).collect();
        let usable = config.is_none() || (!files.is_empty() && chain.len() == files.len());
        let folders: BTreeMap<&str, &PathBuf> = files.iter().map(|(file, folder)| (&*file.name, folder)).collect();
        let folder_of = |written: &Written<'_>| folders.get(&*written.file.name).map_or(Path::new("."), |path| path);
        let data = data_of(chain.iter().map(|written| (written, folder_of(written))), &mut problems);
        let languages = data.languages(&self.languages, &mut problems);
        let mut settings = Settings::resolve(&chain, &folder, &languages, &mut problems);
        let lacks_language = self.language.as_ref().and_then(|tag| languages.get(tag).err());
        let usable = usable && lacks_language.is_none();
        problems.extend(lacks_language);

        let mut stylebook = self.stylebook.clone();
        let mut house = Vec::new();
        let mut baseline = None;
        for written in &chain {
            if let Some(path) = written.baseline() {
                let file = folder_of(written).join(path.get_ref());
                let outside = || leads_outside(&file, folder_of(written)).then_some(OUTSIDE);
                match leaves_folder(path.get_ref()).or_else(outside) {
                    None => baseline = Some(file),
                    Some(fault) => problems.push(written.problem(path, fault)),
                }
            }
            if let Some(path) = written.stylebook().filter(|_| self.stylebook.is_none()) {
                match below(written, path, folder_of(written), &folder) {
                    Ok(path) => {
                        stylebook = toml_file(&path, &shown_name(&path)).map_err(|fault| problems.push(fault)).ok()
                    }
                    Err(problem) => problems.push(problem),
                }
            }
            // What the command line names too is read once.
            let is_new = |path: &Path| !self.house.iter().any(|(known, _)| *known == real(path));
            house.extend(named_files(written, written.rule_sets(), folder_of(written), is_new, &mut problems));
        }

        let mut options = BTreeMap::new();
        for (code, table) in chain.iter().flat_map(|written| &written.options) {
            let table = match options.remove(code.get_ref()) {
                Some(earlier) => copydesk::toml_doc::Table::overridden_by(earlier, table),
                None => table.clone(),
            };
            options.insert(code.get_ref().clone(), table);
        }
        // What a house says of rules has to be held against all of them.
        let has_a_say =
            !house.is_empty() || !self.house.is_empty() || !options.is_empty() || !data.languages.is_empty();
        let wanted = self.expected.as_ref().filter(|_| !has_a_say).and_then(|expected| settings.languages_of(expected));
        let loader = Loader::new(&languages, stylebook.as_ref(), Options(options), self.purpose);
        let mut loader = loader.given(&data, &mut problems);
        loader.read_built_in(wanted.as_ref(), &mut problems);
        for file in house.iter().chain(self.house.iter().map(|(_, file)| file)) {
            loader.read(file, &mut problems);
        }
        for written in &chain {
            loader.read_rules(&FILE_NAME.into(), &RuleSetLanguages::All, written.rules.clone(), &mut problems);
        }
        let book = Arc::new(loader.finish(&mut problems));
        for written in &chain {
            problems.extend(written.selector_problems(book.codes()));
        }
        let mut own = Selection::default();
        for said in chain.iter().map(Written::selection) {
            own.ignore.extend(said.ignore);
            own.select = if said.select.is_empty() { own.select } else { said.select };
        }
        settings.overrule(&self.command_line());
        let read = files.iter().map(|(file, _)| file).chain(&stylebook).chain(&house);
        let read = read.chain(self.house.iter().map(|(_, file)| file)).chain(data.files());
        let read = settings_key(read.flat_map(|file| [&*file.name, &*file.text]));
        let sound = problems.is_empty();
        self.problems.extend(problems);
        Project {
            name: config.map(shown_name).unwrap_or_default(),
            settings,
            book,
            usable,
            sound,
            baseline,
            folder: config.map(|_| folder),
            engines: BTreeMap::new(),
            files: read,
            languages: (!data.languages.is_empty()).then_some(languages),
            own,
        }
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
        let active = real.map_or(Vec::new(), |path| project.settings.overrides_of(&path));
        if let Some(known) = project.engines.get(&active) {
            return known.clone();
        }
        let refuses_suppressions = !self.trust(file).suppressions;
        let (base, built_in) = (Policy { refuses_suppressions, ..self.base.clone() }, Arc::clone(&self.languages));
        let tag = self.language.clone();
        let project = self.governing(file);
        let languages = project.languages.clone().unwrap_or(built_in);
        let language = tag.and_then(|tag| languages.get(&tag).ok().cloned());
        let base = Policy { language, ..base };
        let policy = project.settings.policy(&base, &active, project.codes());
        // The language is told by its tag, and how much text is to come changes no finding.
        let said = Policy { language: None, bulk: false, ..policy.clone() };
        let language = policy.language.as_ref().map_or("", |language| &*language.tag);
        let key = settings_key([&*project.files.to_string(), &*format!("{said:?}"), language]);
        let engine = (Arc::new(Engine::new(languages, Arc::clone(&project.book), policy)), key);
        project.engines.insert(active, engine.clone());
        engine
    }

    /// The format of a file, if the configuration that governs it says.
    pub fn format_of(&mut self, file: &Path) -> Option<Format> {
        let path = self.real_path(file);
        self.governing(Some(file)).settings.format_of(&path)
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
            let Some(folder) = project.folder.as_deref().filter(|folder| is_whole(folder)) else { continue };
            let is_used = |index: usize| project.engines.keys().any(|active| active.contains(&index));
            let unused = (0..project.settings.overrides()).filter(|index| !is_used(*index));
            for (globs, place) in unused.filter_map(|index| project.settings.written_override(index)) {
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
                || !self.governing(Some(&file.path)).settings.is_template(&file.path, file.depth)
        });
        all - files.len()
    }

    /// Whether the configuration that governs a file leaves it out.
    pub fn excludes(&mut self, file: &Path) -> bool {
        let path = self.real_path(file);
        self.governing(Some(file)).settings.excludes(&path)
    }
}

impl Project {
    /// The codes of all its rules.
    pub fn codes(&self) -> impl Iterator<Item = &Code> + Clone {
        self.book.codes()
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

/// A TOML file under the name it is to be shown by.
///
/// # Errors
/// The problem of a file that cannot be read or is not UTF-8.
pub fn toml_file(path: &Path, name: &str) -> Result<TomlFile, Problem> {
    toml_of(path, name, read_file(path, TOML_LIMIT)?)
}

/// A TOML file of these bytes under the name it is to be shown by.
///
/// # Errors
/// The problem of a file that is not UTF-8.
pub fn toml_of(path: &Path, name: &str, bytes: Vec<u8>) -> Result<TomlFile, Problem> {
    Ok(TomlFile::new(name, text_of(path, bytes)?))
}

pub fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// A path as people know it: relative to the current folder where it is below it.
pub fn shown_name(path: &Path) -> String {
    let here = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
    path_name(path.strip_prefix(&here).unwrap_or(path)).into_owned()
}

/// The configuration with all it extends, the first to apply first, each with its folder; and the configuration's own
/// folder. Stops at what cannot be read.
fn read_chain(path: &Path, problems: &mut Vec<Problem>) -> (Vec<(TomlFile, PathBuf)>, PathBuf) {
    let folder_of = |path: &Path| {
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        real.parent().map_or_else(PathBuf::new, Path::to_owned)
    };
    let folder = folder_of(path);
    let mut chain: Vec<(TomlFile, PathBuf)> = Vec::new();
    let mut next = Some(path.to_owned());
    let mut seen = Vec::new();
    while let Some(path) = next.take() {
        let file = match toml_file(&path, &shown_name(&path)) {
            Ok(file) => file,
            Err(problem) => {
                problems.push(problem);
                return (Vec::new(), folder);
            }
        };
        seen.push(fs::canonicalize(&path).unwrap_or_else(|_| path.clone()));
        let here = folder_of(&path);
        // Problems of the file itself are told when it is read for good.
        if let Some(written) = Written::read(&file, &mut Vec::new())
            && let Some(base) = written.extends()
        {
            match below(&written, base, &here, &project_root(&folder)) {
                Ok(path) if seen.contains(&path) || seen.len() > EXTENDS_LIMIT => {
                    problems.push(written.problem(base, "the files extend one another in a circle"));
                }
                Ok(path) => next = Some(path),
                Err(problem) => problems.push(problem),
            }
        }
        chain.insert(0, (file, here));
    }
    (chain, folder)
}

/// The outermost folder that still belongs to the project: the one with the repository, or with the outermost
/// configuration.
fn project_root(folder: &Path) -> PathBuf {
    let repository = folder.ancestors().find(|folder| folder.join(".git").exists());
    let outermost = || folder.ancestors().filter(|folder| folder.join(FILE_NAME).is_file()).last();
    repository.or_else(outermost).unwrap_or(folder).to_owned()
}

/// The real path of a file that a configuration names, if it is inside the project.
fn below(written: &Written<'_>, named: &Spanned<String>, folder: &Path, root: &Path) -> Result<PathBuf, Problem> {
    let path = Path::new(named.get_ref());
    if path.is_absolute() {
        return Err(written.problem(named, "an absolute path; paths in a configuration are relative to its folder"));
    }
    let real = fs::canonicalize(folder.join(path))
        .map_err(|_| written.problem(named, format!("there is no file `{}`", named.get_ref())))?;
    if real.starts_with(root) { Ok(real) } else { Err(written.problem(named, OUTSIDE)) }
}
