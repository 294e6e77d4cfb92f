//! Brackets without a partner: in their paragraph, or over several where a note in brackets runs on.

mod forms;

use schemars::JsonSchema;
use serde::Deserialize;

use self::forms::{Forms, is_interval};
use super::{Check, Context, Env, Kind};
use crate::analysis::At;
use crate::diagnostic::Severity;
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
    /// Brackets that close each other though they are written in two ways.
    mixed: Vec<String>,
    /// Whether the rule finds pairs that are written in two ways, not brackets without a partner.
    #[serde(default)]
    finds_mixed: bool,
    /// Brackets that belong to a template where two stand side by side.
    doubled: String,
    /// What may come directly before a bracket that is part of a smiley.
    smiley_eyes: String,
    /// What may be between the eyes and the mouth of a smiley.
    smiley_noses: String,
    /// Letters that items are numbered with, beside digits.
    numerals: String,
    /// Signs that a word is disguised by: a bracket after one and another sign is one of them.
    disguises: String,
}

#[derive(Debug)]
struct Pairs {
    pairs: Vec<(char, char)>,
    /// Openers and closers that close each other though they are of two pairs.
    mixed: Vec<(char, char)>,
    finds_mixed: bool,
    doubled: Vec<char>,
    rare: RareChars,
    /// What there is to look for at all.
    gate: RareChars,
    forms: Forms,
}

/// A bracket that encloses something, as far as its form tells, or one that may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Bracket {
    /// In bytes of the prose.
    at: usize,
    c: char,
    /// Its pair among those of the rule.
    pair: usize,
    opens: bool,
}

/// A block begins with a bracket that no more bytes of marks come before, and ends with one likewise.
const MARKS: usize = 32;
/// A note in brackets runs over no more blocks than this.
const LONGEST_NOTE: usize = 12;

impl Kind for Brackets {
    fn name(&self) -> &'static str {
        "brackets"
    }

    fn roles(&self) -> Roles {
        Roles::PROSE
    }

    #[cfg(feature = "explanations")]
    fn schema(&self) -> schemars::Schema {
        crate::toml_doc::schema_of::<Keys>()
    }

    fn compile(&self, rule: Table<'_>, _: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<Box<dyn Check>> {
        let place = rule.problem("each of `pairs` and `mixed` is two characters: the opening and the closing bracket");
        let keys: Keys = rule.decode(problems)?;
        let two = |pair: &String| {
            let mut chars = pair.chars();
            Some((chars.next()?, chars.next().filter(|_| pair.chars().count() == 2)?))
        };
        let pairs: Option<Vec<_>> = keys.pairs.iter().map(two).collect();
        let mixed: Option<Vec<_>> = keys.mixed.iter().map(two).collect();
        let (Some(pairs), Some(mixed)) = (pairs, mixed) else {
            problems.push(place);
            return None;
        };
        let range = |c: char| c..=c;
        let rare = RareChars::new(pairs.iter().flat_map(|&(open, close)| [range(open), range(close)]));
        let wide = mixed.iter().flat_map(|&(open, close)| [open, close]).filter(|c| !c.is_ascii());
        let gate = if keys.finds_mixed { RareChars::new(wide.map(range)) } else { rare.clone() };
        let chars = |of: &str| of.chars().collect();
        let (eyes, noses) = (chars(&keys.smiley_eyes), chars(&keys.smiley_noses));
        let forms = Forms { eyes, noses, numerals: chars(&keys.numerals), disguises: chars(&keys.disguises) };
        Some(Box::new(Pairs {
            pairs,
            mixed,
            finds_mixed: keys.finds_mixed,
            doubled: chars(&keys.doubled),
            rare,
            gate,
            forms,
        }))
    }
}

impl Check for Pairs {
    fn reads_passages(&self) -> bool {
        true
    }

    fn check(&self, cx: &mut Context<'_>) {
        let analysis = cx.analysis;
        if !self.gate.can_occur(analysis.bytes_present()) {
            return;
        }
        let mut lonely: Vec<(usize, Bracket)> = Vec::new();
        let mut mixed: Vec<(usize, Bracket)> = Vec::new();
        for (index, block) in cx.blocks() {
            let found = self.read(&block.prose);
            lonely.extend(found.lonely.into_iter().map(|bracket| (index, bracket)));
            mixed.extend(found.mixed.into_iter().map(|bracket| (index, bracket)));
        }
        if !self.finds_mixed {
            self.pair_over_blocks(cx, &mut lonely);
        }
        let told = if self.finds_mixed { mixed } else { lonely };
        let ornaments = if self.finds_mixed { Vec::new() } else { self.ornaments(cx, &told) };
        // Those of one block stand together: what is asked of the block is asked once.
        for of_block in told.chunk_by(|one, other| one.0 == other.0) {
            let index = of_block.first().map_or(0, |first| first.0);
            let prose: &str = analysis.blocks().get(index).map_or("", |block| &block.prose);
            // A paragraph of nothing but marks is a rule, code, or what a parser left of a smiley.
            if !prose.contains(char::is_alphanumeric) {
                continue;
            }
            for &(_, Bracket { at, c, opens, .. }) in of_block {
                let is_ornament = || ornaments.contains(&c) || stands_alone(prose, at, c, !opens);
                let cause = (self.finds_mixed || is_ornament()).then(|| c.to_string());
                let at = At { block: narrow(index), span: ProseSpan::from_range(at..at + c.len_utf8()) };
                let finding = cx.report(at).arg("bracket", c.to_string());
                match cause {
                    // An ornament is a matter of taste, or of a lost font.
                    Some(cause) if !self.finds_mixed => finding.cause(cause).severity(Severity::Info).emit(),
                    Some(cause) => finding.cause(cause).emit(),
                    None => finding.emit(),
                }
            }
        }
    }
}

