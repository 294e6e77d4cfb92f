//! Every example of every built-in rule is one test, named `rule-set::code::bad[2]`; so is every rule: it has a bad example, and nothing
//! in it is dead.

use std::collections::BTreeMap;

use copydesk::engine::{Engine, Policy, flaws_of_rules, prove};
use copydesk::kinds::Purpose;
use copydesk::report::{Ui, flaw_in_words, verdict_in_words};
use copydesk::rules::ui_files;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let mut problems = Vec::new();
    let (languages, book) = copydesk::rules::built_in(Purpose::Prove, &mut problems).expect("the base language loads");
    let ui = Ui::load(&ui_files(), "en").expect("the words load");
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
        let outcome = verdict_in_words(&proof, &ui).map(|verdict| format!("{place}: {verdict}"));
        trials.push(Trial::test(proof.name(), move || outcome.map_or(Ok(()), |fault| Err(Failed::from(fault)))));
    }
    let mut flaws: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for rule in engine.rules() {
        flaws.entry(format!("{}::{}", rule.reporting.rule_set, rule.reporting.code.full())).or_default();
    }
    for flaw in flaws_of_rules(&engine, engine.rules()) {
        let reporting = &flaw.rule.reporting;
        let said = flaw_in_words(&flaw.flaw, &ui).0;
        flaws.entry(format!("{}::{}", reporting.rule_set, reporting.code.full())).or_default().push(said);
    }
    for (rule, flaws) in flaws {
        let outcome = if flaws.is_empty() { Ok(()) } else { Err(Failed::from(flaws.join("\n"))) };
        trials.push(Trial::test(rule, move || outcome));
    }
    libtest_mimic::run(&arguments, trials).exit();
}
