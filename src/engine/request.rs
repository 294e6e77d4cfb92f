//! What a comment or the front matter of an article says to copydesk, word by word, before anybody asks what it means:
//! `ignore quotes/unclosed -- a song title`.

use crate::text::Span;

/// Which part of an article is to be silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The paragraph or heading the comment stands at, or the next one.
    Block,
    /// The line the comment stands on, or the next one.
    Line,
    /// The whole article.
    File,
    /// From here on.
    Begin,
    /// Up to here.
    End,
}

/// The words of a request, in the order in which an unknown one is compared with them.
const ORDERS: &[(&str, Scope)] = &[
    ("ignore", Scope::Block),
    ("ignore-line", Scope::Line),
    ("ignore-file", Scope::File),
    ("ignore-begin", Scope::Begin),
    ("ignore-end", Scope::End),
];

/// A request taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request<'t> {
    /// What is to be silent; an order that does not exist as it is written.
    pub scope: Result<Scope, &'t str>,
    /// The codes and groups named.
    pub selectors: Vec<&'t str>,
    /// Whether a reason is given.
    pub explained: bool,
}

impl<'t> Request<'t> {
    /// Takes the words of a comment apart.
    pub fn of_comment(words: &'t str) -> Self {
        let (request, explained) = without_reason(words);
        let mut words = split(request);
        let order = words.next().unwrap_or_default();
        let scope = ORDERS.iter().find(|(known, _)| *known == order).map(|(_, scope)| *scope);
        Self { scope: scope.ok_or(order), selectors: words.collect(), explained }
    }

    /// Takes a value of the front-matter key apart: codes and a reason, for the whole article.
    pub fn of_front_matter(value: &'t str) -> Self {
        let (request, explained) = without_reason(value);
        Self { scope: Ok(Scope::File), selectors: split(request).collect(), explained }
    }
}

/// The key of the front matter that silences codes in the whole article.
pub(super) const FRONT_MATTER_KEY: &str = "copydesk.ignore";

/// The orders there are.
pub(super) fn orders() -> impl Iterator<Item = &'static str> {
    ORDERS.iter().map(|(order, _)| *order)
}

/// The word of an order.
pub(super) fn word_of(scope: Scope) -> &'static str {
    ORDERS.iter().find(|(_, known)| *known == scope).map_or("", |(word, _)| word)
}

fn split(words: &str) -> impl Iterator<Item = &str> {
    words.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty())
}

/// What stands before the reason, and whether there is one. Word processors make a dash of the two hyphens.
fn without_reason(text: &str) -> (&str, bool) {
    let dashes = ["--", "\u{2014}", "\u{2013}"];
    let is_apart =
        |at: usize| text.get(..at).is_some_and(|before| before.is_empty() || before.ends_with([' ', '\t', '\n', '\r']));
    let first = |dash: &str| text.match_indices(dash).map(|(at, _)| at).find(|&at| is_apart(at));
    let Some(at) = dashes.into_iter().filter_map(first).min() else { return (text, false) };
    let (request, reason) = text.split_at(at);
    (request, reason.chars().any(char::is_alphanumeric))
}

/// Where `word`, a part of `words`, is stored, if `words` is stored at `place` as it reads.
pub(super) fn place_of(word: &str, words: &str, place: Span) -> Span {
    // A part of a string knows its own place in it: nothing is searched for.
    let offset = (word.as_ptr() as usize).wrapping_sub(words.as_ptr() as usize);
    if offset > words.len() {
        return place;
    }
    let start = place.start as usize + offset;
    Span::from_range(start..start + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_an_order_codes_and_a_reason() {
        let request = Request::of_comment("ignore quotes/unclosed, names -- a song title");
        assert_eq!(request.scope, Ok(Scope::Block));
        assert_eq!(request.selectors, ["quotes/unclosed", "names"]);
        assert!(request.explained);
        let request = Request::of_comment("ignore-line ads \u{2014} نص الأغنية");
        assert_eq!(
            (request.scope, request.selectors.as_slice(), request.explained),
            (Ok(Scope::Line), &["ads"][..], true)
        );
    }

    #[test]
    fn dashes_alone_are_no_reason_and_hyphens_in_a_code_are_no_dashes() {
        assert!(!Request::of_comment("ignore quotes --").explained);
        assert!(!Request::of_comment("ignore quotes -- - .").explained);
        let request = Request::of_comment("ignore house/a--b");
        assert_eq!((request.selectors.as_slice(), request.explained), (&["house/a--b"][..], false));
    }

    #[test]
    fn an_unknown_order_is_kept_with_its_place() {
        let words = "ingore quotes";
        let request = Request::of_comment(words);
        assert_eq!(request.scope, Err("ingore"));
        assert_eq!(place_of(request.selectors[0], words, Span::new(20, 33)), Span::new(27, 33));
        assert_eq!(Request::of_comment("").scope, Err(""));
    }
}
