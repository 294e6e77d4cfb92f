//! `copydesk test`: runs the examples that rules carry.

use std::io::{self, Write};
use std::path::PathBuf;

use super::args::TestArgs;
use super::terminal::Terminal;
use copydesk::engine::{Verdict, prove_rules};
use copydesk::kinds::Purpose;
use copydesk::report::safe::shown;
use copydesk::rules::Rule;
use copydesk::text::path_name;
use copydesk::toml_doc::TomlFile;
use copydesk_workspace::disk::toml_file;

/// Runs the examples. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &TestArgs, terminal: &Terminal) -> io::Result<u8> {
    let Some(mut projects) = terminal.open_projects(args.force.options(), None) else { return Ok(2) };
    projects.set_purpose(Purpose::Prove);
    let mut files: Vec<(PathBuf, TomlFile)> = Vec::new();
    for path in &args.files {
        match toml_file(path, &path_name(path)) {
            Ok(file) => files.push((path.clone(), file)),
            Err(problem) => terminal.tell(&problem),
        }
    }
    projects.add_rule_sets(files.iter().cloned());
    let engine = projects.engine(None);
    terminal.tell_all(projects.take_problems());
    let is_meant = |rule: &&Rule| args.files.is_empty() || files.iter().any(|(_, file)| file.name == rule.file);
    let proofs = prove_rules(&engine, engine.rules().iter().filter(is_meant));

    let mut out = terminal.screen(true);
    let mut wrong = 0;
    for proof in proofs.iter().filter(|proof| proof.verdict != Verdict::Right) {
        wrong += 1;
        writeln!(out, "{}", shown(&format!("{}:{}: {}", proof.rule.file, proof.example.line, proof.name())))?;
        for line in proof.describe().lines() {
            writeln!(out, "  {}", shown(line))?;
        }
    }
    if proofs.is_empty() {
        writeln!(out, "{}", terminal.ui.say("test-none"))?;
    }
    for (key, count) in [("test-right", proofs.len() - wrong), ("test-wrong", wrong)] {
        writeln!(out, "{}", terminal.ui.count(key, count))?;
    }
    out.flush()?;
    Ok(if terminal.told() > 0 { 2 } else { u8::from(wrong > 0) })
}
