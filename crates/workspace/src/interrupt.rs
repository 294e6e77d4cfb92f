//! What an interrupt does: it ends the run with 130 (from the keyboard) or 143 (asked to terminate). A run that writes
//! files finishes the one in hand first; a second interrupt ends it at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Whether the run was interrupted.
#[derive(Debug, Clone, Default)]
pub struct Interrupt {
    status: Arc<AtomicUsize>,
}

const SIGNALS: [(i32, u8); 2] = [(SIGINT, 130), (SIGTERM, 143)];

impl Interrupt {
    /// Listens from now on. A run that writes nothing ends on the spot.
    pub fn listen(writes: bool) -> Self {
        let interrupt = Self::default();
        for (signal, status) in SIGNALS {
            let at_once = Arc::new(AtomicBool::new(!writes));
            // Registration fails only for signals that no program may handle. The order counts: the first signal must
            // not find the switch already set that it sets itself.
            let _ = flag::register_conditional_shutdown(signal, i32::from(status), Arc::clone(&at_once));
            let _ = flag::register(signal, at_once);
            let _ = flag::register_usize(signal, Arc::clone(&interrupt.status), usize::from(status));
        }
        interrupt
    }

    /// The exit status, if there was an interrupt.
    pub fn status(&self) -> Option<u8> {
        u8::try_from(self.status.load(Ordering::Relaxed)).ok().filter(|&status| status != 0)
    }
}
