//! Brackets without a partner, paragraph by paragraph.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Check, Context, Env, Kind};
use crate::analysis::At;
use crate::language::Roles;
use crate::text::{Problem, ProseSpan, RareChars, narrow};
use crate::toml_doc::Table;

/// The kind `brackets`.
pub struct Brackets;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// Each an opening and a closing bracket.
    pairs: Vec<String>,
    /// What may stand directly before a bracket that is part of a smiley.
    smiley_eyes: String,
}

#[derive(Debug)]
struct Pairs {
    pairs: Vec<(char, char)>,
    rare: RareChars,
    smiley_eyes: Vec<char>,
}

/// A number of at most this many digits before a closing bracket counts items.
const LONGEST_NUMBERING: usize = 2;

impl Kind for Brackets {
    fn name(&self) -> &'static str {
        "brackets"
    }

    fn roles(&self) -> Roles {
        Roles::PROSE
    }

    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let place = rule.problem("each of `pairs` is two characters: the opening and the closing bracket");
        let keys: Keys = rule.decode(problems)?;
        let pairs: Option<Vec<_>> = keys
            .pairs
            .iter()
            .map(|pair| {
                let mut chars = pair.chars();
                Some((chars.next()?, chars.next().filter(|_| pair.chars().count() == 2)?))
            })
            .collect();
        let Some(pairs) = pairs else {
            problems.push(place);
            return None;
        };
        let rare = RareChars::new(pairs.iter().flat_map(|&(open, close)| [open..=open, close..=close]));
        Some(Box::new(Pairs { pairs, rare, smiley_eyes: keys.smiley_eyes.chars().collect() }))
    }
}

impl Check for Pairs {
    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        if !self.rare.can_occur(analysis.bytes_present()) {
            return;
        }
        for (index, block) in cx.blocks() {
            let prose: &str = &block.prose;
            let mut open: Vec<(usize, char)> = Vec::new();
            let mut lonely: Vec<(usize, char)> = Vec::new();
            // How many of each pair are open: a closer that has no opener must not look through all others for one.
            let mut waiting = vec![0_usize; self.pairs.len()];
            for (at, c) in self.rare.find_iter(prose) {
                if is_overridden(prose, at) {
                    continue;
                }
                if let Some(count) = self.opened_by(c).and_then(|pair| waiting.get_mut(pair)) {
                    if !self.is_smiley(prose, at) {
                        open.push((at, c));
                        *count += 1;
                    }
                } else if let Some(index) = self.pairs.iter().position(|pair| pair.1 == c) {
                    let is_awaited = waiting.get(index).is_some_and(|count| *count > 0);
                    let opener = self.pairs.get(index).filter(|_| is_awaited).map(|pair| pair.0);
                    match opener.and_then(|opener| open.iter().rposition(|(_, open)| *open == opener)) {
                        Some(position) => {
                            for (nth, passed) in open.drain(position..).enumerate() {
                                if let Some(count) = self.opened_by(passed.1).and_then(|pair| waiting.get_mut(pair)) {
                                    *count -= 1;
                                }
                                lonely.extend((nth > 0).then_some(passed));
                            }
                        }
                        None if self.is_smiley(prose, at) || numbers_something(prose, at) => {}
                        None => lonely.push((at, c)),
                    }
                }
            }
            lonely.append(&mut open);
            lonely.sort_unstable();
            self.leave_partners_of_turned(prose, &mut lonely);
            for (at, c) in lonely {
                let block = narrow(index);
                let cause = stands_alone(prose, at, c).then(|| c.to_string());
                let at = At { block, span: ProseSpan::from_range(at..at + c.len_utf8()) };
                let finding = cx.report(at).arg("bracket", c.to_string());
                match cause {
                    Some(cause) => finding.cause(cause).emit(),
                    None => finding.emit(),
                }
            }
        }
    }
}

/// Two brackets this close together, in bytes, are meant to enclose what stands between them.
const CLOSE_BY: usize = 80;

