//! Files that configurations are read from, with a memory of all that was asked of them. A configuration is what the answers make it:
//! while they are the same, there is no need to read it again. Of what stands in a file not the bytes are asked again, but the system.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use copydesk::linter::Files;
use copydesk::text::Problem;
use copydesk::toml_doc::TomlFile;

use super::disk::{Disk, real};

/// What is at a path, as far as the system says it without reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stamp {
    /// A folder. What comes into it or goes does not change it.
    Folder,
    /// Anything else.
    File {
        /// When it was changed; `None` where the system does not know that.
        changed: Option<SystemTime>,
        /// Its size in bytes.
        size: u64,
    },
}

impl Stamp {
    /// What is at a path now, links followed; `None` if nothing is.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(match metadata.is_dir() {
            true => Self::Folder,
            false => Self::File { changed: metadata.modified().ok(), size: metadata.len() },
        })
    }
}

/// Where a path led to, and what was there.
#[derive(Debug, PartialEq, Eq)]
struct There {
    real: PathBuf,
    stamp: Stamp,
}

fn there(path: &Path) -> Option<There> {
    Stamp::of(path).map(|stamp| There { real: real(path), stamp })
}

/// What was asked, with the first answer to it.
#[derive(Debug, Default)]
struct Asked {
    paths: BTreeMap<PathBuf, Option<There>>,
    /// By folder, and glob relative to it.
    globs: BTreeMap<(PathBuf, String), Result<Vec<PathBuf>, String>>,
    /// By folder.
    project_roots: BTreeMap<PathBuf, PathBuf>,
}

/// Files that remember what was asked of them. What is read from one is compared with what was there just before: what changes while
/// it is read has changed.
pub struct Watched {
    files: Arc<dyn Files + Send + Sync>,
    asked: Mutex<Asked>,
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.asked().fmt(f)
    }
}

impl Watched {
    /// Those of `files`, which are the disk's as far as nobody has changed them. Nothing was asked yet.
    pub fn over(files: Arc<dyn Files + Send + Sync>) -> Self {
        Self { files, asked: Mutex::default() }
    }

    /// Those of the disk. Nothing was asked yet.
    #[must_use]
    pub fn of_disk() -> Self {
        Self::over(Arc::new(Disk))
    }

    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks what is at a path, for somebody who is going to read it without asking here.
    pub fn note(&self, path: &Path) {
        self.is_there(path);
    }

    /// Whether something is at a path, as it was when that was first asked.
    pub fn is_there(&self, path: &Path) -> bool {
        let mut asked = self.asked();
        if let Some(known) = asked.paths.get(path) {
            return known.is_some();
        }
        let there = there(path);
        let is_there = there.is_some();
        asked.paths.insert(path.to_owned(), there);
        is_there
    }

    /// Whether the file at a path is one that was asked for, by whatever path.
    #[must_use]
    pub fn has_asked_for(&self, path: &Path) -> bool {
        let wanted = real(path);
        let asked = self.asked();
        let mut known = asked.paths.iter();
        known.any(|(path, there)| there.as_ref().map_or(path, |there| &there.real) == &wanted)
    }

    /// Whether something that was asked would be answered otherwise now: because a file has changed, come or gone, or a link leads
    /// elsewhere.
    #[must_use]
    pub fn has_changed(&self) -> bool {
        let Asked { paths, globs, project_roots } = &*self.asked();
        paths.iter().any(|(path, before)| there(path) != *before)
            || project_roots.iter().any(|(folder, before)| self.files.project_root(folder) != *before)
            || globs.iter().any(|((folder, glob), before)| self.files.matching(folder, glob) != *before)
    }
}

impl Files for Watched {
    fn toml(&self, path: &Path) -> Result<TomlFile, Problem> {
        self.note(path);
        self.files.toml(path)
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, Problem> {
        self.note(path);
        self.files.bytes(path)
    }

    fn real(&self, path: &Path) -> Option<PathBuf> {
        self.note(path);
        self.files.real(path)
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.note(path);
        self.files.is_folder(path)
    }

    fn matching(&self, folder: &Path, glob: &str) -> Result<Vec<PathBuf>, String> {
        let found = self.files.matching(folder, glob);
        self.asked().globs.entry((folder.to_owned(), glob.to_owned())).or_insert_with(|| found.clone());
        found
    }

    fn leads_outside(&self, path: &Path, folder: &Path) -> bool {
        self.note(path);
        self.files.leads_outside(path, folder)
    }

    fn project_root(&self, folder: &Path) -> PathBuf {
        let root = self.files.project_root(folder);
        self.asked().project_roots.entry(folder.to_owned()).or_insert_with(|| root.clone());
        root
    }

    fn shown_name(&self, path: &Path) -> String {
        self.files.shown_name(path)
    }
}

#[cfg(test)]
mod tests {
    use copydesk::linter::Package;

    use super::super::options::RuleOptions;
    use super::super::project::Projects;
    use super::*;

