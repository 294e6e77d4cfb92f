//! All cue lists of all rules in force, found in one walk over the words of the folded text.
//!
//! A rule registers its lists when it is compiled and gets an id for each. For each language, the folded phrases of the rules that
//! apply to it are indexed by their first words; a phrase that is in several lists is there once. A hit counts only at the edges
//! of words, clitics allowed where the list allows them.

mod laid_out;
mod matcher;

use std::ops::RangeInclusive;

use super::sieve::{Sieve, Window};
use crate::language::Profile;
use crate::text::narrow;
use crate::toml_doc::{Node, Texts};
use laid_out::LaidOut;

pub use matcher::CueMatcher;

/// The number of a cue list, given when it is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CueId(u32);

/// What may be written onto a cue of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CueOptions {
    /// The language's proclitics before it.
    pub before: bool,
    /// The language's enclitics after it.
    pub after: bool,
    /// Any word directly after it: a space was lost.
    pub glued: bool,
}

impl CueOptions {
    /// The language's proclitics before a cue, as words that a house lists are looked for, and nothing else.
    #[must_use]
    pub fn behind_proclitics() -> Self {
        Self { before: true, ..Self::default() }
    }
}

#[derive(Debug)]
struct CueList {
    phrases: Vec<Texts>,
    options: CueOptions,
    /// What is in every text that a pattern matches, if it is one and that is known.
    windows: Option<Vec<Window>>,
}

/// Every cue list of every compiled rule.
#[derive(Debug, Default)]
pub struct CueLists {
    lists: Vec<CueList>,
    /// What the build script made of the lists of built-in files, by language.
    laid_out: Option<Node>,
}

impl CueLists {
    /// Lists of built-in files are taken as the build script laid them out.
    pub fn lay_out(&mut self, laid_out: Node) {
        self.laid_out = Some(laid_out);
    }

    /// Registers a list of phrases in ordinary spelling.
    pub fn add(&mut self, phrases: impl IntoIterator<Item = Texts>, options: CueOptions) -> CueId {
        let id = narrow(self.lists.len());
        self.lists.push(CueList { phrases: phrases.into_iter().collect(), options, windows: None });
        CueId(id)
    }

    /// Registers a pattern: what is in every text that it matches, if that is known. It has no hits; where it can match,
    /// [`super::Analysis::blocks_of`] says.
    pub fn add_pattern(&mut self, windows: Option<Vec<Window>>) -> CueId {
        let id = narrow(self.lists.len());
        self.lists.push(CueList { phrases: Vec::new(), options: CueOptions::default(), windows });
        CueId(id)
    }

    /// How many lists there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lists.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// The ids of the lists registered as number `range.start` up to, not including, `range.end`.
    pub fn ids(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = CueId> {
        range.filter_map(|index| u32::try_from(index).ok().map(CueId))
    }

    /// Every phrase of the lists in `wanted`, as written.
    pub fn phrases(&self, wanted: &[CueId]) -> impl Iterator<Item = &str> {
        wanted
            .iter()
            .filter_map(|id| self.lists.get(id.0 as usize))
            .flat_map(|list| list.phrases.iter().flat_map(Texts::iter))
    }

    /// Every phrase of one list, as written.
    pub fn phrases_of(&self, list: CueId) -> impl Iterator<Item = &str> {
        self.lists.get(list.0 as usize).into_iter().flat_map(|list| list.phrases.iter().flat_map(Texts::iter))
    }

    /// What finds the phrases of the lists in `wanted`, folded for one language.
    #[must_use]
    pub fn matcher(&self, wanted: &[CueId], profile: &Profile) -> CueMatcher {
        let lists = wanted.iter().filter_map(|id| Some((*id, self.lists.get(id.0 as usize)?)));
        // A language that a newsroom gives may fold otherwise than the one in whose place it is.
        let laid_out = self.laid_out.filter(|_| profile.is_built_in).and_then(|node| LaidOut::of(node, &profile.tag));
        let patterns = lists.clone().filter_map(|(id, list)| Some((id, list.windows.as_deref()?)));
        let sieve = Sieve::new(patterns);
        CueMatcher::new(lists.map(|(id, list)| (&*list.phrases, id, list.options)), laid_out, profile).with_sieve(sieve)
    }
}

/// One occurrence of a phrase of a list. Offsets are bytes of the folded text; clitics are outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The list.
    pub list: CueId,
    /// First byte, in the folded text.
    pub start: u32,
    /// One past the last byte, in the folded text.
    pub end: u32,
}

