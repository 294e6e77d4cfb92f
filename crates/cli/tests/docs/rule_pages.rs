//! A page for each code, made from the rules behind it: `docs/rules/<group>/<name>.md`, the list of all of them, and their part
//! of the book's contents. `generated` compares them with the files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use copydesk::diagnostic::{Severity, localised};
use copydesk::kinds::KINDS;
use copydesk::report::safe::shown;
use copydesk::report::{Ui, without_placeholders};
use copydesk::rules::{
    Allowance, EVERY_LANGUAGE, Evidence, Example, Expectation, Rule, RuleSetLanguages, keys_of, mark, ui_files,
};

use super::support;

/// The languages of the pages, the first at the top of each.
const LANGUAGES: [&str; 2] = ["en", "ar"];

/// Every page below `docs/rules`, by its name below the package.
pub fn pages() -> BTreeMap<String, String> {
    let engine = support::engine_of_all(false);
    let codes = rules_by_code(engine.rules());
    let languages: Vec<Words> = LANGUAGES.into_iter().map(Words::load).collect();
    let evidence = Evidence::read(&mut Vec::new());
    let mut pages = BTreeMap::new();
    for (code, rules) in &codes {
        let mut text = format!("{NOTICE}# {code}\n\n");
        for words in &languages {
            words.set_apart(&mut text, |text| Page { words, evidence: &evidence, code, rules, text }.write());
        }
        pages.insert(format!("docs/rules/{code}.md"), text);
    }
    pages.insert("docs/rules/README.md".into(), index(&languages, &codes));
    pages
}

/// The part of `docs/SUMMARY.md` that lists these pages.
pub fn contents() -> String {
    let engine = support::engine_of_all(false);
    let mut text = String::from("- [Every code](rules/README.md)\n");
    for code in rules_by_code(engine.rules()).keys() {
        let _ = writeln!(text, "  - [{code}](rules/{code}.md)");
    }
    text
}

const NOTICE: &str =
    "<!-- Generated from the rules: UPDATE=1 cargo test --test docs rewrites this file. -->\n\n";

fn rules_by_code(rules: &[Rule]) -> BTreeMap<&str, Vec<&Rule>> {
    let mut codes: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in rules {
        codes.entry(rule.reporting.code.as_str()).or_default().push(rule);
    }
    codes
}

/// The rules of one code by variant, each with its rules of all languages.
fn by_variant<'r>(rules: &[&'r Rule]) -> BTreeMap<&'r str, Vec<&'r Rule>> {
    let mut variants: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for &rule in rules {
        variants.entry(rule.reporting.code.full()).or_default().push(rule);
    }
    variants
}

/// The list of all codes.
fn index(languages: &[Words], codes: &BTreeMap<&str, Vec<&Rule>>) -> String {
    let mut text = format!("{NOTICE}# {}\n\n", languages.first().map_or("", |words| words.say("index-title")));
    for words in languages {
        words.set_apart(&mut text, |text| {
            let _ = writeln!(text, "{}\n", words.say("index-intro"));
            let heads = ["code", "finds", "severity", "by-default"].map(|key| words.say(key).to_owned());
            let rows = codes.iter().flat_map(|(code, rules)| {
                by_variant(rules).into_iter().filter_map(move |(full, rules)| {
                    let rule = rules.first()?;
                    let name = format!("[{}](../rules/{code}.md)", words.code(full));
                    Some([name, words.message(rule), words.severity(rule.reporting.severity), words.default(rule)])
                })
            });
            table(text, &heads, rows);
        });
    }
    text
}

/// The words of the pages in one language.
struct Words {
    tag: &'static str,
    words: BTreeMap<String, String>,
    ui: Ui,
}

impl Words {
    fn load(tag: &'static str) -> Self {
        let all: BTreeMap<String, BTreeMap<String, String>> =
            toml::from_str(include_str!("rule_pages.toml")).expect("words of the pages");
        let words = all.get(tag).expect("words in the language").clone();
        Self { tag, words, ui: Ui::load(&ui_files(), tag).expect("the program's words") }
    }

    fn say(&self, key: &str) -> &str {
        self.words.get(key).unwrap_or_else(|| panic!("rule_pages.toml has no `{key}` in {}", self.tag))
    }

    fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.say(key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// What is written from right to left is set apart, with a heading to lead to.
    fn set_apart(&self, text: &mut String, write: impl FnOnce(&mut String)) {
        let is_apart = self.say("direction") == "rtl";
        if is_apart {
            let _ = writeln!(text, "<div dir=\"rtl\">\n\n## {}\n", self.say("other-language"));
        }
        write(text);
        if is_apart {
            text.push_str("</div>\n");
        }
    }

    /// A code in a line of either direction.
    fn code(&self, code: &str) -> String {
        if self.say("direction") == "rtl" { format!("\u{200e}`{code}`\u{200e}") } else { format!("`{code}`") }
    }

    fn severity(&self, severity: Severity) -> String {
        let name = match severity {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let word = self.ui.severity(severity);
        if word == name { self.code(name) } else { format!("{word} ({})", self.code(name)) }
    }

    fn default(&self, rule: &Rule) -> String {
        self.say(if rule.on_by_default { "on" } else { "off" }).to_owned()
    }

    fn message(&self, rule: &Rule) -> String {
        markdown(&without_placeholders(localised(&rule.reporting.message, self.tag)))
    }

    /// What a language is called in this one.
    fn language(&self, tag: &str) -> String {
        if tag == EVERY_LANGUAGE {
            return self.say("every-language").to_owned();
        }
        let profile = support::languages().get(tag);
        profile.and_then(|profile| Some(localised(&profile.name, self.tag))).unwrap_or(tag).to_owned()
    }

    fn list<'t>(&self, tags: impl IntoIterator<Item = &'t str>) -> String {
        let names: Vec<String> = tags.into_iter().map(|tag| self.language(tag)).collect();
        names.join(self.say("separator"))
    }
}

/// The part of a page that is in one language.
struct Page<'p> {
    words: &'p Words,
    evidence: &'p Evidence,
    code: &'p str,
    rules: &'p [&'p Rule],
    text: &'p mut String,
}

