//! A field whose value is not one of those the house uses, or not of the form it has.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::date_form::DateForm;
use crate::diagnostic::Applicability;
use crate::document::Entry;
use crate::kinds::listed::Listed;
use crate::kinds::pattern::{Pattern, PatternSees, Wanted, compile_pattern};
use crate::kinds::{Check, Context, Env};
use crate::language::{Field, Folder};
use crate::text::{Edit, Problem};
use crate::toml_doc::Table;

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum LookForValue {
    Value,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// What the rule looks for: a wrong value.
    #[serde(rename = "look-for")]
    _look_for: LookForValue,
    /// A field, or a key as it is written, whose value is looked at.
    field: String,
    /// The values that the house uses.
    #[schemars(with = "Option<Vec<String>>")]
    one_of: Option<Spanned<Vec<String>>>,
    /// A regular expression for all of a value.
    #[schemars(with = "Option<String>")]
    pattern: Option<Spanned<String>>,
    /// The form of a date in digits: YYYY-MM-DD, D/M/YYYY hh:mm, and what else these letters can say.
    #[schemars(with = "Option<String>")]
    date: Option<Spanned<String>>,
}

/// What a value has to be.
enum Shape {
    OneOf(Vec<String>),
    Pattern(Pattern),
    Date(DateForm),
}

/// The check of the values of one field.
pub(super) struct Value {
    field: Result<Field, Box<str>>,
    named: String,
    shape: Shape,
    /// The shape as it is written.
    wanted: String,
}

impl Value {
    /// The keys of a rule that looks for wrong values.
    #[cfg(feature = "explanations")]
    pub(super) fn schema() -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    /// Compiles a rule that looks for wrong values.
    pub(super) fn compile(rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let place = rule.problem("the rule does not say which values are right");
        let keys: Keys = rule.decode(problems)?;
        let (shape, wanted) = match (keys.one_of, keys.pattern, keys.date) {
            (Some(values), None, None) if values.get_ref().is_empty() => {
                problems.push(file.problem(values.span(), "no value is right: give at least one"));
                return None;
            }
            (Some(values), None, None) => {
                let wanted = values.get_ref().join(", ");
                (Shape::OneOf(values.into_inner()), wanted)
            }
            (None, Some(pattern), None) => {
                let whole = Spanned::new(pattern.span(), format!(r"\A(?:{})\z", pattern.get_ref()));
                let compiled = compile_pattern(file, &whole, Wanted::Matches, env.patterns, problems)?;
                env.patterns.keep(pattern.get_ref(), PatternSees::Parts);
                (Shape::Pattern(compiled), pattern.into_inner())
            }
            (None, None, Some(form)) => match DateForm::read(form.get_ref()) {
                Ok(read) => (Shape::Date(read), form.into_inner()),
                Err(fault) => {
                    let problem = file.problem(form.span(), fault);
                    let help =
                        "YYYY or YY, MM or M, DD or D, hh, mm and ss stand for digits; all else stands for itself";
                    problems.push(problem.with_help(help));
                    return None;
                }
            },
            _ => {
                problems.push(place.with_help("give one of `one-of`, `pattern` and `date`"));
                return None;
            }
        };
        let field = Field::named(&keys.field).ok_or_else(|| keys.field.to_lowercase().into());
        Some(Box::new(Self { field, named: keys.field, shape, wanted }))
    }

    fn is_about(&self, entry: &Entry<'_>) -> bool {
        match &self.field {
            Ok(field) => entry.field == Some(*field),
            Err(key) => entry.key == *key,
        }
    }

    fn is_right(&self, value: &str) -> bool {
        match &self.shape {
            Shape::OneOf(values) => values.iter().any(|known| known == value),
            Shape::Pattern(pattern) => pattern.is_match(value),
            Shape::Date(form) => form.fits(value),
        }
    }

    /// The one value of the house that folds as a wrong one does.
    fn meant(&self, value: &str, folder: &Folder) -> Option<&str> {
        let Shape::OneOf(values) = &self.shape else { return None };
        let folded = folder.fold(value);
        let mut alike = values.iter().filter(|known| folder.fold(known) == folded);
        alike.next().filter(|_| alike.next().is_none()).map(String::as_str)
    }
}

impl Check for Value {
    fn listed(&self) -> Vec<Listed<'_>> {
        let Shape::OneOf(values) = &self.shape else { return Vec::new() };
        let listed = values.iter().map(|value| {
            Listed::new(value, move |analysis| {
                let mut entries = analysis.document.metadata.entries.iter().filter(|entry| self.is_about(entry));
                entries.any(|entry| entry.value.trim() == value)
            })
        });
        listed.collect()
    }

    fn check(&self, cx: &mut Context<'_>) {
        let document = cx.analysis.document;
        for entry in document.metadata.entries.iter().filter(|entry| self.is_about(entry)) {
            let value = entry.value.trim();
            if value.is_empty() || self.is_right(value) {
                continue;
            }
            let span = entry.span();
            let mut finding = cx.report_stored(span).arg("match", value).arg("field", &*self.named);
            finding = finding.arg("wanted", &*self.wanted);
            if let Some(meant) = self.meant(value, &document.language.folder) {
                finding = finding.arg("replacement", meant);
                // A list in one value, or a value written with marks that mean something, is left to whoever wrote it.
                let block = entry.block().filter(|block| block.admits(meant));
                if let Some(span) = block.and_then(|block| block.editable(block.whole())) {
                    finding = finding.fix_stored(Applicability::Safe, Edit { span, text: meant.to_owned() });
                }
            }
            finding.emit();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::CueLists;
    use crate::kinds::metadata::Metadata;
    use crate::testing;
    use crate::toml_doc::TomlFile;

    #[test]
    fn a_wrong_key_is_told_at_its_place() {
        let faults = |keys: &str| {
            let file = TomlFile::new("house.toml", format!("look-for = 'value'\n{keys}"));
            let (check, problems) = testing::compile(&Metadata, &testing::languages(), &mut CueLists::default(), &file);
            assert_eq!(check.is_none(), !problems.is_empty());
            problems.iter().map(|problem| format!("{problem:#}")).collect::<Vec<_>>()
        };
        assert_eq!(faults("field = 'date'\ndate = 'D.M.YYYY'"), Vec::<String>::new());
        let cases = [
            (
                "field = 'date'",
                "1:1: the rule does not say which values are right (give one of `one-of`, `pattern` and `date`)",
            ),
            (
                "field = 'date'\ndate = 'YYYY'\npattern = 'a'",
                "1:1: the rule does not say which values are right (give one of `one-of`, `pattern` and `date`)",
            ),
            ("field = 'section'\none-of = []", "3:10: no value is right: give at least one"),
            ("one-of = ['a']", "1:1: missing field `field`"),
            (
                "field = 'date'\ndate = 'D MMMM YYYY'",
                "3:8: the month of a date is not written with 4 letters (YYYY or YY, MM or M, DD or D, hh, mm and ss stand for digits; all else stands for itself)",
            ),
            ("field = 'date'\none_of = ['a']", "3:1: unknown key `one_of` (did you mean `one-of`?)"),
        ];
        for (keys, fault) in cases {
            assert_eq!(faults(keys), [format!("house.toml:{fault}")], "{keys}");
        }
    }
}
