//! The rule files that come with copydesk. Generated from `rules/`: `UPDATE=1 cargo test --test it generated` rewrites it.

use super::Allowance;
use crate::toml_doc::TomlFile;

/// Every `language.toml`.
#[must_use]
pub fn language_files() -> Vec<TomlFile> {
    vec![
        TomlFile::new("rules/all/language.toml", include_str!("../../rules/all/language.toml")),
        TomlFile::new("rules/ar/language.toml", include_str!("../../rules/ar/language.toml")),
        TomlFile::new("rules/de/language.toml", include_str!("../../rules/de/language.toml")),
        TomlFile::new("rules/el/language.toml", include_str!("../../rules/el/language.toml")),
        TomlFile::new("rules/en/language.toml", include_str!("../../rules/en/language.toml")),
        TomlFile::new("rules/es/language.toml", include_str!("../../rules/es/language.toml")),
        TomlFile::new("rules/fa/language.toml", include_str!("../../rules/fa/language.toml")),
        TomlFile::new("rules/fr/language.toml", include_str!("../../rules/fr/language.toml")),
        TomlFile::new("rules/he/language.toml", include_str!("../../rules/he/language.toml")),
        TomlFile::new("rules/it/language.toml", include_str!("../../rules/it/language.toml")),
        TomlFile::new("rules/ja/language.toml", include_str!("../../rules/ja/language.toml")),
        TomlFile::new("rules/nl/language.toml", include_str!("../../rules/nl/language.toml")),
        TomlFile::new("rules/pl/language.toml", include_str!("../../rules/pl/language.toml")),
        TomlFile::new("rules/pt/language.toml", include_str!("../../rules/pt/language.toml")),
        TomlFile::new("rules/ru/language.toml", include_str!("../../rules/ru/language.toml")),
        TomlFile::new("rules/sv/language.toml", include_str!("../../rules/sv/language.toml")),
        TomlFile::new("rules/tr/language.toml", include_str!("../../rules/tr/language.toml")),
        TomlFile::new("rules/ur/language.toml", include_str!("../../rules/ur/language.toml")),
        TomlFile::new("rules/zh/language.toml", include_str!("../../rules/zh/language.toml")),
    ]
}

