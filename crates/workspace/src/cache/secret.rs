//! The secret of this user under which results are kept. It stands in the user's own cache folder, so that nothing which came
//! with a repository, from another user or from another machine is taken for a result: whoever wrote it did not know the secret.

use std::env;
use std::fmt;
use std::fs::{self, DirBuilder, File, Metadata};
use std::hash::Hasher as _;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use siphasher::sip::SipHasher24;
use siphasher::sip128;

use crate::write::{write_lightly, write_new};

/// Length of a secret, in bytes.
const LENGTH: usize = 16;
/// The mode of its file.
const MODE: u32 = 0o600;
/// The folder of this program among the user's caches, and the file in it.
const PLACE: [&str; 2] = ["copydesk", "secret"];

/// A secret.
#[derive(Clone)]
pub struct Secret([u8; LENGTH]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// What a secret's file turned out to be.
enum Found {
    Secret(Secret),
    Nothing,
    /// A file of this user's that is no secret, or may have been read by others.
    Spoilt,
    /// Something else, which is left alone.
    Foreign,
}

impl Secret {
    /// The secret of whoever runs this; made, if there is none yet. Nothing, if they have no cache folder, it cannot be
    /// written, or it is part of a repository.
    #[must_use]
    pub fn of_user() -> Option<Self> {
        Self::in_folder(&cache_folder()?)
    }

    /// The secret made of these bytes.
    #[must_use]
    pub fn of_bytes(bytes: [u8; LENGTH]) -> Self {
        Self(bytes)
    }

    /// The secret in a user's cache folder.
    fn in_folder(caches: &Path) -> Option<Self> {
        if is_in_repository(caches) {
            return None;
        }
        let folder = caches.join(PLACE[0]);
        let path = folder.join(PLACE[1]);
        let found = match read(&path) {
            Found::Nothing => {
                create_private(&folder).ok()?;
                write_new(&path, &new_secret()?, MODE).ok()?;
                // Another run may have been first.
                read(&path)
            }
            Found::Spoilt => {
                write_lightly(&path, &new_secret()?).ok()?;
                read(&path)
            }
            found => found,
        };
        match found {
            Found::Secret(secret) => Some(secret),
            _ => None,
        }
    }

    /// A hash of 128 bits that nobody can make without the secret.
    #[must_use]
    pub fn hasher(&self) -> sip128::SipHasher24 {
        sip128::SipHasher24::new_with_key(&self.0)
    }

    /// A checksum that nobody can make without the secret. `parts` have a fixed length, all but the last.
    #[must_use]
    pub fn checksum(&self, parts: &[&[u8]]) -> u64 {
        let mut hasher = SipHasher24::new_with_key(&self.0);
        parts.iter().for_each(|part| hasher.write(part));
        hasher.finish()
    }
}

fn new_secret() -> Option<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes)
}

fn read(path: &Path) -> Found {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Found::Nothing,
        Ok(metadata) if metadata.is_file() => {}
        _ => return Found::Foreign,
    }
    let Ok(file) = File::open(path) else { return Found::Foreign };
    let Ok(metadata) = file.metadata() else { return Found::Foreign };
    if !is_own(&metadata) {
        return Found::Foreign;
    }
    let mut bytes = Vec::with_capacity(LENGTH + 1);
    if file.take(LENGTH as u64 + 1).read_to_end(&mut bytes).is_err() {
        return Found::Foreign;
    }
    match bytes.try_into() {
        Ok(bytes) if is_private(&metadata) => Found::Secret(Secret(bytes)),
        _ => Found::Spoilt,
    }
}

/// Where this user's programs keep what they can do without.
fn cache_folder() -> Option<PathBuf> {
    let named = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    named("XDG_CACHE_HOME").or_else(|| {
        if cfg!(windows) {
            return named("LOCALAPPDATA");
        }
        let home = env::home_dir().filter(|home| home.is_absolute())?;
        Some(home.join(if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" }))
    })
}

/// Whether a folder, which need not be there, is inside the working tree of a repository: then what is in it may have come
/// with that.
fn is_in_repository(folder: &Path) -> bool {
    let real = folder.ancestors().find_map(|folder| fs::canonicalize(folder).ok());
    real.is_none_or(|real| real.ancestors().any(|folder| folder.join(".git").exists()))
}

/// Makes a folder that only this user can look into.
fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(unix)]
fn is_own(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(metadata) == rustix::process::geteuid().as_raw()
}

#[cfg(unix)]
fn is_private(metadata: &Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o177 == 0
}

/// The folder is the user's own, and so is what is in it.
#[cfg(not(unix))]
fn is_own(_: &Metadata) -> bool {
    true
}

#[cfg(not(unix))]
fn is_private(_: &Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret_of(caches: &Path) -> Option<[u8; LENGTH]> {
        Secret::in_folder(caches).map(|secret| secret.0)
    }

    #[test]
    fn each_user_has_one_and_keeps_it() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first = secret_of(&one.path().join("caches"));
        assert!(first.is_some());
        assert_eq!(secret_of(&one.path().join("caches")), first);
        assert_ne!(secret_of(other.path()), first);
    }

    #[test]
    fn first_runs_at_once_agree() {
        for _ in 0..20 {
            let folder = tempfile::tempdir().unwrap();
            let found: Vec<_> = std::thread::scope(|scope| {
                let runs: Vec<_> = (0..8).map(|_| scope.spawn(|| secret_of(folder.path()))).collect();
                runs.into_iter().map(|run| run.join().unwrap()).collect()
            });
            assert!(found[0].is_some() && found.iter().all(|secret| *secret == found[0]), "{found:?}");
        }
    }

    #[test]
    fn one_of_another_length_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let first = secret_of(folder.path());
        for bytes in [&[][..], &[7; LENGTH - 1], &[7; LENGTH + 1]] {
            fs::write(folder.path().join("copydesk/secret"), bytes).unwrap();
            let next = secret_of(folder.path());
            assert!(next.is_some() && next != first);
            assert_eq!(secret_of(folder.path()), next);
        }
    }

    #[test]
    fn one_that_may_have_come_with_a_repository_is_not_used() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        assert_eq!(secret_of(&folder.path().join("home/.cache")), None);
        assert!(!folder.path().join("home").exists());
    }

    #[cfg(unix)]
    #[test]
    fn one_that_others_could_read_is_replaced_and_a_link_is_left_alone() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("copydesk/secret");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let first = secret_of(folder.path());
        assert_eq!((mode(&path), mode(&folder.path().join("copydesk"))), (0o600, 0o700));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let next = secret_of(folder.path());
        assert!(next.is_some() && next != first);
        assert_eq!(mode(&path), 0o600);
        fs::rename(&path, folder.path().join("mine")).unwrap();
        symlink(folder.path().join("mine"), &path).unwrap();
        assert_eq!(secret_of(folder.path()), None);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert_eq!(secret_of(folder.path()), None);
    }

    #[test]
    fn where_there_can_be_no_folder_there_is_no_secret() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        assert_eq!(secret_of(&folder.path().join("file/caches")), None);
    }
}
