"""The forms of output as their readers take them: schemas, required keys, and the text under every span.

    formats.py PROGRAM SARIF-SCHEMA
"""

import json
import re
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree
from pathlib import Path

import jsonschema

FOLDERS = ["examples/ar", "examples/en", "crates/cli/tests/cmd/formats"]
ODD = {
    # A byte order mark, CRLF, an astral character and a tab before the span, marks on letters.
    "a %41#b.txt": "\ufeff🙂\tقَالَ المُدِيرُ إنه “متفائل.\r\n\r\nRead more: 🙂 the tide tables | <b>\r\n",
    "twice.txt": "قال إنه “ينتظر المد.\n\nقال إنه “ينتظر المد.\n",
    # A quotation over two lines: its repair has edits in both.
    "lines.txt": "The sign said ”mind the step” twice.\n“Mind it,” he said.\n",
    # Records: what is found stands behind escapes, and the second record is on the third line of the file.
    "records.jsonl": '{"id": "one", "text": "🙂 \\"Quiet\\" he said.\\n\\nHe said “wait \\u2014 for the tide."}\n\n'
    '{"id": "two", "text": "🙂 The gate is open.\\n\\nقال إنه “ينتظر المد."}\n',
    # What cannot be read: front matter, records, a NUL.
    "head.md": "---\ntitle: 🙂\ntags: [sea, wind\n---\nقال إنه “ينتظر المد.\n",
    "broken.jsonl": '{"text": "Fine."}\n{"id": "🙂", "text": ["no"]}\n{"🙂": no}\n{"text": null}\n',
    "null-byte.txt": "🙂 one\n🙂 two\0three\n",
    "page.html": "<p>🙂 He said &ldquo;wait <b>for</b> the tide.</p>\n",
}
# In an encoding that is not UTF-8: positions count in the decoded text.
OLD = {"old.txt": ("قال المدير إنه “متفائل جدا بالموسم المقبل.\r\n", "windows-1256")}


def lines_of(data):
    """Byte offset of each line. They end at LF, CRLF or a lone CR."""
    return [0] + [match.end() for match in re.finditer(rb"\r\n|\n|\r", data)]


def under(data, start, end, unit):
    """The text between two places (line, column) from 1 whose columns count bytes, UTF-16 units or characters."""

    def offset(line, column):
        begin = lines_of(data)[line - 1]
        if unit == "bytes":
            return begin + column - 1
        begin += 3 if begin == 0 and data.startswith(b"\xef\xbb\xbf") else 0
        rest = data[begin:].decode()
        if unit == "characters":
            return begin + len(rest[: column - 1].encode())
        return begin + len(rest.encode("utf-16-le")[: 2 * (column - 1)].decode("utf-16-le").encode())

    return data[offset(*start) : offset(*end)].decode()


class Run:
    """What the program says about one set of files in every form."""

    def __init__(self, program, folder, paths):
        self.program, self.folder, self.paths = program, folder, paths
        self.truth = sorted(map(self.true, map(json.loads, self.out("jsonl").splitlines())))
        assert self.truth, "nothing was found: nothing would be compared"

    def out(self, form):
        command = [self.program, "check", "--isolated", "--select", "all", "--format", form, *self.paths]
        run = subprocess.run(command, cwd=self.folder, stdout=subprocess.PIPE, check=False)
        assert run.returncode == 1, (form, run.returncode)
        return run.stdout.decode()

    def true(self, finding):
        """Path, code, and the bytes of the file under the span."""
        path = finding["path"]
        encoding = OLD[path][1] if path in OLD else None
        assert finding.get("encoding") == encoding, finding
        span = finding.get("span", finding)
        stored = Path(self.folder, path).read_bytes()[span["start"] : span["end"]]
        return path, finding["code"], stored.decode(encoding or "utf-8")

    def data(self, path):
        """The file as UTF-8."""
        data = Path(self.folder, path).read_bytes()
        return data.decode(OLD[path][1]).encode() if path in OLD else data

    def same(self, found):
        assert sorted(found) == self.truth, (sorted(found), self.truth)


