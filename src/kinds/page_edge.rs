//! What a page has around its story and a copied text brings along: lines before the first and after the last paragraph. They are
//! recognised by their place and form: short, without stops, a headline that occurs twice, times, ways to the page, buttons.
//! The story's own headline, one byline and a dateline are none, and neither are poems, results and lists, which have no such signs.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::phrases::Phrases;
use super::{Check, Context, Env, Kind};
use crate::analysis::{CueId, CueOptions};
use crate::document::{Block, BlockKind};
use crate::language::{BlockRole, Roles, is_word_char};
use crate::text::Problem;
use crate::toml_doc::Table;

/// The kind `page-edge`.
pub struct PageEdge;

/// The keys of a rule of this kind.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// A paragraph of the story has at least so many words and ends with a stop.
    paragraph: usize,
    /// A line of more words is no part of a page.
    longest: usize,
    /// Fewest lines of a run.
    lines: usize,
    /// A line that occurs twice and has at least so many words is the headline.
    headline: usize,
    /// What is between the places on the way to a page, or alone on a line between its parts.
    separators: Vec<String>,
    /// What buttons, counters and labels of a page say, in any language, and in each.
    labels: Phrases,
}

struct Compiled {
    paragraph: usize,
    longest: usize,
    lines: usize,
    headline: usize,
    separators: Vec<String>,
    labels: CueId,
}

/// The beginning of a run that a message shows has at most this many characters.
const SHOWN: usize = 80;
/// Fewest words of a paragraph that ends without a stop.
const WITHOUT_STOP: usize = 25;
/// A line that says when has at most so many words.
const TIME_WORDS: usize = 10;
/// A section's name, above the first sign, has at most so many words.
const SECTION_WORDS: usize = 3;
/// The places on a way are at least so many, each of so many words at most.
const WAY: (usize, usize) = (3, 6);

/// The side of the story on which a run stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

/// What the form of a line shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Nothing.
    None,
    /// A day of a year, or with a time.
    Time,
    /// Places on the way to the page, or what separates its parts.
    Way,
    /// Words of a page.
    Label,
    /// An address.
    Address,
    /// It is among the lines twice.
    Twice,
    /// It is there twice and is as long as a headline.
    Headline,
}

/// One line that may be part of a page.
struct Line {
    block: usize,
    sign: Sign,
    /// Whether it is the story's headline by what the article says of it, or its first line.
    is_headline: bool,
    words: usize,
}

impl Kind for PageEdge {
    fn name(&self) -> &'static str {
        "page-edge"
    }

    fn roles(&self) -> Roles {
        Roles::ALL
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let Keys { paragraph, longest, lines, headline, separators, labels } = rule.decode(problems)?;
        let labels = env.cues.add(labels.all(), CueOptions::default());
        Some(Box::new(Compiled { paragraph, longest, lines, headline, separators, labels }))
    }
}

impl Check for Compiled {
    fn check(&self, cx: &mut Context<'_>) {
        let blocks = cx.analysis.blocks();
        let is_paragraph = |block: &Block<'_>| self.is_paragraph(cx, block);
        let Some(first) = blocks.iter().position(is_paragraph) else { return };
        let last = blocks.iter().rposition(is_paragraph).unwrap_or(first);
        self.look(cx, 0..first, Side::Above);
        self.look(cx, last + 1..blocks.len(), Side::Below);
    }
}

impl Compiled {
    /// Whether a block is a paragraph of the story.
    fn is_paragraph(&self, cx: &Context<'_>, block: &Block<'_>) -> bool {
        let words = block.prose.split_whitespace().take(WITHOUT_STOP).count();
        matches!(block.role(), BlockRole::Story | BlockRole::Quotation)
            && words >= self.paragraph
            && (words >= WITHOUT_STOP || ends_with_stop(cx, &block.prose))
    }

    /// Looks for runs in the blocks on one side of the story.
    fn look(&self, cx: &mut Context<'_>, side: std::ops::Range<usize>, which: Side) {
        if side.len() < 2 {
            return;
        }
        let mut run = Vec::new();
        for index in side {
            match self.line(cx, index) {
                Some(line) => run.push(line),
                None => self.judge(cx, &mut std::mem::take(&mut run), which),
            }
        }
        self.judge(cx, &mut run, which);
    }

