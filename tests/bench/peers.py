#!/usr/bin/env python3
"""Times copydesk beside the floor and beside other checkers of text, on the same articles, in one run.

    cargo build --release
    python3 tests/bench/peers.py target/release/copydesk [--articles 1000 10000] [--corpora made-ar wide-en] [--every-peer]

The articles are those of tests/bench/corpus.py: `made` of few words, `wide` of as many as news has, Arabic and English. `--folder
NAME=PATH` measures articles of one's own beside them. The floor F (tests/bench/floor.rs, built on the first run, or `--floor PROGRAM`)
is what any checker of words has to do; times are told in multiples of it. The programs run in turns, round by round, so that what
else the machine does hits all of them; CPU is user and system time of the process, the median of the rounds, on one thread for all
that can be told to use one.

The others are installed into target/peers from PyPI (ripgrep, too) and npm; what cannot be installed is left out. They look for other things than
copydesk does: only the order of magnitude can be compared. `--every-peer` adds the slow ones, a round each.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import corpus

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "target/peers"
PYPI = ["ripgrep", "typos", "rumdl"]
SLOW_PYPI = ["codespell", "proselint", "arabic-lint"]
SLOW_NPM = ["textlint", "@textlint-rule/textlint-rule-no-unmatched-pair", "textlint-rule-prh", "cspell", "autocorrect-node"]
CORPORA = ["made-ar", "wide-ar", "made-en", "wide-en"]


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


def install(every):
    """The search path with the others' programs; what is missing is told."""
    python, node = WORK / "python", WORK / "node"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", python], check=True)
    here = subprocess.run([python / "bin/pip", "list", "--format", "json", "--disable-pip-version-check"], capture_output=True, check=True).stdout
    here = {package["name"] for package in json.loads(here)}
    for package in PYPI + (SLOW_PYPI if every else []):
        if package not in here and subprocess.run([python / "bin/pip", "install", "-q", package], capture_output=True).returncode:
            print(f"{package} cannot be installed", file=sys.stderr)
    if every and shutil.which("npm") and not node.exists():
        node.mkdir(parents=True)
        (node / "package.json").write_text('{"private": true}')
        for package in SLOW_NPM:
            if subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", package], cwd=node, capture_output=True).returncode:
                print(f"{package} cannot be installed", file=sys.stderr)
    return os.pathsep.join([str(python / "bin"), str(node / "node_modules/.bin"), os.environ["PATH"]])


def built_floor():
    """The program of tests/bench/floor.rs."""
    command = ["cargo", "bench", "--quiet", "--bench", "floor", "--no-run", "--message-format", "json"]
    lines = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()
    return next(message["executable"] for message in map(json.loads, lines) if message.get("target", {}).get("name") == "floor")


def measure(command, cwd, env):
    """CPU and wall time of one run, in milliseconds; nothing if there is no such program."""
    began = time.perf_counter()
    try:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return None
    _, _, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = 0
    return (used.ru_utime + used.ru_stime) * 1e3, wall * 1e3


class Timed:
    """Medians of what programs took, taken in turns."""

    def __init__(self, commands, cwd, rounds, path):
        env = {**os.environ, "PATH": path, "RAYON_NUM_THREADS": "1"}
        found = {name: [shutil.which(str(command[0]), path=path), *map(str, command[1:])] for name, command in commands.items()}
        self.times = {name: [] for name in found}
        for _ in range(rounds):
            for name, command in found.items():
                taken = measure(command, cwd, env) if command[0] else None
                if taken:
                    self.times[name].append(taken)

    def cpu(self, name):
        return self._median(name, 0)

    def wall(self, name):
        return self._median(name, 1)

    def _median(self, name, part):
        times = self.times.get(name)
        return statistics.median(taken[part] for taken in times) if times else None


def commands(program, floor, every):
    check = [program, "check", "--isolated", "--format", "jsonl"]
    one = ["--jobs", "1"]
    everything = [*check, "--select", "all"]
    listed = ["-F", "-j1", "-f", WORK / "cues", "."]
    found = {
        "floor": [floor, "."],
        "copydesk": [*check, *one, "--no-cache", "."],
        "copydesk, two threads": [*check, "--jobs", "2", "--no-cache", "."],
        "copydesk, all rules": [*everything, *one, "--no-cache", "."],
        "copydesk, all rules, two threads": [*everything, "--jobs", "2", "--no-cache", "."],
        "copydesk, all rules, second run": [*everything, *one, "--cache-dir", WORK / "cache", "."],
        "rg -F -c, all cues": ["rg", "-c", *listed],
        "rg -F -o, all cues": ["rg", "-o", *listed],
        "typos": ["typos", "--threads", "1", "."],
        "rumdl": ["rumdl", "check", "--no-cache", "."],
    }
    if every:
        rules = {"@textlint-rule/no-unmatched-pair": True, "prh": {"rulePaths": [str(WORK / "prh.yml")]}}
        (WORK / "prh.yml").write_text("version: 1\nrules:\n  - expected: الاردن\n    pattern: الأردن\n", encoding="utf-8")
        (WORK / "textlintrc.json").write_text(json.dumps({"rules": rules}), encoding="utf-8")
        slow = {
            "codespell": ["codespell", "."],
            "autocorrect": ["autocorrect", "--lint", "."],
            "arabic-lint": ["arabic-lint", "."],
            "textlint": ["textlint", "--config", WORK / "textlintrc.json", "--rules-base-directory", WORK / "node/node_modules", "**/*.md"],
            "cspell": ["cspell", "--no-progress", "**/*.md"],
            "proselint": ["proselint", "check", "."],
        }
    return found, slow if every else {}


