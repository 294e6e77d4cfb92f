//! How far a reading of the marks has come: what it has cost, and which quotations are open.

use super::trail::START;

/// Deepest nesting that is read.
pub const DEPTH: usize = 4;
/// Bits that hold how one open quotation looks: its character, counted from 1, and whether it nests.
const LOOK: u32 = 22;

/// A reading up to some mark.
#[derive(Debug, Clone, Copy)]
pub struct State {
    /// What it costs so far.
    pub cost: f32,
    /// The last decision, a node of the trail.
    pub node: u32,
    /// The characters of the open quotations, the innermost in the lowest bits, each with whether a quotation of the same look
    /// has stood in it.
    looks: u128,
    /// The marks that opened them, the outermost first, as indices among the marks; what is beyond `depth` says nothing.
    marks: [u32; DEPTH],
    /// How many quotations are open.
    pub depth: u8,
    /// Of the outermost: index of its block, or of the last that opened it again; all others have begun in the block that is read.
    block: u32,
    /// The outermost has come over from another paragraph, which its block opened again.
    reopened: bool,
    /// An open quotation has come over from a block before, and nothing has been read in this one.
    pub carried: bool,
    /// A paragraph has gone by in which the open quotation was neither opened again nor closed.
    pub passed_over: bool,
    /// While the states after a mark are found: the state before it, and how many of its quotations have been given up.
    pub parent: u8,
    pub given_up: u8,
}

/// What decides about the future of a state, in one number: how the open quotations look, the block of the outermost and
/// whether that opened it again, and the two flags.
pub type Key = u128;

/// Nothing read, nothing open.
pub const EMPTY: State = State {
    cost: 0.0,
    node: START,
    looks: 0,
    marks: [0; DEPTH],
    depth: 0,
    block: 0,
    reopened: false,
    carried: false,
    passed_over: false,
    parent: 0,
    given_up: 0,
};

impl State {
    /// The same as the parent, at `position` among the few before a mark, of the states after it.
    pub fn child(self, position: usize) -> Self {
        Self { parent: u8::try_from(position).unwrap_or(u8::MAX), given_up: 0, ..self }
    }

    /// The same, `node` being its last decision.
    pub fn after(self, node: u32) -> Self {
        Self { node, ..self }
    }

    /// The mark that opened the innermost open quotation.
    pub fn top(&self) -> Option<u32> {
        self.opened_by(1)
    }

    /// The mark that opened the innermost but `nth`, counted from 1.
    pub fn opened_by(&self, nth: u8) -> Option<u32> {
        self.marks.get(usize::from(self.depth.checked_sub(nth)?)).copied()
    }

    /// Whether a quotation of the same look has stood in the innermost.
    pub fn nests(&self) -> bool {
        self.looks & 1 == 1
    }

    /// Notes that a quotation of the same look stands in the innermost.
    pub fn set_nests(&mut self) {
        self.looks |= 1;
    }

    /// The block of the innermost, for `here` as the one that is read, and whether that opened it again.
    pub fn top_block(&self, here: u32) -> (u32, bool) {
        if self.depth > 1 { (here, false) } else { (self.block, self.reopened) }
    }

    /// Opens one with a mark of a block; answers no where that would nest too deep.
    pub fn push(&mut self, mark: u32, glyph: char, block: u32) -> bool {
        let Some(slot) = self.marks.get_mut(usize::from(self.depth)) else { return false };
        *slot = mark;
        if self.depth == 0 {
            self.block = block;
        }
        self.depth += 1;
        self.looks = self.looks << LOOK | u128::from(u32::from(glyph) + 1) << 1;
        true
    }

    /// Closes or gives up the innermost; nothing if none is open.
    pub fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.looks >>= LOOK;
        if self.depth == 0 {
            (self.block, self.reopened) = (0, false);
        }
    }

    /// Opens the outermost again in `block`.
    pub fn reopen(&mut self, block: u32) {
        (self.block, self.reopened) = (block, true);
    }

    /// Two states with the same key have the same future.
    pub fn key(&self) -> Key {
        let flags = u128::from(self.reopened) << 2 | u128::from(self.carried) << 1 | u128::from(self.passed_over);
        self.looks << 35 | u128::from(self.block) << 3 | flags
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_tells_apart_what_has_another_future() {
        let of = |glyphs: &[char], block: u32| {
            let mut state = EMPTY;
            glyphs.iter().for_each(|&glyph| assert!(state.push(0, glyph, block)));
            state
        };
        let deepest = of(&['\u{10ffff}'; DEPTH], u32::MAX);
        let mut nesting = deepest;
        nesting.set_nests();
        let carried = State { carried: true, ..deepest };
        let passed_over = State { passed_over: true, ..deepest };
        let mut reopened = deepest;
        reopened.reopen(u32::MAX);
        let states = [
            EMPTY,
            of(&['\0'], 0),
            of(&['\0'; 2], 0),
            of(&['"', '\''], 0),
            of(&['\'', '"'], 0),
            of(&['\'', '"'], 1),
            of(&['\u{10ffff}'; DEPTH], 0),
            deepest,
            nesting,
            carried,
            passed_over,
            reopened,
        ];
        for (index, state) in states.iter().enumerate() {
            assert!(states.iter().skip(index + 1).all(|other| other.key() != state.key()));
        }
    }

    #[test]
    fn what_is_closed_leaves_no_trace_in_the_key() {
        let mut state = EMPTY;
        state.push(7, '“', 3);
        let before = state.key();
        state.push(8, '‘', 3);
        assert_eq!((state.top(), state.opened_by(2)), (Some(8), Some(7)));
        state.pop();
        assert_eq!(state.key(), before);
        state.reopen(4);
        state.pop();
        assert_eq!((state.key(), state.top()), (EMPTY.key(), None));
    }
}
