//! `[style]`: how a house writes, by what an editor calls it. Each key is an option of the rule that sees to it, which is wanted by
//! whoever sets the key.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_spanned::Spanned;

use crate::text::Problem;
use crate::toml_doc::Table;

/// What `[style]` holds. The values are those of the options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct StyleKeys {
    // All are taken out before; they are here so that a misspelt key finds them.
    /// The digits of numbers in Arabic, Persian and Urdu: `european` (123), `arabic-indic` (١٢٣), `persian` (۱۲۳) or `consistent`.
    #[serde(rename = "digits")]
    #[schemars(with = "Option<String>")]
    _digits: Option<IgnoredAny>,
    /// Commas, semicolons and question marks: `own`, those of the script (، ؛ ؟), or `latin`.
    #[serde(rename = "punctuation")]
    #[schemars(with = "Option<String>")]
    _punctuation: Option<IgnoredAny>,
    /// How dates are written, by language: `ar = "levantine"`, `ar = "levantine/international"`, `en = "day-month"`.
    #[serde(rename = "dates")]
    #[schemars(with = "Option<std::collections::BTreeMap<String, String>>")]
    _dates: Option<IgnoredAny>,
    /// The outer pair of quotation marks, then the one inside it, as `«»“”`.
    #[serde(rename = "quotation-marks")]
    #[schemars(with = "Option<String>")]
    _quotation_marks: Option<IgnoredAny>,
}

/// Each key with the code whose option it is, and what the rule calls it.
const PRESETS: [(&str, &str, &str); 4] = [
    ("digits", "text/digits", "write"),
    ("dates", "text/dates", "write"),
    ("punctuation", "text/foreign-punctuation", "write"),
    ("quotation-marks", "quotes/house-style", "convention"),
];

/// The options that a `[style]` comes to, by code. Keys that there are not are added to `problems`.
pub(super) fn options<'f>(mut style: Table<'f>, problems: &mut Vec<Problem>) -> Vec<(Spanned<String>, Table<'f>)> {
    let mut options = Vec::new();
    for (key, code, option) in PRESETS {
        if let Some(table) = style.take_as(key, option) {
            options.push((Spanned::new(table.span(), code.to_owned()), table));
        }
    }
    // What is left is misspelt.
    let _: Option<StyleKeys> = style.decode(problems);
    options
}
