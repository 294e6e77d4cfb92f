//! Bytes to text. Strict: what cannot be read is refused with its place, never repaired in silence.

use super::{Encoding, Fault, Place, Problem, SourceId, Undecoded};

/// Bytes at the head of a page in which it may say its encoding.
const HEAD: usize = 1024;

/// An article's text and how it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, a byte order mark included.
    pub text: String,
    /// How it was stored.
    pub encoding: Encoding,
    /// Whether the encoding was detected from the bytes alone.
    pub is_guess: bool,
}

/// Turns the bytes of an article into text: in the encoding `wish`ed for; or the one its byte order mark, its zero bytes or
/// its escapes show; or UTF-8; or, if it is not UTF-8, the one that a page declares (`declares`: whether the format can), or an older
/// one told from the bytes. A byte order mark stays part of the text.
///
/// # Errors
/// The first byte that is not of the encoding, or the first NUL character: a file with those is no text, and a finding in
/// its prose would mislead. A file that is UTF-8 for the most part is damaged UTF-8, and never taken for something else.
pub fn decode_article(bytes: &[u8], wish: Option<Encoding>, declares: bool) -> Result<Decoded, Undecoded> {
    let known =
        Encoding::of_mark(bytes).or(wish).or_else(|| Encoding::of_zeros(bytes)).or_else(|| Encoding::of_escapes(bytes));
    if let Some(encoding) = known.filter(|encoding| *encoding != Encoding::UTF_8) {
        let text = encoding.decode(bytes).map_err(|at| not_of(bytes, encoding, at))?;
        return without_nul(Decoded { text, encoding, is_guess: false });
    }
    let fault = match utf8(bytes) {
        Ok(text) => return without_nul(Decoded { text, encoding: Encoding::UTF_8, is_guess: false }),
        Err(fault) => fault,
    };
    if known.is_some() {
        return Err(fault);
    }
    let declared = declares.then(|| declared(bytes)).flatten().filter(|encoding| *encoding != Encoding::UTF_8);
    let read = declared.and_then(|encoding| Some((encoding, encoding.decode(bytes).ok()?)));
    let (encoding, text) = read.or_else(|| Encoding::guess(bytes)).ok_or(fault)?;
    without_nul(Decoded { text, encoding, is_guess: declared != Some(encoding) })
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
/// A problem with the place of the first byte that is not UTF-8, or of the first NUL.
pub fn decode(id: &SourceId, bytes: Vec<u8>) -> Result<String, Problem> {
    if Encoding::of_mark(&bytes).is_some_and(|encoding| encoding != Encoding::UTF_8) {
        return Err(Problem::new("the file is UTF-16").with_help("save it as UTF-8").at(Place::file(id.name())));
    }
    let text = utf8(&bytes).map_err(|undecoded| {
        let at = undecoded.fault.at.start;
        let byte = bytes.get(at).copied().unwrap_or_default();
        Problem::new(format!("not valid UTF-8: byte 0x{byte:02X} at offset {at}"))
            .with_help("save the file as UTF-8")
            .at(Place::at_byte(id.name(), &bytes, at))
    })?;
    match Fault::nul_in(&text) {
        None => Ok(text),
        Some(fault) => {
            let at = fault.at.start;
            Err(Problem::new(format!("a NUL byte at offset {at}: this does not look like a text file"))
                .with_help("remove the NUL bytes")
                .at(Place::at_byte(id.name(), &bytes, at)))
        }
    }
}

/// Bytes of UTF-8 as text.
///
/// # Errors
/// The first byte that is not UTF-8.
pub fn utf8(bytes: &[u8]) -> Result<String, Undecoded> {
    // The quick validator says only yes or no; the place of a fault is asked of the slow one.
    simdutf8::basic::from_utf8(bytes).map(str::to_owned).map_err(|_| not_utf8(bytes))
}

/// What is to be said of an article that is not UTF-8: the first byte that is not.
#[must_use]
pub fn not_utf8(bytes: &[u8]) -> Undecoded {
    let valid = std::str::from_utf8(bytes).err().map_or(bytes.len(), |error| error.valid_up_to());
    let mut fault = Fault::not_of(Encoding::UTF_8, bytes, valid, valid);
    // All of what was to be one character: a place ends on the edge of the next.
    let rest = bytes.get(fault.at.end..).unwrap_or_default();
    fault.at.end += rest.iter().take_while(|byte| **byte & 0xC0 == 0x80).count();
    Undecoded::of_bytes(bytes, fault)
}

fn not_of(bytes: &[u8], encoding: Encoding, at: usize) -> Undecoded {
    // What comes before it is of the encoding; what comes after it nobody knows.
    let mut text = bytes.get(..at).and_then(|before| encoding.decode(before).ok()).unwrap_or_default();
    let fault = Fault::not_of(encoding, bytes, at, text.len());
    text.push('?');
    Undecoded { text, encoding, fault }
}

fn without_nul(decoded: Decoded) -> Result<Decoded, Undecoded> {
    match Fault::nul_in(&decoded.text) {
        None => Ok(decoded),
        Some(fault) => {
            Err(Undecoded { encoding: decoded.encoding, ..Undecoded::of_bytes(decoded.text.as_bytes(), fault) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the first fault of an article is, its values and the text that is left; any other file is refused there, too.
    fn refused(bytes: &[u8]) -> (String, (u32, u32), String) {
        let Undecoded { text, fault, .. } = decode_article(bytes, None, true).unwrap_err();
        let at = fault.position(&text);
        let problem = decode(&SourceId::Stdin(None), bytes.to_vec()).unwrap_err();
        assert_eq!(problem.place.unwrap().position(), Some(at));
        let values: Vec<String> = fault.args.into_iter().map(|(_, value)| value).collect();
        (values.join(" "), at, text)
    }

    #[test]
    fn invalid_utf8_is_refused_with_its_place() {
        assert_eq!(refused(b"ab\nc\xC8d"), ("UTF-8 0xC8 4".into(), (2, 2), "ab\nc?d".into()));
    }

    #[test]
    fn a_nul_byte_is_refused_with_its_place() {
        assert_eq!(refused(b"ab\n\0"), ("3".into(), (2, 1), "ab\n?".into()));
    }

    #[test]
    fn utf16_is_read_in_articles_and_named_elsewhere() {
        let id = SourceId::Stdin(None);
        let decoded = decode_article(b"\xFF\xFEa\0", None, false).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), ("\u{feff}a", Encoding::UTF_16LE));
        assert!(decode(&id, b"\xFF\xFEa\0".to_vec()).unwrap_err().to_string().contains("UTF-16"));
    }

    #[test]
    fn a_byte_order_mark_stays() {
        assert_eq!(decode(&SourceId::Stdin(None), b"\xEF\xBB\xBFa".to_vec()).unwrap(), "\u{feff}a");
    }

    #[test]
    fn what_a_page_declares_counts_only_where_it_is_no_utf8() {
        let read = |bytes: &[u8]| decode_article(bytes, None, true).unwrap();
        let page = read(b"<meta charset=\"windows-1256\"><p>\xC7\xE1\xE4\xE5\xD1");
        assert_eq!((page.encoding.name(), page.is_guess), ("windows-1256", false));
        assert!(page.text.ends_with("النهر"));
        assert_eq!(read("<meta charset=windows-1256><p>النهر".as_bytes()).encoding, Encoding::UTF_8);
    }

    #[test]
    fn a_wish_is_taken_at_its_word() {
        let wish = Encoding::of_label("iso-8859-6");
        let decoded = decode_article(b"\xC7\xE4", wish, false).unwrap();
        assert_eq!(decoded.text, "ال");
        let Undecoded { text, fault, .. } = decode_article(b"ab\xA1", wish, false).unwrap_err();
        assert_eq!((text.as_str(), fault.at, fault.args[2].1.as_str()), ("ab?", 2..3, "2"));
    }
}
