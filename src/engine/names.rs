//! The names of an article, as its readers know them.

use super::Engine;
use crate::analysis::{Analysis, CueMatcher};
use crate::document::Document;
use crate::kinds::{ArticleName, CheckInput, names_of_article};

impl Engine {
    /// The names in an article, each with its spellings and the places of its prose where they stand, in order of first occurrence.
    /// Passages in other languages are left out.
    #[must_use]
    pub fn names_in(&self, document: &Document<'_>) -> Vec<ArticleName> {
        let no_cues = CueMatcher::default();
        let analysis = Analysis::new(document, &no_cues);
        names_of_article(&self.book().checks_for(&document.language.tag), &CheckInput::new(&analysis))
    }
}
