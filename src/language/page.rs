//! How pages are built: which classes, ids and elements hold what is no prose of the newsroom, and where posts of social
//! networks are published. Facts of publishing systems and networks, the same in every language.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// What a block is for, whatever its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BlockRole {
    /// The story itself.
    Story,
    /// A subheading, or a line above the story.
    Heading,
    /// The story's own headline.
    Headline,
    /// Words that belong to a picture, a table or a link.
    Caption,
    /// Somebody's words, set apart.
    Quotation,
    /// A post of a social network.
    Embed,
    /// What a reader wrote about the story.
    Comment,
    /// What a page has around its story: navigation, share bars, lists of links.
    Furniture,
    /// What a page puts into its story to send readers elsewhere: links to other articles, invitations.
    Related,
    /// A list of names: contributors, line-ups.
    Names,
    /// What changed from one version of a program to the next.
    Changes,
    /// Code or a formula.
    Code,
}

impl BlockRole {
    /// Every role.
    pub const ALL: [Self; 12] = [
        Self::Story,
        Self::Heading,
        Self::Headline,
        Self::Caption,
        Self::Quotation,
        Self::Embed,
        Self::Comment,
        Self::Furniture,
        Self::Related,
        Self::Names,
        Self::Changes,
        Self::Code,
    ];

    /// What rule files, programs and `rules/*/ui.toml` call it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Heading => "heading",
            Self::Headline => "headline",
            Self::Caption => "caption",
            Self::Quotation => "quotation",
            Self::Embed => "embed",
            Self::Comment => "comment",
            Self::Furniture => "furniture",
            Self::Related => "related",
            Self::Names => "names",
            Self::Changes => "changes",
            Self::Code => "code",
        }
    }
}

/// A set of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Roles(u16);

impl Roles {
    /// Every role there is.
    pub const ALL: Self = Self::of(&BlockRole::ALL);
    /// What the newsroom wrote.
    pub const PROSE: Self = Self::of(&[
        BlockRole::Story,
        BlockRole::Heading,
        BlockRole::Headline,
        BlockRole::Caption,
        BlockRole::Quotation,
    ]);

    /// The roles listed.
    #[must_use]
    pub const fn of(roles: &[BlockRole]) -> Self {
        let mut bits = 0;
        let mut rest = roles;
        while let Some((role, after)) = rest.split_first() {
            bits |= 1 << *role as u16;
            rest = after;
        }
        Self(bits)
    }

    /// Whether a role is in it.
    #[must_use]
    pub const fn has(self, role: BlockRole) -> bool {
        self.0 & (1 << role as u16) != 0
    }

    /// What is in both.
    #[must_use]
    pub const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in it and not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Its roles, in the order of [`BlockRole::ALL`].
    pub fn iter(self) -> impl Iterator<Item = BlockRole> {
        BlockRole::ALL.into_iter().filter(move |role| self.has(*role))
    }
}

/// Where a page says what something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// One of the classes of an element.
    Class,
    /// The id of an element.
    Id,
    /// The name of an element.
    Element,
    /// The `role` of an element.
    Role,
    /// The `itemtype` or `itemprop` of an element; of an address its last part.
    Item,
}

/// Words by the role they mean.
type Words = BTreeMap<BlockRole, Vec<String>>;

/// `[page]` of a language file: for each sign, by role, the words that mean it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PageWords {
    class: Words,
    id: Words,
    element: Words,
    role: Words,
    item: Words,
    /// Addresses that stand at the end of a post's words: a host, and the parts of the path, `*` for any.
    post_links: Vec<String>,
    /// Addresses of the pages of posts, which reporters refer to.
    post_pages: Vec<String>,
    /// What the address of a document ends with, which is no article.
    documents: Vec<String>,
    /// What an article says its own address under.
    own_address: Vec<String>,
}

/// What the address of a post of a social network shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostAddress {
    /// That the words before it are the post's: networks put it there.
    Link,
    /// Nothing of the words before it: it is the address of the post's page.
    Page,
}

