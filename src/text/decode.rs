//! Bytes to text. Strict: what is not UTF-8 is refused with its place, never repaired in silence.

use super::{Place, Problem, SourceId};

/// Turns the bytes of a file into text. A UTF-8 byte order mark stays part of the text, so that offsets into the
/// text are offsets into the file.
///
/// # Errors
/// A problem naming the first byte (line and column from 1) that is not UTF-8, or the first NUL byte: a file with
/// NUL bytes is a binary or UTF-16 file, and a finding in it would mislead.
pub fn decode(id: &SourceId, bytes: Vec<u8>) -> Result<String, Problem> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Problem::new("the file is UTF-16, which is not read yet")
            .with_help("save it as UTF-8")
            .at(Place::file(id.name())));
    }
    // The quick validator says only yes or no; the place of a fault is asked of the slow one.
    let text = simdutf8::basic::from_utf8(&bytes).map(str::to_owned).map_err(|_| {
        let valid = std::str::from_utf8(&bytes).err().map_or(bytes.len(), |error| error.valid_up_to());
        let byte = bytes.get(valid).copied().unwrap_or_default();
        Problem::new(format!("not valid UTF-8: byte 0x{byte:02X} at offset {valid}"))
            .with_help("save the file as UTF-8; it may be in an older encoding such as windows-1256")
            .at(Place::at_byte(id.name(), &bytes, valid))
    })?;
    if let Some(nul) = memchr::memchr(0, text.as_bytes()) {
        return Err(Problem::new(format!("a NUL byte at offset {nul}: this does not look like a text file"))
            .with_help("remove the NUL bytes, or leave the file out with `exclude`")
            .at(Place::at_byte(id.name(), text.as_bytes(), nul)));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(bytes: &[u8]) -> String {
        decode(&SourceId::Stdin(None), bytes.to_vec()).unwrap_err().to_string()
    }

    #[test]
    fn invalid_utf8_is_refused_with_its_place() {
        assert_eq!(problem(b"ab\nc\xC8d"), "<stdin>:2:2: not valid UTF-8: byte 0xC8 at offset 4");
    }

    #[test]
    fn a_nul_byte_is_refused_with_its_place() {
        assert_eq!(problem(b"ab\n\0"), "<stdin>:2:1: a NUL byte at offset 3: this does not look like a text file");
    }

    #[test]
    fn utf16_is_named() {
        assert!(problem(b"\xFF\xFEa\0").contains("UTF-16"));
    }

    #[test]
    fn a_byte_order_mark_stays() {
        assert_eq!(decode(&SourceId::Stdin(None), b"\xEF\xBB\xBFa".to_vec()).unwrap(), "\u{feff}a");
    }
}