    /// A block as a line that may be part of a page; `None` if it is none.
    fn line(&self, cx: &Context<'_>, index: usize) -> Option<Line> {
        let block = cx.analysis.blocks().get(index)?;
        let is_bare = matches!(block.kind, BlockKind::Heading | BlockKind::Paragraph)
            && block.linked == 0
            && !is_markup(&block.prose)
            && cx.whole_lines(block.locate(block.whole())).is_some();
        let is_headline = block.role() == BlockRole::Headline;
        let words = words(&block.prose).take(self.longest + 1).count();
        if !is_bare || (words > self.longest && !is_headline) {
            return None;
        }
        let sign = self.sign(cx, index);
        let is_line = is_headline || sign != Sign::None || !ends_sentence(cx, &block.prose);
        is_line.then_some(Line { block: index, sign, is_headline, words })
    }

    /// What the form of a line shows by itself.
    fn sign(&self, cx: &Context<'_>, index: usize) -> Sign {
        let folded = cx.analysis.folded();
        let (start, end) = folded.block_range(index);
        let text = folded.slice(start, end).trim();
        if self.is_way(text) {
            Sign::Way
        } else if self.is_label(cx, start, end) {
            Sign::Label
        } else if is_address(text) {
            Sign::Address
        } else if is_time(text) {
            Sign::Time
        } else {
            Sign::None
        }
    }

    /// Whether a line names the places on the way to a page, or is a separator.
    fn is_way(&self, text: &str) -> bool {
        let is_place = |part: &str| !part.trim().is_empty() && words(part).nth(WAY.1).is_none();
        self.separators.iter().any(|separator| {
            text == separator.trim()
                || (text.split(separator.as_str()).nth(WAY.0 - 1).is_some()
                    && text.split(separator.as_str()).all(is_place))
        })
    }

    /// Whether words of a page head a line and are at least half of it.
    fn is_label(&self, cx: &Context<'_>, start: u32, end: u32) -> bool {
        let folded = cx.analysis.folded();
        let mut covered = start;
        let mut known = 0;
        for (number, hit) in longest(cx.analysis.hits().within(self.labels, start, end)).enumerate() {
            if number == 0 && words(folded.slice(start, hit.start)).any(|word| word.contains(char::is_alphabetic)) {
                return false;
            }
            if hit.start >= covered {
                known += words(folded.slice(hit.start, hit.end)).count();
                covered = hit.end;
            }
        }
        let letters = |word: &&str| word.contains(char::is_alphabetic);
        known > 0 && words(folded.slice(start, end)).filter(letters).count() <= known * 2
    }

    /// Judges one run of lines and reports what of it belongs to the page.
    fn judge(&self, cx: &mut Context<'_>, run: &mut [Line], side: Side) {
        if run.len() < 2 {
            return;
        }
        self.note_repetition(cx, run);
        let is_doubled = side == Side::Above && run.iter().any(|line| line.sign == Sign::Headline);
        let Some((first, last)) = self.ends(run, side, is_doubled) else { return };
        let Some(inner) = run.get(first..=last) else { return };
        if !is_doubled && !self.is_page(inner, side) {
            return;
        }
        let (Some(first), Some(last)) = (inner.first(), inner.last()) else { return };
        report(cx, first.block, last.block);
    }

    /// Notes which lines of a run are in it twice.
    fn note_repetition(&self, cx: &Context<'_>, run: &mut [Line]) {
        let folded = cx.analysis.folded();
        let text = |line: &Line| {
            let (start, end) = folded.block_range(line.block);
            folded.slice(start, end).trim_matches(|c| !is_word_char(c))
        };
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        for line in run.iter() {
            *counts.entry(text(line)).or_default() += 1;
        }
        for line in run.iter_mut().filter(|line| line.words > 0) {
            if counts.get(text(line)).is_some_and(|count| *count > 1) {
                let is_long = line.words >= self.headline && matches!(line.sign, Sign::None);
                line.sign = match line.sign {
                    Sign::None if is_long => Sign::Headline,
                    Sign::None => Sign::Twice,
                    sign => sign,
                };
            }
        }
    }

    /// The first and the last line of a run that belong to the page: the headline at its edge does not.
    fn ends(&self, run: &[Line], side: Side, is_doubled: bool) -> Option<(usize, usize)> {
        let mut first = run.iter().position(|line| line.sign != Sign::None)?;
        let mut last = run.iter().rposition(|line| line.sign != Sign::None)?;
        if side == Side::Below {
            return Some((first, run.len() - 1));
        }
        while let Some(above) = first
            .checked_sub(1)
            .filter(|above| run.get(*above).is_some_and(|line| !line.is_headline && line.words <= SECTION_WORDS))
        {
            first = above;
        }
        // What heads the text is its headline; below lines of the page it is the one that is said again.
        let says_it_twice = |index: usize| run.get(index).is_some_and(|line| line.sign == Sign::Headline);
        if run.get(first).is_some_and(|line| line.is_headline || (line.block == 0 && says_it_twice(first))) {
            first += 1;
        } else if is_doubled && first + 1 < last && says_it_twice(last) {
            last -= 1;
        }
        (first <= last).then_some((first, last))
    }

