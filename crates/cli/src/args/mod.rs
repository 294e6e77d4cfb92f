//! The command line as users type it.

mod blocks;
mod cache;
mod check;
mod import;
mod mistaken;
mod names;
mod package;
mod read;
mod serve;
mod sources;
mod trial;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use copydesk_workspace::options::RuleOptions;

pub use blocks::{BlocksArgs, BlocksFormat};
pub use cache::CacheArgs;
pub use check::{CheckArgs, DiffForm, Format, ShownText};
pub use import::{ImportArgs, ImportCommand, ValeArgs};
pub use mistaken::mistaken;
pub use names::{CompareArgs, CompareFormat, MergeArgs, NamesArgs, NamesCommand, SurveyArgs, SurveyFormat};
pub use package::{PackageArgs, PackageCommand, PinArgs};
pub use read::ReadArgs;
pub use serve::ServeArgs;
pub use sources::{SourcesArgs, SourcesFormat};
pub use trial::TryArgs;

/// A linter for news articles: names, quotation marks, attribution, promotional lines.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, max_term_width = 100)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
    /// Language and look of the output.
    #[command(flatten)]
    pub look: LookArgs,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check articles and report what is wrong in them
    #[command(
        after_help = "Exit status: 0 if nothing of the severity --fail-on or higher was found, 1 if something was, \
                            2 if the run itself failed. An article that cannot be read counts as an error found."
    )]
    Check(Box<CheckArgs>),
    /// List all rules: severity, on or off, what they find
    Rules(RulesArgs),
    /// Explain a code or a group of codes, and how to fix or ignore what it finds
    Explain(ExplainArgs),
    /// Show how an article is divided into blocks, and what each block was taken for
    Blocks(Box<BlocksArgs>),
    /// Test rules by their own examples: all rules, or those in the files given
    #[command(
        after_help = "Exit status: 0 if all is well, 1 if an example fails or a rule is refused (it has no bad example, or \
                            part of it can never find anything), 2 if the run itself failed."
    )]
    Test(TestArgs),
    /// Turn rules of other linters into rule files
    Import(ImportArgs),
    /// Pin packages of rules that other desks keep, and check that they are what was pinned
    Package(PackageArgs),
    /// Try rules on an archive: count what they find, judge a sample of it, and measure how often they are right
    #[command(
        after_help = "Exit status: 0 whatever was found and however it was judged; 2 if the run itself failed, or there are no \
                            such articles."
    )]
    Try(Box<TryArgs>),
    /// Create a commented copydesk.toml, and optionally a hook or a CI job
    Init(InitArgs),
    /// Show how names are spelled across articles
    Names(Box<NamesArgs>),
    /// List the quotations of articles with their speakers, and vague sources
    #[command(after_help = "Exit status: 0 whatever was found; 2 if the run itself failed.")]
    Sources(Box<SourcesArgs>),
    /// Run the language server, for editors
    Lsp(LspArgs),
    /// Answer editors that let their user name a LanguageTool server
    #[command(
        after_help = "In the editor, set the address that is printed as the LanguageTool server. To see messages in \
                            another language, put its tag before v2: http://127.0.0.1:8081/ar/v2."
    )]
    Serve(Box<ServeArgs>),
    /// Print the JSON Schema of a configuration file, for editors that complete and check it
    Schema(SchemaArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
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
            Self::Try(args) => &args.force,
            Self::Names(args) => match &args.command {
                None => &args.survey.force,
                Some(NamesCommand::Compare(args)) => &args.force,
                Some(NamesCommand::Merge(_)) => return None,
            },
            Self::Sources(args) => &args.force,
            Self::Lsp(args) => &args.force,
            Self::Serve(args) => &args.force,
            Self::Package(args) => match &args.command {
                PackageCommand::Check(args) => &args.force,
                PackageCommand::Pin(_) => return None,
            },
            Self::Import(_) | Self::Init(_) | Self::Schema(_) | Self::Completions(_) | Self::Man => return None,
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

/// Files that people write, and what programs read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// `copydesk.toml`
    Config,
    /// A rule set
    RuleSet,
    /// A stylebook
    Stylebook,
    /// A line of `check --format events`
    Events,
}

