//! Living with old text: what a baseline knows stays quiet, and nothing else does.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use copydesk::diagnostic::{Applicability, Diagnostic};
use copydesk::document::{Article, Format};
use copydesk::engine::baseline::{Baseline, Counts, counts};
use copydesk::engine::{Engine, Pass, Wish};
use copydesk::kinds::Tally;
use copydesk::language::Folder;
use copydesk::text::{Edit, Span};
use copydesk::toml_doc::TomlFile;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

use super::support;

static ENGINE: LazyLock<Engine> = LazyLock::new(support::engine_of_all);

fn folder() -> &'static Folder {
    &support::languages().undetermined().folder
}

/// Paragraphs with defects of their own.
fn paragraph() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("He said “wait for the tide."),
        Just("She said “wait for the tide."),
        Just("The mayor (who had left called again."),
        Just("Read more: Ten bridges that changed a city"),
        Just("قال الوزير «ننتظر المد."),
        Just("قال الوزير: «ننتظر المد”، ثم غادر."),
        Just("The ferry was late on Tuesday, the harbour master said."),
        Just("The fer\u{200b}ry was late on Tuesday."),
    ]
    .prop_map(str::to_owned)
}

fn article() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(paragraph(), 1..8)
}

/// What is found, each by itself: a baseline knows the findings before those of one cause are told together.
fn single(text: &str) -> Vec<Diagnostic> {
    ENGINE.first_pass(&Article::of(support::source(text), Format::Text)).found
}

fn counted(text: &str) -> Counts {
    counts(&support::source(text), folder(), &single(text))
}

/// A baseline that was written and read again.
fn baseline_of(counts: Counts) -> Baseline {
    let mut baseline = Baseline::default();
    baseline.update("a.txt", counts, |_| true);
    let mut problems = Vec::new();
    let read = Baseline::read(&TomlFile::new("b.toml", baseline.render()), &mut problems);
    assert_eq!(problems, []);
    read.expect("what was written can be read")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: ProptestConfig::default().cases / 2, ..ProptestConfig::default() })]

    #[test]
    fn a_baseline_hides_what_was_found_and_nothing_else(paragraphs in article(), other in article()) {
        let text = paragraphs.join("\n\n");
        let mut found = single(&text);
        let all = found.len();
        let baseline = baseline_of(counted(&text));
        prop_assert_eq!(baseline.hide("a.txt", &support::source(&text), folder(), &mut found), all);
        prop_assert_eq!(&found, &[]);
        prop_assert!(baseline.stale("a.txt", &counted(&text), |_| true).is_empty());
        // In another article what it lists is quiet as often as it is listed, whatever the place.
        let other = other.join("\n\n");
        let (known, now) = (counted(&text), counted(&other));
        let mut left = single(&other);
        baseline.hide("a.txt", &support::source(&other), folder(), &mut left);
        let wanted: Counts = now
            .iter()
            .map(|(key, count)| (key.clone(), count.saturating_sub(known.get(key).copied().unwrap_or(0))))
            .filter(|(_, count)| *count > 0)
            .collect();
        prop_assert_eq!(counts(&support::source(&other), folder(), &left), wanted);
        // An article of another name knows nothing of it.
        let mut elsewhere = single(&text);
        prop_assert_eq!(baseline.hide("b.txt", &support::source(&text), folder(), &mut elsewhere), 0);
    }

    #[test]
    fn lines_put_in_elsewhere_bring_nothing_back(paragraphs in article(), at in any::<proptest::sample::Index>()) {
        // In one language: a line more in one of two can turn the scale between them, and with it what is looked for.
        let paragraphs: Vec<String> = paragraphs.into_iter().filter(|line| line.starts_with(|c: char| c.is_ascii())).collect();
        prop_assume!(!paragraphs.is_empty());
        let baseline = baseline_of(counted(&paragraphs.join("\n\n")));
        let mut longer = paragraphs.clone();
        longer.insert(at.index(paragraphs.len()), "A plain line about the weather, which stayed fair, was put in.".to_owned());
        let text = longer.join("\n\n");
        let mut left = single(&text);
        baseline.hide("a.txt", &support::source(&text), folder(), &mut left);
        // Words beside a promotional line can make a paragraph of it; nothing else looks at its neighbours here.
        left.retain(|found| found.code.group() != "ads" && found.code.group() != "attribution");
        prop_assert_eq!(left, []);
    }

    #[test]
    fn only_what_is_spoken_of_is_repaired(paragraphs in article(), picked in any::<proptest::sample::Index>()) {
        let text = paragraphs.join("\n\n");
        let article = Article::new(text.as_str());
        let all: Vec<_> = single(&text);
        // Whole lines are taken as changed, as git does.
        let position = picked.index(paragraphs.len());
        let start: usize = paragraphs.iter().take(position).map(|line| line.len() + 2).sum();
        let changed = Span::from_range(start..start + paragraphs[position].len() + 1);
        let view = Pass { changed: Some(vec![changed]), ..Pass::default() };
        let fixed = ENGINE.examine(&article, &view, Wish::Repair(Applicability::Unsafe));
        if let Some(after) = fixed.repaired_text() {
            let edits = all.iter().filter(|found| found.span.overlaps(changed)).filter_map(|found| found.fix.as_ref());
            let edits: Vec<&Edit> = edits.flat_map(|fix| fix.edits()).collect();
            // What lies outside every edit, before the first and behind the last, is as it was.
            let first = edits.iter().map(|edit| edit.span.start as usize).min().unwrap_or(0);
            let last = edits.iter().map(|edit| edit.span.end as usize).max().unwrap_or(text.len());
            prop_assert!(after.starts_with(&text[..first]) && after.ends_with(&text[last..]), "{text:?} became {after:?}");
        }
        // A baseline that knows everything leaves nothing to repair.
        let known = Pass { baseline: Some((baseline_of(counted(&text)).into(), "a.txt".into())), ..Pass::default() };
        let fixed = ENGINE.examine(&article, &known, Wish::Repair(Applicability::Unsafe));
        prop_assert_eq!((fixed.repaired_text(), fixed.repaired(), fixed.hidden.known), (None, 0, all.len()));
    }
}

#[test]
fn what_only_the_run_knows_is_repaired_too() {
    let line = "Our reporters bring you the news of the coast every day\n";
    let texts: Vec<String> = (0..30).map(|n| format!("{n} The ferry was late again on Tuesday.\n{line}")).collect();
    let mut tally = Tally::default();
    texts.iter().for_each(|text| {
        tally.add(&ENGINE.first_pass(&Article::of(support::source(text), Format::Text)).facts, &"".into())
    });
    let archive = ENGINE.weigh(&tally);
    let view = Pass { archive: Some(&archive), ..Pass::default() };
    let fixed = ENGINE.examine(
        &Article::of(support::source(&texts[3]), Format::Text),
        &view,
        Wish::Repair(Applicability::Unsafe),
    );
    assert_eq!((fixed.repaired_text(), fixed.repaired()), (Some("3 The ferry was late again on Tuesday.\n"), 1));
}

/// The property about inserted lines says something only if there is something to hide.
#[test]
fn the_paragraphs_have_defects_of_many_kinds() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut codes = BTreeSet::new();
    for _ in 0..50 {
        let text = article().new_tree(&mut runner).expect("an article").current().join("\n\n");
        codes.extend(single(&text).into_iter().map(|found| found.code.to_string()));
    }
    assert!(codes.len() >= 5, "{codes:?}");
}