/// Every rule set.
#[must_use]
pub fn rule_files() -> Vec<TomlFile> {
    vec![
        TomlFile::new("rules/all/ads.toml", include_str!("../../rules/all/ads.toml")),
        TomlFile::new("rules/all/brackets.toml", include_str!("../../rules/all/brackets.toml")),
        TomlFile::new("rules/all/copydesk.toml", include_str!("../../rules/all/copydesk.toml")),
        TomlFile::new("rules/all/metadata.toml", include_str!("../../rules/all/metadata.toml")),
        TomlFile::new("rules/all/names.toml", include_str!("../../rules/all/names.toml")),
        TomlFile::new("rules/all/page.toml", include_str!("../../rules/all/page.toml")),
        TomlFile::new("rules/all/promotions.toml", include_str!("../../rules/all/promotions.toml")),
        TomlFile::new("rules/all/quotes.toml", include_str!("../../rules/all/quotes.toml")),
        TomlFile::new("rules/all/text.toml", include_str!("../../rules/all/text.toml")),
        TomlFile::new("rules/ar/ads.toml", include_str!("../../rules/ar/ads.toml")),
        TomlFile::new("rules/ar/attribution.toml", include_str!("../../rules/ar/attribution.toml")),
        TomlFile::new("rules/ar/invitations.toml", include_str!("../../rules/ar/invitations.toml")),
        TomlFile::new("rules/ar/names.toml", include_str!("../../rules/ar/names.toml")),
        TomlFile::new("rules/ar/names_archive.toml", include_str!("../../rules/ar/names_archive.toml")),
        TomlFile::new("rules/ar/page-furniture.toml", include_str!("../../rules/ar/page-furniture.toml")),
        TomlFile::new("rules/ar/stray-headlines.toml", include_str!("../../rules/ar/stray-headlines.toml")),
        TomlFile::new("rules/de/ads.toml", include_str!("../../rules/de/ads.toml")),
        TomlFile::new("rules/de/attribution.toml", include_str!("../../rules/de/attribution.toml")),
        TomlFile::new("rules/de/invitations.toml", include_str!("../../rules/de/invitations.toml")),
        TomlFile::new("rules/de/page-furniture.toml", include_str!("../../rules/de/page-furniture.toml")),
        TomlFile::new("rules/en/ads.toml", include_str!("../../rules/en/ads.toml")),
        TomlFile::new("rules/en/attribution.toml", include_str!("../../rules/en/attribution.toml")),
        TomlFile::new("rules/en/invitations.toml", include_str!("../../rules/en/invitations.toml")),
        TomlFile::new("rules/en/names.toml", include_str!("../../rules/en/names.toml")),
        TomlFile::new("rules/en/names_archive.toml", include_str!("../../rules/en/names_archive.toml")),
        TomlFile::new("rules/en/page-furniture.toml", include_str!("../../rules/en/page-furniture.toml")),
        TomlFile::new("rules/es/ads.toml", include_str!("../../rules/es/ads.toml")),
        TomlFile::new("rules/es/attribution.toml", include_str!("../../rules/es/attribution.toml")),
        TomlFile::new("rules/es/invitations.toml", include_str!("../../rules/es/invitations.toml")),
        TomlFile::new("rules/es/page-furniture.toml", include_str!("../../rules/es/page-furniture.toml")),
        TomlFile::new("rules/fa/ads.toml", include_str!("../../rules/fa/ads.toml")),
        TomlFile::new("rules/fa/attribution.toml", include_str!("../../rules/fa/attribution.toml")),
        TomlFile::new("rules/fa/invitations.toml", include_str!("../../rules/fa/invitations.toml")),
        TomlFile::new("rules/fa/names.toml", include_str!("../../rules/fa/names.toml")),
        TomlFile::new("rules/fa/page-furniture.toml", include_str!("../../rules/fa/page-furniture.toml")),
        TomlFile::new("rules/fr/ads.toml", include_str!("../../rules/fr/ads.toml")),
        TomlFile::new("rules/fr/attribution.toml", include_str!("../../rules/fr/attribution.toml")),
        TomlFile::new("rules/fr/invitations.toml", include_str!("../../rules/fr/invitations.toml")),
        TomlFile::new("rules/fr/page-furniture.toml", include_str!("../../rules/fr/page-furniture.toml")),
        TomlFile::new("rules/he/ads.toml", include_str!("../../rules/he/ads.toml")),
        TomlFile::new("rules/he/attribution.toml", include_str!("../../rules/he/attribution.toml")),
        TomlFile::new("rules/he/invitations.toml", include_str!("../../rules/he/invitations.toml")),
        TomlFile::new("rules/he/names.toml", include_str!("../../rules/he/names.toml")),
        TomlFile::new("rules/he/page-furniture.toml", include_str!("../../rules/he/page-furniture.toml")),
        TomlFile::new("rules/it/ads.toml", include_str!("../../rules/it/ads.toml")),
        TomlFile::new("rules/it/invitations.toml", include_str!("../../rules/it/invitations.toml")),
        TomlFile::new("rules/it/page-furniture.toml", include_str!("../../rules/it/page-furniture.toml")),
        TomlFile::new("rules/nl/ads.toml", include_str!("../../rules/nl/ads.toml")),
        TomlFile::new("rules/nl/invitations.toml", include_str!("../../rules/nl/invitations.toml")),
        TomlFile::new("rules/nl/page-furniture.toml", include_str!("../../rules/nl/page-furniture.toml")),
        TomlFile::new("rules/pl/ads.toml", include_str!("../../rules/pl/ads.toml")),
        TomlFile::new("rules/pl/invitations.toml", include_str!("../../rules/pl/invitations.toml")),
        TomlFile::new("rules/pl/page-furniture.toml", include_str!("../../rules/pl/page-furniture.toml")),
        TomlFile::new("rules/pt/ads.toml", include_str!("../../rules/pt/ads.toml")),
        TomlFile::new("rules/pt/invitations.toml", include_str!("../../rules/pt/invitations.toml")),
        TomlFile::new("rules/pt/page-furniture.toml", include_str!("../../rules/pt/page-furniture.toml")),
        TomlFile::new("rules/ru/ads.toml", include_str!("../../rules/ru/ads.toml")),
        TomlFile::new("rules/ru/attribution.toml", include_str!("../../rules/ru/attribution.toml")),
        TomlFile::new("rules/ru/invitations.toml", include_str!("../../rules/ru/invitations.toml")),
        TomlFile::new("rules/ru/names.toml", include_str!("../../rules/ru/names.toml")),
        TomlFile::new("rules/ru/page-furniture.toml", include_str!("../../rules/ru/page-furniture.toml")),
        TomlFile::new("rules/sv/ads.toml", include_str!("../../rules/sv/ads.toml")),
        TomlFile::new("rules/sv/invitations.toml", include_str!("../../rules/sv/invitations.toml")),
        TomlFile::new("rules/sv/page-furniture.toml", include_str!("../../rules/sv/page-furniture.toml")),
        TomlFile::new("rules/tr/ads.toml", include_str!("../../rules/tr/ads.toml")),
        TomlFile::new("rules/tr/attribution.toml", include_str!("../../rules/tr/attribution.toml")),
        TomlFile::new("rules/tr/invitations.toml", include_str!("../../rules/tr/invitations.toml")),
        TomlFile::new("rules/tr/page-furniture.toml", include_str!("../../rules/tr/page-furniture.toml")),
        TomlFile::new("rules/ur/ads.toml", include_str!("../../rules/ur/ads.toml")),
        TomlFile::new("rules/ur/attribution.toml", include_str!("../../rules/ur/attribution.toml")),
        TomlFile::new("rules/ur/invitations.toml", include_str!("../../rules/ur/invitations.toml")),
        TomlFile::new("rules/ur/page-furniture.toml", include_str!("../../rules/ur/page-furniture.toml")),
    ]
}

