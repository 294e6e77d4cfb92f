//! `copydesk.toml` exactly as written. Every value that can be wrong later keeps its place in the file.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use serde_spanned::Spanned;

use super::select::unmatched;
use super::style::{self, StyleKeys};
use super::{Named, Selection, Trust};
use crate::diagnostic::Severity;
use crate::text::Problem;
use crate::toml_doc::{Table, TomlFile, schema_of};

/// Severities by code or group.
pub(super) type Severities = BTreeMap<Spanned<String>, Severity>;

/// The keys with plain values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Keys {
    /// What to read before this file: a configuration, a folder with one, or a package with one, relative to this file's folder.
    #[schemars(with = "Option<Named>")]
    pub extends: Option<Spanned<Named>>,
    /// Tags of the languages of the articles; detected among all, if absent.
    #[schemars(with = "Option<Vec<String>>")]
    pub languages: Option<Vec<Spanned<String>>>,
    /// Rule sets beside the built-in ones: globs and folders of your own, and packages.
    #[serde(default)]
    #[schemars(with = "Vec<Named>")]
    pub rule_sets: Vec<Spanned<Named>>,
    /// The file of your decisions about names.
    #[schemars(with = "Option<String>")]
    pub stylebook: Option<Spanned<String>>,
    /// The file of findings that are known and not reported.
    #[schemars(with = "Option<String>")]
    pub baseline: Option<Spanned<String>>,
    /// Codes and groups to run; all that are on by default, if absent.
    #[schemars(with = "Option<Vec<String>>")]
    pub select: Option<Vec<Spanned<String>>>,
    /// Codes and groups to leave out.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub ignore: Vec<Spanned<String>>,
    /// Globs of articles to leave out.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub exclude: Vec<Spanned<String>>,
    /// Names of folders that hold templates and other people's packages, whose files are left out unless they are named
    /// themselves; the usual ones, if absent, and none, if empty.
    pub template_folders: Option<Vec<String>>,
    /// Formats of articles whose extension does not tell, by glob; of several globs that fit a file, the longest counts.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub formats: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Severities by code or group.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Severity>")]
    pub severity: Severities,
    /// Whom the project believes besides this file.
    #[serde(default)]
    pub trust: TrustKeys,
    // These are taken out before; they are here so that a misspelt key finds them.
    /// What an article's front matter must have, and which of its values are read.
    #[serde(rename = "front-matter")]
    #[schemars(with = "Option<FrontMatter>")]
    _front_matter: Option<IgnoredAny>,
    /// How your house writes: digits, dates, punctuation, quotation marks.
    #[serde(rename = "style")]
    #[schemars(with = "Option<StyleKeys>")]
    _style: Option<IgnoredAny>,
    /// Languages, names and words of your own, beside the built-in ones.
    #[serde(rename = "data")]
    #[schemars(with = "Option<DataKeys>")]
    _data: Option<IgnoredAny>,
    #[serde(rename = "options")]
    #[schemars(skip)]
    _options: Option<IgnoredAny>,
    #[serde(rename = "override")]
    #[schemars(skip)]
    _override: Option<IgnoredAny>,
    #[serde(rename = "rule")]
    #[schemars(skip)]
    _rule: Option<IgnoredAny>,
}

/// What `[data]` holds: globs of files, relative to the folder of the configuration.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DataKeys {
    /// Globs of languages; one with the tag of a built-in language takes its place.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub languages: Vec<Spanned<String>>,
    /// Globs of gazetteers, lists of names of the news; one with the name of a built-in gazetteer takes its place.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub gazetteers: Vec<Spanned<String>>,
    /// Globs of conventions, sounds that regions write with different letters; one takes the place of the built-in convention for
    /// the same sound of its language.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub conventions: Vec<Spanned<String>>,
    /// Globs of files with the program's own words in languages in which it has none, for --ui-lang.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub ui: Vec<Spanned<String>>,
}

/// What `[trust]` holds. It counts in the outermost configuration of a project only.
#[derive(Debug, Default, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct TrustKeys {
    /// Whether configurations in folders below count; true, if absent.
    pub nested_configuration: Option<bool>,
    /// Whether articles may silence findings, by comments and in their front matter; true, if absent.
    pub suppressions: Option<bool>,
}

/// The rule that `required` in `[front-matter]` is an option of.
const REQUIRES_FIELDS: &str = "attribution/metadata";

/// What `[front-matter]` holds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    /// Keys whose values are checked as headlines and captions.
    prose: Option<Vec<String>>,
    /// Fields, or keys as they are written, that every article has to have.
    // It is taken out before; it is here so that a misspelt key finds it.
    #[serde(rename = "required")]
    #[schemars(with = "Option<Vec<String>>")]
    _required: Option<IgnoredAny>,
}

/// One `[[override]]`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Override {
    /// Globs of the articles it holds for.
    #[schemars(with = "Vec<String>")]
    pub paths: Vec<Spanned<String>>,
    /// Why it is so, for whoever reads the file.
    #[serde(rename = "reason")]
    pub _reason: Option<String>,
    /// Codes and groups to leave out there.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub ignore: Vec<Spanned<String>>,
    /// Severities there, by code or group.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Severity>")]
    pub severity: Severities,
}

/// One configuration file as written.
#[derive(Debug)]
pub struct Written<'f> {
    /// The file.
    pub file: &'f TomlFile,
    pub(super) keys: Keys,
    pub(super) overrides: Vec<Override>,
    /// The `[options."code"]` tables, and what `[style]` and `[front-matter]` come to.
    pub options: Vec<(Spanned<String>, Table<'f>)>,
    pub(super) prose_keys: Option<Vec<String>>,
    data: DataKeys,
    /// The `[[rule]]` tables.
    pub rules: Vec<Table<'f>>,
}

