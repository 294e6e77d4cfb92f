//! Articles in the light of a saved tally. What an archive comes to is worked out once, which takes a while for a large one, and
//! borrows the tally; so it lives in a thread of its own, which judges whatever it is sent and ends with its [`Judge`].

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use copydesk::Applicability;
use copydesk::engine::SecondPass;
use copydesk::kinds::Tally;

use crate::examine::{Examined, Seen, Way, apart};

/// Articles to be judged, and where to send what comes of them.
struct Request {
    way: Way,
    seen: Vec<Seen>,
    repair: Option<Applicability>,
    answer: Sender<Vec<Examined>>,
}

/// Judges articles by one set of rules and one tally.
#[derive(Debug)]
pub struct Judge {
    /// The process it was made in: one that is forked from it has no such thread.
    process: u32,
    requests: Sender<Request>,
}

impl Judge {
    /// A judge at work; `None` where the system gives no thread.
    pub fn new(way: &Way, tally: &Arc<Tally>) -> Option<Self> {
        let (requests, taken) = mpsc::channel();
        let (engine, tally) = (Arc::clone(&way.engine), Arc::clone(tally));
        let work = move || {
            // Within threads of its own: what it does on several may not wait for those of another process.
            apart(taken, |taken| serve(&taken, &engine.weigh(&tally)));
        };
        thread::Builder::new().spawn(work).ok()?;
        Some(Self { process: std::process::id(), requests })
    }

    /// Whether it is there in this process.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.process == std::process::id()
    }

    /// What comes of articles; `None` if the judge is gone.
    pub fn judge(&self, way: &Way, seen: Vec<Seen>, repair: Option<Applicability>) -> Option<Vec<Examined>> {
        let (answer, answered) = mpsc::channel();
        self.requests.send(Request { way: way.clone(), seen, repair, answer }).ok()?;
        answered.recv().ok()
    }
}

fn serve(requests: &Receiver<Request>, archive: &dyn SecondPass) {
    while let Ok(Request { way, seen, repair, answer }) = requests.recv() {
        let judged = seen.into_iter().map(|seen| way.conclude(seen, repair, Some(archive)));
        // Whoever asked may be gone.
        let _ = answer.send(judged.collect());
    }
}
