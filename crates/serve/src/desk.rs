//! The site of `copydesk serve`: articles are checked by the rules of a folder.

use copydesk::ReviewRequest;
use copydesk::report::page::{PageEngine, policy, write_page};
use copydesk::rules::CodeTexts;
use copydesk::text::Problem;
use hyper::StatusCode;

use super::answer::Answer;
use super::language_tool::LanguageTool;
use super::limits::Limits;
use super::request::Request;
use super::rules::{Options, Rules};
use super::site::Site;

/// The language in which copydesk speaks to those who name none.
const USUAL: &str = "en";

/// The site of `copydesk serve`.
pub struct Desk {
    rules: Rules,
    texts: CodeTexts,
    ui: String,
    limit: usize,
}

impl Desk {
    /// Reads the rules of the current folder. `ui` is the tag of the language of messages where a client does not say. What is wrong
    /// with the rules, now and whenever their files change, is given to `tell`.
    ///
    /// # Errors
    /// A problem without which nothing can be checked.
    pub fn open(
        options: Options,
        ui: &str,
        limits: &Limits,
        tell: impl Fn(&Problem) + Send + Sync + 'static,
    ) -> Result<Self, Problem> {
        let rules = Rules::open(options, tell)?;
        Ok(Self { rules, texts: CodeTexts::read(&mut Vec::new()), ui: ui.to_owned(), limit: limits.body })
    }
}

impl Site for Desk {
    fn answer(&self, request: &Request) -> Answer {
        let tool = LanguageTool { rules: &self.rules, texts: &self.texts, ui: &self.ui, limit: self.limit };
        match (request.method.as_str(), request.path.as_str()) {
            ("GET", "/" | "/review") => self.page(request),
            ("POST", "/review") => self.review(request),
            (_, "/") => Answer::wrong_method("GET"),
            (_, "/review") => Answer::wrong_method("GET and POST"),
            _ => tool.answer(request).unwrap_or_else(Answer::nothing_there),
        }
    }
}

impl Desk {
    /// The page on which an editor writes and is reviewed. It speaks the language that the address asks for, or the one the server was
    /// started in, if that is not the usual one: then the browser's.
    fn page(&self, request: &Request) -> Answer {
        let chosen = request.ui.as_deref().or(request.field("ui"));
        let ui = chosen.or(Some(self.ui.as_str()).filter(|ui| *ui != USUAL));
        let mut html = Vec::new();
        match write_page(&mut html, PageEngine::Server, ui) {
            Ok(()) => Answer::page(html, format!("{}; frame-ancestors 'none'", policy(PageEngine::Server))),
            Err(error) => {
                Answer::refused(StatusCode::INTERNAL_SERVER_ERROR, format!("the page cannot be made: {error}"))
            }
        }
    }

    fn review(&self, request: &Request) -> Answer {
        let mut asked: ReviewRequest = match serde_json::from_slice(&request.body) {
            Ok(asked) => asked,
            Err(error) => return Answer::bad(format!("this is no request for a review: {error}")),
        };
        asked.ui = asked.ui.or_else(|| request.ui.clone()).or_else(|| Some(self.ui.clone()));
        match self.rules.reviewer(asked.name.as_deref()).review(&asked) {
            Ok(review) => Answer::json(&review),
            Err(problem) => Answer::bad(format!("{problem:#}")),
        }
    }
}
