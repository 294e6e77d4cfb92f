"""Articles in a Spark DataFrame, findings in another. Needs pyspark 3.5 or later and pyarrow, on the driver and on the workers.

>>> findings = copydesk.spark.check(articles)                          # doctest: +SKIP
>>> tally = copydesk.spark.survey(articles)                            # doctest: +SKIP
>>> findings = copydesk.spark.check(articles, tally=tally)             # doctest: +SKIP

What a task has found counts when the task has ended, as everything does in Spark: one that dies is done again, and nothing it found
is lost or counts twice.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Iterator
from itertools import tee
from typing import TYPE_CHECKING, Any

from . import arrow
from ._checker import Checker, Tally, Text

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import DataType, StructType

_PARTIAL = "tally"


def check(
    articles: DataFrame, id: str = "id", text: str = "text", *, tally: Tally | None = None, **options: Any
) -> DataFrame:
    """What is wrong with articles: a row for each finding, with the columns of `copydesk.arrow.schema`.

    id, text: the columns with ids, of any type, and with texts, strings or binary. A text that is null has nothing to check; one
        that cannot be read is a row with the code `copydesk/unreadable`. The column of ids keeps its name.
    tally: what the archive comes to, from `survey`: articles are compared with it.
    options: as of `copydesk.Checker`. They are tried here, so that what is wrong with them is told before a job starts. Files that
        they name are read by every worker: name them by paths that all of them have, or give the configuration as texts.
    """
    job = _Job(Checker(tally=tally, **options))

    def of_partition(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        checker = job.checker()
        for batch in batches:
            yield arrow.check(batch, checker, id=id, text=text)

    return articles.select(id, text).mapInArrow(of_partition, _schema(id, articles.schema[id].dataType))


def survey(
    articles: DataFrame, text: str = "text", *, id: str | None = None, depth: int = 2, **options: Any
) -> Tally:
    """What articles come to, as `copydesk names --save-tally` would save it: the sum of a tally for each partition, added up on the
    workers in a tree of this depth.

    text: the column with texts, strings or binary.
    id: the column with ids: a survey of names shows where a spelling is found.
    options: as of `copydesk.Checker`.
    """
    job = _Job(Checker(**options))

    def of_partition(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        rows: Iterator[tuple[Any, Text]] = (
            pair for batch in batches for pair in arrow.pairs(batch, id=id or text, text=text)
        )
        named: Iterator[tuple[Any, Text]]
        # Each row is held until both have passed it; where nobody asks for ids, only one passes.
        named, rows = (iter(()), rows) if id is None else tee(rows)
        names = None if id is None else (str(name) for name, _ in named)
        tally = job.checker().survey((article for _, article in rows), ids=names, threads=1)
        yield pa.RecordBatch.from_pydict({_PARTIAL: [tally.to_bytes()]})

    columns = [text] if id is None else [id, text]
    partial = articles.select(*columns).mapInArrow(of_partition, f"{_PARTIAL} binary").rdd.map(lambda row: bytes(row[0]))
    return Tally.from_bytes(partial.treeAggregate(Tally().to_bytes(), _add, _add, depth=depth))


def _add(one: bytes, other: bytes) -> bytes:
    return (Tally.from_bytes(one) | Tally.from_bytes(other)).to_bytes()


class _Job:
    """A checker on its way to the workers. Each process of theirs makes it once, for all partitions that it is given."""

    def __init__(self, checker: Checker) -> None:
        self.pickled = pickle.dumps(checker)
        self.name = hashlib.sha256(self.pickled).hexdigest()

    def checker(self) -> Checker:
        if self.name not in _CHECKERS:
            _CHECKERS.clear()
            _CHECKERS[self.name] = pickle.loads(self.pickled)
        return _CHECKERS[self.name]


_CHECKERS: dict[str, Checker] = {}


def _schema(id: str, id_type: DataType) -> StructType:
    """`copydesk.arrow.schema` as Spark has it."""
    from pyspark.sql.types import ArrayType, IntegerType, MapType, StringType, StructField, StructType

    arrow.schema(id)
    place = [StructField(name, IntegerType()) for name in arrow.PLACE]
    text = StringType()

    def list_of(*own: StructField) -> ArrayType:
        return ArrayType(StructType([*place, *own]))

    fix = StructType(
        [
            StructField("applicability", text),
            StructField("title", text),
            StructField("edits", list_of(StructField("text", text))),
        ]
    )
    return StructType(
        [
            StructField(id, id_type),
            *place,
            StructField("code", text),
            StructField("variant", text),
            StructField("severity", text),
            StructField("message", text),
            StructField("lang", text),
            StructField("fix", fix),
            StructField("related", list_of(StructField("message", text))),
            StructField("places", list_of()),
            StructField("rule_set", text),
            StructField("data", MapType(text, text)),
        ]
    )