/// Options of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Options on language and look of the output, for every command.
#[derive(Debug, Args)]
pub struct LookArgs {
    /// Language of the program: en, ar, or one given under [data] in copydesk.toml
    #[arg(
        long,
        global = true,
        value_name = "TAG",
        help_heading = "Display",
        env = "COPYDESK_UI_LANG",
        default_value = "en"
    )]
    pub ui_lang: String,
    /// When to use colour
    #[arg(long, global = true, help_heading = "Display", value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub color: When,
    /// How to show right-to-left text on this terminal
    #[arg(long, global = true, help_heading = "Display", hide_short_help = true, value_enum, value_name = "HOW", env = "COPYDESK_BIDI", default_value_t = BidiChoice::Auto)]
    pub bidi: BidiChoice,
}

/// Options on which rules run, for every command.
#[derive(Debug, Clone, Args, Default)]
pub struct ForceArgs {
    /// Use this configuration file for all articles
    #[arg(long, help_heading = "Rules", value_name = "FILE", conflicts_with = "isolated")]
    pub config: Option<PathBuf>,
    /// Ignore all configuration files
    #[arg(long, help_heading = "Rules", hide_short_help = true)]
    pub isolated: bool,
    /// Also read this rule set; may be repeated
    #[arg(long, value_name = "FILE", help_heading = "Rules", hide_short_help = true)]
    pub rules: Vec<PathBuf>,
    /// Use this stylebook
    #[arg(long, value_name = "FILE", help_heading = "Rules", hide_short_help = true)]
    pub stylebook: Option<PathBuf>,
    /// Run only these codes and groups (comma-separated), instead of those the configuration selects
    #[arg(long, help_heading = "Rules", value_name = "CODES", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not run these codes and groups (comma-separated)
    #[arg(long, help_heading = "Rules", value_name = "CODES", value_delimiter = ',')]
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
    /// Which rules run.
    #[command(flatten)]
    pub force: ForceArgs,
    /// Format of the output
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
    /// Which rules run.
    #[command(flatten)]
    pub force: ForceArgs,
}

/// Options of `test`.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Rule sets to test; without any, all rules
    pub files: Vec<PathBuf>,
    /// Also show how many words, phrases and alternatives of each rule some example has in it
    #[arg(long)]
    pub coverage: bool,
    /// With --coverage: also list those that no example has in it
    #[arg(long, short, requires = "coverage")]
    pub verbose: bool,
    /// Format of the output
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
    /// Which rules run.
    #[command(flatten)]
    pub force: ForceArgs,
}

/// Options of `lsp`.
#[derive(Debug, Args)]
pub struct LspArgs {
    /// Which rules run.
    #[command(flatten)]
    pub force: ForceArgs,
    /// Language tag of all articles, such as ar; without it, each article's language is detected
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Check articles against an archive, too: its tally, saved by copydesk names --save-tally
    #[arg(long, value_name = "FILE")]
    pub tally: Option<PathBuf>,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder with the articles
    #[arg(default_value = ".")]
    pub folder: PathBuf,
    /// The languages of the articles (comma-separated tags, such as ar,en)
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    pub languages: Vec<String>,
    /// Also install a hook that checks each commit
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
    /// A hook of git itself
    Git,
    /// A configuration file for pre-commit or prek
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
    /// On a terminal that supports it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do for right-to-left text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BidiChoice {
    /// Whatever suits the terminal; nothing where the output is not a terminal
    Auto,
    /// Do nothing
    Plain,
    /// Put Unicode isolates around quoted text and whole lines, for a terminal that obeys them
    Isolate,
    /// Put right-to-left text in the order in which it is seen, for a terminal that orders nothing
    Visual,
    /// The same for whole words, for a terminal that orders the letters in each (kitty)
    Words,
    /// Mark places by brackets, without colour inside the text
    Markers,
}
