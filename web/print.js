// An article on paper: its text with numbered marks, and below it what was found, by number.

import { card } from "./cards.js";
import { make } from "./dom.js";
import { drawLine } from "./draw.js";
import { layOut, rangesOf } from "./lines.js";
import { sourceOf } from "./source.js";
import { say } from "./words.js";

/** One article with its findings, to be printed. */
export function printed(review, findings) {
  const source = sourceOf(review);
  const numbers = new Map(findings.map((finding, index) => [finding.id, index + 1]));
  const text = review.text ?? "";
  const lines = text ? layOut(text.split("\n"), review.blocks, review.direction, rangesOf(text, findings, null)) : [];
  const paragraphs = lines.map((line) => {
    const paragraph = document.createElement("p");
    drawLine(paragraph, line);
    return paragraph;
  });
  const article = make("div", { class: "article", dir: review.direction ?? "auto" }, paragraphs);
  const seen = new Set();
  for (const mark of article.querySelectorAll("mark[data-id]")) {
    const { id } = mark.dataset;
    if (!seen.has(id)) mark.after(make("sup", { class: "number" }, String(numbers.get(id))));
    seen.add(id);
  }
  return make(
    "section",
    {},
    !(review.headline && text.includes(review.headline)) &&
      make("h2", { dir: review.direction ?? "auto" }, review.headline || review.name || say("unnamed")),
    make("p", { class: "file", dir: "ltr" }, review.name ?? ""),
    article,
    make(
      "ol",
      { class: "cards" },
      findings.map((finding) => card(finding, source, { choose() {}, spot() {} })),
    ),
  );
}
