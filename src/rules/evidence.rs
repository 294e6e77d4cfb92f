//! What was measured of the built-in rules, and what it allows them: a rule speaks by default, at warning or error, only in
//! languages in which drawn findings of it were read and nearly all of them were right.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::allowance::{Allowance, EVERY_LANGUAGE, Figures};
use super::builtin::ALLOWANCES;
#[cfg(feature = "explanations")]
use super::builtin::evidence_file;
#[cfg(feature = "explanations")]
use super::{Rule, RuleBook};
use crate::diagnostic::Code;
use crate::language::Localised;
#[cfg(feature = "explanations")]
use crate::text::Problem;

/// Findings of a code in texts of one language that nobody had read before, drawn at random and read in their context.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// The code, with its variant if it has one.
    pub code: String,
    /// The tag of the language; `*` where the check does not depend on language, and the texts are of many.
    pub language: String,
    /// What the texts are.
    pub corpus: String,
    /// The part of them that was drawn from.
    pub half: String,
    /// Words in these texts, as parted by spaces.
    pub words: u32,
    /// Findings in them.
    pub findings: u32,
    /// Findings that were drawn and read.
    pub read: u32,
    /// Those of them that an editor would want to know of.
    pub right: u32,
    /// Those that are false alarms.
    pub wrong: u32,
    /// Those that editors would quarrel about.
    pub debatable: u32,
    /// The seed of the draw.
    pub seed: u32,
    /// When they were read: year-month-day.
    pub date: String,
    /// The version that found them.
    pub version: String,
    /// Whether they were drawn again, with another seed, after what an earlier draw from these texts showed had been cured: such
    /// figures flatter.
    #[serde(default)]
    pub again: bool,
}

impl Measured {
    /// Whether the figures go together: what was read was found, and each that was read was judged.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let judged = self.right.saturating_add(self.wrong).saturating_add(self.debatable);
        judged == self.read && self.read <= self.findings
    }

    /// What the figures allow.
    #[must_use]
    pub fn allowance(&self) -> Allowance {
        let Self { words, findings, read, right, wrong, .. } = *self;
        Figures { words, findings, read, right, wrong }.allowance()
    }
}

/// A code, or a group, that speaks without having been measured, because it judges no text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotJudged {
    /// The code or group.
    pub code: String,
    /// Why there is nothing to measure, for people.
    pub why: Localised,
}

/// What is in `rules/evidence.toml`.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Every measurement, in order: of two of one code and language the later one counts.
    pub measured: Vec<Measured>,
    /// Codes that need none.
    pub not_judged: Vec<NotJudged>,
}

impl Evidence {
    /// Reads the file that comes with copydesk. What cannot be read is added to `problems`.
    #[cfg(feature = "explanations")]
    #[must_use]
    pub fn read(problems: &mut Vec<Problem>) -> Self {
        let file = evidence_file();
        let mut root = file.parse(problems);
        let measured = root.take_tables("measured", problems);
        let not_judged = root.take_tables("not-judged", problems);
        Self {
            measured: measured.into_iter().filter_map(|row| row.decode(problems)).collect(),
            not_judged: not_judged.into_iter().filter_map(|row| row.decode(problems)).collect(),
        }
    }

    /// What is known of some rules, all of one code: what comes with copydesk, if they do; otherwise what their own rule sets say.
    #[cfg(feature = "explanations")]
    #[must_use]
    pub fn of_rules(rules: &[&Rule], book: &RuleBook) -> Self {
        if rules.iter().any(|rule| rule.is_built_in) {
            return Self::read(&mut Vec::new());
        }
        let is_meant = |row: &&Measured| rules.iter().any(|rule| rule.reporting.code.is(&row.code));
        Self { measured: book.measured().iter().filter(is_meant).cloned().collect(), not_judged: Vec::new() }
    }

    /// The last measurement of a code in a language, if there is one.
    #[must_use]
    pub fn of(&self, code: &Code, tag: &str) -> Option<&Measured> {
        let of_code = self.measured.iter().filter(|row| code.is(&row.code));
        let rows = of_code.filter(|row| row.language == tag || row.language == EVERY_LANGUAGE);
        rows.enumerate().max_by_key(|(nth, row)| (row.code.len(), row.language.len(), *nth)).map(|(_, row)| row)
    }

    /// Why a code speaks without a measurement, if it does.
    #[must_use]
    pub fn not_judged(&self, code: &Code) -> Option<&NotJudged> {
        self.not_judged.iter().find(|exempt| code.is_covered_by(&exempt.code))
    }

    /// Each code and language of which something is known, with what that allows.
    #[must_use]
    pub fn allowances(&self) -> BTreeMap<(&str, &str), Allowance> {
        let exempt = self.not_judged.iter().map(|row| ((row.code.as_str(), EVERY_LANGUAGE), Allowance::Speaks));
        let measured = self.measured.iter().map(|row| ((row.code.as_str(), row.language.as_str()), row.allowance()));
        exempt.chain(measured).collect()
    }
}

