//! How far a reading of the marks has come: what it has cost, and which quotations are open.

/// Deepest nesting that is read.
const DEPTH: usize = 4;

/// An open quotation on the stack: the mark that opened it.
#[derive(Debug, Clone, Copy)]
pub struct Open {
    /// Its index among the marks.
    pub mark: u32,
    /// The character.
    pub glyph: char,
    /// Index of its family in the language's list.
    pub family: u8,
    /// Index of its block, or of the last that opened it again.
    pub block: u32,
    /// Where it begins, in bytes of the block's prose.
    pub start: u32,
    /// Far more often an apostrophe than a quotation mark.
    pub apostrophe: bool,
    /// What its neighbours say against its opening anything.
    pub open_cost: f32,
    /// A quotation of the same look has stood in it.
    pub nests: bool,
    /// It has come over from another paragraph, which its block opened again.
    pub reopened: bool,
}

/// The node before the first.
pub const START: u32 = u32::MAX;

/// A reading up to some mark.
#[derive(Debug, Clone, Copy)]
pub struct State {
    /// What it costs so far.
    pub cost: f32,
    /// The last decision, an index of the reader's nodes.
    pub node: u32,
    stack: [Option<Open>; DEPTH],
    /// How many quotations are open.
    pub depth: u8,
    /// An open quotation has come over from a block before, and nothing has been read in this one.
    pub carried: bool,
    /// A paragraph has gone by in which the open quotation was neither opened again nor closed.
    pub passed_over: bool,
}

/// What decides about the future of a state: the open quotations, the block of the outermost and whether that opened it
/// again, and the two flags.
pub type Key = ([Option<(char, bool)>; DEPTH], Option<(u32, bool)>, bool, bool);

/// Nothing read, nothing open.
pub const EMPTY: State =
    State { cost: 0.0, node: START, stack: [None; DEPTH], depth: 0, carried: false, passed_over: false };

impl State {
    /// The innermost open quotation.
    pub fn top(&self) -> Option<Open> {
        self.stack.get(usize::from(self.depth).checked_sub(1)?).copied().flatten()
    }

    /// Opens one; answers no where that would nest too deep.
    pub fn push(&mut self, open: Open) -> bool {
        match self.stack.get_mut(usize::from(self.depth)) {
            Some(slot) => {
                *slot = Some(open);
                self.depth += 1;
                true
            }
            None => false,
        }
    }

    /// Closes or gives up the innermost.
    pub fn pop(&mut self) -> Option<Open> {
        let top = self.top()?;
        self.depth -= 1;
        if let Some(slot) = self.stack.get_mut(usize::from(self.depth)) {
            *slot = None;
        }
        Some(top)
    }

    /// Two states with the same key have the same future.
    pub fn key(&self) -> Key {
        let bottom = self.stack.first().copied().flatten();
        let glyphs = self.stack.map(|open| open.map(|open| (open.glyph, open.nests)));
        (glyphs, bottom.map(|open| (open.block, open.reopened)), self.carried, self.passed_over)
    }
}
