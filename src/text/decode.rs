//! Bytes to text. Strict: what cannot be read is refused with its place, never repaired in silence.

use super::{Encoding, Place, Problem, SourceId};

/// Bytes at the head of a page in which it may say its encoding.
const HEAD: usize = 1024;

/// An article's text and how it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, a byte order mark included.
    pub text: String,
    /// How it was stored.
    pub encoding: Encoding,
    /// Whether the encoding was told from the bytes alone.
    pub is_guess: bool,
}

/// Turns the bytes of an article into text: in the encoding `wish`ed for; or the one its byte order mark, its zero bytes or
/// its escapes show; or UTF-8; or, if it is not UTF-8, the one that a page declares (`declares`: whether the format can), or an older
/// one told from the bytes. A byte order mark stays part of the text.
///
/// # Errors
/// A problem naming the first byte (line and column from 1) that is not of the encoding, or the first NUL character: a
/// file with those is no text, and a finding in it would mislead. A file that is UTF-8 for the most part is damaged
/// UTF-8, and never taken for something else.
pub fn decode_article(id: &SourceId, bytes: &[u8], wish: Option<Encoding>, declares: bool) -> Result<Decoded, Problem> {
    let known =
        Encoding::of_mark(bytes).or(wish).or_else(|| Encoding::of_zeros(bytes)).or_else(|| Encoding::of_escapes(bytes));
    if let Some(encoding) = known.filter(|encoding| *encoding != Encoding::UTF_8) {
        let text = encoding.decode(bytes).map_err(|at| not_of(id, bytes, encoding, at))?;
        return without_nul(id, text).map(|text| Decoded { text, encoding, is_guess: false });
    }
    let fault = match utf8(id, bytes) {
        Ok(text) => {
            return without_nul(id, text).map(|text| Decoded { text, encoding: Encoding::UTF_8, is_guess: false });
        }
        Err(fault) => fault,
    };
    if known.is_some() {
        return Err(fault);
    }
    let declared = declares.then(|| declared(bytes)).flatten().filter(|encoding| *encoding != Encoding::UTF_8);
    let read = declared.and_then(|encoding| Some((encoding, encoding.decode(bytes).ok()?)));
    let (encoding, text) = read.or_else(|| Encoding::guess(bytes)).ok_or(fault)?;
    without_nul(id, text).map(|text| Decoded { text, encoding, is_guess: declared != Some(encoding) })
}

/// The encoding that the head of a page or an XML file declares.
fn declared(bytes: &[u8]) -> Option<Encoding> {
    let head = bytes.get(..bytes.len().min(HEAD))?.to_ascii_lowercase();
    ["charset=", "encoding="].into_iter().find_map(|key| {
        let at = memchr::memmem::find(&head, key.as_bytes())? + key.len();
        let rest = head.get(at..)?;
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.');
        let skipped = rest.iter().take_while(|byte| matches!(byte, b'"' | b'\'' | b' ')).count();
        let label: Vec<u8> = rest.iter().skip(skipped).copied().take_while(is_name).collect();
        Encoding::of_label(std::str::from_utf8(&label).ok()?)
    })
}

/// Turns the bytes of a file that has to be UTF-8 into text. A byte order mark stays part of the text, so that offsets into
/// the text are offsets into the file.
///
/// # Errors
/// As for [`decode_article`].
pub fn decode(id: &SourceId, bytes: Vec<u8>) -> Result<String, Problem> {
    if Encoding::of_mark(&bytes).is_some_and(|encoding| encoding != Encoding::UTF_8) {
        return Err(Problem::new("the file is UTF-16").with_help("save it as UTF-8").at(Place::file(id.name())));
    }
    without_nul(id, utf8(id, &bytes)?)
}

/// The problem of bytes that are no UTF-8 and may be in an older encoding.
fn utf8(id: &SourceId, bytes: &[u8]) -> Result<String, Problem> {
    // The quick validator says only yes or no; the place of a fault is asked of the slow one.
    simdutf8::basic::from_utf8(bytes).map(str::to_owned).map_err(|_| not_utf8(id, bytes))
}

/// The problem of an article that is not UTF-8, with the place of the first byte that is not.
#[must_use]
pub fn not_utf8(id: &SourceId, bytes: &[u8]) -> Problem {
    let valid = std::str::from_utf8(bytes).err().map_or(bytes.len(), |error| error.valid_up_to());
    let byte = bytes.get(valid).copied().unwrap_or_default();
    Problem::new(format!("not valid UTF-8: byte 0x{byte:02X} at offset {valid}"))
        .with_help("save the file as UTF-8, or name its encoding, such as --encoding windows-1256")
        .at(Place::at_byte(id.name(), bytes, valid))
}

fn not_of(id: &SourceId, bytes: &[u8], encoding: Encoding, at: usize) -> Problem {
    let byte = bytes.get(at).copied().unwrap_or_default();
    Problem::new(format!("not valid {}: byte 0x{byte:02X} at offset {at}", encoding.name()))
        .with_help("name its encoding with --encoding, or save the file as UTF-8")
        .at(Place::at_byte(id.name(), bytes, at))
}

fn without_nul(id: &SourceId, text: String) -> Result<String, Problem> {
    match memchr::memchr(0, text.as_bytes()) {
        None => Ok(text),
        Some(nul) => Err(Problem::new(format!("a NUL byte at offset {nul}: this does not look like a text file"))
            .with_help("remove the NUL bytes, or leave the file out with `exclude`")
            .at(Place::at_byte(id.name(), text.as_bytes(), nul))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(bytes: &[u8]) -> String {
        let id = SourceId::Stdin(None);
        let article = decode_article(&id, bytes, None, true).unwrap_err().to_string();
        assert_eq!(decode(&id, bytes.to_vec()).unwrap_err().to_string(), article);
        article
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
    fn utf16_is_read_in_articles_and_named_elsewhere() {
        let id = SourceId::Stdin(None);
        let decoded = decode_article(&id, b"\xFF\xFEa\0", None, false).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), ("\u{feff}a", Encoding::UTF_16LE));
        assert!(decode(&id, b"\xFF\xFEa\0".to_vec()).unwrap_err().to_string().contains("UTF-16"));
    }

    #[test]
    fn a_byte_order_mark_stays() {
        assert_eq!(decode(&SourceId::Stdin(None), b"\xEF\xBB\xBFa".to_vec()).unwrap(), "\u{feff}a");
    }

    #[test]
    fn what_a_page_declares_counts_only_where_it_is_no_utf8() {
        let id = SourceId::Stdin(None);
        let read = |bytes: &[u8]| decode_article(&id, bytes, None, true).unwrap();
        let page = read(b"<meta charset=\"windows-1256\"><p>\xC7\xE1\xE4\xE5\xD1");
        assert_eq!((page.encoding.name(), page.is_guess), ("windows-1256", false));
        assert!(page.text.ends_with("النهر"));
        assert_eq!(read("<meta charset=windows-1256><p>النهر".as_bytes()).encoding, Encoding::UTF_8);
    }

    #[test]
    fn a_wish_is_taken_at_its_word() {
        let id = SourceId::Stdin(None);
        let wish = Encoding::of_label("iso-8859-6");
        let decoded = decode_article(&id, b"\xC7\xE4", wish, false).unwrap();
        assert_eq!(decoded.text, "ال");
        let problem = decode_article(&id, b"ab\xA1", wish, false).unwrap_err();
        assert_eq!(problem.to_string(), "<stdin>:1:3: not valid ISO-8859-6: byte 0xA1 at offset 2");
    }
}
