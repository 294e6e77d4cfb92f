//! Lines that stand unchanged in many articles of a run: what a page template left behind. Needs no cue and no language.

use schemars::JsonSchema;
use serde::Deserialize;

use super::facts::{Facts, LineFact, Tally, line_hash};
use super::{ArchiveCheck, ArchiveFinding, Check, Context, Env, Kind};
use crate::analysis::{At, CueId, CueOptions};
use crate::language::is_word_char;
use crate::text::{Problem, narrow};
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

    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let keys: Keys = rule.decode(problems)?;
        let except = env.cues.add(keys.except, CueOptions { before: true, after: true });
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
    fn collect(&self, cx: &Context<'_>, facts: &mut Facts) {
        let analysis = cx.analysis;
        let folded = analysis.folded();
        for (index, block) in analysis.blocks().iter().enumerate() {
            let (start, end) = folded.block_range(index);
            let text = folded.slice(start, end);
            let is_long = text.chars().filter(|&c| is_word_char(c)).take(self.shortest).count() == self.shortest;
            if !is_long || !analysis.hits().within(self.except, start, end).is_empty() {
                continue;
            }
            let at = At { block: narrow(index), span: block.whole() };
            let span = block.locate(at.span);
            facts.lines.push(LineFact { hash: line_hash(text), span, removal: cx.whole_lines(span) });
        }
    }

    fn judge(&self, facts: &Facts, tally: &Tally) -> Vec<ArchiveFinding> {
        // A share of a run is a number of articles, rounded up; runs are far smaller than 2^52 articles.
        #[allow(clippy::cast_precision_loss)]
        let needed = (self.share * tally.articles() as f64).ceil().max(f64::from(self.articles));
        let recurs = |line: &&LineFact| f64::from(tally.articles_with_line(line.hash)) >= needed;
        let finding = |line: &LineFact| ArchiveFinding {
            span: line.span,
            args: [("articles", tally.articles_with_line(line.hash).to_string())].into(),
            removal: line.removal,
        };
        facts.lines.iter().filter(recurs).map(finding).collect()
    }
}
