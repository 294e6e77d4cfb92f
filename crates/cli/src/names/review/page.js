// The page on which an editor decides which spellings are one name. What comes from articles is text, and never markup.

/** An element with text or other elements in it. */
function make(name, attributes, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...content);
  return element;
}

/** A template with its placeholders filled: a list of texts and elements. */
function fill(template, values) {
  return template.split(/\{(\w+)\}/).map((part, index) => (index % 2 ? values[part] : part));
}

const data = await (await fetch("proposals")).json();
const { words, proposals } = data;
document.documentElement.lang = data.ui;
document.documentElement.dir = data.direction;
document.title = words.title;

const progress = make("progress", { max: proposals.length, value: 0, "aria-hidden": "true" });
const status = make("span", { role: "status" });
const finish = make("button", { type: "button" }, words.finish);
const wrong = make("p", { role: "alert", class: "wrong" });
const forms = proposals.map(draw);

document.body.append(
  make("header", {}, make("h1", {}, words.title), make("p", {}, ...fill(words.intro, { stylebook: make("bdi", {}, data.stylebook) }))),
  make("div", { class: "bar" }, make("div", {}, progress, status, finish)),
  make("main", {}, wrong, ...forms),
  make("footer", {}, ...(data.more ? [make("p", {}, words.more)] : [])),
);
count();
finish.addEventListener("click", end);

/** The name as the reader's own words show it: apart from the direction around it. */
function shown(text, lang, attributes) {
  return make("bdi", { lang, ...attributes }, text);
}

/** Several texts in a row. */
function listed(texts, lang) {
  return texts.flatMap((text, at) => (at ? [data.separator, shown(text, lang)] : [shown(text, lang)]));
}

/** The form of one name. */
function draw(proposal, number) {
  const { lang, spellings } = proposal;
  const form = make("form", { class: "name", "aria-labelledby": `name-${number}` });
  const title = make("h2", { id: `name-${number}` }, shown(spellings[proposal.preferred].text, lang));
  const rows = spellings.map((spelling, index) => row(proposal, spelling, number, index));
  const save = make("button", { class: "main" }, words.save);
  const later = make("button", { type: "button" }, words.skip);
  const error = make("span", { class: "wrong", role: "alert" });
  const settled = make("div", { class: "settled" });
  form.append(title, ...rows, make("div", { class: "actions" }, save, later, error), settled);
  form.addEventListener("change", () => choose(form, title, proposal));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.textContent = "";
    const chosen = chosenOf(form, spellings.length);
    const problem = await send("decide", { proposal: number, ...chosen });
    if (problem !== undefined) {
      error.textContent = problem;
      return;
    }
    settle(form, settled, "saved", words.decided, summary(proposal, chosen));
  });
  later.addEventListener("click", () => settle(form, settled, "later", words.skipped, [shown(spellings[proposal.preferred].text, lang)]));
  return form;
}

/** One spelling: what it is, and where it stands. */
function row(proposal, spelling, number, index) {
  const { lang } = proposal;
  const field = `spelling-${number}-${index}`;
  const option = (value, label, checked, kind) => {
    const input = make("input", { type: "radio", name: field, value, checked });
    return make("label", { class: kind }, input, label);
  };
  const isPreferred = index === proposal.preferred;
  const choices = make(
    "div",
    { class: "choices" },
    option("preferred", words.preferred, isPreferred, "preferred"),
    option("same", words.same, !isPreferred && !spelling.is_other, "same"),
    option("another", words.another, !isPreferred && spelling.is_other, "another"),
  );
  const samples = spelling.samples.map((sample) =>
    make(
      "li",
      { lang, dir: data.directions[lang] },
      sample.before,
      make("mark", {}, sample.inside),
      sample.after,
      make("small", { lang: data.ui, dir: data.direction }, make("bdi", {}, sample.article)),
    ),
  );
  const list = samples.length ? [make("ul", { class: "samples" }, ...samples)] : [];
  const note = (template, texts, of) =>
    texts.length ? [make("p", { class: "beside" }, ...fill(template, { what: make("span", {}, ...listed(texts, of)) }))] : [];
  return make(
    "fieldset",
    {},
    make("legend", {}, shown(spelling.text, lang, { class: "text" }), make("span", { class: "counts" }, spelling.counts)),
    choices,
    ...list,
    ...note(words["found-in"], spelling.articles),
    ...note(words.beside, spelling.beside, lang),
  );
}

