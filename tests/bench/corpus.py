#!/usr/bin/env python3
"""Articles for measurements, invented and the same for the same seed.

    python3 tests/bench/corpus.py KIND LANGUAGE COUNT FOLDER      KIND: made, wide; LANGUAGE: a table of corpus.toml

`made` are paragraphs of examples/ in a seeded order, about 4 KB an article: few words, met again and again.
`wide` have the shape of news: as many different words, foreign names, spellings and quotations, with the frequencies that news
has. Their words are those of the rule sets and invented ones (roots in patterns, syllables); they mean nothing. Where a cost
depends on how many different words a run meets, only these show it.
"""

import argparse
import hashlib
import itertools
import random
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Persons known to many articles, and how often an article takes one of them rather than somebody new.
WORLD, KNOWN = 3000, 0.65


def made(language, count, seed=1):
    """Articles of about 4 KB: paragraphs of the examples in a seeded order."""
    paths = sorted(path for path in (ROOT / "examples" / language).iterdir() if path.suffix in (".txt", ".md"))
    paragraphs = [part.strip() for path in paths for part in path.read_text(encoding="utf-8").split("\n\n") if part.strip()]
    chance = random.Random(seed)
    for number in range(count):
        article, size = [str(number)], 0
        while size < 4096:
            article.append(chance.choice(paragraphs))
            size += len(article[-1].encode()) + 2
        yield "\n\n".join(article) + "\n"


class Weighted:
    """Values drawn by weight."""

    def __init__(self, pairs):
        self.values = [pair[0] if len(pair) == 2 else pair[:-1] for pair in pairs]
        self.sums = list(itertools.accumulate(pair[-1] for pair in pairs))

    @classmethod
    def ranked(cls, values, shape):
        """The first value is the commonest: weight 1 / (rank + shift) ^ exponent."""
        shift, exponent = shape
        return cls([(value, 1 / (rank + shift) ** exponent) for rank, value in enumerate(values, 1)])

    def draw(self, chance):
        return chance.choices(self.values, cum_weights=self.sums)[0]


def scattered(words):
    """Words in an order of their own: one more in a list moves no other."""
    return sorted(dict.fromkeys(words), key=lambda word: hashlib.md5(word.encode()).digest())


def word_lists(language):
    """The lists of words in the rule set for names, by the name of the list."""
    rules = tomllib.loads((ROOT / "rules" / language / "names/article.toml").read_text(encoding="utf-8"))["rule"]
    found = {}
    for rule in rules:
        for key, value in {**rule, **rule.get("ordinary", {})}.items():
            if isinstance(value, str) and key not in ("code", "kind", "severity"):
                found.setdefault(key, []).extend(value.split())
    return found


