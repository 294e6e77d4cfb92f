//! The cheapest consistent reading of the marks of an article: dynamic programming over (mark, stack of open
//! quotations), exact within a bounded depth and a bounded number of states, linear in the number of marks.

use std::ops::Range;

use super::Mark;
use super::beam::Beam;
use super::conventions::Conventions;
use super::marks::Found;
use super::shortcuts::{Extended, PairCosts};
use super::state::{EMPTY, State};
use super::trace::trace;
use super::trail::{START, Step, Trail};
use crate::document::{BlockKind, Document};
use crate::language::Roles;
use crate::text::narrow;

/// A mark without its partner.
const UNPAIRED: f32 = 4.0;
/// A mark that faces the wrong way.
pub const MISDIRECTED: f32 = 3.0;
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

/// Room for as many states as are usual after a mark.
const USUAL_STATES: usize = 16;

/// Reads the marks of one document. Costs are never negative, so that what a reading costs never falls.
pub struct Reader<'a> {
    found: &'a [Found],
    conventions: &'a Conventions,
    states: Vec<State>,
    spare: Vec<State>,
    beam: Beam,
    extended: Extended,
    pair_costs: PairCosts,
    /// The decisions; nothing where only the cost is asked for.
    trail: Option<Trail>,
}

impl<'a> Reader<'a> {
    pub fn new(found: &'a [Found], conventions: &'a Conventions) -> Self {
        Self {
            found,
            conventions,
            states: Vec::with_capacity(USUAL_STATES),
            spare: Vec::with_capacity(USUAL_STATES),
            beam: Beam::default(),
            extended: Extended::default(),
            pair_costs: PairCosts::new(),
            trail: None,
        }
    }

    fn begin(&mut self, bound: f32) {
        self.beam.begin(bound);
        self.states.clear();
        self.states.push(EMPTY);
    }

    /// Reads all marks; the result is one entry for each, in the same order.
    pub fn cheapest(&mut self, document: &Document<'_>) -> Vec<Mark> {
        self.begin(f32::MAX);
        self.trail = Some(Trail::new(self.found.len()));
        let mut next_mark = 0;
        for (index, block) in document.blocks.iter().enumerate() {
            let first = next_mark;
            while let Some(mark) = self.found.get(next_mark).filter(|mark| mark.block as usize == index) {
                self.read(next_mark, mark);
                next_mark += 1;
            }
            let is_last = index + 1 == document.blocks.len();
            let all_closed = || self.states.iter().all(|state| state.depth == 0);
            // A post between two paragraphs is none of the paragraphs that a quotation runs over.
            if first == next_mark && (!Roles::PROSE.has(block.role()) && !is_last || all_closed()) {
                continue;
            }
            self.end_block(next_mark.saturating_sub(1), narrow(index), block.kind, is_last);
        }
        let best = self.states.iter().min_by(|a, b| a.cost.total_cmp(&b.cost)).map_or(START, |state| state.node);
        let trail = self.trail.take();
        trail.map_or_else(Vec::new, |trail| trace(&trail, best, self.found, self.conventions))
    }

    /// What the cheapest reading of these marks of one block costs, taken by themselves and without the mark `left_out`;
    /// infinitely much if that is more than `bound`.
    pub fn cost_alone(&mut self, marks: Range<usize>, left_out: usize, bound: f32) -> f32 {
        self.begin(bound);
        let block = self.found.get(marks.start).map_or(0, |mark| mark.block);
        let last = marks.end.saturating_sub(1);
        for index in marks.filter(|index| *index != left_out) {
            if let Some(mark) = self.found.get(index) {
                self.read(index, mark);
            }
        }
        self.end_block(last, block, BlockKind::Paragraph, true);
        self.states.iter().map(|state| state.cost).fold(f32::INFINITY, f32::min)
    }

    /// Extends every state by every role the mark can have.
    fn read(&mut self, index: usize, mark: &Found) {
        for position in 0..self.states.len() {
            let Some(&state) = self.states.get(position) else { continue };
            if state.cost > self.beam.limit {
                // So are all behind it.
                break;
            }
            let mut state = state.child(position);
            self.plain(state, mark);
            self.reopen(state, mark);
            // Before it opens or closes, it may give up what is still open.
            if state.carried {
                state.carried = false;
                state.cost += if state.passed_over { RUNS_ON_LONGER } else { RUNS_ON };
            }
            loop {
                if self.extended.knows(&state) {
                    break;
                }
                self.open(state, index, mark);
                self.close(state, mark);
                if !self.give_up(&mut state) {
                    break;
                }
            }
        }
        self.turn(index);
        self.extended.forget();
    }

    fn turn(&mut self, index: usize) {
        self.beam.turn(&mut self.states, &mut self.spare, index, self.trail.as_mut());
    }

    /// Gives up the innermost open quotation; answers no if none is open or the reading is not worth following.
    fn give_up(&self, state: &mut State) -> bool {
        let cost = state.cost + UNPAIRED;
        if state.depth == 0 || cost > self.beam.limit {
            return false;
        }
        state.pop();
        state.cost = cost;
        state.given_up += 1;
        true
    }

    fn plain(&mut self, mut state: State, mark: &Found) {
        state.cost += mark.plain_cost;
        self.beam.keep(&state, Some(Step::Plain));
    }

