//! Articles looked at as a page shows them.

use std::path::PathBuf;
use std::sync::Arc;

use super::Linter;
use super::many::Many;
use crate::diagnostic::Applicability;
use crate::document::{self, Article, Format, NoRecord, Reading};
use crate::engine::{Engine, Pass, Wish, applied};
use crate::report::{
    Review, ReviewFix, ReviewProblem, ReviewRecord, ReviewRequest, ReviewWritten, Reviewed, finding_ids, headline,
};
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
    /// A format that there is not; of a file of many articles, an article that there is not; of another, that one of many is asked
    /// for.
    pub fn review(&self, request: &ReviewRequest) -> Result<Review, Problem> {
        let id = match &request.name {
            Some(name) => SourceId::File(PathBuf::from(name)),
            None => SourceId::Stdin(None),
        };
        let of_name = || id.path().and_then(Format::of_path);
        let format = match &request.format {
            Some(name) => Format::named(name).ok_or_else(|| unknown(name))?,
            None => of_name().unwrap_or(Format::Text),
        };
        match format.records() {
            Some(format) => self.review_one(&Many::of(id, &request.text, format), request),
            None if request.record.is_some() || request.edited.is_some() => {
                let message = format!("`{}` is a format of one article", format.name());
                Err(Problem::new(message).with_help("send neither `record` nor `edited`"))
            }
            None => Ok(self.repaired(Article::of(Source::new(id, request.text.as_str()), format), request)),
        }
    }

    /// The review of one article of a file of many.
    fn review_one(&self, many: &Many<'_>, request: &ReviewRequest) -> Result<Review, Problem> {
        let reading = self.linter.engine.reading();
        let number = match request.record {
            Some(number) => number,
            None => (0..many.len()).find(|&number| many.one(number, &reading).is_ok()).unwrap_or(0),
        };
        let one = many.one(number, &reading).map_err(|_| no_article(request.record))?;
        let article = match &request.edited {
            Some(text) => one.edited(text),
            None => one.article.with_text(one.article.source.text()),
        };
        let mut review = self.repaired(article, request);
        let written = one.written(&review.text, &reading);
        review.written = written.map(|(span, text)| ReviewWritten::new(&request.text, span, text));
        if request.record.is_none() {
            (review.records, review.unreadable) = list(many, &reading);
        }
        Ok(review)
    }

    /// The review of an article with the repairs that are asked for.
    fn repaired(&self, article: Article, request: &ReviewRequest) -> Review {
        let ui = request.ui.as_deref().unwrap_or(UI);
        let engine = &self.linter.engine;
        let repaired = match &request.fix {
            None => None,
            Some(ReviewFix::Safe) => {
                let outcome = engine.examine(&article, &Pass::default(), Wish::Repair(Applicability::Safe));
                let whole = article.source.with_text(article.source.text());
                let rounds = outcome.repair.as_ref().map(|repair| &repair.rounds);
                let source = rounds.and_then(|rounds| rounds.iter().try_fold(whole, |now, edits| now.edited(edits)));
                source.map(|source| (Article::of(source, article.format), outcome.repaired()))
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
        review
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

/// The articles of a file of many, and how many of its records cannot be read.
fn list(many: &Many<'_>, reading: &Reading<'_>) -> (Vec<ReviewRecord>, usize) {
    let (mut records, mut unreadable) = (Vec::new(), usize::from(many.is_broken));
    for number in 0..many.len() {
        match many.one(number, reading) {
            Ok(one) => {
                let document = document::parse(&one.article.source, one.article.format, reading);
                records.push(ReviewRecord::new(number, one.id(), headline(&document), one.line()));
            }
            Err(NoRecord::Fault(_)) => unreadable += 1,
            Err(NoRecord::NoText) => {}
        }
    }
    (records, unreadable)
}

fn no_article(asked: Option<usize>) -> Problem {
    match asked {
        Some(number) => Problem::new(format!("the file has no article with the number {number}"))
            .with_help("the numbers of its articles are in `records` of a review without `record`"),
        None => Problem::new("no article can be read in the file"),
    }
}

fn unknown(name: &str) -> Problem {
    let problem = Problem::new(format!("there is no format `{name}`"));
    match did_you_mean(name, Format::names()) {
        Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
        None => problem.with_help(format!("formats: {}", Format::names().collect::<Vec<_>>().join(", "))),
    }
}