/// The hits of one document, by list, then position.
#[derive(Debug, Default)]
pub struct Hits(Vec<Hit>);

impl Hits {
    /// The hits of one list, in order of position. Phrases of a list that overlap are all here.
    #[must_use]
    pub fn of(&self, list: CueId) -> &[Hit] {
        self.of_all(list..=list)
    }

    /// The hits of some lists that were registered one after the other, by list and in order of position.
    #[must_use]
    pub fn of_all(&self, lists: RangeInclusive<CueId>) -> &[Hit] {
        let start = self.0.partition_point(|hit| hit.list < *lists.start());
        let end = self.0.partition_point(|hit| hit.list <= *lists.end());
        self.0.get(start..end).unwrap_or_default()
    }

    /// The hits of one list without those that lie inside a longer one, in order of position.
    pub fn longest_of(&self, list: CueId) -> impl Iterator<Item = Hit> {
        // Sorted by start, then end: of hits with one start the last is the longest.
        let hits = self.of(list);
        let mut covered = 0;
        hits.iter().enumerate().filter_map(move |(index, hit)| {
            let longer_follows = hits.get(index + 1).is_some_and(|next| next.start == hit.start);
            let is_new = hit.end > covered && !longer_follows;
            if is_new {
                covered = hit.end;
            }
            is_new.then_some(*hit)
        })
    }