/// A configuration file, as a JSON Schema. `rule` is the schema of a `[[rule]]`.
#[must_use]
pub fn schema(rule: &Value) -> Schema {
    let mut schema = schema_of::<Keys>();
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        let options = json!({ "type": "object", "additionalProperties": { "type": "object" }, "description": "Keys of rules set otherwise, by code." });
        properties.insert("options".into(), options);
        let overrides = json!({ "type": "array", "items": schema_of::<Override>(), "description": "What holds for some articles only." });
        properties.insert("override".into(), overrides);
        properties
            .insert("rule".into(), json!({ "type": "array", "items": rule, "description": "Rules of your own." }));
    }
    schema
}

impl<'f> Written<'f> {
    /// Reads a configuration. What is wrong is added to `problems`; `None` is returned if its plain keys cannot be
    /// understood.
    pub fn read(file: &'f TomlFile, problems: &mut Vec<Problem>) -> Option<Self> {
        let mut root = file.parse(problems);
        let rules = root.take_tables("rule", problems);
        let overrides =
            root.take_tables("override", problems).into_iter().filter_map(|table| table.decode(problems)).collect();
        let mut options =
            root.take_table("options", problems).map(|mut table| table.take_all_tables(problems)).unwrap_or_default();
        if let Some(table) = root.take_table("style", problems) {
            options.extend(style::options(table, problems));
        }
        let mut prose_keys = None;
        if let Some(mut table) = root.take_table("front-matter", problems) {
            let span = table.span();
            let required = table.split_off(&["required"]);
            if required.keys().next().is_some() {
                // It is an option of that rule, which is wanted by whoever sets it.
                options.push((Spanned::new(span, REQUIRES_FIELDS.to_owned()), required));
            }
            prose_keys = table.decode::<FrontMatter>(problems)?.prose;
        }
        let data = match root.take_table("data", problems) {
            Some(table) => table.decode(problems)?,
            None => DataKeys::default(),
        };
        let keys = root.decode(problems)?;
        Some(Self { file, keys, overrides, options, prose_keys, data, rules })
    }

    /// What to read before this file, relative to its folder.
    #[must_use]
    pub fn extends(&self) -> Option<&Spanned<Named>> {
        self.keys.extends.as_ref()
    }

    /// The house's rule sets, relative to this file's folder.
    #[must_use]
    pub fn rule_sets(&self) -> &[Spanned<Named>] {
        &self.keys.rule_sets
    }

    /// The globs of languages that it gives, relative to this file's folder.
    #[must_use]
    pub fn language_files(&self) -> &[Spanned<String>] {
        &self.data.languages
    }

    /// The globs of gazetteers that it gives, relative to this file's folder.
    #[must_use]
    pub fn gazetteer_files(&self) -> &[Spanned<String>] {
        &self.data.gazetteers
    }

    /// The globs of conventions that it gives, relative to this file's folder.
    #[must_use]
    pub fn convention_files(&self) -> &[Spanned<String>] {
        &self.data.conventions
    }

    /// The globs of files with words of the program that it gives, relative to this file's folder.
    #[must_use]
    pub fn ui_files(&self) -> &[Spanned<String>] {
        &self.data.ui
    }

    /// The stylebook, relative to this file's folder.
    #[must_use]
    pub fn stylebook(&self) -> Option<&Spanned<String>> {
        self.keys.stylebook.as_ref()
    }

    /// The file of known findings, relative to this file's folder.
    #[must_use]
    pub fn baseline(&self) -> Option<&Spanned<String>> {
        self.keys.baseline.as_ref()
    }

    /// What this file says of whom the project believes, on top of what is said in files that it extends.
    #[must_use]
    pub fn trust(&self, before: Trust) -> Trust {
        Trust {
            nested: self.keys.trust.nested_configuration.unwrap_or(before.nested),
            suppressions: self.keys.trust.suppressions.unwrap_or(before.suppressions),
        }
    }

    /// The codes and groups it leaves out, and those that alone it wants, if it says so.
    #[must_use]
    pub fn selection(&self) -> Selection {
        let own = |selectors: &[Spanned<String>]| selectors.iter().map(|one| one.get_ref().clone()).collect();
        Selection { select: own(self.keys.select.as_deref().unwrap_or_default()), ignore: own(&self.keys.ignore) }
    }

    /// A problem at a value of this file.
    #[must_use]
    pub fn problem<T>(&self, at: &Spanned<T>, message: impl Into<String>) -> Problem {
        self.file.problem(at.span(), message)
    }

    /// A problem for each code or group named anywhere in the file that no rule has.
    pub fn selector_problems<'c>(
        &self,
        codes: impl Iterator<Item = &'c crate::diagnostic::Code> + Clone,
    ) -> Vec<Problem> {
        let overrides = self.overrides.iter().flat_map(|part| part.ignore.iter().chain(part.severity.keys()));
        let named = self.keys.select.iter().flatten().chain(&self.keys.ignore).chain(self.keys.severity.keys());
        let mut problems = Vec::new();
        for selector in named.chain(overrides) {
            let place = || self.problem(selector, "").place;
            let problem = unmatched(selector.get_ref(), codes.clone(), &problems);
            problems.extend(problem.map(|problem| Problem { place: place(), ..problem }));
        }
        problems
    }
}
