//! The general kind that finds what stands twice in a row: a word written again, a mark struck twice.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::in_place::on_one_line;
use super::letter_case::{in_small, is_head};
use super::listed::Listed;
use super::pattern::{Pattern, PatternSees, Wanted, compile_pattern};
use super::{Check, Context, Env, Kind};
use crate::analysis::{Analysis, At, CueId, CueOptions, Word};
use crate::diagnostic::Applicability;
use crate::document::Block;
use crate::language::{Profile, is_number, is_word_char};
use crate::text::{Problem, ProseSpan, narrow};
use crate::toml_doc::{Table, Texts};

/// The kind `repetition`.
pub struct Repetition;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// What is looked for twice in a row: words or marks.
    #[serde(default)]
    of: Of,
    /// Words, or marks, that may stand twice.
    #[serde(default)]
    may_double: Texts,
    /// Nothing but these words and phrases, or these marks, is looked for; without them every word but numbers, or every mark of
    /// punctuation that stands behind a word and before no other.
    #[serde(default)]
    tokens: Texts,
    /// Also the function words of the language, such as prepositions, with what is written onto them.
    #[serde(default)]
    function_words: bool,
    /// Names of letters: a word beside one of them is a letter of an abbreviation too, and left alone.
    #[serde(default)]
    letter_names: Texts,
    /// Also words in which this regular expression matches; `^` and `$` are the ends of the word.
    #[schemars(with = "Option<String>")]
    pattern: Option<Spanned<String>>,
    /// Whether the second can be taken out without looking; by default that is only offered.
    #[serde(default)]
    safe: bool,
}

/// What is looked for twice in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Of {
    /// Words.
    #[default]
    Words,
    /// Marks of punctuation.
    Marks,
}

impl Kind for Repetition {
    fn name(&self) -> &'static str {
        "repetition"
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let is_nothing =
            rule.has("tokens").then(|| rule.problem_at("tokens", "the list is empty: leave it out, or name something"));
        let for_words = ["pattern", "function-words", "letter-names"].into_iter().find(|key| rule.has(key));
        let not_for_marks =
            for_words.map(|key| rule.problem_at(key, format!("`{key}` is for words: list the marks as `tokens`")));
        let no_marks = ["tokens", "may-double"].map(|key| rule.problem_at(key, "each mark is one character"));
        let keys: Keys = rule.decode(problems)?;
        if let Some(problem) = is_nothing.filter(|_| keys.tokens.is_empty()) {
            problems.push(problem);
            return None;
        }
        let applicability = if keys.safe { Applicability::Safe } else { Applicability::Unsafe };
        if keys.of == Of::Words {
            let pattern = match &keys.pattern {
                Some(pattern) => {
                    let compiled = compile_pattern(file, pattern, Wanted::Matches, env.patterns, problems)?;
                    env.patterns.keep(pattern.get_ref(), PatternSees::Parts);
                    Some(compiled)
                }
                None => None,
            };
            let mut list = |texts: Texts, before: bool| {
                let options = CueOptions { before, ..CueOptions::default() };
                (!texts.is_empty()).then(|| env.cues.add([texts], options))
            };
            let (tokens, may_double) = (list(keys.tokens, false), list(keys.may_double, false));
            let letter_names = list(keys.letter_names, true);
            return Some(Box::new(DoubledWords {
                tokens,
                pattern,
                function_words: keys.function_words,
                may_double,
                letter_names,
                applicability,
            }));
        }
        if let Some(problem) = not_for_marks {
            problems.push(problem);
            return None;
        }
        let marks = |texts: &Texts| -> Option<Vec<char>> { texts.iter().map(only_char).collect() };
        match (marks(&keys.tokens), marks(&keys.may_double)) {
            (Some(tokens), Some(may_double)) => {
                let written = keys.tokens.iter().chain(keys.may_double.iter()).map(str::to_owned).collect();
                Some(Box::new(DoubledMarks { tokens, may_double, written, applicability }))
            }
            (tokens, _) => {
                let [of_tokens, of_may_double] = no_marks;
                problems.push(if tokens.is_none() { of_tokens } else { of_may_double });
                None
            }
        }
    }
}

/// The only character of a text.
fn only_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// A place in the folded text: its first byte, and one past its last.
type Folded = (u32, u32);

struct DoubledWords {
    tokens: Option<CueId>,
    pattern: Option<Pattern>,
    function_words: bool,
    may_double: Option<CueId>,
    letter_names: Option<CueId>,
    applicability: Applicability,
}