    #[test]
    fn a_file_that_changes_comes_or_goes_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        let asked = || {
            let files = Watched::of_disk();
            drop(files.toml(&path));
            assert!(!files.has_changed());
            files
        };
        let mut files = asked();
        for change in ["x = 1", "x = 10"] {
            fs::write(&path, change).unwrap();
            assert!(files.has_changed(), "{change}");
            files = asked();
        }
        fs::remove_file(&path).unwrap();
        assert!(files.has_changed());
    }

    /// A project with a configuration, one that it extends, and all that a configuration can name, in `folder`.
    fn begin(folder: &Path) {
        let write = |name: &str, text: &str| {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let rules = "schema = 1\nname = 'a'\nlanguages = ['en']\n";
        write("house/.git", "");
        write("daily/package.toml", "schema = 1\nname = 'daily'\nversion = '1'\n");
        write("daily/deep/words.toml", rules);
        let package = Package::read(&Disk, &folder.join("daily").canonicalize().unwrap()).unwrap();
        let pin = format!("{{ package = '../../daily', sha256 = '{}' }}", package.sha256);
        write("house/copydesk.toml", "stylebook = 'names.toml'\n");
        write(
            "house/desk/copydesk.toml",
            &format!(
                "extends = '../copydesk.toml'\nbaseline = 'known.toml'\nrule-sets = ['words', 'more/*.toml', {pin}]\n"
            ),
        );
        write("house/desk/words/deep/a.toml", rules);
        write("house/desk/none.md", "");
        write("daily/read.me", "");
        write("given.toml", rules);
    }

    #[test]
    fn a_project_has_changed_with_all_that_decides_about_its_articles() {
        for (name, decides) in [
            ("house/copydesk.toml", true),
            ("house/names.toml", true),
            ("house/desk/copydesk.toml", true),
            ("house/desk/known.toml", true),
            ("house/desk/words/deep/a.toml", true),
            ("house/desk/words/new.toml", true),
            ("house/desk/more/new.toml", true),
            ("house/desk/news/copydesk.toml", true),
            ("daily/package.toml", true),
            ("daily/deep/words.toml", true),
            ("daily/deep/new.toml", true),
            ("given.toml", true),
            ("daily/read.me", false),
            ("house/desk/none.md", false),
            ("house/desk/other.toml", false),
            ("copydesk.toml", false),
        ] {
            let folder = tempfile::tempdir().unwrap();
            begin(folder.path());
            let files = Arc::new(Watched::of_disk());
            let options = RuleOptions { rules: vec![folder.path().join("given.toml")], ..RuleOptions::default() };
            let mut projects = Projects::over(Arc::clone(&files), options, None).unwrap();
            fs::create_dir(folder.path().join("house/desk/news")).unwrap();
            let project = projects.governing(Some(&folder.path().join("house/desk/news/tide.md")));
            assert_eq!(project.configuration.packages.len(), 1, "{:?}", projects.take_problems());
            assert!(!files.has_changed());
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "# Another size.\n".repeat(20)).unwrap();
            assert_eq!(files.has_changed(), decides, "{name}");
            assert_eq!(files.has_asked_for(&path), decides && !name.ends_with("new.toml"), "{name}");
        }
    }

    #[test]
    fn of_a_folder_counts_what_its_glob_means() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| fs::write(folder.path().join(name), "").unwrap();
        fs::create_dir_all(folder.path().join("house/deep")).unwrap();
        write("house/a.toml");
        let files = Watched::of_disk();
        assert!(files.is_folder(&folder.path().join("house")));
        assert_eq!(files.matching(folder.path(), "house/**/*.toml").unwrap().len(), 1);
        write("house/a.md");
        write("b.toml");
        assert!(!files.has_changed());
        write("house/deep/b.toml");
        assert!(files.has_changed());
    }

    #[test]
    fn what_comes_between_a_question_and_the_next_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        let files = Watched::of_disk();
        assert!(!files.is_there(&path));
        fs::write(&path, "").unwrap();
        assert!(files.toml(&path).is_ok());
        assert!(!files.is_there(&path), "one answer for whoever asks once more");
        assert!(files.has_changed());
    }

    #[test]
    #[cfg(unix)]
    fn a_link_that_leads_elsewhere_is_noticed_and_a_file_is_known_by_all_its_paths() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("one")).unwrap();
        fs::create_dir(path("two")).unwrap();
        symlink(path("one"), path("link")).unwrap();
        let files = Watched::of_disk();
        assert!(files.real(&path("link")).is_some());
        assert!(files.has_asked_for(&path("one")) && !files.has_asked_for(&path("two")));
        assert!(!files.has_changed());
        fs::remove_file(path("link")).unwrap();
        symlink(path("two"), path("link")).unwrap();
        assert!(files.has_changed());
    }

    #[test]
    fn a_folder_that_becomes_part_of_another_project_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let desk = folder.path().join("desk");
        fs::create_dir_all(desk.join(".git")).unwrap();
        let files = Watched::of_disk();
        assert_eq!(files.project_root(&desk), desk);
        assert!(!files.has_changed());
        fs::create_dir(folder.path().join(".git")).unwrap();
        assert!(!files.has_changed(), "the innermost one counts");
        fs::remove_dir(desk.join(".git")).unwrap();
        assert!(files.has_changed());
    }
}