impl Pairs {
    /// Of two equal brackets close together, one of which faces the wrong way by what stands beside it, the other is its
    /// sound partner and no finding of its own; one typed twice is one finding.
    fn leave_partners_of_turned(&self, prose: &str, lonely: &mut Vec<(usize, char)>) {
        let is_inner = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let beside = |(at, c): (usize, char)| beside(prose, at, c).map(is_inner);
        let stays_of = |first: (usize, char), second: (usize, char)| {
            if first.1 != second.1 || second.0 - first.0 > CLOSE_BY {
                return None;
            }
            let opens = self.opened_by(first.1).is_some();
            let between = prose.get(first.0 + first.1.len_utf8()..second.0).unwrap_or_default();
            if !between.contains(char::is_alphanumeric) {
                // Typed twice.
                Some(first)
            } else if opens && beside(second) == [true, false] {
                Some(second)
            } else {
                (!opens && beside(first) == [false, true]).then_some(first)
            }
        };
        let mut kept = Vec::with_capacity(lonely.len());
        let mut rest = lonely.iter().copied().peekable();
        while let Some(first) = rest.next() {
            let stays = rest.peek().and_then(|second| stays_of(first, *second));
            kept.push(stays.unwrap_or(first));
            if stays.is_some() {
                rest.next();
            }
        }
        *lonely = kept;
    }

    /// Which of the pairs the character opens.
    fn opened_by(&self, c: char) -> Option<usize> {
        self.pairs.iter().position(|pair| pair.0 == c)
    }

    /// Whether the bracket at `at` is the mouth of a smiley.
    fn is_smiley(&self, prose: &str, at: usize) -> bool {
        let before = prose.get(..at).unwrap_or_default().trim_end_matches('-');
        let mut back = before.chars().rev();
        let eyes = back.next().is_some_and(|c| self.smiley_eyes.contains(&c));
        // A colon behind a word is a colon: the eyes of a smiley stand alone.
        eyes && back.next().is_none_or(|c| !c.is_alphanumeric())
    }
}

/// Whether the bracket `c` at `at` encloses nothing by its form, but stands between spaces or at an edge of its line, as a
/// bullet or an ornament does: whoever sets one sets many.
fn stands_alone(prose: &str, at: usize, c: char) -> bool {
    beside(prose, at, c).into_iter().all(|beside| beside.is_none_or(char::is_whitespace))
}

/// What stands directly before and behind the character `c` at `at`.
fn beside(prose: &str, at: usize, c: char) -> [Option<char>; 2] {
    let before = prose.get(..at).and_then(|text| text.chars().next_back());
    let after = prose.get(at + c.len_utf8()..).and_then(|text| text.chars().next());
    [before, after]
}

/// Whether a direction override stands before the bracket at `at`: it is then drawn as typed, not mirrored, and
/// which way it faces cannot be told from the character.
fn is_overridden(prose: &str, at: usize) -> bool {
    prose.get(..at).is_some_and(|before| before.ends_with(['\u{202D}', '\u{202E}']))
}

/// Whether the closing bracket at `at` stands behind what counts items: `a)`, `12)`, `4a)`.
fn numbers_something(prose: &str, at: usize) -> bool {
    let before = prose.get(..at).unwrap_or_default();
    // At the head of a line a space may stand between: `2 )`.
    let apart = before.strip_suffix(' ').filter(|before| !before.contains(' ') && !before.is_empty());
    let mut back = apart.unwrap_or(before).chars().rev().take_while(|c| !c.is_whitespace()).peekable();
    let letters = usize::from(back.next_if(|c| c.is_alphabetic()).is_some());
    // One more than there may be: what a paragraph without a space holds is not counted to its beginning.
    let (mut digits, mut rest) = (0, back.take(LONGEST_NUMBERING + 1));
    rest.all(|c| {
        digits += 1;
        c.is_numeric()
    }) && digits <= LONGEST_NUMBERING
        && letters + digits > 0
}
