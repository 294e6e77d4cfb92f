// Who says what in the article.

import { make } from "./dom.js";
import { say } from "./words.js";

/** Of a long quotation this much is shown, in UTF-16 code units. */
const SHOWN = 140;

/** A list in the order of the article, then the sources nobody can trace; each is a button that shows its place. */
export function quotationList({ review, source, state }, actions) {
  const { quotations = [], vague = [] } = review ?? {};
  if (quotations.length + vague.length === 0) {
    return make("div", { class: "quiet" }, make("p", {}, say(state === "ready" ? "quotations-none" : "quotations-empty")));
  }
  const traceless = vague.map((place) => make("li", { class: "none" }, shower(place, place.text, [place], source, actions)));
  return make(
    "div",
    {},
    make(
      "ol",
      { class: "quotations" },
      quotations.map((quotation) => one(quotation, source, actions)),
    ),
    vague.length > 0 && [make("h3", { class: "part" }, say("vague")), make("ul", { class: "quotations" }, traceless)],
  );
}

function one(quotation, source, actions) {
  const whole = source.text?.slice(quotation.start, quotation.end) ?? "";
  const words = whole.length > SHOWN ? `${whole.slice(0, SHOWN).replace(/\s+\S*$/, "")}…` : whole;
  const places = [quotation, ...(quotation.speaker ? [quotation.speaker] : [])];
  return make(
    "li",
    { class: quotation.standing },
    shower(quotation, words, places, source, actions),
    make("p", { class: "speaker" }, speaker(quotation)),
  );
}

function shower(place, words, places, source, actions) {
  return make(
    "button",
    { type: "button", class: "quotation", dir: source.directionAt(place.start), onclick: () => actions.spot(place, places) },
    words,
  );
}

function speaker({ speaker: who, standing, certainty }) {
  if (!who) return make("span", { class: "badge" }, say("said-by-nobody"));
  const key = standing === "unnamed" ? "said-by-unnamed" : certainty === "unsure" ? "said-by-perhaps" : "said-by";
  const [before, after] = say(key).split("{name}");
  return [before, make("bdi", {}, who.text), after ?? ""];
}
