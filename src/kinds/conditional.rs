//! The general kind that wants one thing where there is another: an abbreviation is explained, a party is named with its country.

use std::fmt;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_spanned::Spanned;

use super::pattern::Wanted;
use super::sought::Sought;
use super::{Check, Context, Env, Kind};
use crate::analysis::{At, CueId, CueOptions};
use crate::text::Problem;
use crate::toml_doc::{Table, Texts, TomlFile};

/// The kind `conditional`.
pub struct Conditional;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// What calls for the other: a word or phrase, or a table with `tokens` or `pattern`. Its first place is found.
    #[serde(rename = "if")]
    whenever: Part,
    /// What it calls for, written in the same way. Where both are patterns with a group, the two groups must say the same, and each
    /// thing that the first one says calls for itself.
    then: Part,
    /// Where the other has to be.
    #[serde(default)]
    order: Order,
    /// Words and phrases that call for nothing.
    #[serde(default)]
    except: Texts,
}

/// Where what is called for has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Order {
    /// Before what calls for it, or in the same place.
    #[default]
    Before,
    /// Anywhere in the article.
    Anywhere,
}

/// One side of the condition.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Part {
    /// A word or phrase.
    Token(String),
    /// Words and phrases, or a pattern.
    Table(PartKeys),
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PartKeys {
    /// Words and phrases, matched after folding at word edges, the language's proclitics allowed.
    #[serde(default)]
    tokens: Texts,
    /// A regular expression over the prose of a block.
    #[schemars(with = "Option<String>")]
    pattern: Option<Spanned<String>>,
}

// What serde derives for such a choice forgets the places.
impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TokenOrTable;

        impl<'de> Visitor<'de> for TokenOrTable {
            type Value = Part;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or a table with `tokens` or `pattern`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Part, E> {
                Ok(Part::Token(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, keys: A) -> Result<Part, A::Error> {
                PartKeys::deserialize(MapAccessDeserializer::new(keys)).map(Part::Table)
            }
        }

        deserializer.deserialize_any(TokenOrTable)
    }
}

struct Compiled {
    whenever: Sought,
    then: Sought,
    /// Whether what the groups of both say is compared.
    compares: bool,
    order: Order,
    except: Option<CueId>,
}

impl Kind for Conditional {
    fn name(&self) -> &'static str {
        "conditional"
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let [no_if, no_then] = ["if", "then"]
            .map(|key| rule.problem_at(key, format!("`{key}` names nothing: give `tokens` or `pattern`")));
        let [if_alone, then_alone] = [("if", "then"), ("then", "if")].map(|(key, other)| {
            let problem =
                rule.problem_at(key, format!("`{key}` has no group to compare with that of `{other}.pattern`"));
            problem.with_help("give it a pattern with a group and no `tokens`, or write the other group as (?:…)")
        });
        let keys: Keys = rule.decode(problems)?;
        let whenever = compile_part(keys.whenever, file, no_if, env, problems);
        let then = compile_part(keys.then, file, no_then, env, problems);
        let (whenever, then) = (whenever?, then?);
        let alone = match (whenever.captures(), then.captures()) {
            (true, _) if then.has_tokens() || !then.captures() => Some(then_alone),
            (_, true) if whenever.has_tokens() || !whenever.captures() => Some(if_alone),
            _ => None,
        };
        if let Some(alone) = alone {
            problems.push(alone);
            return None;
        }
        let options = CueOptions::behind_proclitics();
        let except = (!keys.except.is_empty()).then(|| env.cues.add([keys.except], options));
        let compares = whenever.captures();
        Some(Box::new(Compiled { whenever, then, compares, order: keys.order, except }))
    }
}

/// Compiles one side; `nothing` is the problem if it says nothing.
fn compile_part(
    part: Part,
    file: &TomlFile,
    nothing: Problem,
    env: &mut Env<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Sought> {
    let keys = match part {
        Part::Token(token) => PartKeys { tokens: vec![token].into(), pattern: None },
        Part::Table(keys) => keys,
    };
    if keys.pattern.is_none() && keys.tokens.iter().all(|token| token.trim().is_empty()) {
        problems.push(nothing);
        return None;
    }
    Sought::compile((keys.tokens, keys.pattern.as_ref()), Wanted::Groups, file, nothing, env, problems)
}

/// The first place of everything that a side says at a place that `counts`, by what that is, folded; one of nothing, if nothing is
/// compared.
fn firsts(side: &Sought, cx: &Context<'_>, compares: bool, counts: impl Fn(At) -> bool) -> FxHashMap<String, At> {
    let folder = &cx.analysis.profile().folder;
    let mut firsts = FxHashMap::<String, At>::default();
    side.each_said(cx, |at, said| {
        let said = if compares { folder.fold(said) } else { String::new() };
        if (said.is_empty() != compares) && counts(at) {
            let first = firsts.entry(said).or_insert(at);
            *first = at.min(*first);
        }
    });
    firsts
}

impl Check for Compiled {
    fn check(&self, cx: &mut Context<'_>) {
        let counts = |at: At| cx.applies(at) && !self.is_excepted(cx, at);
        let calls = firsts(&self.whenever, cx, self.compares, counts);
        if calls.is_empty() {
            return;
        }
        let answers = firsts(&self.then, cx, self.compares, |at| cx.reads(at.block as usize));
        let is_answered = |said: &str, call: At| {
            answers.get(said).is_some_and(|answer| {
                // An answer that begins inside what calls for it is in the same place.
                self.order == Order::Anywhere
                    || (answer.block, answer.span.start) < (call.block, call.span.end.max(call.span.start + 1))
            })
        };
        let unanswered = calls.iter().filter(|(said, call)| !is_answered(said, **call));
        let mut unanswered: Vec<At> = unanswered.map(|(_, call)| *call).collect();
        unanswered.sort_unstable();
        for at in unanswered {
            let found = cx.analysis.slice(at);
            cx.report(at).arg("match", found).cause(found).emit();
        }
    }
}

impl Compiled {
    /// Whether one of the exceptions stands in a place.
    fn is_excepted(&self, cx: &Context<'_>, at: At) -> bool {
        self.except.is_some_and(|except| {
            let (start, end) = cx.analysis.folded().range_of(at);
            cx.analysis.hits().within(except, start, end).iter().any(|hit| hit.end <= end)
        })
    }
}
