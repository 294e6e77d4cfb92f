// A file of many articles on the desk: one of them is read at a time, and what was changed in the others waits until the file is saved. The
// file itself stays as it was opened; what an article is written as, the engine says.

import { make } from "./dom.js";
import { withLineFeeds } from "./lines.js";
import { say } from "./words.js";

/** Asks for a review of one of the articles; `edited` is its text if that is not the one in the file. */
function requestFor({ name, format, many }, number, edited, ui) {
  return { text: many.file, name, format, ui, record: number, ...(edited === undefined ? {} : { edited }) };
}

/** Asks for a review of the article that is read, with this text. */
export function requestOfOne(article, text, ui) {
  const { number, stored } = article.many;
  return requestFor(article, number, text === stored ? undefined : text, ui);
}

/** What is changed in the file: the new text of each such article, by its number. `text` is that of the article that is read. */
export function draftsOf({ many }, text) {
  const { [many.number]: _, ...others } = many.drafts;
  return text === withLineFeeds(many.stored) ? others : { ...others, [many.number]: text };
}

/** Takes a file apart: `{ text, article }` of its first article. `file` is `{ name, format, text }`. Throws what the engine says. */
export async function openMany(engine, { name, format, text: file }, ui) {
  const { records, unreadable = 0, text } = await engine.review({ text: file, name, format, ui });
  const many = { file, records, unreadable, number: records[0].record, stored: text, drafts: {} };
  return { text, article: { name, format, rich: false, lineEnd: "\n", many } };
}

/** Another article of the file: `{ stored }`, its text as it is in the file. */
export async function storedText(engine, article, number, ui) {
  return (await engine.review(requestFor(article, number, undefined, ui))).text;
}

/** The same file, with another of its articles read: `{ text, article }`. */
export function turned(article, text, number, stored) {
  const drafts = draftsOf(article, text);
  return { text: drafts[number] ?? withLineFeeds(stored), article: { ...article, many: { ...article.many, drafts, number, stored } } };
}

/** The file with all that was changed in it; or `{ joined }`, the number of an article that cannot be written. */
export async function wholeFile(engine, article, text, ui) {
  const written = [];
  for (const [number, draft] of Object.entries(draftsOf(article, text))) {
    const reply = await engine.review(requestFor(article, Number(number), draft, ui));
    if (!reply.written) return { joined: Number(number) };
    written.push(reply.written);
  }
  written.sort((a, b) => a.start - b.start);
  let [file, at] = ["", 0];
  for (const { start, end, text: record } of written) {
    file += article.many.file.slice(at, start) + record;
    at = end;
  }
  return { file: file + article.many.file.slice(at) };
}

/** Under what an article is listed. */
export function headlineOf(record) {
  return record.headline ?? `${say("unnamed")} (${record.id})`;
}

/** Lists the articles of a file in `root`, which is hidden where the article is not one of many; `choose(number)` is called when one is chosen. */
export function listMany(root, article, choose) {
  const { many } = article;
  root.hidden = !many;
  if (!many) {
    root.replaceChildren();
    root.records = null;
    return;
  }
  if (root.records !== many.records) {
    root.records = many.records;
    const options = many.records.map((record) => make("option", { value: record.record, dir: "auto" }, headlineOf(record)));
    const select = make("select", { onchange: (event) => choose(Number(event.target.value)) }, options);
    root.replaceChildren(make("label", {}, make("span", {}, say("many")), select), make("span", { class: "count" }));
  }
  root.querySelector("select").value = String(many.number);
  const index = many.records.findIndex((record) => record.record === many.number) + 1;
  root.querySelector(".count").textContent = say("many-place", { index, count: many.records.length });
}
