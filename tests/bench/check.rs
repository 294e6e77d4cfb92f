//! Throughput of checking, in bytes of article text a second: with every rule, with each group alone, and with none
//! (which leaves splitting into blocks and telling the language).
//!
//! `cargo bench --bench check`, or `cargo bench --bench check -- quotes` for some of them.

use std::sync::{Arc, LazyLock};

use copydesk::document::Article;
use copydesk::engine::{Engine, Policy, Selection};
use copydesk::kinds::Purpose;
use copydesk::language::Languages;
use copydesk::rules::{Loader, Options, RuleBook, language_files, rule_files};
use divan::Bencher;
use divan::counter::BytesCount;

/// Articles in a round, half Arabic and half English.
const ARTICLES: usize = 60;
/// Length of an article from which no paragraph is added, in bytes.
const LENGTH: usize = 4000;

/// What sentences are made of: who, did what, and about what. Newsroom words, so that cues are met about as often as in
/// real copy, and almost none of the text is a finding.
struct Words {
    who: &'static [&'static str],
    did: &'static [&'static str],
    what: &'static [&'static str],
    when: &'static [&'static str],
    quoted: [&'static str; 2],
    stop: &'static str,
}

#[rustfmt::skip]
const ARABIC: Words = Words {
    who: &["وزير الزراعة حسن النعيمي", "رئيسة البلدية", "المتحدث باسم الشركة", "مدير المستشفى", "عدد من السكان", "رئيس النقابة سليم طه", "الهيئة العامة للموانئ", "فريق من الباحثين"],
    did: &["أعلن أن", "أكد أن", "قال إن", "أضاف أن", "أوضح أن", "نفى أن", "ذكر في بيان أن", "حذر من أن"],
    what: &["الأعمال في الطريق الساحلي ستنتهي قبل حلول الشتاء", "المصنع سيعود إلى العمل بعد توقف دام ثلاثة أشهر", "عدد المسافرين ارتفع بنسبة 12 في المئة", "الحكومة تدرس خفض الرسوم على المزارعين", "المحادثات مع الوفد الزائر أحرزت تقدما كبيرا", "المدارس في القرى البعيدة ستحصل على معلمين جدد", "أسعار الخبز لن ترتفع هذا العام"],
    when: &["صباح اليوم", "خلال مؤتمر صحفي في العاصمة", "في وقت متأخر من مساء الأحد", "للمرة الثانية هذا الشهر", "بعد اجتماع استمر ساعتين", "بحسب وكالة الأنباء"],
    quoted: ["«", "»"],
    stop: ".",
};

#[rustfmt::skip]
const ENGLISH: Words = Words {
    who: &["The agriculture minister, Harold Finch,", "The mayor", "A spokeswoman for the company", "The hospital's director", "Several residents", "The union leader Anna Prescott", "The ports authority", "A team of researchers"],
    did: &["said that", "told reporters that", "announced that", "added that", "confirmed that", "denied that", "wrote in a statement that", "warned that"],
    what: &["work on the coast road would end before winter", "the plant would reopen after three months", "the number of passengers had risen by 12 per cent", "the government was looking at lower fees for farmers", "talks with the delegation had gone well", "schools in the hill villages would get new teachers", "the price of bread wouldn't rise this year"],
    when: &["on Tuesday morning", "at a news conference in the capital", "late on Sunday", "for the second time this month", "after a meeting of two hours", "according to the news agency"],
    quoted: ["“", "”"],
    stop: ".",
};

/// The next number of a fixed sequence (a linear congruential generator): the same articles in every run.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 40).unwrap_or(0)
}

fn article(words: &Words, state: &mut u64) -> Article {
    let mut text = String::new();
    let mut sentences = 0;
    while text.len() < LENGTH {
        let mut pick = |from: &[&'static str]| from[next(state) % from.len()];
        let (who, did, what, when) = (pick(words.who), pick(words.did), pick(words.what), pick(words.when));
        let [open, close] = if sentences % 5 == 2 { words.quoted } else { ["", ""] };
        text.extend([who, " ", did, " ", open, what, close, " ", when, words.stop]);
        sentences += 1;
        text.push(if sentences % 3 == 0 { '\n' } else { ' ' });
    }
    Article::new(text)
}

static ARTICLE_SET: LazyLock<Vec<Article>> = LazyLock::new(|| {
    let mut state = 7;
    (0..ARTICLES).map(|index| article([&ARABIC, &ENGLISH][index % 2], &mut state)).collect()
});

static BUILT_IN: LazyLock<(Arc<Languages>, Arc<RuleBook>)> = LazyLock::new(|| {
    let mut problems = Vec::new();
    copydesk::rules::built_in(Purpose::Check, &mut problems).expect("the base language loads")
});

/// An engine that runs the rules of one group, `all` or `none`.
fn engine(group: &str) -> Engine {
    let selection = match group {
        "none" => Selection { select: Vec::new(), ignore: vec!["all".into()] },
        group => Selection { select: vec![group.into()], ignore: Vec::new() },
    };
    Engine::new(Arc::clone(&BUILT_IN.0), Arc::clone(&BUILT_IN.1), Policy { selection, ..Policy::default() })
}

#[divan::bench(args = ["all", "ads", "attribution", "names", "quotes", "text", "none"])]
fn check(bencher: Bencher, group: &str) {
    let engine = engine(group);
    let bytes: usize = ARTICLE_SET.iter().map(|article| article.source.text().len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        ARTICLE_SET.iter().map(|article| divan::black_box(engine.check(article)).findings.len()).sum::<usize>()
    });
}

/// Reading every built-in rule file, which each start of the program does.
#[divan::bench]
fn load_rules() -> usize {
    let mut problems = Vec::new();
    let languages = Languages::load(&language_files(), &mut problems).expect("the base language loads");
    let mut loader = Loader::new(&languages, None, Options::default(), Purpose::Check);
    for file in rule_files() {
        loader.read(&file, &mut problems);
    }
    loader.finish(&mut problems).rules().len()
}

fn main() {
    divan::main();
}
