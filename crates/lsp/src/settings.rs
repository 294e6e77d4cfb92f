//! What a person sets in an editor, above what the server was started with.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::rules::Options;
use copydesk::text::Problem;

/// The name under which editors keep the settings.
pub const SECTION: &str = "copydesk";

/// Settings. What is not set, or empty, is as the server was started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The tag of the language of the words for people.
    pub ui_language: Option<String>,
    /// The only codes and groups to run.
    pub select: Option<Vec<String>>,
    /// Codes and groups to leave out.
    pub ignore: Option<Vec<String>>,
    /// The configuration for every article, relative to the editor's folder.
    pub config: Option<PathBuf>,
    /// A saved tally of the archive, relative to the editor's folder.
    pub tally: Option<PathBuf>,
    /// Whether the editor displays isolated text as Unicode has it.
    pub isolates: bool,
}

impl Settings {
    /// Reads the settings that an editor sends, with or without the name of the section around them. `None` if it sends none. What is
    /// no such setting is left: editors keep settings of their own beside them. What is wrong is added to `problems`.
    #[must_use]
    pub fn read(sent: &Value, problems: &mut Vec<Problem>) -> Option<Self> {
        let sent = sent.get(SECTION).unwrap_or(sent).as_object()?;
        let mut wrong = |key: &str, expected: &str| {
            let message = format!("the editor's setting `{SECTION}.{key}` is not {expected}");
            problems.push(Problem::new(message).with_help("it counts as not set"));
        };
        let mut text = |key: &str| match sent.get(key) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.clone()).filter(|text| !text.is_empty()),
            Some(_) => {
                wrong(key, "a text");
                None
            }
        };
        let (ui_language, config, tally) = (text("uiLanguage"), text("config"), text("tally"));
        let mut codes = |key: &str| match sent.get(key) {
            None | Some(Value::Null) => None,
            Some(Value::Array(codes)) if codes.iter().all(Value::is_string) => {
                let codes: Vec<String> = codes.iter().filter_map(Value::as_str).map(str::to_owned).collect();
                Some(codes).filter(|codes| !codes.is_empty())
            }
            Some(_) => {
                wrong(key, "a list of codes");
                None
            }
        };
        let (select, ignore) = (codes("select"), codes("ignore"));
        let isolates = sent.get("isolates").and_then(Value::as_bool).unwrap_or(false);
        Some(Self {
            ui_language,
            select,
            ignore,
            config: config.map(Into::into),
            tally: tally.map(Into::into),
            isolates,
        })
    }

    /// What holds if the server was started with `given`, in an editor that has the folder `root` open.
    #[must_use]
    pub fn over(&self, given: &Options, root: Option<&Path>) -> Options {
        let below = |path: &PathBuf| root.map_or_else(|| path.clone(), |root| root.join(path));
        let mut options = given.clone();
        if let Some(codes) = &self.select {
            options.rules.select.clone_from(codes);
        }
        if let Some(codes) = &self.ignore {
            options.rules.ignore.clone_from(codes);
        }
        if let Some(path) = &self.config {
            options.rules.config = Some(below(path));
        }
        if let Some(path) = &self.tally {
            options.tally = Some(below(path));
        }
        options
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(sent: Value) -> (Option<Settings>, Vec<String>) {
        let mut problems = Vec::new();
        let settings = Settings::read(&sent, &mut problems);
        (settings, problems.iter().map(Problem::to_string).collect())
    }

    #[test]
    fn settings_come_with_or_without_the_name_of_their_section() {
        let settings = json!({"uiLanguage": "ar", "select": ["quotes"], "trace": {"server": "off"}, "config": ""});
        let wanted = Settings {
            ui_language: Some("ar".to_owned()),
            select: Some(vec!["quotes".to_owned()]),
            ..Settings::default()
        };
        assert_eq!(read(json!({"copydesk": settings})), (Some(wanted.clone()), Vec::new()));
        assert_eq!(read(settings), (Some(wanted), Vec::new()));
        assert_eq!(read(Value::Null), (None, Vec::new()));
    }

    #[test]
    fn what_is_wrong_is_told_and_counts_as_not_set() {
        let (settings, problems) = read(json!({"uiLanguage": 3, "ignore": "quotes"}));
        assert_eq!(settings, Some(Settings::default()));
        assert_eq!(
            problems,
            [
                "the editor's setting `copydesk.uiLanguage` is not a text",
                "the editor's setting `copydesk.ignore` is not a list of codes"
            ]
        );
    }

    #[test]
    fn paths_are_relative_to_the_editors_folder() {
        let settings = Settings { config: Some("house.toml".into()), ..Settings::default() };
        let over = |root: Option<&Path>| settings.over(&Options::default(), root).rules.config;
        assert_eq!(over(Some(Path::new("/desk"))), Some("/desk/house.toml".into()));
        assert_eq!(over(None), Some("house.toml".into()));
    }
}
