//! Lines that stand unchanged in many articles of a run: what a page template left behind. Needs no cue and no language.

use schemars::JsonSchema;
use serde::Deserialize;

use super::facts::{Facts, LineFact, stable_hash};
use super::{ArchiveCheck, ArchiveFinding, Check, Context, Env, Judge, Kind, PROMOTIONAL, Seen};
use crate::analysis::{At, CueId, CueOptions};
use crate::diagnostic::Diagnostic;
use crate::language::{Roles, is_word_char};
use crate::text::{Edit, Problem, narrow};
use crate::toml_doc::Table;

/// The kind `repeated-line`.
pub struct RepeatedLine;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// In how many articles of the run a line must stand.
    articles: u32,
    /// In what share of the articles, from 0 to 1.
    share: f64,
    /// Lines of fewer letters and digits are left alone: numbers, initials, separators.
    shortest: usize,
    /// Lines that hold one of these are meant to recur: bylines, section names, legal notices.
    #[serde(default)]
    except: Vec<String>,
}

struct Compiled {
    articles: u32,
    share: f64,
    shortest: usize,
    except: CueId,
}

impl Kind for RepeatedLine {
    fn name(&self) -> &'static str {
        "repeated-line"
    }

    fn roles(&self) -> Roles {
        PROMOTIONAL
    }

    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let keys: Keys = rule.decode(problems)?;
        let except = env.cues.add(keys.except, CueOptions { before: true, after: true, ..CueOptions::default() });
        Some(Box::new(Compiled { articles: keys.articles, share: keys.share, shortest: keys.shortest, except }))
    }
}

impl Check for Compiled {
    /// One article alone repeats nothing.
    fn check(&self, _: &mut Context<'_>) {}

    fn archive(&self) -> Option<&dyn ArchiveCheck> {
        Some(self)
    }
}

impl ArchiveCheck for Compiled {
    fn lines(&self, cx: &Context<'_>) -> Vec<LineFact> {
        let analysis = cx.analysis;
        let folded = analysis.folded();
        let mut lines = Vec::new();
        for (index, block) in cx.blocks() {
            let (start, end) = folded.block_range(index);
            let text = folded.slice(start, end);
            let is_long = text.chars().filter(|&c| is_word_char(c)).take(self.shortest).count() == self.shortest;
            if !is_long || !analysis.hits().within(self.except, start, end).is_empty() {
                continue;
            }
            let at = At { block: narrow(index), span: block.whole() };
            let span = block.locate(at.span);
            lines.push(LineFact { hash: stable_hash(text), span, removal: cx.whole_lines(span) });
        }
        lines
    }

    fn weigh<'t>(&'t self, seen: Seen<'t>) -> Box<dyn Judge + 't> {
        // A share of a run is a number of articles, rounded up; runs are far smaller than 2^52 articles.
        #[allow(clippy::cast_precision_loss)]
        let needed = (self.share * seen.tally.articles() as f64).ceil().max(f64::from(self.articles));
        Box::new(Weighed { needed, seen })
    }
}

/// The rule in the light of a run.
struct Weighed<'t> {
    /// In how many articles a line must stand.
    needed: f64,
    seen: Seen<'t>,
}

impl Judge for Weighed<'_> {
    fn judge(&self, facts: &Facts, _: &[Diagnostic]) -> Vec<ArchiveFinding> {
        let mut findings = Vec::new();
        for line in facts.lines_of(self.seen.rule) {
            let articles = self.seen.tally.articles_with_line(self.seen.rule, line.hash);
            if f64::from(articles) >= self.needed {
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
