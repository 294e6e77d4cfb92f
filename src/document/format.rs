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
];

/// Names, as they are used in rule files and on the command line.
const NAMES: &[(&str, Format)] = &[("text", Format::Text), ("markdown", Format::Markdown), ("html", Format::Html)];

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

    /// The format of a file name, by its extension; nothing for extensions that are no article format.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        EXTENSIONS.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known)).map(|(_, format)| *format)
    }
}
