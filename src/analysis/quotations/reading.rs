//! The cheapest consistent reading of the marks of an article: dynamic programming over (mark, stack of open
//! quotations), exact within a bounded depth and a bounded number of states, linear in the number of marks.

use super::marks::{Conventions, Found};
use super::state::{EMPTY, Open, START, State};
use super::{Defect, Mark, Role};
use crate::document::{BlockKind, Document};
use crate::language::{QuotePair, Roles};
use crate::text::narrow;

/// A mark without its partner.
const UNPAIRED: f32 = 4.0;
/// A mark that faces the wrong way.
const MISDIRECTED: f32 = 3.0;
/// A pair of two families.
const MIXED: f32 = 3.5;
/// What is added for a pair of two families over paragraphs: an orphan and another quotation's mark are likelier.
const MIXED_OVER_PARAGRAPHS: f32 = 4.0;
/// A quotation inside one of the same look.
const NESTED_SAME: f32 = 2.5;
/// A further one inside the same quotation: who has nested once nests again.
const NESTED_AGAIN: f32 = 1.0;
/// One mark closes two quotations, where the language has that.
const SHARED_CLOSER: f32 = 0.3;
/// A quotation inside one of another look.
const NESTED_OTHER: f32 = 0.2;
/// A quotation runs on into the next paragraph, which does not open it again.
const RUNS_ON: f32 = 1.5;
/// The same, and the next paragraph does open it again.
const RUNS_ON_REOPENED: f32 = 0.2;
/// A paragraph opens a quotation again that the paragraph before it did not: likelier a new quotation, and the old
/// one never closed.
const REOPENED_LATE: f32 = 3.0;
/// The paragraph opens it again with a mark of another look.
const REOPENED_OTHERWISE: f32 = 2.5;
/// A quotation that has run on through a paragraph runs on through one more.
const RUNS_ON_LONGER: f32 = 0.5;
/// A quotation runs on past a heading, which opens nothing.
const RUNS_ON_HEADING: f32 = 0.3;
/// A quotation of `FARTHEST` bytes or more costs this much more than one of none.
const FAR: f32 = 0.8;
const FARTHEST: f32 = 500.0;
/// A reading that costs this much more than the best so far cannot win: two defects and more in hand.
const HOPELESS: f32 = 2.5 * UNPAIRED;
/// Most states kept after each mark, the cheapest.
const STATES: usize = 32;

/// What one step of a reading decided.
#[derive(Debug, Clone, Copy)]
enum Step {
    Plain,
    Open,
    Reopen {
        /// The mark that belongs there, where it faces the wrong way.
        turned: Option<char>,
    },
    /// One mark closes a quotation and the one around it.
    CloseBoth {
        outer: u32,
    },
    Close {
        open: u32,
        defect_at_open: Option<Defect>,
        defect_at_close: Option<Defect>,
    },
    Unopened,
    /// The quotation opened by this mark is given up.
    Unclosed {
        open: u32,
    },
}

/// A decision about mark `mark` (or at the end of a block), and the one before it.
#[derive(Debug, Clone, Copy)]
struct Node {
    previous: u32,
    mark: u32,
    step: Step,
}

struct Reader<'a> {
    found: &'a [Found],
    conventions: &'a Conventions,
    nodes: Vec<Node>,
    next: Vec<State>,
    /// What a state may cost to be kept: the cheapest of `next`, and `HOPELESS` more; no more than `bound`.
    limit: f32,
    /// The most that a reading may cost to be of use. What a reading costs never falls, so states beyond lead to none.
    bound: f32,
}

