//! Lists that are no prose: of links, of accounts, of changes to a program. What a list is, most of its items show.

use super::{Reason, Standing};
use crate::document::{Block, BlockKind, OBJECT};
use crate::language::BlockRole;

/// Fewest items of a list that is judged.
const SHORTEST: usize = 3;
/// An item that is a name has no more words than this.
const LONGEST_NAME: usize = 8;
/// A heading names a version within so many words, and has no more than `LONGEST_VERSION`.
const VERSION_WITHIN: usize = 3;
/// The most words of a heading that names a version.
const LONGEST_VERSION: usize = 8;
/// Fewest characters of a shortened commit.
const SHORTEST_HASH: usize = 7;
/// The longest commit.
const LONGEST_HASH: usize = 40;

/// What is counted of the items of one list.
#[derive(Default)]
struct Counts {
    items: usize,
    /// Nothing but a link.
    links: usize,
    /// Short, with the name of an account or a link.
    accounts: usize,
    /// With a numbered issue or a commit.
    issues: usize,
}

/// Judges each list, from its first item to its last.
pub fn judge(blocks: &mut [Block<'_>]) {
    let is_item = |block: &Block<'_>| matches!(block.kind, BlockKind::ListItem | BlockKind::TableCell);
    // The heading above that names a version, and the last block that belongs to it.
    let mut version: Option<usize> = None;
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        if !is_item(block) {
            if block.kind == BlockKind::Heading {
                version = if is_version(&block.prose) {
                    Some(at)
                } else {
                    version.filter(|_| block.prose.split_whitespace().nth(VERSION_WITHIN).is_none())
                };
            }
            at += 1;
            continue;
        }
        let kind = block.kind;
        let belongs = |block: &Block<'_>| block.kind == kind || block.kind == BlockKind::Caption;
        let length = blocks.get(at..).unwrap_or_default().iter().take_while(|block| belongs(block)).count();
        let Some(list) = blocks.get_mut(at..at + length) else { return };
        let standing = standing_of(&count(list), version.is_some());
        if let Some(standing) = standing {
            set(list, standing);
            if standing.role == BlockRole::Changes
                && let Some(headings) = version.and_then(|from| blocks.get_mut(from..at))
            {
                let headings = headings.iter_mut().filter(|block| block.kind == BlockKind::Heading);
                let own = Standing::new(BlockRole::Changes, Reason::Version);
                headings.filter(|block| block.standing.reason == Reason::Form).for_each(|block| block.standing = own);
            }
        }
        at += length;
    }
}

fn set(blocks: &mut [Block<'_>], standing: Standing) {
    blocks.iter_mut().filter(|block| block.standing.reason == Reason::Form).for_each(|block| block.standing = standing);
}

fn standing_of(counts: &Counts, is_version: bool) -> Option<Standing> {
    let Counts { items, links, accounts, issues } = *counts;
    if issues * 2 >= items && items >= SHORTEST || is_version && issues > 0 {
        return Some(Standing::new(BlockRole::Changes, Reason::Issues));
    }
    if items < SHORTEST {
        return None;
    }
    if links * 10 >= items * 9 {
        return Some(Standing::new(BlockRole::Furniture, Reason::Links));
    }
    (accounts * 10 >= items * 7).then(|| Standing::new(BlockRole::Names, Reason::Accounts))
}

fn count(list: &[Block<'_>]) -> Counts {
    let mut counts = Counts::default();
    for block in list.iter().filter(|block| block.kind != BlockKind::Caption) {
        let prose: &str = &block.prose;
        let linked = block.linked as usize;
        counts.items += 1;
        // A sign or two may stand beside the link.
        let is_link = linked * 10 >= prose.len() * 9;
        counts.links += usize::from(is_link);
        let is_short = prose.split_whitespace().nth(LONGEST_NAME).is_none();
        counts.accounts += usize::from(is_short && has_account(prose));
        counts.issues += usize::from(prose.split(|c: char| !(c.is_alphanumeric() || c == '#')).any(is_issue));
    }
    counts
}

/// Whether a text holds the name of an account, `@name`, that is no part of an address.
fn has_account(prose: &str) -> bool {
    prose.match_indices('@').any(|(at, _)| {
        let before = prose.get(..at).and_then(|before| before.chars().next_back());
        let after = prose.get(at + 1..).and_then(|after| after.chars().next());
        before.is_none_or(|c| !c.is_alphanumeric()) && after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

/// Whether a word is the number of an issue, `#123`, or a shortened commit.
fn is_issue(word: &str) -> bool {
    match word.strip_prefix('#') {
        Some(number) => number.len() >= 2 && number.bytes().all(|byte| byte.is_ascii_digit()),
        None => {
            (SHORTEST_HASH..=LONGEST_HASH).contains(&word.len())
                && word.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
                && word.bytes().any(|byte| byte.is_ascii_digit())
                && word.bytes().any(|byte| byte.is_ascii_lowercase())
        }
    }
}

/// Whether a heading is the number of a version, `1.2.3` or `v2.1`, with a date or a name at most.
fn is_version(prose: &str) -> bool {
    let is_number = |word: &str| {
        let word = word.trim_matches(['[', ']', '(', ')', ':', ',', OBJECT]);
        let number = word.strip_prefix(['v', 'V']);
        let dots = if number.is_some() { 1 } else { 2 };
        let mut parts = number.unwrap_or(word).split('.');
        let is_part = |part: &str| part.starts_with(|c: char| c.is_ascii_digit()) && part.len() <= 12;
        parts.clone().nth(dots).is_some() && parts.all(is_part)
    };
    prose.split_whitespace().nth(LONGEST_VERSION).is_none()
        && prose.split_whitespace().take(VERSION_WITHIN).any(is_number)
}