    /// Whether lines show by their form that they are part of a page.
    fn is_page(&self, lines: &[Line], side: Side) -> bool {
        let count = |sign: Sign| lines.iter().filter(|line| line.sign == sign).count();
        let kinds = [Sign::Time, Sign::Way, Sign::Label, Sign::Address, Sign::Twice];
        let kinds = kinds.into_iter().filter(|sign| count(*sign) > 0).count();
        let is_one_line = lines.iter().all(|line| matches!(line.sign, Sign::Twice | Sign::Headline));
        let says_so = count(Sign::Label) + count(Sign::Address) > 0;
        lines.len() >= self.lines
            && (count(Sign::Label) > 1 || is_one_line || (kinds > 1 && (side == Side::Above || says_so)))
    }
}

/// The hits without those that a longer one with the same start follows.
fn longest(hits: &[crate::analysis::Hit]) -> impl Iterator<Item = &crate::analysis::Hit> {
    hits.iter().enumerate().filter_map(|(index, hit)| {
        let longer_follows = hits.get(index + 1).is_some_and(|next| next.start == hit.start);
        (!longer_follows).then_some(hit)
    })
}

/// Reports a run unless another rule of the code has reported something of it.
fn report(cx: &mut Context<'_>, first: usize, last: usize) {
    let Some((at, end, hull)) = cx.run_of_blocks(first, last) else { return };
    if at.span.is_empty() || cx.reported().iter().any(|other| other.overlaps(hull)) {
        return;
    }
    let shown: String = cx.analysis.slice(at).trim().chars().take(SHOWN).collect();
    cx.report(at).through(end).arg("shown", shown).emit();
}

/// The words of a text, at white space; signs alone are none.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.contains(is_word_char))
}

/// Whether the last sign of a text that is no closing mark ends a sentence.
fn ends_with_stop(cx: &Context<'_>, prose: &str) -> bool {
    super::ends_with_stop(prose, &cx.analysis.profile().stops)
}

/// Whether a line ends as a sentence, or asks for what follows.
fn ends_sentence(cx: &Context<'_>, prose: &str) -> bool {
    ends_with_stop(cx, prose) || prose.trim_end().ends_with([':', '\u{ff1a}'])
}

/// Whether tags are in a line.
fn is_markup(prose: &str) -> bool {
    prose.split('<').skip(1).any(|behind| behind.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'))
}

/// Whether a line is nothing but an address, or ends with the name of an account after a word or two.
fn is_address(text: &str) -> bool {
    /// Such a line has no more words.
    const WORDS: usize = 3;
    let Some((before, last)) = text.rsplit_once(char::is_whitespace) else {
        return text.contains("://") || text.starts_with("www.") || (text.contains('@') && text.contains('.'));
    };
    last.starts_with('@') && words(last).next().is_some() && words(before).nth(WORDS - 1).is_none()
}

/// Whether a short line says on which day of a year something was published, or when that day.
fn is_time(text: &str) -> bool {
    /// Years of news.
    const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;
    /// Days of a month, as written.
    const DAYS: std::ops::RangeInclusive<u32> = 1..=31;
    if !text.contains(char::is_numeric) || words(text).nth(TIME_WORDS).is_some() {
        return false;
    }
    let (mut years, mut days, mut others) = (0, 0, 0);
    for number in text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()) {
        match (number.len(), number.parse::<u32>()) {
            (4, Ok(year)) if YEARS.contains(&year) => years += 1,
            (1 | 2, Ok(day)) if DAYS.contains(&day) => days += 1,
            (1 | 2, _) => {}
            _ => others += 1,
        }
    }
    years == 1 && days > 0 && others == 0
}

#[cfg(test)]
mod tests {
    use super::{is_address, is_time};

    #[test]
    fn a_day_of_a_year_is_a_time() {
        for text in ["monday 23 october 2025 - 03:18", "2025/10/23", "23.10.2025 14:05", "published 4 may 2021"] {
            assert!(is_time(text), "{text}");
        }
        for text in
            ["united - city 3 - 1", "2018: the port", "2016-2018", "12 boats", "1,200 tickets of 2018", "20:45 united"]
        {
            assert!(!is_time(text), "{text}");
        }
    }

    #[test]
    fn an_address_stands_alone() {
        assert!(is_address("https://paper.example/a") && is_address("desk@paper.example"));
        assert!(is_address("follow @paper"));
        assert!(!is_address("the desk@paper.example") && !is_address("@paper"));
    }
}
