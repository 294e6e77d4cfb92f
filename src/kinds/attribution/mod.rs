//! Direct quotations without a source: words given as somebody's, standing alone, that no reporting verb,
//! according-to phrase, colon, signature or attributed neighbour reaches.
//!
//! A published quotation nearly always has a speaker, so this check would rather miss ten than raise one alarm:
//! whatever may be a source counts as one. What reaches a quotation is decided in [`reach`], what a quotation is in
//! [`class`]; what the paragraph before lends in [`before`], who has spoken in [`speakers`], what the whole article says of
//! its words in [`article`], who it is that speaks in [`speaker`], what form says without any word in [`form`], block quotations without marks in [`passages`]. The words come from the rule ([`lists`]) and are looked up where a quotation is ([`cues`]).

mod article;
mod article_form;
mod before;
mod class;
mod cues;
mod form;
mod lists;
mod passages;
mod reach;
mod source;
mod speaker;
mod speakers;
mod words;

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

pub use self::class::Class;
use self::class::class_of;
use self::cues::Cues;
use self::lists::Keys;
use self::reach::Reach;
pub use self::source::{Source, Via};
pub use self::speaker::Speaker;
use self::speaker::Speakers;
use super::{Check, Context, Env, Kind};
use crate::analysis::{Analysis, At, WordLists};
use crate::document::BlockKind;
use crate::language::{BlockRole, Roles};
use crate::text::Problem;
use crate::toml_doc::{Later, Table};

/// The kind `attribution`.
pub struct Attribution;

/// What the check makes of one outermost quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// Index among the outermost quotations of the article.
    pub quotation: usize,
    /// What it is.
    pub class: Class,
    /// Its source, if one is in reach.
    pub source: Option<Source>,
    /// Who speaks, as far as the words around it say.
    pub speaker: Option<Speaker>,
    /// Whether it stands alone, outside any sentence of the reporter.
    pub stands_alone: bool,
    /// Whether the word that gives the source is as often another word, and proves little.
    pub is_weak: bool,
    /// Whether it is so short that it is somebody's words only because a colon after a word of saying introduces it.
    pub is_short: bool,
}

struct Compiled {
    keys: Later<Keys>,
    /// The word lists of each language, folded when its first article comes.
    lists: BTreeMap<Arc<str>, OnceLock<WordLists>>,
}

impl Kind for Attribution {
    fn name(&self) -> &'static str {
        "attribution"
    }

    fn roles(&self) -> Roles {
        Roles::of(&[BlockRole::Story, BlockRole::Quotation])
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let file = rule.file();
        let keys: Later<Keys> = rule.decode_later(problems)?;
        let before = problems.len();
        // Those of built-in rules are held to it where the rules are proved, from the text.
        if !file.is_built_in() {
            keys.check(file, problems);
        }
        let profiles = env.languages.all().iter().chain([env.languages.undetermined()]);
        let lists = profiles.map(|profile| (Arc::clone(&profile.tag), OnceLock::new())).collect();
        (problems.len() == before).then(|| Box::new(Compiled { keys, lists }) as Box<dyn Check>)
    }
}

impl Check for Compiled {
    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        let genres = &analysis.document.metadata.genres;
        if genres.iter().any(|genre| self.keys.silent_in.contains(genre)) {
            return;
        }
        let quotations = analysis.quotations().outermost();
        let is_set_apart = || analysis.blocks().iter().any(|block| block.kind == BlockKind::Quotation);
        if quotations.is_empty() && !is_set_apart() {
            return;
        }
        let Some(lists) = self.lists_for(analysis) else { return };
        let cues = Cues::new(analysis, lists);
        let mut reach = Reach::new(&cues, &self.keys);
        let mut orphans = Vec::new();
        // The paragraph of the orphan found last: orphans in a row are one finding.
        let mut run: Option<u32> = None;
        let mut is_transcript = None;
        for (index, quotation) in quotations.iter().enumerate() {
            let Some((&first, &last)) = quotation.parts.first().zip(quotation.parts.last()) else { continue };
            if !quotation.parts.iter().all(|part| cx.reads(part.block as usize))
                || reach.source_of(index).is_some()
                || is_silent(analysis, &quotation.parts)
                || class_of(&cues, quotation) != Class::Direct
                || reach.stands_alone(index) == self.keys.embedded
                || quotation.parts.iter().any(|part| article::is_caption(&cues, part.block))
                || reach.verb_inside(index).is_some()
                || *is_transcript.get_or_insert_with(|| article::is_transcript(&cues))
                || reach.carries_on(index)
            {
                continue;
            }
            let continues =
                run.is_some_and(|block| block == first.block || reach.paragraph_before(first.block) == Some(block));
            run = Some(last.block);
            if !continues {
                orphans.push((first, last));
            }
        }
        if !self.keys.embedded && !*is_transcript.get_or_insert_with(|| article::is_transcript(&cues)) {
            orphans.extend(reach.unmarked_orphans());
        }
        if self.keys.strict || self.keys.embedded || orphans.len() < form::LAYOUT {
            orphans.into_iter().for_each(|(first, last)| report(cx, &reach, first, last));
        }
    }
}

