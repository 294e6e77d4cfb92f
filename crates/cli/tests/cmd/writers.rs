//! Files that copydesk writes: each reaches the disk before it takes its place, keeps its mode and owner, and is not written
//! over what came between.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::process::Stdio;

use crate::files::{Desk, REVERSED, Run, UNCLOSED};
use crate::tracing::{calls, is_possible};

/// Two articles that spell one name in two ways each.
const NAMES: &str =
    "Sergey Lavrov spoke on Monday. Later Sergei Lavrov left.\nSergey Lavrov came back, and Sergei Lavrov did not.\n";

/// Every command that writes a file, with the file it writes.
const WRITERS: [(&str, &[&str]); 9] = [
    ("a.txt", &["check", "--fix", "a.txt"]),
    ("r.jsonl", &["check", "--fix", "r.jsonl"]),
    ("known.toml", &["check", "--write-baseline=known.toml"]),
    ("found.json", &["check", "--format", "json", "--output", "found.json"]),
    ("one.tally", &["names", "--save-tally", "one.tally"]),
    ("survey.csv", &["names", "--format", "csv", "--output", "survey.csv"]),
    ("both.tally", &["names", "merge", "one.tally", "--output", "both.tally"]),
    ("both.tally", &["names", "merge", "both.tally", "one.tally", "--output", "both.tally"]),
    ("style.toml", &["names", "--write", "style.toml"]),
];

fn newsroom() -> Desk {
    let record = serde_json::json!({ "text": REVERSED });
    let desk = Desk::new(&[("a.txt", REVERSED), ("n.txt", NAMES), ("r.jsonl", &format!("{record}\n"))]);
    // What the commands read.
    for (_, args) in WRITERS.iter().filter(|(name, _)| name.ends_with(".tally")) {
        assert_eq!(desk.run(args).status, Some(0), "{args:?}");
    }
    desk
}

/// Brings the articles back, so that there is something to write.
fn renew(desk: &Desk) {
    let record = serde_json::json!({ "text": REVERSED });
    fs::write(desk.path("a.txt"), REVERSED).unwrap();
    fs::write(desk.path("r.jsonl"), format!("{record}\n")).unwrap();
}

/// Whether this user may give files away.
fn is_root(desk: &Desk) -> bool {
    fs::metadata(desk.path("a.txt")).unwrap().uid() == 0
}

#[test]
fn what_is_written_is_on_the_disk_before_it_takes_its_place() {
    if !is_possible() {
        return;
    }
    let desk = newsroom();
    let names = "openat,fsync,rename,renameat,renameat2,linkat";
    let init: (&str, &[&str]) = ("copydesk.toml", &["init"]);
    // First where there is no such file yet, then where there is one.
    let again = WRITERS.iter().filter(|(name, _)| ["known.toml", "found.json", "style.toml"].contains(name));
    for (name, args) in WRITERS.iter().chain([&init]).chain(again) {
        if *name == "style.toml" && desk.path(name).exists() {
            // Otherwise there is nothing new to propose.
            fs::write(desk.path(name), "# Ours\n").unwrap();
        }
        let (mut calls, run) = calls(&desk, names, args, &[]);
        assert!(run.status < Some(2), "{args:?} {run:?}");
        calls.retain(|call| ["fsync", "rename", "linkat", "O_EXCL", "O_WRONLY"].iter().any(|what| call.contains(what)));
        let position = |what: &str, from: usize, is: &dyn Fn(&str) -> bool| {
            let found = calls.iter().skip(from).position(|call| is(call));
            found.unwrap_or_else(|| panic!("{args:?}: no {what} in {calls:#?}")) + from
        };
        let placed = |call: &str| {
            let rest = call.split_once("rename").or_else(|| call.split_once("linkat"));
            rest.is_some_and(|(_, rest)| rest.split('"').nth(3).is_some_and(|to| to.ends_with(name)))
        };
        let place = position("replacement", 0, &placed);
        let beside = calls[place].split('"').nth(1).unwrap().rsplit('/').next().unwrap().to_owned();
        assert!(beside.starts_with(".copydesk-"), "{beside}");
        let begun = position("new file", 0, &|call| call.contains(&beside) && call.contains("O_EXCL"));
        let synced = position("sync", begun, &|call| call.contains("fsync(") && call.contains(&beside));
        position("sync of the folder", place, &|call| call.contains("fsync(") && !call.contains(".copydesk-"));
        assert!(synced < place, "{args:?}: {calls:#?}");
        let direct = |call: &&String| call.contains(&format!("/{name}\"")) && call.contains("O_WRONLY");
        assert_eq!(calls.iter().find(direct), None, "{args:?}");
    }
}

