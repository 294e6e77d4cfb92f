//! The general kind for capital letters: how a line has to be written, in scripts that have them.

mod line;
mod style;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use self::line::{CasedLine, Seen};
use self::style::{Style, Wrong};
use super::listed::Listed;
use super::{Check, Context, Env, Kind};
use crate::analysis::At;
use crate::diagnostic::Applicability;
use crate::language::{BlockRole, Folder, Roles};
use crate::text::{Problem, ProseSpan};
use crate::toml_doc::Table;

/// The kind `capitalization`.
pub struct Capitalization;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// How lines are to be written: as a sentence, as a title, all in capital letters, all in small ones, or without words in capital
    /// letters that are no abbreviations.
    style: Style,
    /// Words and phrases that are left as they are written.
    #[serde(default)]
    except: Vec<String>,
    /// Words that stay small inside a title. Without them nothing is said of words of up to three letters.
    #[schemars(with = "Option<Vec<String>>")]
    small: Option<Spanned<Vec<String>>>,
    /// The share of the words of a line that may be written otherwise, from 0 to 1: 0.5 for sentences, where some words are names; 0
    /// for the others.
    #[schemars(with = "Option<f64>")]
    tolerance: Option<Spanned<f64>>,
}

struct Compiled {
    style: Style,
    except: Vec<String>,
    small: Option<Vec<String>>,
    tolerance: f64,
}

/// The share of words that may have a capital letter in a line written as a sentence.
const NAMES_IN_A_SENTENCE: f64 = 0.5;

impl Kind for Capitalization {
    fn name(&self) -> &'static str {
        "capitalization"
    }

    fn default_roles(&self) -> Roles {
        Roles::of(&[BlockRole::Headline, BlockRole::Heading])
    }

    fn says_replacement(&self) -> bool {
        true
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let keys: Keys = rule.decode(problems)?;
        if let Some(small) = keys.small.as_ref().filter(|_| keys.style != Style::Title) {
            let problem = file.problem(small.span(), "`small` words are those of a title");
            problems.push(problem.with_help("write style = \"title\", or leave `small` out"));
            return None;
        }
        let usual = if keys.style == Style::Sentence { NAMES_IN_A_SENTENCE } else { 0.0 };
        let tolerance = keys.tolerance.as_ref().map_or(usual, |tolerance| *tolerance.get_ref());
        if let Some(written) = keys.tolerance.filter(|written| !(0.0..=1.0).contains(written.get_ref())) {
            problems.push(file.problem(written.span(), "a tolerance is a share of the words, from 0.0 to 1.0"));
            return None;
        }
        let small = keys.small.map(Spanned::into_inner);
        Some(Box::new(Compiled { style: keys.style, except: keys.except, small, tolerance }))
    }
}

impl Check for Compiled {
    fn listed(&self) -> Vec<Listed<'_>> {
        self.except.iter().chain(self.small.iter().flatten()).map(|text| Listed::words(text)).collect()
    }

    fn check(&self, cx: &mut Context<'_>) {
        if !cx.analysis.profile().has_case() {
            return;
        }
        let lines: Vec<CasedLine<'_>> =
            cx.blocks().filter_map(|(index, block)| CasedLine::read(index, block)).collect();
        if lines.is_empty() {
            return;
        }
        let analysis = cx.analysis;
        let folder = &analysis.profile().folder;
        let except: Vec<String> = self.except.iter().map(|phrase| folder.fold(phrase.trim())).collect();
        let small = self.small.as_ref().map(|words| folded_set(words, folder));
        for mut line in lines {
            line.leave_out(&except, folder);
            let seen = match self.style.asks_for_text() && line.has_capitals() {
                true => Seen::of(&line, analysis),
                false => Seen::default(),
            };
            let (wrong, judged) = self.style.wrong_words(&line, &seen, small.as_ref(), folder);
            let share = wrong.len() as f64 / judged.max(1) as f64;
            let is_wrong = share > self.tolerance && (wrong.len() > 1 || !self.doubts(&wrong));
            if is_wrong || wrong.iter().any(|wrong| wrong.is_first) {
                report(cx, &line, &wrong);
            }
        }
    }
}

