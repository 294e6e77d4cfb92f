// How the page looks and reads to everybody: narrow and wide, light and dark, both languages, without eyes, without a mouse.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DESK, PHONE, accessibilityFaults, close, drop, open, settled } from "./browser.mjs";

after(close);

for (const language of ["en", "ar"]) {
  for (const scheme of ["light", "dark"]) {
    for (const [name, size] of Object.entries({ desk: DESK, phone: PHONE })) {
      test(`${language}, ${scheme}, ${name}: nothing sticks out, nothing is hard to read`, async () => {
        const { page, done } = await open(process.env.PAGE, { language, scheme, size });
        assert.deepEqual(await accessibilityFaults(page), [], "empty");
        await page.click(".welcome .small");
        await settled(page);
        if (name === "phone") await page.click(".fold");
        await page.locator(".card .title").first().click();
        if (name === "phone") await page.click(".fold");
        for (const tab of ["findings", "names", "quotations"]) {
          await page.click(`#tab-${tab}`);
          assert.deepEqual(await accessibilityFaults(page), [], tab);
          const out = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.equal(out, 0, tab);
        }
        await drop(page, "wire.jsonl", Buffer.from('{"headline": "Harbour opens", "text": "Rain."}\n{"text": "Sun."}\n{'));
        await page.waitForSelector(".many select");
        await settled(page);
        assert.deepEqual(await accessibilityFaults(page), [], "many articles");
        const out = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(out, 0, "many articles");
        await done();
      });
    }
  }
}