/// Reads all marks; the result is one entry for each of `found`, in the same order.
pub fn cheapest(document: &Document<'_>, found: &[Found], conventions: &Conventions) -> Vec<Mark> {
    let nodes = Vec::with_capacity(found.len() * 2);
    let mut reader = Reader { found, conventions, nodes, next: Vec::new(), limit: f32::MAX, bound: f32::MAX };
    let mut states = vec![EMPTY];
    let mut next_mark = 0;
    for (index, block) in document.blocks.iter().enumerate() {
        let first = next_mark;
        while let Some(mark) = found.get(next_mark).filter(|mark| mark.block as usize == index) {
            reader.read(&mut states, next_mark, *mark);
            next_mark += 1;
        }
        let is_last = index + 1 == document.blocks.len();
        let all_closed = states.iter().all(|state| state.depth == 0);
        // A post between two paragraphs is none of the paragraphs that a quotation runs over.
        let is_prose = Roles::PROSE.has(block.role());
        if first == next_mark && (all_closed || !is_prose && !is_last) {
            continue;
        }
        let number = narrow(index);
        reader.end_block(&mut states, next_mark.saturating_sub(1), number, block.kind, is_last);
    }
    let best = states.iter().min_by(|a, b| a.cost.total_cmp(&b.cost));
    reader.trace(best.map_or(START, |state| state.node))
}

/// What the cheapest reading of the marks of one block costs, taken by themselves; infinitely much if that is more than `bound`.
pub fn cost_alone(found: &[Found], conventions: &Conventions, bound: f32) -> f32 {
    let mut reader = Reader { found, conventions, nodes: Vec::new(), next: Vec::new(), limit: bound, bound };
    let mut states = vec![EMPTY];
    for (index, mark) in found.iter().enumerate() {
        reader.read(&mut states, index, *mark);
    }
    let block = found.first().map_or(0, |mark| mark.block);
    reader.end_block(&mut states, found.len().saturating_sub(1), block, BlockKind::Paragraph, true);
    states.iter().map(|state| state.cost).fold(f32::INFINITY, f32::min)
}

