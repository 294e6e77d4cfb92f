//! What answers: JSON in, JSON out.

use std::collections::BTreeMap;

use copydesk::diagnostic::localised;
use copydesk::language::Languages;
use copydesk::report::{ReviewProblem, Ui};
use copydesk::rules::{language_files, ui_files};
use copydesk::{Configuration, Linter, Problem, ReviewRequest, Reviewer, Texts};
use serde::{Deserialize, Serialize};

/// A configuration, with the files that it names.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Configured {
    /// The text of each file, by its path.
    files: BTreeMap<String, String>,
    /// The path of the configuration.
    path: String,
}

/// What came of a configuration.
#[derive(Serialize)]
struct Understood {
    version: u32,
    /// What is wrong with it; every review tells it, too.
    problems: Vec<ReviewProblem>,
}

/// Why there is no reply.
#[derive(Serialize)]
struct Refused {
    version: u32,
    error: ReviewProblem,
}

/// A language in which people are spoken to.
#[derive(Serialize)]
struct Spoken {
    tag: String,
    /// What it calls itself.
    name: String,
    direction: &'static str,
}

/// The version of the shape of what is replied.
const VERSION: u32 = 1;

/// Reviews articles, by what is built in or by a configuration.
#[derive(Default)]
pub struct Desk {
    configuration: Option<Configuration>,
    /// Made ready for the article with this name, under the configuration; under none, for all.
    ready: Option<(Option<String>, Reviewer)>,
}

impl Desk {
    /// The reply to a request for a review.
    pub fn review(&mut self, request: &[u8]) -> Vec<u8> {
        let review = read::<ReviewRequest>(request).and_then(|request| {
            let reviewer = self.reviewer(request.name.as_deref())?;
            reviewer.review(&request)
        });
        written(review.map_err(|problem| refused(&problem)))
    }

    /// The reply to a configuration, by which articles are reviewed from now on.
    pub fn configure(&mut self, request: &[u8]) -> Vec<u8> {
        let configured = read::<Configured>(request).and_then(|Configured { files, path }| {
            let configuration = Configuration::read(&files.into_iter().collect::<Texts>(), path)?;
            let problems = configuration.problems.iter().map(ReviewProblem::from).collect();
            self.configuration = Some(configuration);
            self.ready = None;
            Ok(Understood { version: VERSION, problems })
        });
        written(configured.map_err(|problem| refused(&problem)))
    }

    /// What reviews the article with this name.
    fn reviewer(&mut self, name: Option<&str>) -> Result<&Reviewer, Problem> {
        // Overrides of a configuration hold for some names only.
        let name = self.configuration.as_ref().and(name).map(str::to_owned);
        let ready = match self.ready.take().filter(|(known, _)| *known == name) {
            Some(ready) => ready,
            None => (name.clone(), self.make_ready(name.as_deref().unwrap_or_default())?),
        };
        Ok(&self.ready.insert(ready).1)
    }

    fn make_ready(&self, name: &str) -> Result<Reviewer, Problem> {
        Ok(match &self.configuration {
            Some(configuration) => {
                Reviewer::new(Linter::configured(configuration, name)).telling(&configuration.problems)
            }
            None => Reviewer::new(Linter::built_in()?),
        })
    }
}

/// The languages in which people are spoken to.
pub fn languages() -> Vec<u8> {
    let known = Languages::load(&language_files(), &mut Vec::new());
    let spoken = known.map(|known| {
        let spoken = |ui: Ui| {
            let name = known.get(&ui.tag).map(|profile| localised(&profile.name, &ui.tag).to_owned());
            Spoken { name: name.unwrap_or_default(), direction: ui.direction.as_str(), tag: ui.tag }
        };
        Ui::all(&ui_files()).into_iter().map(spoken).collect::<Vec<_>>()
    });
    written(spoken.map_err(|problem| refused(&problem)))
}

fn read<T: for<'d> Deserialize<'d>>(request: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(request).map_err(|error| Problem::new(format!("the request cannot be read: {error}")))
}

fn refused(problem: &Problem) -> Refused {
    Refused { version: VERSION, error: ReviewProblem::from(problem) }
}

