// Decides about names on the page of `copydesk names --review` as an editor would, in Chromium: with the mouse, with the keyboard
// alone, in Arabic and English, light and dark, on a screen and on a phone. drive.mjs PROGRAM CHROMIUM FOLDER
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [program, executablePath, folder] = process.argv.slice(2);
const require = createRequire(join(folder, "package.json"));
const { chromium } = require("playwright-core");
const axe = require("axe-core").source;

const QUIET = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const ARTICLES = {
  "port.txt": "وصل المهندس ديمتري غوليشنكو إلى الميناء صباح الاثنين. وقال غوليشنكو إن الرافعات جاهزة.\n\nوأضاف غوليشنكو أن السفن ستصل غدا.\n",
  "school.txt": "افتتح ديمتري غوليشينكو المدرسة الجديدة أمس. وقال غوليشينكو للأهالي إن العمل لم ينته.\n",
  "talks.txt": "دعا أنطونيو جوتيريش إلى وقف القتال. وأكد جوتيريش أن المساعدات جاهزة.\n",
  "geneva.txt": "التقى أنطونيو غوتيريش الوفد في جنيف. وقال غوتيريش إن الهدنة هشة.\n",
  // What an article says is text, whatever it says.
  "honey.txt": "The bees of <script>document.title = 'taken'</script> Zuzanna Kuleshenko \u202e are well. “They sleep,” Kuleshenko said.\n\nSpring is near, Kuleshenko added.\n",
  "flood.txt": "The river rose, Zuzanna Kuleschenko said. “We carried them up,” Kuleschenko said.\n",
};

const archive = join(folder, "archive");
rmSync(archive, { recursive: true, force: true });
mkdirSync(archive, { recursive: true });
for (const [name, text] of Object.entries(ARTICLES)) writeFileSync(join(archive, name), text);

/** Starts a review and opens its page; `work` decides. What the stylebook says then. */
async function review(browser, { ui, colorScheme, width, stylebook = "", refusals = 0 }, work) {
  const book = join(folder, "stylebook.toml");
  rmSync(book, { force: true });
  if (stylebook) writeFileSync(book, stylebook);
  const words = ["--ui-lang", ui, "names", ".", "--no-cache", "--review", "--no-open", "--write", book];
  const run = spawn(program, words, { cwd: archive });
  const ended = new Promise((done) => run.on("exit", done));
  let said = "";
  const address = await new Promise((found, failed) => {
    run.stdout.on("data", (part) => {
      said += part;
      const address = /http:\/\/\S+\//.exec(said);
      if (address) found(address[0]);
    });
    run.on("exit", () => failed(new Error(`it ended and said: ${said}`)));
  });
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith("data:")) faults.push(`asked for ${url}`);
  });
  await page.goto(address);
  await page.waitForSelector("form.name");
  const looks = async (what) => {
    await page.screenshot({ path: join(folder, `${ui}-${colorScheme}-${width}-${what}.png`), fullPage: true });
    await page.evaluate(axe);
    const violations = await page.evaluate(() => globalThis.axe.run().then((found) => found.violations.map((one) => one.id)));
    assert.deepEqual(violations, [], `accessible: ${what}`);
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overhang, 0, `nothing sticks out: ${what}`);
  };
  await work(page, looks, { address, book });
  assert.equal(await ended, 0);
  const refused = faults.filter((fault) => fault.includes("status of 400"));
  assert.equal(refused.length, refusals);
  assert.deepEqual(faults.filter((fault) => !refused.includes(fault)), []);
  await context.close();
  return readFileSync(book, "utf8");
}

const form = (page, name) => page.locator("form.name").filter({ has: page.locator(`h2 bdi:text-is("${name}")`) });
const choose = (page, name, spelling, what) =>
  form(page, name).locator("fieldset").filter({ has: page.locator(`legend .text:text-is("${spelling}")`) }).locator(`[value=${what}]`).check();
const finish = async (page) => {
  await page.locator(".bar button").click();
  await page.waitForSelector(".over");
};

const browser = await chromium.launch({ executablePath, args: QUIET });