    /// The hits of one list that begin in the folded range.
    #[must_use]
    pub fn within(&self, list: CueId, start: u32, end: u32) -> &[Hit] {
        let hits = self.of(list);
        let first = hits.partition_point(|hit| hit.start < start);
        let last = hits.partition_point(|hit| hit.start < end);
        hits.get(first..last).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::Analysis;
    use crate::document::Format;
    use crate::language::{is_word_char, word_end, word_start};

    /// Lists as they are registered: phrases in ordinary spelling, and what may be written onto them.
    fn lists() -> Vec<(Vec<&'static str>, CueOptions)> {
        let options = |before, after, glued| CueOptions { before, after, glued };
        vec![
            (vec!["قال", "قالت", "تابعنا على", "اقرأ أيضا:"], options(false, false, false)),
            (vec!["قال", "قا", "تابعنا", "تابعنا على"], options(true, false, false)),
            (vec!["قال", "تابعنا على", "#عاجل", "(قال)"], options(true, true, false)),
            (vec!["اقرأ", "اقرأ أيضا", "تابعنا على", "قال قال"], options(true, false, true)),
            (vec!["said", "read more", "read-more:", "@desk"], options(false, false, true)),
        ]
    }

    /// Where a phrase at byte `start` ends, whatever white space is between its words, if no line ends there for the reader.
    fn end_of(analysis: &Analysis<'_>, phrase: &str, start: usize) -> Option<usize> {
        let text = analysis.folded().text();
        let ends = (start + 1..=text.len()).filter(|end| text.is_char_boundary(*end));
        let words = phrase.split(' ');
        let reads_so = |end: &usize| {
            let found = &text[start..*end];
            found.trim() == found && found.split_whitespace().eq(words.clone()) && !found.contains('\u{2028}')
        };
        let end = ends.take_while(|end| end - start < 3 * phrase.len()).find(reads_so)?;
        let breaks = text[start..end].match_indices('\n').map(|(at, _)| narrow(start + at));
        breaks.into_iter().all(|at| is_wrap(analysis, at)).then_some(end)
    }

    /// Whether the line end at a byte of the folded text is a space to the reader: it is in a block, and stored.
    fn is_wrap(analysis: &Analysis<'_>, at: u32) -> bool {
        let place = analysis.folded().locate(at, at + 1);
        analysis.slice(place) == "\n" && analysis.blocks()[place.block as usize].editable(place.span).is_some()
    }

    /// Every cue by looking for every phrase at every byte.
    fn by_search(analysis: &Analysis<'_>) -> Vec<Hit> {
        let (text, clitics) = (analysis.folded().text(), &analysis.profile().clitics);
        let joins = |at: usize| {
            text[..at].ends_with(is_word_char)
                && text[at..].starts_with(is_word_char)
                && analysis.glue().binary_search(&narrow(at)).is_err()
        };
        let mut hits = Vec::new();
        for (number, (phrases, options)) in (0..).zip(lists()) {
            for phrase in phrases.iter().map(|phrase| analysis.profile().folder.fold(phrase)) {
                let places =
                    text.char_indices().flat_map(|(start, _)| Some((start, end_of(analysis, &phrase, start)?)));
                for (start, end) in places {
                    let before = || options.before && clitics.before.contains(&text[word_start(text, start)..start]);
                    let after = || options.after && clitics.after.contains(&text[end..word_end(text, end)]);
                    if (!joins(start) || before()) && (!joins(end) || options.glued || after()) {
                        hits.push(Hit { list: CueId(number), start: narrow(start), end: narrow(end) });
                    }
                }
            }
        }
        hits.sort_unstable();
        hits.dedup();
        hits
    }

    fn check(tag: &str, text: &str) -> usize {
        check_in(Format::Text, tag, text)
    }

    fn check_in(format: Format, tag: &str, text: &str) -> usize {
        let mut cues = CueLists::default();
        let ids: Vec<CueId> = lists()
            .into_iter()
            .map(|(phrases, options)| {
                cues.add([Texts::Given(phrases.into_iter().map(str::to_owned).collect())], options)
            })
            .collect();
        let mut found = 0;
        crate::testing::with_document_in(format, tag, text, |document| {
            let matcher = cues.matcher(&ids, &document.language);
            // The second time what words begin is known.
            for _ in 0..2 {
                let analysis = Analysis::new(document, &matcher);
                let expected = by_search(&analysis);
                assert_eq!(analysis.hits().0, expected, "{text}");
                found = expected.len();
            }
        });
        found
    }

    #[test]
    fn cues_begin_and_end_with_words_and_take_the_clitics_they_may() {
        assert_eq!(check("ar", "قال وقال وقالها مقال"), 6);
        assert_eq!(check("ar", "تابعنا على تابعنا علىتويتر #عاجل (قال)"), 15);
        assert_eq!(check("en", "He said, read moreabout it, @desk"), 3);
    }

    #[test]
    fn a_word_glued_to_another_begins_and_ends_where_they_meet() {
        // Behind a letter that only ends words another begins.
        assert!(check("ar", "وزارةقالت إن الجلسة انتهت") > 0);
    }

    #[test]
    fn a_phrase_is_found_whatever_space_is_between_its_words() {
        for gap in [" ", "  ", "\u{a0}", "\t", "\u{2009}", "\n", "\r\n", " \n   ", "\n\u{a0}"] {
            let found = check_in(Format::Markdown, "en", &format!("You can read{gap}more here."));
            assert_eq!(found, 1, "{gap:?}");
            let found = check_in(Format::Markdown, "ar", &format!("كما تابعنا{gap}على المنصة"));
            assert_eq!(found, 5, "{gap:?}");
        }
        assert_eq!(check_in(Format::Markdown, "en", "> You can read\n> more here."), 1);
        assert_eq!(check_in(Format::Html, "en", "<p>You can read\n   more here, or <b>read</b>&nbsp;more.</p>"), 2);
    }

    #[test]
    fn a_phrase_ends_where_a_line_ends_for_the_reader() {
        for text in ["read\n\nmore", "read  \nmore", "read\\\nmore", "- read\n- more", "read\u{2028}more"] {
            assert_eq!(check_in(Format::Markdown, "en", text), 0, "{text:?}");
        }
        assert_eq!(check_in(Format::Html, "en", "<p>read<br>more</p><p>read</p>\n<p>more</p>"), 0);
        assert_eq!(check_in(Format::Text, "en", "You can read\nmore here."), 0);
    }

    proptest! {
        #[test]
        fn looking_words_up_finds_what_searching_every_byte_finds(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "قال", "قالت", "قا", "تابعنا", "على", "اقرأ", "أيضا", "و", "ال", "ب", "ها", "ه", "ة", "ً", "12", "م", "#عاجل", "عاجل",
                "(", ")", ":", "،", ". ", " ", " ", " ", "\n", "\u{a0}", "<br>", "\u{200c}", "ـ", "said", "read", "more", "-", "@desk", "ﷲ",
            ]), 0..24),
            arabic in any::<bool>(),
            format in prop::sample::select(vec![Format::Text, Format::Markdown, Format::Html]),
        ) {
            check_in(format, if arabic { "ar" } else { "en" }, &pieces.concat());
        }
    }
}
