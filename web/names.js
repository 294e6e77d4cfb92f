// The names of the article with their spellings.

import { make } from "./dom.js";
import { say } from "./words.js";

/** A list; names with several spellings come first. Each spelling is a button that shows its places, one after the other. */
export function nameList({ review, state }, actions) {
  const names = review?.names ?? [];
  if (names.length === 0)
    return make("div", { class: "quiet" }, make("p", {}, say(state === "ready" ? "names-none" : "names-empty")));
  const sorted = [...names].sort((a, b) => Number(b.inconsistent) - Number(a.inconsistent));
  return make(
    "ul",
    { class: "names" },
    sorted.map((name) => one(name, actions)),
  );
}

function one(name, actions) {
  return make(
    "li",
    { class: name.inconsistent ? "inconsistent" : "" },
    make("h3", {}, make("bdi", {}, name.name), name.inconsistent && make("span", { class: "badge" }, say("spellings"))),
    make(
      "div",
      { class: "spellings" },
      name.spellings.map((spelling) => shower(spelling, actions)),
    ),
  );
}

function shower(spelling, actions) {
  let next = 0;
  const show = () => {
    const place = spelling.places[next % spelling.places.length];
    next += 1;
    if (place) actions.spot(place, spelling.places);
  };
  const label = say("show-spelling", { name: spelling.text, count: spelling.count });
  return make(
    "button",
    { type: "button", class: `chip${spelling.gives_way ? " other" : ""}`, title: label, onclick: show },
    make("bdi", {}, spelling.text),
    spelling.gives_way && make("span", { class: "heard" }, ` (${say("spelled-otherwise")}) `),
    make("span", { class: "count" }, say("times", { count: spelling.count })),
  );
}
