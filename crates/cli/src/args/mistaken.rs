//! Names of files that would be read as options. Hooks and shells hand names over as they are, so whoever may name a file could
//! set an option.

use std::ffi::{OsStr, OsString};
use std::path::Path;

/// The first argument that would be read as an option, or as the sign of standard input, though a file goes by that name.
/// `args` are those behind the name of the program. Behind `--` everything is a name, and is read as one.
///
/// The sign of standard input is left alone unless the names come from a tool, which says so by `--force-exclude`: a file
/// called `-` is no reason why an editor could not pipe its text.
pub fn mistaken(args: &[OsString], is_file: impl Fn(&Path) -> bool) -> Option<&OsStr> {
    let read: Vec<&OsString> = args.iter().take_while(|arg| *arg != "--").collect();
    let from_tool = read.iter().any(|arg| *arg == "--force-exclude");
    let is_option = |arg: &OsStr| arg.as_encoded_bytes().starts_with(b"-") && (arg != "-" || from_tool);
    read.into_iter().map(OsString::as_os_str).find(|arg| is_option(arg) && is_file(Path::new(arg)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_not_taken_for_an_option() {
        let found = |args: &[&str]| {
            let args: Vec<OsString> = args.iter().map(OsString::from).collect();
            let files = ["--config=x.md", "-h.md", "-", "@x", "a.txt"];
            mistaken(&args, |path| files.iter().any(|file| path == Path::new(file))).map(OsStr::to_owned)
        };
        assert_eq!(found(&["check", "--fix", "@x", "a.txt", "-"]), None);
        assert_eq!(found(&["check", "--config=x.md"]), Some("--config=x.md".into()));
        assert_eq!(found(&["check", "a.txt", "-h.md"]), Some("-h.md".into()));
        assert_eq!(found(&["check", "--force-exclude", "-"]), Some("-".into()));
        assert_eq!(found(&["check", "--force-exclude", "./-h.md", "--", "-h.md", "-"]), None);
    }
}
