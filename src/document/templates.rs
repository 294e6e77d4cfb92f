//! Template tags in Markdown and HTML, and addresses written out: Hugo shortcodes, Liquid, WordPress shortcodes, URLs. They
//! are no prose, and what stands in them must not be taken for markup.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use crate::text::{Span, narrow};

/// Tags that enclose code or remarks, up to the tag that closes them.
const ENCLOSING: &[&str] = &["highlight", "comment", "raw", "code", "mermaid", "math", "katex"];
/// Parameters of a tag that hold words for readers.
const CAPTIONS: &[&str] = &["caption", "alt", "title"];
/// WordPress shortcodes whose tags stand around words for readers.
const BRACKETED: &[&str] = &["caption", "gallery", "embed", "audio", "video", "playlist", "pullquote", "quote"];

/// No tag is longer than this, in bytes: two braces far apart are no tag.
const LONGEST: usize = 8192;

/// What is no prose in a text, in order and apart.
#[derive(Debug, Default)]
pub struct Masks {
    ranges: Vec<Range<u32>>,
    /// Words for readers in parameters.
    pub captions: Vec<Range<usize>>,
}

impl Masks {
    /// Finds them in a stretch of the stored text.
    #[must_use]
    pub fn find(text: &str, within: Range<usize>) -> Self {
        let mut finder = Finder::new(text, within);
        let mut masks = Self::default();
        while let Some(tag) = finder.next_tag() {
            masks.captions.extend(finder.captions_in(&tag));
            let end = finder.enclosed(&tag).unwrap_or(tag.end);
            finder.at = end;
            masks.ranges.push(narrow(tag.start)..narrow(end));
        }
        masks
    }

    /// The text with every mask overwritten by letters, byte for byte: what a parser may be given.
    #[must_use]
    pub fn apply<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.ranges.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut masked = String::with_capacity(text.len());
        let mut done = 0;
        for range in &self.ranges {
            masked.push_str(text.get(done..range.start as usize).unwrap_or_default());
            masked.extend(std::iter::repeat_n('x', (range.end - range.start) as usize));
            done = range.end as usize;
        }
        masked.push_str(text.get(done..).unwrap_or_default());
        Cow::Owned(masked)
    }

    /// The masks that reach into a span, in order.
    pub fn within(&self, span: Span) -> impl Iterator<Item = Span> {
        let first = self.ranges.partition_point(|range| range.end <= span.start);
        let reaching = self.ranges.get(first..).unwrap_or_default().iter();
        reaching.take_while(move |range| range.start < span.end).map(|range| Span::new(range.start, range.end))
    }
}

/// Looks for tags from left to right. Each kind of closer is looked for once, and its place kept until it is passed.
struct Finder<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    /// The next closer of each kind at or behind the reader.
    closers: [Closer; 5],
    /// Enclosing tags that are known to stay open.
    unclosed: Vec<&'static str>,
}

struct Closer {
    sign: &'static str,
    next: Option<usize>,
}

impl<'t> Finder<'t> {
    fn new(text: &'t str, within: Range<usize>) -> Self {
        let closers = [">}}", "%}}", "}}", "%}", "]"].map(|sign| Closer { sign, next: Some(0) });
        Self { text, at: within.start, end: within.end, closers, unclosed: Vec::new() }
    }

    /// The end of the first closer `sign` behind `from`.
    fn close(&mut self, sign: &str, from: usize) -> Option<usize> {
        let (text, end) = (self.text, self.end);
        let closer = self.closers.iter_mut().find(|closer| closer.sign == sign)?;
        if closer.next.is_some_and(|next| next < from) {
            closer.next =
                text.get(from..end).and_then(|rest| memmem::find(rest.as_bytes(), sign.as_bytes())).map(|at| from + at);
        }
        closer.next.map(|next| next + sign.len())
    }

    /// The next tag or address.
    fn next_tag(&mut self) -> Option<Range<usize>> {
        loop {
            let rest = self.text.get(self.at..self.end)?;
            let at = self.at + memchr::memchr3(b'{', b'[', b':', rest.as_bytes())?;
            let found = match self.text.as_bytes().get(at)? {
                b'{' => self.braced(at),
                b'[' => self.bracketed(at),
                _ => self.address(at),
            };
            match found {
                Some(range) => return Some(range),
                None => self.at = at + 1,
            }
        }
    }

    fn braced(&mut self, at: usize) -> Option<Range<usize>> {
        let rest = self.text.get(at..self.end)?;
        let sign = [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}")];
        let (open, close) = sign.into_iter().find(|(open, _)| rest.starts_with(open))?;
        self.close(close, at + open.len()).map(|end| at..end).filter(|tag| tag.len() <= LONGEST)
    }

