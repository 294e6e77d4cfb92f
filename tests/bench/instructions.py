#!/usr/bin/env python3
"""Counts the instructions of five fixed runs and holds them to tests/bench/instructions.toml.

    tests/bench/run                        builds the program as it is released, installs valgrind where it may, and compares
    tests/bench/run --write "why"          writes the counts as they are now, and the reason, into the file
    python3 tests/bench/instructions.py PROGRAM [--write "why"]

Seconds say nothing on a machine that does other things as well; instructions, counted by valgrind, are the same within 0.1 % in every
run. A run that takes 3 % more than the file says fails; one that takes 3 % less is told, and the file should follow. What a change costs
on purpose is written down with its reason.
"""

import argparse
import datetime
import json
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import corpus

ROOT = Path(__file__).resolve().parents[2]
FILE = Path(__file__).with_name("instructions.toml")
WORK = ROOT / "target/bench-instructions"
# How far a count may be from the file, as a share of it.
SLACK = 0.03
ARTICLES = 200
CHECK = ["check", "--isolated", "--no-cache", "--jobs", "1", "--format", "jsonl"]
RUNS = {
    "line": [*CHECK, "line.txt"],
    "article": [*CHECK, "article.md"],
    "made": [*CHECK, "--select", "all", "made"],
    "wide": [*CHECK, "--select", "all", "wide"],
    "names": ["names", "--isolated", "--jobs", "1", "--format", "json", "wide"],
}
# Nothing of whoever runs it. valgrind shows every program the same processor, but for AVX2, which an old machine lacks: the string
# functions of glibc that the program gets are those that any has, so that counts of two machines can be compared.
ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "HOME": "/nonexistent",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-AVX2_Usable,-AVX,-AVX_Usable,-AVX_Fast_Unaligned_Load,-ERMS,-FSRM,-SSE4_2,-SSE4_1,-SSSE3",
}


def articles():
    """The texts of the runs, written anew each time: rules and examples that they are made of may have changed."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    corpus.write("made", "ar", ARTICLES, WORK / "made")
    corpus.write("wide", "ar", ARTICLES, WORK / "wide")
    article = (WORK / "made/000000.md").read_text(encoding="utf-8")
    (WORK / "article.md").write_text(article, encoding="utf-8")
    (WORK / "line.txt").write_text(max(article.split("\n"), key=len) + "\n", encoding="utf-8")


def count(program, arguments, cwd):
    """Millions of instructions that a run takes, on all its threads."""
    command = [shutil.which("valgrind"), "--tool=callgrind", "--callgrind-out-file=/dev/null", program, *arguments]
    run = subprocess.run(command, cwd=cwd, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    collected = re.search(r"Collected : (\d+)", run.stderr)
    # 1: something was found.
    if not collected or run.returncode not in (0, 1):
        sys.exit(f"{' '.join(map(str, command))} failed:\n{run.stderr}")
    return int(collected[1]) / 1e6


def compiler():
    """The Rust in use: another makes another program of the same source."""
    run = subprocess.run(["rustc", "--version"], cwd=ROOT, capture_output=True, text=True)
    return run.stdout.strip() or "unknown"


def written(counts, changes):
    """The file with these counts and changes."""
    head = FILE.read_text(encoding="utf-8").split("\n[[", 1)[0].split("\ncompiler", 1)[0].rstrip()
    parts = [f'{head}\ncompiler = "{compiler()}"']
    parts += [f'[[run]]\nname = "{name}"\nmillions = {millions:.1f}' for name, millions in counts.items()]
    for change in changes:
        lines = [f"{name} = [{before:.1f}, {after:.1f}]" for name, (before, after) in change["millions"].items()]
        parts.append("\n".join(["[[change]]", f"date = {change['date']}", f"why = {json.dumps(change['why'], ensure_ascii=False)}", f"millions = {{ {', '.join(lines)} }}"]))
    return "\n\n".join(parts) + "\n"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program", type=Path)
    arguments.add_argument("--write", metavar="WHY")
    arguments = arguments.parse_args()
    if platform.machine() != "x86_64":
        print(f"SKIPPED: instructions are counted on x86_64 only, this is {platform.machine()}")
        return
    if not shutil.which("valgrind"):
        sys.exit("error: valgrind is missing")
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    said = {run["name"]: run["millions"] for run in table.get("run", [])}
    if said.keys() != RUNS.keys() and not arguments.write:
        sys.exit(f"error: {FILE.name} has the runs {', '.join(said)}; there are {', '.join(RUNS)}")

    articles()
    program = arguments.program.resolve()
    counts, worse, better = {}, [], []
    print(f"{'run':<10}{'million':>10}{'file':>10}")
    for name, run in RUNS.items():
        counts[name] = millions = count(program, run, WORK)
        before = said.get(name, millions)
        share = millions / before - 1
        print(f"{name:<10}{millions:>10.1f}{before:>10.1f}{share:>+9.1%}", flush=True)
        if abs(share) > SLACK:
            (worse if share > 0 else better).append(name)

    if arguments.write:
        # What moved by less than the counts themselves do is no change.
        moved = {name: (said.get(name, 0.0), millions) for name, millions in counts.items() if abs(said.get(name, 0.0) / millions - 1) > 0.003}
        changes = table.get("change", [])
        if moved:
            changes.append({"date": datetime.date.today(), "why": arguments.write, "millions": moved})
        FILE.write_text(written({**counts, **{name: said[name] for name in counts.keys() - moved.keys()}}, changes), encoding="utf-8")
        return
    if better:
        print(f"less than the file says: {', '.join(better)}; `tests/bench/run --write \"why\"` lowers it")
    if worse and table.get("compiler") != compiler():
        print(f"the file was written with {table.get('compiler')}, this is {compiler()}", file=sys.stderr)
    if worse:
        sys.exit(f"error: {', '.join(worse)}: more than {SLACK:.0%} above {FILE.name}. If that has to be, `tests/bench/run --write \"why\"` says so")


if __name__ == "__main__":
    main()
