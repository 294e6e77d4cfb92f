//! What newsrooms and strangers write in TOML.

use std::path::Path;
use std::sync::Arc;

use copydesk::config::{Settings, Written};
use copydesk::document::Article;
use copydesk::engine::{Policy, prove_rules};
use copydesk::kinds::Purpose;
use copydesk::rules::{Loader, Options, RuleSetLanguages, rule_files};
use copydesk::text::Problem;
use copydesk::toml_doc::TomlFile;

use super::fixes::is_sound;
use super::{engine_of, languages, text_of};

/// A text that rules are tried on.
const ARTICLE: &str =
    "The mayor, Sergey Lavrov, said “wait for the tide” on Monday.\n\nقال سيرجي لافروف: «ننتظر المد».\n";

/// What is wrong is said with a place in the file.
fn are_placed(problems: &[Problem]) {
    for problem in problems {
        assert!(!problem.message.is_empty(), "a problem says what is wrong");
    }
}

/// A rule set by itself: it is read, proved and used, or refused.
pub fn rule_set(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    let file = TomlFile::new("house.toml", text);
    let mut problems = Vec::new();
    let mut loader = Loader::new(languages(), None, Options::default(), Purpose::Check);
    loader.read(&file, &mut problems);
    let engine = engine_of(Arc::new(loader.finish(&mut problems)));
    are_placed(&problems);
    let _ = prove_rules(&engine, engine.rules());
    is_sound(ARTICLE, &engine.check(&Article::new(ARTICLE)).findings);
}

/// A configuration: it is resolved and used, or refused.
pub fn configuration(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    let file = TomlFile::new("copydesk.toml", text);
    let mut problems = Vec::new();
    let Some(written) = Written::read(&file, &mut problems) else { return are_placed(&problems) };
    let settings = Settings::resolve(&[&written], Path::new("/desk"), languages(), &mut problems);
    let options =
        Options(written.options.iter().map(|(code, table)| (code.get_ref().clone(), table.clone())).collect());
    let mut loader = Loader::new(languages(), None, options, Purpose::Check);
    // Building all rules anew takes most of the time; those that options are most often set for are enough.
    for file in rule_files().iter().filter(|file| file.name.contains("quotes") || file.name.contains("metadata")) {
        loader.read(file, &mut problems);
    }
    loader.read_rules(&"copydesk.toml".into(), &RuleSetLanguages::All, written.rules.clone(), &mut problems);
    let book = Arc::new(loader.finish(&mut problems));
    problems.extend(written.selector_problems(book.rules().iter().map(|rule| &rule.reporting.code)));
    are_placed(&problems);
    for path in ["/desk/a.txt", "/desk/opinion/b.md", "/elsewhere/c.html"] {
        let _ = settings.excludes(Path::new(path));
        let active = settings.overrides_of(Path::new(path));
        let codes = book.rules().iter().map(|rule| &rule.reporting.code);
        let _ = settings.policy(&Policy::default(), &active, codes);
    }
    is_sound(ARTICLE, &engine_of(book).check(&Article::new(ARTICLE)).findings);
}

/// A stylebook: names are looked for by it, or it is refused.
pub fn stylebook(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    let file = TomlFile::new("stylebook.toml", text);
    let mut problems = Vec::new();
    let mut loader = Loader::new(languages(), Some(&file), Options::default(), Purpose::Check);
    // The lists of ordinary words of other languages cost most of the time.
    for file in rule_files()
        .iter()
        .filter(|file| ["rules/all/names.toml", "rules/en/names/article.toml"].contains(&&*file.name))
    {
        loader.read(file, &mut problems);
    }
    let engine = engine_of(Arc::new(loader.finish(&mut problems)));
    are_placed(&problems);
    let article = format!("{ARTICLE}{text}");
    is_sound(&article, &engine.check(&Article::new(article.as_str())).findings);
}
