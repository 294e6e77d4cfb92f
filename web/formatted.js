// The way back: the Markdown that `rich.js` writes, as HTML for Word and Google Docs and as plain text for everything else.

/** `{ html, plain }` of an article that came with its dress; `direction` is which way it runs, if known. */
export function fromMarkdown(markdown, direction = null) {
  const page = document.implementation.createHTMLDocument("");
  const plain = [];
  let list = null;
  for (const block of markdown.split(/\n{2,}|\n(?=- )/)) {
    if (!block.trim()) continue;
    const heading = block.match(/^(#{1,6}) ([^]*)$/);
    const [tag, text] = heading ? [`h${heading[1].length}`, heading[2]] : blockOf(block);
    const element = page.createElement(tag);
    if (direction) element.dir = direction;
    write(page, element, text);
    for (const line of element.querySelectorAll("br")) line.after("\n");
    plain.push(element.textContent);
    element.normalize();
    if (tag === "li") {
      list ??= page.body.appendChild(page.createElement("ul"));
      list.append(element);
    } else {
      list = null;
      page.body.append(element);
    }
  }
  return { html: page.body.innerHTML, plain: plain.join("\n\n") };
}

function blockOf(block) {
  if (block.startsWith("> ")) return ["blockquote", block.replace(/^> ?/gm, "")];
  if (block.startsWith("- ")) return ["li", block.slice(2)];
  return ["p", block];
}

const TOKEN = /\\([\\`*_\][<&#>+=~-])|\\(?=\d)|\[((?:\\.|[^\]\\])*)\]\(((?:https?:|mailto:)[^\s()]*)\)|(\*{1,3})|\n/g;

/** Writes a block's text into its element: bold, italics, links, line breaks. */
function write(page, root, text) {
  const open = [root];
  const add = (words) => words && open.at(-1).append(words);
  const enter = (tag) => open.push(open.at(-1).appendChild(page.createElement(tag)));
  const isOpen = (tag) => open.at(-1).localName === tag;
  const turn = (tag) => (isOpen(tag) ? open.pop() : enter(tag));
  let at = 0;
  for (const found of text.matchAll(TOKEN)) {
    add(text.slice(at, found.index));
    at = found.index + found[0].length;
    const [whole, escaped, label, href, stars] = found;
    if (escaped) add(escaped);
    else if (href) {
      const link = page.createElement("a");
      link.href = href;
      write(page, link, label);
      open.at(-1).append(link);
    } else if (stars === "***") {
      if (isOpen("em")) open.splice(-2);
      else (enter("strong"), enter("em"));
    } else if (stars) turn(stars === "**" ? "strong" : "em");
    else if (whole === "\n") open.at(-1).append(page.createElement("br"));
  }
  add(text.slice(at));
}
