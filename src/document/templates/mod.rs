//! What stands in an article and is no prose in any format: the code of templates (Hugo, Liquid, Jinja, ERB, PHP,
//! shortcodes of WordPress), formulas in TeX and, in Markdown, addresses written out. A reader of a format gives its parser
//! the text with all of that masked, byte for byte, so that nothing in it is taken for markup and no place moves.

mod finder;
mod parameters;

use std::borrow::Cow;
use std::ops::Range;

pub use self::finder::Addresses;
use self::finder::Finder;
use super::OffsetMap;
use super::literal::{Style, align};
use super::prose::{OBJECT, ProseBuilder};
use crate::language::TemplateNames;
use crate::text::{ProseSpan, Span, narrow};

/// Characters that may end a parameter or mean something in it.
pub const GUARDED: &str = "`*_[]<>&\\|\"'(){}%";

/// What is no prose in a text, in order and apart.
#[derive(Debug, Default)]
pub struct Masks {
    ranges: Vec<Range<u32>>,
    /// Words for readers in parameters, in order.
    shown: Vec<Range<usize>>,
}

impl Masks {
    /// Finds them in a stretch of the stored text.
    #[must_use]
    pub fn find(text: &str, within: Range<usize>, names: &TemplateNames, addresses: Addresses) -> Self {
        let mut masks = Self::default();
        let mut finder = Finder::new(text, within, names, addresses);
        while let Some(tag) = finder.next_tag() {
            parameters::shown(text, &tag, names, &mut masks.shown);
            let end = finder.enclosed(&tag).unwrap_or(tag.end);
            finder.at = end;
            masks.ranges.push(narrow(tag.start)..narrow(end));
        }
        masks
    }

    /// A stretch of the text with every mask overwritten, byte for byte: what a parser may be given. `last` is the last
    /// byte of each mask, the others are letters.
    #[must_use]
    pub fn apply<'t>(&self, text: &'t str, within: Range<usize>, last: char) -> Cow<'t, str> {
        let whole = text.get(within.clone()).unwrap_or_default();
        if self.ranges.is_empty() {
            return Cow::Borrowed(whole);
        }
        let mut masked = String::with_capacity(whole.len());
        let mut done = within.start;
        for range in &self.ranges {
            masked.push_str(text.get(done..range.start as usize).unwrap_or_default());
            masked.extend(std::iter::repeat_n('x', (range.end - range.start).saturating_sub(1) as usize));
            masked.push(last);
            done = range.end as usize;
        }
        masked.push_str(text.get(done..within.end).unwrap_or_default());
        Cow::Owned(masked)
    }

    /// The masks that reach into a span, in order, as far as they lie in it.
    pub fn within(&self, span: Span) -> impl Iterator<Item = Span> {
        let first = self.ranges.partition_point(|range| range.end <= span.start);
        let reaching = self.ranges.get(first..).unwrap_or_default().iter();
        reaching
            .take_while(move |range| range.start < span.end)
            .map(move |range| Span::new(range.start.max(span.start), range.end.min(span.end)))
    }

    /// Cuts a stored span into what is prose and what is not: calls `each` with every piece and whether it is prose.
    pub fn cut(&self, span: Span, mut each: impl FnMut(Span, bool)) {
        let mut done = span.start;
        for mask in self.within(span) {
            if mask.start > done {
                each(Span::new(done, mask.start), true);
            }
            each(mask, false);
            done = mask.end;
        }
        if done < span.end {
            each(Span::new(done, span.end), true);
        }
    }

    /// Adds a stored span to a block, with a sign for each mask in it.
    pub fn push(&self, builder: &mut ProseBuilder<'_>, span: Span) {
        self.cut(span, |piece, is_prose| match is_prose {
            true => builder.push_stored(piece),
            false => builder.push_object(piece),
        });
    }

    /// The words for readers in the parameters of the tags in a span: what they say, and the way back.
    pub fn shown_in<'t>(&self, text: &'t str, span: Span) -> impl Iterator<Item = (Cow<'t, str>, OffsetMap)> {
        let first = self.shown.partition_point(|range| range.start < span.start as usize);
        let these = self.shown.get(first..).unwrap_or_default().iter();
        these.take_while(move |range| range.end <= span.end as usize).filter_map(|range| {
            let raw = text.get(range.clone())?;
            let value = unescaped(raw);
            let map = align(raw, range.start, &value, Style::Backslash);
            Some((value, map))
        })
    }
}

/// What a parameter says.
fn unescaped(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut value = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        value.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    Cow::Owned(value)
}

