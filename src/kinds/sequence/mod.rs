//! The general kind that looks for words in a row: certain ones, and others by what they look like, with gaps between them.

mod element;
mod line;
mod replacement;
mod row;

use std::sync::{Arc, OnceLock};

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use self::element::{Class, Element, Step};
use self::line::{Line, NamePart, name_parts, places_of};
use self::replacement::Replacement;
use self::row::{Row, RowSearch};
use super::letter_case::{Surroundings, in_case_of};
use super::{Check, Context, Env, Kind, in_place};
use crate::analysis::At;
use crate::diagnostic::Applicability;
use crate::kinds::numbers::Lexicon;
use crate::language::Profile;
use crate::names::Knowledge;
use crate::text::Problem;
use crate::toml_doc::Table;

/// The kind `sequence`.
pub struct Sequence;

/// Most elements of a row.
const MOST_ELEMENTS: usize = 30;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Keys {
    /// What stands in a row inside a sentence, each a word, a list of words of which one stands there, or a table that says what it
    /// is.
    #[schemars(with = "Vec<Element>")]
    words: Spanned<Vec<Spanned<Element>>>,
    /// What to write instead, with `$1` for the first element.
    #[schemars(with = "Option<String>")]
    replace: Option<Spanned<String>>,
    /// Whether the replacement can be made without looking; by default it is only offered.
    #[serde(default)]
    safe: bool,
}

struct Compiled {
    steps: Vec<Step>,
    replacement: Option<Replacement>,
    applicability: Applicability,
    names: Arc<Knowledge>,
    /// The words for numbers of each language of the rule, by its tag; they are folded when an article in it first may have one.
    numbers: Vec<(Box<str>, OnceLock<Lexicon>)>,
}

impl Kind for Sequence {
    fn name(&self) -> &'static str {
        "sequence"
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn says_replacement(&self) -> bool {
        true
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let keys: Keys = rule.decode(problems)?;
        let (place, elements) = (keys.words.span(), keys.words.into_inner());
        let count = elements.len();
        if count > MOST_ELEMENTS {
            problems.push(file.problem(place, format!("a row has at most {MOST_ELEMENTS} elements")));
            return None;
        }
        let before = problems.len();
        let compiled = elements.into_iter().map(|element| Step::compile(element, file, env, problems));
        let steps: Vec<Step> = compiled.collect::<Vec<_>>().into_iter().flatten().collect();
        if problems.len() > before {
            return None;
        }
        if steps.iter().all(|step| step.at_least == 0) {
            let problem = file.problem(place, "no word has to stand in this row, so it would be everywhere");
            problems.push(problem.with_help("name at least one element that is not `at-least = 0`"));
            return None;
        }
        let replacement = match &keys.replace {
            Some(written) => Some(Replacement::read(written, count, file, problems)?),
            None => None,
        };
        let applicability = if keys.safe { Applicability::Safe } else { Applicability::Unsafe };
        let asks_for_numbers = steps.iter().any(|step| step.class == Some(Class::Number));
        let languages = env.rule_languages().filter(|_| asks_for_numbers);
        let numbers = languages.map(|profile| (Box::from(&*profile.tag), OnceLock::new())).collect();
        Some(Box::new(Compiled { steps, replacement, applicability, names: Arc::clone(env.names), numbers }))
    }
}

impl Check for Compiled {
    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        let asks_for_names = self.steps.iter().any(|step| step.class == Some(Class::Name));
        let sentences = self.sentences(cx);
        if sentences.is_empty() {
            return;
        }
        let names = if asks_for_names { name_parts(cx, &self.names) } else { Vec::new() };
        let anchor = self.anchor().map(|(step, most)| (places_of(cx.analysis, &names, step), most));
        for sentence in sentences {
            for row in self.rows(cx, sentence, &names, anchor.as_ref()) {
                self.report(cx, &row);
            }
        }
    }
}

impl Compiled {
    /// The words for numbers of a language, if the row asks for numbers.
    fn numbers(&self, profile: &Profile) -> Option<&Lexicon> {
        let (_, lexicon) = self.numbers.iter().find(|(tag, _)| **tag == *profile.tag)?;
        Some(lexicon.get_or_init(|| Lexicon::of_numbers(profile)))
    }

