//! What earlier runs found in articles that have not changed since. A key is made of everything that a finding depends
//! on: this very program, the settings and rule sets, and the text. So nothing in the cache can be out of date; at
//! worst it is not asked for any more. Keys and checksums are made with a secret of the user's own, so that nothing is believed
//! but what this user's runs have written: a cache that came with a repository is as if it were not there.
//!
//! A cache is a folder of files, each for a part of the keys. Several runs may use it at once: each writes whole files, and
//! where two write the same one, the later one takes in what the earlier one added.

pub mod secret;
pub mod shard;
pub mod stored;

use std::fs;
use std::hash::{Hash as _, Hasher};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::UNIX_EPOCH;

use siphasher::sip128::{Hasher128 as _, SipHasher13};

use self::secret::Secret;
use self::shard::{Key, Shard};
use super::write::write_new;
use copydesk::document::Article;
use copydesk::engine::{Checked, Engine};
use copydesk::kinds::Facts;
use copydesk::rules::KNOWLEDGE;

/// The folder's name.
pub const FOLDER: &str = ".copydesk_cache";
/// Files of a cache.
const SHARDS: usize = 64;
/// What makes programs that save or search folders leave it alone.
const TAG: (&str, &str) =
    ("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n# Results of copydesk, which may be removed.\n");

/// The settings that findings depend on, as a number.
pub type SettingsKey = u128;

/// A cache, open for one run.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    secret: Secret,
    program: u128,
    shards: Vec<OnceLock<Mutex<Shard>>>,
}

impl Cache {
    /// The cache in `folder`, which need not be there yet, of the user with this secret; nothing, if this program cannot tell
    /// itself from another.
    pub fn open(folder: PathBuf, secret: Secret) -> Option<Self> {
        let program = this_program()?;
        Some(Self { folder, secret, program, shards: (0..SHARDS).map(|_| OnceLock::new()).collect() })
    }

    fn with_shard<T>(&self, key: Key, work: impl FnOnce(&mut Shard) -> T) -> Option<T> {
        let number = (key % SHARDS as u128) as usize;
        let shard = self.shards.get(number)?;
        let shard = shard.get_or_init(|| Mutex::new(Shard::read(&self.path_of(number), &self.secret)));
        shard.lock().ok().map(|mut shard| work(&mut shard))
    }

    fn path_of(&self, number: usize) -> PathBuf {
        self.folder.join(format!("{number:02x}"))
    }

    /// Writes what was added. Failing is no fault: the next run does the work again.
    fn save(&mut self) {
        for (number, shard) in std::mem::take(&mut self.shards).into_iter().enumerate() {
            if let Some(Ok(shard)) = shard.into_inner().map(Mutex::into_inner)
                && shard.write(&self.path_of(number), &self.secret).is_err()
            {
                return;
            }
        }
        if self.folder.is_dir() && !self.folder.join(TAG.0).exists() {
            // Neither saved nor committed. What goes by these names already is left alone, wherever it leads.
            for (name, text) in [TAG, (".gitignore", "*\n")] {
                let _ = write_new(&self.folder.join(name), text.as_bytes(), 0o666);
            }
        }
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        self.save();
    }
}

/// A cache with the settings of some of the articles.
#[derive(Debug, Clone)]
pub struct Memory {
    /// The cache.
    pub cache: Arc<Cache>,
    /// The settings.
    pub settings: SettingsKey,
}

impl Memory {
    /// What a first pass over an article finds, as it was found before or by `check`.
    pub fn checked(&self, engine: &Engine, article: &Article, check: impl FnOnce() -> Checked) -> Checked {
        let key = self.key("check", engine, article);
        let read = |bytes: &[u8]| stored::read_checked(engine, &article.source, bytes);
        self.recall(key, read, check, |checked| stored::write_checked(engine, checked))
    }

    /// What a survey collects from an article, as it was collected before or by `survey`.
    pub fn survey(&self, engine: &Engine, article: &Article, survey: impl FnOnce() -> Facts) -> Facts {
        let key = self.key("survey", engine, article);
        self.recall(key, |bytes| stored::read_survey(engine, &article.source, bytes), survey, stored::write_survey)
    }

    /// What is known under a key, if `read` can make something of it; otherwise what comes of `work`, kept as `write` puts it.
    fn recall<T>(
        &self,
        key: Key,
        read: impl FnOnce(&[u8]) -> Option<T>,
        work: impl FnOnce() -> T,
        write: impl FnOnce(&T) -> Option<Vec<u8>>,
    ) -> T {
        let known = self.cache.with_shard(key, |shard| shard.get(key).map(<[u8]>::to_vec)).flatten();
        if let Some(result) = known.as_deref().and_then(read) {
            return result;
        }
        let result = work();
        if let Some(value) = write(&result) {
            self.cache.with_shard(key, |shard| shard.add(key, value));
        }
        result
    }

