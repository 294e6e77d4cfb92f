"""The JSON Schemas in docs/schemas say of the TOML files in the repository that they are right, and of misspelt keys that
they are wrong; and of every line of --format events that it is what was promised.

    schemas.py PROGRAM
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema


def validator(name):
    schema = json.loads(Path("docs/schemas", f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def toml(path):
    return tomllib.loads(Path(path).read_text(encoding="utf-8"))


STREAM = """{"id": "a", "text": "He said \u201cwait for the tide.", "url": "https://example.org/a"}
{"text": "The ferry to the island left at dawn, the harbour master said."}
{"id": "c", "text": 3}
no record
{"text": null}
"""


def events(program):
    """Lines of all types, each as the schema says, which says as well what each cannot do without."""
    needed = {"finding": "code", "problem": "message", "article": "findings", "summary": "articles"}
    schema, seen = validator("events"), set()
    stream = [program, "check", "--isolated", "--stream", "--keep", "url,none"]
    files = [program, "check", "--isolated", "--no-cache", "--format", "events", "--select", "all", "examples", "none.txt"]
    for command, given in ((stream, STREAM), (files, "")):
        done = subprocess.run(command, input=given, capture_output=True, encoding="utf-8", check=False)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        assert lines and lines[-1]["type"] == "summary", command
        for line in lines:
            schema.validate(line)
            seen.add(line["type"])
            for member in ("type", needed[line["type"]]):
                assert not schema.is_valid({key: value for key, value in line.items() if key != member}), line
        told = [line["type"] for line in lines]
        assert told.count("finding") == lines[-1]["findings"] and told.count("problem") == lines[-1]["problems"], lines[-1]
    assert seen == set(needed), seen


def main():
    events(sys.argv[1])
    rule_set, config, stylebook = map(validator, ("rule-set", "config", "stylebook"))
    files = [path for path in Path("rules").rglob("*.toml") if path.name not in ("language.toml", "ui.toml")]
    files = [path for path in files if "rule" in toml(path)]
    for path in files:
        rule_set.validate(toml(path))
    config.validate(toml("crates/cli/tests/cmd/desk/copydesk.toml"))
    pages = [Path("README.md"), *Path("docs").rglob("*.md")]
    blocks = [block for page in pages for block in re.findall(r"^```toml\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)]
    # The first line of a block names its file. Some are files of other programs.
    blocks = [block for block in blocks if block.startswith(("# copydesk.toml", "# stylebook.toml", "# house/"))]
    assert blocks, "no page shows a file of copydesk's"
    for block in blocks:
        value = tomllib.loads(block)
        assert any(schema.is_valid(value) for schema in (config, rule_set, stylebook)), block
    stylebook.validate({"name": [{"name": "Kyiv", "lang": "en", "variants": ["Kiev"]}]})

    wrong = toml(files[0])
    wrong["rule"][0]["messgae"] = "x"
    for schema, value in ((rule_set, wrong), (config, {"selct": []}), (stylebook, {"name": [{"nmae": "x"}]})):
        assert not schema.is_valid(value), value
    print(f"schemas: {len(files)} rule sets, {len(blocks)} blocks of README.md and docs: ok")


if __name__ == "__main__":
    main()
