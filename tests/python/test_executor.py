"""A Spark with executors that are processes of their own, as on a cluster: one of them is killed."""

import copydesk.spark
import pytest
from conftest import found, spark_on
from processes import command_of, java_of, killed


@pytest.fixture
def cluster():
    session = spark_on("local-cluster[2,1,1024]")
    yield session
    session.stop()


def executor_of(worker):
    """The Java machine of the executor that has started a worker."""
    java = java_of(worker)
    return java if b"CoarseGrainedExecutorBackend" in command_of(java) else None


def test_an_executor_that_is_killed_loses_nothing_and_nothing_counts_twice(cluster, archive, said):
    articles = cluster.read.parquet(str(archive.table)).repartition(4)
    with killed(executor_of) as dead:
        assert found(copydesk.spark.check(articles)) == said
    assert len(dead) == 1
