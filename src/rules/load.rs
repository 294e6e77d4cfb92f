//! Reads rule files. One broken rule does not hide the next: every problem of every file is collected.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_spanned::Spanned;

#[cfg(feature = "explanations")]
use super::builtin::rule_files;
use super::builtin::{CODES, convention_files, cues, gazetteer_files, language_files, lean_rule_files};
use super::example::unmark;
use super::file_kind::FileKind;
use super::general::General;
use super::{Data, Example, Expectation, Measured, Rule, RuleBook, RuleSetLanguages, WrittenAt};
use crate::diagnostic::{Code, Severity};
use crate::document::Format;
use crate::kinds::{Env, KINDS, Kind, PatternRoom, Purpose, Reporting, RuleKey, ScopeKeys};
use crate::language::{Languages, Localised, UNDETERMINED};
use crate::names::Knowledge;
use crate::text::{Problem, did_you_mean};
use crate::toml_doc::{Table, TomlFile};

/// Keys of a rule file besides its rules.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FileHead {
    /// Version of this file's form: 1.
    #[schemars(with = "u32")]
    schema: Spanned<u32>,
    /// Name of the rule set.
    name: String,
    /// Tags of the languages it is for; `*` is every language.
    #[schemars(with = "Vec<String>")]
    languages: Vec<Spanned<String>>,
    /// Codes whose rules from files read before are dropped for the languages of this file.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    replaces: Vec<Spanned<String>>,
    /// What was measured of these rules: findings that were drawn from articles and judged, as `copydesk try` prints them. `copydesk
    /// explain` shows it.
    #[serde(default)]
    #[schemars(with = "Vec<Measured>")]
    measured: Vec<Spanned<Measured>>,
}

/// The folder of built-in files that are for every language; the others are called by their language's tag.
const EVERY_LANGUAGE: &str = "all";

/// Keys every rule may have, whatever its kind.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RuleHead {
    /// group/slug: what the finding is called.
    #[schemars(with = "String")]
    code: Spanned<String>,
    /// Tells this rule from others with its code, so that it can be switched by itself.
    #[schemars(with = "Option<String>")]
    variant: Option<Spanned<String>>,
    /// The kind of check that reads the rule.
    #[schemars(with = "String")]
    kind: Spanned<String>,
    /// How bad a finding is.
    #[serde(default = "warning")]
    severity: Severity,
    /// Whether the rule runs when nothing is selected.
    #[serde(default)]
    default: RunsByDefault,
    /// What is wrong, for people; by language, or one text for all.
    message: Words,
    /// What the rule finds, in a line of at most 48 characters, for lists of rules. Without it they show the message.
    #[serde(default)]
    summary: Words,
    /// Why it matters and what to do.
    #[serde(default)]
    explain: Words,
    /// What the repair does.
    #[serde(default)]
    fix: Words,
    /// What is at another place that belongs to the finding. Without it a rule of a newsroom says it in general words.
    #[serde(default)]
    related: Words,
    /// What is said where one article has more than a few findings of one cause (one character, one pair of marks turned
    /// round), which are then reported as one; `{count}` is how many. Without it each is reported by itself.
    #[serde(default)]
    several: Words,
    /// As many findings of one cause in an article are still reported one by one.
    #[serde(default = "a_few")]
    told_apart: u32,
    /// Where in an article the rule applies.
    #[serde(default)]
    scope: ScopeKeys,
}

/// The key that names an earlier rule of the file, whose kind, words for people and own keys a rule takes over where
/// it has none.
const LIKE: &str = "like";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Like {
    /// The code of an earlier rule of the file, whose kind, words and own keys this rule takes over where it has none.
    #[schemars(with = "Option<String>")]
    like: Option<Spanned<String>>,
}

const RULE_HEAD: &[&str] = &[
    "code",
    "variant",
    "kind",
    "severity",
    "default",
    "message",
    "summary",
    "explain",
    "fix",
    "related",
    "several",
    "told-apart",
    "scope",
];

fn warning() -> Severity {
    Severity::Warning
}

fn a_few() -> u32 {
    3
}

/// Whether a rule runs when nothing is selected.
#[derive(Deserialize, JsonSchema, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum RunsByDefault {
    #[default]
    On,
    Off,
}

