//! What a path says of the language of an article: folders such as `fr/`, `pt-br/` and `posts.de/`, files such as
//! `story.pt.md`.

use std::path::Path;

/// A language that something beside the text speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hint<'p> {
    /// The tag.
    pub tag: &'p str,
    /// Whether it can hardly mean anything else. A folder called `it` can.
    pub is_plain: bool,
}

/// The language of a tag, without script and region.
pub(super) fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// The language that a path speaks for: the file's name, otherwise the nearest folder. `is_tag` knows the tags there are.
pub(super) fn path_hint(path: &Path, is_tag: impl Fn(&str) -> bool) -> Option<Hint<'_>> {
    let hint = |tag: &'_ str| {
        // Tags have a language of two or three letters, and parts of up to eight letters or digits after it.
        let mut parts = tag.split(['-', '_']);
        let is_language = |part: &str| matches!(part.len(), 2 | 3) && part.bytes().all(|b| b.is_ascii_alphabetic());
        let is_other = |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        parts.next().is_some_and(is_language) && parts.all(is_other) && is_tag(tag)
    };
    let has_region = |tag: &str| tag.contains(['-', '_']);
    let name = path.file_name()?.to_str().unwrap_or_default();
    let mut parts = name.rsplit('.').skip(1);
    if let Some(tag) = parts.next().filter(|tag| hint(tag)) {
        return Some(Hint { tag, is_plain: parts.next().is_some() || has_region(tag) });
    }
    path.parent()?.iter().rev().filter_map(|folder| folder.to_str()).find_map(|folder| {
        let tag = folder.rsplit('.').next().filter(|tag| hint(tag))?;
        Some(Hint { tag, is_plain: has_region(tag) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str) -> Option<(&str, bool)> {
        let tags = ["fr", "pt", "it", "de", "ar"];
        path_hint(Path::new(path), |tag| tags.contains(&primary(tag))).map(|hint| (hint.tag, hint.is_plain))
    }

    #[test]
    fn names_of_files_and_folders_speak_for_a_language() {
        for (path, hint) in [
            ("story.pt.md", Some(("pt", true))),
            ("en/story.pt-BR.md", Some(("pt-BR", true))),
            ("content/fr/story.md", Some(("fr", false))),
            ("content/pt_BR/2024/story.md", Some(("pt_BR", true))),
            ("posts.de/story.md", Some(("de", false))),
            ("ar/archive/fr/story.md", Some(("fr", false))),
            ("archive/it.jsonl", Some(("it", false))),
        ] {
            assert_eq!(of(path), hint, "{path}");
        }
    }

    #[test]
    fn other_names_do_not() {
        for path in ["story.md", "digital/story.md", "story.v2.md", "fr-toolongpart/x.md", "en/story.md", "fr", ".fr"] {
            assert_eq!(of(path), None, "{path}");
        }
    }
}
