//! The text of a TOML file that somebody keeps, with its document to be changed: what stands there stays as it is, a byte order mark and
//! the line ends of Windows, too.

use toml_edit::{DocumentMut, TomlError};

/// A document, and what its text has beside it.
#[derive(Debug, Clone)]
pub struct TomlText {
    /// What may be changed.
    pub document: DocumentMut,
    /// A byte order mark, or nothing.
    mark: &'static str,
    /// What lines end with.
    line_end: &'static str,
}

impl TomlText {
    /// Reads a text.
    ///
    /// # Errors
    /// What is wrong with it as TOML.
    pub fn read(text: &str) -> Result<Self, TomlError> {
        let (mark, body) = text.strip_prefix('\u{feff}').map_or(("", text), |body| ("\u{feff}", body));
        let ends_as_on_windows = body.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r'));
        let line_end = if ends_as_on_windows { "\r\n" } else { "\n" };
        Ok(Self { document: body.parse()?, mark, line_end })
    }

    /// The text with the document as it is now. Of different line ends the first decides.
    #[must_use]
    pub fn written(&self) -> String {
        // Those of the document are some of one kind and some of the other.
        let body = self.document.to_string().replace("\r\n", "\n").replace('\n', self.line_end);
        format!("{}{body}", self.mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml_edit::value;

    #[test]
    fn mark_and_line_ends_stay() {
        for line_end in ["\n", "\r\n"] {
            for mark in ["", "\u{feff}"] {
                let text = format!("{mark}# ours\na = [\n  1, # one\n]\nb = '''\nx\n'''\n").replace('\n', line_end);
                let mut read = TomlText::read(&text).unwrap();
                assert_eq!(read.written(), text);
                read.document.insert("c", value(1));
                assert_eq!(read.written(), format!("{text}c = 1{line_end}"));
            }
        }
        assert!(TomlText::read("= 1").is_err());
    }
}