/// Words for people: by language, or one text for all.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Words {
    One(String),
    Each(Localised),
}

// What serde derives for such a choice copies everything before it is read.
impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrEach;

        impl<'de> Visitor<'de> for OneOrEach {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or a table of texts by language")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Words, E> {
                Ok(Words::One(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, texts: A) -> Result<Words, A::Error> {
                Localised::deserialize(MapAccessDeserializer::new(texts)).map(Words::Each)
            }
        }

        deserializer.deserialize_any(OneOrEach)
    }
}

impl Default for Words {
    fn default() -> Self {
        Self::Each(Localised::new())
    }
}

impl Words {
    fn localised(self) -> Localised {
        match self {
            Self::One(text) => Localised::from([(UNDETERMINED.to_owned(), text)]),
            Self::Each(texts) => texts,
        }
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExampleKeys {
    /// Text with what is to be found between ⟦ and ⟧.
    #[schemars(with = "Option<String>")]
    bad: Option<Spanned<String>>,
    /// Text in which nothing is found.
    good: Option<String>,
    /// The text after all repairs.
    fixed: Option<String>,
    /// Tag of the text's language.
    lang: Option<String>,
    /// Format of the text: text, markdown or html.
    #[schemars(with = "Option<String>")]
    format: Option<Spanned<String>>,
}

/// Values for keys of rules by code (`[options."quotes/house-style"]`), from the configuration.
#[derive(Debug, Default)]
pub struct Options<'f>(pub BTreeMap<String, Table<'f>>);

/// Most rules of a run, the built-in ones included: far more than anybody writes.
const MOST_RULES: usize = 4096;
/// Most bytes of values that the rules of one file take over from others: each has its own copy of them.
const MOST_TAKEN_OVER: usize = 16 << 20;

/// Reads rule files into a rule book.
#[derive(Debug)]
pub struct Loader<'l> {
    languages: &'l Languages,
    stylebook: Option<&'l TomlFile>,
    options: Options<'l>,
    names: Arc<Knowledge>,
    patterns: PatternRoom,
    purpose: Purpose,
    /// Whether the file being read came with copydesk.
    reads_built_in: bool,
    /// Words that rules of a newsroom lack, once one was asked for.
    general: OnceLock<General>,
    book: RuleBook,
}

impl<'l> Loader<'l> {
    /// A loader with an empty book.
    #[must_use]
    pub fn new(
        languages: &'l Languages,
        stylebook: Option<&'l TomlFile>,
        options: Options<'l>,
        purpose: Purpose,
    ) -> Self {
        let names = Arc::new(Knowledge::new(gazetteer_files, convention_files));
        let patterns = if purpose == Purpose::Prove { PatternRoom::keeping() } else { PatternRoom::default() };
        Self {
            languages,
            stylebook,
            options,
            names,
            patterns,
            purpose,
            reads_built_in: false,
            general: OnceLock::new(),
            book: RuleBook::default(),
        }
    }

    /// Takes the gazetteers and conventions that a newsroom gives, for all rules that are read from now on. What is wrong with them
    /// is added to `problems`.
    #[must_use]
    pub fn given(mut self, data: &Data, problems: &mut Vec<Problem>) -> Self {
        if !(data.gazetteers.is_empty() && data.conventions.is_empty()) {
            let gazetteers = (gazetteer_files as fn() -> Vec<TomlFile>, &*data.gazetteers);
            let conventions = (convention_files as fn() -> Vec<TomlFile>, &*data.conventions);
            self.names = Arc::new(Knowledge::with(gazetteers, conventions, problems));
        }
        self
    }

    /// What the repairs of a rule do, in its own words, or, if a newsroom wrote none, in general ones.
    fn fix_words(&self, own: Localised, kind: &dyn Kind) -> Arc<Localised> {
        if kind.says_replacement() { self.or_general(own, |general| &general.replace) } else { Arc::new(own) }
    }

    /// What a rule says, or, if a newsroom says nothing there, what is said in general.
    fn or_general(&self, own: Localised, general: impl FnOnce(&General) -> &Arc<Localised>) -> Arc<Localised> {
        let is_silent = own.values().all(|text| text.trim().is_empty());
        match is_silent && !self.reads_built_in {
            true => Arc::clone(general(self.general.get_or_init(General::read))),
            false => Arc::new(own),
        }
    }

