"""`copydesk.spark` in a real Spark: what is found is what the command finds, record by record, whatever dies meanwhile."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pyarrow.dataset
import pytest

import copydesk
import copydesk.spark
from conftest import ALL, ROOT, rows_of

pytestmark = pytest.mark.skipif(not shutil.which("java"), reason="there is no Java runtime for Spark")


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    # A task that dies is done again, as on a cluster.
    builder = SparkSession.builder.master("local[2, 4]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "100").config("spark.log.level", "ERROR")
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture
def articles(spark, archive):
    return spark.read.parquet(str(archive.table)).repartition(8)


def found(findings):
    return rows_of(findings.toArrow())


def test_findings_are_those_of_the_command(articles, said):
    assert found(copydesk.spark.check(articles)) == said


def test_a_worker_that_is_killed_loses_nothing_and_nothing_counts_twice(spark, articles, said):
    killed, is_done = [], threading.Event()

    def kill():
        # In the middle of its work: a worker that has used so much of the processor since this job began has not done its half of it.
        begun = {worker: processor_seconds(worker) for worker in python_workers()}
        while not killed and not is_done.wait(0.01):
            for worker in python_workers():
                if processor_seconds(worker) - begun.setdefault(worker, 0) > 0.1:
                    os.kill(worker, signal.SIGKILL)
                    killed.append(worker)
                    break

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        spark.sparkContext.setJobGroup("killed", "a worker of this job is killed")
        assert found(copydesk.spark.check(articles.repartition(2))) == said
    finally:
        is_done.set()
        killer.join()
    assert len(killed) == 1
    status = spark.sparkContext.statusTracker()
    stages = [stage for job in status.getJobIdsForGroup("killed") for stage in status.getJobInfo(job).stageIds]
    assert sum(status.getStageInfo(stage).numFailedTasks for stage in stages) > 0


def python_workers():
    """The processes of this test's own Spark that run Python: children of its daemon, which is a child of its Java machine."""
    parents = {int(path.name): parent_of(path) for path in Path("/proc").iterdir() if path.name.isdecimal()}
    is_daemon = lambda process: b"pyspark.daemon" in command_of(process)
    for process, parent in parents.items():
        ancestors = [parent, parents.get(parent), parents.get(parents.get(parent))]
        if os.getpid() in ancestors and is_daemon(process) and is_daemon(parent):
            yield process


def parent_of(folder):
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError):
        return None


def command_of(process):
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def processor_seconds(process):
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11]) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError):
        return 0


def test_a_text_that_cannot_be_read_is_a_row(spark):
    rows = [(number, f"Number {number}. She said: “We wait.".encode()) for number in range(400)]
    rows[200] = (200, b"\x81\x8d\x8f\xff")
    found = copydesk.spark.check(spark.createDataFrame(rows, "key long, body binary").repartition(4), "key", "body")
    codes = {row["key"]: row["code"] for row in found.collect()}
    assert codes == {number: "copydesk/unreadable" if number == 200 else "quotes/unclosed" for number in range(400)}


def test_a_survey_is_that_of_the_command_whatever_the_partitions(articles, archive, tmp_path):
    said = archive.survey(tmp_path / "archive.tally")
    checker = copydesk.Checker()
    articles = articles.selectExpr("concat('articles.jsonl#', id) AS id", "text")
    for partitions in (1, 5):
        tally = copydesk.spark.survey(articles.repartition(partitions), id="id")
        assert checker.names(tally) == said


def test_articles_are_compared_with_what_all_come_to(articles, archive, tmp_path):
    archive.survey(tmp_path / "archive.tally")
    tally = copydesk.spark.survey(articles)
    in_light_of_all = found(copydesk.spark.check(articles, tally=tally, **ALL))
    assert in_light_of_all == archive.said("--tally", tmp_path / "archive.tally", **ALL)
    assert any("names/archive" in row[3] for row in in_light_of_all)


def test_nothing_to_check_is_nothing_found(spark):
    nothing = spark.createDataFrame([], "id string, text string")
    assert copydesk.spark.check(nothing).count() == 0
    assert copydesk.spark.survey(nothing) == copydesk.Tally()


def test_what_is_wrong_with_the_options_is_told_before_a_job_starts(articles):
    with pytest.raises(copydesk.ConfigurationError, match="did you mean `quotes`"):
        copydesk.spark.check(articles, select=["quots"])


def test_the_job_of_the_examples_finds_the_same(archive, tmp_path):
    job = ROOT / "examples" / "engines" / "spark_job.py"
    subprocess.run([sys.executable, job, archive.table, tmp_path / "findings"], check=True, capture_output=True)
    archive.survey(tmp_path / "archive.tally")
    rows = rows_of(pyarrow.dataset.dataset(tmp_path / "findings", format="parquet").to_table())
    assert rows == archive.said("--tally", tmp_path / "archive.tally")