/// Every `ui.toml`: the words of the program itself.
#[must_use]
pub fn ui_files() -> Vec<TomlFile> {
    vec![
        TomlFile::new("rules/ar/ui.toml", include_str!("../../rules/ar/ui.toml")),
        TomlFile::new("rules/en/ui.toml", include_str!("../../rules/en/ui.toml")),
    ]
}

/// Every list of names of the news.
#[must_use]
pub fn gazetteer_files() -> Vec<TomlFile> {
    vec![
        TomlFile::new("rules/all/gazetteer/cities.toml", include_str!("../../rules/all/gazetteer/cities.toml")),
        TomlFile::new("rules/all/gazetteer/countries.toml", include_str!("../../rules/all/gazetteer/countries.toml")),
        TomlFile::new("rules/all/gazetteer/media.toml", include_str!("../../rules/all/gazetteer/media.toml")),
        TomlFile::new(
            "rules/all/gazetteer/organisations.toml",
            include_str!("../../rules/all/gazetteer/organisations.toml"),
        ),
        TomlFile::new("rules/all/gazetteer/people.toml", include_str!("../../rules/all/gazetteer/people.toml")),
    ]
}

/// Every `conventions.toml`: sounds that regions write with different letters.
#[must_use]
pub fn convention_files() -> Vec<TomlFile> {
    vec![TomlFile::new("rules/ar/conventions.toml", include_str!("../../rules/ar/conventions.toml"))]
}

/// Every code of every rule, with its variant.
pub const CODES: &[&str] = &[
    "ads/copyright",
    "ads/embed",
    "ads/inline-promo",
    "ads/page-furniture",
    "ads/promo-line",
    "ads/promo-line:linked",
    "ads/repeated-line",
    "ads/tag-list",
    "attribution/embedded",
    "attribution/metadata:agency-elsewhere",
    "attribution/metadata:missing-field",
    "attribution/metadata:uncredited-picture",
    "attribution/quote",
    "attribution/vague:anonymity",
    "attribution/vague:hearsay",
    "attribution/vague:passive-belief",
    "attribution/vague:unnamed-source",
    "copydesk/refused-suppression",
    "copydesk/unexplained-suppression",
    "copydesk/unknown-suppression",
    "copydesk/unpaired-suppression",
    "copydesk/unreadable:broken-off",
    "copydesk/unreadable:encoding",
    "copydesk/unreadable:failure",
    "copydesk/unreadable:foreign-xml",
    "copydesk/unreadable:front-matter",
    "copydesk/unreadable:list",
    "copydesk/unreadable:nul",
    "copydesk/unreadable:record",
    "copydesk/unreadable:record-text",
    "copydesk/unreadable:size",
    "copydesk/unused-suppression",
    "names/archive",
    "names/house-style",
    "names/inconsistent",
    "quotes/brackets",
    "quotes/brackets:mixed-width",
    "quotes/empty",
    "quotes/house-style",
    "quotes/misdirected",
    "quotes/mixed",
    "quotes/spacing",
    "quotes/unclosed",
    "quotes/unopened",
    "text/control-character",
    "text/invisible",
    "text/lost-space",
    "text/mojibake",
];

