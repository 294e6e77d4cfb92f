//! Looking for a pattern. It is compiled when it is first looked for: most patterns of a house can match in few texts, or in none.

use std::ops::Range;
use std::sync::OnceLock;

use regex_automata::meta::{BuildError, Config, Regex};
use regex_automata::nfa::thompson::{NFA, WhichCaptures};
use regex_automata::util::{captures, interpolate};
use regex_automata::{PatternID, Span};
use regex_syntax::hir::{Class, Hir, HirKind};

use super::Wanted;
use super::alphabet::Alphabet;

/// Most bytes that a pattern may take, compiled. It is generous for patterns people write, and small enough that a hostile one cannot
/// take the machine's memory or its time.
const MOST: usize = 2 << 20;
/// Least bytes that a search may keep for what it has found out of a pattern.
const LEAST_CACHE: usize = 64 << 10;
/// What a state of the machine or a transition takes, in bytes: forwards, backwards, and what a search keeps for it.
const STATE: usize = 64;

/// A pattern that is looked for.
#[derive(Debug)]
pub struct Pattern {
    machine: Machine,
    wanted: Wanted,
    /// The groups that are asked for, in order: the name of each, if it has one.
    groups: Vec<Option<Box<str>>>,
    size: usize,
}

/// What looks for a pattern.
#[derive(Debug)]
enum Machine {
    /// In texts that are written in kinds of characters.
    Kinds { alphabet: Alphabet, pattern: Hir, regex: OnceLock<Option<Regex>> },
    /// In texts as they are: the pattern tells too many characters apart.
    Text(Regex),
}

/// Why a pattern is not compiled.
#[derive(Debug)]
pub enum Fault {
    /// What the parser says.
    Unread(String),
    /// The compiled pattern would be larger than it may be.
    TooLarge,
    /// Its groups would.
    TooManyGroups,
}

/// One place at which a pattern matches.
#[derive(Debug)]
pub struct Found<'s> {
    text: &'s str,
    captures: &'s captures::Captures,
    /// Where the match begins, in characters and in bytes.
    start: (usize, usize),
    is_ascii: bool,
}

impl Pattern {
    /// Makes ready to look for a pattern.
    ///
    /// # Errors
    /// It would take too much, with or without its groups.
    pub fn new(pattern: &Hir, wanted: Wanted) -> Result<Self, Fault> {
        let mut groups = Vec::new();
        if wanted == Wanted::Groups {
            collect_groups(pattern, &mut groups);
        }
        let Some((alphabet, pattern)) = Alphabet::of(pattern, wanted == Wanted::Groups) else {
            let (regex, size) = in_text(pattern, wanted)?;
            return Ok(Self { machine: Machine::Text(regex), wanted, groups, size });
        };
        let states = states(&pattern);
        let size = states.saturating_mul(STATE);
        if size > MOST {
            return Err(Fault::TooLarge);
        }
        let size_of_groups = size_of_groups(states, groups.len());
        if size_of_groups > MOST {
            return Err(Fault::TooManyGroups);
        }
        let machine = Machine::Kinds { alphabet, pattern, regex: OnceLock::new() };
        Ok(Self { machine, wanted, groups, size: size + size_of_groups })
    }

