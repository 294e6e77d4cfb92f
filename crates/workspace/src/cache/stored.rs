//! What one article came to, as it is kept: numbers, places, and the values of messages. The words of messages are in the
//! rules, which a key vouches for.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use copydesk::diagnostic::{Applicability, Args, Diagnostic, Fix, Message, Related, Severity};
use copydesk::engine::{Checked, Engine, Stretch};
use copydesk::kinds::collector::{AnyFacts, StoredArticle};
use copydesk::kinds::{Facts, FactsKey, RuleKey, shared_collector};
use copydesk::language::Localised;
use copydesk::rules::Rule;
use copydesk::text::{Edit, Source, Span};

/// First and last byte of a span, the last not included.
type Place = (u32, u32);

#[derive(Serialize, Deserialize)]
struct Article<'a> {
    language: &'a str,
    /// The hash of what it says.
    content: u64,
    #[serde(borrow)]
    findings: Vec<Finding<'a>>,
    #[serde(borrow)]
    facts: StoredFacts<'a>,
    /// Place, language and words of each stretch.
    #[serde(borrow)]
    stretches: Vec<(Place, &'a str, u64)>,
}

/// Under what facts are kept.
#[derive(Serialize, Deserialize)]
enum Key<'a> {
    /// The name of the collector.
    Shared(&'a str),
    /// The number of the rule.
    Rule(u64),
}

/// The bytes of each part, which only its collector understands.
type StoredFacts<'a> = Vec<(Key<'a>, Bytes<'a>)>;

/// Bytes that are written and read together, not one by one.
struct Bytes<'a>(Cow<'a, [u8]>);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Bytes<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Of all types that borrow bytes, only a slice of them does so by itself.
        <&'a [u8]>::deserialize(deserializer).map(|bytes| Self(Cow::Borrowed(bytes)))
    }
}

#[derive(Serialize, Deserialize)]
struct Finding<'a> {
    /// The number of the rule.
    rule: u64,
    severity: u8,
    place: Place,
    #[serde(borrow)]
    values: Vec<(&'a str, &'a str)>,
    related: Vec<Place>,
    /// Applicability, and the edits.
    #[serde(borrow)]
    fix: Option<(u8, Vec<(Place, &'a str)>)>,
    cause: Option<&'a str>,
}

const SEVERITIES: [Severity; 3] = [Severity::Info, Severity::Warning, Severity::Error];
const APPLICABILITIES: [Applicability; 3] = [Applicability::DisplayOnly, Applicability::Unsafe, Applicability::Safe];

fn number_of<T: PartialEq>(all: &[T], one: &T) -> u8 {
    all.iter().position(|known| known == one).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

fn place(span: Span) -> Place {
    (span.start, span.end)
}

/// What a first pass found, as bytes; nothing, if it cannot be told in full: the article asks for silence, or a finding is
/// no rule's.
pub fn write_checked(engine: &Engine, checked: &Checked) -> Option<Vec<u8>> {
    if !checked.suppressions.is_empty() {
        return None;
    }
    let findings = checked.found.iter().map(|diagnostic| finding(engine, diagnostic)).collect::<Option<_>>()?;
    let facts = &checked.facts;
    let article = Article {
        language: &checked.language.tag,
        content: facts.content(),
        findings,
        facts: stored_facts(facts)?,
        stretches: checked.stretches.iter().map(|it| (place(it.at), &*it.language, it.words)).collect(),
    };
    postcard::to_stdvec(&article).ok()
}

/// What a survey collected from an article, as bytes.
pub fn write_survey(facts: &Facts) -> Option<Vec<u8>> {
    let stored = stored_facts(facts)?;
    let (language, content) = (facts.language(), facts.content());
    let article = Article { language, content, findings: Vec::new(), facts: stored, stretches: Vec::new() };
    postcard::to_stdvec(&article).ok()
}

fn stored_facts(facts: &Facts) -> Option<StoredFacts<'_>> {
    let stored = |(key, facts): (FactsKey, &dyn AnyFacts)| {
        let key = match key {
            FactsKey::Shared(name) => Key::Shared(name),
            FactsKey::Rule(rule) => Key::Rule(rule.bits()),
        };
        Some((key, Bytes(Cow::Owned(facts.to_bytes()?))))
    };
    facts.parts().map(stored).collect()
}

/// The facts of an article; nothing, if the bytes of a part say something that cannot be true of it, or nobody collects it.
fn read_facts(engine: &Engine, source: &Source, language: &Arc<str>, stored: &Article<'_>) -> Option<Facts> {
    let article = StoredArticle { source, language };
    let mut facts = Facts::of(language, stored.content);
    for (key, Bytes(bytes)) in &stored.facts {
        let (key, read) = match *key {
            Key::Shared(name) => {
                let collector = shared_collector(name)?;
                (FactsKey::Shared(collector.name()), collector.read(bytes, &article)?)
            }
            Key::Rule(rule) => {
                let rule = RuleKey::from_bits(rule);
                let check = engine.book().rule_with(rule)?.check();
                (FactsKey::Rule(rule), check.archive()?.own()?.read(bytes, &article)?)
            }
        };
        facts.add(key, Some(read));
    }
    facts.shrink();
    Some(facts)
}

fn finding<'a>(engine: &Engine, diagnostic: &'a Diagnostic) -> Option<Finding<'a>> {
    let is_its = |rule: &&Rule| Arc::ptr_eq(&rule.reporting.message, &diagnostic.message.template);
    let rule = engine.rules().iter().find(is_its)?;
    let edit = |edit: &'a Edit| (place(edit.span), edit.text.as_str());
    Some(Finding {
        rule: rule.reporting.key.bits(),
        severity: number_of(&SEVERITIES, &diagnostic.severity),
        place: place(diagnostic.span),
        values: diagnostic.message.args.iter().map(|(name, value)| (&**name, value.as_str())).collect(),
        related: diagnostic.related.iter().map(|related| place(related.span)).collect(),
        fix: diagnostic
            .fix
            .as_ref()
            .map(|fix| (number_of(&APPLICABILITIES, &fix.applicability), fix.edits().iter().map(edit).collect())),
        cause: diagnostic.cause.as_ref().map(|cause| &*cause.key),
    })
}

