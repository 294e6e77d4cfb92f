// Elements, made by name. What an article says only ever becomes text, never markup.

/** An element with these attributes (`onclick` and the like are listeners; false, null and undefined are left out) and children. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

const ICONS = {
  open: "M4 19V6a1 1 0 0 1 1-1h5l2 2.5h7a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1Z",
  undo: "M9 8H4V3M4.5 8A8.5 8.5 0 1 1 4 14",
  redo: "M15 8h5V3M19.500 8A8.500 8.500 0 1 0 20 14",
  copy: "M9 9h11v11H9ZM5 15H4V4h11v1",
  save: "M12 4v11M7.500 11l4.500 4.500L16.500 11M5 20h14",
  check: "M5 12.500l4.500 4.500L19 7.500",
  close: "M6 6l12 12M18 6L6 18",
  keys: "M3 7h18v10H3ZM7 10.500v.010M11 10.500v.010M15 10.500v.010M8 14h8",
  fresh: "M7 3h7l4 4v14H7ZM14 3v4h4",
};

/** One of the drawings above; it says nothing to a screen reader. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("class", `icon icon-${name}`);
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", ICONS[name]);
  drawing.append(line);
  return drawing;
}

/** The button that turns the page to another language (`{ tag, name, short }`), called by its own name. */
export function languageSwitch(press, { tag, name, short }) {
  const words = [make("span", { class: "long" }, name), make("span", { class: "short", "aria-hidden": "true" }, short)];
  return make("button", { type: "button", class: "tool language", lang: tag, onclick: press }, words);
}

/** Brings an element into view, without motion where the reader wants none. */
export function reveal(element, block = "center") {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block, inline: "nearest", behavior: still ? "auto" : "smooth" });
}
