// The desk, driven as an editor drives it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { close, copied, drop, open, paste, settled, text } from "./browser.mjs";
import { docx } from "./zip.mjs";

const PAGE = process.env.PAGE;
after(close);

/** A test on a fresh desk. */
function desk(name, options, body) {
  test(name, async () => {
    const { page, done } = await open(PAGE, options);
    await body(page);
    await done();
  });
}

async function example(page) {
  await page.click(".welcome .small");
  await settled(page);
}

/** Puts the caret at a place of the article, as a click there does. */
async function caret(page, line, offset) {
  await page.evaluate(
    ([line, offset]) => {
      const walker = document.createTreeWalker(document.querySelectorAll("#article > p")[line], NodeFilter.SHOW_TEXT);
      let left = offset;
      while (walker.nextNode() && left > walker.currentNode.length) left -= walker.currentNode.length;
      document.querySelector("#article").focus();
      getSelection().collapse(walker.currentNode, left);
    },
    [line, offset],
  );
}

desk("an example shows its defects where they are", {}, async (page) => {
  await example(page);
  const marked = await page.$$eval("mark", (marks) => marks.map((mark) => mark.textContent));
  assert.ok(
    marked.some((words) => words.includes("Dmitri")),
    marked.join(" | "),
  );
  assert.ok(
    marked.some((words) => words.startsWith("Read more")),
    marked.join(" | "),
  );
  assert.equal(await page.locator(".card").count(), Number(await page.locator("#tab-findings .count").textContent()));
});

desk("a fix is accepted from its card, and undone, and redone", {}, async (page) => {
  await example(page);
  const before = await text(page);
  const cards = await page.locator(".card").count();
  await page.locator(".card", { hasText: "Dmitri" }).locator(".accept").first().click();
  await page.waitForFunction(() => !document.querySelector("#article").textContent.includes("Dmitri "));
  const repaired = await text(page);
  assert.equal(repaired, before.replace("Dmitri ", "Dmitry "));
  await settled(page);
  assert.equal(await page.locator(".card").count(), cards - 1);
  await page.keyboard.press("Control+z");
  await settled(page);
  assert.equal(await text(page), before);
  assert.equal(await page.locator(".card").count(), cards);
  await page.keyboard.press("Control+Shift+z");
  await settled(page);
  assert.equal(await text(page), repaired);
});

desk("all safe fixes are accepted at once, and only they", {}, async (page) => {
  await example(page);
  await page.click(".all-safe button");
  await settled(page);
  const now = await text(page);
  assert.ok(now.includes("far too long,”"), now);
  assert.ok(now.includes("Dmitri") && now.includes("Read more"), now);
  assert.equal(await page.locator(".all-safe").count(), 0);
});

desk("what is ignored goes, stays away while the text changes, and comes back when asked", {}, async (page) => {
  await example(page);
  const count = await page.locator(".card").count();
  const ignored = page.locator(".card", { hasText: "Ten mountain" });
  await ignored.locator(".ignore").click();
  assert.equal(await page.locator(".card").count(), count - 1);
  await caret(page, 0, 0);
  await page.keyboard.type("Late: ");
  await settled(page);
  assert.equal(await page.locator(".card", { hasText: "Ten mountain" }).count(), 0);
  await page.click(".ignored button");
  assert.equal(await page.locator(".card").count(), count);
});

desk("typing, splitting, joining and deleting lines change the text as they would on paper", {}, async (page) => {
  await page.click("#article");
  await page.keyboard.type("One line");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Two lines");
  assert.equal(await text(page), "One line\n\nTwo lines");
  await page.keyboard.press("Home");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  assert.equal(await text(page), "One lineTwo lines");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  await page.keyboard.press("Delete");
  assert.equal(await text(page), "One lineTwo lines");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("New");
  assert.equal(await text(page), "New");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Backspace");
  assert.equal(await text(page), "");
  await page.keyboard.type("Again");
  assert.equal(await text(page), "Again");
});

