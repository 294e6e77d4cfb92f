//! A repair before and after, in the nearest words round it, with the letters that differ.

use std::ops::Range;

use serde::Serialize;

use crate::diagnostic::Fix;
use crate::document::{Block, Document};
use crate::report::excerpt::{head, middle, tail};
use crate::report::safe::is_hostile;
use crate::text::{Edit, ProseSpan, Source, Span, changed_parts};

/// Graphemes shown on each side of an edit.
const REACH: usize = 28;
/// Stretches of words shown; a repair that reaches further is shown by its first edits.
const STRETCHES: usize = 3;
/// Edits of one repair that are looked at.
const EDITS: usize = 64;
/// Longest texts, in bytes, that are compared letter by letter.
const COMPARED: usize = 1200;
/// Stands for words that are left out.
const LEFT_OUT: &str = "\u{2026}";

/// A part of a text before or after a repair. It is for readers alone: what cannot be seen is written out (`[U+200B]`), and long
/// texts are cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ChangePart {
    /// The text.
    pub text: String,
    /// Whether the other side has something else in its place, or nothing.
    pub changed: bool,
}

/// A text before and after a repair.
#[derive(Debug, Default)]
pub struct Change {
    pub before: Vec<ChangePart>,
    pub after: Vec<ChangePart>,
}

/// One edit with the text round it, as readers see it or, outside all prose, as it is stored.
struct Seen<'t> {
    text: &'t str,
    start: usize,
    end: usize,
    new: &'t str,
}

impl Change {
    /// What a repair does. Edits are shown in the prose of the block they are in.
    pub fn of(fix: &Fix, blocks: &Blocks<'_>) -> Self {
        let seen: Vec<Seen<'_>> = fix.edits().iter().take(EDITS).flat_map(|edit| blocks.seen(edit)).collect();
        let mut change = Self::default();
        let mut rest = seen.as_slice();
        for _ in 0..STRETCHES {
            let Some(first) = rest.first() else { break };
            let reach = |edit: &Seen<'_>| head(edit.text.get(edit.end..).unwrap_or_default(), REACH).len() + edit.end;
            let is_near = |edit: &Seen<'_>, next: &Seen<'_>| {
                std::ptr::eq(edit.text, next.text) && next.start <= reach(edit) + REACH
            };
            let near = rest.windows(2).take_while(|pair| matches!(pair, [a, b] if is_near(a, b))).count();
            let (stretch, others) = rest.split_at(near + 1);
            if !change.before.is_empty() {
                change.both(" ");
            }
            let before = first.text.get(..first.start).unwrap_or_default();
            let shown = tail(before, REACH);
            if shown.len() < before.trim_start().len() {
                change.both(LEFT_OUT);
                change.both(" ");
            }
            change.both(shown);
            change.edits(stretch);
            rest = others;
        }
        if !rest.is_empty() || fix.edits().len() > EDITS {
            change.both(" ");
            change.both(LEFT_OUT);
        }
        change
    }

    /// Edits of one text in order, with what stands between them and after them.
    fn edits(&mut self, stretch: &[Seen<'_>]) {
        let nexts = stretch.iter().skip(1).map(Some).chain([None]);
        for (edit, next) in stretch.iter().zip(nexts) {
            self.differ(edit.text.get(edit.start..edit.end).unwrap_or_default(), edit.new);
            match next {
                Some(next) => self.both(edit.text.get(edit.end..next.start).unwrap_or_default()),
                None => {
                    let after = edit.text.get(edit.end..).unwrap_or_default();
                    let shown = head(after, REACH);
                    self.both(shown);
                    if shown.len() < after.trim_end().len() {
                        self.both(" ");
                        self.both(LEFT_OUT);
                    }
                }
            }
        }
    }

    /// A text that stays.
    fn both(&mut self, text: &str) {
        push(&mut self.before, text, false);
        push(&mut self.after, text, false);
    }

    /// A text and what takes its place, with the letters marked that differ unless they have little in common.
    fn differ(&mut self, old: &str, new: &str) {
        let changed = changed_parts(old, new);
        let lost = |side: &mut dyn Iterator<Item = &Range<usize>>| side.map(Range::len).sum::<usize>();
        let gone = lost(&mut changed.iter().map(|(gone, _)| gone));
        let come = lost(&mut changed.iter().map(|(_, come)| come));
        let is_short = old.len() <= COMPARED && new.len() <= COMPARED;
        if !is_short || gone * 2 > old.len() || come * 2 > new.len() {
            push(&mut self.before, &middle(old), true);
            push(&mut self.after, &middle(new), true);
            return;
        }
        let mut at = 0;
        for (gone, come) in changed {
            self.both(old.get(at..gone.start).unwrap_or_default());
            push(&mut self.before, old.get(gone.clone()).unwrap_or_default(), true);
            push(&mut self.after, new.get(come).unwrap_or_default(), true);
            at = gone.end;
        }
        self.both(old.get(at..).unwrap_or_default());
    }
}

/// Adds a part, to the last one if that is of the same sort.
fn push(parts: &mut Vec<ChangePart>, text: &str, changed: bool) {
    if text.is_empty() {
        return;
    }
    let text = visible(text, changed);
    match parts.last_mut().filter(|last| last.changed == changed) {
        Some(last) => last.text.push_str(&text),
        None => parts.push(ChangePart { text, changed }),
    }
}

/// A text in which whatever readers cannot see, or what would reorder what they see, is written out.
fn visible(text: &str, changed: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            '\r' => {}
            c if is_hostile(c) || changed && is_unseen(c) => out += &format!("[U+{:04X}]", u32::from(c)),
            c => out.push(c),
        }
    }
    out
}

