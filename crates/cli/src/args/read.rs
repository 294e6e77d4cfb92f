//! Options on how articles are read.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use copydesk::document::{FieldPaths, Format};
use copydesk::text::Encoding;
use copydesk_workspace::options::ReadOptions;

/// Options on how articles are read, for every command that reads some.
#[derive(Debug, Args)]
pub struct ReadArgs {
    /// Format of every file named and of standard input, instead of going by the extension
    #[arg(long, value_name = "FORMAT", value_parser = formats(|_| true))]
    pub input_format: Option<Format>,
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
    #[arg(long, value_name = "FORMAT", value_parser = formats(|format| !format.is_of_records()))]
    pub text_format: Option<Format>,
}

impl ReadArgs {
    /// What they come to.
    #[must_use]
    pub fn options(&self) -> ReadOptions {
        ReadOptions {
            input_format: self.input_format,
            encoding: self.encoding,
            fields: FieldPaths {
                text: self.text_field.clone(),
                id: self.id_field.clone(),
                language: self.lang_field.clone(),
            },
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
    Encoding::of_label(label).ok_or_else(|| format!("no encoding goes by this name; some are {examples}"))
}
