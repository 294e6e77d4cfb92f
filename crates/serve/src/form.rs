//! The fields of a form, or of the query of an address.

use percent_encoding::percent_decode;

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
    fn what_is_no_utf8_is_named() {
        assert_eq!(fields(b"language=ar&text=%ff"), Err("text".to_owned()));
    }
}