/// What came of a block.
#[derive(Default)]
struct Found {
    /// Brackets without a partner in it, from left to right.
    lonely: Vec<Bracket>,
    /// Closing brackets that are written otherwise than what they close.
    mixed: Vec<Bracket>,
}

/// Two brackets this close together, in bytes, are meant to enclose what is between them.
const CLOSE_BY: usize = 80;

impl Pairs {
    /// Of two equal brackets close together, one of which faces the wrong way by what is beside it, the other is its
    /// sound partner and no finding of its own; one typed twice is one finding.
    fn leave_partners_of_turned(prose: &str, lonely: &mut Vec<Bracket>) {
        let is_inner = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let beside = |bracket: Bracket| beside(prose, bracket.at, bracket.c).map(is_inner);
        let stays_of = |first: Bracket, second: Bracket| {
            if first.c != second.c || second.at - first.at > CLOSE_BY {
                return None;
            }
            let between = prose.get(first.at + first.c.len_utf8()..second.at).unwrap_or_default();
            if !between.contains(char::is_alphanumeric) {
                // Typed twice.
                Some(first)
            } else if first.opens && beside(second) == [true, false] {
                Some(second)
            } else {
                (!first.opens && beside(first) == [false, true]).then_some(first)
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

    /// The closing brackets that are in the article more than once, never with their counterpart, and at least once after a
    /// space, as no bracket closes: whoever sets those means none.
    fn ornaments(&self, cx: &Context<'_>, lonely: &[(usize, Bracket)]) -> Vec<char> {
        let prose = |index: usize| cx.analysis.blocks().get(index).map_or("", |block| &*block.prose);
        let of = |c: char| lonely.iter().filter(move |(_, bracket)| bracket.c == c);
        let is_apart = |&(index, Bracket { at, c, .. }): &(usize, Bracket)| {
            beside(prose(index), at, c)[0].is_none_or(char::is_whitespace)
        };
        let stands = |c: char| cx.analysis.blocks().iter().any(|block| block.prose.contains(c));
        let is_ornament =
            |&(open, close): &(char, char)| of(close).nth(1).is_some() && of(close).any(is_apart) && !stands(open);
        self.pairs.iter().copied().filter(is_ornament).map(|(_, close)| close).collect()
    }

    /// The brackets of a block: those that enclose something by their form, and those that may as well stand alone.
    fn brackets(&self, prose: &str) -> (Vec<Bracket>, Vec<Bracket>) {
        let (mut strong, mut weak): (Vec<Bracket>, Vec<Bracket>) = (Vec::new(), Vec::new());
        for (at, c) in self.rare.find_iter(prose) {
            let opens = self.pairs.iter().position(|pair| pair.0 == c);
            let Some(pair) = opens.or_else(|| self.pairs.iter().position(|pair| pair.1 == c)) else { continue };
            let is_doubled = self.doubled.contains(&c) && beside(prose, at, c).contains(&Some(c));
            if is_doubled {
                continue;
            }
            let bracket = Bracket { at, c, pair, opens: opens.is_some() };
            if is_overridden(prose, at) {
                // Which way it faces cannot be told: it may be the partner of either.
                weak.extend([bracket, Bracket { opens: !bracket.opens, ..bracket }]);
                continue;
            }
            let last = strong.last().copied().filter(|last| last.opens && !bracket.opens && last.pair != pair);
            let between = last.and_then(|last| prose.get(last.at + last.c.len_utf8()..at));
            if between.is_some_and(is_interval) {
                strong.pop();
            } else if self.forms.may_stand_alone(prose, at, c, bracket.opens) {
                weak.push(bracket);
            } else {
                strong.push(bracket);
            }
        }
        (strong, weak)
    }

    fn read(&self, prose: &str) -> Found {
        let (strong, weak) = self.brackets(prose);
        let mut found = Found::default();
        let mut open: Vec<Bracket> = Vec::new();
        // How many of each pair are open: a closer that has no opener must not look through all others for one.
        let mut waiting = vec![0_usize; self.pairs.len()];
        for bracket in strong {
            if bracket.opens {
                open.push(bracket);
                waiting.get_mut(bracket.pair).into_iter().for_each(|count| *count += 1);
                continue;
            }
            let is_awaited = waiting.get(bracket.pair).is_some_and(|count| *count > 0);
            let own = is_awaited.then(|| open.iter().rposition(|open| open.pair == bracket.pair)).flatten();
            let other = || open.len().checked_sub(1).filter(|last| self.is_mixed(open.get(*last), bracket));
            let Some(position) = own.or_else(other) else {
                found.lonely.push(bracket);
                continue;
            };
            found.mixed.extend(own.is_none().then_some(bracket));
            for (nth, passed) in open.drain(position..).enumerate() {
                waiting.get_mut(passed.pair).into_iter().for_each(|count| *count -= 1);
                found.lonely.extend((nth > 0).then_some(passed));
            }
        }
        found.lonely.append(&mut open);
        found.lonely.sort_unstable();
        if !found.lonely.is_empty() && !weak.is_empty() {
            self.pair_with_weak(&mut found.lonely, &weak);
        }
        if found.lonely.len() > 1 {
            Self::leave_partners_of_turned(prose, &mut found.lonely);
        }
        found
    }

    /// Whether a closing bracket closes the last open one, though they are written in two ways.
    fn is_mixed(&self, open: Option<&Bracket>, close: Bracket) -> bool {
        open.is_some_and(|open| self.mixed.contains(&(open.c, close.c)))
    }

    /// Takes out what is lonely only because its partner may stand alone: in `(a joke ;)` the smiley closes. The nearest are partners.
    fn pair_with_weak(&self, lonely: &mut Vec<Bracket>, weak: &[Bracket]) {
        let mut paired: Vec<Bracket> = Vec::new();
        let (mut ours, mut theirs) = (lonely.iter().peekable(), weak.iter().peekable());
        // For each pair the lonely openers that wait, and how many weak ones do.
        let mut waiting: Vec<(Vec<Bracket>, usize)> = vec![(Vec::new(), 0); self.pairs.len()];
        loop {
            let is_ours = match (ours.peek(), theirs.peek()) {
                (Some(one), Some(other)) => one.at < other.at,
                (one, None) if one.is_none() => break,
                (one, _) => one.is_some(),
            };
            let Some(&bracket) = (if is_ours { ours.next() } else { theirs.next() }) else { break };
            let Some((openers, weak_openers)) = waiting.get_mut(bracket.pair) else { continue };
            match (is_ours, bracket.opens) {
                (true, true) => openers.push(bracket),
                (false, false) => paired.extend(openers.pop()),
                (false, true) => *weak_openers += 1,
                (true, false) if *weak_openers > 0 => {
                    *weak_openers -= 1;
                    paired.push(bracket);
                }
                (true, false) => {}
            }
        }
        paired.sort_unstable();
        lonely.retain(|one| paired.binary_search(one).is_err());
    }

    /// Takes out the two brackets of a note that runs over several blocks: one begins its block, or the other ends its own, and
    /// where other blocks are between them, both do.
    fn pair_over_blocks(&self, cx: &Context<'_>, lonely: &mut Vec<(usize, Bracket)>) {
        let prose = |index: usize| cx.analysis.blocks().get(index).map_or("", |block| &*block.prose);
        let are_marks = |text: &str| text.len() <= MARKS && !text.contains(char::is_alphanumeric);
        // The open ones of each pair: only the last of them is a partner.
        let mut open: Vec<Vec<(usize, Bracket)>> = vec![Vec::new(); self.pairs.len()];
        let mut paired: Vec<(usize, Bracket)> = Vec::new();
        for &(index, bracket) in lonely.iter() {
            let Some(open) = open.get_mut(bracket.pair) else { continue };
            if bracket.opens {
                open.push((index, bracket));
                continue;
            }
            let ends = prose(index).get(bracket.at..).is_some_and(are_marks);
            let Some(&(first, opener)) = open.last() else { continue };
            let begins = prose(first).get(..opener.at).is_some_and(are_marks);
            let apart = index - first;
            if apart > 0 && apart <= LONGEST_NOTE && (begins && ends || apart == 1 && (begins || ends)) {
                open.pop();
                paired.extend([(first, opener), (index, bracket)]);
            }
        }
        if !paired.is_empty() {
            paired.sort_unstable();
            lonely.retain(|one| paired.binary_search(one).is_err());
        }
    }
}

/// Whether the bracket `c` at `at` encloses nothing by its form, but is between spaces or at an edge of its line, as a
/// bullet or an ornament does: whoever sets one sets many.
fn stands_alone(prose: &str, at: usize, c: char, closes: bool) -> bool {
    let is_space = |beside: Option<char>| beside.is_none_or(char::is_whitespace);
    let [before, after] = beside(prose, at, c).map(is_space);
    // What closes at the head of its line closes nothing.
    before && after || at == 0 && closes
}

/// What comes directly before and after the character `c` at `at`.
fn beside(prose: &str, at: usize, c: char) -> [Option<char>; 2] {
    let before = prose.get(..at).and_then(|text| text.chars().next_back());
    let after = prose.get(at + c.len_utf8()..).and_then(|text| text.chars().next());
    [before, after]
}

/// Whether a direction override comes before the bracket at `at`: it is then drawn as typed, not mirrored, and
/// which way it faces cannot be told from the character.
fn is_overridden(prose: &str, at: usize) -> bool {
    prose.get(..at).is_some_and(|before| before.ends_with(['\u{202D}', '\u{202E}']))
}
