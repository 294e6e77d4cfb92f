//! What the editor tells, and what it answers.

use std::time::Instant;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{About, Asked, Phase, Question, Server};
use crate::article::Article;
use crate::message::{Params, Refusal, refusal};
use crate::protocol::{Cancelled, Changed, Named, Opened, SettingsChanged, Trace};
use crate::settings::{SECTION, Settings};
use crate::toml_files::TomlFiles;
use crate::uri::Uri;
use copydesk::report::Ui;
use copydesk::rules::ui_files;

fn read<T: DeserializeOwned>(params: Params<'_>) -> Option<T> {
    params.read().ok()
}

impl Server {
    /// Takes note of what the editor tells. What cannot be understood is left: a notification has no answer.
    pub(super) fn note(&mut self, method: &str, params: Params<'_>, now: Instant) {
        if method == "exit" {
            self.leaving = Some(u8::from(self.phase != Phase::Closing));
        }
        if self.phase != Phase::Serving {
            return;
        }
        match method {
            "initialized" => {
                if let Some(wanted) = self.editor.registrations() {
                    self.ask(Asked::Other, "client/registerCapability", wanted);
                }
                self.ask_for_settings();
            }
            "textDocument/didOpen" => {
                let Some(Opened { text_document: it }) = read(params) else { return };
                if TomlFiles::is_meant(&it.uri, &it.language_id) {
                    // What the editor shows may differ from what is stored.
                    self.toml.open(it, self.editor.unit);
                    self.is_outdated = true;
                } else {
                    self.is_outdated |= self.rules.are_outdated();
                    self.state += 1;
                    self.articles.insert(it.uri.clone(), Article::new(it, self.editor.unit, self.state, now));
                }
            }
            "textDocument/didChange" => {
                let Some(Changed { text_document: it, content_changes }) = read(params) else { return };
                if let Some(article) = self.articles.get_mut(&it.uri) {
                    self.state += 1;
                    article.change(content_changes, now);
                    article.version = it.version.unwrap_or(article.version);
                    article.forget(self.state);
                } else if self.toml.change(&it.uri, content_changes) {
                    self.is_outdated |= self.is_read(&it.uri);
                }
            }
            "textDocument/didClose" => {
                let Some(Named { text_document: it }) = read(params) else { return };
                if self.articles.remove(&it.uri).is_some() {
                    if !self.editor.pulls {
                        self.publish(&it.uri, json!({ "uri": it.uri, "diagnostics": [] }));
                    }
                } else if self.toml.close(&it.uri) {
                    self.is_outdated |= self.is_read(&it.uri);
                }
            }
            "textDocument/didSave" => {
                let Some(Named { text_document: it }) = read(params) else { return };
                self.is_outdated |= TomlFiles::is_meant(&it.uri, "") || self.rules.are_outdated();
            }
            "workspace/didChangeWatchedFiles" => self.is_outdated = true,
            "workspace/didChangeConfiguration" => {
                let sent = read::<SettingsChanged>(params).unwrap_or_default();
                self.set(&sent.settings);
                self.ask_for_settings();
            }
            "$/cancelRequest" => {
                if let Some(Cancelled { id }) = read(params) {
                    self.cancel(&id);
                }
            }
            "$/setTrace" => self.is_traced = read::<Trace>(params).unwrap_or_default().is_wanted(),
            _ => {}
        }
    }

    /// Takes what the editor answers.
    pub(super) fn answered(&mut self, id: &RawValue, result: Option<&RawValue>) {
        let name = serde_json::from_str::<String>(id.get()).unwrap_or_default();
        let (Some(Asked::Settings), Some(result)) = (self.asked.remove(&name), result) else { return };
        let answer = serde_json::from_str::<Vec<Value>>(result.get()).unwrap_or_default();
        if let Some(settings) = answer.first() {
            self.set(settings);
        }
    }

    /// Whether rules come from a TOML file that is open in the editor.
    fn is_read(&self, uri: &Uri) -> bool {
        uri.path().is_some_and(|path| self.rules.has_read(&path))
    }

    fn ask_for_settings(&mut self) {
        if self.editor.has_settings {
            self.ask(Asked::Settings, "workspace/configuration", json!({ "items": [{ "section": SECTION }] }));
        }
    }

    /// Takes the settings that the editor sends, if it sends some.
    pub(super) fn set(&mut self, sent: &Value) {
        let mut problems = Vec::new();
        let Some(settings) = Settings::read(sent, &mut problems) else { return };
        self.rules.set(&settings, self.editor.root.as_deref());
        let given = self.rules.words_given();
        self.voice.isolates = settings.isolates;
        self.voice.ui = match settings.ui_language.as_deref().map(|tag| Ui::find(&ui_files(), &given, tag)) {
            Some(Ok(ui)) => ui,
            Some(Err(problem)) => {
                problems.push(problem);
                self.first_ui.clone()
            }
            None => self.first_ui.clone(),
        };
        problems.iter().for_each(|problem| self.show(&format!("{problem:#}")));
        self.begin_anew();
    }

    fn cancel(&mut self, id: &RawValue) {
        let is_meant =
            |question: &Question| question.id.get() == id.get() && !matches!(question.about, About::Shutdown);
        if let Some(at) = self.questions.iter().position(is_meant) {
            self.questions.remove(at);
            self.out.send(refusal(Some(id), Refusal::Cancelled, "the editor took it back"));
        }
    }
}
