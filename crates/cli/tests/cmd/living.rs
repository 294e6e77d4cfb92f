//! Old debt, and what changed since: baselines, git, repairs that end halfway.

use std::fs;
use std::process::{Command, Stdio};

use super::files::{Desk, REPAIRED, REVERSED, Run, UNCLOSED};

pub fn git(desk: &Desk, args: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=desk", "-c", "user.email=desk@example.org", "-c", "init.defaultBranch=main"])
        .args(args)
        .current_dir(desk.path("."))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    assert!(output.status.success(), "git {args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

pub fn repository(files: &[(&str, &str)]) -> Desk {
    let desk = Desk::new(files);
    git(&desk, &["init", "--quiet"]);
    git(&desk, &["add", "--all"]);
    git(&desk, &["commit", "--quiet", "--message", "the archive"]);
    desk
}

pub fn concise(desk: &Desk, args: &[&str]) -> Vec<String> {
    let run = desk.run(&[&["check", "--format", "concise"], args].concat());
    assert!(run.status < Some(2), "{run:?}");
    run.out.lines().map(|line| line.split(": ").next().unwrap().to_owned()).collect()
}

#[test]
fn a_baseline_keeps_old_findings_quiet_and_nothing_else() {
    let desk = Desk::new(&[("news/a.txt", UNCLOSED), ("b.txt", &UNCLOSED.repeat(2)), ("copydesk.toml", "")]);
    let run = desk.run(&["check", "--write-baseline"]);
    assert_eq!((run.status, run.out.as_str()), (Some(0), ""), "{run:?}");
    assert!(
        run.err.contains("Wrote 3 problems to the baseline.")
            && run.err.contains("baseline = \"copydesk-baseline.toml\""),
        "{run:?}"
    );
    fs::write(desk.path("copydesk.toml"), "baseline = \"copydesk-baseline.toml\"\n").unwrap();
    let run = desk.run(&["check"]);
    assert_eq!(
        (run.status, run.out.as_str()),
        (Some(0), "No problems found in 2 articles.\n3 problems are in the baseline and are not shown.\n")
    );
    // From another folder the articles have the same names.
    let mut inside = desk.command(&["check", "a.txt"]);
    assert_eq!(Run::of(inside.current_dir(desk.path("news")).output().unwrap()).status, Some(0));
    // Lines put in above change nothing; one more finding is one more.
    fs::write(desk.path("news/a.txt"), format!("A headline\n\nA new first line.\n{UNCLOSED}She said “no.\n")).unwrap();
    assert_eq!(concise(&desk, &[]), ["news/a.txt:5:10"]);
    assert_eq!(concise(&desk, &["--no-baseline"]).len(), 4);
    // Written again, the same findings make the same file, and a repaired one leaves it.
    let written = desk.run(&["check", "--write-baseline"]);
    assert!(written.err.contains("Wrote 4 problems to the baseline."), "{written:?}");
    let before = desk.read("copydesk-baseline.toml");
    fs::write(desk.path("b.txt"), "All is well.\n").unwrap();
    let stale = desk.run(&["check"]);
    assert_eq!(stale.status, Some(0));
    assert!(stale.out.contains("2 entries of the baseline were not found again"), "{stale:?}");
    assert!(stale.out.contains("  b.txt: quotes/unclosed قال انه “ينتظر المد"), "{stale:?}");
    desk.run(&["check", "--write-baseline"]);
    let after = desk.read("copydesk-baseline.toml");
    assert_eq!(after, before.replace("\n[articles.\"b.txt\"]\n\"quotes/unclosed قال انه “ينتظر المد.\" = 2\n", ""));
    // A part of the tree leaves the rest of the file alone, and so do some of the codes.
    desk.run(&["check", "--write-baseline", "b.txt"]);
    desk.run(&["check", "--write-baseline", "--select", "ads"]);
    assert_eq!(desk.read("copydesk-baseline.toml"), after);
    fs::remove_file(desk.path("news/a.txt")).unwrap();
    assert!(desk.run(&["check"]).out.contains("2 entries of the baseline were not found again"));
}

#[test]
fn each_record_of_a_file_has_its_place_in_a_baseline() {
    let record = |id: &str, text: &str| format!("{{\"id\":\"{id}\",\"text\":\"{text}\"}}\n");
    let (one, two) = (record("w1", "He said “wait for the tide."), record("w2", "He said “wait for the tide."));
    let desk = Desk::new(&[("wire.jsonl", &format!("{one}{two}"))]);
    desk.run(&["check", "--write-baseline"]);
    let baseline = desk.read("copydesk-baseline.toml");
    assert!(
        baseline.contains("[articles.\"wire.jsonl#w1\"]") && baseline.contains("[articles.\"wire.jsonl#w2\"]"),
        "{baseline}"
    );
    let check = || desk.run(&["check", "--format", "json", "--baseline", "copydesk-baseline.toml"]);
    // In another order they are the same records; a new one is new, and one that is gone is said to be.
    fs::write(desk.path("wire.jsonl"), format!("{two}{}{one}", record("w3", "He said “wait for the tide."))).unwrap();
    let run = check();
    assert!(
        run.out.contains("\"baseline\":{\"hidden\":2,\"stale\":0}") && run.out.matches("\"code\"").count() == 1,
        "{run:?}"
    );
    fs::write(desk.path("wire.jsonl"), &one).unwrap();
    assert!(check().out.contains("\"baseline\":{\"hidden\":1,\"stale\":1}"));
}

#[test]
fn a_baseline_that_cannot_be_read_is_shown_at_its_place() {
    let desk = Desk::new(&[("a.txt", UNCLOSED), ("b.toml", "schema = 1\n[articles.\"a.txt\"]\n<<<<<<< ours\n")]);
    let run = desk.run(&["check", "--format", "concise", "--baseline", "b.toml"]);
    assert_eq!((run.status, run.out.lines().count()), (Some(2), 1), "{run:?}");
    assert!(run.err.contains("b.toml:3:1"), "{run:?}");
    // It is not written over.
    let run = desk.run(&["check", "--write-baseline=b.toml"]);
    assert_eq!(run.status, Some(2));
    assert!(desk.read("b.toml").contains("<<<<<<<"), "{run:?}");
    let run = desk.run(&["check", "--baseline", "missing.toml"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("missing.toml: there is no such baseline"), "{run:?}");
}

#[test]
fn only_changed_articles_are_checked() {
    let desk = repository(&[("old.txt", UNCLOSED), ("sub/edited.txt", UNCLOSED), ("gone.txt", UNCLOSED)]);
    assert_eq!(desk.run(&["check", "--since", "HEAD"]).out, "No article has changed.\n");
    fs::write(desk.path("sub/edited.txt"), format!("{UNCLOSED}\nShe said “no.\n")).unwrap();
    fs::write(desk.path("a new one — \"جديد\".txt"), UNCLOSED).unwrap();
    fs::remove_file(desk.path("gone.txt")).unwrap();
    let all = ["a new one — \"جديد\".txt:1:9", "sub/edited.txt:1:9", "sub/edited.txt:3:10"];
    assert_eq!(concise(&desk, &["--since", "HEAD"]), all);
    assert_eq!(concise(&desk, &["--since", "HEAD", "--changed-lines"]), [all[0], all[2]]);
    let inside = Run::of(
        desk.command(&["check", "--since", "main", "--format", "concise"])
            .current_dir(desk.path("sub"))
            .output()
            .unwrap(),
    );
    assert_eq!(inside.out.lines().count(), 2, "{inside:?}");
    // What others did to the branch is not ours.
    git(&desk, &["checkout", "--quiet", "-b", "topic"]);
    git(&desk, &["add", "--all"]);
    git(&desk, &["commit", "--quiet", "--message", "ours"]);
    git(&desk, &["checkout", "--quiet", "main"]);
    fs::write(desk.path("old.txt"), format!("{UNCLOSED}More.\n")).unwrap();
    git(&desk, &["commit", "--quiet", "--all", "--message", "theirs"]);
    git(&desk, &["checkout", "--quiet", "topic"]);
    assert_eq!(concise(&desk, &["--since", "main"]), all);
}

#[test]
fn what_is_staged_is_what_is_checked() {
    let desk = repository(&[("a.txt", "All is well.\n"), ("b.txt", REVERSED)]);
    fs::write(desk.path("a.txt"), REVERSED).unwrap();
    assert_eq!(concise(&desk, &["--staged"]), Vec::<String>::new());
    git(&desk, &["add", "a.txt"]);
    fs::write(desk.path("a.txt"), "All is well again.\n").unwrap();
    assert_eq!(concise(&desk, &["--staged"]), ["a.txt:1:15"]);
    let run = desk.run(&["check", "--staged", "--fix"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("a.txt: not fixed: what is staged differs from the file"), "{run:?}");
    assert_eq!(desk.read("a.txt"), "All is well again.\n");
    fs::remove_file(desk.path("a.txt")).unwrap();
    assert_eq!(concise(&desk, &["--staged"]), ["a.txt:1:15"], "a staged article without a file");
    fs::write(desk.path("a.txt"), REVERSED).unwrap();
    assert_eq!(desk.run(&["check", "--staged", "--fix"]).status, Some(0));
    assert_eq!((desk.read("a.txt").as_str(), desk.read("b.txt").as_str()), (REPAIRED, REVERSED));
}

#[test]
fn an_article_is_judged_in_the_light_of_those_that_did_not_change() {
    let line = "Our reporters bring you the news of the coast every day\n";
    let files: Vec<(String, String)> =
        (0..30).map(|n| (format!("{n:02}.txt"), format!("The ferry was late on day {n}.\n{line}"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let desk = repository(&files);
    fs::write(desk.path("07.txt"), format!("The ferry was on time.\n{line}")).unwrap();
    let args = ["--select", "ads/repeated-line", "--fail-on", "info"];
    assert_eq!(concise(&desk, &[&args[..], &["--since", "HEAD"]].concat()), ["07.txt:2:1"]);
    // A repair in the light of the whole run, and a second that finds nothing to do.
    let fix = [&["check", "--format", "concise", "--fix", "--unsafe-fixes"], &args[..]].concat();
    assert_eq!((desk.run(&fix).status, desk.read("07.txt").as_str()), (Some(0), "The ferry was on time.\n"));
    assert!((0..30).all(|n| !desk.read(&format!("{n:02}.txt")).contains(line)));
    assert_eq!(git(&desk, &["diff", "--name-only"]).lines().count(), 30);
}

#[test]
fn git_is_asked_with_care() {
    let desk = repository(&[("a.txt", UNCLOSED)]);
    fs::write(desk.path("a.txt"), format!("{UNCLOSED}The rest of them followed.\n")).unwrap();
    // Whatever a repository's own settings could start leaves a trace, if it is started.
    let trap = desk.path("trap");
    let set = |name: &str| git(&desk, &["config", name, &format!("touch '{}'; cat", trap.display())]);
    for name in [
        "core.fsmonitor",
        "diff.external",
        "diff.desk.textconv",
        "diff.desk.command",
        "filter.desk.clean",
        "core.pager",
    ] {
        set(name);
    }
    fs::write(desk.path(".git/info/attributes"), "*.txt diff=desk filter=desk\n").unwrap();
    assert_eq!(concise(&desk, &["--since", "HEAD", "--changed-lines"]), Vec::<String>::new());
    assert_eq!(concise(&desk, &["--since", "HEAD"]), ["a.txt:1:9"]);
    assert_eq!(concise(&desk, &["--staged"]), Vec::<String>::new());
    assert!(!trap.exists(), "git ran a program that the repository names");
    for revision in ["nowhere", "--output=trap", ""] {
        let run = desk.run(&["check", &format!("--since={revision}")]);
        assert_eq!(run.status, Some(2), "{run:?}");
        assert!(run.err.contains("git does not know the revision"), "{run:?}");
    }
    assert!(!trap.exists());
    let outside = Desk::new(&[("a.txt", UNCLOSED)]);
    let run = outside.run(&["check", "--staged"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("not in a git repository"), "{run:?}");
    let run = Run::of(desk.command(&["check", "--staged"]).env("PATH", "").output().unwrap());
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("need git, which is not installed here"), "{run:?}");
}

/// A run that is killed leaves each article as it was or as it is to be, whole.
#[cfg(unix)]
#[test]
fn a_killed_repair_leaves_whole_articles() {
    let (old, new) = (REVERSED.repeat(200), REPAIRED.repeat(200));
    let files: Vec<String> = (0..120).map(|n| format!("{n:03}.txt")).collect();
    let articles: Vec<(&str, &str)> = files.iter().map(|name| (name.as_str(), old.as_str())).collect();
    let (mut kept, mut repaired) = (0, 0);
    for delay in [0, 30, 60, 100, 150, 220, 300, 450] {
        let desk = Desk::new(&articles);
        let mut child = desk.command(&["check", "--fix", "--jobs", "2"]).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(delay));
        child.kill().unwrap();
        child.wait().unwrap();
        for name in &files {
            let text = desk.read(name);
            assert!(text == old || text == new, "{name} is neither old nor new");
            *if text == old { &mut kept } else { &mut repaired } += 1;
        }
        // What was being written when the end came is hidden, and no article.
        let beside = fs::read_dir(desk.path(".")).unwrap().map(|entry| entry.unwrap().file_name());
        let odd: Vec<_> = beside.filter(|name| !files.iter().any(|known| name == known.as_str())).collect();
        assert!(odd.iter().all(|name| name.to_string_lossy().starts_with(".copydesk-")), "{odd:?}");
    }
    assert!(kept > 0, "every run was over before it was killed: {repaired}");
}
