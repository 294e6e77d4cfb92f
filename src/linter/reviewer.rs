//! Articles looked at as a page shows them.

use std::path::PathBuf;
use std::sync::Arc;

use super::Linter;
use crate::diagnostic::Applicability;
use crate::document::{self, Article, Format};
use crate::engine::{Engine, Pass, Wish, applied};
use crate::report::{Review, ReviewFix, ReviewProblem, ReviewRequest, Reviewed, finding_ids};
use crate::rules::CodeTexts;
use crate::text::{Problem, Source, SourceId, did_you_mean};

/// The language in which people are spoken to who name none.
const UI: &str = "en";

/// Reviews articles for a page. Made once, used for many articles, on any number of threads.
///
/// ```
/// # fn main() -> Result<(), copydesk::Problem> {
/// use copydesk::{Linter, ReviewRequest, Reviewer};
///
/// let reviewer = Reviewer::new(Linter::built_in()?);
/// let request = ReviewRequest { text: "The mayor said: “We wait for the tide.”".to_owned(), ..ReviewRequest::default() };
/// let review = reviewer.review(&request)?;
/// assert_eq!(review.quotations[0].speaker.as_ref().map(|speaker| &*speaker.text), Some("The mayor"));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Reviewer {
    linter: Linter,
    /// Looks for sources that nobody can trace, whether the rules in force do or not.
    sources: Arc<Engine>,
    texts: Arc<CodeTexts>,
    problems: Vec<ReviewProblem>,
}

impl Reviewer {
    /// A reviewer by the rules of a linter.
    #[must_use]
    pub fn new(linter: Linter) -> Self {
        let sources = Arc::new(linter.engine.of_sources());
        Self { linter, sources, texts: Arc::new(CodeTexts::read(&mut Vec::new())), problems: Vec::new() }
    }

    /// The same reviewer, which tells with every review what is wrong with its configuration.
    #[must_use]
    pub fn telling(self, problems: &[Problem]) -> Self {
        Self { problems: problems.iter().map(ReviewProblem::from).collect(), ..self }
    }

    /// The review that is asked for. With repairs it is the review of the repaired text; ids of findings that the text has not are
    /// passed over.
    ///
    /// # Errors
    /// A format that there is not, or one of many articles.
    pub fn review(&self, request: &ReviewRequest) -> Result<Review, Problem> {
        let article = article(request)?;
        let ui = request.ui.as_deref().unwrap_or(UI);
        let engine = &self.linter.engine;
        let repaired = match &request.fix {
            None => None,
            Some(ReviewFix::Safe) => {
                let outcome = engine.examine(&article, &Pass::default(), Wish::Repair(Applicability::Safe));
                let text = outcome.repaired_text().map(|text| article.source.with_text(text));
                text.map(|source| (Article::of(source, article.format), outcome.repaired()))
            }
            Some(ReviewFix::Findings(wanted)) => {
                let found = engine.check(&article).findings;
                let ids = finding_ids(&article.source, &found);
                let chosen = found.iter().zip(&ids).filter(|(_, id)| wanted.contains(id));
                let fixes = chosen.filter_map(|(diagnostic, _)| diagnostic.fix.as_ref());
                applied(&article, fixes.filter(|fix| fix.applicability >= Applicability::Unsafe))
            }
        };
        let (article, fixed) = repaired.unwrap_or((article, 0));
        let mut review = self.review_article(&article, ui);
        review.summary.fixed = fixed;
        Ok(review)
    }

    /// The review of an article as it is, in the language with the tag `ui`.
    #[must_use]
    pub fn review_article(&self, article: &Article, ui: &str) -> Review {
        let engine = &self.linter.engine;
        let outcome = engine.check(article);
        let document = document::parse(&article.source, article.format, &engine.reading());
        let reviewed = Reviewed {
            document: &document,
            format: article.format,
            found: &outcome.findings,
            rules: engine.rules(),
            texts: &self.texts,
            names: &engine.names_in(&document),
            sources: Some(&self.sources.sources_in(&document)),
            ui,
        };
        Review { problems: self.problems.clone(), ..Review::of(&reviewed) }
    }
}

/// The article that a request brings.
fn article(request: &ReviewRequest) -> Result<Article, Problem> {
    let id = match &request.name {
        Some(name) => SourceId::File(PathBuf::from(name)),
        None => SourceId::Stdin(None),
    };
    let of_name = || id.path().and_then(Format::of_path);
    let format = match &request.format {
        Some(name) => Format::named(name).ok_or_else(|| unknown(name))?,
        None => of_name().unwrap_or(Format::Text),
    };
    if format.is_of_records() {
        let message = format!("`{}` is a format of many articles, which are reviewed one by one", format.name());
        return Err(Problem::new(message));
    }
    Ok(Article::of(Source::new(id, request.text.as_str()), format))
}

fn unknown(name: &str) -> Problem {
    let problem = Problem::new(format!("there is no format `{name}`"));
    match did_you_mean(name, Format::names()) {
        Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
        None => problem.with_help(format!("formats: {}", Format::names().collect::<Vec<_>>().join(", "))),
    }
}
