//! A page for each code, made from the rules behind it: `docs/rules/<group>/<name>.md`, the list of all of them, and their part
//! of the book's contents. `generated` compares them with the files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use copydesk::diagnostic::{Severity, localised};
use copydesk::engine::articles_may_ignore;
use copydesk::kinds::{KINDS, Purpose};
use copydesk::report::safe::shown;
use copydesk::report::{Ui, without_placeholders};
use copydesk::rules::{
    Allowance, CodeTexts, EVERY_LANGUAGE, Evidence, Example, Expectation, Measured, Rule, RuleKeyWords,
    RuleSetLanguages, keys_of_rule, mark, ui_files,
};
use copydesk::toml_doc::Written;

use super::support;

/// The languages of the pages, the first at the top of each.
const LANGUAGES: [&str; 2] = ["en", "ar"];

/// Every page below `docs/rules`, by its name below the package.
pub fn pages() -> BTreeMap<String, String> {
    let mut problems = Vec::new();
    let (_, book) = copydesk::rules::built_in(Purpose::Explain, &mut problems).expect("the base language loads");
    let codes = rules_by_code(book.rules());
    let texts = CodeTexts::read(&mut problems);
    assert_eq!(problems, [], "the built-in rules load");
    let languages: Vec<Words> = LANGUAGES.into_iter().map(Words::load).collect();
    let evidence = Evidence::read(&mut Vec::new());
    let mut pages = BTreeMap::new();
    for (code, rules) in &codes {
        let mut text = format!("{NOTICE}# {code}\n\n");
        for words in &languages {
            words.set_apart(&mut text, |text| {
                Page { words, evidence: &evidence, texts: &texts, code, rules, text }.write()
            });
        }
        pages.insert(format!("docs/rules/{code}.md"), text);
    }
    pages.insert("docs/rules/README.md".into(), index(&languages, &texts, &codes));
    pages
}

/// The part of `docs/SUMMARY.md` that lists these pages.
pub fn contents() -> String {
    let engine = support::engine_of_all();
    let mut text = String::from("- [Every code](rules/README.md)\n");
    for code in rules_by_code(engine.rules()).keys() {
        let _ = writeln!(text, "  - [{code}](rules/{code}.md)");
    }
    text
}

const NOTICE: &str = "<!-- Generated from the rules: UPDATE=1 cargo test --test docs rewrites this file. -->\n\n";

fn rules_by_code(rules: &[Rule]) -> BTreeMap<&str, Vec<&Rule>> {
    let mut codes: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in rules {
        codes.entry(rule.reporting.code.as_str()).or_default().push(rule);
    }
    codes
}

/// What a code says in one way: the rules of all languages that share a variant and a message.
struct Form<'r> {
    code: &'r str,
    rules: Vec<&'r Rule>,
}

/// The forms of one code, by variant, and in the order of their rules.
fn forms<'r>(rules: &[&'r Rule]) -> Vec<Form<'r>> {
    let mut forms: Vec<Form<'r>> = Vec::new();
    for &rule in rules {
        let code = rule.reporting.code.full();
        let message = localised(&rule.reporting.message, "en");
        let is_same = |form: &&mut Form<'_>| {
            form.code == code
                && form.rules.first().is_some_and(|first| localised(&first.reporting.message, "en") == message)
        };
        match forms.iter_mut().find(is_same) {
            Some(form) => form.rules.push(rule),
            None => forms.push(Form { code, rules: vec![rule] }),
        }
    }
    forms.sort_by_key(|form| form.code);
    forms
}

/// The list of all codes, by group.
fn index(languages: &[Words], texts: &CodeTexts, codes: &BTreeMap<&str, Vec<&Rule>>) -> String {
    let mut text = format!("{NOTICE}# {}\n\n", languages.first().map_or("", |words| words.say("index-title")));
    let group_of = |code: &str| code.split('/').next().unwrap_or_default().to_owned();
    let groups: BTreeSet<String> = codes.keys().map(|code| group_of(code)).collect();
    for words in languages {
        words.set_apart(&mut text, |text| {
            let _ = writeln!(text, "{}\n", words.say("index-intro"));
            let level = if words.say("direction") == "rtl" { "###" } else { "##" };
            for group in &groups {
                let about = texts.group(group).unwrap_or_else(|| panic!("rules/codes.toml says nothing of {group}"));
                let summary = markdown(localised(&about.summary, words.tag));
                let about = markdown(localised(&about.about, words.tag));
                let _ = writeln!(text, "{level} {}\n\n{summary}. {about}\n", words.code(group));
                let heads = ["code", "finds", "severity", "by-default"].map(|key| words.say(key).to_owned());
                let codes = codes.iter().filter(|(code, _)| group_of(code) == *group);
                let rows = codes.flat_map(|(code, rules)| {
                    let mut variants: BTreeMap<&str, &Rule> = BTreeMap::new();
                    for &rule in rules {
                        variants.entry(rule.reporting.code.full()).or_insert(rule);
                    }
                    variants.into_iter().map(move |(full, rule)| {
                        let name = format!("[{}]({code}.md)", words.code(full));
                        let summary = markdown(texts.of(full, &[rule], words.tag).summary);
                        vec![name, summary, words.severity(rule.reporting.severity), words.default(rule)]
                    })
                });
                table(text, &heads, rows);
            }
        });
    }
    text
}

