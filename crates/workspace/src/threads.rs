//! The threads of a run. Where the system gives no threads, the work is done by the one that is there.

use std::env;
use std::io;
use std::num::NonZero;
use std::sync::mpsc::{self, Sender};
use std::thread;

use rayon::prelude::*;

use super::interrupt::Interrupt;

/// The most threads a run has, whatever it is asked for.
const MOST: usize = 256;
/// Threads that read the rules: more have nothing to do, and cost time to start.
const READERS: usize = 4;
/// The variable that says how many threads there are to be where no option does.
const VARIABLE: &str = "RAYON_NUM_THREADS";

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

/// Follows how far a run is, for whoever shows it.
pub trait Progress: Sync {
    /// One piece of work is done. Called on any thread.
    fn advance(&self);
    /// Some pieces of work are done together. Called on the thread that started them.
    fn refresh(&self);
    /// Takes what shows it away while `print` prints.
    fn suspend(&self, print: &mut dyn FnMut());
}

/// Nobody wants to know.
impl Progress for () {
    fn advance(&self) {}
    fn refresh(&self) {}
    fn suspend(&self, print: &mut dyn FnMut()) {
        print();
    }
}

/// The threads of a run.
pub struct ThreadPool<'r> {
    /// `None` if the system gives no threads.
    pool: Option<rayon::ThreadPool>,
    progress: &'r dyn Progress,
    interrupt: &'r Interrupt,
}

impl<'r> ThreadPool<'r> {
    /// So many threads; 0: as many as suit the machine.
    pub fn new(threads: usize, progress: &'r dyn Progress, interrupt: &'r Interrupt) -> Self {
        let threads = start(number(threads));
        let pool = (!threads.is_empty())
            .then(|| rayon::ThreadPoolBuilder::new().num_threads(threads.len()).spawn_handler(hire(threads)).build());
        Self { pool: pool.and_then(Result::ok), progress, interrupt }
    }

    /// Does `work` on each item, in any order; the results in the order of the items, or `None` if it was interrupted.
    /// `meanwhile` is done on this thread: what the run says of one piece of work waits for no other.
    pub fn each<T: Send, R: Send, M>(
        &self,
        items: impl IndexedParallelIterator<Item = T>,
        work: impl Fn(T) -> R + Sync + Send,
        meanwhile: impl FnOnce() -> M,
    ) -> (Option<Vec<R>>, M) {
        let step = |item| {
            let done = self.interrupt.status().is_none().then(|| work(item));
            self.progress.advance();
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
        self.progress.refresh();
        (done.into_iter().collect(), meant)
    }

    /// Prints something while nothing shows how far the run is.
    ///
    /// # Errors
    /// What `print` says.
    pub fn suspend(&self, print: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        let (mut print, mut printed) = (Some(print), Ok(()));
        self.progress.suspend(&mut || printed = print.take().map_or(Ok(()), |print| print()));
        printed
    }
}
