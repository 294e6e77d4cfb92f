//! Addresses of texts, which are the editor's: they are given back as they came, letter for letter.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::report::safe;
use serde::{Deserialize, Serialize};

/// The address of a text. Two are the same if they are spelled the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Uri(Arc<str>);

impl Uri {
    /// The address as the editor wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of a file, by its absolute path; nothing for a path that is none.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let uri = safe::uri(path);
        let rest = uri.strip_prefix("file://")?;
        // Before the letter of a drive stands a slash, too.
        Some(Self(if rest.starts_with('/') { uri.into() } else { format!("file:///{rest}").into() }))
    }

    /// The file behind it; nothing for a text that is no file of this machine.
    #[must_use]
    pub fn path(&self) -> Option<PathBuf> {
        let path = file_path(&self.0, cfg!(windows))?;
        #[cfg(unix)]
        let path = <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(path);
        #[cfg(not(unix))]
        let path = String::from_utf8(path).ok()?;
        Some(PathBuf::from(path))
    }
}

/// The bytes of the path that a `file:` address means, written as the system at hand writes paths.
fn file_path(uri: &str, is_windows: bool) -> Option<Vec<u8>> {
    let (scheme, rest) = uri.split_once(':')?;
    let rest = rest.split(['?', '#']).next().filter(|_| scheme.eq_ignore_ascii_case("file"))?;
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/')?),
        None => ("", rest),
    };
    let host = if host.eq_ignore_ascii_case("localhost") { "" } else { host };
    let mut bytes = decoded(path);
    if bytes.contains(&0) || bytes.first() != Some(&b'/') {
        return None;
    }
    if is_windows {
        bytes.iter_mut().filter(|byte| **byte == b'/').for_each(|byte| *byte = b'\\');
        match *bytes {
            _ if !host.is_empty() => bytes = [br"\\", host.as_bytes(), &bytes].concat(),
            [_, letter, b':' | b'|', ref rest @ ..] if letter.is_ascii_alphabetic() => {
                bytes = [&[letter, b':'], rest].concat();
            }
            _ => return None,
        }
    } else if !host.is_empty() {
        return None;
    }
    Some(bytes)
}

/// The bytes that a part of an address means. A percent sign that begins no escape is itself.
fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut parts = text.split('%');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        let escape = part.split_at_checked(2).and_then(|(digits, rest)| {
            let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            Some((u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)?, rest))
        });
        let (byte, rest) = escape.unwrap_or((b'%', part));
        bytes.push(byte);
        bytes.extend(rest.bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(uri: &str, is_windows: bool) -> Option<String> {
        file_path(uri, is_windows).map(|path| String::from_utf8_lossy(&path).into_owned())
    }

    #[test]
    fn addresses_of_files_are_paths() {
        for (uri, meant) in [
            ("file:///a/b.txt", "/a/b.txt"),
            ("file:/x", "/x"),
            ("FILE://LocalHost/a%20b%23.md#part?x", "/a b#.md"),
            ("file:///%D8%B9/é%/%zz%+1%4", "/ع/é%/%zz%+1%4"),
            ("file:///c%3A/a", "/c:/a"),
        ] {
            assert_eq!(path(uri, false).as_deref(), Some(meant), "{uri}");
        }
        assert_eq!(file_path("file:///%ff", false), Some(vec![b'/', 0xFF]));
    }

    #[cfg(unix)]
    #[test]
    fn paths_have_addresses_that_lead_back() {
        let path = Path::new("/desk/ع a#b.toml");
        let uri = Uri::of_path(path).unwrap();
        assert_eq!((uri.as_str(), uri.path().as_deref()), ("file:///desk/%D8%B9%20a%23b.toml", Some(path)));
        assert_eq!(Uri::of_path(Path::new("a.toml")), None);
    }

    #[test]
    fn windows_has_drives_and_hosts() {
        for (uri, meant) in [
            ("file:///c%3A/News/a%20b.md", r"c:\News\a b.md"),
            ("file:///C:/a.md", r"C:\a.md"),
            ("file:/C|/a.md", r"C:\a.md"),
            ("file://server/share/a.md", r"\\server\share\a.md"),
        ] {
            assert_eq!(path(uri, true).as_deref(), Some(meant), "{uri}");
        }
        assert_eq!(path("file:///a/b.md", true), None);
    }

    #[test]
    fn what_is_no_file_of_this_machine_has_no_path() {
        for uri in ["", "::", "untitled:a", "file:", "file://", "file:x", "file://host/x", "file:///%00", "http://a/b"]
        {
            assert_eq!(path(uri, false), None, "{uri}");
        }
    }
}
