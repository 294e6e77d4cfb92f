"""The JSON Schemas in docs/schemas say of the TOML files in the repository that they are right, and of misspelt keys that
they are wrong.

    schemas.py
"""

import json
import re
import tomllib
from pathlib import Path

import jsonschema


def validator(name):
    schema = json.loads(Path("docs/schemas", f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def toml(path):
    return tomllib.loads(Path(path).read_text(encoding="utf-8"))


def main():
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
