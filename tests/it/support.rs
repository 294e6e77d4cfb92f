//! What several of these tests need: the built-in rules, ready to run, and the tree they are read from.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use copydesk::diagnostic::{Applicability, Diagnostic};
use copydesk::document::{Article, Format};
use copydesk::engine::{Engine, Outcome, Pass, Policy, Selection, Wish};
use copydesk::kinds::Purpose;
use copydesk::language::Languages;
use copydesk::rules::RuleBook;
use copydesk::text::{Source, SourceId};

/// The built-in languages and rules. Both load without a problem, or no test can say anything.
static BUILT_IN: LazyLock<(Arc<Languages>, Arc<RuleBook>)> = LazyLock::new(|| {
    let mut problems = Vec::new();
    let built_in = copydesk::rules::built_in(Purpose::Prove, &mut problems).expect("the base language loads");
    assert_eq!(problems, [], "the built-in rules load");
    built_in
});

/// The built-in languages.
pub fn languages() -> &'static Arc<Languages> {
    &BUILT_IN.0
}

/// The built-in rules.
pub fn book() -> Arc<RuleBook> {
    Arc::clone(&BUILT_IN.1)
}

/// An engine over the built-in rules that runs every one of them, on by default or not.
pub fn engine_of_all() -> Engine {
    engine_of_all_but(&[])
}

/// The same without some codes.
pub fn engine_of_all_but(codes: &[&str]) -> Engine {
    let ignore = codes.iter().map(|code| (*code).to_owned()).collect();
    let selection = Selection { select: vec!["all".into()], ignore };
    let policy = Policy { selection, ..Policy::default() };
    Engine::new(Arc::clone(&BUILT_IN.0), Arc::clone(&BUILT_IN.1), policy)
}

/// An engine over the built-in rules as they run when nothing is configured, for articles in the language `tag`.
pub fn engine_for(tag: &str) -> Engine {
    let language = Arc::clone(languages().get(tag).expect("a known language"));
    let policy = Policy { language: Some(language), ..Policy::default() };
    Engine::new(Arc::clone(&BUILT_IN.0), Arc::clone(&BUILT_IN.1), policy)
}

/// A text as a source without a file.
pub fn source(text: &str) -> Source {
    Source::new(SourceId::Stdin(None), text)
}

/// What an engine finds in a plain text.
pub fn check(engine: &Engine, text: &str) -> Vec<Diagnostic> {
    engine.check(&Article::of(source(text), Format::Text)).findings
}

/// What comes of repairing an article by itself.
pub fn repaired(engine: &Engine, article: &Article, least: Applicability) -> Outcome {
    engine.examine(article, &Pass::default(), Wish::Repair(least))
}

/// The top of the repository.
pub fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().find(|folder| folder.join("rules").is_dir()).expect("a package of the repository")
}

/// Every file below a folder of the package whose name ends in `.extension`, by its path below the package with `/`
/// between the parts, sorted.
pub fn files(folder: &str, extension: &str) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for entry in ignore::WalkBuilder::new(root().join(folder)).build() {
        let path = entry.expect("the tree is readable").into_path();
        if path.extension().is_some_and(|known| known == extension) {
            let below = path.strip_prefix(root()).expect("found below the package");
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            found.push((parts.join("/"), path));
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{folder} holds no .{extension} file: the test would check nothing");
    found
}

/// The text of a file of the package.
pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
