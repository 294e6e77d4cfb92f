//! What the template of a page left in many articles of one folder, reported once for each, for people.

use std::collections::{BTreeMap, BTreeSet};

use super::{Reported, Ui};
use crate::diagnostic::Diagnostic;
use crate::kinds::Leftover as Leaves;
use crate::rules::RuleBook;
use crate::text::Source;

/// In so many articles of a folder the same must occur to be shown.
const FEWEST: usize = 5;
/// Leftovers that are shown one by one.
const SHOWN: usize = 8;
/// Words that tell one announcement of a headline from another; the name of a section may follow.
const ANNOUNCEMENT: usize = 2;
/// Letters shown of a line or a sentence.
const LONGEST: usize = 60;

/// What recurs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Leftover {
    /// A line or a sentence.
    Text(String),
    /// Headlines of other articles, after these words, if any come before them.
    Headlines(String),
}

/// What templates left behind, and in how many articles of which folder. A file of records is a folder of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leftovers {
    articles: BTreeMap<(String, Leftover), usize>,
    /// The article added last, and what was counted of it: it may come in parts.
    last: String,
    counted: BTreeSet<Leftover>,
}

impl Leftovers {
    /// Counts what other articles of the run show to be left behind in this one.
    pub fn add(&mut self, article: Reported<'_>) {
        let Reported { source, found, rules, .. } = article;
        let of = |diagnostic: &Diagnostic| leftover(source, diagnostic, rules);
        let mut here = found.iter().filter_map(of).peekable();
        if here.peek().is_none() {
            return;
        }
        let file = source.id.name();
        let name = source.name_within(&file);
        if name != self.last {
            self.last = name;
            self.counted.clear();
        }
        let folder = match (&source.record, file.rsplit_once('/')) {
            (Some(_), _) => &*file,
            (None, Some((folder, _))) => folder,
            (None, None) => ".",
        };
        for leftover in here {
            if self.counted.insert(leftover.clone()) {
                *self.articles.entry((folder.to_owned(), leftover)).or_default() += 1;
            }
        }
    }

    /// What recurs in a folder, a line each, what is in the most articles first. `quote` prepares words of an article, and
    /// names of folders, for the line.
    #[must_use]
    pub fn lines(&self, ui: &Ui, quote: impl Fn(&str) -> String) -> Vec<String> {
        let mut told: Vec<_> = self.articles.iter().filter(|(_, count)| **count >= FEWEST).collect();
        told.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let line = |((folder, leftover), count): &(&(String, Leftover), &usize)| {
            let (key, words) = match leftover {
                Leftover::Text(words) => ("leftover-text", words),
                Leftover::Headlines(words) if words.is_empty() => ("leftover-headlines", words),
                Leftover::Headlines(words) => ("leftover-announced", words),
            };
            ui.count_with(key, **count, &[("folder", &quote(folder)), ("words", &quote(words))])
        };
        let mut lines: Vec<String> = told.iter().take(SHOWN).map(line).collect();
        if let Some(more) = told.len().checked_sub(SHOWN).filter(|&more| more > 0) {
            lines.push(ui.count("leftover-more", more));
        }
        lines
    }
}

/// What a finding shows to be left behind; `None` of one that says something else.
fn leftover(source: &Source, diagnostic: &Diagnostic, rules: &RuleBook) -> Option<Leftover> {
    let of_code = rules.rules().iter().filter(|rule| rule.reporting.code == diagnostic.code);
    let archive = of_code.into_iter().find_map(|rule| rule.check().archive())?;
    let args = &diagnostic.message.args;
    let text = source.slice(diagnostic.span);
    if archive.leaves()? == Leaves::Headlines {
        // Several that are told as one have no headline in common, and nothing is known of what comes before each.
        let headline = args.get("headline").and_then(|headline| text.find(headline.as_str()));
        let before = text.get(..headline.unwrap_or(0)).unwrap_or_default();
        let words: Vec<&str> = before.split_whitespace().take(ANNOUNCEMENT).collect();
        return Some(Leftover::Headlines(words.join(" ")));
    }
    args.get("articles")?;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = words.char_indices().nth(LONGEST).map(|(at, _)| at);
    let shown = cut.and_then(|at| words.get(..at)).map(|begin| format!("{}…", begin.trim_end()));
    Some(Leftover::Text(shown.unwrap_or(words)))
}
