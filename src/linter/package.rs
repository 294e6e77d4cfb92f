//! Packages: folders of rules that somebody else keeps. A configuration names one together with the hash of its content, and
//! reads it only while the content is that.
//!
//! The hash is that of a list with a line for each TOML file of the folder: the SHA-256 of its bytes, two spaces and its path, the
//! lines in order of path. It is what `sha256sum` says of what `sha256sum` says of the files, so that anybody can work it out. A line end
//! of Windows counts as one of Unix, in what is hashed and in what is read: where git changes them on checking out, nothing has changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;
use serde_spanned::Spanned;
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;

use super::files::Files;
use crate::config::FILE_NAME;
use crate::text::{Place, Problem, SourceId, decode};
use crate::toml_doc::TomlFile;

/// The file that makes a folder a package.
pub const PACKAGE_FILE: &str = "package.toml";

/// Most files of a package.
const MOST_FILES: usize = 4096;
/// Most bytes of all files of a package.
const MOST_BYTES: usize = 64 << 20;

/// What [`PACKAGE_FILE`] holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    schema: Spanned<u32>,
    name: Spanned<String>,
    version: Spanned<String>,
}

/// What a package says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageHead {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The content of a package, read once: what was hashed is what is used.
#[derive(Debug, Clone)]
pub struct Package {
    /// Its real folder.
    pub folder: PathBuf,
    /// The hash of its content, 64 hexadecimal digits in lower case.
    pub sha256: String,
    /// Its TOML files by their real paths, in order of path.
    pub files: Vec<(PathBuf, TomlFile)>,
}

impl Package {
    /// Reads the package in a real folder, without believing a word of it.
    ///
    /// # Errors
    /// A problem that says nothing of what stands in the files: the folder holds no package, or more than is read.
    pub fn read(files: &dyn Files, folder: &Path) -> Result<Self, Problem> {
        let about = |message: String| Problem::new(message).at(Place::file(files.shown_name(folder)));
        let head = folder.join(PACKAGE_FILE);
        // A link is no part of the content, and where case does not count in names, it counts all the same.
        if files.real(&head).is_none_or(|real| real != head) || files.bytes(&head).is_err() {
            let problem = about("the folder is no package".to_owned());
            return Err(problem.with_help(format!("a package has a {PACKAGE_FILE} with schema = 1, name and version")));
        }
        let mut named: Vec<(String, PathBuf)> = Vec::new();
        for path in files.matching(folder, "**/*.toml").map_err(about)? {
            if is_hidden_in(folder, &path) {
                continue;
            }
            match path.strip_prefix(folder).ok().and_then(name_of) {
                Some(name) => named.push((name, path)),
                None => {
                    let problem = Problem::new("the name of the file is not UTF-8, or not one line");
                    return Err(problem.at(Place::file(files.shown_name(&path))));
                }
            }
        }
        if named.len() > MOST_FILES {
            return Err(about(format!("the package has more than {MOST_FILES} TOML files")));
        }
        named.sort();
        if let Some((one, other)) = same_for_some_systems(&named) {
            return Err(about(format!(
                "`{one}` and `{other}` are one file on some systems, so one of them would be lost"
            )));
        }
        let (mut list, mut read, mut total) = (String::new(), Vec::new(), 0);
        for (name, path) in named {
            let bytes = files.bytes(&path)?;
            total += bytes.len();
            if total > MOST_BYTES {
                return Err(about(format!("the files of the package are larger than {} MiB", MOST_BYTES >> 20)));
            }
            let text = decode(&SourceId::File(path.clone()), bytes)?.replace("\r\n", "\n");
            list.push_str(&hex(text.as_bytes()));
            list.extend(["  ", &name, "\n"]);
            let file = TomlFile::new(files.shown_name(&path), text.strip_prefix('\u{feff}').unwrap_or(&text));
            read.push((path, file));
        }
        Ok(Self { folder: folder.to_owned(), sha256: hex(list.as_bytes()), files: read })
    }

    /// What it says of itself.
    ///
    /// # Errors
    /// What is wrong with its [`PACKAGE_FILE`].
    pub fn head(&self) -> Result<PackageHead, Problem> {
        let path = self.folder.join(PACKAGE_FILE);
        let missing = || Problem::new("there is no such file or folder").at(Place::file(PACKAGE_FILE));
        let (_, file) = self.files.iter().find(|(known, _)| *known == path).ok_or_else(missing)?;
        let mut problems = Vec::new();
        let keys = file.parse(&mut problems).decode::<Keys>(&mut problems);
        match (keys, problems.into_iter().next()) {
            (Some(keys), None) if *keys.schema.get_ref() == 1 => {
                let is_odd =
                    |it: &&Spanned<String>| it.get_ref().trim().is_empty() || it.get_ref().contains(char::is_control);
                if let Some(odd) = [&keys.name, &keys.version].into_iter().find(is_odd) {
                    return Err(file.problem(odd.span(), "a package has a name and a version of one line each"));
                }
                Ok(PackageHead { name: keys.name.into_inner(), version: keys.version.into_inner() })
            }
            (Some(keys), None) => Err(file.problem(keys.schema.span(), "this version reads schema 1")),
            (_, Some(problem)) => Err(problem),
            (None, None) => Err(missing()),
        }
    }

    /// Its rule sets: every TOML file but the one that says what it is, and the one that says how it is used.
    pub fn rule_sets(&self) -> impl Iterator<Item = &(PathBuf, TomlFile)> {
        self.files.iter().filter(|(path, _)| is_rule_set(path))
    }
}

