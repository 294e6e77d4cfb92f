//! What sort of text an article says it is, by the words newsrooms write into a field of type or section. The words are
//! in the language files, because newsrooms name their sections in their own language too.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Folder;

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

/// Which words mean which genre.
#[derive(Debug, Default, Clone)]
pub struct GenreNames(Vec<OfLanguage>);

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
    /// Adds what one language calls the genres.
    pub fn add<'n>(&mut self, folder: &Folder, names: impl Iterator<Item = (Genre, &'n String)>) {
        let mut folded: Vec<_> = names.map(|(genre, name)| (normal(folder, name).into(), genre)).collect();
        folded.sort_unstable();
        if !folded.is_empty() {
            self.0.push(OfLanguage { folder: folder.clone(), names: folded });
        }
    }

    /// The genres that the value of a field names, by the whole of it or by one of the parts of a path or list; in no
    /// particular order, some perhaps twice.
    pub fn genres_of<'a>(&'a self, value: &'a str) -> impl Iterator<Item = Genre> + 'a {
        self.0.iter().flat_map(move |OfLanguage { folder, names }| {
            value.split(SEPARATORS).filter_map(move |part| {
                let part = normal(folder, part);
                let found = names.binary_search_by(|(name, _)| (**name).cmp(&part)).ok()?;
                names.get(found).map(|(_, genre)| *genre)
            })
        })
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
