//! What the editor asks for: each question is kept until it can be answered.

use serde_json::json;
use serde_json::value::RawValue;

use super::{About, Phase, Question, Server};
use crate::abilities::Abilities;
use crate::message::{Params, Refusal, answer, refusal};
use crate::protocol::{CodeActionParams, Trace};
use serde_json::Value;

impl Server {
    pub(super) fn request(&mut self, id: &RawValue, method: &str, params: Params<'_>) {
        let refuse = |why, words: &str| self.out.send(refusal(Some(id), why, words));
        match (self.phase, method) {
            (Phase::Fresh, "initialize") => return self.initialize(id, params),
            (Phase::Fresh, _) => return refuse(Refusal::TooEarly, "the first request must be initialize"),
            (Phase::Closing, _) => return refuse(Refusal::NoMessage, "no request is accepted after shutdown"),
            (Phase::Serving, "initialize") => return refuse(Refusal::NoMessage, "initialize may come once"),
            (Phase::Serving, _) => {}
        }
        let about = match method {
            "shutdown" => {
                self.phase = Phase::Closing;
                Ok(About::Shutdown)
            }
            "textDocument/codeAction" => params.read::<CodeActionParams>().map(About::Actions),
            "textDocument/hover" => params.read().map(About::Hover),
            "textDocument/diagnostic" if self.editor.pulls => params.read().map(About::Pull),
            _ => return refuse(Refusal::NoMethod, "copydesk does not do this"),
        };
        match about {
            Ok(about) => self.questions.push_back(Question { id: id.to_owned(), about }),
            Err(fault) => refuse(Refusal::NoParams, &fault.to_string()),
        }
    }

    fn initialize(&mut self, id: &RawValue, params: Params<'_>) {
        let told: Value = params.read().unwrap_or_default();
        self.editor = Abilities::of(&told);
        self.is_traced = serde_json::from_value::<Trace>(told.clone()).unwrap_or_default().is_wanted();
        self.phase = Phase::Serving;
        let info = json!({ "name": "copydesk", "version": env!("CARGO_PKG_VERSION") });
        self.out.send(answer(id, json!({ "capabilities": self.editor.answered(), "serverInfo": info })));
        if let Some(settings) = told.get("initializationOptions") {
            self.set(settings);
        }
    }
}
