//! A finding: what is wrong in an article, where, and how it may be repaired. Carries words as template and
//! arguments; a reporter chooses the language.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::language::Localised;
use crate::text::{Edit, Span, edits_are_disjoint};

/// A code, `group/slug`; where several rules share it, with the variant that is one of them: `group/slug:variant`.
///
/// The code is what programs and people go by. The variant only lets a rule be switched by itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(Arc<str>);

/// What stands between a code and a variant.
const VARIANT: char = ':';

/// Whether a part of a code is lower-case ASCII letters, digits and hyphens.
fn is_part(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

impl Code {
    /// A code from its text; nothing unless it is two parts of lower-case ASCII letters, digits and hyphens with
    /// one slash between them.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let (group, slug) = text.split_once('/')?;
        (is_part(group) && is_part(slug)).then(|| Self(text.into()))
    }

    /// A code with or without variant, as [`Self::full`] gives it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(VARIANT) {
            Some((code, variant)) => Self::new(code)?.with_variant(variant),
            None => Self::new(text),
        }
    }

    /// A variant of the code; nothing unless `variant` is lower-case ASCII letters, digits and
    /// hyphens.
    #[must_use]
    pub fn with_variant(&self, variant: &str) -> Option<Self> {
        is_part(variant).then(|| Self(format!("{}{VARIANT}{variant}", self.as_str()).into()))
    }

    /// The code, without its variant.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.split(VARIANT).next().unwrap_or_default()
    }

    /// The code with its variant, if it has one: the narrowest selector that covers it.
    #[must_use]
    pub fn full(&self) -> &str {
        &self.0
    }

    /// Which of the rules of its code it is.
    #[must_use]
    pub fn variant(&self) -> Option<&str> {
        self.0.split_once(VARIANT).map(|(_, variant)| variant)
    }

    /// The part before the slash.
    #[must_use]
    pub fn group(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// Whether `text` is this code, with or without its variant.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        text == self.as_str() || text == self.full()
    }

    /// Everything that covers this code, the narrowest first: code and variant, code, group, `all`.
    pub fn selectors(&self) -> impl Iterator<Item = &str> {
        let variant = self.variant().map(|_| self.full());
        variant.into_iter().chain([self.as_str(), self.group(), "all"])
    }

    /// Whether a selector as users write it covers this code: a group, a code, a code with a variant, or `all`.
    #[must_use]
    pub fn is_covered_by(&self, selector: &str) -> bool {
        self.selectors().any(|own| own == selector)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How bad a finding is, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look.
    Info,
    /// Most likely a defect.
    Warning,
    /// A defect.
    Error,
}

impl Severity {
    /// Its name in every output and input.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How far a fix may be trusted, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Shown, never applied.
    DisplayOnly,
    /// Applied only when the user asks for unsafe fixes too.
    Unsafe,
    /// Cannot change what the article says.
    Safe,
}

impl Applicability {
    /// Its name in machine-readable output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DisplayOnly => "display-only",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// Values of placeholders, by name.
pub type Args = BTreeMap<Cow<'static, str>, String>;

/// Words for people: a template in several languages and the values of its `{placeholders}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The template, by language tag.
    pub template: Arc<Localised>,
    /// Values by placeholder. They hold article text and must be escaped by whoever prints them.
    /// They are facts for programs too. Shared by all messages of a finding.
    pub args: Arc<Args>,
}

impl Message {
    /// A message without arguments.
    #[must_use]
    pub fn new(template: Arc<Localised>) -> Self {
        Self { template, args: Arc::default() }
    }

    /// The template in `language`, or in English, or in whatever there is.
    #[must_use]
    pub fn template_in(&self, language: &str) -> &str {
        localised(&self.template, language)
    }

    /// The message in `language`, words and arguments as they are.
    #[must_use]
    pub fn plain(&self, language: &str) -> String {
        let mut out = String::with_capacity(self.template_in(language).len() * 2);
        self.each_part(language, |part| match part {
            Part::Words(text) | Part::Value(text) => out.push_str(text),
            Part::Unknown(name) => out.extend(["{", name, "}"]),
            Part::Brace => out.push('{'),
        });
        out
    }

    /// The message in `language`, each argument passed through `show` (escaping, isolation).
    #[must_use]
    pub fn render(&self, language: &str, show: impl Fn(&str) -> String) -> String {
        self.render_with(language, str::to_owned, show)
    }

    /// The message in `language`: the template's own words passed through `words`, each argument through `show`.
    #[must_use]
    pub fn render_with(&self, language: &str, words: impl Fn(&str) -> String, show: impl Fn(&str) -> String) -> String {
        let mut out = String::new();
        self.each_part(language, |part| match part {
            Part::Words(text) => out.push_str(&words(text)),
            Part::Value(value) => out.push_str(&show(value)),
            Part::Unknown(name) => out.push_str(&words(&format!("{{{name}}}"))),
            Part::Brace => out.push('{'),
        });
        out
    }

