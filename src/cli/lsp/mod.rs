//! `copydesk lsp`: the language server, for editors of any kind. Speaks the protocol on standard input and output.
//!
//! One thread answers; an article is checked once all that the editor has sent is read, so that quick typing costs one
//! check and not one a key. Nothing is ever written: repairs go to the editor, which makes them.

mod answers;
mod open_text;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, InitializeParams, MessageType, PositionEncodingKind,
    PublishDiagnosticsParams, ServerCapabilities, ShowMessageParams, TextDocumentSyncKind, TextDocumentSyncOptions,
    Uri,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, ProtocolError, Request, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use self::answers::Found;
use self::open_text::{OpenText, Unit};
use super::args::LspArgs;
use super::article::{guarded, hush_panics};
use super::project::Projects;
use super::terminal::Desk;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::document::Format;
use crate::engine::{Engine, fix_until_stable};
use crate::text::{Problem, Source, SourceId};

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
    let capabilities = ServerCapabilities {
        position_encoding: Some(match unit {
            Unit::Utf8 => PositionEncodingKind::UTF8,
            Unit::Utf16 => PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::Incremental),
                save: Some(true.into()),
                ..TextDocumentSyncOptions::default()
            }
            .into(),
        ),
        code_action_provider: Some(
            CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QuickFix, CodeActionKind::SourceFixAll]),
                ..CodeActionOptions::default()
            }
            .into(),
        ),
        ..ServerCapabilities::default()
    };
    let info = json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") });
    connection.initialize_finish(id, json!({ "capabilities": capabilities, "serverInfo": info }))?;
    let Some(projects) = Projects::open(&args.force, args.lang.as_deref(), desk) else { return Ok(()) };
    let server = Server { args, desk, connection, unit, projects, articles: BTreeMap::new() };
    server.run()
}

/// Bytes only if the editor offers them: not every one that understands them says so, and none has to.
fn unit(params: &Value) -> Unit {
    let offered = serde_json::from_value::<InitializeParams>(params.clone())
        .ok()
        .and_then(|params| params.capabilities.general?.position_encodings)
        .unwrap_or_default();
    if offered.contains(&PositionEncodingKind::UTF8) { Unit::Utf8 } else { Unit::Utf16 }
}

/// One open article.
struct Article {
    open: OpenText,
    version: i32,
    /// What was found in this text; nothing before it was checked.
    found: Option<Vec<Diagnostic>>,
}

