//! Old debt: findings that were there when a newsroom began, and are not spoken of again. A finding is known by what it
//! is about, never by its line number: path, code, the folded words of its place, and how often these occur. Editing
//! elsewhere in the article changes nothing of that.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;
use serde_spanned::Spanned;

use crate::diagnostic::Diagnostic;
use crate::language::Folder;
use crate::text::{Problem, Source, Span, stable_hash};
use crate::toml_doc::TomlFile;

/// The version of the file.
const SCHEMA: u32 = 1;
/// Longest words kept in full, in scalar values; of longer ones the beginning and a hash.
const LONGEST: usize = 80;
/// Words on each side that go with a place that holds no letter: every unclosed mark looks alike.
const WORDS_BESIDE: usize = 3;

/// How often each fingerprint, `code words`, occurs in one article.
pub type Counts = BTreeMap<String, u32>;

/// Known findings, by the path of their article from the folder of the baseline, with `/` between its parts.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Baseline {
    articles: BTreeMap<String, Counts>,
    /// Why findings are not spoken of, where somebody said so, by article and fingerprint.
    reasons: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: Spanned<u32>,
    #[serde(default)]
    articles: BTreeMap<String, BTreeMap<String, Entry>>,
}

/// What the file says of a fingerprint.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a number, or a table with `count` and `reason`")]
enum Entry {
    Count(u32),
    Explained(Explained),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Explained {
    count: u32,
    reason: String,
}

impl Baseline {
    /// Reads a baseline. What is wrong with the file is added to `problems`, and then there is none.
    #[must_use]
    pub fn read(file: &TomlFile, problems: &mut Vec<Problem>) -> Option<Self> {
        let before = problems.len();
        let read: Option<File> = file.parse(problems).decode(problems);
        let help = "if it cannot be mended, delete it and run copydesk check --write-baseline";
        for problem in problems.iter_mut().skip(before).take(1) {
            problem.help = Some(help.to_owned());
        }
        let read = read.filter(|_| problems.len() == before)?;
        if *read.schema.get_ref() != SCHEMA {
            problems.push(file.problem(read.schema.span(), format!("this version reads schema {SCHEMA}")));
            return None;
        }
        let mut baseline = Self::default();
        for (path, entries) in read.articles {
            for (fingerprint, entry) in entries {
                let count = match entry {
                    Entry::Count(count) => count,
                    Entry::Explained(Explained { count, reason }) => {
                        baseline.reasons.entry(path.clone()).or_default().insert(fingerprint.clone(), reason);
                        count
                    }
                };
                baseline.articles.entry(path.clone()).or_default().insert(fingerprint, count);
            }
        }
        Some(baseline)
    }

    /// The file, sorted, one line for each fingerprint.
    #[must_use]
    pub fn render(&self) -> String {
        let mut text = format!(
            "# Findings that copydesk does not speak of again: written by copydesk check --write-baseline.\nschema = {SCHEMA}\n"
        );
        for (path, counts) in &self.articles {
            let _ = write!(text, "\n[articles.{}]\n", quoted(path));
            let reasons = self.reasons.get(path);
            for (fingerprint, count) in counts {
                let _ = match reasons.and_then(|reasons| reasons.get(fingerprint)) {
                    Some(reason) => {
                        let reason = quoted(reason);
                        writeln!(text, "{} = {{ count = {count}, reason = {reason} }}", quoted(fingerprint))
                    }
                    None => writeln!(text, "{} = {count}", quoted(fingerprint)),
                };
            }
        }
        text
    }

    /// The articles it speaks of.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.articles.keys().map(String::as_str)
    }

    /// What is known of one article.
    #[must_use]
    pub fn of(&self, path: &str) -> Option<&Counts> {
        self.articles.get(path)
    }

    /// How many findings it knows.
    #[must_use]
    pub fn findings(&self) -> usize {
        self.articles.values().flat_map(BTreeMap::values).map(|&count| count as usize).sum()
    }

