// Word's .docx, read with what every browser has: a .docx is a ZIP of XML, the browser inflates and parses. What is deleted under
// “track changes” is left out, what is inserted stays; headers, footers, notes and comments are not the article.

import { toMarkdown } from "./rich.js";

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/** No part of an article is larger than this, in bytes; what unpacks to more is not an article. */
const LARGEST_PART = 32 << 20;

/** The article in a .docx file (its bytes) as Markdown. Throws where it is none. */
export async function docxToMarkdown(bytes) {
  const parts = partsOf(bytes);
  const read = async (name) => (parts.has(name) ? parse(await unpack(bytes, parts.get(name))) : null);
  const main = await read("word/document.xml");
  if (!main) throw new Error("word/document.xml is missing");
  const styles = stylesOf(await read("word/styles.xml"));
  const links = linksOf(await read("word/_rels/document.xml.rels"));
  const page = document.implementation.createHTMLDocument("");
  for (const paragraph of main.getElementsByTagNameNS(W, "p")) {
    if (isAside(paragraph)) continue;
    const style = styles.get(valueOf(paragraph, "pPr", "pStyle")) ?? "";
    const element = page.createElement(tagOf(paragraph, style));
    runs(page, paragraph, element, links);
    page.body.append(element);
  }
  return toMarkdown(page.body);
}

function tagOf(paragraph, style) {
  const level = style.match(/^heading ([1-6])$/);
  if (level) return `h${level[1]}`;
  if (style === "title") return "h1";
  if (style === "quote" || style === "intense quote") return "blockquote";
  return child(child(paragraph, "pPr"), "numPr") ? "li" : "p";
}

/** Text boxes are written twice, and are not where the reader sees them. */
function isAside(paragraph) {
  for (let node = paragraph.parentNode; node; node = node.parentNode) {
    if (node.localName === "txbxContent" || node.localName === "Fallback") return true;
  }
  return false;
}

/** The text of a paragraph, run by run. */
function runs(page, from, into, links) {
  for (const node of from.children) {
    if (node.localName === "r") run(page, node, into);
    else if (node.localName === "hyperlink") {
      const link = page.createElement("a");
      link.setAttribute("href", links.get(node.getAttributeNS(R, "id")) ?? "");
      runs(page, node, link, links);
      into.append(link);
    } else if (["ins", "smartTag", "sdt", "sdtContent", "fldSimple", "moveTo", "bdo", "dir"].includes(node.localName))
      runs(page, node, into, links);
  }
}

function run(page, node, into) {
  const isOn = (name) => {
    const property = child(child(node, "rPr"), name);
    return property !== null && !["0", "false", "off"].includes(property.getAttributeNS(W, "val"));
  };
  if (isOn("vanish")) return;
  const slope = page.createElement(isOn("i") || isOn("iCs") ? "em" : "span");
  const span = page.createElement(isOn("b") || isOn("bCs") ? "strong" : "span");
  slope.append(span);
  for (const part of node.children) {
    if (part.localName === "t") span.append(part.textContent);
    else if (part.localName === "br" || part.localName === "cr") span.append(page.createElement("br"));
    else if (part.localName === "tab") span.append(" ");
    else if (part.localName === "noBreakHyphen") span.append("\u2011");
  }
  into.append(slope);
}

/** The names of the styles by their ids: the ids are in the language of the Word that wrote them. */
function stylesOf(xml) {
  const named = [...(xml?.getElementsByTagNameNS(W, "style") ?? [])];
  return new Map(named.map((style) => [style.getAttributeNS(W, "styleId"), valueOf(style, "name").toLowerCase()]));
}

function linksOf(xml) {
  return new Map(
    [...(xml?.getElementsByTagName("Relationship") ?? [])].map((link) => [link.getAttribute("Id"), link.getAttribute("Target")]),
  );
}

function child(element, name) {
  return [...(element?.children ?? [])].find((each) => each.localName === name) ?? null;
}

function valueOf(element, ...path) {
  return path.reduce(child, element)?.getAttributeNS(W, "val") ?? "";
}

function parse(text) {
  const xml = new DOMParser().parseFromString(text, "application/xml");
  if (xml.querySelector("parsererror")) throw new Error("not XML");
  return xml;
}

/** The parts of a ZIP file by name, as its directory lists them. */
function partsOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error("not a ZIP file");
  const parts = new Map();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0 && view.getUint32(at, true) === 0x02014b50; left -= 1) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const label = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name));
    parts.set(label, {
      method: view.getUint16(at + 10, true),
      size: view.getUint32(at + 20, true),
      header: view.getUint32(at + 42, true),
    });
    at += 46 + name + extra + comment;
  }
  return parts;
}

async function unpack(bytes, { method, size, header }) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  const packed = new Blob([bytes.subarray(start, start + size)]).stream();
  if (method !== 0 && method !== 8) throw new Error(`ZIP method ${method}`);
  const reader = (method === 8 ? packed.pipeThrough(new DecompressionStream("deflate-raw")) : packed).getReader();
  const decoder = new TextDecoder();
  let text = "";
  let total = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    total += part.value.length;
    if (total > LARGEST_PART) throw new Error("unpacks to more than an article");
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}
