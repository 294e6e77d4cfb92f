//! Sources that nobody can trace: belief in the passive, unnamed people, hearsay.
//!
//! Some phrases say it by themselves. Others are ordinary words that count only where they are what a reporting verb
//! speaks of: experts who say are a source, experts who meet are not.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Check, Context, Env, Kind};
use crate::analysis::{Analysis, At, CueId, CueOptions, Hit};
use crate::language::{BlockRole, Genre, Roles, is_word_char, word_end, word_start};
use crate::text::{Problem, narrow};
use crate::toml_doc::{Table, Texts};

/// The kind `vague-source`.
pub struct VagueSource;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// Phrases that are vague wherever they are.
    #[serde(default)]
    phrases: Texts,
    /// Phrases that are vague only where they open a clause: elsewhere a subject before them is who says it.
    #[serde(default)]
    opening_phrases: Texts,
    /// Words after which a clause opens, as it does at the head of a paragraph and after a sign of punctuation.
    #[serde(default)]
    clause_openers: Texts,
    /// Spellings with vowel signs that leave no doubt, wherever an opening phrase begins with one.
    #[serde(default)]
    vowelled: Vec<String>,
    /// People and papers that are vague as a source.
    #[serde(default)]
    subjects: Texts,
    /// What makes a subject a source when it comes directly before it: verbs, according-to phrases.
    #[serde(default)]
    verbs_before: Texts,
    /// What makes a subject a source when it comes directly after it.
    #[serde(default)]
    verbs_after: Texts,
    /// What directly follows a subject that is traceable after all, or not a source.
    #[serde(default)]
    unless_followed_by: Texts,
    /// What in the same sentence takes the fault away: a reason given.
    #[serde(default)]
    unless_sentence_has: Texts,
    /// Longer phrases in which a cue is innocent.
    #[serde(default)]
    exceptions: Texts,
    /// Sorts of article, by their fields of type or section, in which nothing is said.
    #[serde(default)]
    silent_in: Vec<Genre>,
}

/// How many bytes around a cue are searched for what belongs to it.
const NEARBY: u32 = 160;

struct Compiled {
    phrases: CueId,
    opening_phrases: CueId,
    clause_openers: CueId,
    vowelled: Vec<String>,
    subjects: CueId,
    verbs_before: CueId,
    verbs_after: CueId,
    unless_followed_by: CueId,
    unless_sentence_has: CueId,
    exceptions: CueId,
    silent_in: Vec<Genre>,
}

impl Kind for VagueSource {
    fn name(&self) -> &'static str {
        "vague-source"
    }

    fn roles(&self) -> Roles {
        Roles::of(&[BlockRole::Story, BlockRole::Quotation])
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let whole = rule.problem(
            "a vague-source rule has `phrases`, `opening-phrases`, or `subjects` with `verbs-before` or `verbs-after`",
        );
        let keys: Keys = rule.decode(problems)?;
        let has_verbs = !keys.verbs_before.is_empty() || !keys.verbs_after.is_empty();
        if keys.phrases.is_empty() && keys.opening_phrases.is_empty() && (keys.subjects.is_empty() || !has_verbs) {
            problems.push(whole);
            return None;
        }
        let bare = CueOptions::behind_proclitics();
        // Verbs take object pronouns, but only those before the subject: after it the verb governs what follows.
        let verb = CueOptions { before: true, after: true, ..CueOptions::default() };
        Some(Box::new(Compiled {
            phrases: env.cues.add([keys.phrases], bare),
            // With a conjunction written onto it, a phrase may carry on with a subject named before: then only vowel
            // signs leave no doubt.
            opening_phrases: env.cues.add([keys.opening_phrases], bare),
            clause_openers: env.cues.add([keys.clause_openers], bare),
            vowelled: keys.vowelled,
            subjects: env.cues.add([keys.subjects], bare),
            verbs_before: env.cues.add([keys.verbs_before], verb),
            verbs_after: env.cues.add([keys.verbs_after], bare),
            unless_followed_by: env.cues.add([keys.unless_followed_by], verb),
            unless_sentence_has: env.cues.add([keys.unless_sentence_has], verb),
            exceptions: env.cues.add([keys.exceptions], bare),
            silent_in: keys.silent_in,
        }))
    }
}

