//! One file of the cache: what is known under the keys that fall to it. Whatever cannot be read in it, or was not written
//! under the secret of whoever reads it, is as if it were not there; the file is written anew, beside and then in place, so that a reader never meets half of one.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::secret::Secret;
use crate::read::read_file;
use crate::write::write_lightly;

/// What a file begins with; another form of it has another beginning.
const HEAD: &[u8] = b"copydesk cache 3\n";
/// Largest file that is read or written, in bytes.
const LIMIT: usize = 4 << 20;
/// Key, run and length before each value, in bytes.
const SUMMED_HEAD: usize = 16 + 4 + 4;
/// The same with the checksum over them and the value.
const ENTRY_HEAD: usize = SUMMED_HEAD + 8;

/// What a value is known by.
pub type Key = u128;

/// A file as it was read, and what came to it since.
#[derive(Debug, Default)]
pub struct Shard {
    bytes: Vec<u8>,
    /// Where in `bytes` each value is, and the number of the run that last asked for it.
    known: FxHashMap<Key, (Range<usize>, u32)>,
    /// The number of this run: one more than that of the last run which wrote the file.
    run: u32,
    asked: FxHashSet<Key>,
    added: FxHashMap<Key, Vec<u8>>,
}

impl Shard {
    /// Reads a file; an empty shard, if there is none or it cannot be used.
    #[must_use]
    pub fn read(path: &Path, secret: &Secret) -> Self {
        Self::of_bytes(read_file(path, LIMIT as u64 * 2).unwrap_or_default(), secret)
    }

    /// The shard that a file of these bytes holds, as far as they can be read and were written under the secret.
    #[must_use]
    pub fn of_bytes(bytes: Vec<u8>, secret: &Secret) -> Self {
        let mut shard = Self { run: 1, ..Self::default() };
        let mut at = HEAD.len();
        if !bytes.starts_with(HEAD) {
            return shard;
        }
        while let Some((key, run, range)) = entry(&bytes, at, secret) {
            at = range.end;
            shard.run = shard.run.max(run.saturating_add(1));
            shard.known.insert(key, (range, run));
        }
        shard.bytes = bytes;
        shard
    }

    /// The keys of the values that were read, in no order.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        self.known.keys().copied()
    }

    /// The value under a key.
    pub fn get(&mut self, key: Key) -> Option<&[u8]> {
        self.asked.insert(key);
        match self.added.get(&key) {
            Some(value) => Some(value),
            None => self.bytes.get(self.known.get(&key)?.0.clone()),
        }
    }

    /// Adds a value.
    pub fn add(&mut self, key: Key, value: Vec<u8>) {
        self.added.insert(key, value);
    }

    /// Writes the file, if there is something new: what came to it, what it held, and what another run put there
    /// meanwhile; what was not asked for longest goes, where that is more than fits.
    ///
    /// # Errors
    /// What the system says. The file is as it was.
    pub fn write(self, path: &Path, secret: &Secret) -> io::Result<()> {
        if self.added.is_empty() {
            return Ok(());
        }
        let beside = Self::read(path, secret);
        let run = self.run.max(beside.run);
        let mut values: FxHashMap<Key, (u32, &[u8])> = FxHashMap::default();
        for shard in [&self, &beside] {
            for (key, (range, last)) in &shard.known {
                let last = if self.asked.contains(key) { run } else { *last };
                values.extend(shard.bytes.get(range.clone()).map(|value| (*key, (last, value))));
            }
        }
        values.extend(self.added.iter().map(|(key, value)| (*key, (run, value.as_slice()))));
        let mut values: Vec<_> = values.into_iter().collect();
        // The key decides among equals, so that two runs keep the same.
        values.sort_unstable_by(|a, b| b.1.0.cmp(&a.1.0).then(a.0.cmp(&b.0)));

        let mut bytes = HEAD.to_vec();
        for (key, (last, value)) in values {
            if bytes.len() + ENTRY_HEAD + value.len() > LIMIT {
                break;
            }
            let Ok(length) = u32::try_from(value.len()) else { continue };
            let head = [&key.to_le_bytes()[..], &last.to_le_bytes(), &length.to_le_bytes()].concat();
            let sum = secret.checksum(&[&head, value]);
            bytes.extend(head);
            bytes.extend(sum.to_le_bytes());
            bytes.extend(value);
        }
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        write_lightly(path, &bytes)
    }
}

