//! The stylebook at work: its variants are flagged and repaired, and its spelling wins inside an article.

use std::sync::Arc;

use copydesk::diagnostic::{Applicability, Diagnostic};
use copydesk::document::Format;
use copydesk::engine::{Engine, Policy, fix_until_stable};
use copydesk::language::Languages;
use copydesk::rules::{Loader, Options, language_files, rule_files};
use copydesk::text::{Problem, Source, SourceId};
use copydesk::toml_doc::TomlFile;

const STYLEBOOK: &str = r#"
[[name]]
name = "سيرغي لافروف"
lang = "ar"
variants = ["سيرجي لافروف", "سيرغى لافروف"]
same-as = { en = "Sergey Lavrov" }
note = "House decision."
[[name]]
name = "Sergey Lavrov"
lang = "en"
variants = ["Sergei Lavrov", "Lavrow"]
[[name]]
name = "غوتنبرغ"
"#;

fn engine(stylebook: &str) -> (Engine, Vec<Problem>) {
    let mut problems = Vec::new();
    let languages = Languages::load(&language_files(), &mut problems).unwrap();
    let file = TomlFile::new("stylebook.toml", stylebook);
    let mut loader = Loader::new(&languages, Some(&file), Options::default());
    for rules in rule_files().iter().filter(|file| file.name.ends_with("/names.toml")) {
        loader.read(rules, &mut problems);
    }
    let book = loader.finish(&mut problems);
    (Engine::new(Arc::new(languages), Arc::new(book), Policy::default()), problems)
}

fn found(text: &str, code: &str) -> Vec<(String, Option<Applicability>)> {
    let (engine, problems) = engine(STYLEBOOK);
    assert_eq!(problems, []);
    let source = Source::new(SourceId::Stdin(None), text);
    let spelled = |found: &Diagnostic| source.text()[found.span.start as usize..found.span.end as usize].to_owned();
    let (diagnostics, _) = engine.check(&source, Format::Text);
    let wanted = diagnostics.iter().filter(|found| found.code.as_str() == code);
    wanted.map(|found| (spelled(found), found.fix.as_ref().map(|fix| fix.applicability))).collect()
}

fn fixed(text: &str) -> String {
    let (engine, _) = engine(STYLEBOOK);
    let source = Source::new(SourceId::Stdin(None), text);
    fix_until_stable(&engine, &source, Format::Text, Applicability::Safe).text.unwrap_or_else(|| text.to_owned())
}

#[test]
fn variants_are_flagged_and_clitics_stay() {
    let text = "قال الوزير إن الرسالة وصلت إلى الوزارة وسيرجي لافروف وقّعها، ثم شكر سيرغى لافروف الحضور.";
    let safe = Some(Applicability::Safe);
    assert_eq!(found(text, "names/house-style"), [("سيرجي لافروف".to_owned(), safe), ("سيرغى لافروف".to_owned(), safe)]);
    assert_eq!(fixed(text), "قال الوزير إن الرسالة وصلت إلى الوزارة وسيرغي لافروف وقّعها، ثم شكر سيرغي لافروف الحضور.");
}

#[test]
fn the_wanted_spelling_and_other_languages_are_left_alone() {
    assert_eq!(found("وصل سيرغي لافروف إلى المدينة، وقال سِيرغي لافروف إن الطقس جميل اليوم.", "names/house-style"), []);
    let text = "The minister, Sergey Lavrov, arrived in the city on Monday and said that the weather was fine.";
    assert_eq!(found(text, "names/house-style"), []);
    assert_eq!(fixed(&text.replace("Sergey", "Sergei")), text);
}

#[test]
fn the_stylebook_wins_over_the_majority() {
    let text = "وصل الفريق إلى غوتنبرج صباحا، وتدرب في غوتنبرج مساء، ثم غادر اللاعبون غوتنبرغ في اليوم التالي.";
    let safe = Some(Applicability::Safe);
    assert_eq!(found(text, "names/inconsistent"), [("غوتنبرج".to_owned(), safe), ("غوتنبرج".to_owned(), safe)]);
    assert_eq!(fixed(text), text.replace("غوتنبرج", "غوتنبرغ"));
}

#[test]
fn a_faulty_stylebook_is_a_problem_said_once() {
    let (_, problems) = engine("[[name]]\nname = 'a'\nvariant = ['b']\n");
    let said: Vec<String> = problems.iter().map(|problem| format!("{problem:#}")).collect();
    assert_eq!(said, ["stylebook.toml:3:1: unknown key `variant` (did you mean `variants`?)"]);
}