desk("a selection over several lines is replaced by what is typed", {}, async (page) => {
  await page.click("#article");
  await paste(page, { "text/plain": "First\nSecond\nThird" });
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowRight");
  for (let letter = 0; letter < 14; letter += 1) await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.type("X");
  assert.equal(await text(page), "FXird");
  await page.keyboard.press("Control+z");
  assert.equal(await text(page), "First\nSecond\nThird");
});

desk("the caret stays where it is while marks come and go", {}, async (page) => {
  await page.click("#article");
  await paste(page, {
    "text/plain": "Irina Vasik met Dmitry Sokolenko.\n\nLater she met Sokolenko again.\n\nDmitri Sokolenko said so.",
  });
  await settled(page);
  await caret(page, 4, 6);
  for (const letter of " of the") {
    await page.keyboard.type(letter);
    await settled(page);
  }
  assert.ok((await text(page)).endsWith("Dmitri of the Sokolenko said so."), await text(page));
});

desk("a mark above a letter is deleted alone", { language: "ar" }, async (page) => {
  await page.click("#article");
  await page.keyboard.insertText("كَتَبَ");
  await page.keyboard.press("Backspace");
  assert.equal(await text(page), "كَتَب");
});

desk("an input method that composes is left alone until it is done", {}, async (page) => {
  await page.click("#article");
  await paste(page, {
    "text/plain": "The deputy minister, Dmitry Sokolenko, came first.\n\nLater Dmitri Sokolenko said he would leave. ",
  });
  await settled(page);
  await caret(page, 2, 44);
  const keyboard = await page.context().newCDPSession(page);
  for (const text of ["m", "mi", "min"]) {
    await keyboard.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await settled(page);
  }
  await keyboard.send("Input.insertText", { text: "民" });
  await settled(page);
  await page.keyboard.type("!");
  assert.equal(
    await text(page),
    "The deputy minister, Dmitry Sokolenko, came first.\n\nLater Dmitri Sokolenko said he would leave. 民!",
  );
  assert.deepEqual(await page.locator("mark").allTextContents(), ["Dmitri"]);
});

desk("an article from Google Docs keeps its headings, quotations, bold and links, and gives them back", {}, async (page) => {
  await page.click("#article");
  await paste(page, {
    "text/plain": "ignored",
    "text/html": `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h1 dir="ltr"><span style="font-weight:400">Harbour opens</span></h1>
      <p dir="ltr"><span style="font-weight:400">The ferries run </span><span style="font-weight:700">again</span><span style="font-weight:400"> from </span><a href="https://example.org/tides"><span>Monday</span></a><span>.</span></p><br>
      <ul><li dir="ltr"><p dir="ltr"><span>north pier</span></p></li><li><p><span>south pier</span></p></li></ul><blockquote><p>Nobody slept.</p></blockquote></b>`,
  });
  assert.equal(
    await text(page),
    "# Harbour opens\n\nThe ferries run **again** from [Monday](https://example.org/tides).\n\n- north pier\n- south pier\n\n> Nobody slept.",
  );
  await settled(page);
  const forms = await copied(page);
  assert.equal(
    forms["text/plain"],
    "Harbour opens\n\nThe ferries run again from Monday.\n\nnorth pier\n\nsouth pier\n\nNobody slept.",
  );
  const html = forms["text/html"].replace(/ dir="\w+"/g, "");
  assert.equal(
    html,
    '<h1>Harbour opens</h1><p>The ferries run <strong>again</strong> from <a href="https://example.org/tides">Monday</a>.</p><ul><li>north pier</li><li>south pier</li></ul><blockquote>Nobody slept.</blockquote>',
  );
});

desk("an article from Word loses Word's own marks", {}, async (page) => {
  await page.click("#article");
  await paste(page, {
    "text/plain": "ignored",
    "text/html": `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body><!--StartFragment-->
      <p class=MsoNormal>Prices\n  rose <b>*again*</b><o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
      <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span>bread</p><p class=MsoNormal># 1 of two</p><!--EndFragment--></body></html>`,
  });
  assert.equal(await text(page), "Prices rose **\\*again\\***\n\n- bread\n\n\\# 1 of two");
  const forms = await copied(page);
  assert.equal(forms["text/plain"], "Prices rose *again*\n\nbread\n\n# 1 of two");
});

