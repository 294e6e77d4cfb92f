#!/usr/bin/env python3
"""How time and memory grow with hostile input: each shape in three sizes, each four times the one before.

    cargo build --release && tests/hostile/scaling.py target/release/copydesk [--size KIB] [--only WORDS]

Prints a table in Markdown. Fails where four times the input take more than eight times the time, or where a MiB takes more
than a second (a debug build takes several times as long: --seconds 5). Nothing is asserted by `cargo test`: time is the
machine's.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SENTENCE = "The ferry was late on Tuesday, the harbour master said. "


def times(piece):
    return lambda size: piece * (size // len(piece.encode()) + 1)


def front(piece, open_="a: "):
    return lambda size: f"---\n{open_}{times(piece)(size)}\n---\n\n{SENTENCE}\n"


def numbered(piece):
    def build(size):
        out, length, n = [], 0, 0
        while length < size:
            out.append(piece.replace("{n}", str(n)))
            length += len(out[-1].encode())
            n += 1
        return "".join(out)

    return build


# Name, extension, and what makes it of a size.
SHAPES = [
    ("ordinary sentences", "txt", times(SENTENCE + "\n\n")),
    ("one line", "txt", times(SENTENCE)),
    ("one word", "txt", times("z")),
    ("opening marks", "txt", times("«")),
    ("straight marks", "txt", times('x" ')),
    ("marks in turn", "txt", times("“ ” « » ‘ ’ ")),
    ("marks nested", "txt", times("“a ‘b «c ")),
    ("apostrophes", "txt", times("x' 's ")),
    ("opening brackets", "txt", times("[")),
    ("closing brackets", "txt", times("a)")),
    ("brackets of two kinds", "txt", lambda size: "(" * (size // 2) + "]" * (size // 2)),
    ("combining marks", "txt", times("e\u0300")),
    ("invisible characters", "txt", times("t\u200b\u202e")),
    ("addresses", "txt", times("https://example.org/a?b=c ")),
    ("cues", "txt", times("Read more: ")),
    ("lines with cues", "txt", times("Read more: Ten bridges that changed a city\n")),
    ("Arabic cues", "txt", times("اقرأ أيضا: ")),
    ("speech", "txt", times("“Wait,” he said. ")),
    ("marks apart", "txt", times("كلمة ,كلمة ، ")),
    ("marks twice", "txt", times("كلمة،، ")),
    ("tatweel", "txt", times("اـ")),
    ("forms of letters", "txt", times("ﻻب")),
    ("references without ampersand", "txt", times("quot;")),
    ("digits of two sets", "txt", times("1٢")),
    ("names", "txt", numbered("Samir K{n} met Kamal B{n}. ")),
    ("names alike", "txt", numbered("Zelensk{n}y met Zelenski{n}y. ")),
    ("Arabic names", "txt", numbered("التقى الوزير سمير {n} كمال لافروف. ")),
    ("capitals", "txt", times("Abc Def Ghi ")),
    ("short lines", "txt", times("ok\n")),
    ("blank lines", "txt", times("\n")),
    ("carriage returns", "txt", times("a\r")),
    ("Markdown quotes", "md", times("> ")),
    ("Markdown lists", "md", times("- ")),
    ("Markdown list lines", "md", numbered("- a {n}\n")),
    ("Markdown brackets", "md", times("[")),
    ("Markdown links", "md", times("[x](")),
    ("Markdown images", "md", times("![a](b ")),
    ("Markdown emphasis", "md", times("*x _y ")),
    ("Markdown strong", "md", times("**a *b ")),
    ("Markdown backquotes", "md", lambda size: "".join("`" * (n % 800) + "a" for n in range(size // 400))),
    ("Markdown references", "md", numbered("[a{n}]: b\n")),
    ("Markdown footnotes", "md", numbered("[^{n}]: b\n\n")),
    ("Markdown tables", "md", lambda size: "|x" * (size // 4) + "|\n" + "|-" * (size // 4) + "|\n"),
    ("Markdown table rows", "md", lambda size: "|a|b|\n|-|-|\n" + times("|x|y|\n")(size)),
    ("Markdown HTML", "md", times("<a ")),
    ("Markdown comments", "md", times("<!-- ")),
    ("comments for copydesk", "md", times("<!-- copydesk: ignore quotes -- a -->\n\n")),
    ("blocks for copydesk", "md", times("<!-- copydesk: ignore-start ads -- a -->\n\n")),
    ("shortcodes", "md", times("{{< a ")),
    ("Liquid", "md", times("{% a ")),
    ("entities", "md", times("&amp;&#8221;")),
    ("front matter, flow", "md", front("[")),
    ("front matter, keys", "md", lambda size: "---\n" + numbered("k{n}: a\n")(size) + "---\n\n" + SENTENCE),
    ("front matter, list", "md", front("- ", "a:\n")),
    ("front matter, TOML", "md", lambda size: "+++\na = " + "[" * size + "\n+++\n\n" + SENTENCE),
    ("front matter, TOML keys", "md", lambda size: "+++\n" + "a." * (size // 2) + "b = 1\n+++\n\n" + SENTENCE),
    ("front matter, quoted", "md", lambda size: '---\na: "' + "\\u0041\\\n  " * (size // 9) + '"\n---\n\n' + SENTENCE),
    ("HTML blocks", "html", times("<div>")),
    ("HTML spans", "html", times("<b>")),
    ("HTML paragraphs", "html", times("<p>”a")),
    ("HTML attributes", "html", lambda size: "<a " + numbered("x{n}=1 ")(size) + ">" + SENTENCE),
    ("HTML comments", "html", times("<!-- ")),
    ("HTML tables", "html", times("<table><tr><td>")),
    ("HTML articles", "html", times("<article><p>a</article>")),
    ("HTML lists", "html", times("<ul><li>")),
    ("HTML entities", "html", times("&amp;&#8221;")),
    ("HTML scripts", "html", times("<script>")),
    ("HTML pictures", "html", times("<img alt='a' src=b>")),
    ("JSON-LD", "html", lambda size: '<script type="application/ld+json">' + "[" * size + "</script><p>" + SENTENCE),
    ("records", "jsonl", times('{"text": "He said “wait."}\n')),
    ("record with escapes", "jsonl", lambda size: '{"text": "' + "\\u201c" * (size // 6) + '"}\n'),
    ("record, nested", "jsonl", lambda size: '{"text": "a", "b": ' + "[" * (size // 2) + "]" * (size // 2) + "}\n"),
    ("record, members", "jsonl", lambda size: "{" + numbered('"k{n}": "a", ')(size) + '"text": "b"}\n'),
    ("empty lines of records", "jsonl", times("{}\n")),
]


def run(program, path, folder):
    """Seconds of CPU and MiB of memory."""
    with open(os.devnull, "wb") as null:
        command = [program, "check", "--isolated", "--select", "all", "--format", "jsonl", "--jobs", "1", path]
        child = subprocess.Popen(command, cwd=folder, stdout=null, stderr=subprocess.PIPE)
        err = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode in (0, 1, 2) and b"fault of copydesk" not in err, (path, child.returncode, err[-500:])
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--size", type=int, default=1024, help="KiB of the largest input")
    parser.add_argument("--seconds", type=float, default=1.0, help="most seconds for a MiB")
    parser.add_argument("--only", default="", help="a regular expression")
    args = parser.parse_args()
    program, faults = os.path.abspath(args.program), 0
    print("| shape | s per MiB | for 4 times the input | MiB of memory |\n|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "nothing.txt").write_text("a\n", encoding="utf-8")
        # What starting costs is nobody's input.
        start = min(run(program, "nothing.txt", folder)[0] for _ in range(3))
        for name, extension, build in SHAPES:
            if not re.search(args.only, name):
                continue
            took = []
            for size in (args.size * 64, args.size * 256, args.size * 1024):
                path = f"a.{extension}"
                Path(folder, path).write_text(build(size), encoding="utf-8")
                seconds, memory = run(program, path, folder)
                took.append((max(seconds - start, 0.0), memory))
            per_mib = took[2][0] * 1024 / args.size
            # Below some milliseconds the clock says nothing.
            growth = max((b[0] / a[0] for a, b in zip(took, took[1:]) if a[0] > 0.02), default=0.0)
            is_slow = growth > 8 or per_mib > args.seconds
            faults += is_slow
            said = f"{growth:.1f}" if growth else "–"
            print(f"| {name}{' **slow**' if is_slow else ''} | {per_mib:.2f} | {said} | {took[2][1]:.0f} |", flush=True)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
