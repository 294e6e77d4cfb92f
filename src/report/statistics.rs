//! How often each code was found.

use std::io;

use super::Summary;

/// Writes a line for each code: its count and its name, the most frequent first.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn write_statistics(out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
    let mut counts: Vec<_> = summary.by_code.iter().collect();
    counts.sort_by_key(|&(code, &count)| (std::cmp::Reverse(count), code));
    counts.into_iter().try_for_each(|(code, count)| writeln!(out, "{count:>7} {code}"))
}
