//! What unit tests of several modules need: documents in a built-in language.

use std::sync::Arc;

use crate::document::{self, Document, Format, Reading};
use crate::language::Languages;
use crate::text::{Source, SourceId};

/// The built-in languages.
pub fn languages() -> Arc<Languages> {
    let mut problems = Vec::new();
    let languages = Languages::load(&crate::rules::language_files(), &mut problems);
    assert_eq!(problems, []);
    Arc::new(languages.unwrap())
}

/// Calls `test` with a plain-text document in the language `tag`.
pub fn with_document(tag: &str, text: &str, test: impl FnOnce(&Document<'_>)) {
    let languages = languages();
    let source = Source::new(SourceId::Stdin(None), text);
    let profile = Arc::clone(languages.get(tag).unwrap());
    let reading = Reading { language: Some(&profile), ..Reading::new(&languages) };
    test(&document::parse(&source, Format::Text, &reading));
}