def sarif(run, schema):
    document = json.loads(run.out("sarif"))
    jsonschema.Draft7Validator(schema).validate(document)
    (only,) = document["runs"]
    assert only["columnKind"] == "unicodeCodePoints"
    rules = {rule["id"]: rule for rule in only["tool"]["driver"]["rules"]}
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules.values())
    found, prints = [], set()
    for result in only["results"]:
        place = result["locations"][0]["physicalLocation"]
        path, region = urllib.parse.unquote(place["artifactLocation"]["uri"]), place["region"]
        ends = (region["startLine"], region["startColumn"]), (region["endLine"], region["endColumn"])
        found.append((path, result["ruleId"], under(run.data(path), *ends, "characters")))
        assert result["ruleId"] in rules
        prints.add((path, result["ruleId"], result["partialFingerprints"]["primaryLocationLineHash"]))
    assert len(prints) == len(found), "two results share a fingerprint"
    assert any("fixes" in result for result in only["results"])
    run.same(found)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "found.sarif").write_text(json.dumps(document), encoding="utf-8")
        consumer = [sys.executable, "-m", "sarif", "summary", Path(folder, "found.sarif")]
        said = subprocess.run(consumer, check=True, capture_output=True, text=True).stdout
        for level in ("error", "warning", "note"):
            count = sum(result["level"] == level for result in only["results"])
            assert re.search(rf"^{level}: {count}$", said, re.M), said


def github(run):
    found = []
    for line in run.out("github").splitlines():
        properties, message = re.fullmatch(r"::(?:error|warning|notice) (.*?)::(.*)", line).groups()
        values = dict(part.split("=", 1) for part in properties.split(","))
        if "col" not in values:
            continue
        for code, character in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%25", "%")):
            values = {key: value.replace(code, character) for key, value in values.items()}
        ends = (int(values["line"]), int(values["col"])), (int(values["endLine"]), int(values["endColumn"]))
        found.append((values["file"], values["title"], under(run.data(values["file"]), *ends, "UTF-16")))
        assert message
    missing = [truth for truth in found if truth not in run.truth]
    assert found and not missing, missing
    return len(found)


def gitlab(run):
    issues = json.loads(run.out("gitlab"))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == len(run.truth)
    for issue in issues:
        assert issue["description"] and issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["lines"]["begin"] <= len(lines_of(run.data(issue["location"]["path"])))
    assert sorted(issue["check_name"] for issue in issues) == sorted(code for _, code, _ in run.truth)


def junit(run):
    root = xml.etree.ElementTree.fromstring(run.out("junit"))
    failures = cases = 0
    for suite in root.iter("testsuite"):
        own = suite.findall("testcase")
        assert len(own) == int(suite.get("tests"))
        assert sum(case.find("failure") is not None for case in own) == int(suite.get("failures"))
        failures += int(suite.get("failures"))
        cases += sum(len(case) for case in own)
        assert all(Path(run.folder, case.get("file")).is_file() for case in own), suite.get("name")
    assert cases == len(run.truth) and 0 < failures <= cases


def rdjson(run):
    document = json.loads(run.out("rdjson"))
    assert document["source"]["name"] == "copydesk"
    found = []
    for diagnostic in document["diagnostics"]:
        assert set(diagnostic) <= {"message", "location", "severity", "code", "suggestions", "related_locations"}
        assert diagnostic["severity"] in ("ERROR", "WARNING", "INFO") and diagnostic["message"]
        path, between = diagnostic["location"]["path"], diagnostic["location"]["range"]
        ends = [(between[end]["line"], between[end]["column"]) for end in ("start", "end")]
        found.append((path, diagnostic["code"]["value"], under(run.data(path), *ends, "bytes")))
    run.same(found)


def main(program, schema):
    schema = json.loads(Path(schema).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        for name, text in ODD.items():
            Path(folder, name).write_bytes(text.encode())
        for name, (text, encoding) in OLD.items():
            Path(folder, name).write_bytes(text.encode(encoding))
        for run in (Run(program, ".", FOLDERS), Run(program, folder, sorted([*ODD, *OLD]))):
            sarif(run, schema)
            shown = github(run)
            gitlab(run)
            junit(run)
            rdjson(run)
            print(f"formats: {len(run.truth)} findings, {shown} annotations: ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
