//! What a pull request brings along for git, and for the hooks that hand its files over: nothing of it runs, and nothing of it
//! hides an article.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::files::{Desk, Run, UNCLOSED};
use super::living::{concise, git, repository};

/// Every file below a folder, with its bytes and when it was last written.
fn contents(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let stamp = fs::metadata(&path).unwrap().modified().unwrap();
                all.insert(path.to_string_lossy().into_owned(), (fs::read(&path).unwrap(), stamp));
            }
        }
    }
    all
}

/// Gives a file a date that git does not expect, and leaves it as it is.
fn touch(desk: &Desk, name: &str) {
    let file = fs::File::options().write(true).open(desk.path(name)).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
}

/// Every hook that could run while something is asked leaves a trace.
#[cfg(unix)]
fn set_traps(folder: &Path, trap: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::create_dir_all(folder).unwrap();
    for hook in ["post-index-change", "post-checkout", "fsmonitor-watchman", "reference-transaction", "pre-auto-gc"] {
        let path = folder.join(hook);
        fs::write(&path, format!("#!/bin/sh\ntouch '{}'\n", trap.display())).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_folder_with_the_files_of_a_repository_is_none() {
    let desk = repository(&[("content/sub/a.txt", "All is well.\n"), ("b.txt", "All is well.\n")]);
    let trap = desk.path("trap");
    // What a commit can bring: all of these are ordinary files.
    let evil = repository(&[("a.txt", "All is well.\n")]);
    for part in ["HEAD", "index"] {
        fs::copy(evil.path(".git").join(part), desk.path("content").join(part)).unwrap();
    }
    for (path, (bytes, _)) in contents(&evil.path(".git/objects")) {
        let target =
            desk.path("content/objects").join(Path::new(&path).strip_prefix(evil.path(".git/objects")).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
    fs::create_dir_all(desk.path("content/refs/heads")).unwrap();
    fs::copy(evil.path(".git/refs/heads/main"), desk.path("content/refs/heads/main")).unwrap();
    fs::write(desk.path("content/config"), "[core]\n\tbare = false\n\tworktree = .\n").unwrap();
    set_traps(&desk.path("content/hooks"), &trap);
    // As git last saw it, and then touched.
    fs::write(desk.path("content/a.txt"), "All is well.\n").unwrap();
    fs::write(desk.path("content/sub/a.txt"), UNCLOSED).unwrap();
    git(&desk, &["add", "--all"]);
    git(&desk, &["commit", "--quiet", "--message", "a pull request"]);
    for args in [
        ["--since", "main", "content"],
        ["--since", "HEAD~1", "content/sub/a.txt"],
        ["--staged", "--changed-lines", "content/sub"],
    ] {
        let run = desk.run(&[&["check"], &args[..]].concat());
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{run:?}");
        assert!(run.err.contains("laid out like the inside of a git repository"), "{run:?}");
        assert!(run.err.contains("content"), "{run:?}");
    }
    // A repository may also say that its objects are elsewhere.
    fs::remove_dir_all(desk.path("content/refs")).unwrap();
    fs::write(desk.path("content/commondir"), "objects\n").unwrap();
    assert_eq!(desk.run(&["check", "--since", "HEAD~1", "content"]).status, Some(2));
    // From the top they are files like others.
    assert_eq!(concise(&desk, &["--since", "HEAD~1"]), ["content/sub/a.txt:1:9"]);
    assert!(!trap.exists(), "a hook of the pull request ran");
}

/// git tells what it starts to whoever asks it to.
#[cfg(unix)]
#[test]
fn git_starts_nothing_and_writes_nothing() {
    let desk = repository(&[("a.txt", "All is well.\n"), ("b.txt", "All is well.\n"), ("c.txt", UNCLOSED)]);
    let trap = desk.path("trap");
    set_traps(&desk.path(".git/hooks"), &trap);
    set_traps(&desk.path("hooks"), &trap);
    git(&desk, &["config", "diff.autoRefreshIndex", "true"]);
    for hooks in ["", "hooks"] {
        if !hooks.is_empty() {
            git(&desk, &["config", "core.hooksPath", hooks]);
        }
        fs::write(desk.path("b.txt"), UNCLOSED).unwrap();
        git(&desk, &["add", "b.txt"]);
        let _ = fs::remove_file(&trap);
        // The staged text is read from git where the file holds another.
        fs::write(desk.path("b.txt"), "All is well again.\n").unwrap();
        touch(&desk, "a.txt");
        touch(&desk, "c.txt");
        let before = contents(&desk.path(".git"));
        for args in [
            &["--staged"][..],
            &["--since", "HEAD"],
            &["--staged", "--changed-lines"],
            &["--since", "HEAD", "--changed-lines"],
        ] {
            let trace = desk.path("trace");
            let _ = fs::remove_file(&trace);
            let mut command = desk.command(&[&["check", "--format", "concise"], args].concat());
            let run = Run::of(command.env("GIT_TRACE2_EVENT", &trace).output().unwrap());
            let expected = if args.contains(&"--staged") { "b.txt:1:9: " } else { "" };
            assert!(run.status < Some(2) && run.out.starts_with(expected), "{args:?} {run:?}");
            assert_eq!(run.out.lines().count(), usize::from(!expected.is_empty()), "{args:?} {run:?}");
            let events = fs::read_to_string(&trace).unwrap();
            let of = |kind: &str| -> Vec<&str> {
                let kind = format!("\"event\":\"{kind}\"");
                events.lines().filter(|line| line.contains(&kind)).collect()
            };
            assert_eq!((of("child_start"), of("exec")), (vec![], vec![]), "{args:?}");
            let starts = of("start");
            assert!(starts.len() >= 4, "{starts:?}");
            for start in starts {
                for setting in ["safe.bareRepository=explicit", "core.hooksPath=/dev/null", "core.fsmonitor=false"] {
                    assert!(start.contains(setting), "{start}");
                }
            }
        }
        assert!(before == contents(&desk.path(".git")), "something below .git was written");
        assert!(!trap.exists(), "a hook ran");
    }
}

#[test]
fn a_touched_article_is_not_a_changed_one() {
    let odd = "a \"new\" – جديد.txt";
    let desk = repository(&[("a.txt", UNCLOSED), (odd, UNCLOSED), ("b.txt", UNCLOSED)]);
    for name in ["a.txt", odd, "b.txt"] {
        touch(&desk, name);
    }
    fs::write(desk.path("b.txt"), format!("A new line.\n{UNCLOSED}")).unwrap();
    assert_eq!(concise(&desk, &["--since", "HEAD"]), ["b.txt:2:9"]);
    assert_eq!(concise(&desk, &["--since", "HEAD", "--changed-lines"]), Vec::<String>::new());
    assert_eq!(concise(&desk, &["--staged"]), Vec::<String>::new());
}

#[test]
fn the_first_commit_of_all_is_compared_with_nothing() {
    let desk = Desk::new(&[("a.txt", UNCLOSED), ("b.txt", UNCLOSED)]);
    git(&desk, &["init", "--quiet"]);
    git(&desk, &["add", "a.txt"]);
    assert_eq!(concise(&desk, &["--staged"]), ["a.txt:1:9"]);
    assert_eq!(concise(&desk, &["--staged", "--changed-lines"]), ["a.txt:1:9"]);
}

/// Articles with one finding on an old line and one on a new line, around a submodule, under every taste in diffs.
#[cfg(unix)]
#[test]
fn changed_lines_are_those_of_their_own_article_under_any_settings() {
    let odd = ["a \"quoted\"\tname.txt", "خبر جديد.txt", "new\nline.txt", "b b b.txt", "z.txt"];
    let old: Vec<(&str, &str)> = odd.iter().map(|name| (*name, UNCLOSED)).collect();
    let desk = repository(&old);
    let inner = repository(&[("c.txt", "One.\n")]);
    let address = inner.path(".").to_string_lossy().into_owned();
    git(&desk, &["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &address, "m"]);
    fs::write(desk.path(".gitattributes"), "*.txt diff=desk\n").unwrap();
    git(&desk, &["config", "--file", ".gitmodules", "submodule.m.ignore", "none"]);
    git(&desk, &["add", "--all"]);
    git(&desk, &["commit", "--quiet", "--message", "with a submodule"]);
    fs::write(desk.path("m/c.txt"), "Two.\n").unwrap();
    for (number, name) in odd.iter().enumerate() {
        // Not on the same line of every article.
        fs::write(desk.path(name), format!("{UNCLOSED}{}She said “no.\n", "Calm.\n".repeat(number * 7))).unwrap();
    }
    git(&Desk::new(&[]), &["-C", &desk.path("m").to_string_lossy(), "commit", "--quiet", "--all", "--message", "two"]);
    git(&desk, &["add", "--all"]);
    git(&desk, &["commit", "--quiet", "--message", "a pull request"]);
    let lines = |args: &[&str]| -> Vec<String> {
        let run = desk.run(&[&["check", "--format", "json"], args].concat());
        assert_eq!(run.status, Some(1), "{args:?} {run:?}");
        run.out.split("\"path\":").skip(1).map(str::to_owned).collect()
    };
    assert_eq!(lines(&[]).len(), odd.len() * 2);
    let wanted = lines(&["--since", "HEAD~1", "--changed-lines"]);
    assert_eq!(wanted.len(), odd.len(), "{wanted:?}");
    for (name, value) in [
        ("diff.submodule", "log"),
        ("diff.submodule", "diff"),
        ("diff.ignoreSubmodules", "none"),
        ("submodule.recurse", "true"),
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.srcPrefix", "x y/"),
        ("diff.renames", "copies"),
        ("diff.relative", "true"),
        ("diff.orderFile", "order"),
        ("diff.context", "9"),
        ("diff.interHunkContext", "9"),
        ("diff.colorMoved", "zebra"),
        ("color.ui", "always"),
        ("core.quotePath", "true"),
        ("diff.wordRegex", "."),
        ("diff.algorithm", "patience"),
        ("diff.desk.xfuncname", "^(Calm.*)$"),
    ] {
        fs::write(desk.path(".git/order"), "z.txt\n").unwrap();
        git(&desk, &["config", name, if value == "order" { ".git/order" } else { value }]);
        assert!(wanted == lines(&["--since", "HEAD~1", "--changed-lines"]), "{name}={value}");
        git(&desk, &["config", "--unset", name]);
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_became_an_article_is_a_new_article() {
    let desk = repository(&[("b.txt", "All is well.\n")]);
    std::os::unix::fs::symlink("b.txt", desk.path("a.txt")).unwrap();
    git(&desk, &["add", "--all"]);
    git(&desk, &["commit", "--quiet", "--message", "a link"]);
    fs::remove_file(desk.path("a.txt")).unwrap();
    fs::write(desk.path("a.txt"), UNCLOSED).unwrap();
    assert_eq!(concise(&desk, &["--since", "HEAD"]), ["a.txt:1:9"]);
    git(&desk, &["add", "--all"]);
    assert_eq!(concise(&desk, &["--staged"]), ["a.txt:1:9"]);
    assert_eq!(concise(&desk, &["--staged", "--changed-lines"]), ["a.txt:1:9"]);
    git(&desk, &["commit", "--quiet", "--message", "an article"]);
    assert_eq!(concise(&desk, &["--since", "HEAD~1", "--changed-lines"]), ["a.txt:1:9"]);
}

/// In UTF-16 half a letter may look like the end of a line, and a pull request may tell git to look for lines all the same.
#[test]
fn lines_that_git_cannot_count_hide_nothing() {
    let utf16 =
        |text: &str| [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    // Each of these letters holds a byte 0x0A.
    let first = "\u{a0a}".repeat(30) + "\n";
    let desk = repository(&[(".gitattributes", "*.txt diff\n")]);
    fs::write(desk.path("a.txt"), utf16(&first)).unwrap();
    git(&desk, &["add", "--all"]);
    git(&desk, &["commit", "--quiet", "--message", "an article"]);
    fs::write(desk.path("a.txt"), utf16(&format!("{first}{UNCLOSED}"))).unwrap();
    let all = concise(&desk, &["--lang", "en", "--since", "HEAD"]);
    assert_eq!(all, ["a.txt:2:9"]);
    assert_eq!(concise(&desk, &["--lang", "en", "--since", "HEAD", "--changed-lines"]), all);
}

/// A clone without old contents, as CI makes them to save time.
#[cfg(unix)]
#[test]
fn a_clone_without_contents_is_asked_for_names_only() {
    let origin = repository(&[("a.txt", "All is well.\n"), ("b.txt", UNCLOSED)]);
    fs::write(origin.path("a.txt"), UNCLOSED).unwrap();
    git(&origin, &["commit", "--quiet", "--all", "--message", "a pull request"]);
    git(&origin, &["config", "uploadpack.allowFilter", "true"]);
    let address = format!("file://{}", origin.path(".").display());
    let desk = Desk::new(&[]);
    git(&desk, &["clone", "--quiet", "--filter=blob:none", &address, "clone"]);
    let run = |args: &[&str]| {
        let mut command = desk.command(&[&["check", "--format", "concise", "--since", "HEAD~1"], args].concat());
        Run::of(command.current_dir(desk.path("clone")).output().unwrap())
    };
    let names = run(&[]);
    assert_eq!((names.status, names.out.lines().count()), (Some(1), 1), "{names:?}");
    assert!(names.out.starts_with("a.txt:1:9: "), "{names:?}");
    let lines = run(&["--changed-lines"]);
    assert_eq!(lines.status, Some(2), "{lines:?}");
    assert!(lines.err.contains("git failed: ") && !lines.err.contains("warning"), "{lines:?}");
    assert!(lines.err.contains("fetch") || lines.err.contains("missing"), "{lines:?}");
}

/// Hooks and shells hand names over as they are.
#[test]
fn a_name_that_looks_like_an_option_sets_none() {
    let good = "All is well.\n";
    let quiet = "ignore = [\"all\"]\n";
    let desk = Desk::new(&[
        ("news.md", UNCLOSED),
        ("good.md", good),
        ("x.md", quiet),
        ("--config=x.md", quiet),
        ("--output=good.md", good),
        ("--fail-on=never", good),
        ("-h.md", UNCLOSED),
        ("-", UNCLOSED),
        ("@x", UNCLOSED),
    ]);
    let hook = ["check", "--format", "concise", "--force-exclude"];
    for name in ["--config=x.md", "--output=good.md", "--fail-on=never", "-h.md", "-"] {
        let run = desk.run(&[&hook[..], &[name, "news.md"]].concat());
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{name} {run:?}");
        let told = format!("error: {name}: this is the name of a file, and would be read as an option");
        assert!(run.err.starts_with(&told) && run.err.contains(&format!("write ./{name} or put --")), "{run:?}");
    }
    assert_eq!(desk.read("good.md"), good);
    // Written as the message says, they are articles.
    let plain = ["./-h.md", "./-", "@x", "news.md"];
    assert_eq!(desk.run(&[&hook[..], &plain].concat()).out.lines().count(), 4);
    let named = ["--", "--config=x.md", "-h.md", "@x", "news.md"];
    assert_eq!(desk.run(&[&hook[..], &named].concat()).out.lines().count(), 3);
    // The same options are options where no file has their name, and an editor's text comes through.
    assert_eq!(desk.run(&["check", "--config", "x.md", "news.md"]).status, Some(0));
    assert_eq!(desk.run(&["check", "-"]).status, Some(0));
}
