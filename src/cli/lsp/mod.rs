//! `copydesk lsp`: the language server, for editors of any kind. Speaks the protocol on standard input and output.
//!
//! One thread answers; an article is checked once all that the editor has sent is read, so that quick typing costs one
//! check and not one a key. Nothing is ever written: repairs go to the editor, which makes them.

mod answers;
mod open_text;
mod protocol;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use lsp_server::{Connection, ErrorCode, Message, Notification, ProtocolError, Request, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use self::answers::{FIX_ALL, Found, QUICK_FIX};
use self::open_text::{OpenText, Unit};
use self::protocol::{Action, Asked, Changed, General, Named, Opened, Url};
use super::args::LspArgs;
use super::article::{guarded, hush_panics};
use super::project::Projects;
use super::terminal::Desk;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::document::Format;
use crate::engine::{Engine, fix_until_stable};
use crate::text::{Problem, Source, SourceId};

/// The name of the unit of bytes.
const UTF8: &str = "utf-8";

/// Largest text that is checked, in bytes.
const LIMIT: usize = 64 << 20;

/// Serves one editor until it says goodbye. The exit status: 0 after an orderly end, 2 otherwise.
pub fn run(args: &LspArgs, desk: &Desk) -> u8 {
    hush_panics();
    let (connection, threads) = Connection::stdio();
    let served = serve(args, desk, &connection);
    // The threads end when nobody holds the connection any more.
    drop(connection);
    let fault = match (served, threads.join()) {
        (Ok(()), Ok(())) => return 0,
        (Err(fault), _) => fault.to_string(),
        (_, Err(fault)) => fault.to_string(),
    };
    desk.tell(&Problem::new(format!("the editor does not keep to the protocol: {fault}")));
    2
}

fn serve(args: &LspArgs, desk: &Desk, connection: &Connection) -> Result<(), ProtocolError> {
    let (id, params) = connection.initialize_start()?;
    let unit = unit(&params);
    let capabilities = json!({
        "positionEncoding": match unit {
            Unit::Utf8 => UTF8,
            Unit::Utf16 => "utf-16",
        },
        // Changes come as changes, not as the whole text each time.
        "textDocumentSync": { "openClose": true, "change": 2, "save": true },
        "codeActionProvider": { "codeActionKinds": [QUICK_FIX, FIX_ALL] },
    });
    let info = json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") });
    connection.initialize_finish(id, json!({ "capabilities": capabilities, "serverInfo": info }))?;
    let Some(projects) = Projects::open(&args.force, args.lang.as_deref(), desk) else { return Ok(()) };
    let server = Server { args, desk, connection, unit, projects, articles: BTreeMap::new() };
    server.run()
}

/// Bytes only if the editor offers them: not every one that understands them says so, and none has to.
fn unit(params: &Value) -> Unit {
    let general = params.pointer("/capabilities/general").cloned().unwrap_or_default();
    let offered = serde_json::from_value::<General>(general).unwrap_or_default().position_encodings;
    if offered.iter().any(|unit| unit == UTF8) { Unit::Utf8 } else { Unit::Utf16 }
}

/// One open article.
struct Article {
    open: OpenText,
    version: i32,
    /// What the editor calls its format.
    language_id: String,
    /// What was found in this text; nothing before it was checked.
    found: Option<Vec<Diagnostic>>,
    /// The text with every safe repair made, if there are any; nothing before somebody asked.
    repaired: Option<Option<String>>,
}

impl Article {
    /// The text or its rules are others: nothing is known any more.
    fn forget(&mut self) {
        (self.found, self.repaired) = (None, None);
    }
}

/// A server at work.
struct Server<'a> {
    args: &'a LspArgs,
    desk: &'a Desk,
    connection: &'a Connection,
    unit: Unit,
    projects: Projects<'a>,
    articles: BTreeMap<Url, Article>,
}

