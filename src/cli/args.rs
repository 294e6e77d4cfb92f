//! The command line as users type it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diagnostic::Severity;
use crate::text::Encoding;

/// A linter for news articles: names, quotation marks, attribution, promotional lines.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How to speak.
    #[command(flatten)]
    pub look: LookArgs,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check articles and show what is wrong in them
    #[command(after_help = "Exit status: 0 nothing found at or above --fail-on, 1 there are such findings, \
                            2 the run itself failed, for one article or for all.")]
    Check(Box<CheckArgs>),
    /// List the rules in force
    Rules(RulesArgs),
    /// Say what a rule finds and why, with examples, and how to silence it
    Explain(ExplainArgs),
    /// Run the examples that rules carry: the built-in ones, or those of the files given
    Test(TestArgs),
    /// Write a commented copydesk.toml to begin with, and on request what checks each commit
    Init(InitArgs),
    /// How names are spelled
    Names(Box<NamesArgs>),
    /// Serve an editor: the language server, on standard input and output
    Lsp(LspArgs),
}

/// Options on how to speak, for every command.
#[derive(Debug, Args)]
pub struct LookArgs {
    /// Language of messages: en or ar
    #[arg(long, global = true, value_name = "TAG", env = "COPYDESK_UI_LANG", default_value = "en")]
    pub ui_lang: String,
    /// When to use colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub color: When,
    /// What to do so that right-to-left text is shown in order
    #[arg(long, global = true, value_enum, value_name = "HOW", default_value_t = BidiChoice::Auto)]
    pub bidi: BidiChoice,
}

/// Options on which rules are in force, for every command.
#[derive(Debug, Clone, Args, Default)]
pub struct ForceArgs {
    /// Use this configuration file for every article
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub config: Option<PathBuf>,
    /// Use no configuration file at all
    #[arg(long)]
    pub isolated: bool,
    /// Read this rule set too; may be repeated
    #[arg(long, value_name = "FILE")]
    pub rules: Vec<PathBuf>,
    /// Use this stylebook
    #[arg(long, value_name = "FILE")]
    pub stylebook: Option<PathBuf>,
    /// Run only these codes and groups (comma-separated), in place of those the configuration selects
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Leave out these codes and groups (comma-separated) too
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub ignore: Vec<String>,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files and folders to check; '-' is standard input
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Which rules are in force.
    #[command(flatten)]
    pub force: ForceArgs,
    /// Repair what can be repaired without doubt
    #[arg(long, group = "repair")]
    pub fix: bool,
    /// With --fix or --diff: also make repairs that need an editor's eye
    #[arg(long, requires = "repair")]
    pub unsafe_fixes: bool,
    /// Show what --fix would do, and write nothing
    #[arg(long, group = "repair")]
    pub diff: bool,
    /// Keep quiet about the findings this file lists
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write down what is found now, so that it is not spoken of again
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, conflicts_with_all = ["repair", "since", "staged"])]
    pub write_baseline: Option<Option<PathBuf>>,
    /// Speak of everything, whatever baseline is configured
    #[arg(long, conflicts_with_all = ["baseline", "write_baseline"])]
    pub no_baseline: bool,
    /// Only articles that changed since a revision git knows
    #[arg(long, value_name = "REV", conflicts_with = "staged", group = "changes")]
    pub since: Option<String>,
    /// Only articles staged for the next commit, as they are staged
    #[arg(long, group = "changes")]
    pub staged: bool,
    /// With --since or --staged: only findings on changed lines
    #[arg(long, requires = "changes")]
    pub changed_lines: bool,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Write the findings to this file instead
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Language of every article, instead of detecting it
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Lowest severity that makes the run fail
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Warning)]
    pub fail_on: FailOn,
    /// Compare names with those of this saved tally (names/archive), not with those of the articles of this run
    #[arg(long, value_name = "FILE")]
    pub tally: Option<PathBuf>,
    /// Count the findings of each code
    #[arg(long)]
    pub statistics: bool,
    /// Number of articles checked at a time; 0 lets copydesk choose
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub jobs: usize,
    /// Do not use results of earlier runs; this version never does
    #[arg(long)]
    pub no_cache: bool,
    /// Format of every file named and of standard input, instead of going by the extension
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub input_format: Option<InputFormat>,
    /// Encoding of every article, such as windows-1256, instead of telling it from the bytes
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// For JSON: where the text of an article is, such as text or /body/text
    #[arg(long, value_name = "POINTER")]
    pub text_field: Option<String>,
    /// For JSON: where the id of an article is
    #[arg(long, value_name = "POINTER")]
    pub id_field: Option<String>,
    /// For JSON: where the language tag of an article is
    #[arg(long, value_name = "POINTER")]
    pub lang_field: Option<String>,
    /// For JSON: format of the texts
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub text_format: Option<TextFormat>,
    /// Largest article that is read, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub max_file_size: u64,
    /// Name that standard input goes by, for its configuration and in reports
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// Leave out excluded files even when they are named, as pre-commit does
    #[arg(long)]
    pub force_exclude: bool,
}

