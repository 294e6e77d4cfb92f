// The report, read as an editor reads it.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DESK, PHONE, accessibilityFaults, close, open } from "./browser.mjs";

const REPORT = process.env.REPORT;
after(close);

function report(name, options, body) {
  test(name, async () => {
    const { page, done } = await open(REPORT, options);
    await body(page);
    await done();
  });
}

report("the first article stands beside its findings; all articles are listed with their counts", {}, async (page) => {
  const counts = await page.$$eval(".entry .count", (all) => all.map((count) => Number(count.textContent)));
  assert.ok(counts.reduce((sum, count) => sum + count, 0) >= 2000);
  assert.equal(await page.locator(".card").count(), counts[0]);
  assert.equal(await page.locator("[contenteditable]").count(), 0);
  assert.equal(await page.locator(".accept, .ignore, .all-safe").count(), 0);
});

report("an article is chosen, and a finding of it", {}, async (page) => {
  await page.locator(".entry").nth(2).click();
  assert.match(await page.locator(".article").textContent(), /Delegations agree/);
  const card = page.locator(".card", { hasText: "Dmitri" }).first();
  await card.locator(".title").click();
  assert.ok((await page.locator("mark.chosen").allTextContents()).some((words) => words.includes("Dmitri")));
  assert.ok(await card.locator(".reason").isVisible());
});

report("findings are filtered by severity, by kind and by article", {}, async (page) => {
  const sum = () => page.$$eval(".entry .count", (all) => all.reduce((sum, count) => sum + Number(count.textContent), 0));
  const all = await sum();
  await page.selectOption(".filters select >> nth=0", "error");
  const errors = await sum();
  assert.ok(errors > 0 && errors < all);
  assert.equal(await page.locator(".card:not(.error)").count(), 0);
  await page.selectOption(".filters select >> nth=0", "");
  await page.selectOption(".filters select >> nth=1", "names/inconsistent");
  assert.ok((await sum()) < all);
  await page.fill(".filters input", "news/7.txt");
  assert.equal(await page.locator(".entry").count(), 1);
  await page.fill(".filters input", "no such article");
  assert.equal(await page.locator(".entry").count(), 0);
});

report("an article whose text is not in the report shows its findings with before and after", {}, async (page) => {
  await page.fill(".filters input", "without-text");
  assert.equal(await page.locator(".article > p").count(), 0);
  assert.ok(await page.locator(".no-text").isVisible());
  const card = page.locator(".card", { hasText: "Dmitri" }).first();
  assert.deepEqual(await card.locator("del, ins").allTextContents(), ["i", "y"]);
});

report("what could not be used is listed, and what was left out is counted", {}, async (page) => {
  const note = await page.locator(".note").innerText();
  assert.match(note, /front matter is not valid YAML: <b>title<\/b>/);
  assert.match(note, /7 more findings/);
  assert.match(note, /3 problems are in the <b>baseline<\/b> and are not shown/);
});

report("the list of an article is copied as text", {}, async (page) => {
  await page.evaluate(() => {
    navigator.clipboard.write = async ([item]) => {
      window.copied = await (await item.getType("text/plain")).text();
    };
  });
  await page.locator(".entry").nth(2).click();
  await page.click(".article-head button");
  await page.waitForFunction(() => window.copied);
  const copied = await page.evaluate(() => window.copied);
  assert.match(copied, /Delegations agree.* · news\/2\.txt/);
  assert.match(copied, /Dmitri/);
});

report("hostile text of articles, names and problems stays text", {}, async (page) => {
  assert.match(await page.locator(".article").textContent(), /<\/script><script>document\.title/);
  assert.equal(await page.locator("#page img, #page script").count(), 0);
  assert.notEqual(await page.title(), "taken");
});

report("on paper every article has numbered marks and its list", {}, async (page) => {
  await page.fill(".filters input", "news/2");
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator(".printed section").count(), await page.locator(".entry").count());
  assert.equal(await page.locator(".room").isVisible(), false);
  const [marks, cards] = [
    await page.locator(".printed section").first().locator(".number").count(),
    await page.locator(".printed section").first().locator(".card").count(),
  ];
  assert.ok(marks > 0 && marks <= cards);
});

report("the report can be gone through with the keyboard", {}, async (page) => {
  await page.keyboard.press("F8");
  assert.ok(await page.evaluate(() => document.activeElement.closest(".card.chosen") !== null));
  const cards = await page.locator(".card").count();
  for (let step = 0; step < cards; step += 1) await page.keyboard.press("F8");
  assert.equal(await page.locator(".entry").nth(1).getAttribute("aria-current"), "true");
});

for (const [language, scheme, size] of [
  ["en", "light", DESK],
  ["ar", "dark", DESK],
  ["ar", "light", PHONE],
  ["en", "dark", PHONE],
]) {
  report(
    `${language}, ${scheme}, ${size.width}: nothing sticks out, nothing is hard to read`,
    { language, scheme, size },
    async (page) => {
      await page.fill(".filters input", "news/1");
      assert.deepEqual(await accessibilityFaults(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    },
  );
}
