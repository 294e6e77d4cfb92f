//! The sentences of an article, for those who show a finding within its own.

use super::Engine;
use crate::analysis::{Analysis, CueMatcher, Sentence};
use crate::document::{self, Article};
use crate::text::Span;

impl Engine {
    /// Where the sentences of an article are, in stored bytes and in order, captions and what front matter says to readers among
    /// them. A stop inside a quotation ends none.
    #[must_use]
    pub fn sentences(&self, article: &Article) -> Vec<Span> {
        let document = document::parse(&article.source, article.format, &self.reading());
        let no_cues = CueMatcher::default();
        let analysis = Analysis::new(&document, &no_cues);
        let locate = |sentence: &Sentence| {
            let block = document.blocks.get(sentence.at.block as usize)?;
            Some(block.locate(sentence.at.span))
        };
        let mut sentences: Vec<Span> = analysis.sentences().iter().filter_map(locate).collect();
        sentences.sort_unstable();
        sentences
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Linter;

    #[test]
    fn sentences_are_the_bytes_they_are_stored_in() {
        let text = "# Tide\n\nThe *harbour* opened at dawn. “Nobody waited. Nobody will,” she said.\n";
        let article = Article::named("tide.md", text);
        let engine = Linter::built_in().unwrap();
        let found = engine.engine().sentences(&article);
        let texts: Vec<&str> = found.iter().map(|span| article.source.slice(*span)).collect();
        assert_eq!(texts, ["Tide", "The *harbour* opened at dawn.", "“Nobody waited. Nobody will,” she said."]);
    }
}