/// The entry at byte `at`: its key, its run, and where its value is; nothing at the end, behind damage, or if it was written
/// under another secret.
fn entry(bytes: &[u8], at: usize, secret: &Secret) -> Option<(Key, u32, Range<usize>)> {
    let head = bytes.get(at..at + SUMMED_HEAD)?;
    let (key, rest) = head.split_first_chunk()?;
    let (run, rest) = rest.split_first_chunk()?;
    let (length, _) = rest.split_first_chunk()?;
    let (sum, _) = bytes.get(at + SUMMED_HEAD..)?.split_first_chunk()?;
    let start = at + ENTRY_HEAD;
    let range = start..start.checked_add(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    let key = Key::from_le_bytes(*key);
    let is_ours = secret.checksum(&[head, bytes.get(range.clone())?]) == u64::from_le_bytes(*sum);
    is_ours.then(|| (key, u32::from_le_bytes(*run), range))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A user's secret.
    fn own() -> Secret {
        Secret::of_bytes([7; 16])
    }

    fn written(path: &Path, values: &[(Key, &[u8])]) {
        let mut shard = Shard::read(path, &own());
        for (key, value) in values {
            shard.add(*key, value.to_vec());
        }
        shard.write(path, &own()).unwrap();
    }

    #[test]
    fn what_was_written_is_read_again_and_two_runs_add_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("below/a");
        let mut other = Shard::read(&path, &own());
        written(&path, &[(1, b"one"), (2, b"")]);
        other.add(3, b"three".to_vec());
        other.write(&path, &own()).unwrap();
        let mut shard = Shard::read(&path, &own());
        assert_eq!(shard.get(1), Some(&b"one"[..]));
        assert_eq!(shard.get(2), Some(&b""[..]));
        assert_eq!(shard.get(3), Some(&b"three"[..]));
        assert_eq!(shard.get(4), None);
    }

    #[test]
    fn damage_hides_only_what_is_behind_it_and_is_repaired_by_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        written(&path, &[(1, b"one"), (2, b"two"), (3, b"three")]);
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&path, &bytes).unwrap();
            let mut shard = Shard::read(&path, &own());
            for (key, value) in [(1, &b"one"[..]), (2, b"two"), (3, b"three")] {
                assert!(shard.get(key).is_none_or(|found| found == value), "byte {at}");
            }
            fs::write(&path, &whole[..at]).unwrap();
            assert!(Shard::read(&path, &own()).get(3).is_none(), "cut at {at}");
        }
        fs::write(&path, b"no cache").unwrap();
        written(&path, &[(4, b"four")]);
        assert_eq!(Shard::read(&path, &own()).get(4), Some(&b"four"[..]));
    }

    #[test]
    fn what_was_written_under_another_secret_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        written(&path, &[(1, b"one"), (2, b"two")]);
        let other = Secret::of_bytes([8; 16]);
        assert_eq!(Shard::read(&path, &other).keys().count(), 0);
        let mut shard = Shard::read(&path, &other);
        shard.add(3, b"three".to_vec());
        shard.write(&path, &other).unwrap();
        assert_eq!(Shard::read(&path, &other).keys().collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn what_was_not_asked_for_longest_goes_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let third = vec![7; LIMIT / 3];
        written(&path, &[(1, &third), (2, &third)]);
        let mut shard = Shard::read(&path, &own());
        assert!(shard.get(1).is_some());
        shard.add(3, third.clone());
        shard.write(&path, &own()).unwrap();
        let mut shard = Shard::read(&path, &own());
        assert!(shard.get(1).is_some() && shard.get(2).is_none() && shard.get(3).is_some());
    }
}