impl Check for DoubledWords {
    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        if let Some(tokens) = self.tokens {
            let hits: Vec<Folded> = analysis.hits().longest_of(tokens).map(|hit| (hit.start, hit.end)).collect();
            self.look(cx, hits.len(), |index| *hits.get(index).unwrap_or(&(0, 0)), |_| true);
        }
        if self.tokens.is_none() || self.pattern.is_some() || self.function_words {
            let runs = analysis.runs();
            let place = |index: usize| runs.get(index).map_or((0, 0), |word| (word.start, word.end));
            let types = runs.types();
            // Of all the work only this comparison of numbers is done for each word.
            let is_twice = |index: usize| types.get(index) == types.get(index + 1);
            self.look(cx, runs.len(), place, is_twice);
        }
    }
}

impl DoubledWords {
    /// Looks at `count` places of the folded text in order, and reports those that stand twice or more often in a row. `may_be`
    /// says of the index of a place whether it can be the same as the next one.
    fn look(
        &self,
        cx: &mut Context<'_>,
        count: usize,
        place: impl Fn(usize) -> Folded,
        may_be: impl Fn(usize) -> bool,
    ) {
        let analysis = cx.analysis;
        let mut index = 0;
        while index + 1 < count {
            let first = index;
            while index + 1 < count && may_be(index) && is_again(analysis, place(index), place(index + 1)) {
                index += 1;
            }
            if index > first {
                self.report(cx, place(first), place(index));
            }
            index += 1;
        }
    }

    fn report(&self, cx: &mut Context<'_>, first: Folded, last: Folded) {
        let analysis = cx.analysis;
        let is_in = |list: CueId| {
            let hits = analysis.hits().within(list, first.0, first.1);
            hits.iter().any(|hit| (hit.start, hit.end) == first)
        };
        let (one, other) = (analysis.folded().locate(first.0, first.1), analysis.folded().locate(last.0, last.1));
        let word = analysis.slice(one);
        let is_any = self.tokens.is_none() && self.pattern.is_none() && !self.function_words;
        let is_asked_for = is_any && !word.chars().any(is_number)
            || self.pattern.as_ref().is_some_and(|pattern| pattern.is_match(word))
            || self.tokens.is_some_and(is_in)
            || self.function_words && is_function_word(analysis.folded().slice(first.0, first.1), analysis.profile());
        if is_asked_for && !self.may_double.is_some_and(is_in) && !self.is_spelled(analysis, first.0, last.1) {
            report(cx, one, other, self.applicability);
        }
    }

    /// Whether the word before or behind a range of the folded text is the name of a letter.
    fn is_spelled(&self, analysis: &Analysis<'_>, start: u32, end: u32) -> bool {
        let Some(names) = self.letter_names else { return false };
        let (runs, folded) = (analysis.runs(), analysis.folded());
        let is_gap = |from: u32, to: u32| from < to && folded.slice(from, to).chars().all(char::is_whitespace);
        let is_name = |word: &Word| {
            let hits = analysis.hits().within(names, word.start, word.end);
            hits.iter().any(|hit| hit.end == word.end)
        };
        let first = runs.partition_point(|word| word.start < start);
        let before = first.checked_sub(1).and_then(|before| runs.get(before));
        let behind = runs.get(runs.partition_point(|word| word.start < end));
        before.is_some_and(|word| is_gap(word.end, start) && is_name(word))
            || behind.is_some_and(|word| is_gap(end, word.start) && is_name(word))
    }
}

/// Whether a folded word is a function word, with or without what is written onto it.
fn is_function_word(word: &str, profile: &Profile) -> bool {
    let words = &profile.function_words;
    let with_enclitic = |word: &str| {
        let ends = word.char_indices().skip(2).map(|(at, _)| word.split_at_checked(at).unwrap_or_default());
        words.contains(word)
            || ends.into_iter().any(|(word, after)| words.contains(word) && profile.clitics.after.contains(after))
    };
    // Behind the article there is no function word.
    let merges = &profile.clitics.merges;
    let ends_in_article =
        |before: &str| merges.iter().any(|merge| before.ends_with(&*merge.article) || before == &*merge.together);
    let mut is_one = with_enclitic(word);
    profile.clitics.proclitics.each_prefix(word, |at, _| {
        let (before, rest) = word.split_at_checked(at).unwrap_or_default();
        is_one |= !ends_in_article(before) && with_enclitic(rest);
    });
    is_one
}

/// Whether a place of the folded text is the same words as the one before it, with nothing but a space between them.
fn is_again(analysis: &Analysis<'_>, first: Folded, second: Folded) -> bool {
    let folded = analysis.folded();
    if folded.slice(first.0, first.1) != folded.slice(second.0, second.1) {
        return false;
    }
    let (one, other) = (folded.locate(first.0, first.1), folded.locate(second.0, second.1));
    let Some(block) = analysis.blocks().get(one.block as usize).filter(|_| one.block == other.block) else {
        return false;
    };
    let (before, after) = (block.prose.get(..one.span.start as usize), block.prose.get(other.span.end as usize..));
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    // What folds alike may be two words, such as those that only a vowel sign tells apart.
    let (a, b) = (on_one_line(analysis.slice(one)), on_one_line(analysis.slice(other)));
    let is_same = a == b || (is_head(before, &analysis.profile().stops) && in_small(&a) == b);
    is_same && is_gap(block, one.span.end, other.span.start) && !hangs_on(before, after, &analysis.profile().stops)
}

