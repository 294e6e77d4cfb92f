//! Keys with what bears them, brought together without sorting all of them.

/// Keys in buckets by their first bits; in each bucket in the order in which they were put there.
pub(super) struct Buckets {
    /// Where each bucket is filled next: at first where it begins, in the end where it ends.
    next: Vec<usize>,
    items: Vec<(u64, u32)>,
    shift: u32,
}

/// The most buckets, as a power of two.
const MOST: u32 = 20;

impl Buckets {
    /// Makes room for all keys that `each` gives. There are a few for each of `names`.
    pub(super) fn for_keys(names: usize, each: impl FnOnce(&mut dyn FnMut(u64))) -> Self {
        let bits = (usize::BITS - names.leading_zeros() + 2).min(MOST);
        let mut buckets = Self { next: vec![0; 1 << bits], items: Vec::new(), shift: u64::BITS - bits };
        each(&mut |key| {
            if let Some(count) = buckets.next.get_mut((key >> buckets.shift) as usize) {
                *count += 1;
            }
        });
        let mut start = 0;
        for next in &mut buckets.next {
            (*next, start) = (start, start + *next);
        }
        buckets.items = vec![(0, 0); start];
        buckets
    }

    /// Puts in one of the keys that room was made for.
    pub(super) fn put(&mut self, key: u64, of: u32) {
        if let Some(next) = self.next.get_mut((key >> self.shift) as usize)
            && let Some(item) = self.items.get_mut(*next)
        {
            *item = (key, of);
            *next += 1;
        }
    }

    /// Each bucket that holds something. All that room was made for must be in.
    pub(super) fn each(&mut self) -> impl Iterator<Item = &mut [(u64, u32)]> {
        let mut rest = self.items.as_mut_slice();
        let mut start = 0;
        self.next.iter().filter_map(move |&end| {
            let (bucket, behind) = std::mem::take(&mut rest).split_at_mut_checked(end - start)?;
            (rest, start) = (behind, end);
            (!bucket.is_empty()).then_some(bucket)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_one_key_is_in_one_bucket() {
        let keys: Vec<(u64, u32)> =
            (0u32..500).map(|of| (u64::from(of % 50).wrapping_mul(0x9e37_79b9_7f4a_7c15), of)).collect();
        for names in [0, 1, 40, 5_000_000] {
            let mut buckets = Buckets::for_keys(names, |add| keys.iter().for_each(|(key, _)| add(*key)));
            keys.iter().for_each(|&(key, of)| buckets.put(key, of));
            let mut seen = 0;
            for bucket in buckets.each() {
                bucket.sort_unstable();
                for sharing in bucket.chunk_by(|a, b| a.0 == b.0) {
                    assert_eq!(sharing.len(), 10);
                    assert!(sharing.is_sorted_by_key(|(_, of)| *of));
                    seen += sharing.len();
                }
            }
            assert_eq!(seen, keys.len());
        }
    }
}