class Wide:
    """A language's words and their frequencies, and articles made of them."""

    def __init__(self, language, seed=1):
        self.table = table = tomllib.loads((Path(__file__).parent / "corpus.toml").read_text(encoding="utf-8"))[language]
        self.seed = f"{language} {seed}"
        lists = word_lists(language)
        common = table["common"].split()
        self.words = {"f": Weighted.ranked(common, table["common-shape"])}
        for kind, names in table["lists"].items():
            ordinary = scattered(word for name in names for word in lists[name] if word not in common)
            self.words[kind] = Weighted.ranked(ordinary + self.invented(kind), table["shape"])
        self.words["G"] = Weighted.ranked(scattered(lists["known"]), [4, 0.9])
        self.given = Weighted.ranked(scattered(lists["given"]), [8, 0.7])
        self.before = {kind: Weighted(pairs) for kind, pairs in table["before"].items()}
        self.after = {kind: Weighted(pairs) for kind, pairs in table["after"].items()}
        self.parts = Weighted(table["names"]["parts"])
        self.pieces = {piece[0]: table["names"][piece].split() for piece in ("first", "middle", "last")}
        chance = random.Random(f"{self.seed} world")
        self.world = Weighted.ranked([self.person(chance) for _ in range(WORLD)], [2, 0.9])
        self.chunks, self.openings, self.marks = (Weighted(table[key]) for key in ("chunks", "openings", "marks"))
        self.favourite = {}

    def invented(self, kind):
        """Words of a class that no list has."""
        table, chance, found = self.table["words"], random.Random(f"{self.seed} {kind}"), {}
        roots = Weighted(table["roots"])
        while len(found) < self.table["invented"][kind]:
            root = roots.draw(chance)
            pattern = chance.choice(table["four"][kind] if root == table["roots"][-1][0] else table[kind])
            letters = chance.sample(table["letters"], len(root))
            found["".join(letters[int(sign) - 1] if sign.isdigit() and int(sign) <= len(root) else sign for sign in pattern)] = None
        return list(found)

    def person(self, chance):
        """Given name and an invented surname."""
        return (self.given.draw(chance), "".join(chance.choice(self.pieces[part]) for part in self.parts.draw(chance)))

    def inflected(self, kind, word, chance):
        """The word with what is written onto it: mostly the same, for most words are met in one form far more than in the others."""
        form = self.one_form(kind, word, chance)
        if chance.random() >= self.table["favoured"]:
            return form
        if (kind, word) not in self.favourite:
            self.favourite[kind, word] = self.one_form(kind, word, random.Random(word))
        return self.favourite[kind, word]

    def one_form(self, kind, word, chance):
        table = self.table["joined"]
        before, after = self.before[kind].draw(chance), self.after[kind].draw(chance)
        if before in table["article"] and after in table["bare"]:
            after = ""
        whole = word + after
        for old, new in table["turned"]:
            if after and whole.endswith(old):
                whole = whole[: -len(old)] + new
                break
        return before + whole

    def respelled(self, name, chance):
        """The name as another writes it."""
        for old, new in chance.sample(self.table["names"]["spellings"], len(self.table["names"]["spellings"])):
            at = name.find(old, 1)
            if 0 < at < len(name) - 1:
                return name[:at] + new + name[at + len(old) :]
        return name


