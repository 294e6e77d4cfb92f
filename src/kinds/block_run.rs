//! Runs of blocks that are no part of the story by what the page itself shows: links to other articles, share bars, posts of
//! social networks. What each block is for is decided while the article is read; a run of them is one finding.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Check, Context, Env, Kind};
use crate::diagnostic::Applicability;
use crate::document::{Block, BlockKind, Reason};
use crate::language::{BlockRole, Roles};
use crate::text::{Problem, Span};
use crate::toml_doc::Table;

/// The kind `block-run`.
pub struct BlockRun;

/// The keys of a rule of this kind.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// What the blocks of a run are for.
    of: Vec<BlockRole>,
    /// Blocks that are that for one of these reasons are left alone.
    #[serde(default)]
    not_for: Vec<String>,
    /// A block with more words that are no link is a text of its own.
    longest: usize,
    /// A run of fewer words is left alone.
    #[serde(default)]
    shortest: usize,
    /// Whether the repair takes the run out.
    #[serde(default)]
    remove: bool,
}

struct Compiled {
    of: Roles,
    not_for: Vec<Reason>,
    longest: usize,
    shortest: usize,
    remove: bool,
}

/// The beginning of a run that a message shows has at most this many characters.
const SHOWN: usize = 80;

impl Kind for BlockRun {
    fn name(&self) -> &'static str {
        "block-run"
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let place = rule.problem("`not-for` names something that is not a reason");
        let keys: Keys = rule.decode(problems)?;
        let reason = |name: &String| Reason::ALL.into_iter().find(|reason| reason.as_str() == name);
        let Some(not_for) = keys.not_for.iter().map(reason).collect() else {
            problems.push(place);
            return None;
        };
        let Keys { of, longest, shortest, remove, .. } = keys;
        Some(Box::new(Compiled { of: Roles::of(&of), not_for, longest, shortest, remove }))
    }
}

impl Check for Compiled {
    fn check(&self, cx: &mut Context<'_>) {
        let blocks = cx.analysis.blocks();
        if !blocks.iter().any(|block| self.of.has(block.role())) || !blocks.iter().any(is_story) {
            return;
        }
        let known = cx.reported();
        let mut at = 0;
        while at < blocks.len() {
            let length = self.run(blocks.get(at..).unwrap_or_default());
            if length > 0 {
                self.report(cx, at, at + length - 1, &known);
            }
            at += length.max(1);
        }
    }
}

impl Compiled {
    /// How many of `blocks` are a run from the first on; the words of pictures between them belong to it.
    fn run(&self, blocks: &[Block<'_>]) -> usize {
        let mut length = 0;
        for (index, block) in blocks.iter().enumerate() {
            if self.belongs(block) {
                length = index + 1;
            } else if length == 0 || block.kind != BlockKind::Caption {
                break;
            }
        }
        length
    }

    fn belongs(&self, block: &Block<'_>) -> bool {
        let own = block.prose.len().saturating_sub(block.linked as usize);
        // The words of a block in another language are not here. Words of other blocks are counted only where their bytes may be
        // too many.
        self.of.has(block.role())
            && !block.prose.trim().is_empty()
            && !self.not_for.contains(&block.standing.reason)
            && (own <= self.longest
                || own * 2 < block.prose.len()
                || block.prose.split_whitespace().nth(self.longest).is_none())
    }

    /// Reports a run unless another rule of the code has reported something of it.
    fn report(&self, cx: &mut Context<'_>, first: usize, last: usize, known: &[Span]) {
        let Some((at, end, hull)) = cx.run_of_blocks(first, last) else { return };
        let run = cx.analysis.blocks().get(first..=last).unwrap_or_default();
        let words = run.iter().filter(|block| block.kind != BlockKind::Caption);
        if words.flat_map(|block| block.prose.split_whitespace()).take(self.shortest).count() < self.shortest {
            return;
        }
        if known.iter().any(|other| other.overlaps(hull)) {
            return;
        }
        let shown: String = cx.analysis.slice(at).trim().chars().take(SHOWN).collect();
        let finding = cx.report(at).through(end).arg("shown", shown).cause("run");
        if self.remove { finding.remove_line(Applicability::Unsafe) } else { finding }.emit();
    }
}

/// Whether a block is a paragraph of the story: without one there is nothing that a run could be no part of.
fn is_story(block: &Block<'_>) -> bool {
    /// Fewest words of such a paragraph.
    const WORDS: usize = 12;
    block.role() == BlockRole::Story && block.prose.split_whitespace().nth(WORDS - 1).is_some()
}