impl Page<'_> {
    fn write(mut self) {
        let variants = by_variant(self.rules);
        self.head(&variants);
        for (variant, rules) in &variants {
            if variants.len() > 1 {
                let title = self.words.code(variant);
                self.line(&format!("## {title}"));
            }
            let level = if variants.len() > 1 { "###" } else { "##" };
            let why = rules.iter().map(|rule| localised(&rule.explain, self.words.tag)).find(|text| !text.is_empty());
            if let Some(why) = why {
                let title = self.words.say("why");
                self.line(&format!("{level} {title}"));
                self.line(&markdown(why.trim()));
            }
            self.examples(rules, level, if variants.len() > 1 { (2, 1) } else { (3, 2) });
        }
        self.options();
        self.measured(&variants);
        self.suppress();
    }

    /// A paragraph, a heading or a block, and the empty line after it.
    fn line(&mut self, text: &str) {
        let _ = writeln!(self.text, "{text}\n");
    }

    fn title(&mut self, key: &str) {
        let title = format!("## {}", self.words.say(key));
        self.line(&title);
    }

    fn head(&mut self, variants: &BTreeMap<&str, Vec<&Rule>>) {
        let words = self.words;
        let heads = ["rule", "finds", "severity", "by-default", "fix"].map(|key| words.say(key).to_owned());
        let rows = variants.iter().filter_map(|(full, rules)| {
            let rule = rules.first()?;
            let fix = rules.iter().map(|rule| localised(&rule.reporting.fix, words.tag)).find(|fix| !fix.is_empty());
            let fix = fix.map_or_else(|| words.say("no-fix").to_owned(), |fix| markdown(&without_placeholders(fix)));
            let severity = words.severity(rule.reporting.severity);
            Some([words.code(full), words.message(rule), severity, words.default(rule), fix])
        });
        table(self.text, &heads, rows);
        let tags: BTreeSet<&str> = self.rules.iter().flat_map(|rule| tags(rule)).collect();
        let languages = words.list(if tags.contains(EVERY_LANGUAGE) { BTreeSet::from([EVERY_LANGUAGE]) } else { tags });
        let mut about = format!("{}: {languages}.", words.say("languages"));
        let scopes = self.rules.first().into_iter().map(|rule| &rule.reporting.scope);
        let roles: Vec<String> = scopes
            .flat_map(|scope| scope.roles.iter())
            .map(|role| words.ui.say(&format!("role-{}", role.as_str())).to_owned())
            .collect();
        if !roles.is_empty() {
            let _ = write!(about, " {}: {}.", words.say("reads"), roles.join(words.say("separator")));
        }
        self.line(&about);
    }

    fn examples(&mut self, rules: &[&Rule], level: &str, (bad, good): (usize, usize)) {
        let own = |rule: &Rule, example: &Example| {
            let tag = self.words.tag;
            example.language.as_deref().map_or_else(|| tags(rule).contains(&tag), |language| language == tag)
        };
        let mut examples: Vec<(&Rule, &Example)> =
            rules.iter().flat_map(|&rule| rule.examples.iter().map(move |example| (rule, example))).collect();
        // Those in the reader's language come first, and of these those that show what the fix does.
        examples.sort_by_key(|(rule, example)| (!own(rule, example), example.fixed.is_none()));
        if examples.is_empty() {
            return;
        }
        let (title, words) = (self.words.say("examples"), self.words);
        self.line(&format!("{level} {title}"));
        let is_good = |example: &Example| example.expectation == Expectation::Good;
        for (_, example) in examples.iter().filter(|(_, example)| !is_good(example)).take(bad) {
            let Expectation::Bad(spans) = &example.expectation else { continue };
            self.line(&format!("{}:", words.say("bad")));
            self.quotation(&mark(&example.text, spans));
            if let Some(fixed) = &example.fixed {
                self.line(&format!("{}:", words.say("fixed")));
                self.quotation(fixed);
            }
        }
        for (_, example) in examples.iter().filter(|(_, example)| is_good(example)).take(good) {
            self.line(&format!("{}:", words.say("good")));
            self.quotation(&example.text);
        }
    }

    /// The text of an example, in its own direction, and as it is stored: what would be markup is text here.
    fn quotation(&mut self, text: &str) {
        let lines: Vec<String> = text.lines().map(html).collect();
        let text = lines.join("<br>");
        self.line(&format!("<blockquote dir=\"auto\">{text}</blockquote>"));
    }

    fn options(&mut self) {
        let words = self.words;
        let kinds: BTreeSet<&str> = self.rules.iter().map(|rule| rule.kind).collect();
        let kinds = KINDS.iter().filter(|kind| kinds.contains(kind.name()));
        let keys: BTreeMap<String, String> = kinds.flat_map(|kind| keys_of(*kind)).collect();
        if keys.is_empty() {
            return;
        }
        self.title("options");
        self.line(words.say("options-intro"));
        self.line(&format!("```toml\n# copydesk.toml\n[options.\"{}\"]\n```", self.code));
        let heads = ["option", "meaning"].map(|key| words.say(key).to_owned());
        let rows = keys.iter().map(|(key, meaning)| [words.code(key), markdown(words.ui.meaning(key).unwrap_or(meaning))]);
        table(self.text, &heads, rows);
    }

    /// What was measured of each rule in each of its languages, and what that allows it.
    fn measured(&mut self, variants: &BTreeMap<&str, Vec<&Rule>>) {
        let words = self.words;
        self.title("evidence");
        let Some(first) = self.rules.first() else { return };
        if let Some(exempt) = self.evidence.not_judged(&first.reporting.code) {
            return self.line(&words.fill("evidence-none", &[("why", localised(&exempt.why, words.tag))]));
        }
        self.line(words.say("evidence-intro"));
        let mut rows = Vec::new();
        let mut unmeasured = BTreeSet::new();
        let (mut is_for_all, mut is_measured_in_all) = (false, false);
        for (full, rules) in variants {
            for rule in rules {
                let code = &rule.reporting.code;
                let languages = match &rule.languages {
                    RuleSetLanguages::Tags(_) => tags(rule),
                    RuleSetLanguages::All => {
                        is_for_all = true;
                        let measured = self.evidence.measured.iter().filter(|row| code.is(&row.code));
                        measured.map(|row| row.language.as_str()).collect()
                    }
                };
                for tag in languages {
                    let Some(row) = self.evidence.of(code, tag) else {
                        unmeasured.insert(tag);
                        continue;
                    };
                    is_measured_in_all |= row.language == EVERY_LANGUAGE;
                    let (right, judged) = (row.right.to_string(), (row.right + row.wrong).to_string());
                    let right = match judged.as_str() {
                        "0" => words.say("nothing-judged").to_owned(),
                        _ => words.fill("right-of", &[("right", &right), ("judged", &judged)]),
                    };
                    let date = if row.again { words.fill("drawn-again", &[("date", &row.date)]) } else { row.date.clone() };
                    let reported = match rule.allowance(tag) {
                        Allowance::Speaks => words.severity(rule.reporting.severity),
                        Allowance::Hints => words.severity(Severity::Info),
                        Allowance::Silent => words.say("only-selected").to_owned(),
                    };
                    rows.push([
                        words.code(full),
                        words.language(&row.language),
                        right,
                        row.debatable.to_string(),
                        row.findings.to_string(),
                        row.words.to_string(),
                        markdown(&row.corpus),
                        date,
                        reported,
                    ]);
                }
            }
        }
        rows.sort();
        rows.dedup();
        let measured: BTreeSet<String> = rows.iter().map(|row| row[1].clone()).collect();
        if rows.is_empty() {
            self.line(words.say("evidence-empty"));
        } else {
            let heads = ["rule", "language", "right", "debatable", "found", "words", "texts", "date", "reported-as"];
            table(self.text, &heads.map(|key| words.say(key).to_owned()), rows);
        }
        unmeasured.retain(|tag| !measured.contains(&words.language(tag)));
        if !measured.is_empty() && !unmeasured.is_empty() && !is_for_all {
            let languages = words.list(unmeasured);
            self.line(&words.fill("not-measured", &[("languages", &languages)]));
        }
        if is_for_all && !is_measured_in_all && !measured.is_empty() {
            self.line(words.say("others-not-measured"));
        }
    }

    fn suppress(&mut self) {
        let (words, code) = (self.words, self.code);
        self.title("suppress");
        self.line(&words.fill("for-a-run", &[("code", code)]));
        self.line(words.say("for-a-place"));
        self.line(&format!("```html\n<!-- copydesk: ignore {code} -- {} -->\n```", words.say("reason")));
        self.line(words.say("for-a-folder"));
        self.line(&format!("```toml\n# copydesk.toml\n[[override]]\npaths = [\"opinion/**\"]\nignore = [\"{code}\"]\nreason = \"{}\"\n```", words.say("reason")));
        self.line(words.say("for-good"));
        self.line(&format!("```toml\n# copydesk.toml\nignore = [\"{code}\"]\n```"));
    }
}