impl Check for Compiled {
    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        if analysis.document.metadata.genres.iter().any(|genre| self.silent_in.contains(genre)) {
            return;
        }
        let hits = analysis.hits();
        let sources = hits.longest_of(self.subjects).filter(|hit| self.is_source(analysis, *hit));
        let opening = hits.longest_of(self.opening_phrases).filter(|hit| self.opens_clause(analysis, *hit));
        let mut found: Vec<Hit> = hits.longest_of(self.phrases).chain(opening).chain(sources).collect();
        found.sort_unstable_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
        let mut done = 0;
        for hit in found {
            let at = analysis.folded().locate(hit.start, hit.end);
            let is_excepted = hits
                .within(self.exceptions, hit.start.saturating_sub(NEARBY), hit.end)
                .iter()
                .any(|known| known.start <= hit.start && hit.end <= known.end);
            if hit.start < done
                || is_excepted
                || analysis.quotations().is_inside(at.block, at.span.start as usize)
                // Where a mark is wrong nobody knows whose words these are.
                || analysis.quotations().is_doubtful(at.block)
                || self.is_excused(analysis, at)
            {
                continue;
            }
            done = hit.end;
            cx.report(at).arg("cue", analysis.slice(at)).emit();
        }
    }
}

impl Compiled {
    /// Whether a phrase stands where no subject of its own can come before it.
    fn opens_clause(&self, analysis: &Analysis<'_>, phrase: Hit) -> bool {
        let folded = analysis.folded();
        let prose = analysis.slice(folded.locate(phrase.start, phrase.end));
        if self.vowelled.iter().any(|spelling| prose.starts_with(spelling.as_str())) {
            return true;
        }
        let (line, _) = folded.block_range(folded.block_of(phrase.start));
        let before = folded.slice(line, phrase.start).trim_end();
        let end = line + narrow(before.len());
        !before.ends_with(is_word_char)
            || analysis
                .hits()
                .within(self.clause_openers, line.max(end.saturating_sub(NEARBY)), end)
                .iter()
                .any(|opener| opener.end == end)
    }

    /// Whether the sentence around a place has what takes the fault away.
    fn is_excused(&self, analysis: &Analysis<'_>, at: At) -> bool {
        let sentences = analysis.sentences();
        let index = sentences.partition_point(|s| (s.at.block, s.at.span.end) <= (at.block, at.span.start));
        let Some(sentence) = sentences.get(index).filter(|s| s.at.block == at.block) else { return false };
        let (start, end) = analysis.folded().range_of(sentence.at);
        !analysis.hits().within(self.unless_sentence_has, start, end).is_empty()
    }

    /// Whether a subject is what a verb beside it speaks of.
    fn is_source(&self, analysis: &Analysis<'_>, subject: Hit) -> bool {
        let folded = analysis.folded();
        let hits = analysis.hits();
        // Nothing but white space between, and on the side of the subject its own clitics.
        let touch = |left: u32, right: u32| left < right && folded.slice(left, right).chars().all(char::is_whitespace);
        let start = word_start(folded.text(), subject.start as usize);
        let start = u32::try_from(start).unwrap_or(subject.start);
        let (line, end) = folded.block_range(folded.block_of(subject.start));
        let follows = |list: CueId| {
            hits.within(list, subject.end, end.min(subject.end + NEARBY)).iter().any(|next| {
                let next = word_start(folded.text(), next.start as usize);
                touch(subject.end, u32::try_from(next).unwrap_or(end))
            })
        };
        if follows(self.unless_followed_by) {
            return false;
        }
        let before = hits.within(self.verbs_before, line.max(start.saturating_sub(NEARBY)), start).iter().any(|verb| {
            let verb_end = word_end(folded.text(), verb.end as usize);
            touch(u32::try_from(verb_end).unwrap_or(start), start)
        });
        before || follows(self.verbs_after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::CueLists;
    use crate::toml_doc::TomlFile;

    fn problems(keys: &str) -> Vec<String> {
        let languages = crate::testing::languages();
        let mut cues = CueLists::default();
        let file = TomlFile::new("t.toml", keys);
        let (check, problems) = crate::testing::compile(&VagueSource, &languages, &mut cues, &file);
        assert_eq!(check.is_some(), problems.is_empty());
        problems.iter().map(|problem| problem.message.clone()).collect()
    }

    #[test]
    fn a_rule_that_could_find_nothing_is_refused() {
        assert_eq!(problems("subjects = ['experts']").len(), 1);
        assert_eq!(problems("verbs-before = ['said']").len(), 1);
        assert_eq!(problems("subjects = ['experts']\nverbs-after = ['say']"), Vec::<String>::new());
        assert_eq!(problems("phrases = ['it is believed']"), Vec::<String>::new());
    }
}
