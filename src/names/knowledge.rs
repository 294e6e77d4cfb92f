//! What the rules about names know together: the words of each language, the house's decisions, the gazetteers. A rule
//! registers what it brings when it is compiled.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::stylebook::gazetteer::{Files, Library};
use super::stylebook::house::House;
use super::words::Words;
use crate::language::Profile;
use crate::text::Problem;
use crate::toml_doc::TomlFile;

/// What the rules about names of one rule book share.
#[derive(Debug, Default)]
pub struct Knowledge {
    library: Arc<Library>,
    words: Mutex<BTreeMap<Arc<str>, Arc<Words>>>,
    house: Mutex<Arc<House>>,
}

impl Knowledge {
    /// Nothing but the files of gazetteers and of conventions, unread.
    #[must_use]
    pub fn new(gazetteers: Files, conventions: Files) -> Self {
        Self { library: Arc::new(Library::new(gazetteers, conventions)), ..Self::default() }
    }

    /// The same beside files of the newsroom's own; what is wrong with them is added to `problems`.
    #[must_use]
    pub fn with(
        gazetteers: (Files, &[TomlFile]),
        conventions: (Files, &[TomlFile]),
        problems: &mut Vec<Problem>,
    ) -> Self {
        let library = Library::new(gazetteers.0, conventions.0).with(gazetteers.1, conventions.1, problems);
        Self { library: Arc::new(library), ..Self::default() }
    }

    /// The gazetteers and conventions.
    pub fn library(&self) -> Arc<Library> {
        Arc::clone(&self.library)
    }

    /// Sets what a rule knows of the names of a language, in place of what an earlier rule said.
    pub fn add(&self, profile: &Profile, words: &Arc<Words>) {
        lock(&self.words).insert(Arc::clone(&profile.tag), Arc::clone(words));
    }

    /// What is known of the names of a language.
    pub fn words(&self, tag: &str) -> Option<Arc<Words>> {
        lock(&self.words).get(tag).cloned()
    }

    /// Sets what the house decided.
    pub fn decide(&self, house: &Arc<House>) {
        *lock(&self.house) = Arc::clone(house);
    }

    /// What the house decided.
    pub fn house(&self) -> Arc<House> {
        Arc::clone(&lock(&self.house))
    }
}

/// A panic elsewhere cannot leave these half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
