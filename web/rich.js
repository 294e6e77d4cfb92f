// What Word, Google Docs and web pages put on the clipboard, as Markdown: headings, quotations, lists, bold, italics and links stay, all
// other dress goes.

const BLOCKS = new Set(
  "ADDRESS ARTICLE ASIDE BLOCKQUOTE CENTER DD DIV DL DT FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION TABLE TBODY TD TFOOT TH THEAD TR UL".split(
    " ",
  ),
);
const NOT_READ = new Set(
  "HEAD SCRIPT STYLE NOSCRIPT TEMPLATE TITLE META LINK IFRAME OBJECT SVG BUTTON SELECT TEXTAREA O:P".split(" "),
);
const MEANT = "p, h1, h2, h3, h4, h5, h6, li, blockquote, table, article";

/** Whether HTML from the clipboard says more than its plain text does: code editors put their colours there. */
export function isRich(html) {
  return parse(html).querySelector(MEANT) !== null;
}

/** The prose of an HTML text as Markdown. */
export function htmlToMarkdown(html) {
  return toMarkdown(parse(html));
}

/** HTML as an element nobody sees. Styles are kept as data only: the page's policy lets
 * none be applied, nor anything be run, and each attempt would be reported. */
function parse(html) {
  const tame = html
    .replace(/<style\b[^]*?<\/style\s*>/gi, "")
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/(\s)(?=(?:style|on[a-z]+)\s*=)/gi, "$1data-"));
  return new DOMParser().parseFromString(tame, "text/html").body;
}

/** The prose of an element as Markdown. */
export function toMarkdown(body) {
  const writer = new Writer();
  writer.children(body, { prefix: "", bold: false, italic: false, heading: false });
  writer.flush("");
  return writer.blocks.join("\n\n").replace(/^(- .*)\n\n(?=- )/gm, "$1\n");
}

class Writer {
  blocks = [];
  runs = [];

  children(node, state) {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) this.text(child.data, state);
      else if (child.nodeType === Node.ELEMENT_NODE) this.element(child, state);
    }
  }

  element(element, state) {
    const tag = element.tagName.toUpperCase();
    const style = element.dataset?.style ?? "";
    if (NOT_READ.has(tag) || element.hidden || /mso-list:\s*ignore|display:\s*none/i.test(style)) return;
    if (tag === "BR") {
      this.runs.push({ text: "\n" });
      return;
    }
    const inner = { ...state, ...dress(element, tag, state) };
    if (!BLOCKS.has(tag)) {
      this.children(element, inner);
      return;
    }
    this.flush(state.prefix);
    if (/^H[1-6]$/.test(tag)) Object.assign(inner, { prefix: `${"#".repeat(Number(tag[1]))} `, heading: true });
    else if (tag === "BLOCKQUOTE") inner.prefix = "> ";
    else if (tag === "LI" || /mso-list:/i.test(style)) inner.prefix = "- ";
    this.children(element, inner);
    this.flush(inner.prefix);
  }

  text(data, { bold, italic, heading, href }) {
    const text = data.replace(/[ \t\r\n]+/g, " ");
    if (text) this.runs.push({ text, bold: bold && !heading, italic: italic && !heading, href });
  }

  /** Ends a block: what was collected becomes its text. */
  flush(prefix) {
    const text = inline(joined(this.runs))
      .replace(/ *\n */g, "\n")
      .trim();
    this.runs = [];
    if (!text) return;
    const safe = prefix ? text : text.replace(/^(?=[#>+-](?:\s|$)|=+$|-{3,}$|~{3}|\d+[.)]\s)/gm, "\\");
    this.blocks.push(
      safe
        .split("\n")
        .map((line, index) => (index === 0 || prefix === "> " ? prefix : "") + line)
        .join("\n"),
    );
  }
}

/** What an element says about the letters in it. */
function dress(element, tag, state) {
  const said = {};
  const style = element.dataset?.style ?? "";
  const [weight, slope] = ["font-weight", "font-style"].map(
    (name) => style.match(new RegExp(`${name}\\s*:\\s*(\\w+)`, "i"))?.[1].toLowerCase() ?? "",
  );
  if (weight === "bold" || Number(weight) >= 600) said.bold = true;
  else if (weight === "normal" || (weight && Number(weight) < 600)) said.bold = false;
  else if (tag === "B" || tag === "STRONG") said.bold = true;
  if (slope) said.italic = slope === "italic";
  else if (tag === "I" || tag === "EM") said.italic = true;
  const href = tag === "A" ? (element.getAttribute("href") ?? "") : "";
  if (/^(https?:|mailto:)[^\s()<>]*$/i.test(href)) said.href = href;
  return { ...state, ...said };
}

/** Runs of the same dress made one, blank ones without any. */
function joined(runs) {
  const out = [];
  for (const run of runs) {
    const last = out.at(-1);
    const plain = run.text.trim() === "" ? { text: run.text, bold: last?.bold, italic: last?.italic, href: last?.href } : run;
    if (
      last &&
      last.text !== "\n" &&
      plain.text !== "\n" &&
      last.bold === plain.bold &&
      last.italic === plain.italic &&
      last.href === plain.href
    ) {
      last.text += plain.text;
    } else out.push(plain.text === "\n" ? { text: "\n" } : { ...plain });
  }
  return out;
}

function inline(runs) {
  return runs
    .map(({ text, bold, italic, href }) => {
      const [, before, middle, after] = text.match(/^(\s*)([^]*?)(\s*)$/);
      if (!middle) return text;
      const marks = (bold ? "**" : "") + (italic ? "*" : "");
      const dressed = marks + escape(middle) + [...marks].reverse().join("");
      return before + (href ? `[${dressed}](${href})` : dressed) + after;
    })
    .join("")
    .replace(/ {2,}/g, " ");
}

/** Plain words so that Markdown reads them as they are. */
function escape(text) {
  return text
    .replace(/[\\`*]/g, "\\$&")
    .replace(/(^|[^\p{L}\p{N}])_|_(?=$|[^\p{L}\p{N}])/gu, (found) => found.replace("_", "\\_"))
    .replace(/\](?=[(:[])/g, "\\]")
    .replace(/<(?=[a-z/!?])/gi, "\\<")
    .replace(/&(?=#?\w+;)/g, "\\&");
}