desk("what a code editor copies is plain text", {}, async (page) => {
  await page.click("#article");
  await paste(page, {
    "text/plain": "# Title\n*text*",
    "text/html": "<div style='color:#fff'><div><span># Title</span></div><div>*text*</div></div>",
  });
  assert.equal(await text(page), "# Title\n*text*");
});

desk("plain text comes back from the clipboard as it went in, letter for letter", {}, async (page) => {
  const article = "Title\r\n\r\n\u202b«نص»\u202c  two  spaces\ttab \u00a0 \u200f.\r\n";
  await page.click("#article");
  await paste(page, { "text/plain": article });
  await settled(page);
  assert.deepEqual(await copied(page), { "text/plain": article.replaceAll("\r\n", "\n") });
});

desk("cutting and pasting with the keyboard moves lines as they are", {}, async (page) => {
  await page.click("#article");
  await paste(page, { "text/plain": "First\n\nSecond  line\nThird" });
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+x");
  assert.equal(await text(page), "");
  await page.keyboard.press("Control+v");
  assert.equal(await text(page), "First\n\nSecond  line\nThird");
  await page.keyboard.press("Control+v");
  assert.equal(await text(page), "First\n\nSecond  line\nThirdFirst\n\nSecond  line\nThird");
});

desk("the text is copied also where the browser gives pages no clipboard of their own", {}, async (page) => {
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.click("#article");
  await paste(page, { "text/plain": "First\n\nSecond" });
  await page.click(".tools .primary");
  await page.waitForSelector(".tools .primary[data-said]");
  await page.click("#article");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Control+v");
  assert.equal(await text(page), "First\n\nSecondFirst\n\nSecond");
});

desk("a dropped .docx becomes the article: headings, links, accepted changes, no text boxes twice", {}, async (page) => {
  const run = (words, more = "") => `<w:r>${more}<w:t xml:space="preserve">${words}</w:t></w:r>`;
  await drop(
    page,
    "harbour.docx",
    docx(`
    <w:p><w:pPr><w:pStyle w:val="T1"/></w:pPr>${run("Harbour opens")}</w:p>
    <w:p>${run("The ferries ")}<w:del><w:r><w:delText>stop </w:delText></w:r></w:del><w:ins>${run("run ")}</w:ins>${run("again", "<w:rPr><w:b/></w:rPr>")}${run(" from ")}<w:hyperlink r:id="r1">${run("Monday")}</w:hyperlink>${run(".")}</w:p>
    <w:p><w:pPr><w:numPr/></w:pPr>${run("north pier")}</w:p>`),
  );
  await settled(page);
  assert.equal(
    await text(page),
    "# Harbour opens\n\nThe ferries run **again** from [Monday](https://example.org/tides).\n\n- north pier",
  );
  assert.match(await page.locator(".note").innerText(), /harbour\.docx/);
});

desk("a dropped file in the old Arabic encoding is read, and the page says so", { language: "ar" }, async (page) => {
  await drop(page, "wire.txt", Buffer.from([0xe6, 0xd2, 0xed, 0xd1, 0x20, 0xc7, 0xe1, 0xe4, 0xde, 0xe1]));
  await settled(page);
  assert.equal(await text(page), "وزير النقل");
  assert.match(await page.locator(".note").innerText(), /windows-1256/);
});

desk("a file that is no article is refused with words, and the article stays", {}, async (page) => {
  await example(page);
  const before = await text(page);
  for (const name of ["picture.png", "old.doc", "wire.jsonl", "broken.docx"]) {
    await drop(page, name, Buffer.from("\u0000\u0001nothing"));
    await page.waitForFunction((name) => document.querySelector(".note").innerText.includes(name), name);
  }
  assert.equal(await text(page), before);
});

