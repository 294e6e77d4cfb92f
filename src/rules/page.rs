//! Where the page about a code is published.

use super::builtin::CODES;
use crate::diagnostic::Code;

/// Address of the book that is made of `docs/`; `homepage` in Cargo.toml.
const BOOK: &str = env!("CARGO_PKG_HOMEPAGE");

/// Address of the page about a code that comes with copydesk; `None` for a code of somebody's own rules.
#[must_use]
pub fn page_of(code: &Code) -> Option<String> {
    let is_built_in = CODES.iter().any(|known| known.split(':').next() == Some(code.as_str()));
    is_built_in.then(|| format!("{BOOK}/rules/{}.html", code.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_codes_have_a_page_and_others_have_none() {
        let page = |code: &str| page_of(&Code::parse(code).unwrap());
        assert_eq!(page("quotes/mixed"), Some(format!("{BOOK}/rules/quotes/mixed.html")));
        assert_eq!(page("ads/promo-line:linked"), page("ads/promo-line"), "variants share a page");
        assert_eq!(page("house/plain-words"), None);
        assert!(BOOK.starts_with("https://") && !BOOK.ends_with('/'), "{BOOK}");
    }
}
