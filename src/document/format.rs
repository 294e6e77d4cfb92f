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
    /// Many articles: the posts of a WordPress export.
    Wxr,
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
    ("wxr", Format::Wxr),
    ("xml", Format::Wxr),
];

/// Extensions that most often are something else.
const SHARED: &[&str] = &["json", "xml"];

/// Names, as they are used in rule files and on the command line.
const NAMES: &[(&str, Format)] = &[
    ("text", Format::Text),
    ("markdown", Format::Markdown),
    ("html", Format::Html),
    ("jsonl", Format::JsonLines),
    ("json", Format::Json),
    ("wxr", Format::Wxr),
];

impl Format {
    /// The format of a name such as `markdown`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, format)| *format == self).map_or("", |(name, _)| name)
    }

    /// Every name.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// Whether it holds many articles, which are taken apart before they are read.
    #[must_use]
    pub fn is_of_records(self) -> bool {
        matches!(self, Self::JsonLines | Self::Json | Self::Wxr)
    }

    /// The format of a file name, by its extension; nothing for extensions that are no article format.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        EXTENSIONS.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known)).map(|(_, format)| *format)
    }

    /// Whether a file found in a folder is taken for an article by its extension. JSON and XML are most often something else.
    #[must_use]
    pub fn is_looked_for(path: &Path) -> bool {
        let is_shared = |extension: &str| SHARED.iter().any(|shared| extension.eq_ignore_ascii_case(shared));
        Self::of_path(path).is_some() && !path.extension().and_then(|it| it.to_str()).is_some_and(is_shared)
    }

    /// The format that editors call by this name; nothing for other languages.
    #[must_use]
    pub fn of_editor_language(name: &str) -> Option<Self> {
        match name {
            "plaintext" => Some(Self::Text),
            _ => Self::named(name).filter(|format| !format.is_of_records()),
        }
    }
}
