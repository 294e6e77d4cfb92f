//! The command line as users type it.

mod blocks;
mod cache;
mod check;
mod mistaken;
mod names;
mod read;
mod sources;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use copydesk_workspace::options::RuleOptions;

pub use blocks::{BlocksArgs, BlocksFormat};
pub use cache::CacheArgs;
pub use check::{CheckArgs, Format};
pub use mistaken::mistaken;
pub use names::{CompareArgs, CompareFormat, MergeArgs, NamesArgs, NamesCommand, SurveyArgs, SurveyFormat};
pub use read::ReadArgs;
pub use sources::{SourcesArgs, SourcesFormat};

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
                            2 the run itself failed. What cannot be read of an article is a finding.")]
    Check(Box<CheckArgs>),
    /// List the rules in force
    Rules(RulesArgs),
    /// Say what a rule finds and why, with examples, and how to silence it
    Explain(ExplainArgs),
    /// Show how an article is taken apart: each block with what it is for, and why
    Blocks(Box<BlocksArgs>),
    /// Run the examples that rules carry: the built-in ones, or those of the files given
    Test(TestArgs),
    /// Write a commented copydesk.toml to begin with, and on request what checks each commit
    Init(InitArgs),
    /// How names are spelled
    Names(Box<NamesArgs>),
    /// Show who speaks: each quotation with its speaker and the words that say so, and each source nobody can trace
    #[command(after_help = "Exit status: 0 whatever was found; 2 the run itself failed.")]
    Sources(Box<SourcesArgs>),
    /// Serve an editor: the language server, on standard input and output
    Lsp(LspArgs),
    /// Write the JSON Schema of a file that people write, for editors that complete and check it
    Schema(SchemaArgs),
    /// Write the completions for a shell
    Completions(CompletionsArgs),
    /// Write the manual page
    Man,
}

impl Command {
    /// Which rules are in force, for the commands that ask for rules.
    #[must_use]
    pub fn force(&self) -> Option<&ForceArgs> {
        Some(match self {
            Self::Check(args) => &args.force,
            Self::Rules(args) => &args.force,
            Self::Explain(args) => &args.force,
            Self::Blocks(args) => &args.force,
            Self::Test(args) => &args.force,
            Self::Names(args) => match &args.command {
                None => &args.survey.force,
                Some(NamesCommand::Compare(args)) => &args.force,
                Some(NamesCommand::Merge(_)) => return None,
            },
            Self::Sources(args) => &args.force,
            Self::Lsp(args) => &args.force,
            Self::Init(_) | Self::Schema(_) | Self::Completions(_) | Self::Man => return None,
        })
    }
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The file
    #[arg(value_enum)]
    pub of: SchemaOf,
}

/// Files that people write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// `copydesk.toml`
    Config,
    /// A file of rules
    RuleSet,
    /// A file of decisions about names
    Stylebook,
}

/// Options of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Options on how to speak, for every command.
#[derive(Debug, Args)]
pub struct LookArgs {
    /// Language of messages: en, ar, or one that copydesk.toml gives under [data]
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

impl ForceArgs {
    /// What they come to.
    #[must_use]
    pub fn options(&self) -> RuleOptions {
        RuleOptions {
            config: self.config.clone(),
            isolated: self.isolated,
            rules: self.rules.clone(),
            stylebook: self.stylebook.clone(),
            select: self.select.clone(),
            ignore: self.ignore.clone(),
        }
    }
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
    /// A code such as quotes/unclosed, a variant such as attribution/vague:hearsay, or a group such as quotes
    pub code: String,
    /// Also show the long text, options, all examples and figures
    #[arg(long)]
    pub all: bool,
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

/// Options of `lsp`.
#[derive(Debug, Args)]
pub struct LspArgs {
    /// Which rules are in force.
    #[command(flatten)]
    pub force: ForceArgs,
    /// Language of every article, instead of detecting it
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Check articles against an archive, too: its tally, saved by copydesk names --save-tally
    #[arg(long, value_name = "FILE")]
    pub tally: Option<PathBuf>,
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
    /// Also write a GitHub workflow that checks each push and pull request
    #[arg(long)]
    pub github: bool,
    /// Also write a GitLab pipeline with a job that checks each push and merge request
    #[arg(long)]
    pub gitlab: bool,
}

/// What can check each commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Hook {
    /// A script among git's hooks
    Git,
    /// A configuration for pre-commit or prek
    PreCommit,
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
