//! The server between the editor and the rules: what a message changes, what there is to do, what is answered. It waits for
//! nothing and knows neither threads nor streams.
//!
//! An article is checked once all that the editor has sent is read, and what is found is told only while it is about the
//! text as it is: the latest text wins. So it is with answers: they are given in the order of the questions, about the text
//! as it is when the question comes up, which is the only text that the editor can still edit.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::answers::{FIX_ALL, Found, QUICK_FIX};
use super::article::Article;
use super::message::{Incoming, Params, Refusal, answer, notification, refusal};
use super::open_text::Unit;
use super::outbox::Outbox;
use super::protocol::{Action, Cancelled, Changed, CodeActionParams, Initialize, Named, Opened, Trace};
use super::rules::Rules;
use super::uri::Uri;
use super::work::{Done, Outcome, Task, Work};
use copydesk::document;
use copydesk::report::Ui;
use copydesk::text::{Problem, Source, SourceId, told_of};

/// The name of the unit of bytes.
const UTF8: &str = "utf-8";

/// How far the server is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Nobody has introduced themselves.
    Fresh,
    Serving,
    /// The editor has asked for the end.
    Closing,
}

/// What there is to do.
#[derive(Debug)]
pub enum Next {
    /// This.
    Work(Box<Work>),
    /// Nothing, for so long.
    Wait(Duration),
    /// Nothing, until something happens.
    Idle,
}

/// A question that was not answered yet.
struct Question {
    id: Box<RawValue>,
    about: About,
}

enum About {
    Actions(CodeActionParams),
    Shutdown,
}

/// A server at work.
pub struct Server<'a> {
    rules: Rules,
    ui: &'a Ui,
    out: Arc<Outbox>,
    phase: Phase,
    unit: Unit,
    /// Whether the editor wants to be told what the server does.
    is_traced: bool,
    articles: BTreeMap<Uri, Article>,
    /// The number of the latest state of any article.
    state: u64,
    questions: VecDeque<Question>,
    /// Whether a file that the rules came from may have changed.
    is_outdated: bool,
    /// The exit status, once the editor wants the server gone.
    leaving: Option<u8>,
}

fn read<T: DeserializeOwned>(params: Params<'_>) -> Option<T> {
    params.read().ok()
}

impl<'a> Server<'a> {
    /// A server that nobody has spoken to. What it has to say it leaves in `out`, in the words of `ui`.
    #[must_use]
    pub fn new(rules: Rules, ui: &'a Ui, out: Arc<Outbox>) -> Self {
        Self {
            rules,
            ui,
            out,
            phase: Phase::Fresh,
            unit: Unit::Utf16,
            is_traced: false,
            articles: BTreeMap::new(),
            state: 0,
            questions: VecDeque::new(),
            is_outdated: false,
            leaving: None,
        }
    }

    /// Takes a message from the editor, which came at `now`.
    pub fn take(&mut self, message: &[u8], now: Instant) {
        match Incoming::read(message) {
            Incoming::Request(id, method, params) => self.request(id, &method, params),
            Incoming::Notification(method, params) => self.note(&method, params, now),
            Incoming::Response => {}
            Incoming::Invalid(why, words, id) => self.out.send(refusal(id, why, &words)),
        }
    }

    /// The editor will send nothing more. What it sent is still worked off: it may be reading.
    pub fn hang_up(&mut self) {
        self.leaving.get_or_insert(1);
    }

    /// The rules it served by.
    #[must_use]
    pub fn into_rules(self) -> Rules {
        self.rules
    }

    /// Whether the editor wants the server gone.
    #[must_use]
    pub fn is_leaving(&self) -> bool {
        self.leaving.is_some()
    }

    /// The exit status, once the editor wants the server gone and nothing is left to answer.
    #[must_use]
    pub fn status(&self) -> Option<u8> {
        self.leaving.filter(|_| self.questions.is_empty())
    }

    fn request(&mut self, id: &RawValue, method: &str, params: Params<'_>) {
        let refuse = |why, words: &str| self.out.send(refusal(Some(id), why, words));
        let about = match (self.phase, method) {
            (Phase::Fresh, "initialize") => return self.initialize(id, params),
            (Phase::Fresh, _) => return refuse(Refusal::TooEarly, "the first request must be initialize"),
            (Phase::Closing, _) => return refuse(Refusal::NoMessage, "no request is accepted after shutdown"),
            (Phase::Serving, "initialize") => return refuse(Refusal::NoMessage, "initialize may come once"),
            (Phase::Serving, "shutdown") => {
                self.phase = Phase::Closing;
                About::Shutdown
            }
            (Phase::Serving, "textDocument/codeAction") => match params.read() {
                Ok(asked) => About::Actions(asked),
                Err(fault) => return refuse(Refusal::NoParams, &fault.to_string()),
            },
            (Phase::Serving, _) => return refuse(Refusal::NoMethod, "copydesk does not do this"),
        };
        self.questions.push_back(Question { id: id.to_owned(), about });
    }

