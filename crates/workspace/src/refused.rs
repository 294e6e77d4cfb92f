//! What is not checked, and why: what is wrong with the run is a problem, what is wrong inside an article is a finding.

use copydesk::document::{Article, Unreadable};
use copydesk::engine::{UNREADABLE, Wish};
use copydesk::text::{Place, Problem};

use super::article::Examined;
use super::job::Job;

/// Why an article, or a record, was not checked.
#[derive(Debug)]
pub enum Refused {
    /// A file that cannot be opened, or an output that cannot be written.
    Problem(Problem),
    /// An article that cannot be read.
    Article(Box<Unreadable>),
    /// A record without a text: there is nothing to check, and nothing wrong.
    NoText,
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Box<Unreadable>> for Refused {
    fn from(unreadable: Box<Unreadable>) -> Self {
        Self::Article(unreadable)
    }
}

impl From<Unreadable> for Refused {
    fn from(unreadable: Unreadable) -> Self {
        Box::new(unreadable).into()
    }
}

impl Job {
    /// What comes of an article that cannot be read: one finding, unless that is ignored or known. It is reported whatever lines
    /// have changed, since none of them was checked.
    #[must_use]
    pub fn unreadable(&self, Unreadable { source, fault }: Unreadable) -> Examined {
        let mut pass = self.pass(None, &source);
        pass.changed = None;
        let checked = self.engine.unreadable(&source, &fault);
        let article = Article::of(source, self.format);
        let outcome = self.engine.examine_checked(&article, checked, &pass, Wish::Check);
        Examined { article, outcome, problem: None }
    }
}

/// What cannot be read of an article, in the interface language `ui`, for a run that does not show findings.
pub fn unread<'e>(examined: &'e Examined, ui: &'e str) -> impl Iterator<Item = Problem> + 'e {
    let source = &examined.article.source;
    let faults = examined.outcome.findings.iter().filter(|finding| finding.code.as_str() == UNREADABLE);
    faults.map(move |finding| {
        let at = source.file_position(finding.span.start);
        let place = Place::at_line(source.id.name(), at.line, at.column);
        Problem::new(finding.message.plain(ui)).at(place)
    })
}
