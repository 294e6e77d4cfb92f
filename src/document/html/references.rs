//! Text of HTML as it reads: character references decoded, white space run together, each with its stored bytes.

use std::borrow::Cow;

use html5gum::{Token, Tokenizer};

use super::super::OffsetMap;
use super::super::prose::ProseBuilder;
use crate::text::{Span, narrow};

/// The longest name of a character reference, with ampersand and semicolon, is 33 bytes.
const LONGEST: usize = 34;
/// A soft hyphen that is written as a reference is a hint for the browser, and no part of the word.
const SOFT_HYPHEN: &str = "\u{ad}";

/// The character reference at the head of `text`: its length in bytes, and what it means. Nothing if there is none.
#[must_use]
pub fn reference(text: &str) -> Option<(usize, String)> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let name = text.as_bytes().iter().skip(1).take(LONGEST).take_while(|byte| is_name(byte)).count();
    let length = 1 + name + usize::from(text.as_bytes().get(1 + name) == Some(&b';'));
    let written = text.get(..length).filter(|_| name > 0)?;
    // The tokenizer knows all names there are, and which of them need no semicolon.
    let mut meant = String::new();
    for token in Tokenizer::new(written).flatten() {
        if let Token::String(string) = token {
            meant.push_str(&String::from_utf8_lossy(&string));
        }
    }
    (meant != written).then_some((length, meant))
}

/// What [`pieces`] cuts a text into.
enum Piece<'t> {
    Stored(&'t str),
    Space(&'t str),
    Reference(&'t str, String),
}

/// Cuts a text into stretches that read as they are, white space, and character references.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_space = |c: char| c.is_ascii_whitespace();
        let blank = rest.len() - rest.trim_start_matches(is_space).len();
        let (piece, length) = if rest.is_empty() {
            return None;
        } else if blank > 0 {
            (Piece::Space(rest.get(..blank)?), blank)
        } else if let Some((length, meant)) = rest.starts_with('&').then(|| reference(rest)).flatten() {
            (Piece::Reference(rest.get(..length)?, meant), length)
        } else {
            // An ampersand that begins no reference is text.
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let more = rest.get(first..)?.find(|c: char| c == '&' || is_space(c)).map_or(rest.len(), |at| first + at);
            (Piece::Stored(rest.get(..more)?), more)
        };
        rest = rest.get(length..)?;
        Some(piece)
    })
}

/// Adds running text, stored from byte `start` on, to a block.
pub fn push_text(builder: &mut ProseBuilder<'_>, text: &str, start: usize) {
    let mut at = start;
    for piece in pieces(text) {
        let (Piece::Stored(stored) | Piece::Space(stored) | Piece::Reference(stored, _)) = &piece;
        let span = Span::from_range(at..at + stored.len());
        at += stored.len();
        match piece {
            Piece::Stored(_) => builder.push_stored(span),
            Piece::Space(_) if builder.last().is_some_and(|c| c.is_ascii_whitespace()) => {}
            Piece::Space(" " | "\n" | "\r\n") => builder.push_stored(span),
            Piece::Space(_) => builder.push_replaced(" ", span),
            Piece::Reference(_, meant) if meant == SOFT_HYPHEN => {}
            Piece::Reference(_, meant) => builder.push_replaced(&meant, span),
        }
    }
}

/// The value of an attribute that is stored as `raw` from byte `start` on.
pub fn attribute(raw: &str, start: usize) -> (Cow<'_, str>, OffsetMap) {
    if !raw.contains('&') {
        return (Cow::Borrowed(raw), OffsetMap::verbatim(narrow(start), narrow(raw.len())));
    }
    let mut value = String::with_capacity(raw.len());
    let mut map = OffsetMap::empty();
    let mut at = start;
    for piece in pieces(raw) {
        let (Piece::Stored(stored) | Piece::Space(stored) | Piece::Reference(stored, _)) = &piece;
        let span = Span::from_range(at..at + stored.len());
        at += stored.len();
        if let Piece::Reference(_, meant) = &piece {
            map.push_replaced(span, narrow(meant.len()));
            value.push_str(meant);
        } else {
            map.push_verbatim(span);
            value.push_str(stored);
        }
    }
    (Cow::Owned(value), map)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_those_of_html() {
        assert_eq!(reference("&amp;x"), Some((5, "&".into())));
        assert_eq!(reference("&#x645;"), Some((7, "م".into())));
        assert_eq!(reference("&#1605 "), Some((6, "م".into())));
        assert_eq!(reference("&ldquo;"), Some((7, "“".into())));
        assert_eq!(reference("&copy 2026"), Some((5, "©".into())));
        for text in ["& b", "&nosuchname;", "&;", "&"] {
            assert_eq!(reference(text), None, "{text}");
        }
    }
}
