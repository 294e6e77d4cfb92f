//! The gold set: articles of our own with planted defects and traps, and the scores that may not fall.
//!
//! An article stands in `tests/gold/<language>/<name>.txt`; `marked` says how defects and traps are written in it.
//! A finding is right when it overlaps a planted defect of its group of codes; any other finding is a false alarm, of
//! the traps it overlaps or of plain text. `UPDATE=1` rewrites `scores.toml`; `SHOW=1` lists misses and false alarms
//! even if nothing got worse.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a test speaks to whoever runs it")]

mod marked;
mod scores;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::engine::{Engine, Policy, Selection};
use copydesk::kinds::Purpose;
use copydesk::language::{Languages, UNDETERMINED};
use copydesk::rules::RuleBook;

use marked::Article;
use scores::{LanguageScore, Scores};

/// The groups the set has defects of, and what is measured although it is off by default.
const SELECT: [&str; 5] = ["names/inconsistent", "quotes", "ads", "attribution/quote", "quotes/empty"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold")
}

/// The entries of a folder in order of name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn built_in() -> (Arc<Languages>, Arc<RuleBook>) {
    let mut problems = Vec::new();
    let built_in = copydesk::rules::built_in(Purpose::Check, &mut problems).expect("the base language loads");
    assert_eq!(problems, [], "the built-in rules load");
    built_in
}

/// An engine for articles in one language.
fn engine(languages: &Arc<Languages>, book: &Arc<RuleBook>, tag: &str) -> Engine {
    let language = if tag == UNDETERMINED {
        Arc::clone(languages.undetermined())
    } else {
        languages.get(tag).unwrap_or_else(|problem| panic!("tests/gold/{tag}: {problem}")).clone()
    };
    let selection = Selection { select: SELECT.map(str::to_owned).to_vec(), ignore: Vec::new() };
    let policy = Policy { selection, language: Some(language), ..Policy::default() };
    Engine::new(Arc::clone(languages), Arc::clone(book), policy)
}

fn group(code: &str) -> &str {
    code.split_once('/').map_or(code, |(group, _)| group)
}

/// Checks one article, counts, and says what was missed and what was found in error.
fn score(engine: &Engine, path: &str, article: &Article, total: &mut LanguageScore, faults: &mut Vec<String>) {
    let found = engine.check(&copydesk::Article::new(article.text.as_str())).findings;
    let overlap = |a: &std::ops::Range<usize>, b: &std::ops::Range<usize>| a.start < b.end && b.start < a.end;
    total.articles += 1;
    total.traps += u32::try_from(article.traps.len()).unwrap();
    for defect in &article.defects {
        let code = total.codes.entry(defect.label.clone()).or_default();
        code.planted += 1;
        let hit = |finding: &&copydesk::diagnostic::Diagnostic| {
            finding.code.group() == group(&defect.label) && overlap(&finding.span.range(), &defect.span)
        };
        if found.iter().any(|finding| hit(&finding)) {
            code.found += 1;
        } else {
            let line = article.line(defect.span.start);
            faults.push(format!("{path}:{line}: missed {}: {}", defect.label, article.show(&defect.span)));
        }
    }
    let mut touched = vec![false; article.traps.len()];
    for finding in &found {
        let span = finding.span.range();
        let code = total.codes.entry(finding.code.as_str().to_owned()).or_default();
        let hits: Vec<&marked::Marked> = article
            .defects
            .iter()
            .filter(|d| group(&d.label) == finding.code.group() && overlap(&d.span, &span))
            .collect();
        // A finding that is right reaches into the trap its defect stands in; into any other it reaches too far.
        let excused = |trap: &marked::Marked| hits.iter().any(|defect| overlap(&defect.span, &trap.span));
        let mut notes = String::new();
        for (trap, touched) in article.traps.iter().zip(&mut touched) {
            if overlap(&trap.span, &span) && !excused(trap) {
                *touched = true;
                notes = format!("{notes} ({})", trap.label);
            }
        }
        if hits.is_empty() {
            code.wrong += 1;
        } else {
            code.right += 1;
            if notes.is_empty() {
                continue;
            }
        }
        let line = article.line(span.start);
        faults.push(format!("{path}:{line}: false {}{notes}: {}", finding.code, article.show(&span)));
    }
    total.touched += u32::try_from(touched.iter().filter(|&&touched| touched).count()).unwrap();
}

#[test]
fn scores_do_not_fall() {
    let (languages, book) = built_in();
    let known: Vec<&str> = book.rules().iter().map(|rule| rule.reporting.code.as_str()).collect();
    let mut scores: Scores = BTreeMap::new();
    let mut faults = Vec::new();
    let mut broken = Vec::new();
    for folder in entries(&folder()).into_iter().filter(|path| path.is_dir()) {
        let tag = name(&folder);
        let engine = engine(&languages, &book, &tag);
        let total = scores.entry(tag.clone()).or_default();
        for path in entries(&folder) {
            let shown = format!("{tag}/{}", name(&path));
            match Article::parse(&fs::read_to_string(&path).unwrap()) {
                Ok(article) => {
                    let unknown = article.defects.iter().filter(|defect| !known.contains(&defect.label.as_str()));
                    broken.extend(unknown.map(|defect| format!("{shown}: no rule has the code {}", defect.label)));
                    score(&engine, &shown, &article, total, &mut faults);
                }
                Err(fault) => broken.push(format!("{shown}: {fault}")),
            }
        }
    }
    assert!(broken.is_empty(), "articles that cannot be read:\n{}", broken.join("\n"));
    assert!(!scores.is_empty(), "no articles");

    let file = folder().join("scores.toml");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, scores::write(&scores)).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    let worse = scores::worse(&scores, &kept).unwrap_or_else(|error| panic!("scores.toml: {error}"));
    if std::env::var_os("SHOW").is_some() {
        println!("{}\n{}", scores::write(&scores), faults.join("\n"));
    }
    assert!(worse.is_empty(), "{}\n\nmisses and false alarms:\n{}", worse.join("\n"), faults.join("\n"));
}