/// The words of the pages in one language.
struct Words {
    tag: &'static str,
    words: BTreeMap<String, String>,
    corpora: BTreeMap<String, String>,
    ui: Ui,
}

impl Words {
    fn load(tag: &'static str) -> Self {
        let all: BTreeMap<String, BTreeMap<String, String>> =
            toml::from_str(include_str!("rule_pages.toml")).expect("words of the pages");
        let part = |name: &str| all.get(name).unwrap_or_else(|| panic!("rule_pages.toml has no [{name}]")).clone();
        Self {
            tag,
            words: part(tag),
            corpora: part("corpora"),
            ui: Ui::load(&ui_files(), tag).expect("the program's words"),
        }
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

    /// The rule for the readers' own language, or else the first.
    fn own<'r>(&self, rules: &[&'r Rule]) -> Option<&'r Rule> {
        rules.iter().find(|rule| tags(rule).contains(&self.tag)).or(rules.first()).copied()
    }

    fn message(&self, rule: &Rule) -> String {
        markdown(&without_placeholders(localised(&rule.reporting.message, self.tag)))
    }

    /// What holds where nobody sets a key: what the rules themselves say, or what their kind takes.
    fn default_of(&self, key: &RuleKeyWords, rules: &[&Rule]) -> String {
        let mut values: BTreeSet<Option<&Written>> = BTreeSet::new();
        for rule in rules {
            values.insert(rule.written.iter().find(|(known, _)| *known == key.key).map(|(_, value)| value));
        }
        match values.into_iter().collect::<Vec<_>>().as_slice() {
            [Some(Written::Value(value))] => self.code(value),
            [Some(Written::Entries(count))] => self.ui.count("option-entries", *count),
            [None] => {
                key.default.as_ref().map_or_else(|| self.ui.say("option-none").to_owned(), |value| self.code(value))
            }
            _ => self.ui.say("option-varies").to_owned(),
        }
    }

    /// What texts are called. The evidence names them in English.
    fn corpus(&self, name: &str) -> String {
        let known =
            || self.corpora.get(name).unwrap_or_else(|| panic!("rule_pages.toml does not name the texts: {name}"));
        if self.tag == "en" { name.to_owned() } else { known().clone() }
    }

    /// What a language is called in this one.
    fn language(&self, tag: &str) -> String {
        if tag == EVERY_LANGUAGE {
            return self.say("every-language").to_owned();
        }
        let profile = support::languages().get(tag);
        profile.map_or(tag, |profile| localised(&profile.name, self.tag)).to_owned()
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
    texts: &'p CodeTexts,
    code: &'p str,
    rules: &'p [&'p Rule],
    text: &'p mut String,
}

