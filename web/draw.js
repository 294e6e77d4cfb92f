// Draws the lines of an article: a paragraph each, with its own direction, its markup dimmed and its defects marked.

import { make } from "./dom.js";

/** Characters that take no room: a mark over them alone would not be seen. */
const UNSEEN = /^[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+$/;

/** How a character is named: U+200F. */
export function codePoint(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Whether a text consists only of characters that take no room. */
export function isUnseen(text) {
  return UNSEEN.test(text);
}

/** A line as `layOut` gives it, as one string: two lines with the same key are drawn the same. */
export function keyOf(line) {
  const groups = line.groups.map((group) => [
    group.markup,
    group.direction,
    group.parts.map((part) => [part.text, part.mark ? `${part.mark.kind} ${part.mark.id}` : ""]),
  ]);
  return JSON.stringify([line.direction, line.role, line.begins, groups]);
}

/** Draws a line into a paragraph. `chosen` is the finding whose marks stand out. */
export function drawLine(paragraph, line) {
  paragraph.dir = line.direction;
  paragraph.className = `line ${line.role}`.trim();
  paragraph.classList.toggle("begins", line.begins);
  if (line.groups.length === 0) {
    paragraph.classList.add("blank");
    paragraph.replaceChildren(document.createElement("br"));
    return;
  }
  const alone = line.groups.length === 1 && !line.groups[0].markup;
  const drawn = line.groups.map((group) => {
    const parts = group.parts.map(drawPart);
    if (alone) return parts;
    return group.markup ? make("span", { class: "markup", dir: "ltr" }, parts) : make("bdi", { dir: group.direction }, parts);
  });
  paragraph.replaceChildren(...drawn.flat());
}

function drawPart(part) {
  if (!part.mark) return document.createTextNode(part.text);
  const unseen = isUnseen(part.text);
  return make(
    "mark",
    {
      class: `${part.mark.kind}${unseen ? " unseen" : ""}`,
      "data-id": part.mark.id || null,
      "data-shown": unseen ? [...part.text].map(codePoint).join(" ") : null,
    },
    part.text,
  );
}

/** Shows which finding is chosen: its marks in the article stand out. */
export function choose(root, id) {
  for (const mark of root.querySelectorAll("mark.chosen")) if (mark.dataset.id !== id) mark.classList.remove("chosen");
  if (!id) return null;
  const marks = root.querySelectorAll(`mark[data-id="${CSS.escape(id)}"]`);
  for (const mark of marks) mark.classList.add("chosen");
  return [...marks].find((mark) => !mark.classList.contains("related")) ?? null;
}
