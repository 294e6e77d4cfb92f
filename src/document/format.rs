//! The formats articles are kept in, and which one a file name means.

use std::path::Path;

/// A file format copydesk reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Plain text: lines and blank lines.
    Text,
    /// Markdown, with front matter if there is any.
    Markdown,
    /// HTML, a whole page or a fragment.
    Html,
    /// Many articles: a JSON object a line.
    JsonLines,
    /// Many articles, or one: a JSON object or a list of them.
    Json,
}

/// Extensions, in lower case, with what they mean.
const EXTENSIONS: &[(&str, Format)] = &[
    ("txt", Format::Text),
    ("text", Format::Text),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("mdown", Format::Markdown),
    ("mkd", Format::Markdown),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xhtml", Format::Html),
    ("jsonl", Format::JsonLines),
    ("ndjson", Format::JsonLines),
    ("json", Format::Json),
];

/// Names, as they are used in rule files and on the command line.
const NAMES: &[(&str, Format)] = &[
    ("text", Format::Text),
    ("markdown", Format::Markdown),
    ("html", Format::Html),
    ("jsonl", Format::JsonLines),
    ("json", Format::Json),
];

impl Format {
    /// The format of a name such as `markdown`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }

    /// Every name.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// Whether it holds many articles, which are taken apart before they are read.
    #[must_use]
    pub fn is_of_records(self) -> bool {
        matches!(self, Self::JsonLines | Self::Json)
    }

    /// Whether files found in a folder are taken for articles by this format. JSON is most often something else.
    #[must_use]
    pub fn is_looked_for(self) -> bool {
        self != Self::Json
    }

    /// The format of a file name, by its extension; nothing for extensions that are no article format.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        EXTENSIONS.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known)).map(|(_, format)| *format)
    }
}
