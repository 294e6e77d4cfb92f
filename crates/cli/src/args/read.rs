//! Options on how articles are read.

use clap::{Args, ValueEnum};

use copydesk::document::{FieldPaths, Format};
use copydesk::text::Encoding;
use copydesk_workspace::options::ReadOptions;

/// Options on how articles are read, for every command that reads some.
#[derive(Debug, Args)]
pub struct ReadArgs {
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
    /// HTML, a page or a fragment
    Html,
    /// Many articles, a JSON object a line
    Jsonl,
    /// Many articles, a JSON list of objects, or one object
    Json,
    /// Many articles, a WordPress export
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
    Encoding::of_label(label).ok_or_else(|| format!("no encoding goes by this name; some are {examples}"))
}
