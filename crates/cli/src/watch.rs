//! `check --watch`: the run again, whenever a file changed. Files are looked at from time to time, which works on every disk and needs
//! no help of the system.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use copydesk::config::FILE_NAME;
use copydesk::linter::ReadFrom;
use copydesk::text::Problem;
use copydesk_workspace::disk::{files_of, real};
use copydesk_workspace::interrupt::Interrupt;
use copydesk_workspace::walk::articles;

use super::args::CheckArgs;
use super::check;
use super::terminal::Terminal;

/// Time between two looks at least.
const PAUSE: Duration = Duration::from_millis(250);
/// Looking takes at most one part in so many of the time.
const SHARE: u32 = 20;
/// The clock that files are stamped by may be behind by so much.
const CLOCK: Duration = Duration::from_millis(20);
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
    let mut read_from = named(args);
    loop {
        let mut seen = (articles_now(args), files_now(args, &read_from));
        if is_screen {
            let mut out = io::stdout().lock();
            out.write_all(CLEAR.as_bytes())?;
            out.flush()?;
        }
        terminal.begin_again();
        let begun = SystemTime::now();
        let mut read = ReadFrom::default();
        let status = check::once(args, terminal, interrupt, &mut read)?;
        if interrupt.status().is_some() {
            return Ok(status);
        }
        terminal.release();
        if read == ReadFrom::default() {
            // The run ended before it came to that.
            read = read_from.clone();
        }
        read.paths.extend(named(args).paths);
        if read != read_from {
            seen.1 = files_now(args, &read);
            read_from = read;
            // What was not looked at before the run may have changed while it read.
            if files_of(&read_from).iter().any(|file| has_changed_since(file, begun)) {
                continue;
            }
        }
        terminal.note("watching", 0);
        loop {
            let begun = Instant::now();
            let is_changed = (articles_now(args), files_now(args, &read_from)) != seen;
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

/// Whether a file was written after a time, as far as the clock of files is exact.
fn has_changed_since(file: &Path, time: SystemTime) -> bool {
    let changed = fs::metadata(file).and_then(|metadata| metadata.modified());
    changed.is_ok_and(|changed| changed + CLOCK >= time)
}

/// A number that is another one when a file below the paths has changed, come or gone.
fn articles_now(args: &CheckArgs) -> u64 {
    // What cannot be walked is told by the run.
    let files = articles(&args.paths, &mut |_| true, &mut Vec::new()).files;
    state_of(args, files.iter().map(|file| &*file.path))
}

/// The same for the files that decide about the articles.
fn files_now(args: &CheckArgs, read_from: &ReadFrom) -> u64 {
    state_of(args, files_of(read_from).iter().map(PathBuf::as_path))
}

/// What decides about the articles as far as the command line says it, and every place where a configuration may be that does.
fn named(args: &CheckArgs) -> ReadFrom {
    let mut all = ReadFrom::default();
    for path in args.paths.iter().map(|path| real(path)) {
        all.paths.extend(path.ancestors().skip(1).map(|folder| folder.join(FILE_NAME)));
    }
    let files = [&args.force.config, &args.force.stylebook, &args.baseline, &args.tally];
    all.paths.extend(files.into_iter().flatten().chain(&args.force.rules).cloned());
    all
}

/// A number for the names, sizes and times of some files.
fn state_of<'p>(args: &CheckArgs, files: impl Iterator<Item = &'p Path>) -> u64 {
    let output = args.output.as_deref().map(real);
    let mut hasher = DefaultHasher::new();
    files.for_each(|file| add(&mut hasher, file, output.as_deref()));
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
