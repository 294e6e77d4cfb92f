//! What each block of an article is for. Its form says whether it is a heading or an item of a list; whether it is the
//! newsroom's prose, a pasted post or a list of links is decided here, once for all checks, with a reason that can be shown.
//!
//! What a page says itself (classes, ids, elements) is noted while it is read. The rest is told by form: how a block ends,
//! how much of it is links, what the list it is in consists of.

mod headline;
mod lists;
mod related;

use super::{Block, BlockKind, Metadata, OBJECT};
use crate::language::{BlockRole, Languages, PostAddress};
use crate::text::{ProseSpan, Span};

/// Why a block has its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// Its form: nothing says otherwise.
    Form,
    /// A class, an id, a name or another attribute of an element around it.
    Element,
    /// It is a field of the article.
    Field,
    /// It is the first main heading.
    MainHeading,
    /// It is the first block, short, without a stop, and prose follows.
    FirstLine,
    /// It says what the headline says.
    Repeated,
    /// It ends with the address of a post.
    PostLink,
    /// It ends with the name of an account and a date.
    Account,
    /// It stands directly above such a line.
    AboveAccount,
    /// It ends with several hashtags and no stop.
    Hashtags,
    /// It is one of a list of links.
    Links,
    /// It is a link to another article of the site.
    Linked,
    /// Its parts are places on the way to a page.
    Breadcrumbs,
    /// It is one of a list of accounts.
    Accounts,
    /// It is one of a list that refers to numbered issues or commits.
    Issues,
    /// It is the number of a version above such a list.
    Version,
    /// Its signs are those of code, not of prose.
    Signs,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 17] = [
        Self::Form,
        Self::Element,
        Self::Field,
        Self::MainHeading,
        Self::FirstLine,
        Self::Repeated,
        Self::PostLink,
        Self::Account,
        Self::AboveAccount,
        Self::Hashtags,
        Self::Links,
        Self::Linked,
        Self::Breadcrumbs,
        Self::Accounts,
        Self::Issues,
        Self::Version,
        Self::Signs,
    ];

    /// Its key, for programs, and, after `reason-`, in `rules/*/ui.toml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Element => "element",
            Self::Field => "field",
            Self::MainHeading => "main-heading",
            Self::FirstLine => "first-line",
            Self::Repeated => "repeated",
            Self::PostLink => "post-link",
            Self::Account => "account",
            Self::AboveAccount => "above-account",
            Self::Hashtags => "hashtags",
            Self::Links => "links",
            Self::Linked => "linked",
            Self::Breadcrumbs => "breadcrumbs",
            Self::Accounts => "accounts",
            Self::Issues => "issues",
            Self::Version => "version",
            Self::Signs => "signs",
        }
    }
}

/// A role with the reason for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The role.
    pub role: BlockRole,
    /// Why.
    pub reason: Reason,
    /// The stored bytes that show it, if it is not the block itself.
    pub evidence: Option<Span>,
}

impl Standing {
    /// A role for a reason that the block itself shows.
    #[must_use]
    pub fn new(role: BlockRole, reason: Reason) -> Self {
        Self { role, reason, evidence: None }
    }

    /// The role that a form has if nothing says otherwise.
    #[must_use]
    pub fn of_kind(kind: BlockKind) -> Self {
        let role = match kind {
            BlockKind::Heading => BlockRole::Heading,
            BlockKind::Caption => BlockRole::Caption,
            BlockKind::Quotation => BlockRole::Quotation,
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableCell => BlockRole::Story,
        };
        Self::new(role, Reason::Form)
    }
}

/// The longest post, in characters: what ends like one and is longer is an article with a post in it.
const LONGEST_POST: usize = 420;
/// Fewest hashtags that end a post.
const HASHTAGS: usize = 2;
/// The longest line of breadcrumbs, in bytes, and the longest of them, in words.
const BREADCRUMBS: (usize, usize) = (240, 6);
/// What stands between breadcrumbs.
const CRUMB_SEPARATORS: [&str; 3] = [" > ", " \u{203a} ", " \u{bb} "];

