//! Which rules run: selected and ignored codes and groups, the more specific word winning.

use crate::diagnostic::Code;
use crate::text::{Problem, did_you_mean};

/// Selectors as users write them: a code, a code with a variant, a group, or `all`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Run these; whatever is on by default, if empty.
    pub select: Vec<String>,
    /// Do not run these.
    pub ignore: Vec<String>,
}

impl Selection {
    /// Whether a rule runs that nobody has to select: it does unless it is ignored, and not selected in words that say more.
    #[must_use]
    pub fn leaves_on(&self, code: &Code) -> bool {
        weight(&self.ignore, code).is_none_or(|ignored| weight(&self.select, code).is_some_and(|own| ignored < own))
    }

    /// Whether a rule runs. A variant beats its code, a code beats a group, and a group beats `all`; where both
    /// say the same much, ignoring wins.
    #[must_use]
    pub fn includes(&self, code: &Code, on_by_default: bool) -> bool {
        let selected = if self.select.is_empty() { on_by_default.then_some(0) } else { weight(&self.select, code) };
        // Selecting a group does not switch on what is off by default: that takes its code, or `all`.
        let selected = selected.filter(|&weight| on_by_default || weight != 2);
        selected.is_some_and(|selected| weight(&self.ignore, code).is_none_or(|ignored| ignored < selected))
    }

    /// A problem for each selector that no code matches, with the one probably meant.
    pub fn problems<'c>(&self, codes: impl Iterator<Item = &'c Code> + Clone) -> Vec<Problem> {
        let mut problems = Vec::new();
        for selector in self.select.iter().chain(&self.ignore) {
            problems.extend(unmatched(selector, codes.clone(), &problems));
        }
        problems
    }
}

/// How much the most specific of several selectors says of a code; `None` if none covers it.
fn weight(selectors: &[String], code: &Code) -> Option<u8> {
    let covering = selectors.iter().filter(|selector| code.is_covered_by(selector));
    covering
        .map(|selector| match selector.as_str() {
            "all" => 1,
            selector if selector == code.group() => 2,
            selector if selector == code.as_str() => 3,
            _ => 4,
        })
        .max()
}

/// The problem of a selector that no code matches, with the one probably meant; `met` are the problems before it.
pub(super) fn unmatched<'c>(
    selector: &str,
    codes: impl Iterator<Item = &'c Code> + Clone,
    met: &[Problem],
) -> Option<Problem> {
    if codes.clone().any(|code| code.is_covered_by(selector)) {
        return None;
    }
    let help = || match did_you_mean(selector, codes.flat_map(Code::selectors)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`copydesk rules` lists them".to_owned(),
    };
    Some(Problem::new(format!("no rule has the code or group `{selector}`")).with_help_after(met, || Some(help())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn includes(select: &[&str], ignore: &[&str], code: &str, on_by_default: bool) -> bool {
        let own = |list: &[&str]| list.iter().map(|&s| s.to_owned()).collect();
        let code = match code.split_once(':') {
            Some((code, variant)) => Code::new(code).unwrap().with_variant(variant).unwrap(),
            None => Code::new(code).unwrap(),
        };
        Selection { select: own(select), ignore: own(ignore) }.includes(&code, on_by_default)
    }

    #[test]
    fn the_rules_of_one_code_are_switched_one_by_one() {
        assert!(includes(&["a/b"], &["a/b:y"], "a/b:x", false));
        assert!(!includes(&["a/b"], &["a/b:y"], "a/b:y", false));
        assert!(includes(&["a/b:x"], &["a/b"], "a/b:x", false));
        assert!(!includes(&["a/b:x"], &[], "a/b:y", true));
    }

    #[test]
    fn without_words_the_defaults_run() {
        assert!(includes(&[], &[], "a/b", true));
        assert!(!includes(&[], &[], "a/b", false));
        assert!(!includes(&[], &["a"], "a/b", true));
    }

    #[test]
    fn the_more_specific_word_wins() {
        assert!(includes(&["a/b"], &["a"], "a/b", true));
        assert!(!includes(&["a"], &["a/b"], "a/b", true));
        assert!(!includes(&["a"], &["a"], "a/b", true));
        assert!(includes(&["all"], &["c"], "a/b", false));
    }

    #[test]
    fn a_group_does_not_switch_on_what_is_off() {
        assert!(!includes(&["a"], &[], "a/b", false));
        assert!(includes(&["a/b"], &[], "a/b", false));
    }

    #[test]
    fn what_nobody_has_to_select_runs_unless_it_is_ignored() {
        let leaves_on = |select: &[&str], ignore: &[&str]| {
            let own = |list: &[&str]| list.iter().map(|&s| s.to_owned()).collect();
            Selection { select: own(select), ignore: own(ignore) }.leaves_on(&Code::new("a/b").unwrap())
        };
        assert!(leaves_on(&[], &[]) && leaves_on(&["c"], &[]) && leaves_on(&["c"], &["c/d"]));
        assert!(!leaves_on(&["c"], &["a"]) && !leaves_on(&[], &["all"]) && !leaves_on(&["a/b"], &["a/b"]));
        assert!(leaves_on(&["a/b"], &["a"]));
    }

    #[test]
    fn unknown_selectors_are_problems() {
        let code = Code::new("quotes/unclosed").unwrap();
        let selection = Selection { select: vec!["qoutes".into()], ignore: vec!["quotes".into()] };
        let problems = selection.problems([&code].into_iter());
        assert_eq!(format!("{:#}", problems[0]), "no rule has the code or group `qoutes` (did you mean `quotes`?)");
        assert_eq!(problems.len(), 1);
    }
}