    fn initialize(&mut self, id: &RawValue, params: Params<'_>) {
        let told: Initialize = params.read().unwrap_or_default();
        // Bytes only if the editor offers them: not every one that understands them says so, and none has to.
        let offered = told.capabilities.general.position_encodings;
        self.unit = if offered.iter().any(|unit| unit == UTF8) { Unit::Utf8 } else { Unit::Utf16 };
        self.is_traced = told.trace.is_wanted();
        self.phase = Phase::Serving;
        let capabilities = json!({
            "positionEncoding": match self.unit {
                Unit::Utf8 => UTF8,
                Unit::Utf16 => "utf-16",
            },
            // Changes come as changes, not as the whole text each time.
            "textDocumentSync": { "openClose": true, "change": 2, "save": true },
            "codeActionProvider": { "codeActionKinds": [QUICK_FIX, FIX_ALL] },
        });
        let info = json!({ "name": "copydesk", "version": env!("CARGO_PKG_VERSION") });
        self.out.send(answer(id, json!({ "capabilities": capabilities, "serverInfo": info })));
    }

    /// Takes note of what the editor tells. What cannot be understood is left: a notification has no answer.
    fn note(&mut self, method: &str, params: Params<'_>, now: Instant) {
        if method == "exit" {
            self.leaving = Some(u8::from(self.phase != Phase::Closing));
        }
        if self.phase != Phase::Serving {
            return;
        }
        match method {
            "textDocument/didOpen" => {
                let Some(Opened { text_document: it }) = read(params) else { return };
                self.state += 1;
                self.articles.insert(it.uri.clone(), Article::new(it, self.unit, self.state, now));
            }
            "textDocument/didChange" => {
                let Some(Changed { text_document: it, content_changes }) = read(params) else { return };
                if let Some(article) = self.articles.get_mut(&it.uri) {
                    self.state += 1;
                    article.change(content_changes, now);
                    article.version = it.version.unwrap_or(article.version);
                    article.forget(self.state);
                }
            }
            "textDocument/didClose" => {
                let Some(Named { text_document: it }) = read(params) else { return };
                if self.articles.remove(&it.uri).is_some() {
                    self.publish(&it.uri, json!({ "uri": it.uri, "diagnostics": [] }));
                }
            }
            "textDocument/didSave" => {
                let Some(Named { text_document: it }) = read(params) else { return };
                let is_toml = it.uri.path().is_some_and(|path| path.extension().is_some_and(|end| end == "toml"));
                self.is_outdated |= is_toml;
            }
            "workspace/didChangeWatchedFiles" | "workspace/didChangeConfiguration" => self.is_outdated = true,
            "$/cancelRequest" => {
                if let Some(Cancelled { id }) = read(params) {
                    self.cancel(&id);
                }
            }
            "$/setTrace" => self.is_traced = read::<Trace>(params).unwrap_or_default().is_wanted(),
            _ => {}
        }
    }

    fn cancel(&mut self, id: &RawValue) {
        let is_meant =
            |question: &Question| question.id.get() == id.get() && matches!(question.about, About::Actions(_));
        if let Some(at) = self.questions.iter().position(is_meant) {
            self.questions.remove(at);
            self.out.send(refusal(Some(id), Refusal::Cancelled, "the editor took it back"));
        }
    }

    /// What there is to do at `now`, once everything that came has been taken. Without `patience`, nobody waits for a
    /// writer to pause.
    pub fn next(&mut self, now: Instant, patience: bool) -> Next {
        if std::mem::take(&mut self.is_outdated) {
            self.rules.reload();
            for article in self.articles.values_mut() {
                self.state += 1;
                article.forget(self.state);
            }
        }
        self.answer_all();
        let pause = |article: &Article| if patience { article.pause(now) } else { Duration::ZERO };
        while let Some(uri) = self.asked_about() {
            let Some(article) = self.articles.get(&uri) else { break };
            let task = if article.found.is_none() { Task::Check } else { Task::Repair };
            if task == Task::Check && !pause(article).is_zero() {
                break;
            }
            if let Some(work) = self.begin(&uri, task) {
                return Next::Work(Box::new(work));
            }
        }
        let mut wait: Option<Duration> = None;
        let due = self.articles.iter().filter(|(_, article)| article.found.is_none());
        for uri in due.map(|(uri, _)| uri.clone()).collect::<Vec<_>>() {
            // Somebody who has asked for the end wants answers at most.
            let is_asked = || self.asked_about().is_some_and(|asked| asked == uri);
            let Some(article) = self.articles.get(&uri).filter(|_| self.phase == Phase::Serving || is_asked()) else {
                continue;
            };
            let pause = pause(article);
            if !pause.is_zero() {
                wait = Some(wait.map_or(pause, |known| known.min(pause)));
            } else if let Some(work) = self.begin(&uri, Task::Check) {
                return Next::Work(Box::new(work));
            }
        }
        wait.map_or(Next::Idle, Next::Wait)
    }

    /// The article that the first question is about which cannot be answered yet.
    fn asked_about(&self) -> Option<Uri> {
        match &self.questions.front()?.about {
            About::Actions(asked) => Some(asked.text_document.uri.clone()),
            About::Shutdown => None,
        }
    }

