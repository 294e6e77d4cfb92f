// What can be undone: the texts before, with where the caret was and what was ignored.

/** Letters typed within this time of each other are undone together, in milliseconds. */
const TOGETHER = 900;
/** How far back one can go: in steps, and, with long texts, in UTF-16 code units of all of them. */
const DEPTH = 300;
const ROOM = 16 << 20;

export class History {
  constructor(state) {
    this.past = [];
    this.now = state;
    this.future = [];
    this.typed = -Infinity;
  }

  get canUndo() {
    return this.past.length > 0;
  }

  get canRedo() {
    return this.future.length > 0;
  }

  /** Keeps a new state. Typing goes on in the state it began unless it pauses. */
  push(state, typing = false, time = performance.now()) {
    if (!(typing && time - this.typed < TOGETHER)) this.past.push(this.now);
    const most = Math.min(DEPTH, Math.max(1, Math.floor(ROOM / (state.text.length + 1))));
    if (this.past.length > most) this.past.splice(0, this.past.length - most);
    this.typed = typing ? time : -Infinity;
    this.now = state;
    this.future = [];
  }

  /** The state before, or, `again`, the one that was undone; null if there is none. */
  step(again) {
    const [from, to] = again ? [this.future, this.past] : [this.past, this.future];
    if (from.length === 0) return null;
    to.push(this.now);
    this.now = from.pop();
    this.typed = -Infinity;
    return this.now;
  }
}
