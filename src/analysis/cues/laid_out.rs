//! The phrases of built-in lists, folded for one language and put in order by `build/cues.rs` when the program was built.

use crate::text::LaidOutTrie;
use crate::toml_doc::Node;

/// The phrases of one language, read in place.
#[derive(Debug, Clone, Copy, Default)]
pub struct LaidOut {
    /// All strings of the tree, those of the phrases among them.
    texts: &'static str,
    /// For each phrase four numbers: where it begins in the strings, its bytes, those of its first word, and the first phrase with the
    /// same beginning.
    phrases: &'static [u8],
    /// The first of the phrases with each first word.
    heads: LaidOutTrie,
    /// For each list, in order, two numbers: what tells its array, and where its phrases are among the numbers.
    lists: &'static [u8],
    /// The numbers of the phrases of each list.
    numbers: &'static [u8],
}

/// A phrase that is laid out.
#[derive(Debug, Clone, Copy)]
pub struct LaidOutPhrase {
    /// Where its letters begin.
    pub start: u32,
    /// Its bytes.
    pub len: u32,
    /// Bytes of its first word; 0 if it begins with no word.
    pub head: u32,
    /// The first phrase with the same beginning.
    pub first: u32,
}

/// Bytes of a number, the lowest first.
const NUMBER: usize = size_of::<u32>();

impl LaidOut {
    /// The phrases for the language with this tag; nothing, if there are none.
    #[must_use]
    pub fn of(node: Node, tag: &str) -> Option<Self> {
        let language = node.get(tag)?;
        let bytes = |key: &str| language.get(key)?.as_bytes();
        Some(Self {
            texts: node.texts(),
            phrases: bytes("phrases")?,
            heads: LaidOutTrie::new(bytes("firsts")?, bytes("heads")?),
            lists: bytes("lists")?,
            numbers: bytes("numbers")?,
        })
    }

    /// How many phrases there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.phrases.len() / (4 * NUMBER)
    }

    /// The phrase with a number.
    #[inline]
    #[must_use]
    pub fn phrase(&self, number: u32) -> Option<LaidOutPhrase> {
        let [start, len, head, first] = numbers(self.phrases, number as usize)?;
        Some(LaidOutPhrase { start, len, head, first })
    }

    /// The letters of a phrase.
    #[inline]
    #[must_use]
    pub fn letters(&self, phrase: LaidOutPhrase) -> &'static str {
        self.texts.get(phrase.start as usize..(phrase.start + phrase.len) as usize).unwrap_or_default()
    }

    /// The first of the phrases with each first word.
    #[must_use]
    pub fn heads(&self) -> LaidOutTrie {
        self.heads
    }

    /// The numbers of the phrases of an array; nothing, if it is not among the lists.
    #[must_use]
    pub fn list(&self, array: Node) -> Option<impl Iterator<Item = u32> + use<>> {
        let wanted = array.as_array()?;
        let (mut first, mut last) = (0, self.lists.len() / (2 * NUMBER));
        while first < last {
            let middle = first.midpoint(last);
            let [found, ..] = numbers::<2>(self.lists, middle)?;
            if found < wanted { first = middle + 1 } else { last = middle }
        }
        let [found, from] = numbers(self.lists, first)?;
        let all = self.numbers;
        let phrases = (from as usize..).map_while(move |at| numbers(all, at).map(|[number]| number));
        (found == wanted).then(|| phrases.take(array.items().count()))
    }
}

/// The numbers of one entry of a table.
#[inline]
fn numbers<const N: usize>(table: &[u8], entry: usize) -> Option<[u32; N]> {
    let bytes = table.get(entry * N * NUMBER..)?.get(..N * NUMBER)?;
    let (numbers, _) = bytes.as_chunks::<NUMBER>();
    Some(std::array::from_fn(|at| numbers.get(at).map_or(0, |bytes| u32::from_le_bytes(*bytes))))
}