/// Gives every block its role. What the reader of the format noted stays. `text` is what the article is stored as.
pub fn decide(text: &str, blocks: &mut [Block<'_>], metadata: &Metadata<'_>, languages: &Languages) {
    keep_a_story(blocks);
    for block in blocks.iter_mut().filter(|block| block.standing.reason == Reason::Form) {
        block.standing = Standing::of_kind(block.kind);
    }
    headline::note(blocks, metadata, languages);
    for index in 0..blocks.len() {
        let Some(block) = blocks.get_mut(index).filter(|block| block.standing.reason == Reason::Form) else { continue };
        let Some(standing) = by_form(text, block, languages) else { continue };
        block.standing = standing;
        // A line that says no more than whose post it is stands below the post.
        let is_signature = standing.reason == Reason::Account && is_signature(&block.prose);
        let above = index.checked_sub(1).filter(|_| is_signature);
        if let Some(above) = above.and_then(|above| blocks.get_mut(above))
            && above.standing.reason == Reason::Form
            && above.kind.is_running_text()
            && is_short(above)
        {
            above.standing = Standing { reason: Reason::AboveAccount, ..standing };
        }
    }
    lists::judge(blocks);
    related::note(blocks, metadata, languages);
}

/// A page whose whole text stands in an element for comments or the like uses its word for something else.
fn keep_a_story(blocks: &mut [Block<'_>]) {
    let is_noted = |block: &Block<'_>| block.standing.reason == Reason::Element;
    if !blocks.iter().any(is_noted) || blocks.iter().any(|block| block.kind.is_running_text() && !is_noted(block)) {
        return;
    }
    for block in blocks.iter_mut().filter(|block| is_noted(block) && block.standing.role != BlockRole::Embed) {
        block.standing = Standing::of_kind(block.kind);
    }
}

fn is_short(block: &Block<'_>) -> bool {
    block.prose.chars().nth(LONGEST_POST).is_none()
}

/// The role that the form of a block shows, if it is another than that of its kind. Most blocks end with a stop, and are
/// left at once.
fn by_form(text: &str, block: &Block<'_>, languages: &Languages) -> Option<Standing> {
    let last = block.prose.chars().next_back()?;
    if !languages.stops().contains(&last)
        && let Some((reason, evidence)) = as_post(text, block, last, languages)
    {
        return Some(Standing { evidence: Some(evidence), ..Standing::new(BlockRole::Embed, reason) });
    }
    if block.kind == BlockKind::Heading && is_way(&block.prose) {
        return Some(Standing::new(BlockRole::Furniture, Reason::Breadcrumbs));
    }
    is_code(&block.prose).then(|| Standing::new(BlockRole::Code, Reason::Signs))
}

/// Whether a block that ends with `last` ends like a post of a social network, and with what.
fn as_post(text: &str, block: &Block<'_>, last: char, languages: &Languages) -> Option<(Reason, Span)> {
    if matches!(block.kind, BlockKind::TableCell) {
        return None;
    }
    let prose: &str = &block.prose;
    let word = prose.rsplit(char::is_whitespace).next()?;
    let stored = |start: usize| block.locate(ProseSpan::from_range(start..prose.len()));
    let found = if last == OBJECT {
        // An address that is no prose.
        let at = stored(prose.len() - OBJECT.len_utf8());
        let address = text.get(at.range())?.trim_matches(['<', '>']);
        (languages.page().post(address) == Some(PostAddress::Link)).then_some((Reason::PostLink, at))
    } else if word.contains('/') {
        let foreign = word.char_indices().rev().find(|(_, c)| !c.is_ascii_graphic());
        let address = word.get(foreign.map_or(0, |(at, c)| at + c.len_utf8())..)?;
        let address = address.trim_end_matches([')', ']', '>', '"', '\'']);
        let is_post = match languages.page().post(address)? {
            PostAddress::Link => true,
            PostAddress::Page => word.len() == prose.len(),
        };
        is_post.then(|| (Reason::PostLink, stored(prose.len() - word.len())))
    } else if word.starts_with('#') {
        let start = hashtags(prose)?;
        Some((Reason::Hashtags, stored(start)))
    } else if last.is_numeric() {
        let at = account_and_date(prose)?;
        Some((Reason::Account, stored(at)))
    } else {
        None
    };
    found.filter(|_| is_short(block))
}

/// Where the hashtags begin that end a text, if there are several.
fn hashtags(prose: &str) -> Option<usize> {
    let mut start = prose.len();
    let mut count = 0;
    for word in prose.rsplit(char::is_whitespace) {
        let is_tag = word.strip_prefix('#').is_some_and(|tag| tag.starts_with(char::is_alphabetic));
        if !is_tag && !word.is_empty() {
            break;
        }
        count += usize::from(is_tag);
        start = word.as_ptr() as usize - prose.as_ptr() as usize;
    }
    (count >= HASHTAGS).then_some(start)
}

/// Where the name of an account stands in brackets, `(@name)`, if nothing but a date follows.
fn account_and_date(prose: &str) -> Option<usize> {
    /// A date, with a time, has no more words.
    const DATE: usize = 8;
    let at = prose.rfind("(@")?;
    let (name, date) = prose.get(at + 2..)?.split_once(')')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
    (is_name && date.split_whitespace().nth(DATE).is_none()).then_some(at)
}

/// Whether nothing but a name stands before the account that a line ends with.
fn is_signature(prose: &str) -> bool {
    /// A name, with a dash before it, has no more words.
    const NAME: usize = 7;
    let name = prose.rfind("(@").and_then(|at| prose.get(..at)).unwrap_or(prose);
    name.split_whitespace().nth(NAME).is_none() && !name.trim_end().contains(['#', '/', ':'])
}

/// Whether a line names the places on the way to a page.
fn is_way(prose: &str) -> bool {
    let is_place = |part: &str| !part.trim().is_empty() && part.split_whitespace().nth(BREADCRUMBS.1).is_none();
    prose.len() <= BREADCRUMBS.0
        && !prose.contains('\u{ab}')
        && CRUMB_SEPARATORS
            .iter()
            .any(|separator| prose.split(separator).nth(2).is_some() && prose.split(separator).all(is_place))
}

/// Whether a text consists of names and signs as code and formulas do, not of sentences.
fn is_code(prose: &str) -> bool {
    /// Fewest signs.
    const SIGNS: usize = 4;
    /// At most so many other characters for each.
    const SHARE: usize = 4;
    /// The longest text that is judged, in bytes: a longer one holds sentences too.
    const LONGEST: usize = 4096;
    // Without one of these there is nothing to count.
    if prose.len() > LONGEST || memchr::memchr3(b'{', b'\\', b'=', prose.as_bytes()).is_none() {
        return false;
    }
    let is_sign = |c: char| {
        matches!(
            c,
            '{' | '}'
                | '['
                | ']'
                | '('
                | ')'
                | '\\'
                | '='
                | '<'
                | '>'
                | ';'
                | '_'
                | '^'
                | '$'
                | '|'
                | '&'
                | '+'
                | '*'
                | '%'
        )
    };
    let (mut signs, mut others) = (0_usize, 0_usize);
    for c in prose.chars().filter(|c| !c.is_whitespace()) {
        if is_sign(c) {
            signs += 1;
        } else {
            others += 1;
        }
    }
    signs >= SIGNS && signs * SHARE >= others
}

#[cfg(test)]
mod tests;
