//! The files that a configuration is read from, with the packages that it names: of these nothing is read twice, and what one says
//! can lead nowhere but into itself.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_spanned::Spanned;

use super::files::{Files, glob_matcher};
use super::package::{PACKAGE_FILE, Package, PackageHead};
use crate::config::{Pin, Written};
use crate::text::{Place, Problem};
use crate::toml_doc::TomlFile;

/// What is wrong with a path in a package that leads out of it.
const OUTSIDE_PACKAGE: &str = "the path leads out of the package, where nothing in it may lead";

/// Whether to look at a path is to call another machine, and on some systems to tell it who is calling.
fn is_on_network(path: &str) -> bool {
    let is_slash = |c: char| matches!(c, '/' | '\\');
    path.starts_with(is_slash) && path.chars().nth(1).is_some_and(is_slash)
}

/// The package that a real path is in; of several, the innermost one.
fn innermost<'p>(packages: &'p [Package], path: &Path) -> Option<&'p Package> {
    let around = packages.iter().filter(|package| path.starts_with(&package.folder));
    around.max_by_key(|package| package.folder.components().count())
}

/// A package that a configuration uses.
#[derive(Debug, Clone)]
pub struct UsedPackage {
    /// What it says of itself.
    pub head: PackageHead,
    /// Its folder as the configuration writes it.
    pub written: String,
    /// The hash of its content.
    pub sha256: String,
}

/// Where a configuration was read from, packages apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadFrom {
    /// The files that were asked for, and folders, also those that are not there.
    pub paths: BTreeSet<PathBuf>,
    /// The folders in which files were looked for, each with the glob, relative to it, that they match.
    pub globs: BTreeSet<(PathBuf, String)>,
}

/// Files with the packages found in them so far.
pub(super) struct Packaged<'f> {
    files: &'f dyn Files,
    read_from: RefCell<ReadFrom>,
    packages: RefCell<Vec<Package>>,
    used: RefCell<Vec<UsedPackage>>,
    /// What decides whether packages are what they should be: their folders, and the files in them.
    looked_at: RefCell<Vec<PathBuf>>,
}

impl<'f> Packaged<'f> {
    pub(super) fn over(files: &'f dyn Files) -> Self {
        let (read_from, packages, used, looked_at) = Default::default();
        Self { files, read_from, packages, used, looked_at }
    }

    /// Opens the package that a configuration in `folder` pins, which is read if its content is what the pin says. Where the
    /// configuration is part of a package, the other one has to lie in that.
    ///
    /// # Errors
    /// A problem at the pin. It does not tell what is in a folder outside the project at `root`: whoever wrote the
    /// configuration has to know that already.
    pub(super) fn open(
        &self,
        written: &Written<'_>,
        pin: &Pin,
        folder: &Path,
        root: &Path,
    ) -> Result<Package, Problem> {
        let named = &pin.package;
        let said = named.get_ref();
        let again = format!("look at it, then let `copydesk package pin {said}` write down its content");
        let none = || {
            let problem = written.problem(named, format!("there is no package at `{said}`"));
            problem.with_help(format!("a package is a folder with a {PACKAGE_FILE}"))
        };
        if is_on_network(said) {
            return Err(written.problem(named, "a path on the network; a package lies on a disk of this machine"));
        }
        let around = self.package_of(folder);
        if around.is_some() && Path::new(said).is_absolute() {
            return Err(written.problem(named, OUTSIDE_PACKAGE));
        }
        // It may come later, or a link may lead elsewhere later.
        self.look_at(&folder.join(said));
        let real = self.files.real(&folder.join(said)).ok_or_else(none)?;
        if around.is_some_and(|around| !real.starts_with(around)) {
            return Err(written.problem(named, OUTSIDE_PACKAGE));
        }
        self.look_at(&real);
        let Some(wanted) = &pin.sha256 else {
            return Err(written.problem(named, format!("the package `{said}` is not pinned")).with_help(again));
        };
        if wanted.get_ref().len() != 64 || !wanted.get_ref().bytes().all(|byte| byte.is_ascii_hexdigit()) {
            let problem = written.problem(wanted, "no SHA-256, which has 64 hexadecimal digits");
            return Err(problem.with_help(again));
        }
        let is_outside = !real.starts_with(root);
        let package = Package::read(self, &real).map_err(|problem| match is_outside {
            true => none(),
            false => problem,
        })?;
        package.files.iter().for_each(|(path, _)| self.look_at(path));
        let folders = package.files.iter().flat_map(|(path, _)| path.ancestors().skip(1));
        folders.filter(|folder| folder.starts_with(&real)).for_each(|folder| self.look_at(folder));
        if !package.sha256.eq_ignore_ascii_case(wanted.get_ref()) {
            let problem =
                written.problem(wanted, format!("the package `{said}` is not what was pinned; it is not used"));
            return Err(problem.with_help(again));
        }
        let head = package.head()?;
        if let Some(version) = pin.version.as_ref().filter(|version| *version.get_ref() != head.version) {
            let problem = written.problem(version, format!("the package `{said}` has version `{}`", head.version));
            return Err(problem.with_help(again));
        }
        let mut packages = self.packages.borrow_mut();
        if !packages.iter().any(|known| known.folder == real) {
            packages.push(package.clone());
            self.used.borrow_mut().push(UsedPackage { head, written: said.clone(), sha256: package.sha256.clone() });
        }
        Ok(package)
    }