/// What was measured of the rules.
#[must_use]
pub fn evidence_file() -> TomlFile {
    TomlFile::new("rules/evidence.toml", include_str!("../../rules/evidence.toml"))
}

/// What that allows: code or group, language, and what the code may do by default there.
pub const ALLOWANCES: &[(&str, &str, Allowance)] = &[
    ("ads/inline-promo", "ar", Allowance::Speaks),
    ("ads/inline-promo", "en", Allowance::Speaks),
    ("ads/page-furniture", "*", Allowance::Hints),
    ("ads/promo-line", "ar", Allowance::Speaks),
    ("ads/promo-line", "en", Allowance::Speaks),
    ("ads/promo-line", "es", Allowance::Hints),
    ("ads/promo-line", "he", Allowance::Hints),
    ("ads/promo-line", "tr", Allowance::Hints),
    ("ads/promo-line", "ur", Allowance::Hints),
    ("ads/promo-line:linked", "*", Allowance::Hints),
    ("attribution/metadata", "*", Allowance::Speaks),
    ("attribution/quote", "ar", Allowance::Speaks),
    ("attribution/quote", "de", Allowance::Hints),
    ("attribution/quote", "en", Allowance::Hints),
    ("attribution/quote", "es", Allowance::Silent),
    ("attribution/quote", "fa", Allowance::Hints),
    ("attribution/quote", "fr", Allowance::Hints),
    ("attribution/quote", "he", Allowance::Hints),
    ("attribution/quote", "ru", Allowance::Hints),
    ("attribution/quote", "tr", Allowance::Silent),
    ("attribution/quote", "ur", Allowance::Hints),
    ("attribution/vague", "ar", Allowance::Hints),
    ("attribution/vague", "de", Allowance::Hints),
    ("attribution/vague", "en", Allowance::Hints),
    ("attribution/vague", "es", Allowance::Silent),
    ("attribution/vague", "fa", Allowance::Hints),
    ("attribution/vague", "he", Allowance::Hints),
    ("attribution/vague", "ru", Allowance::Hints),
    ("attribution/vague", "tr", Allowance::Hints),
    ("attribution/vague", "ur", Allowance::Silent),
    ("copydesk", "*", Allowance::Speaks),
    ("names/house-style", "*", Allowance::Speaks),
    ("names/inconsistent", "ar", Allowance::Hints),
    ("names/inconsistent", "en", Allowance::Hints),
    ("quotes/brackets", "ar", Allowance::Speaks),
    ("quotes/brackets", "en", Allowance::Speaks),
    ("quotes/empty", "ar", Allowance::Speaks),
    ("quotes/empty", "en", Allowance::Speaks),
    ("quotes/house-style", "*", Allowance::Speaks),
    ("quotes/misdirected", "ar", Allowance::Speaks),
    ("quotes/misdirected", "en", Allowance::Speaks),
    ("quotes/misdirected", "es", Allowance::Hints),
    ("quotes/misdirected", "he", Allowance::Speaks),
    ("quotes/mixed", "ar", Allowance::Speaks),
    ("quotes/mixed", "en", Allowance::Speaks),
    ("quotes/mixed", "es", Allowance::Speaks),
    ("quotes/mixed", "it", Allowance::Speaks),
    ("quotes/mixed", "pt", Allowance::Speaks),
    ("quotes/unclosed", "ar", Allowance::Speaks),
    ("quotes/unclosed", "en", Allowance::Hints),
    ("quotes/unclosed", "es", Allowance::Hints),
    ("quotes/unclosed", "fa", Allowance::Speaks),
    ("quotes/unclosed", "pt", Allowance::Hints),
    ("quotes/unopened", "ar", Allowance::Speaks),
    ("quotes/unopened", "en", Allowance::Speaks),
    ("quotes/unopened", "es", Allowance::Speaks),
    ("quotes/unopened", "pt", Allowance::Speaks),
    ("quotes/unopened", "tr", Allowance::Silent),
    ("text/control-character", "*", Allowance::Speaks),
    ("text/invisible", "*", Allowance::Speaks),
    ("text/lost-space", "ar", Allowance::Speaks),
    ("text/lost-space", "en", Allowance::Speaks),
    ("text/lost-space", "es", Allowance::Hints),
    ("text/lost-space", "pt", Allowance::Hints),
    ("text/lost-space", "tr", Allowance::Speaks),
    ("text/lost-space", "ur", Allowance::Speaks),
    ("text/mojibake", "*", Allowance::Speaks),
];
