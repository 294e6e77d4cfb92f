//! The encodings articles are stored in: UTF-8, UTF-16, and those from before. Each is read strictly, and written back as
//! it was.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, EncoderResult};

include!(concat!(env!("OUT_DIR"), "/upper_halves.rs"));

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Default for Encoding {
    fn default() -> Self {
        Self::UTF_8
    }
}

/// Bytes looked at to tell one old encoding from another: some hundred paragraphs.
const SAMPLE: usize = 1 << 20;
/// Fewer bytes than this that are not ASCII tell nothing.
const FEWEST: usize = 4;

impl Encoding {
    /// What nearly everything is stored in.
    pub const UTF_8: Self = Self(encoding_rs::UTF_8);
    /// UTF-16, low byte first.
    pub const UTF_16LE: Self = Self(encoding_rs::UTF_16LE);
    /// UTF-16, high byte first.
    pub const UTF_16BE: Self = Self(encoding_rs::UTF_16BE);

    /// The encoding of a label such as `windows-1256`, `cp1256` or `latin1`, as browsers know them.
    #[must_use]
    pub fn of_label(label: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label_no_replacement(label.trim().as_bytes()).map(Self)
    }

    /// Its usual name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The encoding a byte order mark at the head of `bytes` names.
    #[must_use]
    pub fn of_mark(bytes: &[u8]) -> Option<Self> {
        encoding_rs::Encoding::for_bom(bytes).map(|(encoding, _)| Self(encoding))
    }

    /// UTF-16 without a byte order mark, recognised by the zero bytes that every other byte of common text is: one half of the
    /// pairs has some, the other none.
    #[must_use]
    pub fn of_zeros(bytes: &[u8]) -> Option<Self> {
        let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or(bytes);
        // Nearly no file has a zero at all.
        memchr::memchr(0, sample)?;
        let (mut first, mut second) = (0_usize, 0_usize);
        for pair in sample.chunks_exact(2) {
            first += usize::from(pair.first() == Some(&0));
            second += usize::from(pair.last() == Some(&0));
        }
        let enough = sample.len() / 2 / 12;
        let encoding = match (first, second) {
            (0, count) if count > enough.max(1) => Self::UTF_16LE,
            (count, 0) if count > enough.max(1) => Self::UTF_16BE,
            _ => return None,
        };
        bytes.len().is_multiple_of(2).then_some(encoding)
    }

    /// The old encoding that bytes which are not UTF-8 are most likely in. Nothing where a guess would hide damage: where
    /// the bytes are UTF-8 for the most part, where there are too few to tell, or where the guess reads as no text.
    #[must_use]
    pub fn guess(bytes: &[u8]) -> Option<(Self, String)> {
        let (mut well_formed, mut odd) = (0, 0);
        for chunk in bytes.utf8_chunks() {
            well_formed += chunk.valid().bytes().filter(|byte| !byte.is_ascii()).count();
            odd += chunk.invalid().len();
        }
        // In an old encoding two bytes now and then look like one character of UTF-8; in damaged UTF-8 nearly all do.
        if odd < FEWEST || well_formed * 2 > odd {
            return None;
        }
        let begin = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
        let sample = bytes.get(begin..bytes.len().min(begin + SAMPLE))?;
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(sample, true);
        let guess = Self(detector.guess(None, Utf8Detection::Deny));
        let text = guess.decode(bytes).ok()?;
        let is_text = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{c}');
        text.chars().all(is_text).then_some((guess, text))
    }