    /// The sentences in which a row can be: those with the rarest of the words that have to be there.
    fn sentences(&self, cx: &Context<'_>) -> Vec<At> {
        let analysis = cx.analysis;
        let needed = self.steps.iter().filter(|step| step.at_least > 0).filter_map(|step| step.tokens);
        let rarest = needed.map(|tokens| analysis.hits().of(tokens)).min_by_key(|hits| hits.len());
        let Some(hits) = rarest else {
            let read = analysis.sentences().iter().map(|sentence| sentence.at);
            return read.filter(|at| cx.reads(at.block as usize)).collect();
        };
        if hits.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<At> = Vec::new();
        for hit in hits {
            let sentence = analysis.sentence_of(analysis.folded().locate(hit.start, hit.end));
            let is_new = |sentence: &At| found.last() != Some(sentence) && cx.reads(sentence.block as usize);
            found.extend(sentence.filter(is_new));
        }
        found
    }

    /// The rows in a sentence, which have no word in common. `anchor` are the places of what has to be in each, and how many words
    /// stand before it at most.
    fn rows(&self, cx: &Context<'_>, sentence: At, names: &[NamePart], anchor: Option<&(Vec<u32>, u32)>) -> Vec<Row> {
        let (start, end) = cx.analysis.folded().range_of(sentence);
        let line = Line { analysis: cx.analysis, names, numbers: self.numbers(cx.analysis.profile()), end };
        let mut search = RowSearch::new(&self.steps, &line);
        let mut rows = Vec::new();
        let Some((places, most)) = anchor else {
            self.rows_between(&line, &mut search, (start, end), &mut rows);
            return rows;
        };
        let first = places.partition_point(|place| *place < start);
        let mut done = start;
        for &place in places.get(first..).unwrap_or_default().iter().take_while(|place| **place < end) {
            let from = line.words_before(start, place, *most).max(done);
            done = self.rows_between(&line, &mut search, (from, place + 1), &mut rows);
        }
        rows
    }

    /// Adds to `rows` those that begin in a range, and says where the next one may begin.
    fn rows_between(
        &self,
        line: &Line<'_>,
        search: &mut RowSearch<'_>,
        (start, end): (u32, u32),
        rows: &mut Vec<Row>,
    ) -> u32 {
        let first = self.steps.first().filter(|step| step.at_least > 0);
        let mut at = line.skip_spaces(start);
        while at < end
            && let Some(unit) = line.unit(at)
        {
            let may_begin = first.is_none_or(|step| line.may_begin(step, unit));
            let row = if may_begin { search.at(at) } else { None };
            let stop = row.as_ref().and_then(Row::place).map_or(unit.end, |(_, end)| end.max(unit.end));
            rows.extend(row);
            at = line.skip_spaces(stop);
        }
        at
    }

    /// What has to be in a row and is easily found, and how many words stand before it at most; nothing, if nobody can say.
    fn anchor(&self) -> Option<(&Step, u32)> {
        let is_known =
            |step: &Step| step.at_least > 0 && matches!(step.class, Some(Class::Figure | Class::Number | Class::Name));
        // Words of a list, and numbers in words, may be several at once: behind them nobody can say.
        let is_several = |step: &Step| step.tokens.is_some() || step.class == Some(Class::Number);
        let index = self.steps.iter().position(|step| is_several(step) || is_known(step))?;
        let before = self.steps.get(..index)?.iter().map(|step| step.at_most).sum();
        self.steps.get(index).filter(|step| step.at_least > 0).map(|step| (step, before))
    }