/// Options of `rules`.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// Which rules are in force.
    #[command(flatten)]
    pub force: ForceArgs,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The code, such as quotes/unclosed
    pub code: String,
    /// Which rules are in force.
    #[command(flatten)]
    pub force: ForceArgs,
}

/// Options of `test`.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Rule sets to test; without any, every rule in force
    pub files: Vec<PathBuf>,
    /// Which rules are in force.
    #[command(flatten)]
    pub force: ForceArgs,
}

/// Options of `names`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct NamesArgs {
    /// What is asked, if it is not a survey.
    #[command(subcommand)]
    pub command: Option<NamesCommand>,
    /// What is surveyed, and how.
    #[command(flatten)]
    pub survey: SurveyArgs,
}

/// Options of `names` without a further command.
#[derive(Debug, Args)]
pub struct SurveyArgs {
    /// Files and folders to survey
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Survey what this file holds, saved with --save-tally or made with `names merge`, and read no articles
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    pub tally: Option<PathBuf>,
    /// Save what was collected to this file, for `names merge`, `names --tally` and `check --tally`
    #[arg(long, value_name = "FILE")]
    pub save_tally: Option<PathBuf>,
    /// Leave out spellings found fewer than N times
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub min_count: u64,
    /// Add what is new to this stylebook as proposals, and show no survey
    #[arg(long, value_name = "STYLEBOOK", conflicts_with_all = ["format", "output"])]
    pub write: Option<PathBuf>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = SurveyFormat::Human)]
    pub format: SurveyFormat,
    /// Write the survey to this file instead
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Language of every article, instead of detecting it
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Number of articles read at a time; 0 lets copydesk choose
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub jobs: usize,
    /// Largest article that is read, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub max_file_size: u64,
    /// Which rules are in force.
    #[command(flatten)]
    pub force: ForceArgs,
}

/// Options of `names merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// Saved tallies
    #[arg(required = true, value_name = "TALLY")]
    pub tallies: Vec<PathBuf>,
    /// Where the sum is written
    #[arg(long, value_name = "FILE")]
    pub output: PathBuf,
}

/// Forms of a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SurveyFormat {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// A table, one spelling a line
    Csv,
    /// One page for a browser
    Html,
}

/// What can be asked about names.
#[derive(Debug, Subcommand)]
pub enum NamesCommand {
    /// Would two spellings be one name, and why
    #[command(
        after_help = "With '-', each line of standard input is a language, a spelling and a spelling, separated by tabs, \
                            and is answered in its place; a line that cannot be understood is told, and answered in jsonl by \
                            {\"line\":N,\"error\":\"…\"}.\n\n\
                            Exit status: 0 every pair was answered, whatever the answer; 2 something could not be."
    )]
    Compare(CompareArgs),
    /// Add saved tallies of parts of an archive
    #[command(
        after_help = "The sum is the same in whatever order the files are named. A tally that stands in another one is \
                            counted once; tallies that share a part, and each have parts of their own, are refused."
    )]
    Merge(MergeArgs),
}

