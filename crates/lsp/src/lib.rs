//! The language server of copydesk, for editors of any kind. Speaks the protocol on standard input and output. Nothing
//! is ever written: repairs go to the editor, which makes them.
//!
//! ```text
//! bytes ── framing ── message ──▶ server ◀──▶ article, open_text
//!                                  │  ▲
//!                      rules, work ▼  │ answers
//! bytes ◀── framing ── outbox ◀───────┘
//! ```
//!
//! `threads` says who does what at the same time.

mod abilities;
mod answers;
mod article;
mod buffers;
mod framing;
mod hover;
mod message;
mod open_text;
mod outbox;
mod protocol;
mod records;
mod rounds;
mod rules;
mod server;
mod settings;
mod stylebook;
mod threads;
mod toml_files;
mod uri;
mod voice;
mod work;

use std::cell::RefCell;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use self::framing::{read_message, write_message};
use self::message::{Refusal, refusal};
use self::outbox::Outbox;
pub use self::rules::Options;
use self::rules::Rules;
use self::server::{Next, Server};
use self::threads::{Event, Threads};
use copydesk::report::Ui;
use copydesk::text::Problem;
use copydesk_workspace::options::RuleOptions;
use copydesk_workspace::read::system_words;

/// How long a server that ends waits until what it said is taken.
const FAREWELL: Duration = Duration::from_secs(2);

/// The exit status of a server that the editor did not take leave of.
const ABANDONED: u8 = 1;
/// The exit status of a server that cannot go on.
const FAILED: u8 = 2;

/// Serves one editor until it says goodbye. The exit status: 0 after an orderly end, 1 if the editor goes without one, 2 if
/// the server cannot start or cannot make out where the editor's messages begin and end. What is wrong then is given to `tell`.
pub fn run(options: Options, ui: &Ui, tell: impl Fn(&Problem)) -> u8 {
    let outbox = Arc::new(Outbox::default());
    let cannot_start = |error| Problem::new(format!("the language server cannot start: {}", system_words(&error)));
    let begun = Rules::open(options).and_then(|rules| Ok((rules, Threads::start(&outbox).map_err(cannot_start)?)));
    let (rules, threads) = match begun {
        Ok(begun) => begun,
        Err(problem) => {
            tell(&problem);
            return FAILED;
        }
    };
    let ended = serve(Server::new(rules, ui, Arc::clone(&outbox)), &threads, &outbox);
    if let Err(fault) = &ended {
        outbox.send(refusal(None, Refusal::NoMessage, fault));
        tell(&Problem::new(format!("the editor violates the protocol: {fault}")));
    }
    outbox.drain(FAREWELL);
    ended.unwrap_or(FAILED)
}

/// Does what the editor wants until it wants no more: the exit status.
///
/// # Errors
/// What the editor does that nobody can deal with, in words for people.
fn serve(mut server: Server, threads: &Threads, outbox: &Outbox) -> Result<u8, String> {
    // Whether somebody works, and whether the editor has gone silent without a word.
    let (mut is_busy, mut is_over) = (false, false);
    let mut event = threads.events.recv().ok();
    loop {
        // Everything that is there is taken before anything is done about it.
        while let Some(happened) = event {
            match happened {
                Event::Message(body) => {
                    threads.room.free(body.len());
                    server.take(&body, Instant::now());
                }
                Event::Done(done) => {
                    is_busy = false;
                    server.done(done);
                }
                Event::End(None) => {
                    is_over |= !server.is_leaving();
                    server.hang_up();
                }
                Event::End(Some(fault)) => return Err(fault),
                Event::Deaf => return Ok(ABANDONED),
            }
            event = threads.events.try_recv().ok();
        }
        if outbox.is_overfull() {
            return Err("it does not read its messages".to_owned());
        }
        let mut pause = None;
        while !is_busy && pause.is_none() {
            match server.next(Instant::now(), !server.is_leaving()) {
                Next::Work(work) => match threads.order(*work) {
                    Some(done) => server.done(done),
                    None => is_busy = true,
                },
                Next::Wait(wait) => pause = Some(wait),
                Next::Idle => break,
            }
        }
        // Who has gone silent may still be listening: what is being found out is told.
        if let Some(status) = server.status().filter(|_| !(is_over && is_busy)) {
            return Ok(status);
        }
        event = match pause {
            Some(pause) => threads.events.recv_timeout(pause).ok(),
            None => threads.events.recv().ok(),
        };
    }
}

/// What a server says to an editor that sends `bytes` and nothing more: for trying what it makes of bytes of any kind. It
/// checks on the spot, after each message, and reads no configuration.
#[must_use]
pub fn converse(mut bytes: &[u8]) -> Vec<u8> {
    static SILENT: LazyLock<Ui> = LazyLock::new(Ui::silent);
    thread_local! {
        // Reading the rules takes longer than most conversations.
        static RULES: RefCell<Option<Rules>> = const { RefCell::new(None) };
    }
    let isolated = || Options { rules: RuleOptions { isolated: true, ..RuleOptions::default() }, ..Options::default() };
    let outbox = Arc::new(Outbox::default());
    let mut said = Vec::new();
    let Some(rules) = RULES.take().or_else(|| Rules::open(isolated()).ok()) else { return said };
    let mut server = Server::new(rules, &SILENT, Arc::clone(&outbox));
    while let (None, Ok(Some(body))) = (server.status(), read_message(&mut bytes)) {
        server.take(&body, Instant::now());
        while let Next::Work(work) = server.next(Instant::now(), false) {
            server.done(work.run());
        }
        while let Some(message) = outbox.take() {
            // Memory takes everything.
            let _ = write_message(&mut said, &message);
        }
    }
    RULES.set(Some(server.into_rules()));
    said
}
