// The package copydesk-wasm, as whoever installs it uses it: it says what the program says.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { load } from "copydesk-wasm";

const { COPYDESK, ROOT } = process.env;
/** What a page loads may weigh, packed: it has to come over a phone's connection. */
const MOST = 2_050_000;
const FOLDER = mkdtempSync(join(tmpdir(), "copydesk-"));
const copydesk = await load(readFileSync(new URL(import.meta.resolve("copydesk-wasm/copydesk.wasm"))));

/** The articles of the gold set, without the marks round what is to be found. */
function goldArticles() {
  const gold = join(ROOT, "tests/gold");
  const folders = readdirSync(gold).filter((name) => statSync(join(gold, name)).isDirectory());
  const files = folders.flatMap((folder) => readdirSync(join(gold, folder)).map((file) => join(gold, folder, file)));
  return files.filter((file) => file.endsWith(".txt")).map((file) => readFileSync(file, "utf8").replace(/[⟦⟪][^|]*\||[⟧⟫]/gu, ""));
}

/** What the program finds in a text, and the text with every safe repair. */
function program(text, ui) {
  const file = join(FOLDER, "article.txt");
  writeFileSync(file, text);
  const run = (...more) => spawnSync(COPYDESK, ["check", "--isolated", "--no-cache", "--ui-lang", ui, ...more, file], { encoding: "utf8" });
  const found = run("--format", "jsonl").stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  run("--fix", "--format", "concise");
  return { found, repaired: readFileSync(file, "utf8") };
}

const ofProgram = ({ code, severity, message, start, end, fix }) => ({ code, severity, message, start, end, fix: fix && { applicability: fix.applicability, title: fix.title, edits: fix.edits.map(({ start, end, text }) => ({ start, end, text })) } });
const ofReview = ({ code, severity, message, start, end, fix }) => ofProgram({ code, severity, message, start: start.byte, end: end.byte, fix: fix && { ...fix, edits: fix.edits.map((edit) => ({ start: edit.start.byte, end: edit.end.byte, text: edit.text })) } });

const inPackage = (file) => new URL(file, import.meta.resolve("copydesk-wasm"));

test("the package is light enough for a page", () => {
  const loaded = ["copydesk.wasm", "copydesk.js", "call.js"].map((file) => gzipSync(readFileSync(inPackage(file)), { level: 9 }).length);
  const size = loaded.reduce((sum, of) => sum + of);
  console.log(`copydesk-wasm: ${size} bytes packed, at most ${MOST}`);
  assert.ok(size <= MOST, `${size} bytes`);
});

test("the licences of what the module is built from are in the package", () => {
  assert.match(readFileSync(inPackage("licenses/dependencies.txt"), "utf8"), /^regex-automata /m);
  assert.ok(statSync(inPackage("licenses/rust-library.html")).size > 10_000);
});

test("the module asks nothing of whoever runs it", () => {
  const bytes = readFileSync(new URL(import.meta.resolve("copydesk-wasm/copydesk.wasm")));
  assert.deepEqual(WebAssembly.Module.imports(new WebAssembly.Module(bytes)), []);
});

test("every article of the gold set has the findings of the program, and the same repairs", () => {
  const articles = goldArticles();
  assert.ok(articles.length > 40, `${articles.length} articles`);
  let found = 0;
  for (const [index, text] of articles.entries()) {
    const ui = index % 2 ? "ar" : "en";
    const wanted = program(text, ui);
    const review = copydesk.review({ text, name: "article.txt", ui });
    assert.deepEqual(review.findings.map(ofReview), wanted.found.map(ofProgram), text.slice(0, 60));
    assert.equal(copydesk.review({ text, name: "article.txt", fix: "safe" }).text, wanted.repaired, text.slice(0, 60));
    found += wanted.found.length;
  }
  assert.ok(found > 100, `${found} findings`);
});

test("offsets in UTF-16 are those of the words found", () => {
  const text = "🙂 قال الوزير إن الهدنة ”هشة للغاية”.\n";
  const [found] = copydesk.review({ text, ui: "ar" }).findings;
  assert.equal(text.slice(found.start.utf16, found.end.utf16), "”");
});

test("a finding is repaired by its id", () => {
  const text = "He said: ”We wait for the tide.”\n\nRead more: How the storm changed the coast\n";
  const first = copydesk.review({ text });
  const promo = first.findings.find((finding) => finding.code === "ads/promo-line");
  const after = copydesk.review({ text, fix: [promo.id] });
  assert.equal(after.summary.fixed, 1);
  assert.ok(!after.text.includes("Read more") && after.text.includes("”We wait"));
});

test("a configuration holds, and what is wrong with it is told", async () => {
  const own = await load(readFileSync(new URL(import.meta.resolve("copydesk-wasm/copydesk.wasm"))));
  const text = "She said: “We wait for the tide.";
  assert.deepEqual(own.configure({ "copydesk.toml": 'ignore = ["quotes"]' }), { version: 1, problems: [] });
  assert.deepEqual(own.review({ text }).findings, []);
  const house = 'schema = 1\nname = "house"\nlanguages = ["en"]\n[[rule]]\ncode = "house/plain"\nkind = "existence"\ntokens = ["tide"]\nmessage.en = "say {match}"\n';
  own.configure({ "copydesk.toml": 'rule-sets = ["house.toml"]', "house.toml": house });
  assert.deepEqual(own.review({ text: "We wait for the tide." }).findings.map((finding) => finding.code), ["house/plain"]);
  const [problem] = own.configure({ "copydesk.toml": "ignroe = []" }).problems;
  assert.match(problem.message, /ignroe/);
});

test("a request that cannot be read is answered with what to do", () => {
  assert.throws(() => copydesk.review({ text: "a", format: "markdwon" }), { help: "did you mean `markdown`?" });
  assert.throws(() => copydesk.review({ txt: "a" }), /txt/);
});

test("the languages of the program are named in themselves", () => {
  const languages = copydesk.languages();
  assert.deepEqual(languages.map(({ tag, direction }) => [tag, direction]), [["ar", "rtl"], ["en", "ltr"]]);
  assert.ok(languages.every(({ name }) => name.length > 0));
});
