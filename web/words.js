// The page's own words, in the language of whoever reads it. They are data: words/*.json.

const DATA = "words";
let all = null;
let chosen = "en";

/** The languages the page speaks: their tags, with their own names, long and short. */
export function languages() {
  all ??= JSON.parse(document.getElementById(DATA).textContent);
  return Object.entries(all).map(([tag, words]) => ({ tag, name: words.language, short: words.short }));
}

/** The language now spoken, as a tag. */
export function language() {
  return chosen;
}

/** Speaks the language with this tag from now on, if there is one; says which it is. */
export function speak(tag) {
  const known = languages().map((each) => each.tag);
  chosen = known.includes(tag) ? tag : known[0];
  document.documentElement.lang = chosen;
  document.documentElement.dir = all[chosen].direction;
  return chosen;
}

/** A number as this language writes it. */
export function number(value) {
  return new Intl.NumberFormat(all[chosen].numbers).format(value);
}

/**
 * The words under a key. `{name}` is replaced by what `values` has under that name; where the words depend on a number, `values.count`
 * decides the form.
 */
export function say(key, values = {}) {
  let words = all[chosen][key];
  if (words === undefined) throw new Error(`no words for ${key} in ${chosen}`);
  if (typeof words !== "string") {
    words = words[new Intl.PluralRules(chosen).select(values.count)] ?? words.other;
  }
  return words.replace(/\{([a-z]+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? number(value) : value;
  });
}
