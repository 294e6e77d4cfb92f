// The page on which an article is read and repaired.

import { copy } from "./clipboard.js";
import { icon, make, reveal } from "./dom.js";
import { Editor } from "./editor.js";
import { ACCEPTED, Unopened, open } from "./files.js";
import { fromMarkdown } from "./formatted.js";
import { drawFrame } from "./frame.js";
import { History } from "./history.js";
import { rangesOf } from "./lines.js";
import { draftsOf, headlineOf, listMany, openMany, requestOfOne, storedText, turned, wholeFile } from "./many.js";
import { Panel } from "./panel.js";
import { htmlToMarkdown, isRich } from "./rich.js";
import { sourceOf } from "./source.js";
import { language, say, speak } from "./words.js";

/** An article nobody has given a name. */
const UNNAMED = { name: null, format: "text", rich: false, lineEnd: "\n" };

export class Desk {
  /** `engine` reviews; `keep(tag)` remembers the language of the page. */
  constructor(root, engine, keep) {
    this.root = root;
    this.engine = engine;
    this.keep = keep;
    this.article = UNNAMED;
    this.ignored = new Set();
    this.review = null;
    this.reviewed = null;
    this.chosen = null;
    this.place = null;
    this.spots = [];
    /** The work (`#work`) as it was brought, or last taken away: it would not be lost with the page. */
    this.taken = "";
    this.history = new History(this.#state("", 0));
    this.working = null;
    document.addEventListener("paste", (event) => this.#paste(event));
    document.addEventListener("keydown", (event) => this.#key(event));
    addEventListener("beforeunload", (event) => this.#work !== this.taken && event.preventDefault());
    this.#drops();
  }

  /** Draws the page in the language now spoken; the article stays. */
  draw() {
    const text = this.editor?.text ?? "";
    document.title = say("title");
    Object.assign(
      this,
      drawFrame(this.root, {
        fresh: () => this.#load("", UNNAMED),
        open: () => this.#choose(),
        undo: () => this.#step(false),
        redo: () => this.#step(true),
        save: () => this.#save(),
        copy: () => this.#copyAll(),
        example: () => this.#load(say("example"), UNNAMED),
        speak: (tag) => this.#speak(tag),
        skip: () => this.sheet.focus(),
      }),
    );
    this.editor = new Editor(this.sheet, {
      changed: (kind) => this.#changed(kind),
      moved: (id) => this.#point(id),
      undo: (again) => this.#step(again),
    });
    this.panel = new Panel(this.side, {
      choose: (finding) => this.#point(finding.id, true),
      accept: (finding) => this.#accept([finding.id]),
      acceptSafe: () => this.#accept("safe"),
      ignore: (finding) => this.#ignore(finding),
      restore: () => this.#restore(),
      spot: (place, places) => this.#spot(place, places),
      keys: () => this.help.showModal(),
    });
    this.panel.draw();
    this.editor.setText(text);
    this.reviewed = null;
    this.#show();
    this.#update();
  }

  /** The text as it stands, with line feeds. */
  get text() {
    return this.editor.text;
  }

  /** What would be lost with the page: the text, or what is changed in a file of many articles. */
  get #work() {
    return this.article.many ? JSON.stringify(draftsOf(this.article, this.text)) : this.text;
  }

  #state(text, caret) {
    return { text, caret, ignored: new Set(this.ignored), article: this.article };
  }

  /** Another article on the desk. */
  #load(text, article, note = null) {
    this.article = article;
    this.ignored = new Set();
    this.chosen = null;
    this.editor.setText(text, 0);
    this.taken = this.#work;
    this.history.push(this.#state(text, 0));
    this.#tell(note);
    this.#changed(null);
    this.sheet.focus({ preventScroll: true });
    this.sheet.parentElement.scrollTo({ top: 0 });
  }

  /** After each change of the text: what is known of it is asked anew. `kind` is null where history has it already. */
  #changed(kind) {
    this.spots = [];
    if (kind) this.history.push(this.#state(this.text, this.editor.selection()?.[0] ?? 0), kind === "type");
    this.#buttons();
    this.#update();
  }

  /** Asks until what is shown is what is written: the latest text wins. Resolves once it is. */
  #update() {
    this.root.dataset.settled = "false";
    this.working ??= this.#ask().finally(() => {
      this.working = null;
      this.root.dataset.settled = "true";
    });
    return this.working;
  }

  async #ask() {
    while (this.reviewed !== this.#asked()) {
      const [asked, text] = [this.#asked(), this.text];
      if (text.trim() === "") {
        this.review = null;
        this.reviewed = asked;
        this.#show();
        return;
      }
      try {
        const reply = await this.engine.review(this.#request(text));
        if (asked !== this.#asked()) continue;
        this.#take(reply, asked);
      } catch (error) {
        this.reviewed = asked;
        this.#tell(say("engine-failed", { why: error.message }));
      }
    }
  }

  #asked() {
    const { format, name, many } = this.article;
    return JSON.stringify([language(), format, name, many?.number, this.text]);
  }

  #request(text) {
    const { name, format, many } = this.article;
    if (many) return requestOfOne(this.article, text, language());
    return { text, ...(name ? { name } : {}), format, ui: language() };
  }

  #take(reply, asked) {
    this.review = reply;
    this.reviewed = asked;
    this.#show();
    performance.mark("copydesk-shown");
    clearTimeout(this.saying);
    this.saying = setTimeout(() => this.#say(say("found", { count: this.findings.length })), 1200);
  }

  /** What is to be shown: all findings but the ignored ones. */
  get findings() {
    return (this.review?.findings ?? []).filter((finding) => !this.ignored.has(finding.id));
  }

  /** Draws marks and panel from what is known. */
  #show() {
    const { review, findings } = this;
    if (!findings.some((finding) => finding.id === this.chosen)) this.chosen = null;
    const ranges = review ? rangesOf(review.text, findings, this.chosen, this.spots) : [];
    this.sheet.dir = review?.direction ?? (this.text ? "auto" : document.documentElement.dir);
    if (review || !this.text) this.editor.show({ blocks: review?.blocks ?? null, direction: review?.direction ?? null, ranges });
    this.editor.choose(this.chosen);
    const state = review ? "ready" : this.text.trim() ? "waiting" : "empty";
    this.panel.chosen = this.chosen;
    this.panel.show({
      source: sourceOf(review),
      findings,
      ignored: (review?.findings.length ?? 0) - findings.length,
      review,
      state,
    });
    if (review?.problems?.length)
      this.#tell(
        review.problems.map((problem) => [problem.message, problem.help].filter(Boolean).join(" — ")).join("\n"),
        "problems",
      );
    else if (review && this.article.many && !review.written) this.#tell(say("many-joined"), "problems");
    else if (this.note.dataset.kind === "problems") this.#tell(null);
    this.#buttons();
  }

  #buttons() {
    const empty = this.text === "";
    this.welcome.hidden = !empty;
    this.root.classList.toggle("blank", empty);
    this.buttons.undo.disabled = !this.history.canUndo;
    this.buttons.redo.disabled = !this.history.canRedo;
    this.buttons.copy.disabled = empty;
    this.buttons.fresh.disabled = empty;
    listMany(this.many, this.article, (number) => this.#turn(number));
    this.buttons.save.hidden = !this.article.name || this.article.rich;
  }

  /** Makes a finding stand out in the article and in the panel. `fromPanel`: the reader is there and looks for the place. */
  #point(id, fromPanel = false) {
    this.chosen = id;
    this.place = null;
    this.spots = [];
    this.#show();
    this.panel.unfold(!fromPanel);
    const mark = this.editor.choose(id);
    this.panel.choose(id);
    if (mark) reveal(mark, fromPanel ? "center" : "nearest");
  }

  /** Shows places that are no findings; without `places` the one explains the chosen finding, which stays chosen. */
  #spot(place, places = null) {
    this.spots = places ?? [place];
    this.place = place;
    if (places) this.chosen = null;
    this.#show();
    this.panel.unfold(false);
    const marks = [...this.sheet.querySelectorAll("mark")];
    const mark = marks.find((each) => this.editor.offsetOf(each) >= place.start) ?? marks.at(-1);
    if (mark) reveal(mark);
    this.#say(say("shown"));
  }

  /** The next finding, or the one before, from the chosen one or the caret. */
  #walk(step) {
    const { findings } = this;
    if (findings.length === 0) return;
    const at = findings.findIndex((finding) => finding.id === this.chosen);
    const caret = this.editor.selection()?.[0] ?? 0;
    const first = findings.findIndex((finding) => finding.start.utf16 >= caret);
    const from = at >= 0 ? at + step : step > 0 ? (first < 0 ? 0 : first) : (first < 0 ? findings.length : first) - 1;
    const index = (from + findings.length) % findings.length;
    const finding = findings[index];
    this.#point(finding.id, true);
    this.panel.choose(finding.id, true);
    this.#say(
      say("place", { index: index + 1, count: findings.length, name: finding.name ?? finding.code, message: finding.message }),
    );
  }

  /** Repairs findings through the engine: these, or all safe ones. */
  async #accept(which) {
    await this.#update();
    const ids =
      which === "safe"
        ? this.findings.filter((finding) => finding.fix?.applicability === "safe").map((finding) => finding.id)
        : which;
    const all =
      which === "safe" && ids.length === this.review.findings.filter((finding) => finding.fix?.applicability === "safe").length;
    const asked = this.#asked();
    const index = this.findings.findIndex((finding) => finding.id === ids[0]);
    const inPanel = this.side.contains(document.activeElement);
    this.root.dataset.settled = "false";
    const reply = await this.engine
      .review({ ...this.#request(this.text), fix: all ? "safe" : ids })
      .catch((error) => this.#tell(say("engine-failed", { why: error.message })));
    this.root.dataset.settled = "true";
    if (!reply || asked !== this.#asked()) return;
    this.editor.setText(reply.text);
    this.chosen = null;
    this.#take(reply, this.#asked());
    this.history.push(this.#state(this.text, this.editor.selection()?.[0] ?? 0));
    this.#buttons();
    this.#goOn(index, inPanel, say("accepted", { count: ids.length }));
  }

  #ignore(finding) {
    const index = this.findings.findIndex((each) => each.id === finding.id);
    const inPanel = this.side.contains(document.activeElement);
    this.ignored.add(finding.id);
    this.history.push(this.#state(this.text, this.editor.selection()?.[0] ?? 0));
    this.#show();
    this.#goOn(index, inPanel, say("ignored", { count: 1 }));
  }

  /** After one finding is dealt with, the next is at hand. */
  #goOn(index, inPanel, words) {
    const { findings } = this;
    const next = findings[Math.min(index, findings.length - 1)];
    if (next && inPanel) {
      this.#point(next.id, true);
      this.panel.choose(next.id, true);
    } else if (inPanel) this.panel.tabs[0].focus();
    clearTimeout(this.saying);
    this.#say(`${words} ${say("left", { count: findings.length })}`);
  }

  #restore() {
    this.ignored.clear();
    this.history.push(this.#state(this.text, 0));
    this.#show();
  }

  #step(again) {
    const state = this.history.step(again);
    if (!state) return;
    this.ignored = new Set(state.ignored);
    this.article = state.article;
    this.spots = [];
    this.editor.setText(state.text, this.sheet.contains(document.activeElement) ? state.caret : null);
    this.#buttons();
    this.#show();
    this.#update();
    this.#say(say(again ? "redone" : "undone"));
  }

  #key(event) {
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (this.help.open) return;
    if (event.key === "F8") this.#walk(event.shiftKey ? -1 : 1);
    else if (command && key === "enter" && this.chosen) this.#accept([this.chosen]);
    else if (command && (key === "z" || event.code === "KeyZ")) this.#step(event.shiftKey);
    else if (command && !event.shiftKey && (key === "y" || event.code === "KeyY")) this.#step(true);
    else if (event.key === "Escape" && this.side.contains(document.activeElement)) this.#back();
    else return;
    event.preventDefault();
  }

  /** From the panel back to the place in the article. */
  #back() {
    const finding = this.findings.find((each) => each.id === this.chosen);
    const place = this.place ?? (finding && { start: finding.start.utf16, end: finding.end.utf16 });
    this.panel.unfold(false);
    this.sheet.focus({ preventScroll: true });
    if (place) this.editor.select(place.start, place.end);
  }

  #paste(event) {
    const field = event.target.closest?.("input, textarea, dialog");
    if (field) return;
    event.preventDefault();
    this.#bring(event.clipboardData);
  }

  /** Takes what was pasted or dropped: a file, or an article, or words for the article that is there. */
  #bring(data) {
    const file = data.files[0];
    const [html, plain] = ["text/html", "text/plain"].map((type) => data.getData(type));
    if (!html && !plain) {
      if (file) this.#open(file);
      return;
    }
    const selected = this.editor.selection();
    const whole = this.text.trim() === "" || (selected && selected[0] === 0 && selected[1] === this.text.length);
    if (!whole || this.article.many) {
      if (!selected) this.editor.select(this.text.length);
      this.editor.replace(plain);
    } else if (html && isRich(html)) this.#load(htmlToMarkdown(html), { ...UNNAMED, format: "markdown", rich: true });
    else this.#load(plain, UNNAMED);
  }

  #drops() {
    const files = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    let depth = 0;
    const over = (on) => this.root.classList.toggle("dropping", on);
    document.addEventListener("dragenter", (event) => files(event) && over((depth += 1) > 0));
    document.addEventListener("dragleave", (event) => files(event) && over((depth -= 1) > 0));
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      over((depth = 0) > 0);
      this.editor.selectAt(event.clientX, event.clientY);
      this.#bring(event.dataTransfer);
    });
  }

  /** Lets the reader choose a file. */
  #choose() {
    const field = make("input", { type: "file", accept: ACCEPTED });
    field.addEventListener("change", () => field.files[0] && this.#open(field.files[0]));
    field.click();
  }

  async #open(file) {
    try {
      const { text, encoding, isMany, ...article } = await open(file);
      if (isMany) return await this.#openMany({ ...article, text });
      const note = article.rich
        ? say("opened-docx", { name: file.name })
        : encoding === "utf-8"
          ? null
          : say("opened-encoding", { name: file.name, encoding });
      this.#load(text, article, note);
    } catch (error) {
      this.#tell(error instanceof Unopened ? say(error.key, { name: error.name }) : say("open-failed", { name: file.name }));
    }
  }

  /** Opens a file of many articles at its first. */
  async #openMany(file) {
    this.root.dataset.settled = "false";
    try {
      const { text, article } = await openMany(this.engine, file, language());
      const { unreadable } = article.many;
      this.#load(text, article, unreadable > 0 ? say("many-unreadable", { count: unreadable }) : null);
    } catch (error) {
      this.#tell(say("open-many-none", { name: file.name, why: error.message }));
      this.#update();
    }
  }

  /** Goes to another article of the file; what was changed in this one waits. */
  async #turn(number) {
    const from = this.article;
    this.root.dataset.settled = "false";
    const stored = await storedText(this.engine, from, number, language()).catch((error) =>
      this.#tell(say("engine-failed", { why: error.message })),
    );
    // Somebody may have opened or cleared something in the meantime.
    if (stored !== undefined && this.article === from) {
      const { text, article } = turned(from, this.text, number, stored);
      this.article = article;
      this.review = null;
      this.chosen = null;
      this.editor.setText(text);
      this.history.push(this.#state(text, 0));
      this.#show();
      this.sheet.parentElement.scrollTo({ top: 0 });
    }
    this.#buttons();
    this.#changed(null);
  }

  async #copyAll() {
    const { rich } = this.article;
    const forms = rich ? fromMarkdown(this.text, this.review?.direction) : { plain: this.text, html: null };
    const text = this.text;
    const worked = await copy(forms.plain, forms.html);
    if (worked && !this.article.many) this.taken = text;
    this.#say(say(worked ? "copied" : "copy-failed"), this.buttons.copy);
  }

  async #save() {
    const { name, lineEnd, many } = this.article;
    const work = this.#work;
    const saved = many ? await this.#wholeFile() : this.text.replaceAll("\n", lineEnd);
    if (saved === null) return;
    const url = URL.createObjectURL(new Blob([saved], { type: "text/plain" }));
    make("a", { href: url, download: name }).click();
    this.taken = work;
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  /** The file of many articles as it is to be saved; null, after saying why, if it cannot be. */
  async #wholeFile() {
    try {
      const { file, joined } = await wholeFile(this.engine, this.article, this.text, language());
      if (file !== undefined) return file;
      const record = this.article.many.records.find((each) => each.record === joined);
      this.#tell(say("many-unsaved", { headline: headlineOf(record) }));
    } catch (error) {
      this.#tell(say("engine-failed", { why: error.message }));
    }
    return null;
  }

  #speak(tag) {
    this.keep(speak(tag));
    this.draw();
  }

  /** Shows a note above the article; null takes it away. */
  #tell(words, kind = "note") {
    this.note.hidden = !words;
    this.note.dataset.kind = kind;
    const close = make(
      "button",
      { type: "button", class: "link", "aria-label": say("close"), onclick: () => this.#tell(null) },
      icon("close"),
    );
    this.note.replaceChildren(...(words ? [make("p", { dir: "auto" }, words), close] : []));
  }

  /** Says something to whoever listens; `beside` shows it for a moment, too. */
  #say(words, beside = null) {
    this.status.textContent = words;
    if (!beside) return;
    beside.dataset.said = words;
    setTimeout(() => delete beside.dataset.said, 1800);
  }
}
