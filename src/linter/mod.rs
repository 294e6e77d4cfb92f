//! The door of the library: rules made ready, from what is built in or from a configuration, and articles checked by them.

mod configuration;
mod files;
mod many;
mod package;
mod packaged;
mod reviewer;

use std::path::Path;
use std::sync::Arc;

pub use configuration::{Configuration, Given};
pub use files::{Files, OUTSIDE, Texts, glob_matcher};
pub use package::{PACKAGE_FILE, Package, PackageHead};
pub use packaged::{ReadFrom, UsedPackage};
pub use reviewer::Reviewer;

use crate::config::Policy;
use crate::diagnostic::Applicability;
use crate::document::Article;
use crate::engine::{Engine, Outcome, Pass, Wish};
use crate::kinds::Purpose;
use crate::language::Languages;
use crate::rules::language_files;
use crate::text::Problem;

/// Checks articles. Made once, used for many articles, on any number of threads.
#[derive(Debug, Clone)]
pub struct Linter {
    engine: Arc<Engine>,
}

impl Linter {
    /// A linter by the built-in rules.
    ///
    /// # Errors
    /// A problem with the base language, which no released version has.
    pub fn built_in() -> Result<Self, Problem> {
        let (languages, book) = crate::rules::built_in(Purpose::Check, &mut Vec::new())?;
        Ok(Self::from(Engine::new(languages, book, Policy::default())))
    }

    /// A linter by the rules that a configuration puts in force for the article at `path`: overrides of the configuration hold
    /// for some paths only.
    #[must_use]
    pub fn configured(configuration: &Configuration, path: impl AsRef<Path>) -> Self {
        let base = Policy { refuses_suppressions: !configuration.trust.suppressions, ..Policy::default() };
        let policy = configuration.policy(Some(path.as_ref()), &base);
        let (languages, book) = (Arc::clone(&configuration.languages), Arc::clone(&configuration.book));
        Self::from(Engine::new(languages, book, policy))
    }

    /// What is wrong with an article.
    #[must_use]
    pub fn check(&self, article: &Article) -> Outcome {
        self.engine.check(article)
    }

    /// The article with every fix of at least this applicability applied, and what is wrong with it then.
    #[must_use]
    pub fn repair(&self, article: &Article, least: Applicability) -> Outcome {
        self.engine.examine(article, &Pass::default(), Wish::Repair(least))
    }

    /// The rules made ready, for whoever needs more: baselines, archives, examples.
    #[must_use]
    pub fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }
}

impl From<Engine> for Linter {
    fn from(engine: Engine) -> Self {
        Self::from(Arc::new(engine))
    }
}

impl From<Arc<Engine>> for Linter {
    fn from(engine: Arc<Engine>) -> Self {
        Self { engine }
    }
}

impl Configuration {
    /// Reads the configuration at `path` with everything it names. What is wrong is in [`Configuration::problems`].
    ///
    /// # Errors
    /// A problem with the base language, which no released version has.
    pub fn read(files: &dyn Files, path: impl AsRef<Path>) -> Result<Self, Problem> {
        let languages = Arc::new(Languages::load(&language_files(), &mut Vec::new())?);
        Ok(Self::resolve(files, Some(path.as_ref()), &Given::nothing(&languages)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes found in an article that suppresses its finding, under a configuration with this text.
    fn codes(configuration: &str) -> Vec<String> {
        let files = Texts::from([("copydesk.toml", configuration)]);
        let configuration = Configuration::read(&files, "copydesk.toml").unwrap();
        assert_eq!(configuration.problems, []);
        let text = "<!-- copydesk: ignore quotes/unclosed -- a song -->\nShe said: “We wait for the tide.\n";
        let outcome = Linter::configured(&configuration, "news/tide.md").check(&Article::named("news/tide.md", text));
        outcome.findings.iter().map(|finding| finding.code.as_str().to_owned()).collect()
    }

    #[test]
    fn an_article_may_suppress_findings_unless_the_configuration_forbids_it() {
        assert!(codes("").is_empty());
        let found = codes("[trust]\nsuppressions = false\n");
        assert!(found.iter().any(|code| code == "quotes/unclosed"), "{found:?}");
    }
}
