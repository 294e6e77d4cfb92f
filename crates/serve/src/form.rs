//! The fields of a form, or of the query of an address.

use percent_encoding::percent_decode;

/// What a form begins and ends with that LibreOffice up to 7.4 sends, its text as it is, `&` and `%` included.
const RAW: (&[u8], &[u8]) = (b"text=", b"&language=");

/// The fields of a form, as a client sends it. One that holds bytes which no encoded form has, is taken as LibreOffice means it:
/// its text goes up to the last `&language=`.
///
/// # Errors
/// The field that is no UTF-8, as in [`fields`].
pub fn form(written: &[u8]) -> Result<Vec<(String, String)>, String> {
    let is_raw = written.iter().any(|b| !b.is_ascii() || *b == b' ');
    let text = written.strip_prefix(RAW.0).filter(|_| is_raw);
    let end = text.and_then(|text| text.windows(RAW.1.len()).rposition(|part| part == RAW.1));
    let Some((text, rest)) = text.zip(end).and_then(|(text, end)| text.split_at_checked(end)) else {
        return fields(written);
    };
    let text = String::from_utf8(text.to_vec()).map_err(|_| "text".to_owned())?;
    let mut read = fields(rest)?;
    read.insert(0, ("text".to_owned(), text));
    Ok(read)
}

/// The fields of a form or a query, in order, every one in UTF-8.
///
/// # Errors
/// The field that is no UTF-8: its name, as far as it can be read. What stands for bytes that are no text would have another length,
/// and every position behind them would be wrong.
pub fn fields(written: &[u8]) -> Result<Vec<(String, String)>, String> {
    let parts = written.split(|&b| b == b'&').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let mut halves = part.splitn(2, |&b| b == b'=');
            let (name, value) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
            let read = |half: &[u8]| {
                let spaced: Vec<u8> = half.iter().map(|&b| if b == b'+' { b' ' } else { b }).collect();
                percent_decode(&spaced).decode_utf8().map(|text| text.into_owned())
            };
            let called = || String::from_utf8_lossy(name).into_owned();
            Ok((read(name).map_err(|_| called())?, read(value).map_err(|_| called())?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_and_keep_their_order() {
        let read = fields(b"text=a+b%20%D8%A7%F0%9F%93%B0%2B&language=ar&empty&x=1=2&&text=again").unwrap();
        let read: Vec<(&str, &str)> = read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(read, [("text", "a b ا📰+"), ("language", "ar"), ("empty", ""), ("x", "1=2"), ("text", "again")]);
        assert!(fields(b"").unwrap().is_empty());
    }

    #[test]
    fn a_text_that_nobody_encoded_is_taken_as_it_is() {
        let read = |written: &str| form(written.as_bytes()).unwrap();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            read("text=50%25 + AT&T قال &language=ar-SA&username=amal"),
            [pair("text", "50%25 + AT&T قال "), pair("language", "ar-SA"), pair("username", "amal")]
        );
        assert_eq!(read("text=a&language=b c&language=ar"), [pair("text", "a&language=b c"), pair("language", "ar")]);
        assert_eq!(read("text=a%26b&language=ar"), [pair("text", "a&b"), pair("language", "ar")], "an encoded one");
        assert_eq!(read("language=ar&text=a b"), [pair("language", "ar"), pair("text", "a b")]);
        assert_eq!(form(b"text=\xff&language=ar"), Err("text".to_owned()));
    }

    #[test]
    fn what_is_no_utf8_is_named() {
        assert_eq!(fields(b"language=ar&text=%ff"), Err("text".to_owned()));
    }
}