/// A server at work.
struct Server<'a> {
    args: &'a LspArgs,
    desk: &'a Desk,
    connection: &'a Connection,
    unit: Unit,
    projects: Projects<'a>,
    articles: BTreeMap<Uri, Article>,
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

    fn notify(&self, method: &str, params: impl serde::Serialize) {
        self.send(Notification::new(method.to_owned(), params).into());
    }

    fn answer(&mut self, request: Request) -> Response {
        if request.method != "textDocument/codeAction" {
            return Response::new_err(
                request.id,
                ErrorCode::MethodNotFound as i32,
                "copydesk does not do this".to_owned(),
            );
        }
        match serde_json::from_value::<CodeActionParams>(request.params) {
            Ok(params) => {
                self.check_all();
                Response::new_ok(request.id, self.actions(&params))
            }
            Err(fault) => Response::new_err(request.id, ErrorCode::InvalidParams as i32, fault.to_string()),
        }
    }

    fn actions(&mut self, params: &CodeActionParams) -> Vec<gen_lsp_types::CodeActionResponse> {
        let uri = &params.text_document.uri;
        let Some(engine) = self.engine(uri) else { return Vec::new() };
        let Some(article) = self.articles.get(uri) else { return Vec::new() };
        let found = article.found.as_deref().unwrap_or_default();
        let is_safe = |diagnostic: &&Diagnostic| {
            diagnostic.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe)
        };
        let repaired = found.iter().find(is_safe).and_then(|_| {
            let (source, format) = source(uri, article.open.text());
            guarded(uri.as_str(), || Ok(fix_until_stable(&engine, &source, format, Applicability::Safe))).ok()?.text
        });
        let of = Found { uri, open: &article.open, found, ui: &self.desk.ui.tag };
        of.actions(
            params.range,
            params.context.only.as_deref(),
            repaired.as_deref(),
            self.desk.ui.fill("repair-all", &[]),
        )
    }

    /// Takes note of what the editor tells. What cannot be understood is left: a notification has no answer.
    fn note(&mut self, note: Notification) {
        fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
            serde_json::from_value(params).ok()
        }
        match note.method.as_str() {
            "textDocument/didOpen" => {
                let Some(DidOpenTextDocumentParams { text_document: it }) = read(note.params) else { return };
                let open = OpenText::new(it.text, self.unit);
                self.articles.insert(it.uri, Article { open, version: it.version, found: None });
            }
            "textDocument/didChange" => {
                let Some(params) = read::<DidChangeTextDocumentParams>(note.params) else { return };
                let it = params.text_document;
                if let Some(article) = self.articles.get_mut(&it.text_document_identifier.uri) {
                    article.open.change(params.content_changes);
                    article.version = it.version;
                    article.found = None;
                }
            }
            "textDocument/didClose" => {
                let Some(DidCloseTextDocumentParams { text_document: it }) = read(note.params) else { return };
                if self.articles.remove(&it.uri).is_some() {
                    self.notify("textDocument/publishDiagnostics", PublishDiagnosticsParams::new(it.uri, None, vec![]));
                }
            }
            "textDocument/didSave" => {
                let Some(DidSaveTextDocumentParams { text_document: it, .. }) = read(note.params) else { return };
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
            self.articles.values_mut().for_each(|article| article.found = None);
        }
    }

    /// The rules for an article; nothing, if its configuration cannot be used. What is wrong with the configuration is
    /// told once.
    fn engine(&mut self, uri: &Uri) -> Option<Arc<Engine>> {
        let path = path_of(uri);
        let usable = self.projects.governing(path.as_deref()).usable;
        for problem in self.projects.take_problems() {
            let message = format!("{problem:#}");
            self.notify("window/showMessage", ShowMessageParams { kind: MessageType::Error, message });
        }
        if !usable || path.as_deref().is_some_and(|path| self.projects.excludes(path)) {
            return None;
        }
        Some(self.projects.engine(path.as_deref()))
    }

    /// Checks every article whose text or rules changed, and tells the editor.
    fn check_all(&mut self) {
        let due: Vec<Uri> =
            self.articles.iter().filter(|(_, article)| article.found.is_none()).map(|(uri, _)| uri.clone()).collect();
        for uri in due {
            let engine = self.engine(&uri);
            let Some(article) = self.articles.get(&uri) else { continue };
            let text = article.open.text();
            let found = engine.filter(|_| text.len() <= LIMIT).map_or(Ok(Vec::new()), |engine| {
                let (source, format) = source(&uri, text);
                guarded(uri.as_str(), || Ok(engine.check(&source, format).0))
            });
            let found = found.unwrap_or_else(|problem| {
                let message = format!("{problem:#}");
                self.notify("window/showMessage", ShowMessageParams { kind: MessageType::Error, message });
                Vec::new()
            });
            let of = Found { uri: &uri, open: &article.open, found: &found, ui: &self.desk.ui.tag };
            let shown = found.iter().map(|diagnostic| of.shown(diagnostic)).collect();
            let params = PublishDiagnosticsParams::new(uri.clone(), Some(article.version), shown);
            self.notify("textDocument/publishDiagnostics", params);
            if let Some(article) = self.articles.get_mut(&uri) {
                article.found = Some(found);
            }
        }
    }
}

/// The file behind an article; nothing for one that was never saved.
fn path_of(uri: &Uri) -> Option<PathBuf> {
    (uri.scheme() == "file").then(|| uri.to_file_path().ok()).flatten()
}

fn source(uri: &Uri, text: &str) -> (Source, Format) {
    let path = path_of(uri);
    let format = path.as_deref().and_then(Format::of_path).unwrap_or(Format::Text);
    (Source::new(SourceId::Stdin(path), text), format)
}
