//! The words of a document, as ranges of its folded text, each with the number of its form: a word that occurs twice is looked up
//! once.

use std::ops::Deref;

use super::Folded;
use crate::language::{Profile, Reader, WordNumber, each_word, hash_of};
use crate::text::{Slot, Slots, narrow};

/// One word: a run of letters, digits and marks. Offsets are bytes of the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A form of a word, as it occurs in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// Index of its first occurrence among the words.
    pub first: u32,
    /// Index of its last occurrence.
    pub last: u32,
    /// How often it occurs.
    pub count: u32,
    /// Its number in the vocabulary, or [`UNKEPT`].
    number: u32,
}

/// In place of the number of a word that the vocabulary does not keep.
const UNKEPT: u32 = u32::MAX;

/// Every word of a folded text, in order, and the forms they have, in the order in which these occur first.
#[derive(Debug)]
pub struct Words {
    all: Vec<Word>,
    /// For each word its form.
    types: Vec<u32>,
    forms: Vec<Form>,
    numbering: u64,
    /// Forms by their hash.
    slots: Slots<FormSlot>,
}

impl Deref for Words {
    type Target = [Word];

    fn deref(&self) -> &[Word] {
        &self.all
    }
}

impl Words {
    /// Reads the words of a folded text, numbered by the vocabulary of its language. `glue` are the bytes, in order, at which a
    /// word ends and another begins without anything between them; `takes` says of the index of a block whether its words count.
    #[must_use]
    pub fn read(folded: &Folded, profile: &Profile, glue: &[u32], takes: impl Fn(usize) -> bool) -> Self {
        let text = folded.text();
        let mut reading = Reading {
            text,
            words: Self {
                all: Vec::with_capacity(text.len() / 9),
                types: Vec::with_capacity(text.len() / 9),
                forms: Vec::with_capacity(text.len() / 24),
                numbering: 0,
                // Half the words of an article are others again; in a long text still fewer are new.
                slots: Slots::free((text.len() / 6).clamp(16, 1 << 11)),
            },
            reader: profile.vocabulary.open(),
        };
        reading.words.numbering = reading.reader.mark();
        let mut glue = glue.iter().map(|&at| at as usize).peekable();
        for block in (0..folded.blocks()).filter(|&block| takes(block)) {
            let (start, end) = folded.block_range(block);
            each_word(folded.slice(start, end), |from, to| {
                let (mut from, to) = (start as usize + from, start as usize + to);
                while let Some(at) = glue.next_if(|&at| at < to) {
                    if at > from {
                        reading.push(from, at);
                        from = at;
                    }
                }
                reading.push(from, to);
            });
        }
        reading.words
    }

    /// The forms, in the order in which they occur first.
    #[must_use]
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }

    /// For each word the index of its form.
    #[must_use]
    pub fn types(&self) -> &[u32] {
        &self.types
    }

    /// The words in a range of the folded text.
    #[must_use]
    pub fn within(&self, start: u32, end: u32) -> &[Word] {
        let first = self.all.partition_point(|word| word.start < start);
        let last = self.all.partition_point(|word| word.end <= end);
        self.all.get(first..last).unwrap_or_default()
    }

    /// The folded text of a form; empty if there is none with this index.
    #[must_use]
    pub fn text_of<'t>(&self, form: u32, folded: &'t Folded) -> &'t str {
        let first = self.forms.get(form as usize).and_then(|form| self.all.get(form.first as usize));
        first.map_or("", |word| folded.slice(word.start, word.end))
    }

    /// The number of a form in the vocabulary of the language; nothing if it is not kept there.
    #[must_use]
    pub fn number_of(&self, form: u32) -> Option<WordNumber> {
        let index = self.forms.get(form as usize)?.number;
        (index != UNKEPT).then_some(WordNumber { numbering: self.numbering, index })
    }

    /// The form of a folded text, if it occurs as a word.
    #[must_use]
    pub fn form(&self, text: &str, folded: &Folded) -> Option<u32> {
        self.find(text, hash_of(text), folded.text()).ok()
    }

    /// The form of a word of `text` with this hash, or the slot where it belongs.
    #[inline]
    fn find(&self, word: &str, hash: u32, text: &str) -> Result<u32, usize> {
        let is_it = |slot: &FormSlot| {
            let first = self.forms.get(slot.form as usize - 1).and_then(|form| self.all.get(form.first as usize));
            first.is_some_and(|first| {
                text.as_bytes().get(first.start as usize..first.end as usize) == Some(word.as_bytes())
            })
        };
        self.slots.find(hash, is_it).map(|slot| slot.form - 1)
    }
}

/// A form by its hash.
#[derive(Debug, Clone, Copy, Default)]
struct FormSlot {
    hash: u32,
    /// The form, one higher; 0 where there is none.
    form: u32,
}

impl Slot for FormSlot {
    fn hash(&self) -> u32 {
        self.hash
    }

    fn is_taken(&self) -> bool {
        self.form > 0
    }
}

/// The words of a text while they are read.
struct Reading<'t, 'v> {
    text: &'t str,
    words: Words,
    reader: Reader<'v>,
}

impl Reading<'_, '_> {
    #[inline]
    fn push(&mut self, start: usize, end: usize) {
        let word = self.text.get(start..end).unwrap_or_default();
        let hash = hash_of(word);
        let at = narrow(self.words.all.len());
        let form = match self.words.find(word, hash, self.text) {
            Ok(form) => {
                if let Some(form) = self.words.forms.get_mut(form as usize) {
                    form.last = at;
                    form.count += 1;
                }
                form
            }
            Err(slot) => {
                let form = narrow(self.words.forms.len());
                let number = self.reader.number_of(word, hash).unwrap_or(UNKEPT);
                self.words.forms.push(Form { first: at, last: at, count: 1, number });
                self.words.slots.put(slot, FormSlot { hash, form: form + 1 });
                form
            }
        };
        self.words.all.push(Word { start: narrow(start), end: narrow(end) });
        self.words.types.push(form);
    }
}
