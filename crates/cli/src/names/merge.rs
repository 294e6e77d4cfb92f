//! `copydesk names merge`: the sum of saved tallies.

use std::io;

use crate::args::MergeArgs;
use crate::terminal::Terminal;
use copydesk::report::tally::SavedTally;
use copydesk_workspace::read::file_problem;
use copydesk_workspace::saved_tally::{read_tally, write_tally};
use copydesk_workspace::write::Before;

/// Adds saved tallies and saves the sum. Nothing is saved if one of them cannot be used. The exit status.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn run(args: &MergeArgs, terminal: &Terminal) -> io::Result<u8> {
    let mut read = Vec::new();
    let mut before = Before::Any;
    for path in &args.tallies {
        match read_tally(path) {
            Ok(tally) => {
                // The sum may take the place of one of its parts.
                before = Some(tally.before(path, &args.output)).filter(|one| *one != Before::Any).unwrap_or(before);
                read.push((path, tally.saved));
            }
            Err(problem) => terminal.tell(&problem),
        }
    }
    // The largest first, so that what stands in another one is met after it, in whatever order they were named.
    read.sort_by(|(_, a), (_, b)| b.shards.len().cmp(&a.shards.len()).then_with(|| a.shards.cmp(&b.shards)));
    let mut sum = SavedTally::default();
    for (path, saved) in read {
        if saved.shards.is_subset(&sum.shards) {
            terminal.note("tally-known", saved.shards.len());
        } else if saved.shards.is_disjoint(&sum.shards) {
            sum.shards.extend(saved.shards);
            sum.tally.merge(saved.tally);
        } else {
            let message = "some parts of this tally are counted already, and others are not";
            terminal.tell(&file_problem(path, message).with_help("merge the tallies of the parts instead"));
        }
    }
    if terminal.told() > 0 {
        return Ok(2);
    }
    if let Err(problem) = write_tally(&args.output, &sum, before) {
        terminal.tell(&problem);
        return Ok(2);
    }
    Ok(0)
}
