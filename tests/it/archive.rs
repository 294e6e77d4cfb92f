//! A tally of names is a sum: the order of articles, threads and shards never shows.

use copydesk::document::{Article, Format};
use copydesk::kinds::NAMES;
use copydesk::names::{Beside, Cluster, NameFacts, NameList, NamePlace, NameTally};
use copydesk::text::{Span, stable_hash};
use proptest::prelude::*;
use proptest::sample::select;

use super::support;

fn names() -> impl Strategy<Value = NameList> {
    // Few names and many articles, so that everything that is a sample has more to take than it holds.
    let name = select(vec!["ann", "anne", "anna", "bob"]);
    let written = proptest::collection::vec((select(vec!["Ann", "ANN", "ann"]), 1_usize..4), 1..3);
    let beside =
        proptest::collection::vec((select(vec!["dr", "kim", "lee", "of"]), any::<bool>(), any::<bool>()), 0..4);
    proptest::collection::vec((name, written, beside), 0..4).prop_map(|names| {
        let place = NamePlace { span: Span::new(0, 3), editable: true };
        let mut list = NameList::default();
        for (name, written, beside) in names {
            list.add_name(name);
            written.into_iter().for_each(|(text, count)| list.add_written(text, vec![place; count]));
            beside.into_iter().for_each(|(word, left, is_name)| list.add_beside(Beside::new(word, left, is_name)));
        }
        list
    })
}

fn articles() -> impl Strategy<Value = Vec<(NameFacts, &'static str)>> {
    let names = proptest::option::weighted(0.9, names());
    let article = (
        select(vec!["en", "ar"]),
        0_u32..60,
        proptest::option::of(0_u32..9),
        names,
        select(vec!["north", "south", "."]),
    );
    let facts = article.prop_map(|(language, number, days, names, folder)| {
        (
            NameFacts {
                language: language.into(),
                article: format!("{number}.txt").into(),
                day: days.map(|day| 20_240_501 + day),
                names,
            },
            folder,
        )
    });
    proptest::collection::vec(facts, 0..60)
}

/// The hash of what an article says. Two that say the same share it, and the names in them.
fn content(facts: &NameFacts) -> u64 {
    stable_hash(&format!("{:?}", facts.names))
}

fn sum<'f>(articles: impl IntoIterator<Item = &'f (NameFacts, &'static str)>) -> NameTally {
    let mut tally = NameTally::default();
    articles.into_iter().for_each(|(facts, folder)| tally.add(facts, content(facts), &(*folder).into()));
    tally
}

fn merged(mut first: NameTally, second: &NameTally) -> NameTally {
    first.merge(second.clone());
    first
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_articles_does_not_show(articles in articles(), seed in any::<u64>()) {
        let mut shuffled: Vec<_> = articles.iter().collect();
        shuffled.sort_by_key(|(facts, _)| u64::from(facts.article.len() as u32).wrapping_mul(seed) ^ facts.names.as_ref().map_or(0, NameList::len) as u64);
        prop_assert_eq!(sum(&articles), sum(shuffled.into_iter().rev()));
    }

    #[test]
    fn merging_is_commutative_and_associative(articles in articles(), cuts in (any::<prop::sample::Index>(), any::<prop::sample::Index>())) {
        let (i, j) = (cuts.0.index(articles.len() + 1), cuts.1.index(articles.len() + 1));
        let [a, b, c] = [&articles[..i.min(j)], &articles[i.min(j)..i.max(j)], &articles[i.max(j)..]].map(sum);
        let whole = sum(&articles);
        prop_assert_eq!(&merged(merged(a.clone(), &b), &c), &whole);
        prop_assert_eq!(&merged(a.clone(), &merged(b.clone(), &c)), &whole);
        prop_assert_eq!(&merged(merged(c, &a), &b), &whole);
        prop_assert_eq!(whole.articles(), articles.len() as u64);
    }

    #[test]
    fn nothing_is_the_neutral_tally(articles in articles()) {
        let whole = sum(&articles);
        prop_assert_eq!(&merged(whole.clone(), &NameTally::default()), &whole);
        prop_assert_eq!(&merged(NameTally::default(), &whole), &whole);
    }

    #[test]
    fn what_counts_already_changes_nothing(articles in articles(), part in any::<prop::sample::Index>()) {
        let whole = sum(&articles);
        let mut again = whole.clone();
        again.join(sum(&articles[..part.index(articles.len() + 1)]));
        prop_assert_eq!(again, whole);
    }
}

/// A pair is found among thousands of names, many of which share its consonants.
#[test]
fn a_crowd_does_not_hide_a_pair() {
    let engine = support::engine_of_all();
    let mut tally = NameTally::default();
    let mut see = |text: String| {
        let facts = engine.survey(&Article::of(support::source(&text), Format::Text));
        facts.shared(&NAMES).into_iter().for_each(|names| tally.add(names, facts.content(), &"".into()));
    };
    let syllables = ["ba", "ke", "lo", "mu", "ri", "ta", "ve", "zo", "ka", "len", "shi", "dor"];
    for a in syllables {
        for b in syllables {
            let names = syllables
                .map(|c| format!("It was said on Monday that Oskar Vl{a}{b}{c} of the old harbour was to come."));
            see(names.join("\n"));
        }
    }
    for spelling in ["Kuleshenko", "Kuleshenko", "Kuleschenko"] {
        see(format!("It was said on Monday that Dmitry {spelling} of the old harbour was to come."));
    }
    let names = &tally.languages["en"].names;
    assert!(names.len() > 1700, "{}", names.len());
    let clusters = engine.book().name_clusters(engine.languages(), &tally);
    let texts = |cluster: &Cluster| {
        cluster.spellings.iter().map(|spelling| spelling.record.text().to_owned()).collect::<Vec<_>>()
    };
    assert!(clusters.iter().map(texts).any(|texts| texts == ["Kuleshenko", "Kuleschenko"]));
}
