//! The one writer of articles. A repaired text is written beside its target and takes its place in one step, so that
//! at every moment one whole version is there; nothing is written over what somebody else changed meanwhile.

use std::fs::{self, File, Metadata};
use std::hash::{DefaultHasher, Hasher as _};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::read::{file_problem, read_file, system_words};
use crate::text::Problem;

/// Puts `after` in place of `before`, the bytes that were read. A symbolic link is written through only if it was
/// `named` on the command line.
///
/// # Errors
/// A problem, and the file is as it was: it is read-only, has further hard links, is a link that was not named, or
/// changed since it was read; or the system refuses.
pub fn replace(path: &Path, named: bool, before: &[u8], after: &[u8]) -> Result<(), Problem> {
    let fails = |error: io::Error| file_problem(path, format!("not repaired: {}", system_words(&error)));
    let target = target_of(path, named)?;
    let metadata = fs::metadata(&target).map_err(fails)?;
    if let Some(reason) = refusal(&metadata) {
        return Err(file_problem(path, format!("not repaired: {reason}")));
    }
    let folder = folder_of(&target);
    let mut beside = tempfile::Builder::new().prefix(".copydesk-").tempfile_in(folder).map_err(fails)?;
    beside.write_all(after).map_err(fails)?;
    keep_owner(beside.as_file(), &metadata);
    beside.as_file().set_permissions(metadata.permissions()).map_err(fails)?;
    beside.as_file().sync_all().map_err(fails)?;
    let now = read_file(&target, (before.len() as u64).max(1))
        .map_err(|_| file_problem(path, "not repaired: the file changed since it was read"))?;
    if now == after {
        // Another run has made the same repair meanwhile.
        return Ok(());
    }
    if now != before {
        return Err(
            file_problem(path, "not repaired: the file changed since it was read").with_help("run copydesk again")
        );
    }
    beside.persist(&target).map_err(|error| fails(error.error))?;
    sync_folder(folder);
    Ok(())
}

/// A file that is written anew from left to right, and takes the place of the old one at the end.
#[derive(Debug)]
pub struct Replacement {
    path: PathBuf,
    target: PathBuf,
    metadata: Metadata,
    beside: io::BufWriter<tempfile::NamedTempFile>,
}

impl Replacement {
    /// Begins. A symbolic link is written through only if it was `named` on the command line.
    ///
    /// # Errors
    /// A problem, if the file may not be replaced.
    pub fn open(path: &Path, named: bool) -> Result<Self, Problem> {
        let fails = |error: io::Error| file_problem(path, format!("not repaired: {}", system_words(&error)));
        let target = target_of(path, named)?;
        let metadata = fs::metadata(&target).map_err(fails)?;
        if let Some(reason) = refusal(&metadata) {
            return Err(file_problem(path, format!("not repaired: {reason}")));
        }
        let beside = tempfile::Builder::new().prefix(".copydesk-").tempfile_in(folder_of(&target)).map_err(fails)?;
        Ok(Self { path: path.to_owned(), target, metadata, beside: io::BufWriter::new(beside) })
    }

    /// Puts everything in place, if the old file still holds the bytes whose hash is `before`.
    ///
    /// # Errors
    /// A problem, and the file is as it was.
    pub fn finish(self, before: u64) -> Result<(), Problem> {
        let Self { path, target, metadata, beside } = self;
        let fails = |error: io::Error| file_problem(&path, format!("not repaired: {}", system_words(&error)));
        let beside = beside.into_inner().map_err(|error| fails(error.into_error()))?;
        keep_owner(beside.as_file(), &metadata);
        beside.as_file().set_permissions(metadata.permissions()).map_err(fails)?;
        beside.as_file().sync_all().map_err(fails)?;
        if hash_of_file(&target).map_err(fails)? != before {
            let problem = file_problem(&path, "not repaired: the file changed since it was read");
            return Err(problem.with_help("run copydesk again"));
        }
        beside.persist(&target).map_err(|error| fails(error.error))?;
        sync_folder(folder_of(&target));
        Ok(())
    }
}

impl io::Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.beside.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.beside.flush()
    }
}

/// The hash of all bytes of a file.
fn hash_of_file(path: &Path) -> io::Result<u64> {
    let (mut file, mut hasher, mut buffer) = (File::open(path)?, DefaultHasher::new(), vec![0; 1 << 16]);
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            return Ok(hasher.finish());
        }
        hasher.write(buffer.get(..count).unwrap_or_default());
    }
}

