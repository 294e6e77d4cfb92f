//! An article before it is read: its text with its name, and the format it is written in.

use std::path::PathBuf;

use super::Format;
use crate::language::Languages;
use crate::text::{Decoded, Encoding, Fault, Source, SourceId, Undecoded, decode_article, not_utf8};

/// One article as it is to be checked.
#[derive(Debug)]
pub struct Article {
    /// Its text, with its name and how it is stored.
    pub source: Source,
    /// What the text is written in.
    pub format: Format,
}

/// An article that cannot be read.
#[derive(Debug)]
pub struct Unreadable {
    /// As much of it as can be shown.
    pub source: Source,
    /// What is wrong with it, and where in that.
    pub fault: Fault,
}

impl Article {
    /// A plain text without a name.
    ///
    /// ```
    /// use copydesk::Article;
    ///
    /// let article = Article::new("The harbour opened at dawn.");
    /// assert_eq!(article.source.text(), "The harbour opened at dawn.");
    /// ```
    #[must_use]
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self::of(Source::new(SourceId::Stdin(None), text), Format::Text)
    }

    /// A text that goes by the name of a file, which need not be there: its extension says the format, plain text if it says none.
    #[must_use]
    pub fn named(name: impl Into<PathBuf>, text: impl Into<Box<str>>) -> Self {
        let name = name.into();
        let format = Format::of_path(&name).unwrap_or(Format::Text);
        Self::of(Source::new(SourceId::File(name), text), format)
    }

    /// A text in a format.
    #[must_use]
    pub fn of(source: Source, format: Format) -> Self {
        Self { source, format }
    }

    /// The article that is stored as `bytes`, in `encoding` or, if that is `None`, in the one that the bytes show.
    ///
    /// # Errors
    /// Bytes that are no text. An encoding is guessed only where the result reads as one of `languages`: otherwise it would hide
    /// that the bytes are no text.
    pub fn decode(
        id: SourceId,
        bytes: &[u8],
        encoding: Option<Encoding>,
        format: Format,
        languages: &Languages,
    ) -> Result<Self, Box<Unreadable>> {
        let decoded = decode_article(bytes, encoding, format == Format::Html);
        let Decoded { text, encoding, is_guess } = match decoded {
            Ok(decoded) => decoded,
            Err(undecoded) => return Err(Unreadable::undecoded(id, undecoded).into()),
        };
        if is_guess && !languages.is_language(&text) {
            return Err(Unreadable::undecoded(id, not_utf8(bytes)).into());
        }
        let mut source = Source::new(id, text);
        source.encoding = encoding;
        Ok(Self { source, format })
    }

    /// The same article with another text.
    #[must_use]
    pub fn with_text(&self, text: impl Into<Box<str>>) -> Self {
        Self { source: self.source.with_text(text), format: self.format }
    }
}

impl Unreadable {
    /// An article whose bytes are no text.
    #[must_use]
    pub fn undecoded(id: SourceId, undecoded: Undecoded) -> Self {
        let mut source = Source::new(id, undecoded.text);
        source.encoding = undecoded.encoding;
        Self { source, fault: undecoded.fault }
    }

    /// An article of more than `limit` bytes. That is a fault of the article, not of the run: the file is there and can be
    /// opened, what is in it is no article, and whoever keeps it there can leave it out or know it in the baseline.
    #[must_use]
    pub fn too_large(id: SourceId, limit: u64) -> Self {
        Self { source: Source::new(id, ""), fault: Fault::too_large(limit) }
    }
}
