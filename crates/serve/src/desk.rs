//! The site of `copydesk serve`: articles are checked by the rules of a folder.

use copydesk::rules::CodeTexts;
use copydesk::text::Problem;

use super::answer::Answer;
use super::language_tool::LanguageTool;
use super::limits::Limits;
use super::request::Request;
use super::rules::{Options, Rules};
use super::site::Site;

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
        tool.answer(request).unwrap_or_else(Answer::nothing_there)
    }
}
