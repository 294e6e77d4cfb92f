"""Checks articles that DuckDB reads, with all cores of one machine, and memory for a batch at a time.

    python3 examples/engines/duckdb_job.py ARTICLES.parquet FINDINGS.parquet

ARTICLES has the columns `id` and `text`; DuckDB reads CSV, JSON and databases as well. Needs duckdb and pyarrow.
"""

import sys

import duckdb
import pyarrow.parquet

import copydesk.arrow

articles_path, findings_path = sys.argv[1:]
articles = duckdb.read_parquet(articles_path).select("id, text")
checker = copydesk.Checker()
with pyarrow.parquet.ParquetWriter(findings_path, copydesk.arrow.schema()) as findings:
    for batch in articles.to_arrow_reader(2048):
        findings.write_batch(copydesk.arrow.check(batch, checker, threads=0))
