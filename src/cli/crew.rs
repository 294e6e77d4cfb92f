//! The threads of a run, and the bar that shows how far they are.

use std::io;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use super::interrupt::Interrupt;
use super::terminal::is_watched;

/// A run that takes longer shows how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// The threads, and the bar that shows how far they are.
pub struct Crew<'i> {
    pool: rayon::ThreadPool,
    /// How far they are.
    pub bar: ProgressBar,
    begun: Instant,
    interrupt: &'i Interrupt,
}

impl<'i> Crew<'i> {
    /// So many threads (0: as many as suit the machine) for so much work.
    ///
    /// # Errors
    /// What the system says when it gives no threads.
    pub fn new(threads: usize, length: usize, interrupt: &'i Interrupt) -> io::Result<Self> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(io::Error::other)?;
        let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len}") {
            bar.set_style(style);
        }
        Ok(Self { pool, bar, begun: Instant::now(), interrupt })
    }

    /// Does `work` on each item, in any order; the results in the order of the items. Nothing, if it was interrupted.
    /// `meanwhile` is done on this thread: what the run says of one piece of work waits for no other.
    pub fn each<T: Send, R: Send, M>(
        &self,
        items: impl IndexedParallelIterator<Item = T>,
        work: impl Fn(T) -> R + Sync + Send,
        meanwhile: impl FnOnce() -> M,
    ) -> (Option<Vec<R>>, M) {
        let step = |item| {
            let done = self.interrupt.status().is_none().then(|| work(item));
            self.bar.inc(1);
            done
        };
        let mut done: Vec<Option<R>> = Vec::new();
        let meant = self.pool.in_place_scope(|scope| {
            scope.spawn(|_| items.map(step).collect_into_vec(&mut done));
            meanwhile()
        });
        if self.bar.is_hidden() && self.begun.elapsed() > PATIENCE && is_watched() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        (done.into_iter().collect(), meant)
    }
}