    fn report(&self, cx: &mut Context<'_>, row: &Row) {
        let analysis = cx.analysis;
        let Some((start, end)) = row.place() else { return };
        let at = analysis.folded().locate(start, end);
        let found = analysis.slice(at);
        let Some(replacement) = &self.replacement else {
            cx.report(at).arg("match", found).cause(found).emit();
            return;
        };
        let element = |index: usize| {
            let place = row.elements.get(index).copied().flatten();
            place.map_or("".into(), |(start, end)| {
                in_place::on_one_line(analysis.slice(analysis.folded().locate(start, end)))
            })
        };
        let to = replacement.fill(element);
        let to = in_case_of(found, None, &to, Surroundings::of(analysis, at));
        if !in_place::reads_as(found, &to, false) {
            let finding = cx.report(at).arg("match", found).arg("replacement", &*to).cause(&*to);
            finding.put(self.applicability, &to).emit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::CueLists;
    use crate::testing;
    use crate::toml_doc::TomlFile;

    fn faults(keys: &str) -> Vec<String> {
        let file = TomlFile::new("house.toml", keys);
        let (check, problems) = testing::compile(&Sequence, &testing::languages(), &mut CueLists::default(), &file);
        assert_eq!(check.is_none(), !problems.is_empty());
        problems.iter().map(|problem| format!("{problem:#}")).collect()
    }

    #[test]
    fn a_wrong_element_is_told_at_its_place() {
        assert_eq!(faults("words = ['a', ['b'], { class = 'any' }]\nreplace = '$3 $1'"), Vec::<String>::new());
        let cases = [
            (
                "words = []",
                "1:9: no word has to stand in this row, so it would be everywhere (name at least one element that is not `at-least = 0`)",
            ),
            (
                "words = ['a', {}]",
                "1:15: this element says nothing of its word: give a word, `tokens`, `pattern`, `class` or `not`",
            ),
            (
                "words = ['a', []]",
                "1:15: this element says nothing of its word: give a word, `tokens`, `pattern`, `class` or `not`",
            ),
            ("words = ['a', ' ']", "1:15: this element has a word without letters"),
            (
                "words = [{ class = 'name', at-least = 3, at-most = 2 }]",
                "1:10: at least 3 and at most 2 words: no row has so many",
            ),
            ("words = ['a', { class = 'any', at-most = 51 }]", "1:15: an element stands for at most 50 words"),
            (
                "words = [{ tokens = ['a'], class = 'any' }]",
                "1:10: `tokens` say what the word is: leave out `pattern` and `class`",
            ),
            (
                "words = [{ class = 'numbr' }]",
                "1:20: unknown variant `numbr`, expected one of `any`, `capitalised`, `name`, `figure`, `number`, `word` (did you mean `number`?)",
            ),
            (
                "words = [{ clas = 'any' }]",
                "1:12: unknown field `clas`, expected one of `tokens`, `pattern`, `class`, `not`, `at-least`, `at-most` (did you mean `class`?)",
            ),
            (
                "words = ['a', 3]",
                "1:15: invalid type: integer `3`, expected a word, a list of words, or a table such as { class = \"number\" }",
            ),
            (
                "words = ['a', 'b']\nreplace = '$3'",
                "2:11: `$3` is no element of the row (elements are $1 to $2; $$ is the sign itself)",
            ),
        ];
        for (keys, fault) in cases {
            assert_eq!(faults(keys), [format!("house.toml:{fault}")], "{keys}");
        }
    }

    #[test]
    fn many_ways_to_fill_a_row_are_each_tried_once() {
        // Tried one after the other without a memory, these rows would not end.
        let gap = "{ class = 'any', at-least = 0, at-most = 50 }";
        let keys = format!("words = ['ant', {}, 'zebra']", [gap; 20].join(", "));
        let mut cues = CueLists::default();
        let languages = testing::languages();
        let file = TomlFile::new("house.toml", keys);
        let (check, _) = testing::compile(&Sequence, &languages, &mut cues, &file);
        let check = check.unwrap();
        let compiled = (&*check as &dyn std::any::Any).downcast_ref::<Compiled>().unwrap();
        testing::with_document("en", &format!("An ant {}", "of many ".repeat(40)), |document| {
            let matcher = cues.matcher(&cues.ids(0..cues.len()).collect::<Vec<_>>(), &document.language);
            let analysis = crate::analysis::Analysis::new(document, &matcher);
            let line = Line {
                analysis: &analysis,
                names: &[],
                numbers: None,
                end: crate::text::narrow(analysis.folded().text().len()),
            };
            let mut search = RowSearch::new(&compiled.steps, &line);
            assert_eq!(search.at(3), None);
            assert!(search.tries() <= 21 * 51 * 81, "{}", search.tries());
        });
    }
}
