"""Checks articles with Dask, a process for each core, on one machine or a cluster.

    python3 examples/engines/dask_job.py ARTICLES.parquet FINDINGS

ARTICLES has the columns `id` and `text`; FINDINGS becomes a folder of Parquet files, one for each partition. Needs dask and pyarrow.
"""

import sys
from functools import cache
from pathlib import Path

import dask
import pyarrow as pa
import pyarrow.parquet

import copydesk.arrow


@cache
def checker():
    """Made once in each process."""
    return copydesk.Checker()


@dask.delayed
def check_group(articles_path, group, findings_path):
    """Checks one row group of a file, and says how many findings there are. A group that is done again writes the same file."""
    articles = pyarrow.parquet.ParquetFile(articles_path).read_row_group(group, columns=["id", "text"])
    findings = copydesk.arrow.check(articles, checker())
    pyarrow.parquet.write_table(pa.Table.from_batches([findings]), f"{findings_path}/{group:06}.parquet")
    return findings.num_rows


if __name__ == "__main__":
    articles_path, findings_path = sys.argv[1:]
    Path(findings_path).mkdir(parents=True, exist_ok=True)
    groups = range(pyarrow.parquet.ParquetFile(articles_path).num_row_groups)
    counts = dask.compute(*(check_group(articles_path, group, findings_path) for group in groups), scheduler="processes")
    print(f"{sum(counts)} findings")
