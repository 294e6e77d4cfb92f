//! The server between the editor and the rules: what a message changes, what there is to do, what is answered. It waits for
//! nothing and knows neither threads nor streams.
//!
//! An article is checked once all that the editor has sent is read, and what is found is told only while it is about the
//! text as it is: the latest text wins. So it is with answers: they are given in the order of the questions, about the text
//! as it is when the question comes up, which is the only text that the editor can still edit.

mod answering;
mod notes;
mod requests;

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::abilities::Abilities;
use super::answers::Found;
use super::article::{Article, Findings};
use super::message::{Incoming, notification, refusal, request};
use super::outbox::Outbox;
use super::protocol::{CodeActionParams, HoverParams, PullParams};
use super::rules::Rules;
use super::toml_files::TomlFiles;
use super::uri::Uri;
use super::voice::Voice;
use super::work::{Done, Outcome, Task, Work};
use copydesk::document;
use copydesk::report::Ui;
use copydesk::rules::CodeTexts;
use copydesk::text::{Problem, Source, SourceId, told_of};

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
    Hover(HoverParams),
    Pull(PullParams),
    Shutdown,
}

impl About {
    /// The article that it is about, if it is about one.
    fn uri(&self) -> Option<&Uri> {
        Some(match self {
            Self::Actions(asked) => &asked.text_document.uri,
            Self::Hover(asked) => &asked.text_document.uri,
            Self::Pull(asked) => &asked.text_document.uri,
            Self::Shutdown => return None,
        })
    }
}

/// What the editor was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// Its settings.
    Settings,
    /// Something whose answer changes nothing.
    Other,
}

/// A server at work.
pub struct Server {
    rules: Rules,
    voice: Voice,
    /// The words that it was started with.
    first_ui: Ui,
    out: Arc<Outbox>,
    phase: Phase,
    editor: Abilities,
    /// Whether the editor wants to be told what the server does.
    is_traced: bool,
    articles: BTreeMap<Uri, Article>,
    toml: TomlFiles,
    /// The texts of codes, read when the first is wanted.
    texts: Option<Arc<CodeTexts>>,
    /// The number of the latest state of any article.
    state: u64,
    questions: VecDeque<Question>,
    /// What the editor was asked for and has not answered, by name.
    asked: BTreeMap<String, Asked>,
    /// How much it was asked for.
    asked_so_far: u64,
    /// Whether a file that the rules came from may have changed.
    is_outdated: bool,
    /// The exit status, once the editor wants the server gone.
    leaving: Option<u8>,
}

impl Server {
    /// A server that nobody has spoken to. What it has to say it leaves in `out`, in the words of `ui`.
    #[must_use]
    pub fn new(rules: Rules, ui: &Ui, out: Arc<Outbox>) -> Self {
        Self {
            toml: TomlFiles::new(rules.buffers()),
            rules,
            voice: Voice { ui: ui.clone(), isolates: false },
            first_ui: ui.clone(),
            out,
            phase: Phase::Fresh,
            editor: Abilities::default(),
            is_traced: false,
            articles: BTreeMap::new(),
            texts: None,
            state: 0,
            questions: VecDeque::new(),
            asked: BTreeMap::new(),
            asked_so_far: 0,
            is_outdated: false,
            leaving: None,
        }
    }