    /// Hands out the parts of the message in `language`, in order.
    fn each_part(&self, language: &str, mut take: impl FnMut(Part<'_>)) {
        let mut rest = self.template_in(language);
        while let Some((before, after)) = rest.split_once('{') {
            take(Part::Words(before));
            match after.split_once('}') {
                Some((name, after)) => {
                    take(self.args.get(name).map_or(Part::Unknown(name), |value| Part::Value(value)));
                    rest = after;
                }
                None => {
                    take(Part::Brace);
                    rest = after;
                }
            }
        }
        take(Part::Words(rest));
    }
}

/// A part of a message.
enum Part<'m> {
    /// Words of the template.
    Words(&'m str),
    /// The value of a placeholder.
    Value(&'m str),
    /// The name of a placeholder that has no value.
    Unknown(&'m str),
    /// A brace that begins no placeholder.
    Brace,
}

/// A text in `language`, or in English, or in whatever language it has; empty if it has none.
#[must_use]
pub fn localised<'t>(text: &'t Localised, language: &str) -> &'t str {
    text.get(language).or_else(|| text.get("en")).or_else(|| text.values().next()).map_or("", String::as_str)
}

/// Another place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where, in stored bytes.
    pub span: Span,
    /// What is there.
    pub message: Message,
}

/// A repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, for people.
    pub title: Message,
    /// How far it may be trusted.
    pub applicability: Applicability,
    /// Sorted, disjoint, not empty.
    edits: Vec<Edit>,
}

impl Fix {
    /// A fix, if its edits are at least one, in order and disjoint.
    #[must_use]
    pub fn new(title: Message, applicability: Applicability, mut edits: Vec<Edit>) -> Option<Self> {
        edits.sort_by_key(|edit| edit.span);
        (!edits.is_empty() && edits_are_disjoint(&edits)).then_some(Self { title, applicability, edits })
    }

    /// The edits: sorted, disjoint, at least one.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }
}

/// What makes several findings of a rule in one article one finding: a character, a pair of marks turned round, a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// Tells it from other causes of the same rule.
    pub key: Box<str>,
    /// What is said of all findings together; `{count}` is how many they are.
    pub several: Arc<Localised>,
    /// Up to this many faults in an article are each reported by themselves.
    pub told_apart: u32,
    /// Where each of them is, in stored bytes and in order, once they were put together; empty before.
    pub places: Vec<Span>,
}

/// One finding in one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What was found.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// Where, in stored bytes.
    pub span: Span,
    /// What is wrong, for people.
    pub message: Message,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// The repair, if there is one.
    pub fix: Option<Fix>,
    /// The rule set it came from.
    pub rule_set: Arc<str>,
    /// What it shares with others that are told together with it, if its rule tells them so.
    pub cause: Option<Cause>,
}

impl Diagnostic {
    /// The order of findings within an article: by place, then code.
    #[must_use]
    pub fn sort_key(&self) -> (Span, &Code, &Arc<str>) {
        (self.span, &self.code, &self.rule_set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_a_group_and_a_slug() {
        assert!(Code::new("quotes/unclosed").is_some());
        for bad in ["quotes", "quotes/", "/x", "Quotes/x", "a/b/c", "a b/c"] {
            assert!(Code::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn selectors_cover_groups_and_codes() {
        let code = Code::new("quotes/unclosed").unwrap();
        assert!(code.is_covered_by("quotes") && code.is_covered_by("quotes/unclosed") && code.is_covered_by("all"));
        assert!(!code.is_covered_by("quote") && !code.is_covered_by("quotes/mixed"));
    }

    #[test]
    fn a_variant_narrows_a_code_and_changes_nothing_else() {
        let code = Code::new("attribution/vague").unwrap();
        let named = code.with_variant("hearsay").unwrap();
        assert_eq!((named.as_str(), named.variant()), ("attribution/vague", Some("hearsay")));
        assert_eq!(named.to_string(), "attribution/vague:hearsay");
        assert!(
            ["all", "attribution", "attribution/vague", "attribution/vague:hearsay"]
                .iter()
                .all(|s| named.is_covered_by(s))
        );
        assert!(
            !code.is_covered_by("attribution/vague:hearsay") && !named.is_covered_by("attribution/vague:anonymity")
        );
        assert!(code.with_variant("Hear say").is_none());
    }

    #[test]
    fn messages_fill_their_placeholders_in_the_language_asked_for() {
        let template = Localised::from([("en".into(), "found {cue} {x".into()), ("fr".into(), "trouvé {cue}".into())]);
        let mut message = Message::new(Arc::new(template));
        Arc::make_mut(&mut message.args).insert("cue".into(), "a{cue}b".into());
        assert_eq!(message.plain("en"), "found a{cue}b {x");
        assert_eq!(message.render("fr", str::to_uppercase), "trouvé A{CUE}B");
        assert_eq!(message.plain("ar"), "found a{cue}b {x");
    }
}