    /// How many bytes it takes, compiled: an estimate that is rather too high.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// How many groups are asked for.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.groups.len()
    }

    /// The first group that a replacement asks for and the pattern does not have: nothing would be written for it.
    #[must_use]
    pub fn missing_group(&self, replacement: &str) -> Option<String> {
        let mut missing = Vec::new();
        let mut unnumbered = Vec::new();
        interpolate::string(
            replacement,
            |number, _| unnumbered.extend((number > self.groups()).then(|| number.to_string())),
            |name| {
                let known = self.groups.iter().position(|group| group.as_deref() == Some(name));
                missing.extend(known.is_none().then(|| name.to_owned()));
                known.map(|index| index + 1)
            },
            &mut String::new(),
        );
        missing.into_iter().chain(unnumbered).next()
    }

    /// What looks for it, and a text as that sees it.
    fn ready<'t>(&self, text: &'t str) -> Option<(&Regex, Seen<'t>)> {
        match &self.machine {
            Machine::Text(regex) => Some((regex, Seen::Text(text))),
            Machine::Kinds { alphabet, pattern, regex } => {
                // That it fits was found out before.
                let build = || Regex::builder().configure(self.config()).build_from_hir(pattern).ok();
                Some((regex.get_or_init(build).as_ref()?, Seen::Kinds(alphabet.write(text))))
            }
        }
    }

    fn config(&self) -> Config {
        // Each character is a byte: there is none that could be cut.
        config(self.wanted).utf8_empty(false).hybrid_cache_capacity(self.size.clamp(LEAST_CACHE, MOST))
    }

    /// Whether it matches anywhere in a text.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.ready(text).is_some_and(|(regex, seen)| regex.is_match(seen.bytes()))
    }

    /// Calls `take` with each place in a text at which it matches something, in order, as bytes of the text.
    pub fn each_match(&self, text: &str, mut take: impl FnMut(Range<usize>)) {
        let Some((regex, seen)) = self.ready(text) else { return };
        let mut place = Place { text, chars: 0, bytes: 0, is_same: seen.bytes().len() == text.len() };
        for found in regex.find_iter(seen.bytes()).filter(|found| !found.is_empty()) {
            take(place.byte(found.start())..place.byte(found.end()));
        }
    }

    /// Calls `take` with each place in a text at which it matches something, in order, and with its groups.
    pub fn each_found(&self, text: &str, mut take: impl FnMut(&Found<'_>)) {
        let Some((regex, seen)) = self.ready(text) else { return };
        let is_same = seen.bytes().len() == text.len();
        let mut place = Place { text, chars: 0, bytes: 0, is_same };
        for captures in regex.captures_iter(seen.bytes()) {
            let Some(found) = captures.get_match().filter(|found| !found.is_empty()) else { continue };
            let start = (found.start(), place.byte(found.start()));
            take(&Found { text, captures: &captures, start, is_ascii: is_same });
        }
    }
}

/// A text as a machine sees it.
enum Seen<'t> {
    Text(&'t str),
    Kinds(Vec<u8>),
}

impl Seen<'_> {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Kinds(kinds) => kinds,
        }
    }
}

/// A place in a text, in what the machine counts and in bytes. It only moves on.
struct Place<'t> {
    text: &'t str,
    chars: usize,
    bytes: usize,
    /// Whether the machine counts bytes, too.
    is_same: bool,
}

impl Place<'_> {
    /// The byte at which the character with this number begins, which is not before the one asked for last.
    fn byte(&mut self, char: usize) -> usize {
        if self.is_same {
            return char;
        }
        let rest = self.text.get(self.bytes..).unwrap_or_default();
        let far = rest.char_indices().nth(char.saturating_sub(self.chars)).map_or(rest.len(), |(byte, _)| byte);
        (self.chars, self.bytes) = (char, self.bytes + far);
        self.bytes
    }
}

impl Found<'_> {
    fn place(&self, found: Span) -> Range<usize> {
        let mut place = Place { text: self.text, chars: self.start.0, bytes: self.start.1, is_same: self.is_ascii };
        place.byte(found.start)..place.byte(found.end)
    }

    /// Where it is, in bytes of the text.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.captures.get_group(0).map_or(0..0, |found| self.place(found))
    }

    /// What a group matches, by its number; nothing, if it does not take part.
    #[must_use]
    pub fn group(&self, number: usize) -> Option<&str> {
        self.captures.get_group(number).and_then(|found| self.text.get(self.place(found)))
    }

    /// A replacement with what the groups match in the place of `$1` and `${name}`.
    #[must_use]
    pub fn fill_in(&self, replacement: &str) -> String {
        let mut filled = String::new();
        interpolate::string(
            replacement,
            |group, filled| filled.push_str(self.group(group).unwrap_or_default()),
            |name| self.captures.group_info().to_index(PatternID::ZERO, name),
            &mut filled,
        );
        filled
    }
}

fn config(wanted: Wanted) -> Config {
    let which = match wanted {
        Wanted::Matches => WhichCaptures::Implicit,
        Wanted::Groups => WhichCaptures::All,
    };
    Config::new().which_captures(which)
}

