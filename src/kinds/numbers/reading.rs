//! The numbers of one block and what they count.

use std::ops::Range;

use super::Compiled;
use super::amounts::{Value, digits, figure, value_of};
use super::lexicon::{Lexicon, Meaning, Nouns};
use crate::analysis::Analysis;
use crate::language::Profile;
use crate::text::narrow;

/// A word of a block, in bytes of the folded text of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Token {
    /// Its folded text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// A number.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// What it says.
    pub value: Value,
    /// Its words, as indices of tokens.
    pub words: Range<usize>,
    /// Whether it stands apart from other letters and is no part of a range, a score, a name or a share.
    pub is_plain: bool,
}

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// A noun or unit of the rule.
    Known(u32),
    /// Any other, by its stem and that of the word behind it, which may say more of it.
    Noun(String, Option<String>),
    /// People of whom nothing else is said.
    Anyone,
    /// Nothing is said to be counted.
    Open,
    /// The days of a month.
    Day,
}

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Its index among the numbers.
    pub number: usize,
    /// What is counted.
    pub counted: Counted,
    /// What happens to what is counted.
    pub event: Option<u32>,
    /// Whether there may be more than that.
    pub is_at_least: bool,
    /// Whether it is the article's own, and exact but for what may be more.
    pub is_own: bool,
    /// The same, where it is known to count something.
    pub is_exact: bool,
    /// Whether something else is added to it by the words behind it.
    pub may_go_on: bool,
    /// Number and noun, as indices of tokens.
    pub words: Range<usize>,
    /// Number and noun, in bytes of the folded text.
    pub place: (u32, u32),
}

/// Numbers from here on, up to the other, are years for the most part.
const YEARS: (f64, f64) = (1900.0, 2100.0);

impl Quantity {
    /// Whether it counts what another one counts.
    pub fn counts_what(&self, other: &Self, nouns: &Nouns) -> bool {
        let is_one_event = self.event.zip(other.event).is_none_or(|(a, b)| a == b);
        let has_event = self.event.is_some() && other.event.is_some();
        let is_same_noun = match (&self.counted, &other.counted) {
            (Counted::Known(a), Counted::Known(b)) => a == b,
            (Counted::Noun(a, one), Counted::Noun(b, other)) => {
                a == b && (one.is_none() || other.is_none() || one == other)
                    || nouns.is_last && (one.as_ref() == Some(b) && other.is_none())
                    || nouns.is_last && (other.as_ref() == Some(a) && one.is_none())
            }
            (Counted::Anyone, Counted::Anyone) => true,
            (Counted::Open | Counted::Anyone, Counted::Open | Counted::Anyone) => has_event,
            _ => false,
        };
        is_one_event && is_same_noun
    }

    /// Whether it counts things of the same name, whatever more is said of them: likely voters, registered voters.
    pub fn has_head_of(&self, other: &Self, nouns: &Nouns) -> bool {
        match (&self.counted, &other.counted) {
            (Counted::Noun(_, Some(one)), Counted::Noun(_, Some(other))) => nouns.is_last && one == other,
            _ => false,
        }
    }

    /// Whether a number is likelier a year than a count.
    pub fn is_year(&self, value: f64) -> bool {
        let is_counted = matches!(self.counted, Counted::Known(_)) || self.event.is_some();
        (YEARS.0..YEARS.1).contains(&value) && value % 100.0 != 0.0 && !is_counted
    }

    /// Whether it is shown to count people, by their name or by what happens to them.
    pub fn counts_people(&self) -> bool {
        self.counted == Counted::Anyone || self.event.is_some()
    }
}

/// One block, or a sentence of it, read for its numbers.
#[derive(Debug)]
pub struct Reading<'a> {
    text: &'a str,
    profile: &'a Profile,
    numbers_in_words: &'a Lexicon,
    /// Its words.
    pub tokens: Vec<Token>,
    /// Its numbers, in order.
    pub numbers: Vec<Number>,
    start: u32,
    end: u32,
}

