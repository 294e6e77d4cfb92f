//! Words made to do harm where the program repeats them on its own account: arguments, the environment, and the lines of a TOML
//! file around what is wrong with them. Each stays on the line it is quoted in, and gives no order.

use super::files::{Desk, Run, UNCLOSED};
use super::hostile::{ORDERS, is_harmless};

/// Orders at the beginning of a line, for those that obey only there.
const LINES: &str = "--x\n::error::y\n::add-mask::z\r##[error]x\u{85}::stop-commands::q\u{2028}##vso[a]b";

fn is_told(run: &Run, quoted: &str) {
    assert_eq!(run.status, Some(2), "{run:?}");
    is_harmless(&run.err, "human");
    assert!(run.err.contains(quoted), "{quoted}: {}", run.err);
    assert!(!run.err.lines().any(|line| line.trim_start().starts_with("::")), "{}", run.err);
    is_harmless(&run.out, "human");
}

#[test]
fn a_bad_argument_is_quoted_on_its_line() {
    let desk = Desk::new(&[("a.txt", UNCLOSED)]);
    for words in
        [LINES.to_owned(), format!("--{ORDERS}"), format!("--{ORDERS}={ORDERS}"), format!("-q{ORDERS}\n::error::y")]
    {
        is_told(&desk.run(&["check", &words]), "error: unexpected argument");
        is_told(&desk.run(&[&words]), "error: unexpected argument");
    }
    for words in [&LINES[2..], ORDERS] {
        is_told(&desk.run(&[words]), "error: unrecognized subcommand");
        is_told(&desk.run(&["names", words]), "error: ");
        is_told(&desk.run(&["schema", words]), "error: invalid value");
        is_told(&desk.run(&["completions", words]), "error: invalid value");
        is_told(&desk.run(&["check", "--color", words]), "error: invalid value");
        is_told(&desk.run(&["check", "--bidi", words]), "error: invalid value");
        is_told(&desk.run(&["check", "--jobs", words]), "error: invalid value");
        is_told(&desk.run(&["check", "--format", words]), "error: invalid value");
        is_told(&desk.run(&["check", "--encoding", words]), "error: invalid value");
        is_told(&desk.run(&["check", &format!("--isolated={words}")]), "error: ");
        is_told(&desk.run(&["check", "--lang", words]), "error: ");
        is_told(&desk.run(&["check", "--ui-lang", words]), "error: ");
        is_told(&desk.run(&["check", "--input-format", words]), "error: invalid value");
        // What is alike is proposed, and quoted with it.
        is_told(&desk.run(&["check", &format!("--isolate{words}")]), "error: unexpected argument");
        is_told(&desk.run(&["check", "--format", &format!("human{words}")]), "error: invalid value");
    }
}

#[test]
fn the_environment_is_quoted_on_its_line() {
    let desk = Desk::new(&[("a.txt", UNCLOSED)]);
    for words in [LINES, ORDERS] {
        is_told(&Run::of(desk.command(&["check"]).env("COPYDESK_UI_LANG", words).output().unwrap()), "error: ");
    }
}

#[test]
fn where_colours_are_wanted_nothing_else_passes() {
    let desk = Desk::new(&[("copydesk.toml", "x = ##[error]z\u{1b}[2J\n")]);
    for args in [&["check", "--\u{1b}[8m\u{1b}]0;t\u{7}\n::error::y"][..], &["--color", "always", "check"]] {
        let mut run = Run::of(desk.command(args).env("CLICOLOR_FORCE", "1").output().unwrap());
        assert!(run.err.contains("\u{1b}["), "{}", run.err);
        assert!(!run.err.contains("\u{1b}[8m"), "{}", run.err);
        let mut plain = String::new();
        for part in run.err.split("\u{1b}[") {
            let colour = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
            plain += colour.strip_prefix('m').unwrap_or(if plain.is_empty() { part } else { "\u{1b}" });
        }
        run.err = plain;
        is_told(&run, "error");
    }
}

#[test]
fn lines_of_a_configuration_give_no_orders() {
    let orders = [
        "##[error]z",
        "##[add-mask]z",
        "##vso[task.complete]z",
        "section_start:1:z",
        "a::b ::error::z",
        "\u{202e}z",
        "\u{1b}[2Jz",
        "\u{9b}2Jz",
    ];
    let values: String = orders.iter().map(|order| format!("x = {order}\n")).collect();
    let lines = format!("{}\nselect = 1\n{}\n", orders.join("\n"), orders.join("\n"));
    let comments: String = orders
        .iter()
        .zip(0..)
        .map(|(order, n)| format!("slect{n} = [\"quotes\"] # {}\n", order.replace(char::is_control, "")))
        .collect();
    for text in [values, lines, comments] {
        let desk = Desk::new(&[("copydesk.toml", &text), ("a.txt", UNCLOSED)]);
        let run = desk.run(&["check"]);
        assert!(run.err.matches("error: copydesk.toml:").count() >= 6, "{}", run.err);
        is_told(&run, "copydesk.toml:");
    }
}