    /// Reads a rule file: `schema`, `name`, `languages`, and its `[[rule]]` tables.
    pub fn read(&mut self, file: &TomlFile, problems: &mut Vec<Problem>) {
        let root = file.parse(problems);
        self.read_parsed(file, root, problems);
    }

    fn read_parsed(&mut self, file: &TomlFile, mut root: Table<'_>, problems: &mut Vec<Problem>) {
        if !self.reads_built_in
            && let Some(problem) = FileKind::RuleSet.misplaced(file, &root)
        {
            problems.push(problem);
            return;
        }
        let rules = root.take_tables("rule", problems);
        let before = problems.len();
        let Some(head) = root.decode::<FileHead>(problems) else {
            // Whoever moves a rule out of copydesk.toml does not know yet that a file of rules has a head.
            for problem in problems.iter_mut().skip(before).filter(|problem| problem.help.is_none()) {
                problem.help = Some("a file of rules begins with schema = 1, a name and languages".to_owned());
            }
            return;
        };
        if *head.schema.get_ref() != 1 {
            problems.push(file.problem(head.schema.span(), "this version reads schema 1"));
            return;
        }
        let Some(languages) = self.languages_of(file, &head.languages, problems) else { return };
        for code in &head.replaces {
            let known = self.book.rules.len();
            self.book
                .rules
                .retain(|rule| !rule.reporting.code.is(code.get_ref()) || !rule.languages.overlap(&languages));
            if self.book.rules.len() == known {
                let message = format!("there is no rule `{}` to replace in these languages", code.get_ref());
                problems.push(file.problem(code.span(), message));
            }
        }
        let first = self.book.rules.len();
        self.read_rules(&head.name.into(), &languages, rules, problems);
        self.take_measured(file, head.measured, first, problems);
    }

    /// Takes what was measured of the rules of a file, which are those from number `first` on.
    fn take_measured(
        &mut self,
        file: &TomlFile,
        measured: Vec<Spanned<Measured>>,
        first: usize,
        problems: &mut Vec<Problem>,
    ) {
        for row in measured {
            let own = || self.book.rules.iter().skip(first).map(|rule| &rule.reporting.code);
            let code = &row.get_ref().code;
            let message = if !own().any(|own| own.is(code)) {
                format!("measurements of `{code}`, but there is no rule with this code in the file")
            } else if !row.get_ref().adds_up() {
                "the figures do not go together: right, wrong and debatable make up those that were read, which were found"
                    .to_owned()
            } else {
                self.book.measured.push(row.into_inner());
                continue;
            };
            problems.push(file.problem(row.span(), message));
        }
    }

    /// The built-in rule files, as whoever asks wants them.
    #[cfg(feature = "explanations")]
    fn built_in_files(&self) -> Vec<TomlFile> {
        if self.purpose == Purpose::Check { lean_rule_files() } else { rule_files() }
    }

    /// The built-in rule files.
    #[cfg(not(feature = "explanations"))]
    fn built_in_files(&self) -> Vec<TomlFile> {
        lean_rule_files()
    }

    /// Reads the built-in rule files: those for every language, and those for the languages wanted (all, if nothing).
    pub fn read_built_in(&mut self, wanted: Option<&BTreeSet<Arc<str>>>, problems: &mut Vec<Problem>) {
        let is_wanted = |file: &TomlFile| {
            let folder = file.name.split('/').nth(1).unwrap_or_default();
            folder == EVERY_LANGUAGE || wanted.is_none_or(|wanted| wanted.contains(folder))
        };
        // Explanations and examples are half of the files, and nobody who checks an article asks for them.
        let files = self.built_in_files();
        let files: Vec<TomlFile> = files.into_iter().filter(is_wanted).collect();
        if self.purpose == Purpose::Check {
            cues().into_iter().for_each(|laid_out| self.book.cues.lay_out(laid_out));
        }
        self.reads_built_in = true;
        for file in &files {
            self.read(file, problems);
        }
        self.reads_built_in = false;
        if wanted.is_some() {
            self.book.others = CODES.iter().filter_map(|code| Code::parse(code)).collect();
        }
    }

