//! A text as Python gives it.

use std::path::PathBuf;

use copydesk::document::Unreadable;
use copydesk::language::Languages;
use copydesk::text::{Fault, Source, SourceId, not_utf8};
use copydesk::{Article, Format};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

/// Bytes up to which a text is read, as the command reads files if nothing else is said.
const LIMIT: u64 = 64 << 20;

/// A text as Python gives it.
#[derive(Debug)]
pub enum Text {
    /// A `str`.
    Whole(String),
    /// A `bytes`, in whatever encoding.
    Bytes(Vec<u8>),
    /// A `str` with halves of characters in it, each written as UTF-8 would be if it allowed them.
    Halved(Vec<u8>),
}

impl Text {
    /// What Python gives.
    ///
    /// # Errors
    /// `TypeError` for anything but `str` and `bytes`.
    pub fn of(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(text) = value.cast::<PyString>() {
            return match text.to_cow() {
                Ok(text) => Ok(Self::Whole(text.into_owned())),
                Err(_) => Ok(Self::Halved(text.call_method1("encode", ("utf-8", "surrogatepass"))?.extract()?)),
            };
        }
        match value.cast::<PyBytes>() {
            Ok(bytes) => Ok(Self::Bytes(bytes.as_bytes().to_vec())),
            Err(_) => {
                let given = value.get_type().name()?;
                Err(PyTypeError::new_err(format!("a text is str or bytes, not {given}")))
            }
        }
    }

    /// How many bytes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Whole(text) => text.len(),
            Self::Bytes(bytes) | Self::Halved(bytes) => bytes.len(),
        }
    }

    /// The article that it is, under the name of a file, if it has one.
    ///
    /// # Errors
    /// A text that cannot be read.
    pub fn into_article(
        self,
        name: Option<PathBuf>,
        format: Format,
        languages: &Languages,
    ) -> Result<Article, Box<Unreadable>> {
        let id = name.map_or(SourceId::Stdin(None), SourceId::File);
        if self.len() as u64 > LIMIT {
            return Err(Unreadable::too_large(id, LIMIT).into());
        }
        match self {
            Self::Whole(text) => {
                let fault = Fault::nul_in(&text);
                let source = Source::new(id, text);
                match fault {
                    None => Ok(Article::of(source, format)),
                    Some(fault) => Err(Unreadable { source, fault }.into()),
                }
            }
            Self::Bytes(bytes) => Article::decode(id, &bytes, None, format, languages),
            Self::Halved(bytes) => Err(Unreadable::undecoded(id, not_utf8(&bytes)).into()),
        }
    }
}
