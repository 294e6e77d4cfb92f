#!/usr/bin/env python3
"""What a hundred rules of a house cost, as a share of a run without them: instructions, counted by valgrind.

    python3 tests/bench/house_rules.py PROGRAM

The rules are of every general kind: lists of words of the corpus, common ones and rare ones, and patterns such as stylebooks need.
A share above the limit fails.
"""

import argparse
import platform
import random
import shutil
import sys
import tomllib
from pathlib import Path

import corpus
from instructions import CHECK, ROOT, count

WORK = ROOT / "target/bench-house-rules"
ARTICLES = 200
# Most that the rules may take, as a share of the run without them.
LIMIT = 0.10
PATTERNS = {
    "en": [
        r"\b\d{1,2}(?:st|nd|rd|th) (?:January|February|March|April|May|June|July|August)\b", r"\b[A-Z]{6,}\b", r"(?i)\bnot un\w+ly\b", r"\b\d+ ?%",
        r"\b\d{4}-\d{4}\b", r"\b(?:very|quite|rather) \w+ indeed\b", r"\b(\d+) percent\b", r"[!?]{2,}", r"\s+[,;:]", r"(?i)\bat this (?:point|moment) in time\b",
        r"\b\w+ed by the \w+ of\b", r"\$\d+(?:,\d{3})* ?(?:million|billion)\b", r"\b(?:Mr|Mrs|Ms|Dr) [A-Z]\w+ [A-Z]\w+\b", r"\bit (?:is|was) \w+ that\b",
        r"\b[a-z]+-[a-z]+-[a-z]+\b", r"(?i)\b(?:he|she|they) (?:feels?|believes?) like\b", r"\b\d{1,2}:\d{2} ?(?:am|pm)\b", r"\b(\w+) and/or (\w+)\b",
        r"“[^”]{200,}”", r"(?m)^\w+ing \w+,",
    ],
    "ar": [
        r"[٠-٩]+", r"\d+ ?٪", r"\bقام(?:ت|وا)? ب\w+", r"[!؟]{2,}", r"\s+[،؛:]", r"\b(?:تم|يتم|سيتم) \w+", r"\b\w+ بشكل \w+", r"\d{4}/\d{4}", r"\b[A-Za-z]{3,}\b",
        r"(?:مليون|مليار) دولار أمريكي", r"\bال\w+ين وال\w+ين\b", r"«[^»]{300,}»", r"\bمن قبل ال\w+", r"\b(\d+) (?:بالمئة|بالمائة)\b", r"\w+اً\b", r"ـ{2,}",
        r"\bأن[ّه]? ?سوف\b", r"\b(?:السيد|السيدة|الدكتور) \w+ \w+", r"[()]{2,}", r"(?m)^وقد \w+",
    ],
}


def rules(language):
    """A hundred rules as TOML, and how many there are of each kind."""
    chance = random.Random(f"house rules {language}")
    table = tomllib.loads((Path(__file__).parent / "corpus.toml").read_text(encoding="utf-8"))[language]
    common = table["common"].split()
    rare = sorted({word for words in corpus.word_lists(language).values() for word in words if word.isalpha()})

    def words(n):
        """Nearly all of them are rare, as what a stylebook forbids is."""
        return [chance.choice(common[100:] if chance.random() < 0.05 else rare) for _ in range(n)]

    def phrases(n):
        return [" ".join(words(chance.choice([1, 1, 2, 3]))) for _ in range(n)]

    def listed(texts):
        return "[" + ", ".join(f'"{text}"' for text in dict.fromkeys(texts)) + "]"

    made = []
    for pattern in PATTERNS[language]:
        made.append(("existence", f"pattern = '''{pattern}'''"))
    for _ in range(15):
        made.append(("existence", f"tokens = {listed(phrases(12))}"))
    for _ in range(26):
        swap = ", ".join(f'"{phrase}" = "{other}"' for phrase, other in zip(dict.fromkeys(phrases(8)), phrases(8)))
        made.append(("substitution", f"swap = {{ {swap} }}"))
    for per in ["article", "paragraph", "sentence"] * 3:
        made.append(("occurrence", f'tokens = {listed(phrases(4))}\nat-most = 1\nper = "{per}"'))
    made.append(("occurrence", f"pattern = '''{PATTERNS[language][3]}'''\nat-most = 2"))
    made.append(("repetition", f"may-double = {listed(words(8))}"))
    made.append(("repetition", 'of = "marks"'))
    made.append(("length", 'unit = "letters"\nat-most = 90\nscope.headings = "only"'))
    made.append(("length", 'unit = "words"\nat-most = 60\nper = "sentence"'))
    made.append(("length", 'unit = "sentences"\nat-most = 8'))
    for _ in range(8):
        made.append(("consistency", f"spellings = [{listed(words(2) + phrases(1))}, {listed(words(2) + phrases(1))}]"))
    made.append(("conditional", r"if.pattern = '\b([A-Z]{3,5})\b'" + "\n" + r"then.pattern = '\(([A-Z]{3,5})\)'"))
    for _ in range(6):
        made.append(("conditional", f"if.tokens = {listed(phrases(3))}\nthen.tokens = {listed(phrases(3))}"))
    for _ in range(3):
        made.append(("sequence", f"words = [{listed(phrases(3))}, {{ class = 'any', at-least = 0, at-most = 5 }}, {listed(phrases(3))}]"))
        made.append(("sequence", f"words = [{{ class = 'word', not = {listed(words(3))} }}, {listed(words(3))}]"))
    made.append(("sequence", "words = [{ class = 'number' }, { class = 'name' }]"))
    made.append(("capitalization", "style = 'sentence'"))
    made.append(("metadata", "look-for = 'value'\nfield = 'section'\none-of = ['culture', 'local']"))
    assert len(made) == 100, len(made)
    head = f'schema = 1\nname = "house"\nlanguages = ["{language}"]\n'
    tables = [f'[[rule]]\ncode = "house/rule-{number}"\nkind = "{kind}"\nmessage.en = "house rule: {{match}}"\n{keys}\n' for number, (kind, keys) in enumerate(made)]
    return head + "\n" + "\n".join(tables)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program", type=Path)
    program = arguments.parse_args().program.resolve()
    if platform.machine() != "x86_64":
        print(f"SKIPPED: instructions are counted on x86_64 only, this is {platform.machine()}")
        return
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    dear = []
    print(f"{'language':<10}{'without':>10}{'with':>10}")
    for language in PATTERNS:
        corpus.write("wide", language, ARTICLES, WORK / language)
        (WORK / f"{language}.toml").write_text(rules(language), encoding="utf-8")
        run = [*CHECK, language]
        without, with_rules = count(program, run, WORK), count(program, [*run, "--rules", f"{language}.toml"], WORK)
        share = with_rules / without - 1
        print(f"{language:<10}{without:>10.1f}{with_rules:>10.1f}{share:>+9.1%}", flush=True)
        if share > LIMIT:
            dear.append(language)
    if dear:
        sys.exit(f"error: a hundred house rules take more than {LIMIT:.0%} of a run: {', '.join(dear)}")


if __name__ == "__main__":
    main()
