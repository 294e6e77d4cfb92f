//! The kind `date-style`: dates that are not written as the house writes them. Languages differ in what is to be decided: the names
//! of the months, where there are several for one month, or the order of day and month.

mod line;
mod names;
mod order;
mod style;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use self::line::{Line, Words};
use self::style::{Style, Wanted};
use super::{Check, Context, Env, Kind};
use crate::analysis::At;
use crate::diagnostic::Applicability;
use crate::language::{Languages, Roles};
use crate::text::Problem;
use crate::toml_doc::{Table, TomlFile};

/// The kind `date-style`.
pub struct DateStyle;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// By language, how dates are written: the names of the months (`ar = "levantine"`), those of two traditions side by side
    /// (`ar = "levantine/international"`), or the order of day and month (`en = "day-month"`). What there is to choose from stands
    /// under `[calendar]` in the language.toml of the language.
    #[schemars(with = "BTreeMap<String, String>")]
    write: BTreeMap<Spanned<String>, Spanned<String>>,
}

/// The styles of the house, by the tags of languages.
struct Compiled {
    styles: BTreeMap<String, HouseDates>,
}

/// How the dates of one language are written.
struct HouseDates {
    written: String,
    /// Read when the first article in the language comes.
    style: OnceLock<Option<Style>>,
}

/// A place that is not written as the house writes it.
struct Slip {
    at: At,
    wanted: String,
    /// Whether it can be nothing but a date, and nothing else changes with it.
    is_sure: bool,
}

impl Kind for DateStyle {
    fn name(&self) -> &'static str {
        "date-style"
    }

    fn roles(&self) -> Roles {
        Roles::PROSE
    }

    fn says_replacement(&self) -> bool {
        true
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        // What a built-in rule says is proved by its examples.
        let is_built_in = rule.was_read(&["write"]);
        let keys: Keys = rule.decode(problems)?;
        let before = problems.len();
        let mut styles = BTreeMap::new();
        for (tag, written) in keys.write {
            let mut language = tag.get_ref().clone();
            if !is_built_in {
                match read(&tag, &written, env.languages, file) {
                    Ok(known) => language = known,
                    Err(problem) => problems.push(problem),
                }
            }
            styles.insert(language, HouseDates { written: written.into_inner(), style: OnceLock::new() });
        }
        (problems.len() == before).then(|| Box::new(Compiled { styles }) as Box<dyn Check>)
    }
}

/// The tag of the language that is meant, if its dates can be written so.
fn read(
    tag: &Spanned<String>,
    written: &Spanned<String>,
    languages: &Languages,
    file: &TomlFile,
) -> Result<String, Problem> {
    let at_tag = |unknown| Problem { place: file.problem(tag.span(), "").place, ..unknown };
    let profile = languages.get(tag.get_ref()).map_err(at_tag)?;
    match Style::read(written.get_ref(), profile) {
        Ok(_) => Ok(profile.tag.to_string()),
        Err((message, help)) => Err(file.problem(written.span(), message).with_help(help)),
    }
}

impl Check for Compiled {
    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        let profile = analysis.profile();
        let Some(house) = self.styles.get(&*profile.tag) else { return };
        let style = house.style.get_or_init(|| Style::read(&house.written, profile).ok());
        let Some(style) = style else { return };
        let words = style.words.get_or_init(|| Words::new(profile));
        let runs = analysis.runs();
        let may_begin: Vec<bool> = (0..)
            .zip(runs.forms())
            .map(|(form, _)| words.may_begin_month(runs.number_of(form), runs.text_of(form, analysis.folded())))
            .collect();
        if !may_begin.contains(&true) {
            return;
        }
        for (block, _) in cx.blocks() {
            let Some(line) = Line::new(analysis, block, words, &may_begin) else { continue };
            let slips = match &style.wanted {
                Wanted::Names(pieces) => names::slips(&line, pieces),
                Wanted::Order(order) => order::slips(&line, order),
            };
            for Slip { at, wanted, is_sure } in slips {
                let applicability = if is_sure { Applicability::Safe } else { Applicability::Unsafe };
                cx.report(at)
                    .arg("match", analysis.slice(at))
                    .arg("replacement", wanted.as_str())
                    .cause("")
                    .fix(applicability, vec![(at, wanted)])
                    .emit();
            }
        }
    }
}
