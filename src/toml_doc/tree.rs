//! What the built-in files say, as `build.rs` writes it: read in place, with no parsing and no copy. A tree that is broken gives
//! errors, never a panic.

use std::cell::Cell;
use std::fmt;

use super::form::{ARRAY, BOOLEAN, BYTES, FLOAT, HEAD, INTEGER, KIND_BITS, STRING, TABLE};

/// Values of many files.
pub struct Tree {
    /// The strings.
    text: &'static str,
    /// Everything else.
    nodes: &'static [u8],
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tree").finish_non_exhaustive()
    }
}

impl Tree {
    /// A tree of what the build script wrote.
    #[must_use]
    pub const fn new(text: &'static str, nodes: &'static [u8]) -> Self {
        Self { text, nodes }
    }

    fn number(&self, at: usize) -> Option<u32> {
        self.nodes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
    }

    fn node(&'static self, at: usize) -> Option<Node> {
        let [a, b, c, d, e, f, g, h] = *self.nodes.get(at..)?.first_chunk::<HEAD>()?;
        Some(Node { tree: self, kind: u32::from_le_bytes([a, b, c, d]), payload: u32::from_le_bytes([e, f, g, h]) })
    }
}

/// A value in a tree.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    tree: &'static Tree,
    /// Its kind and count.
    kind: u32,
    payload: u32,
}

/// A value with what it holds.
pub(super) enum Value {
    String(&'static str),
    Integer(i32),
    Float(f64),
    Boolean(bool),
    Array(Items),
    Table(Entries),
    Bytes(&'static [u8]),
}

impl Node {
    /// The value with this head.
    #[must_use]
    pub const fn new(tree: &'static Tree, head: [u32; 2]) -> Self {
        let [kind, payload] = head;
        Self { tree, kind, payload }
    }

    /// What it is; nothing, if the tree is broken.
    pub(super) fn value(self) -> Option<Value> {
        let count = self.kind >> KIND_BITS;
        Some(match self.kind & ((1 << KIND_BITS) - 1) {
            STRING => Value::String(self.tree.text.get(self.payload as usize..)?.get(..count as usize)?),
            INTEGER => Value::Integer(i32::from_le_bytes(self.payload.to_le_bytes())),
            FLOAT => {
                let at = self.payload as usize;
                let (low, high) = (self.tree.number(at)?, self.tree.number(at + size_of::<u32>())?);
                Value::Float(f64::from_bits(u64::from(high) << 32 | u64::from(low)))
            }
            BOOLEAN => Value::Boolean(self.payload != 0),
            ARRAY => Value::Array(Items { tree: self.tree, at: self.payload as usize, left: count }),
            TABLE => Value::Table(Entries { tree: self.tree, at: self.payload as usize, left: count }),
            BYTES => Value::Bytes(self.tree.nodes.get(self.payload as usize..)?.get(..count as usize)?),
            _ => return None,
        })
    }

    /// The string it is; nothing, if it is something else.
    #[must_use]
    pub fn as_str(self) -> Option<&'static str> {
        match self.value()? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The integer it is, if that is not below zero; nothing, if it is something else.
    #[must_use]
    pub fn as_number(self) -> Option<u32> {
        match self.value()? {
            Value::Integer(number) => u32::try_from(number).ok(),
            _ => None,
        }
    }

    /// The bytes it is; nothing, if it is something else.
    #[must_use]
    pub fn as_bytes(self) -> Option<&'static [u8]> {
        match self.value()? {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// All strings of its tree.
    #[must_use]
    pub fn texts(self) -> &'static str {
        self.tree.text
    }

    /// What tells the array it is from others: where its items stand in the tree. Nothing, if it is something else.
    #[must_use]
    pub fn as_array(self) -> Option<u32> {
        matches!(self.value()?, Value::Array(_)).then_some(self.payload)
    }

    /// The entries of the table it is; none, if it is something else.
    #[must_use]
    pub fn entries(self) -> Entries {
        match self.value() {
            Some(Value::Table(entries)) => entries,
            _ => Entries { tree: self.tree, at: 0, left: 0 },
        }
    }

    /// The items of the array it is; none, if it is something else.
    #[must_use]
    pub fn items(self) -> Items {
        match self.value() {
            Some(Value::Array(items)) => items,
            _ => Items { tree: self.tree, at: 0, left: 0 },
        }
    }

    /// The value of an entry of the table it is.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Self> {
        self.entries().find(|(known, _)| *known == key).map(|(_, value)| value)
    }
}

/// The items of an array.
#[derive(Debug, Clone)]
pub struct Items {
    tree: &'static Tree,
    at: usize,
    left: u32,
}

impl Iterator for Items {
    type Item = Node;

    fn next(&mut self) -> Option<Node> {
        self.left = self.left.checked_sub(1)?;
        let node = self.tree.node(self.at);
        self.at += HEAD;
        node
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.left as usize))
    }
}

/// The entries of a table, in order of key.
#[derive(Debug, Clone)]
pub struct Entries {
    tree: &'static Tree,
    at: usize,
    left: u32,
}

impl Entries {
    /// The next key, which is a string of the tree like any other, and its value.
    pub(super) fn next_nodes(&mut self) -> Option<(Node, Node)> {
        self.left = self.left.checked_sub(1)?;
        let nodes = (self.tree.node(self.at)?, self.tree.node(self.at + HEAD)?);
        self.at += 2 * HEAD;
        Some(nodes)
    }
}

impl Iterator for Entries {
    type Item = (&'static str, Node);

    fn next(&mut self) -> Option<(&'static str, Node)> {
        let (key, value) = self.next_nodes()?;
        Some((key.as_str()?, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.left as usize))
    }
}

/// The name of a type that keeps an array where it lies instead of what is in it. It is given a unit, and then takes the array
/// from [`handed_over`], since serde hands over no values but its own.
pub(super) const IN_PLACE: &str = "$copydesk::in_place";

thread_local! {
    static HANDED_OVER: Cell<Option<Node>> = const { Cell::new(None) };
}

/// Hands an array over.
pub(super) fn hand_over(array: Node) {
    HANDED_OVER.set(Some(array));
}

/// The array that was handed over.
pub(super) fn handed_over() -> Option<Node> {
    HANDED_OVER.take()
}

/// Values of a tree have no place in a file.
pub(super) const NO_PLACE: std::ops::Range<usize> = 0..0;
