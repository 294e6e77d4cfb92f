//! A rule of Vale: what is common to all kinds, and which keys were understood.

use super::super::note::{Note, Weight};
use super::super::pattern::{Pattern, is_words};
use super::super::rule::NewRule;
use super::super::yaml::{Node, Value};
use super::message::with_names;
use super::scope::Scope;
use super::{counted, joined, sought, swapped};

/// Keys that say nothing that is not said here, too: a vocabulary is a list of a whole project, which no rule has here.
const WITHOUT_MEANING: &[&str] = &["extends", "name", "vocab", "code"];

/// How much a finding weighs there.
const LEVELS: &[&str] = &["suggestion", "warning", "error"];

/// A rule as it is read, key by key.
#[derive(Debug)]
pub struct Style<'y> {
    pub tree: &'y Node,
    pub notes: Vec<Note>,
    taken: Vec<&'static str>,
}

impl<'y> Style<'y> {
    pub fn new(tree: &'y Node) -> Self {
        Self { tree, notes: Vec::new(), taken: Vec::new() }
    }

    /// The value of a key, which counts as understood from now on.
    pub fn take(&mut self, key: &'static str) -> Option<&'y Node> {
        self.taken.push(key);
        self.tree.get(key)
    }

    /// The line of a key; of a key that is not there, the first of the rule.
    pub fn line(&self, key: &str) -> u32 {
        let entries = match &self.tree.value {
            Value::Table(entries) => entries.as_slice(),
            _ => &[],
        };
        entries.iter().find(|(known, _)| known.text() == Some(key)).map_or(self.tree.line, |(known, _)| known.line)
    }

    /// Whether the value of a key is a yes.
    pub fn is(&mut self, key: &'static str) -> bool {
        self.take(key).is_some_and(Node::is_yes)
    }

    /// A number under a key; nothing for 0, which says nothing.
    pub fn number(&mut self, key: &'static str) -> Option<i64> {
        let node = self.take(key)?;
        self.parsed(node, key).filter(|number| *number > 0)
    }

    /// What a value comes to; nothing, with a note, if it is none of its kind.
    pub fn parsed<T: std::str::FromStr>(&mut self, node: &Node, key: &'static str) -> Option<T> {
        let parsed = self.text_of(node, key)?.parse().ok();
        if parsed.is_none() {
            self.note(Weight::Part, node.line, key, "import-no-number", node.text().unwrap_or_default());
        }
        parsed
    }

    /// The text of a value; nothing, with a note, if it is a list or a table.
    pub fn text_of<'n>(&mut self, node: &'n Node, key: &'static str) -> Option<&'n str> {
        let text = node.text();
        if text.is_none() {
            self.note(Weight::Part, node.line, key, "import-no-text", "");
        }
        text
    }

    /// What has no counterpart under a key that has one.
    pub fn note(&mut self, weight: Weight, line: u32, key: &str, reason: &'static str, value: &str) {
        self.notes.push(Note::new(weight, line, key, reason, value));
    }

    /// The same at the line of the key itself.
    pub fn note_at(&mut self, weight: Weight, key: &str, reason: &'static str, value: &str) {
        self.note(weight, self.line(key), key, reason, value);
    }

    /// A pattern; nothing, with a note, if it cannot be read here.
    pub fn pattern(&mut self, node: &Node, key: &'static str) -> Option<Pattern> {
        let text = self.text_of(node, key)?;
        match Pattern::read(text) {
            Ok(pattern) => Some(pattern),
            Err(unread) => {
                let value = if unread.words.is_empty() { text.to_owned() } else { format!("{text}: {}", unread.words) };
                self.note(Weight::Part, node.line, key, unread.reason, &value);
                None
            }
        }
    }

    /// The words under `exceptions`, written as words; those that are patterns are noted.
    pub fn exceptions(&mut self) -> Vec<String> {
        let mut words = Vec::new();
        for node in self.take("exceptions").map(Node::items).unwrap_or_default() {
            let Some(text) = self.text_of(node, "exceptions") else { continue };
            let written_out = Pattern::read(text).ok().and_then(|pattern| pattern.words());
            match written_out {
                Some(texts) => words.extend(texts),
                None if is_words(text) => words.push(text.to_owned()),
                None => self.note(Weight::Part, node.line, "exceptions", "import-exception", text),
            }
        }
        words
    }

    /// The rules it comes to.
    ///
    /// # Errors
    /// A note on why none can be made of it.
    pub fn rules(&mut self) -> Result<Vec<NewRule>, Note> {
        let whole = |line, key: &str, reason, value: &str| Note::new(Weight::Whole, line, key, reason, value);
        let Value::Table(entries) = &self.tree.value else {
            return Err(whole(self.tree.line, "", "import-no-yaml", "there is no table of keys in it"));
        };
        for (at, (key, _)) in entries.iter().enumerate() {
            let name = key.text().unwrap_or_default();
            if entries.iter().skip(at + 1).any(|(later, _)| later.text() == Some(name)) {
                self.note(Weight::Part, key.line, name, "import-twice", "");
            }
        }
        let Some(kind) = self.take("extends") else {
            return Err(whole(self.tree.line, "extends", "import-missing", ""));
        };
        let name = kind.text().unwrap_or_default();
        let read = match name {
            "existence" => sought::rules,
            "substitution" => swapped::rules,
            "occurrence" => counted::occurrence,
            "repetition" => counted::repetition,
            "consistency" => joined::consistency,
            "conditional" => joined::conditional,
            "capitalization" => joined::capitalization,
            "sequence" => joined::sequence,
            _ => return Err(whole(kind.line, "extends", "import-kind", name)),
        };
        if self.tree.get("message").and_then(Node::text).is_none_or(|text| text.trim().is_empty()) {
            return Err(whole(self.tree.line, "message", "import-missing", ""));
        }
        let written = self.take("scope");
        let scope = Scope::read(written, &mut self.notes)?;
        read(self, &scope)
    }

    /// A rule with what is common to all kinds. `names` are the values of its message, in their order.
    pub fn rule(&mut self, kind: &'static str, names: &[&str], scope: &Scope, key: &'static str) -> NewRule {
        let level = self.take("level").map_or("warning", |level| level.text().unwrap_or_default());
        if !LEVELS.contains(&level) {
            self.note_at(Weight::Part, "level", "import-level", level);
        }
        let text = |node: Option<&Node>| node.and_then(Node::text).unwrap_or_default().trim().to_owned();
        let message = with_names(&text(self.take("message")), names);
        let (description, link) = (text(self.take("description")), text(self.take("link")));
        let parts: Vec<String> =
            [with_names(&description, names), link].into_iter().filter(|it| !it.is_empty()).collect();
        NewRule {
            kind,
            severity: match level {
                "suggestion" => "info",
                "error" => "error",
                _ => "warning",
            },
            message,
            explain: parts.join("\n"),
            headings: scope.headings,
            roles: scope.roles.clone(),
            origin: (self.line(key), key),
            ..NewRule::default()
        }
    }

    /// Words of the message, around which made-up texts stand.
    pub fn words_of_message(&self) -> Vec<String> {
        let message = self.tree.get("message").and_then(Node::text).unwrap_or_default();
        let words = message.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 1);
        words.map(str::to_owned).collect()
    }

    /// A made-up text, alone and between words of the message.
    pub fn samples(&self, text: Option<String>) -> Vec<String> {
        let words = self.words_of_message();
        let Some(text) = text else { return Vec::new() };
        let (first, last) = (words.first().map_or("", String::as_str), words.last().map_or("", String::as_str));
        let gap = |is_there: bool| if is_there { "" } else { " " };
        let (before, behind) = (gap(text.starts_with(char::is_whitespace)), gap(text.ends_with(char::is_whitespace)));
        let around = format!("{first}{before}{text}{behind}{last}");
        let bare = text.trim().to_owned();
        if bare == text { vec![bare, around] } else { vec![bare, around, text] }
    }

    /// What is said of it, at last: of keys that nobody understood, too, if anything was made of it.
    pub fn into_notes(mut self, is_made: bool) -> Vec<Note> {
        if let Value::Table(entries) = &self.tree.value
            && is_made
        {
            for (key, _) in entries {
                let name = key.text().unwrap_or_default();
                if !self.taken.contains(&name) && !WITHOUT_MEANING.contains(&name) {
                    self.notes.push(Note::new(Weight::Part, key.line, name, "import-key", ""));
                }
            }
        }
        self.notes
    }
}
