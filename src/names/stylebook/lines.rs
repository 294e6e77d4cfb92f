//! The lines of a gazetteer. The build script reads them too, for the word lists of rules about names.

/// What separates the languages of a line.
pub const COLUMN: char = '=';
/// What separates the spellings of one language.
pub const SPELLING: char = '|';
/// What a remark begins with.
const REMARK: char = '#';

/// The lines that hold names, each with its number from 0.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate();
    lines.filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with(REMARK))
}

/// The names of a list in the language of a column: each with its spellings, the preferred one first.
pub fn names(text: &str, column: usize) -> impl Iterator<Item = Vec<&str>> {
    lines(text)
        .filter_map(move |(_, line)| Some(line.split(COLUMN).nth(column)?.split(SPELLING).map(str::trim).collect()))
}
