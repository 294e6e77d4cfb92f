// What stands still on the desk: the bar with its buttons, the sheet, the welcome, the place for notes.

import { icon, languageSwitch, make } from "./dom.js";
import { keysDialog } from "./keys.js";
import { language, languages, say } from "./words.js";

/** The buttons of the bar, in their order: each has words and a drawing of its name, and an action. */
const BUTTONS = ["fresh", "open", "undo", "redo", "save", "copy"];

/**
 * Draws the frame into `root`, in the language now spoken. `actions` has a function for each button of the bar, and `example`, `speak(tag)` and
 * `skip`. Gives the parts that change: `{ buttons, sheet, note, many, welcome, side, status, help }`.
 */
export function drawFrame(root, actions) {
  const buttons = Object.fromEntries(BUTTONS.map((key) => [key, tool(key, actions[key])]));
  buttons.copy.classList.add("primary");
  const other = languages().find((each) => each.tag !== language());
  const sheet = make("div", {
    id: "article",
    class: "article",
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": say("article"),
    "data-placeholder": say("placeholder"),
    dir: "auto",
    // A browser's own spelling check may send the text away.
    spellcheck: "false",
    autocapitalize: "off",
    translate: "no",
  });
  const note = make("div", { class: "note", role: "alert", hidden: true });
  const many = make("div", { class: "many", hidden: true });
  const welcome = drawWelcome(actions);
  const side = make("aside", { class: "panel", "aria-label": say("panel") });
  const status = make("p", { class: "heard", role: "status" });
  const help = keysDialog();
  const skip = (event) => {
    event.preventDefault();
    actions.skip();
  };
  root.className = "desk";
  root.replaceChildren(
    make("a", { class: "skip", href: "#article", onclick: skip }, say("skip")),
    make(
      "header",
      { class: "bar" },
      make("h1", {}, make("bdi", { lang: "en" }, "copydesk")),
      make("div", { class: "tools", role: "group", "aria-label": say("tools") }, Object.values(buttons)),
      languageSwitch(() => actions.speak(other.tag), other),
    ),
    make(
      "main",
      { class: "room" },
      make("section", { class: "sheet", "aria-label": say("article") }, note, many, sheet, welcome),
      side,
    ),
    make("div", { class: "landing" }, make("p", {}, say("drop"))),
    status,
    help,
  );
  return { buttons, sheet, note, many, welcome, side, status, help };
}

function tool(key, press) {
  const words = make("span", {}, say(key));
  return make("button", { type: "button", class: "tool", title: say(`${key}-long`), onclick: press }, icon(key), words);
}

function drawWelcome({ open, example }) {
  return make(
    "div",
    { class: "welcome" },
    make("p", {}, say("welcome")),
    make(
      "div",
      { class: "buttons" },
      make("button", { type: "button", class: "primary", onclick: open }, icon("open"), say("open-file")),
      make("button", { type: "button", class: "small", onclick: example }, say("try")),
    ),
    make("p", { class: "privacy" }, say("privacy")),
  );
}
