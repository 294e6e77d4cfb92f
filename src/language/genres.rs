//! What sort of text an article says it is, by the words newsrooms write into a field of type or section. The words are
//! in the language files, because newsrooms name their sections in their own language too.

use std::sync::{Arc, OnceLock};

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Folder, Profile};

/// A sort of text in which words without a speaker are no fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Genre {
    /// The writer's own view: opinion, column, editorial, blog, review.
    Opinion,
    /// Questions and answers.
    Interview,
    /// What was said, word for word: a transcript, a record of a session.
    Transcript,
    /// Letters of readers.
    Letter,
    /// Words of one body or person as a whole: a press release, a speech, a full text.
    Document,
    /// Told by the one it happened to: a testimony, a diary.
    Testimony,
    /// Stories, poems, satire.
    Literature,
}

/// Which words mean which genre. They are folded when the first article says what sort of text it is.
#[derive(Debug, Default, Clone)]
pub struct GenreNames {
    languages: Vec<Arc<Profile>>,
    names: OnceLock<Vec<OfLanguage>>,
}

/// What one language calls the genres.
#[derive(Debug, Clone)]
struct OfLanguage {
    folder: Folder,
    /// Folded, in order.
    names: Vec<(Box<str>, Genre)>,
}

/// What parts the values of a field that names several: paths of sections, lists.
const SEPARATORS: [char; 9] = ['/', '>', '|', ',', ';', '\n', '\u{203a}', '\u{bb}', '\u{60c}'];

impl GenreNames {
    /// What languages call the genres, the first one first.
    #[must_use]
    pub fn of(languages: Vec<Arc<Profile>>) -> Self {
        Self { languages, names: OnceLock::new() }
    }

    fn names(&self) -> &[OfLanguage] {
        self.names.get_or_init(|| self.languages.iter().filter_map(|profile| OfLanguage::new(profile)).collect())
    }

    /// The genres that the value of a field names, by the whole of it or by one of the parts of a path or list; in no
    /// particular order, some perhaps twice.
    pub fn genres_of<'a>(&'a self, value: &'a str) -> impl Iterator<Item = Genre> + 'a {
        self.names().iter().flat_map(move |OfLanguage { folder, names }| {
            value.split(SEPARATORS).filter_map(move |part| {
                let part = normal(folder, part);
                let found = names.binary_search_by(|(name, _)| (**name).cmp(&part)).ok()?;
                names.get(found).map(|(_, genre)| *genre)
            })
        })
    }
}

impl OfLanguage {
    /// Nothing for a language that calls them nothing.
    fn new(profile: &Profile) -> Option<Self> {
        if profile.genres.is_empty() {
            return None;
        }
        let folder = profile.folder.clone();
        let names = profile.genres.iter().flat_map(|(genre, names)| names.iter().map(|name| (*genre, name)));
        let mut names: Vec<_> = names.map(|(genre, name)| (normal(&folder, name).into(), genre)).collect();
        names.sort_unstable();
        (!names.is_empty()).then_some(Self { folder, names })
    }
}

/// A name folded, with single spaces for hyphens and underscores.
fn normal(folder: &Folder, name: &str) -> String {
    let words: Vec<&str> = name.split(|c: char| c.is_whitespace() || c == '-' || c == '_').collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    folder.fold(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn genres(value: &str) -> Vec<Genre> {
        let mut found: Vec<_> = crate::testing::languages().genres().genres_of(value).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn a_genre_is_named_by_the_whole_of_a_value_or_a_part_of_its_path() {
        for value in [
            "opinion",
            " Op_Ed ",
            "News/Opinion",
            "City > Columns",
            "الرأي",
            "أخبار، آراء",
            "https://schema.org/OpinionNewsArticle",
        ] {
            assert_eq!(genres(value), [Genre::Opinion], "{value}");
        }
        assert_eq!(genres("letters-to-the-editor"), [Genre::Letter]);
        assert_eq!(genres("Opinion, Interviews"), [Genre::Opinion, Genre::Interview]);
    }

    #[test]
    fn news_is_of_no_genre() {
        for value in ["", "news", "article", "NewsArticle", "post", "opinion polls", "مقال", "أخبار", "رأي عام"]
        {
            assert_eq!(genres(value), [], "{value}");
        }
    }

    #[test]
    fn every_language_with_attribution_rules_names_its_opinion_pages() {
        for value in ["Meinung", "Tribunes", "Opinión", "یادداشت", "Мнения", "Köşe yazısı", "דעות", "کالم"]
        {
            assert_eq!(genres(value), [Genre::Opinion], "{value}");
        }
    }
}
