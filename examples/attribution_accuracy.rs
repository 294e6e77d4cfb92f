//! How well the rule `attribution/quote` reads annotated articles: the class of each quotation, whether it has a source,
//! and which word says so. For whoever changes its word lists:
//!
//!     cargo run --example attribution_accuracy -- GOLD.jsonl [strict]
//!
//! Each line of the file is one article:
//! `{"id", "lang", "text", "quotes": [{"start", "end", "attributed", "class", "cue_start", "cue_end"}]}`, offsets in
//! bytes of the text, `class` one of `direct`, `partial`, `scare`, `title`, `cue_*` null where no word says it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "its output is for whoever runs it")]

use std::collections::BTreeMap;
use std::error::Error;

use copydesk::analysis::Analysis;
use copydesk::document::{self, Format, Reading};
use copydesk::kinds::{Class, Purpose, judge_quotations};
use copydesk::rules::{Loader, Options, language_files, rule_files};
use copydesk::text::{Source, SourceId};
use copydesk::toml_doc::TomlFile;
use serde::Deserialize;

#[derive(Deserialize)]
struct Article {
    id: String,
    lang: String,
    text: String,
    quotes: Vec<Quote>,
}

#[derive(Deserialize)]
struct Quote {
    start: u32,
    end: u32,
    attributed: bool,
    class: String,
    cue_start: Option<u32>,
    cue_end: Option<u32>,
}

/// Right answers among all.
#[derive(Default)]
struct Share(u32, u32);

impl Share {
    fn count(&mut self, right: bool) {
        self.0 += u32::from(right);
        self.1 += 1;
    }

    fn show(&self) -> String {
        let share = f64::from(self.0) / f64::from(self.1.max(1));
        format!("{share:.3} ({} of {})", self.0, self.1)
    }
}

/// What is counted for one language.
#[derive(Default)]
struct Score {
    class: Share,
    attribution: Share,
    cue: Share,
    /// Annotated quotations that are none in our reading of the marks.
    unread: u32,
    /// By annotated class and ours.
    classes: BTreeMap<(String, &'static str), u32>,
    /// How sources were reached.
    via: BTreeMap<String, u32>,
}

fn name_of(class: Class) -> &'static str {
    match class {
        Class::Direct => "direct",
        Class::Partial => "partial",
        Class::Scare => "scare",
        Class::Title | Class::Subheading => "title",
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: attribution_accuracy GOLD.jsonl [strict]")?;
    let options = TomlFile::new("options", if arguments.next().is_some() { "strict = true" } else { "" });
    let mut problems = Vec::new();
    let languages = copydesk::language::Languages::load(&language_files(), &mut problems).map_err(|p| p.to_string())?;
    let options = BTreeMap::from([("attribution/quote".to_owned(), options.parse(&mut problems))]);
    let mut loader = Loader::new(&languages, None, Options(options), Purpose::Check);
    for file in rule_files() {
        loader.read(&file, &mut problems);
    }
    let book = loader.finish(&mut problems);
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for line in std::fs::read_to_string(&path)?.lines().filter(|line| !line.trim().is_empty()) {
        let article: Article = serde_json::from_str(line)?;
        let profile = languages.get(&article.lang).map_err(|problem| problem.to_string())?;
        let source = Source::new(SourceId::Stdin(Some(article.id.into())), article.text);
        let reading = Reading { language: Some(profile), ..Reading::new(&languages) };
        let document = document::parse(&source, Format::Text, &reading);
        let matcher = book.cues().matcher(&[], profile);
        let analysis = Analysis::new(&document, &matcher);
        let mut rules = book
            .rules()
            .iter()
            .filter(|rule| rule.reporting.code.is("attribution/quote") && rule.languages.include(&profile.tag));
        let Some(rule) = rules.next() else { continue };
        let score = scores.entry(article.lang).or_default();
        let place =
            |at: copydesk::analysis::At| document.blocks.get(at.block as usize).map(|block| block.locate(at.span));
        let judged: Vec<_> = judge_quotations(rule.check(), &analysis)
            .into_iter()
            .filter_map(|judgement| {
                let parts = &analysis.quotations().outermost().get(judgement.quotation)?.parts;
                Some((place(*parts.first()?)?.start, place(*parts.last()?)?.end, judgement))
            })
            .collect();
        for quote in &article.quotes {
            let ours = judged.iter().find(|(start, end, _)| *start < quote.end && quote.start < *end);
            let Some((_, _, judgement)) = ours else {
                score.unread += 1;
                continue;
            };
            let class = name_of(judgement.class);
            score.class.count(class == quote.class);
            *score.classes.entry((quote.class.clone(), class)).or_default() += 1;
            if !matches!(quote.class.as_str(), "direct" | "partial") {
                continue;
            }
            score.attribution.count(judgement.source.is_some() == quote.attributed);
            let via = judgement.source.map_or("none".to_owned(), |source| format!("{:?}", source.via));
            *score.via.entry(via).or_default() += 1;
            if let (true, Some(start), Some(end)) = (quote.attributed, quote.cue_start, quote.cue_end) {
                let cue = judgement.source.and_then(|source| source.cue).and_then(place);
                score.cue.count(cue.is_some_and(|cue| cue.start < end && start < cue.end));
            }
        }
    }
    for (language, score) in &scores {
        println!("{language}: classes right       {}", score.class.show());
        println!("{language}: attributions right  {}", score.attribution.show());
        println!("{language}: cues that overlap   {}", score.cue.show());
        println!("{language}: not read as quoted  {}", score.unread);
        for ((annotated, ours), count) in &score.classes {
            println!("{language}:   {annotated} read as {ours}: {count}");
        }
        for (via, count) in &score.via {
            println!("{language}:   reached by {via}: {count}");
        }
    }
    Ok(())
}