/** A wire of two articles, with a picture that has no text and a line that is broken. */
const WIRE = [
  '{"id": "h1", "headline": "Harbour opens", "text": "Nobody slept \\u2014 nobody.\\r\\n\\r\\n\\u201cThe ferries run\\/sail again,\\" said Rosa Lindqvist.", "words": 11 }',
  '{"id": "p1", "width": 800}',
  '{"id": "m2", "title": "الميناء <b>الجديد</b>", "body": "قال الوزير: ”نفتتح الميناء اليوم»."}',
  '{"id": "broken"',
  "",
].join("\r\n");

/** What the page saves when its button is pressed. */
async function saved(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".tool", { hasText: "Save" }).click()]);
  assert.equal(download.suggestedFilename(), "wire.jsonl");
  return readFileSync(await download.path(), "utf8");
}

/** Opens the wire, with a byte order mark: nothing of a file may be lost. */
async function openWire(page) {
  await drop(page, "wire.jsonl", Buffer.from(`\ufeff${WIRE}`));
  await page.waitForSelector(".many select");
  await settled(page);
}

desk("a file of many articles is read one by one, repaired, and saved with nothing else changed", {}, async (page) => {
  await openWire(page);
  assert.match(await page.locator(".note").innerText(), /^One part of this file cannot be read/);
  assert.deepEqual(await page.locator(".many option").allTextContents(), ["Harbour opens", "الميناء <b>الجديد</b>"]);
  assert.equal(await text(page), "Harbour opens\n\nNobody slept — nobody.\n\n“The ferries run/sail again,\" said Rosa Lindqvist.");
  assert.equal(await page.locator(".many .count").textContent(), "1 of 2");
  assert.equal(await saved(page), `\ufeff${WIRE}`);
  await page.click(".all-safe button");
  await settled(page);
  await caret(page, 2, 0);
  await page.keyboard.type("Late: ");
  await settled(page);
  const first = await text(page);

  await page.locator(".many select").focus();
  await page.selectOption(".many select", { index: 1 });
  await settled(page);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "SELECT");
  assert.equal(await page.locator("#article").getAttribute("dir"), "rtl");
  await page.click(".all-safe button");
  await settled(page);
  assert.equal(await text(page), "الميناء <b>الجديد</b>\n\nقال الوزير: «نفتتح الميناء اليوم».");
  assert.deepEqual(await copied(page), { "text/plain": await text(page) });

  const asks = () => page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
  assert.equal(await asks(), true);
  const wanted = WIRE.replace("Nobody slept", "Late: Nobody slept").replace('again,\\"', "again,\\u201d").replace("”نفتتح", "«نفتتح");
  assert.equal(await saved(page), `\ufeff${wanted}`);
  assert.equal(await asks(), false);

  await page.selectOption(".many select", { index: 0 });
  await settled(page);
  assert.equal(await text(page), first);
});

desk("going to another article is undone like everything else", {}, async (page) => {
  await openWire(page);
  const first = await text(page);
  await page.selectOption(".many select", { index: 1 });
  await settled(page);
  await page.keyboard.press("Control+z");
  await settled(page);
  assert.equal(await text(page), first);
  assert.equal(await page.locator(".many .count").textContent(), "1 of 2");
  await page.keyboard.press("Control+Shift+z");
  await settled(page);
  assert.equal(await page.locator(".many select").inputValue(), "2");
});

desk("a headline that runs into its text is not saved, and the page says how to go on", {}, async (page) => {
  await openWire(page);
  await caret(page, 2, 0);
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await settled(page);
  assert.match(await page.locator(".note").innerText(), /run into each other/);
  await page.locator(".tool", { hasText: "Save" }).click();
  await page.waitForFunction(() => document.querySelector(".note").innerText.includes("“Harbour opens”"));
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await settled(page);
  assert.equal(await saved(page), `\ufeff${WIRE}`);
});

desk("a file of many articles that is no UTF-8 is refused, since it could not be saved as it was", {}, async (page) => {
  await drop(page, "old.json", Buffer.from([0x7b, 0x22, 0xe6, 0xd2, 0x22, 0x7d]));
  await page.waitForFunction(() => document.querySelector(".note").innerText.includes("UTF-8"));
  assert.equal(await text(page), "");
});

