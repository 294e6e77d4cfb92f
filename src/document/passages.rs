//! Blocks of an article that are in another language than the article: an English line in an Arabic story, a paragraph of
//! Persian that it quotes.

use std::sync::Arc;

use super::{Block, Document, Metadata};
use crate::language::{Languages, Profile};
use crate::text::Source;

/// Moves the words of blocks that surely are in another language than the article's into documents of their own, one for
/// each language, in which every block keeps its number.
pub(super) fn set_apart<'a>(
    source: &'a Source,
    blocks: &mut [Block<'a>],
    language: &Arc<Profile>,
    languages: &Languages,
) -> Vec<Document<'a>> {
    let mut passages: Vec<Document<'a>> = Vec::new();
    for index in 0..blocks.len() {
        let Some(block) = blocks.get_mut(index) else { break };
        let Some(other) = languages.of_passage(language, &block.prose) else { continue };
        let emptied = block.emptied();
        let words = std::mem::replace(block, emptied);
        if !passages.iter().any(|passage| Arc::ptr_eq(&passage.language, other)) {
            passages.push(Document {
                source,
                language: Arc::clone(other),
                blocks: blocks.iter().map(Block::emptied).collect(),
                passages: Vec::new(),
                metadata: Metadata::default(),
                pictures: Vec::new(),
                directives: Vec::new(),
                fault: None,
            });
        }
        let passage = passages.iter_mut().find(|passage| Arc::ptr_eq(&passage.language, other));
        if let Some(place) = passage.and_then(|passage| passage.blocks.get_mut(index)) {
            *place = words;
        }
    }
    passages
}

#[cfg(test)]
mod tests {
    use crate::document::{self, Format, Reading};
    use crate::testing::languages;
    use crate::text::{Source, SourceId};

    /// The languages of an article, its own first, each with its blocks that have words.
    fn parts(text: &str) -> Vec<(String, Vec<String>)> {
        let source = Source::new(SourceId::Stdin(None), text);
        let languages = languages();
        let document = document::parse(&source, Format::Text, &Reading::new(&languages));
        for one in [&document].into_iter().chain(&document.passages) {
            assert_eq!(one.blocks.len(), document.blocks.len());
            for block in one.blocks.iter().filter(|block| !block.prose.is_empty()) {
                assert_eq!(source.slice(block.locate(block.whole())), block.prose);
            }
        }
        let hulls: Vec<&str> = document.hulls().map(|hull| source.slice(hull)).collect();
        assert_eq!(hulls, text.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>());
        let words = |one: &document::Document<'_>| {
            let blocks = one.blocks.iter().filter(|block| !block.prose.is_empty());
            (one.language.tag.to_string(), blocks.map(|block| block.prose.to_string()).collect())
        };
        [&document].into_iter().chain(&document.passages).map(words).collect()
    }

    const ARABIC: &str = "أعلنت البلدية أمس أن الجسر القديم سيغلق أمام السيارات، وقال المهندس إن الحافلات ستمر من الطريق الشرقي إلى أن تنتهي الأعمال.";
    const ENGLISH: &str =
        "Read more: the old bridge will be closed to cars for three months, and the buses are to take the eastern road";
    const PERSIAN: &str =
        "او گفت که این پل برای سه ماه بسته خواهد شد و کسانی که در آن سوی رود کار می‌کنند می‌توانند از قایق استفاده کنند.";

    #[test]
    fn a_block_in_another_language_is_read_as_what_it_is() {
        let text = [ARABIC, ENGLISH, ARABIC, PERSIAN, ARABIC].join("\n\n");
        let own = |tag: &str, blocks: &[&str]| {
            (tag.to_owned(), blocks.iter().map(|&block| block.to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(parts(&text), [own("ar", &[ARABIC; 3]), own("en", &[ENGLISH]), own("fa", &[PERSIAN])]);
        let text = [ENGLISH, ARABIC, ENGLISH, ENGLISH].join("\n\n");
        assert_eq!(parts(&text), [own("en", &[ENGLISH; 3]), own("ar", &[ARABIC])]);
    }

    #[test]
    fn names_titles_and_short_lines_are_no_other_language() {
        for line in ["BBC News / Reuters", "iPhone 15 Pro Max", "Photo: Anna Lindh", "كتب: أحمد", "1,200"] {
            let text = [ARABIC, line, ARABIC].join("\n\n");
            assert_eq!(parts(&text).len(), 1, "{line}");
        }
    }
}