/// What a first pass found in `source`; nothing, if `bytes` say something that cannot be true of it.
pub fn read_checked(engine: &Engine, source: &Source, bytes: &[u8]) -> Option<Checked> {
    let article: Article<'_> = postcard::from_bytes(bytes).ok()?;
    let text = source.text();
    let language = Arc::clone(engine.languages().get(article.language).ok()?);
    let facts = read_facts(engine, source, &language.tag, &article)?;
    let found = article.findings.into_iter().map(|finding| diagnostic(engine, text, finding)).collect::<Option<_>>()?;
    let stretch = |(at, tag, words): (Place, &str, u64)| {
        Some(Stretch { at: span_in(text, at)?, language: Arc::clone(&engine.languages().get(tag).ok()?.tag), words })
    };
    let stretches = article.stretches.into_iter().map(stretch).collect::<Option<_>>()?;
    let (suppressions, suppressed) = Default::default();
    Some(Checked { found, language, facts, suppressions, suppressed, stretches })
}

/// What a survey collected from `source`; nothing, if `bytes` say something that cannot be true of it.
pub fn read_survey(engine: &Engine, source: &Source, bytes: &[u8]) -> Option<Facts> {
    let article: Article<'_> = postcard::from_bytes(bytes).ok()?;
    let language = Arc::clone(&engine.languages().get(article.language).ok()?.tag);
    read_facts(engine, source, &language, &article)
}

fn diagnostic(engine: &Engine, text: &str, finding: Finding<'_>) -> Option<Diagnostic> {
    let reporting = &engine.book().rule_with(RuleKey::from_bits(finding.rule))?.reporting;
    let value = |(name, value): (&str, &str)| (Cow::Owned(name.to_owned()), value.to_owned());
    let args: Arc<Args> = Arc::new(finding.values.into_iter().map(value).collect::<BTreeMap<_, _>>());
    let say = |template: &Arc<Localised>| Message { template: Arc::clone(template), args: Arc::clone(&args) };
    let fix = match finding.fix {
        Some((applicability, edits)) => {
            let edit = |(place, text_after): (Place, &str)| {
                Some(Edit { span: span_in(text, place)?, text: text_after.to_owned() })
            };
            let edits = edits.into_iter().map(edit).collect::<Option<_>>()?;
            let applicability = *APPLICABILITIES.get(usize::from(applicability))?;
            Some(Fix::new(say(&reporting.fix), applicability, edits)?)
        }
        None => None,
    };
    let related = |place| Some(Related { span: span_in(text, place)?, message: say(&reporting.related) });
    Some(Diagnostic {
        code: reporting.code.clone(),
        severity: *SEVERITIES.get(usize::from(finding.severity))?,
        span: span_in(text, finding.place)?,
        message: say(&reporting.message),
        related: finding.related.into_iter().map(related).collect::<Option<_>>()?,
        fix,
        rule_set: Arc::clone(&reporting.rule_set),
        cause: finding.cause.map(|key| reporting.cause(key)),
    })
}

fn span_in(text: &str, (start, end): Place) -> Option<Span> {
    text.get(start as usize..end as usize).map(|_| Span::new(start, end))
}
