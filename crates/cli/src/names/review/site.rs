//! The page on which an editor decides, and what becomes of the decisions.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use copydesk::report::Ui;
use copydesk::text::Problem;
use copydesk_serve::{Answer, Request, Site};
use copydesk_workspace::decided_name::DecidedName;
use copydesk_workspace::interrupt::Interrupt;
use copydesk_workspace::read::file_problem;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::proposals::Proposal;
use crate::names::stylebook_file::StylebookFile;

/// The page asks nothing of anybody but this server, and nobody shows it in a frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The keys of the words that the page says.
const WORDS: &[&str] = &[
    "another",
    "beside",
    "change",
    "decided",
    "finish",
    "finished",
    "found-in",
    "instead-of",
    "intro",
    "left-alone",
    "lost",
    "none",
    "not-the-same",
    "preferred",
    "progress",
    "same",
    "save",
    "skip",
    "skipped",
    "title",
];

/// The page on which an editor decides.
pub struct NamesPage {
    pub proposals: Vec<Proposal>,
    /// Names that are not on the page.
    pub more: usize,
    pub stylebook: PathBuf,
    pub ui: Ui,
    pub interrupt: Interrupt,
    /// Held while the stylebook is read and written.
    pub writing: Mutex<()>,
    pub is_finished: AtomicBool,
}

/// A decision: spellings by their place in the proposal.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    proposal: usize,
    name: usize,
    #[serde(default)]
    same: Vec<usize>,
    #[serde(default)]
    others: Vec<usize>,
}

impl Site for NamesPage {
    fn answer(&self, request: &Request) -> Answer {
        match (request.method.as_str(), request.path.as_str()) {
            ("GET", "/") => Answer::page(include_str!("page.html"), POLICY),
            ("GET", "/page.css") => Answer::of("text/css; charset=utf-8", include_str!("page.css")),
            ("GET", "/page.js") => Answer::of("text/javascript; charset=utf-8", include_str!("page.js")),
            ("GET", "/proposals") => self.shown(),
            ("POST", "/decide") => match self.decide(&request.body) {
                Ok(()) => Answer::json(&json!({})),
                Err(problem) => Answer::bad(format!("{problem:#}")),
            },
            ("POST", "/finish") => {
                self.is_finished.store(true, Ordering::SeqCst);
                Answer::json(&json!({}))
            }
            (_, "/" | "/page.css" | "/page.js" | "/proposals") => Answer::wrong_method("GET"),
            (_, "/decide" | "/finish") => Answer::wrong_method("POST"),
            _ => Answer::nothing_there(),
        }
    }

    fn is_over(&self) -> bool {
        self.is_finished.load(Ordering::SeqCst) || self.interrupt.status().is_some()
    }
}

impl NamesPage {
    fn shown(&self) -> Answer {
        let say = |key: &&str| ((*key).to_owned(), Value::from(self.ui.say(&format!("review-{key}"))));
        let mut words: Map<String, Value> = WORDS.iter().map(say).collect();
        if self.more > 0 {
            words.insert("more".to_owned(), self.ui.count("review-more", self.more).into());
        }
        let directions: Map<String, Value> = (self.proposals.iter())
            .map(|proposal| (proposal.profile.tag.to_string(), proposal.profile.direction.as_str().into()))
            .collect();
        Answer::json(&json!({
            "ui": self.ui.tag,
            "direction": self.ui.direction.as_str(),
            "directions": directions,
            "words": words,
            "separator": self.ui.say("separator"),
            "more": self.more,
            "stylebook": self.stylebook.to_string_lossy(),
            "proposals": self.proposals,
        }))
    }

    /// Writes a decision into the stylebook as it now is.
    fn decide(&self, body: &[u8]) -> Result<(), Problem> {
        let unknown = || Problem::new("there is no such name on this page");
        let decision: Decision = serde_json::from_slice(body)
            .map_err(|error| Problem::new(format!("this is no decision about a name: {error}")))?;
        let proposal = self.proposals.get(decision.proposal).ok_or_else(unknown)?;
        let text = |index: &usize| proposal.spellings.get(*index).map(|spelling| spelling.text.as_str());
        let all = |indices: &[usize]| indices.iter().map(text).collect::<Option<Vec<_>>>();
        let decided = DecidedName {
            name: text(&decision.name).ok_or_else(unknown)?,
            same: all(&decision.same).ok_or_else(unknown)?,
            others: all(&decision.others).ok_or_else(unknown)?,
        };
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        write(&self.stylebook, &decided, proposal)
    }
}

fn write(path: &Path, decided: &DecidedName<'_>, proposal: &Proposal) -> Result<(), Problem> {
    let file = StylebookFile::read(path)?;
    let after = decided.written_in(&file.text, &proposal.profile);
    let after = after.ok_or_else(|| file_problem(path, "this is no longer a stylebook, and was left as it is"))?;
    if after == file.text { Ok(()) } else { file.write(&after) }
}
