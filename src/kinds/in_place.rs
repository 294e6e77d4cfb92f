//! What is put in the place of words: white space that was between them, the ends of lines above all, stays where it can.

use std::borrow::Cow;
use std::ops::Range;

use crate::analysis::At;
use crate::document::Block;
use crate::text::{ProseSpan, narrow};

/// Whether words that are found read as `to`: the same words, with a space wherever `to` has one. Any white space is a space; where
/// spaces matter, only one space is, and the end of a line at which the text is wrapped.
#[must_use]
pub fn reads_as(found: &str, to: &str, spaces_matter: bool) -> bool {
    let fits = |gap: &str, wanted: &str| {
        gap == wanted || (wanted == " " && !gap.is_empty() && (!spaces_matter || gap.contains('\n')))
    };
    let (mut found_words, mut words) = (words(found), words(to));
    let (mut end, mut wanted_end) = (0, 0);
    loop {
        let (word, wanted) = (found_words.next(), words.next());
        let start = word.clone().map_or(found.len(), |word| word.start);
        let wanted_start = wanted.clone().map_or(to.len(), |word| word.start);
        let is_alike =
            fits(found.get(end..start).unwrap_or_default(), to.get(wanted_end..wanted_start).unwrap_or_default());
        match (word, wanted) {
            (Some(word), Some(wanted)) if is_alike && found.get(word.clone()) == to.get(wanted.clone()) => {
                (end, wanted_end) = (word.end, wanted.end);
            }
            (None, None) => return is_alike,
            _ => return false,
        }
    }
}

/// The edits that put `to` in a place of a block. Where something else than one space is stored between words that are there, it stays,
/// and the words of `to` are divided among what is before and behind it; unless they are too few for that.
#[must_use]
pub fn edits(block: &Block<'_>, at: At, to: &str) -> Vec<(At, String)> {
    let found = block.slice(at.span);
    let is_space = |gap: Range<usize>| {
        let start = at.span.start + narrow(gap.start);
        let stored = ProseSpan::new(start, start + narrow(gap.len()));
        found.get(gap) == Some(" ") && block.editable(stored).is_some()
    };
    let lines = lines(found, is_space);
    let all: Vec<&str> = to.split(' ').collect();
    let mut rest = all.as_slice();
    let mut edits = Vec::new();
    for (index, (line, count)) in lines.iter().enumerate() {
        let behind = lines.len() - index - 1;
        let most = rest.len().saturating_sub(behind);
        let own = if behind == 0 { most } else { most.min(*count) };
        let (words, others) = rest.split_at_checked(own).unwrap_or((rest, &[]));
        rest = others;
        let words = words.join(" ");
        if found.get(line.clone()) != Some(&*words) {
            let start = at.span.start + narrow(line.start);
            let span = ProseSpan::new(start, start + narrow(line.len()));
            edits.push((At { span, ..at }, words));
        }
    }
    if all.len() < lines.len() || edits.is_empty() { vec![(at, to.to_owned())] } else { edits }
}

/// A text with a space wherever a line ends in it, whatever other white space is there.
#[must_use]
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
    Cow::Owned(lines.join(" "))
}

/// The words of a text, each as bytes of it.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.find(|c: char| !c.is_whitespace())?;
        at = text.get(start..)?.find(char::is_whitespace).map_or(text.len(), |length| start + length);
        Some(start..at)
    })
}