impl<'a> Reading<'a> {
    /// Reads the block with this index.
    pub fn of(analysis: &'a Analysis<'_>, block: usize, rule: &'a Compiled) -> Self {
        Self::within(analysis, analysis.folded().block_range(block), rule)
    }

    /// Reads a part of a block, in bytes of the folded text.
    pub fn within(analysis: &'a Analysis<'_>, (start, end): (u32, u32), rule: &'a Compiled) -> Self {
        let mut reading = Self::words(analysis, (start, end), usize::MAX, rule.numbers(analysis.profile()));
        reading.read_numbers();
        reading
    }

    /// The first words of a part of a block, at most so many, with no numbers read.
    fn words(analysis: &'a Analysis<'_>, (start, end): (u32, u32), most: usize, numbers_in_words: &'a Lexicon) -> Self {
        let words = analysis.runs().within(start, end).iter().take(most);
        let tokens = words.map(|word| Token { start: word.start, end: word.end }).collect();
        let (text, profile) = (analysis.folded().text(), analysis.profile());
        Self { text, profile, numbers_in_words, tokens, numbers: Vec::new(), start, end }
    }

    /// The folded text of a word; empty if there is none with this index.
    pub fn word(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |token| token.of(self.text))
    }

    /// What stands between the word before the one with this index and that word.
    pub fn gap_before(&self, index: usize) -> &'a str {
        let start = index.checked_sub(1).and_then(|before| self.tokens.get(before)).map_or(self.start, |word| word.end);
        let end = self.tokens.get(index).map_or(self.end, |word| word.start);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    fn is_space_before(&self, index: usize) -> bool {
        let gap = self.gap_before(index);
        !gap.is_empty() && gap.chars().all(char::is_whitespace)
    }

    fn read_numbers(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            let number = self.in_digits(at).or_else(|| self.in_words(at));
            at = number.as_ref().map_or(at + 1, |number| number.words.end.max(at + 1));
            self.numbers.extend(number);
        }
    }

    /// The number in digits that begins with a word.
    fn in_digits(&self, at: usize) -> Option<Number> {
        let word = self.word(at);
        let clitic = word.char_indices().find(|(_, c)| figure(*c).is_some())?.0;
        let (length, figures) = digits(word.get(clitic..)?)?;
        let suffix = word.get(clitic + length..)?;
        let before = word.get(..clitic)?;
        let is_apart = clitic == 0 || self.profile.clitics.before.contains(before) && !self.ends_in_article(before);
        let mut more = Vec::new();
        let mut end = at + 1;
        while suffix.is_empty() && end < self.tokens.len() && more.len() < MOST_GROUPS {
            let mut gap = self.gap_before(end).chars();
            let (Some(sign), None) = (gap.next(), gap.next()) else { break };
            let whole = digits(self.word(end)).filter(|(length, _)| *length == self.word(end).len());
            let Some((_, group)) = whole else { break };
            more.push((sign, group));
            end += 1;
        }
        let (value, groups) = value_of(&figures, &more)?;
        let mut number = Number { value, words: at..at + groups, is_plain: is_apart && suffix.is_empty() };
        if !suffix.is_empty() {
            let scale = self.numbers_in_words.behind(suffix, self.text, self.tokens.get(at..=at)?);
            if let Some(factor) = scale.filter_map(|(meaning, _)| scale_of(meaning)).next() {
                number.value = number.value.times(factor);
                number.is_plain = is_apart;
            }
        }
        self.scale(&mut number);
        number.is_plain &= !self.is_bound(&number.words);
        Some(number)
    }

    /// The number in words that begins with a word.
    fn in_words(&self, at: usize) -> Option<Number> {
        let (value, count) = self.number_word(at)?;
        let mut number = Number { value: Value::of(value), words: at..at + count, is_plain: !self.is_definite(at) };
        let mut last = value;
        while let Some((value, end)) = self.next_part(number.words.end) {
            if !is_added(last, value) {
                break;
            }
            number.value = number.value.plus(value);
            number.words.end = end;
            last = value;
        }
        self.scale(&mut number);
        number.is_plain &= !self.is_bound(&number.words);
        Some(number)
    }

    /// Whether letters before a number end in an article: then it is an ordinal, or a number known already.
    fn ends_in_article(&self, before: &str) -> bool {
        let merges = &self.profile.clitics.merges;
        merges.iter().any(|merge| before.ends_with(&*merge.article) || before == &*merge.together)
    }

    /// Whether an article is written onto a number word.
    fn is_definite(&self, at: usize) -> bool {
        let word = self.word(at);
        let is_number = |word: &str| {
            let found = self.numbers_in_words.behind(word, self.text, self.tokens.get(at..).unwrap_or_default());
            found.into_iter().any(|(meaning, _)| matches!(meaning, Meaning::Number(_)))
        };
        let mut is_definite = false;
        self.profile.clitics.proclitics.each_prefix(word, |length, _| {
            let (before, rest) = word.split_at_checked(length).unwrap_or_default();
            is_definite |= self.ends_in_article(before) && is_number(rest);
        });
        is_definite && !is_number(word)
    }

    /// A number word.
    fn number_word(&self, at: usize) -> Option<(f64, usize)> {
        self.numbers_in_words.longest(self.text, self.tokens.get(at..)?, self.profile, |meaning| match meaning {
            Meaning::Number(value) => Some(value),
            _ => None,
        })
    }

    /// The number word that may carry on a number, and where it ends.
    fn next_part(&self, at: usize) -> Option<(f64, usize)> {
        let is_near = |at: usize| matches!(self.gap_before(at), "-" | "\u{2010}") || self.is_space_before(at);
        let joins = |at: usize| {
            let found = self.numbers_in_words.at(self.text, self.tokens.get(at..).unwrap_or_default());
            found.filter(|(meaning, _)| *meaning == Meaning::Joiner).map(|(_, count)| count).max()
        };
        if !is_near(at) {
            return None;
        }
        let at = joins(at).map_or(at, |count| at + count);
        let (value, count) = self.number_word(at).filter(|_| is_near(at))?;
        Some((value, at + count))
    }

    /// Multiplies a number by the scales behind it, and adds what carries it on.
    fn scale(&self, number: &mut Number) {
        let mut scaled = 1.0;
        loop {
            let end = number.words.end;
            let rest = self.tokens.get(end..).unwrap_or_default();
            if !self.is_space_before(end) {
                break;
            }
            let found = self.numbers_in_words.at(self.text, rest);
            let Some((factor, count)) = found.filter_map(|(m, count)| Some((scale_of(m)?, count))).next() else {
                break;
            };
            number.value = number.value.times(factor);
            number.words.end += count;
            scaled *= factor;
        }
        // Two hundred and five; five millions and 300 thousand.
        if scaled > 1.0 && number.words.end < self.tokens.len() && self.is_space_before(number.words.end) {
            let end = number.words.end;
            let rest = self.next_part(end).map(|(value, end)| (Value::of(value), end));
            let rest = rest.or_else(|| {
                let is_joined = digits(self.word(end)).is_none();
                let number = self.in_digits(end).filter(|_| is_joined)?;
                Some((number.value, number.words.end))
            });
            if let Some((rest, end)) = rest.filter(|(rest, _)| rest.value < scaled) {
                let mut part = Number { value: rest, words: end..end, is_plain: true };
                self.scale_once(&mut part);
                if part.value.value < scaled {
                    number.value = number.value.plus(part.value.value);
                    number.words.end = part.words.end;
                }
            }
        }
    }

    /// Multiplies the rest of a number by one scale behind it.
    fn scale_once(&self, part: &mut Number) {
        let found = self.numbers_in_words.at(self.text, self.tokens.get(part.words.end..).unwrap_or_default());
        let scale = found.filter_map(|(meaning, count)| Some((scale_of(meaning)?, count))).next();
        if let Some((factor, count)) = scale.filter(|_| self.is_space_before(part.words.end)) {
            part.value = part.value.times(factor);
            part.words.end += count;
        }
    }

    /// Whether the words of a number are written onto what stands before or behind them: a score, an hour, a type, a range.
    fn is_bound(&self, words: &Range<usize>) -> bool {
        const BINDS: [char; 11] = ['-', '\u{2010}', '\u{2011}', '\u{2013}', '/', ':', '#', '+', '=', '_', '\u{2212}'];
        let (before, behind) = (self.gap_before(words.start), self.gap_before(words.end));
        let is_dash = |gap: &str| gap.trim().chars().all(|c| BINDS.contains(&c)) && !gap.trim().is_empty();
        let between_numbers = |gap: &str, word: &str| is_dash(gap) && word.starts_with(|c| figure(c).is_some());
        before.ends_with(BINDS) && words.start > 0
            || before.ends_with('#')
            || behind.starts_with(BINDS)
            || before.ends_with('(') && behind.starts_with(')')
            || between_numbers(behind, self.word(words.end))
            || words.start > 0 && between_numbers(before, self.word(words.start - 1))
    }

    /// Whether the word before one is a function word, such as a preposition.
    pub fn is_behind_function_word(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| self.profile.function_words.contains(self.word(before)))
    }

    /// Whether a word is joined to what stands before it: by a word, or by what is written onto it.
    pub fn is_joined(&self, at: usize) -> bool {
        let is_joiner = |at: usize| {
            let found = self.numbers_in_words.at(self.text, self.tokens.get(at..).unwrap_or_default());
            found.into_iter().any(|(meaning, count)| meaning == Meaning::Joiner && count == 1)
        };
        at > 0 && is_joiner(at - 1) || self.has_joiner(at)
    }

    /// Whether what joins two parts of a number is written onto a word.
    fn has_joiner(&self, at: usize) -> bool {
        let word = self.word(at);
        let mut is_joined = false;
        self.profile.clitics.proclitics.each_prefix(word, |length, _| {
            let clitic = word.get(..length).unwrap_or_default();
            is_joined |= self.numbers_in_words.alone(clitic, |meaning| meaning == Meaning::Joiner).is_some();
        });
        is_joined
    }

    /// The quantities, in order.
    pub fn quantities(&self, words: &Lexicon, nouns: &Nouns) -> Vec<Quantity> {
        let counter = Counter { reading: self, words, nouns };
        (0..self.numbers.len()).filter_map(|number| counter.quantity(number)).collect()
    }
}

