// Where the page begins: `setting` says what it is.

import { Desk } from "./desk.js";
import { serverEngine } from "./engine-server.js";
import { workerEngine } from "./engine-worker.js";
import { Report } from "./report.js";
import { languages, speak } from "./words.js";

const KEPT = "copydesk.language";

/** What another block of the page holds, as JSON. */
function data(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** The language the reader chose before, else the one of the page, else the browser's. */
function preferred(setting) {
  try {
    const kept = localStorage.getItem(KEPT);
    if (kept) return kept;
  } catch {
    // A browser may forbid a page to keep anything: then the reader chooses again.
  }
  if (setting.ui) return setting.ui;
  const known = languages().map((each) => each.tag);
  return navigator.languages.map((tag) => tag.split("-")[0]).find((tag) => known.includes(tag)) ?? "en";
}

function keep(tag) {
  try {
    localStorage.setItem(KEPT, tag);
  } catch {
    // As above.
  }
}

const setting = data("setting");
const root = document.getElementById("page");
const engines = { worker: workerEngine, server: serverEngine };
speak(preferred(setting));
if (setting.engine === "none") new Report(root, data("reviews"), keep).draw();
else new Desk(root, engines[setting.engine](), keep).draw();
