//! Input made to do harm: by its shape, by its words, and by what goes wrong around it. What it takes in time is measured
//! by `tests/hostile/scaling.py`.

use std::fs;

use super::files::{Desk, REPAIRED, REVERSED, UNCLOSED};

/// What a runner of CI or a terminal would obey, in one line.
pub const ORDERS: &str = "##[error]x ::warning file=a::b ##vso[task.complete] section_end:1:x \u{1b}]2;t\u{7} \u{202e}desrever\u{202c} \u{9b}1A <b onload=x>";

/// Every form but those that are documents of markup, with the commands of its own that it may hold.
const FORMS: [&str; 9] = ["human", "concise", "json", "jsonl", "github", "sarif", "gitlab", "rdjson", "markdown"];

pub fn is_harmless(out: &str, form: &str) {
    let raw = out.chars().find(|c| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c));
    assert_eq!(raw, None, "{form}: {out}");
    let own = |line: &str| form == "github" && (line.starts_with("::error ") || line.starts_with("::warning "));
    for line in out.lines() {
        let lower = line.to_lowercase();
        for order in ["##[", "##vso[", "section_end:1"] {
            assert!(!lower.contains(order), "{form}: {line}");
        }
        assert!(own(line) || !line.contains("::warning file=a::"), "{form}: {line}");
    }
}

