//! Options on how articles are read.

use std::sync::Arc;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use copydesk::document::{FieldPaths, Format};
use copydesk::text::Encoding;
use copydesk_workspace::options::ReadOptions;

/// Options on how articles are read, for every command that reads some.
#[derive(Debug, Clone, Args)]
pub struct ReadArgs {
    /// Format of all named files and of standard input, whatever their extension
    #[arg(long, value_name = "FORMAT", help_heading = "Reading", hide_short_help = true, value_parser = formats(|_| true))]
    pub input_format: Option<Format>,
    /// Language tag of all articles, such as ar; without it, each article's language is detected
    #[arg(long, value_name = "TAG", help_heading = "Reading", hide_short_help = true)]
    pub lang: Option<String>,
    /// Encoding of all articles, such as windows-1256; without it, each article's encoding is detected
    #[arg(long, value_name = "NAME", help_heading = "Reading", hide_short_help = true, value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// In JSON or a table: the field or column that holds the text of an article, such as text or /body/text
    #[arg(long, value_name = "POINTER", help_heading = "Reading", hide_short_help = true)]
    pub text_field: Option<String>,
    /// In JSON or a table: the field or column that holds the id of an article
    #[arg(long, value_name = "POINTER", help_heading = "Reading", hide_short_help = true)]
    pub id_field: Option<String>,
    /// In JSON or a table: the field or column that holds the language tag of an article
    #[arg(long, value_name = "POINTER", help_heading = "Reading", hide_short_help = true)]
    pub lang_field: Option<String>,
    /// In JSON or a table: format of the texts
    #[arg(long, value_name = "FORMAT", help_heading = "Reading", hide_short_help = true, value_parser = formats(|format| !format.is_of_records()))]
    pub text_format: Option<Format>,
    /// Size up to which a file is read, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, help_heading = "Reading", hide_short_help = true, value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub max_file_size: u64,
}

impl ReadArgs {
    /// The size up to which a file is read, in bytes.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.max_file_size << 20
    }

    /// What they come to.
    #[must_use]
    pub fn options(&self) -> ReadOptions {
        ReadOptions {
            input_format: self.input_format,
            encoding: self.encoding,
            fields: Arc::new(FieldPaths {
                text: self.text_field.clone(),
                id: self.id_field.clone(),
                language: self.lang_field.clone(),
                kept: Vec::new(),
                columns: None,
            }),
            text_format: self.text_format,
        }
    }
}

/// The formats that `is_meant`, by their names.
fn formats(is_meant: fn(Format) -> bool) -> impl TypedValueParser<Value = Format> {
    let meant = Format::ALL.iter().copied().filter(move |format| is_meant(*format));
    let values = meant.map(|format| PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(values).map(|name| Format::named(&name).unwrap_or(Format::Text))
}

fn encoding(label: &str) -> Result<Encoding, String> {
    let examples = "windows-1256, iso-8859-6, windows-1252, koi8-r, utf-16le";
    Encoding::of_label(label).ok_or_else(|| format!("unknown encoding; some known ones are {examples}"))
}
