//! What writing asks of the system.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// A new file in `folder` under a random name: for this user alone, or with what the user's mask leaves of `mode`. It goes
/// away unless it is put somewhere.
///
/// # Errors
/// What the system says.
pub fn temporary(folder: &Path, mode: Option<u32>) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".copydesk-");
    #[cfg(unix)]
    if let Some(mode) = mode {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = mode;
    builder.tempfile_in(folder)
}

/// Puts a file where there is none; whether there was none.
///
/// # Errors
/// What the system says.
pub fn place_new(beside: NamedTempFile, target: &Path) -> io::Result<bool> {
    let refused = match beside.persist_noclobber(target) {
        Ok(_) => return Ok(true),
        Err(refused) => refused,
    };
    if refused.error.kind() == io::ErrorKind::AlreadyExists {
        return Ok(false);
    }
    // Some file systems have neither such a step nor hard links. There the name is taken first.
    match File::create_new(target) {
        Ok(_) => refused.file.persist(target).map(|_| true).map_err(|error| error.error),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(_) => Err(refused.error),
    }
}

/// The folder that a file is in.
pub fn folder_of(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The name is in the folder, and reaches the disk with it. Not every system lets a folder be synced.
pub fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// How many names a file has.
#[cfg(unix)]
pub fn hard_links(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

/// How many names a file has.
#[cfg(not(unix))]
pub fn hard_links(_: &Metadata) -> u64 {
    1
}

/// Gives a new file the owner and group of the one it replaces, as far as the system lets this user.
#[cfg(unix)]
pub fn keep_owner(file: &File, metadata: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    if fchown(file, Some(metadata.uid()), Some(metadata.gid())).is_err() {
        // A user may not give files away, but may keep the group.
        let _ = fchown(file, None, Some(metadata.gid()));
    }
}

/// Gives a new file the owner of the one it replaces: here it has it already.
#[cfg(not(unix))]
pub fn keep_owner(_: &File, _: &Metadata) {}

/// How often a lock is asked for, and how long is waited in between: two seconds in all. Whoever holds it longer is not one of
/// us, who hold it for two system calls.
#[cfg(unix)]
const TRIES: (usize, std::time::Duration) = (400, std::time::Duration::from_millis(5));

/// The file at `path` with its lock, as long as it is held; nothing if the lock cannot be had, which is no reason not to write.
#[cfg(unix)]
pub fn locked(path: &Path) -> Option<File> {
    use std::os::unix::fs::MetadataExt as _;
    let (tries, pause) = TRIES;
    for _ in 0..tries {
        let file = File::open(path).ok()?;
        match file.try_lock() {
            Ok(()) => {
                // The file may have been replaced before the lock was there.
                let (held, now) = (file.metadata().ok()?, fs::metadata(path).ok()?);
                if (held.dev(), held.ino()) == (now.dev(), now.ino()) {
                    return Some(file);
                }
            }
            Err(fs::TryLockError::WouldBlock) => std::thread::sleep(pause),
            Err(fs::TryLockError::Error(_)) => return None,
        }
    }
    None
}

/// Nothing: where a locked file cannot be replaced, there is no lock.
#[cfg(not(unix))]
pub fn locked(_: &Path) -> Option<File> {
    None
}