    /// What has to be done for an article. If no work is needed, what would have come of it is known at once.
    fn begin(&mut self, uri: &Uri, task: Task) -> Option<Work> {
        let path = uri.path();
        let language_id = self.articles.get(uri)?.language_id.clone();
        let job = self.rules.job(path.as_deref(), &language_id);
        self.tell_problems();
        let article = self.articles.get(uri)?;
        let id = SourceId::Stdin(path);
        match (job, article.broken(&id)) {
            (Some(job), None) => {
                let (uri, state, archive) = (uri.clone(), article.state, self.rules.archive());
                let article = document::Article::of(Source::new(id, article.open.text()), job.format);
                return Some(Work { uri, state, job, article, archive, task });
            }
            (Some(job), Some(unreadable)) => {
                self.know(uri, task, Some(Outcome::of_unreadable(&job, unreadable)));
            }
            (None, _) => self.know(uri, task, None),
        }
        None
    }

    /// Takes what came of a piece of work. If the text or its rules changed meanwhile, nobody hears of it.
    pub fn done(&mut self, done: Done) {
        let Done { uri, state, task, outcome, took } = done;
        if self.is_traced && task == Task::Check {
            let message = format!("checked {} in {} ms", uri.as_str(), took.as_millis());
            self.out.send(notification("$/logTrace", json!({ "message": message })));
        }
        let Some(article) = self.articles.get_mut(&uri) else { return };
        if task == Task::Check {
            article.remember(took);
        }
        if article.state != state || self.is_outdated {
            return;
        }
        self.know(&uri, task, Some(outcome));
    }

    /// Keeps what came of a piece of work, and tells it.
    fn know(&mut self, uri: &Uri, task: Task, outcome: Option<Outcome>) {
        let Some(article) = self.articles.get_mut(uri) else { return };
        match (task, outcome) {
            (Task::Repair, Some(Outcome::Repaired(edit))) => article.repaired = Some(edit),
            (Task::Repair, _) => article.repaired = Some(None),
            (Task::Check, outcome) => {
                let found = match outcome {
                    Some(Outcome::Found(found)) => found,
                    _ => Vec::new(),
                };
                let of = Found { uri, open: &article.open, found: &found, ui: &self.ui.tag };
                let shown: Vec<_> = found.iter().map(|diagnostic| of.shown(diagnostic)).collect();
                let params = json!({ "uri": uri, "version": article.version, "diagnostics": shown });
                article.found = Some(found);
                self.publish(uri, params);
            }
        }
        self.answer_all();
    }

    /// Answers the questions that can be answered, in their order.
    fn answer_all(&mut self) {
        while let Some(question) = self.questions.front() {
            let message = match &question.about {
                About::Shutdown => answer(&question.id, Value::Null),
                About::Actions(asked) => match self.actions(asked) {
                    Some(actions) => answer(&question.id, actions),
                    None => return,
                },
            };
            self.out.send(message);
            self.questions.pop_front();
        }
    }

    /// What can be done about a place; nothing, if more has to be known first.
    fn actions(&self, asked: &CodeActionParams) -> Option<Vec<Action>> {
        let uri = &asked.text_document.uri;
        let Some(article) = self.articles.get(uri) else { return Some(Vec::new()) };
        let of = Found { uri, open: &article.open, found: article.found.as_deref()?, ui: &self.ui.tag };
        let only = asked.context.only.as_deref();
        let mut actions = if Found::is_wanted(QUICK_FIX, only) { of.repairs(asked.range) } else { Vec::new() };
        if Found::is_wanted(FIX_ALL, only) && article.is_repairable() {
            let edit = article.repaired.as_ref()?.as_ref();
            actions.extend(edit.map(|edit| of.all_at_once(edit, self.ui.fill("repair-all", &[]))));
        }
        Some(actions)
    }

    fn publish(&self, uri: &Uri, params: Value) {
        self.out.publish(uri, notification("textDocument/publishDiagnostics", params));
    }

    /// Shows the user what is wrong, as an error.
    fn show(&self, message: &str) {
        self.out.send(notification("window/showMessage", json!({ "type": 1, "message": message })));
    }

    /// Tells what is wrong with configurations and rules: one message for each file, however much is wrong with it.
    fn tell_problems(&mut self) {
        let problems = self.rules.take_problems();
        let mut files: Vec<(Option<&str>, Vec<&Problem>)> = Vec::new();
        for problem in &problems {
            let file = problem.place.as_ref().map(|place| &*place.file);
            match files.iter_mut().find(|(known, _)| *known == file) {
                Some((_, told)) => told.push(problem),
                None => files.push((file, vec![problem])),
            }
        }
        for (_, told) in files {
            let Some(first) = told.first() else { continue };
            let mut message = format!("{first:#}");
            if told.len() > 1 {
                message = format!("{message}\n{}", self.ui.count("problems-in-file", told.len()));
                let some = told_of(told.into_iter().cloned().collect());
                let all: Vec<String> = some.iter().map(|problem| format!("{problem:#}")).collect();
                let all = json!({ "type": 1, "message": all.join("\n") });
                self.out.send(notification("window/logMessage", all));
            }
            self.show(&message);
        }
    }
}
