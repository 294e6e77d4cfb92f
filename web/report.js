// The same page with the findings of a run in it, to read: all articles, what was found in each.

import { asText } from "./cards.js";
import { copy } from "./clipboard.js";
import { icon, make, reveal } from "./dom.js";
import { choose, drawLine } from "./draw.js";
import { layOut, rangesOf } from "./lines.js";
import { Panel } from "./panel.js";
import { printed } from "./print.js";
import { sourceOf } from "./source.js";
import { number, say } from "./words.js";

const SEVERITIES = ["error", "warning", "info"];
const TOTALS = { error: "total-errors", warning: "total-warnings", info: "total-hints" };

export class Report {
  /** `data` is `{ reviews, problems, summary }`, in the language in which the page speaks. */
  constructor(root, data) {
    this.root = root;
    this.reviews = data.reviews;
    this.problems = data.problems ?? [];
    this.summary = data.summary ?? {};
    this.severity = "";
    this.code = "";
    this.words = "";
    this.index = 0;
    this.chosen = null;
    this.spots = [];
    addEventListener("beforeprint", () => this.#print());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "F8") return;
      event.preventDefault();
      this.#walk(event.shiftKey ? -1 : 1);
    });
  }

  /** Draws the page. */
  draw() {
    document.title = say("report-title");
    this.root.className = "report";
    this.list = make("ul", { class: "articles" });
    this.sheet = make("div", { class: "article", translate: "no" });
    this.head = make("div", { class: "article-head" });
    this.side = make("aside", { class: "panel", "aria-label": say("panel") });
    this.status = make("p", { class: "heard", role: "status" });
    this.paper = make("div", { class: "printed" });
    const actions = {
      choose: (finding) => this.#choose(finding.id, true),
      copy: (finding) => this.#copy([finding]),
      spot: (place, places) => this.#spot(place, places),
    };
    this.panel = new Panel(this.side, actions, this.#without());
    this.root.replaceChildren(
      make("header", { class: "bar" }, make("h1", {}, say("report-title")), this.#totals()),
      this.#troubles(),
      make(
        "main",
        { class: "room" },
        make("nav", { class: "index", "aria-label": say("articles") }, this.#filters(), this.list),
        make("section", { class: "sheet", "aria-label": say("article") }, this.head, this.sheet),
        this.side,
      ),
      this.status,
      this.paper,
    );
    this.panel.draw();
    this.#filter();
  }

  /** Tabs that would be empty for every article. */
  #without() {
    return ["names", "quotations"].filter((list) => !this.reviews.some((review) => review[list]?.length > 0));
  }

  #totals() {
    const of = (severity) =>
      this.reviews.reduce((sum, review) => sum + review.findings.filter((finding) => finding.severity === severity).length, 0);
    const counts = {
      error: this.summary.errors ?? of("error"),
      warning: this.summary.warnings ?? of("warning"),
      info: this.summary.hints ?? of("info"),
    };
    return make(
      "p",
      { class: "totals" },
      make("span", {}, say("total-articles", { count: this.summary.articles ?? this.reviews.length })),
      SEVERITIES.filter((each) => counts[each] > 0).map((each) =>
        make("span", { class: each }, say(TOTALS[each], { count: counts[each] })),
      ),
    );
  }

  /** What could not be used or read, and what is not listed, and why. */
  #troubles() {
    const left = this.summary.omitted ?? 0;
    const quiet = this.summary.not_shown ?? [];
    if (this.problems.length === 0 && left === 0 && quiet.length === 0) return "";
    const lines = this.problems.map((problem) =>
      make("li", { dir: "auto" }, problem.message, problem.help && make("p", { dir: "auto" }, problem.help)),
    );
    const [troubled, less] = [say("problems", { count: this.problems.length }), say("left-out", { count: left })];
    return make(
      "section",
      { class: "note", "aria-label": this.problems.length > 0 ? troubled : say("not-shown") },
      this.problems.length > 0 &&
        make("details", { open: this.problems.length < 4 }, make("summary", {}, troubled), make("ul", {}, lines)),
      left > 0 && make("p", {}, less),
      quiet.map((words) => make("p", { dir: "auto" }, words)),
    );
  }

  #filters() {
    const named = (key, control) => make("label", {}, make("span", { class: "heard" }, say(key)), control);
    const option = (value, label, chosen) => make("option", { value, selected: value === chosen }, label);
    const codes = new Map();
    for (const review of this.reviews)
      for (const { code, name } of review.findings)
        codes.set(code, { name: name ?? code, count: (codes.get(code)?.count ?? 0) + 1 });
    const sorted = [...codes].sort(([, a], [, b]) => b.count - a.count);
    const change = (key) => (event) => {
      this[key] = event.target.value;
      this.#filter();
    };
    return make(
      "div",
      { class: "filters" },
      named("search", make("input", { type: "search", placeholder: say("search"), value: this.words, oninput: change("words") })),
      named(
        "filter-severity",
        make(
          "select",
          { onchange: change("severity") },
          option("", say("every-severity"), this.severity),
          SEVERITIES.map((each) => option(each, say(`severity-${each}`), this.severity)),
        ),
      ),
      named(
        "filter-code",
        make(
          "select",
          { onchange: change("code") },
          option("", say("every-code"), this.code),
          sorted.map(([code, { name, count }]) => option(code, `${name} (${number(count)})`, this.code)),
        ),
      ),
    );
  }

  /** What a review has under the filters. */
  #findings(review) {
    return review.findings.filter(
      (finding) => (!this.severity || finding.severity === this.severity) && (!this.code || finding.code === this.code),
    );
  }

  #filter() {
    const words = this.words.trim().toLowerCase();
    this.shown = [];
    this.reviews.forEach((review, index) => {
      const about = `${review.headline ?? ""} ${review.name ?? ""}`.toLowerCase();
      const count = this.#findings(review).length;
      if ((count > 0 || !(this.severity || this.code)) && about.includes(words)) this.shown.push({ review, index, count });
    });
    this.list.replaceChildren(...this.shown.map((each) => this.#entry(each)));
    if (this.shown.length === 0) this.list.append(make("li", { class: "none" }, say("articles-none")));
    if (!this.shown.some((each) => each.index === this.index)) this.index = this.shown[0]?.index ?? -1;
    this.#open(this.index);
    this.status.textContent = say("total-articles", { count: this.shown.length });
  }

  #entry({ review, index, count }) {
    const worst = SEVERITIES.find((severity) => this.#findings(review).some((finding) => finding.severity === severity)) ?? "";
    return make(
      "li",
      {},
      make(
        "button",
        { type: "button", class: `entry ${worst}`, "data-index": index, onclick: () => this.#open(index, true) },
        make("span", { class: "headline", dir: review.direction ?? "auto" }, review.headline || review.name || say("unnamed")),
        review.headline && review.name && make("span", { class: "file", dir: "ltr" }, review.name),
        make("span", { class: "count" }, number(count)),
      ),
    );
  }

  /** Shows one article. */
  #open(index, byReader = false) {
    this.index = index;
    this.chosen = null;
    this.spots = [];
    for (const entry of this.list.querySelectorAll(".entry")) {
      if (Number(entry.dataset.index) === index) entry.setAttribute("aria-current", "true");
      else entry.removeAttribute("aria-current");
    }
    const review = this.reviews[index];
    this.sheet.classList.toggle("without-text", !review?.text);
    this.head.replaceChildren(...(review ? this.#headOf(review) : []));
    this.#show();
    if (byReader) {
      this.sheet.parentElement.scrollTo({ top: 0 });
      if (matchMedia("(max-width: 52rem)").matches) reveal(this.head, "start");
    }
  }

  #headOf(review) {
    const copyAll = () => this.#copy(this.#findings(review));
    return [
      make("p", { class: "file", dir: "ltr" }, review.name ?? ""),
      make("button", { type: "button", class: "small", onclick: copyAll }, icon("copy"), say("copy-list")),
      !review.text && make("p", { class: "no-text" }, say("no-text")),
    ].filter(Boolean);
  }

  #show() {
    const review = this.reviews[this.index];
    const findings = review ? this.#findings(review) : [];
    this.sheet.dir = review?.direction ?? "auto";
    const text = review?.text ?? "";
    const lines = text
      ? layOut(text.split("\n"), review.blocks, review.direction, rangesOf(text, findings, this.chosen, this.spots))
      : [];
    this.sheet.replaceChildren(
      ...lines.map((line) => {
        const paragraph = document.createElement("p");
        drawLine(paragraph, line);
        return paragraph;
      }),
    );
    this.sheet.onclick = (event) => {
      const mark = event.target.closest("mark[data-id]");
      if (mark?.dataset.id) this.#choose(mark.dataset.id);
    };
    this.panel.chosen = this.chosen;
    this.panel.show({ source: sourceOf(review), findings, ignored: 0, review, state: "ready" });
  }

  #choose(id, fromPanel = false) {
    this.chosen = id;
    this.spots = [];
    this.#show();
    this.panel.unfold(!fromPanel);
    const mark = choose(this.sheet, id);
    this.panel.choose(id, fromPanel);
    if (mark) reveal(mark, fromPanel ? "center" : "nearest");
  }

  #spot(place, places = null) {
    this.spots = places ?? [place];
    if (places) this.chosen = null;
    this.#show();
    this.panel.unfold(false);
    const mark = this.sheet.querySelector("mark.spot");
    if (mark) reveal(mark);
  }

  #walk(step) {
    const findings = this.#findings(this.reviews[this.index] ?? { findings: [] });
    const at = findings.findIndex((finding) => finding.id === this.chosen) + step;
    if (at >= 0 && at < findings.length) this.#choose(findings[at].id, true);
    else {
      const here = this.shown.findIndex((each) => each.index === this.index) + step;
      if (this.shown[here]) this.#open(this.shown[here].index, true);
    }
  }

  async #copy(findings) {
    const review = this.reviews[this.index];
    const source = sourceOf(review);
    const title = [review.headline, review.name].filter(Boolean).join(" · ");
    const items = findings.map((finding) => asText(finding, source, say("line", { line: finding.start.line })));
    const worked = await copy([title, ...items].join("\n\n"));
    this.status.textContent = say(worked ? "copied" : "copy-failed");
    this.status.classList.add("toast");
    setTimeout(() => this.status.classList.remove("toast"), 1800);
  }

  /** Paper has no panels: everything under the filters, one article after the other. */
  #print() {
    this.paper.replaceChildren(...this.shown.map(({ review }) => printed(review, this.#findings(review))));
  }
}
