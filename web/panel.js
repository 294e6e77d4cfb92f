// Beside the article: its findings, its names, its quotations, each under a tab.

import { card } from "./cards.js";
import { icon, make, reveal } from "./dom.js";
import { nameList } from "./names.js";
import { quotationList } from "./quotations.js";
import { number, say } from "./words.js";

const TABS = ["findings", "names", "quotations"];
/** Cards drawn at once; more follow when the reader comes near the end. */
const AT_ONCE = 60;

export class Panel {
  /**
   * `actions`: see `card`; besides `acceptSafe`, `restore` (what was ignored comes back) and `keys` where the page has them. Tabs in
   * `left` are left out.
   */
  constructor(root, actions, left = []) {
    this.root = root;
    this.actions = actions;
    this.left = left;
    this.tab = "findings";
    this.chosen = null;
    this.view = null;
    this.drawn = new Map();
  }

  /** Draws the frame, in the language now spoken. */
  draw() {
    this.drawn.clear();
    this.listedIn = null;
    this.tabs = TABS.map((tab) =>
      make(
        "button",
        {
          type: "button",
          role: "tab",
          id: `tab-${tab}`,
          hidden: this.left.includes(tab),
          "aria-controls": `pane-${tab}`,
          onclick: () => this.open(tab),
        },
        say(tab),
        make("span", { class: "count" }),
      ),
    );
    const list = make(
      "div",
      { role: "tablist", "aria-label": say("panel"), class: "tabs", onkeydown: (event) => this.#turn(event) },
      this.tabs,
    );
    const fold = make(
      "button",
      { type: "button", class: "fold", "aria-label": say("fold"), "aria-expanded": "false", onclick: () => this.unfold() },
      icon("check"),
    );
    this.fold = fold;
    this.panes = TABS.map((tab) =>
      make("div", { role: "tabpanel", id: `pane-${tab}`, "aria-labelledby": `tab-${tab}`, tabindex: "0" }),
    );
    this.root.replaceChildren(make("div", { class: "panel-head" }, list, fold), make("div", { class: "panes" }, this.panes));
    this.#select();
  }

  /**
   * Shows what is known: `{ source, findings, ignored, review, state }`; `state` is `empty`, `waiting` or `ready`, `ignored` a number, `review`
   * the reply of the engine or null.
   */
  show(view) {
    this.view = view;
    const { names = [], quotations = [] } = view.review ?? {};
    const counts = [view.findings.length, names.length, quotations.length];
    this.tabs.forEach((tab, index) => {
      tab.querySelector(".count").textContent = view.state === "ready" ? number(counts[index]) : "";
    });
    this.#findings(view);
    if (this.listed === view.review && this.listedIn === view.state) return;
    this.listed = view.review;
    this.listedIn = view.state;
    this.panes[1].replaceChildren(heading("names"), nameList(view, this.actions));
    this.panes[2].replaceChildren(heading("quotations"), quotationList(view, this.actions));
  }

  /** Opens a tab. */
  open(tab) {
    this.tab = tab;
    this.unfold(true);
    this.#select();
  }

  /** On a narrow page the panel lies over the article; opens or folds it. */
  unfold(open = !this.root.classList.contains("open")) {
    this.root.classList.toggle("open", open);
    this.fold.setAttribute("aria-expanded", String(open));
  }

  /** Makes a finding's card stand out; `focus` moves the keyboard to it. */
  choose(id, focus = false) {
    this.chosen = id;
    const index = this.view?.findings.findIndex((finding) => finding.id === id) ?? -1;
    if (index >= this.most) this.#more(index + AT_ONCE);
    for (const each of this.root.querySelectorAll(".card.chosen")) if (each.dataset.id !== id) mark(each, false);
    const found = id ? this.root.querySelector(`.card[data-id="${CSS.escape(id)}"]`) : null;
    if (!found) return;
    mark(found, true);
    if (this.tab !== "findings") this.open("findings");
    reveal(found, "nearest");
    if (focus) found.querySelector(".title").focus({ preventScroll: true });
  }

  #select() {
    TABS.forEach((tab, index) => {
      const is = tab === this.tab;
      this.tabs[index].setAttribute("aria-selected", String(is));
      this.tabs[index].tabIndex = is ? 0 : -1;
      this.panes[index].hidden = !is;
    });
  }

