//! A hash that may be kept: the same in every run, on every machine and in every version.

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

/// The hash of a text, equal in every run, on every machine and in every version: `SipHash` 1-3 with zero keys.
#[must_use]
pub fn stable_hash(text: &str) -> u64 {
    let mut hasher = SipHasher13::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// The hash of several texts, of which each has an end: the same in every run, on every machine and in every version.
#[must_use]
pub fn stable_hash_of<'t>(texts: impl IntoIterator<Item = &'t str>) -> u64 {
    let mut hasher = SipHasher13::new();
    for text in texts {
        hasher.write(text.as_bytes());
        hasher.write(&[0]);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_do_not_change_between_versions() {
        assert_eq!(stable_hash("read more"), 13_843_409_508_785_336_959);
        assert_eq!(stable_hash_of(["read", "more"]), stable_hash("read\0more\0"));
        assert_ne!(stable_hash_of(["read", "more"]), stable_hash_of(["rea", "dmore"]));
    }
}