impl Reader<'_> {
    fn node(&mut self, previous: u32, mark: usize, step: Step) -> u32 {
        self.nodes.push(Node { previous, mark: narrow(mark), step });
        narrow(self.nodes.len() - 1)
    }

    /// Keeps a state that `step` at mark `index` leads to, unless a cheaper one has the same future or it is hopeless.
    fn keep(&mut self, mut state: State, index: usize, step: Option<Step>) {
        if state.cost > self.limit {
            return;
        }
        let key = state.key();
        let known = self.next.iter().position(|known| known.key() == key);
        if known.and_then(|at| self.next.get(at)).is_some_and(|known| known.cost <= state.cost) {
            return;
        }
        if let Some(step) = step {
            state.node = self.node(state.node, index, step);
        }
        self.limit = self.limit.min(state.cost + HOPELESS);
        match known.and_then(|at| self.next.get_mut(at)) {
            Some(known) => *known = state,
            None => self.next.push(state),
        }
    }

    /// Makes the states kept the current ones, the cheapest first.
    fn swap(&mut self, states: &mut Vec<State>) {
        let limit = self.limit;
        self.next.retain(|state| state.cost <= limit);
        self.next.sort_by(|a, b| a.cost.total_cmp(&b.cost));
        self.next.truncate(STATES);
        std::mem::swap(states, &mut self.next);
        self.next.clear();
        self.limit = self.bound;
    }

    /// Gives up the innermost open quotation; `None` if none is open or the reading is not worth following.
    fn give_up(&mut self, mut state: State, index: usize) -> Option<State> {
        let given_up = state.pop()?;
        state.cost += UNPAIRED;
        if state.cost > self.limit {
            return None;
        }
        state.node = self.node(state.node, index, Step::Unclosed { open: given_up.mark });
        Some(state)
    }

    /// Extends every state by every role the mark can have.
    fn read(&mut self, states: &mut Vec<State>, index: usize, mark: Found) {
        for position in 0..states.len() {
            let Some(&state) = states.get(position) else { continue };
            self.plain(state, index, mark);
            self.reopen(state, index, mark);
            // Before it opens or closes, it may give up what is still open.
            let mut state = state;
            if state.carried {
                state.carried = false;
                state.cost += if state.passed_over { RUNS_ON_LONGER } else { RUNS_ON };
            }
            loop {
                self.open(state, index, mark);
                self.close(state, index, mark);
                let Some(given_up) = self.give_up(state, index) else { break };
                state = given_up;
            }
        }
        self.swap(states);
    }

    fn plain(&mut self, mut state: State, index: usize, mark: Found) {
        state.cost += mark.plain_cost;
        self.keep(state, index, Some(Step::Plain));
    }

    fn reopen(&mut self, mut state: State, index: usize, mark: Found) {
        let at_head = state.carried && mark.heads_block;
        let at_lost_head = mark.after_lost_break && state.depth == 1 && !state.carried;
        if !at_head && !at_lost_head {
            return;
        }
        let Some(mut top) = state.pop() else { return };
        let opens_pair = || self.conventions.pairs.iter().any(|pair| pair.open == mark.glyph);
        let (look, turned) = if top.glyph == mark.glyph {
            (0.0, None)
        } else if mark.open_cost < 0.5 && self.conventions.rank(top.glyph, mark.glyph).is_some() {
            if mark.carries_on { (0.0, None) } else { (MISDIRECTED, Some(top.glyph)) }
        } else if top.family != mark.family && !top.apostrophe && !mark.apostrophe && opens_pair() {
            (REOPENED_OTHERWISE, None)
        } else {
            return;
        };
        state.cost += RUNS_ON_REOPENED + look;
        if at_head {
            state.cost += mark.open_cost + if state.passed_over { REOPENED_LATE } else { 0.0 };
        }
        if top.glyph == mark.glyph {
            (top.block, top.reopened) = (mark.block, true);
        }
        state.push(top);
        state.carried = false;
        self.keep(state, index, Some(Step::Reopen { turned }));
    }

    fn open(&mut self, mut state: State, index: usize, mark: Found) {
        state.cost += mark.open_cost;
        if let Some(mut top) = state.pop() {
            state.cost += match (top.family == mark.family, top.nests) {
                (true, false) => NESTED_SAME,
                (true, true) => NESTED_AGAIN,
                (false, _) => NESTED_OTHER,
            };
            top.nests |= top.family == mark.family;
            state.push(top);
        }
        let open = Open {
            mark: narrow(index),
            glyph: mark.glyph,
            family: mark.family,
            block: mark.block,
            start: mark.span.start,
            apostrophe: mark.apostrophe,
            open_cost: mark.open_cost,
            nests: false,
            reopened: false,
        };
        if state.push(open) {
            self.keep(state, index, Some(Step::Open));
        }
    }

    fn close(&mut self, state: State, index: usize, mark: Found) {
        if let Some(open) = state.top() {
            let is_inside = state.depth > 1;
            let is_accepted = |pair: &QuotePair| (pair.open, pair.close) == (open.glyph, mark.glyph);
            let (cost, defect_at_open, defect_at_close) =
                if is_inside && self.conventions.inside.iter().any(is_accepted) {
                    (0.0, None, None)
                } else {
                    self.pair(open, mark)
                };
            let mut closed = state;
            closed.pop();
            // What closes a quotation from paragraphs ago must look like it: two stray marks are likelier. Within a
            // paragraph the nearer of two marks is likelier the one that closes.
            let (weight, far) = if open.block == mark.block {
                let length = u16::try_from(mark.span.start.saturating_sub(open.start)).unwrap_or(u16::MAX);
                (1.0, if open.reopened { FAR } else { FAR * (f32::from(length) / FARTHEST).min(1.0) })
            } else {
                (2.0, FAR + if open.family == mark.family { 0.0 } else { MIXED_OVER_PARAGRAPHS })
            };
            closed.cost += weight * mark.close_cost + cost + far;
            closed.passed_over = closed.passed_over && closed.depth > 0;
            self.keep(closed, index, Some(Step::Close { open: open.mark, defect_at_open, defect_at_close }));
        }
        if let Some(outer) = self.outer_of_both(state, mark) {
            let mut closed = state;
            closed.pop();
            closed.pop();
            closed.cost += mark.close_cost + SHARED_CLOSER;
            self.keep(closed, index, Some(Step::CloseBoth { outer }));
        }
        let mut alone = state;
        alone.cost += mark.close_cost + UNPAIRED;
        self.keep(alone, index, Some(Step::Unopened));
    }

    /// The opening mark of the second innermost quotation, if the language lets one mark close it and the innermost.
    fn outer_of_both(&self, mut state: State, mark: Found) -> Option<u32> {
        let inner = state.pop().filter(|_| self.conventions.shared_closer)?;
        let outer = state.top()?;
        let closes = inner.glyph == outer.glyph
            && inner.block == mark.block
            && outer.block == mark.block
            && self.conventions.rank(outer.glyph, mark.glyph).is_some();
        closes.then_some(outer.mark)
    }

    /// What is wrong with a pair, at which of its marks, and what that costs.
    fn pair(&self, open: Open, close: Found) -> (f32, Option<Defect>, Option<Defect>) {
        let conventions = self.conventions;
        if conventions.rank(open.glyph, close.glyph).is_some() {
            return (0.0, None, None);
        }
        // The most usual pair that keeps the one mark, or the other.
        let with_open = conventions.pairs.iter().enumerate().find(|(_, pair)| pair.open == open.glyph);
        let with_close = conventions.pairs.iter().enumerate().find(|(_, pair)| pair.close == close.glyph);
        if open.family != close.family {
            // An apostrophe closes nothing but what an apostrophe opened.
            if open.apostrophe || close.apostrophe {
                return (f32::INFINITY, None, None);
            }
            return match (with_open, with_close) {
                (Some((keep_open, a)), Some((keep_close, b))) if keep_close < keep_open && a.open != b.open => {
                    (MIXED, Some(Defect::Mixed(b.open)), None)
                }
                (Some((_, pair)), _) => (MIXED, None, Some(Defect::Mixed(pair.close))),
                (None, Some((_, pair))) => (MIXED, Some(Defect::Mixed(pair.open)), None),
                (None, None) => (f32::INFINITY, None, None),
            };
        }
        let closer = with_open.map(|(rank, pair)| (rank, pair.close));
        let opener = with_close.map(|(rank, pair)| (rank, pair.open));
        match (closer, opener) {
            (Some((a, glyph)), Some((b, _))) if a <= b => (MISDIRECTED, None, Some(Defect::Misdirected(glyph))),
            (_, Some((_, glyph))) => (MISDIRECTED, Some(Defect::Misdirected(glyph)), None),
            (Some((_, glyph)), None) => (MISDIRECTED, None, Some(Defect::Misdirected(glyph))),
            // Neither mark is where it belongs: the pair of the family they were meant to be.
            (None, None) => {
                match conventions.pairs.iter().find(|pair| pair.open == close.glyph || pair.close == open.glyph) {
                    Some(pair) => {
                        // Where both face each other's way by their neighbours, one hand turned the pair.
                        let is_clear = open.open_cost < 0.5 && close.close_cost < 0.5;
                        let cost = if is_clear { MISDIRECTED } else { 2.0 * MISDIRECTED };
                        (cost, Some(Defect::Misdirected(pair.open)), Some(Defect::Misdirected(pair.close)))
                    }
                    None => (f32::INFINITY, None, None),
                }
            }
        }
    }

    /// At the end of a block each open quotation runs on or is given up; only the outermost may run on.
    fn end_block(&mut self, states: &mut Vec<State>, index: usize, block: u32, kind: BlockKind, is_last: bool) {
        for position in 0..states.len() {
            let Some(&state) = states.get(position) else { continue };
            let mut state = state;
            if state.carried {
                state.cost += match kind {
                    kind if !kind.is_running_text() => RUNS_ON_HEADING,
                    _ if state.passed_over => RUNS_ON_LONGER,
                    _ => RUNS_ON,
                };
                state.passed_over |= kind.is_running_text();
                state.carried = false;
            }
            loop {
                if state.depth == 0 {
                    self.keep(state, index, None);
                    break;
                }
                if let Some(open) = state.top().filter(|_| state.depth == 1 && !is_last) {
                    let mut on = state;
                    on.carried = true;
                    on.cost += if open.block == block { open.open_cost } else { 0.0 };
                    self.keep(on, index, None);
                }
                let Some(given_up) = self.give_up(state, index) else { break };
                state = given_up;
            }
        }
        self.swap(states);
    }

    /// Follows the decisions back from the last and fills in every mark.
    fn trace(&self, last: u32) -> Vec<Mark> {
        let mut marks: Vec<Mark> = self
            .found
            .iter()
            .map(|f| Mark {
                block: f.block,
                span: f.span,
                extent: f.span,
                glyph: f.glyph,
                repairable: false,
                role: Role::Plain,
                partner: None,
                defect: None,
            })
            .collect();
        let mut set = |index: u32, role: Option<Role>, partner: Option<u32>, defect: Option<Defect>| {
            if let Some(mark) = marks.get_mut(index as usize) {
                mark.role = role.unwrap_or(mark.role);
                mark.partner = partner.or(mark.partner);
                mark.defect = defect.or(mark.defect);
            }
        };
        let mut repairable = Vec::new();
        let mut at = last;
        while let Some(node) = self.nodes.get(at as usize) {
            match node.step {
                Step::Plain => {
                    let turned = self.found.get(node.mark as usize).and_then(|mark| mark.turned);
                    repairable.extend(turned.map(|_| node.mark));
                    set(node.mark, Some(Role::Plain), None, turned.map(Defect::Misdirected));
                }
                Step::CloseBoth { outer } => {
                    set(node.mark, Some(Role::Closer), Some(outer), None);
                    set(outer, None, Some(node.mark), None);
                }
                Step::Open => set(node.mark, Some(Role::Opener), None, None),
                Step::Reopen { turned } => {
                    repairable.extend(turned.map(|_| node.mark));
                    set(node.mark, Some(Role::Reopener), None, turned.map(Defect::Misdirected));
                }
                Step::Unopened => set(node.mark, Some(Role::Closer), None, Some(Defect::Unopened)),
                Step::Unclosed { open } => set(open, None, None, Some(Defect::Unclosed)),
                Step::Close { open, defect_at_open, defect_at_close } => {
                    set(node.mark, Some(Role::Closer), Some(open), defect_at_close);
                    set(open, None, Some(node.mark), defect_at_open);
                    let pair = (self.found.get(open as usize), self.found.get(node.mark as usize));
                    if let (Some(opener), Some(closer)) = pair
                        && self.is_repairable(opener, defect_at_open, closer, defect_at_close)
                    {
                        repairable.extend([open, node.mark]);
                    }
                }
            }
            at = node.previous;
        }
        for index in repairable {
            if let Some(mark) = marks.get_mut(index as usize) {
                mark.repairable = true;
            }
        }
        marks
    }

    /// Whether a pair with a defect can be mended without doubt: no mark that faces the right way by its neighbours is turned,
    /// and nothing is written that the mark which stays does not usually stand with.
    fn is_repairable(
        &self,
        opener: &Found,
        defect_at_open: Option<Defect>,
        closer: &Found,
        defect_at_close: Option<Defect>,
    ) -> bool {
        let wanted = |defect: Option<Defect>| match defect {
            Some(Defect::Misdirected(wanted) | Defect::Mixed(wanted)) => Some(wanted),
            _ => None,
        };
        let against = (defect_at_open.is_some() && opener.clearly_closes())
            || (defect_at_close.is_some() && closer.clearly_opens());
        let (open, close) = (wanted(defect_at_open), wanted(defect_at_close));
        let belongs = match (open, close) {
            (Some(open), None) => self.conventions.usually_together(closer.glyph, open),
            (None, Some(close)) => self.conventions.usually_together(opener.glyph, close),
            _ => true,
        };
        !against && belongs
    }
}