    /// The text of bytes in this encoding. A byte order mark stays part of it.
    ///
    /// # Errors
    /// The offset of the first byte that is not of this encoding.
    pub fn decode(self, bytes: &[u8]) -> Result<String, usize> {
        let mut decoder = self.0.new_decoder_without_bom_handling();
        let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0);
        let mut text = String::with_capacity(room);
        let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
        match result {
            DecoderResult::InputEmpty => Ok(text),
            DecoderResult::OutputFull => Err(read),
            DecoderResult::Malformed(bad, after) => Err(read.saturating_sub(usize::from(bad) + usize::from(after))),
        }
    }

    /// Bytes that a stretch of text takes in this encoding; `None` in one that writes a character otherwise after
    /// another (ISO-2022-JP alone among those of the web).
    #[must_use]
    pub fn stored_len(self, text: &str) -> Option<usize> {
        if self == Self::UTF_8 {
            Some(text.len())
        } else if self == Self::UTF_16LE || self == Self::UTF_16BE {
            Some(text.encode_utf16().count() * 2)
        } else if self.0.is_single_byte() {
            Some(text.chars().count())
        } else if self.0 == encoding_rs::ISO_2022_JP {
            None
        } else {
            self.encode(text).ok().map(|bytes| bytes.len())
        }
    }

    /// The characters of the bytes from 0x80 on, of an encoding in which every byte is a character; U+FFFD for a byte that is none.
    #[must_use]
    pub fn upper_half(self) -> Option<Vec<char>> {
        let (_, letters) = UPPER_HALVES.iter().find(|(name, _)| *name == self.name())?;
        let letter = |letter: &u16| char::from_u32((*letter).into()).unwrap_or('\u{fffd}');
        Some(letters.iter().map(letter).collect())
    }

    /// ISO-2022-JP, recognised by the escapes that switch to two bytes a character; everything in it is below 0x80.
    #[must_use]
    pub fn of_escapes(bytes: &[u8]) -> Option<Self> {
        const ESCAPE: u8 = 0x1B;
        // Nearly no file has an escape at all.
        memchr::memchr(ESCAPE, bytes)?;
        let switches = |at: usize| matches!(bytes.get(at + 1..at + 3), Some(b"$@" | b"$B"));
        (bytes.is_ascii() && memchr::memchr_iter(ESCAPE, bytes).any(switches)).then_some(Self(encoding_rs::ISO_2022_JP))
    }

    /// The bytes of a text in this encoding.
    ///
    /// # Errors
    /// The first character that it does not have.
    pub fn encode(self, text: &str) -> Result<Vec<u8>, char> {
        if self == Self::UTF_16LE {
            return Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        }
        if self == Self::UTF_16BE {
            return Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        }
        let mut encoder = self.0.new_encoder();
        let room = encoder.max_buffer_length_from_utf8_without_replacement(text.len()).unwrap_or(0);
        let mut bytes = Vec::with_capacity(room);
        match encoder.encode_from_utf8_to_vec_without_replacement(text, &mut bytes, true).0 {
            EncoderResult::Unmappable(character) => Err(character),
            EncoderResult::InputEmpty | EncoderResult::OutputFull => Ok(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARABIC: &str = "قال الوزير إن الجسر الجديد سيفتح أمام السيارات يوم الأحد، وإن العمل انتهى في موعده.\n";

    #[test]
    fn old_encodings_are_told_from_ordinary_sentences() {
        let russian = "Министр заявил, что новый мост откроют для машин в воскресенье и что работы закончены в срок.\n";
        let french =
            "Le préfet a déclaré que le pont, fermé après la crue, sera rouvert à la circulation dès samedi.\n";
        for (label, text) in [
            ("windows-1256", ARABIC),
            ("iso-8859-6", ARABIC),
            ("windows-1251", russian),
            ("koi8-r", russian),
            ("windows-1252", french),
        ] {
            let encoding = Encoding::of_label(label).unwrap();
            let bytes = encoding.encode(text).unwrap();
            let (guess, read) = Encoding::guess(&bytes).unwrap_or_else(|| panic!("{label} is not told"));
            assert_eq!(read, text, "{label} taken for {}", guess.name());
            assert_eq!(guess.encode(&read).unwrap(), bytes, "{label} is written back");
        }
    }

    #[test]
    fn escapes_tell_the_encoding_that_switches_by_them() {
        let text = "橋は閉まります。\nbridge\n";
        let written = Encoding::of_label("iso-2022-jp").unwrap().encode(text).unwrap();
        assert!(written.is_ascii());
        let encoding = Encoding::of_escapes(&written).unwrap();
        assert_eq!(encoding.decode(&written).as_deref(), Ok(text));
        // Colours of a terminal, and text beyond ASCII, are something else.
        assert_eq!(Encoding::of_escapes(b"\x1b[31mred\x1b[0m"), None);
        assert_eq!(Encoding::of_escapes("\u{1b}$B é".as_bytes()), None);
    }

    #[test]
    fn damage_is_not_taken_for_an_encoding() {
        let mut damaged = ARABIC.as_bytes().to_vec();
        damaged.remove(5);
        damaged.truncate(damaged.len() - 3);
        assert_eq!(Encoding::guess(&damaged), None);
        assert_eq!(Encoding::guess(b"caf\xe9"), None);
        let noise: Vec<u8> = (0..2000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(Encoding::guess(&noise), None);
    }

    #[test]
    fn the_letters_of_an_encoding_are_those_it_is_read_with() {
        for (name, letters) in &UPPER_HALVES {
            let encoding = Encoding::of_label(name).unwrap();
            let read = |byte: u8| encoding.decode(&[byte]).map_or('\u{fffd}', |text| text.chars().next().unwrap());
            let wanted: Vec<char> = (0x80..=0xFF).map(read).collect();
            assert_eq!(encoding.upper_half(), Some(wanted), "{name}");
            assert!(encoding.0.is_single_byte() && letters.len() == 128, "{name}");
        }
        assert_eq!(Encoding::UTF_8.upper_half(), None);
    }

    #[test]
    fn utf16_is_told_by_its_mark_or_by_its_zeros() {
        for (encoding, text) in [(Encoding::UTF_16LE, ARABIC), (Encoding::UTF_16BE, "Two words.\n")] {
            let marked = encoding.encode(&format!("\u{feff}{text}")).unwrap();
            assert_eq!(Encoding::of_mark(&marked), Some(encoding));
            let bytes = encoding.encode(text).unwrap();
            assert_eq!(Encoding::of_zeros(&bytes), Some(encoding));
            assert_eq!(encoding.decode(&bytes).as_deref(), Ok(text));
        }
        assert_eq!(Encoding::of_zeros(b"a file with\0one zero"), None);
        assert_eq!(Encoding::UTF_16LE.decode(b"a\0\0\xd8"), Err(2));
    }

    #[test]
    fn what_an_encoding_does_not_have_is_said() {
        let arabic = Encoding::of_label("windows-1256").unwrap();
        assert_eq!(arabic.encode("a🙂"), Err('🙂'));
        assert_eq!(Encoding::of_label("ascii8"), None);
    }
}
