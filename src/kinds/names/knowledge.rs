//! What the rules about names know together: the words of each language, the house's decisions, the gazetteers. A rule
//! registers what it brings when it is compiled; it is prepared when the first article comes, since folding some
//! thousands of words takes longer than checking one article.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::keys::{Keys, Ready};
use super::stylebook::{Files, House, Library, Preferred};
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
    pub(super) fn library(&self) -> Arc<Library> {
        Arc::clone(&self.library)
    }

    /// Sets what a rule knows of the names of a language, in place of what an earlier rule said.
    pub(super) fn add(&self, profile: &Profile, words: &Arc<Words>) {
        lock(&self.words).insert(Arc::clone(&profile.tag), Arc::clone(words));
    }

    /// What is known of the names of a language.
    pub(super) fn words(&self, tag: &str) -> Option<Arc<Words>> {
        lock(&self.words).get(tag).cloned()
    }

    /// Sets what the house decided.
    pub(super) fn decide(&self, house: &Arc<House>) {
        *lock(&self.house) = Arc::clone(house);
    }

    /// What the house decided.
    pub(super) fn house(&self) -> Arc<House> {
        Arc::clone(&lock(&self.house))
    }
}

/// A panic elsewhere cannot leave these half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a rule says of the names of a language, and what becomes of it when it is needed.
pub(super) struct Words {
    keys: Keys,
    /// The language of the rule's words; that of the first article, for a rule of every language.
    profile: Option<Arc<Profile>>,
    knowledge: Arc<Library>,
    ready: OnceLock<Ready>,
    preferred: OnceLock<Preferred>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").finish_non_exhaustive()
    }
}

impl Words {
    /// What the keys of a rule say, for a language.
    pub(super) fn new(keys: Keys, profile: Option<Arc<Profile>>, library: Arc<Library>) -> Self {
        Self { keys, profile, knowledge: library, ready: OnceLock::new(), preferred: OnceLock::new() }
    }

    /// The keys as written.
    pub(super) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The words and tables, prepared. `profile` is the language of the article.
    pub(super) fn ready(&self, profile: &Profile) -> &Ready {
        let profile = self.profile.as_deref().unwrap_or(profile);
        self.ready.get_or_init(|| {
            let names = || self.knowledge.gazetteers().iter().flat_map(|gazetteer| gazetteer.names(&profile.tag));
            self.keys.prepare(profile, names)
        })
    }

    /// The words of the names that `house` wants.
    pub(super) fn preferred(&self, profile: &Profile, house: impl FnOnce() -> Arc<House>) -> &Preferred {
        self.preferred.get_or_init(|| house().preferred(self.profile.as_deref().unwrap_or(profile)))
    }
}
