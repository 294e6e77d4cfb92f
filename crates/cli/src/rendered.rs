//! An article put in words where it was checked, before its turn to be printed comes.

use std::io;
use std::sync::Arc;

use copydesk::report::{Render, Reported};
use copydesk_workspace::article::{Examined, guarded};
use copydesk_workspace::job::Job;
use copydesk_workspace::refused::Refused;

/// Findings that are put in words together: the words of very many would take much more memory than the findings.
pub const MAX_RENDERED: usize = 1000;

/// An article with what the form says of it, as far as no other article decides that; nothing if that is too much to hold.
pub struct Rendered {
    /// The article.
    pub examined: Examined,
    /// What is said of it.
    pub words: Option<io::Result<Vec<String>>>,
}

/// What puts findings in words on any thread; nothing, if the form does that by itself, or nothing is said of findings.
pub type Renderer = Option<Arc<dyn Render>>;

impl Rendered {
    /// An article put in words.
    ///
    /// # Errors
    /// A failure of copydesk in doing that.
    pub fn new(renderer: &Renderer, job: &Job, examined: Examined) -> Result<Self, Refused> {
        let render = |renderer: &Arc<dyn Render>| {
            guarded(|| examined.article.source.with_text(""), || Ok(renderer.render(article_of(job, &examined))))
        };
        let renderer = renderer.as_ref().filter(|_| examined.outcome.findings.len() <= MAX_RENDERED);
        let words = renderer.map(render).transpose()?;
        Ok(Self { examined, words })
    }
}

/// An article as reporters take it.
pub fn article_of<'e>(job: &'e Job, examined: &'e Examined) -> Reported<'e> {
    let outcome = &examined.outcome;
    Reported {
        source: &examined.article.source,
        language: &outcome.language.tag,
        found: &outcome.findings,
        rules: job.engine.book(),
        format: examined.article.format,
        reading: job.engine.reading(),
        stretches: &outcome.stretches,
    }
}
