//! Direct quotations without a source: words given as somebody's, standing alone, that no reporting verb,
//! according-to phrase, colon, signature or attributed neighbour reaches.
//!
//! A published quotation nearly always has a speaker, so this check would rather miss ten than raise one alarm:
//! whatever may be a source counts as one. What reaches a quotation is decided in [`reach`], what a quotation is in
//! [`class`]; the words come from the rule.

mod class;
mod reach;

use serde::Deserialize;

use self::class::{Class, class_of};
use self::reach::Reach;
use super::{Check, Context, Env, Kind};
use crate::analysis::{Analysis, At, CueId, CueOptions};
use crate::document::BlockKind;
use crate::language::is_word_char;
use crate::text::Problem;
use crate::toml_doc::Table;

/// The kind `attribution`.
pub struct Attribution;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// Whether the paragraph before must itself carry an attributed quotation to lend its speaker.
    #[serde(default)]
    strict: bool,
    /// Reporting verbs, in every form.
    verbs: Vec<String>,
    /// Forms that are as often another word: proof only in the sentence of the quotation.
    #[serde(default)]
    weak_verbs: Vec<String>,
    /// Phrases that name a source.
    according_to: Vec<String>,
    /// What is said or written: a statement, a letter.
    #[serde(default)]
    speech_nouns: Vec<String>,
    /// Openings of a sentence that carries on with the speaker before it.
    #[serde(default)]
    continuations: Vec<String>,
    /// Words between a reporting verb and what is said.
    #[serde(default)]
    complementisers: Vec<String>,
    /// First words that only a speaker uses.
    #[serde(default)]
    openers: Vec<String>,
    /// Nouns that introduce a title, a name or a slogan.
    #[serde(default)]
    title_nouns: Vec<String>,
    /// What holds a term at a distance.
    #[serde(default)]
    so_called: Vec<String>,
}

/// The cue lists of a rule.
struct Lists {
    verbs: CueId,
    weak_verbs: CueId,
    according_to: CueId,
    speech_nouns: CueId,
    continuations: CueId,
    complementisers: CueId,
    openers: CueId,
    title_nouns: CueId,
    so_called: CueId,
}

struct Compiled {
    lists: Lists,
    strict: bool,
}

impl Kind for Attribution {
    fn name(&self) -> &'static str {
        "attribution"
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let keys: Keys = rule.decode(problems)?;
        // A conjunction and an object pronoun come together on verbs, so both sides are always allowed.
        let mut add = |phrases| env.cues.add(phrases, CueOptions { before: true, after: true });
        let lists = Lists {
            verbs: add(keys.verbs),
            weak_verbs: add(keys.weak_verbs),
            according_to: add(keys.according_to),
            speech_nouns: add(keys.speech_nouns),
            continuations: add(keys.continuations),
            complementisers: add(keys.complementisers),
            openers: add(keys.openers),
            title_nouns: add(keys.title_nouns),
            so_called: add(keys.so_called),
        };
        Some(Box::new(Compiled { lists, strict: keys.strict }))
    }
}

impl Check for Compiled {
    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        let quotations = analysis.quotations().outermost();
        let mut reach = Reach::new(analysis, &self.lists, self.strict);
        // The paragraph of the orphan found last: orphans in a row are one finding.
        let mut run: Option<u32> = None;
        for (index, quotation) in quotations.iter().enumerate() {
            let Some((&first, &last)) = quotation.parts.first().zip(quotation.parts.last()) else { continue };
            if reach.reaches(index) || is_silent(analysis, &quotation.parts) {
                continue;
            }
            if class_of(analysis, &self.lists, quotation) != Class::Direct || !reach.stands_alone(index) {
                continue;
            }
            let continues =
                run.is_some_and(|block| block == first.block || reach.paragraph_before(first.block) == Some(block));
            run = Some(last.block);
            if !continues {
                cx.report(first).emit();
            }
        }
    }
}

/// Whether nothing is to be said of a quotation in these places: headings, and blocks with a defective mark, where it is
/// not certain what is quoted.
fn is_silent(analysis: &Analysis<'_>, parts: &[At]) -> bool {
    parts.iter().any(|part| {
        analysis.quotations().is_doubtful(part.block)
            || analysis.blocks().get(part.block as usize).is_none_or(|block| block.kind == BlockKind::Heading)
    })
}

/// Every occurrence of a list within a place, outside quotations, in order.
fn outside<'a>(analysis: &'a Analysis<'_>, list: CueId, place: At) -> impl Iterator<Item = At> + 'a {
    occurrences(analysis, list, place)
        .filter(move |at| !analysis.quotations().is_inside(place.block, at.span.start as usize))
}

