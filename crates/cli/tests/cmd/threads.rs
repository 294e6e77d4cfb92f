//! Threads that the system does not give, and those that nobody should ask for.

use crate::files::{Desk, UNCLOSED};
use crate::tracing::{calls, is_possible, traced};

/// More articles than one piece of work holds, and a file of records.
fn newsroom() -> Desk {
    let record = serde_json::json!({ "text": UNCLOSED }).to_string();
    let mut files: Vec<(String, String)> = (0..520).map(|n| (format!("{n:03}.txt"), UNCLOSED.to_owned())).collect();
    files.push(("records.jsonl".to_owned(), format!("{record}\n").repeat(260)));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Desk::new(&files)
}

const CHECK: &[&str] = &["check", "--format", "concise"];

#[test]
fn without_threads_the_run_goes_on() {
    if !is_possible() {
        return;
    }
    let desk = newsroom();
    let plain = desk.run(CHECK);
    assert_eq!((plain.status, plain.out.lines().count()), (Some(1), 780));
    // All of them, all but some, and each by itself.
    for when in ["1+", "3+", "1"] {
        let fault = format!("inject=clone,clone3:error=EAGAIN:when={when}");
        let run = traced(&desk, &["-o", "/dev/null", "-e", &fault], &[CHECK, &["--jobs", "4"]].concat(), &[]);
        assert_eq!((run.status, run.err.as_str()), (Some(1), ""), "{when}");
        assert!(run.out == plain.out, "{when}");
    }
    let fault = ["-o", "/dev/null", "-e", "inject=clone,clone3:error=EAGAIN:when=1+"];
    for args in [
        // In two passes.
        &["check", "--select", "ads/repeated-line", "--format", "json"][..],
        &["names", "--format", "json"],
        &["rules"],
    ] {
        let (plain, run) = (desk.run(args), traced(&desk, &fault, args, &[]));
        assert_eq!((run.status, run.err.as_str()), (plain.status, plain.err.as_str()), "{args:?}");
        assert!(run.out == plain.out, "{args:?}");
    }
}

#[test]
fn nobody_can_ask_for_more_threads_than_do_any_good() {
    if !is_possible() {
        return;
    }
    let desk = Desk::new(&[("a.txt", UNCLOSED)]);
    let threads = |variable: &str, args: &[&str]| {
        let (calls, run) = calls(&desk, "clone,clone3", &[CHECK, args].concat(), &[("RAYON_NUM_THREADS", variable)]);
        assert_eq!((run.status, run.out.lines().count(), run.err.as_str()), (Some(1), 1, ""), "{variable} {args:?}");
        calls.iter().filter(|call| call.contains("clone")).count()
    };
    let [usual, many] = ["", "100000"].map(|variable| threads(variable, &[]));
    assert!((100..400).contains(&many), "{many}");
    assert!((100..400).contains(&threads("", &["--jobs", "100000"])));
    for nonsense in ["0", "many"] {
        assert_eq!(threads(nonsense, &[]), usual, "{nonsense}");
    }
    // An option counts before the variable.
    assert_eq!(threads("1", &["--jobs", "3"]), threads("1", &[]) + 2);
}
