// A page of copydesk in Chromium, with a watch on what it must not do.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(`${process.env.WEB_TESTS}/`));
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
export const DESK = { width: 1280, height: 860 };
export const PHONE = { width: 390, height: 844 };

let browser = null;

/** Closes the browser; to be called once, at the end. */
export async function close() {
  await browser?.close();
}

/**
 * Opens the page at an address: `language`, `scheme` and `size` are the reader's. Gives the page and `done()`, which fails if it asked for
 * anything it does not come from, broke its policy or threw, and closes it.
 */
export async function open(address, { language = "en", scheme = "light", size = DESK } = {}) {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS.split(" ") });
  const context = await browser.newContext({
    viewport: size,
    colorScheme: scheme,
    locale: language,
    reducedMotion: "reduce",
    permissions: [],
  });
  const page = await context.newPage();
  const faults = [];
  const own = new URL(address);
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`script: ${error.stack}`));
  page.on("dialog", (dialog) => faults.push(`dialog: ${dialog.message()}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    const isOwn = url.href === own.href || url.protocol === "blob:" || url.href === "data:,";
    const isReview = own.protocol === "http:" && url.href === new URL("review", own).href;
    if (!isOwn && !isReview) faults.push(`request: ${url}`);
  });
  await page.goto(address);
  const done = async () => {
    await context.close();
    assert.deepEqual(faults, []);
  };
  return { page, done };
}

/** What axe-core finds wrong with a page for people who use it without eyes or mouse. */
export async function accessibilityFaults(page) {
  const found = await page.evaluate(
    `(() => { const module = undefined, exports = undefined, define = undefined; ${AXE}; return window.axe.run(document, { resultTypes: ["violations"] }); })()`,
  );
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

/** The text of the article as the page shows it. */
export function text(page) {
  return page.$$eval("#article > p", (lines) => lines.map((line) => line.textContent).join("\n"));
}

/** Waits until what is shown is what is written: the engine has answered for this very text. */
export async function settled(page) {
  await page.waitForFunction(() => document.querySelector("#page").dataset.settled === "true");
}

/** Pastes as the clipboard of another program would: `{ "text/plain": …, "text/html": … }`. */
export async function paste(page, forms) {
  await page.evaluate((forms) => {
    const data = new DataTransfer();
    for (const [type, value] of Object.entries(forms)) data.setData(type, value);
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, forms);
}

/** Drops a file onto the page. */
export async function drop(page, name, bytes) {
  await page.evaluate(
    ({ name, base64 }) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
      for (const type of ["dragenter", "dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    },
    { name, base64: Buffer.from(bytes).toString("base64") },
  );
}

/** What the page puts on the clipboard when its button is pressed, by kind. */
export async function copied(page) {
  await page.evaluate(() => {
    window.copied = null;
    navigator.clipboard.write = async ([item]) => {
      const forms = {};
      for (const type of item.types) forms[type] = await (await item.getType(type)).text();
      window.copied = forms;
    };
  });
  await page.click(".tools .primary");
  await page.waitForFunction(() => window.copied !== null);
  return page.evaluate(() => window.copied);
}
