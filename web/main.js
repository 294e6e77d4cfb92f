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

/** The language of the page, or else the reader's: the one chosen before, or the browser's. A report is written in one, and stays in it. */
function preferred({ engine, ui }) {
  const kept = engine === "none" ? null : chosenBefore();
  if (kept ?? ui) return kept ?? ui;
  const known = languages().map((each) => each.tag);
  return navigator.languages.map((tag) => tag.split("-")[0]).find((tag) => known.includes(tag)) ?? known[0];
}

function chosenBefore() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    // A browser may forbid a page to keep anything: then the reader chooses again.
    return null;
  }
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
if (setting.engine === "none") new Report(root, data("reviews")).draw();
else new Desk(root, engines[setting.engine](), keep).draw();
