//! Several things at once, where the feature `parallel` and the system allow it; otherwise one after the other, with the same
//! results. How many threads there are is not decided here.

/// Does both. The results in order.
#[cfg(feature = "parallel")]
pub fn join<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(a, b)
}

/// Does both. The results in order.
#[cfg(not(feature = "parallel"))]
pub fn join<A, B>(a: impl FnOnce() -> A, b: impl FnOnce() -> B) -> (A, B) {
    (a(), b())
}

/// Does `work` on each item, on as many threads as there are for articles. The results in the order of the items.
///
/// Whoever waits here does nothing else meanwhile: a thread of rayon's would take up the next article, which may ask for the very
/// thing that is being worked out, and wait for itself.
#[cfg(feature = "parallel")]
pub fn map<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    use std::sync::{Mutex, PoisonError};
    use std::thread;

    // Asked outside of any pool, how many there are starts one.
    let threads = if items.len() < 2 { 1 } else { rayon::current_num_threads().min(items.len()) };
    if threads < 2 {
        return items.into_iter().map(work).collect();
    }
    let waiting = Mutex::new(items.into_iter().enumerate());
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    let run = || std::iter::from_fn(next).map(|(index, item)| (index, work(item))).collect::<Vec<_>>();
    let mut done = thread::scope(|scope| {
        // Where the system gives no thread, there is one less.
        let others: Vec<_> = (1..threads).map_while(|_| thread::Builder::new().spawn_scoped(scope, run).ok()).collect();
        let mut done = run();
        for other in others {
            done.append(&mut other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does `work` on each item. The results in the order of the items.
#[cfg(not(feature = "parallel"))]
pub fn map<T, R>(items: Vec<T>, work: impl Fn(T) -> R) -> Vec<R> {
    items.into_iter().map(work).collect()
}

#[cfg(all(test, feature = "parallel"))]
mod tests {
    use std::cell::Cell;
    use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
    use std::thread;
    use std::time::Duration;

    use super::map;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap();
        assert_eq!(pool.install(|| map((0..1000).collect(), |n: i32| n * 2)), (0..2000).step_by(2).collect::<Vec<_>>());
    }

    thread_local! {
        static WAITS: Cell<bool> = const { Cell::new(false) };
    }

    /// What is worked out may be what every article asks for: whoever took up another one while it waits would wait for itself.
    #[test]
    fn whoever_waits_takes_up_no_other_article() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap();
        // Which thread helps whom is chance.
        assert!(!(0..8).any(|_| is_disturbed(&pool)));
    }

    fn is_disturbed(pool: &rayon::ThreadPool) -> bool {
        let (is_disturbed, is_done) = (AtomicBool::new(false), AtomicBool::new(false));
        pool.scope(|scope| {
            // One thread has articles in its queue and is held up; the others help it, and whoever asks for help.
            scope.spawn(|scope| {
                for _ in 0..1000 {
                    scope.spawn(|_| {
                        is_disturbed.fetch_or(WAITS.get(), Relaxed);
                        thread::sleep(Duration::from_micros(100));
                    });
                }
                while !is_done.load(Relaxed) {
                    thread::sleep(Duration::from_micros(100));
                }
            });
            scope.spawn(|_| {
                thread::sleep(Duration::from_millis(2));
                WAITS.set(true);
                map((0..64).collect(), |_: u32| thread::sleep(Duration::from_micros(500)));
                WAITS.set(false);
                is_done.store(true, Relaxed);
            });
        });
        is_disturbed.load(Relaxed)
    }
}
