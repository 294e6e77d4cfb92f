//! Positions. Two kinds of offset exist, and they are two types on purpose: handing a prose offset
//! to something that wants a stored one must not compile. Only a block's `OffsetMap` converts.

use std::ops::Range;

/// A byte offset, index or count as it is kept in spans. What does not fit 32 bits, which no source can hold, saturates.
#[must_use]
pub fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A range of bytes in the stored text of a source: zero-based, end exclusive, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A range of bytes in the prose of one block: zero-based, end exclusive, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProseSpan {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

macro_rules! span {
    ($name:ident) => {
        impl $name {
            /// A span from byte `start` up to, not including, byte `end`. A backward pair becomes empty at `start`.
            #[must_use]
            pub fn new(start: u32, end: u32) -> Self {
                Self { start, end: end.max(start) }
            }

            /// The same from `usize` offsets; offsets beyond 4 GiB, which no source can have, saturate.
            #[must_use]
            pub fn from_range(range: Range<usize>) -> Self {
                Self::new(narrow(range.start), narrow(range.end))
            }

            /// The span as a `usize` range, for slicing.
            #[must_use]
            pub fn range(self) -> Range<usize> {
                self.start as usize..self.end as usize
            }

            /// Whether the span covers no byte.
            #[must_use]
            pub fn is_empty(self) -> bool {
                self.start == self.end
            }

            /// Whether the two spans share at least one byte.
            #[must_use]
            pub fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// The smallest span that covers both.
            #[must_use]
            pub fn hull(self, other: Self) -> Self {
                Self { start: self.start.min(other.start), end: self.end.max(other.end) }
            }
        }
    };
}

span!(Span);
span!(ProseSpan);