fn folder_of(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The name is in the folder, and reaches the disk with it. Not every system lets a folder be synced.
fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

fn target_of(path: &Path, named: bool) -> Result<PathBuf, Problem> {
    let fails = |error: io::Error| file_problem(path, format!("not repaired: {}", system_words(&error)));
    if !fs::symlink_metadata(path).map_err(fails)?.is_symlink() {
        return Ok(path.to_owned());
    }
    if !named {
        return Err(
            file_problem(path, "not repaired: it is a symbolic link").with_help("name the link itself, or its target")
        );
    }
    fs::canonicalize(path).map_err(fails)
}

/// Why a file must not be written to.
fn refusal(metadata: &Metadata) -> Option<&'static str> {
    if !metadata.is_file() {
        Some("it is not a regular file")
    } else if metadata.permissions().readonly() {
        Some("the file is read-only")
    } else if hard_links(metadata) > 1 {
        Some("the file has other names (hard links), which would keep the old text")
    } else {
        None
    }
}

#[cfg(unix)]
fn hard_links(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
fn hard_links(_: &Metadata) -> u64 {
    1
}

/// Gives a new file the owner and group of the one it replaces, as far as the system lets this user.
#[cfg(unix)]
fn keep_owner(file: &File, metadata: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    if fchown(file, Some(metadata.uid()), Some(metadata.gid())).is_err() {
        // A user may not give files away, but may keep the group.
        let _ = fchown(file, None, Some(metadata.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

/// Where findings go with `--output`: beside the target until everything is written, unless the target is a device.
#[derive(Debug)]
pub enum Output {
    /// A file that takes its place at the end.
    Beside(tempfile::NamedTempFile, PathBuf),
    /// Something that is written to as it goes.
    Direct(File),
}

impl Output {
    /// Opens the way to `path`.
    ///
    /// # Errors
    /// A problem, if nothing can be written there.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let fails = |error: io::Error| file_problem(path, format!("cannot be written: {}", system_words(&error)));
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&target) {
            Ok(metadata) if !metadata.is_file() => {
                fs::OpenOptions::new().write(true).open(&target).map(Self::Direct).map_err(fails)
            }
            _ => {
                let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
                let mut builder = tempfile::Builder::new();
                #[cfg(unix)]
                {
                    use std::os::unix::fs::PermissionsExt as _;
                    // What any new file gets; the user's mask takes its part away.
                    builder.permissions(fs::Permissions::from_mode(0o666));
                }
                let file = builder.prefix(".copydesk-").tempfile_in(folder).map_err(fails)?;
                Ok(Self::Beside(file, target))
            }
        }
    }

    /// Puts everything in place.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Beside(file, target) => file.persist(target).map(drop).map_err(|error| error.error),
            Self::Direct(_) => Ok(()),
        }
    }
}

impl io::Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Beside(file, _) => file.write(bytes),
            Self::Direct(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Beside(file, _) => file.flush(),
            Self::Direct(file) => file.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, text).unwrap();
        (folder, path)
    }

    fn fault(result: Result<(), Problem>) -> String {
        result.unwrap_err().message
    }

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let (folder, path) = folder_with("one");
        replace(&path, false, b"one", b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_changed_or_grew_is_left_alone() {
        let (folder, path) = folder_with("one more");
        for read in [&b"one"[..], b"one mort"] {
            assert_eq!(fault(replace(&path, false, read, b"two")), "not repaired: the file changed since it was read");
        }
        assert_eq!(fs::read(&path).unwrap(), b"one more");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn mode_stays_and_read_only_files_stay() {
        use std::os::unix::fs::PermissionsExt as _;
        let (_folder, path) = folder_with("one");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        replace(&path, false, b"one", b"two").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        assert_eq!(fault(replace(&path, false, b"two", b"x")), "not repaired: the file is read-only");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_respected() {
        let (folder, path) = folder_with("one");
        let link = folder.path().join("link.txt");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert_eq!(fault(replace(&link, false, b"one", b"two")), "not repaired: it is a symbolic link");
        replace(&link, true, b"one", b"two").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"two");
        fs::hard_link(&path, folder.path().join("other.txt")).unwrap();
        assert!(fault(replace(&path, false, b"two", b"x")).contains("hard links"));
    }
}
