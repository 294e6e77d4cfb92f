//! Options on how articles are read.

use clap::{Args, ValueEnum};

use copydesk::document::{FieldPaths, Format};
use copydesk::text::Encoding;
use copydesk_workspace::options::ReadOptions;

/// Options on how articles are read, for every command that reads some.
#[derive(Debug, Args)]
pub struct ReadArgs {
    /// Format of all named files and of standard input, whatever their extension
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Reading", hide_short_help = true)]
    pub input_format: Option<InputFormat>,
    /// Encoding of all articles, such as windows-1256; without it, each article's encoding is detected
    #[arg(long, value_name = "NAME", help_heading = "Reading", hide_short_help = true, value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// In JSON: the field that holds the text of an article, such as text or /body/text
    #[arg(long, value_name = "POINTER", help_heading = "Reading", hide_short_help = true)]
    pub text_field: Option<String>,
    /// In JSON: the field that holds the id of an article
    #[arg(long, value_name = "POINTER", help_heading = "Reading", hide_short_help = true)]
    pub id_field: Option<String>,
    /// In JSON: the field that holds the language tag of an article
    #[arg(long, value_name = "POINTER", help_heading = "Reading", hide_short_help = true)]
    pub lang_field: Option<String>,
    /// In JSON: format of the texts
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Reading", hide_short_help = true)]
    pub text_format: Option<TextFormat>,
}

impl ReadArgs {
    /// What they come to.
    #[must_use]
    pub fn options(&self) -> ReadOptions {
        ReadOptions {
            input_format: self.input_format.map(Format::from),
            encoding: self.encoding,
            fields: FieldPaths {
                text: self.text_field.clone(),
                id: self.id_field.clone(),
                language: self.lang_field.clone(),
            },
            text_format: self.text_format.map(Format::from),
        }
    }
}

/// Formats of articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    /// Plain text
    Text,
    /// Markdown, with front matter if there is any
    Markdown,
    /// HTML: a page or a fragment
    Html,
    /// Many articles: JSON Lines, one object per line
    Jsonl,
    /// Many articles: a JSON list of objects, or a single object
    Json,
    /// Many articles: a WordPress export
    Wxr,
}

impl From<InputFormat> for Format {
    fn from(format: InputFormat) -> Self {
        match format {
            InputFormat::Text => Self::Text,
            InputFormat::Markdown => Self::Markdown,
            InputFormat::Html => Self::Html,
            InputFormat::Jsonl => Self::JsonLines,
            InputFormat::Json => Self::Json,
            InputFormat::Wxr => Self::Wxr,
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

impl From<TextFormat> for Format {
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
    Encoding::of_label(label).ok_or_else(|| format!("unknown encoding; some known ones are {examples}"))
}
