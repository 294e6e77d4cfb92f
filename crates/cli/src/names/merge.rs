//! `copydesk names merge`: the sum of saved tallies.

use std::io;

use super::save;
use crate::args::MergeArgs;
use crate::terminal::Terminal;
use copydesk::report::tally::merge_tallies;
use copydesk_workspace::read::file_problem;
use copydesk_workspace::saved_tally::read_tally;
use copydesk_workspace::write::Before;

/// Adds saved tallies and saves the sum. Nothing is saved if one of them cannot be used. The exit status.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn run(args: &MergeArgs, terminal: &Terminal) -> io::Result<u8> {
    let mut tallies = Vec::new();
    let mut before = Before::Any;
    for path in &args.tallies {
        match read_tally(path) {
            Ok(tally) => {
                // The sum may take the place of one of its parts.
                before = Some(tally.before(path, &args.output)).filter(|one| *one != Before::Any).unwrap_or(before);
                tallies.push(tally.saved);
            }
            Err(problem) => terminal.tell(&problem),
        }
    }
    if terminal.told() > 0 {
        return Ok(2);
    }
    let merged = match merge_tallies(tallies, args.keep_parts) {
        Ok(merged) => merged,
        Err(overlap) => {
            let message = "some parts of this tally are counted already, and others are not";
            let help =
                "name the tallies of its parts as well, or make sums with --keep-parts: then each part counts once";
            let path = args.tallies.get(overlap.tally).unwrap_or(&args.output);
            terminal.tell(&file_problem(path, message).with_help(help));
            return Ok(2);
        }
    };
    if merged.again > 0 {
        terminal.note("tally-known", merged.again);
    }
    if let Err(problem) = save(&args.output, &merged.sum, before)? {
        terminal.tell(&problem);
        return Ok(2);
    }
    Ok(0)
}
