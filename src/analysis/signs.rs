//! The signs of a document: what is neither letter nor space, found in one walk for all who search for some of it.

use crate::document::Document;
use crate::language::{Notes, Profile};
use crate::text::{Bytes, RareChars, narrow};

/// Where the signs of a document are.
#[derive(Debug)]
pub struct Signs {
    /// The byte of its block's prose at which each begins, block by block.
    places: Vec<u32>,
    /// The first of the places of each block.
    blocks: Vec<u32>,
    /// Characters that may come before a lost space, with a word after them: index of the block, byte of its prose.
    before_words: Vec<(u32, u32)>,
    /// The first bytes of all signs.
    leads: Bytes,
}

/// About so many bytes of prose hold one sign.
const BYTES_A_SIGN: usize = 24;

impl Signs {
    /// Walks through all blocks of a document.
    #[must_use]
    pub fn read(document: &Document<'_>) -> Self {
        let profile = &*document.language;
        let bytes: usize = document.blocks.iter().map(|block| block.prose.len()).sum();
        let mut walk = Walk {
            signs: Self {
                places: Vec::with_capacity(bytes / BYTES_A_SIGN),
                blocks: Vec::with_capacity(document.blocks.len()),
                before_words: Vec::new(),
                leads: Bytes::default(),
            },
            block: 0,
        };
        for (index, block) in document.blocks.iter().enumerate() {
            walk.signs.blocks.push(narrow(walk.signs.places.len()));
            walk.block = narrow(index);
            profile.noted().walk(&block.prose, profile, &mut walk);
        }
        walk.signs
    }

    /// Every sign of block `index` (from 0), with its byte in the prose of the block. Some letters come along: the caller looks at the
    /// character.
    pub fn in_block<'s>(&'s self, index: usize, prose: &'s str) -> impl Iterator<Item = (usize, char)> + 's {
        let places = self.places_in(index).iter().map(|place| *place as usize);
        places.filter_map(move |at| Some((at, prose.get(at..)?.chars().next()?)))
    }

    /// Where the signs of block `index` (from 0) are, in bytes of its prose.
    fn places_in(&self, index: usize) -> &[u32] {
        let place = |index: usize| self.blocks.get(index).map_or(self.places.len(), |place| *place as usize);
        self.places.get(place(index)..place(index + 1)).unwrap_or_default()
    }

    /// Every character of block `index` that is in a set of characters that are noted in its language, with its byte in the prose
    /// of the block. Others whose first bytes are alike come along.
    pub fn of<'s>(
        &'s self,
        rare: &'s RareChars,
        index: usize,
        prose: &'s str,
    ) -> impl Iterator<Item = (usize, char)> + 's {
        let places = self.places_in(index).iter().map(|place| *place as usize);
        places.filter_map(move |at| Some((at, rare.find_at(prose, at)?)))
    }

    /// A search for a set of any characters.
    #[must_use]
    pub fn search<'s>(&'s self, rare: &'s RareChars, profile: &Profile) -> Search<'s> {
        let are_noted = profile.noted().holds(rare);
        Search { signs: self, rare, are_noted, can_occur: !are_noted || rare.can_occur(&self.leads) }
    }

    /// Characters that may come before a lost space, with a word after them, in order: index of the block, and byte of its prose.
    #[must_use]
    pub fn before_words(&self) -> &[(u32, u32)] {
        &self.before_words
    }
}

/// A search for some characters in a document.
#[derive(Debug, Clone, Copy)]
pub struct Search<'s> {
    signs: &'s Signs,
    rare: &'s RareChars,
    /// Whether all of them are noted in the language of the document: otherwise its blocks are searched for them.
    are_noted: bool,
    can_occur: bool,
}

impl<'s> Search<'s> {
    /// Whether the document may hold any of the characters.
    #[must_use]
    pub fn can_occur(&self) -> bool {
        self.can_occur
    }

    /// Every one of the characters in block `index` (from 0), with its byte in the prose of the block. Others whose first bytes are
    /// alike come along.
    pub fn in_block(&self, index: usize, prose: &'s str) -> impl Iterator<Item = (usize, char)> + use<'s> {
        let noted = self.are_noted.then(|| self.signs.of(self.rare, index, prose));
        let others = (!self.are_noted && self.can_occur).then(|| self.rare.find_iter(prose));
        noted.into_iter().flatten().chain(others.into_iter().flatten())
    }
}

/// A walk through the blocks.
struct Walk {
    signs: Signs,
    block: u32,
}

impl Notes for Walk {
    #[inline]
    fn note(&mut self, at: usize, lead: u8) {
        self.signs.places.push(narrow(at));
        self.signs.leads.insert(lead);
    }

    fn before_word(&mut self, at: usize) {
        self.signs.before_words.push((self.block, narrow(at)));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::with_document;

    /// Compares what is found among the signs with a search through the text.
    fn check(tag: &str, text: &str, rare: &RareChars) -> usize {
        let mut count = 0;
        with_document(tag, text, |document| {
            let signs = Signs::read(document);
            let noted = document.language.noted();
            for (index, block) in document.blocks.iter().enumerate() {
                for set in [rare, &noted.marks, &noted.sentence_ends] {
                    let search = signs.search(set, &document.language);
                    let found: Vec<_> = search.in_block(index, &block.prose).collect();
                    assert_eq!(found, set.find_iter(&block.prose).collect::<Vec<_>>(), "{text}");
                    assert!(found.is_empty() || search.can_occur());
                    count += found.len();
                }
            }
        });
        count
    }

    fn brackets() -> RareChars {
        RareChars::new(['(', ')', '[', '\u{fd3e}', '\u{200f}'].map(|c| c..=c))
    }

    #[test]
    fn what_is_searched_for_is_found_among_the_signs() {
        let text = "قال: «نعم» (أمس).\n\nثم [عاد\u{200f} ﴾.";
        // Two come along: U+200F begins as marks and stops do.
        assert_eq!(check("ar", text, &brackets()), 9 + 2);
        with_document("ar", text, |document| {
            let noted = document.language.noted();
            assert!(noted.holds(&brackets()) && !noted.holds(&RareChars::new(['ل'..='ل'])));
        });
        assert!(check("ar", text, &RareChars::new(['ل'..='ل'])) > 6);
    }

    proptest! {
        #[test]
        fn no_sign_is_missed(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "قال", "ة", "a", "ʼ", "'", "\"", "«", "»", "“", "(", ")", "[", " ", "\u{a0}", "\u{ad}", "\u{200f}", "\u{fd3e}", "½", "。",
                "「", "।", "\u{1f600}", ".", "؟", "\n\n", "7", "٧",
            ]), 0..24),
            tag in prop::sample::select(vec!["ar", "en", "he", "und"]),
        ) {
            check(tag, &pieces.concat(), &brackets());
            check(tag, &pieces.concat(), &RareChars::new(['\u{80}'..='\u{bf}', '\u{2000}'..='\u{2fff}', '।'..='।']));
        }
    }
}
