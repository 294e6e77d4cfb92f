//! The formats articles are kept in: one table of what each is called and which files it is in.

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
    /// Many articles, which are taken apart before they are read.
    Records(RecordFormat),
}

/// Defines the formats of many articles with the list of them, so that none can be left out of it.
macro_rules! record_formats {
    ($($(#[$meta:meta])* $format:ident,)*) => {
        /// A file format of many articles.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RecordFormat {
            $($(#[$meta])* $format,)*
        }

        impl Format {
            /// Every format, in the order in which people are told of them.
            pub const ALL: &[Self] =
                &[Self::Text, Self::Markdown, Self::Html, $(Self::Records(RecordFormat::$format),)*];
        }
    };
}

record_formats! {
    /// A JSON object a line.
    JsonLines,
    /// A JSON object or a list of them.
    Json,
    /// The posts of a WordPress export.
    Wxr,
    /// The rows of a table.
    Csv,
}

/// What a format is called, and which files it is in.
struct Entry {
    /// In rule files and on the command line.
    name: &'static str,
    /// What it is, for people: in the help of the command.
    about: &'static str,
    /// Extensions of files that are most often articles, in lower case.
    extensions: &'static [&'static str],
    /// Extensions of files that are most often something else: they are read if they are named.
    shared: &'static [&'static str],
}

impl Format {
    fn entry(self) -> Entry {
        match self {
            Self::Text => Entry { name: "text", about: "Plain text", extensions: &["txt", "text"], shared: &[] },
            Self::Markdown => Entry {
                name: "markdown",
                about: "Markdown, with front matter if there is any",
                extensions: &["md", "markdown", "mdown", "mkd"],
                shared: &[],
            },
            Self::Html => Entry {
                name: "html",
                about: "HTML, a page or a fragment",
                extensions: &["html", "htm", "xhtml"],
                shared: &[],
            },
            Self::Records(RecordFormat::JsonLines) => Entry {
                name: "jsonl",
                about: "Many articles, a JSON object a line",
                extensions: &["jsonl", "ndjson"],
                shared: &[],
            },
            Self::Records(RecordFormat::Json) => Entry {
                name: "json",
                about: "Many articles, a JSON list of objects, or one object",
                extensions: &[],
                shared: &["json"],
            },
            Self::Records(RecordFormat::Wxr) => Entry {
                name: "wxr",
                about: "Many articles, a WordPress export",
                extensions: &["wxr"],
                shared: &["xml"],
            },
            Self::Records(RecordFormat::Csv) => Entry {
                name: "csv",
                about: "Many articles, a row of a table each",
                extensions: &[],
                shared: &["csv", "tsv"],
            },
        }
    }

    /// The format of a name such as `markdown`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// What it is, for people.
    #[must_use]
    pub fn about(self) -> &'static str {
        self.entry().about
    }

    /// Every name.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|format| format.name())
    }

    /// The extensions, in lower case, of the files that are looked for in folders.
    pub fn extensions() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().flat_map(|format| format.entry().extensions).copied()
    }

    /// What holds its articles, if it holds many.
    #[must_use]
    pub fn records(self) -> Option<RecordFormat> {
        match self {
            Self::Text | Self::Markdown | Self::Html => None,
            Self::Records(format) => Some(format),
        }
    }

    /// Whether it holds many articles, which are taken apart before they are read.
    #[must_use]
    pub fn is_of_records(self) -> bool {
        self.records().is_some()
    }

    /// The format of a file name, by its extension; `None` for extensions that are no article format.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        Self::by_extension(path).map(|(format, _)| format)
    }

    /// Whether a file found in a folder is taken for an article by its extension. JSON and XML are most often something else.
    #[must_use]
    pub fn is_looked_for(path: &Path) -> bool {
        Self::by_extension(path).is_some_and(|(_, is_shared)| !is_shared)
    }

    /// The format of a file name, and whether its extension is shared with much else.
    fn by_extension(path: &Path) -> Option<(Self, bool)> {
        let extension = path.extension()?.to_str()?;
        let is_in = |list: &[&str]| list.iter().any(|known| extension.eq_ignore_ascii_case(known));
        Self::ALL.iter().find_map(|format| {
            let entry = format.entry();
            let is_shared = is_in(entry.shared);
            (is_shared || is_in(entry.extensions)).then_some((*format, is_shared))
        })
    }

    /// The format that editors call by this name; `None` for other languages.
    #[must_use]
    pub fn of_editor_language(name: &str) -> Option<Self> {
        match name {
            "plaintext" => Some(Self::Text),
            _ => Self::named(name).filter(|format| !format.is_of_records()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_a_name_and_extensions_of_its_own() {
        for format in Format::ALL {
            let entry = format.entry();
            assert_eq!(Format::named(entry.name), Some(*format));
            for extension in entry.extensions.iter().chain(entry.shared) {
                assert_eq!(Format::of_path(Path::new(&format!("a.{extension}"))), Some(*format), "{extension}");
            }
        }
        assert_eq!(Format::of_path(Path::new("a.JSON")), Some(Format::Records(RecordFormat::Json)));
        assert!(Format::is_looked_for(Path::new("a.WXR")) && !Format::is_looked_for(Path::new("a.xml")));
    }
}