/// Whether a character takes no room of its own, and is no mark on a letter.
fn is_unseen(c: char) -> bool {
    unicode_width::UnicodeWidthChar::width(c) == Some(0) && !unicode_normalization::char::is_combining_mark(c)
}

/// The blocks of a document with where they are stored.
pub struct Blocks<'d> {
    source: &'d Source,
    blocks: Vec<(&'d Block<'d>, Span)>,
    /// For each block the farthest end of those up to it: a block may stand inside another.
    reach: Vec<u32>,
}

impl<'d> Blocks<'d> {
    pub fn of(document: &'d Document<'d>) -> Self {
        let blocks: Vec<(&Block<'_>, Span)> =
            document.whole_blocks().map(|(block, _)| (block, block.locate(block.whole()))).collect();
        let mut farthest = 0;
        let reach = blocks.iter().map(|(_, hull)| {
            farthest = hull.end.max(farthest);
            farthest
        });
        let reach = reach.collect();
        Self { source: document.source, blocks, reach }
    }

    /// The blocks whose stored bytes touch a span, in order.
    fn touching(&self, span: Span) -> impl Iterator<Item = (&'d Block<'d>, Span)> {
        let last = self.blocks.partition_point(|(_, hull)| hull.start <= span.end);
        let first = self.reach.partition_point(|end| *end < span.start).min(last);
        let near = self.blocks.get(first..last).unwrap_or_default();
        near.iter().copied().filter(move |(_, hull)| hull.end >= span.start)
    }

    /// An edit in the prose of the block it is in; one that reaches over several blocks in each of them; one outside all prose in
    /// its stored line.
    fn seen<'e>(&self, edit: &'e Edit) -> Vec<Seen<'e>>
    where
        'd: 'e,
    {
        let span = edit.span;
        let mut found: Vec<(&'d Block<'d>, ProseSpan)> = Vec::new();
        for (block, hull) in self.touching(span) {
            let under = block.prose_under(span);
            let is_inside = hull.start <= span.start && span.end <= hull.end;
            if !under.is_empty() || span.is_empty() || is_inside {
                found.push((block, under));
            }
        }
        // Words of a picture stand inside the block they are in.
        let is_whole = |(block, at): &(&Block<'_>, ProseSpan)| block.editable(*at) == Some(span);
        if let Some(own) = found.iter().position(is_whole) {
            found = vec![found.swap_remove(own)];
        }
        if found.is_empty() {
            let line = self.source.line_span(self.source.position(span.start).line).hull(span);
            let text = self.source.slice(line);
            let (start, end) = ((span.start - line.start) as usize, (span.end - line.start) as usize);
            return vec![Seen { text, start, end, new: &edit.text }];
        }
        let mut new = Some(edit.text.as_str());
        let seen = found.into_iter().map(|(block, at)| Seen {
            text: &block.prose,
            start: at.start as usize,
            end: at.end as usize,
            new: new.take().unwrap_or_default(),
        });
        seen.collect()
    }
}
