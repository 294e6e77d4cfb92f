//! Characters that have no place in an article: control characters, look-alikes from other scripts, presentation
//! forms. Each rule lists its own, with what to put instead.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::{Check, Context, Env, Kind};
use crate::analysis::At;
use crate::diagnostic::Applicability;
use crate::text::{Problem, ProseSpan, RareChars, narrow};
use crate::toml_doc::Table;

/// The kind `characters`.
pub struct Characters;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// Single characters, or ranges written `A..Z`, with what replaces them.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    replace: BTreeMap<Spanned<String>, String>,
    /// Single characters and ranges with no replacement.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    forbid: Vec<Spanned<String>>,
    /// Characters that are left alone between two letters in articles in one of these languages, for each.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    between_letters: BTreeMap<Spanned<String>, Vec<String>>,
}

struct Range {
    first: char,
    last: char,
    replacement: Option<String>,
}

struct Ranges {
    ranges: Vec<Range>,
    rare: RareChars,
    /// What is left alone between letters in which languages.
    between: Vec<(char, Vec<String>)>,
}

impl Kind for Characters {
    fn name(&self) -> &'static str {
        "characters"
    }

    fn says_replacement(&self) -> bool {
        true
    }

    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let place = rule.problem("the rule names no characters: give `replace` or `forbid`");
        let keys: Keys = rule.decode(problems)?;
        let mut ranges = Vec::new();
        let listed = keys.replace.into_iter().map(|(key, to)| (key, Some(to)));
        for (key, replacement) in listed.chain(keys.forbid.into_iter().map(|key| (key, None))) {
            match read_range(key.get_ref()) {
                Some((first, last)) => ranges.push(Range { first, last, replacement }),
                None => problems
                    .push(file.problem(key.span(), "give one character, or a range such as \"\\u0000..\\u0008\"")),
            }
        }
        let mut between = Vec::new();
        for (key, names) in keys.between_letters {
            match read_range(key.get_ref()).filter(|(first, last)| first == last) {
                Some((c, _)) => between.push((c, names)),
                None => problems.push(file.problem(key.span(), "give one character")),
            }
        }
        if ranges.is_empty() {
            problems.push(place);
            return None;
        }
        ranges.sort_by_key(|range| range.first);
        let rare = RareChars::new(ranges.iter().map(|range| range.first..=range.last));
        Some(Box::new(Ranges { ranges, rare, between }))
    }
}

fn read_range(text: &str) -> Option<(char, char)> {
    let one = |text: &str| {
        let mut chars = text.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    match text.split_once("..") {
        Some((first, last)) => Some((one(first)?, one(last)?)).filter(|(first, last)| first <= last),
        None => one(text).map(|c| (c, c)),
    }
}

impl Ranges {
    /// Whether a character is one that is left alone between letters in the language `tag`, and is there.
    fn stands_between_letters(&self, tag: &str, prose: &str, at: usize, c: char) -> bool {
        if !self.between.iter().any(|(known, tags)| *known == c && tags.iter().any(|known| known == tag)) {
            return false;
        }
        let before = prose.get(..at).and_then(|before| before.chars().next_back());
        let after = prose.get(at + c.len_utf8()..).and_then(|after| after.chars().next());
        [before, after].into_iter().all(|c| c.is_some_and(char::is_alphabetic))
    }
}

impl Check for Ranges {
    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        let search = analysis.search(&self.rare);
        if !search.can_occur() {
            return;
        }
        let tag: &str = &analysis.profile().tag;
        for (index, block) in cx.blocks() {
            for (at, c) in search.in_block(index, &block.prose) {
                let after = self.ranges.partition_point(|range| range.first <= c);
                let range =
                    after.checked_sub(1).and_then(|index| self.ranges.get(index)).filter(|range| c <= range.last);
                let Some(range) = range.filter(|_| !self.stands_between_letters(tag, &block.prose, at, c)) else {
                    continue;
                };
                let at = At { block: narrow(index), span: ProseSpan::from_range(at..at + c.len_utf8()) };
                let mut finding =
                    cx.report(at).arg("character", c.to_string()).arg("code", format!("U+{:04X}", u32::from(c)));
                // Characters that a rule names in one breath come from one fault.
                finding = finding.cause(format!("{:04X}", u32::from(range.first)));
                if let Some(to) = &range.replacement {
                    finding = finding.arg("replacement", to.as_str()).fix(Applicability::Safe, vec![(at, to.clone())]);
                }
                finding.emit();
            }
        }
    }
}
