//! `check --watch`: the run again, whenever a file changed. Files are looked at from time to time, which works on every disk and needs
//! no help of the system.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use copydesk::text::Problem;
use copydesk_workspace::disk::real;
use copydesk_workspace::interrupt::Interrupt;
use copydesk_workspace::walk::articles;
use copydesk_workspace::watched::{Stamp, Watched};

use super::args::CheckArgs;
use super::check;
use super::terminal::Terminal;

/// Time between two looks at least.
const PAUSE: Duration = Duration::from_millis(250);
/// Looking takes at most one part in so many of the time.
const SHARE: u32 = 20;
/// Clears the screen, and what was scrolled off it.
const CLEAR: &str = "\u{1b}[2J\u{1b}[3J\u{1b}[H";

/// Checks again and again. The exit status, once it is interrupted.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &CheckArgs, terminal: &Terminal, interrupt: &Interrupt) -> io::Result<u8> {
    if args.wants_stdin() {
        terminal.tell(&Problem::new("standard input cannot be watched").with_help("name files or folders"));
        return Ok(2);
    }
    let is_screen = io::stdout().is_terminal();
    loop {
        let articles = articles_now(args);
        if is_screen {
            let mut out = io::stdout().lock();
            out.write_all(CLEAR.as_bytes())?;
            out.flush()?;
        }
        terminal.begin_again();
        let files = Arc::new(Watched::of_disk());
        [&args.baseline, &args.tally].into_iter().flatten().for_each(|file| files.note(file));
        let status = check::once(args, terminal, interrupt, Arc::clone(&files))?;
        if interrupt.status().is_some() {
            return Ok(status);
        }
        terminal.release();
        terminal.note("watching", 0);
        loop {
            let begun = Instant::now();
            if articles_now(args) != articles || files.has_changed() {
                break;
            }
            sleep(PAUSE.max(begun.elapsed() * SHARE));
            if let Some(status) = interrupt.status() {
                return Ok(status);
            }
        }
    }
}

/// A number that is another one when a file below the paths has changed, come or gone, other than the one that the run itself writes.
fn articles_now(args: &CheckArgs) -> u64 {
    let output = args.output.as_deref().map(real);
    let is_output = |file: &Path| output.as_ref().is_some_and(|output| real(file) == *output);
    // What cannot be walked is told by the run.
    let files = articles(&args.paths, &mut |_| true, &mut Vec::new()).files;
    let mut hasher = DefaultHasher::new();
    for file in files.iter().map(|file| &*file.path).filter(|file| !is_output(file)) {
        (file, Stamp::of(file)).hash(&mut hasher);
    }
    hasher.finish()
}