impl Page<'_> {
    fn write(mut self) {
        let (forms, words) = (forms(self.rules), self.words);
        let texts = self.texts.of(self.code, self.rules, words.tag);
        self.line(&format!("{}.", markdown(texts.summary)));
        self.head(&forms);
        for (key, text) in [("why", texts.why), ("how-to-fix", texts.fix)] {
            if !text.is_empty() {
                self.title(words.say(key));
                self.line(&markdown(text));
            }
        }
        let is_one = forms.len() == 1;
        let shown = match forms.len() {
            1 => (3, 2),
            2..=4 => (2, 1),
            _ => (1, 1),
        };
        for form in &forms {
            let Some(rule) = words.own(&form.rules) else { continue };
            if !is_one {
                let message = words.message(rule);
                // What a message says of the place found is no part of a title.
                let title = message.trim_end_matches([' ', ':', '…', '(', ')', '“', '”', '«', '»']);
                self.title(&capitalised(title));
                if form.code != self.code {
                    self.line(&words.code(form.code));
                }
            }
            let more = localised(&rule.explain, words.tag).trim();
            // The short text may be the long one.
            if !more.is_empty() && more != texts.why {
                if is_one {
                    self.title(words.say("more"));
                }
                self.line(&markdown(more));
            }
            self.examples(&form.rules, is_one, shown);
        }
        self.options();
        self.measured();
        self.suppress();
    }

    /// A paragraph, a heading or a block, and the empty line after it.
    fn line(&mut self, text: &str) {
        let _ = writeln!(self.text, "{text}\n");
    }

    /// A heading, below that of the page or of its language.
    fn title(&mut self, text: &str) {
        let level = if self.words.say("direction") == "rtl" { "###" } else { "##" };
        self.line(&format!("{level} {text}"));
    }

    /// What a part of a form is called: a heading of the page where there is one form only.
    fn part(&mut self, is_one: bool, text: &str) {
        if is_one { self.title(text) } else { self.line(&format!("**{text}**")) }
    }

    fn head(&mut self, forms: &[Form<'_>]) {
        let words = self.words;
        let heads = ["rule", "finds", "severity", "by-default", "fix"].map(|key| words.say(key).to_owned());
        let rows = forms.iter().filter_map(|form| {
            let rule = words.own(&form.rules)?;
            let fix =
                form.rules.iter().map(|rule| localised(&rule.reporting.fix, words.tag)).find(|fix| !fix.is_empty());
            let fix = fix.map_or_else(|| words.say("no-fix").to_owned(), |fix| markdown(&without_placeholders(fix)));
            let severity = words.severity(rule.reporting.severity);
            Some(vec![words.code(form.code), words.message(rule), severity, words.default(rule), fix])
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

    fn examples(&mut self, rules: &[&Rule], is_one: bool, (bad, good): (usize, usize)) {
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
        let words = self.words;
        self.part(is_one, words.say("examples"));
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
        let text = if text.trim().is_empty() { self.words.say("empty").to_owned() } else { lines.join("<br>") };
        self.line(&format!("<blockquote dir=\"auto\">{text}</blockquote>"));
    }

    /// What `[options]` may set, what it means, and what holds otherwise.
    fn options(&mut self) {
        let words = self.words;
        let mut kinds: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
        for &rule in self.rules {
            kinds.entry(rule.kind).or_default().push(rule);
        }
        let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, rules) in kinds {
            let kind = KINDS.iter().find(|kind| kind.name() == name).expect("a rule is of a kind");
            let written = rules.first().into_iter().flat_map(|rule| rule.written.iter().map(|(key, _)| key.as_str()));
            for key in keys_of_rule(*kind, written) {
                let meaning = markdown(words.ui.meaning(name, &key.key).unwrap_or(&key.description));
                let default = words.default_of(&key, &rules);
                rows.entry(key.key.clone()).or_insert_with(|| vec![words.code(&key.key), meaning, default]);
            }
        }
        if rows.is_empty() {
            return;
        }
        self.title(words.say("options"));
        self.line(words.say("options-intro"));
        self.line(&format!("```toml\n# copydesk.toml\n[options.\"{}\"]\n```", self.code));
        let heads = ["option", "meaning", "default"].map(|key| words.say(key).to_owned());
        table(self.text, &heads, rows.into_values());
    }

    /// What was measured of the code and its variants in each language, and what that allows them.
    fn measured(&mut self) {
        let words = self.words;
        self.title(words.say("evidence"));
        let Some(first) = self.rules.first() else { return };
        if let Some(exempt) = self.evidence.not_judged(&first.reporting.code) {
            return self.line(&words.fill("evidence-none", &[("why", localised(&exempt.why, words.tag))]));
        }
        self.line(words.say("evidence-intro"));
        let mut measured: BTreeMap<(&str, &str), (&Measured, BTreeSet<String>)> = BTreeMap::new();
        let mut unmeasured = BTreeSet::new();
        for rule in self.rules {
            let code = &rule.reporting.code;
            let of_code = self.evidence.measured.iter().filter(|row| code.is(&row.code));
            let languages = match &rule.languages {
                RuleSetLanguages::Tags(_) => tags(rule),
                RuleSetLanguages::All => of_code.map(|row| row.language.as_str()).collect(),
            };
            for tag in languages {
                let Some(row) = self.evidence.of(code, tag) else {
                    unmeasured.insert(tag);
                    continue;
                };
                let reported = match rule.allowance(tag) {
                    Allowance::Speaks => words.severity(rule.reporting.severity),
                    Allowance::Hints => words.severity(Severity::Info),
                    Allowance::Silent => words.say("only-selected").to_owned(),
                };
                let place = measured.entry((&row.code, &row.language)).or_insert((row, BTreeSet::new()));
                place.1.insert(reported);
            }
        }
        if measured.is_empty() {
            return self.line(words.say("evidence-empty"));
        }
        // A column that says the same everywhere is none.
        let is_one = measured.keys().all(|(code, _)| *code == self.code);
        let heads = ["rule", "language", "right", "debatable", "found", "words", "reported-as", "texts"];
        let heads: Vec<String> = heads.iter().skip(usize::from(is_one)).map(|key| words.say(key).to_owned()).collect();
        let rows = measured.values().map(|(row, reported)| {
            let judged = row.right + row.wrong;
            let right = match judged {
                0 => words.say("nothing-judged").to_owned(),
                _ => words.fill("right-of", &[("right", &row.right.to_string()), ("judged", &judged.to_string())]),
            };
            let drawn = if row.again { "drawn-again" } else { "drawn" };
            let reported: Vec<&str> = reported.iter().map(String::as_str).collect();
            let cells = [
                words.code(&row.code),
                words.language(&row.language),
                right,
                row.debatable.to_string(),
                grouped(row.findings),
                grouped(row.words),
                reported.join(words.say("separator")),
                words.fill(drawn, &[("texts", &words.corpus(&row.corpus)), ("date", &row.date)]),
            ];
            cells.into_iter().skip(usize::from(is_one)).collect()
        });
        table(self.text, &heads, rows);
        let is_for_all = self.rules.iter().any(|rule| rule.languages == RuleSetLanguages::All);
        unmeasured.retain(|tag| !measured.keys().any(|(_, language)| language == tag));
        if is_for_all && !measured.keys().any(|(_, language)| *language == EVERY_LANGUAGE) {
            self.line(words.say("others-not-measured"));
        } else if !is_for_all && !unmeasured.is_empty() {
            let languages = words.list(unmeasured);
            self.line(&words.fill("not-measured", &[("languages", &languages)]));
        }
    }

    fn suppress(&mut self) {
        let (words, code) = (self.words, self.code);
        self.title(words.say("suppress"));
        self.line(&words.fill("for-a-run", &[("code", code)]));
        if self.rules.iter().all(|rule| articles_may_ignore(&rule.reporting.code)) {
            self.line(words.say("for-a-place"));
            self.line(&format!("```html\n<!-- copydesk: ignore {code} -- {} -->\n```", words.say("reason")));
        }
        self.line(words.say("for-a-folder"));
        self.line(&format!("```toml\n# copydesk.toml\n[[override]]\npaths = [\"opinion/**\"]\nignore = [\"{code}\"]\nreason = \"{}\"\n```", words.say("reason")));
        self.line(words.say("for-good"));
        self.line(&format!("```toml\n# copydesk.toml\nignore = [\"{code}\"]\n```"));
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A number whose thousands are set apart.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The languages of a rule; `*` for all.
fn tags(rule: &Rule) -> Vec<&str> {
    match &rule.languages {
        RuleSetLanguages::All => vec![EVERY_LANGUAGE],
        RuleSetLanguages::Tags(tags) => tags.iter().map(|tag| &**tag).collect(),
    }
}

fn table(text: &mut String, heads: &[String], rows: impl IntoIterator<Item = Vec<String>>) {
    let mut line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    };
    line(heads);
    line(&vec!["---".to_owned(); heads.len()]);
    rows.into_iter().for_each(|row| line(&row));
    text.push('\n');
}

/// Prose of a rule as Markdown: code stays code, options of the program become it, anything else is text.
fn markdown(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = shown(line);
        if line.starts_with("    ") { line.into_owned() } else { prose(&line) }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn prose(line: &str) -> String {
    let mut out = String::new();
    for (index, part) in line.split('`').enumerate() {
        if index % 2 == 1 {
            let _ = write!(out, "`{part}`");
            continue;
        }
        let mut rest = part;
        while let Some(at) = rest.find("--") {
            let (before, after) = rest.split_at(at);
            let end = after.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(after.len());
            let (option, after) = after.split_at(end);
            out.push_str(&escaped(before));
            let is_option = option.len() > 2 && !before.ends_with(char::is_alphanumeric);
            out.push_str(&if is_option { format!("`{option}`") } else { escaped(option) });
            rest = after;
        }
        out.push_str(&escaped(rest));
    }
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '*' | '_' | '[' | ']' | '\\' | '#' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

/// A line of an example as HTML, with marks for what is found. What nobody sees is named.
fn html(line: &str) -> String {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let mut out = "&nbsp;".repeat(indent);
    let mut is_marked = false;
    for c in shown(line.get(indent..).unwrap_or_default()).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{27e6}' => {
                is_marked = true;
                out.push_str("<mark>");
            }
            '\u{27e7}' => {
                is_marked = false;
                out.push_str("</mark>");
            }
            // Joiners and direction marks are part of well written words; only where one is the fault is it named.
            '\u{200c}'..='\u{200f}' if !is_marked => out.push(c),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {
                let _ = write!(out, "<small>[U+{:04X}]</small>", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out
}
