//! How plain methods do on judged pairs of names, beside copydesk's own answer.
//!
//! `cargo run --example names_methods PAIRS.tsv`: a file with a header and the columns `label` (1 one name, 0 not), `lang`,
//! `a` and `b` among others. Prints precision and recall of each method by language.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "its output is for whoever runs it")]

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

use copydesk::engine::{Engine, Policy};

/// Letters that a consonant skeleton leaves out.
const SOFT: &str = "aeiouyhاويىهةءئؤأإآаеёиоуыэюяйьъ";

/// Pairs called one name: rightly, and wrongly.
#[derive(Default, Clone, Copy)]
struct Count {
    right: u32,
    wrong: u32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: names_methods PAIRS.tsv")?;
    let text = std::fs::read_to_string(path)?;
    let (languages, book) = copydesk::rules::built_in(copydesk::kinds::Purpose::Check, &mut Vec::new())
        .map_err(|problem| problem.to_string())?;
    let engine = Engine::new(Arc::clone(&languages), book, Policy::default());
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| header.iter().position(|known| *known == name).ok_or(format!("no column `{name}`"));
    let (label, lang, a, b) = (column("label")?, column("lang")?, column("a")?, column("b")?);
    let mut positive: BTreeMap<String, u32> = BTreeMap::new();
    let mut counts: BTreeMap<(String, &str), Count> = BTreeMap::new();
    for fields in lines.map(|line| line.split('\t').collect::<Vec<_>>()) {
        let get = |at: usize| fields.get(at).copied().unwrap_or_default();
        let profile = languages.get(get(lang)).map_err(|problem| problem.to_string())?;
        let (x, y) = (profile.folder.fold(get(a)), profile.folder.fold(get(b)));
        let skeleton = |text: &str| text.chars().filter(|c| !SOFT.contains(*c)).collect::<String>();
        let comparison = engine.book().compare_spellings(profile, get(a), get(b)).ok_or("a language without names")?;
        let answers = [
            ("1 equal after folding", x == y),
            ("2 Levenshtein similarity >= .75", strsim::normalized_levenshtein(&x, &y) >= 0.75),
            ("3 Jaro-Winkler >= .90", strsim::jaro_winkler(&x, &y) >= 0.9),
            ("4 consonant skeleton", skeleton(&x) == skeleton(&y)),
            ("5 copydesk names compare", comparison.same),
        ];
        let one_name = get(label) == "1";
        *positive.entry(get(lang).to_owned()).or_default() += u32::from(one_name);
        for (method, _) in answers.into_iter().filter(|(_, same)| *same) {
            let count = counts.entry((get(lang).to_owned(), method)).or_default();
            if one_name {
                count.right += 1;
            } else {
                count.wrong += 1;
            }
        }
    }
    for ((lang, method), Count { right, wrong }) in counts {
        let precision = f64::from(right) / f64::from(right + wrong);
        let recall = f64::from(right) / f64::from(positive.get(&lang).copied().unwrap_or(0));
        println!("{lang}  {method:34} precision {precision:.3}  recall {recall:.3}");
    }
    Ok(())
}
