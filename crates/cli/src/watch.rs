//! `check --watch`: the run again, whenever a file changed. Files are looked at from time to time, which works on every disk and needs
//! no help of the system.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use copydesk::config::FILE_NAME;
use copydesk::text::Problem;
use copydesk_workspace::disk::real;
use copydesk_workspace::interrupt::Interrupt;
use copydesk_workspace::walk::articles;

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
        let seen = state_of(args);
        if is_screen {
            let mut out = io::stdout().lock();
            out.write_all(CLEAR.as_bytes())?;
            out.flush()?;
        }
        terminal.begin_again();
        let status = check::once(args, terminal, interrupt)?;
        if interrupt.status().is_some() {
            return Ok(status);
        }
        terminal.note("watching", 0);
        terminal.release();
        loop {
            let begun = Instant::now();
            let is_changed = state_of(args) != seen;
            if is_changed {
                break;
            }
            sleep(PAUSE.max(begun.elapsed() * SHARE));
            if let Some(status) = interrupt.status() {
                return Ok(status);
            }
        }
    }
}

/// A number that is another one when a file has changed, come or gone: below the paths, or among those that decide about them.
fn state_of(args: &CheckArgs) -> u64 {
    let mut hasher = DefaultHasher::new();
    let output = args.output.as_deref().map(real);
    let paths: Vec<PathBuf> = args.paths.clone();
    // What cannot be walked is told by the run.
    for file in articles(&paths, &mut |_| true, &mut Vec::new()).files {
        add(&mut hasher, &file.path, output.as_deref());
    }
    for path in paths.iter().map(|path| real(path)) {
        for folder in path.ancestors().skip(1).filter(|folder| folder.join(FILE_NAME).is_file()) {
            let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path());
            let mut files: Vec<PathBuf> =
                files.filter(|file| file.extension().is_some_and(|end| end == "toml")).collect();
            files.sort_unstable();
            files.iter().for_each(|file| add(&mut hasher, file, output.as_deref()));
        }
    }
    let named = [&args.force.config, &args.force.stylebook, &args.baseline, &args.tally];
    let named = named.into_iter().flatten().chain(&args.force.rules);
    named.for_each(|file| add(&mut hasher, file, output.as_deref()));
    hasher.finish()
}

/// Adds a file's name, size and time, unless it is the one that the run itself writes.
fn add(hasher: &mut DefaultHasher, file: &Path, output: Option<&Path>) {
    if output.is_some_and(|output| real(file) == output) {
        return;
    }
    file.hash(hasher);
    if let Ok(metadata) = fs::metadata(file) {
        metadata.len().hash(hasher);
        metadata.modified().ok().hash(hasher);
    }
}
