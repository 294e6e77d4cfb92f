"""Checks articles with Ray, an actor for each core, on one machine or a cluster.

    python3 examples/engines/ray_job.py ARTICLES.parquet FINDINGS

ARTICLES has the columns `id` and `text`; FINDINGS becomes a folder of Parquet files. Needs ray[data] and copydesk on every node.
"""

import sys

import ray

import copydesk.arrow


class Check:
    """An actor with the rules made ready."""

    def __init__(self):
        self.checker = copydesk.Checker()

    def __call__(self, articles):
        return copydesk.arrow.check(articles, self.checker)


if __name__ == "__main__":
    articles_path, findings_path = sys.argv[1:]
    articles = ray.data.read_parquet(articles_path, columns=["id", "text"])
    articles.map_batches(Check, batch_format="pyarrow", concurrency=(1, 64)).write_parquet(findings_path)
