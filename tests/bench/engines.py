#!/usr/bin/env python3
"""Articles a processor second, through the command, a pipe, the module and Spark, over the same articles in one run.

    PYTHON tests/bench/engines.py [--articles N] [--runs N]

PYTHON is an interpreter with the package of the build that is to be measured, pyarrow and pyspark. Processor seconds are those of
all processes of a way together, in user and system mode, Java and Python included; starting Spark is left out, since a cluster has been
started. Articles are invented, in the shape of news (corpus.py), half of them Arabic.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMAND = [sys.executable, "-m", "copydesk", "check", "-", "--input-format", "jsonl", "--format", "jsonl", "--jobs", "1"]


def parts_of(process):
    """Its parent, and the clock ticks it and the children that it has waited for have used."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (OSError, ValueError):
        return None, 0
    return int(fields[1]), sum(map(int, fields[11:15]))


def seconds():
    """The processor seconds of this process and everything below it."""
    known = {int(path.name): parts_of(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()}
    below, total = {os.getpid()}, 0
    for process in sorted(known):
        if process in below or known[process][0] in below:
            below.add(process)
            total += known[process][1]
    return total / os.sysconf("SC_CLK_TCK")


def by_command(records, _):
    """The command over the file of records, its findings to a file."""
    with open(records) as articles, tempfile.TemporaryFile() as findings:
        subprocess.run(COMMAND, stdin=articles, stdout=findings)
        findings.seek(0)
        return sum(b'"code"' in line for line in findings)


def by_pipe(records, _):
    """A child that is fed records and whose lines are read, as an engine without the module has to."""
    rows = [json.loads(line) for line in open(records)]
    child = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def feed():
        for row in rows:
            child.stdin.write(json.dumps(row) + "\n")
        child.stdin.close()

    feeder = threading.Thread(target=feed)
    feeder.start()
    found = sum("code" in json.loads(line) for line in child.stdout)
    feeder.join()
    child.wait()
    return found


def by_module(records, _):
    """`check_batch` in one thread."""
    import copydesk

    texts = (json.loads(line)["text"] for line in open(records))
    return sum(map(len, copydesk.check_batch(texts, threads=1)))


def by_arrow(_, table):
    """`copydesk.arrow` over a Parquet file."""
    import pyarrow.parquet

    import copydesk.arrow

    checker = copydesk.Checker()
    batches = pyarrow.parquet.ParquetFile(table).iter_batches(1000)
    return sum(copydesk.arrow.check(batch, checker).num_rows for batch in batches)


def by_spark(_, table):
    """`copydesk.spark` over a Parquet file, findings to a Parquet file."""
    from pyspark.sql import SparkSession

    import copydesk.spark

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.log.level", "ERROR")
    spark = builder.getOrCreate()
    articles = spark.read.parquet(table).repartition(8)
    with tempfile.TemporaryDirectory() as folder:
        copydesk.spark.check(articles.limit(100)).write.parquet(f"{folder}/warm")
        print(seconds(), flush=True)
        copydesk.spark.check(articles).write.parquet(f"{folder}/findings")
        return spark.read.parquet(f"{folder}/findings").count()


WAYS = {"command": by_command, "pipe": by_pipe, "module": by_module, "arrow": by_arrow, "spark": by_spark}


def prepare(folder, count):
    """The articles as records and as a table."""
    import pyarrow as pa
    import pyarrow.parquet

    sys.path.insert(0, str(HERE))
    from corpus import wide

    rows = [
        {"id": f"{language}-{number:06}", "text": text}
        for language in ("ar", "en")
        for number, text in enumerate(wide(language, count // 2))
    ]
    records, table = folder / "articles.jsonl", folder / "articles.parquet"
    records.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows), table, row_group_size=1000)
    return str(records), str(table), records.stat().st_size / len(rows)


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--way", nargs=3, help=argparse.SUPPRESS)
    options = options.parse_args()
    if options.way:
        way, records, table = options.way
        print(seconds(), flush=True)
        found = WAYS[way](records, table)
        print(seconds(), found, flush=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        records, table, size = prepare(Path(folder), options.articles)
        print(f"{options.articles} articles of {size / 1024:.1f} KB, best of {options.runs} runs")
        counts = set()
        for way in WAYS:
            best = None
            for _ in range(options.runs):
                call = [sys.executable, __file__, "--way", way, records, table]
                done = subprocess.run(call, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
                *begun, ended = done.stdout.splitlines()
                ended, found = ended.split()
                counts.add(int(found))
                used = float(ended) - float(begun[-1])
                best = min(used, best or used)
            print(f"{way:8} {best:6.2f} s  {options.articles / best:6.0f} articles a processor second  {found} findings", flush=True)
        assert len(counts) == 1, "not every way found the same"


if __name__ == "__main__":
    main()
