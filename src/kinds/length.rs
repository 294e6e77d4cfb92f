//! The general kind that measures: a headline, a caption, a paragraph, a sentence or the article is too long or too short.

use schemars::JsonSchema;
use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation as _;

use super::per::{Per, first_words};
use super::{Check, Context, Env, Kind};
use crate::analysis::At;
use crate::language::is_word_char;
use crate::text::{Problem, ProseSpan, narrow};
use crate::toml_doc::Table;

/// The kind `length`.
pub struct Length;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// What is counted.
    unit: Unit,
    /// The longest there may be: what is beyond that is found.
    at_most: Option<usize>,
    /// The shortest there may be: what is shorter is found.
    at_least: Option<usize>,
    /// Whose length is measured.
    #[serde(default = "paragraph")]
    per: Per,
}

fn paragraph() -> Per {
    Per::Paragraph
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Unit {
    /// Letters as readers see them, marks and spaces among them, as an editing system counts a headline; several spaces are one.
    Letters,
    /// Words, between spaces.
    Words,
    /// Sentences.
    Sentences,
}

struct Compiled {
    unit: Unit,
    at_most: usize,
    at_least: usize,
    per: Per,
}

impl Kind for Length {
    fn name(&self) -> &'static str {
        "length"
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let boundless = rule.problem("the rule says no number: give `at-most` or `at-least`");
        let idle = rule.problem_at("at-least", "at least 0 is always true: leave it out, or give 1 or more");
        let empty = rule.problem_at("at-most", "at most 0 leaves nothing: give 1 or more");
        let crossed = rule.problem_at("at-least", "`at-least` is above `at-most`: no length would be right");
        let one = rule.problem_at("unit", "a sentence is one sentence: count its words or letters");
        let Keys { unit, at_most, at_least, per } = rule.decode(problems)?;
        let wrong = match (at_least, at_most) {
            (None, None) => Some(boundless),
            (Some(0), _) => Some(idle),
            (_, Some(0)) => Some(empty),
            (Some(least), Some(most)) if least > most => Some(crossed),
            _ if unit == Unit::Sentences && per == Per::Sentence => Some(one),
            _ => None,
        };
        if let Some(wrong) = wrong {
            problems.push(wrong);
            return None;
        }
        let (at_most, at_least) = (at_most.unwrap_or(usize::MAX), at_least.unwrap_or(0));
        Some(Box::new(Compiled { unit, at_most, at_least, per }))
    }
}

impl Check for Compiled {
    fn check(&self, cx: &mut Context<'_>) {
        let parts = self.per.parts(cx);
        for unit in self.per.units(&parts) {
            if self.at_least > 0 || unit.iter().map(|part| self.most_in(cx, *part)).sum::<usize>() > self.at_most {
                self.measure(cx, unit);
            }
        }
    }
}

impl Compiled {
    /// More units than this are not in a part: it is found without a look at the text.
    fn most_in(&self, cx: &Context<'_>, part: At) -> usize {
        if self.unit != Unit::Words {
            return part.span.range().len();
        }
        // Each word has letters or digits.
        let (start, end) = cx.analysis.folded().range_of(part);
        cx.analysis.runs().within(start, end).len()
    }

    fn measure(&self, cx: &mut Context<'_>, unit: &[At]) {
        let mut count = 0;
        let mut beyond = None;
        for &part in unit {
            each_start(cx, part, self.unit, |start| {
                if count == self.at_most {
                    beyond = Some(At { span: ProseSpan::new(start, part.span.end), ..part });
                }
                count += 1;
            });
        }
        let (at, limit) = match (beyond, unit.first()) {
            (Some(at), _) => (at, self.at_most),
            (None, Some(&first)) if count < self.at_least => {
                let is_whole = self.per != Per::Article;
                (if is_whole { first } else { first_words(cx, first) }, self.at_least)
            }
            _ => return,
        };
        let words = cx.analysis.slice(at);
        cx.report(at).arg("match", words).arg("count", count.to_string()).arg("limit", limit.to_string()).emit();
    }
}

/// Calls `take` with the byte of the prose at which each unit of a part begins, in order.
fn each_start(cx: &Context<'_>, part: At, unit: Unit, mut take: impl FnMut(u32)) {
    let text = cx.analysis.slice(part);
    let from = part.span.start;
    match unit {
        Unit::Letters => {
            let mut is_spaced = false;
            for (at, letter) in text.grapheme_indices(true) {
                let was_spaced = std::mem::replace(&mut is_spaced, letter.chars().all(char::is_whitespace));
                if !(was_spaced && is_spaced) {
                    take(from + narrow(at));
                }
            }
        }
        Unit::Words => {
            let mut at = 0;
            for piece in text.split_inclusive(char::is_whitespace) {
                if piece.contains(is_word_char) {
                    take(from + narrow(at));
                }
                at += piece.len();
            }
        }
        Unit::Sentences => {
            let sentences = cx.analysis.sentences();
            let first =
                sentences.partition_point(|sentence| (sentence.at.block, sentence.at.span.start) < (part.block, from));
            let own = sentences.iter().skip(first).take_while(|sentence| sentence.at.block == part.block);
            own.for_each(|sentence| take(sentence.at.span.start));
        }
    }
}
