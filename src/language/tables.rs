//! What the build script worked out of the characters below U+0800 (`characters`).

use unicode_script::Script;

include!(concat!(env!("OUT_DIR"), "/characters.rs"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::characters;

    #[test]
    fn the_tables_are_what_the_characters_are() {
        assert_eq!(WITH_ACCENTS[..], characters::folded(false));
        assert_eq!(WITHOUT_ACCENTS[..], characters::folded(true));
        assert_eq!(WORDS[..], characters::words());
        assert_eq!(NUMBERS[..], characters::numbers());
        assert_eq!(SCRIPTS[..], characters::scripts());
        assert_eq!(LOWER_CASE[..], characters::letters());
    }
}
