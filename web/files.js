// Files that are opened or dropped, as text.

import { docxToMarkdown } from "./docx.js";
import { withLineFeeds } from "./lines.js";

/** What the page opens: the ending of a name, and the format the text then has. */
const FORMATS = { txt: "text", text: "text", md: "markdown", markdown: "markdown", html: "html", htm: "html", docx: "docx", jsonl: "jsonl", ndjson: "jsonl", json: "json", xml: "wxr", wxr: "wxr" };
/** Endings of files the page knows and cannot open, with the words that say what to do. */
const UNREAD = {
  doc: "open-save-as-docx",
  odt: "open-save-as-docx",
  rtf: "open-save-as-docx",
  pdf: "open-save-as-docx",
};
/** Formats of many articles. */
const MANY = ["jsonl", "json", "wxr"];
/** Larger files are for the program; in bytes. */
const LARGEST = 4 << 20;

/** Endings for the dialogue that chooses a file. */
export const ACCEPTED = Object.keys(FORMATS)
  .map((ending) => `.${ending}`)
  .join(",");

/** A file that cannot be opened; `key` names the words that say why. */
export class Unopened extends Error {
  constructor(key, name) {
    super(key);
    this.key = key;
    this.name = name;
  }
}

/** `{ text, format, name, rich, encoding, lineEnd, isMany }` of a file; `isMany`: the text is the whole file, letter for letter. Throws `Unopened`. */
export async function open(file) {
  const ending = file.name.toLowerCase().match(/\.([^.]+)$/)?.[1] ?? "";
  const format = FORMATS[ending] ?? (file.type.startsWith("text/") ? "text" : null);
  if (UNREAD[ending]) throw new Unopened(UNREAD[ending], file.name);
  if (!format) throw new Unopened("open-unknown", file.name);
  if (file.size > LARGEST) throw new Unopened("open-large", file.name);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (format === "docx") {
    const text = await docxToMarkdown(bytes).catch(() => {
      throw new Unopened("open-broken-docx", file.name);
    });
    return { text, format: "markdown", name: file.name, rich: true, encoding: "utf-8", lineEnd: "\n" };
  }
  if (MANY.includes(format)) return { text: wholeText(bytes, file.name), format, name: file.name, encoding: "utf-8", isMany: true };
  const { text, encoding } = decode(bytes);
  const lineEnd = text.includes("\r\n") && !/[^\r]\n/.test(text) ? "\r\n" : "\n";
  return { text: withLineFeeds(text), format, name: file.name, rich: false, encoding, lineEnd };
}

/** All of a file of many articles, which is to be saved as it was but for what is changed in it. */
function wholeText(bytes, name) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Unopened("open-many-encoding", name);
  }
}

/** Text as it was written: Unicode, or else the older encoding of Windows in which it reads as letters. */
function decode(bytes) {
  const marks = { "utf-16le": [0xff, 0xfe], "utf-16be": [0xfe, 0xff] };
  for (const [encoding, mark] of Object.entries(marks)) {
    if (bytes[0] === mark[0] && bytes[1] === mark[1]) return { text: new TextDecoder(encoding).decode(bytes), encoding };
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8" };
  } catch {
    const arabic = new TextDecoder("windows-1256").decode(bytes);
    const letters = (arabic.match(/\p{Script=Arabic}{2,}/gu) ?? []).join("").length;
    const high = bytes.reduce((sum, byte) => sum + (byte >= 0x80 ? 1 : 0), 0);
    if (letters * 2 > high) return { text: arabic, encoding: "windows-1256" };
    return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "windows-1252" };
  }
}
