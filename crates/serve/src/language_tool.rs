//! LanguageTool's interface, version 2, as far as its clients use it.

use std::sync::Arc;

use copydesk::diagnostic::{Code, Diagnostic, localised};
use copydesk::document::{Article, Format};
use copydesk::engine::Engine;
use copydesk::language::{Languages, UNDETERMINED};
use copydesk::rules::CodeTexts;
use copydesk::text::{Source, SourceId};
use hyper::{Method, StatusCode};
use serde::Serialize;
use serde_json::json;

use super::annotated::Annotated;
use super::answer::Answer;
use super::matches::{Match, Matches};
use super::request::Request;
use super::rules::{Rules, Wishes, check};
use super::texts::rule_shown;

/// The language of the names that clients know languages by.
const NAMES: &str = "en";
/// How a client says that the language of a text is not known.
const AUTO: &str = "auto";
/// How a client asks for what is off by default.
const PICKY: &str = "picky";
/// What covers every rule.
const ALL: &str = "all";

/// LanguageTool's interface over the rules of a folder.
pub struct LanguageTool<'l> {
    pub rules: &'l Rules,
    pub texts: &'l CodeTexts,
    /// The tag of the language of messages, where a client does not say.
    pub ui: &'l str,
    /// The largest request, in bytes.
    pub limit: usize,
}

/// Who answers.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Software {
    name: &'static str,
    version: &'static str,
    build_date: Option<&'static str>,
    api_version: u32,
    premium: bool,
    premium_hint: &'static str,
    status: &'static str,
}

/// Who answers.
const NAME: &str = "copydesk";

const SOFTWARE: Software = Software {
    name: NAME,
    version: env!("CARGO_PKG_VERSION"),
    build_date: None,
    api_version: 1,
    premium: false,
    premium_hint: "",
    status: "",
};

/// What is wrong with a text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Checked<'c> {
    software: Software,
    warnings: Warnings,
    language: LanguageShown<'c>,
    matches: Vec<Match>,
    sentence_ranges: Vec<[u32; 2]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Warnings {
    incomplete_results: bool,
}

/// The language that was asked for, and the one the text was read in.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LanguageShown<'c> {
    name: &'c str,
    code: &'c str,
    detected_language: Detected<'c>,
}

#[derive(Serialize)]
struct Detected<'c> {
    name: &'c str,
    code: &'c str,
    confidence: f32,
    source: &'static str,
}

/// Which findings a client wants.
#[derive(Debug, Default, PartialEq, Eq)]
struct Choice {
    /// Looked for besides what the folder looks for; instead of it, if `is_only`.
    enabled: Vec<String>,
    is_only: bool,
    /// Codes and groups whose findings are left out.
    disabled: Vec<String>,
    /// Whether what is off by default is looked for, too.
    is_picky: bool,
}

impl LanguageTool<'_> {
    /// Answers a request below `/v2`; `None` if there is nothing at its address.
    pub fn answer(&self, request: &Request) -> Option<Answer> {
        let is_read = request.method == Method::GET;
        let answer = match request.path.strip_prefix("/v2/")? {
            "check" if is_read || request.method == Method::POST => {
                self.check(request).unwrap_or_else(|refused| refused)
            }
            "check" => Answer::wrong_method("GET and POST"),
            "languages" | "info" | "healthcheck" | "maxtextlength" | "configinfo" if !is_read => {
                Answer::wrong_method("GET")
            }
            "languages" => Answer::json(&languages(&self.rules.languages())),
            "info" => Answer::json(&json!({ "software": SOFTWARE })),
            "healthcheck" => Answer::text("OK"),
            "maxtextlength" => Answer::text(self.limit.to_string()),
            "configinfo" => self.config_info(request),
            "words" | "words/add" | "words/delete" => {
                let why = "copydesk keeps no list of words for a client; names belong in the stylebook of the folder";
                Answer::refused(StatusCode::NOT_FOUND, why)
            }
            _ => return None,
        };
        Some(answer)
    }

    /// The language of messages: as the parameter `ui` says, the address, or whoever started the server.
    fn ui<'r>(&'r self, request: &'r Request) -> &'r str {
        request.field("ui").or(request.ui.as_deref()).unwrap_or(self.ui)
    }

    fn check(&self, request: &Request) -> Result<Answer, Answer> {
        let annotated = match (request.field("text"), request.field("data")) {
            (Some(text), None) => Annotated::plain(text),
            (None, Some(data)) => Annotated::read(data).map_err(Answer::bad)?,
            (None, None) => return Err(Answer::bad("the parameter `text` or `data` is missing")),
            (Some(_), Some(_)) => return Err(Answer::bad("of the parameters `text` and `data` only one can be set")),
        };
        let languages = self.rules.languages();
        let language = language_of(request, &languages)?;
        let own = self.rules.engine();
        let choice = Choice::of(request, &own)?;
        let ui = self.ui(request);
        let article = Article::of(Source::new(SourceId::Stdin(None), annotated.text.as_str()), Format::Text);
        let wishes = |select: Vec<String>| Wishes { select, language: language.clone() };
        let select = match (choice.is_only, choice.is_picky) {
            (true, _) => choice.enabled.clone(),
            (false, true) => vec![ALL.to_owned()],
            (false, false) => Vec::new(),
        };
        let engine = self.rules.engine_for(&wishes(select));
        let (mut article, outcome) = check(&engine, article);
        let mut found = outcome.findings;
        if !choice.is_only && !choice.enabled.is_empty() {
            let (again, besides) = check(&self.rules.engine_for(&wishes(choice.enabled.clone())), article);
            article = again;
            add(&mut found, besides.findings);
        }
        found.retain(|finding| !choice.disabled.iter().any(|selector| finding.code.is_covered_by(selector)));
        let sentences = engine.sentences(&article);
        let matches = Matches {
            engine: &engine,
            texts: self.texts,
            article: &article,
            annotated: &annotated,
            sentences: &sentences,
            ui,
        };
        let name = localised(&outcome.language.name, NAMES);
        let code = &*outcome.language.tag;
        Ok(Answer::json(&Checked {
            software: SOFTWARE,
            warnings: Warnings { incomplete_results: false },
            language: LanguageShown {
                name,
                code,
                detected_language: Detected {
                    name,
                    code,
                    confidence: if code == UNDETERMINED { 0.0 } else { 1.0 },
                    source: NAME,
                },
            },
            matches: matches.of(&found),
            sentence_ranges: matches.sentence_ranges(),
        }))
    }

    /// What can be switched on and off.
    fn config_info(&self, request: &Request) -> Answer {
        let engine = self.rules.engine();
        let ui = self.ui(request);
        let language = request.field("language").filter(|tag| *tag != AUTO);
        let profile = language.and_then(|tag| engine.languages().get(tag).ok());
        let speaks = |rule: &&copydesk::rules::Rule| profile.is_none_or(|profile| rule.languages.include(&profile.tag));
        let mut seen: Vec<&str> = Vec::new();
        let mut rules = Vec::new();
        for rule in engine.rules().iter().filter(speaks) {
            let code = &rule.reporting.code;
            if seen.contains(&code.as_str()) {
                continue;
            }
            seen.push(code.as_str());
            let shown = rule_shown(self.texts, engine.book(), code, ui);
            let mut known = json!({
                "ruleId": shown.id,
                "description": shown.description,
                "categoryId": shown.category.id,
                "categoryName": shown.category.name,
                "locQualityIssueType": shown.issue_type,
            });
            if !engine.looks_for(code.as_str(), false) {
                known["isDefaultOff"] = true.into();
            }
            rules.push(known);
        }
        Answer::json(&json!({ "software": SOFTWARE, "parameter": { "maxTextLength": self.limit }, "rules": rules }))
    }
}

