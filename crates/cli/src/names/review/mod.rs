//! `copydesk names --review`: an editor decides on a page which spellings are one name. Each decision goes into the stylebook at once.

mod browser;
mod proposals;
mod samples;
mod site;

use std::io::{self, Write as _};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use copydesk::engine::Engine;
use copydesk::names::Cluster;
use copydesk_serve::{Access, Limits, Server, Token};
use copydesk_workspace::interrupt::Interrupt;
use copydesk_workspace::job::Job;
use copydesk_workspace::threads::ThreadPool;

use self::proposals::proposals;
use self::samples::Samples;
use self::site::NamesPage;
use super::stylebook_file::StylebookFile;
use crate::args::SurveyArgs;
use crate::progress::TerminalProgress;
use crate::terminal::Terminal;

/// Shows the page for names of a survey until the editor is done. `jobs` are the articles surveyed. What goes wrong is told.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn run(
    args: &SurveyArgs,
    stylebook: &Path,
    terminal: &Terminal,
    engine: &Engine,
    clusters: &[Cluster],
    jobs: &[Job],
    interrupt: &Interrupt,
) -> io::Result<()> {
    let progress = TerminalProgress::new(0);
    let pool = ThreadPool::new(args.jobs, &progress, interrupt);
    let samples = Samples::read(clusters, jobs, args.reading.limit(), &pool)?;
    progress.finish();
    if interrupt.status().is_some() {
        return Ok(());
    }
    let opened = StylebookFile::read(stylebook).and_then(|file| {
        let (proposals, more) = proposals(clusters, &samples, &file.text, engine.languages(), &terminal.ui);
        let (token, secret) = Token::random()?;
        // Only who was given the address writes into the stylebook.
        let access = Access::new(Vec::new(), Some(token));
        let server = Server::bind(None, args.port, access, Limits::default())?;
        Ok((server, secret, proposals, more))
    });
    let (server, secret, proposals, more) = match opened {
        Ok(opened) => opened,
        Err(problem) => {
            terminal.tell(&problem);
            return Ok(());
        }
    };
    if proposals.is_empty() {
        terminal.remark(terminal.ui.say("review-nothing"));
        return Ok(());
    }
    let address = format!("http://{}/t/{secret}/", server.address());
    let mut out = io::stdout().lock();
    writeln!(out, "{}", terminal.ui.count_with("review-open", proposals.len(), &[("address", &address)]))?;
    out.flush()?;
    drop(out);
    if !args.no_open {
        browser::open(&address);
    }
    let page = NamesPage {
        proposals,
        more,
        stylebook: stylebook.to_owned(),
        ui: terminal.ui.clone(),
        interrupt: interrupt.clone(),
        writing: Mutex::new(()),
        is_finished: AtomicBool::new(false),
    };
    if let Err(problem) = server.run(Arc::new(page)) {
        terminal.tell(&problem);
    }
    Ok(())
}
