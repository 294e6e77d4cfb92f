//! The words of a block, as far as dates go.

use crate::analysis::{Analysis, At, Memo, OfWord};
use crate::kinds::numbers::{Lexicon, Token, digits, figure};
use crate::language::{Profile, WordNumber};
use crate::text::{ProseSpan, narrow};

/// What a word means for a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A name of a month, from 1, in a tradition.
    Month { naming: u32, month: u32 },
    /// It may stand inside a date.
    Inside,
    /// A month stands behind it.
    BeforeMonth,
    /// It says which month is meant.
    BehindMonth,
    /// The day of a date stands behind it.
    BeforeDay,
    /// No day stands behind the month that it stands before.
    NoDayBehind,
}

/// The words of a calendar, folded.
pub struct Words {
    lexicon: Lexicon<Meaning>,
    /// Whether a month's name may begin with a word.
    known: Memo<MayBegin>,
    /// The names of the months as they are written, each with whether it is the usual one, and no abbreviation of it.
    written: Vec<(String, bool)>,
    /// Whether names of months have a capital letter.
    are_cased: bool,
    /// Whatever may be written onto a word before it, but no article: months have none.
    before: Vec<String>,
}

/// Whether a month's name may begin with a word: with most none does.
#[derive(Clone, Copy, Default)]
struct MayBegin(bool);

impl OfWord for MayBegin {
    fn is_nothing(&self) -> bool {
        !self.0
    }
}

/// A name of a month in the text.
#[derive(Debug, Clone, Copy)]
pub struct Month {
    /// The first word.
    pub first: usize,
    /// One past the last.
    pub end: usize,
    /// The month, from 1.
    pub month: u32,
    /// The traditions that call it so, a bit for each.
    pub namings: u64,
    /// Where it stands in the prose, without what is written onto it.
    pub at: At,
    /// Whether it is written as a name of a month is, and not only folded to one.
    pub is_exact: bool,
    /// Whether it is the usual name in a tradition, and no abbreviation of it.
    pub is_usual: bool,
}

/// Years that dates are in.
const YEARS: std::ops::Range<u32> = 1800..2100;
/// A name of so few letters may be another word, if it is not written exactly so.
const SHORT: usize = 3;

impl Words {
    /// The words of the calendar of a language.
    pub fn new(profile: &Profile) -> Self {
        let calendar = profile.calendar();
        let mut lexicon = Lexicon::default();
        for (naming, of) in (0..).zip(&calendar.namings) {
            for (month, names) in (1..).zip(&of.months) {
                names.iter().for_each(|name| lexicon.add(name, Meaning::Month { naming, month }, profile));
            }
        }
        let lists = [
            (&calendar.inside_dates, Meaning::Inside),
            (&calendar.before_months, Meaning::BeforeMonth),
            (&calendar.behind_months, Meaning::BehindMonth),
            (&calendar.before_days, Meaning::BeforeDay),
            (&calendar.no_day_behind, Meaning::NoDayBehind),
        ];
        for (words, meaning) in lists {
            lexicon.add_all(words.iter().map(String::as_str), meaning, profile);
        }
        let months = calendar.namings.iter().flat_map(|naming| &naming.months);
        let written: Vec<(String, bool)> =
            months.flat_map(|names| names.iter().enumerate().map(|(nth, name)| (name.clone(), nth == 0))).collect();
        let are_cased = written.iter().any(|(name, _)| name.starts_with(char::is_uppercase));
        let before = profile.clitics.before.iter().filter(|before| !ends_in_article(before, profile));
        let before = before.map(str::to_owned).collect();
        Self { lexicon, known: Memo::default(), written, are_cased, before }
    }

    /// The ways to read a folded word: as it is, then without each of what may be written onto it.
    fn readings<'w>(&'w self, word: &'w str) -> impl Iterator<Item = &'w str> {
        let without = self.before.iter().filter_map(move |before| word.strip_prefix(before.as_str()));
        std::iter::once(word).chain(without.filter(|rest| !rest.is_empty()))
    }

    /// Whether the name of a month may begin with a folded word, which has this number in the vocabulary of the language.
    pub fn may_begin_month(&self, number: Option<WordNumber>, word: &str) -> bool {
        let is_month = |meaning| matches!(meaning, Meaning::Month { .. });
        let work_out = || MayBegin(self.readings(word).any(|rest| self.lexicon.begins(rest, is_month)));
        self.known.get(number, work_out).0
    }
}

/// Whether what is written onto a word ends in an article.
fn ends_in_article(before: &str, profile: &Profile) -> bool {
    let merges = &profile.clitics.merges;
    merges.iter().any(|merge| before.ends_with(&*merge.article) || before == &*merge.together)
}

