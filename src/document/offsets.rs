//! The way from prose back to stored text, carried from the first byte on and never searched for.

use crate::text::{ProseSpan, Span, narrow};

/// A run of prose and the stored bytes it came from. A verbatim run is the same bytes in both; otherwise the whole
/// stored range stands for the whole prose run (a character reference, say).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Segment {
    prose: u32,
    stored: Span,
    verbatim: bool,
}

/// Segments in order. Nearly all blocks have one.
#[derive(Debug, Clone)]
enum Segments {
    One([Segment; 1]),
    Many(Vec<Segment>),
}

impl Segments {
    fn as_slice(&self) -> &[Segment] {
        match self {
            Self::One(one) => one,
            Self::Many(many) => many,
        }
    }

    fn last_mut(&mut self) -> Option<&mut Segment> {
        match self {
            Self::One(one) => one.last_mut(),
            Self::Many(many) => many.last_mut(),
        }
    }

    fn push(&mut self, segment: Segment) {
        match self {
            Self::One([first]) => *self = Self::Many(vec![*first, segment]),
            Self::Many(many) if many.is_empty() => *self = Self::One([segment]),
            Self::Many(many) => many.push(segment),
        }
    }

    fn truncate(&mut self, len: usize) {
        match self {
            Self::One(_) if len == 0 => *self = Self::Many(Vec::new()),
            Self::One(_) => {}
            Self::Many(many) => many.truncate(len),
        }
    }
}

impl PartialEq for Segments {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Segments {}

/// Prose offsets of one block to stored offsets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffsetMap {
    /// In order of `prose`, without gaps in prose; stored ranges ascend and may have gaps (markup).
    segments: Segments,
    prose_len: u32,
}

impl OffsetMap {
    /// A block whose prose is exactly the stored bytes from `start` on, `len` bytes long.
    #[must_use]
    pub fn verbatim(start: u32, len: u32) -> Self {
        let mut map = Self::empty();
        map.push_verbatim(Span::new(start, start.saturating_add(len)));
        map
    }

    /// A map of no prose yet, to be filled from left to right.
    #[must_use]
    pub fn empty() -> Self {
        Self { segments: Segments::Many(Vec::new()), prose_len: 0 }
    }

    /// Adds prose that is the stored bytes of `stored` as they are.
    pub fn push_verbatim(&mut self, stored: Span) {
        let follows =
            self.segments.as_slice().last().is_some_and(|last| last.verbatim && last.stored.end == stored.start);
        match self.segments.last_mut().filter(|_| follows) {
            Some(last) => last.stored.end = stored.end,
            None => self.segments.push(Segment { prose: self.prose_len, stored, verbatim: true }),
        }
        self.prose_len += stored.end - stored.start;
    }

    /// Adds `len` bytes of prose that stand for the stored bytes of `stored` as a whole.
    pub fn push_replaced(&mut self, stored: Span, len: u32) {
        self.segments.push(Segment { prose: self.prose_len, stored, verbatim: false });
        self.prose_len += len;
    }

    /// Adds the part `at` of the prose of another map, with what is stored under it.
    pub fn push_part(&mut self, other: &Self, at: ProseSpan) {
        let these = other.segments.as_slice().get(other.segment(at.start)..).unwrap_or_default();
        for (index, segment) in these.iter().enumerate().take_while(|(_, segment)| segment.prose < at.end) {
            let end = these.get(index + 1).map_or(other.prose_len, |next| next.prose);
            let (from, to) = (segment.prose.max(at.start), end.min(at.end));
            if to <= from {
                continue;
            }
            match segment.verbatim {
                true => {
                    let start = segment.stored.start + (from - segment.prose);
                    self.push_verbatim(Span::new(start, start + (to - from)));
                }
                false => self.push_replaced(segment.stored, to - from),
            }
        }
    }

    /// Drops all prose from byte `len` on.
    pub fn truncate(&mut self, len: u32) {
        let kept = self.segments.as_slice().partition_point(|segment| segment.prose < len);
        self.segments.truncate(kept);
        self.prose_len = self.prose_len.min(len);
        if let Some(last) = self.segments.last_mut().filter(|last| last.verbatim) {
            last.stored.end = last.stored.end.min(last.stored.start + (self.prose_len - last.prose));
        }
    }

    /// The stored span, if all prose is one run of stored bytes as they are.
    #[must_use]
    pub fn as_verbatim(&self) -> Option<Span> {
        match self.segments.as_slice() {
            [only] if only.verbatim => Some(only.stored),
            _ => None,
        }
    }

    /// Where prose and stored bytes drift apart, and where lines of the stored text `stored` begin: pairs of a prose byte
    /// and a stored byte, in order.
    #[must_use]
    pub fn joints(&self, stored: &str) -> Vec<(u32, u32)> {
        let mut joints = Vec::with_capacity(self.segments.as_slice().len() + 1);
        for segment in self.segments.as_slice() {
            joints.push((segment.prose, segment.stored.start));
            if segment.verbatim {
                let bytes = stored.get(segment.stored.range()).unwrap_or_default().as_bytes();
                let ends = memchr::memchr_iter(b'\n', bytes).map(|at| narrow(at + 1));
                let within = ends.filter(|&at| at < segment.stored.end - segment.stored.start);
                joints.extend(within.map(|at| (segment.prose + at, segment.stored.start + at)));
            }
        }
        joints
    }

