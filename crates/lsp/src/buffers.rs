//! The TOML files that an editor has open: what it shows counts before it is saved.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use copydesk::linter::Files;
use copydesk::text::Problem;
use copydesk::toml_doc::TomlFile;
use copydesk_workspace::disk::Disk;

/// Open TOML files over those of the disk, by their real paths.
#[derive(Debug, Default)]
pub struct Buffers(Mutex<BTreeMap<PathBuf, Buffer>>);

#[derive(Debug)]
struct Buffer {
    now: Arc<str>,
    /// The last text that was TOML. While somebody types, what was there before counts: otherwise every finding would go and come
    /// back with each line.
    last_sound: Option<Arc<str>>,
    /// What is wrong with the text, as TOML.
    faults: Vec<Problem>,
}

impl Buffers {
    fn texts(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Buffer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The file at `path` reads `text` in the editor.
    pub fn set(&self, path: &Path, text: &str) {
        let path = real(path);
        let now: Arc<str> = text.into();
        let mut faults = Vec::new();
        drop(TomlFile::new(Disk.shown_name(&path), Arc::clone(&now)).parse(&mut faults));
        let mut texts = self.texts();
        let before = texts.remove(&path).and_then(|buffer| buffer.last_sound);
        let last_sound = if faults.is_empty() { Some(Arc::clone(&now)) } else { before };
        texts.insert(path, Buffer { now, last_sound, faults });
    }

    /// The editor has the file at `path` open no longer.
    pub fn remove(&self, path: &Path) {
        self.texts().remove(&real(path));
    }

    /// What is wrong, as TOML, with the files that are open, by the names they are shown by.
    pub fn faults(&self) -> BTreeMap<String, Vec<Problem>> {
        let texts = self.texts();
        let broken = texts.iter().filter(|(_, buffer)| !buffer.faults.is_empty());
        broken.map(|(path, buffer)| (Disk.shown_name(path), buffer.faults.clone())).collect()
    }
}

/// The real path of what is there, and the path as it is of what is not.
pub fn real(path: &Path) -> PathBuf {
    Disk.real(path).unwrap_or_else(|| path.to_owned())
}

impl Files for Buffers {
    fn toml(&self, path: &Path) -> Result<TomlFile, Problem> {
        let text = self.texts().get(&real(path)).map(|buffer| buffer.last_sound.clone().unwrap_or(buffer.now.clone()));
        match text {
            Some(text) => Ok(TomlFile::new(Disk.shown_name(path), text)),
            None => Disk.toml(path),
        }
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, Problem> {
        // Of an open file that nobody has changed the bytes are those that are stored, with whatever an editor does not show.
        let shown = self.toml(path)?.text;
        match Disk.toml(path) {
            Ok(stored) if *stored.text == *shown => Disk.bytes(path),
            _ => Ok(shown.as_bytes().to_vec()),
        }
    }

    fn real(&self, path: &Path) -> Option<PathBuf> {
        Disk.real(path)
    }

    fn is_folder(&self, path: &Path) -> bool {
        Disk.is_folder(path)
    }

    fn matching(&self, folder: &Path, glob: &str) -> Result<Vec<PathBuf>, String> {
        Disk.matching(folder, glob)
    }

    fn leads_outside(&self, path: &Path, folder: &Path) -> bool {
        Disk.leads_outside(path, folder)
    }

    fn project_root(&self, folder: &Path) -> PathBuf {
        Disk.project_root(folder)
    }

    fn shown_name(&self, path: &Path) -> String {
        Disk.shown_name(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_last_sound_counts_while_somebody_types() {
        let (buffers, path) = (Buffers::default(), Path::new("/nowhere/copydesk.toml"));
        let read = || buffers.toml(path).map(|file| file.text.to_string()).unwrap_or_default();
        buffers.set(path, "ignore = [");
        assert_eq!(read(), "ignore = [", "nothing sound is known yet");
        buffers.set(path, "ignore = []");
        buffers.set(path, "ignore = [\"quo");
        assert_eq!(read(), "ignore = []");
        assert!(buffers.faults()["/nowhere/copydesk.toml"][0].to_string().starts_with("/nowhere/copydesk.toml:1:"));
        buffers.set(path, "");
        assert!(buffers.faults().is_empty());
        buffers.remove(path);
        assert!(buffers.toml(path).is_err());
    }
}
