//! The names of one document, kept for all that ask for them.

use std::cell::OnceCell;
use std::fmt;
use std::sync::Arc;

use super::mentions::Mentions;
use super::words::Words;
use crate::analysis::Analysis;

/// The names of one document, found once for each rule that says what names are. Nothing is looked for before it is asked.
#[derive(Debug)]
pub struct FoundNames<'a> {
    analysis: &'a Analysis<'a>,
    found: OnceCell<(Arc<Words>, Mentions<'a>)>,
    /// Those of other rules: there is hardly ever more than one for a language.
    others: OnceCell<Box<FoundNames<'a>>>,
}

impl<'a> FoundNames<'a> {
    /// Nothing is found yet.
    #[must_use]
    pub fn new(analysis: &'a Analysis<'a>) -> Self {
        Self { analysis, found: OnceCell::new(), others: OnceCell::new() }
    }
}

/// [`FoundNames`] of a document, however long that lives.
pub trait DocumentNames: fmt::Debug {
    /// The names of the document by what a rule says.
    fn of<'s>(&'s self, words: &Arc<Words>) -> &'s Mentions<'s>;
}

impl DocumentNames for FoundNames<'_> {
    fn of<'s>(&'s self, words: &Arc<Words>) -> &'s Mentions<'s> {
        let (known, mentions) = self.found.get_or_init(|| {
            let ready = words.ready(self.analysis.profile());
            (Arc::clone(words), Mentions::collect(self.analysis, &ready.words))
        });
        if Arc::ptr_eq(known, words) {
            return mentions;
        }
        self.others.get_or_init(|| Box::new(FoundNames::new(self.analysis))).of(words)
    }
}
