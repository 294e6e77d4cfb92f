//! Comments in an article that are addressed to copydesk: `<!-- copydesk: … -->`. They are found here, with their places;
//! what they say is for the engine to understand.

use crate::text::{Span, narrow};

/// What a comment for copydesk begins with.
const ADDRESS: &str = "copydesk:";

/// A comment for copydesk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The whole comment, in stored bytes.
    pub span: Span,
    /// What comes after the address, white space around it left out, in stored bytes.
    pub words: Span,
}

impl Directive {
    /// The directive of a comment whose content (between `<!--` and `-->`) starts at byte `start`; nothing for a comment
    /// that is addressed to somebody else.
    #[must_use]
    pub fn of_comment(content: &str, start: usize, whole: Span) -> Option<Self> {
        let said = content.trim_start().strip_prefix(ADDRESS)?;
        let begin = start + content.len() - said.trim_start().len();
        let words = said.trim();
        Some(Self { span: whole, words: Span::new(narrow(begin), narrow(begin + words.len())) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_comments_for_copydesk_are_directives() {
        let text = "<!-- copydesk: ignore quotes -- a song -->";
        let found = Directive::of_comment(&text[4..39], 4, Span::new(0, 42)).unwrap();
        assert_eq!(&text[found.words.range()], "ignore quotes -- a song");
        assert_eq!(Directive::of_comment(" more ", 4, Span::new(0, 13)), None);
    }
}