/// A pattern compiled for texts as they are, and the bytes that it takes.
fn in_text(pattern: &Hir, wanted: Wanted) -> Result<(Regex, usize), Fault> {
    let fault = |error: BuildError| match error.size_limit() {
        Some(_) => Fault::TooLarge,
        None => Fault::Unread(error.to_string()),
    };
    let mut size_of_machine = MOST;
    if wanted == Wanted::Groups {
        let config = NFA::config().which_captures(WhichCaptures::All).nfa_size_limit(Some(MOST));
        // What is wrong with it is told below.
        if let Ok(nfa) = NFA::compiler().configure(config).build_from_hir(pattern) {
            let size = size_of_groups(nfa.states().len(), pattern.properties().explicit_captures_len());
            if size > MOST {
                return Err(Fault::TooManyGroups);
            }
            size_of_machine += size;
        }
    }
    let config = config(wanted).nfa_size_limit(Some(MOST)).hybrid_cache_capacity(MOST);
    let regex = Regex::builder().configure(config).build_from_hir(pattern).map_err(fault)?;
    Ok((regex, size_of_machine))
}

/// What a search keeps for groups, in bytes: for each state where each of them begins and ends.
fn size_of_groups(states: usize, groups: usize) -> usize {
    let ends = if groups == 0 { 0 } else { 2 * (groups + 1) };
    states.saturating_mul(ends).saturating_mul(size_of::<usize>())
}

/// The groups of a pattern, in order, each with its name, if it has one.
fn collect_groups(pattern: &Hir, groups: &mut Vec<Option<Box<str>>>) {
    if let HirKind::Capture(capture) = pattern.kind() {
        groups.push(capture.name.clone());
    }
    pattern.kind().subs().iter().for_each(|part| collect_groups(part, groups));
}