/// The number in words that begins with the word at a byte of the folded text: where it begins, after what is written onto it,
/// and where each of its words ends. Nothing if there is none before `end`.
pub fn number_in_words(analysis: &Analysis<'_>, numbers: &Lexicon, at: u32, end: u32) -> Option<(u32, Vec<u32>)> {
    let reading = Reading::words(analysis, (at, end), MOST_WORDS, numbers);
    let first = reading.tokens.first().filter(|token| token.start == at)?;
    let number = reading.in_words(0)?;
    let word = first.of(reading.text);
    let begins = |word: &str| {
        let mut found = numbers.behind(word, reading.text, &reading.tokens);
        found.any(|(meaning, _)| matches!(meaning, Meaning::Number(_)))
    };
    let mut clitic = (!begins(word)).then_some(word.len());
    reading.profile.clitics.proclitics.each_prefix(word, |length, _| {
        if clitic.is_some_and(|found| length < found) && begins(word.get(length..).unwrap_or_default()) {
            clitic = Some(length);
        }
    });
    let ends = reading.tokens.get(number.words).unwrap_or_default().iter().map(|token| token.end);
    Some((at + narrow(clitic.unwrap_or_default()), ends.collect()))
}

/// Whether there is a number among the first words behind a byte of the folded text, at most so many.
pub fn has_number_soon(analysis: &Analysis<'_>, numbers: &Lexicon, at: u32, words: usize) -> bool {
    let block = analysis.folded().block_of(at);
    let (_, end) = analysis.folded().block_range(block);
    let reading = Reading::words(analysis, (at, end), words, numbers);
    let has_figure = |at: usize| reading.word(at).contains(|c| figure(c).is_some());
    (0..reading.tokens.len()).any(|at| has_figure(at) || reading.number_word(at).is_some())
}

