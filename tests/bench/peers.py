#!/usr/bin/env python3
"""Times copydesk beside other checkers of text, on the same articles, in one run.

    cargo build --release
    python3 tests/bench/peers.py target/release/copydesk [--articles 2000]

The articles are put together from those under examples/ar, about 4 KB each. The others are installed into target/peers from PyPI
and npm; what cannot be installed is left out and named. They look for other things than copydesk does, so only the
order of magnitude can be compared: CPU time of the whole process, the median of three runs, as a multiple of
copydesk's with all rules and without its cache.
"""

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYPI = ["typos", "rumdl", "codespell", "proselint", "arabic-lint"]
NPM = ["textlint", "@textlint-rule/textlint-rule-no-unmatched-pair", "textlint-rule-prh", "cspell", "autocorrect-node"]


def corpus(folder, count):
    """Articles of about 4 KB: paragraphs of the examples in a seeded order."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples/ar").glob("*.txt"))]
    paragraphs = [part for text in texts for part in text.split("\n\n") if part.strip()]
    chance = random.Random(1)
    folder.mkdir(parents=True)
    for number in range(count):
        article = f"{number}\n"
        while len(article.encode()) < 4096:
            article += "\n" + chance.choice(paragraphs).strip() + "\n"
        (folder / f"{number:06}.md").write_text(article, encoding="utf-8")


def cues(value):
    """Every word and phrase of every list of a rule set."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("example", "explain", "message", "fix", "related"):
                yield from cues(inner)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, str):
                yield inner
            else:
                yield from cues(inner)


def install(folder):
    """The folders with the others' programs; what is missing is told."""
    python, node = folder / "python", folder / "node"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", python], check=True)
        for package in PYPI:
            run = subprocess.run([python / "bin/pip", "install", "-q", package], capture_output=True)
            if run.returncode:
                print(f"{package} cannot be installed", file=sys.stderr)
    if shutil.which("npm") and not node.exists():
        node.mkdir(parents=True)
        (node / "package.json").write_text('{"private": true}')
        for package in NPM:
            run = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", package], cwd=node, capture_output=True)
            if run.returncode:
                print(f"{package} cannot be installed", file=sys.stderr)
    return [python / "bin", node / "node_modules/.bin"]


def cpu(command, cwd, runs=3):
    """User and system time, in seconds, median; nothing if it cannot be run."""
    times = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        try:
            subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=900)
        except (OSError, subprocess.TimeoutExpired):
            return None
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return statistics.median(times)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program", type=Path)
    arguments.add_argument("--articles", type=int, default=2000)
    arguments = arguments.parse_args()
    program = arguments.program.resolve()
    work = ROOT / "target/peers"
    path = os.pathsep.join([*map(str, install(work)), os.environ["PATH"]])

    articles = work / f"articles-{arguments.articles}"
    if not articles.exists():
        corpus(articles, arguments.articles)
    lists = {cue for file in ROOT.glob("rules/*/*.toml") for cue in cues(tomllib.loads(file.read_text(encoding="utf-8")))}
    (work / "cues").write_text("\n".join(sorted(cue for cue in lists if cue.strip())), encoding="utf-8")
    (work / "prh.yml").write_text("version: 1\nrules:\n  - expected: الاردن\n    pattern: الأردن\n", encoding="utf-8")
    rules = {"@textlint-rule/no-unmatched-pair": True, "prh": {"rulePaths": [str(work / "prh.yml")]}}
    (work / "textlintrc.json").write_text(json.dumps({"rules": rules}), encoding="utf-8")

    check = [program, "check", "--isolated", "--format", "jsonl"]
    kept = ["--cache-dir", work / "cache"]
    shutil.rmtree(work / "cache", ignore_errors=True)
    everything = [*check, "--select", "all"]
    commands = {
        "copydesk, all rules": [*everything, "--no-cache", "."],
        "copydesk, rules on by default": [*check, "--no-cache", "."],
        "copydesk, all rules, second run": [*everything, *kept, "."],
        "rg -F -c -f cues": ["rg", "-F", "-c", "-f", work / "cues", "."],
        "rg -F -o -f cues": ["rg", "-F", "-o", "-f", work / "cues", "."],
        "typos": ["typos", "."],
        "rumdl": ["rumdl", "check", "--no-cache", "."],
        "codespell": ["codespell", "."],
        "autocorrect": ["autocorrect", "--lint", "."],
        "arabic-lint": ["arabic-lint", "."],
        "textlint": ["textlint", "--config", work / "textlintrc.json", "--rules-base-directory", work / "node/node_modules", "**/*.md"],
        "cspell": ["cspell", "--no-progress", "**/*.md"],
        "proselint": ["proselint", "check", "."],
    }
    subprocess.run([*everything, *kept, "."], cwd=articles, stdout=subprocess.DEVNULL)
    base = None
    print(f"{arguments.articles} articles, {sum(file.stat().st_size for file in articles.iterdir()) / 1e6:.1f} MB; CPU time")
    for name, command in commands.items():
        found = command[0] if name.startswith("copydesk") else shutil.which(command[0], path=path)
        seconds = found and cpu([found, *command[1:]], articles)
        if not seconds:
            print(f"{name:<34} not there")
            continue
        base = base or seconds
        print(f"{name:<34} {seconds:8.2f} s {seconds / base:8.2f}")


if __name__ == "__main__":
    main()