/// A value with a sign in place of each tag in it; the value itself, if there is none.
#[must_use]
pub fn without_tags<'a>(value: Cow<'a, str>, map: OffsetMap, names: &TemplateNames) -> (Cow<'a, str>, OffsetMap) {
    let masks = Masks::find(&value, 0..value.len(), names, Addresses::Kept);
    if masks.ranges.is_empty() {
        return (value, map);
    }
    let mut prose = String::with_capacity(value.len());
    let mut cut = OffsetMap::empty();
    masks.cut(Span::from_range(0..value.len()), |piece, is_prose| {
        let at = ProseSpan::from_range(piece.range());
        if is_prose {
            prose.push_str(value.get(piece.range()).unwrap_or_default());
            cut.push_part(&map, at);
        } else {
            prose.push(OBJECT);
            cut.push_replaced(map.locate(at), narrow(OBJECT.len_utf8()));
        }
    });
    (Cow::Owned(prose), cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::languages;

    fn masks(text: &str) -> Masks {
        Masks::find(text, 0..text.len(), languages().templates(), Addresses::Masked)
    }

    fn masked(text: &str) -> String {
        masks(text).apply(text, 0..text.len(), 'x').into_owned()
    }

    fn shown(text: &str) -> Vec<String> {
        let all = Span::from_range(0..text.len());
        masks(text).shown_in(text, all).map(|(value, _)| value.into_owned()).collect()
    }

    #[test]
    fn tags_of_every_kind_are_masked() {
        for tag in [
            "{{< fig src=\"x\" >}}",
            "{{% note %}}",
            "{{ page.title }}",
            "{{{ raw }}}",
            "{{/* a }} b */}}",
            "{{!-- a }} b --}}",
            "{% include a %}",
            "{%- if a -%}",
            "{# a remark about “this #}",
            "<%= link_to \"a\" %>",
            "<%-- a %> b --%>",
            "<?php echo \"<p>\"; ?>",
            "<?= $title ?>",
            "[caption id=\"a\"]",
            "[/caption]",
            "[vc_column width='1/2' el_class=\"a\"]",
            "https://a.example/b_c",
            "$x_{1} + y$",
            "$$\\sum “$$",
        ] {
            assert_eq!(masked(&format!("a {tag} b.")), format!("a {} b.", "x".repeat(tag.len())), "{tag}");
        }
    }

    #[test]
    fn what_tags_enclose_is_masked_where_it_is_code() {
        for (open, close) in [
            ("{% highlight c %}", "{% endhighlight %}"),
            ("{{< highlight go >}}", "{{< /highlight >}}"),
            ("{%- comment -%}", "{%- endcomment -%}"),
            ("{% raw %}", "{% endraw %}"),
        ] {
            let text = format!("a\n{open}\n“ </code> endraw\n\n{close}\nb");
            assert_eq!(masked(&text), format!("a\n{}\nb", "x".repeat(text.len() - 4)), "{open}");
        }
        assert_eq!(masked("{{ code }}<code>a</code>"), format!("{}<code>a</code>", "x".repeat(10)));
    }

    #[test]
    fn what_only_looks_like_a_tag_is_text() {
        for text in [
            "a { b }",
            "{{ never closed",
            "{{ opens it.\n\nAnd }} closes it.",
            "Well {% she said.",
            "{{ opens it.\n```\n}} closes it.",
            "## A heading {#place} and {#another}",
            "[caption] of a map",
            "[quote](x)",
            "[a]",
            "at 10://",
            "note: this",
            "from $5 to $10, US$3 or A$4_",
            "less <% than",
            "a = b <? c",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn a_mask_ends_where_a_parser_needs_it_to() {
        let text = "<a href={{ x }} title=\"{{ i18n \"y\" }}\">";
        let masks = masks(text);
        assert_eq!(&*masks.apply(text, 0..text.len(), ' '), "<a href=xxxxxx  title=\"xxxxxxxxxxxxx \">");
    }

    #[test]
    fn what_a_tag_shows_is_decided_by_name() {
        assert_eq!(shown("{{< figure src=\"a.jpg\" caption=\"Two boats\" alt=\"\" >}}"), ["Two boats"]);
        assert_eq!(shown("{{< unheard-of caption=\"Two boats\" >}}"), [""; 0]);
        assert_eq!(shown("{{< figure caption=`So \"it\" is` src=\"a.png\" >}}"), ["So \"it\" is"]);
        assert_eq!(shown("{% include figure.html caption='Two \\'boats\\'' %}"), ["Two 'boats'"]);
        assert_eq!(shown("{% include \"media/_figure.html\",\n  image: \"a.jpg\",\n  alt: \"A, b\" %}"), ["A, b"]);
        assert_eq!(shown("{% image \"a.jpg\" \"Two boats\" %}"), ["Two boats"]);
        assert_eq!(shown("[caption id=\"a\" caption=\"Two boats\"]"), ["Two boats"]);
        assert_eq!(shown("{{ figure }} {{< figure caption=\"never closed >}}"), [""; 0]);
    }

    #[test]
    fn tags_in_a_value_leave_a_sign_and_move_nothing() {
        let names = languages();
        let raw = "a \\u0645{{ x }}b";
        let value: Cow<'_, str> = "a \u{645}{{ x }}b".into();
        let map = align(raw, 10, &value, Style::Backslash);
        let (prose, map) = without_tags(value, map, names.templates());
        assert_eq!(prose, "a \u{645}\u{fffc}b");
        let at = |from: u32, to: u32| map.locate(ProseSpan::new(from, to));
        assert_eq!(at(2, 4), Span::new(12, 18));
        assert_eq!(at(4, 7), Span::new(18, 25));
        assert_eq!((at(7, 8), map.editable(ProseSpan::new(7, 8))), (Span::new(25, 26), Some(Span::new(25, 26))));
    }
}
