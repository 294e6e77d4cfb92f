//! What is not checked, and why: what is wrong with the run is a problem, what is wrong inside an article is a finding.

use super::article::Examined;
use super::job::Job;
use copydesk::engine::{UNREADABLE, Unsaid};
use copydesk::text::{Cause, Fault, Place, Problem, Source, SourceId, Undecoded};

/// Why an article, or a record, was not checked.
#[derive(Debug)]
pub enum Refused {
    /// A file that cannot be opened, or an output that cannot be written.
    Problem(Problem),
    /// An article that cannot be read.
    Article(Box<Broken>),
    /// A record without a text: there is nothing to check, and nothing wrong.
    NoText,
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Broken> for Refused {
    fn from(broken: Broken) -> Self {
        Self::Article(Box::new(broken))
    }
}

/// An article that cannot be read.
#[derive(Debug)]
pub struct Broken {
    /// As much of it as can be shown.
    pub source: Source,
    /// What is wrong with it, and where in that.
    pub fault: Fault,
}

impl Broken {
    /// An article whose bytes are no text.
    #[must_use]
    pub fn undecoded(id: SourceId, undecoded: Undecoded) -> Self {
        let mut source = Source::new(id, undecoded.text);
        source.encoding = undecoded.encoding;
        Self { source, fault: undecoded.fault }
    }

    /// An article of more than `limit` bytes. That is a fault of the article, not of the run: the file is there and can be
    /// opened, what is in it is no article, and whoever keeps it there can leave it out or know it in the baseline.
    #[must_use]
    pub fn too_large(id: SourceId, limit: u64) -> Self {
        Self { source: Source::new(id, ""), fault: Fault::too_large(limit) }
    }

    /// An article on which copydesk itself failed.
    #[must_use]
    pub fn failed(source: Source, words: String) -> Self {
        Self { source, fault: Fault::new(Cause::Failure, "reason", words, 0..0) }
    }

    /// What comes of it: one finding, unless that is ignored or known. It is said whatever lines have changed, since none of
    /// them was checked.
    #[must_use]
    pub fn examined(self, job: &Job) -> Examined {
        let Self { source, fault } = self;
        let mut view = job.view(None, &source);
        view.changed = None;
        let (checked, unsaid): (_, Unsaid) =
            view.look_again(&job.engine, &source, job.format, job.engine.unreadable(&source, &fault));
        Examined { source, checked, unsaid, repaired: 0, rounds: Vec::new(), preview: None, problem: None }
    }
}

/// What cannot be read of an article, in the interface language `ui`, for a run that does not show findings.
pub fn unread<'e>(examined: &'e Examined, ui: &'e str) -> impl Iterator<Item = Problem> + 'e {
    let source = &examined.source;
    let faults = examined.checked.found.iter().filter(|finding| finding.code.as_str() == UNREADABLE);
    faults.map(move |finding| {
        let at = source.file_position(finding.span.start);
        let place = Place::at_line(source.id.name(), at.line, at.column);
        Problem::new(finding.message.render(ui, str::to_owned)).at(place)
    })
}