    /// Takes what is known out of the findings of an article; how many that were. Of findings alike, those that stand
    /// first are the known ones.
    pub fn hide(&self, path: &str, source: &Source, folder: &Folder, found: &mut Vec<Diagnostic>) -> usize {
        let Some(known) = self.articles.get(path) else { return 0 };
        let before = found.len();
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        found.retain(|diagnostic| {
            let fingerprint = fingerprint(source, diagnostic, folder);
            let limit = known.get(&fingerprint).copied().unwrap_or(0);
            let count = seen.entry(fingerprint).or_default();
            *count += 1;
            *count > limit
        });
        before - found.len()
    }

    /// What it lists of an article and `now` does not hold any more, with the number too many. Codes that were not
    /// looked for (`ran` says no) are left aside.
    #[must_use]
    pub fn stale(&self, path: &str, now: &Counts, ran: impl Fn(&str) -> bool) -> Counts {
        let known = self.articles.get(path).into_iter().flatten();
        known
            .filter(|(fingerprint, _)| ran(code_of(fingerprint)))
            .filter_map(|(fingerprint, &count)| {
                let gone = count.saturating_sub(now.get(fingerprint).copied().unwrap_or(0));
                (gone > 0).then(|| (fingerprint.clone(), gone))
            })
            .collect()
    }

    /// Replaces what is known of an article by `now`. Codes that were not looked for stay as they are.
    pub fn update(&mut self, path: &str, mut now: Counts, ran: impl Fn(&str) -> bool) {
        let old = self.articles.remove(path).into_iter().flatten();
        now.extend(old.filter(|(fingerprint, _)| !ran(code_of(fingerprint))));
        if !now.is_empty() {
            self.articles.insert(path.to_owned(), now);
        }
    }

    /// Adds findings of an article that are not to be spoken of for a reason.
    pub fn add(&mut self, path: &str, counts: &Counts, reason: &str) {
        if counts.is_empty() {
            return;
        }
        let known = self.articles.entry(path.to_owned()).or_default();
        let reasons = self.reasons.entry(path.to_owned()).or_default();
        for (fingerprint, count) in counts {
            *known.entry(fingerprint.clone()).or_default() += count;
            reasons.insert(fingerprint.clone(), reason.to_owned());
        }
    }

    /// Forgets an article; how many findings were known of it.
    pub fn forget(&mut self, path: &str) -> usize {
        self.articles.remove(path).map_or(0, |counts| counts.values().map(|&count| count as usize).sum())
    }
}

/// The fingerprints of an article's findings.
#[must_use]
pub fn counts(source: &Source, folder: &Folder, found: &[Diagnostic]) -> Counts {
    let mut counts = Counts::new();
    for diagnostic in found {
        *counts.entry(fingerprint(source, diagnostic, folder)).or_default() += 1;
    }
    counts
}

fn code_of(fingerprint: &str) -> &str {
    fingerprint.split(' ').next().unwrap_or_default()
}

