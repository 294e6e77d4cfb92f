//! What is wrong with the run: a rule set that does not load, a path that cannot be opened, an output that cannot be written.
//! A problem is not a finding: the run goes on without that file and ends with status 2.

use super::narrow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Name of the file, as shown to people.
    pub file: String,
    /// Line and column, from 1, where there is no text to count them in.
    known: Option<(u32, u32)>,
    /// The file's text and the byte range meant, for TOML files, so that the place can be drawn.
    pub excerpt: Option<(Arc<str>, Range<usize>)>,
}

impl Place {
    /// The whole file.
    #[must_use]
    pub fn file(name: impl Into<String>) -> Self {
        Self { file: name.into(), known: None, excerpt: None }
    }

    /// A line and a column of it, from 1, of a file.
    #[must_use]
    pub fn at_line(name: impl Into<String>, line: u32, column: u32) -> Self {
        Self { known: Some((line, column)), ..Self::file(name) }
    }

    /// Byte `offset` of a file that may not be text. Columns count scalar values in the valid part before it.
    #[must_use]
    pub fn at_byte(name: impl Into<String>, bytes: &[u8], offset: usize) -> Self {
        Self { known: Some(position_of(bytes, offset)), ..Self::file(name) }
    }

    /// A byte range of a text file that can be drawn.
    #[must_use]
    pub fn in_text(name: impl Into<String>, text: &Arc<str>, range: Range<usize>) -> Self {
        let end = range.end.min(text.len());
        let range = range.start.min(end)..end;
        Self { excerpt: Some((Arc::clone(text), range)), ..Self::file(name) }
    }

    /// Line and column, from 1, the column in Unicode scalar values; `None` where the whole file is meant. They are counted when
    /// they are asked for: of many thousand places in one file only a few ever are.
    #[must_use]
    pub fn position(&self) -> Option<(u32, u32)> {
        let counted = self.excerpt.as_ref().map(|(text, range)| position_of(text.as_bytes(), range.start));
        counted.or(self.known)
    }
}

/// Line and column, from 1, of a byte.
fn position_of(bytes: &[u8], offset: usize) -> (u32, u32) {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    let column = before.iter().skip(start).filter(|&&byte| byte & 0xC0 != 0x80).count() + 1;
    (narrow(line), narrow(column))
}

/// Something a file given by the user got wrong. Shown to people; never carries article text beyond a byte value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong: lower case, no full stop, names the thing at fault.
    pub message: String,
    /// What to do about it, if there is something to say.
    pub help: Option<String>,
    /// Where, if it is about a file.
    pub place: Option<Place>,
}

impl Problem {
    /// A problem with its message and nothing else yet.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, place: None }
    }

    /// Adds what the user can do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what the user can do, unless so many problems were `met` before this one that it will hardly be told: looking for what
    /// was meant costs more than everything else that is done about a wrong word.
    #[must_use]
    pub fn with_help_after(self, met: &[Self], help: impl FnOnce() -> Option<String>) -> Self {
        let help = if met.len() < MOST { help() } else { None };
        Self { help: help.or(self.help), ..self }
    }

    /// Adds where it is.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{}:", place.file)?;
            if let Some((line, column)) = place.position() {
                write!(f, "{line}:{column}:")?;
            }
            f.write_str(" ")?;
        }
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) if f.alternate() => write!(f, " ({help})"),
            _ => Ok(()),
        }
    }
}

/// Most problems of one file that are reported.
const MOST: usize = 20;

/// The problems that are told of those that were met: of those at places in one file the first, in order, and how many more there
/// are; and all others.
#[must_use]
pub fn told_of(met: Vec<Problem>) -> Vec<Problem> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut told = Vec::with_capacity(met.len().min(MOST + 1));
    for problem in met {
        let Some(place) = problem.place.as_ref().filter(|place| place.excerpt.is_some()) else {
            told.push(problem);
            continue;
        };
        // How many of the file were met, and where it will say how many more.
        let (count, more) = counts.entry(place.file.clone()).or_default();
        *count += 1;
        if *count <= MOST {
            told.push(problem);
        } else if *count == MOST + 1 {
            *more = told.len();
            told.push(Problem { message: String::new(), help: None, place: Some(Place::file(&*place.file)) });
        }
    }
    for (count, more) in counts.into_values().filter(|(count, _)| *count > MOST) {
        let left = count - MOST;
        if let Some(problem) = told.get_mut(more) {
            problem.message = format!("{left} more problem{} in this file", if left == 1 { "" } else { "s" });
        }
    }
    told
}

/// The candidate most like `word`, if one is like enough to be meant (Jaro-Winkler similarity of at least 0.8).
#[must_use]
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(similarity, _)| *similarity >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_file_some_problems_are_told_and_how_many_more_there_are() {
        let text: Arc<str> = "a".into();
        let in_file = |file: &str, n: usize| Problem::new(format!("{n}")).at(Place::in_text(file, &text, 0..1));
        let mut met: Vec<Problem> = (0..21).map(|n| in_file("a.toml", n)).collect();
        met.extend((0..500).flat_map(|n| [in_file("b.toml", n), Problem::new("of no file")]));
        met.push(in_file("c.toml", 0));
        let told: Vec<String> = told_of(met).iter().map(Problem::to_string).collect();
        assert_eq!(told[20], "a.toml: 1 more problem in this file");
        assert!(told.contains(&"b.toml: 480 more problems in this file".to_owned()), "{told:?}");
        assert_eq!(told.last().unwrap(), "c.toml:1:1: 0");
        assert_eq!(told.len(), 21 + 21 + 500 + 1);
    }

    #[test]
    fn lines_and_columns_are_counted_from_one_in_characters() {
        let text: Arc<str> = "é\nab = 'م' x".into();
        let at = text.find('x').unwrap();
        assert_eq!(Place::in_text("a", &text, at..at + 1).position(), Some((2, 10)));
        assert_eq!(Place::at_byte("a", b"\xff\n\xffx", 3).position(), Some((2, 2)));
        assert_eq!(Place::file("a").position(), None);
    }
}
