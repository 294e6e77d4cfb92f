"""What an engine once lost or counted twice without a word, and must not: each row of the table is a test.

| what happens | what must come of it | the module | the command in a pipe |
|---|---|---|---|
| a process is killed, once | its part is done again, nothing is missing or twice | TestKilled | TestKilledInAPipe |
| a process is killed each time | the job fails; of the part there is no summary | | TestKilledInAPipe |
| the Java machine of an executor is killed | its parts are done again | test_executor.py | |
| a record is bad | it is a row, and the others are checked | TestBadRecord | TestBadRecord |
| records have no ids | the ids made up are different in all parts | | TestIds |
| a part was written again under another name | it counts once | TestSurvey | TestArchive |
| the same articles are in files of other names | the same is said | TestSurvey | TestArchive |
"""

import collections
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import copydesk
import copydesk.spark
from conftest import found, is_finding, of_command
from processes import failed_tasks, killed

COMMAND = [sys.executable, "-m", "copydesk"]
# Findings are no reason to fail: status 0 says that all was checked.
PIPE = shlex.join([*COMMAND, "check", "-", "--input-format", "jsonl", "--format", "events", "--fail-on", "never"])
PARTS = 4


@pytest.fixture
def records(spark, archive):
    """The articles as lines, in parts."""
    return spark.sparkContext.textFile(str(archive.records)).repartition(PARTS)


def dying(records, attempts):
    """The same records, but in one part the command is killed half-way through, in so many attempts at the part."""

    def lines(part, lines):
        from pyspark import TaskContext

        lines = list(lines)
        for number, line in enumerate(lines):
            if part == 1 and number == len(lines) // 2 and TaskContext.get().attemptNumber() < attempts:
                for child in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
                    for process in child.read_text().split():
                        if b"events" in Path(f"/proc/{process}/cmdline").read_bytes():
                            os.kill(int(process), signal.SIGKILL)
            yield line

    return records.mapPartitionsWithIndex(lines)


def findings_of(lines):
    """What lines of events find, as values that can be compared, sorted."""
    return sorted(map(of_command, filter(is_finding, lines)), key=repr)


def names_of(tally):
    """What a tally comes to, however it was put together."""
    return copydesk.Checker().names(tally)


class TestKilled:
    def test_a_worker_that_is_killed_loses_nothing_and_nothing_counts_twice(self, spark, articles, said):
        spark.sparkContext.setJobGroup("killed", "a worker of this job is killed")
        with killed() as dead:
            assert found(copydesk.spark.check(articles.repartition(2))) == said
        assert len(dead) == 1
        assert failed_tasks(spark.sparkContext, "killed") > 0

    def test_nor_in_a_survey(self, spark, articles):
        whole = names_of(copydesk.spark.survey(articles))
        spark.sparkContext.setJobGroup("surveyed", "a worker of this job is killed")
        with killed() as dead:
            assert names_of(copydesk.spark.survey(articles.repartition(2))) == whole
        assert len(dead) == 1
        assert failed_tasks(spark.sparkContext, "surveyed") > 0


class TestKilledInAPipe:
    def test_one_that_is_killed_once_is_started_again_and_nothing_is_missing(self, records, said):
        lines = [json.loads(line) for line in dying(records, attempts=1).pipe(PIPE, checkCode=True).collect()]
        assert findings_of(lines) == said
        assert sum(line["type"] == "summary" for line in lines) == PARTS

    def test_one_that_is_killed_each_time_makes_the_job_fail(self, records):
        with pytest.raises(Exception, match="Pipe function .* exited with error code -9"):
            dying(records, attempts=100).pipe(PIPE, checkCode=True).collect()

    def test_where_nobody_looks_at_the_status_the_summary_is_missing(self, records, said):
        lines = [json.loads(line) for line in dying(records, attempts=100).pipe(PIPE).collect()]
        assert len(findings_of(lines)) < len(said)
        assert sum(line["type"] == "summary" for line in lines) == PARTS - 1