/// Whether nothing but white space is between two bytes of the prose of a block, and no end of a line that readers see: one at
/// which the stored text is only wrapped is a space.
fn is_gap(block: &Block<'_>, from: u32, to: u32) -> bool {
    let gap = block.prose.get(from as usize..to as usize).unwrap_or_default();
    !gap.is_empty() && gap.chars().all(char::is_whitespace) && !block.shows_line_end(ProseSpan::new(from, to))
}

/// Whether a mark inside a word joins either of two words to what is around them: the first one is the end of `go-to`, the second
/// one the beginning of `that’s`.
fn hangs_on(before: &str, after: &str, stops: &[char]) -> bool {
    let joins = |mark: Option<char>, beyond: Option<char>| {
        mark.is_some_and(|c| !c.is_whitespace() && !is_word_char(c) && !stops.contains(&c))
            && beyond.is_some_and(is_word_char)
    };
    let (mut before, mut after) = (before.chars().rev(), after.chars());
    joins(before.next(), before.next()) || joins(after.next(), after.next())
}

struct DoubledMarks {
    /// All marks of punctuation, if empty.
    tokens: Vec<char>,
    may_double: Vec<char>,
    /// All marks as they are written in the rule.
    written: Vec<String>,
    applicability: Applicability,
}

impl Check for DoubledMarks {
    fn listed(&self) -> Vec<Listed<'_>> {
        let is_in =
            |mark: &str, analysis: &Analysis<'_>| analysis.blocks().iter().any(|block| block.prose.contains(mark));
        let listed = |mark| Listed::new(mark, move |analysis| is_in(mark, analysis));
        self.written.iter().map(|mark| listed(mark.as_str())).collect()
    }

    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        for (index, block) in cx.blocks() {
            let prose: &str = &block.prose;
            let mut run: Option<Run> = None;
            for (at, mark) in analysis.signs().in_block(index, prose) {
                let goes_on = |run: &Run| {
                    let gap = prose.get(run.last..at).unwrap_or_default().strip_prefix(run.mark);
                    run.mark == mark && gap.is_some_and(|gap| gap.chars().all(|c| c.is_whitespace() && c != '\n'))
                };
                match run.as_mut().filter(|run| goes_on(run)) {
                    Some(run) => (run.last, run.count) = (at, run.count + 1),
                    None => {
                        self.report(cx, index, run);
                        run = Some(Run { mark, first: at, last: at, count: 1 });
                    }
                }
            }
            self.report(cx, index, run);
        }
    }
}

/// One mark several times in a row.
#[derive(Debug, Clone, Copy)]
struct Run {
    mark: char,
    /// The byte of the prose at which the first one begins.
    first: usize,
    /// The byte at which the last one begins.
    last: usize,
    count: usize,
}

impl DoubledMarks {
    /// Reports a mark that stands twice. Three are meant: dots that leave something out, a line of stars.
    fn report(&self, cx: &mut Context<'_>, block: usize, run: Option<Run>) {
        let Some(Run { mark, first, last, .. }) = run.filter(|run| run.count == 2) else { return };
        let prose = cx.analysis.blocks().get(block).map_or("", |block| &*block.prose);
        let end = last + mark.len_utf8();
        let before = prose.get(..first).and_then(|before| before.chars().next_back());
        let after = prose.get(end..).and_then(|after| after.chars().next());
        let quotes = &cx.analysis.profile().quotations;
        let is_wanted = if self.tokens.is_empty() {
            mark.general_category() == GeneralCategory::OtherPunctuation
                && !quotes.families.iter().flatten().chain(&quotes.lookalikes).any(|&quote| quote == mark)
                && before.is_some_and(|c| !c.is_whitespace())
                && !after.is_some_and(is_word_char)
        } else {
            self.tokens.contains(&mark)
        };
        let is_in_number = before.is_some_and(is_number) && after.is_some_and(is_number);
        if is_wanted && !is_in_number && !self.may_double.contains(&mark) {
            let at =
                |start: usize| At { block: narrow(block), span: ProseSpan::from_range(start..start + mark.len_utf8()) };
            report(cx, at(first), at(last), self.applicability);
        }
    }
}

/// Reports what stands from `first` to `last`; the repair leaves only the first.
fn report(cx: &mut Context<'_>, first: At, last: At, applicability: Applicability) {
    let words = cx.analysis.slice(first);
    let whole = At { span: first.span.hull(last.span), ..first };
    let again = At { span: ProseSpan::new(first.span.end, last.span.end), ..first };
    cx.report(whole).arg("match", words).cause(words).fix(applicability, vec![(again, String::new())]).emit();
}