/// Every occurrence of a list within a place, in order.
fn occurrences<'a>(analysis: &'a Analysis<'_>, list: CueId, place: At) -> impl Iterator<Item = At> + 'a {
    let (start, end) = analysis.folded().range_of(place);
    let hits = analysis.hits().within(list, start, end).iter().filter(move |hit| hit.end <= end);
    hits.map(|hit| analysis.folded().locate(hit.start, hit.end))
}

/// The words of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_word_char(c)).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::analysis::CueLists;
    use crate::diagnostic::{Code, Severity};
    use crate::kinds::{Reporting, Scope};
    use crate::language::Localised;
    use crate::toml_doc::TomlFile;

    const RULE: &str = "
verbs = ['said', 'wrote']
according-to = ['according to']
continuations = ['added']
openers = ['we']
title-nouns = ['film']
";

    /// The beginnings of what a small English rule finds in a text.
    fn found(keys: &str, text: &str) -> Vec<String> {
        let languages = crate::testing::languages();
        let mut cues = CueLists::default();
        let mut problems = Vec::new();
        let file = TomlFile::new("t.toml", format!("{keys}{RULE}"));
        let mut env =
            Env { cues: &mut cues, languages: &languages, language: None, names: &Default::default(), stylebook: None };
        let check = Attribution.compile(file.parse(&mut Vec::new()), &mut env, &mut problems);
        assert_eq!(problems, []);
        let ids: Vec<_> = cues.ids(0..cues.len()).collect();
        let matcher = cues.matcher(&ids, languages.get("en").unwrap(), false);
        let words = Arc::new(Localised::new());
        let reporting = Reporting {
            code: Code::new("attribution/quote").unwrap(),
            severity: Severity::Warning,
            rule_set: "t".into(),
            message: Arc::clone(&words),
            fix: Arc::clone(&words),
            related: words,
            scope: Scope::default(),
        };
        let mut diagnostics = Vec::new();
        crate::testing::with_document("en", text, |document| {
            let analysis = Analysis::new(document, &matcher);
            check.unwrap().check(&mut Context::new(&analysis, &reporting, &mut diagnostics));
        });
        let start = |span: crate::text::Span| text[span.range()].split_whitespace().next().unwrap().to_owned();
        diagnostics.iter().map(|diagnostic| start(diagnostic.span)).collect()
    }

    const ORPHAN: &str = "“Nobody has told the people of this street anything.”";

    #[test]
    fn what_the_paragraph_before_lends_depends_on_strictness() {
        let indirect = format!("The road was closed on Monday, the mayor said.\n{ORPHAN}");
        assert_eq!(found("", &indirect), Vec::<String>::new());
        assert_eq!(found("strict = true", &indirect), ["“Nobody"]);
        let quoted = format!("“The road is closed for a week,” the mayor said.\n{ORPHAN}");
        assert_eq!(found("strict = true", &quoted), Vec::<String>::new());
        let nickname = format!("The mayor said the “long mile” was closed.\n{ORPHAN}");
        assert_eq!(found("strict = true", &nickname), ["“Nobody"]);
        assert_eq!(found("", &nickname), Vec::<String>::new());
    }

    #[test]
    fn only_the_last_sentence_of_the_paragraph_before_is_near() {
        let far = format!("The road was closed, the mayor said. The shops stayed shut all day.\n{ORPHAN}");
        assert_eq!(found("", &far), ["“Nobody"]);
    }

    #[test]
    fn a_run_of_orphans_is_one_finding() {
        let place = "The road was closed on Monday.";
        let run = format!("{place}\n{ORPHAN}\n“We have been waiting here since the early morning.”\n{place}");
        assert_eq!(found("", &run), ["“Nobody"]);
        let apart = format!("{run}\n{ORPHAN}");
        assert_eq!(found("", &apart), ["“Nobody", "“Nobody"]);
    }

    #[test]
    fn an_introduction_a_signature_or_a_continuation_is_a_source() {
        let place = "The road was closed on Monday, and the shops along it stayed shut until the late evening.";
        for text in [
            format!("{place}\nThe note on the door:\n{ORPHAN}"),
            format!("{place}\n{ORPHAN} — the baker"),
            format!("{place}\n{ORPHAN}\n— the baker"),
            format!("{place}\n{ORPHAN}\nHe added that the oven was cold."),
            format!("{place}\nThe baker shrugged. {ORPHAN}"),
            format!("{ORPHAN}\nSo the baker wrote on Monday."),
        ] {
            assert_eq!(found("", &text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn titles_terms_and_fragments_are_not_speech() {
        let place = "The road was closed on Monday, and the shops along it stayed shut until the late evening.";
        for quotation in [
            "“The Man Who Came Back from the Sea After Years.”",
            "“a long way from home.”",
            "The film “nobody knows what came back from the deep sea.”",
        ] {
            assert_eq!(found("", &format!("{place}\n{quotation}")), Vec::<String>::new(), "{quotation}");
        }
        assert_eq!(found("", &format!("{place}\n“We will not leave here now.”")), ["“We"]);
    }
}