class TestBadRecord:
    def test_a_text_that_cannot_be_read_is_a_row(self, spark):
        rows = [(number, f"Number {number}. She said: “We wait.".encode()) for number in range(400)]
        rows[200] = (200, b"\x81\x8d\x8f\xff")
        found = copydesk.spark.check(spark.createDataFrame(rows, "key long, body binary").repartition(4), "key", "body")
        codes = {row["key"]: row["code"] for row in found.collect()}
        assert codes == {number: "copydesk/unreadable" if number == 200 else "quotes/unclosed" for number in range(400)}

    def test_a_record_that_is_none_is_a_row_in_a_pipe(self, spark):
        lines = [json.dumps({"id": number, "text": f"Number {number}. She said: “We wait."}) for number in range(400)]
        lines[200] = '{"id": 200, "text": "Number'
        piped = spark.sparkContext.parallelize(lines, 4).pipe(PIPE, checkCode=True).map(json.loads).collect()
        counts = collections.Counter(line["code"] for line in piped if is_finding(line))
        assert counts == {"quotes/unclosed": 399, "copydesk/unreadable": 1}
        assert sum(line["type"] == "summary" for line in piped) == 4
        assert not any(line["type"] == "problem" for line in piped)


class TestIds:
    def test_ids_that_are_made_up_are_different_in_all_parts(self, spark):
        lines = [json.dumps({"text": f"Number {number}. She said: “We wait."}) for number in range(381)]
        piped = spark.sparkContext.parallelize(lines, 8).pipe(PIPE, checkCode=True).map(json.loads).filter(is_finding).collect()
        assert len({line["id"] for line in piped}) == len(piped) == 381
        assert all(line["id_made_up"] for line in piped)


class TestSurvey:
    def test_a_part_that_comes_twice_counts_once(self, articles):
        one, other = articles.where("id < 'en'"), articles.where("id >= 'en'")
        one, other = copydesk.spark.survey(one), copydesk.spark.survey(other)
        assert one | other | other == one | other != one

    def test_articles_are_known_by_what_they_say(self, articles):
        surveys = [names_of(copydesk.spark.survey(articles.repartition(parts, "text"))) for parts in (1, 3, 8)]
        assert surveys[0] == surveys[1] == surveys[2]


class TestArchive:
    CODES = "names/archive,ads/repeated-line"

    def archive_findings(self, folder):
        """What the command says of the articles in a folder of parts that Spark has written."""
        (folder / "copydesk.toml").write_text('[formats]\n"**/part-*.json" = "jsonl"\n')
        check = [*COMMAND, "check", ".", "--no-cache", "--select", self.CODES, "--format", "jsonl", "--fail-on", "never"]
        done = subprocess.run(check, cwd=folder, check=True, capture_output=True, text=True)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        return sorted((line["id"], line["code"], line["start"], line["end"], line["message"]) for line in lines)

    def test_names_of_files_make_no_difference_and_a_part_that_was_written_again_counts_once(self, articles, tmp_path):
        # One in twenty has a line that a template left in it.
        line = "Our summer guide is free with every paper this week"
        text = f"CASE WHEN crc32(id) % 20 = 0 THEN concat(text, '\\n\\n{line}\\n') ELSE text END AS text"
        articles = articles.selectExpr("id", text)
        for parts in (1, 3, 8):
            articles.repartition(parts).write.json(str(tmp_path / str(parts)))
        once = [self.archive_findings(tmp_path / str(parts)) for parts in (1, 3, 8)]
        assert once[0] == once[1] == once[2]
        assert {code for _, code, *_ in once[0]} == set(self.CODES.split(","))
        part = next((tmp_path / "3").glob("part-*.json"))
        shutil.copy(part, part.with_name("part-00001-attempt-2.json"))
        assert set(self.archive_findings(tmp_path / "3")) == set(once[0])