impl Compiled {
    /// Whether a single word with a capital letter may be a name, as long as the rule tolerates any and the text does not show it to be
    /// none.
    fn doubts(&self, wrong: &[Wrong]) -> bool {
        self.style == Style::Sentence && self.tolerance > 0.0 && wrong.iter().all(|wrong| wrong.right.is_none())
    }
}

fn folded_set(words: &[String], folder: &Folder) -> BTreeSet<String> {
    words.iter().map(|word| folder.fold(word.trim())).collect()
}

/// Reports what is wrong with a line, from its first wrong word to its last, as one finding.
fn report(cx: &mut Context<'_>, line: &CasedLine<'_>, wrong: &[Wrong]) {
    let (Some(first), Some(last)) = (wrong.first(), wrong.last()) else { return };
    let place = |span: ProseSpan| At { block: line.block, span };
    let whole = ProseSpan::new(first.span.start, last.span.end);
    let found = line.prose.get(whole.range()).unwrap_or_default();
    let mut finding = cx.report(place(whole)).arg("match", found);
    // What is right in every place is offered, or nothing.
    let edits: Option<Vec<(At, String)>> =
        wrong.iter().map(|wrong| Some((place(wrong.span), wrong.right.clone()?))).collect();
    if let Some(edits) = edits {
        let mut right = String::new();
        let mut done = whole.start as usize;
        for (at, text) in &edits {
            right.push_str(line.prose.get(done..at.span.start as usize).unwrap_or_default());
            right.push_str(text);
            done = at.span.end as usize;
        }
        finding = finding.arg("replacement", right).fix(Applicability::Unsafe, edits);
    }
    finding.emit();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::CueLists;
    use crate::testing;
    use crate::toml_doc::TomlFile;

    #[test]
    fn a_wrong_key_is_told_at_its_place() {
        let faults = |keys: &str| {
            let file = TomlFile::new("house.toml", keys);
            let (check, problems) =
                testing::compile(&Capitalization, &testing::languages(), &mut CueLists::default(), &file);
            assert_eq!(check.is_none(), !problems.is_empty());
            problems.iter().map(|problem| format!("{problem:#}")).collect::<Vec<_>>()
        };
        assert_eq!(faults("style = 'title'\nsmall = ['of']\ntolerance = 1"), Vec::<String>::new());
        let cases = [
            ("except = ['a']", "1:1: missing field `style`"),
            (
                "style = 'camel'",
                "1:9: unknown variant `camel`, expected one of `sentence`, `title`, `upper`, `lower`, `no-shouting`",
            ),
            (
                "style = 'lower'\nsmall = ['of']",
                "2:9: `small` words are those of a title (write style = \"title\", or leave `small` out)",
            ),
            ("style = 'title'\ntolerance = 1.5", "2:13: a tolerance is a share of the words, from 0.0 to 1.0"),
            ("style = 'title'\ntolerance = nan", "2:13: a tolerance is a share of the words, from 0.0 to 1.0"),
        ];
        for (keys, fault) in cases {
            assert_eq!(faults(keys), [format!("house.toml:{fault}")], "{keys}");
        }
    }

    #[test]
    fn scripts_with_capital_letters_are_known_by_them() {
        let languages = testing::languages();
        let has_case = |tag: &str| languages.get(tag).map(|profile| profile.has_case()).ok();
        for (tag, expected) in
            [("en", true), ("el", true), ("ru", true), ("tr", true), ("ar", false), ("he", false), ("zh", false)]
        {
            assert_eq!(has_case(tag), Some(expected), "{tag}");
        }
        assert!(languages.undetermined().has_case());
    }
}
