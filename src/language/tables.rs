//! What the build script worked out of the characters below U+0800 (`worked_out`).

use unicode_script::Script;

use crate::text::ShortChars;

include!(concat!(env!("OUT_DIR"), "/characters.rs"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::worked_out;

    #[test]
    fn the_tables_are_what_the_characters_are() {
        assert_eq!(WITH_ACCENTS[..], worked_out::folded(false));
        assert_eq!(WITHOUT_ACCENTS[..], worked_out::folded(true));
        assert_eq!(WORDS, worked_out::words());
        assert_eq!(NUMBERS, worked_out::numbers());
        assert_eq!(SCRIPTS[..], worked_out::scripts());
        assert_eq!(LOWER_CASE[..], worked_out::letters());
    }
}
