#!/usr/bin/env python3
"""Writes the licences of what a program is built from: `notices.py PACKAGE TARGET`, to standard output.

Licences ask that their text and the names in it go with each copy. They are taken from the packages that cargo builds the program from
for the target; build scripts and tests do not reach people. A package without a text is an error.
"""

import json
import subprocess
import sys
from pathlib import Path

LINE = "-" * 100
NAMES = ("license", "licence", "copying", "copyright", "notice", "unlicense")


def built_in(package, target):
    """The packages that the program holds, our own left out, by name and version."""
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", target]
    metadata = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout)
    packages = {it["id"]: it for it in metadata["packages"]}
    nodes = {it["id"]: it for it in metadata["resolve"]["nodes"]}
    waiting = [key for key, it in packages.items() if it["name"] == package and it["source"] is None]
    found = set()
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        # What only works while it is compiled leaves nothing of itself behind.
        if any("proc-macro" in it["kind"] for it in packages[key]["targets"]):
            found.discard(key)
            continue
        waiting += [it["pkg"] for it in nodes[key]["deps"] if any(kind["kind"] is None for kind in it["dep_kinds"])]
    others = (packages[key] for key in found if packages[key]["source"] is not None)
    return sorted(others, key=lambda it: (it["name"], it["version"]))


def texts(package):
    """The texts of its licences, as the package has them."""
    folder = Path(package["manifest_path"]).parent
    files = [it for it in sorted(folder.iterdir()) if it.is_file() and it.name.lower().startswith(NAMES)]
    return [it.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").strip() for it in files]


def main():
    # The same bytes on every system.
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    package, target = sys.argv[1:]
    packages = built_in(package, target)
    if len(packages) < 20:
        sys.exit(f"error: {package} is built from {len(packages)} packages: these are not all")
    owners = {}
    print("copydesk holds code of these packages, under the licences that each names.\n")
    for it in packages:
        print(f"{it['name']} {it['version']}: {it['license']}" + (f", {it['repository']}" if it["repository"] else ""))
        found = texts(it)
        if not found:
            sys.exit(f"error: {it['name']} {it['version']} has no text of its licence ({it['license']})")
        for text in found:
            owners.setdefault(text, []).append(f"{it['name']} {it['version']}")
    for text, names in sorted(owners.items(), key=lambda it: it[1]):
        print(f"\n{LINE}\n{', '.join(names)}\n{LINE}\n{text}")


if __name__ == "__main__":
    main()