    /// Index of the segment that holds prose byte `at`.
    fn segment(&self, at: u32) -> usize {
        self.segments.as_slice().partition_point(|segment| segment.prose <= at).saturating_sub(1)
    }

    /// The smallest stored span that holds everything under `at`. Always answers; prose beyond the block counts as
    /// its end.
    #[must_use]
    pub fn locate(&self, at: ProseSpan) -> Span {
        let start = self.segments.as_slice().get(self.segment(at.start)).map_or(0, |segment| {
            if segment.verbatim {
                (segment.stored.start + (at.start - segment.prose.min(at.start))).min(segment.stored.end)
            } else {
                segment.stored.start
            }
        });
        let last = if at.is_empty() { at.start } else { at.end - 1 };
        let end = self.segments.as_slice().get(self.segment(last)).map_or(0, |segment| match segment.verbatim {
            true => (segment.stored.start + (at.end - segment.prose.min(at.end))).min(segment.stored.end),
            false if at.is_empty() => start,
            false => segment.stored.end,
        });
        Span::new(start, end)
    }

    /// The prose of which some is stored under a span; what stands for a stored range as a whole counts as a whole. Of a span between
    /// two stored ranges the place of the later one.
    #[must_use]
    pub fn prose_under(&self, stored: Span) -> ProseSpan {
        let segments = self.segments.as_slice();
        let first = segments.partition_point(|segment| segment.stored.end < stored.start);
        // At the end of stored bytes an empty span still belongs to them.
        let touches = |segment: &Segment| segment.stored.end > stored.start || (stored.is_empty() && segment.verbatim);
        let start = segments.iter().skip(first).find(|segment| touches(segment)).map_or(self.prose_len, |segment| {
            let within = stored.start.saturating_sub(segment.stored.start);
            segment.prose + if segment.verbatim { within } else { 0 }
        });
        let past = segments.partition_point(|segment| segment.stored.start < stored.end);
        let end = past.checked_sub(1).and_then(|last| segments.get(last)).map_or(start, |segment| {
            let next = segments.get(past).map_or(self.prose_len, |next| next.prose);
            let left = segment.stored.end.saturating_sub(stored.end);
            if segment.verbatim { next.saturating_sub(left) } else { next }
        });
        ProseSpan::new(start.min(self.prose_len), end.clamp(start.min(self.prose_len), self.prose_len))
    }

    /// The stored span of `at`, only where prose and stored text are the same bytes without a gap.
    #[must_use]
    pub fn editable(&self, at: ProseSpan) -> Option<Span> {
        let segment = self.segments.as_slice().get(self.segment(at.start)).filter(|segment| segment.verbatim)?;
        let start = segment.stored.start.checked_add(at.start.checked_sub(segment.prose)?)?;
        let end = start.checked_add(at.end - at.start)?;
        (end <= segment.stored.end).then(|| Span::new(start, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stored `a<b>b</b>&amp;c`, prose `ab&c`.
    fn marked_up() -> OffsetMap {
        let mut map = OffsetMap::empty();
        map.push_verbatim(Span::new(0, 1));
        map.push_verbatim(Span::new(4, 5));
        map.push_replaced(Span::new(9, 14), 1);
        map.push_verbatim(Span::new(14, 15));
        map
    }

    #[test]
    fn verbatim_prose_moves_by_a_constant() {
        let map = OffsetMap::verbatim(10, 5);
        assert_eq!(map.locate(ProseSpan::new(1, 3)), Span::new(11, 13));
        assert_eq!(map.editable(ProseSpan::new(1, 3)), Some(Span::new(11, 13)));
        assert_eq!(map.editable(ProseSpan::new(0, 5)), Some(Span::new(10, 15)));
        assert_eq!(map.editable(ProseSpan::new(4, 6)), None);
    }

    #[test]
    fn markup_is_covered_and_not_edited_across() {
        let map = marked_up();
        assert_eq!(map.locate(ProseSpan::new(0, 2)), Span::new(0, 5));
        assert_eq!(map.editable(ProseSpan::new(0, 2)), None);
        assert_eq!(map.editable(ProseSpan::new(1, 2)), Some(Span::new(4, 5)));
    }

    #[test]
    fn the_prose_under_a_stored_span_is_found() {
        let map = marked_up();
        for (start, end, wanted) in [
            (0, 1, (0, 1)),
            (4, 5, (1, 2)),
            (0, 5, (0, 2)),
            (2, 3, (1, 1)),
            (10, 11, (2, 3)),
            (14, 15, (3, 4)),
            (15, 15, (4, 4)),
            (14, 14, (3, 3)),
            (0, 99, (0, 4)),
        ] {
            let found = map.prose_under(Span::new(start, end));
            assert_eq!((found.start, found.end), wanted, "{start}..{end}");
        }
        let map = OffsetMap::verbatim(10, 5);
        assert_eq!(map.prose_under(Span::new(12, 12)), ProseSpan::new(2, 2));
        assert_eq!(map.prose_under(Span::new(0, 12)), ProseSpan::new(0, 2));
        assert_eq!(map.prose_under(Span::new(20, 22)), ProseSpan::new(5, 5));
    }

    #[test]
    fn a_replaced_run_is_found_whole_and_never_edited() {
        let map = marked_up();
        assert_eq!(map.locate(ProseSpan::new(2, 3)), Span::new(9, 14));
        assert_eq!(map.editable(ProseSpan::new(2, 3)), None);
        assert_eq!(map.locate(ProseSpan::new(1, 4)), Span::new(4, 15));
    }
}