    fn reopen(&mut self, mut state: State, mark: &Found) {
        let at_head = state.carried && mark.heads_block;
        let at_lost_head = mark.after_lost_break && state.depth == 1 && !state.carried;
        if !at_head && !at_lost_head {
            return;
        }
        let Some((open, top)) = state.top().and_then(|open| Some((open, self.found.get(open as usize)?))) else {
            return;
        };
        let opens_pair = || self.conventions.pairs.iter().any(|pair| pair.open == mark.glyph);
        let (look, is_turned) = if top.glyph == mark.glyph {
            (0.0, false)
        } else if mark.open_cost < 0.5 && self.conventions.rank(top.glyph, mark.glyph).is_some() {
            if mark.carries_on { (0.0, false) } else { (MISDIRECTED, true) }
        } else if top.family != mark.family && !top.apostrophe && !mark.apostrophe && opens_pair() {
            (REOPENED_OTHERWISE, false)
        } else {
            return;
        };
        state.cost += RUNS_ON_REOPENED + look;
        if at_head {
            state.cost += mark.open_cost + if state.passed_over { REOPENED_LATE } else { 0.0 };
        }
        if top.glyph == mark.glyph {
            state.reopen(mark.block);
        }
        state.carried = false;
        self.beam.keep(&state, Some(Step::Reopen { open, is_turned }));
    }

    fn open(&mut self, mut state: State, index: usize, mark: &Found) {
        state.cost += mark.open_cost;
        if state.cost > self.beam.limit {
            return;
        }
        if let Some(top) = state.top().and_then(|top| self.found.get(top as usize)) {
            state.cost += match (top.family == mark.family, state.nests()) {
                (true, false) => NESTED_SAME,
                (true, true) => NESTED_AGAIN,
                (false, _) => NESTED_OTHER,
            };
            if top.family == mark.family {
                state.set_nests();
            }
        }
        if state.push(narrow(index), mark.glyph, mark.block) {
            self.beam.keep(&state, Some(Step::Open));
        }
    }

    fn close(&mut self, state: State, mark: &Found) {
        if state.cost + mark.close_cost > self.beam.limit {
            return;
        }
        if let Some((open, top)) = state.top().and_then(|open| Some((open, self.found.get(open as usize)?))) {
            let is_inside = state.depth > 1;
            let cost = self.pair_costs.of(self.conventions, top, mark, is_inside);
            // What closes a quotation from paragraphs ago must look like it: two stray marks are likelier. Within a
            // paragraph the nearer of two marks is likelier the one that closes.
            let (block, is_reopened) = state.top_block(mark.block);
            let (weight, far) = if block == mark.block {
                let length = u16::try_from(mark.span.start.saturating_sub(top.span.start)).unwrap_or(u16::MAX);
                (1.0, if is_reopened { FAR } else { FAR * (f32::from(length) / FARTHEST).min(1.0) })
            } else {
                (2.0, FAR + if top.family == mark.family { 0.0 } else { MIXED_OVER_PARAGRAPHS })
            };
            let mut closed = state;
            closed.pop();
            closed.cost += weight * mark.close_cost + cost + far;
            closed.passed_over = closed.passed_over && closed.depth > 0;
            self.beam.keep(&closed, Some(Step::Close { open, is_inside }));
        }
        if let Some(outer) = self.outer_of_both(state, mark) {
            let mut closed = state;
            closed.pop();
            closed.pop();
            closed.cost += mark.close_cost + SHARED_CLOSER;
            self.beam.keep(&closed, Some(Step::CloseBoth { outer }));
        }
        let mut alone = state;
        alone.cost += mark.close_cost + UNPAIRED;
        self.beam.keep(&alone, Some(Step::Unopened));
    }

    /// The opening mark of the second innermost quotation, if the language lets one mark close it and the innermost.
    fn outer_of_both(&self, mut state: State, mark: &Found) -> Option<u32> {
        if !self.conventions.shared_closer || state.depth < 2 {
            return None;
        }
        let inner = self.found.get(state.top()? as usize)?;
        state.pop();
        let (opened_by, (block, _)) = (state.top()?, state.top_block(mark.block));
        let outer = self.found.get(opened_by as usize)?;
        let closes = inner.glyph == outer.glyph
            && block == mark.block
            && self.conventions.rank(outer.glyph, mark.glyph).is_some();
        closes.then_some(opened_by)
    }

    /// At the end of a block each open quotation runs on or is given up; only the outermost may run on.
    fn end_block(&mut self, index: usize, block: u32, kind: BlockKind, is_last: bool) {
        for position in 0..self.states.len() {
            let Some(&state) = self.states.get(position) else { continue };
            let mut state = state.child(position);
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
                    self.beam.keep(&state, None);
                    break;
                }
                let opened_by = state.top().and_then(|open| self.found.get(open as usize));
                if let Some(open) = opened_by.filter(|_| state.depth == 1 && !is_last) {
                    let mut on = state;
                    on.carried = true;
                    on.cost += if state.top_block(block).0 == block { open.open_cost } else { 0.0 };
                    self.beam.keep(&on, None);
                }
                if !self.give_up(&mut state) {
                    break;
                }
            }
        }
        self.turn(index);
    }
}
