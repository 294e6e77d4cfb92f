// Reviews for a report, made by the module: one article after the other until there are 2,000 findings.
//
//     node reviews.mjs MODULE.wasm copydesk.js > reviews.json

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { load } = await import(pathToFileURL(process.argv[3]));

const WANTED = 2000;
const copydesk = await load(readFileSync(process.argv[2]));
const ask = (request) => copydesk.review(request);

/** The examples of the page, so varied that no two articles are the same. */
const examples = ["en", "ar"].map(
  (tag) => JSON.parse(readFileSync(new URL(`../../web/words/${tag}.json`, import.meta.url))).example,
);
const hostile = "Taken\n\nRead more: </script><script>document.title = 'taken'</script><img src=x onerror=alert(1)> \u202e<!--";
const reviews = [ask({ text: hostile, name: "news/</script>.txt", ui: "en" })];
let findings = reviews[0].findings.length;
for (let number = 1; findings < WANTED; number += 1) {
  const text = examples[number % 2].replace("\n", ` (${number})\n`);
  const made = ask({ text, name: `news/${number}.txt`, ui: number % 2 ? "ar" : "en" });
  findings += made.findings.length;
  reviews.push(made);
}
reviews.push({ ...reviews[2], name: "news/without-text.txt", headline: null, text: null, blocks: [] });
const problems = [
  { message: "news/old.md:3: the front matter is not valid YAML: <b>title</b>", help: "Put quotation marks round the title." },
];
const notShown = ["3 problems are in the <b>baseline</b> and are not shown."];
const summary = { articles: reviews.length, omitted: 7, not_shown: notShown };
process.stdout.write(JSON.stringify({ reviews, problems, summary }));
