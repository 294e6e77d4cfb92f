//! An archive made up of known words, with headlines of other articles in known places: all of them are found, to the
//! letter, nothing else is, and neither the order of articles nor their number of files or shards shows.

use std::sync::{Arc, LazyLock};

use copydesk::document::{self, Format};
use copydesk::engine::{Engine, Policy, SecondPass as _, Selection, Weighing};
use copydesk::kinds::{HEADLINES, Tally};
use copydesk::text::Source;
use proptest::prelude::*;

use super::support;

const ENGLISH: [&str; 24] = [
    "harbour", "council", "bridge", "library", "tram", "river", "market", "school", "garden", "tower", "opens",
    "closes", "delays", "repairs", "welcomes", "plans", "old", "new", "northern", "summer", "night", "ferry", "museum",
    "winter",
];
const ARABIC: [&str; 24] = [
    "البلدية",
    "الجسر",
    "الميناء",
    "المكتبة",
    "السوق",
    "المدرسة",
    "الحديقة",
    "النهر",
    "القطار",
    "المتحف",
    "تفتتح",
    "تغلق",
    "تؤجل",
    "ترمم",
    "تستقبل",
    "القديم",
    "الجديد",
    "الشمالي",
    "الصيفي",
    "الليلي",
    "العبارة",
    "الشتوي",
    "مشروع",
    "موسم",
];

/// A language with its words, the words around a headline, and an engine for its articles.
struct Tongue {
    words: [&'static str; 24],
    cue: &'static str,
    section: &'static str,
    said: [&'static str; 2],
    quotes: [&'static str; 2],
    engine: Engine,
}

fn engine(tag: &str) -> Engine {
    let language = Some(Arc::clone(support::languages().get(tag).unwrap()));
    let selection = Selection { select: vec!["ads/other-headline".into()], ignore: Vec::new() };
    Engine::new(Arc::clone(support::languages()), support::book(), Policy { selection, language, ..Policy::default() })
}

static TONGUES: LazyLock<[Tongue; 2]> = LazyLock::new(|| {
    [
        Tongue {
            words: ENGLISH,
            cue: "Read also",
            section: "City",
            said: ["the paper had said", "on Monday, and nobody believed it"],
            quotes: ["“", "”"],
            engine: engine("en"),
        },
        Tongue {
            words: ARABIC,
            cue: "اقرأ أيضاً",
            section: "محليات",
            said: ["وكانت الصحيفة قد كتبت", "يوم الاثنين ولم يصدقها أحد"],
            quotes: ["«", "»"],
            engine: engine("ar"),
        },
    ]
});

/// Numbers that look like chance and come out the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn words(&mut self, tongue: &Tongue, count: usize) -> String {
        let words: Vec<&str> = (0..count).map(|_| tongue.words[self.below(tongue.words.len())]).collect();
        let text = words.join(" ");
        let first = text.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        first + text.get(text.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default()
    }

    fn sentence(&mut self, tongue: &Tongue) -> String {
        let count = 9 + self.below(12);
        self.words(tongue, count) + "."
    }
}

/// An article, and what is planted in it.
struct Article {
    text: String,
    planted: Vec<String>,
}

/// Articles, each with a headline of its own and one or two of others.
fn archive(tongue: &Tongue, seed: u64, count: usize) -> Vec<Article> {
    let mut numbers = Numbers(seed);
    let headlines: Vec<String> = (0..count)
        .map(|_| {
            let words = 6 + numbers.below(4);
            numbers.words(tongue, words)
        })
        .collect();
    let article = |own: usize| {
        let mut text = format!("# {}\n\n{} {}\n\n", headlines[own], numbers.sentence(tongue), numbers.sentence(tongue));
        let mut planted = Vec::new();
        for _ in 0..1 + numbers.below(2) {
            let other = &headlines[(own + 1 + numbers.below(count - 1)) % count];
            let (before, behind) = (numbers.sentence(tongue), numbers.sentence(tongue));
            let [said, then] = tongue.said;
            let [open, close] = tongue.quotes;
            let mut plant = |found: String| {
                planted.push(found.clone());
                found
            };
            text += &match numbers.below(7) {
                0 => plant(other.clone()),
                1 => format!("{before} {}", plant(format!("{}: {other}", tongue.cue))),
                2 => format!("{before} {} {behind}", plant(format!("{}{}{other}", tongue.cue, tongue.section))),
                3 => format!("{before}{}{behind}", plant(other.clone())),
                // Nobody's promotion: quoted, or in the middle of a sentence.
                4 => format!("{before} {said} {open}{other}{close} {then}."),
                5 => format!("{open}{other}{close}, {said} {then}."),
                _ => format!("{before} {said} {other} {then}."),
            };
            text += &format!("\n\n{}\n\n", numbers.sentence(tongue));
        }
        Article { text, planted }
    };
    (0..count).map(article).collect()
}

fn tally<'a>(engine: &Engine, articles: impl IntoIterator<Item = &'a Article>) -> Tally {
    let mut tally = Tally::default();
    for article in articles {
        tally.add(&engine.facts(&document::Article::of(support::source(&article.text), Format::Markdown)), &"".into());
    }
    tally
}

fn found(engine: &Engine, archive: &Weighing<'_>, source: Source) -> Vec<String> {
    let article = document::Article::of(source, Format::Markdown);
    let mut checked = engine.first_pass(&article);
    archive.judge(&mut checked, Some(&article));
    checked.found.iter().map(|found| article.source.slice(found.span).to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn what_is_planted_is_found_to_the_letter_in_whatever_order(seed in any::<u64>(), which in 0_usize..2, cut in 1_usize..29) {
        let tongue = &TONGUES[which];
        let articles = archive(tongue, seed, 30);
        let whole = tally(&tongue.engine, &articles);
        let mut parts = tally(&tongue.engine, articles[cut..].iter().rev());
        parts.merge(tally(&tongue.engine, &articles[..cut]));
        prop_assert_eq!(whole.shared(&HEADLINES), parts.shared(&HEADLINES));
        // An article that a saved tally knows already.
        parts.add_to_saved(&tongue.engine.facts(&document::Article::of(support::source(&articles[0].text), Format::Markdown)));
        prop_assert_eq!(whole.shared(&HEADLINES), parts.shared(&HEADLINES));
        let (whole, parts) = (tongue.engine.weigh(&whole), tongue.engine.weigh(&parts));
        for article in &articles {
            let source = || support::source(&article.text);
            prop_assert_eq!(&found(&tongue.engine, &whole, source()), &article.planted, "{}", article.text);
            prop_assert_eq!(&found(&tongue.engine, &parts, source()), &article.planted);
        }
    }
}

#[test]
fn the_archive_plants_something() {
    let planted: usize =
        TONGUES.iter().flat_map(|tongue| archive(tongue, 7, 200)).map(|article| article.planted.len()).sum();
    assert!(planted > 250, "{planted}");
}
