//! Messages on a stream of bytes, as the protocol's base has them: headers, an empty line, and as many bytes as the
//! header `Content-Length` says. Everything that is read is bounded.

use std::io::{self, BufRead, Read as _, Write};

use copydesk_workspace::read::system_words;

/// Largest message, in bytes.
pub const MESSAGE_LIMIT: usize = 64 << 20;
/// Most that the headers of one message may take together, in bytes.
const HEADERS_LIMIT: usize = 16 << 10;
/// The one header that matters.
const LENGTH: &str = "content-length";

/// Reads the next message; nothing, if the stream ends before it is whole.
///
/// # Errors
/// Why no message can be found from here on, in words for people.
pub fn read_message(from: &mut impl BufRead) -> Result<Option<Vec<u8>>, String> {
    let Some(length) = read_headers(from)? else { return Ok(None) };
    // Grows with what comes: a length by itself takes no memory.
    let mut body = Vec::new();
    from.take(length as u64).read_to_end(&mut body).map_err(broken)?;
    Ok((body.len() == length).then_some(body))
}

/// How long the next message is; nothing, if the stream ends before that is known.
fn read_headers(from: &mut impl BufRead) -> Result<Option<usize>, String> {
    let mut length = None;
    let mut left = HEADERS_LIMIT;
    loop {
        let mut line = Vec::new();
        let read = from.take(left as u64).read_until(b'\n', &mut line).map_err(broken)?;
        left -= read.min(left);
        if line.last() != Some(&b'\n') {
            return if left == 0 { Err("the headers of a message are too long".to_owned()) } else { Ok(None) };
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_ascii();
        if line.is_empty() {
            return length.map(Some).ok_or_else(|| "a message has no Content-Length".to_owned());
        }
        let Some((name, value)) = line.split_once(':') else {
            return Err("a message begins with something that is not a header".to_owned());
        };
        if name.trim_ascii_end().eq_ignore_ascii_case(LENGTH) {
            length = Some(read_length(value.trim_ascii())?);
        }
    }
}

fn read_length(value: &str) -> Result<usize, String> {
    if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("the Content-Length of a message is not a number".to_owned());
    }
    // A number that is too large to be held is also too large here.
    value
        .parse()
        .ok()
        .filter(|&length| length <= MESSAGE_LIMIT)
        .ok_or_else(|| format!("a message is larger than {} MiB", MESSAGE_LIMIT >> 20))
}

fn broken(error: io::Error) -> String {
    system_words(&error)
}

/// Writes one message and hands it over to whoever reads.
///
/// # Errors
/// What the stream says.
pub fn write_message(to: &mut impl Write, body: &[u8]) -> io::Result<()> {
    write!(to, "Content-Length: {}\r\n\r\n", body.len())?;
    to.write_all(body)?;
    to.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mut bytes: &[u8]) -> Result<Option<Vec<u8>>, String> {
        read_message(&mut bytes)
    }

    #[test]
    fn what_is_written_is_read_one_by_one() {
        let mut bytes = Vec::new();
        for body in [&b"{}"[..], b"", "é".as_bytes()] {
            write_message(&mut bytes, body).unwrap();
        }
        let mut rest = &*bytes;
        for body in [&b"{}"[..], b"", "é".as_bytes()] {
            assert_eq!(read_message(&mut rest), Ok(Some(body.to_vec())));
        }
        assert_eq!(read_message(&mut rest), Ok(None));
    }

    #[test]
    fn headers_are_read_as_generously_as_mail() {
        let body = Ok(Some(b"{}".to_vec()));
        assert_eq!(read(b"Content-Type: x\r\ncontent-LENGTH : 2\r\n\r\n{}"), body);
        assert_eq!(read(b"Content-Length:2\n\n{}"), body);
    }

    #[test]
    fn a_stream_that_ends_early_is_an_end() {
        for bytes in [&b""[..], b"Content", b"Content-Length: 2\r\n", b"Content-Length: 2\r\n\r\n{"] {
            assert_eq!(read(bytes), Ok(None), "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn what_cannot_be_a_message_is_told() {
        let long = format!("x: {}", "x".repeat(HEADERS_LIMIT));
        let endless = "x: y\r\n".repeat(HEADERS_LIMIT);
        for (bytes, words) in [
            ("\r\n{}", "no Content-Length"),
            ("{}\r\n", "not a header"),
            ("Content-Length: -1\r\n\r\n", "is not a number"),
            ("Content-Length: 0x10\r\n\r\n", "is not a number"),
            ("Content-Length: \r\n\r\n", "is not a number"),
            ("Content-Length: 67108865\r\n\r\n", "larger than 64 MiB"),
            ("Content-Length: 99999999999999999999999\r\n\r\n", "larger than 64 MiB"),
            (&long, "too long"),
            (&endless, "too long"),
        ] {
            let told = read(bytes.as_bytes()).unwrap_err();
            assert!(told.contains(words), "{told}");
        }
    }
}