/// Adds findings that are not there yet, in their order.
fn add(found: &mut Vec<Diagnostic>, besides: Vec<Diagnostic>) {
    for finding in besides {
        let is_known =
            found.iter().any(|known| known.span == finding.span && known.code.as_str() == finding.code.as_str());
        if !is_known {
            found.push(finding);
        }
    }
    found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
}

/// The tag of the language that a client says a text is in; `None` if it is to be detected.
fn language_of(request: &Request, languages: &Arc<Languages>) -> Result<Option<String>, Answer> {
    let Some(tag) = request.field("language").filter(|tag| !tag.is_empty() && *tag != AUTO) else { return Ok(None) };
    match languages.get(tag) {
        Ok(profile) => Ok(Some(profile.tag.to_string())),
        Err(_) => {
            let known: Vec<&str> = languages.all().iter().map(|profile| &*profile.tag).collect();
            Err(Answer::bad(format!(
                "'{tag}' is not a language code known to copydesk; known are: {}, {AUTO}",
                known.join(", ")
            )))
        }
    }
}

/// The languages, each by itself and with its regions: clients offer, and ask for, what is in this list and nothing else.
fn languages(languages: &Languages) -> Vec<serde_json::Value> {
    let mut shown = Vec::new();
    for profile in languages.all() {
        let (name, tag) = (localised(&profile.name, NAMES), &*profile.tag);
        shown.push(json!({ "name": name, "code": tag, "longCode": tag }));
        shown.extend(profile.regions.iter().map(|region| {
            json!({ "name": format!("{name} ({region})"), "code": tag, "longCode": format!("{tag}-{region}") })
        }));
    }
    shown
}

impl Choice {
    /// What a client chooses. Clients name rules of LanguageTool, too, which are none of copydesk's.
    ///
    /// # Errors
    /// The answer to one that wants nothing but what it does not name.
    fn of(request: &Request, engine: &Engine) -> Result<Self, Answer> {
        let listed = |names: [&str; 2]| -> Vec<String> {
            let lists = names.into_iter().filter_map(|name| request.field(name));
            lists
                .flat_map(|list| list.split(','))
                .map(|one| one.trim().to_owned())
                .filter(|one| !one.is_empty())
                .collect()
        };
        let (mut enabled, mut disabled) =
            (listed(["enabledRules", "enabledCategories"]), listed(["disabledRules", "disabledCategories"]));
        let is_only = request.field("enabledOnly").is_some_and(|value| matches!(value, "true" | "yes"));
        if is_only && enabled.is_empty() {
            return Err(Answer::bad("`enabledOnly` needs `enabledRules` or `enabledCategories`"));
        }
        let is_known = |selector: &String| engine.rules().iter().any(|rule| covers(selector, &rule.reporting.code));
        // With what is not known alone nothing is wanted, and an empty list would be everything.
        if !is_only || enabled.iter().any(is_known) {
            enabled.retain(is_known);
        }
        disabled.retain(is_known);
        Ok(Self { enabled, is_only, disabled, is_picky: request.field("level") == Some(PICKY) })
    }
}

fn covers(selector: &str, code: &Code) -> bool {
    selector != ALL && code.is_covered_by(selector)
}
