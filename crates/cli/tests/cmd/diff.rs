//! `check --diff`: what would change, for people and for git.

use std::process::Command;

use super::files::{Desk, REPAIRED, REVERSED};

/// Runs git in a desk; whether it was content.
fn git(desk: &Desk, args: &[&str]) -> bool {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "core.autocrlf=false"]).args(args);
    git.current_dir(desk.path(".")).env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap().status.success()
}

/// A desk with articles of all kinds, in a repository.
fn desk() -> Desk {
    let record = "{\"id\": \"a1\", \"body\": \"The sign said ”mind the step” twice.\", \"n\": 1}\n";
    let desk = Desk::new(&[
        ("news/a.txt", REVERSED),
        ("news/two words.md", &REVERSED.replace('\n', "\r\n")),
        ("news/تقرير.md", REVERSED.trim_end()),
        ("news/records.jsonl", &format!("{record}\n{{\"id\": \"a2\", \"body\": \"All is well.\"}}\n{record}")),
    ]);
    let bytes = REVERSED.replace('”', "\u{94}").chars().map(|c| u8::try_from(c).unwrap_or(0x93)).collect::<Vec<u8>>();
    std::fs::write(desk.path("news/old.txt"), [&b"caf\xe9. "[..], &bytes].concat()).unwrap();
    assert!(git(&desk, &["init", "-q"]) && git(&desk, &["add", "-A"]) && git(&desk, &["commit", "-qm", "a"]));
    desk
}

#[test]
fn git_applies_a_patch_and_the_articles_are_as_fixed() {
    let (patched, fixed) = (desk(), desk());
    let run = patched.run(&["check", "--diff=patch", "--output", "all.patch", "news"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(git(&patched, &["apply", "--check", "all.patch"]), "{}", patched.read("all.patch"));
    assert!(git(&patched, &["apply", "all.patch"]));
    fixed.run(&["check", "--fix", "news"]);
    for name in ["a.txt", "two words.md", "تقرير.md", "records.jsonl", "old.txt"] {
        let name = format!("news/{name}");
        let [patched, fixed] = [&patched, &fixed].map(|desk| std::fs::read(desk.path(&name)).unwrap());
        assert!(patched == fixed, "{name}: {patched:?} {fixed:?}");
    }
    assert_eq!(patched.read("news/a.txt"), REPAIRED);
}

#[test]
fn a_patch_in_a_pipe_says_what_it_cannot_hold() {
    let desk = Desk::new(&[("a.txt", "The sign said ”mind\u{1b}[31m the step” twice.\n"), ("b.txt", REVERSED)]);
    let run = desk.run(&["check", "--diff=patch"]);
    assert!(run.out.contains("--- a/b.txt\n+++ b/b.txt\n@@ -1,2 +1,2 @@\n-The sign said ”mind"), "{run:?}");
    assert!(!run.out.contains('\u{1b}') && run.out.contains("\\u{001B}"), "{run:?}");
    assert!(run.err.contains("1 file has characters that are escaped here"), "{run:?}");
}

#[test]
fn each_place_is_shown_before_and_after() {
    let run = desk().run(&["check", "--diff", "news/records.jsonl"]);
    assert_eq!(
        run.out,
        "news/records.jsonl:1:37 (a1)\n  - The sign said ⟦”⟧mind the step” twice.\n  + The sign said ⟦“⟧mind the step” twice.\n\n\
         news/records.jsonl:4:37 (a1)\n  - The sign said ⟦”⟧mind the step” twice.\n  + The sign said ⟦“⟧mind the step” twice.\n\n"
    );
}

#[cfg(unix)]
#[test]
fn nothing_of_standard_error_comes_between_two_changes() {
    let desk =
        Desk::new(&[("a.md", "---\ntitle: [\n---\nThe sign said ”mind the step” twice.\n"), ("b.txt", REVERSED)]);
    let program = env!("CARGO_BIN_EXE_copydesk");
    let mut both = Command::new("sh");
    both.args(["-c", "\"$0\" check --diff 2>&1", program]).current_dir(desk.path("."));
    let both = both.env_remove("COPYDESK_UI_LANG").output().unwrap();
    let text = String::from_utf8(both.stdout).unwrap();
    let (last, error) = (text.find("b.txt:1:15").unwrap(), text.find("error: a.md:").unwrap());
    assert!(last < error, "{text}");
}