/// Code and folded words of a finding.
fn fingerprint(source: &Source, diagnostic: &Diagnostic, folder: &Folder) -> String {
    let inside = source.slice(diagnostic.span);
    let mut words = if inside.chars().any(char::is_alphanumeric) {
        one_line(&folder.fold(inside))
    } else {
        one_line(&folder.fold(&with_words_beside(source, diagnostic.span)))
    };
    if let Some((cut, _)) = words.char_indices().nth(LONGEST) {
        let hash = stable_hash(&words);
        words.truncate(cut);
        let _ = write!(words, "\u{2026} {hash:016x}");
    }
    format!("{} {words}", diagnostic.code)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A place with the words before and after it in its line.
fn with_words_beside(source: &Source, span: Span) -> String {
    let line = source.line_span(source.position(span.start).line);
    let before = source.slice(Span::new(line.start, span.start));
    let after = source.slice(Span::new(span.end, line.end.max(span.end)));
    let start = before.rsplit(char::is_whitespace).filter(|word| !word.is_empty()).take(WORDS_BESIDE).last();
    let start = start.map_or(before.len(), |word| word.as_ptr() as usize - before.as_ptr() as usize);
    let end = after.split(char::is_whitespace).filter(|word| !word.is_empty()).take(WORDS_BESIDE).last();
    let end = end.map_or(0, |word| word.as_ptr() as usize - after.as_ptr() as usize + word.len());
    let (before, after) = (before.get(start..).unwrap_or_default(), after.get(..end).unwrap_or_default());
    format!("{before}{}{after}", source.slice(span))
}

/// A TOML string. What a terminal or a diff would not show as it is, is escaped.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Baseline, Vec<String>> {
        let mut problems = Vec::new();
        let baseline = Baseline::read(&TomlFile::new("b.toml", text), &mut problems);
        baseline.ok_or_else(|| problems.iter().map(|problem| format!("{problem:#}")).collect())
    }

    #[test]
    fn what_is_written_is_read() {
        let mut baseline = Baseline::default();
        let odd = "quotes/unclosed \u{1}\u{85}“ \\ \" \u{202e} \u{7f}";
        baseline.update("a/\u{202e}b\".txt", Counts::from([(odd.to_owned(), 3)]), |_| true);
        baseline.update("z.txt", Counts::from([("names/inconsistent سيرغي".to_owned(), 1)]), |_| true);
        let text = baseline.render();
        assert!(!text.contains('\u{202e}'), "{text}");
        assert_eq!(read(&text), Ok(baseline));
    }

    #[test]
    fn reasons_stay_with_their_findings() {
        let counts = |count| Counts::from([("quotes/unclosed tide".to_owned(), count)]);
        let mut baseline = Baseline::default();
        baseline.update("a.txt", counts(1), |_| true);
        baseline.add("a.txt", &counts(1), "a song \"title\"");
        let text = baseline.render();
        let line = "\"quotes/unclosed tide\" = { count = 2, reason = \"a song \\\"title\\\"\" }\n";
        assert!(text.ends_with(line), "{text}");
        let mut again = read(&text).unwrap();
        assert_eq!(again, baseline);
        again.update("a.txt", counts(1), |_| true);
        assert!(again.render().contains("{ count = 1, reason"));
        again.update("a.txt", Counts::new(), |_| true);
        assert!(!again.render().contains("reason"));
    }

    #[test]
    fn what_is_wrong_with_the_file_is_pointed_at() {
        let fault = |text: &str| read(text).unwrap_err().remove(0);
        assert!(fault("schema = 1\n[articles.\"a\"]\n<<<<<<< HEAD\n").starts_with("b.toml:3:1: "));
        assert!(fault("schema = 1\n[articles.\"a\"]\n\"x y\" = \"one\"\n").starts_with("b.toml:3:9: "));
        assert_eq!(fault("schema = 9"), "b.toml:1:10: this version reads schema 1");
        assert!(fault("{\"schema\":1}").contains("--write-baseline"));
    }

    #[test]
    fn codes_that_did_not_run_are_neither_stale_nor_forgotten() {
        let of = |entries: &[(&str, u32)]| entries.iter().map(|&(key, n)| (key.to_owned(), n)).collect::<Counts>();
        let mut baseline = Baseline::default();
        baseline.update("a", of(&[("ads/x b", 2), ("quotes/y c", 1)]), |_| true);
        let only_ads = |code: &str| code.starts_with("ads/");
        assert_eq!(baseline.stale("a", &of(&[("ads/x b", 1)]), only_ads), of(&[("ads/x b", 1)]));
        baseline.update("a", of(&[("ads/x b", 1)]), only_ads);
        assert_eq!(baseline.of("a"), Some(&of(&[("ads/x b", 1), ("quotes/y c", 1)])));
        baseline.update("a", Counts::new(), |_| true);
        assert_eq!((baseline.paths().count(), baseline.findings()), (0, 0));
    }
}
