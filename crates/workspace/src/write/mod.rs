//! The one writer of files. What is written takes shape beside its target, under a random name that is nobody else's, reaches
//! the disk, and takes its place in one step: at every moment one whole version is there, also after a loss of power. A file
//! keeps its mode and, as far as the system lets this user, its owner; where it was read before, nothing is written over what
//! somebody else changed meanwhile.

mod system;

use std::fs::{self, File, Metadata};
use std::hash::{DefaultHasher, Hasher as _};
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use self::system::{folder_of, hard_links, keep_owner, locked, place_new, sync_folder, temporary};
use super::read::{file_problem, system_words};
use copydesk::text::Problem;

/// How a problem with an article begins.
const NOT_REPAIRED: &str = "not fixed";
/// How a problem with any other file begins.
const NOT_WRITTEN: &str = "cannot be written";
/// What has come between reading and writing.
const CHANGED: &str = "the file changed since it was read";

/// What has to stand at the target in the moment of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// Whatever stands there: it was not read.
    Any,
    /// Nothing: there was no file when it was looked for.
    Nothing,
    /// A file whose bytes have this hash, as [`hash_of`] tells it.
    Bytes(u64),
}

/// The hash by which it is told whether a file changed. It does not depend on the pieces that the bytes come in.
pub fn hash_of(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// Puts `after` in place of `before`, the bytes of an article that were read. A symbolic link is written through only if it
/// was `named` on the command line.
///
/// # Errors
/// A problem, and the file is as it was: it is read-only, has further hard links, is a link that was not named, or
/// changed since it was read; or the system refuses.
pub fn replace(path: &Path, named: bool, before: &[u8], after: &[u8]) -> Result<(), Problem> {
    let mut writer = Writer::repair(path, named)?;
    writer.put(after)?;
    writer.finish(Before::Bytes(hash_of(before)))
}

/// Writes a file of the user's that was read before, or, if `before` is nothing, was not there.
///
/// # Errors
/// As for [`replace`]; also, if there was no file and now there is one.
pub fn rewrite(path: &Path, before: Option<u64>, after: &[u8]) -> Result<(), Problem> {
    let mut writer = match before {
        Some(_) => Writer::instead(path, true, NOT_WRITTEN)?,
        None => Writer::open(path)?,
    };
    writer.put(after)?;
    writer.finish(before.map_or(Before::Nothing, Before::Bytes))
}

/// Writes a file that is not there yet, with what the user's mask leaves of `mode`; whether it was written. Nothing that is
/// there is touched, a link that leads nowhere included.
///
/// # Errors
/// What the system says.
pub fn write_new(path: &Path, bytes: &[u8], mode: u32) -> io::Result<bool> {
    if fs::symlink_metadata(path).is_ok() {
        return Ok(false);
    }
    let mut beside = temporary(folder_of(path), Some(mode))?;
    beside.write_all(bytes)?;
    beside.as_file().sync_all()?;
    let placed = place_new(beside, path)?;
    sync_folder(folder_of(path));
    Ok(placed)
}

/// Writes a file for this user alone that anybody may lose, in place of whatever goes by that name: it is whole or not there,
/// and nothing waits for the disk.
///
/// # Errors
/// What the system says.
pub fn write_lightly(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = temporary(folder_of(path), None)?;
    beside.write_all(bytes)?;
    beside.persist(path).map(drop).map_err(|error| error.error)
}

/// A file on its way.
#[derive(Debug)]
pub struct Writer {
    path: PathBuf,
    target: PathBuf,
    /// The file that is there already.
    old: Option<Metadata>,
    way: Way,
    /// How a problem begins.
    fault: &'static str,
}

#[derive(Debug)]
enum Way {
    /// Beside the target until everything is written.
    Beside(BufWriter<NamedTempFile>),
    /// Into a device or a pipe, as it comes.
    Direct(File),
}

impl Writer {
    /// A file that is written whether or not it is there. A symbolic link is written through; a device or a pipe is written
    /// to directly.
    ///
    /// # Errors
    /// A problem, if nothing can be written there.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let fails = |error: io::Error| problem_of(path, NOT_WRITTEN, &system_words(&error));
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let old = fs::metadata(&target).ok();
        let way = match &old {
            Some(old) if !old.is_file() => {
                Way::Direct(fs::OpenOptions::new().write(true).open(&target).map_err(fails)?)
            }
            Some(old) if old.permissions().readonly() => {
                return Err(problem_of(path, NOT_WRITTEN, "the file is read-only"));
            }
            // What any new file gets; the user's mask takes its part away.
            None => Way::beside(&target, Some(0o666)).map_err(fails)?,
            Some(_) => Way::beside(&target, None).map_err(fails)?,
        };
        Ok(Self { path: path.to_owned(), target, old, way, fault: NOT_WRITTEN })
    }

    /// An article that is to be repaired. A symbolic link is written through only if it was `named` on the command line.
    ///
    /// # Errors
    /// A problem, if the file may not be replaced.
    pub fn repair(path: &Path, named: bool) -> Result<Self, Problem> {
        Self::instead(path, named, NOT_REPAIRED)
    }

    fn instead(path: &Path, named: bool, fault: &'static str) -> Result<Self, Problem> {
        let fails = |error: io::Error| problem_of(path, fault, &system_words(&error));
        let mut target = path.to_owned();
        if fs::symlink_metadata(path).map_err(fails)?.is_symlink() {
            if !named {
                let problem = problem_of(path, fault, "it is a symbolic link");
                return Err(problem.with_help("name the link itself, or its target"));
            }
            target = fs::canonicalize(path).map_err(fails)?;
        }
        let old = fs::metadata(&target).map_err(fails)?;
        if let Some(reason) = refusal(&old) {
            return Err(problem_of(path, fault, reason));
        }
        let way = Way::beside(&target, None).map_err(fails)?;
        Ok(Self { path: path.to_owned(), target, old: Some(old), way, fault })
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// A problem that names the file.
    pub fn put(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.write_all(bytes).map_err(|error| self.problem(&error))
    }

    /// What the system says of this file, as a problem.
    pub fn problem(&self, error: &io::Error) -> Problem {
        problem_of(&self.path, self.fault, &system_words(error))
    }

    /// Puts everything in place, if that is still as it was `before`.
    ///
    /// # Errors
    /// A problem, and the file is as it was.
    pub fn finish(self, before: Before) -> Result<(), Problem> {
        let Self { path, target, old, way, fault } = self;
        let fails = |error: io::Error| problem_of(&path, fault, &system_words(&error));
        let beside = match way {
            Way::Beside(beside) => beside.into_inner().map_err(|error| fails(error.into_error()))?,
            Way::Direct(_) => return Ok(()),
        };
        if let Some(old) = &old {
            keep_owner(beside.as_file(), old);
            beside.as_file().set_permissions(old.permissions()).map_err(fails)?;
        }
        beside.as_file().sync_all().map_err(fails)?;
        let changed = || Err(problem_of(&path, fault, CHANGED).with_help("run copydesk again"));
        // Another run may have written the same meanwhile.
        let is_there = |hash: u64| hash_of_file(beside.path()).is_ok_and(|written| written == hash);
        match before {
            Before::Any => drop(beside.persist(&target).map_err(|error| fails(error.error))?),
            Before::Nothing => {
                let written = hash_of_file(beside.path()).map_err(fails)?;
                if !place_new(beside, &target).map_err(fails)? {
                    let is_the_same = hash_of_file(&target).is_ok_and(|hash| hash == written);
                    return if is_the_same { Ok(()) } else { changed() };
                }
            }
            Before::Bytes(before) => {
                // Nobody else who asks for the lock writes between the look and the step.
                let _lock = locked(&target);
                match hash_of_file(&target) {
                    Ok(hash) if hash == before => {}
                    Ok(hash) if is_there(hash) => return Ok(()),
                    _ => return changed(),
                }
                beside.persist(&target).map_err(|error| fails(error.error))?;
            }
        }
        sync_folder(folder_of(&target));
        Ok(())
    }
}

impl Way {
    fn beside(target: &Path, mode: Option<u32>) -> io::Result<Self> {
        temporary(folder_of(target), mode).map(|file| Self::Beside(BufWriter::new(file)))
    }
}

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.way {
            Way::Beside(file) => file.write(bytes),
            Way::Direct(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.way {
            Way::Beside(file) => file.flush(),
            Way::Direct(file) => file.flush(),
        }
    }
}

fn problem_of(path: &Path, fault: &str, reason: &str) -> Problem {
    file_problem(path, format!("{fault}: {reason}"))
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
            assert_eq!(fault(replace(&path, false, read, b"two")), "not fixed: the file changed since it was read");
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
        assert_eq!(fault(replace(&path, false, b"two", b"x")), "not fixed: the file is read-only");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_respected() {
        let (folder, path) = folder_with("one");
        let link = folder.path().join("link.txt");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert_eq!(fault(replace(&link, false, b"one", b"two")), "not fixed: it is a symbolic link");
        replace(&link, true, b"one", b"two").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"two");
        fs::hard_link(&path, folder.path().join("other.txt")).unwrap();
        assert!(fault(replace(&path, false, b"two", b"x")).contains("hard links"));
    }
}
