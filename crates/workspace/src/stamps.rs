//! Files and folders as they were when somebody looked: whether they are still the same is asked of the system, not of their bytes.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// When something was changed, and its size in bytes; nothing of what is not there.
type Stamp = Option<(SystemTime, u64)>;

/// Files and folders, each as it was.
#[derive(Debug, Clone, Default)]
pub struct Stamps(Vec<(PathBuf, Stamp)>);

fn stamp(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

impl Stamps {
    /// What is at these paths now. One at which nothing is yet may be given, too.
    pub fn of(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        Self(paths.into_iter().map(|path| (stamp(&path), path)).map(|(stamp, path)| (path, stamp)).collect())
    }

    /// Whether something has changed, come or gone since then.
    #[must_use]
    pub fn are_old(&self) -> bool {
        self.0.iter().any(|(path, before)| stamp(path) != *before)
    }

    /// Looks again: what is there now is what it is compared with from now on.
    pub fn renew(&mut self) {
        self.0.iter_mut().for_each(|(path, known)| *known = stamp(path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_comes_or_goes_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        let mut stamps = Stamps::of([path.clone()]);
        assert!(!stamps.are_old());
        for change in ["x = 1", "x = 10"] {
            fs::write(&path, change).unwrap();
            assert!(stamps.are_old(), "{change}");
            stamps.renew();
            assert!(!stamps.are_old());
        }
        fs::remove_file(&path).unwrap();
        assert!(stamps.are_old());
    }
}
