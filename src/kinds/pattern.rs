//! House patterns, compiled. They come from anybody: each is bounded in size, and so are all of them together.
//!
//! What a group costs is memory for each state of the machine, at each search. So only those patterns whose groups somebody asks for
//! have any, and what they take counts like the rest.

use regex_automata::meta::{BuildError, Config, Regex};
use regex_automata::nfa::thompson::{NFA, WhichCaptures};
use serde_spanned::Spanned;

use super::{Context, Env};
use crate::analysis::CueId;
use crate::analysis::sieve::windows;
use crate::document::Block;
use crate::text::Problem;
use crate::toml_doc::TomlFile;

/// Sizes a compiled pattern is tried in, in bytes. The last is generous for patterns people write, and small enough that a
/// hostile one cannot take the machine's memory or its time.
const SIZES: [usize; 3] = [64 << 10, 256 << 10, 2 << 20];

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

/// Why a pattern is not compiled.
enum Fault {
    /// What the parser says.
    Unread(String),
    /// The compiled pattern would be larger than it may be.
    TooLarge(String),
    /// Its groups would.
    TooManyGroups,
}

/// A pattern over the prose of blocks.
pub struct ProsePattern {
    regex: Regex,
    /// What tells in which blocks it can match; nothing, where looking for it costs less than knowing that.
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
        let regex = compile_pattern(file, pattern, wanted, env.patterns, problems)?;
        env.patterns.keep(pattern.get_ref(), PatternSees::Prose);
        let read = || regex_syntax::Parser::new().parse(pattern.get_ref()).ok();
        let windows = if regex.is_accelerated() { None } else { read().and_then(|read| windows(&read)) };
        let sifted = windows.map(|windows| env.cues.add_pattern(Some(windows)));
        Some(Self { regex, sifted })
    }

    /// What is looked for.
    pub fn regex(&self) -> &Regex {
        &self.regex
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

/// Compiles a pattern. What is wrong with it becomes a problem at its place in the TOML.
pub fn compile_pattern(
    file: &TomlFile,
    pattern: &Spanned<String>,
    wanted: Wanted,
    room: &mut PatternRoom,
    problems: &mut Vec<Problem>,
) -> Option<Regex> {
    let mut built = Err(Fault::TooLarge(String::new()));
    for size in SIZES {
        if room.left < size {
            room.tell(file, pattern, problems);
            return None;
        }
        built = build(pattern.get_ref(), wanted, size);
        if !matches!(built, Err(Fault::TooLarge(_))) {
            room.left -= size;
            break;
        }
    }
    if let Err(Fault::TooLarge(_)) = built {
        room.left -= SIZES.last().copied().unwrap_or_default();
    }
    let groups = built.as_ref().map_or(0, |(_, groups)| *groups);
    let Some(left) = room.left.checked_sub(groups) else {
        room.tell(file, pattern, problems);
        return None;
    };
    room.left = left;
    let fault = match built {
        Ok((regex, _)) => return Some(regex),
        Err(fault) => fault,
    };
    let (why, help) = match &fault {
        Fault::Unread(words) => {
            (words.as_str(), "patterns are those of the Rust crate regex: no look-around, no back-references")
        }
        Fault::TooLarge(words) => (words.as_str(), "shorten its lists, or lower its counts, such as {1,500}"),
        Fault::TooManyGroups => ("it has too many groups", "write groups that nothing refers to as (?:…)"),
    };
    problems.push(file.problem(pattern.span(), format!("the pattern does not compile: {why}")).with_help(help));
    None
}

/// A pattern compiled, in at most `size` bytes, with the bytes that a search takes for its groups.
fn build(pattern: &str, wanted: Wanted, size: usize) -> Result<(Regex, usize), Fault> {
    if pattern.len() > LONGEST {
        return Err(Fault::TooLarge(format!("it is longer than {} KiB", LONGEST >> 10)));
    }
    let fault = |error: BuildError| match (error.size_limit(), error.syntax_error()) {
        (Some(limit), _) => Fault::TooLarge(format!("Compiled regex exceeds size limit of {limit} bytes.")),
        (_, Some(error)) => Fault::Unread(last_line(&error.to_string())),
        _ => Fault::Unread(error.to_string()),
    };
    let which = match wanted {
        Wanted::Matches => WhichCaptures::Implicit,
        Wanted::Groups => WhichCaptures::All,
    };
    let config = Config::new().which_captures(which).nfa_size_limit(Some(size)).hybrid_cache_capacity(size);
    let mut groups = 0;
    if wanted == Wanted::Groups {
        let config = NFA::config().which_captures(which).nfa_size_limit(Some(size));
        // What is wrong with it is told below.
        if let Ok(nfa) = NFA::compiler().configure(config).build(pattern) {
            groups = nfa.states().len().saturating_mul(nfa.group_info().slot_len()).saturating_mul(size_of::<usize>());
        }
        if groups > SIZES.last().copied().unwrap_or_default() {
            return Err(Fault::TooManyGroups);
        }
    }
    Regex::builder().configure(config).build(pattern).map(|regex| (regex, groups)).map_err(fault)
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

    /// Says, once, that there is no more room.
    fn tell(&mut self, file: &TomlFile, pattern: &Spanned<String>, problems: &mut Vec<Problem>) {
        if !std::mem::replace(&mut self.is_told, true) {
            let help = "leave some of them out, or write words as `tokens`, which cost next to nothing";
            let problem = file.problem(pattern.span(), "the patterns of all rules together are too large");
            problems.push(problem.with_help(help));
        }
    }
}
