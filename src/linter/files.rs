//! The files that configurations are read from.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use globset::GlobBuilder;

use crate::config::{FILE_NAME, NESTS_TOO_DEEP, leaves_folder, nests_too_deep};
use crate::text::{Place, Problem, path_name};
use crate::toml_doc::TomlFile;

/// What is wrong with a file that a configuration may not name.
pub const OUTSIDE: &str = "the file is outside the project, where no configuration reads";

/// The files that configurations are read from: those of a disk, of an editor's buffers over a disk, or texts in memory
/// ([`Texts`]). Paths are those that a configuration's own path and what it names come to.
pub trait Files {
    /// The TOML file at `path`, under the name people know it by.
    ///
    /// # Errors
    /// A problem, with the file's name, if it is missing, too large, or not UTF-8.
    fn toml(&self, path: &Path) -> Result<TomlFile, Problem>;

    /// The bytes of the TOML file at `path`, as they are stored.
    ///
    /// # Errors
    /// A problem, with the file's name, if it is missing, too large, or no regular file.
    fn bytes(&self, path: &Path) -> Result<Vec<u8>, Problem>;

    /// The real path of a file or folder, links followed; `None` if it is not there.
    fn real(&self, path: &Path) -> Option<PathBuf>;

    /// Whether there is a folder at `path`.
    fn is_folder(&self, path: &Path) -> bool;

    /// The regular files below `folder` that a glob relative to it means, in order of path.
    ///
    /// # Errors
    /// What is wrong with the glob, in words.
    fn matching(&self, folder: &Path, glob: &str) -> Result<Vec<PathBuf>, String>;

    /// Whether a path, its links followed, is outside a folder. What is not there yet is where its folder is.
    fn leads_outside(&self, path: &Path, folder: &Path) -> bool;

    /// The outermost folder of the project that `folder` belongs to; nothing that a configuration names may be outside.
    fn project_root(&self, folder: &Path) -> PathBuf;

    /// A path as people know it.
    fn shown_name(&self, path: &Path) -> String;
}

/// What a glob of a configuration matches paths with, relative to the configuration's folder.
///
/// # Errors
/// What is wrong with the glob, in words.
pub fn glob_matcher(glob: &str) -> Result<globset::GlobMatcher, String> {
    let glob = glob.strip_prefix("./").unwrap_or(glob);
    if let Some(fault) = leaves_folder(glob) {
        return Err(fault.to_owned());
    }
    if nests_too_deep(glob.as_bytes()) {
        return Err(NESTS_TOO_DEEP.to_owned());
    }
    let built = GlobBuilder::new(glob).literal_separator(true).build();
    Ok(built.map_err(|error| format!("not a glob: {}", error.kind()))?.compile_matcher())
}

/// Files held in memory, by their paths. There are no links, and all of them are one project.
#[derive(Debug, Clone, Default)]
pub struct Texts(BTreeMap<PathBuf, String>);

impl<P: Into<PathBuf>, T: Into<String>> FromIterator<(P, T)> for Texts {
    fn from_iter<I: IntoIterator<Item = (P, T)>>(files: I) -> Self {
        Self(files.into_iter().map(|(path, text)| (plain(&path.into()), text.into())).collect())
    }
}

impl<P: Into<PathBuf>, T: Into<String>, const N: usize> From<[(P, T); N]> for Texts {
    fn from(files: [(P, T); N]) -> Self {
        files.into_iter().collect()
    }
}

impl Texts {
    /// The text at `path`.
    fn text(&self, path: &Path) -> Result<&str, Problem> {
        let missing = || Problem::new("there is no such file or folder").at(Place::file(self.shown_name(path)));
        self.0.get(&plain(path)).map(String::as_str).ok_or_else(missing)
    }
}

/// A path without `.`, and without `..` as far as it leads to something.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

impl Files for Texts {
    fn toml(&self, path: &Path) -> Result<TomlFile, Problem> {
        let text = self.text(path)?;
        Ok(TomlFile::new(self.shown_name(path), text.strip_prefix('\u{feff}').unwrap_or(text)))
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, Problem> {
        Ok(self.text(path)?.as_bytes().to_vec())
    }

    fn real(&self, path: &Path) -> Option<PathBuf> {
        let path = plain(path);
        self.0.keys().any(|known| known.starts_with(&path)).then_some(path)
    }

    fn is_folder(&self, path: &Path) -> bool {
        let path = plain(path);
        self.0.keys().any(|known| *known != path && known.starts_with(&path))
    }

    fn matching(&self, folder: &Path, glob: &str) -> Result<Vec<PathBuf>, String> {
        let (matcher, folder) = (glob_matcher(glob)?, plain(folder));
        let is_meant = |path: &&PathBuf| path.strip_prefix(&folder).is_ok_and(|path| matcher.is_match(path));
        Ok(self.0.keys().filter(is_meant).cloned().collect())
    }

    fn leads_outside(&self, path: &Path, folder: &Path) -> bool {
        !plain(path).starts_with(plain(folder))
    }

    fn project_root(&self, folder: &Path) -> PathBuf {
        let outermost = folder.ancestors().filter(|folder| self.0.contains_key(&folder.join(FILE_NAME))).last();
        outermost.unwrap_or(folder).to_owned()
    }

    fn shown_name(&self, path: &Path) -> String {
        path_name(path).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_path_folder_and_glob() {
        let files = Texts::from([("copydesk.toml", ""), ("house/ads.toml", ""), ("house/deep/x.toml", "")]);
        assert_eq!(files.real(Path::new("./house/../house")), Some(PathBuf::from("house")));
        assert_eq!(files.real(Path::new("hous")), None);
        assert_eq!(files.matching(Path::new(""), "house/*.toml"), Ok(vec![PathBuf::from("house/ads.toml")]));
        assert!(files.matching(Path::new(""), "../*.toml").is_err());
        assert!(files.leads_outside(Path::new("house/../../x"), Path::new("house")));
        assert!(files.toml(Path::new("none.toml")).is_err());
    }
}
