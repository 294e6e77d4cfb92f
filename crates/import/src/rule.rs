//! A rule on its way into a rule file.

use copydesk::rules::mark;
use copydesk::text::Span;
use toml_edit::Value;

/// Longest line of a list, in characters; a longer list has an entry to a line.
const WIDEST: usize = 100;

/// What a rule file says before its rules.
#[derive(Debug, Clone)]
pub struct Head {
    /// The code of its rules, which is its name, too.
    pub code: String,
    /// The tags of its languages; `*` is every language.
    pub languages: Vec<String>,
}

/// A text with what a rule finds in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    pub text: String,
    /// What is found.
    pub found: Vec<Span>,
    /// The text after all repairs, if it is known.
    pub fixed: Option<String>,
    /// The tag of its language, where the rule is for several.
    pub language: Option<String>,
    /// Whether it is Markdown: a heading, for rules that read nothing else.
    pub is_markdown: bool,
}

/// The words that a rule looks for.
#[derive(Debug, Clone, Default)]
pub enum Words {
    /// None: its own keys say what it looks for.
    #[default]
    None,
    /// `tokens`.
    Tokens(Vec<String>),
    /// `swap`.
    Swap(Vec<(String, String)>),
}

/// A rule.
#[derive(Debug, Clone, Default)]
pub struct NewRule {
    pub kind: &'static str,
    pub severity: &'static str,
    pub message: String,
    pub explain: String,
    pub words: Words,
    /// Its other keys.
    pub keys: Vec<(&'static str, Value)>,
    /// What it does about headings.
    pub headings: Option<&'static str>,
    /// The roles it reads; all, if there are none.
    pub roles: Vec<&'static str>,
    /// Texts in which it should find something.
    pub samples: Vec<String>,
    /// Its examples.
    pub examples: Vec<Example>,
    /// The line and the key in the style that it comes from.
    pub origin: (u32, &'static str),
}

impl Words {
    /// The words that are looked for.
    pub fn sought(&self) -> Vec<&str> {
        match self {
            Self::None => Vec::new(),
            Self::Tokens(tokens) => tokens.iter().map(String::as_str).collect(),
            Self::Swap(swap) => swap.iter().map(|(from, _)| from.as_str()).collect(),
        }
    }
}

impl NewRule {
    /// A word, a phrase or a pattern as whoever reads a heading sees it, where the rule reads nothing else.
    pub fn framed(&self, text: &str) -> String {
        match self.headings {
            Some("only") => format!("# {text}"),
            _ => text.to_owned(),
        }
    }

    /// Whether its examples are Markdown.
    pub fn wants_markdown(&self) -> bool {
        self.headings == Some("only")
    }

    fn put_into(&self, out: &mut String, head: &Head) {
        let mut line = |key: &str, value: &str| out.extend([key, " = ", value, "\n"]);
        line("code", &quoted(&head.code));
        line("kind", &quoted(self.kind));
        line("severity", &quoted(self.severity));
        line("message", &quoted(&self.message));
        if !self.explain.is_empty() {
            line("explain", &quoted(&self.explain));
        }
        match &self.words {
            Words::None => {}
            Words::Tokens(tokens) => line("tokens", &list(tokens.iter().map(|token| quoted(token)))),
            Words::Swap(swap) => {
                line("swap", &table(swap.iter().map(|(from, to)| format!("{} = {}", key_of(from), quoted(to)))));
            }
        }
        for (key, value) in &self.keys {
            match value {
                Value::Array(items) => {
                    line(key, &list(items.iter().map(|item| item.to_string().trim().to_owned())));
                }
                value => line(key, value.to_string().trim()),
            }
        }
        if self.headings.is_some() || !self.roles.is_empty() {
            out.push_str("  [rule.scope]\n");
            if let Some(headings) = self.headings {
                out.push_str(&format!("  headings = {}\n", quoted(headings)));
            }
            if !self.roles.is_empty() {
                out.push_str(&format!("  roles = {}\n", list(self.roles.iter().map(|role| quoted(role)))));
            }
        }
        for example in &self.examples {
            out.push_str("  [[rule.example]]\n");
            if let Some(language) = &example.language {
                out.push_str(&format!("  lang = {}\n", quoted(language)));
            }
            let (key, text) = match example.found.is_empty() {
                true => ("good", example.text.clone()),
                false => ("bad", mark(&example.text, &example.found)),
            };
            out.push_str(&format!("  {key} = {}\n", quoted(&text)));
            if let Some(fixed) = &example.fixed {
                out.push_str(&format!("  fixed = {}\n", quoted(fixed)));
            }
            if example.is_markdown {
                out.push_str("  format = \"markdown\"\n");
            }
        }
    }
}

/// The text of a rule file.
pub fn file_of(head: &Head, rules: &[NewRule]) -> String {
    let mut out = String::from("schema = 1\n");
    out.push_str(&format!("name = {}\n", quoted(&head.code)));
    out.push_str(&format!("languages = {}\n", list(head.languages.iter().map(|tag| quoted(tag)))));
    for rule in rules {
        out.push_str("\n[[rule]]\n");
        rule.put_into(&mut out, head);
    }
    out
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A text as TOML writes it where it is a key.
fn key_of(text: &str) -> String {
    let is_bare = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_bare { text.to_owned() } else { quoted(text) }
}

/// A list in one line, or an entry to a line.
fn list(items: impl Iterator<Item = String>) -> String {
    laid_out(items.collect(), "[", "]")
}

/// A table in one line, or an entry to a line.
fn table(items: impl Iterator<Item = String>) -> String {
    laid_out(items.collect(), "{ ", " }")
}

fn laid_out(items: Vec<String>, begin: &str, end: &str) -> String {
    let one = items.join(", ");
    if one.chars().count() <= WIDEST {
        return format!("{begin}{one}{end}");
    }
    let lines: String = items.iter().map(|item| format!("    {item},\n")).collect();
    format!("{}\n{lines}{}", begin.trim(), end.trim())
}