    /// Reads `[[rule]]` tables that stand directly in a configuration, for articles of every language.
    pub fn read_rules(
        &mut self,
        name: &Arc<str>,
        languages: &RuleSetLanguages,
        rules: Vec<Table<'_>>,
        problems: &mut Vec<Problem>,
    ) {
        // What rules say, by code, for those after them that are like them; nothing, where no rule is like another.
        let mut said: Option<BTreeMap<String, Table<'_>>> = rules.iter().any(|rule| rule.has(LIKE)).then(BTreeMap::new);
        let mut taken_over = 0_usize;
        for mut rule in rules {
            if self.book.rules.len() >= MOST_RULES {
                problems.push(
                    rule.problem(format!("more than {MOST_RULES} rules; this one and those after it are not read")),
                );
                return;
            }
            if let Some(said) = &said {
                let own = rule.written_len();
                let Some(completed) = with_model(rule, said, problems) else { continue };
                rule = completed;
                taken_over = taken_over.saturating_add(rule.written_len().saturating_sub(own));
                if taken_over > MOST_TAKEN_OVER {
                    problems.push(rule.problem("the rules of this file copy too much from others by `like`"));
                    return;
                }
            }
            let examples = rule.take_tables("example", problems);
            if let Some(said) = &mut said
                && let Some(code) = rule.text("code")
            {
                said.entry(code.to_owned()).or_insert_with(|| rule.clone());
            }
            let rule = self.compile(name, languages, rule, examples, problems);
            self.book.rules.extend(rule);
        }
    }

    /// The rules read. Options for codes that no rule has become problems.
    #[must_use]
    pub fn finish(mut self, problems: &mut Vec<Problem>) -> RuleBook {
        self.book.patterns = self.patterns.kept().to_vec();
        for (code, table) in &self.options.0 {
            let codes = || self.book.codes().flat_map(Code::selectors);
            if !self.book.codes().any(|known| known.is(code)) {
                let problem = table.problem(format!("options for `{code}`, but there is no rule with this code"));
                let meant = || did_you_mean(code, codes()).map(|meant| format!("did you mean `{meant}`?"));
                problems.push(problem.with_help_after(problems, meant));
            }
        }
        self.book
    }

    fn languages_of(
        &self,
        file: &TomlFile,
        tags: &[Spanned<String>],
        problems: &mut Vec<Problem>,
    ) -> Option<RuleSetLanguages> {
        if tags.iter().any(|tag| tag.get_ref() == "*") {
            return Some(RuleSetLanguages::All);
        }
        let mut known = Vec::new();
        for tag in tags {
            match self.languages.get(tag.get_ref()) {
                Ok(profile) => known.push(Arc::clone(&profile.tag)),
                Err(problem) => {
                    let place = file.problem(tag.span(), "");
                    problems.push(Problem { place: place.place, ..problem });
                }
            }
        }
        (known.len() == tags.len()).then_some(RuleSetLanguages::Tags(known))
    }

    /// The languages that a rule names of those of its rule set.
    fn narrowed(
        &self,
        file: &TomlFile,
        languages: &RuleSetLanguages,
        tags: &[Spanned<String>],
        problems: &mut Vec<Problem>,
    ) -> Option<RuleSetLanguages> {
        let narrowed = self.languages_of(file, tags, problems)?;
        let RuleSetLanguages::Tags(known) = &narrowed else { return Some(languages.clone()) };
        let mut outside = known.iter().zip(tags).filter(|(tag, _)| !languages.include(tag)).peekable();
        if outside.peek().is_none() {
            return Some(narrowed);
        }
        for (tag, written) in outside {
            problems.push(file.problem(written.span(), format!("the rule set is not for the language `{tag}`")));
        }
        None
    }