/// Options of `names compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// A spelling; '-' reads pairs from standard input
    pub a: String,
    /// The other spelling
    pub b: Option<String>,
    /// Language of the spellings, instead of detecting it
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = CompareFormat::Human)]
    pub format: CompareFormat,
    /// Which rules are in force.
    #[command(flatten)]
    pub force: ForceArgs,
}

/// Forms of an answer about two spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompareFormat {
    /// For people
    Human,
    /// One JSON object a line
    Jsonl,
}

/// Options of `lsp`.
#[derive(Debug, Args)]
pub struct LspArgs {
    /// Which rules are in force.
    #[command(flatten)]
    pub force: ForceArgs,
    /// Language of every article, instead of detecting it
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder that holds the articles
    #[arg(default_value = ".")]
    pub folder: PathBuf,
    /// The languages they are written in (comma-separated tags, such as ar,en)
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    pub languages: Vec<String>,
    /// Also check each commit, by a hook of git's own or through pre-commit
    #[arg(long, value_enum, value_name = "WHAT")]
    pub hook: Option<Hook>,
}

/// What can check each commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Hook {
    /// A script among git's hooks
    Git,
    /// A configuration for pre-commit or prek
    PreCommit,
}

/// Forms of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: each place with its sentence
    Human,
    /// One line for each finding
    Concise,
    /// One JSON document
    Json,
    /// One JSON object a line
    Jsonl,
    /// Annotations in a GitHub workflow, and the summary of its job
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitLab's code quality report
    Gitlab,
    /// JUnit's XML
    Junit,
    /// reviewdog's format
    Rdjson,
    /// A table for a job summary or a comment
    Markdown,
    /// One page for editors to read, complete in itself
    Html,
}

/// Formats of articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    /// Plain text
    Text,
    /// Markdown, with front matter if there is any
    Markdown,
    /// HTML, a page or a fragment
    Html,
    /// Many articles, a JSON object a line
    Jsonl,
    /// Many articles, a JSON list of objects, or one object
    Json,
}

impl From<InputFormat> for crate::document::Format {
    fn from(format: InputFormat) -> Self {
        match format {
            InputFormat::Text => Self::Text,
            InputFormat::Markdown => Self::Markdown,
            InputFormat::Html => Self::Html,
            InputFormat::Jsonl => Self::JsonLines,
            InputFormat::Json => Self::Json,
        }
    }
}

/// Formats of texts inside JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextFormat {
    /// Plain text
    Text,
    /// Markdown
    Markdown,
    /// HTML
    Html,
}

impl From<TextFormat> for crate::document::Format {
    fn from(format: TextFormat) -> Self {
        match format {
            TextFormat::Text => Self::Text,
            TextFormat::Markdown => Self::Markdown,
            TextFormat::Html => Self::Html,
        }
    }
}

fn encoding(label: &str) -> Result<Encoding, String> {
    let examples = "windows-1256, iso-8859-6, windows-1252, koi8-r, utf-16le";
    Encoding::of_label(label).ok_or_else(|| format!("no encoding goes by this name; some are {examples}"))
}

/// Forms of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Human,
    /// One JSON document
    Json,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal that wants it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do for right-to-left text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BidiChoice {
    /// What suits the terminal; nothing where the output is none
    Auto,
    /// Nothing
    Plain,
    /// Put isolates around quoted text
    Isolate,
    /// No colour in the text, spans between brackets
    Markers,
}

/// From which severity on a run fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Any finding
    Info,
    /// Warnings and errors
    Warning,
    /// Errors only
    Error,
    /// No finding ever
    Never,
}

impl FailOn {
    /// Whether a finding of this severity makes the run fail.
    #[must_use]
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Info => true,
            Self::Warning => severity >= Severity::Warning,
            Self::Error => severity >= Severity::Error,
            Self::Never => false,
        }
    }
}
