// The article, which stays editable: a paragraph for each line. Typing inside a line is left to the browser (input methods, marks above
// letters, dictation); whatever joins, splits or replaces lines is done here, so that the page always knows the text.

import { choose, drawLine, keyOf } from "./draw.js";
import { difference, layOut, lineAt, startsOf, withLineFeeds } from "./lines.js";

export class Editor {
  /**
   * `root` becomes the editable element. `changed(kind)` is called after each change by the reader, `moved(id)` when the caret
   * or a click comes to a mark, `undo(again)` when the browser asks to undo or redo.
   */
  constructor(root, { changed, moved, undo }) {
    this.root = root;
    this.lines = [""];
    this.keys = [];
    this.composing = false;
    this.changed = changed;
    this.undo = undo;
    this.look = { blocks: null, direction: null, ranges: [] };
    root.setAttribute("contenteditable", "plaintext-only");
    if (root.contentEditable !== "plaintext-only") root.setAttribute("contenteditable", "true");
    root.addEventListener("beforeinput", (event) => this.#before(event));
    root.addEventListener("input", () => this.#after());
    root.addEventListener("compositionstart", () => (this.composing = true));
    root.addEventListener("compositionend", () => {
      this.composing = false;
      this.#after();
    });
    root.addEventListener("copy", (event) => this.#copy(event));
    root.addEventListener("cut", (event) => {
      this.#copy(event);
      this.replace("", "edit");
    });
    root.addEventListener("dragstart", (event) => event.preventDefault());
    root.addEventListener("click", (event) => {
      const mark = event.target.closest?.("mark[data-id]");
      if (mark) moved(mark.dataset.id);
    });
    this.#draw();
  }

  /** The text, with line feeds. */
  get text() {
    return this.lines.join("\n");
  }

  /** Puts another text in place of this one, touching only the lines that differ; the caret goes to `caret`, or stays. */
  setText(text, caret = null) {
    const [start] = this.selection() ?? [0];
    this.lines = withLineFeeds(text).split("\n");
    this.look = { blocks: null, direction: this.look.direction, ranges: [] };
    this.#draw();
    if (this.#focused() || caret !== null) this.select(Math.min(caret ?? start, text.length));
  }

  /** Shows what is known of the text: blocks of prose, the article's direction, ranges to mark. */
  show(look) {
    this.look = look;
    if (!this.composing) this.#draw();
  }

  /** Replaces what is selected as if it had been typed. */
  replace(text, kind = "edit") {
    const [start, end] = this.selection() ?? [this.text.length, this.text.length];
    this.replaceAt(start, end, text, kind);
  }

  /** Replaces a stretch as if it had been typed. */
  replaceAt(start, end, text, kind = "edit") {
    const clean = withLineFeeds(text);
    const before = this.text;
    this.lines = (before.slice(0, start) + clean + before.slice(end)).split("\n");
    this.#draw(difference(before, this.text));
    this.select(start + clean.length);
    this.changed(kind);
  }

  /** What is selected: `[start, end]`; null if the caret is elsewhere. */
  selection() {
    const selection = getSelection();
    if (!selection.rangeCount || !this.root.contains(selection.anchorNode)) return null;
    const range = selection.getRangeAt(0);
    return [this.#offsetOf(range.startContainer, range.startOffset), this.#offsetOf(range.endContainer, range.endOffset)];
  }

  /** Selects from one offset to another, or puts the caret there. */
  select(start, end = start) {
    const range = document.createRange();
    range.setStart(...this.#placeOf(start));
    range.setEnd(...this.#placeOf(end));
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  /** Puts the caret where the pointer is, if that is in the article. */
  selectAt(x, y) {
    const place = document.caretPositionFromPoint?.(x, y);
    if (place && this.root.contains(place.offsetNode)) this.select(this.#offsetOf(place.offsetNode, place.offset));
  }

  /** Makes the marks of a finding stand out; gives the first of them. */
  choose(id) {
    return choose(this.root, id);
  }

  /** Where an element of the article begins in the text. */
  offsetOf(element) {
    return this.#offsetOf(element, 0);
  }

  #focused() {
    return this.root.contains(document.activeElement);
  }

  /** Draws the lines that do not look as they should. `edit` is what has changed since: the marks after it move along. */
  #draw(edit = null) {
    const look = edit
      ? { ...this.look, ranges: moved(this.look.ranges, edit), blocks: moved(this.look.blocks, edit) }
      : this.look;
    const wanted = layOut(this.lines, look.blocks, look.direction, look.ranges);
    this.look = look;
    const keys = wanted.map(keyOf);
    const old = this.root.children;
    let head = 0;
    while (head < keys.length && head < this.keys.length && keys[head] === this.keys[head] && head < old.length) head += 1;
    let tail = 0;
    const most = Math.min(keys.length, this.keys.length, old.length) - head;
    while (tail < most && keys.at(-1 - tail) === this.keys.at(-1 - tail)) tail += 1;
    const selection = this.#focused() ? this.selection() : null;
    let touched = false;
    for (const node of [...this.root.childNodes]) if (node.nodeType !== Node.ELEMENT_NODE) node.remove();
    while (old.length > keys.length) old[head].remove();
    while (old.length < keys.length) this.root.insertBefore(document.createElement("p"), old[old.length - tail] ?? null);
    for (let index = head; index < keys.length - tail; index += 1) {
      if (this.keys.length === keys.length && this.keys[index] === keys[index]) continue;
      drawLine(old[index], wanted[index]);
      touched = true;
    }
    this.keys = keys;
    this.root.classList.toggle("empty", this.lines.length === 1 && this.lines[0] === "");
    if (touched && selection) this.select(...selection);
  }

  #before(event) {
    const kind = event.inputType;
    if (kind === "historyUndo" || kind === "historyRedo") {
      event.preventDefault();
      this.undo(kind === "historyRedo");
      return;
    }
    if (kind.startsWith("format") || kind === "insertFromPaste" || kind === "insertFromDrop" || kind === "deleteByDrag") {
      event.preventDefault();
      return;
    }
    const selected = this.selection();
    if (!selected || this.composing) return;
    const [start, end] = selected;
    const starts = startsOf(this.lines);
    const line = lineAt(starts, start);
    const handle = (from, to, text) => {
      event.preventDefault();
      if (from < to || text) this.replaceAt(from, to, text);
    };
    if (kind === "insertParagraph" || kind === "insertLineBreak") handle(start, end, "\n");
    else if (end > starts[line] + this.lines[line].length) {
      if (kind.startsWith("delete")) handle(start, end, "");
      else if (event.data !== null) handle(start, end, event.data);
    } else if (start === end && kind.startsWith("delete")) {
      if (kind.endsWith("Backward") && start === starts[line]) handle(Math.max(0, start - 1), start, "");
      else if (kind.endsWith("Forward") && start === starts[line] + this.lines[line].length) {
        handle(start, Math.min(start + 1, this.text.length), "");
      }
    }
  }

  /** Reads what the browser has written: one line, or all where it has made or taken away paragraphs. */
  #after() {
    const node = getSelection().anchorNode;
    const element = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement;
    const paragraph = element?.closest(".line");
    const old = this.text;
    const whole = this.root.childNodes.length === this.lines.length && paragraph?.parentElement === this.root;
    if (whole) {
      const index = [...this.root.children].indexOf(paragraph);
      const read = paragraph.textContent.replaceAll("\n", "");
      if (this.lines[index] !== read) {
        this.lines[index] = read;
        this.keys[index] = null;
      }
    }
    if (!whole || this.root.textContent.length !== this.lines.reduce((sum, line) => sum + line.length, 0)) {
      const caret = this.selection()?.[0] ?? 0;
      this.lines = [...this.root.childNodes]
        .map((child) => child.textContent)
        .join("\n")
        .split("\n");
      this.keys = [];
      this.root.replaceChildren();
      this.#draw();
      this.select(Math.min(caret, this.text.length));
    }
    const edit = difference(old, this.text);
    if (!edit) return;
    this.look = { ...this.look, ranges: moved(this.look.ranges, edit), blocks: moved(this.look.blocks, edit) };
    this.root.classList.toggle("empty", this.text === "");
    this.changed("type");
  }

  #copy(event) {
    const selected = this.selection();
    if (!selected) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", this.text.slice(...selected));
  }

  #offsetOf(node, offset) {
    const starts = startsOf(this.lines);
    if (node === this.root) return starts[offset] ?? this.text.length;
    let child = node;
    while (child.parentNode !== this.root) child = child.parentNode;
    const index = [...this.root.childNodes].indexOf(child);
    const range = document.createRange();
    range.setStart(child, 0);
    range.setEnd(node, offset);
    return (starts[index] ?? 0) + range.toString().length;
  }

  #placeOf(offset) {
    const starts = startsOf(this.lines);
    const index = lineAt(starts, offset);
    const paragraph = this.root.children[index];
    let left = offset - starts[index];
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    let last = null;
    while (walker.nextNode()) {
      last = walker.currentNode;
      if (left <= last.length) return [last, left];
      left -= last.length;
    }
    return last ? [last, last.length] : [paragraph, 0];
  }
}

/** Ranges or blocks after an edit: what lies behind it moves, what it touches grows or shrinks with it. */
function moved(things, edit) {
  if (!things) return things;
  const by = edit.text.length - (edit.end - edit.start);
  return things
    .map((thing) => ({
      ...thing,
      start:
        thing.start >= edit.end && thing.start > edit.start
          ? thing.start + by
          : Math.min(thing.start, edit.start + edit.text.length),
      end: thing.end >= edit.end ? thing.end + by : Math.min(thing.end, edit.start),
    }))
    .filter((thing) => thing.end > thing.start);
}