    fn compile(
        &mut self,
        rule_set: &Arc<str>,
        languages: &RuleSetLanguages,
        mut rule: Table<'_>,
        examples: Vec<Table<'_>>,
        problems: &mut Vec<Problem>,
    ) -> Option<Rule> {
        let file = rule.file();
        let before = problems.len();
        let line = rule.line();
        let head = rule.split_off(RULE_HEAD);
        let places = (self.purpose == Purpose::Prove).then(|| rule.places().and(head.places()));
        let head: RuleHead = head.decode(problems)?;
        let examples = examples.into_iter().filter_map(|example| read_example(example, problems)).collect();
        let mut code = Code::new(head.code.get_ref());
        if code.is_none() {
            let message = "a code is group/slug, in lower-case letters, digits and hyphens, such as house/capitals";
            problems.push(file.problem(head.code.span(), message));
        }
        if let (Some(variant), Some(bare)) = (&head.variant, &code) {
            code = bare.with_variant(variant.get_ref());
            if code.is_none() {
                let message = "a variant is lower-case letters, digits and hyphens, such as passive-belief";
                problems.push(file.problem(variant.span(), message));
            }
        }
        let kind = KINDS.iter().find(|kind| kind.name() == head.kind.get_ref());
        let Some(kind) = kind else {
            let problem = file.problem(head.kind.span(), format!("unknown kind `{}`", head.kind.get_ref()));
            problems.push(match did_you_mean(head.kind.get_ref(), KINDS.iter().map(|kind| kind.name())) {
                Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
                None => {
                    let names: Vec<_> = KINDS.iter().map(|kind| kind.name()).collect();
                    problem.with_help(format!("kinds: {}", names.join(", ")))
                }
            });
            return None;
        };
        let narrowed = match &head.scope.languages {
            None => None,
            Some(tags) if tags.get_ref().is_empty() => {
                problems.push(file.problem(tags.span(), "no language is named: the rule would never apply"));
                return None;
            }
            Some(tags) => Some(self.narrowed(file, languages, tags.get_ref(), problems)?),
        };
        let languages = narrowed.as_ref().unwrap_or(languages);
        let (mut first_cue, mut first_pattern) = (self.book.cues.len(), self.patterns.kept().len());
        let tags = match languages {
            RuleSetLanguages::Tags(tags) => Some(tags.as_slice()),
            RuleSetLanguages::All => None,
        };
        let language = tags.and_then(|tags| self.languages.get(tags.first()?).ok());
        let written_at =
            places.map(|places| WrittenAt { places, roles: head.scope.roles.clone(), kind_reads: kind.roles() });
        let mut env = Env {
            cues: &mut self.book.cues,
            languages: self.languages,
            language,
            tags,
            names: &self.names,
            stylebook: self.stylebook,
            patterns: &mut self.patterns,
            purpose: self.purpose,
        };
        let written = if self.purpose == Purpose::Explain { rule.written() } else { Vec::new() };
        // Options for the variant come after those for its code, and win.
        let selectors: Vec<&str> = code.iter().flat_map(|code| [code.as_str(), code.full()]).collect();
        let mut options =
            self.options.0.iter().filter(|(key, _)| selectors.contains(&key.as_str())).map(|(_, table)| table);
        let (general, special) = (options.next(), options.next());
        // Most rules are compiled once, and the table is not needed any more.
        let mut kept = general.map(|_| rule.clone());
        let mut check = kind.compile(rule, &mut env, problems);
        for options in general.into_iter().chain(special) {
            let Some(rule) = kept.take().filter(|_| check.is_some()) else { break };
            // The rule itself is sound, so what goes wrong now is the option's fault, and is said at its place.
            let mut faults = Vec::new();
            let rule = rule.overridden_by(options);
            kept = special.map(|_| rule.clone());
            // What was compiled before does not count any more.
            (first_cue, first_pattern) = (env.cues.len(), env.patterns.kept().len());
            check = kind.compile(rule, &mut env, &mut faults);
            problems.extend(faults.into_iter().map(|fault| Problem {
                message: fault.message,
                help: fault.help,
                ..options.problem("")
            }));
        }
        let fields = head.scope.articles(file, problems);
        let (code, check) = (code?, check?);
        // Facts that several rules share are collected from every article.
        if !fields.is_all() && check.archive().is_some_and(|archive| !archive.shared().is_empty()) {
            let message = format!("a rule of the kind `{}` looks at all articles: it takes no `fields`", kind.name());
            problems.push(file.problem(head.kind.span(), message));
        }
        let alike = |rule: &&Rule| rule.reporting.code == code && rule.reporting.rule_set == *rule_set;
        let nth = self.book.rules.iter().filter(alike).count();
        let reporting = Reporting {
            key: RuleKey::new(rule_set, code.full(), nth),
            code,
            severity: head.severity,
            rule_set: Arc::clone(rule_set),
            message: Arc::new(head.message.localised()),
            fix: self.fix_words(head.fix.localised(), *kind),
            related: self.or_general(head.related.localised(), |general| &general.related),
            several: Arc::new(head.several.localised()),
            told_apart: head.told_apart,
            scope: head.scope.within(kind.roles(), kind.default_roles()),
            fields,
        };
        (problems.len() == before).then(|| Rule {
            reporting,
            kind: kind.name(),
            languages: languages.clone(),
            // Whoever sets an option of a rule wants the rule.
            on_by_default: head.default == RunsByDefault::On || general.is_some(),
            is_built_in: self.reads_built_in,
            is_wanted: general.is_some(),
            summary: head.summary.localised(),
            explain: head.explain.localised(),
            written,
            examples,
            file: Arc::clone(&file.name),
            line,
            written_at,
            cues: first_cue..self.book.cues.len(),
            patterns: first_pattern..self.patterns.kept().len(),
            check,
        })
    }
}