/// What a built-in code may do by default in a language.
#[must_use]
pub fn allowance(code: &Code, tag: &str) -> Allowance {
    // What is said of a variant comes before what is said of its code, and a language before all of them.
    let said = code.selectors().find_map(|selector| {
        let rows = ALLOWANCES.get(ALLOWANCES.partition_point(|(known, ..)| *known < selector)..)?;
        let of = |wanted: &str| {
            let mut of_code = rows.iter().take_while(|(known, ..)| *known == selector);
            of_code.find(|(_, language, _)| *language == wanted)
        };
        of(tag).or_else(|| of(EVERY_LANGUAGE))
    });
    said.map_or(Allowance::Hints, |(.., allowed)| *allowed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::builtin::CODES;

    fn measured(words: u32, findings: u32, [right, wrong, debatable]: [u32; 3]) -> Measured {
        Measured {
            code: "house/plain".to_owned(),
            language: "ar".to_owned(),
            corpus: "news".to_owned(),
            half: "verify".to_owned(),
            words,
            findings,
            read: right + wrong + debatable,
            right,
            wrong,
            debatable,
            seed: 1,
            date: "2026-01-31".to_owned(),
            version: "0.1.0".to_owned(),
            again: false,
        }
    }

    #[test]
    fn twenty_five_judged_and_ninety_five_in_a_hundred_right_let_a_rule_speak() {
        assert_eq!(measured(1000, 300, [24, 1, 9]).allowance(), Allowance::Speaks);
        assert_eq!(measured(1000, 300, [38, 2, 0]).allowance(), Allowance::Speaks);
        assert_eq!(measured(1000, 300, [37, 3, 0]).allowance(), Allowance::Hints);
        assert_eq!(measured(1000, 24, [24, 0, 9]).allowance(), Allowance::Hints);
    }

    #[test]
    fn a_rare_rule_speaks_when_none_of_all_its_findings_in_a_million_words_is_wrong() {
        assert_eq!(measured(1_000_000, 3, [3, 0, 0]).allowance(), Allowance::Speaks);
        assert_eq!(measured(1_000_000, 0, [0, 0, 0]).allowance(), Allowance::Speaks);
        assert_eq!(measured(999_999, 3, [3, 0, 0]).allowance(), Allowance::Hints);
        assert_eq!(measured(1_000_000, 4, [3, 1, 0]).allowance(), Allowance::Hints);
        // One was not read.
        assert_eq!(measured(1_000_000, 5, [4, 0, 0]).allowance(), Allowance::Hints);
    }

    #[test]
    fn a_rule_that_is_wrong_as_often_as_right_is_silent() {
        assert_eq!(measured(1000, 300, [2, 2, 0]).allowance(), Allowance::Silent);
        assert_eq!(measured(1000, 300, [3, 2, 0]).allowance(), Allowance::Hints);
        // Too few to say so.
        assert_eq!(measured(1000, 300, [0, 3, 0]).allowance(), Allowance::Hints);
    }

    #[test]
    fn the_later_measurement_counts() {
        let (first, later) = (measured(1000, 300, [40, 0, 0]), measured(1000, 300, [0, 40, 0]));
        let evidence = Evidence { measured: vec![first, later], not_judged: Vec::new() };
        assert_eq!(evidence.allowances(), BTreeMap::from([(("house/plain", "ar"), Allowance::Silent)]));
        let code = Code::new("house/plain").unwrap();
        assert_eq!(evidence.of(&code, "ar").map(|row| row.wrong), Some(40));
        assert_eq!(evidence.of(&code, "en"), None);
    }

    #[test]
    fn what_judges_no_text_speaks() {
        let unused = Code::new("copydesk/unused-suppression").unwrap();
        assert_eq!(allowance(&unused, "ar"), Allowance::Speaks);
        assert_eq!(allowance(&Code::new("house/unknown").unwrap(), "ar"), Allowance::Hints);
    }
    #[test]
    fn what_is_said_of_a_variant_or_a_language_comes_before_what_is_said_of_all() {
        for code in CODES.iter().filter_map(|code| Code::parse(code)) {
            for tag in ["ar", "en", "de", "und"] {
                let said = ALLOWANCES.iter().filter(|(known, language, _)| {
                    code.is_covered_by(known) && (*language == tag || *language == EVERY_LANGUAGE)
                });
                let narrowest = said.max_by_key(|(known, language, _)| (known.len(), language.len()));
                assert_eq!(
                    allowance(&code, tag),
                    narrowest.map_or(Allowance::Hints, |(.., allowed)| *allowed),
                    "{code}"
                );
            }
        }
    }
}