#[test]
fn deep_nesting_is_read_to_its_end() {
    let deep = |open: &str, times: usize, end: &str| format!("{}{UNCLOSED}{end}", open.repeat(times));
    let front = |yaml: &str| format!("---\n{yaml}\n---\n\n{UNCLOSED}");
    let aliases: String = (1..40).map(|n| format!("a{n}: &a{n} [{}]\n", format!("*a{},", n - 1).repeat(9))).collect();
    let levels: String = (0..2000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    let files = [
        ("brackets.txt", deep("[", 100_000, &"]".repeat(100_000))),
        ("brackets.md", deep("[", 100_000, &"]".repeat(100_000))),
        ("quotes.md", deep("> ", 10_000, "")),
        ("lists.md", deep("- ", 10_000, "")),
        ("images.md", deep("![a](", 10_000, "")),
        ("blocks.html", deep("<div>", 10_000, "</div>")),
        ("tables.html", deep("<table><tr><td>", 10_000, "")),
        ("script.html", deep("<script type=\"application/ld+json\">", 1, &"[".repeat(100_000))),
        ("aliases.md", front(&format!("a0: &a0 lol\n{aliases}"))),
        ("levels.md", front(&levels)),
        ("record.jsonl", format!("{{\"text\": \"a\", \"x\": {}{}}}\n", "[".repeat(100_000), "]".repeat(100_000))),
        // Beyond what their parsers go into, these are findings, and the article behind them is checked.
        ("flow.md", front(&format!("a: {}", "[".repeat(100_000)))),
        ("toml.md", format!("+++\na = {}\n+++\n\n{UNCLOSED}", "[".repeat(100_000))),
        ("keys.md", format!("+++\n{}a = 1\n+++\n\n{UNCLOSED}", "a.".repeat(50_000))),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let desk = Desk::new(&files);
    let run = desk.run(&["check", "--format", "json", "--select", "all"]);
    assert_eq!((run.status, run.err.as_str()), (Some(1), ""));
    assert!(run.out.contains("\"path\":\"flow.md\",\"code\":\"copydesk/unreadable\",\"variant\":\"front-matter\""));
    assert!(!run.out.contains("\"variant\":\"failure\""));
    for name in ["quotes.md", "aliases.md", "levels.md", "flow.md", "toml.md", "keys.md", "blocks.html"] {
        assert!(run.out.contains(&format!("\"path\":\"{name}\",\"code\":\"quotes/unclosed\"")), "{name}");
    }
}

#[test]
fn a_configuration_without_bottom_is_a_problem() {
    for config in [
        format!("select = {}", "[".repeat(50_000)),
        format!("{} = 1", vec!["a"; 50_000].join(".")),
        format!("a = {}", "{a=".repeat(50_000)),
    ] {
        let desk = Desk::new(&[("copydesk.toml", &config), ("a.txt", UNCLOSED)]);
        let run = desk.run(&["check"]);
        assert_eq!(run.status, Some(2));
        assert!(run.err.contains("copydesk.toml:1:"), "{}", run.err);
    }
}

#[test]
fn orders_are_words_wherever_they_stand() {
    let rule = format!(
        "[[rule]]\ncode = \"house/orders\"\nkind = \"existence\"\nmessage = {}\ntokens = [\"tide\"]\n",
        serde_json::Value::from(ORDERS)
    );
    let desk = Desk::new(&[
        ("copydesk.toml", &rule),
        ("a.txt", &format!("{ORDERS}\nHe said “wait for {ORDERS} the tide.\n")),
        ("##[group]b ::warning file=a::x.txt", UNCLOSED),
    ]);
    for form in FORMS {
        let run = desk.run(&["check", "--format", form, "--select", "all"]);
        assert_eq!(run.status, Some(1), "{form}: {}", run.err);
        assert!(run.out.contains("tide") || run.out.contains("quotes"), "{form}: {}", run.out);
        is_harmless(&run.out, form);
        is_harmless(&run.err, form);
    }
    // Who speaks, and in which words, is the article's text as well.
    let text = format!(
        "“We wait for the tide and {ORDERS} for nobody else,” said the {ORDERS} harbour master.\n\nIt is believed that {ORDERS}.\n"
    );
    let desk = Desk::new(&[("a.txt", &text), ("##[group]b ::warning file=a::x.txt", &text)]);
    for form in ["human", "json", "csv", "html"] {
        let run = desk.run(&["sources", "--format", form, "."]);
        assert_eq!(run.status, Some(0), "{form}: {}", run.err);
        assert!(run.out.contains("for the tide"), "{form}: {}", run.out);
        is_harmless(&run.out, form);
        is_harmless(&run.err, form);
        assert!(form != "html" || !run.out.contains("<b onload"), "{}", run.out);
    }
    // In what is wrong with a configuration, a rule set, an argument, or a file that is not there.
    let broken = Desk::new(&[
        ("copydesk.toml", &format!("\"{}\" = 1\n", ORDERS.escape_unicode())),
        (
            "rules.toml",
            &format!(
                "schema = 1\nname = \"a\"\nlanguages = [\"*\"]\nreplaces = [\"{}\"]\n",
                ORDERS.escape_unicode().to_string().replace("\\u{", "\\U{")
            ),
        ),
        ("a.txt", UNCLOSED),
    ]);
    for args in [
        &["check"][..],
        &["check", "--isolated", "--rules", "rules.toml"],
        &["check", "--isolated", ORDERS],
        &["check", "--isolated", "--select", ORDERS],
        &["explain", ORDERS],
    ] {
        let run = broken.run(args);
        assert_eq!(run.status, Some(2), "{args:?} {run:?}");
        is_harmless(&run.err, "human");
    }
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::symlink;
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::{Command, Stdio};

    /// Lines of an article that is large enough to be met halfway: a program that was not optimised takes its time.
    const LINES: usize = if cfg!(debug_assertions) { 300 } else { 1500 };

    /// How often what depends on a moment is tried: once, or as often as `COPYDESK_TRIES` says.
    fn tries() -> usize {
        std::env::var("COPYDESK_TRIES").ok().and_then(|tries| tries.parse().ok()).unwrap_or(1)
    }

    /// Large articles with many defects.
    fn many(count: usize) -> Desk {
        let text = REVERSED.repeat(LINES);
        let names: Vec<String> = (0..count).map(|n| format!("{n:02}.txt")).collect();
        let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), text.as_str())).collect();
        Desk::new(&files)
    }

    /// How many articles are repaired. None is anything but as it was or as it is to be.
    fn repaired(desk: &Desk, count: usize) -> usize {
        let (before, after) = (REVERSED.repeat(LINES), REPAIRED.repeat(LINES));
        let is_repaired = |n: &usize| {
            let text = desk.read(&format!("{n:02}.txt"));
            assert!(text == before || text == after, "{n} is torn: {} bytes", text.len());
            text == after
        };
        (0..count).filter(is_repaired).count()
    }

    fn names(desk: &Desk) -> Vec<String> {
        let entries = fs::read_dir(desk.path(".")).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    fn send(signal: &str, id: u32) {
        assert!(Command::new("kill").args(["-s", signal, &id.to_string()]).status().unwrap().success());
    }

    #[test]
    fn a_repair_that_is_killed_leaves_whole_files() {
        for signal in ["KILL", "TERM", "INT"].repeat(tries()) {
            let desk = many(12);
            let quiet = || Stdio::null();
            let mut child =
                desk.command(&["check", "--fix", "--jobs", "2"]).stdout(quiet()).stderr(quiet()).spawn().unwrap();
            // The moment the first is repaired, the others are on their way.
            while repaired(&desk, 12) == 0 && child.try_wait().unwrap().is_none() {}
            // It may have come to its end meanwhile.
            let _ = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
            let status = child.wait().unwrap();
            assert!(repaired(&desk, 12) > 0, "{signal}: {status:?}");
            if signal != "KILL" {
                assert_eq!(status.signal(), None, "{signal}");
                assert_eq!(names(&desk).len(), 12, "{signal} leaves nothing behind: {:?}", names(&desk));
            }
            // What a killed run leaves is no article, and in nobody's way.
            assert_eq!(desk.run(&["check", "--fix"]).status, Some(0));
            assert_eq!(repaired(&desk, 12), 12);
        }
    }

    #[test]
    fn an_interrupt_leaves_no_unfinished_output() {
        let desk = many(12);
        let mut child = desk
            .command(&["check", "--format", "json", "--output", "found.json"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while names(&desk).len() == 12 && child.try_wait().unwrap().is_none() {}
        send("INT", child.id());
        let status = child.wait().unwrap().code();
        assert!(matches!(status, Some(130 | 1)), "{status:?}");
        assert!(names(&desk).iter().all(|name| !name.starts_with('.')), "{:?}", names(&desk));
    }

    #[test]
    fn runs_side_by_side_repair_each_file_once() {
        let desk = many(12);
        let run = || desk.command(&["check", "--fix"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let runs = [run(), run(), run()];
        for child in runs {
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        }
        assert_eq!((repaired(&desk, 12), names(&desk).len()), (12, 12));
    }

    #[test]
    fn where_there_is_no_room_the_file_stays() {
        let desk = many(2);
        // A file may grow to 16 blocks and no further: writing fails in the middle, as on a full disk.
        let limit = "trap '' XFSZ; ulimit -f 16; exec \"$0\" check --fix --format concise";
        let output = Command::new("sh")
            .args(["-c", limit, env!("CARGO_BIN_EXE_copydesk")])
            .current_dir(desk.path("."))
            .output()
            .unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains("00.txt: not fixed: ") && err.contains("01.txt: not fixed: "), "{err}");
        assert_eq!((repaired(&desk, 2), names(&desk).len()), (0, 2));
        let full = desk.run(&["check", "--output", "/dev/full"]);
        assert_eq!(full.status, Some(2), "{full:?}");
    }

    #[test]
    fn links_that_lead_round_or_nowhere_are_left_alone() {
        let desk = Desk::new(&[("in/a.txt", UNCLOSED)]);
        symlink("..", desk.path("in/up")).unwrap();
        symlink("b.txt", desk.path("in/c.txt")).unwrap();
        symlink("c.txt", desk.path("in/b.txt")).unwrap();
        symlink("gone.txt", desk.path("in/d.txt")).unwrap();
        let run = desk.run(&["check", "--format", "concise", "in"]);
        assert_eq!((run.status, run.out.lines().count()), (Some(1), 1), "{run:?}");
        let named = desk.run(&["check", "--format", "concise", "in/b.txt", "in/d.txt", "in/a.txt"]);
        assert_eq!((named.status, named.out.lines().count()), (Some(2), 1), "{named:?}");
        assert_eq!(named.err.matches("error: in/").count(), 2, "{named:?}");
    }

    #[test]
    fn links_lead_no_configuration_out_of_its_folder() {
        let secret = "token = \"a secret\"\n";
        for key in [
            "rule-sets = [\"link/*.toml\"]",
            "baseline = \"link/new.toml\"",
            "baseline = \"s.toml\"",
            "stylebook = \"s.toml\"",
            "extends = \"link/s.toml\"",
            "rule-sets = [\"s.toml\"]",
        ] {
            let desk =
                Desk::new(&[("in/copydesk.toml", &format!("{key}\n")), ("in/a.txt", UNCLOSED), ("out/s.toml", secret)]);
            symlink("../out", desk.path("in/link")).unwrap();
            symlink("../out/s.toml", desk.path("in/s.toml")).unwrap();
            let run = desk.run(&["check", "--write-baseline", "in"]);
            assert_eq!(run.status, Some(2), "{key} {run:?}");
            assert!(!run.err.contains("secret") && !run.err.contains("token"), "{key} {run:?}");
            assert_eq!(fs::read_dir(desk.path("out")).unwrap().count(), 1, "{key}");
            assert_eq!(desk.read("out/s.toml"), secret);
        }
    }
}