    /// Takes a message from the editor, which came at `now`.
    pub fn take(&mut self, message: &[u8], now: Instant) {
        match Incoming::read(message) {
            Incoming::Request(id, method, params) => self.request(id, &method, params),
            Incoming::Notification(method, params) => self.note(&method, params, now),
            Incoming::Response(id, result) => self.answered(id, result),
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

    /// What there is to do at `now`, once everything that came has been taken. Without `patience`, nobody waits for a
    /// writer to pause.
    pub fn next(&mut self, now: Instant, patience: bool) -> Next {
        if std::mem::take(&mut self.is_outdated) {
            self.rules.reload();
            self.begin_anew();
        }
        self.answer_all();
        let pause = |article: &Article| if patience { article.pause(now) } else { Duration::ZERO };
        while let Some(uri) = self.asked_about() {
            let Some(article) = self.articles.get(&uri) else { break };
            let task = self.task_for(&uri, article);
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

    /// The rules, or the words for people, are others: what is known of articles is known no longer.
    fn begin_anew(&mut self) {
        for article in self.articles.values_mut() {
            self.state += 1;
            article.forget(self.state);
        }
        self.toml.forget();
        let articles = self.articles.keys().filter_map(Uri::path);
        for path in articles.chain(self.toml.paths()).collect::<Vec<_>>() {
            self.rules.look_at(&path);
        }
        self.tell_problems();
        if self.editor.pulls {
            self.ask(Asked::Other, "workspace/diagnostic/refresh", Value::Null);
        }
    }

    /// The article that the first question is about which cannot be answered yet.
    fn asked_about(&self) -> Option<Uri> {
        self.questions.front()?.about.uri().cloned()
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
                self.know(uri, &task, Outcome::of_unreadable(&job, unreadable));
            }
            (None, _) => self.know(uri, &task, Outcome::Found(Findings::default())),
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
        self.know(&uri, &task, outcome);
    }

    /// Keeps what came of a piece of work, and tells it.
    fn know(&mut self, uri: &Uri, task: &Task, outcome: Outcome) {
        let Some(article) = self.articles.get_mut(uri) else { return };
        match (task, outcome) {
            (Task::Repair, Outcome::Repaired(edits)) => article.repaired = Some(edits),
            (Task::Repair, _) => article.repaired = Some(Vec::new()),
            (Task::Ignore { number, .. }, Outcome::Ignored(edit)) => drop(article.ignored.insert(*number, edit)),
            (Task::Ignore { number, .. }, _) => drop(article.ignored.insert(*number, None)),
            (Task::Check, outcome) => {
                article.found = Some(match outcome {
                    Outcome::Found(found) => found,
                    Outcome::Repaired(_) | Outcome::Ignored(_) => Findings::default(),
                });
                if !self.editor.pulls
                    && let Some(article) = self.articles.get(uri)
                    && let Some(of) = self.found(uri, article)
                {
                    self.publish(uri, json!({ "uri": uri, "version": article.version, "diagnostics": of.all_shown() }));
                }
            }
        }
        self.answer_all();
    }

    /// What is known of an article.
    fn found<'s>(&'s self, uri: &'s Uri, article: &'s Article) -> Option<Found<'s>> {
        Some(Found { uri, open: &article.open, found: article.found.as_ref()?, voice: &self.voice })
    }

    fn publish(&self, uri: &Uri, params: Value) {
        self.out.publish(uri, notification("textDocument/publishDiagnostics", params));
    }

    /// Asks the editor for something.
    fn ask(&mut self, what: Asked, method: &str, params: Value) {
        self.asked_so_far += 1;
        let name = format!("copydesk-{}", self.asked_so_far);
        self.out.send(request(&name, method, params));
        self.asked.insert(name, what);
    }

    /// Shows the user what is wrong, as an error.
    fn show(&self, message: &str) {
        self.out.send(notification("window/showMessage", json!({ "type": 1, "message": message })));
    }

    /// Tells what is wrong with configurations and rules, each at its place. What nobody would see there, because the file is not
    /// open or there is none, is shown besides: one message for each file, however much is wrong with it.
    fn tell_problems(&mut self) {
        let problems = self.rules.take_problems();
        let problems = self.toml.take(problems);
        for (uri, params) in self.toml.tell(self.editor.unit, |name| self.rules.has_read(Path::new(name))) {
            self.publish(&uri, params);
        }
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
                message = format!("{message}\n{}", self.voice.ui.count("problems-in-file", told.len()));
                let some = told_of(told.into_iter().cloned().collect());
                let all: Vec<String> = some.iter().map(|problem| format!("{problem:#}")).collect();
                let all = json!({ "type": 1, "message": all.join("\n") });
                self.out.send(notification("window/logMessage", all));
            }
            self.show(&message);
        }
    }
}
