//! What unit tests of several modules need: documents in a built-in language.

use std::sync::Arc;

use crate::analysis::CueLists;
use crate::document::{self, Document, Format, Reading};
use crate::kinds::{Check, Env, Kind, Purpose};
use crate::language::Languages;
use crate::text::{Problem, Source, SourceId};
use crate::toml_doc::TomlFile;

/// The built-in languages.
pub fn languages() -> Arc<Languages> {
    let mut problems = Vec::new();
    let languages = Languages::load(&crate::rules::language_files(), &mut problems);
    assert_eq!(problems, []);
    Arc::new(languages.unwrap())
}

/// Calls `test` with a plain-text document in the language `tag`.
pub fn with_document(tag: &str, text: &str, test: impl FnOnce(&Document<'_>)) {
    with_document_in(Format::Text, tag, text, test);
}

/// Calls `test` with a document of a format in the language `tag`.
pub fn with_document_in(format: Format, tag: &str, text: &str, test: impl FnOnce(&Document<'_>)) {
    let languages = languages();
    let source = Source::new(SourceId::Stdin(None), text);
    let profile = Arc::clone(languages.get(tag).unwrap());
    let reading = Reading { language: Some(&profile), ..Reading::new(&languages) };
    test(&document::parse(&source, format, &reading));
}

/// Compiles a rule of every language, whose own keys are all that stands in `file`, and the problems met.
pub fn compile(
    kind: &dyn Kind,
    languages: &Languages,
    cues: &mut CueLists,
    file: &TomlFile,
) -> (Option<Box<dyn Check>>, Vec<Problem>) {
    let mut env = Env {
        cues,
        languages,
        language: None,
        tags: None,
        names: &Arc::default(),
        stylebook: None,
        purpose: Purpose::Check,
        patterns: &mut Default::default(),
    };
    let mut problems = Vec::new();
    let check = kind.compile(file.parse(&mut Vec::new()), &mut env, &mut problems);
    (check, problems)
}
