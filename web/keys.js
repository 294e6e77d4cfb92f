// What the keyboard does, in a dialogue.

import { make } from "./dom.js";
import { say } from "./words.js";

const KEYS = [
  ["F8", "key-next"],
  ["Shift F8", "key-previous"],
  ["Ctrl Enter", "key-accept"],
  ["Delete", "key-ignore"],
  ["Ctrl Z", "key-undo"],
  ["Ctrl Shift Z", "key-redo"],
  ["↑ ↓", "key-cards"],
  ["Esc", "key-back"],
];

/** The dialogue; `showModal()` opens it. */
export function keysDialog() {
  const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  const rows = KEYS.map(([keys, key]) => {
    const caps = keys.split(" ").map((cap) => make("kbd", {}, mac && cap === "Ctrl" ? "⌘" : cap));
    return [make("dt", { dir: "ltr" }, caps), make("dd", {}, say(key))];
  });
  const dialog = make(
    "dialog",
    { class: "keys-dialog", "aria-labelledby": "keys-title" },
    make("h2", { id: "keys-title" }, say("keys")),
    make("dl", {}, rows.flat()),
    make("button", { type: "button", class: "primary", onclick: () => dialog.close() }, say("close")),
  );
  return dialog;
}