/// What the words of pages mean.
#[derive(Debug, Default)]
pub struct PageSigns {
    /// By [`Sign`].
    words: [FxHashMap<Box<str>, BlockRole>; 5],
    /// Each host with the path of a post there, and what such an address shows.
    posts: Vec<(Box<str>, Vec<Box<str>>, PostAddress)>,
    documents: Vec<Box<str>>,
    own_address: Vec<Box<str>>,
}

/// The longest word a page is asked about, in bytes.
const LONGEST: usize = 64;

impl PageSigns {
    /// Adds what one language file says.
    pub fn add(&mut self, words: &PageWords) {
        let PageWords { class, id, element, role, item, post_links, post_pages, documents, own_address } = words;
        self.documents.extend(documents.iter().map(|ending| ending.to_lowercase().into()));
        self.own_address.extend(own_address.iter().map(|key| key.to_lowercase().into()));
        for (known, roles) in self.words.iter_mut().zip([class, id, element, role, item]) {
            for (role, names) in roles {
                known.extend(names.iter().map(|name| (name.to_lowercase().into(), *role)));
            }
        }
        for (links, shows) in [(post_links, PostAddress::Link), (post_pages, PostAddress::Page)] {
            for link in links {
                let mut parts = link.split('/');
                let host = parts.next().unwrap_or_default().to_lowercase();
                self.posts.push((host.into(), parts.map(Into::into).collect(), shows));
            }
        }
    }

    /// The role that a word means where it stands; capitals do not count.
    #[must_use]
    pub fn role_of(&self, sign: Sign, word: &str) -> Option<BlockRole> {
        if word.len() > LONGEST {
            return None;
        }
        let known = self.words.get(sign as usize)?;
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return known.get(&*word.to_ascii_lowercase()).copied();
        }
        known.get(word).copied()
    }

    /// The keys, in lower case, under which an article says its own address.
    pub fn own_address_keys(&self) -> impl Iterator<Item = &str> {
        self.own_address.iter().map(|key| &**key)
    }

    /// Whether an address may be that of another article of a site: one of its own pages, no place on this page, no document,
    /// no page for a section. `own_host` is the site's host, if it is known. Of template code counts what stands in quotation
    /// marks.
    #[must_use]
    pub fn may_be_article(&self, address: &str, own_host: Option<&str>) -> bool {
        let address = address.trim();
        let quoted = address.starts_with('{').then(|| address.split(['"', '\'']).nth(1)).flatten();
        let address = quoted.unwrap_or(address);
        let after_scheme = address.split_once("://").map(|(_, rest)| rest).or_else(|| address.strip_prefix("//"));
        let (path, is_own) = match after_scheme {
            Some(rest) => {
                let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
                (path, own_host.is_some_and(|own| is_same_site(host, own)))
            }
            // No scheme of one word, as in `mailto:`, stands before a path.
            None => (address, !address.split(['/', '?', '#']).next().unwrap_or_default().contains(':')),
        };
        let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        let is_document = ending.is_some_and(|ending| self.documents.iter().any(|known| **known == *ending));
        let is_deep = folder.contains(char::is_alphanumeric);
        let has_slug = name.matches(['-', '_', '%']).nth(1).is_some() || name.contains(|c: char| c.is_ascii_digit());
        is_own && !name.is_empty() && !is_document && (is_deep || has_slug)
    }

    /// What an address shows, with or without its scheme, if it is that of a post of a social network. It may be written
    /// directly after another word, as pasted posts are.
    #[must_use]
    pub fn post(&self, address: &str) -> Option<PostAddress> {
        let address = address.split_once("://").map_or(address, |(_, rest)| rest);
        let (host, path) = address.split_once('/')?;
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let is_it = |(known, parts, _): &&(Box<str>, Vec<Box<str>>, PostAddress)| {
            ends_with_host(host, known) && is_path(path, parts)
        };
        self.posts.iter().find(is_it).map(|(_, _, shows)| *shows)
    }
}

