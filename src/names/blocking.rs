//! Which names of a large list are worth comparing: those that share a key. Comparing all pairs of some hundred
//! thousand names is out of the question; keys are made name by name, and what shares one is a short list.
//!
//! The keys of a name: what is left of it without any one letter (names one letter apart share one of these); its
//! skeleton, that is its consonants with all that are confused made one; the skeleton without any one letter; and the
//! groups it is listed in. A key that very many names share says little: there, only neighbours in the order of letters
//! are compared.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::distance::{CostTable, Spelling};
use super::letters::{Form, Reader};

/// Names that may share a key and still all be compared with each other.
const CROWD: usize = 40;
/// In a crowd, how many names after it a name is compared with.
const NEIGHBOURS: usize = 8;
/// The fewest letters that are left of a name, or of its skeleton, in a key.
const SHORTEST: usize = 3;

/// Every pair of `forms` that is worth a comparison, as indices, the smaller first; each pair once. `forms` are in the
/// order of their letters. Letters that add at least `confused` are one in skeletons.
pub fn candidates(reader: Reader<'_>, forms: &[Form<'_>], confused: f32) -> Vec<(u32, u32)> {
    let classes = reader.costs.classes(confused);
    let mut keys: Vec<(u64, u32)> = Vec::new();
    for (index, form) in (0..).zip(forms) {
        keys_of(reader, form, &classes, |key| keys.push((key, index)));
    }
    keys.sort_unstable();
    keys.dedup();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for sharing in keys.chunk_by(|a, b| a.0 == b.0) {
        let reach = if sharing.len() > CROWD { NEIGHBOURS } else { CROWD };
        for (at, &(_, a)) in sharing.iter().enumerate() {
            for &(_, b) in sharing.iter().skip(at + 1).take(reach) {
                let both = forms.get(a as usize).zip(forms.get(b as usize));
                if both.is_some_and(|(a, b)| reader.comparable(a, b)) {
                    pairs.push((a, b));
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn keys_of(reader: Reader<'_>, form: &Form<'_>, classes: &[u8], mut add: impl FnMut(u64)) {
    for group in reader.groups_of(form) {
        add(hash(0, group));
    }
    let Some(spelling) = reader.costs.spelling(form.text) else { return };
    let letters = spelling.letters();
    let skeleton = skeleton(reader.costs, &spelling, classes);
    for (kind, word) in [(1, letters), (2, &skeleton)] {
        // A skeleton of two letters would bring together what is not alike.
        if word.len() >= SHORTEST {
            add(hash(kind, word));
        }
        if word.len() > SHORTEST {
            let mut left = Vec::with_capacity(word.len());
            for without in 0..word.len() {
                left.clear();
                left.extend(word.iter().enumerate().filter(|(at, _)| *at != without).map(|(_, letter)| *letter));
                add(hash(kind, &left));
            }
        }
    }
    if skeleton.len() < SHORTEST {
        // Short names: the skeleton together with the length of the name.
        add(hash(3, &(skeleton, letters.len() / 2)));
    }
}

/// The consonants of a spelling, each by its class, doubled ones once.
fn skeleton(costs: &CostTable, spelling: &Spelling, classes: &[u8]) -> Vec<u8> {
    let consonants = spelling.letters().iter().filter(|letter| !costs.is_vowel(**letter));
    let mut skeleton: Vec<u8> =
        consonants.map(|letter| classes.get(usize::from(*letter)).copied().unwrap_or(*letter)).collect();
    skeleton.dedup();
    skeleton
}

fn hash(kind: u8, value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    (kind, value).hash(&mut hasher);
    hasher.finish()
}
