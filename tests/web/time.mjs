// How long an editor waits: from a key to the marks on an article of 4 KB, and for a report of 2,000 findings to open. Prints figures;
// it judges none, because machines differ.
//
//     node time.mjs      (PAGE and REPORT are addresses, CHROMIUM a browser)

import { readFileSync } from "node:fs";
import { close, open, paste, settled } from "./browser.mjs";

const KEYS = 60;
const SIZE = 4096;

const words = JSON.parse(readFileSync(new URL("../../web/words/ar.json", import.meta.url))).example;
let article = words;
while (Buffer.byteLength(article) < SIZE) article += `\n\n${words}`;
while (Buffer.byteLength(article) > SIZE) article = article.slice(0, -1);

const { page, done } = await open(process.env.PAGE, { language: "ar" });
await page.click("#article");
await paste(page, { "text/plain": article });
await settled(page);
const times = await page.evaluate(async (keys) => {
  const root = document.querySelector("#page");
  const times = [];
  const line = document.querySelectorAll("#article > p")[2];
  getSelection().collapse(line.firstChild, 12);
  for (let key = 0; key < keys; key += 1) {
    await new Promise((resolve) => setTimeout(resolve, 120));
    const begun = performance.now();
    document.execCommand("insertText", false, key % 6 === 5 ? " " : "ب");
    await new Promise((resolve) => {
      const look = () => (root.dataset.settled === "true" ? requestAnimationFrame(() => resolve()) : setTimeout(look));
      look();
    });
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b);
}, KEYS);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
console.log(
  `from key to marks, ${Buffer.byteLength(article)} bytes of Arabic, ${KEYS} keys: median ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`,
);
await done();

const report = await open(process.env.REPORT);
const opened = await report.page.evaluate(() => performance.timing.loadEventEnd - performance.timing.navigationStart);
const findings = await report.page.$$eval(".entry .count", (all) =>
  all.reduce((sum, count) => sum + Number(count.textContent), 0),
);
console.log(`a report with ${findings} findings is open after ${opened} ms`);
await report.done();
await close();