  #turn(event) {
    const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const steps = { [forward]: 1, [forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft"]: -1 };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const shown = TABS.filter((tab) => !this.left.includes(tab));
    const next = shown[(shown.indexOf(this.tab) + step + shown.length) % shown.length];
    this.open(next);
    this.tabs[TABS.indexOf(next)].focus();
  }

  #findings(view) {
    const { findings, ignored, state } = view;
    const safe = this.actions.acceptSafe ? findings.filter((finding) => finding.fix?.applicability === "safe").length : 0;
    const list = make("ol", { class: "cards", onkeydown: (event) => this.#walk(event) });
    const kept = new Map();
    this.most = Math.max(AT_ONCE, this.#wanted(findings));
    for (const finding of findings.slice(0, this.most)) list.append(this.#card(finding, view, kept));
    this.drawn = kept;
    const focused = this.#focusedCard();
    this.cards = list;
    this.panes[0].replaceChildren(
      ...[
        heading("findings"),
        safe > 0 &&
          make(
            "div",
            { class: "all-safe" },
            make(
              "button",
              { type: "button", class: "primary", onclick: () => this.actions.acceptSafe() },
              icon("check"),
              say("accept-safe", { count: safe }),
            ),
            make("p", {}, say("safe-means")),
          ),
        findings.length > 0 && list,
        findings.length === 0 && quiet(state),
        findings.length > this.most && this.#sentinel(),
        ignored > 0 &&
          make(
            "p",
            { class: "ignored" },
            say("ignored", { count: ignored }),
            " ",
            make("button", { type: "button", class: "link", onclick: () => this.actions.restore() }, say("restore")),
          ),
        this.actions.keys &&
          make(
            "p",
            { class: "keys" },
            make("button", { type: "button", class: "link", onclick: () => this.actions.keys() }, icon("keys"), say("keys")),
          ),
      ].filter(Boolean),
    );
    if (this.chosen) {
      const found = list.querySelector(`.card[data-id="${CSS.escape(this.chosen)}"]`);
      if (found) mark(found, true);
    }
    if (focused) list.querySelector(`.card[data-id="${CSS.escape(focused.id)}"] ${focused.what}`)?.focus({ preventScroll: true });
  }

  #wanted(findings) {
    return this.chosen ? findings.findIndex((finding) => finding.id === this.chosen) + 1 : 0;
  }

  /** The card of a finding: as it was drawn before, if it says the same. */
  #card(finding, view, kept) {
    const said = JSON.stringify([finding, view.source.text ? null : 0]);
    const before = this.drawn.get(finding.id);
    const element = before?.said === said ? before.element : card(finding, view.source, this.actions);
    mark(element, finding.id === this.chosen);
    kept.set(finding.id, { said, element });
    return element;
  }

  #focusedCard() {
    const active = document.activeElement;
    const holder = active?.closest?.(".card");
    if (!holder || !this.root.contains(holder)) return null;
    return { id: holder.dataset.id, what: `.${active.className.trim().split(/\s+/).join(".")}` };
  }

  #sentinel() {
    const end = make(
      "button",
      { type: "button", class: "link", onclick: () => this.#more(this.most + AT_ONCE) },
      say("show-more"),
    );
    new IntersectionObserver((entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting) || !end.isConnected) return;
      observer.disconnect();
      this.#more(this.most + AT_ONCE);
    }).observe(end);
    this.end = end;
    return end;
  }

  #more(most) {
    const { findings } = this.view;
    const cards = findings.slice(this.most, most).map((finding) => this.#card(finding, this.view, this.drawn));
    this.cards.append(...cards);
    this.most = Math.min(most, findings.length);
    const end = this.end;
    if (this.most < findings.length) end.replaceWith(this.#sentinel());
    else end.remove();
  }

  /** Up and down from card to card. */
  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const own = event.target.closest(".card");
    const finding = this.view.findings.find((each) => each.id === own?.dataset.id);
    if (step) {
      const next = step > 0 ? own?.nextElementSibling : own?.previousElementSibling;
      if (!next) return;
      event.preventDefault();
      next.querySelector(".title").focus();
    } else if (event.key === "Delete" && finding && this.actions.ignore) {
      event.preventDefault();
      this.actions.ignore(finding);
    }
  }
}

/** A heading for those who go from heading to heading with a screen reader. */
function heading(key) {
  return make("h2", { class: "heard" }, say(key));
}

function mark(element, chosen) {
  element.classList.toggle("chosen", chosen);
  const title = element.querySelector(".title");
  if (chosen) title.setAttribute("aria-current", "true");
  else title.removeAttribute("aria-current");
}

function quiet(state) {
  return make(
    "div",
    { class: `quiet ${state}` },
    state === "ready" && icon("check"),
    make("p", {}, say(`findings-${state}`)),
    make("p", {}, say(`findings-${state}-more`)),
  );
}