/// Most words of one number.
const MOST_WORDS: usize = 12;
/// Most groups of figures of one number.
const MOST_GROUPS: usize = 6;
/// As many words before a number say whether it is exact.
const NEAR_BEFORE: usize = 5;
/// As many words around a number and its noun say what happens.
const EVENT: usize = 2;

fn scale_of(meaning: Meaning) -> Option<f64> {
    match meaning {
        Meaning::Scale(factor) => Some(factor),
        _ => None,
    }
}

/// Whether a number word adds to the one before it: twenty-one, five and twenty, a hundred and fifty.
fn is_added(last: f64, next: f64) -> bool {
    let is_tens = |value: f64| (20.0..100.0).contains(&value) && value % 10.0 == 0.0;
    is_tens(last) && next < 10.0
        || last < 10.0 && is_tens(next)
        || last >= 100.0 && last % 100.0 == 0.0 && next < 100.0
        || last >= 1000.0 && last % 1000.0 == 0.0 && next < 1000.0
}

/// Finds what numbers count.
struct Counter<'c, 'a> {
    reading: &'c Reading<'a>,
    words: &'c Lexicon,
    nouns: &'c Nouns,
}

impl Counter<'_, '_> {
    /// What `wanted` gives for the longest phrase that begins with a word, with the number of its words.
    fn meaning<M>(&self, at: usize, wanted: impl Fn(Meaning) -> Option<M>) -> Option<(M, usize)> {
        let reading = self.reading;
        self.words.longest(reading.text, reading.tokens.get(at..)?, reading.profile, wanted)
    }