/// The words of one block.
pub struct Line<'a> {
    analysis: &'a Analysis<'a>,
    text: &'a str,
    pub prose: &'a str,
    block: usize,
    words: &'a Words,
    tokens: Vec<Token>,
    start: u32,
    end: u32,
    /// The names of months in it, in order.
    pub months: Vec<Month>,
}

impl<'a> Line<'a> {
    /// The words of the block with this index; nothing, if no name of a month is among them. `may_begin` says of each form of
    /// a word whether a name may begin with it.
    pub fn new(analysis: &'a Analysis<'a>, block: usize, words: &'a Words, may_begin: &[bool]) -> Option<Self> {
        let folded = analysis.folded();
        let (start, end) = folded.block_range(block);
        let runs = analysis.runs();
        let first = runs.partition_point(|word| word.start < start);
        let within = runs.within(start, end);
        let forms = runs.types().get(first..first + within.len())?;
        let is_first = |form: &u32| may_begin.get(*form as usize).copied().unwrap_or(false);
        let firsts: Vec<usize> = (0..).zip(forms).filter(|(_, form)| is_first(form)).map(|(index, _)| index).collect();
        if firsts.is_empty() {
            return None;
        }
        let tokens = within.iter().map(|word| Token { start: word.start, end: word.end }).collect();
        let prose = analysis.blocks().get(block).map_or("", |block| &*block.prose);
        let mut line =
            Self { analysis, text: folded.text(), prose, block, words, tokens, start, end, months: Vec::new() };
        line.months = firsts.into_iter().filter_map(|first| line.month(first)).collect();
        (!line.months.is_empty()).then_some(line)
    }

    /// The name of a month that begins with a word.
    fn month(&self, first: usize) -> Option<Month> {
        let tokens = self.tokens.get(first..)?;
        let word = self.word(first);
        self.words.readings(word).find_map(|rest| {
            let names = || {
                self.words.lexicon.behind(rest, self.text, tokens).filter_map(|(meaning, count)| match meaning {
                    Meaning::Month { naming, month } => Some((naming, month, count)),
                    _ => None,
                })
            };
            let (_, month, count) = names().max_by_key(|(_, _, count)| *count)?;
            let same = names().filter(|name| (name.1, name.2) == (month, count));
            let namings = same.fold(0, |all, (naming, ..)| all | 1_u64.checked_shl(naming).unwrap_or_default());
            let last = tokens.get(count.checked_sub(1)?)?;
            let start = tokens.first()?.start + narrow(word.len() - rest.len());
            let at = self.analysis.folded().locate(start, last.end);
            let written = self.analysis.slice(at);
            let exact = self.words.written.iter().find(|(name, _)| name == written);
            let is_exact = exact.is_some();
            let is_usual = exact.is_some_and(|(_, is_usual)| *is_usual);
            // Where names of months have a capital letter, no other word is one.
            let is_month = is_exact || rest.chars().count() > SHORT && !self.words.are_cased;
            is_month.then_some(Month { first, end: first + count, month, namings, at, is_exact, is_usual })
        })
    }

