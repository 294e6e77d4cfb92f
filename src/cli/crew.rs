//! The threads of a run, and the bar that shows how far they are. Where the system gives no threads, the work is done by the one
//! that is there.

use std::env;
use std::io;
use std::num::NonZero;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use super::interrupt::Interrupt;
use super::terminal::is_watched;

/// The most threads a run has, whatever it is asked for.
const MOST: usize = 256;
/// Threads that read the rules: more have nothing to do, and cost time to start.
const READERS: usize = 4;
/// The variable that says how many threads there are to be where no option does.
const VARIABLE: &str = "RAYON_NUM_THREADS";

/// A run that takes longer shows how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many threads there are to be: as many as are `wished` for; where that is 0, what the environment says, if it says a number;
/// otherwise as many as suit the machine.
fn number(wished: usize) -> usize {
    let said = || env::var(VARIABLE).ok()?.parse().ok();
    let machine = || thread::available_parallelism().map_or(1, NonZero::get);
    let number = Some(wished).filter(|number| *number > 0).or_else(|| said().filter(|number| *number > 0));
    number.unwrap_or_else(machine).min(MOST)
}

/// Starts threads, each of which waits for what it is to do: `wished` of them, or fewer where the system gives no more.
fn start(wished: usize) -> Vec<Sender<rayon::ThreadBuilder>> {
    let waiting = |_| {
        let (give, take) = mpsc::channel::<rayon::ThreadBuilder>();
        let wait = move || take.recv().into_iter().for_each(rayon::ThreadBuilder::run);
        thread::Builder::new().spawn(wait).ok().map(|_| give)
    };
    (0..wished).map_while(waiting).collect()
}

/// Lets a pool work on threads that were started for it.
fn hire(mut threads: Vec<Sender<rayon::ThreadBuilder>>) -> impl FnMut(rayon::ThreadBuilder) -> io::Result<()> {
    move |work| {
        let thread = threads.pop().ok_or(io::ErrorKind::NotFound)?;
        thread.send(work).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

/// Starts the threads that read the rules; articles are checked by others. Where there are none it is done by this one.
pub fn start_readers() {
    // A pool that cannot be built would be asked for again by whoever reads, in vain: so threads are started before it is.
    let threads = start(number(0).min(READERS));
    let builder = rayon::ThreadPoolBuilder::new();
    let built = match threads.len() {
        0 => builder.num_threads(1).use_current_thread().build_global(),
        started => builder.num_threads(started).spawn_handler(hire(threads)).build_global(),
    };
    // It fails only if there is one already.
    drop(built);
}

/// The threads, and the bar that shows how far they are.
pub struct Crew<'i> {
    /// Nothing, if the system gives no threads.
    pool: Option<rayon::ThreadPool>,
    /// How far they are.
    pub bar: ProgressBar,
    begun: Instant,
    interrupt: &'i Interrupt,
}

impl<'i> Crew<'i> {
    /// So many threads (0: as many as suit the machine) for so much work.
    pub fn new(threads: usize, length: usize, interrupt: &'i Interrupt) -> Self {
        let threads = start(number(threads));
        let pool = (!threads.is_empty())
            .then(|| rayon::ThreadPoolBuilder::new().num_threads(threads.len()).spawn_handler(hire(threads)).build());
        let pool = pool.and_then(Result::ok);
        let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len}") {
            bar.set_style(style);
        }
        Self { pool, bar, begun: Instant::now(), interrupt }
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
        let meant = match &self.pool {
            Some(pool) => pool.in_place_scope(|scope| {
                scope.spawn(|_| items.map(step).collect_into_vec(&mut done));
                meanwhile()
            }),
            None => {
                items.map(step).collect_into_vec(&mut done);
                meanwhile()
            }
        };
        if self.bar.is_hidden() && self.begun.elapsed() > PATIENCE && is_watched() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        (done.into_iter().collect(), meant)
    }
}
