//! What recurs unchanged in many articles of a run: lines, sentences, and beginnings of sentences to which other words are
//! glued. A page template left it behind. Needs no cue and no language.

mod lines;

use schemars::JsonSchema;
use serde::Deserialize;

use self::lines::{LineCounts, LineFact, Lines};
use super::collector::{Collect, OwnCollector};
use super::glued_heads::{GluedHead, glued_heads};
use super::{
    ArchiveCheck, ArchiveFinding, Check, Context, Env, Facts, Judge, Kind, Leftover, PROMOTIONAL, RuleKey, Seen,
};
use crate::analysis::{At, CueId, CueOptions};
use crate::diagnostic::Diagnostic;
use crate::language::{Roles, is_word_char};
use crate::text::{Edit, Problem, ProseSpan, narrow, stable_hash};
use crate::toml_doc::{Table, Texts};

/// The kind `repeated-line`.
pub struct RepeatedLine;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// What is looked at.
    #[serde(default)]
    part: Part,
    /// In how many articles of the run it must occur.
    articles: u32,
    /// In what share of the articles, from 0 to 1.
    share: f64,
    /// Lines of fewer letters and digits are left alone: numbers, initials, separators.
    shortest: usize,
    /// Lines that hold one of these are meant to recur: bylines, section names, legal notices.
    #[serde(default)]
    except: Texts,
    /// So many different words must follow a beginning (no more than 64 are told apart): otherwise it is one word, however long.
    #[serde(default)]
    rests: usize,
    /// Codes whose findings make one of this rule in the same place superfluous.
    #[serde(default)]
    unless: Vec<String>,
}

/// What recurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Part {
    /// A line, or a paragraph, that is the same from its beginning to its end.
    #[default]
    Line,
    /// A sentence of a paragraph with others.
    Sentence,
    /// The words at the head of a sentence, with the next ones glued to the last of them.
    GluedHead,
}

struct Compiled {
    part: Part,
    articles: u32,
    share: f64,
    shortest: usize,
    except: CueId,
    rests: usize,
    unless: Vec<String>,
}

impl Kind for RepeatedLine {
    fn name(&self) -> &'static str {
        "repeated-line"
    }

    fn roles(&self) -> Roles {
        PROMOTIONAL
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let keys: Keys = rule.decode(problems)?;
        let except = env.cues.add([keys.except], CueOptions { before: true, after: true, ..CueOptions::default() });
        let Keys { part, articles, share, shortest, rests, unless, .. } = keys;
        Some(Box::new(Compiled { part, articles, share, shortest, except, rests, unless }))
    }
}

impl Check for Compiled {
    /// One article alone repeats nothing.
    fn check(&self, _: &mut Context<'_>) {}

    fn archive(&self) -> Option<&dyn ArchiveCheck> {
        Some(self)
    }
}

impl Compiled {
    /// Whether the folded text of a range is looked at: it is long enough, and nothing in it is meant to recur.
    fn takes(&self, cx: &Context<'_>, (start, end): (u32, u32)) -> bool {
        let text = cx.analysis.folded().slice(start, end);
        let is_long = text.chars().filter(|&c| is_word_char(c)).take(self.shortest).count() == self.shortest;
        is_long && cx.analysis.hits().within(self.except, start, end).is_empty()
    }

    fn whole_lines(&self, cx: &Context<'_>) -> Vec<LineFact> {
        let folded = cx.analysis.folded();
        let mut lines = Vec::new();
        for (index, block) in cx.blocks() {
            let range = folded.block_range(index);
            if self.takes(cx, range) {
                let span = block.locate(block.whole());
                let hash = stable_hash(folded.slice(range.0, range.1));
                lines.push(LineFact { hash, span, removal: cx.whole_lines(span), rest: None });
            }
        }
        lines
    }

