//! The secret that clients on other machines have to know.

use std::fmt;

use copydesk::text::Problem;
use subtle::ConstantTimeEq as _;

/// The fewest characters of a token: fewer could be guessed.
const SHORTEST: usize = 16;

/// The secret that clients on other machines have to know.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A token of at least 16 letters, digits, `-`, `_`, `.` and `~`: it may stand in an address.
    ///
    /// # Errors
    /// A problem with another text.
    pub fn new(text: &str) -> Result<Self, Problem> {
        let stands_in_an_address = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
        if text.len() >= SHORTEST && text.bytes().all(stands_in_an_address) {
            return Ok(Self(text.to_owned()));
        }
        let help = format!(
            "a token has at least {SHORTEST} characters, each a letter from a to z, a digit, or one of - _ . ~ (`openssl rand -hex 16` makes one)"
        );
        Err(Problem::new("this token cannot be used").with_help(help))
    }

    /// A token that nobody can guess, and its text.
    ///
    /// # Errors
    /// A problem, if the system has no random numbers.
    pub fn random() -> Result<(Self, String), Problem> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)
            .map_err(|error| Problem::new(format!("the system gives no random numbers: {error}")))?;
        let text = bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        Ok((Self(text.clone()), text))
    }

    /// Whether a text is the token. How long this takes says nothing of how much of it is right.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        self.0.as_bytes().ct_eq(text.as_bytes()).into()
    }
}

/// Without the secret.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_and_stands_in_an_address() {
        let token = Token::new("0123456789abcdef").unwrap();
        assert!(token.is("0123456789abcdef"));
        assert!(!token.is("0123456789abcdeF") && !token.is("0123456789abcdef0") && !token.is(""));
        assert_eq!(format!("{token:?}"), "Token(…)");
        for bad in ["", "0123456789abcde", "0123456789abcdef/", "0123456789abcdefé"] {
            assert!(Token::new(bad).is_err(), "{bad}");
        }
        let ((first, text), (second, _)) = (Token::random().unwrap(), Token::random().unwrap());
        assert!(first.is(&text) && !second.is(&text) && Token::new(&text).is_ok());
    }
}
