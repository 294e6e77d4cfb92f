//! House patterns. They come from anybody: each is bounded in size, and so are all of them together.
//!
//! What a group costs is memory for each state of the machine, at each search. So only those patterns whose groups somebody asks for
//! have any, and what they take counts like the rest.

mod alphabet;
mod search;

use std::ops::Range;

use regex_syntax::hir::Hir;
use serde_spanned::Spanned;

use self::search::Fault;
pub use self::search::{Found, Pattern};

use super::{Context, Env};
use crate::analysis::sieve::windows;
use crate::analysis::{At, CueId};
use crate::document::Block;
use crate::text::{Problem, ProseSpan, narrow};
use crate::toml_doc::TomlFile;

/// Longest text of a pattern, in bytes: what it is read into takes some hundred times as much.
const LONGEST: usize = 256 << 10;

/// Room for the patterns of a run, in bytes of their compiled sizes: enough for two thousand usual ones.
#[derive(Debug)]
pub struct PatternRoom {
    left: usize,
    /// Whether it was said that there is no more.
    is_told: bool,
    /// The patterns compiled so far, where somebody wants to look at them.
    kept: Option<Vec<KeptPattern>>,
}

/// A pattern of a rule, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPattern {
    /// The pattern.
    pub text: String,
    /// What it is compared with.
    pub sees: PatternSees,
}

/// What a pattern is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternSees {
    /// The prose of a block.
    Prose,
    /// A word, a value: something smaller, with which all of it has to agree.
    Parts,
}

impl Default for PatternRoom {
    fn default() -> Self {
        Self { left: 128 << 20, is_told: false, kept: None }
    }
}

/// What is asked of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Where it matches.
    Matches,
    /// Also what its groups match.
    Groups,
}

/// A pattern over the prose of blocks.
pub struct ProsePattern {
    pattern: Pattern,
    /// What tells in which blocks it can match; nothing, where that would tell nothing.
    sifted: Option<CueId>,
}

impl ProsePattern {
    /// Compiles a pattern, as [`compile_pattern`] does.
    pub fn compile(
        file: &TomlFile,
        pattern: &Spanned<String>,
        wanted: Wanted,
        env: &mut Env<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let (read, compiled) = read_pattern(file, pattern, wanted, env.patterns, problems)?;
        env.patterns.keep(pattern.get_ref(), PatternSees::Prose);
        let sifted = windows(&read).map(|windows| env.cues.add_pattern(Some(windows)));
        Some(Self { pattern: compiled, sifted })
    }

    /// How many of its groups are asked for.
    pub fn groups(&self) -> usize {
        self.pattern.groups()
    }

    /// The first group that a replacement asks for and the pattern does not have.
    pub fn missing_group(&self, replacement: &str) -> Option<String> {
        self.pattern.missing_group(replacement)
    }

    /// Calls `take` with each place at which it matches something in `blocks`, in order.
    pub fn each_match<'a>(&self, blocks: impl Iterator<Item = (usize, &'a Block<'a>)>, mut take: impl FnMut(At)) {
        for (index, block) in blocks {
            self.pattern.each_match(&block.prose, |range| take(at(index, range)));
        }
    }

    /// Calls `take` with each place, as [`Self::each_match`] does, and with what was found there.
    pub fn each_found<'a>(
        &self,
        blocks: impl Iterator<Item = (usize, &'a Block<'a>)>,
        mut take: impl FnMut(At, &Found<'_>),
    ) {
        for (index, block) in blocks {
            self.pattern.each_found(&block.prose, |found| take(at(index, found.range()), found));
        }
    }

    /// The blocks that the rule reads and in which the pattern can match, in order, each with its index.
    pub fn blocks<'a>(&self, cx: &Context<'a>) -> impl Iterator<Item = (usize, &'a Block<'a>)> + use<'a> {
        let analysis = cx.analysis;
        let sifted = self.sifted.and_then(|pattern| analysis.blocks_of(pattern));
        let all = sifted.is_none().then(|| 0..analysis.blocks().len());
        let roles = cx.roles();
        let indices = sifted.into_iter().flatten().chain(all.into_iter().flatten());
        indices
            .filter_map(move |index| Some((index, analysis.blocks().get(index)?)))
            .filter(move |(_, block)| roles.has(block.role()))
    }
}