/// Whether `host` is `known`, one of its sub-domains, or `known` fused with what stands before it.
fn ends_with_host(host: &str, known: &str) -> bool {
    let Some(at) = host.len().checked_sub(known.len()) else { return false };
    let Some((before, own)) = host.split_at_checked(at) else { return false };
    // Two dots make a name that nothing else ends with.
    own.eq_ignore_ascii_case(known)
        && (before.is_empty()
            || before.ends_with('.')
            || !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
            || known.matches('.').nth(1).is_some())
}

/// Whether two hosts are of one site: the same but for `www.`.
fn is_same_site(host: &str, own: &str) -> bool {
    let bare = |host: &'_ str| host.strip_prefix("www.").unwrap_or(host).to_ascii_lowercase();
    bare(host) == bare(own)
}

fn is_path(path: &str, parts: &[Box<str>]) -> bool {
    let mut written = path.split('/');
    parts.iter().all(|part| {
        written.next().is_some_and(|written| {
            if &**part == "*" { !written.is_empty() } else { written.eq_ignore_ascii_case(part) }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::languages;

    #[test]
    fn addresses_of_posts_are_told_from_other_addresses() {
        let languages = languages();
        let signs = languages.page();
        for link in [
            "pic.twitter.com/Ab3dE",
            "https://t.co/Ab3dE",
            "harbourpic.twitter.com/Ab3dE",
            "https://www.instagram.com/p/Ab3dE/",
        ] {
            assert_eq!(signs.post(link), Some(PostAddress::Link), "{link}");
        }
        for page in
            ["https://twitter.com/harbour/status/123456?s=20", "https://mobile.twitter.com/harbour/status/123456"]
        {
            assert_eq!(signs.post(page), Some(PostAddress::Page), "{page}");
        }
        for other in [
            "https://www.instagram.com/harbour",
            "https://reddit.co/x",
            "at.co/x",
            "https://twitter.com/harbour",
            "https://harbour.example/status/1",
            "and/or",
            "t.co/",
            "t.co",
        ] {
            assert_eq!(signs.post(other), None, "{other}");
        }
    }

    #[test]
    fn addresses_of_articles_are_told_from_documents_and_places() {
        let languages = languages();
        let signs = languages.page();
        let own = Some("harbour.example");
        for address in [
            "/news/123",
            "news/quay.html",
            "https://www.harbour.example/2024/quay",
            "//harbour.example/the-old-quay",
            "{{ \"/news/quay\" | url }}",
        ] {
            assert!(signs.may_be_article(address, own), "{address}");
        }
        for address in [
            "#top",
            "/report.pdf",
            "mailto:desk@harbour.example",
            "https://example.org/water",
            "/",
            "https://harbour.example",
            "tel:112",
            "",
            "/shop/",
            "{{ \"/assets/report.pdf\" | url }}",
        ] {
            assert!(!signs.may_be_article(address, own), "{address}");
        }
    }

    #[test]
    fn words_of_pages_mean_roles() {
        let languages = languages();
        let signs = languages.page();
        assert_eq!(signs.role_of(Sign::Class, "twitter-tweet"), Some(BlockRole::Embed));
        assert_eq!(signs.role_of(Sign::Class, "Twitter-Tweet"), Some(BlockRole::Embed));
        assert_eq!(signs.role_of(Sign::Id, "comments"), Some(BlockRole::Comment));
        assert_eq!(signs.role_of(Sign::Class, "comment-on-the-budget"), None);
        assert_eq!(signs.role_of(Sign::Id, "twitter-tweet"), None);
    }

    #[test]
    fn roles_are_a_set() {
        let some = Roles::of(&[BlockRole::Story, BlockRole::Code]);
        assert!(some.has(BlockRole::Code) && !some.has(BlockRole::Embed));
        assert_eq!(some.both(Roles::PROSE).iter().collect::<Vec<_>>(), [BlockRole::Story]);
        assert_eq!(some.without(Roles::PROSE).iter().collect::<Vec<_>>(), [BlockRole::Code]);
        assert_eq!(Roles::ALL.iter().count(), BlockRole::ALL.len());
    }
}