/// How many states and transitions a pattern has, compiled: never fewer than there are.
fn states(pattern: &Hir) -> usize {
    let all = |parts: &[Hir]| parts.iter().fold(parts.len(), |sum, part| sum.saturating_add(states(part)));
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Bytes(class)) => 1 + class.ranges().len(),
        HirKind::Class(Class::Unicode(class)) => 1 + class.ranges().len(),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(1) as usize;
            (states(&repetition.sub).saturating_add(2)).saturating_mul(times).saturating_add(2)
        }
        HirKind::Capture(capture) => states(&capture.sub).saturating_add(2),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => all(parts),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    /// Patterns of every form, each with whether its alphabet has room for it.
    const PATTERNS: [(&str, bool); 22] = [
        (r"\b[A-Z]{3,5}\b", true),
        (r"(?i)\bnot un(\w+)ly\b", true),
        (r"\b(\d{1,2})(?:st|nd|rd|th) (May|June)\b", true),
        (r"\bقام(?:ت|وا)? ب\w+", true),
        (r"[!؟]{2,}|\s+[,;:]", true),
        (r"“[^”]{3,}”", true),
        (r"(?m)^\w+ing \w+$", true),
        (r"(?mR)^x?y*$", true),
        (r"^x?[٠-٩]+$", true),
        (r"(?P<first>\w+)-(?P<second>\w+)?", true),
        (r"\w+?\B.", true),
        (r"(?s).{2}|(a)(b)?", true),
        (r"(?-u:\b)[a-z]+(?-u:\b)", true),
        (r"(?:a|ab)(?:c|bcd)?(d*)", true),
        (r"\b{start}\p{L}+\b{end}", true),
        (r"[^\n\r]\r?\n", true),
        (r"日本|[ァ-ヶ]ー", true),
        (r"\A\s*|\s*\z", true),
        (r"x{0}|y", true),
        (r"\b[a-z]+(?-u:\b)", false),
        (
            r"\b(?:[abcdefghijklmnopqrstuvwxyz ]|a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u|v|w|x|y|z|A|B|C|D|E|F|G|H|I|J|K|L|M|N|O|P|Q|R|S|T|U|V|W|X|Y|Z|0|1|2|3|4|5|6|7|8|9|ا|ب|ت)+\b",
            false,
        ),
        (r"\b(?-u:\B)?x", false),
    ];

    /// Each pattern as the library looks for it, with groups, and without them.
    static LOOKED_FOR: LazyLock<Vec<(&str, Regex, Pattern, Pattern)>> = LazyLock::new(|| {
        let compiled = |pattern, wanted| Pattern::new(&read(pattern), wanted).unwrap();
        let row = |(pattern, _)| {
            (
                pattern,
                Regex::new(pattern).unwrap(),
                compiled(pattern, Wanted::Groups),
                compiled(pattern, Wanted::Matches),
            )
        };
        PATTERNS.map(row).into()
    });

    fn read(pattern: &str) -> Hir {
        regex_syntax::parse(pattern).unwrap()
    }

    #[test]
    fn a_pattern_has_an_alphabet_of_its_own_where_a_byte_is_enough_for_each_kind_of_character() {
        for (pattern, has_room) in PATTERNS {
            assert_eq!(Alphabet::of(&read(pattern), true).is_some(), has_room, "{pattern}");
        }
    }

    #[test]
    fn what_a_replacement_takes_from_groups_is_what_they_match() {
        let pattern = Pattern::new(&read(r"(?P<day>\d+) (مارس|آذار)(!)?"), Wanted::Groups).unwrap();
        let mut filled = Vec::new();
        pattern.each_found("يوم 7 آذار، ثم ٨ مارس!", |found| {
            filled.push((found.range(), found.fill_in("$2 ${day}$3.")))
        });
        assert_eq!(filled, [(7..17, "آذار 7.".to_owned()), (25..37, "مارس ٨!.".to_owned())]);
    }

    #[test]
    fn a_pattern_is_never_larger_than_it_is_said_to_be() {
        for (pattern, _) in PATTERNS.iter().chain(&[(r"(?:(?:ab?|[x-z]{2,9}){1,30}){3}", true), (r"\w{400}", true)]) {
            let Machine::Kinds { pattern, .. } = Pattern::new(&read(pattern), Wanted::Matches).unwrap().machine else {
                continue;
            };
            let nfa = NFA::compiler().configure(NFA::config().utf8(false)).build_from_hir(&pattern).unwrap();
            assert!(nfa.memory_usage() <= states(&pattern) * STATE + 8192, "{pattern}: {}", nfa.memory_usage());
        }
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_is_found_in_the_text_as_it_is(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "a", "b", "ab", "cd", "-", " ", ",", "UNO", "NATO", "Not unduly", "NOT UNLIKELY", "1st May", "22nd June", "!", "؟", "قام",
                "قاموا", "ب", "“", "”", "٣", "٤٥", "12", "y", "É.A.", "日本", "ア", "ー", "\n", "\r\n", "\r", "x", "ſ", "K", "saying so", "🙂",
            ]), 0..24),
        ) {
            let text = pieces.concat();
            for (written, regex, pattern, without_groups) in &*LOOKED_FOR {
                let expected: Vec<_> = regex.captures_iter(&text).filter(|found| !found.get_match().unwrap().is_empty()).collect();
                let ranges: Vec<_> = expected.iter().map(|found| found.get_match().unwrap().range()).collect();
                let mut matches = Vec::new();
                without_groups.each_match(&text, |range| matches.push(range));
                prop_assert_eq!(&matches, &ranges, "{}", written);
                let mut found = Vec::new();
                pattern.each_found(&text, |place| {
                    let groups: Vec<_> = (1..=pattern.groups()).map(|group| place.group(group).map(str::to_owned)).collect();
                    found.push((place.range(), groups));
                });
                let groups = |found: &captures::Captures| {
                    (1..found.group_len()).map(|group| found.get_group(group).map(|span| text[span.range()].to_owned())).collect::<Vec<_>>()
                };
                let expected: Vec<_> = ranges.into_iter().zip(expected.iter().map(groups)).collect();
                prop_assert_eq!(&found, &expected, "{}", written);
                prop_assert_eq!(pattern.is_match(&text), regex.is_match(&text), "{}", written);
            }
        }
    }
}