/// A reply as it goes out.
fn written(reply: Result<impl Serialize, Refused>) -> Vec<u8> {
    let written = match &reply {
        Ok(reply) => serde_json::to_vec(reply),
        Err(refused) => serde_json::to_vec(refused),
    };
    // Text, numbers and lists of them can always be written.
    written.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn asked(by: impl FnOnce(&[u8]) -> Vec<u8>, request: &Value) -> Value {
        serde_json::from_slice(&by(request.to_string().as_bytes())).unwrap()
    }

    fn codes(reply: &Value) -> Vec<&str> {
        reply["findings"].as_array().unwrap().iter().filter_map(|found| found["code"].as_str()).collect()
    }

    #[test]
    fn an_article_is_reviewed_by_what_is_built_in() {
        let mut desk = Desk::default();
        let reply = asked(|request| desk.review(request), &json!({"text": "She said: “We wait for the tide."}));
        assert_eq!((codes(&reply), &reply["version"]), (vec!["quotes/unclosed"], &json!(1)));
    }

    #[test]
    fn one_article_of_a_file_of_many_is_reviewed_and_written_back() {
        let mut desk = Desk::default();
        let file = "{\"id\": \"a\", \"text\": \"Rain.\"}\n{\"id\": \"b\", \"text\": \"She said: “We wait.\\\" Then she left.\"}\n";
        let request = json!({"text": file, "format": "jsonl"});
        let listed = asked(|request| desk.review(request), &request);
        let entry = json!({"record": 1, "id": "b", "headline": null, "line": 2});
        assert_eq!((&listed["records"][1], &listed["text"]), (&entry, &json!("Rain.")));
        let request = json!({"text": file, "format": "jsonl", "record": 1, "fix": "safe"});
        let fixed = asked(|request| desk.review(request), &request);
        assert_eq!(fixed["text"], json!("She said: “We wait.” Then she left."));
        let written = json!("{\"id\": \"b\", \"text\": \"She said: “We wait.” Then she left.\"}");
        assert_eq!((&fixed["written"]["text"], &fixed["written"]["start"]), (&written, &json!(29)));
    }

    #[test]
    fn a_configuration_holds_from_then_on_for_the_names_it_speaks_of() {
        let mut desk = Desk::default();
        let toml = "[[override]]\npaths = [\"news/**\"]\nreason = \"songs\"\nignore = [\"quotes\"]\n";
        let configured = json!({"files": {"copydesk.toml": toml}, "path": "copydesk.toml"});
        let understood = asked(|request| desk.configure(request), &configured);
        assert_eq!(understood, json!({"version": 1, "problems": []}));
        let text = "She said: “We wait for the tide.";
        for (name, wanted) in [("news/a.md", vec![]), ("opinion/a.md", vec!["quotes/unclosed"]), ("news/a.md", vec![])]
        {
            let reply = asked(|request| desk.review(request), &json!({"text": text, "name": name}));
            assert_eq!(codes(&reply), wanted, "{name}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_configuration_is_told_with_every_review() {
        let mut desk = Desk::default();
        let configured = json!({"files": {"copydesk.toml": "ignroe = []"}, "path": "copydesk.toml"});
        let understood = asked(|request| desk.configure(request), &configured);
        let problem = understood["problems"][0]["message"].as_str().unwrap();
        assert!(problem.starts_with("copydesk.toml:1:1:") && problem.contains("ignroe"), "{problem}");
        let reply = asked(|request| desk.review(request), &json!({"text": "Rain."}));
        assert_eq!(reply["problems"], understood["problems"]);
    }

    #[test]
    fn a_request_that_cannot_be_read_is_answered() {
        let mut desk = Desk::default();
        for request in [json!({"txt": "Rain."}), json!(1), json!({"text": "Rain.", "format": "docx"})] {
            let reply = asked(|request| desk.review(request), &request);
            assert!(!reply["error"]["message"].as_str().unwrap().is_empty(), "{reply}");
        }
    }

    #[test]
    fn the_languages_of_the_program_are_named_in_themselves() {
        let spoken: Value = serde_json::from_slice(&languages()).unwrap();
        let tags: Vec<_> =
            spoken.as_array().unwrap().iter().map(|spoken| (&spoken["tag"], &spoken["direction"])).collect();
        assert_eq!(tags, [(&json!("ar"), &json!("rtl")), (&json!("en"), &json!("ltr"))]);
        assert!(spoken.as_array().unwrap().iter().all(|spoken| !spoken["name"].as_str().unwrap().is_empty()));
    }
}
