//! The answers to the editor's questions, as soon as what has to be known is known.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{About, Server};
use crate::answers::{FIX_ALL, Found, QUICK_FIX, edit_of};
use crate::article::Article;
use crate::hover::{Form, Hover};
use crate::message::answer;
use crate::protocol::{Action, CodeActionParams, HoverParams, PullParams, Range};
use crate::stylebook::{choices, spellings};
use crate::uri::Uri;
use crate::work::Task;
use copydesk::diagnostic::Diagnostic;
use copydesk::rules::CodeTexts;

/// Most findings at a place that are offered to be ignored: whoever selects a whole article does not mean each of them.
const IGNORED: usize = 8;

impl Server {
    /// Answers the questions that can be answered, in their order.
    pub(super) fn answer_all(&mut self) {
        while let Some(question) = self.questions.pop_front() {
            let result = match &question.about {
                About::Shutdown => Some(Value::Null),
                About::Actions(asked) => self.actions(asked).map(|actions| json!(actions)),
                About::Hover(asked) => self.hover(asked),
                About::Pull(asked) => self.pulled(asked),
            };
            match result {
                Some(result) => self.out.send(answer(&question.id, result)),
                None => return self.questions.push_front(question),
            }
        }
    }

    /// What can be done about a place; nothing, if more has to be known first.
    fn actions(&mut self, asked: &CodeActionParams) -> Option<Vec<Action>> {
        let uri = &asked.text_document.uri;
        let Some(article) = self.articles.get(uri) else { return Some(Vec::new()) };
        let only = asked.context.only.as_deref();
        let engine = article.found.as_ref()?.engine.clone();
        // The stylebook is read only if there is a name to decide on.
        let of_names = |found: &Diagnostic| engine.as_ref().and_then(|engine| spellings(found, engine)).is_some();
        let is_about_names = self.found(uri, article)?.at(asked.range).any(|(_, found)| of_names(found));
        let stylebook = is_about_names.then(|| self.rules.stylebook(uri.path().as_deref())).flatten();
        let stylebook = stylebook.and_then(|path| self.toml.text(&path, self.editor.unit));
        let of = self.found(uri, article)?;
        let mut actions = Vec::new();
        if Found::is_wanted(QUICK_FIX, only) {
            actions = of.repairs(asked.range);
            let quick = |title, diagnostic, edit| Action {
                title,
                kind: QUICK_FIX,
                diagnostics: vec![of.shown(diagnostic)],
                is_preferred: false,
                edit,
            };
            if let Some(((engine, language), (address, open))) = engine.zip(of.found.language.as_ref()).zip(stylebook) {
                let names = of.at(asked.range).filter_map(|(_, found)| Some((found, spellings(found, &engine)?)));
                for (diagnostic, spellings) in names {
                    let choices = choices(spellings, language, open.text(), &self.voice);
                    let edit = |edit| edit_of(&address, &open, &[edit]);
                    actions.extend(choices.into_iter().map(|it| quick(it.title, diagnostic, edit(it.edit))));
                }
            }
            for (number, diagnostic) in of.at(asked.range).take(IGNORED) {
                let edit = article.ignored.get(&number)?.as_ref();
                let title = || self.voice.fill("ignore-here", &[("code", diagnostic.code.as_str())]);
                actions.extend(edit.map(|edit| quick(title(), diagnostic, of.edit(std::slice::from_ref(edit)))));
            }
        }
        if Found::is_wanted(FIX_ALL, only) && article.is_repairable() {
            let edits = article.repaired.as_ref()?;
            if !edits.is_empty() {
                actions.push(of.all_at_once(edits, self.voice.fill("repair-all", &[])));
            }
        }
        Some(actions)
    }

    /// What has to be found out for the first question, which is about the article at `uri`.
    pub(super) fn task_for(&self, uri: &Uri, article: &Article) -> Task {
        let Some(of) = self.found(uri, article) else { return Task::Check };
        let Some(About::Actions(asked)) = self.questions.front().map(|question| &question.about) else {
            return Task::Repair;
        };
        let is_wanted = Found::is_wanted(QUICK_FIX, asked.context.only.as_deref());
        let mut touched = of.at(asked.range).take(IGNORED).filter(|_| is_wanted);
        match touched.find(|(number, _)| !article.ignored.contains_key(number)) {
            Some((number, finding)) => Task::Ignore {
                number,
                finding: Box::new(finding.clone()),
                reason: self.voice.ui.say("ignore-reason").to_owned(),
            },
            None => Task::Repair,
        }
    }

    /// What is said of the findings at a place: null, if there are none; nothing, if that is not known yet.
    fn hover(&mut self, asked: &HoverParams) -> Option<Value> {
        let uri = &asked.text_document.uri;
        let texts = self.texts.get_or_insert_with(|| Arc::new(CodeTexts::read(&mut Vec::new())));
        let texts = Arc::clone(texts);
        let Some(article) = self.articles.get(uri) else { return Some(Value::Null) };
        let of = self.found(uri, article)?;
        let place = Range { start: asked.position, end: asked.position };
        let found: Vec<_> = of.at(place).map(|(_, diagnostic)| diagnostic).collect();
        let (Some(first), Some(engine)) = (found.first(), of.found.engine.as_ref()) else { return Some(Value::Null) };
        let form = if self.editor.reads_markdown { Form::Markdown } else { Form::Plain };
        let hover = Hover { engine, texts: &texts, voice: &self.voice, form };
        Some(json!({ "contents": hover.contents(&found), "range": article.open.range(first.span) }))
    }

    /// What is found in an article; nothing, if that is not known yet.
    fn pulled(&self, asked: &PullParams) -> Option<Value> {
        let uri = &asked.text_document.uri;
        let Some(article) = self.articles.get(uri) else { return Some(json!({ "kind": "full", "items": [] })) };
        let of = self.found(uri, article)?;
        let name = article.state.to_string();
        Some(if asked.previous_result_id.as_ref() == Some(&name) {
            json!({ "kind": "unchanged", "resultId": name })
        } else {
            json!({ "kind": "full", "resultId": name, "items": of.all_shown() })
        })
    }
}
