// A finding as a card: what, why, before and after.

import { icon, make } from "./dom.js";
import { codePoint, isUnseen } from "./draw.js";
import { say } from "./words.js";

/** Letters shown on each side of a place that has no repair, in UTF-16 code units. */
const REACH = 48;

/**
 * A card. `source` is what the finding is about: `{ text, directionAt(offset) }`. `actions` may have `accept`, `ignore`, `copy` and has
 * `choose`, each called with the finding, and `spot`, called with a place.
 */
export function card(finding, source, actions) {
  const direction = source.directionAt(finding.start.utf16);
  const title = make(
    "button",
    { class: "title", type: "button", onclick: () => actions.choose(finding) },
    make("span", { class: "severity" }, say(`severity-${finding.severity}`)),
    make("span", { class: "name", dir: "auto" }, finding.name ?? finding.code),
  );
  return make(
    "li",
    { class: `card ${finding.severity}`, "data-id": finding.id },
    make("h3", {}, title),
    finding.before?.length ? change(finding, direction) : excerpt(finding, source, direction),
    make("p", { class: "message", dir: "auto" }, finding.message),
    make(
      "div",
      { class: "reason" },
      finding.why && make("p", { dir: "auto" }, make("b", {}, say("why"), " "), finding.why),
      related(finding, source, actions),
      make(
        "p",
        { class: "code" },
        make("code", { dir: "ltr" }, finding.code),
        finding.page && make("a", { href: finding.page, target: "_blank", rel: "noopener noreferrer" }, say("more")),
      ),
    ),
    buttons(finding, actions),
  );
}

function buttons(finding, actions) {
  const can = finding.fix && finding.fix.applicability !== "display-only";
  const list = [
    actions.accept && can && button("accept", "check", () => actions.accept(finding), finding, finding.fix.applicability),
    actions.ignore && button("ignore", "close", () => actions.ignore(finding), finding),
    actions.copy && button("copy-finding", "copy", () => actions.copy(finding), finding),
  ].filter(Boolean);
  return list.length > 0 && make("div", { class: "buttons" }, list);
}

function button(key, picture, press, finding, kind = "") {
  const label = `${say(key)}: ${finding.name ?? finding.code}`;
  return make(
    "button",
    { type: "button", class: `small ${key} ${kind}`, "aria-label": label, onclick: press },
    icon(picture),
    say(key),
  );
}

/** The words as they are and as they would be, the letters that change marked. */
function change(finding, direction) {
  const after = finding.after.length > 0 ? finding.after : null;
  return make(
    "dl",
    { class: "change" },
    side("before", "del", finding.before, direction),
    side("after", "ins", after, direction),
  );
}

function side(key, tag, parts, direction) {
  if (!parts) return make("div", { class: key }, make("dt", {}, say(key)), make("dd", { class: "removed" }, say("removed")));
  return make(
    "div",
    { class: key },
    make("dt", {}, say(key)),
    make(
      "dd",
      { dir: direction },
      parts.map((part) => (part.changed ? make(tag, {}, part.text) : part.text)),
    ),
  );
}

/** A text with the characters in it that take no room named. */
function seen(text) {
  return [...text].map((letter) => (isUnseen(letter) ? make("span", { class: "sign", dir: "ltr" }, codePoint(letter)) : letter));
}

/** The place with the words round it. */
function excerpt(finding, source, direction) {
  if (!source.text) return null;
  const words = around(source.text, finding.start.utf16, finding.end.utf16);
  return make(
    "p",
    { class: "excerpt", dir: direction },
    words.before,
    make("mark", { class: finding.severity }, seen(words.inside)),
    words.after,
  );
}

/** What stands before, in and after a place in its line, cut at spaces. */
export function around(text, start, end, reach = REACH) {
  const from = Math.max(text.lastIndexOf("\n", start - 1) + 1, start - reach);
  const newline = text.indexOf("\n", end);
  const to = Math.min(newline < 0 ? text.length : newline, end + reach);
  let before = text.slice(from, start);
  let after = text.slice(end, to);
  if (from > 0 && text[from - 1] !== "\n") before = `…${before.replace(/^\S*\s+/, "")}`;
  if (to < text.length && text[to] !== "\n") after = `${after.replace(/\s+\S*$/, "")}…`;
  const whole = text.slice(start, end);
  const inside =
    whole.length > 2 * reach
      ? `${whole.slice(0, reach).replace(/\s+\S*$/, "")} … ${whole.slice(-reach).replace(/^\S*\s+/, "")}`
      : whole;
  return { before, inside, after };
}

/** Other places that explain the finding, as buttons that show them. */
function related(finding, source, actions) {
  if (!finding.related?.length || !source.text) return null;
  const places = finding.related.map((place) => {
    const words = around(source.text, place.start.utf16, place.end.utf16, 24);
    const direction = source.directionAt(place.start.utf16);
    return make(
      "li",
      {},
      make("span", { dir: "auto" }, place.message, " "),
      make(
        "button",
        {
          type: "button",
          class: "place",
          dir: direction,
          onclick: () => actions.spot({ start: place.start.utf16, end: place.end.utf16 }),
        },
        words.before,
        make("b", {}, words.inside),
        words.after,
      ),
    );
  });
  return make("ul", { class: "related" }, places);
}

/** A finding as plain text, to send to somebody. */
export function asText(finding, source, place) {
  const words = source.text ? around(source.text, finding.start.utf16, finding.end.utf16) : null;
  const joined = (parts) => parts.map((part) => part.text).join("");
  return [
    `${place} · ${say(`severity-${finding.severity}`)} · ${finding.name ?? finding.code}`,
    finding.message,
    ...(finding.before?.length
      ? [`${say("before")} ${joined(finding.before)}`, `${say("after")} ${joined(finding.after) || say("removed")}`]
      : words
        ? [`${words.before}[${words.inside}]${words.after}`]
        : []),
  ].join("\n");
}
