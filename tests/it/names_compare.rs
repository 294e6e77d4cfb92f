//! `names compare` and the check of articles agree: what the one calls one name the other reports in the company it asks for.

use std::sync::Arc;

use copydesk::document::{Article, Format};
use copydesk::engine::{Engine, Policy};
use copydesk::language::Languages;
use copydesk::names::Needs;
use copydesk::rules::{Loader, Options, language_files, rule_files};
use copydesk::text::{Source, SourceId};

fn engine() -> Engine {
    let mut problems = Vec::new();
    let languages = Languages::load(&language_files(), &mut problems).unwrap();
    let mut loader = Loader::new(&languages, None, Options::default(), copydesk::kinds::Purpose::Check);
    for rules in rule_files()
        .iter()
        .filter(|file| file.name.ends_with("/names.toml") || file.name.ends_with("/names/article.toml"))
    {
        loader.read(rules, &mut problems);
    }
    let book = loader.finish(&mut problems);
    assert_eq!(problems, []);
    Engine::new(Arc::new(languages), Arc::new(book), Policy::default())
}

#[test]
fn compare_says_what_company_the_check_asks_for() {
    let engine = engine();
    let profile = Arc::clone(engine.languages().get("en").unwrap());
    let pairs = [
        ("Rautenberg", "Rautenbreg", Needs::Nothing),
        ("Sokolenko", "Sokolenco", Needs::Nothing),
        ("Sweeney", "Sweeny", Needs::Surname),
        ("Myers", "Meyers", Needs::Surname),
        ("Aran", "Arran", Needs::Partner),
        ("El-Masri", "al-Masri", Needs::Nothing),
        ("ElMasri", "El-Masri", Needs::Nothing),
        ("Kelli", "Kelly", Needs::Partner),
        ("Mohammed", "Mohamed", Needs::Partner),
    ];
    for (a, b, needs) in pairs {
        let compared = engine.book().compare_spellings(&profile, a, b).unwrap();
        let is_reported = |text: String| {
            let source = Source::new(SourceId::Stdin(None), text);
            let found = engine.check(&Article::of(source, Format::Text)).findings;
            found.iter().any(|found| found.code.as_str() == "names/inconsistent")
        };
        let alone = is_reported(format!(
            "In the morning the people listened to {a} for an hour. In the evening the people asked {b} about the plan."
        ));
        let surname = is_reported(format!(
            "In the morning the people listened to Horst {a} for an hour. In the evening the people asked {b} about the plan."
        ));
        let partner = is_reported(format!(
            "In the morning the people listened to {a} Quillfeather for an hour. In the evening the people asked {b} Quillfeather why."
        ));
        let expected = compared.needs.map(|needs| (needs <= Needs::Nothing, needs <= Needs::Partner));
        assert_eq!(compared.needs, Some(needs), "{a} {b}");
        assert_eq!(Some((alone, partner)), expected, "{a} {b}");
        let given = ["Kelli", "Mohammed"].contains(&a);
        assert!(given || surname == (needs <= Needs::Surname), "{a} {b}");
    }
    // What are two has no needs.
    assert_eq!(engine.book().compare_spellings(&profile, "Martin", "Martinez").unwrap().needs, None);
}
