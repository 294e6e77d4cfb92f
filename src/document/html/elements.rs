//! What the elements of HTML mean for prose.

use super::super::BlockKind;

/// What an element does to the text in it and around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Part of the running text.
    Inline,
    /// A line end in running text.
    LineBreak,
    /// Nothing, not even a gap: where a word may be broken.
    Joint,
    /// Stands in running text and is no prose: code, a formula, a control of a form, an embedded page.
    Object,
    /// Stands in running text and is not seen there: what is kept for scripts, a reading over a word.
    Unseen,
    /// A picture.
    Picture,
    /// Parts what is before from what is in it and after it.
    Block(Option<BlockKind>),
    /// The article itself.
    Article,
    /// The main part of a page.
    Main,
    /// What a page has around its articles; read only inside one.
    Furniture,
    /// Not for reading: scripts, menus, forms.
    Skipped,
    /// The name of the page.
    Title,
    /// A fact about the page.
    Meta,
    /// A script, which may hold facts about the article.
    Script,
    /// The page as a whole, which says its language.
    Page,
}

/// The role of the element `name`, which is in lower case.
#[must_use]
pub fn role_of(name: &[u8]) -> Role {
    match name {
        b"br" => Role::LineBreak,
        b"wbr" => Role::Joint,
        b"code" | b"kbd" | b"samp" | b"var" | b"tt" | b"math" | b"mjx-container" | b"svg" | b"button" | b"select"
        | b"textarea" | b"input" | b"meter" | b"progress" | b"audio" | b"video" | b"canvas" | b"iframe" | b"object"
        | b"embed" => Role::Object,
        b"template" | b"noscript" | b"style" | b"datalist" | b"map" | b"rt" | b"rp" => Role::Unseen,
        b"img" | b"picture" => Role::Picture,
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Role::Block(Some(BlockKind::Heading)),
        b"li" | b"dt" | b"dd" => Role::Block(Some(BlockKind::ListItem)),
        b"blockquote" => Role::Block(Some(BlockKind::Quotation)),
        b"figcaption" | b"caption" => Role::Block(Some(BlockKind::Caption)),
        b"td" | b"th" => Role::Block(Some(BlockKind::TableCell)),
        b"p" | b"div" | b"section" | b"header" | b"hgroup" | b"address" | b"ul" | b"ol" | b"dl" | b"table" | b"tr"
        | b"thead" | b"tbody" | b"tfoot" | b"figure" | b"hr" | b"details" | b"summary" | b"body" | b"center"
        | b"search" => Role::Block(None),
        b"article" => Role::Article,
        b"main" => Role::Main,
        b"aside" | b"footer" => Role::Furniture,
        b"nav" | b"form" | b"pre" | b"dialog" | b"menu" | b"noembed" | b"noframes" | b"xmp" | b"listing" | b"head"
        | b"frameset" => Role::Skipped,
        b"title" => Role::Title,
        b"meta" => Role::Meta,
        b"script" => Role::Script,
        b"html" => Role::Page,
        _ => Role::Inline,
    }
}

/// Whether an element never has content.
#[must_use]
pub fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

/// Whether the start of `next` ends the element `open`, which has no end tag.
#[must_use]
pub fn is_ended_by(open: &[u8], next: &[u8]) -> bool {
    match open {
        b"p" => !matches!(
            role_of(next),
            Role::Inline | Role::LineBreak | Role::Joint | Role::Object | Role::Unseen | Role::Picture | Role::Script
        ),
        b"li" => next == b"li",
        b"dt" | b"dd" => matches!(next, b"dt" | b"dd"),
        b"td" | b"th" => matches!(next, b"td" | b"th" | b"tr" | b"tbody" | b"tfoot"),
        b"tr" => matches!(next, b"tr" | b"tbody" | b"tfoot"),
        b"head" => next == b"body",
        _ => false,
    }
}