desk("hostile text never becomes markup", {}, async (page) => {
  const hostile =
    "Read more: <script>document.title='taken'</script><img src=x onerror=alert(1)>\n\n</script><!-- \u202e“mind the step.\n\nHe met “<b>Dmitry</b> Sokolenko” and Dmitri Sokolenko.";
  await page.click("#article");
  await paste(page, { "text/plain": hostile });
  await settled(page);
  assert.equal(await text(page), hostile);
  for (const tab of ["names", "quotations", "findings"]) await page.click(`#tab-${tab}`);
  assert.equal(await page.locator("#page img, #page b:not(.reason b, .place b), #page script").count(), 0);
  assert.equal(await page.title(), "copydesk");
  await page.reload();
  await page.click("#article");
  await paste(page, {
    "text/plain": "x",
    "text/html":
      "<p>One<script>document.title='taken'</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>two</a></p>",
  });
  assert.equal(await text(page), "Onetwo");
});

desk("everything can be done from the keyboard", {}, async (page) => {
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "article");
  await page.keyboard.type("The deputy minister, Dmitry Sokolenko, came first.\n\nLater Dmitri Sokolenko said he would leave.");
  await settled(page);
  await page.keyboard.press("F8");
  assert.ok(await page.evaluate(() => document.activeElement.closest(".card.chosen") !== null));
  assert.match(await page.locator("[role=status]").textContent(), /^1 of 1/);
  await page.keyboard.press("Control+Enter");
  await settled(page);
  assert.equal(
    await text(page),
    "The deputy minister, Dmitry Sokolenko, came first.\n\nLater Dmitry Sokolenko said he would leave.",
  );
  assert.match(await page.locator("[role=status]").textContent(), /fixed|left/i);
  await page.keyboard.press("Control+z");
  await settled(page);
  await page.keyboard.press("F8");
  await page.keyboard.press("Delete");
  assert.equal(await page.locator(".card").count(), 0);
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-names");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.ok((await page.locator("mark.spot, mark").count()) > 0);
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.id), "article");
});

desk("each block has a direction of its own", { language: "en" }, async (page) => {
  await page.click("#article");
  await paste(page, {
    "text/plain":
      "اتفاق على فتح المعبر\n\nThe crossing opens on Monday, officials on both sides told reporters on Thursday evening.\n\nوقال الوزير إن المعبر يُفتح يوم الاثنين أمام الشاحنات والسيارات الخاصة.",
  });
  await settled(page);
  const directions = await page.$$eval("#article > p:not(.blank)", (lines) =>
    lines.map((line) => getComputedStyle(line).direction),
  );
  assert.deepEqual(directions, ["rtl", "ltr", "rtl"]);
});

desk("names and quotations show their places", {}, async (page) => {
  await example(page);
  await page.click("#tab-names");
  await page.locator(".chip", { hasText: "Petar Lukin" }).click();
  assert.deepEqual(await page.$$eval("mark.spot", (marks) => marks.map((mark) => mark.textContent)), ["Petar Lukin"]);
  await page.click("#tab-quotations");
  const apples = page.locator("#pane-quotations li", { hasText: "apples" });
  assert.match(await apples.locator(".speaker").textContent(), /Petar Lukin/);
});

desk("the page changes its language and keeps the article", {}, async (page) => {
  await example(page);
  const before = await text(page);
  await page.click(".language");
  await settled(page);
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ["ar", "rtl"]);
  assert.equal(await text(page), before);
  assert.match(await page.locator("#tab-findings").textContent(), /الملاحظات/);
});

desk("a text that would be lost with the page is not lost without a question", {}, async (page) => {
  const asks = () => page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
  await example(page);
  assert.equal(await asks(), false);
  await caret(page, 0, 0);
  await page.keyboard.type("Late: ");
  assert.equal(await asks(), true);
  await copied(page);
  assert.equal(await asks(), false);
});

desk("an open tab can be left and a new article begun; undo brings the old one back", {}, async (page) => {
  await example(page);
  const before = await text(page);
  await page.click(".tools .tool >> nth=0");
  assert.equal(await text(page), "");
  await page.keyboard.press("Control+z");
  assert.equal(await text(page), before);
});