impl Server<'_> {
    fn run(mut self) -> Result<(), ProtocolError> {
        loop {
            let message = match self.connection.receiver.try_recv() {
                Ok(message) => message,
                Err(_) => {
                    self.check_all();
                    // Also the end of a connection that closes without goodbye.
                    let Ok(message) = self.connection.receiver.recv() else { return Ok(()) };
                    message
                }
            };
            match message {
                Message::Request(request) => {
                    if self.connection.handle_shutdown(&request)? {
                        return Ok(());
                    }
                    let response = self.answer(request);
                    self.send(response.into());
                }
                Message::Notification(note) => self.note(note),
                Message::Response(_) => {}
            }
        }
    }

    fn send(&self, message: Message) {
        // Where nobody listens any more, the next read says so.
        let _ = self.connection.sender.send(message);
    }

    fn publish(&self, params: Value) {
        self.send(Notification::new("textDocument/publishDiagnostics".to_owned(), params).into());
    }

    /// Shows the user what is wrong with a file of theirs, as an error.
    fn show(&self, problem: &Problem) {
        let params = json!({ "type": 1, "message": format!("{problem:#}") });
        self.send(Notification::new("window/showMessage".to_owned(), params).into());
    }

    fn answer(&mut self, request: Request) -> Response {
        if request.method != "textDocument/codeAction" {
            return Response::new_err(
                request.id,
                ErrorCode::MethodNotFound as i32,
                "copydesk does not do this".to_owned(),
            );
        }
        match serde_json::from_value::<Asked>(request.params) {
            Ok(params) => {
                self.check_all();
                Response::new_ok(request.id, self.actions(&params))
            }
            Err(fault) => Response::new_err(request.id, ErrorCode::InvalidParams as i32, fault.to_string()),
        }
    }

    fn actions(&mut self, params: &Asked) -> Vec<Action> {
        let uri = &params.text_document.uri;
        let repaired = self.repaired(uri);
        let Some(article) = self.articles.get_mut(uri) else { return Vec::new() };
        article.repaired = Some(repaired);
        let found = article.found.as_deref().unwrap_or_default();
        let of = Found { uri, open: &article.open, found, ui: &self.desk.ui.tag };
        of.actions(
            params.range,
            params.context.only.as_deref(),
            article.repaired.as_ref().and_then(Option::as_deref),
            self.desk.ui.fill("repair-all", &[]),
        )
    }

    /// The text of an article with every safe repair made, if there are any. It is worked out once for each text: editors
    /// ask at every move of the cursor.
    fn repaired(&mut self, uri: &Url) -> Option<String> {
        let article = self.articles.get_mut(uri)?;
        if let Some(known) = article.repaired.take() {
            return known;
        }
        let is_safe = |diagnostic: &Diagnostic| {
            diagnostic.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe)
        };
        if !article.found.as_deref()?.iter().any(is_safe) {
            return None;
        }
        let engine = self.engine(uri)?;
        let (source, format) = self.source(uri)?;
        guarded(uri.as_str(), || Ok(fix_until_stable(&engine, &source, format, Applicability::Safe))).ok()?.text
    }

    /// Takes note of what the editor tells. What cannot be understood is left: a notification has no answer.
    fn note(&mut self, note: Notification) {
        fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
            serde_json::from_value(params).ok()
        }
        match note.method.as_str() {
            "textDocument/didOpen" => {
                let Some(Opened { text_document: it }) = read(note.params) else { return };
                let open = OpenText::new(it.text, self.unit);
                let (version, language_id) = (it.version, it.language_id);
                self.articles.insert(it.uri, Article { open, version, language_id, found: None, repaired: None });
            }
            "textDocument/didChange" => {
                let Some(params) = read::<Changed>(note.params) else { return };
                let it = params.text_document;
                if let Some(article) = self.articles.get_mut(&it.uri) {
                    article.open.change(params.content_changes);
                    article.version = it.version.unwrap_or(article.version);
                    article.forget();
                }
            }
            "textDocument/didClose" => {
                let Some(Named { text_document: it }) = read(note.params) else { return };
                if self.articles.remove(&it.uri).is_some() {
                    self.publish(json!({ "uri": it.uri, "diagnostics": [] }));
                }
            }
            "textDocument/didSave" => {
                let Some(Named { text_document: it }) = read(note.params) else { return };
                if it.uri.path().ends_with(".toml") {
                    self.reload();
                }
            }
            "workspace/didChangeWatchedFiles" | "workspace/didChangeConfiguration" => self.reload(),
            _ => {}
        }
    }

    /// Reads configurations, rule sets and stylebook again: one of them may have changed.
    fn reload(&mut self) {
        if let Some(projects) = Projects::open(&self.args.force, self.args.lang.as_deref(), self.desk) {
            self.projects = projects;
            self.articles.values_mut().for_each(Article::forget);
        }
    }

    /// The rules for an article; nothing, if its configuration cannot be used. What is wrong with the configuration is
    /// told once.
    fn engine(&mut self, uri: &Url) -> Option<Arc<Engine>> {
        let path = path_of(uri);
        let usable = self.projects.governing(path.as_deref()).usable;
        for problem in self.projects.take_problems() {
            self.show(&problem);
        }
        if !usable || path.as_deref().is_some_and(|path| self.projects.excludes(path)) {
            return None;
        }
        Some(self.projects.engine(path.as_deref()))
    }

    /// An open article with its format. What its configuration and its extension say counts before what the editor takes
    /// it for: in the editor an article reads as it does in the repository's checks.
    fn source(&mut self, uri: &Url) -> Option<(Source, Format)> {
        let article = self.articles.get(uri)?;
        let path = path_of(uri);
        let stored = path.as_deref();
        let stored = stored.and_then(|path| self.projects.format_of(path).or_else(|| Format::of_path(path)));
        let format = stored.or_else(|| Format::of_editor_language(&article.language_id)).unwrap_or(Format::Text);
        Some((Source::new(SourceId::Stdin(path), article.open.text()), format))
    }

    /// Checks every article whose text or rules changed, and tells the editor.
    fn check_all(&mut self) {
        let due: Vec<Url> =
            self.articles.iter().filter(|(_, article)| article.found.is_none()).map(|(uri, _)| uri.clone()).collect();
        for uri in due {
            let engine = self.engine(&uri);
            let Some((source, format)) = self.source(&uri) else { continue };
            let engine = engine.filter(|_| source.text().len() <= LIMIT);
            let found =
                engine.map_or(Ok(Vec::new()), |engine| guarded(uri.as_str(), || Ok(engine.check(&source, format).0)));
            let found = found.unwrap_or_else(|problem| {
                self.show(&problem);
                Vec::new()
            });
            let Some(article) = self.articles.get(&uri) else { continue };
            let of = Found { uri: &uri, open: &article.open, found: &found, ui: &self.desk.ui.tag };
            let shown: Vec<_> = found.iter().map(|diagnostic| of.shown(diagnostic)).collect();
            self.publish(json!({ "uri": uri, "version": article.version, "diagnostics": shown }));
            if let Some(article) = self.articles.get_mut(&uri) {
                article.found = Some(found);
            }
        }
    }
}

/// The file behind an article; nothing for one that was never saved.
fn path_of(uri: &Url) -> Option<PathBuf> {
    (uri.scheme() == "file").then(|| uri.to_file_path().ok()).flatten()
}
