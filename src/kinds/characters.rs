//! Characters that have no place in an article: control characters, look-alikes from other scripts, presentation
//! forms. Each rule lists its own, with what to put instead.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;
use unicode_normalization::UnicodeNormalization;

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
    /// Single characters and ranges that are forms of other characters, as the forms of letters by their place in a word: each is
    /// replaced by what Unicode says it stands for. Those of one word are one finding.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    forms: Vec<Spanned<String>>,
    /// Characters that are left alone between two letters in articles in one of these languages, for each.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    between_letters: BTreeMap<Spanned<String>, Vec<String>>,
}

struct Range {
    first: char,
    last: char,
    instead: Instead,
}

/// What is to be in the place of a character.
#[derive(PartialEq, Eq)]
enum Instead {
    /// Nobody knows.
    Unknown,
    Text(String),
    /// What it is a form of.
    Base,
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

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let place = rule.problem("the rule names no characters: give `replace`, `forbid` or `forms`");
        let keys: Keys = rule.decode(problems)?;
        let mut ranges = Vec::new();
        let listed = keys.replace.into_iter().map(|(key, to)| (key, Instead::Text(to)));
        let forbidden = keys.forbid.into_iter().map(|key| (key, Instead::Unknown));
        let forms = keys.forms.into_iter().map(|key| (key, Instead::Base));
        for (key, instead) in listed.chain(forbidden).chain(forms) {
            match read_range(key.get_ref()) {
                Some((first, last)) => ranges.push(Range { first, last, instead }),
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
    /// The range a character is in.
    fn range_of(&self, c: char) -> Option<&Range> {
        let after = self.ranges.partition_point(|range| range.first <= c);
        after.checked_sub(1).and_then(|index| self.ranges.get(index)).filter(|range| c <= range.last)
    }

    /// Whether a character is a form of another.
    fn is_form(&self, c: char) -> bool {
        self.range_of(c).is_some_and(|range| range.instead == Instead::Base)
    }

    /// Where the run of forms ends that begins at byte `start`, other letters of the word between them included.
    fn end_of_forms(&self, prose: &str, start: usize) -> usize {
        let mut end = start;
        for (at, c) in prose.get(start..).unwrap_or_default().char_indices() {
            if self.is_form(c) {
                end = start + at + c.len_utf8();
            } else if !c.is_alphabetic() {
                break;
            }
        }
        end
    }

    /// A run of forms with each as what it is a form of.
    fn bases_of(&self, run: &str) -> String {
        let mut bases = String::with_capacity(run.len());
        for c in run.chars() {
            if self.is_form(c) {
                bases.extend(std::iter::once(c).nfkc());
            } else {
                bases.push(c);
            }
        }
        bases
    }

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
            let prose: &str = &block.prose;
            // Where the run of forms ends that was told last.
            let mut told = 0;
            for (at, c) in search.in_block(index, prose) {
                let range = self.range_of(c).filter(|_| !self.stands_between_letters(tag, prose, at, c));
                let Some(range) = range.filter(|_| at >= told) else { continue };
                let end = match range.instead {
                    Instead::Base => self.end_of_forms(prose, at),
                    _ => at + c.len_utf8(),
                };
                told = end;
                let at = At { block: narrow(index), span: ProseSpan::from_range(at..end) };
                let found = analysis.slice(at);
                let mut finding = cx.report(at).arg("character", found).arg("code", format!("U+{:04X}", u32::from(c)));
                // Characters that a rule names in one breath come from one fault.
                finding = finding.cause(match range.instead {
                    Instead::Base => String::new(),
                    _ => format!("{:04X}", u32::from(range.first)),
                });
                let to = match &range.instead {
                    Instead::Unknown => None,
                    Instead::Text(to) => Some(to.clone()),
                    Instead::Base => Some(self.bases_of(found)),
                };
                if let Some(to) = to {
                    finding = finding.arg("replacement", to.as_str()).fix(Applicability::Safe, vec![(at, to)]);
                }
                finding.emit();
            }
        }
    }
}