    fn event_at(&self, at: usize) -> Option<u32> {
        let event = self.meaning(at, |meaning| match meaning {
            Meaning::Event(event) => Some(event),
            _ => None,
        });
        event.map(|(event, _)| event)
    }

    fn is_number(&self, at: usize) -> bool {
        let numbers = &self.reading.numbers;
        let next = numbers.partition_point(|number| number.words.end <= at);
        numbers.get(next).is_some_and(|number| number.words.start <= at)
    }

    /// Whether words follow one another with nothing but space and quotation marks between.
    fn is_near(&self, at: usize) -> bool {
        const PAUSES: [char; 11] = ['.', ',', ';', '!', '?', '(', ')', '\u{60c}', '\u{61b}', '\u{61f}', '\u{2026}'];
        let gap = self.reading.gap_before(at);
        at < self.reading.tokens.len() && !gap.contains(PAUSES) && !gap.contains('\n')
    }

    fn quantity(&self, index: usize) -> Option<Quantity> {
        let reading = self.reading;
        let number = reading.numbers.get(index)?;
        let Range { start, end } = number.words.clone();
        let behind = self.nouns.sign_behind(reading.gap_before(end));
        let before = self.nouns.sign_before(reading.gap_before(start)).filter(|_| behind.is_none());
        let (counted, event, noun_end) = match behind.or(before) {
            Some((unit, _)) => (Counted::Known(unit), None, end),
            None => self.counted(end),
        };
        let event = event.or_else(|| self.event_around(start, noun_end));
        let is_month = |at: usize| self.is_near(at) && self.meaning(at, month_of).is_some();
        let is_dated = is_month(end) || start > 0 && self.is_near(start) && self.meaning(start - 1, month_of).is_some();
        let counted = if is_dated { Counted::Day } else { counted };
        let is_counted = counted != Counted::Day && (counted != Counted::Open || event.is_some());
        let is_own = number.is_plain && !self.is_qualified(index, noun_end);
        let bytes = |sign: Option<(u32, usize)>| sign.map_or(0, |(_, bytes)| narrow(bytes));
        let first = reading.tokens.get(start)?.start;
        let last = reading.tokens.get(noun_end.max(end).checked_sub(1)?)?.end;
        Some(Quantity {
            number: index,
            counted,
            event,
            is_at_least: self.is_at_least(start, noun_end),
            is_own,
            is_exact: is_own && is_counted,
            may_go_on: self.may_go_on(noun_end),
            words: start..noun_end.max(end),
            place: (first - bytes(before), last + bytes(behind)),
        })
    }

