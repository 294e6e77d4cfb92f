//! Which names of a large list are worth comparing: those that share a key. Comparing all pairs of some hundred
//! thousand names is out of the question; keys are made name by name, and what shares one is a short list.
//!
//! The keys of a name: what is left of it without any one letter (names one letter apart share one of these); its
//! skeleton, that is its consonants with all that are confused made one; the skeleton without any one letter; and the
//! groups it is listed in. A key that very many names share says little: there, only neighbours in the order of letters
//! are compared.

use super::buckets::Buckets;
use super::distance::{CostTable, LONGEST};
use super::letters::{Form, Reader};

/// Names that may share a key and still all be compared with each other.
const CROWD: usize = 40;
/// In a crowd, how many names after it a name is compared with.
const NEIGHBOURS: usize = 8;
/// The fewest letters that are left of a name, or of its skeleton, in a key.
const SHORTEST: usize = 3;

/// Every pair of `forms` that is worth a comparison, as indices, the smaller first; each pair once, in order. `forms` are in
/// the order of their letters. Letters that add at least `confused` are one in skeletons.
pub fn candidates(reader: Reader<'_>, forms: &[Form<'_>], confused: f32) -> Vec<(u32, u32)> {
    let classes = reader.costs.classes(confused);
    let each_key = |add: &mut dyn FnMut(u64, u32)| {
        for (index, form) in (0..).zip(forms) {
            keys_of(reader, form, &classes, |key| add(key, index));
        }
    };
    let mut keys = Buckets::for_keys(forms.len(), |add| each_key(&mut |key, _| add(key)));
    each_key(&mut |key, index| keys.put(key, index));
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut names: Vec<u32> = Vec::new();
    for bucket in keys.each() {
        bucket.sort_unstable();
        for sharing in bucket.chunk_by(|a, b| a.0 == b.0) {
            names.clear();
            names.extend(sharing.iter().map(|(_, name)| *name));
            // A name may have a key twice.
            names.dedup();
            let reach = if names.len() > CROWD { NEIGHBOURS } else { CROWD };
            for (at, &a) in names.iter().enumerate() {
                for &b in names.iter().skip(at + 1).take(reach) {
                    let both = forms.get(a as usize).zip(forms.get(b as usize));
                    if both.is_some_and(|(a, b)| reader.comparable(a, b)) {
                        pairs.push((a, b));
                    }
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Gives the keys of a name.
fn keys_of(reader: Reader<'_>, form: &Form<'_>, classes: &[u8], mut add: impl FnMut(u64)) {
    for group in reader.groups_of(form) {
        add(mixed(u64::from(group) << 8));
    }
    let Some(spelling) = form.spelling() else { return };
    let letters = spelling.letters();
    let mut skeleton = [0; LONGEST];
    let skeleton = skeleton_of(reader.costs, letters, classes, &mut skeleton);
    for (kind, word) in [(1, letters), (2, skeleton)] {
        // A skeleton of two letters would bring together what is not alike.
        if word.len() >= SHORTEST {
            add(mixed(sum(kind, word, 0)));
        }
        if word.len() > SHORTEST {
            // Without the first letter, the second, and so on: the letters behind it move up.
            let mut left = sum(kind, word.get(1..).unwrap_or_default(), 0);
            add(mixed(left));
            for (at, pair) in (0..).zip(word.windows(2)) {
                if let &[before, gone] = pair {
                    left = left.wrapping_sub(placed(gone, at)).wrapping_add(placed(before, at));
                    add(mixed(left));
                }
            }
        }
    }
    if skeleton.len() < SHORTEST {
        // Short names: the skeleton together with the length of the name.
        add(mixed(sum(3, skeleton, (letters.len() / 2) as u64)));
    }
}

/// The consonants of a spelling, each by its class, doubled ones once.
fn skeleton_of<'s>(costs: &CostTable, letters: &[u8], classes: &[u8], into: &'s mut [u8; LONGEST]) -> &'s [u8] {
    let mut len = 0;
    let mut last = None;
    for letter in letters.iter().filter(|letter| !costs.is_vowel(**letter)) {
        let class = classes.get(usize::from(*letter)).copied().unwrap_or(*letter);
        if let Some(next) = into.get_mut(len).filter(|_| last != Some(class)) {
            *next = class;
            len += 1;
            last = Some(class);
        }
    }
    into.get(..len).unwrap_or_default()
}

/// A sum over letters in their places, by which a letter is taken out in two steps. `kind` tells apart keys that mean
/// different things, `besides` what else they stand for.
fn sum(kind: u64, letters: &[u8], besides: u64) -> u64 {
    let start = mixed(kind << 32 | besides << 40);
    (0..).zip(letters).fold(start, |sum, (at, letter)| sum.wrapping_add(placed(*letter, at)))
}

fn placed(letter: u8, at: u64) -> u64 {
    mixed(u64::from(letter) << 16 | at << 24 | 1)
}

/// All bits of a number mixed into all others, so that sums of such numbers are alike by chance alone (the finalizer of
/// SplitMix64).
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ number >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_less_is_a_key_of_the_shorter_word() {
        // All but the first of each word's keys are those of the word without one letter.
        let word = [3, 1, 4, 1, 5, 9];
        let mut left = sum(1, &word[1..], 0);
        for gone in 0..word.len() {
            let shorter: Vec<u8> = (0..word.len()).filter(|at| *at != gone).map(|at| word[at]).collect();
            assert_eq!(left, sum(1, &shorter, 0), "{gone}");
            if let Some(&next) = word.get(gone + 1) {
                let at = gone as u64;
                left = left.wrapping_sub(placed(next, at)).wrapping_add(placed(word[gone], at));
            }
        }
        assert_ne!(sum(1, &word, 0), sum(2, &word, 0));
        assert_ne!(sum(3, &word, 1), sum(3, &word, 2));
    }
}