    /// The folded text of a word; empty if there is none with this index.
    pub fn word(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |token| token.of(self.text))
    }

    /// A word as it is written.
    pub fn written(&self, index: usize) -> &'a str {
        self.tokens
            .get(index)
            .map_or("", |token| self.analysis.slice(self.analysis.folded().locate(token.start, token.end)))
    }

    /// What stands between the word before the one with this index and that word.
    pub fn gap_before(&self, index: usize) -> &'a str {
        let start = index.checked_sub(1).and_then(|before| self.tokens.get(before)).map_or(self.start, |word| word.end);
        let end = self.tokens.get(index).map_or(self.end, |word| word.start);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Whether only spaces stand before a word that is not the first.
    pub fn is_space_before(&self, index: usize) -> bool {
        let gap = self.gap_before(index);
        index > 0 && !gap.is_empty() && gap.chars().all(|c| c.is_whitespace() && c != '\n')
    }

    /// Whether nothing stands before a word, which is not the first, but what stands inside dates.
    pub fn is_near(&self, index: usize) -> bool {
        const INSIDE: [char; 7] = [',', '\u{60c}', '(', ')', '.', '/', '-'];
        let gap = self.gap_before(index);
        let signs = || gap.chars().filter(|c| !c.is_whitespace());
        index > 0
            && index < self.tokens.len()
            && signs().count() <= 1
            && signs().all(|c| INSIDE.contains(&c))
            && !gap.contains('\n')
    }

    /// Whether a word has a meaning, alone or with what is written onto it.
    pub fn means(&self, index: usize, wanted: Meaning) -> bool {
        let Some(tokens) = self.tokens.get(index..).filter(|tokens| !tokens.is_empty()) else { return false };
        let mut readings = self.words.readings(self.word(index));
        readings.any(|rest| {
            self.words.lexicon.behind(rest, self.text, tokens).any(|(meaning, count)| meaning == wanted && count == 1)
        })
    }

    /// Whether words that end with this one have a meaning.
    pub fn ends_meaning(&self, index: usize, wanted: Meaning) -> bool {
        const MOST: usize = 2;
        (1..=MOST).any(|count| {
            let Some(first) = (index + 1).checked_sub(count) else { return false };
            let Some(tokens) = self.tokens.get(first..) else { return false };
            let mut readings = self.words.readings(self.word(first));
            readings
                .any(|rest| self.words.lexicon.behind(rest, self.text, tokens).any(|found| found == (wanted, count)))
        })
    }

    /// Whether a word is one of the small words of the language, alone or with what is written onto it.
    pub fn is_small(&self, index: usize) -> bool {
        let small = &self.analysis.profile().function_words;
        self.words.readings(self.word(index)).any(|rest| small.contains(rest))
    }

    /// Whether an article is written onto a word.
    pub fn is_definite(&self, index: usize) -> bool {
        let profile = self.analysis.profile();
        let word = self.word(index);
        let mut is_definite = false;
        profile.clitics.proclitics.each_prefix(word, |length, _| {
            is_definite |= length < word.len() && ends_in_article(word.get(..length).unwrap_or_default(), profile);
        });
        is_definite
    }

    /// Whether a digit stands in a word.
    pub fn has_digit(&self, index: usize) -> bool {
        self.word(index).contains(|c| figure(c).is_some())
    }

    /// Whether a letter stands in a word.
    pub fn has_letter(&self, index: usize) -> bool {
        self.word(index).contains(char::is_alphabetic)
    }

    /// The number in digits that a word is: its figures as they are written, without what is written onto them and without the letters of
    /// an ordinal.
    fn number(&self, index: usize) -> Option<(String, &'a str)> {
        let word = self.word(index);
        let clitic = word.char_indices().find(|(_, c)| figure(*c).is_some())?.0;
        let (before, rest) = word.split_at_checked(clitic)?;
        let (length, figures) = digits(rest)?;
        let is_whole = before.is_empty() || self.words.before.iter().any(|known| known == before);
        is_whole.then(|| (figures, rest.get(length..).unwrap_or_default()))
    }

    /// Whether a word is the day of a month.
    pub fn is_day(&self, index: usize) -> bool {
        self.number(index).is_some_and(|(figures, suffix)| {
            let is_ordinal = || self.words.lexicon.alone(suffix, |meaning| meaning == Meaning::Inside).is_some();
            figures.len() <= 2
                && figures.parse().is_ok_and(|day: u32| (1..=31).contains(&day))
                && (suffix.is_empty() || is_ordinal())
        })
    }

    /// Whether a word is a year, a letter for the era behind it or none.
    pub fn is_year(&self, index: usize) -> bool {
        self.is_year_of(index, YEARS)
    }

    /// Whether a word is a year of four digits, however long ago.
    pub fn is_any_year(&self, index: usize) -> bool {
        self.is_year_of(index, 1000..YEARS.end)
    }

    fn is_year_of(&self, index: usize, years: std::ops::Range<u32>) -> bool {
        self.number(index).is_some_and(|(figures, suffix)| {
            figures.len() == 4
                && figures.parse().is_ok_and(|year: u32| years.contains(&year))
                && suffix.chars().nth(1).is_none()
        })
    }

    /// The digits of a word as they are written.
    pub fn digits(&self, index: usize) -> &'a str {
        let written = self.written(index);
        let is_digit = |c: char| figure(c).is_some();
        let start = written.find(is_digit).unwrap_or_default();
        let rest = written.get(start..).unwrap_or_default();
        rest.get(..rest.find(|c| !is_digit(c)).unwrap_or(rest.len())).unwrap_or_default()
    }

    /// The place from the first of these words to the last.
    pub fn place(&self, first: usize, last: usize) -> Option<At> {
        let (first, last) = (self.tokens.get(first)?, self.tokens.get(last)?);
        Some(self.analysis.folded().locate(first.start, last.end))
    }

    /// A place in the prose of the block, in bytes.
    pub fn at(&self, start: usize, end: usize) -> At {
        At { block: narrow(self.block), span: ProseSpan::from_range(start..end) }
    }

    /// The prose behind a byte.
    pub fn behind(&self, end: u32) -> &'a str {
        self.prose.get(end as usize..).unwrap_or_default()
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }
}