    fn bracketed(&mut self, at: usize) -> Option<Range<usize>> {
        let rest = self.text.get(at + 1..self.end)?;
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let length = name.bytes().take_while(u8::is_ascii_lowercase).count();
        let ends = matches!(name.as_bytes().get(length), Some(b']' | b' '));
        if !BRACKETED.contains(&name.get(..length)?) || !ends {
            return None;
        }
        let tag = at..self.close("]", at + 1)?;
        // A link may have such a text; a shortcode has parameters, or closes.
        let is_tag = tag.len() <= LONGEST && (rest.starts_with('/') || self.text.get(tag.clone())?.contains('='));
        is_tag.then_some(tag)
    }

    /// The address around `://`, at whose colon the reader stands.
    fn address(&self, at: usize) -> Option<Range<usize>> {
        if !self.text.get(at..self.end)?.starts_with("://") {
            return None;
        }
        let before = self.text.as_bytes().get(self.at..at)?;
        let scheme = before.iter().rev().take(12).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let is_part = |byte: &&u8| {
            byte.is_ascii_graphic()
                && !matches!(byte, b'<' | b'>' | b'"' | b'`' | b'(' | b')' | b'[' | b']' | b'|' | b'{' | b'}' | b'*')
        };
        let length = self.text.as_bytes().get(at..self.end)?.iter().take_while(is_part).count();
        // A stop behind an address ends the sentence.
        let address = self.text.get(at..at + length)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
        // Between angle brackets the parser knows it for what it is.
        let is_bracketed =
            at.checked_sub(scheme + 1).is_some_and(|before| self.text.as_bytes().get(before) == Some(&b'<'));
        (scheme > 0 && address.len() > 3 && !is_bracketed).then(|| at - scheme..at + address.len())
    }

    /// The end of what a tag encloses, if it encloses no prose.
    fn enclosed(&mut self, tag: &Range<usize>) -> Option<usize> {
        let inner = self.text.get(tag.clone())?.trim_start_matches(['{', '<', '%', '-', ' ']);
        let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        let known = ENCLOSING.iter().find(|known| **known == name)?;
        if !self.text.get(tag.clone())?.starts_with('{') || self.unclosed.contains(known) {
            return None;
        }
        let rest = self.text.get(tag.end..self.end)?;
        let closer = [format!("end{known}"), format!("/{known}"), format!("/ {known}")];
        let close = closer.iter().filter_map(|name| memmem::find(rest.as_bytes(), name.as_bytes())).min();
        let Some(close) = close else {
            self.unclosed.push(known);
            return None;
        };
        let after = rest.get(close..)?.find('}')?;
        let end = tag.end + close + after;
        Some(end + self.text.get(end..self.end)?.bytes().take_while(|byte| *byte == b'}').count())
    }

    /// The words for readers in the parameters of a tag.
    fn captions_in(&self, tag: &Range<usize>) -> Vec<Range<usize>> {
        let Some(inner) = self.text.get(tag.clone()).filter(|inner| inner.starts_with(['{', '['])) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for name in CAPTIONS {
            for (at, _) in inner.match_indices(&format!("{name}=\"")) {
                let start = at + name.len() + 2;
                let own_word =
                    inner.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_whitespace()));
                if let Some(length) = inner.get(start..).and_then(|rest| rest.find('"')).filter(|_| own_word) {
                    found.push(tag.start + start..tag.start + start + length);
                }
            }
        }
        found.sort_by_key(|range| range.start);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        Masks::find(text, 0..text.len()).apply(text).into_owned()
    }

    #[test]
    fn tags_of_every_kind_are_masked() {
        assert_eq!(masked("a {{< fig src=\"x\" >}} b"), format!("a {} b", "x".repeat(19)));
        assert_eq!(masked("{% include a %}z{{ page.title }}"), format!("{}z{}", "x".repeat(15), "x".repeat(16)));
        assert_eq!(masked("[caption id=\"a\"]words[/caption]"), format!("{}words{}", "x".repeat(16), "x".repeat(10)));
        assert_eq!(masked("see https://a.example/b_c."), format!("see {}.", "x".repeat(21)));
    }

    #[test]
    fn what_tags_enclose_is_masked_where_it_is_code() {
        let text = "a\n{% highlight c %}\n“\n{% endhighlight %}\nb";
        assert_eq!(masked(text), format!("a\n{}\nb", "x".repeat(text.len() - 4)));
        let text = "{{< highlight go >}}“{{< /highlight >}}b";
        assert_eq!(masked(text), format!("{}b", "x".repeat(text.len() - 1)));
    }

    #[test]
    fn what_only_looks_like_a_tag_is_text() {
        for text in ["a { b }", "{{ never closed", "[caption] of a map", "[quote](x)", "at 10://", "note: this"] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn captions_are_found_in_parameters() {
        let text = "{{< figure src=\"a.jpg\" caption=\"Two boats\" alt=\"\" >}}";
        let found: Vec<&str> =
            Masks::find(text, 0..text.len()).captions.iter().map(|range| &text[range.clone()]).collect();
        assert_eq!(found, ["Two boats", ""]);
    }
}