/// The built-in languages, and the built-in rules without any configuration: what a program that uses copydesk as a
/// library starts from.
///
/// # Errors
/// A problem if there is no base language. Problems in rule files, of which there are none in a released version, are
/// added to `problems`.
pub fn built_in(purpose: Purpose, problems: &mut Vec<Problem>) -> Result<(Arc<Languages>, Arc<RuleBook>), Problem> {
    let languages = Languages::load(&language_files(), problems)?;
    let mut loader = Loader::new(&languages, None, Options::default(), purpose);
    loader.read_built_in(None, problems);
    let book = loader.finish(problems);
    Ok((Arc::new(languages), Arc::new(book)))
}

/// A rule with what it takes over from the rule it is like. Nothing if there is no such rule.
fn with_model<'f>(
    mut rule: Table<'f>,
    said: &BTreeMap<String, Table<'f>>,
    problems: &mut Vec<Problem>,
) -> Option<Table<'f>> {
    let file = rule.file();
    let Some(like) = rule.split_off(&[LIKE]).decode::<Like>(problems)?.like else { return Some(rule) };
    if let Some(model) = said.get(like.get_ref()) {
        return Some(rule.completed_by(model));
    }
    let problem =
        file.problem(like.span(), format!("no rule above this one in the file has the code `{}`", like.get_ref()));
    let meant = || did_you_mean(like.get_ref(), said.keys().map(String::as_str));
    let meant = || meant().map(|meant| format!("did you mean `{meant}`?"));
    problems.push(problem.with_help_after(problems, meant));
    None
}

fn read_example(example: Table<'_>, problems: &mut Vec<Problem>) -> Option<Example> {
    let file = example.file();
    let place = example.problem("an example has either `bad` or `good`");
    let line = example.line();
    let keys: ExampleKeys = example.decode(problems)?;
    let (text, expectation) = match (keys.bad, keys.good) {
        (Some(bad), None) => match unmark(bad.get_ref()) {
            Ok((_, spans)) if spans.is_empty() => {
                problems.push(
                    file.problem(bad.span(), "a bad example marks what the rule finds: \u{27e6}\u{2026}\u{27e7}"),
                );
                return None;
            }
            Ok((text, spans)) => (text, Expectation::Bad(spans)),
            Err(fault) => {
                problems.push(file.problem(bad.span(), fault));
                return None;
            }
        },
        (None, Some(good)) => (good, Expectation::Good),
        _ => {
            problems.push(place);
            return None;
        }
    };
    let format = match &keys.format {
        None => Format::Text,
        Some(name) => match Format::named(name.get_ref()).filter(|format| !format.is_of_records()) {
            Some(format) => format,
            None => {
                let names: Vec<&str> = Format::names().collect();
                let problem = file.problem(name.span(), format!("unknown format `{}`", name.get_ref()));
                problems.push(problem.with_help(format!("formats: {}", names.join(", "))));
                return None;
            }
        },
    };
    Some(Example { text, expectation, fixed: keys.fixed, language: keys.lang, format, line })
}
