//! Bytes of a text counted in UTF-16 code units, as clients count.

/// Bytes between two places whose count is kept.
const STEP: usize = 128;

/// The UTF-16 code units before each byte of a text.
#[derive(Debug)]
pub struct Utf16<'t> {
    text: &'t str,
    /// Code units before every `STEP`th byte, or before the character that this byte is inside of.
    kept: Vec<u32>,
}

impl<'t> Utf16<'t> {
    /// Counts a text once.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        let mut kept = Vec::with_capacity(text.len() / STEP + 1);
        let mut units = 0;
        for (at, c) in text.char_indices() {
            while kept.len() * STEP < at + c.len_utf8() {
                kept.push(units);
            }
            units += c.len_utf16() as u32;
        }
        kept.push(units);
        Self { text, kept }
    }

    /// Code units before a byte: of the whole text for one beyond its end.
    #[must_use]
    pub fn before(&self, byte: u32) -> u32 {
        let byte = self.text.floor_char_boundary((byte as usize).min(self.text.len()));
        let step = byte / STEP;
        let from = self.text.floor_char_boundary(step * STEP);
        let rest = self.text.get(from..byte).unwrap_or_default();
        let known = self.kept.get(step).or(self.kept.last()).copied().unwrap_or_default();
        if from == self.text.len() { known } else { known + rest.chars().map(|c| c.len_utf16() as u32).sum::<u32>() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_counted_as_if_from_the_start() {
        let texts = ["", "a", &"a".repeat(128), &"قال الوزير 📰 ".repeat(40), &format!("{}📰", "x".repeat(126))];
        for text in texts {
            let counted = Utf16::of(text);
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let expected = text[..at].encode_utf16().count() as u32;
                assert_eq!(counted.before(at as u32), expected, "{at} of {text:?}");
            }
            assert_eq!(counted.before(u32::MAX), text.encode_utf16().count() as u32);
        }
    }
}