/// The stretches of a text inside which a space is between words, each as bytes of it, with its number of words.
fn lines(text: &str, is_space: impl Fn(Range<usize>) -> bool) -> Vec<(Range<usize>, usize)> {
    let mut lines: Vec<(Range<usize>, usize)> = Vec::new();
    for word in words(text) {
        match lines.last_mut() {
            Some((line, count)) if is_space(line.end..word.start) => {
                line.end = word.end;
                *count += 1;
            }
            _ => lines.push((word, 1)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;
    use crate::text::Span;

    /// Calls `take` with the edits that put `to` in the place of the words between brackets in an article, and with what they make of it.
    fn edited(format: Format, article: &str, to: &str) -> (Vec<String>, String) {
        let (start, end) = (article.find('[').unwrap(), article.find(']').unwrap() - 1);
        let mut text = article.replace(['[', ']'], "");
        let mut put_in = Vec::new();
        crate::testing::with_document_in(format, "en", &text.clone(), |document| {
            let block = &document.blocks[0];
            let at = At { block: 0, span: block.prose_under(Span::from_range(start..end)) };
            for (at, to) in edits(block, at, to).into_iter().rev() {
                let stored = block.editable(at.span).unwrap();
                text.replace_range(stored.range(), &to);
                put_in.insert(0, to);
            }
        });
        (put_in, text)
    }

    fn put(found: &str, to: &str) -> String {
        let (_, text) = edited(Format::Markdown, &format!("See [{found}]."), to);
        text.trim_start_matches("See ").trim_end_matches('.').to_owned()
    }

    #[test]
    fn the_end_of_a_line_stays_between_the_words_that_are_put_in() {
        assert_eq!(put("web site", "home page"), "home page");
        assert_eq!(put("web\nsite", "home page"), "home\npage");
        assert_eq!(put("the web\n  site", "our own home page"), "our own\n  home page");
        assert_eq!(put("in the event\nthat of", "only if"), "only\nif");
        assert_eq!(put("in\u{a0}the  event", "if at all"), "if\u{a0}at  all");
        assert_eq!(put("الموقع\nالالكتروني", "الموقع الإلكتروني"), "الموقع\nالإلكتروني");
    }

    #[test]
    fn what_is_stored_in_place_of_a_space_stays() {
        let put = |format, article: &str| edited(format, article, "home page").1;
        assert_eq!(put(Format::Markdown, "> See the [web\n> site] now."), "> See the home\n> page now.");
        assert_eq!(put(Format::Html, "<p>See the [web\n   site] now."), "<p>See the home\n   page now.");
        assert_eq!(put(Format::Html, "<p>See the [web&nbsp;site] now."), "<p>See the home&nbsp;page now.");
    }

    #[test]
    fn a_line_is_joined_where_too_few_words_are_put_in() {
        assert_eq!(put("prior\nto", "before"), "before");
        assert_eq!(put("10\nkm", "10\u{a0}km"), "10\u{a0}km");
        assert_eq!(put("10\u{a0}km", "10 km"), "10 km");
    }

    #[test]
    fn a_text_on_one_line_has_a_space_where_a_line_ended() {
        assert_eq!(on_one_line("home\u{a0}page  \r\n  of the\n\ncity"), "home\u{a0}page of the city");
        assert!(matches!(on_one_line("home  page"), Cow::Borrowed("home  page")));
    }

    #[test]
    fn words_that_are_untouched_are_no_part_of_an_edit() {
        let put_in = |found: &str| edited(Format::Markdown, &format!("See [{found}]."), "Web site").0;
        assert_eq!(put_in("web\nsite"), ["Web"]);
        assert_eq!(put_in("web site"), ["Web site"]);
    }

    #[test]
    fn words_read_alike_whatever_space_is_between_them_unless_spaces_matter() {
        for gap in [" ", "  ", "\n", "\u{a0}", " \n  "] {
            assert!(reads_as(&format!("home{gap}page"), "home page", false), "{gap:?}");
            assert_eq!(reads_as(&format!("10{gap}km"), "10\u{a0}km", false), gap == "\u{a0}", "{gap:?}");
            assert_eq!(reads_as(&format!("10{gap}km"), "10 km", true), gap == " " || gap.contains('\n'), "{gap:?}");
        }
        assert!(!reads_as("home page", "homepage", false) && !reads_as("home page", "home", false));
        assert!(!reads_as("Home page", "home page", false) && reads_as("home", "home", true) && reads_as("", "", true));
    }
}
