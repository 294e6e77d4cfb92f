"""The files that CI systems read, in the repository, in docs/ci-and-pre-commit.md and as `copydesk init` writes them: each follows its schema, and the action does what
it says.

    pipelines.py FOLDER-OF-CHECK-JSONSCHEMA PROGRAM
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from ruamel.yaml import YAML

ACTION = Path(".github/actions/check/action.yml")
PAGE = Path("docs/ci-and-pre-commit.md")
WORKFLOW = "on: push\njobs:\n  articles:\n    runs-on: ubuntu-latest\n    steps:\n"


def follows(tools, schema, *paths):
    command = [Path(tools, "check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *paths]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def blocks():
    """Every block of YAML on the page about CI."""
    return re.findall(r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)


def shown(tools, folder):
    steps = [block for block in blocks() if block.lstrip().startswith("- ")]
    jobs = [block for block in blocks() if "artifacts:" in block]
    assert steps and jobs, f"{PAGE} shows a step for GitHub and a job for GitLab"
    for number, block in enumerate(steps):
        path = Path(folder, f"step{number}.yml")
        path.write_text(WORKFLOW + block, encoding="utf-8")
        follows(tools, "github-workflows", path)
    for number, block in enumerate(jobs):
        path = Path(folder, f"job{number}.yml")
        path.write_text(block, encoding="utf-8")
        follows(tools, "gitlab-ci", path)


def written(tools, program, folder):
    """What `copydesk init` writes, in both languages."""
    for language in ["en", "ar"]:
        desk = Path(folder, language)
        command = [program, "init", desk, "--github", "--gitlab", "--ui-lang", language]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        follows(tools, "github-workflows", desk / ".github/workflows/copydesk.yml")
        follows(tools, "gitlab-ci", desk / ".gitlab-ci.yml")


def action(program, folder):
    """Runs what the action runs, with its inputs as a workflow would give them."""
    steps = YAML(typ="safe").load(ACTION)["runs"]["steps"]
    script = next(step["run"] for step in steps if step["name"] == "Check the articles")
    article, summary = Path(folder, "two words.txt"), Path(folder, "summary.md")
    article.write_text("قال إنه “ينتظر المد.\n", encoding="utf-8")
    inputs = {"PATHS": f"{article}\n", "ARGUMENTS": "--isolated\n--ui-lang=ar\n", "FORMAT": "github", "OUTPUT": ""}
    path = f"{Path(program).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **inputs, "PATH": path, "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_ACTION_PATH": str(ACTION.parent)}
    run = subprocess.run(["bash", "-e", "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 1 and run.stdout.startswith("::error file="), run
    assert 'dir="rtl"' in summary.read_text(encoding="utf-8")


def main(tools, program):
    follows(tools, "github-actions", ACTION)
    follows(tools, "github-workflows", *Path(".github/workflows").glob("*.yml"))
    with tempfile.TemporaryDirectory() as folder:
        shown(tools, folder)
        written(tools, program, folder)
        action(program, folder)
    print("pipelines: ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
