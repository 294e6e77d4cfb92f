//! What a rule says of the names of a language, and what becomes of it: it is prepared when the first article comes, since
//! folding some thousands of words takes longer than checking one article.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::keys::{Keys, LaidOut, Ready};
use super::stylebook::gazetteer::Library;
use super::stylebook::house::{Decided, House};
use crate::language::Profile;

/// What a rule says of the names of a language, and what becomes of it when it is needed.
pub struct Words {
    keys: Keys,
    /// What the build script made of its word lists, if the rule is as it was built in.
    laid_out: Option<LaidOut>,
    /// The language of the rule's words; that of the first article, for a rule of every language.
    profile: Option<Arc<Profile>>,
    knowledge: Arc<Library>,
    ready: OnceLock<Ready>,
    decided: OnceLock<Decided>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").finish_non_exhaustive()
    }
}

impl Words {
    /// What the keys of a rule say, for a language.
    pub fn new(keys: Keys, laid_out: Option<LaidOut>, profile: Option<Arc<Profile>>, library: Arc<Library>) -> Self {
        Self { keys, laid_out, profile, knowledge: library, ready: OnceLock::new(), decided: OnceLock::new() }
    }

    /// The keys as written.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The words and tables, prepared. `profile` is the language of the article.
    pub fn ready(&self, profile: &Profile) -> &Ready {
        let profile = self.profile.as_deref().unwrap_or(profile);
        self.ready.get_or_init(|| {
            let names = || self.knowledge.gazetteers().iter().flat_map(|gazetteer| gazetteer.names(&profile.tag));
            self.keys.prepare(profile, self.laid_out, names)
        })
    }

    /// What `house` has decided about names.
    pub fn decided(&self, profile: &Profile, house: impl FnOnce() -> Arc<House>) -> &Decided {
        self.decided.get_or_init(|| house().decided(self.profile.as_deref().unwrap_or(profile)))
    }
}