def goal(said, value, most, least=False):
    """A line that says whether a goal is met."""
    if value is not None:
        met = value >= most if least else value <= most
        print(f"  {said:<58}{value:6.2f}  goal {'>=' if least else '<='} {most:<5} {'met' if met else 'MISSED'}")


def ratio(timed, name, other):
    mine, others = timed.cpu(name), timed.cpu(other)
    return mine / others if mine and others else None


def report(title, folder, timed):
    sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    unit = timed.cpu("floor")
    print(f"\n{title}: {len(sizes)} articles, {sum(sizes) / 1e6:.1f} MB")
    print(f"  {'':<36}{'CPU ms':>9}{'wall ms':>9}{'× F':>8}")
    for name in timed.times:
        cpu = timed.cpu(name)
        print(f"  {name:<36}" + (f"{cpu:9.0f}{timed.wall(name):9.0f}{cpu / unit:8.2f}" if cpu else "  not there"))
    goal("default, in F", ratio(timed, "copydesk", "floor"), 3)
    goal("all rules, in F", ratio(timed, "copydesk, all rules", "floor"), 5)
    goal("default against rg -F -o", ratio(timed, "copydesk", "rg -F -o, all cues"), 0.8)
    if title.startswith("made"):
        goal("default against typos", ratio(timed, "copydesk", "typos"), 1)
        goal("default against rumdl", ratio(timed, "copydesk", "rumdl"), 1)
    elif title.startswith("wide-ar"):
        goal("default against typos", ratio(timed, "copydesk", "typos"), 1.2)
    for name in ("copydesk", "copydesk, all rules"):
        goal(f"{name}: wall on one thread against two", timed.wall(name) / timed.wall(f"{name}, two threads"), 1.8, least=True)


def starts(program, path):
    """What one line and one article take."""
    folder = WORK / "single"
    folder.mkdir(exist_ok=True)
    article = next(corpus.made("ar", 1))
    (folder / "article.md").write_text(article, encoding="utf-8")
    (folder / "line.txt").write_text(max(article.split("\n"), key=len) + "\n", encoding="utf-8")
    check = [program, "check", "--isolated", "--no-cache"]
    timed = Timed({"version": [program, "--version"], "line": [*check, "line.txt"], "article": [*check, "article.md"]}, folder, 21, path)
    print("\none file")
    print(f"  {'--version, wall ms':<58}{timed.wall('version'):6.2f}")
    goal("one line, wall ms", timed.wall("line"), 4)
    goal("one article of 4 KB, wall ms", timed.wall("article"), 6)
    if shutil.which("valgrind"):
        import instructions

        print(f"  {'one line, millions of instructions':<58}{instructions.count(program, [*instructions.CHECK, 'line.txt'], folder):6.1f}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program", type=Path)
    arguments.add_argument("--articles", type=int, nargs="+", default=[1000, 10000])
    arguments.add_argument("--corpora", nargs="*", choices=CORPORA, default=CORPORA)
    arguments.add_argument("--folder", action="append", default=[], metavar="NAME=PATH")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--floor", type=Path)
    arguments.add_argument("--every-peer", action="store_true")
    arguments = arguments.parse_args()
    program = arguments.program.resolve()
    WORK.mkdir(parents=True, exist_ok=True)
    path = install(arguments.every_peer)
    floor = arguments.floor.resolve() if arguments.floor else built_floor()
    lists = {cue for file in ROOT.glob("rules/*/*.toml") for cue in cues(tomllib.loads(file.read_text(encoding="utf-8")))}
    (WORK / "cues").write_text("\n".join(sorted(cue for cue in lists if cue.strip())), encoding="utf-8")

    folders = {}
    for count in arguments.articles:
        for name in arguments.corpora:
            kind, language = name.split("-")
            folders[f"{name} {count}"] = folder = WORK / f"{name}-{count}"
            if not folder.exists():
                corpus.write(kind, language, count, folder)
    folders |= {name: Path(folder).resolve() for name, _, folder in (given.partition("=") for given in arguments.folder)}

    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, {arguments.rounds} rounds")
    starts(program, path)
    quick, slow = commands(program, floor, arguments.every_peer)
    for title, folder in folders.items():
        # The first run fills the page cache and copydesk's own.
        shutil.rmtree(WORK / "cache", ignore_errors=True)
        Timed({name: quick[name] for name in ("floor", "copydesk, all rules, second run")}, folder, 1, path)
        timed = Timed(quick, folder, arguments.rounds, path)
        timed.times |= Timed(slow, folder, 1, path).times
        report(title, folder, timed)
        sys.stdout.flush()
    print(f"\nload {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