/// What a check makes of each quotation, for measuring it; nothing from checks of other kinds.
#[must_use]
pub fn judge_quotations(check: &dyn Check, analysis: &Analysis<'_>) -> Vec<Judgement> {
    let check = (check as &dyn Any).downcast_ref::<Compiled>();
    check.map(|check| check.judge_quotations(analysis)).unwrap_or_default()
}

impl Compiled {
    fn judge_quotations(&self, analysis: &Analysis<'_>) -> Vec<Judgement> {
        let Some(lists) = self.lists_for(analysis) else { return Vec::new() };
        let cues = Cues::new(analysis, lists);
        let mut reach = Reach::new(&cues, &self.keys);
        let mut speakers = Speakers::new(&cues);
        let judge = |(quotation, parts): (usize, &crate::analysis::Quotation)| {
            let source = reach.source_of(quotation);
            let is_introduced = parts.parts.first().is_some_and(|&first| reach.is_introduced(first));
            let cue = source.and_then(|source| source.cue);
            let is_weak = !is_introduced && cue.is_some_and(|cue| cues.is_weak(cue));
            let (class, is_short) = (class_of(&cues, parts), class::is_short(&cues, parts));
            // Nobody is remembered as speaking in a name between marks.
            let is_said = matches!(class, Class::Direct | Class::Partial) && !is_weak && !is_short;
            let speaker = source.filter(|_| is_said).and_then(|source| speakers.of(parts, source));
            Judgement {
                quotation,
                class,
                source,
                speaker,
                stands_alone: reach.stands_alone(quotation),
                is_weak,
                is_short,
            }
        };
        analysis.quotations().outermost().iter().enumerate().map(judge).collect()
    }
}

impl Compiled {
    fn lists_for(&self, analysis: &Analysis<'_>) -> Option<&WordLists> {
        let profile = analysis.profile();
        Some(self.lists.get(&profile.tag)?.get_or_init(|| self.keys.word_lists(profile)))
    }
}

fn report(cx: &mut Context<'_>, reach: &Reach<'_, '_>, first: At, last: At) {
    let finding = cx.report(first);
    match reach.nearest_weak(first, last) {
        Some(cue) => finding.related(cue).emit(),
        None => finding.emit(),
    }
}