    fn sentences(&self, cx: &Context<'_>) -> Vec<LineFact> {
        let analysis = cx.analysis;
        let mut lines = Vec::new();
        for sentence in analysis.sentences() {
            let At { block, span } = sentence.at;
            let index = block as usize;
            let Some(whole) = analysis.blocks().get(index).filter(|_| cx.reads(index)) else { continue };
            let is_part = span.start > 0 || span.end < whole.whole().end;
            let (start, end) = analysis.folded().range_of(sentence.at);
            if is_part && self.takes(cx, (start, end)) {
                // The space before it goes with it, or the one after it at the head of the paragraph.
                let prose: &str = &whole.prose;
                let story = prose.get(..span.start as usize).unwrap_or_default().trim_end();
                let rest = prose.get(span.end as usize..).unwrap_or_default();
                let space = if story.is_empty() { rest.len() - rest.trim_start().len() } else { 0 };
                let cut = ProseSpan::new(narrow(story.len()), span.end + narrow(space));
                lines.push(LineFact {
                    hash: stable_hash(analysis.folded().slice(start, end)),
                    span: whole.locate(span),
                    removal: whole.editable(cut),
                    rest: None,
                });
            }
        }
        lines
    }

    /// Nobody can say where what is glued to a phrase ends: it is not taken out.
    fn heads(&self, cx: &Context<'_>) -> Vec<LineFact> {
        let folded = cx.analysis.folded();
        let heads = glued_heads(cx).into_iter().filter(|head| self.takes(cx, (head.start, head.cut)));
        let line = |head: GluedHead| {
            let at = folded.locate(head.start, head.end);
            let block = cx.analysis.blocks().get(at.block as usize)?;
            let letters: String = folded.slice(head.start, head.cut).chars().filter(|&c| is_word_char(c)).collect();
            let rest = Some(LineFact::class_of(folded.slice(head.cut, head.end)));
            Some(LineFact { hash: stable_hash(&letters), span: block.locate(at.span), removal: None, rest })
        };
        heads.filter_map(line).collect()
    }
}

impl ArchiveCheck for Compiled {
    fn own(&self) -> Option<&dyn OwnCollector> {
        Some(self)
    }

    fn leaves(&self) -> Option<Leftover> {
        Some(Leftover::Words)
    }

    fn weigh<'t>(&'t self, seen: Seen<'t>, _: &[&dyn Check]) -> Box<dyn Judge + 't> {
        // A share of a run is a number of articles, rounded up; runs are far smaller than 2^52 articles.
        #[allow(clippy::cast_precision_loss)]
        let needed = (self.share * seen.tally.articles() as f64).ceil().max(f64::from(self.articles));
        Box::new(Weighed { rule: self, needed, key: seen.rule, counts: seen.tally.of_rule(seen.rule) })
    }
}

impl Collect for Compiled {
    type Facts = Lines;

    fn collect(&self, cx: &Context<'_>) -> Option<Lines> {
        let mut lines = match self.part {
            Part::Line => self.whole_lines(cx),
            Part::Sentence => self.sentences(cx),
            Part::GluedHead => self.heads(cx),
        };
        lines.shrink_to_fit();
        (!lines.is_empty()).then_some(Lines(lines))
    }
}

/// The rule once the whole run is known.
struct Weighed<'t> {
    rule: &'t Compiled,
    /// In how many articles a line must occur.
    needed: f64,
    key: RuleKey,
    /// Nothing, if no article has a line that the rule looks at.
    counts: Option<&'t LineCounts>,
}

impl Judge for Weighed<'_> {
    fn judge(&self, facts: &Facts, found: &[Diagnostic]) -> Vec<ArchiveFinding> {
        let mut findings = Vec::new();
        let lines = facts.of_rule::<Lines>(self.key).map_or(&[][..], |lines| &lines.0);
        for line in lines {
            let articles = self.counts.map_or(0, |counts| counts.articles_with(line.hash));
            let rests = || self.counts.map_or(0, |counts| counts.rests_of(line.hash));
            let is_template = f64::from(articles) >= self.needed && (line.rest.is_none() || rests() >= self.rule.rests);
            let is_known = |other: &Diagnostic| {
                other.span.overlaps(line.span) && self.rule.unless.iter().any(|code| other.code.is(code))
            };
            if is_template && !found.iter().any(is_known) {
                findings.push(ArchiveFinding {
                    span: line.span,
                    args: [("articles".into(), articles.to_string())].into(),
                    edit: line.removal.map(|span| Edit { span, text: String::new() }),
                });
            }
        }
        findings
    }
}