fn at(block: usize, range: Range<usize>) -> At {
    At { block: narrow(block), span: ProseSpan::from_range(range) }
}

/// Compiles a pattern. What is wrong with it becomes a problem at its place in the TOML.
pub fn compile_pattern(
    file: &TomlFile,
    pattern: &Spanned<String>,
    wanted: Wanted,
    room: &mut PatternRoom,
    problems: &mut Vec<Problem>,
) -> Option<Pattern> {
    read_pattern(file, pattern, wanted, room, problems).map(|(_, compiled)| compiled)
}

/// A pattern as it is read, and compiled.
fn read_pattern(
    file: &TomlFile,
    pattern: &Spanned<String>,
    wanted: Wanted,
    room: &mut PatternRoom,
    problems: &mut Vec<Problem>,
) -> Option<(Hir, Pattern)> {
    let text = pattern.get_ref();
    let mut problem = |why: &str, help: &str| {
        let problem = file.problem(pattern.span(), format!("the pattern does not compile: {why}"));
        problems.push(problem.with_help(help));
    };
    let shorten = "shorten its lists, or lower its counts, such as {1,500}";
    if text.len() > LONGEST {
        problem(&format!("it is longer than {} KiB", LONGEST >> 10), shorten);
        return None;
    }
    let unread = |error: regex_syntax::Error| Fault::Unread(last_line(&error.to_string()));
    let read = regex_syntax::parse(text).map_err(unread);
    match read.and_then(|read| Pattern::new(&read, wanted).map(|compiled| (read, compiled))) {
        Ok((read, compiled)) => room.take(compiled.size(), file, pattern, problems).then_some((read, compiled)),
        Err(Fault::Unread(words)) => {
            problem(&words, "patterns are those of the Rust crate regex: no look-around, no back-references");
            None
        }
        Err(Fault::TooLarge) => {
            problem("it is too large", shorten);
            None
        }
        Err(Fault::TooManyGroups) => {
            problem("it has too many groups", "write groups that nothing refers to as (?:…)");
            None
        }
    }
}

/// The last line of what a parser says, in which it says what is wrong.
fn last_line(words: &str) -> String {
    let last = words.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    last.trim().trim_start_matches("error: ").to_owned()
}

impl PatternRoom {
    /// Room that also keeps the patterns as they are written.
    #[must_use]
    pub fn keeping() -> Self {
        Self { kept: Some(Vec::new()), ..Self::default() }
    }

    /// Keeps a pattern as it is written, if somebody wants to look at it.
    pub fn keep(&mut self, pattern: &str, sees: PatternSees) {
        self.kept.iter_mut().for_each(|kept| kept.push(KeptPattern { text: pattern.to_owned(), sees }));
    }

    /// The patterns that were kept, in the order in which they were compiled.
    #[must_use]
    pub fn kept(&self) -> &[KeptPattern] {
        self.kept.as_deref().unwrap_or_default()
    }

    /// Takes room for a pattern of `size` bytes. If there is not so much left, that is said, once.
    fn take(&mut self, size: usize, file: &TomlFile, pattern: &Spanned<String>, problems: &mut Vec<Problem>) -> bool {
        if let Some(left) = self.left.checked_sub(size) {
            self.left = left;
            return true;
        }
        if !std::mem::replace(&mut self.is_told, true) {
            let help = "leave some of them out, or write words as `tokens`, which cost next to nothing";
            let problem = file.problem(pattern.span(), "the patterns of all rules together are too large");
            problems.push(problem.with_help(help));
        }
        false
    }
}