/// Whether nothing is to be said of a quotation in these places: what is no running text, and blocks with a defective
/// mark, where it is not certain what is quoted.
fn is_silent(analysis: &Analysis<'_>, parts: &[At]) -> bool {
    parts.iter().any(|part| {
        analysis.quotations().is_doubtful(part.block)
            || analysis.blocks().get(part.block as usize).is_none_or(|block| !block.kind.is_running_text())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::analysis::CueLists;
    use crate::diagnostic::{Code, Severity};
    use crate::kinds::{CheckInput, FieldScope, Reporting, RuleKey, ScopeKeys};
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
        let file = TomlFile::new("t.toml", format!("{keys}{RULE}"));
        let (check, problems) = crate::testing::compile(&Attribution, &languages, &mut cues, &file);
        assert_eq!(problems, []);
        let ids: Vec<_> = cues.ids(0..cues.len()).collect();
        let matcher = cues.matcher(&ids, languages.get("en").unwrap());
        let words = Arc::new(Localised::new());
        let reporting = Reporting {
            key: RuleKey::default(),
            code: Code::new("attribution/quote").unwrap(),
            severity: Severity::Warning,
            rule_set: "t".into(),
            message: Arc::clone(&words),
            fix: Arc::clone(&words),
            related: words,
            several: Arc::default(),
            told_apart: 0,
            scope: ScopeKeys::default().within(Roles::ALL, Roles::ALL),
            fields: FieldScope::default(),
        };
        let mut diagnostics = Vec::new();
        crate::testing::with_document("en", text, |document| {
            let analysis = Analysis::new(document, &matcher);
            check.unwrap().check(&mut Context::new(&CheckInput::new(&analysis), &reporting, &mut diagnostics));
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
    fn the_strict_rule_takes_words_from_a_letter_and_from_who_spoke_before() {
        let letter = format!("The road is closed for a week, the mayor wrote in a letter.\n{ORPHAN}");
        assert_eq!(found("strict = true\nspeech-nouns = ['letter']", &letter), Vec::<String>::new());
        assert_eq!(found("strict = true", &letter), ["“Nobody"]);
        let known = "“The road is closed for a week,” Okafor said.\nShe left early, and the shops stayed shut.";
        let goes_on = format!("{known}\nThe tea was cold, Okafor said.\n{ORPHAN}");
        assert_eq!(found("strict = true", &goes_on), Vec::<String>::new());
        let other = format!("{known}\nThe tea was cold, Lindqvist said.\n{ORPHAN}");
        assert_eq!(found("strict = true", &other), ["“Nobody"]);
    }

    #[test]
    fn a_paragraph_about_an_earlier_speaker_lends_unless_another_speaks_in_it() {
        let start =
            "The road was closed on Monday, Okafor said.\nThe shops along it stayed shut until the late evening.";
        assert_eq!(found("", &format!("{start}\nThere Okafor sells bread.\n{ORPHAN}")), Vec::<String>::new());
        assert_eq!(found("", &format!("{start}\nThere Lindqvist sells bread.\n{ORPHAN}")), ["“Nobody"]);
    }

    #[test]
    fn an_ambiguous_verb_reports_where_a_complementiser_follows() {
        let keys = "weak-verbs = ['notes']\ncomplementisers = ['that']";
        let noted = |verb: &str| format!("The road was closed.\nThe baker {verb}\n{ORPHAN}");
        assert_eq!(found(keys, &noted("notes that the oven is cold.")), Vec::<String>::new());
        assert_eq!(found(keys, &noted("notes down what he sells.")), ["“Nobody"]);
    }

    #[test]
    fn what_a_group_or_a_body_says_does_not_go_on_in_words_of_one() {
        let keys = "groups = ['residents']\nbodies = ['council']\nfirst-person = ['my']";
        let behind = |line: &str, quotation: &str| format!("The road was closed.\n{line}\n{quotation}");
        let (mine, ours) =
            ("“My bread was wet and the whole oven was cold.”", "“We were told that the oven was cold.”");
        assert_eq!(found(keys, &behind("Residents said it was wet.", mine)), ["“My"]);
        assert_eq!(found(keys, &behind("Residents said it was wet.", ours)), Vec::<String>::new());
        assert_eq!(found(keys, &behind("Residents said it was wet.", ORPHAN)), ["“Nobody"]);
        assert_eq!(found(keys, &behind("The council said it was wet.", mine)), ["“My"]);
        assert_eq!(found(keys, &behind("The council said it was wet.", ORPHAN)), Vec::<String>::new());
        assert_eq!(found(keys, &behind("Okafor said to the council it was wet.", mine)), Vec::<String>::new());
    }

    #[test]
    fn a_name_inside_the_marks_signs_a_quotation_of_two_paragraphs() {
        let place = "The road was closed on Monday, and the shops along it stayed shut until the late evening.";
        let quotation = "“Nobody has told the people of this street anything.";
        assert_eq!(found("", &format!("{place}\n{quotation}\nRosa Lindqvist, the baker.”")), Vec::<String>::new());
        let more = "The oven has been cold for a week and the flour is wet.”";
        assert_eq!(found("", &format!("{place}\n{quotation}\n{more}")), ["“Nobody"]);
    }

    #[test]
    fn a_run_of_orphans_is_one_finding() {
        let place = "The road was closed on Monday.";
        let run = format!("{place}\n{ORPHAN}\n“We have been waiting here since the early morning.”\n{place}");
        assert_eq!(found("", &run), ["“Nobody"]);
        let apart = format!("{run}\n“They have dug up the whole street and put up no sign.”");
        assert_eq!(found("", &apart), ["“Nobody", "“They"]);
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
