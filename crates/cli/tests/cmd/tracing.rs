//! What a run asks of the system, as strace shows it.

use std::fs;
use std::process::{Command, Stdio};

use crate::files::{Desk, Run};

/// Whether strace may be used here. Where it may not, the test says so and shows nothing.
pub fn is_possible() -> bool {
    let tried = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    let reason = match tried {
        Ok(status) if status.success() => return true,
        Ok(status) => format!("strace may not trace here ({status})"),
        Err(error) => format!("there is no strace ({error})"),
    };
    eprintln!("SKIPPED: {reason}; what this test is about is not shown");
    false
}

/// A run under strace with these options of its own.
pub fn traced(desk: &Desk, options: &[&str], args: &[&str], variables: &[(&str, &str)]) -> Run {
    let plain = desk.command(args);
    let mut command = Command::new("strace");
    command.arg("-f").args(options).arg(plain.get_program()).args(plain.get_args());
    command.current_dir(desk.path(".")).stdin(Stdio::null());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.envs(variables.iter().copied());
    Run::of(command.output().unwrap())
}

/// The calls that a run makes, in their order, and what came of it.
pub fn calls(desk: &Desk, names: &str, args: &[&str], variables: &[(&str, &str)]) -> (Vec<String>, Run) {
    let log = tempfile::NamedTempFile::new().unwrap();
    let path = log.path().to_str().unwrap();
    let run = traced(desk, &["-y", "-o", path, "-e", &format!("trace={names}")], args, variables);
    let calls = fs::read_to_string(path).unwrap();
    (calls.lines().map(str::to_owned).collect(), run)
}
