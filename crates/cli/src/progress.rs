//! The bar that shows how far a run is, once it takes longer than a moment and somebody is watching.

use std::time::{Duration, Instant};

use copydesk_workspace::threads::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::is_watched;

/// A run that takes longer shows how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far a run is, on standard error.
pub struct TerminalProgress {
    bar: ProgressBar,
    begun: Instant,
}

impl TerminalProgress {
    /// The progress of so many pieces of work.
    pub fn new(length: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len}") {
            bar.set_style(style);
        }
        Self { bar, begun: Instant::now() }
    }

    /// Takes the bar away for good.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for TerminalProgress {
    fn advance(&self) {
        self.bar.inc(1);
    }

    fn refresh(&self) {
        if self.bar.is_hidden() && self.begun.elapsed() > PATIENCE && is_watched() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    fn suspend(&self, print: &mut dyn FnMut()) {
        self.bar.suspend(print);
    }
}
