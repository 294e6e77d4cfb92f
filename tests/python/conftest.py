"""Articles for the engines, and what the command says of them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

ROOT = Path(__file__).resolve().parents[2]
COUNT = 1000
# Everything, but what a record with nothing but a text leaves out: a text alone is not asked for it.
ALL = {"select": ["all"], "ignore": ["attribution/metadata"]}


def invented():
    """Two thousand, half of them Arabic, in the shape of news; and one that has no text."""
    sys.path.insert(0, str(ROOT / "tests" / "bench"))
    from corpus import wide

    for language in ("ar", "en"):
        for number, text in enumerate(wide(language, COUNT)):
            yield f"{language}-{number:04}", text
    yield "without", None


class Archive:
    """Articles as a file of records and as a table, with what the command says of them."""

    def __init__(self, folder):
        self.rows = list(invented())
        self.records, self.table = folder / "articles.jsonl", folder / "articles.parquet"
        self.records.write_text("".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in self.rows))
        columns = pa.schema([("id", pa.string()), ("text", pa.string())])
        table = pa.Table.from_pylist([{"id": id, "text": text} for id, text in self.rows], schema=columns)
        # Compressed as everybody can: Spark's reader of Snappy fails where a second C library (musl) is installed.
        pyarrow.parquet.write_table(table, self.table, row_group_size=250, compression="gzip")

    def said(self, *words, **options):
        """What the command says of each article by itself, or by a tally: sorted, in the units of the module."""
        words = [*words, *(word for name, codes in options.items() for word in (f"--{name}", ",".join(codes)))]
        command = [sys.executable, "-m", "copydesk", "check", "-", "--input-format", "jsonl", "--format", "jsonl"]
        with self.records.open() as records:
            done = subprocess.run([*command, *map(str, words)], stdin=records, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (1, "")
        return sorted(map(of_command, filter(is_finding, map(json.loads, done.stdout.splitlines()))), key=repr)

    def survey(self, tally):
        """Saves what the command makes of all articles."""
        names = [sys.executable, "-m", "copydesk", "names", "articles.jsonl", "--save-tally", str(tally), "--format", "json"]
        return json.loads(subprocess.run(names, check=True, capture_output=True, cwd=self.records.parent).stdout)


def is_finding(line):
    return "code" in line


def of_command(finding):
    """A line of the command's, as a value that can be compared."""
    fix = finding.get("fix")
    return (
        finding["id"],
        (finding["start"], finding["end"]),
        (finding["line"], finding["column"], finding["end_line"], finding["end_column"]),
        tuple(finding.get(name) for name in ("code", "variant", "severity", "message", "lang", "rule_set")),
        fix and (fix["applicability"], fix["title"], [(edit["start"], edit["end"], edit["text"]) for edit in fix["edits"]]),
        [(place["start"], place["end"], place["message"]) for place in finding.get("related", [])],
        [(place["start"], place["end"]) for place in finding.get("places", [])],
        sorted(finding.get("data", {}).items()),
    )


def of_module(row):
    """A row of `copydesk.arrow`, as the same value."""
    fix = row["fix"]
    place = lambda place: (place["byte_start"], place["byte_end"])
    return (
        row["id"],
        place(row),
        (row["line"], row["column"], row["end_line"], row["end_column"]),
        tuple(row[name] for name in ("code", "variant", "severity", "message", "lang", "rule_set")),
        fix and (fix["applicability"], fix["title"], [(*place(edit), edit["text"]) for edit in fix["edits"]]),
        [(*place(other), other["message"]) for other in row["related"]],
        [place(other) for other in row["places"]],
        sorted(dict(row["data"]).items()),
    )


def rows_of(table):
    """The rows of a table or batch of findings, as values that can be compared, sorted."""
    return sorted(map(of_module, table.to_pylist()), key=repr)


@pytest.fixture(scope="session")
def archive(tmp_path_factory):
    return Archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="session")
def said(archive):
    """What the command says of each article by itself."""
    return archive.said()


def found(findings):
    """What is in a DataFrame of findings, as values that can be compared, sorted."""
    return rows_of(findings.toArrow())


def spark_on(master, **settings):
    """A Spark on this machine."""
    if not shutil.which("java"):
        pytest.skip("there is no Java runtime for Spark")
    from pyspark.sql import SparkSession

    settings = {"ui.enabled": "false", "log.level": "ERROR", "sql.execution.arrow.maxRecordsPerBatch": "100", **settings}
    builder = SparkSession.builder.master(master)
    for name, value in settings.items():
        builder = builder.config(f"spark.{name}", value)
    return builder.getOrCreate()


@pytest.fixture(scope="module")
def spark():
    # A task that dies is done again, as on a cluster.
    session = spark_on("local[2, 4]")
    yield session
    session.stop()


@pytest.fixture
def articles(spark, archive):
    return spark.read.parquet(str(archive.table)).repartition(8)