#[test]
fn a_file_keeps_its_mode_and_its_owner() {
    let desk = newsroom();
    let is_root = is_root(&desk);
    if !is_root {
        eprintln!("SKIPPED: owners, since only root may give files away; modes are shown");
    }
    for (name, args) in WRITERS {
        renew(&desk);
        if !desk.path(name).exists() {
            assert!(desk.run(args).status < Some(2), "{args:?}");
        }
        let before = |path| {
            let metadata = fs::metadata(path).unwrap();
            (metadata.mode() & 0o7777, metadata.uid(), metadata.gid())
        };
        let inode = |path| fs::metadata(path).unwrap().ino();
        fs::set_permissions(desk.path(name), fs::Permissions::from_mode(0o640)).unwrap();
        let mut wanted = before(desk.path(name));
        if is_root {
            std::os::unix::fs::chown(desk.path(name), Some(1234), Some(4321)).unwrap();
            wanted = (0o640, 1234, 4321);
        }
        if name == "style.toml" {
            // Otherwise there is nothing new to propose.
            fs::write(desk.path(name), "# Ours\n").unwrap();
        }
        let old = inode(desk.path(name));
        assert!(desk.run(args).status < Some(2), "{args:?}");
        assert_ne!(inode(desk.path(name)), old, "{args:?} writes");
        assert_eq!(before(desk.path(name)), wanted, "{args:?}");
    }
    // A new one is as any new file of the user's.
    let new = Desk::new(&[("a.txt", UNCLOSED), ("plain", "")]);
    new.run(&["check", "--write-baseline", "--output", "found"]);
    new.run(&["check", "--output", "found"]);
    let mode = |name: &str| fs::metadata(new.path(name)).unwrap().mode();
    assert_eq!([mode("copydesk-baseline.toml"), mode("found")], [mode("plain"); 2]);
}

#[test]
fn a_file_that_is_read_only_is_left_alone() {
    let desk = newsroom();
    for (name, args) in
        WRITERS.into_iter().filter(|(name, _)| ["known.toml", "found.json", "style.toml"].contains(name))
    {
        renew(&desk);
        if !desk.path(name).exists() {
            assert!(desk.run(args).status < Some(2), "{args:?}");
        }
        if name == "style.toml" {
            fs::write(desk.path(name), "# Ours\n").unwrap();
        }
        let text = fs::read(desk.path(name)).unwrap();
        let mode = |mode| fs::set_permissions(desk.path(name), fs::Permissions::from_mode(mode)).unwrap();
        mode(0o444);
        let run = desk.run(args);
        assert_eq!(run.status, Some(2), "{args:?} {run:?}");
        assert!(run.err.contains(name) && run.err.contains("the file is read-only"), "{run:?}");
        assert_eq!(fs::read(desk.path(name)).unwrap(), text);
        mode(0o644);
    }
}

#[test]
fn baselines_written_at_once_lose_nothing_or_say_so() {
    const RUNS: usize = 6;
    let files: Vec<(String, String)> = (0..RUNS * 10)
        .map(|n| (format!("desk{}/{n}.txt", n / 10), UNCLOSED.replace("tide", &format!("tide of day {n}"))))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let desk = Desk::new(&files);
    for round in 0..4 {
        // Half of the rounds begin with a baseline, and half with none.
        let _ = fs::remove_file(desk.path("known.toml"));
        if round % 2 == 1 {
            fs::write(desk.path("known.toml"), "schema = 1\n").unwrap();
        }
        let runs: Vec<_> = (0..RUNS)
            .map(|n| {
                let mut command = desk.command(&["check", "--write-baseline=known.toml", &format!("desk{n}")]);
                command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        let runs: Vec<Run> = runs.into_iter().map(|run| Run::of(run.wait_with_output().unwrap())).collect();
        let written = desk.read("known.toml");
        let mut done = 0;
        for (n, run) in runs.iter().enumerate() {
            match run.status {
                Some(0) => {
                    done += 1;
                    for article in n * 10..n * 10 + 10 {
                        let name = format!("desk{n}/{article}.txt");
                        assert!(written.contains(&name), "{name} is lost, and nobody said so: {runs:?}");
                    }
                }
                status => {
                    assert_eq!(status, Some(2), "{run:?}");
                    let said = "known.toml: cannot be written: the file changed since it was read";
                    assert!(run.err.contains(said) && run.err.contains("run copydesk again"), "{run:?}");
                }
            }
        }
        assert!(done > 0, "somebody is first: {runs:?}");
    }
    assert_eq!(fs::read_dir(desk.path(".")).unwrap().count(), RUNS + 1, "nothing is left behind");
}
