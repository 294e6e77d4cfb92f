//! The page on which articles are read, with what a run found in it: to be read, not to be changed. Of a long list the worst findings
//! are kept, and the page says so.

use std::io;
use std::sync::Arc;

use serde::Serialize;

use super::review::{Review, ReviewFinding, ReviewProblem, Reviewed};
use super::safe::json_escaped;
use super::{PageEngine, ReportText, Reported, Reporter, Summary, Ui, Worst, write_page};
use crate::diagnostic::Severity;
use crate::document;
use crate::rules::CodeTexts;
use crate::text::Problem;

/// Findings on one page: more than anybody reads, few enough for any browser.
const KEPT: usize = 5000;

/// Problems on one page.
const PROBLEMS_KEPT: usize = 200;

/// One finding on the page.
#[derive(Debug)]
struct Item {
    /// The article it is in, without its findings.
    article: Arc<Review>,
    finding: ReviewFinding,
}

/// One page.
#[derive(Debug)]
pub struct Html {
    /// The language that people are spoken to in.
    ui: Ui,
    text: ReportText,
    texts: CodeTexts,
    items: Worst<Item>,
    problems: Vec<ReviewProblem>,
}

/// What the page shows.
#[derive(Serialize)]
struct Shown {
    reviews: Vec<Review>,
    problems: Vec<ReviewProblem>,
    summary: Counts,
}

/// What the run came to.
#[derive(Serialize)]
struct Counts {
    articles: usize,
    errors: usize,
    warnings: usize,
    hints: usize,
    /// Findings that are not on the page.
    omitted: usize,
    /// What baselines, comments and configurations kept quiet, and what was not read, a line each.
    not_shown: Vec<String>,
}

impl Html {
    /// A page that speaks the language `ui`, with so much of the articles.
    #[must_use]
    pub fn new(ui: Ui, text: ReportText) -> Self {
        Self { ui, text, texts: CodeTexts::read(&mut Vec::new()), items: Worst::new(KEPT), problems: Vec::new() }
    }

    /// The articles with those of their findings that are kept.
    fn reviews(&self) -> Vec<Review> {
        let items = self.items.in_order();
        let whole = |items: &[&Item]| {
            let first = items.first()?;
            let findings = items.iter().map(|item| item.finding.clone()).collect();
            Some(Review { findings, ..Review::clone(&first.article) })
        };
        items.chunk_by(|a, b| Arc::ptr_eq(&a.article, &b.article)).filter_map(whole).collect()
    }
}

impl Reporter for Html {
    fn article(&mut self, _: &mut dyn io::Write, article: Reported<'_>, _: &[String]) -> io::Result<()> {
        if article.found.is_empty() {
            return Ok(());
        }
        let document = document::parse(article.source, article.format, &article.reading);
        let review = Review::of(&Reviewed {
            document: &document,
            format: article.format,
            found: article.found,
            rules: article.rules.rules(),
            texts: &self.texts,
            names: &[],
            sources: None,
            ui: &self.ui.tag,
        });
        let mut review = review.shortened(self.text);
        let findings = std::mem::take(&mut review.findings);
        let review = Arc::new(review);
        for (diagnostic, finding) in article.found.iter().zip(findings) {
            self.items.add(diagnostic.severity, || Item { article: Arc::clone(&review), finding });
        }
        Ok(())
    }

    fn problem(&mut self, _: &mut dyn io::Write, problem: &Problem) -> io::Result<()> {
        if self.problems.len() < PROBLEMS_KEPT {
            self.problems.push(ReviewProblem::from(problem));
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        let of = |severity| summary.by_severity.get(&severity).copied().unwrap_or(0);
        let shown = Shown {
            reviews: self.reviews(),
            problems: std::mem::take(&mut self.problems),
            summary: Counts {
                articles: summary.articles,
                errors: of(Severity::Error),
                warnings: of(Severity::Warning),
                hints: of(Severity::Info),
                omitted: self.items.left_out(),
                not_shown: summary.not_shown(&self.ui),
            },
        };
        let json = json_escaped(serde_json::to_string(&shown).map_err(io::Error::other)?);
        write_page(out, PageEngine::Reviews(&json), Some(&self.ui.tag))
    }
}
