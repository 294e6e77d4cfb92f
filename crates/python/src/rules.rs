//! The rules that a checker goes by: what is built in, and what a configuration and the checker's own options say above it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use copydesk::config::{FILE_NAME, Policy, Selection};
use copydesk::engine::Engine;
use copydesk::kinds::Purpose;
use copydesk::language::Languages;
use copydesk::linter::{Configuration, Given};
use copydesk::report::Ui;
use copydesk::rules::{language_files, ui_files};
use copydesk::text::{Problem, did_you_mean, path_name};
use copydesk::toml_doc::TomlFile;
use copydesk::{Files, Format, Texts};
use copydesk_workspace::disk::{Disk, real, toml_file};

use crate::examine::Way;

/// What a checker is made from.
#[derive(Debug, Default)]
pub struct Options {
    /// A configuration file, or the folder it is in.
    pub config: Option<PathBuf>,
    /// The texts of the configuration's files by their names, instead of files on the disk.
    pub texts: Option<BTreeMap<String, String>>,
    /// Further rule sets.
    pub rules: Vec<PathBuf>,
    /// The stylebook, instead of the one that the configuration names.
    pub stylebook: Option<PathBuf>,
    /// The only codes and groups to run; all that are on if empty.
    pub select: Vec<String>,
    /// Codes and groups to leave out.
    pub ignore: Vec<String>,
    /// The tag of the language that every article is in.
    pub language: Option<String>,
    /// The tag of the language of the words.
    pub ui: String,
}

/// The rules of a checker.
#[derive(Debug)]
pub struct Rules {
    configuration: Configuration,
    base: Policy,
    /// By the overrides of the configuration that hold.
    engines: Mutex<BTreeMap<Vec<usize>, Arc<Engine>>>,
}

impl Rules {
    /// Reads everything that the options name.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(options: &Options) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let languages = Arc::new(Languages::load(&language_files(), &mut problems).map_err(|problem| vec![problem])?);
        let mut read = |path: &PathBuf| toml_file(path, &path_name(path)).map_err(|fault| problems.push(fault)).ok();
        let rule_sets: Vec<(PathBuf, TomlFile)> =
            options.rules.iter().filter_map(|path| Some((real(path), read(path)?))).collect();
        let stylebook = options.stylebook.as_ref().and_then(&mut read);
        let selection = Selection { select: options.select.clone(), ignore: options.ignore.clone() };
        let given = Given {
            language: options.language.as_deref(),
            rule_sets: &rule_sets,
            stylebook: stylebook.as_ref(),
            selection: selection.clone(),
            purpose: Purpose::Check,
            ..Given::nothing(&languages)
        };
        let texts: Option<Texts> = options.texts.as_ref().map(|texts| texts.clone().into_iter().collect());
        let files: &dyn Files = texts.as_ref().map_or(&Disk, |texts| texts);
        let path = match &texts {
            Some(_) => Some(PathBuf::from(FILE_NAME)),
            None => options.config.as_ref().map(|path| if path.is_dir() { path.join(FILE_NAME) } else { path.clone() }),
        };
        let mut configuration = Configuration::resolve(files, path.as_deref(), &given);
        problems.append(&mut configuration.problems);
        problems.extend(selection.problems(configuration.codes()));
        let words = path.as_ref().map(|path| Configuration::data(files, path).ui).unwrap_or_default();
        problems.extend(Ui::find(&ui_files(), &words, &options.ui).err());
        if !problems.is_empty() {
            return Err(problems);
        }
        let language = options.language.as_ref().and_then(|tag| configuration.languages.get(tag).ok().cloned());
        let refuses_suppressions = !configuration.trust.suppressions;
        let base = Policy { language, refuses_suppressions, ..Policy::default() };
        Ok(Self { configuration, base, engines: Mutex::default() })
    }

    /// How texts are read that go by the name of a file, which is relative to the configuration's folder. `format` is theirs if it is
    /// given; otherwise the configuration says it, or the extension of the name.
    ///
    /// # Errors
    /// A format that there is not, or that holds many articles.
    pub fn way(&self, name: Option<PathBuf>, format: Option<&str>) -> Result<Way, Problem> {
        let settings = &self.configuration.settings;
        let path = name.as_ref().map(|name| self.configuration.folder.as_deref().unwrap_or(Path::new("")).join(name));
        let of_path = |path: &PathBuf| settings.format_of(path).or_else(|| Format::of_path(path));
        let format = match format {
            Some(format) => named(format)?,
            None => path.as_ref().and_then(of_path).unwrap_or(Format::Text),
        };
        if format.is_of_records() {
            let message = format!("`{}` holds many articles", format.name());
            return Err(Problem::new(message).with_help("give the text of each, with the format that it is written in"));
        }
        let active = path.as_deref().map_or_else(Vec::new, |path| settings.overrides_of(path));
        let mut engines = self.engines.lock().unwrap_or_else(PoisonError::into_inner);
        let engine = engines.entry(active).or_insert_with_key(|active| {
            let policy = settings.policy(&self.base, active, self.configuration.codes());
            let languages = Arc::clone(&self.configuration.languages);
            Arc::new(Engine::new(languages, Arc::clone(&self.configuration.book), policy))
        });
        Ok(Way { engine: Arc::clone(engine), name, format })
    }
}

/// The format with this name.
fn named(name: &str) -> Result<Format, Problem> {
    Format::named(name).ok_or_else(|| {
        let problem = Problem::new(format!("there is no format `{name}`"));
        match did_you_mean(name, Format::names()) {
            Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
            None => problem.with_help(format!("formats: {}", Format::names().collect::<Vec<_>>().join(", "))),
        }
    })
}
