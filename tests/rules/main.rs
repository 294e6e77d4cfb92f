//! Every example of every built-in rule is one test, named `rule-set::code::bad[2]`.

use copydesk::engine::{Engine, Policy, Verdict, prove};
use copydesk::kinds::Purpose;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let mut problems = Vec::new();
    let (languages, book) = copydesk::rules::built_in(Purpose::Prove, &mut problems).expect("the base language loads");
    let mut trials: Vec<Trial> = problems
        .iter()
        .map(|problem| {
            let message = format!("{problem:#}");
            Trial::test(format!("loads::{message}"), move || Err(Failed::from(message)))
        })
        .collect();
    let engine = Engine::new(languages, book, Policy::default());
    for proof in prove(&engine) {
        let place = format!("{}:{}", proof.rule.file, proof.example.line);
        let outcome = (proof.verdict != Verdict::Right).then(|| format!("{place}: {}", proof.describe()));
        trials.push(Trial::test(proof.name(), move || outcome.map_or(Ok(()), |fault| Err(Failed::from(fault)))));
    }
    libtest_mimic::run(&arguments, trials).exit();
}