class WideArticle:
    """One article: its persons, its topic, its sentences. Its chances are its own, so that what a rule set gains or loses changes single
    words and no lengths: instructions of two states of the project can be compared."""

    def __init__(self, wide, number):
        self.wide, self.table, self.chance = wide, wide.table, random.Random(f"{wide.seed} {number}")
        median, spread = self.table["length"]
        self.words = max(40, min(2500, int(median * self.chance.lognormvariate(0, spread))))
        count = 1 + self.words // 80
        people = [wide.world.draw(self.chance) if self.chance.random() < KNOWN else wide.person(self.chance) for _ in range(count)]
        self.people = Weighted.ranked(people, [1, 0.8])
        self.met = set()
        self.other = {person[1]: wide.respelled(person[1], self.chance) for person in people if self.chance.random() < self.table["respelled"]}
        size, self.back = self.table["topic"]
        self.topic = {kind: [wide.words[kind].draw(self.chance) for _ in range(size)] for kind in "NAV"}
        self.places = [wide.words["G"].draw(self.chance) for _ in range(3)]
        self.slip = {name: self.chance.random() < often for name, often in self.table["slips"].items()}

    def person(self):
        """Somebody of the article: the first time with title and given name, later mostly by surname."""
        given, surname = person = self.people.draw(self.chance)
        first = surname not in self.met
        self.met.add(surname)
        written = surname
        if not first and self.chance.random() < 0.3:
            written = self.other.get(surname, surname)
        before = self.wide.before["P"].draw(self.chance)
        if first:
            return [self.chance.choice(self.table["titles"]), given, written]
        return [before + given, written] if self.chance.random() < 0.3 else [before + written]

    def slot(self, sign):
        chance, wide = self.chance, self.wide
        if sign == "f":
            return [wide.words["f"].draw(chance)]
        if sign == "P":
            return self.person()
        if sign == "0":
            return [str(chance.choice([chance.randint(1, 99), chance.randint(1990, 2024), chance.randint(100, 9000)]))]
        if sign == "G":
            place = chance.choice(self.places) if chance.random() < 0.4 else wide.words["G"].draw(chance)
            return [wide.before["G"].draw(chance) + place]
        word = chance.choice(self.topic[sign]) if chance.random() < self.back else wide.words[sign].draw(chance)
        return [wide.inflected(sign, word, self.chance)]

    def run(self, length, first=None):
        """Chunks of words until there are enough, with commas and brackets."""
        words = [word for sign in first.split() for word in self.slot(sign)] if first else []
        while len(words) < length:
            chunk = [word for sign in self.wide.chunks.draw(self.chance).split() for word in self.slot(sign)]
            if self.chance.random() < self.table["brackets"]:
                chunk[0], chunk[-1] = "(" + chunk[0], chunk[-1] + ")"
            words += chunk
            if self.chance.random() < self.table["commas"] and len(words) < length:
                words[-1] += self.table["comma"]
        return words

    def length(self, key):
        mean, spread = self.table[key]
        return max(3, int(self.chance.gauss(mean, spread)))

    def sentence(self):
        chance, table = self.chance, self.table
        length = self.length("sentence")
        if chance.random() >= table["quotations"]:
            words = self.run(length, self.wide.openings.draw(chance))
        else:
            said, that = chance.choice(table["said"]), chance.choice(table["that"])
            words = [said, *self.person(), that] if table["verb-first"] else [*self.person(), said, that]
            quoted = self.run(self.length("quoted"))
            opening, closing = self.wide.marks.draw(chance)
            if self.slip["spaced"]:
                closing, self.slip["spaced"] = f" {closing}", False
            elif self.slip["unclosed"]:
                closing, self.slip["unclosed"] = "", False
            quoted[0], quoted[-1] = opening + quoted[0], quoted[-1].rstrip(table["comma"]) + closing
            words += quoted
            if len(words) < length:
                words += self.run(length - len(words))
        words[0] = words[0][:1].upper() + words[0][1:]
        if self.slip["glued"] and len(words) > 8:
            words[4:6], self.slip["glued"] = [words[4] + table["comma"] + words[5]], False
        return words

    def text(self):
        chance, table = self.chance, self.table
        paragraphs, written = [], 0
        often, phrases = table["vague"]
        vague = chance.choice(phrases).split() if chance.random() < often else None
        while written < self.words:
            sentences = []
            for _ in range(chance.randint(*table["paragraph"])):
                words = self.sentence()
                if vague and written:
                    words, vague = vague + words, None
                written += len(words)
                sentences.append(" ".join(words).rstrip(table["comma"]) + table["stop"])
            paragraphs.append(" ".join(sentences))
        often, lines = table["promoted"]
        if chance.random() < often:
            paragraphs.append(" ".join([chance.choice(lines), *self.run(6)]))
        return "\n\n".join(paragraphs) + "\n"


def wide(language, count, seed=1):
    """Articles with as wide a vocabulary as news has."""
    made_of = Wide(language, seed)
    return (WideArticle(made_of, number).text() for number in range(count))


KINDS = {"made": made, "wide": wide}


def write(kind, language, count, folder, suffix=".md"):
    """Writes the articles into a new folder."""
    folder.mkdir(parents=True)
    for number, article in enumerate(KINDS[kind](language, count)):
        (folder / f"{number:06}{suffix}").write_text(article, encoding="utf-8")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("kind", choices=sorted(KINDS))
    arguments.add_argument("language")
    arguments.add_argument("count", type=int)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--suffix", default=".md")
    arguments = arguments.parse_args()
    write(arguments.kind, arguments.language, arguments.count, arguments.folder, arguments.suffix)


if __name__ == "__main__":
    main()