/// Whether a TOML file in a folder of rules is one of them, by its name.
pub(super) fn is_rule_set(path: &Path) -> bool {
    path.file_name().is_none_or(|name| name != PACKAGE_FILE && name != FILE_NAME)
}

/// Whether a path in a folder is one that begins with a dot somewhere in that: what systems and editors leave there is no rule set.
pub(super) fn is_hidden_in(folder: &Path, path: &Path) -> bool {
    let is_hidden = |part: Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
    path.strip_prefix(folder).is_ok_and(|path| path.components().any(is_hidden))
}

/// A path inside a package as it stands in the list that is hashed.
fn name_of(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    let name = parts?.join("/");
    // Of such names `sha256sum` makes something else.
    let is_plain = !name.chars().any(|c| c.is_control() || c == '\\');
    is_plain.then_some(name)
}

/// Two names that a system takes for one in which neither case nor the way a letter is put together counts.
fn same_for_some_systems(named: &[(String, PathBuf)]) -> Option<(&str, &str)> {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    named.iter().find_map(|(name, _)| {
        let folded = name.nfc().flat_map(char::to_lowercase).nfc().collect();
        known.insert(folded, name).map(|before| (before, name.as_str()))
    })
}

/// The SHA-256 of bytes, in hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a text cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::super::Texts;
    use super::*;

    const HEAD: &str = "schema = 1\nname = \"daily-style\"\nversion = \"1.2.0\"\n";

    fn read(files: &[(&str, &str)]) -> Result<Package, String> {
        let files: Texts = files.iter().map(|(path, text)| (format!("p/{path}"), *text)).collect();
        Package::read(&files, Path::new("p")).map_err(|problem| format!("{problem:#}"))
    }

    #[test]
    fn the_hash_is_what_sha256sum_says() {
        // cd p; sha256sum package.toml rules/a.toml | sha256sum
        let package = read(&[("package.toml", HEAD), ("rules/a.toml", "x = 1\n"), ("README.md", "read me")]);
        assert_eq!(package.unwrap().sha256, "184942d8dd368990e6f7111a4a4bcd9b6ebacf7da9e0b242e4cb57e909d9a401");
    }

    #[test]
    fn names_and_bytes_of_toml_files_make_the_content() {
        let sum = |files: &[(&str, &str)]| read(files).unwrap().sha256;
        let first = sum(&[("package.toml", HEAD), ("a.toml", "x = 1")]);
        assert_eq!(first, sum(&[("a.toml", "x = 1"), ("package.toml", HEAD), (".cache/a.toml", ""), ("a.md", "")]));
        assert_ne!(first, sum(&[("package.toml", HEAD), ("a.toml", "x = 2")]));
        assert_ne!(first, sum(&[("package.toml", HEAD), ("b.toml", "x = 1")]));
        assert_ne!(first, sum(&[("package.toml", HEAD), ("a.toml", "x = 1"), ("b.toml", "")]));
    }

    #[test]
    fn line_ends_are_the_same_on_every_system() {
        let unix = read(&[("package.toml", HEAD), ("a.toml", "x = '''\na\n'''\n")]).unwrap();
        let windows =
            read(&[("package.toml", &HEAD.replace('\n', "\r\n")), ("a.toml", "x = '''\r\na\r\n'''\r\n")]).unwrap();
        assert_eq!(unix.sha256, windows.sha256);
        let texts = |package: &Package| package.files.iter().map(|(_, file)| file.text.to_string()).collect::<Vec<_>>();
        assert_eq!(texts(&unix), texts(&windows), "what was hashed is what is used");
    }

    #[test]
    fn names_that_some_systems_take_for_one_are_refused() {
        for (one, other) in [("A.toml", "a.toml"), ("b/É.toml", "b/e\u{301}.toml")] {
            let refused = read(&[("package.toml", HEAD), (one, ""), (other, "")]).unwrap_err();
            assert!(refused.contains("are one file on some systems"), "{refused}");
        }
        assert!(read(&[("package.toml", HEAD), ("a/x.toml", ""), ("b/x.toml", "")]).is_ok());
    }

    #[test]
    fn a_package_says_what_it_is() {
        let head = read(&[("package.toml", HEAD)]).unwrap().head();
        assert_eq!(head, Ok(PackageHead { name: "daily-style".into(), version: "1.2.0".into() }));
        let wrong = |text: &str| read(&[("package.toml", text)]).unwrap().head().unwrap_err().to_string();
        assert_eq!(wrong("schema = 2\nname = ''\nversion = ''"), "p/package.toml:1:10: this version reads schema 1");
        assert_eq!(wrong("schema = 1\nnmae = ''"), "p/package.toml:2:1: unknown key `nmae`");
        let one_line = |at: &str| format!("p/package.toml:{at}: a package has a name and a version of one line each");
        assert_eq!(wrong("schema = 1\nname = ' '\nversion = '1'"), one_line("2:8"));
        assert_eq!(wrong("schema = 1\nname = 'a'\nversion = \"1\\n2\""), one_line("3:11"));
        assert_eq!(
            read(&[("a.toml", "")]).unwrap_err(),
            "p: the folder is no package (a package has a package.toml with schema = 1, name and version)"
        );
    }

    #[test]
    fn rule_sets_are_the_other_files() {
        let package = read(&[("package.toml", HEAD), ("copydesk.toml", ""), ("b/x.toml", ""), ("a.toml", "")]).unwrap();
        let names: Vec<&str> = package.rule_sets().map(|(_, file)| &*file.name).collect();
        assert_eq!(names, ["p/a.toml", "p/b/x.toml"]);
    }
}
