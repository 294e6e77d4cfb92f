//! Fits the weights of a rule of the kind `stray-headlines` to lines that somebody has labelled, and says how well they do.
//!
//!     cargo run --example headline_weights -- LABELS.tsv LANGUAGE
//!
//! Each line of the file has three columns: `label` (1 the headline of another article, 0 anything else), the path of an article
//! as plain text, beside the file or absolute, and the line in question. Lines that the rule does not weigh (by its keys
//! `words`, `foreign` and the like) are counted and left out. The weights are those of a logistic regression with a small
//! penalty on each; precision and recall are those of five parts, each judged by weights fitted to the other four, split by article.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "its output is for whoever runs it")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use copydesk::analysis::Analysis;
use copydesk::document::{self, Format, Reading};
use copydesk::kinds::{CheckInput, Context, HeadlineSigns, Purpose, weigh_headlines};
use copydesk::text::{Source, SourceId};

/// How strongly large weights are held back.
const PENALTY: f64 = 0.001;
const ROUNDS: usize = 6_000;
const STEP: f64 = 0.3;
const PARTS: usize = 5;
const SIGNS: usize = 13;

/// One labelled line: which article it is of, its signs, whether it is a headline of another.
struct Example {
    article: usize,
    line: String,
    signs: [f64; SIGNS],
    label: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: headline_weights LABELS.tsv LANGUAGE";
    let (path, tag) = (arguments.next().ok_or(usage)?, arguments.next().ok_or(usage)?);
    let folder = Path::new(&path).parent().unwrap_or(Path::new("."));
    let mut labels: BTreeMap<String, BTreeMap<String, bool>> = BTreeMap::new();
    for row in std::fs::read_to_string(&path)?.lines() {
        let mut columns = row.splitn(3, '\t');
        if let (Some(label), Some(article), Some(line)) = (columns.next(), columns.next(), columns.next()) {
            labels.entry(article.to_owned()).or_default().insert(line.trim().to_owned(), label == "1");
        }
    }
    let (examples, unseen) = examples(folder, &tag, &labels)?;
    let headlines = examples.iter().filter(|example| example.label).count();
    println!(
        "{} lines weighed, {headlines} of them headlines; {unseen} labelled lines are not weighed",
        examples.len()
    );
    let weights = fit(&examples, |_| true);
    let shown: Vec<String> = names()
        .iter()
        .zip(weights)
        .filter(|(_, weight)| weight.abs() >= 0.05)
        .map(|(name, weight)| format!("{name} = {weight:.2}"))
        .collect();
    println!("weights = {{ {} }}", shown.join(", "));
    let mut judged: Vec<(f64, &Example)> = Vec::new();
    for part in 0..PARTS {
        let weights = fit(&examples, |example| example.article % PARTS != part);
        let own = examples.iter().filter(|example| example.article % PARTS == part);
        judged.extend(own.map(|example| (sum(&weights, &example.signs), example)));
    }
    for threshold in [0.0, 0.5, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0] {
        let found: Vec<_> = judged.iter().filter(|(sum, _)| *sum >= threshold).collect();
        let right = found.iter().filter(|(_, example)| example.label).count();
        println!("threshold = {threshold:.2}: {right} of {} right, {right} of {headlines} found", found.len());
    }
    for (sum, example) in judged.iter().filter(|(sum, example)| *sum >= 1.0 && !example.label) {
        println!("  wrong {sum:.1}: {}", example.line);
    }
    Ok(())
}

fn names() -> [&'static str; SIGNS] {
    HeadlineSigns::default().named().map(|(name, _)| name)
}

/// The labelled lines that the rule weighs, with their signs, and how many it does not.
fn examples(
    folder: &Path,
    tag: &str,
    labels: &BTreeMap<String, BTreeMap<String, bool>>,
) -> Result<(Vec<Example>, usize), Box<dyn Error>> {
    let (languages, book) =
        copydesk::rules::built_in(Purpose::Check, &mut Vec::new()).map_err(|problem| problem.to_string())?;
    let profile = languages.get(tag).map_err(|problem| problem.to_string())?;
    let mut examples = Vec::new();
    let mut unseen = 0;
    for (article, (path, lines)) in labels.iter().enumerate() {
        let source =
            Source::new(SourceId::Stdin(Some(path.as_str().into())), std::fs::read_to_string(folder.join(path))?);
        let reading = Reading { language: Some(profile), ..Reading::new(&languages) };
        let document = document::parse(&source, Format::Text, &reading);
        let matcher = book.cues().matcher(&[], profile);
        let analysis = Analysis::new(&document, &matcher);
        let input = CheckInput::new(&analysis);
        let mut weighed = BTreeMap::new();
        for rule in book.rules().iter().filter(|rule| rule.languages.include(tag)) {
            let mut found = Vec::new();
            let context = Context::new(&input, &rule.reporting, &mut found);
            for lines in weigh_headlines(rule.check(), &context) {
                for block in document.blocks.get(lines.blocks.clone()).unwrap_or_default() {
                    weighed.insert(block.prose.trim().to_owned(), lines.signs);
                }
            }
        }
        for (line, label) in lines {
            let Some(signs) = weighed.get(line) else {
                unseen += 1;
                continue;
            };
            let signs = signs.named().map(|(_, value)| f64::from(value));
            examples.push(Example { article, line: line.clone(), signs, label: *label });
        }
    }
    Ok((examples, unseen))
}

fn sum(weights: &[f64; SIGNS], signs: &[f64; SIGNS]) -> f64 {
    weights.iter().zip(signs).map(|(weight, sign)| weight * sign).sum()
}

/// The weights under which the labels of the examples that `takes` takes are likeliest, large ones held back.
fn fit(examples: &[Example], takes: impl Fn(&Example) -> bool) -> [f64; SIGNS] {
    let examples: Vec<&Example> = examples.iter().filter(|example| takes(example)).collect();
    let count = f64::from(u32::try_from(examples.len()).unwrap_or(u32::MAX)).max(1.0);
    // Lengths are words, all else lies between 0 and 1: a smaller step for them keeps the rounds even.
    let step = names().map(|name| if name == "length" { STEP / 30.0 } else { STEP });
    let mut weights = [0.0; SIGNS];
    for _ in 0..ROUNDS {
        let mut slope = [0.0; SIGNS];
        for example in &examples {
            let likely = 1.0 / (1.0 + (-sum(&weights, &example.signs)).exp());
            let miss = f64::from(u8::from(example.label)) - likely;
            slope.iter_mut().zip(example.signs).for_each(|(slope, sign)| *slope += miss * sign / count);
        }
        for ((weight, slope), step) in weights.iter_mut().zip(slope).zip(step) {
            *weight += step * (slope - PENALTY * *weight);
        }
    }
    weights
}