    /// What stands behind a number: what is counted, the event if that says it, and where it ends.
    fn counted(&self, at: usize) -> (Counted, Option<u32>, usize) {
        let reading = self.reading;
        let word = reading.word(at);
        if !reading.is_space_before(at) || word.is_empty() {
            return (Counted::Open, None, at);
        }
        let noun = self.words.at(reading.text, reading.tokens.get(at..).unwrap_or_default());
        let known = noun.filter_map(|(meaning, count)| match meaning {
            Meaning::Noun(noun) => Some((Counted::Known(noun), None, at + count)),
            Meaning::Anyone => Some((Counted::Anyone, None, at + count)),
            Meaning::Event(event) => Some((Counted::Open, Some(event), at + count)),
            _ => None,
        });
        if let Some(known) = known.max_by_key(|(_, _, end)| *end) {
            return known;
        }
        let stem = self.nouns.stem(word);
        if let Some(known) = self.known(&stem) {
            return (known, None, at + 1);
        }
        if self.is_number(at) || self.qualifies(at) {
            return (Counted::Open, None, at);
        }
        let is_content = |word: &str| word.chars().nth(2).is_some() && !reading.profile.function_words.contains(word);
        if !is_content(word) {
            return (Counted::Open, None, at);
        }
        let follower = Some(reading.word(at + 1)).filter(|word| reading.is_space_before(at + 1) && is_content(word));
        let follower = follower.filter(|_| !self.is_number(at + 1) && self.event_at(at + 1).is_none());
        if let Some(known) = follower.filter(|_| self.nouns.is_last).and_then(|word| self.known(word)) {
            return (known, None, at + 2);
        }
        (Counted::Noun(stem, follower.map(|word| self.nouns.stem(word))), None, at + 1)
    }

    /// Whether a word says something of the numbers beside it, and so is nothing that is counted.
    fn qualifies(&self, at: usize) -> bool {
        let rest = self.reading.tokens.get(at..).unwrap_or_default();
        self.words.at(self.reading.text, rest).any(|(meaning, _)| {
            matches!(meaning, Meaning::NotBehind | Meaning::NotBefore | Meaning::AtLeast | Meaning::BetweenNumbers)
        })
    }

    /// What a noun of the rule counts.
    fn known(&self, word: &str) -> Option<Counted> {
        let meaning = self.words.alone(word, |meaning| meaning == Meaning::Anyone || noun_of(meaning).is_some())?;
        Some(noun_of(meaning).map_or(Counted::Anyone, Counted::Known))
    }

    /// The event that words near a number and its noun speak of: those before count first, and "at least" between does not count.
    fn event_around(&self, start: usize, end: usize) -> Option<u32> {
        let start =
            self.phrase_before(start).filter(|at| self.ends_before(*at, start, Meaning::AtLeast)).unwrap_or(start);
        let before = (1..=EVENT).map_while(|back| {
            let at = start.checked_sub(back)?;
            (self.is_near(at + 1) && !self.is_number(at)).then_some(at)
        });
        let behind = (end..end + EVENT).take_while(|at| self.is_near(*at) && !self.is_number(*at));
        before.chain(behind).find_map(|at| self.event_at(at))
    }

