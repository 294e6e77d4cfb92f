//! What one article came to, as it is kept: numbers, places, and the values of messages. The words of messages are in the
//! rules, which a key vouches for.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use copydesk::diagnostic::{Applicability, Args, Diagnostic, Fix, Message, Related, Severity};
use copydesk::engine::{Checked, Engine, Suppressed, Suppressions};
use copydesk::kinds::{
    Beside, Facts, Headline, HeadlineFacts, LineFact, NameFacts, NameList, NameLists, NamePlace, RuleKey,
};
use copydesk::language::Localised;
use copydesk::rules::Rule;
use copydesk::text::{Edit, Source, Span};

/// First and last byte of a span, the last not included.
type Place = (u32, u32);

/// Hash, place and removal of a line, and what follows it.
type Line = (u64, Place, Option<Place>, Option<u8>);

#[derive(Serialize, Deserialize)]
struct Article<'a> {
    language: &'a str,
    #[serde(borrow)]
    findings: Vec<Finding<'a>>,
    /// By the number of the rule that asked.
    lines: Vec<(u64, Vec<Line>)>,
    /// Nothing, if no rule asked for names.
    #[serde(borrow)]
    names: Option<Names<'a>>,
    /// Its own headlines, and the keys of places where others could begin.
    #[serde(borrow)]
    headlines: StoredHeadlines<'a>,
}

/// Nothing, if the language has no rule for names.
type Names<'a> = Option<StoredNames<'a>>;

/// Its own, each with the signs behind it and whether it is named, and the keys of places.
type StoredHeadlines<'a> = (Vec<(&'a str, &'a str, bool)>, Cow<'a, [u32]>);

/// The lists of a [`NameList`].
#[derive(Serialize, Deserialize)]
struct StoredNames<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    names: Cow<'a, [[u32; 3]]>,
    written: Cow<'a, [[u32; 2]]>,
    places: Vec<(Place, bool)>,
    beside: Vec<u32>,
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
    let line = |line: &LineFact| (line.hash, place(line.span), line.removal.map(place), line.rest);
    let lines = checked.facts.lines().map(|(rule, lines)| (rule.bits(), lines.iter().map(line).collect()));
    let article = Article {
        language: &checked.language.tag,
        findings,
        lines: lines.collect(),
        names: checked.facts.names.as_ref().map(names_of),
        headlines: headlines_of(&checked.facts),
    };
    postcard::to_stdvec(&article).ok()
}

/// The names of an article and its headlines, as bytes.
pub fn write_survey(facts: &Facts) -> Option<Vec<u8>> {
    let names = facts.names.as_ref()?;
    let article = Article {
        language: &names.language,
        findings: Vec::new(),
        lines: Vec::new(),
        names: Some(names_of(names)),
        headlines: headlines_of(facts),
    };
    postcard::to_stdvec(&article).ok()
}

fn headlines_of(facts: &Facts) -> StoredHeadlines<'_> {
    let HeadlineFacts { own, starts } = &facts.headlines;
    let own = own.iter().map(|headline| (&*headline.letters, &*headline.tail, headline.is_named));
    (own.collect(), starts.into())
}

fn headline_facts((own, starts): StoredHeadlines<'_>) -> HeadlineFacts {
    let headline =
        |(letters, tail, is_named): (&str, &str, _)| Headline { letters: letters.into(), tail: tail.into(), is_named };
    let own = own.into_iter().map(headline);
    HeadlineFacts { own: own.collect(), starts: starts.into_owned() }
}

fn names_of(facts: &NameFacts) -> Names<'_> {
    let NameLists { text, names, written, places, beside } = facts.names.as_ref()?.lists();
    let places = places.iter().map(|at| (place(at.span), at.editable)).collect();
    Some(StoredNames { text, names, written, places, beside: beside.iter().map(|word| word.bits()).collect() })
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
    let found = article.findings.into_iter().map(|finding| diagnostic(engine, text, finding)).collect::<Option<_>>()?;
    let mut facts = Facts::default();
    for (rule, lines) in article.lines {
        let line = |(hash, place, removal, rest): Line| {
            let removal = match removal {
                Some(removal) => Some(span_in(text, removal)?),
                None => None,
            };
            Some(LineFact { hash, span: span_in(text, place)?, removal, rest })
        };
        facts.add_lines(RuleKey::from_bits(rule), lines.into_iter().map(line).collect::<Option<_>>()?);
    }
    facts.names = match article.names {
        Some(names) => Some(name_facts(source, Arc::clone(&language.tag), names)?),
        None => None,
    };
    facts.headlines = headline_facts(article.headlines);
    Some(Checked { found, language, facts, suppressions: Suppressions::default(), suppressed: Suppressed::default() })
}

/// The names of `source` and its headlines; nothing, if `bytes` say something that cannot be true of it.
pub fn read_survey(engine: &Engine, source: &Source, bytes: &[u8]) -> Option<Facts> {
    let article: Article<'_> = postcard::from_bytes(bytes).ok()?;
    let language = Arc::clone(&engine.languages().get(article.language).ok()?.tag);
    let mut facts = Facts::default();
    facts.names = Some(name_facts(source, language, article.names?)?);
    facts.headlines = headline_facts(article.headlines);
    Some(facts)
}

fn name_facts(source: &Source, language: Arc<str>, names: Names<'_>) -> Option<NameFacts> {
    let names = match names {
        Some(StoredNames { text, names, written, places, beside }) => {
            let place = |(place, editable)| Some(NamePlace { span: span_in(source.text(), place)?, editable });
            let places = places.into_iter().map(place).collect::<Option<Vec<_>>>()?.into();
            let beside = beside.into_iter().map(Beside::from_bits).collect();
            Some(NameList::of_lists(NameLists { text, names, written, places, beside }))
        }
        None => None,
    };
    Some(NameFacts { language, article: source.name_within(&source.id.name()).into(), names })
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
