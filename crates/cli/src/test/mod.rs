//! `copydesk test`: runs the examples that rules carry, and looks for rules that prove nothing or can find nothing.

mod json;
mod screen;

use std::io;
use std::path::PathBuf;

use super::args::{ListFormat, TestArgs};
use super::terminal::Terminal;
use copydesk::engine::{Coverage, Proof, RuleFlaw, Verdict, coverage_of_rules, flaws_of_rules, prove_rules};
use copydesk::kinds::Purpose;
use copydesk::rules::Rule;
use copydesk::text::path_name;
use copydesk::toml_doc::TomlFile;
use copydesk_workspace::disk::toml_file;

/// What the test of some rules came to.
struct Tested<'r> {
    /// Their examples.
    proofs: Vec<Proof<'r>>,
    /// What is wrong with the rules themselves.
    flaws: Vec<RuleFlaw<'r>>,
    /// What of the rules the examples reach, if that was asked.
    coverage: Option<Vec<Coverage<'r>>>,
}

impl Tested<'_> {
    /// How many examples are not as they say.
    fn wrong(&self) -> usize {
        self.proofs.iter().filter(|proof| proof.verdict != Verdict::Right).count()
    }
}

/// Tests rules. The exit status.
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
    terminal.tell_all(projects.command_line_problems());
    let selection = args.force.options().selection();
    // Whether a rule is on by default is no matter to its examples.
    let is_meant = |rule: &&Rule| {
        selection.includes(&rule.reporting.code, true)
            && (args.files.is_empty() || files.iter().any(|(_, file)| file.name == rule.file))
    };
    let rules = || engine.rules().iter().filter(is_meant);
    let tested = Tested {
        proofs: prove_rules(&engine, rules()),
        flaws: flaws_of_rules(&engine, rules()),
        coverage: args.coverage.then(|| coverage_of_rules(&engine, rules())),
    };
    match args.format {
        ListFormat::Human => screen::write(&tested, args.verbose, terminal)?,
        ListFormat::Json => json::write(&tested, terminal)?,
    }
    let fails = tested.wrong() > 0 || !tested.flaws.is_empty();
    Ok(if terminal.told() > 0 { 2 } else { u8::from(fails) })
}