    /// Whether something near says that the number is not exact, or not the article's own count.
    fn is_qualified(&self, index: usize, noun_end: usize) -> bool {
        let Some(number) = self.reading.numbers.get(index) else { return true };
        let start = number.words.start;
        let behind = number.words.end..=noun_end + 1;
        self.is_before(start, Meaning::NotBehind)
            || behind.clone().any(|at| self.says(at, Meaning::NotBefore))
            || self.is_between(index)
    }

    /// Whether words around a number and its noun say that there may be more.
    fn is_at_least(&self, start: usize, noun_end: usize) -> bool {
        self.is_before(start, Meaning::AtLeast) || (noun_end..=noun_end + 1).any(|at| self.says(at, Meaning::AtLeast))
    }

    /// Whether a phrase with a meaning ends directly before a number. What the longest phrase says counts: "no more than" is not
    /// "more than".
    fn is_before(&self, start: usize, meaning: Meaning) -> bool {
        self.phrase_before(start).is_some_and(|at| self.ends_before(at, start, meaning))
    }

    /// Where the longest phrase begins that ends directly before a number.
    fn phrase_before(&self, start: usize) -> Option<usize> {
        let near = (1..=NEAR_BEFORE).map_while(|back| start.checked_sub(back).filter(|at| self.is_near(at + 1)));
        near.filter_map(|at| self.meaning(at, Some).filter(|(_, count)| at + count == start).map(|_| at)).last()
    }

    /// Whether a phrase with a meaning begins at a word and ends before another.
    fn ends_before(&self, at: usize, end: usize, meaning: Meaning) -> bool {
        let wanted = |other| (other == meaning).then_some(());
        self.meaning(at, wanted).is_some_and(|(_, count)| at + count == end)
    }

    /// Whether a phrase with a meaning begins at a word that follows the one before it closely.
    fn says(&self, at: usize, meaning: Meaning) -> bool {
        self.is_near(at) && self.meaning(at, |other| (other == meaning).then_some(())).is_some()
    }

    /// Whether the number and one beside it are one expression: from ten to twelve, seven of ten.
    fn is_between(&self, index: usize) -> bool {
        let numbers = &self.reading.numbers;
        let joined = |first: usize| {
            let (Some(a), Some(b)) = (numbers.get(first), numbers.get(first + 1)) else { return false };
            let between = a.words.end..b.words.start;
            let is_link = |meaning| (meaning == Meaning::BetweenNumbers).then_some(());
            between.len() <= NEAR_BEFORE
                && (between.start..=between.end).all(|at| self.is_near(at))
                && self.meaning(between.start, is_link).is_some_and(|(_, count)| count == between.len())
        };
        joined(index) || index.checked_sub(1).is_some_and(joined)
    }

    /// Whether more may be counted behind a noun: twelve soldiers and an officer.
    fn may_go_on(&self, end: usize) -> bool {
        let reading = self.reading;
        let joins = |at: usize| {
            let is_joiner = reading
                .numbers_in_words
                .at(reading.text, reading.tokens.get(at..).unwrap_or_default())
                .any(|(meaning, _)| meaning == Meaning::Joiner);
            if is_joiner {
                return self.event_at(at + 1).is_none();
            }
            reading.has_joiner(at) && self.event_at(at).is_none()
        };
        (end..end + EVENT).take_while(|at| self.is_near(*at)).any(joins)
    }
}

fn noun_of(meaning: Meaning) -> Option<u32> {
    match meaning {
        Meaning::Noun(noun) => Some(noun),
        _ => None,
    }
}

/// The month that a word names.
pub fn month_of(meaning: Meaning) -> Option<u32> {
    match meaning {
        Meaning::Month(month) => Some(month),
        _ => None,
    }
}