for (const [ui, colorScheme, width] of [["ar", "light", 1280], ["en", "dark", 390], ["ar", "dark", 390], ["en", "light", 1280]]) {
  const book = await review(browser, { ui, colorScheme, width }, async (page, looks) => {
    assert.equal(await page.locator("html").getAttribute("dir"), ui === "ar" ? "rtl" : "ltr");
    assert.equal(await page.locator("form.name").count(), 3);
    assert.equal(await page.locator("h2 bdi:text-is('غوتيريش')").count(), 1, "the gazetteer's spelling is proposed, where both are as frequent");
    assert.equal(await page.locator("li script").count(), 0);
    assert.match(await page.locator("ul.samples").first().innerText(), /غو|جو|Kule/);
    await looks("asked");
    await form(page, "غوتيريش").locator("button.main").click();
    await choose(page, "غوليشنكو", "غوليشينكو", "preferred");
    await form(page, "غوليشينكو").locator("button.main").click();
    await choose(page, "Kuleshenko", "Kuleschenko", "another");
    await form(page, "Kuleshenko").locator("button.main").click();
    await page.waitForSelector("form.name[data-state=saved] >> nth=2");
    await looks("decided");
    await finish(page);
    await looks("over");
  });
  const entry = (lang, name, key, other) => `[[name]]\nname = "${name}"\nlang = "${lang}"\n${key} = ["${other}"]\n`;
  assert.ok(book.includes(entry("ar", "غوتيريش", "variants", "جوتيريش")), book);
  assert.ok(book.includes(entry("ar", "غوليشينكو", "variants", "غوليشنكو")), book);
  assert.ok(book.includes(entry("en", "Kuleshenko", "not-same", "Kuleschenko")), book);
}

// With the keyboard alone; what the stylebook says stays, and what it decides is not asked again.
const kept = "# Ours.\n[[name]]\nname = \"Kuleshenko\" # in May\nvariants = [\"Kuleschenko\"]\n";
const byKeys = await review(browser, { ui: "en", colorScheme: "light", width: 1280, stylebook: kept }, async (page) => {
  assert.equal(await page.locator("form.name").count(), 2);
  const first = page.locator("form.name").first();
  const name = await first.locator("h2").innerText();
  await first.locator("input:checked").first().focus();
  for (const key of ["Tab", "ArrowRight", "Enter"]) await page.keyboard.press(key);
  await page.waitForSelector("form.name[data-state=saved]");
  assert.equal(await first.locator(".apart").count(), 1, `“another name” was chosen for a spelling like ${name}`);
  // Changing one's mind.
  await first.locator(".settled button").press("Enter");
  await first.locator("fieldset").nth(1).locator("input:checked").press("ArrowLeft");
  await page.keyboard.press("Enter");
  await page.waitForSelector("form.name[data-state=saved] .gone");
  await finish(page);
});
assert.ok(byKeys.startsWith(kept), byKeys);
assert.equal(byKeys.match(/variants = /g).length, 2, byKeys);
assert.ok(!byKeys.includes("not-same"), byKeys);

// Who was not given the address decides nothing, and a stylebook that breaks meanwhile is left as it is.
await review(browser, { ui: "en", colorScheme: "light", width: 1280, refusals: 1 }, async (page, _looks, { address, book }) => {
  const decision = { method: "POST", body: JSON.stringify({ proposal: 0, name: 0, same: [1] }) };
  const guessed = await fetch(new URL("/decide", address), decision);
  assert.equal(guessed.status, 401);
  const foreign = await fetch(new URL("decide", address), { ...decision, headers: { origin: "https://evil.example" } });
  assert.equal(foreign.status, 403);
  writeFileSync(book, "[[name\n");
  await page.locator("form.name button.main").first().click();
  await page.waitForSelector("form.name .wrong:not(:empty)");
  assert.equal(readFileSync(book, "utf8"), "[[name\n");
  await finish(page);
});

await browser.close();
console.log("names --review: decided with mouse and keyboard, Arabic and English, light and dark, 1280 and 390");
