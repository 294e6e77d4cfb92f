//! How output for people is to look.

use super::safe::shown;

/// What the terminal does with text that runs from right to left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bidi {
    /// Nothing is added.
    Plain,
    /// It obeys isolates: words of articles are between them (U+2068, U+2069), and so are whole lines.
    Isolate,
    /// It puts every character to the right of the one before: lines have to come in the order in which they are seen. Until
    /// whoever writes to the terminal has ordered them, words of articles are between isolates, as above.
    Visual,
    /// It puts every word to the right of the one before, and the letters in a word in their order: as above, for words.
    Words,
    /// A colour change inside a line would reorder it: spans are marked by brackets only.
    Markers,
}

/// How the output is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether colour and weight can be used.
    pub colour: bool,
    /// What is to be done for right-to-left text.
    pub bidi: Bidi,
    /// Columns that a line may take; nothing where no terminal cuts lines.
    pub width: Option<usize>,
}

impl Look {
    /// For files and pipes.
    pub const PLAIN: Self = Self { colour: false, bidi: Bidi::Plain, width: None };

    /// Whether words of articles are between isolates.
    #[must_use]
    pub fn isolates(self) -> bool {
        matches!(self.bidi, Bidi::Isolate | Bidi::Visual | Bidi::Words)
    }

    /// Words of an article inside the program's own line: without what would give orders, and set apart where the terminal
    /// keeps right-to-left words together.
    #[must_use]
    pub fn isolated(self, text: &str) -> String {
        self.set_apart(shown(text).into_owned())
    }

    /// The name of a file in a line by itself, likewise; one in ASCII has nothing to set apart.
    #[must_use]
    pub fn isolated_name(self, name: &str) -> String {
        if name.is_ascii() { shown(name).into_owned() } else { self.isolated(name) }
    }

    /// A text that passed its gate already, set apart likewise.
    #[must_use]
    pub fn set_apart(self, text: String) -> String {
        if self.isolates() { format!("\u{2068}{text}\u{2069}") } else { text }
    }
}