/// The languages of a rule; `*` for all.
fn tags(rule: &Rule) -> Vec<&str> {
    match &rule.languages {
        RuleSetLanguages::All => vec![EVERY_LANGUAGE],
        RuleSetLanguages::Tags(tags) => tags.iter().map(|tag| &**tag).collect(),
    }
}

fn table<const N: usize>(text: &mut String, heads: &[String; N], rows: impl IntoIterator<Item = [String; N]>) {
    let mut line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    };
    line(heads);
    line(&vec!["---".to_owned(); N]);
    rows.into_iter().for_each(|row| line(&row));
    text.push('\n');
}

/// Prose of a rule as Markdown: spans of code stay, anything else is text.
fn markdown(text: &str) -> String {
    let text = text.lines().map(|line| shown(line).into_owned()).collect::<Vec<_>>().join("\n");
    let mut out = String::new();
    for (index, part) in text.split('`').enumerate() {
        if index > 0 {
            out.push('`');
        }
        if index % 2 == 1 {
            out.push_str(part);
            continue;
        }
        for c in part.chars() {
            match c {
                '<' => out.push_str("&lt;"),
                '*' | '_' | '[' | ']' | '\\' | '#' => out.extend(['\\', c]),
                _ => out.push(c),
            }
        }
    }
    out
}

/// A line of an example as HTML, with marks for what is found.
fn html(line: &str) -> String {
    let mut out = String::new();
    let indent = line.len() - line.trim_start_matches(' ').len();
    out.push_str(&"&nbsp;".repeat(indent));
    for c in shown(line.get(indent..).unwrap_or_default()).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{27e6}' => out.push_str("<mark>"),
            '\u{27e7}' => out.push_str("</mark>"),
            _ => out.push(c),
        }
    }
    out
}