    fn key(&self, what: &str, engine: &Engine, article: &Article) -> Key {
        let source = &article.source;
        let mut hasher = self.cache.secret.hasher();
        (self.cache.program, self.settings, what, source.encoding.name()).hash(&mut hasher);
        // Of the path only what it says of the language counts: an article that was moved is known.
        source.id.path().and_then(|path| engine.languages().hint_of(path)).hash(&mut hasher);
        std::mem::discriminant(&article.format).hash(&mut hasher);
        hasher.write(source.text().as_bytes());
        hasher.finish128().as_u128()
    }
}

/// A number for settings, which `parts` say in full.
pub fn settings_key<'p>(parts: impl IntoIterator<Item = &'p str>) -> SettingsKey {
    let mut hasher = SipHasher13::new();
    for part in parts {
        part.hash(&mut hasher);
    }
    hasher.finish128().as_u128()
}

/// A number that no other build of copydesk has: two of the same version may find different things.
fn this_program() -> Option<u128> {
    let file = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let changed = file.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let mut hasher = SipHasher13::new();
    (env!("CARGO_PKG_VERSION"), KNOWLEDGE, file.len(), changed).hash(&mut hasher);
    Some(hasher.finish128().as_u128())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use copydesk::engine::{Policy, Selection};
    use copydesk::rules::{Example, built_in};

    fn engine_of_all_rules() -> Engine {
        let mut problems = Vec::new();
        let (languages, book) = built_in(copydesk::kinds::Purpose::Explain, &mut problems).unwrap();
        assert_eq!(problems, []);
        let selection = Selection { select: vec!["all".to_owned()], ignore: Vec::new() };
        Engine::new(languages, book, Policy { selection, measures: true, ..Policy::default() })
    }

    fn article(text: &str) -> Article {
        Article::named("a.txt", text)
    }

    #[test]
    fn every_example_of_every_rule_comes_back_as_it_was() {
        let engine = engine_of_all_rules();
        let mut kept = 0;
        for Example { text, format, .. } in engine.rules().iter().flat_map(|rule| &rule.examples) {
            let article = Article { format: *format, ..article(text) };
            let before = engine.first_pass(&article);
            let Some(bytes) = stored::write_checked(&engine, &before) else {
                assert!(!before.suppressions.is_empty(), "{text}");
                continue;
            };
            let after = stored::read_checked(&engine, &article.source, &bytes).unwrap();
            assert_eq!(after.found, before.found);
            assert_eq!(after.facts, before.facts);
            assert_eq!(after.language.tag, before.language.tag);
            assert!(!before.stretches.is_empty() || article.source.text().trim().is_empty(), "{text}");
            assert_eq!(after.stretches, before.stretches);
            kept += usize::from(!before.found.is_empty());
            let survey = engine.survey(&article);
            let bytes = stored::write_survey(&survey).unwrap();
            assert_eq!(stored::read_survey(&engine, &article.source, &bytes), Some(survey));
        }
        assert!(kept > 300, "{kept} articles with findings");
    }

    #[test]
    fn bytes_that_cannot_be_true_of_a_text_are_nothing() {
        let engine = engine_of_all_rules();
        let long = article("قال المدير إن ”الموسم جيد” في المدينة.\n");
        let bytes = stored::write_checked(&engine, &engine.first_pass(&long)).unwrap();
        assert!(stored::read_checked(&engine, &long.source, &bytes).is_some());
        assert!(stored::read_checked(&engine, &article("قال").source, &bytes).is_none());
        for at in 0..bytes.len() {
            // Whatever it is now, it is in the text.
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            if let Some(checked) = stored::read_checked(&engine, &long.source, &damaged) {
                assert!(checked.found.iter().all(|found| long.source.text().get(found.span.range()).is_some()));
            }
            assert!(stored::read_checked(&engine, &long.source, &bytes[..at]).is_none());
        }
    }

    #[test]
    fn what_is_known_is_not_worked_out_again_until_the_text_or_the_settings_change() {
        let engine = engine_of_all_rules();
        let folder = tempfile::tempdir().unwrap();
        let worked = Cell::new(0);
        let look = |settings: &str, text: &str| {
            let cache = Arc::new(Cache::open(folder.path().join(FOLDER), Secret::of_bytes([7; 16])).unwrap());
            let memory = Memory { cache, settings: settings_key([settings]) };
            let article = article(text);
            let work = || {
                worked.set(worked.get() + 1);
                engine.first_pass(&article)
            };
            memory.checked(&engine, &article, work).found.len()
        };
        let text = "قال المدير إن ”الموسم جيد” في المدينة.\n";
        assert_eq!((look("a", text), worked.get()), (1, 1));
        assert_eq!((look("a", text), worked.get()), (1, 1));
        assert_eq!((look("b", text), worked.get()), (1, 2));
        assert_eq!((look("a", "قال المدير إن الموسم جيد.\n"), worked.get()), (0, 3));
        assert_eq!((look("a", "قال المدير إن الموسم جيد.\n"), worked.get()), (0, 3));
    }
}
