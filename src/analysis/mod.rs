//! What several checks ask of one document: computed once, on first use. Analyses return values and report nothing;
//! the reading of quotation marks serves the checks of quotes, of attribution and of promotional lines alike.

pub mod cues;
pub mod folded;
pub mod lost_spaces;
pub mod memo;
pub mod quotations;
pub mod sentences;
pub mod sieve;
pub mod signs;
pub mod word_lists;
pub mod words;

use std::cell::OnceCell;

use crate::document::{Block, Document};
use crate::language::{Profile, Roles};
use crate::text::{ProseSpan, RareChars};

pub use cues::{CueId, CueLists, CueMatcher, CueOptions, Hit, Hits};
pub use folded::Folded;
pub use lost_spaces::{LostSpace, Proof};
pub use memo::{Memo, OfWord};
pub use quotations::{Defect, Quotation, Quotations};
pub use sentences::Sentence;
pub use sieve::{Sieve, Sifted};
pub use signs::{Search, Signs};
pub use word_lists::{ListBits, WordHit, WordLists};
pub use words::{Form, Word, Words};

/// A place in the prose of a document: which block, and where in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// Index of the block, from 0.
    pub block: u32,
    /// Where in its prose.
    pub span: ProseSpan,
}

/// One document and what has been found out about it so far.
#[derive(Debug)]
pub struct Analysis<'a> {
    /// The document.
    pub document: &'a Document<'a>,
    folded: OnceCell<Folded>,
    signs: OnceCell<Signs>,
    lost_spaces: OnceCell<Vec<LostSpace>>,
    glue: OnceCell<Vec<u32>>,
    runs: OnceCell<Words>,
    words: OnceCell<Option<Words>>,
    quotations: OnceCell<Quotations>,
    sentences: OnceCell<Vec<Sentence>>,
    hits: OnceCell<Hits>,
    sifted: OnceCell<Sifted>,
    matcher: &'a CueMatcher,
}

impl<'a> Analysis<'a> {
    /// Nothing is computed yet. `matcher` holds the cues of the rules in force, for the document's language.
    #[must_use]
    pub fn new(document: &'a Document<'a>, matcher: &'a CueMatcher) -> Self {
        Self {
            document,
            folded: OnceCell::new(),
            signs: OnceCell::new(),
            lost_spaces: OnceCell::new(),
            glue: OnceCell::new(),
            runs: OnceCell::new(),
            words: OnceCell::new(),
            quotations: OnceCell::new(),
            sentences: OnceCell::new(),
            hits: OnceCell::new(),
            sifted: OnceCell::new(),
            matcher,
        }
    }

    /// The document's language.
    #[must_use]
    pub fn profile(&self) -> &'a Profile {
        &self.document.language
    }

    /// The document's blocks.
    #[must_use]
    pub fn blocks(&self) -> &'a [Block<'a>] {
        &self.document.blocks
    }

    /// The text under a place; empty where the place does not exist.
    #[must_use]
    pub fn slice(&self, at: At) -> &'a str {
        self.blocks().get(at.block as usize).map_or("", |block| block.slice(at.span))
    }

    /// Where what is neither letter nor space is in the prose.
    pub fn signs(&self) -> &Signs {
        self.signs.get_or_init(|| Signs::read(self.document))
    }

    /// A search for some characters in the prose.
    pub fn search<'s>(&'s self, rare: &'s RareChars) -> Search<'s> {
        self.signs().search(rare, self.profile())
    }

    /// The folded text of all blocks.
    pub fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| Folded::new(self.document))
    }

    /// Whether a line ends for the reader in a range of the folded text: that of a block, or one inside a block that is more than
    /// stored text which is wrapped.
    pub fn shows_line_end(&self, start: u32, end: u32) -> bool {
        if !self.folded().slice(start, end).contains('\n') {
            return false;
        }
        let at = self.folded().locate(start, end);
        let is_one_block = self.folded().block_of(end) == at.block as usize;
        !is_one_block || self.blocks().get(at.block as usize).is_none_or(|block| block.shows_line_end(at.span))
    }

    /// Every place in the newsroom's prose where a space is missing, in order.
    pub fn lost_spaces(&self) -> &[LostSpace] {
        self.lost_spaces.get_or_init(|| lost_spaces::find(self.document, self.signs()))
    }

    /// The folded bytes, in order, at which a word ends and another begins though no space is between them.
    pub fn glue(&self) -> &[u32] {
        self.glue.get_or_init(|| {
            let glued = self.lost_spaces().iter().filter(|lost| lost.is_glue());
            let place = |lost: &LostSpace| At { block: lost.block, span: ProseSpan::new(lost.at, lost.at) };
            glued.map(|lost| self.folded().range_of(place(lost)).0).collect()
        })
    }

    /// Every occurrence of every cue of the rules in force.
    pub fn hits(&self) -> &Hits {
        self.hits.get_or_init(|| self.matcher.scan(self))
    }

    /// The blocks in which a pattern of the rules in force can match, in order, each by its index; nothing, if it can in any.
    pub fn blocks_of(&self, pattern: CueId) -> Option<impl Iterator<Item = usize> + use<'_, 'a>> {
        let sieve = self.matcher.sieve();
        let sifted = self.sifted.get_or_init(|| sieve.sift(self.document));
        sieve.blocks_of(sifted, pattern)
    }

    /// Every run of letters, digits and marks in all blocks, in order: words, but for those to which another is glued.
    pub fn runs(&self) -> &Words {
        self.runs.get_or_init(|| Words::read(self.folded(), self.profile(), &[], |_| true))
    }

    /// Every word of the newsroom's prose, in order.
    pub fn words(&self) -> &Words {
        let words = self.words.get_or_init(|| {
            let is_prose = |block: usize| self.blocks().get(block).is_none_or(|block| Roles::PROSE.has(block.role()));
            let is_plain = self.glue().is_empty() && (0..self.blocks().len()).all(is_prose);
            (!is_plain).then(|| Words::read(self.folded(), self.profile(), self.glue(), is_prose))
        });
        words.as_ref().unwrap_or_else(|| self.runs())
    }

    /// How the quotation marks of the article are to be read.
    pub fn quotations(&self) -> &Quotations {
        self.quotations.get_or_init(|| quotations::read(self.document, self.signs()))
    }

    /// Every sentence, in order. Stops inside quotations do not end one.
    pub fn sentences(&self) -> &[Sentence] {
        self.sentences.get_or_init(|| sentences::split(self.document, self.quotations(), self.signs()))
    }

    /// Where the sentence is in which a place begins, or behind which it does; nothing, if none begins before it in its block.
    pub fn sentence_of(&self, at: At) -> Option<At> {
        let starts = |place: At| (place.block, place.span.start);
        let next = self.sentences().partition_point(|sentence| starts(sentence.at) <= starts(at));
        let sentence = next.checked_sub(1).and_then(|index| self.sentences().get(index))?.at;
        (sentence.block == at.block).then_some(sentence)
    }
}
