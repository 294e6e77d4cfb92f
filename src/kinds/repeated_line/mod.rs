//! What recurs unchanged in many articles of a run: lines, sentences, and beginnings of sentences to which other words are
//! glued. A page template left it behind. Needs no cue and no language.
//!
//! A run counts the lines of all its articles. That is too much for a saved tally, which may stand for millions: it holds the lines
//! of a sample of them, and an article that is checked by one is held to what the sample shares.

mod lines;
mod places;
mod sample;
mod saved;

use schemars::JsonSchema;
use serde::Deserialize;

use self::lines::{LineCounts, LineFact, Lines, with_rests};
use self::places::{Part, Place, places};
use self::sample::{LINES, SampleCounts};
use super::collector::{Collect, OwnCollector, SharedCollector};
use super::{
    ArchiveCheck, ArchiveFinding, Check, Context, Env, Facts, Judge, Kind, Leftover, PROMOTIONAL, RuleKey, Seen,
};
use crate::analysis::{At, CueId, CueOptions};
use crate::diagnostic::Diagnostic;
use crate::language::Roles;
use crate::text::{Edit, Problem, ProseSpan, narrow};
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

    fn shared(&self) -> &'static [&'static dyn SharedCollector] {
        COLLECTORS
    }
}

static COLLECTORS: &[&dyn SharedCollector] = &[&LINES];

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
        let is_long = places::is_long(cx.analysis, (start, end), self.shortest);
        is_long && cx.analysis.hits().within(self.except, start, end).is_empty()
    }

    /// What is remembered of a place.
    fn fact(&self, cx: &Context<'_>, place: &Place) -> Option<LineFact> {
        let At { block, span: at } = place.at;
        let whole = cx.analysis.blocks().get(block as usize)?;
        let span = whole.locate(at);
        let removal = match self.part {
            Part::Line => cx.whole_lines(span),
            Part::Sentence => {
                // The space before it goes with it, or the one after it at the head of the paragraph.
                let prose: &str = &whole.prose;
                let story = prose.get(..at.start as usize).unwrap_or_default().trim_end();
                let rest = prose.get(at.end as usize..).unwrap_or_default();
                let space = if story.is_empty() { rest.len() - rest.trim_start().len() } else { 0 };
                whole.editable(ProseSpan::new(narrow(story.len()), at.end + narrow(space)))
            }
            // Nobody can say where what is glued to a phrase ends: it is not taken out.
            Part::GluedHead => None,
        };
        Some(LineFact { hash: place.hash, span, removal, rest: place.rest })
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
        let run = Counts { articles: seen.tally.articles(), counts: seen.tally.of_rule::<LineCounts>(seen.rule) };
        // Only a saved tally has a sample: no run asks for one.
        let sample = seen.tally.shared(&LINES).map(|sample| sample.counts(self.part));
        Box::new(Weighed { rule: self, key: seen.rule, run, sample })
    }
}

impl Collect for Compiled {
    type Facts = Lines;

    fn collect(&self, cx: &Context<'_>) -> Option<Lines> {
        let places = places(self.part, cx.analysis, &|block| cx.reads(block), &|range| self.takes(cx, range));
        let mut lines: Vec<LineFact> = places.iter().filter_map(|place| self.fact(cx, place)).collect();
        lines.shrink_to_fit();
        (!lines.is_empty()).then_some(Lines(lines))
    }
}

/// In how many of some articles a line stands.
trait Counted {
    /// By the hash of the line.
    fn articles_with(&self, hash: u64) -> u32;
}

impl Counted for LineCounts {
    fn articles_with(&self, hash: u64) -> u32 {
        self.articles_with(hash)
    }
}

/// The articles of a run, and how many have each line; nothing of these, if none has one that the rule looks at.
struct Counts<'t> {
    articles: u64,
    counts: Option<&'t LineCounts>,
}

/// The rule once all articles are known.
struct Weighed<'t> {
    rule: &'t Compiled,
    key: RuleKey,
    run: Counts<'t>,
    /// The archive that the run is compared with.
    sample: Option<SampleCounts>,
}

impl Weighed<'_> {
    /// In how many articles a line stands, if so many have it that a template left it there, and of how many.
    fn template(&self, line: &LineFact) -> Option<(u32, u64)> {
        let run = self.run.counts.and_then(|counts| self.recurs(line, counts, self.run.articles));
        run.or_else(|| self.sample.as_ref().and_then(|sample| self.recurs(line, sample, sample.articles())))
    }

    fn recurs(&self, line: &LineFact, counts: &dyn Counted, all: u64) -> Option<(u32, u64)> {
        // A share is a number of articles, rounded up; runs are far smaller than 2^52 articles.
        #[allow(clippy::cast_precision_loss)]
        let needed = (self.rule.share * all as f64).ceil().max(f64::from(self.rule.articles));
        let articles = counts.articles_with(line.hash);
        let rests = || with_rests(line.hash).filter(|&hash| counts.articles_with(hash) > 0).count();
        let is_template = f64::from(articles) >= needed && (line.rest.is_none() || rests() >= self.rule.rests);
        is_template.then_some((articles, all))
    }
}

impl Judge for Weighed<'_> {
    fn judge(&self, facts: &Facts, found: &[Diagnostic]) -> Vec<ArchiveFinding> {
        let mut findings = Vec::new();
        let lines = facts.of_rule::<Lines>(self.key).map_or(&[][..], |lines| &lines.0);
        for line in lines {
            let is_known = |other: &Diagnostic| {
                other.span.overlaps(line.span) && self.rule.unless.iter().any(|code| other.code.is(code))
            };
            if let Some((articles, all)) = self.template(line)
                && !found.iter().any(is_known)
            {
                findings.push(ArchiveFinding {
                    span: line.span,
                    args: [("articles".into(), articles.to_string()), ("all".into(), all.to_string())].into(),
                    edit: line.removal.map(|span| Edit { span, text: String::new() }),
                });
            }
        }
        findings
    }
}
