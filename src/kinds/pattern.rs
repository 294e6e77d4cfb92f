//! House patterns, compiled. They come from anybody: each is bounded in size, and so are all of them together.

use serde_spanned::Spanned;

use crate::text::Problem;
use crate::toml_doc::TomlFile;

/// Sizes a compiled pattern is tried in, in bytes. The last is generous for patterns people write, and small enough that a
/// hostile one cannot take the machine's memory or its time.
const SIZES: [usize; 3] = [64 << 10, 256 << 10, 2 << 20];

/// Room for the patterns of a run, in bytes of their compiled sizes: enough for two thousand usual ones.
#[derive(Debug)]
pub struct PatternRoom {
    left: usize,
    /// Whether it was said that there is no more.
    is_told: bool,
}

impl Default for PatternRoom {
    fn default() -> Self {
        Self { left: 128 << 20, is_told: false }
    }
}

/// Compiles a pattern. What is wrong with it becomes a problem at its place in the TOML.
pub fn compile_pattern(
    file: &TomlFile,
    pattern: &Spanned<String>,
    room: &mut PatternRoom,
    problems: &mut Vec<Problem>,
) -> Option<regex::Regex> {
    let build = |size| regex::RegexBuilder::new(pattern.get_ref()).size_limit(size).dfa_size_limit(size).build();
    let mut built = Err(regex::Error::CompiledTooBig(0));
    for size in SIZES {
        if room.left < size {
            let help = "leave some of them out, or write words as `tokens`, which cost next to nothing";
            let problem = file.problem(pattern.span(), "the patterns of all rules are too large together");
            problems.extend((!std::mem::replace(&mut room.is_told, true)).then(|| problem.with_help(help)));
            return None;
        }
        built = build(size);
        if !matches!(built, Err(regex::Error::CompiledTooBig(_))) {
            room.left -= size;
            break;
        }
    }
    if let Err(regex::Error::CompiledTooBig(_)) = built {
        room.left -= SIZES.last().copied().unwrap_or_default();
    }
    built
        .map_err(|error| {
            let text = error.to_string();
            let last = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
            let message = format!("the pattern does not compile: {}", last.trim().trim_start_matches("error: "));
            let help = match error {
                regex::Error::CompiledTooBig(_) => "shorten its lists, or lower its counts, such as {1,500}",
                _ => "patterns are those of the Rust crate regex: no look-around, no back-references",
            };
            problems.push(file.problem(pattern.span(), message).with_help(help));
        })
        .ok()
}
