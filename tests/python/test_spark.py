"""`copydesk.spark` in a real Spark: what is found is what the command finds, record by record."""

import subprocess
import sys

import pyarrow.dataset
import pytest

import copydesk
import copydesk.spark
from conftest import ALL, ROOT, found, rows_of


def test_findings_are_those_of_the_command(articles, said):
    assert found(copydesk.spark.check(articles)) == said


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
