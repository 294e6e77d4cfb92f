//! What shells and manuals are told of the command line.

use super::files::Desk;

#[test]
fn every_shell_has_completions_for_every_command() {
    let desk = Desk::new(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = desk.run(&["completions", shell]);
        assert_eq!(run.status, Some(0), "{run:?}");
        for word in ["check", "explain", "unsafe-fixes", "stylebook"] {
            assert!(run.out.contains(word), "{shell} does not complete {word}");
        }
    }
    assert_eq!(desk.run(&["completions", "cmd.exe"]).status, Some(2));
}

#[test]
fn the_manual_page_holds_every_command() {
    let page = Desk::new(&[]).run(&["man"]).out;
    assert!(page.contains(".TH copydesk 1"), "{page}");
    for command in ["CHECK", "RULES", "EXPLAIN", "TEST", "SCHEMA"] {
        assert!(page.contains(&format!(".SH \"COPYDESK {command}\"")), "{command} is missing");
    }
    assert!(page.contains("\\-\\-unsafe\\-fixes"), "options of commands are in it");
}
