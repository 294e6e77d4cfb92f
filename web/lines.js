// A text as the lines of a page: where each begins, what of it is prose and what markup, and what is marked in it. All offsets are in
// UTF-16 code units from the beginning of the text.

/** The text with its line ends made line feeds, as the page holds it. */
export function withLineFeeds(text) {
  return text.replace(/\r\n?/g, "\n");
}

/** Where each line begins. */
export function startsOf(lines) {
  const starts = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  return starts;
}

/** The number of the line, from 0, in which an offset lies. */
export function lineAt(starts, offset) {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The one stretch in which two texts differ: `{ start, end, text }`, where `text` replaces what stands from start to end; null if none. */
export function difference(before, after) {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

/**
 * What to mark: an array of `{ start, end, kind, id }` for the findings, and for the places that explain the chosen one. A place
 * without length takes the letter before it, or after it at the beginning of a line.
 */
export function rangesOf(text, findings, chosen, spots = []) {
  const ranges = [];
  const add = (start, end, kind, id) => {
    if (start === end) {
      if (start > 0 && text[start - 1] !== "\n") start -= 1;
      else if (end < text.length && text[end] !== "\n") end += 1;
    }
    ranges.push({ start, end, kind, id });
  };
  for (const finding of findings) {
    const places = finding.places?.length ? finding.places : [finding];
    for (const place of places) add(place.start.utf16, place.end.utf16, finding.severity, finding.id);
    if (finding.id !== chosen) continue;
    for (const place of finding.related ?? []) add(place.start.utf16, place.end.utf16, "related", finding.id);
  }
  for (const spot of spots) add(spot.start, spot.end, "spot", "");
  return ranges;
}

const WEIGHT = { error: 4, warning: 3, info: 2, spot: 1, related: 0 };

/** For each line the things that touch it. */
function byLine(starts, lines, things) {
  const found = lines.map(() => []);
  for (const thing of things) {
    const last = lineAt(starts, Math.max(thing.start, thing.end - 1));
    for (let line = lineAt(starts, thing.start); line <= last; line += 1) found[line].push(thing);
  }
  return found;
}

/**
 * Each line as it is drawn: `{ direction, role, begins, groups }`; `begins` says that a block begins in it. A group is a run of prose of one block, or of markup: `{ direction, markup,
 * parts }`; a part is `{ text, mark }`, where `mark` is the weightiest of the ranges over it, or null. Without `blocks` (nothing is known
 * yet) all of it is prose of unknown direction.
 */
export function layOut(lines, blocks, direction, ranges) {
  const starts = startsOf(lines);
  const marks = byLine(starts, lines, ranges);
  const proses = blocks ? byLine(starts, lines, blocks) : null;
  return lines.map((text, index) => {
    const base = starts[index];
    const own = proses ? proses[index] : [{ start: base, end: base + text.length, direction: "auto" }];
    const groups = [];
    let at = 0;
    const push = (end, block) => {
      if (end > at)
        groups.push({ direction: block?.direction ?? null, markup: !block, parts: partsOf(text, base, at, end, marks[index]) });
      at = Math.max(at, end);
    };
    for (const block of own) {
      push(Math.max(0, block.start - base), null);
      push(Math.min(text.length, block.end - base), block);
    }
    push(text.length, null);
    const first = own[0];
    const blank = text.trim() === "";
    return {
      direction: first?.direction ?? (blank ? (direction ?? "auto") : "ltr"),
      role: first?.role ?? (blank || !proses ? "" : "markup"),
      begins: Boolean(proses && first && first.start >= base),
      groups,
    };
  });
}

/** The parts of a line between two of its offsets, cut where a mark begins or ends. */
function partsOf(text, base, from, to, marks) {
  const cuts = new Set([from, to]);
  for (const mark of marks) {
    for (const cut of [mark.start - base, mark.end - base]) if (cut > from && cut < to) cuts.add(cut);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  const parts = [];
  for (let index = 0; index + 1 < sorted.length; index += 1) {
    const [start, end] = [sorted[index], sorted[index + 1]];
    const over = marks.filter((mark) => mark.start - base <= start && mark.end - base >= end);
    over.sort((a, b) => WEIGHT[b.kind] - WEIGHT[a.kind] || a.end - a.start - (b.end - b.start));
    parts.push({ text: text.slice(start, end), mark: over[0] ?? null });
  }
  return parts;
}