/** What is chosen of each spelling, by its place. */
function chosenOf(form, length) {
  const chosen = { name: 0, same: [], others: [] };
  for (let index = 0; index < length; index += 1) {
    const value = form.querySelectorAll("fieldset")[index].querySelector("input:checked").value;
    if (value === "preferred") chosen.name = index;
    else chosen[value === "same" ? "same" : "others"].push(index);
  }
  return chosen;
}

/** A name has one preferred spelling: the one that was it becomes another spelling of it, and the other way round. */
function choose(form, title, proposal) {
  const rows = [...form.querySelectorAll("fieldset")];
  const isPreferred = (row) => row.querySelector("[value=preferred]").checked;
  const before = proposal.preferred;
  const now = rows.findIndex((row, index) => index !== before && isPreferred(row));
  if (now >= 0) {
    proposal.preferred = now;
    if (isPreferred(rows[before])) rows[before].querySelector("[value=same]").checked = true;
  } else if (!isPreferred(rows[before])) {
    // Some spelling has to be the one that the house writes.
    const next = rows.findIndex((row, index) => index !== before && row.querySelector("[value=same]").checked);
    proposal.preferred = next >= 0 ? next : Number(before === 0);
    rows[proposal.preferred].querySelector("[value=preferred]").checked = true;
  }
  title.replaceChildren(shown(proposal.spellings[proposal.preferred].text, proposal.lang));
}

/** A decision in a line. */
function summary({ lang, spellings }, { name, same, others }) {
  const texts = (indices) => listed(indices.map((index) => spellings[index].text), lang);
  const parts = [make("strong", {}, shown(spellings[name].text, lang))];
  const part = (template, indices, kind) => make("span", { class: kind }, ...fill(template, { what: make("span", {}, ...texts(indices)) }));
  if (same.length) parts.push(" ", part(words["instead-of"], same, "gone"));
  if (others.length) parts.push(" ", part(words["not-the-same"], others, "apart"));
  return parts;
}

/** Folds a form up, and goes on with the next one. */
function settle(form, settled, state, word, what) {
  const change = make("button", { type: "button" }, words.change);
  change.addEventListener("click", () => {
    delete form.dataset.state;
    count();
    form.querySelector("input:checked").focus();
  });
  settled.replaceChildren(make("span", { class: "state" }, word), make("span", { class: "what" }, ...what), change);
  form.dataset.state = state;
  count();
  const next = forms.slice(forms.indexOf(form) + 1).concat(forms).find((other) => !other.dataset.state);
  if (next) {
    next.querySelector("input:checked").focus({ preventScroll: true });
    next.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  } else {
    finish.focus();
  }
}

function count() {
  const saved = forms.filter((form) => form.dataset.state === "saved").length;
  const open = forms.filter((form) => !form.dataset.state).length;
  progress.value = saved;
  const isAll = saved === forms.length;
  status.textContent = isAll ? words.none : fill(words.progress, { done: String(saved), all: String(forms.length) }).join("");
  finish.classList.toggle("main", open === 0);
}

/** What the server has against something; nothing, if it is done. */
async function send(what, body) {
  try {
    const reply = await fetch(what, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return reply.ok ? undefined : (await reply.text()).replace(/^Error: /, "");
  } catch {
    return words.lost;
  }
}

async function end() {
  const problem = await send("finish", {});
  if (problem !== undefined) {
    wrong.textContent = problem;
    return;
  }
  const isLeft = forms.some((form) => form.dataset.state !== "saved");
  const said = make("div", { role: "status" }, make("p", {}, words.finished), ...(isLeft ? [make("p", {}, words["left-alone"])] : []));
  document.body.replaceChildren(make("main", { class: "over" }, make("h1", {}, words.title), said));
}
