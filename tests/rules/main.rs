//! Every example of every built-in rule is one test, named `rule-set::code::bad[2]`.

use std::sync::Arc;

use copydesk::engine::{Engine, Policy, Verdict, prove};
use copydesk::language::Languages;
use copydesk::rules::{Loader, Options, language_files, rule_files};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let mut problems = Vec::new();
    let languages = Languages::load(&language_files(), &mut problems).expect("the base language loads");
    let mut loader = Loader::new(&languages, None, Options::default());
    for file in rule_files() {
        loader.read(&file, &mut problems);
    }
    let book = loader.finish(&mut problems);
    let mut trials: Vec<Trial> = problems
        .iter()
        .map(|problem| {
            let message = format!("{problem:#}");
            Trial::test(format!("loads::{message}"), move || Err(Failed::from(message)))
        })
        .collect();
    let engine = Engine::new(Arc::new(languages), Arc::new(book), Policy::default());
    for proof in prove(&engine) {
        let place = format!("{}:{}", proof.rule.file, proof.example.line);
        let outcome = (proof.verdict != Verdict::Right).then(|| format!("{place}: {}", proof.describe()));
        trials.push(Trial::test(proof.name(), move || outcome.map_or(Ok(()), |fault| Err(Failed::from(fault)))));
    }
    libtest_mimic::run(&arguments, trials).exit();
}
