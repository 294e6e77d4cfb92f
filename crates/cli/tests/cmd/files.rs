//! Calls that need files no repository can hold, or more than one step.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder that goes away with the test, and with it the caches of whoever works there.
pub struct Desk {
    folder: tempfile::TempDir,
    caches: tempfile::TempDir,
}

impl Desk {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap(), caches: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            let path = desk.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        desk
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(args).current_dir(self.folder.path());
        command
            .env_remove("COPYDESK_UI_LANG")
            .env_remove("COPYDESK_CACHE_DIR")
            .env("XDG_CACHE_HOME", self.caches.path())
            .env_remove("CLICOLOR_FORCE")
            .env_remove("FORCE_COLOR")
            .env_remove("COPYDESK_BIDI")
            .env_remove("PRE_COMMIT")
            .env_remove("GIT_INDEX_FILE")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        Run::of(self.command(args).output().unwrap())
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }
}

#[derive(Debug)]
pub struct Run {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Run {
    pub fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

pub const REVERSED: &str = "The sign said ”mind the step” twice.\n“Mind it,” he said.\n";
pub const REPAIRED: &str = "The sign said “mind the step” twice.\n“Mind it,” he said.\n";
pub const UNCLOSED: &str = "قال إنه “ينتظر المد.\n";

#[test]
fn a_second_repair_changes_nothing() {
    let desk = Desk::new(&[("a.txt", REVERSED), ("b.txt", UNCLOSED)]);
    let first = desk.run(&["check", "--fix", "--format", "concise"]);
    assert_eq!((first.status, desk.read("a.txt").as_str()), (Some(1), REPAIRED), "{first:?}");
    let stamp = fs::metadata(desk.path("a.txt")).unwrap().modified().unwrap();
    let second = desk.run(&["check", "--fix", "--format", "concise"]);
    assert_eq!((second.status, &second.out), (Some(1), &first.out));
    assert_eq!(fs::metadata(desk.path("a.txt")).unwrap().modified().unwrap(), stamp);
    assert_eq!(fs::read_dir(desk.path(".")).unwrap().count(), 2);
}

#[test]
fn line_ends_and_byte_order_mark_stay() {
    let text = format!("\u{feff}{}", REVERSED.replace('\n', "\r\n"));
    let desk = Desk::new(&[("a.txt", &text)]);
    assert_eq!(desk.run(&["check", "--fix"]).status, Some(0));
    assert_eq!(desk.read("a.txt"), format!("\u{feff}{}", REPAIRED.replace('\n', "\r\n")));
}

#[test]
fn the_output_is_the_same_for_any_number_of_threads() {
    let files: Vec<(String, String)> =
        (0..60).map(|n| (format!("{:02}/{n}.txt", n % 7), UNCLOSED.repeat(n % 4))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let desk = Desk::new(&files);
    let with = |jobs: &str, codes: &str| desk.run(&["check", "--format", "jsonl", "--select", codes, "--jobs", jobs]);
    let one = with("1", "quotes");
    assert!(one.out.lines().count() > 40, "{one:?}");
    assert_eq!(one.out, with("4", "quotes").out);
    let paths: Vec<&str> = one.out.lines().map(|line| line.split('"').nth(3).unwrap()).collect();
    assert!(paths.is_sorted_by_key(Path::new), "{paths:?}");
    // With the second pass, too.
    assert_eq!(with("1", "ads/repeated-line,quotes").out, with("4", "ads/repeated-line,quotes").out);
}

#[test]
fn a_line_that_recurs_in_a_run_is_found() {
    let body = "The ferry to the island was late again on Tuesday morning, the harbour master said.\n";
    let line = "Our reporters bring you the news of the coast every day\n";
    let files: Vec<(String, String)> = (0..30).map(|n| (format!("{n}.txt"), format!("{n} {body}{line}"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let desk = Desk::new(&files);
    let run = desk.run(&["check", "--format", "concise", "--select", "ads/repeated-line"]);
    assert_eq!(run.out.lines().count(), 30, "{run:?}");
    assert!(run.out.lines().all(|line| line.contains(".txt:2:1: info[ads/repeated-line]")), "{run:?}");
}

#[test]
fn a_file_named_twice_is_checked_once() {
    let desk = Desk::new(&[("a.txt", UNCLOSED)]);
    let run = desk.run(&["check", "--format", "concise", ".", "a.txt", "./a.txt"]);
    assert_eq!(run.out.lines().count(), 1, "{run:?}");
}

#[test]
fn a_named_file_is_read_whatever_its_extension() {
    let desk = Desk::new(&[("a.story", UNCLOSED)]);
    assert_eq!(desk.run(&["check", "a.story"]).status, Some(1));
    assert!(desk.run(&["check"]).out.contains("No articles found here."));
}

#[test]
fn hidden_and_ignored_files_are_left_out() {
    let desk = Desk::new(&[(".hidden/a.txt", UNCLOSED), ("drafts/a.txt", UNCLOSED), (".gitignore", "drafts/\n")]);
    let run = desk.run(&["check"]);
    assert_eq!(run.status, Some(0), "{run:?}");
}

#[test]
fn an_article_beyond_the_limit_is_a_finding_and_the_rest_is_checked() {
    let desk = Desk::new(&[("a.txt", &"word ".repeat(300_000)), ("b.txt", UNCLOSED)]);
    let run = desk.run(&["check", "--format", "concise", "--max-file-size", "1"]);
    assert_eq!(run.status, Some(1));
    assert!(run.out.starts_with("a.txt:1:1: error[copydesk/unreadable] larger than 1 MiB"), "{run:?}");
    assert!(run.out.contains("\nb.txt:1:9: error"), "{run:?}");
}

#[test]
fn findings_go_to_the_file_asked_for() {
    let desk = Desk::new(&[("a.txt", UNCLOSED)]);
    let run = desk.run(&["check", "--color", "always", "--bidi", "isolate", "--output", "found.out"]);
    assert_eq!((run.status, run.out.as_str()), (Some(1), ""));
    let found = desk.read("found.out");
    assert!(found.starts_with("a.txt:1:9 error[quotes/unclosed]\n"), "{found}");
    assert!(!found.contains(['\u{1b}', '\u{2068}']), "{found}");
}

#[test]
fn standard_input_is_a_filter_with_fix() {
    let desk = Desk::new(&[]);
    let filter = |input: &[u8]| {
        let mut child = desk
            .command(&["check", "--fix", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        child.wait_with_output().unwrap()
    };
    assert_eq!(filter(REVERSED.as_bytes()).stdout, REPAIRED.as_bytes());
    // What cannot be read passes through.
    let broken = filter(b"caf\xe9");
    assert_eq!((broken.status.code(), broken.stdout.as_slice()), (Some(1), &b"caf\xe9"[..]));
}

#[test]
fn a_folder_of_its_own_configuration_differs() {
    let desk = Desk::new(&[
        ("copydesk.toml", "[severity]\nquotes = \"info\"\n"),
        ("a.txt", UNCLOSED),
        ("b/copydesk.toml", "extends = \"../copydesk.toml\"\n[severity]\n\"quotes/unclosed\" = \"warning\"\n"),
        ("b/a.txt", UNCLOSED),
        ("c/copydesk.toml", "ignore = [\"quotes\"]\n"),
        ("c/a.txt", UNCLOSED),
    ]);
    let run = desk.run(&["check", "--format", "concise"]);
    let severities: Vec<&str> = run.out.lines().filter_map(|line| line.split_once(" the ")).map(|(at, _)| at).collect();
    assert_eq!(severities, ["a.txt:1:9: info[quotes/unclosed]", "b/a.txt:1:9: warning[quotes/unclosed]"], "{run:?}");
}

#[test]
fn configurations_cannot_extend_in_a_circle_or_leave_the_project() {
    let desk = Desk::new(&[
        ("in/copydesk.toml", "extends = \"base.toml\"\nstylebook = \"../names.toml\"\n"),
        ("in/base.toml", "extends = \"copydesk.toml\"\n"),
        ("in/a.txt", UNCLOSED),
        ("names.toml", ""),
    ]);
    let run = desk.run(&["check", "in"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("in/base.toml:1:11: the files extend one another in a circle"), "{run:?}");
    assert!(run.err.contains("in/copydesk.toml:2:13: the file is outside the project"), "{run:?}");
}

#[test]
fn articles_under_a_configuration_that_cannot_be_read_are_not_checked_by_other_rules() {
    let desk = Desk::new(&[("a/copydesk.toml", "selct = []\n"), ("a/a.txt", UNCLOSED), ("b/a.txt", UNCLOSED)]);
    let run = desk.run(&["check", "--format", "concise"]);
    assert_eq!(run.status, Some(2));
    assert_eq!(run.out.lines().count(), 1, "{run:?}");
    assert!(run.out.starts_with("b/a.txt"), "{run:?}");
    assert!(run.err.contains("help: did you mean `select`?"), "{run:?}");
    assert!(
        run.err.contains("a/copydesk.toml: articles not checked because this configuration cannot be used: 1"),
        "{run:?}"
    );
}

#[test]
fn the_language_of_messages_can_come_from_the_environment() {
    let desk = Desk::new(&[("a.txt", UNCLOSED)]);
    let say = |tag: &str| Run::of(desk.command(&["check"]).env("COPYDESK_UI_LANG", tag).output().unwrap());
    assert!(say("en").out.contains("line 1, word 3"));
    assert!(say("ar").out.contains("السطر 1، الكلمة 3"));
    assert_eq!(say("xx").status, Some(2));
}

#[test]
fn rules_and_options_stand_in_the_configuration_itself() {
    let config = "extends = \"base.toml\"\n[options.\"quotes/house-style\"]\nconvention = \"«»\"\n\
                  [[rule]]\ncode = \"house/ferry\"\nkind = \"existence\"\nmessage = \"ship\"\ntokens = [\"ferry\"]\n";
    let desk = Desk::new(&[
        ("copydesk.toml", config),
        ("base.toml", "select = [\"quotes/house-style\", \"house\"]\n"),
        ("a.txt", "“Wait for the ferry,” he said.\n"),
    ]);
    let run = desk.run(&["check", "--format", "concise"]);
    assert!(run.out.contains("warning[house/ferry] ship"), "{run:?}");
    assert!(run.out.contains("[quotes/house-style]"), "{run:?}");
}

#[test]
fn house_style_keeps_a_quotation_apart_from_the_one_around_it() {
    // The house names one pair: what is quoted inside it takes the usual pair of another look.
    let desk = Desk::new(&[
        ("copydesk.toml", "select = [\"quotes/house-style\"]\n[options.\"quotes/house-style\"]\nconvention = \"“”\"\n"),
        ("a.txt", "قال: «قرأت “بيان اللجنة” مرتين».\nوكرر «السؤال».\n"),
    ]);
    desk.run(&["check", "--fix"]);
    assert_eq!(desk.read("a.txt"), "قال: “قرأت «بيان اللجنة» مرتين”.\nوكرر “السؤال”.\n");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::io::Read as _;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    fn pipe(path: &Path) {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    /// Runs it, and fails instead of waiting for ever.
    fn run_in_time(desk: &Desk, args: &[&str]) -> Run {
        let mut child = desk.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        for _ in 0..200 {
            if child.try_wait().unwrap().is_some() {
                return Run::of(child.wait_with_output().unwrap());
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        child.kill().unwrap();
        panic!("it hangs");
    }

    #[test]
    fn pipes_are_never_opened() {
        let desk = Desk::new(&[("a.txt", UNCLOSED), ("b/b.txt", UNCLOSED)]);
        pipe(&desk.path("pipe.txt"));
        pipe(&desk.path("b/.gitignore"));
        let run = run_in_time(&desk, &["check", "--format", "concise", ".", "pipe.txt"]);
        assert_eq!((run.status, run.out.lines().count()), (Some(2), 1), "{run:?}");
        assert!(run.err.contains("pipe.txt: not a regular file, so it is not opened"), "{run:?}");
        assert!(run.err.contains("b/.gitignore: not a regular file"), "{run:?}");
        // Below a folder whose own rules cannot be read, and for a configuration.
        let run = run_in_time(&desk, &["check", "b"]);
        assert!(run.err.contains(".gitignore: not a regular file"), "{run:?}");
        let desk = Desk::new(&[("a.txt", UNCLOSED)]);
        pipe(&desk.path("copydesk.toml"));
        let run = run_in_time(&desk, &["check"]);
        assert!(run.err.contains("copydesk.toml: not a regular file"), "{run:?}");
    }

    #[test]
    fn an_unreadable_file_is_a_problem() {
        let desk = Desk::new(&[("a.txt", UNCLOSED), ("b.txt", UNCLOSED)]);
        fs::set_permissions(desk.path("a.txt"), fs::Permissions::from_mode(0o000)).unwrap();
        if fs::read(desk.path("a.txt")).is_ok() {
            // Root reads everything.
            return;
        }
        let run = desk.run(&["check", "--format", "concise"]);
        assert_eq!((run.status, run.out.lines().count()), (Some(2), 1), "{run:?}");
        assert!(run.err.starts_with("error: a.txt: cannot be read: permission denied"), "{run:?}");
    }

    #[test]
    fn links_found_in_a_folder_are_not_followed_and_named_ones_are() {
        let desk = Desk::new(&[("real/a.txt", REVERSED)]);
        fs::create_dir(desk.path("d")).unwrap();
        symlink(desk.path("real/a.txt"), desk.path("d/link.txt")).unwrap();
        symlink(desk.path("real"), desk.path("d/folder")).unwrap();
        assert!(desk.run(&["check", "d"]).out.contains("No articles found here."));
        assert_eq!(desk.run(&["check", "--fix", "d/link.txt"]).status, Some(0));
        assert!(fs::symlink_metadata(desk.path("d/link.txt")).unwrap().is_symlink());
        assert_eq!(desk.read("real/a.txt"), REPAIRED);
    }

    #[test]
    fn hard_links_are_not_repaired() {
        let desk = Desk::new(&[("a.txt", REVERSED)]);
        fs::hard_link(desk.path("a.txt"), desk.path("b.text")).unwrap();
        let run = desk.run(&["check", "--fix", "--format", "concise", "a.txt"]);
        assert_eq!((run.status, run.out.lines().count()), (Some(2), 1), "{run:?}");
        assert!(run.err.contains("a.txt: not fixed: the file has other names"), "{run:?}");
        assert_eq!(desk.read("a.txt"), REVERSED);
    }

    #[test]
    fn a_name_that_is_not_utf8_works() {
        let desk = Desk::new(&[]);
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
        if fs::write(desk.path(name), UNCLOSED).is_err() {
            // Some file systems refuse such names.
            return;
        }
        let run = desk.run(&["check", "--format", "jsonl"]);
        assert!(run.out.starts_with("{\"path\":\"caf\\udce9.txt\""), "{run:?}");
        let named = Run::of(desk.command(&["check", "--format", "concise"]).arg(name).output().unwrap());
        assert!(named.out.starts_with("caf\\xE9.txt:1:9: "), "{named:?}");
    }

    #[test]
    fn a_closed_pipe_is_a_quiet_end() {
        let many: Vec<(String, String)> = (0..50).map(|n| (format!("{n}.txt"), UNCLOSED.repeat(100))).collect();
        let files: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let desk = Desk::new(&files);
        let mut child = desk.command(&["check"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    }

    #[test]
    fn an_interrupt_ends_the_run_with_its_status() {
        for (signal, status) in [("INT", 130), ("TERM", 143)] {
            let desk = Desk::new(&[]);
            // Standard input stays open, so that the run waits.
            let mut child = desk.command(&["check", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
            std::thread::sleep(std::time::Duration::from_millis(500));
            let kill = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().unwrap();
            assert!(kill.success());
            assert_eq!(child.wait().unwrap().code(), Some(status));
        }
    }
}

/// Rules of other languages are not read for it, and still nothing is said that a run over everything does not say.
#[test]
fn a_run_over_one_article_says_what_a_run_over_many_says() {
    let arabic = "قال مدير المهرجان إن ”الموسم جيد” هذا العام.\n\nاقرأ أيضا: افتتاح معرض الكتاب غدا\n";
    let english = "---\ncopydesk.ignore: ads/tag-list -- kept\n---\n\nThe mayor said the bridge is “safe again.\n\nRead more: Bridge closed\n";
    let german = "Der Bürgermeister sagte, die Brücke sei „wieder sicher.\n\nLesen Sie auch: Brücke gesperrt\n";
    let desk = Desk::new(&[("a/ar.txt", arabic), ("a/en.md", english), ("a/de.txt", german)]);
    let all = desk.run(&["check", "--select", "all", "--format", "jsonl", "a"]).out;
    for name in ["a/ar.txt", "a/en.md", "a/de.txt"] {
        let alone = desk.run(&["check", "--select", "all", "--format", "jsonl", name]);
        let among: String = all.lines().filter(|line| line.contains(name)).map(|line| format!("{line}\n")).collect();
        assert!(!among.is_empty(), "{name}");
        assert_eq!((alone.out, alone.err.as_str()), (among, ""), "{name}");
    }
    let run = desk.run(&["check", "--select", "attribution/vague:hearsay,ads/tag-list", "a/de.txt"]);
    assert_eq!((run.status, run.err.as_str()), (Some(0), ""));
    let run = desk.run(&["check", "--select", "ads/tag-lost", "a/de.txt"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("ads/tag-list"), "{}", run.err);
}
