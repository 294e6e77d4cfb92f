// The pictures of the page for the pages of docs/: in English and in Arabic.
//
//     node pictures.mjs FOLDER

import { close, open, settled } from "./browser.mjs";

const SIZE = { width: 1180, height: 760 };

for (const [name, language] of [
  ["page.png", "en"],
  ["page-ar.png", "ar"],
]) {
  const { page, done } = await open(process.env.PAGE, { language, size: SIZE });
  await page.click(".welcome .small");
  await settled(page);
  await page.locator("mark").first().click();
  await page.screenshot({ path: `${process.argv[2]}/${name}` });
  await done();
}
await close();
