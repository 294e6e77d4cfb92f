//! Texts to outcomes: on any number of threads, and never with an exception for what an article holds.

use std::path::PathBuf;
use std::sync::Arc;

use copydesk::document::Unreadable;
use copydesk::engine::{Checked, Engine, Outcome, Pass, SecondPass, Wish};
use copydesk::text::{Source, SourceId};
use copydesk::{Applicability, Article, Format};
use copydesk_workspace::article::guarded;
use copydesk_workspace::interrupt::Interrupt;
use copydesk_workspace::refused::Refused;
use copydesk_workspace::threads::ThreadPool;
use rayon::prelude::*;

use crate::text::Text;

/// How texts are read.
#[derive(Debug, Clone)]
pub struct Way {
    /// The rules.
    pub engine: Arc<Engine>,
    /// The name of a file that they go by.
    pub name: Option<PathBuf>,
    /// What they are written in.
    pub format: Format,
}

/// An article that was looked at by itself.
pub type Seen = (Article, Checked);

/// An article with what came of it.
pub type Examined = (Article, Outcome);

/// Does `work` on each item, in the order of the items: on so many threads, as many as suit the machine if 0. With one, no thread is
/// started.
pub fn each<T: Send, R: Send>(threads: usize, items: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    if threads == 1 || items.len() < 2 {
        return items.into_iter().map(work).collect();
    }
    in_threads(threads, items, work)
}

/// Does `work` on threads that are made for it, so that what it does on several waits for none that a forked process lacks.
pub fn apart<T: Send, R: Send>(item: T, work: impl Fn(T) -> R + Sync + Send) -> Option<R> {
    in_threads(0, vec![item], work).pop()
}

fn in_threads<T: Send, R: Send>(threads: usize, items: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    let interrupt = Interrupt::default();
    let pool = ThreadPool::new(threads, &(), &interrupt);
    let (done, ()) = pool.each(items.into_par_iter(), work, || ());
    done.unwrap_or_default()
}

impl Way {
    /// Reads a text and looks at it by itself. What cannot be read is an article with that finding.
    pub fn see(&self, text: Text) -> Seen {
        let nothing = || Source::new(self.name.clone().map_or(SourceId::Stdin(None), SourceId::File), "");
        let seen = guarded(nothing, || {
            let article = text.into_article(self.name.clone(), self.format, self.engine.languages())?;
            let checked = self.engine.first_pass(&article);
            Ok((article, checked))
        });
        match seen {
            Ok(seen) => seen,
            Err(Refused::Article(unreadable)) => self.unreadable(*unreadable),
            // Nothing else is said of a text in memory.
            Err(_) => (Article::of(nothing(), self.format), self.engine.first_pass(&Article::new(""))),
        }
    }

    fn unreadable(&self, Unreadable { source, fault }: Unreadable) -> Seen {
        let checked = self.engine.unreadable(&source, &fault);
        (Article::of(source, self.format), checked)
    }

    /// What comes of an article that was looked at, in the light of an archive if there is one; repaired by every fix of at least the
    /// applicability `repair`, if one is given.
    pub fn conclude(
        &self,
        (article, checked): Seen,
        repair: Option<Applicability>,
        archive: Option<&dyn SecondPass>,
    ) -> Examined {
        let wish = repair.map_or(Wish::Check, Wish::Repair);
        let pass = Pass { archive, ..Pass::default() };
        let concluded = guarded(
            || article.source.with_text(""),
            || Ok(self.engine.examine_checked(&article, checked, &pass, wish)),
        );
        match concluded {
            Ok(outcome) => (article, outcome),
            Err(refused) => {
                let (article, checked) = match refused {
                    Refused::Article(unreadable) => self.unreadable(*unreadable),
                    _ => (article, self.engine.first_pass(&Article::new(""))),
                };
                let outcome = self.engine.examine_checked(&article, checked, &Pass::default(), Wish::Check);
                (article, outcome)
            }
        }
    }
}
