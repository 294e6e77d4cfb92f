//! Text for the tokenizer of HTML, which begins afresh at every attribute.
//!
//! The tokenizer's states are functions. From the value of an attribute in double quotes it calls its way to the next attribute
//! and returns only at the end of the tag, so that a tag with thousands of attributes would use up the stack, and with it the whole run.
//! A reader may fail, though: the tokenizer then returns, keeps what it has read, and goes on in the same state when it is asked
//! again. This reader fails once, before it gives any byte, wherever such a value is read. Nothing is lost or moved by it.

use std::fmt;

use html5gum::{Readable, Reader};

/// What the reader fails with; the tokenizer need only be asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause;

impl fmt::Display for Pause {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("paused inside a tag")
    }
}

impl std::error::Error for Pause {}

/// A text that pauses once for each stretch of a value in double quotes.
#[derive(Debug)]
pub struct PausingReader<'t> {
    text: <&'t str as Readable<'t>>::Reader,
    has_paused: bool,
}

impl<'t> PausingReader<'t> {
    /// Reads `text` from its beginning.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text: text.to_reader(), has_paused: false }
    }
}

/// Whether the state that reads up to one of `ends` is the value of an attribute in double quotes. It is the only one that looks
/// for these two first; before it reads, the tokenizer has noted that it is in it.
const fn is_quoted_value(ends: &[u8]) -> bool {
    matches!(ends, [b'"', b'&', ..])
}

impl Reader for PausingReader<'_> {
    type Error = Pause;

    #[inline]
    fn read_byte(&mut self) -> Result<Option<u8>, Pause> {
        self.text.read_byte().map_err(|never| match never {})
    }

    #[inline]
    fn read_until<'b>(&'b mut self, ends: &[u8], buffer: &'b mut [u8; 4]) -> Result<Option<&'b [u8]>, Pause> {
        if is_quoted_value(ends) {
            self.has_paused = !self.has_paused;
            if self.has_paused {
                return Err(Pause);
            }
        }
        self.text.read_until(ends, buffer).map_err(|never| match never {})
    }

    #[inline]
    fn try_read_string(&mut self, wanted: &[u8], case_sensitive: bool) -> Result<bool, Pause> {
        self.text.try_read_string(wanted, case_sensitive).map_err(|never| match never {})
    }
}

#[cfg(test)]
mod tests {
    use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
    use html5gum::{Span, Tokenizer};
    use proptest::prelude::*;

    use super::*;

    /// Every event with its place, as the tokenizer tells it of a text.
    fn events<'t>(text: impl Readable<'t>) -> Vec<String> {
        let mut seen = Vec::new();
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
            seen.push(format!("{event:?} {}..{}", span.start, span.end));
            None::<std::convert::Infallible>
        });
        emitter.naively_switch_states(true);
        Tokenizer::new_with_emitter(text, emitter).for_each(drop);
        seen
    }

    /// A tag of `size` bytes at least whose inside is `piece`, again and again, with a word after it.
    fn long_tag(piece: &str, size: usize) -> String {
        format!("<p {}>word</p>", piece.repeat(size.div_ceil(piece.len())))
    }

    proptest! {
        #[test]
        fn a_pause_changes_no_event(pieces in prop::collection::vec(prop::sample::select(vec![
            "<p ", "<a", "</p", "<!--", "-->", "<!doctype ", "<script>", "</script>", "<title>", "<![CDATA[", "]]>", " public ", "a", " b", "=",
            "\"", "'", " ", "/", ">", "<", "&", "&amp;", "&amp", "&#x41;", "\r", "\n", "\r\n", "\0", "é", "م", "\u{1}", "x y",
        ]), 0..40)) {
            let text = pieces.concat();
            prop_assert_eq!(events(PausingReader::new(&text)), events(text.as_str()));
        }
    }

    /// A stack of 256 KiB, an eighth of what a thread gets, holds for whatever a tag of 1 MiB is made of.
    #[test]
    fn no_tag_is_too_long() {
        let pieces = [
            "a=\"x\" ",
            "a=\"x\"",
            "a=\"x\"/",
            "a=\"\" ",
            "a = \"&amp;&\" ",
            "a=\"\r\" ",
            "a=\"\0\" ",
            "a='x' ",
            "a='x'",
            "a=x ",
            "a=&amp; ",
            "a ",
            "a/",
            "/",
            "/ ",
            "= ",
            "=a",
            "a=",
            "a==\"x\" ",
            "\" ",
            "\"",
            "' ",
            "< ",
            "<a ",
            "a=\"x\" b='y' c=z d ",
            "\t\n",
            "&amp; ",
            "\0 ",
            "é=\"é\" ",
        ];
        let wholes = [
            "<!-- ",
            "<!--<!--",
            "-->",
            "<!doctype a \"b\" ",
            "<!doctype a public \"b\" \"c\">",
            "<![CDATA[ ]]>",
            "<?x ",
            "<",
            "</",
            "</p ",
            "</p a=\"b\" ",
            "<p>",
            "<p a=\"b\">",
            "<script><!--<script>",
            "<script>a</script>",
            "<title>&",
            "<textarea>",
            "&amp;",
            "&#x41;",
            "&",
            "]]>",
            "<p a=\"b\" ",
        ];
        let texts = pieces
            .iter()
            .map(|piece| long_tag(piece, 1 << 20))
            .chain(wholes.iter().map(|whole| whole.repeat((1 << 20) / whole.len())));
        for text in texts {
            let small = std::thread::Builder::new().stack_size(256 << 10);
            let counted = small.spawn(move || {
                let mut count = 0_usize;
                let emitter = CallbackEmitter::new(|_: CallbackEvent<'_>, _: Span<usize>| {
                    count += 1;
                    None::<std::convert::Infallible>
                });
                Tokenizer::new_with_emitter(PausingReader::new(&text), emitter).for_each(drop);
                count
            });
            assert!(counted.unwrap().join().is_ok());
        }
    }
}