    /// Where everything outside packages was read from.
    pub(super) fn take_read_from(&self) -> ReadFrom {
        self.read_from.take()
    }

    /// Notes that a path was asked for.
    fn note(&self, path: &Path) {
        self.read_from.borrow_mut().paths.insert(path.to_owned());
    }

    fn look_at(&self, path: &Path) {
        let mut looked_at = self.looked_at.borrow_mut();
        if !looked_at.iter().any(|known| known == path) {
            looked_at.push(path.to_owned());
        }
    }

    /// The folder of the package that a real path is in; of several, of the innermost one.
    pub(super) fn package_of(&self, path: &Path) -> Option<PathBuf> {
        innermost(&self.packages.borrow(), path).map(|package| package.folder.clone())
    }

    /// The real path of a file that a configuration in `folder` names, if it is inside `root`, or, where the configuration is part of
    /// a package, inside that.
    pub(super) fn below(
        &self,
        written: &Written<'_>,
        named: &Spanned<impl AsRef<str>>,
        folder: &Path,
        root: &Path,
    ) -> Result<PathBuf, Problem> {
        let said = named.get_ref().as_ref();
        let path = Path::new(said);
        if path.is_absolute() || is_on_network(said) {
            return Err(written.problem(named, "an absolute path; paths in a configuration are relative to its folder"));
        }
        let missing = || written.problem(named, format!("there is no file `{said}`"));
        self.note(&folder.join(path));
        let real = self.real(&folder.join(path)).ok_or_else(missing)?;
        let package = self.package_of(folder);
        let root = package.as_deref().unwrap_or(root);
        if real.starts_with(root) { Ok(real) } else { Err(written.problem(named, super::OUTSIDE)) }
    }

    /// The packages that were opened, and everything that decides about them.
    pub(super) fn take_used(&self) -> (Vec<UsedPackage>, Vec<TomlFile>, Vec<PathBuf>) {
        let files = self.packages.take().into_iter().flat_map(|package| package.files);
        (self.used.take(), files.map(|(_, file)| file).collect(), self.looked_at.take())
    }
}

impl Files for Packaged<'_> {
    fn toml(&self, path: &Path) -> Result<TomlFile, Problem> {
        let packages = self.packages.borrow();
        let real = self.real(path);
        let real = real.as_deref().unwrap_or(path);
        let Some(package) = innermost(&packages, real) else {
            self.note(path);
            return self.files.toml(path);
        };
        let known = package.files.iter().find(|(known, _)| known == real);
        let missing = || {
            let problem = Problem::new("not among the files of the package that are pinned");
            problem.at(Place::file(self.shown_name(path)))
        };
        known.map(|(_, file)| file.clone()).ok_or_else(missing)
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, Problem> {
        self.files.bytes(path)
    }

    fn real(&self, path: &Path) -> Option<PathBuf> {
        self.files.real(path)
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.note(path);
        self.files.is_folder(path)
    }

    fn matching(&self, folder: &Path, glob: &str) -> Result<Vec<PathBuf>, String> {
        let packages = self.packages.borrow();
        let Some(package) = innermost(&packages, folder) else {
            self.read_from.borrow_mut().globs.insert((folder.to_owned(), glob.to_owned()));
            return self.files.matching(folder, glob);
        };
        let matcher = glob_matcher(glob)?;
        let is_meant = |path: &&PathBuf| path.strip_prefix(folder).is_ok_and(|path| matcher.is_match(path));
        Ok(package.files.iter().map(|(path, _)| path).filter(is_meant).cloned().collect())
    }

    fn leads_outside(&self, path: &Path, folder: &Path) -> bool {
        self.files.leads_outside(path, folder)
    }

    fn project_root(&self, folder: &Path) -> PathBuf {
        self.files.project_root(folder)
    }

    fn shown_name(&self, path: &Path) -> String {
        self.files.shown_name(path)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Configuration, Given, Texts};
    use super::*;
    use crate::testing::languages;

    #[test]
    fn a_configuration_knows_where_it_was_read_from() {
        let rules = "schema = 1\nname = 'a'\nlanguages = ['en']\n";
        let files = Texts::from([
            ("desk/copydesk.toml", "extends = '../copydesk.toml'\nrule-sets = ['house', 'more/*.toml']\n"),
            ("copydesk.toml", "stylebook = 'names.toml'\n"),
            ("desk/house/deep/a.toml", rules),
        ]);
        let languages = languages();
        let path = Path::new("desk/copydesk.toml");
        let read = Configuration::resolve(&files, Some(path), &Given::nothing(&languages)).read_from;
        for path in ["copydesk.toml", "names.toml", "desk/copydesk.toml", "desk/house", "desk/house/deep/a.toml"] {
            assert!(read.paths.contains(Path::new(path)), "{path}: {read:?}");
        }
        let glob = |glob: &str| read.globs.contains(&(PathBuf::from("desk"), glob.to_owned()));
        assert!(glob("house/**/*.toml") && glob("more/*.toml"), "{read:?}");
    }
}
