//! Configurations and rule sets made to exhaust the machine: problems by the thousand, and patterns whose groups cost more than the
//! pattern. What is told stays short, and memory within what is promised.

use std::fmt::Write as _;
use std::process::{Command, Stdio};

use super::files::{Desk, Run, UNCLOSED};

/// A line two thousand times, each with its number where `{n}` stands.
fn many(line: &str) -> String {
    (0..2_000).map(|n| line.replace("{n}", &n.to_string())).collect()
}

#[test]
fn of_each_file_twenty_problems_are_told_and_how_many_more_there_are() {
    for (text, more) in [
        (many("kye{n} = 1\n"), "1980 more problems in this file"),
        (many("[kye{n}]\n"), "1980 more problems in this file"),
        (format!("[severity]\n{}", many("k{n} = \"info\"\n")), "1980 more problems in this file"),
        (format!("ignore = [{}]\n", many("\"k{n}\",")), "1980 more problems in this file"),
        (format!("formats = {{{}}}\n", many("\"{n}\" = \"k\",")), "1980 more problems in this file"),
        (format!("[options]\n{}", many("k{n} = {a = 1}\n")), "1980 more problems in this file"),
        (many("a = = {n}\n"), "more problems in this file"),
    ] {
        let desk = Desk::new(&[("copydesk.toml", &text), ("a.txt", UNCLOSED)]);
        let run = desk.run(&["check"]);
        let of_the_file =
            |line: &&str| line.starts_with("error: copydesk.toml:") && !line.contains("articles not checked");
        let told = run.err.lines().filter(of_the_file).count();
        assert!(run.status == Some(2) && run.err.contains(more), "{} {}", &text[..40], run.err);
        // Twenty, and how many more there are.
        assert_eq!(told, 21, "{}", &text[..40]);
        assert!(run.err.len() < 32 << 10, "{} {} bytes", &text[..40], run.err.len());
    }
}

#[test]
fn an_editor_is_shown_no_more_problems_than_that() {
    let desk = Desk::new(&[("copydesk.toml", &many("kye{n} = 1\n")), ("a.txt", UNCLOSED)]);
    let uri = format!("file://{}", desk.path("a.txt").canonicalize().unwrap().display());
    let mut child = desk.command(&["lsp"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut sent = String::new();
    for body in [
        r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}"#.to_owned(),
        r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#.to_owned(),
        format!(r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":{{"uri":"{uri}","languageId":"plaintext","version":1,"text":"a"}}}}}}"#),
        // An answer comes after the check.
        format!(r#"{{"jsonrpc":"2.0","id":3,"method":"textDocument/codeAction","params":{{"textDocument":{{"uri":"{uri}"}},"range":{{"start":{{"line":0,"character":0}},"end":{{"line":0,"character":0}}}},"context":{{"diagnostics":[]}}}}}}"#),
        r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#.to_owned(),
        r#"{"jsonrpc":"2.0","method":"exit"}"#.to_owned(),
    ] {
        write!(sent, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    }
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), sent.as_bytes()).unwrap();
    let run = Run::of(child.wait_with_output().unwrap());
    assert_eq!(run.out.matches("window/showMessage").count(), 1, "{}", run.out);
    assert!(run.out.contains("2000 problems in this file"), "{}", run.out);
    // One is shown, twenty are in the log, twenty at their places.
    assert_eq!(run.out.matches("unknown key").count(), 1 + 20 + 20, "{}", run.out);
    assert!(run.out.contains("1980 more problems in this file"), "{}", run.out);
}

/// The program with no more than 384 MiB to address, far less than groups would take.
#[cfg(target_os = "linux")]
#[test]
fn groups_take_no_more_memory_than_is_promised() {
    let plain = "(x)".repeat(5000);
    let named: String = (0..3000).map(|n| format!("(?P<n{n}>x)")).collect();
    for pattern in [plain, named] {
        let rules =
            format!("[[rule]]\ncode = \"house/x\"\nkind = \"existence\"\nmessage = \"m\"\npattern = '{pattern}'\n");
        let text = format!("The tide {} came in.\n", "x".repeat(6000));
        let desk = Desk::new(&[("copydesk.toml", &rules), ("a.txt", &text)]);
        let limit = "ulimit -v 393216; exec \"$0\" check --jobs 1 --no-cache --format concise --select house";
        let output = Command::new("sh")
            .args(["-c", limit, env!("CARGO_BIN_EXE_copydesk")])
            .current_dir(desk.path("."))
            .output()
            .unwrap();
        let run = Run::of(output);
        assert!(matches!(run.status, Some(0 | 1)) && run.out.contains("house/x"), "{run:?}");
    }
}
